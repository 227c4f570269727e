"""Rules on markup: bold, program code, footnotes and tags inside of sentences, and the marks before headings and items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tmflow.check.finding import Severity
from tmflow.check.masking import prose_of
from tmflow.check.neighbors import around
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.bitext import Place, Side, TranslationUnit
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import ArticleFormat, Document, Span
from tmflow.text.scripts import has_japanese
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_REACH = 2
"""A code may move to a neighboring sentence: translations reorder what stands beside it."""
_TAG = re.compile(r"<\s*([A-Za-z][A-Za-z0-9-]*)")
_FREE_TAGS = frozenset(
    {
        "span",
        "font",
        "a",
        "wbr",
        "nobr",
        "small",
        "div",
        "i",
        "em",
        "q",
        "cite",
        "dfn",
        "abbr",
        "time",
        "bdi",
        "g",
        "x",
        "ph",
        "pc",
    }
)
"""What a language may need and the other not: italics, quotation marks, a break, a reading; and a CAT tool's own codes."""
_NAMES = {CodeKind.STRONG: "bold", CodeKind.FOOTNOTE: "footnote"}
_LITERAL_BOLD = re.compile(r"(?<![*\\])\*\*(?=[^\s*])(?:[^*\n]+?)\*\*(?!\*)")
_MARKED_CODE = re.compile(r"(?P<role>:)?(?P<marks>`{1,2})(?P<code>[^`\n]+)(?P=marks)(?!_)")
_LEADING_MARK = re.compile(r"\s*(?P<symbol>[■◆▶➤•‣])\s*(?=[^\s■◆▶•◇●○])")
"""What only ever marks a heading or an item; ○ and ◇ are also blanks, results and rulers."""
_ANY_MARK = re.compile(r"\s*(?:[^\w\s\"'“‘(\[「『（【$€£¥#@&<]|[*#-]\s)")
_PAIRED = ("**", "~~")
_FIGURE = re.compile(r"[0-9]+")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEAST_SAME = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """Units that share blocks, and what the articles have for them, which may be marked up otherwise than the bitext."""

    units: tuple[TranslationUnit, ...]
    source: Content
    target: Content

    def content(self, side: Side) -> Content:
        """Return its content on a side."""
        return self.source if side is Side.SOURCE else self.target

    def holding(self, text: str) -> TranslationUnit:
        """Return the unit that has a text in its source, the first if none has."""
        return next((unit for unit in self.units if text in unit.source.text), self.units[0])


def _find_codes(subject: Subject) -> Iterator[Fault]:
    rows = list(_iter_rows(subject))
    sides = {side: [_named_codes(row.content(side)) for row in rows] for side in (Side.SOURCE, Side.TARGET)}
    for index, row in enumerate(rows):
        source, target = (_total(around(sides[side], index, reach=_REACH)) for side in (Side.SOURCE, Side.TARGET))
        mine, theirs = sides[Side.SOURCE][index], sides[Side.TARGET][index]
        for name in mine:
            if not theirs[name] and source[name] > target[name] and not _LITERAL_BOLD.search(row.target.text):
                unit = row.holding(_first_of(row.source, name))
                yield Fault(message=f"the {name} of the source is not in the translation", unit=unit, expected=name)
        for name in theirs:
            if not mine[name] and target[name] > source[name]:
                yield Fault(
                    message=f"the {name} of the translation is not in the source", unit=row.units[0], found=name
                )
        yield from _lost_program_code(row, around(rows, index, reach=_REACH))


def _iter_rows(subject: Subject) -> Iterator[_Row]:
    """Yield the translations with what stands in the articles, where both were read, else with what the bitext has."""
    source, target = subject.source_document, subject.target_document
    units = [unit for unit, _ in subject.iter_translations() if not unit.is_stale]
    if source is None or target is None or subject.is_swapped:
        yield from (_Row((unit,), unit.source, unit.target) for unit in units if unit.target is not None)
        return
    row: list[TranslationUnit] = []
    blocks: tuple[set[int], set[int]] = (set(), set())
    for placed in subject.placed:
        here, there = (place.block for place in placed.places)
        if row and here not in blocks[0] and there not in blocks[1]:
            yield _Row(tuple(row), _joined(source, blocks[0]), _joined(target, blocks[1]))
            row, blocks = [], (set(), set())
        row.append(placed.unit)
        blocks[0].add(here)
        blocks[1].add(there)
    if row:
        yield _Row(tuple(row), _joined(source, blocks[0]), _joined(target, blocks[1]))


