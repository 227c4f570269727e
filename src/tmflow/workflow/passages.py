"""From an article to its passages: clean segments, each with its place, ready to be paired or translated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.model.bitext import Place
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import BlockKind, Document, Segment
from tmflow.model.language import Language
from tmflow.segment.segmenter import SegmentOptions, iter_document_segments
from tmflow.text.lines import LineIndex
from tmflow.text.unwrapping import unwrap

__all__ = ["Passage", "join_passages", "passage_key", "read_passages"]

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One segment of an article as a translator should see it: trimmed, wrapped lines joined.

    segment: the exact segment it comes from; place: its block and the line and column of its first character.
    """

    content: Content
    segment: Segment
    place: Place


def read_passages(document: Document, *, options: SegmentOptions | None = None) -> tuple[Passage, ...]:
    """Return the passages of an article in its own language.

    Left out are boilerplate, markers, a title block in the other language, and segments without a letter or digit.
    """
    passages = []
    markup = _Markup(Content(), document, is_quotation=False)
    current = -1
    lines = LineIndex(document.text)
    for segment in iter_document_segments(document, options=options or SegmentOptions()):
        block = document.blocks[segment.block]
        if segment.block != current:
            current, markup = (
                segment.block,
                _Markup(block.content, document, is_quotation=block.kind is BlockKind.QUOTATION),
            )
        native = markup.take(block.content.slice(segment.start, segment.end))
        if block.language is not document.language or not any(character.isalnum() for character in segment.text):
            continue
        lead = len(segment.text) - len(segment.text.lstrip())
        line, column = lines.line_column(block.span.start + block.content.native_offset(segment.start + lead))
        place = Place(
            block=segment.block,
            kind=block.kind,
            level=block.level,
            mark=block.mark,
            line=line,
            column=column,
            inside=block.inside,
        )
        passages.append(Passage(content=parse_inline(native, document.format), segment=segment, place=place))
    return tuple(passages)


def join_passages(passages: Sequence[Passage], document: Document) -> Content:
    """Return the content of a bead side: its passages joined, English by a blank, Japanese by nothing."""
    separator = " " if document.language is Language.EN else ""
    native = separator.join(passage.content.native for passage in passages)
    return parse_inline(native, document.format)


def passage_key(content: Content) -> str:
    """Return the form under which a stored text is found again in its article: without any white space."""
    return _SPACE.sub("", content.native)


class _Markup:
    """The native text of a block's passages, one after the other, each with markup of its own.

    What a block leaves open at the end of a passage ("**One. Two.**") is closed there and opened again in the next.
    """

    def __init__(self, content: Content, document: Document, *, is_quotation: bool) -> None:
        self._format, self._language, self._is_quotation = document.format, document.language, is_quotation
        self._closing = {code.id: code.native for code in content.codes if code.role is CodeRole.CLOSE}
        self._open: list[InlineCode] = []

    def take(self, content: Content) -> str:
        """Return the native text of the next part of the block, trimmed, its wrapped lines joined."""
        opened = "".join(code.native for code in self._open)
        for code in content.codes:
            if code.role is CodeRole.OPEN and code.id in self._closing:
                self._open.append(code)
            self._open = [other for other in self._open if code.role is not CodeRole.CLOSE or other.id != code.id]
        closed = "".join(self._closing[code.id] for code in reversed(self._open))
        native = "".join(part if isinstance(part, str) else self._native(part) for part in content.parts)
        line = unwrap(native.strip(), has_blanks=self._language is Language.EN, is_quotation=self._is_quotation)
        return opened + line.text.strip() + closed

    def _native(self, code: InlineCode) -> str:
        """A code as a passage has it: a wrapped line is a line break, an escape of YAML becomes one of the article's."""
        if code.text == "\n" and not code.native.isprintable():
            return "\n"
        if code.kind is CodeKind.ENTITY and parse_inline(code.native, self._format).text != code.text:
            return escape_inline(code.text, self._format)
        return code.native
