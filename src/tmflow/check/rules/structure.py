"""Rules on the structure of the text: brackets and quotation marks come in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from tmflow.check.finding import Severity
from tmflow.check.masking import blank_spans, prose_of
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject, place_of
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span

__all__ = ["RULES"]

_STRAIGHT = '""'
_PAIRS = ("()", "[]", "{}", "「」", "『』", "【】", "“”", "〈〉", "《》", "〔〕", "«»", _STRAIGHT)
_WIDE = str.maketrans("（）［］｛｝｢｣＂〝〟〞", '()[]{}「」"“””')
_OPENERS = {pair[0]: pair for pair in _PAIRS}
_CLOSERS = {pair[1]: pair for pair in _PAIRS}
_QUOTES = frozenset({"「」", "『』", "“”", _STRAIGHT})
_REACH_BLOCKS = 20
"""A quotation that runs over paragraphs closes within so many of them (own choice, well above any seen)."""
_INTERVAL = re.compile(r"[\[(]\s*-?[\d.∞]+\s*,\s*-?[\d.∞]+\s*[\])]")  # [0, 1)
_LIST_MARK = re.compile(
    r"(?:^|[\s、。,;:])(?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5}|[ア-ン一二三四五六七八九十①-⑳])$"  # 1) a) iv) ア)
)
_CONTEXT_CHARS = 8
"""More than the longest list mark and the character before it."""
_BEFORE_OPENER = frozenset("([{「『“‘'—–-/=")
_AFTER_CLOSER = frozenset(".,;:!?)]}」』”’'—–-/…、。")
_INCHES = re.compile(r"(?<=[0-9])\"(?![A-Za-z])")
"""Inches and seconds, or the end of a quotation: which of them, only the number of the others tells."""
_FACE = re.compile(r"[:;=8][-^o']?$")  # :-)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A bracket without a partner: which kind, whether it opens, where it stands."""

    pair: str
    opens: bool
    unit: TranslationUnit
    at: int
    block: int
    leads: bool
    may_be_single: bool


def _find_unpaired(subject: Subject) -> Iterator[Fault]:
    unpaired = {side: _unpaired_marks(subject, side) for side in (Side.SOURCE, Side.TARGET)}
    for side, other in ((Side.SOURCE, Side.TARGET), (Side.TARGET, Side.SOURCE)):
        across = {(mark.unit.id, mark.opens) for mark in unpaired[other] if mark.pair in _QUOTES}
        for mark in unpaired[side]:
            if mark.pair in _QUOTES and (mark.unit.id, mark.opens) in across:
                continue  # a quotation that goes on, as it does on the other side
            character = mark.pair[0 if mark.opens else 1]
            span = Span(mark.at, mark.at + 1)
            yield Fault(
                message=f"{character} is not {'closed' if mark.opens else 'opened'}",
                unit=mark.unit,
                anchor=side,
                source_span=span if side is Side.SOURCE else None,
                target_span=span if side is Side.TARGET else None,
                found=character,
            )


def _unpaired_marks(subject: Subject, side: Side) -> list[_Mark]:
    """Return the marks of a side that stay single once quotations over several paragraphs are put together."""
    single: list[_Mark] = []
    leading: dict[int, set[str]] = {}
    for number, units in enumerate(_iter_blocks(subject, side)):
        if side is Side.TARGET and any(unit.is_untranslated for unit in units):
            continue
        marks = [mark for unit in units for mark in _iter_marks(unit, side, number)]
        leading[number] = {mark.pair for mark in marks[:1] if mark.leads}
        for mark in _unpaired_in_block(marks):
            opener = None if mark.opens or mark.pair not in _QUOTES else _last_open(single, mark)
            if opener is None:
                single.append(mark)
            else:
                single.remove(opener)
    mixed = {mark.unit.id for mark in single if mark.pair == "“”"}
    single = [mark for mark in single if mark.pair != _STRAIGHT or mark.unit.id not in mixed]
    return [mark for mark in single if not _is_reopened(mark, leading)]


