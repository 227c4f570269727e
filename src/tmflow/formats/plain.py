"""Reading a plain-text article: title block, body by its layout, and what stands below the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tmflow.formats.blocks import SHAPE_KINDS, Draft, finish_blocks, finish_insets, gather_metadata, refine
from tmflow.formats.boilerplate import is_boilerplate, is_end_marker, is_related_head, is_ruler, is_strong_end_marker
from tmflow.formats.titleblock import TextLine, iter_line_groups, read_head
from tmflow.formats.titlelines import classify_line, is_note, is_photo_caption
from tmflow.model.document import ArticleFormat, Block, BlockKind, Inset, Metadata
from tmflow.model.language import Language
from tmflow.text.layout import LayoutBlock, Shape, iter_layout
from tmflow.text.lines import line_start
from tmflow.text.newline import Newline
from tmflow.text.note_calls import NOTE_CALLS
from tmflow.text.scripts import display_width

__all__ = ["read_plain"]

_HEADING_COLUMNS = 84
"""A bare heading is one line; those of the sample articles are at most 74 columns wide."""
_QUOTE_INDENT = 4
"""Columns: twice the indent with which a Japanese paragraph begins."""
_NO_HEADING = re.compile(
    rf"[、,:：;；]$|[。．.!?！？…][」』）)”’\"]?{NOTE_CALLS}$|https?://|^(?:（.*）|\(.*\)|「.*」|『.*』|“.*”|\[.*\]|【.*】)$"
)
_FINAL = re.compile(rf"[。．.!?！？][」』）)”’\"]*{NOTE_CALLS}$")
_NEWLINES = "\n\r\x85\u2029"
_BREAK = r"(?:\r\n|[\n\r\x85\u2029])"


def read_plain(
    text: str, language: Language, patterns: Sequence[re.Pattern[str]], *, newline: Newline = Newline.AUTO
) -> tuple[tuple[Block, ...], Metadata, tuple[Inset, ...]]:
    """Return the blocks of a plain text, its metadata and its end marks. Linear in the text; any text is accepted."""
    head = read_head(text, language)
    groups = [group for group in iter_line_groups(text) if group[-1].start >= head.body_start]
    body_end, foot = _read_foot(groups, head.body_start, len(text))
    body = list(_iter_body(text, head.body_start, body_end, newline))
    if body and head.drafts and body[0].kind is BlockKind.HEADING and not body[0].mark:
        gap = text[head.drafts[-1].end : body[0].start]
        if len(re.findall(_BREAK, gap)) < 2:  # noqa: PLR2004 - right under the title, no blank line: no section begins here
            body[0] = replace(body[0], kind=BlockKind.PARAGRAPH)
    blocks = list(finish_blocks(text, [*head.drafts, *body, *foot], ArticleFormat.PLAIN, language))
    refined = refine(blocks, patterns)
    return refined, gather_metadata(refined, language), finish_insets(text, (), refined, ArticleFormat.PLAIN)


def _read_foot(groups: list[list[TextLine]], body_start: int, length: int) -> tuple[int, list[Draft]]:
    """Return where the body ends, and what stands below: an end marker, links of the site, notes and credits after it."""
    lines = [line for group in groups for line in group if line.start >= body_start]
    alone = {group[0].start for group in groups if len(group) == 1}
    total = sum(len(line.text) for line in lines)
    marker, above = None, 0
    for index, line in enumerate(lines):
        below = total - above - len(line.text)
        is_low = below <= 2 * above if is_strong_end_marker(line.text) else 2 * below <= above
        if is_low and index and line.start in alone and is_end_marker(line.text):
            marker = index
            break
        above += len(line.text)
    if marker is not None:
        drafts = [Draft(kind=BlockKind.MARKER, start=lines[marker].start, end=lines[marker].end)]
        drafts += [_below(line) for line in lines[marker + 1 :]]
        return lines[marker].start, drafts
    first = _first_of_foot(lines)
    if first == len(lines) or first == 0:
        return length, []
    return lines[first].start, [_below(line) for line in lines[first:]]


def _first_of_foot(lines: list[TextLine]) -> int:
    first = len(lines)
    while first > 0 and is_boilerplate(lines[first - 1].text):
        first -= 1
    for index in range(first - 1, max(-1, first - 20), -1):
        if _FINAL.search(lines[index].text):
            break
        if is_related_head(lines[index].text):
            first = index
    while first > 0 and is_boilerplate(lines[first - 1].text):
        first -= 1
    return first


def _below(line: TextLine) -> Draft:
    """Return the draft of a line below the body: a note, a credit or a long sentence is kept, the rest is the site's."""
    known = classify_line(line.text)
    kind = BlockKind.BOILERPLATE
    if is_note(line.text):
        kind = BlockKind.NOTE
    elif known is not None and known.kind in {BlockKind.CREDIT, BlockKind.SOURCE, BlockKind.BYLINE}:
        kind = known.kind
    elif _FINAL.search(line.text) and display_width(line.text) > _HEADING_COLUMNS and not is_boilerplate(line.text):
        kind = BlockKind.PARAGRAPH
    return Draft(kind=kind, start=line.start, end=line.end)