def _joined(document: Document, numbers: set[int]) -> Content:
    blocks = [document.blocks[number].content for number in sorted(numbers) if 0 <= number < len(document.blocks)]
    return Content.join(tuple(blocks), " ")


def _total(counters: Sequence[Counter[str]]) -> Counter[str]:
    return sum(counters, Counter())


def _named_codes(content: Content) -> Counter[str]:
    """Count what a reader sees of the codes: bold, footnotes, tags such as <sub>; a code counts once, its end not."""
    return Counter(name for code in content.codes if code.role is not CodeRole.CLOSE and (name := _name_of(code)))


def _name_of(code: InlineCode) -> str:
    """Return what a code is called in a finding, "" for one that a translation need not have."""
    tag = _TAG.match(code.native)
    if code.kind is CodeKind.OTHER and tag and tag[1].lower() not in _FREE_TAGS:
        return f"<{tag[1].lower()}>"
    return _NAMES.get(code.kind, "")


def _first_of(content: Content, name: str) -> str:
    """Return the text that follows the first code of a name, as far as the next code."""
    parts = content.parts
    for part, after in pairwise(parts):
        if isinstance(part, InlineCode) and _name_of(part) == name and isinstance(after, str):
            return after
    return ""


def _lost_program_code(row: _Row, near: Sequence[_Row]) -> Iterator[Fault]:
    """Yield the inline code that stands nowhere near in the translation, or stands there as mere text."""
    coded = {text for one in near for text in _program_codes(one.target)}
    texts = " ".join(one.target.text for one in near)
    for text in dict.fromkeys(_program_codes(row.source)):
        is_there = text in texts
        if text in coded or has_japanese(text) or (is_there and any(text in other for other in coded)):
            continue
        unit = row.holding(text)
        quoted = excerpt(text)
        yield Fault(
            message=f"{quoted} is no code in the translation" if is_there else f"the code {quoted} is lost",
            unit=unit,
            source_span=_span_of(unit.source, text),
            target_span=_span_of(unit.target, text),
            expected=text,
            found=text if is_there else None,
        )


def _program_codes(content: Content) -> list[str]:
    """Return what is set as code, or stands between the marks of code in a plain text."""
    coded = [code.text.strip() for code in content.codes if code.kind is CodeKind.CODE and code.text.strip()]
    marked = (found["code"].strip() for found in _MARKED_CODE.finditer(content.text) if not found["role"])
    return coded + list(filter(None, marked))


def _span_of(content: Content | None, text: str) -> Span | None:
    at = content.text.find(text) if content is not None else -1
    return Span(at, at + len(text)) if at >= 0 else None


def _find_literal(subject: Subject) -> Iterator[Fault]:
    """Yield bold that a page will show as asterisks, where the other article has none there."""
    for side, other in ((Side.SOURCE, Side.TARGET), (Side.TARGET, Side.SOURCE)):
        document, index, path = subject.document(side), subject.index(side), subject.path(side)
        if document is None or index is None or path is None or document.format is not ArticleFormat.MARKDOWN:
            continue
        across = {found.group() for _, content in subject.iter_contents(other) for found in _iter_literal(content)}
        for block in document.blocks:
            for found in _iter_literal(block.content):
                if found.group() in across:
                    continue
                start, end = (block.span.start + block.content.native_offset(at) for at in found.span())
                place = index.location(path, start, end)
                yield Fault(
                    message=f"{excerpt(found.group())} is shown with its asterisks",
                    anchor=side,
                    source=place if side is Side.SOURCE else None,
                    target=place if side is Side.TARGET else None,
                    found=found.group(),
                )


def _iter_literal(content: Content) -> Iterator[re.Match[str]]:
    yield from _LITERAL_BOLD.finditer(prose_of(content))


