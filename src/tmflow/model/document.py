"""A document: the text of an article file, its blocks, and the segments a block is cut into.

A document keeps the whole decoded text; blocks are spans of it. What lies between blocks (markup, blank lines, front
matter) is the skeleton, so nothing of a file can be lost: writing a document writes its text back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tmflow.errors import ModelError
from tmflow.model.content import Content
from tmflow.model.language import Language
from tmflow.model.span import Span

__all__ = [
    "ArticleFormat",
    "Block",
    "BlockKind",
    "Container",
    "ContainerKind",
    "Document",
    "FileEncoding",
    "Inset",
    "InsetKind",
    "Metadata",
    "Segment",
    "Span",
]


class BlockKind(StrEnum):
    """What a block is to a reader. The first group is body, the second the title block and the edges of a page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTATION = "quotation"
    CAPTION = "caption"
    NOTE = "note"
    IMAGE = "image"
    """The alternative text of an image."""

    KICKER = "kicker"
    TITLE = "title"
    DECK = "deck"
    BYLINE = "byline"
    DATELINE = "dateline"
    CREDIT = "credit"
    SOURCE = "source"
    MARKER = "marker"
    BOILERPLATE = "boilerplate"

    WHITESPACE = "white-space"
    """Not of a block: what stands between two segments, where it is asked for."""

    @property
    def is_body(self) -> bool:
        """Whether a block of this kind is the article's own running text."""
        return self in _BODY

    @property
    def is_translatable(self) -> bool:
        """Whether a translator is asked for it: boilerplate and markers (本文, 本稿終了) are kept, not translated."""
        return self not in {BlockKind.MARKER, BlockKind.BOILERPLATE, BlockKind.WHITESPACE}

    @property
    def may_stand_alone(self) -> bool:
        """Whether it may be on one side only without anything being missing: a credit, a byline, a note, an image."""
        return self in _ALONE


_BODY = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTATION,
        BlockKind.CAPTION,
        BlockKind.NOTE,
    }
)
_ALONE = frozenset(
    {
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.CREDIT,
        BlockKind.SOURCE,
        BlockKind.NOTE,
        BlockKind.IMAGE,
        BlockKind.KICKER,
        BlockKind.MARKER,
        BlockKind.BOILERPLATE,
    }
)


class ContainerKind(StrEnum):
    """What a block may stand inside of. A cell stands inside of a row of its table, and that is part of the table.

    So do a term and what is said of it (definition) in a definition list, of which each is a part.
    """

    BULLETS = "bullets"
    NUMBERS = "numbers"
    QUOTATION = "quotation"
    NOTE = "note"
    TABLE = "table"
    CELL = "cell"
    DEFINITIONS = "definitions"
    TERM = "term"
    DEFINITION = "definition"
    FIGURE = "figure"

    @property
    def is_list(self) -> bool:
        """Whether its parts are items."""
        return self in {ContainerKind.BULLETS, ContainerKind.NUMBERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One step of where a block stands; two blocks stand inside of the same one where all steps up to it are equal.

    number: which list, quotation, note, table or figure of the document; of a cell, where in its row it begins, in columns from 0.
    part: which item of the list, which row of the table, which term or definition; it rises, and may leave numbers out.
    scope: what a cell is the heading of: "col", "row", or "auto" where only its row tells; "" for none.
    columns, rows: how many of them a cell covers; align: how its text stands in it: "left", "center", "right", "" for unsaid. name: what links to a note call it ("fn1").
    """

    kind: ContainerKind
    number: int
    part: int = 0
    scope: str = ""
    columns: int = 1
    rows: int = 1
    align: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading, list item … of a document (XLIFF 2 `<unit>`).

    span: the block's native text in `Document.text`, without its mark, indent and trailing blanks.
    content: that text with its inline codes; `content.native == document.text[span.start:span.end]`.
    language: the block's own, which is not the document's in a title block that repeats the original's title.
    level: of a heading or of nesting, 1 and up; 0 where it has none.
    mark: the list or heading mark before it ("■", "•", "①", "##"), "" if none.
    inside: what it stands inside of, from without to within, as far as the markup says so.
    foreign: the language its text is in if the article says it is in another than its own, by its BCP 47 tag; else "".
    """

    kind: BlockKind
    span: Span
    content: Content
    language: Language
    level: int = 0
    mark: str = ""
    inside: tuple[Container, ...] = ()
    foreign: str = ""

    def __post_init__(self) -> None:
        if len(self.content.native) != len(self.span):
            raise ModelError(f"block at {self.span.start}: its content does not fill its span")

    @property
    def text(self) -> str:
        """What a reader reads."""
        return self.content.text


class InsetKind(StrEnum):
    """What an inset is."""

    CODE = "code"
    IMAGE = "image"
    SIGNS = "signs"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inset:
    """A code block, an image that is in no sentence, a cell of a table without a letter (○, —), or an end mark (（完）).

    span: its markup in `Document.text`; block: how many blocks begin before it. The alternative text of an image is the
    block at `block`, of the kind IMAGE, if it has letters.
    text: the lines of code, the signs, the mark, "" for an image; syntax: the language of code as the article names it ("yaml"), "" if it does not.
    address: of an image, as the article has it; inside: what it stands inside of, as `Block` has it.
    """

    kind: InsetKind
    span: Span
    block: int
    text: str = ""
    syntax: str = ""
    address: str = ""
    inside: tuple[Container, ...] = ()


class ArticleFormat(StrEnum):
    """How an article file is written."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEncoding:
    """How the bytes of a file spell its text; `codec` is a Python codec name, `bom` whether a mark stood first."""

    codec: str = "utf-8"
    bom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the title block, front matter or head say of the article. A value that is not there is None or ().

    original_title, original_deck: of the article this one translates, where its title block repeats them.
    url: where the article stands; original_url: where the one stands that it translates.
    dates: as written, in order; published, updated: ISO 8601 with zone where one is given.
    series, part: the series the article belongs to, and its place in it, 0 and up.
    """

    title: str | None = None
    deck: str | None = None
    kicker: str | None = None
    byline: str | None = None
    translator: str | None = None
    source: str | None = None
    original_title: str | None = None
    original_deck: str | None = None
    credits: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    licence: str | None = None
    url: str | None = None
    original_url: str | None = None
    series: str | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article in one language. `blocks` are in order and do not overlap; `insets` are what it shows between them."""

    language: Language
    format: ArticleFormat
    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    path: Path | None = None
    encoding: FileEncoding = field(default_factory=FileEncoding)
    insets: tuple[Inset, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for block in self.blocks:
            if block.span.start < end or block.span.end > len(self.text):
                raise ModelError(f"block at {block.span.start} overlaps its neighbour or leaves the text")
            end = block.span.end

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset of `text`; a line ends with LF, CR or CRLF.

        Raises ValueError if the offset is outside of the text.
        """
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is outside of the text")
        before = self.text[:offset]
        line = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
        return line, offset - max(before.rfind("\n"), before.rfind("\r"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sentence or whatever stands for one (SRX; XLIFF `<segment>`).

    start, end: half-open range of the text that was cut; `text` is exactly that range.
    block: index of the block in its document (0 where a bare text was cut).
    rule: name of the rule that ended the segment.
    """

    start: int
    end: int
    text: str
    kind: BlockKind
    rule: str
    block: int = 0

    def __post_init__(self) -> None:
        if len(self.text) != self.end - self.start:
            raise ModelError(f"segment at {self.start}: its text does not fill its span")
