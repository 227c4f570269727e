"""The layout of plain text: which lines form a block, and what mark (bullet, number, heading sign) stands before it.

A newline is either a wrap (white space inside a block) or a boundary. Which of the two is decided for each group of
lines between blank lines, from widths, marks, indents and the words at the break; no setting is needed, one may be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tmflow.text.linebreak import Line, LineGroup

__all__ = ["LayoutBlock", "Newline", "Shape", "iter_layout"]


class Shape(StrEnum):
    """What a block looks like. A heading is only seen where a mark says so; a bare short line is a paragraph."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTATION = "quotation"


class Newline(StrEnum):
    """What a single newline means: decided per group of lines, always a boundary, or never one (marks still are)."""

    AUTO = "auto"
    LINE = "line"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class LayoutBlock:
    """A block of plain text.

    start, end: half-open range of its own text, without mark, indent, surrounding blanks and the final newline; the
    newlines of a wrapped paragraph are inside.
    mark: the exact text of the mark before it ("■", "1)", "##"), "" if none.
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


_BLANKS = " \t\u3000\u00a0\u2000-\u200b\u202f\u205f\ufeff\u2028\x0b\x0c\x1c-\x1f"
"""White space inside a line. U+2028 and the vertical tab are soft breaks of word processors: blanks, never boundaries."""

_LINE = re.compile(r"([^\n\r\x85\u2029]*)(\r\n|[\n\r\x85\u2029]|\Z)")
_BODY = re.compile(rf"[{_BLANKS}]*+(?P<body>[^\n\r\x85\u2029]*[^\n\r\x85\u2029{_BLANKS}])")

_EMOJI_UNIT = (
    r"(?:[\U0001f1e6-\U0001f1ff]{2}"
    r"|[0-9#*]\ufe0f?\u20e3"
    r"|[\u231a\u231b\u23e9-\u23f3\u25fb-\u25fe\u2600-\u26ff\u2702-\u2712\u2716-\u2756\u2795-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    r"\U0001f000-\U0001f0ff\U0001f170-\U0001f1e5\U0001f200-\U0001faff](?:\ufe0f|[\U0001f3fb-\U0001f3ff])*)"
)
_EMOJI = rf"{_EMOJI_UNIT}(?:\u200d{_EMOJI_UNIT})*"

_MARK = re.compile(
    rf"(?P<hash>\#{{1,6}}(?=[{_BLANKS}]))"
    r"|(?P<quote>(?:>\s?)*>(?!>))"
    r"|(?P<sign>[■□◆◇▼▽▲△❖★☆🟥🟦🟩🟧🟨🟪🟫⬛⬜](?![■□◆◇▼▽▲△★☆]))"
    r"|(?P<bullet>[•●○◎◯‣⁃∙▪▫◦►▶▸➤➢⇒➡→※✓✔☑✅✗✘❌]\ufe0f?(?![●○◎◯※→])"
    rf"|[·*+＊](?=[{_BLANKS}]))"
    r"|(?P<dot>[・･](?![・･]))"
    rf"|(?P<dash>[-–—－](?=[{_BLANKS}]))"
    r"|(?P<circled>[\u2460-\u2473\u24eb-\u24ff\u3251-\u325f\u32b1-\u32bf\u2776-\u2793])"
    r"|(?P<number>[(（][0-9０-９]{1,3}[)）]"
    r"|[0-9０-９]{1,3}(?:[-.－．][0-9０-９]{1,3})*[)）]"
    rf"|[0-9０-９]{{1,3}}(?:[-－][0-9０-９]{{1,3}})*[.．](?![0-9０-９.．a-z])"
    rf"|[0-9]{{1,3}}(?:\.[0-9]{{1,3}})+(?=[{_BLANKS}]+[^0-9\s%a-z])"
    rf"|[(（]?(?:[a-h]|i{{1,3}}|i?vi{{0,3}}|i?x)[)）](?=[{_BLANKS}]))"
    rf"|(?P<emoji>{_EMOJI})(?!\s*$)"
)
_MARK_FIRST = re.compile(
    r"[-–—·*+＊－#>(（0-9０-９a-hivx•●○◎◯‣⁃∙▪▫◦►▶▸➤➢⇒➡→※✓✔☑✗✘■□◆◇▼▽▲△❖★☆・･\u231a-\u23f3\u2460-\u24ff\u25fb-\u25fe\u2600-\u27bf\u2b05-\u2b55"
    r"\u3251-\u325f\u32b1-\u32bf\U0001f000-\U0001faff]"
)
_OWN_LINE = re.compile(r"【|[QＱAＡ][0-9０-９]{0,3}[:：．]|[問答][:：]|[-=*_~＊─━―—＝#・●○◇◆★☆♦▪ \u3000]{3,}$")

_HEADING_COLUMNS = 90
"""A marked line longer than this, in code points, is an item of a list even behind a heading sign (own sample articles)."""

_WEAK_MARKS = frozenset({"number", "dash", "dot"})
"""Marks that a wrapped sentence may also put at the start of a line: a figure that ends it, a dash, a middle dot."""

_LIST_INDENT = 2
_PART = re.compile(r"(?<=\d)[-.－．](?=\d)")
_INLINE_SIBLING = re.compile(r"\s2[.)]\s")
_FINAL = re.compile(r"[。．.！!][」』）)】”’\"'\]]*$")


@dataclass(slots=True)
class _Opening:
    """What the start of a line says: the mark and its kind, where the text proper begins, whether it must begin a block."""

    mark: str
    kind: str
    text_start: int
    is_own_line: bool


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
        body = _BODY.match(text, match.start())
        if body is not None:
            group.append(Line(text, match.start(), body.start("body"), body.end("body")))
        elif group:
            yield from _iter_group(text, group, newline, rule)
            rule = "layout.blank-line"
            group = []
    if group:
        yield from _iter_group(text, group, newline, rule)


def _iter_group(text: str, lines: list[Line], newline: Newline, rule: str) -> Iterator[LayoutBlock]:
    openings = [_opening(text, line) for line in lines]
    group = LineGroup(lines, [opening.is_own_line for opening in openings])
    if newline is Newline.AUTO:
        for index in range(1, len(lines)):
            if openings[index].kind in _WEAK_MARKS and not openings[index - 1].is_own_line and group.is_torn(index):
                openings[index] = _Opening("", "", lines[index].start, is_own_line=False)
    first = 0
    for index in range(1, len(lines) + 1):
        boundary = "layout.end"
        if index < len(lines):
            boundary = _boundary(group, openings, index, newline)
            if not boundary:
                continue
        has_sibling = _has_sibling(openings, first, index)
        yield _block(openings[first], lines[first], lines[index - 1].end, rule, has_sibling=has_sibling)
        first, rule = index, boundary


def _boundary(group: LineGroup, openings: list[_Opening], index: int, newline: Newline) -> str:
    """Return the rule by which a block begins at line `index` of the group, "" if the line goes on."""
    before, after = openings[index - 1], openings[index]
    if after.mark and not (after.kind == "emoji" and newline is Newline.PARAGRAPH):
        return "layout.mark"
    if newline is Newline.LINE:
        return "layout.line"
    if newline is Newline.PARAGRAPH:
        return "layout.own-line" if after.is_own_line else ""
    if after.is_own_line or (before.is_own_line and not before.mark and group.is_short(index - 1)):
        return "layout.own-line"
    if before.kind in {"sign", "hash", "quote"}:
        return "layout.line"
    return group.boundary(index, hangs=bool(before.mark), may_head=before.kind == "number")


def _opening(text: str, line: Line) -> _Opening:
    start, end = line.start, line.end
    if _MARK_FIRST.match(text, start):
        match = _MARK.match(text, start, end)
        if match is not None:
            text_start = match.end()
            while text_start < end and (text[text_start].isspace() or text[text_start] in "\u200b\ufeff"):
                text_start += 1
            if text_start < end:
                kind = match.lastgroup or ""
                return _Opening(match.group().rstrip(), kind, text_start, is_own_line=True)
    return _Opening("", "", start, is_own_line=_OWN_LINE.match(text, start, end) is not None)


def _has_sibling(openings: list[_Opening], first: int, index: int) -> bool:
    """Whether the block before or after is marked in the same way: an item of a list, not a heading."""
    own = openings[first]
    near = ([openings[index]] if index < len(openings) else []) + ([openings[first - 1]] if first else [])
    return any(other.kind == own.kind and _depth(other) == _depth(own) for other in near)


def _depth(opening: _Opening) -> int:
    """Return the parts of a numbered mark: 1 for "4.", 2 for "4-2."."""
    return 1 + len(_PART.findall(opening.mark))


def _block(opening: _Opening, line: Line, end: int, rule: str, *, has_sibling: bool) -> LayoutBlock:
    if not opening.mark:
        return LayoutBlock(opening.text_start, end, Shape.PARAGRAPH, rule=rule)
    shape = _shape(opening, line, end, has_sibling=has_sibling)
    level = 1 + line.indent // _LIST_INDENT
    if opening.kind == "quote":
        level = opening.mark.count(">")
    elif shape is Shape.HEADING:
        level = len(opening.mark) if opening.kind == "hash" else _depth(opening)
    return LayoutBlock(opening.text_start, end, shape, opening.mark, level, rule)


def _shape(opening: _Opening, line: Line, end: int, *, has_sibling: bool) -> Shape:
    if opening.kind == "hash":
        return Shape.HEADING
    if opening.kind == "quote":
        return Shape.QUOTATION
    is_short = end - opening.text_start <= _HEADING_COLUMNS and end == line.end
    is_final = _FINAL.search(line.text, max(opening.text_start, end - 8), end) is not None
    may_head = opening.kind in {"sign", "number", "emoji"} and is_short and not is_final and not line.indent
    if opening.kind == "number" and _INLINE_SIBLING.search(line.text, opening.text_start, end):
        return Shape.LIST_ITEM
    if not may_head or (has_sibling and opening.kind != "sign"):
        return Shape.LIST_ITEM
    return Shape.HEADING