def _find_marks(subject: Subject) -> Iterator[Fault]:
    """Yield the marks that are lost or other than those of their kind in the article: a house may write ■ as it likes."""
    rows = [
        (unit, *marks) for unit, places in _iter_openings(subject) if (marks := _marks_of(unit, places)) is not None
    ]
    usual: dict[str, Counter[str]] = {}
    for _, mine, theirs in rows:
        usual.setdefault(_symbol(mine), Counter())[_symbol(theirs)] += 1
    for unit, mine, theirs in rows:
        numbers = _number(mine), _number(theirs)
        if all(numbers) and numbers[0] != numbers[1] and not _is_counted_by_reader(subject):
            yield Fault(message=f"{mine} has become {theirs}", unit=unit, expected=mine, found=theirs)
        elif _is_unusual(_symbol(mine), _symbol(theirs), usual):
            done = f"{mine} has become {theirs}" if theirs else f"{mine} is not in the translation"
            yield Fault(message=done, unit=unit, expected=mine, found=theirs or None)


def _iter_openings(subject: Subject) -> Iterator[tuple[TranslationUnit, tuple[Place, ...]]]:
    """Yield the translations that open a block on both sides with their places; one without places is a block of its own."""
    yield from ((pair.unit, pair.places) for pair in subject.iter_block_pairs())
    known = {placed.unit.id for placed in subject.placed}
    yield from ((unit, ()) for unit, _ in subject.iter_translations() if unit.id not in known)


def _marks_of(unit: TranslationUnit, places: Sequence[Place]) -> tuple[str, str] | None:
    """Return the marks of a block on both sides, as the articles have them or as they stand in the texts; None without any."""
    if places and any(place.mark for place in places):
        source, target = places
        return (source.mark, target.mark) if source.mark and source.kind is target.kind else None
    found = _LEADING_MARK.match(unit.source.text)
    if found is None or unit.target is None:
        return None
    there = _ANY_MARK.match(unit.target.text)
    return found["symbol"], there.group().strip() if there else ""


def _symbol(mark: str) -> str:
    """Return what marks are compared by: all numbers are one, and so are all of a page's bullets."""
    if _number(mark):
        return "1"
    return "-" if mark in set("-*+•・‣·●○") else mark


def _number(mark: str) -> int:
    if mark and mark[0] in _CIRCLED:
        return _CIRCLED.index(mark[0]) + 1
    found = _FIGURE.search(mark)
    return int(found.group()) if found else 0


def _is_unusual(mine: str, theirs: str, usual: Mapping[str, Counter[str]]) -> bool:
    """Whether a mark is translated otherwise than its like: where all are, it is the house's way; alone, it is kept."""
    if mine == theirs or mine.startswith("#"):
        return False
    counts = usual[mine]
    if counts.total() == 1:
        return not theirs
    others = counts.total() - counts[theirs]
    return others >= _LEAST_SAME and others > counts[theirs]


def _is_counted_by_reader(subject: Subject) -> bool:
    """Whether a page numbers its lists by itself, as Markdown and HTML do."""
    documents = [subject.document(side) for side in (Side.SOURCE, Side.TARGET)]
    return any(document is not None and document.format is not ArticleFormat.PLAIN for document in documents)


def _find_unclosed(subject: Subject) -> Iterator[Fault]:
    """Yield the texts in which a mark of Markdown is opened and not closed, and the other side has it otherwise."""
    for unit, source, target in subject.iter_both():
        for mark in _PAIRED:
            counts = tuple(len(_mark_alone(mark).findall(text)) for text in (source, target))
            if counts[0] == counts[1] or not (counts[0] % 2 or counts[1] % 2):
                continue
            side = Side.TARGET if counts[1] % 2 else Side.SOURCE
            yield Fault(message=f"{mark} is opened and not closed", unit=unit, anchor=side, found=mark)


def _mark_alone(mark: str) -> re.Pattern[str]:
    one = re.escape(mark[0])
    return re.compile(rf"(?<![{one}\\]){re.escape(mark)}(?!{one})")


def _find(subject: Subject) -> Iterator[Fault]:
    yield from _find_codes(subject)
    yield from _find_unclosed(subject)
    yield from _find_literal(subject)
    yield from _find_marks(subject)


RULES = (
    Rule(
        id="markup",
        severity=Severity.ERROR,
        summary="Bold, inline code, footnotes, tags and the marks before headings and items (■, •, ①) are kept.",
        why="A reader of the translation sees other things stressed, or the asterisks of a bold that went wrong. Italics and"
        " breaks are each language's own; a mark that an article always writes another way is its style.",
        good=Example(ja="■ 夜の港", en="■ The harbor at night"),
        bad=Example(ja="■ 夜の港", en="The harbor at night"),
        find=_find,
        scope=Scope.ARTICLE,
    ),
)
