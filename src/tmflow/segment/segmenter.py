"""Cuts texts and documents into segments: layout first, then the sentence rules of the language.

Segments partition what was cut: joined, they give it back. White space after a sentence belongs to it; a mark and an
indent belong to the segment they precede.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from tmflow.model.document import BlockKind, Document, Segment
from tmflow.model.language import Language
from tmflow.segment.english import EnglishCutter
from tmflow.segment.japanese import JapaneseCutter
from tmflow.segment.rules import Cutter, Decision, Notes, Quotations, SegmentOptions, Verdict
from tmflow.segment.spans import SpanFinder
from tmflow.text.layout import LayoutBlock, Newline, Shape, iter_layout

__all__ = [
    "Decision",
    "Newline",
    "Notes",
    "Quotations",
    "SegmentOptions",
    "explain",
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
}
_WHOLE = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.CAPTION,
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
_NEWLINES = "\n\r\x85\u2029"


class _Piece(NamedTuple):
    """A layout block with the range of the text it takes: from its indent to the indent of the next."""

    start: int
    end: int
    block: LayoutBlock
    end_rule: str


class _Rules:
    """The rules of one language under one set of options."""

    def __init__(self, language: Language, options: SegmentOptions) -> None:
        self._cutter: Cutter = JapaneseCutter(options) if language is Language.JA else EnglishCutter(options)
        self._finder = SpanFinder(
            names=options.names_with_marks, opens_quotations=options.quotations is Quotations.KEEP
        )

    def iter_verdicts(self, text: str, *, mark: str = "") -> Iterator[Verdict]:
        """Yield the verdicts on a block's text, in order."""
        return self._cutter.iter_verdicts(text, self._finder.find(text), mark=mark)


def iter_segments(text: str, *, language: Language, options: SegmentOptions = _DEFAULT) -> Iterator[Segment]:
    """Yield the segments of a plain text, in order. They partition it: joined they are the text.

    Any Unicode text is accepted; an empty one yields nothing. `kind` comes from the layout, `rule` is the one that ended
    the segment. Linear in the text.

    >>> [segment.text for segment in iter_segments("潮だ。「来た。」と言う。", language=Language.JA)]
    ['潮だ。', '「来た。」と言う。']
    """
    rules = _Rules(language, options)
    pieces = _iter_pieces(text, options)
    for start, end, block, end_rule in pieces:
        kind = _KIND[block.shape]
        left, rule = start, end_rule
        if kind not in _WHOLE:
            for verdict in rules.iter_verdicts(text[block.start : block.end], mark=block.mark):
                if not verdict.is_boundary:
                    continue
                right = block.start + verdict.position
                if right >= block.end:
                    rule = verdict.rule
                    break
                yield Segment(start=left, end=right, text=text[left:right], kind=kind, rule=verdict.rule)
                left = right
        yield Segment(start=left, end=end, text=text[left:end], kind=kind, rule=rule)


def iter_document_segments(document: Document, *, options: SegmentOptions = _DEFAULT) -> Iterator[Segment]:
    """Yield the segments of a document's translatable blocks, in order.

    start, end: positions in the text of the block, which its segments partition; `block` is its index. Titles, headings,
    bylines, captions and their like are one segment each; a block is cut in its own language. A block without text
    yields nothing.
    """
    rules = {language: _Rules(language, options) for language in Language}
    for index, block in enumerate(document.blocks):
        text = block.text
        if not text or not block.kind.is_translatable:
            continue
        left, rule = 0, "block.end"
        verdicts = iter(()) if block.kind in _WHOLE else rules[block.language].iter_verdicts(text, mark=block.mark)
        for verdict in verdicts:
            if not verdict.is_boundary:
                continue
            right = verdict.position
            if right >= len(text):
                rule = verdict.rule
                break
            yield Segment(start=left, end=right, text=text[left:right], kind=block.kind, rule=verdict.rule, block=index)
            left = right
        yield Segment(start=left, end=len(text), text=text[left:], kind=block.kind, rule=rule, block=index)


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
    rules = _Rules(language, options)
    for _, end, block, end_rule in _iter_pieces(text, options):
        verdicts = [Verdict(position, "layout.wrapped", is_boundary=False) for position in _wraps(text, block)]
        is_ended = False
        if _KIND[block.shape] not in _WHOLE:
            for verdict in rules.iter_verdicts(text[block.start : block.end], mark=block.mark):
                is_last = verdict.is_boundary and block.start + verdict.position >= block.end
                is_ended = is_ended or is_last
                verdicts.append(verdict._replace(position=end if is_last else block.start + verdict.position))
        if not is_ended:
            verdicts.append(Verdict(end, end_rule, is_boundary=True))
        for position, rule, is_boundary in sorted(verdicts, key=lambda verdict: verdict.position):
            yield Decision(
                position=position,
                rule=rule,
                is_boundary=is_boundary,
                before=text[max(0, position - _CONTEXT_CHARS) : position],
                after=text[position : position + _CONTEXT_CHARS],
            )


def _iter_pieces(text: str, options: SegmentOptions) -> Iterator[_Piece]:
    """Yield the blocks with ranges that partition the text. Blanks alone are one piece."""
    start = 0
    last: LayoutBlock | None = None
    for block in iter_layout(text, newline=options.newline):
        if last is not None:
            cut = 1 + max(text.rfind(newline, last.end, block.start) for newline in _NEWLINES)
            yield _Piece(start, cut, last, block.rule)
            start = cut
        last = block
    if last is None and text:
        last = LayoutBlock(len(text), len(text), Shape.PARAGRAPH)
    if last is not None:
        yield _Piece(start, len(text), last, "text.end")


def _wraps(text: str, block: LayoutBlock) -> Iterator[int]:
    """Yield the positions after the newlines inside of a block."""
    for position in range(block.start, block.end):
        if text[position] in _NEWLINES and text[position : position + 2] != "\r\n":
            yield position + 1
