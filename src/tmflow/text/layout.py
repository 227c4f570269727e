"""The layout of plain text: which lines form a block, and what mark (bullet, number, heading sign) stands before it.

A newline is either a wrap (white space inside a block) or a boundary. Which of the two is decided for each group of
lines between blank lines, from widths, marks, indents and the words at the break; no setting is needed, one may be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain, groupby
from typing import NamedTuple

from tmflow.text.linebreak import BLANKS, Line
from tmflow.text.linegroup import LineGroup
from tmflow.text.linemarks import NO_OPENING, Opening, chance_marks, number_depth, read_opening
from tmflow.text.newline import Newline
from tmflow.text.note_calls import NOTE_CALLS

__all__ = ["LayoutBlock", "Shape", "iter_layout"]


class Shape(StrEnum):
    """What a block looks like. A heading is only seen where a mark says so; a bare short line is a paragraph."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTATION = "quotation"
    NOTE = "note"


class LayoutBlock(NamedTuple):
    """A block of plain text.

    start, end: half-open range of its own text, without mark, indent, surrounding blanks and the final newline; the
    newlines of a wrapped paragraph are inside, in a wrapped quotation also the marks of its further lines.
    mark: the exact text of the mark before it ("■", "1)", "##"), "" if none; of a quotation with the empty lines (">") above.
    level: of a heading (number of "#", parts of "4-2.") or of list nesting (from the indent) or of quotation (number of
    ">"), 1 and up; 0 for a paragraph.
    rule: why it begins where it does ("layout.start", "layout.blank-line", "layout.mark", "layout.indent", ...).
    """

    start: int
    end: int
    shape: Shape
    mark: str = ""
    level: int = 0
    rule: str = "layout.start"


_LINE = re.compile(
    rf"[{BLANKS}]*+(?P<body>[^\n\r\x85\u2029]*[^\n\r\x85\u2029{BLANKS}])?+[{BLANKS}]*+(?:\r\n|[\n\r\x85\u2029]|\Z)"
)

_HEADING_COLUMNS = 90
"""A marked line longer than this, in code points, is an item of a list even behind a heading sign (own sample articles)."""

_LIST_INDENT = 2
_INLINE_SIBLING = re.compile(r"\s2[.)]\s")
_UNMEASURED = LineGroup([], [])
_TAIL_CHARS = 16
_FINAL = re.compile(rf"[。．.！!][」』）)】”’\"'\]]*{NOTE_CALLS}$")


def iter_layout(text: str, *, newline: Newline = Newline.AUTO) -> Iterator[LayoutBlock]:
    r"""Yield the blocks of a plain text in order; every line that is not blank lies in exactly one. Linear in the text.

    Any Unicode text is accepted. Newlines are LF, CR, CRLF, NEL and U+2029; U+2028 is white space inside a line.

    >>> text = "■ 潮の話\n港の潮は高い。\n・朝の潮\n・夕の潮"
    >>> [(block.mark, text[block.start : block.end]) for block in iter_layout(text)]
    [('■', '潮の話'), ('', '港の潮は高い。'), ('・', '朝の潮'), ('・', '夕の潮')]
    """
    group: list[Line] = []
    rule = "layout.start"
    for match in _LINE.finditer(text):
        start, end = match.span("body")
        if start >= 0:
            group.append(Line(text, match.start(), start, end))
        elif group:
            yield from _iter_group(group, newline, rule)
            rule = "layout.blank-line"
            group = []
    if group:
        yield from _iter_group(group, newline, rule)


def _iter_group(lines: list[Line], newline: Newline, rule: str) -> Iterator[LayoutBlock]:
    """Yield the blocks of neighbouring lines: each quotation of one depth is laid out by itself, and so is what is around."""
    openings = [read_opening(line) for line in lines]
    if len(lines) == 1 and openings[0] is NO_OPENING:  # most paragraphs are one line
        yield LayoutBlock(lines[0].start, lines[0].end, Shape.PARAGRAPH, rule=rule)
        return
    if "quote" not in [opening.kind for opening in openings]:
        yield from _iter_lines(lines, openings, newline, rule)
        return
    for depth, run in groupby(zip(lines, openings, strict=True), key=lambda pair: _quote_depth(pair[1])):
        part = list(run)
        if depth and part[0][0] is not lines[0]:
            rule = "layout.mark"
        if depth:
            yield from _iter_quotation(part, depth, newline, rule)
        else:
            yield from _iter_lines([line for line, _ in part], [opening for _, opening in part], newline, rule)
        rule = "layout.line"


