"""Which sentences call which notes: the links between both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from tmflow.model.bitext import Bitext, Side
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.publish.annotate import note_key
from tmflow.publish.rows import Row, unit_name

__all__ = ["NoteLinks", "read_note_links", "without_back", "without_calls"]

_LINK_END = r"(?=[\"'\s>])"
_BACK = re.compile(r"(?:[↩↑⤴↵^]\ufe0e?[0-9]{0,2}\s*)+")
"""What notes of a page link back to their calls with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLinks:
    """The links of one language.

    calls: how a note is called -> the link to it. By the number of the first unit of a note's row: backs -> the link to
    what calls it, labels -> what its call says, where the note itself has no mark.
    """

    calls: Mapping[str, str] = field(default_factory=dict)
    backs: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)


def read_note_links(bitext: Bitext, rows: Sequence[Row], language: Language) -> NoteLinks:
    """Return the links of one language. A note that nothing calls, or a call without its note, has none."""
    calls: dict[str, str] = {}
    backs: dict[int, str] = {}
    labels: dict[int, str] = {}
    side = Side.SOURCE if language is bitext.pair.source else Side.TARGET
    texts = (pair for row in rows if row.kind is not BlockKind.NOTE for pair in _iter_texts(row, side))
    callers = [(number, content, content.native) for number, content in texts]
    for row in (row for row in rows if row.kind is BlockKind.NOTE):
        number, first = next(_iter_texts(row, side), (0, None))
        if first is None:
            continue
        key = _key(row, first, side)
        pattern = re.compile(re.escape(key) + (_LINK_END if key[:1] == "#" else "(?![0-9０-９])"))
        caller = next((one for one in callers if pattern.search(one[2])), None) if key else None
        if caller is not None and key not in calls:
            calls[key] = f"#{unit_name(number, len(bitext.units))}-{language.value}"
            backs[row.units[0].number] = f"#{unit_name(caller[0], len(bitext.units))}-{language.value}"
            labels[row.units[0].number] = _label(caller[1], pattern)
    return NoteLinks(calls=calls, backs=backs, labels=labels)


def _key(row: Row, first: Content, side: Side) -> str:
    """Return how a note is called: by a link to where it stands in HTML, else as `note_key` has it."""
    is_source = side is Side.SOURCE
    sides = (side, Side.TARGET if is_source else Side.SOURCE)
    for place in (place for one in row.units for own in sides if (place := one.place(own))):
        for step in place.inside:
            if step.name:
                return f"#{step.name}"
    own, other = (row.source_mark, row.target_mark) if is_source else (row.target_mark, row.source_mark)
    return note_key(own, first.text) or note_key(other, "")


def _label(content: Content, pattern: re.Pattern[str]) -> str:
    """Return what a link reads that calls a note, "" if the call is no link."""
    parts = iter(content.parts)
    if not any(
        isinstance(part, InlineCode) and part.kind is CodeKind.LINK and pattern.search(part.native) for part in parts
    ):
        return ""
    inside = takewhile(lambda part: isinstance(part, str) or part.kind is not CodeKind.LINK, parts)
    return "".join(part if isinstance(part, str) else part.text for part in inside).strip(" []()［］（）")


def without_back(content: Content, label: str) -> Content:
    """Return the text of a note of HTML without the links back to its call, at its start or end, and without its own number.

    label: what its call reads.
    """
    if not any(code.kind is CodeKind.LINK and "#" in code.native for code in content.codes):
        return content
    text = content.text
    number = re.match(rf"\s*[\[(（［]?{re.escape(label)}[\])）］.．:：]?\s*", text) if label else None
    back = _BACK.match(text, len(text) - len(text.lstrip()))
    start = max((found.end() for found in (number, back) if found), default=0)
    end = next((found.start() for found in _BACK.finditer(text, start) if found.end() == len(text)), len(text))
    end = len(text[:end].rstrip())
    return content.slice(start, end) if start < end else content


def without_calls(content: Content) -> Content:
    """Return a text without the raised links that call notes; what is raised and no link stays."""
    kept: list[str | InlineCode] = []
    raised: list[str | InlineCode] = []
    for part in content.parts:
        is_border = isinstance(part, InlineCode) and part.kind is CodeKind.FOOTNOTE
        if not raised and not (is_border and isinstance(part, InlineCode) and part.role is CodeRole.OPEN):
            kept.append(part)
            continue
        raised.append(part)
        if is_border and len(raised) > 1:
            is_call = any(isinstance(one, InlineCode) and one.kind is CodeKind.LINK for one in raised)
            kept += () if is_call else raised
            raised = []
    return Content.of(*kept, *raised)


def _iter_texts(row: Row, side: Side) -> Iterator[tuple[int, Content]]:
    """Yield what a row says on one side, with the numbers of its units."""
    for numbered in row.in_order(side):
        if content := numbered.text(side):
            yield numbered.number, content
