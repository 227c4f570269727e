"""Cuts texts and documents into segments: layout first, then the sentence rules of the language.

Segments partition what was cut: joined, they give it back. White space after a sentence belongs to it; a mark and an
indent belong to the segment they precede.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from tmflow.model.content import CodeKind, Content
from tmflow.model.document import BlockKind, Document, Segment
from tmflow.model.language import Language
from tmflow.segment.cutters import BlockCutters
from tmflow.segment.rules import Decision, Notes, Quotations, SegmentOptions, Verdict
from tmflow.text.layout import LayoutBlock, Shape, iter_layout
from tmflow.text.newline import Newline
from tmflow.text.unwrapping import unwrap

__all__ = [
    "Decision",
    "Newline",
    "Notes",
    "Quotations",
    "SegmentOptions",
    "explain",
    "explain_document",
    "iter_document_segments",
    "iter_segments",
    "iter_trimmed",
]

_DEFAULT = SegmentOptions()
_KIND = {
    Shape.PARAGRAPH: BlockKind.PARAGRAPH,
    Shape.HEADING: BlockKind.HEADING,
    Shape.LIST_ITEM: BlockKind.LIST_ITEM,
    Shape.QUOTATION: BlockKind.QUOTATION,
    Shape.NOTE: BlockKind.NOTE,
}
_WHOLE = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.CAPTION,
        BlockKind.IMAGE,
        BlockKind.KICKER,
        BlockKind.TITLE,
        BlockKind.DECK,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.CREDIT,
        BlockKind.SOURCE,
    }
)
"""Blocks that are one segment whatever their punctuation: a reader, and a translator, takes them whole."""

_CONTEXT_CHARS = 20
_SIGN = re.compile(r"[^\w\s]")
_NEWLINES = "\n\r\x85\u2029"


class _Piece(NamedTuple):
    """A part of `text`, [start, end), that is cut for itself; its own text, [text_start, text_end), is without mark and indent.

    read: the text as the rules read it, character for character.
    """

    text: str
    read: str
    start: int
    end: int
    text_start: int
    text_end: int
    kind: BlockKind
    language: Language
    mark: str
    end_rule: str
    block: int = 0


def iter_segments(text: str, *, language: Language, options: SegmentOptions = _DEFAULT) -> Iterator[Segment]:
    """Yield the segments of a plain text, in order. They partition it: joined they are the text.

    Any Unicode text is accepted; an empty one yields nothing. `kind` comes from the layout, `rule` is the one that ended
    the segment. Linear in the text.
    Raises ConfigError if rules of SRX in the options cannot be used, or a pattern of theirs runs too long.

    >>> [segment.text for segment in iter_segments("潮だ。「来た。」と言う。", language=Language.JA)]
    ['潮だ。', '「来た。」と言う。']
    """
    return _iter_segments(_iter_text_pieces(text, Language(language), options), options)


def iter_document_segments(document: Document, *, options: SegmentOptions = _DEFAULT) -> Iterator[Segment]:
    """Yield the segments of a document's translatable blocks, in order.

    start, end: positions in the text of the block, which its segments partition; `block` is its index. Titles, headings,
    bylines, captions and their like are one segment each; a block is cut in its own language. A block without text
    yields nothing.
    """
    return _iter_segments(_iter_document_pieces(document), options)


def iter_trimmed(segments: Iterable[Segment], *, whitespace: bool = False) -> Iterator[Segment]:
    """Yield segments without the white space around their text; what is nothing else is left out.

    whitespace: yield it too, as segments of the kind WHITESPACE, so that together they are the whole text again.

    >>> found = iter_segments("It rains. We row.", language=Language.EN)
    >>> [(part.start, part.text) for part in iter_trimmed(found, whitespace=True)]
    [(0, 'It rains.'), (9, ' '), (10, 'We row.')]
    """
    for segment in segments:
        text = segment.text
        tail = len(text.rstrip())
        lead = tail - len(text[:tail].lstrip())
        if tail - lead == len(text):
            yield segment
            continue
        blank = BlockKind.WHITESPACE
        for start, end, kind in ((0, lead, blank), (lead, tail, segment.kind), (tail, len(text), blank)):
            if start < end and (whitespace or kind is not blank):
                at = segment.start
                yield replace(segment, start=at + start, end=at + end, text=text[start:end], kind=kind)


def explain(text: str, *, language: Language, options: SegmentOptions = _DEFAULT) -> Iterator[Decision]:
    """Yield every decision taken on a plain text, in order, with those that refuse a boundary.

    A newline inside of a wrapped paragraph is the refusal "layout.wrapped".

    >>> [(d.rule, d.is_boundary) for d in explain("See p. 5. Then go.", language=Language.EN)]
    [('en.abbreviation.before-number', False), ('en.ender', True), ('en.ender', True)]
    """
    return _iter_decisions(_iter_text_pieces(text, Language(language), options), options)


def explain_document(document: Document, *, options: SegmentOptions = _DEFAULT) -> Iterator[Decision]:
    """Yield every decision that `iter_document_segments` takes, block by block, with those that refuse a boundary.

    position: in the text of the block; `block` is its index.
    """
    return _iter_decisions(_iter_document_pieces(document), options)


def _iter_text_pieces(text: str, language: Language, options: SegmentOptions) -> Iterator[_Piece]:
    """Yield pieces that partition the text, each from the indent of its block to that of the next. Blanks alone are one."""
    start = 0
    last: LayoutBlock | None = None

    def piece(block: LayoutBlock, end: int, rule: str) -> _Piece:
        return _Piece(text, text, start, end, block.start, block.end, _KIND[block.shape], language, block.mark, rule)

    for block in iter_layout(text, newline=options.newline):
        if last is not None:
            cut = block.start
            if text[cut - 1] not in _NEWLINES:  # after an indent or a mark
                cut = 1 + max(text.rfind(newline, last.end, cut) for newline in _NEWLINES)
            yield piece(last, cut, block.rule)
            start = cut
        last = block
    if text:
        yield piece(last or LayoutBlock(len(text), len(text), Shape.PARAGRAPH), len(text), "text.end")


def _iter_document_pieces(document: Document) -> Iterator[_Piece]:
    """Yield each translatable block with a text as a piece of its own."""
    for index, block in enumerate(document.blocks):
        text = block.text
        if text and block.kind.is_translatable:
            span = (0, len(text), 0, len(text))
            read = _without_signs_of_code(block.content)
            yield _Piece(text, read, *span, block.kind, block.language, block.mark, "block.end", block=index)


def _without_signs_of_code(content: Content) -> str:
    """Return a text in which the dots and brackets inside of code are letters: no sentence ends there."""
    if all(code.kind is not CodeKind.CODE for code in content.codes):
        return content.text
    return "".join(
        part if isinstance(part, str) else _SIGN.sub("x", part.text) if part.kind is CodeKind.CODE else part.text
        for part in content.parts
    )


def _iter_segments(pieces: Iterable[_Piece], options: SegmentOptions) -> Iterator[Segment]:
    cutters = BlockCutters(options)
    for piece in pieces:
        left = piece.start
        for right, rule, is_boundary in _iter_verdicts(piece, cutters):
            if is_boundary:
                text = piece.text[left:right]
                yield Segment(start=left, end=right, text=text, kind=piece.kind, rule=rule, block=piece.block)
                left = right


def _iter_decisions(pieces: Iterable[_Piece], options: SegmentOptions) -> Iterator[Decision]:
    cutters = BlockCutters(options)
    for piece in pieces:
        verdicts = list(_iter_verdicts(piece, cutters))
        taken = {verdict.position for verdict in verdicts}
        verdicts.extend(wrap for wrap in _iter_wraps(piece) if wrap.position not in taken)
        for position, rule, is_boundary in sorted(verdicts, key=lambda verdict: verdict.position):
            yield Decision(
                position=position,
                rule=rule,
                is_boundary=is_boundary,
                before=piece.text[max(0, position - _CONTEXT_CHARS) : position],
                after=piece.text[position : position + _CONTEXT_CHARS],
                block=piece.block,
            )


def _iter_verdicts(piece: _Piece, cutters: BlockCutters) -> Iterator[Verdict]:
    """Yield the verdicts on a piece in order; the last is the boundary at its end, by the rule that makes it."""
    end_rule = piece.end_rule
    if piece.kind not in _WHOLE:
        start, end = piece.text_start, piece.text_end
        running = unwrap(
            piece.read[start:end],
            has_blanks=piece.language is Language.EN,
            is_quotation=piece.kind is BlockKind.QUOTATION,
        )
        is_wrapped = len(running.joints) > 1
        for offset, rule, is_boundary in cutters.iter_verdicts(running.text, language=piece.language, mark=piece.mark):
            position = start + (running.position(offset) if is_wrapped else offset)
            if is_boundary and position >= end:
                end_rule = rule
                break
            yield Verdict(position, rule, is_boundary)
    yield Verdict(piece.end, end_rule, is_boundary=True)


def _iter_wraps(piece: _Piece) -> Iterator[Verdict]:
    """Yield a refusal after each newline inside of a piece's own text."""
    for position in range(piece.text_start, piece.text_end):
        if piece.text[position] in _NEWLINES and piece.text[position : position + 2] != "\r\n":
            yield Verdict(position + 1, "layout.wrapped", is_boundary=False)
