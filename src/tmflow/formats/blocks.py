"""From spans to blocks: what every article reader collects, the refinements they share, and the metadata they yield."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tmflow.formats.boilerplate import is_boilerplate, is_end_marker, is_end_sign, is_shown_end
from tmflow.formats.dates import WrittenDate
from tmflow.formats.frontmatter import has_escape, parse_quoted
from tmflow.formats.inline import parse_inline
from tmflow.formats.insets import CodeText, Stretch, alternative_blocks, find_insets
from tmflow.formats.notemarks import with_marked_notes
from tmflow.formats.series import read_numbered
from tmflow.formats.titlelines import TitleLine, classify_line, is_note, is_photo_caption
from tmflow.model.content import Content, InlineCode
from tmflow.model.document import (
    ArticleFormat,
    Block,
    BlockKind,
    Container,
    ContainerKind,
    Inset,
    InsetKind,
    Metadata,
    Span,
)
from tmflow.model.language import Language
from tmflow.text.layout import Shape
from tmflow.text.unwrapping import unwrap

__all__ = [
    "DEEPEST",
    "SHAPE_KINDS",
    "Draft",
    "finish_blocks",
    "finish_insets",
    "gather_metadata",
    "join_lines",
    "refine",
]

SHAPE_KINDS = {
    Shape.PARAGRAPH: BlockKind.PARAGRAPH,
    Shape.HEADING: BlockKind.HEADING,
    Shape.LIST_ITEM: BlockKind.LIST_ITEM,
    Shape.QUOTATION: BlockKind.QUOTATION,
    Shape.NOTE: BlockKind.NOTE,
}
"""What a block is by its layout alone."""

DEEPEST = 12
"""Steps a block may stand inside of others; what is deeper counts as being that deep."""

_LICENCE = re.compile(r"CC[ -](?:BY|0)(?:[ -](?:NC|ND|SA|BY))*(?:[ -]\d\.\d)?|Creative Commons[\w -]*", re.IGNORECASE)
_EMPHASISED = re.compile(r"([*_])(?!\1)[^*_]+\1")
_TAIL_BLOCKS = 6
"""How many blocks at the end may be credits, sources or the author's note (own sample articles have at most 3)."""
_TAIL_RULES = frozenset({"credit.photo", "credit.translator", "credit.editor", "source.prefix"})
_BIOGRAPHY_CHARS = 300
_QUOTED_SHARE = 3
"""One passage in so many at most may be quoted from the other language; a page with more is in both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A block before its content is read: native text[start:end].

    language: None is the document's; foreign: as `Block` has it. quote: the quote mark of YAML the text stands between, "" if none. inside: as `Block` has it.
    code: what it says if it is code, which becomes no block.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    mark: str = ""
    language: Language | None = None
    foreign: str = ""
    quote: str = ""
    code: CodeText | None = None
    inside: tuple[Container, ...] = ()


def finish_blocks(text: str, drafts: Iterable[Draft], format: ArticleFormat, language: Language) -> Iterator[Block]:
    """Yield the blocks of the drafts, in order of place, without the line breaks at their ends.

    Of images alone their alternative texts are blocks. Dropped are a draft without text for a reader and one that begins
    inside of the block before it: a second title that a YAML alias or a broken tag makes of the same characters.
    """
    end = 0
    written = [draft for draft in _with_quoted(list(drafts), language) if draft.code is None]
    for draft in sorted(written, key=lambda each: each.start):
        native = text[draft.start : draft.end]
        content = parse_quoted(native, draft.quote) if has_escape(native, draft.quote) else parse_inline(native, format)
        if draft.start < end:
            continue
        if not content.text.strip():
            if _may_be_image(draft):
                end = draft.end
                own = draft.language or language
                yield from (
                    replace(block, inside=draft.inside, foreign=block.foreign or draft.foreign)
                    for block in alternative_blocks(content, draft.start, format=format, language=own)
                )
            continue
        end = draft.end
        lead, inner = _within_breaks(content)
        yield Block(
            kind=draft.kind,
            span=Span(draft.start + lead, draft.start + lead + len(inner.native)),
            content=inner,
            language=draft.language or language,
            level=draft.level,
            mark=draft.mark,
            inside=draft.inside,
            foreign=draft.foreign,
        )


def _with_quoted(drafts: Sequence[Draft], language: Language) -> Iterator[Draft]:
    """Yield the drafts, passages of the text in the other language as what they are: quoted by this one.

    A text that is in both languages quotes neither.
    """
    body = [draft for draft in drafts if draft.kind.is_body]
    others = sum(draft.language is language.other for draft in body)
    for draft in drafts:
        is_quoted = draft.kind.is_body and draft.language is language.other and others * _QUOTED_SHARE <= len(body)
        yield replace(draft, foreign=language.other.value) if is_quoted else draft


def _within_breaks(content: Content) -> tuple[int, Content]:
    """Return a content without the line breaks at its ends and the blanks beside them, and where in its native text that begins."""
    start, end = 0, len(content.parts)
    for number, part in enumerate(content.parts):
        if not _is_blank(part):
            break
        start = number + 1 if isinstance(part, InlineCode) else start
    for number in range(end - 1, start, -1):
        if not _is_blank(content.parts[number]):
            break
        end = number if isinstance(content.parts[number], InlineCode) else end
    if end - start == len(content.parts):
        return 0, content
    return len(Content.of(*content.parts[:start]).native), Content.of(*content.parts[start:end])


def _is_blank(part: str | InlineCode) -> bool:
    return not part.strip() if isinstance(part, str) else part.is_line_break


def finish_insets(
    text: str, drafts: Iterable[Draft], blocks: Sequence[Block], format: ArticleFormat
) -> tuple[Inset, ...]:
    """Return the code and the images among drafts, the cells of signs alone and the end marks, in order. blocks: what drafts have become."""
    stretches = (
        Stretch(start=draft.start, end=draft.end, inside=draft.inside, code=draft.code)
        for draft in drafts
        if draft.code or _may_be_image(draft)
    )
    signs = (
        Inset(kind=InsetKind.SIGNS, span=block.span, block=index, text=block.text, inside=block.inside)
        for index, block in enumerate(blocks)
        if block.inside and block.inside[-1].kind is ContainerKind.CELL and not any(map(str.isalnum, block.text))
    )
    found = (*find_insets(text, stretches, blocks, format), *signs, *_iter_ends(blocks))
    return tuple(sorted(found, key=lambda inset: inset.span.start))


def _iter_ends(blocks: Sequence[Block]) -> Iterator[Inset]:
    last = max((index for index, block in enumerate(blocks) if block.kind.is_body), default=-1)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.MARKER and is_shown_end(block.text, is_last=index > last):
            yield Inset(kind=InsetKind.END, span=block.span, block=index, text=block.text.strip(), inside=block.inside)


def _may_be_image(draft: Draft) -> bool:
    return draft.kind is BlockKind.IMAGE or draft.kind.is_body


def join_lines(text: str, language: Language) -> str:
    r"""Return a title or deck that was broken over lines as one line: with nothing between in Japanese, a blank in English.

    >>> join_lines("小さな港は\n次の高潮を待つのか", Language.JA), join_lines("A Night\nSpent Counting", Language.EN)
    ('小さな港は次の高潮を待つのか', 'A Night Spent Counting')
    """
    return unwrap(text.strip(), has_blanks=language is Language.EN).text


def refine(blocks: Sequence[Block], patterns: Sequence[re.Pattern[str]], *, author: str = "") -> tuple[Block, ...]:
    """Return the blocks with what their text or place makes of them: notes, captions, credits at the end, boilerplate.

    patterns: the user's, searched for in the text of each block that is not of the title block. author: whom the article's
    metadata names; a name and a date in one line are a byline if it is this name, and a source otherwise.
    """
    named = (_by_author(block, author) for block in blocks)
    refined = list(with_marked_notes([_by_text(block, patterns) for block in named]))
    body = [index for index, block in enumerate(refined) if block.kind.is_body]
    byline = next((block.text for block in refined if block.kind is BlockKind.BYLINE), None)
    name = _value(byline).split(",")[0].split("（")[0].split("(")[0].strip() if byline else ""
    if body and refined[body[-1]].kind is BlockKind.PARAGRAPH and is_end_sign(refined[body[-1]].text):
        refined[body[-1]] = replace(refined[body[-1]], kind=BlockKind.MARKER)
        body.pop()
    for index in body[1:][-_TAIL_BLOCKS:]:
        block = refined[index]
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        line = classify_line(join_lines(block.text, block.language))
        if line and line.rule in _TAIL_RULES:
            refined[index] = replace(block, kind=line.kind)
        elif index == body[-1] and _is_about(block, name):
            refined[index] = replace(block, kind=BlockKind.NOTE)
    for index in range(len(refined) - 1, 0, -1):
        if refined[index].kind.is_body and is_boilerplate(refined[index].text):
            refined[index] = replace(refined[index], kind=BlockKind.BOILERPLATE)
        elif refined[index].kind.is_body:
            break
    return tuple(refined)


def _is_about(block: Block, name: str) -> bool:
    """Whether the last paragraph is about the article and not part of it: its author, or wholly in italics."""
    if _EMPHASISED.fullmatch(block.content.native.strip()):
        return True
    return (
        len(name) > 1 and block.text.startswith(name) and len(block.text) <= _BIOGRAPHY_CHARS and "“" not in block.text
    )


def _by_author(block: Block, author: str) -> Block:
    if block.kind is BlockKind.SOURCE and author and _value(join_lines(block.text, block.language)) == author.strip():
        return replace(block, kind=BlockKind.BYLINE)
    return block


def _by_text(block: Block, patterns: Sequence[re.Pattern[str]]) -> Block:
    if not block.kind.is_body:
        return block
    if any(pattern.search(block.text) for pattern in patterns):
        return replace(block, kind=BlockKind.BOILERPLATE)
    if block.kind is BlockKind.PARAGRAPH:
        if is_note(block.text):
            return replace(block, kind=BlockKind.NOTE)
        if is_photo_caption(block.text):
            return replace(block, kind=BlockKind.CAPTION)
        if is_end_marker(block.text):
            return replace(block, kind=BlockKind.MARKER)
    return block


def _value(text: str) -> str:
    line = classify_line(text)
    return line.value if line and line.kind is not BlockKind.DATELINE else text.strip()


def gather_metadata(blocks: Sequence[Block], language: Language) -> Metadata:
    """Return what the blocks of the title block say; titles and decks are joined to one line."""

    def first(kind: BlockKind, of: Language) -> str | None:
        return next((join_lines(b.text, of) for b in blocks if b.kind is kind and b.language is of), None)

    lines = [
        (block, classify_line(join_lines(block.text, block.language))) for block in blocks if block.kind in _SPEAKING
    ]
    dates = [date for block, line in lines if block.kind in _DATED and line for date in line.dates]
    bylines = [_value(join_lines(block.text, language)) for block, _ in lines if block.kind is BlockKind.BYLINE]
    sources = [_value(join_lines(block.text, language)) for block, _ in lines if block.kind is BlockKind.SOURCE]
    translators = [line.value for _, line in lines if line and line.rule == "credit.translator"]
    kicker = first(BlockKind.KICKER, language) or first(BlockKind.KICKER, language.other)
    series, part = read_numbered(kicker or "")
    licences = [match[0] for block in blocks if block.kind in _DATED and (match := _LICENCE.search(block.text))]
    return Metadata(
        title=first(BlockKind.TITLE, language),
        deck=first(BlockKind.DECK, language),
        kicker=kicker,
        byline=next(iter(bylines), None),
        translator=next(iter(translators), None),
        source=next(iter(sources), None),
        original_title=first(BlockKind.TITLE, language.other),
        original_deck=first(BlockKind.DECK, language.other),
        credits=tuple(
            block.text
            for block, line in lines
            if block.kind is BlockKind.CREDIT and not (line and line.rule == "credit.translator")
        ),
        dates=tuple(date.written for date in dates),
        published=_published([line for block, line in lines if line], dates),
        licence=next(iter(licences), None),
        series=series or None,
        part=part,
    )


_SPEAKING = frozenset({BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT, BlockKind.SOURCE})
_DATED = frozenset({BlockKind.DATELINE, BlockKind.CREDIT, BlockKind.SOURCE, BlockKind.BYLINE})


def _published(lines: Sequence[TitleLine], dates: Sequence[WrittenDate]) -> str | None:
    """Return the date of a date line before that of a source line: the latter may be the original's."""
    own = [date.iso for line in lines if line.kind is BlockKind.DATELINE for date in line.dates if date.iso]
    return next(iter(own), None) or next((date.iso for date in dates if date.iso), None)