def _iter_quotation(part: list[tuple[Line, Opening]], depth: int, newline: Newline, rule: str) -> Iterator[LayoutBlock]:
    """Yield the blocks of quoted lines; an empty one among them is their blank line and goes to the mark after it."""
    text = part[0][0].text
    empty: Line | None = None
    for has_text, run in groupby(part, key=lambda pair: pair[1].text_start < pair[0].end):
        quoted = list(run)
        if not has_text:
            empty = quoted[0][0]
            continue
        lines = [_without_mark(line, opening) for line, opening in quoted]
        inner = [NO_OPENING if opening.kind == "quote" else opening for opening in map(read_opening, lines)]
        outer = {}
        for (line, opening), line_inside, opening_inside in zip(quoted, lines, inner, strict=True):
            outer[line_inside.start] = outer[opening_inside.text_start] = (line.start, opening)
        for block in _iter_lines(lines, inner, newline, rule):
            mark_start, opening = outer[block.start]
            mark_end = mark_start + len(opening.mark)
            mark = text[mark_start if empty is None else empty.start : mark_end]
            yield block._replace(start=opening.text_start, shape=Shape.QUOTATION, mark=mark, level=depth)
            empty = None
        rule = "layout.blank-line"
    if empty is not None:
        yield LayoutBlock(empty.start, part[-1][0].end, Shape.PARAGRAPH, rule="layout.own-line")


def _without_mark(line: Line, opening: Opening) -> Line:
    """Return a quoted line as it stands without its mark and the one blank after it."""
    mark_end = line.start + len(opening.mark)
    return Line(line.text, min(mark_end + 1, opening.text_start), opening.text_start, line.end)


def _quote_depth(opening: Opening) -> int:
    return opening.mark.count(">") if opening.kind == "quote" else 0


def _iter_lines(lines: list[Line], openings: list[Opening], newline: Newline, rule: str) -> Iterator[LayoutBlock]:
    group = _measured(lines, openings, newline)
    first, previous = 0, NO_OPENING
    for index in range(1, len(lines) + 1):
        boundary = "layout.end"
        if index < len(lines):
            boundary = _boundary(group, lines, openings, (first, index), newline)
            if not boundary:
                continue
        opening = openings[first]
        if not opening.mark:
            yield LayoutBlock(lines[first].start, lines[index - 1].end, Shape.PARAGRAPH, rule=rule)
        else:
            following = openings[index] if index < len(lines) else NO_OPENING
            has_sibling = _are_siblings(opening, previous) or _are_siblings(opening, following)
            yield _marked_block(opening, lines[first], lines[index - 1].end, rule, has_sibling=has_sibling)
        first, previous, rule = index, opening, boundary


def _measured(lines: list[Line], openings: list[Opening], newline: Newline) -> LineGroup:
    """Measure a group of lines, and take back the marks that stand at the start of a wrapped line by chance."""
    if newline is not Newline.AUTO or len(lines) == 1:
        return _UNMEASURED
    chance = chance_marks(lines, openings)
    opens = [opening.is_own_line for opening in openings]
    if not chance:
        return LineGroup(lines, opens)
    tried = opens.copy()
    for index in chain.from_iterable(chance):
        tried[index] = False
    group = LineGroup(lines, tried)
    for indexes in chance:
        if all(not openings[index - 1].is_own_line and group.is_torn(index) for index in indexes):
            for index in indexes:
                openings[index], opens[index] = NO_OPENING, False
    return group if opens == tried else LineGroup(lines, opens)


def _boundary(
    group: LineGroup, lines: list[Line], openings: list[Opening], span: tuple[int, int], newline: Newline
) -> str:
    """Return the rule by which the block that began at the first line of the span ends before its last, "" if it goes on."""
    first, index = span
    before, after = openings[index - 1], openings[index]
    if after.mark and not (after.kind == "emoji" and newline is Newline.PARAGRAPH):
        return "layout.mark"
    if newline is Newline.LINE:
        return "layout.line"
    if newline is Newline.PARAGRAPH:
        return "layout.own-line" if after.is_own_line else ""
    if after.is_own_line or (before.is_own_line and not before.mark and group.is_short(index - 1)):
        return "layout.own-line"
    if before.kind in {"sign", "hash"}:
        return "layout.line"
    item = lines[first] if openings[first].mark else None
    return group.boundary(index, item=item, may_head=before.kind == "number")


def _are_siblings(one: Opening, other: Opening) -> bool:
    """Whether two marks are of one kind and depth: items of a list, not headings."""
    return one.kind == other.kind and number_depth(one.mark) == number_depth(other.mark)


def _marked_block(opening: Opening, line: Line, end: int, rule: str, *, has_sibling: bool) -> LayoutBlock:
    shape = _shape(opening, line, end, has_sibling=has_sibling)
    level = 1 + line.indent // _LIST_INDENT
    if shape is Shape.HEADING:
        level = len(opening.mark) if opening.kind == "hash" else number_depth(opening.mark)
    return LayoutBlock(opening.text_start, end, shape, opening.mark, level, rule)


def _shape(opening: Opening, line: Line, end: int, *, has_sibling: bool) -> Shape:
    if opening.kind in {"hash", "note"}:
        return Shape.HEADING if opening.kind == "hash" else Shape.NOTE
    is_short = end - opening.text_start <= _HEADING_COLUMNS and end == line.end
    is_final = _FINAL.search(line.text, max(opening.text_start, end - _TAIL_CHARS), end) is not None
    may_head = opening.kind in {"sign", "number", "emoji"} and is_short and not is_final and not line.indent
    if opening.kind == "number" and _INLINE_SIBLING.search(line.text, opening.text_start, end):
        return Shape.LIST_ITEM
    if not may_head or (has_sibling and opening.kind != "sign"):
        return Shape.LIST_ITEM
    return Shape.HEADING
