"""From an article to its passages: clean segments, each with its place, ready to be paired or translated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.model.bitext import Place
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import Document, Segment
from tmflow.model.language import Language
from tmflow.segment.segmenter import SegmentOptions, iter_document_segments
from tmflow.text.scripts import is_kana, is_kanji

__all__ = ["Passage", "join_lines", "join_passages", "passage_key", "read_passages"]

_LINE_BREAK = re.compile(r"(?<!\s)\s*[\r\n\u2028\u2029]\s*")
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
    markup = _Markup(Content(), document)
    current = -1
    for segment in iter_document_segments(document, options=options or SegmentOptions()):
        block = document.blocks[segment.block]
        if segment.block != current:
            current, markup = segment.block, _Markup(block.content, document)
        native = markup.take(block.content.slice(segment.start, segment.end))
        if block.language is not document.language or not any(character.isalnum() for character in segment.text):
            continue
        lead = len(segment.text) - len(segment.text.lstrip())
        line, column = document.line_column(block.span.start + block.content.native_offset(segment.start + lead))
        place = Place(
            block=segment.block, kind=block.kind, level=block.level, mark=block.mark, line=line, column=column
        )
        passages.append(Passage(content=parse_inline(native, document.format), segment=segment, place=place))
    return tuple(passages)


def join_lines(text: str, language: Language) -> str:
    r"""Return a text with its wrapped lines joined: by nothing beside a Japanese letter of a Japanese text, else by a blank.

    >>> join_lines("潮が\n満ちる。", Language.JA), join_lines("The tide\ncomes in.", Language.EN)
    ('潮が満ちる。', 'The tide comes in.')
    """

    def joint(match: re.Match[str]) -> str:
        start, end = match.span()
        is_joined = language is Language.JA and (_is_wide(text[start - 1 : start]) or _is_wide(text[end : end + 1]))
        return "" if is_joined else " "

    return _LINE_BREAK.sub(joint, text)


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

    def __init__(self, content: Content, document: Document) -> None:
        self._format, self._language = document.format, document.language
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
        return opened + join_lines(native.strip(), self._language).strip() + closed

    def _native(self, code: InlineCode) -> str:
        """A code as a passage has it: a wrapped line is a line break, an escape of YAML becomes one of the article's."""
        if code.text == "\n" and not code.native.isprintable():
            return "\n"
        if code.kind is CodeKind.ENTITY and parse_inline(code.native, self._format).text != code.text:
            return escape_inline(code.text, self._format)
        return code.native


def _is_wide(character: str) -> bool:
    return bool(character) and (is_kana(character) or is_kanji(character) or "\u3000" <= character <= "\uffee")
