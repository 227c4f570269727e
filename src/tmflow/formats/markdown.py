"""Reading a Markdown article: markdown-it-py finds the blocks, this module where exactly each stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tmflow.formats.blocks import (
    DEEPEST,
    SHAPE_KINDS,
    Draft,
    finish_blocks,
    finish_insets,
    gather_metadata,
    refine,
)
from tmflow.formats.boilerplate import is_end_sign, is_ruler
from tmflow.formats.frontmatter import FrontMatter, metadata_of, read_front_matter
from tmflow.formats.html import iter_html_drafts
from tmflow.formats.insets import CodeText
from tmflow.formats.markdownnotes import enable_footnotes
from tmflow.formats.titlelines import classify_line
from tmflow.model.document import ArticleFormat, Block, BlockKind, Container, ContainerKind, Inset, Metadata
from tmflow.model.language import Language
from tmflow.text.layout import iter_layout
from tmflow.text.linemarks import NOTE_MARK
from tmflow.text.lines import line_start
from tmflow.text.newline import Newline

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_LINE = re.compile(r"[^\n\r]*(?:\r\n|[\n\r]|\Z)")
_MARKED_LINE = re.compile(rf"(?m)^[ \t\u3000]*(?:{NOTE_MARK}|[•・‣▪→✓✔☑✅■□◆◇▼①-⑳🟥🟦🟩🟧🟨🟪])")
_IMAGE_LINE = re.compile(r"(?:!\[[^\]\n\r]*\]\([^()\n\r]*\)[ \t]*(?:\r\n|[\n\r]|\Z)[ \t]*)+")
_EMPHASISED = re.compile(r"([*_])(?![*_\s])[^*_]+\1")
_REFERENCE = re.compile(r"\[[^\[\]]+\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*")
_HEAD_BLOCKS = 6
_CONTAINERS = {
    "blockquote": ContainerKind.QUOTATION,
    "footnote": ContainerKind.NOTE,
    "bullet_list": ContainerKind.BULLETS,
    "ordered_list": ContainerKind.NUMBERS,
    "table": ContainerKind.TABLE,
}
"""By the names of the tokens that open and close them."""


def read_markdown(
    text: str, language: Language, patterns: Sequence[re.Pattern[str]], path: Path
) -> tuple[tuple[Block, ...], Metadata, tuple[Inset, ...]]:
    """Return the blocks of a Markdown text, its metadata and its insets; values of the front matter come before those of the body.

    Raises FormatError for malformed front matter.
    """
    front = read_front_matter(text, path)
    drafts = [*_front_drafts(text, front), *_title_zone(text, list(_BodyReader(text, front).drafts()))]
    given = metadata_of(front)
    blocks = list(finish_blocks(text, drafts, ArticleFormat.MARKDOWN, language))
    refined = refine(blocks, patterns, author=given.byline or "")
    found = gather_metadata(refined, language)
    metadata = Metadata(**{name: getattr(given, name) or getattr(found, name) for name in _FIELDS})
    return refined, metadata, finish_insets(text, drafts, refined, ArticleFormat.MARKDOWN)


_FIELDS = tuple(Metadata.__dataclass_fields__)


def _front_drafts(text: str, front: FrontMatter) -> Iterator[Draft]:
    for name, kind in (("title", BlockKind.TITLE), ("deck", BlockKind.DECK)):
        scalar = front.first(name)
        if scalar and scalar.value.strip():
            before = text[scalar.inner_start - 1 : scalar.inner_start]
            quote = before if before in {"'", '"'} else ""
            yield Draft(kind=kind, start=scalar.inner_start, end=scalar.inner_end, quote=quote)


def _title_zone(text: str, drafts: list[Draft]) -> Iterator[Draft]:
    """Yield the drafts, those right after the title that are a deck, a byline, a date … as such."""
    in_zone, after_title = True, False
    index = -1
    for draft in drafts:
        kind = draft.kind
        if draft.code or kind is BlockKind.IMAGE:
            yield draft
            continue
        index += 1
        native = text[draft.start : draft.end]
        if index >= _HEAD_BLOCKS or kind not in {BlockKind.PARAGRAPH, BlockKind.TITLE}:
            in_zone = False
        if in_zone and kind is BlockKind.PARAGRAPH:
            line = classify_line(native.strip("*_ ")) if "\n" not in native else None
            if line is not None and line.kind is not BlockKind.KICKER:
                kind = line.kind
            elif after_title and _EMPHASISED.fullmatch(native):
                kind = BlockKind.DECK
            elif native.strip() and not is_ruler(native):
                in_zone = False
        after_title = kind is BlockKind.TITLE
        yield replace(draft, kind=kind)


class _BodyReader:
    """Walks the tokens of markdown-it and knows the containers around each piece of text."""

    def __init__(self, text: str, front: FrontMatter) -> None:
        self._text = text
        self._lines = [(match.start(), match.end()) for match in _LINE.finditer(text, front.end) if match[0]]
        self._body_start = front.end
        self._has_title = front.first("title") is not None
        self._numbers = count(1)
        self._inside: list[Container] = []
        self._item_marks: list[str] = []
        self._first_numbers: dict[int, int] = {}
        self._note_mark = ""
        self._heading = ""
        self._cursor = front.end
        self._after_image = False
        self._columns = count()

    def drafts(self) -> Iterator[Draft]:
        """Yield the drafts in order; rules and link definitions are skeleton."""
        from markdown_it import MarkdownIt

        parser = enable_footnotes(MarkdownIt("commonmark")).enable("table").disable("reference")
        parser.core.ruler.enableOnly(["normalize", "block"])
        tokens = parser.parse(self._text[self._body_start :])
        for token in tokens:
            if token.type == "inline" and token.map is not None:
                yield from self._placed(self._inline(token, token.map[0]))
            elif token.type == "html_block" and token.map is not None:
                first, after = token.map
                end = self._lines[min(after, len(self._lines)) - 1][1]
                start = self._text.index("<", self._lines[first][0])
                yield from self._placed(iter_html_drafts(self._text, start, end, numbers=self._numbers))
            elif token.type in {"fence", "code_block"} and token.map is not None:
                yield from self._placed(iter((self._code(token, *token.map),)))
            else:
                self._container(token)
                if token.type == "footnote_open" and token.map is not None:
                    self._note_mark = token.info
                    self._cursor = self._text.index(token.info, self._lines[token.map[0]][0]) + len(token.info)

        yield from self._iter_end(next((token for token in reversed(tokens) if token.map), None))

    def _iter_end(self, last: Token | None) -> Iterator[Draft]:
        """Yield the sign that ends the text, where Markdown has it for a rule or a heading without words. last: of its tokens."""
        if last is None or last.map is None or last.content:
            return
        start, end = self._lines[last.map[0]]
        line = self._text[start:end]
        if is_end_sign(line):
            start += len(line) - len(line.lstrip())
            yield Draft(kind=BlockKind.MARKER, start=start, end=start + len(line.strip()))

    def _code(self, token: Token, first: int, after: int) -> Draft:
        start, end = self._lines[first][0], self._lines[min(after, len(self._lines)) - 1][1]
        code = CodeText(text=token.content.rstrip("\n"), syntax=token.info.strip().partition(" ")[0])
        return Draft(kind=BlockKind.PARAGRAPH, start=start, end=end, code=code)

    def _container(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading = token.tag
            case "heading_close":
                self._heading = ""
            case "list_item_open":
                self._next_part()
                self._item_marks.append(self._counted(token.info) + token.markup)
            case "list_item_close":
                self._item_marks.pop()
            case "tr_open":
                self._columns = count()
                self._next_part()
            case "th_open" | "td_open":
                scope = "col" if token.type == "th_open" else ""
                align = str(token.attrs.get("style", "")).removeprefix("text-align:")
                cell = Container(kind=ContainerKind.CELL, number=next(self._columns), scope=scope, align=align)
                self._inside.append(cell)
            case "th_close" | "td_close":
                self._inside.pop()
            case _:
                kind = _CONTAINERS.get(token.type.rpartition("_")[0])
                if kind is not None and token.nesting > 0:
                    self._inside.append(Container(kind=kind, number=next(self._numbers)))
                elif kind is not None:
                    self._inside.pop()

    def _counted(self, written: str) -> str:
        """Return the number of the item that begins, "" for one that is not counted: one after the other, whatever is written.

        The first alone tells where a list begins to count (CommonMark 0.31, section 5.3).
        """
        step = self._inside[-1]
        return str(self._first_numbers.setdefault(step.number, int(written)) + step.part - 1) if written else ""

    def _next_part(self) -> None:
        """Go on to the next item of the list, the next row of the table."""
        self._inside[-1] = replace(self._inside[-1], part=self._inside[-1].part + 1)

    def _placed(self, drafts: Iterator[Draft]) -> Iterator[Draft]:
        """Yield drafts with what they stand inside of; what HTML has of its own is within that."""
        for draft in drafts:
            yield replace(draft, inside=(*self._inside, *draft.inside)[:DEEPEST])

    def _inline(self, token: Token, first_line: int) -> Iterator[Draft]:
        content = token.content.split("\n")
        last_line = min(first_line + len(content), len(self._lines)) - 1
        start, _ = self._find(content[0], first_line)
        _, end = self._find(content[-1], last_line, start)
        if end <= start:
            return
        self._cursor = end
        if self._heading:
            yield self._heading_draft(start, end)
        elif self._inside and self._inside[-1].kind is ContainerKind.NOTE:
            mark, self._note_mark = self._note_mark, ""
            yield Draft(kind=BlockKind.NOTE, start=start, end=end, mark=mark)
        elif self._item_marks:
            marks = self._item_marks
            mark, marks[-1] = marks[-1], ""
            yield Draft(kind=BlockKind.LIST_ITEM, start=start, end=end, level=len(marks), mark=mark)
        else:
            kind = BlockKind.QUOTATION if self._quotations else BlockKind.PARAGRAPH
            yield from self._paragraph(start, end, kind)

    @property
    def _quotations(self) -> int:
        """How many quotations are open."""
        return sum(step.kind is ContainerKind.QUOTATION for step in self._inside)

    def _find(self, piece: str, line: int, at_least: int = 0) -> tuple[int, int]:
        """Return where a line of content stands: behind quote marks and indents, which markdown-it has taken off."""
        line_start, line_end = self._lines[line]
        begin = max(line_start, min(self._cursor, line_end), at_least)
        for spelling in (piece, piece.replace("|", "\\|"), piece.strip()):
            found = self._text.find(spelling, begin, line_end)
            if found >= 0:
                return found, found + len(spelling.rstrip())
        return begin, min(begin + len(piece.rstrip()), line_end)

    def _heading_draft(self, start: int, end: int) -> Draft:
        level = int(self._heading[1:])
        kind = BlockKind.TITLE if level == 1 and not self._has_title else BlockKind.HEADING
        self._has_title = self._has_title or level == 1
        mark = "#" * level if "#" in self._text[line_start(self._text, start) : start] else ""
        return Draft(kind=kind, start=start, end=end, level=level, mark=mark)

    def _paragraph(self, start: int, end: int, kind: BlockKind) -> Iterator[Draft]:
        native = self._text[start:end]
        after_image, self._after_image = self._after_image, False
        image = _IMAGE_LINE.match(native)
        if image is not None:
            self._after_image = image.end() == len(native)
            yield Draft(kind=BlockKind.IMAGE, start=start, end=start + len(image[0].rstrip()))
            if not self._after_image:
                yield Draft(kind=BlockKind.CAPTION, start=start + image.end(), end=end)
            return
        if all(_REFERENCE.fullmatch(line) for line in native.splitlines()):
            return
        elif after_image and _EMPHASISED.fullmatch(native):
            yield Draft(kind=BlockKind.CAPTION, start=start, end=end)
        elif kind is BlockKind.PARAGRAPH and _MARKED_LINE.search(native):
            for block in iter_layout(native, newline=Newline.PARAGRAPH):
                shape = SHAPE_KINDS[block.shape]
                yield Draft(
                    kind=shape, start=start + block.start, end=start + block.end, level=block.level, mark=block.mark
                )
        else:
            yield Draft(kind=kind, start=start, end=end, level=self._quotations)
