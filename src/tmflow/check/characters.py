"""Rules on single characters that have no business in an article: damaged, invisible, commanding."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from tmflow.check.character_forms import iter_forms
from tmflow.check.finding import Fix, Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject, place_of
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span

__all__ = ["RULES"]

_BAD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls but tab and the line ends
    "\u200b\u200c\u200e\u200f\u2060\ufeff"  # zero width, direction marks, a byte order mark inside
    "\u202a-\u202e\u2066-\u2069"  # direction overrides
    "\ufffd\ufffe\uffff\ud800-\udfff]"  # replacement, no characters, lone surrogates
    "|(?<![\u00a9\u00ae\u200d\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
    "|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"  # a joiner that joins no emoji
)
_NAMES = {
    "\ufffd": "replacement character: the text was damaged when it was decoded",
    "\ufeff": "byte order mark inside the text",
}
_UNREPAIRABLE = frozenset("\ufffd\ufffe\uffff")


def _find_bad(subject: Subject) -> Iterator[Fault]:
    for side in (Side.SOURCE, Side.TARGET):
        covered: set[int] = set()
        for unit, content in subject.iter_contents(side):
            if not _BAD.search(content.native):
                continue
            index = subject.index(side)
            span = index.span_of(content, place=place_of(unit, side)) if index else None
            covered.update(range(span.start, span.end) if span else ())
            yield from _faults_of_unit(unit, side)
        yield from _faults_of_document(subject, side, covered)
    yield from iter_forms(subject)


def _faults_of_unit(unit: TranslationUnit, side: Side) -> Iterator[Fault]:
    content = unit.source if side is Side.SOURCE else unit.target
    text = content.text if content is not None else ""
    counts = Counter(_BAD.findall(content.native if content is not None else ""))
    for character, count in counts.items():
        at = text.find(character)
        span = Span(at, at + 1) if at >= 0 else None
        yield Fault(
            message=_describe(character, count),
            unit=unit,
            anchor=side,
            source_span=span if side is Side.SOURCE else None,
            target_span=span if side is Side.TARGET else None,
            found=_code_point(character),
            fix=None if span is None else _fix(character, side, span),
        )


def _faults_of_document(subject: Subject, side: Side, covered: set[int]) -> Iterator[Fault]:
    """Yield what stands outside of the units, once a line and character."""
    index, document, path = subject.index(side), subject.document(side), subject.path(side)
    if index is None or document is None or path is None:
        return
    first: dict[tuple[str, int], int] = {}
    counts: Counter[tuple[str, int]] = Counter()
    for offset in (match.start() for match in _BAD.finditer(document.text)):
        if offset in covered:
            continue
        key = (document.text[offset], index.line_column(offset)[0])
        first.setdefault(key, offset)
        counts[key] += 1
    for (character, line), offset in first.items():
        place = index.location(path, offset, offset + 1)
        yield Fault(
            message=_describe(character, counts[character, line]),
            anchor=side,
            source=place if side is Side.SOURCE else None,
            target=place if side is Side.TARGET else None,
            found=_code_point(character),
            fix=_fix(character, side, Span(offset, offset + 1)),
        )


def _fix(character: str, side: Side, span: Span) -> Fix | None:
    """Take out what cannot be seen. What replaces a lost character, or parts words, is a person's to mend."""
    is_lost = character in _UNREPAIRABLE or "\x80" <= character <= "\x9f" or character.isspace()
    return None if is_lost else Fix(side=side, span=span, text="")


def _describe(character: str, count: int) -> str:
    name = _NAMES.get(character)
    if name is None:
        name = "control character" if unicodedata.category(character) == "Cc" else "invisible character"
        name = f"{name} ({known})" if (known := unicodedata.name(character, "").lower()) else name
    times = f" ({count} times)" if count > 1 else ""
    return f"{_code_point(character)} {name}{times}"


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


RULES = (
    Rule(
        id="char.bad",
        severity=Severity.ERROR,
        summary="No damaged, invisible or control characters, no か for が with a mark of its own, no variants, nothing that the article's"
        " encoding lacks.",
        why="They cannot be seen, spoil searching and matching, and some terminals and feeds refuse them.",
        good=Example(ja="港の朝", en="Morning at the harbour"),
        bad=Example(ja="港の\ufffd", en="Morning at\u200b the harbour"),
        find=_find_bad,
    ),
)