def _iter_blocks(subject: Subject, side: Side) -> Iterator[list[TranslationUnit]]:
    """Yield the units of a side paragraph by paragraph, in the order of that side.

    Places are the side's own, or the other's while most units have none here (translated, not yet published); a unit
    without one stands where the unit before it does.
    """
    units = [unit for unit in subject.bitext.units if unit.side in {Side.BOTH, side}]
    sides = (side, Side.SOURCE if side is Side.TARGET else Side.TARGET)
    guide = max(sides, key=lambda one: sum(place_of(unit, one) is not None for unit in units))
    has_places = any(place_of(unit, guide) is not None for unit in units)
    keyed: list[tuple[tuple[int, int, int], TranslationUnit]] = []
    key = (0, 0, 0)
    for number, unit in enumerate(units):
        place = place_of(unit, guide)
        if place is not None:
            key = (place.block, place.line, place.column)
        elif not has_places:
            key = (number, 0, 0)
        keyed.append((key, unit))
    keyed.sort(key=itemgetter(0))
    for _, group in groupby(keyed, key=lambda pair: pair[0][0]):
        yield [unit for _, unit in group]


def _iter_marks(unit: TranslationUnit, side: Side, block: int) -> Iterator[_Mark]:
    content = unit.source if side is Side.SOURCE else unit.target
    if content is None:
        return
    text = prose_of(content).translate(_WIDE)
    text = blank_spans(text, (match.span() for match in _INTERVAL.finditer(text)))
    text = _without_inches(text)
    start = len(text) - len(text.lstrip())
    is_open = False
    for at, character in enumerate(text):
        pair = _OPENERS.get(character) or _CLOSERS.get(character)
        if pair is None:
            continue
        opens, before = character in _OPENERS, text[max(0, at - _CONTEXT_CHARS) : at]
        if pair == _STRAIGHT:
            opens = is_open = _opens(text, at, is_open=is_open)
        may_be_single = pair == "()" and bool(_FACE.search(before) or (not opens and _LIST_MARK.search(before)))
        may_be_single = may_be_single or (pair == _STRAIGHT and _INCHES.match(text, at) is not None)
        yield _Mark(pair, opens, unit, at, block, at == start, may_be_single)


def _without_inches(text: str) -> str:
    """Return a text with the marks after figures blanked out if the others come in pairs, or if the mark is all there is."""
    marks = text.count(_STRAIGHT[0])
    inches = [found.span() for found in _INCHES.finditer(text)]
    is_ditto = text.strip() == _STRAIGHT[0]
    if is_ditto or (marks % 2 and (marks - len(inches)) % 2 == 0):
        return text.replace(_STRAIGHT[0], " ") if is_ditto else blank_spans(text, inches)
    return text


def _opens(text: str, at: int, *, is_open: bool) -> bool:
    """Whether a straight mark opens a quotation: what stands at it tells, else whether one is open."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    starts = not before.strip() or before in _BEFORE_OPENER
    ends = not after.strip() or after in _AFTER_CLOSER
    return starts if starts != ends else not is_open


def _unpaired_in_block(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the marks without a partner, each kind counted by itself: who nests them crosswise is no concern here."""
    open_marks: dict[str, list[_Mark]] = {pair: [] for pair in _PAIRS}
    closing: list[_Mark] = []
    for mark in marks:
        if mark.opens:
            open_marks[mark.pair].append(mark)
        elif open_marks[mark.pair]:
            open_marks[mark.pair].pop()
        else:
            closing.append(mark)
    left = [mark for group in open_marks.values() for mark in group]
    return [mark for mark in closing + left if not mark.may_be_single]


def _last_open(single: list[_Mark], closer: _Mark) -> _Mark | None:
    for mark in reversed(single):
        if mark.opens and mark.pair == closer.pair and closer.block - mark.block <= _REACH_BLOCKS:
            return mark
    return None


def _is_reopened(mark: _Mark, leading: dict[int, set[str]]) -> bool:
    """Whether the next paragraph opens the quotation again, as English does until its last paragraph."""
    return mark.opens and mark.pair in _QUOTES and mark.pair in leading.get(mark.block + 1, set())


RULES = (
    Rule(
        id="paren.pair",
        severity=Severity.WARNING,
        summary='Brackets and quotation marks come in pairs: () [] {} 「」 『』 【】 “” "" and the full-width ones.',
        why="A lost mark turns half a paragraph into a quotation. List marks such as 1), inches and quotations that run over"
        " several paragraphs are taken as they are meant.",
        good=Example(ja="港(東側)は静かだ。", en="The harbour (its east side) is quiet."),
        bad=Example(ja="港(東側)は静かだ。", en="The harbour (its east side is quiet."),
        find=_find_unpaired,
    ),
)