def _iter_body(text: str, start: int, end: int, newline: Newline) -> Iterator[Draft]:
    body = text[start:end]
    layout = list(iter_layout(body, newline=newline))
    indented = _indents_are_quotes(body, layout)
    for index, block in enumerate(layout):
        kind = _kind(body, layout, index, indented=indented)
        mark, block_start = block.mark, block.start
        if kind is BlockKind.MARKER:
            block_start, mark = _line_start(body, block.start), ""
        yield Draft(kind=kind, start=start + block_start, end=start + block.end, level=block.level, mark=mark)


def _kind(body: str, layout: Sequence[LayoutBlock], index: int, *, indented: bool) -> BlockKind:
    block = layout[index]
    own = body[block.start : block.end]
    if is_ruler(body[_line_start(body, block.start) : block.end]):
        return BlockKind.MARKER
    if block.shape is not Shape.PARAGRAPH:
        return SHAPE_KINDS[block.shape]
    if indented and _indent(body, block) >= _QUOTE_INDENT:
        return BlockKind.QUOTATION
    is_last = index + 1 == len(layout)
    if is_last or _NO_HEADING.search(own) or display_width(own) > _HEADING_COLUMNS or _is_broken(own):
        return BlockKind.PARAGRAPH
    if is_photo_caption(own) or is_note(own) or not _stands_alone(body, layout, index):
        return BlockKind.PARAGRAPH
    return BlockKind.HEADING


def _is_broken(own: str) -> bool:
    return re.search(_BREAK, own) is not None


def _stands_alone(body: str, layout: Sequence[LayoutBlock], index: int) -> bool:
    """Whether blank lines stand around a block, and what follows is a block that may be under a heading."""
    block, following = layout[index], layout[index + 1]
    gap_after = body[block.end : following.start]
    before = body[layout[index - 1].end : block.start] if index else "\n\n"
    return len(re.findall(_BREAK, before)) > 1 and len(re.findall(_BREAK, gap_after)) > 1


def _indents_are_quotes(body: str, layout: Sequence[LayoutBlock]) -> bool:
    """Whether few paragraphs are deeply indented, so that those which are stand out."""
    paragraphs = [block for block in layout if block.shape is Shape.PARAGRAPH]
    deep = sum(_indent(body, block) >= _QUOTE_INDENT for block in paragraphs)
    return 0 < deep * 3 < len(paragraphs)


def _line_start(body: str, position: int) -> int:
    """Return where the line of `position` begins, its indent skipped."""
    start = line_start(body, position, newlines=_NEWLINES)
    while start < position and body[start].isspace():
        start += 1
    return start


def _indent(body: str, block: LayoutBlock) -> int:
    return display_width(body[line_start(body, block.start, newlines=_NEWLINES) : _line_start(body, block.start)])
