"""From an article to its passages: clean segments, each with its place, ready to be paired or translated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.model.bitext import Place
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import BlockKind, Document, Segment
from tmflow.model.language import Language
from tmflow.segment.segmenter import SegmentOptions, iter_document_segments
from tmflow.text.lines import LineIndex
from tmflow.text.unwrapping import unwrap

__all__ = ["Passage", "join_passages", "passage_key", "read_passages", "typed_mark", "without_outer_breaks"]

_SPACE = re.compile(r"\s+")
_BLANKS = " \t\r\n"
"""What is layout beside a line break; U+3000 is an indent that somebody wrote."""
_LINE_END = re.compile(r"[\r\n].*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One segment of an article as a translator should see it: trimmed, wrapped lines joined.

    segment: the exact segment it comes from; place: its block and the line and column of its first character, and the hard
    line break before it, which lies between two passages and belongs to neither.
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
    current, lead = -1, ""
    lines = LineIndex(document.text)
    for segment in iter_document_segments(document, options=options or SegmentOptions()):
        block = document.blocks[segment.block]
        if segment.block != current:
            current, lead = segment.block, ""
            markup = _Markup(block.content, document, is_quotation=block.kind is BlockKind.QUOTATION)
        taken = markup.take(block.content.slice(segment.start, segment.end))
        lead += taken.before
        is_repeated = block.language is not document.language and not block.foreign
        if is_repeated or not any(character.isalnum() for character in segment.text):
            lead += taken.after
            continue
        indent = len(segment.text) - len(segment.text.lstrip())
        line, column = lines.line_column(block.span.start + block.content.native_offset(segment.start + indent))
        place = Place(
            block=segment.block,
            kind=block.kind,
            level=block.level,
            mark=block.mark,
            line=line,
            column=column,
            lead=lead,
            inside=block.inside,
            foreign=block.foreign,
        )
        passages.append(Passage(content=parse_inline(taken.native, document.format), segment=segment, place=place))
        lead = taken.after
    return tuple(passages)


def join_passages(passages: Sequence[Passage], document: Document) -> Content:
    """Return the content of a bead side: its passages joined, English by a blank, Japanese by nothing, or by a hard line break."""
    separator = " " if document.language is Language.EN else ""
    joints = ["", *(passage.place.lead or separator for passage in passages[1:])]
    native = "".join(joint + passage.content.native for joint, passage in zip(joints, passages, strict=True))
    return parse_inline(native, document.format)


def passage_key(content: Content) -> str:
    r"""Return the form under which a stored text is found again in its article.

    It is without white space and line breaks, and a character that is spelled (&quot;, \|) is as one that is not.

    >>> from tmflow.model.document import ArticleFormat
    >>> passage_key(parse_inline("an &quot;old&quot;<br>bridge", ArticleFormat.HTML))
    'an"old"bridge'
    """
    return _SPACE.sub("", "".join(part if isinstance(part, str) else _read(part) for part in content.parts))


def typed_mark(passage: Passage) -> str:
    """Return the key of the mark of a heading or a list item if a passage begins its block, else "".

    In a plain text nothing tells a mark from what a translator has typed ("# 1 bell"): a stored text may have it.
    """
    return passage.place.mark if passage.segment.start == 0 else ""


def _read(code: InlineCode) -> str:
    if code.kind is CodeKind.BREAK:
        return ""
    return code.text if code.kind is CodeKind.ENTITY else code.native


def without_outer_breaks(content: Content) -> Content:
    r"""Return a content without the line breaks before its first and after its last word.

    >>> from tmflow.model.document import ArticleFormat
    >>> without_outer_breaks(parse_inline("The tide<br>came in.<br>", ArticleFormat.HTML)).native
    'The tide<br>came in.'
    """
    first, end = _words(content)
    parts = content.parts
    return Content.of(*_unbroken_parts(parts[:first]), *parts[first:end], *_unbroken_parts(parts[end:]))


def _words(content: Content) -> tuple[int, int]:
    """Return the range of the parts from the first to the last that says something; all after the last if none does."""
    speaking = [number for number, part in enumerate(content.parts) if _says_something(part)]
    return (speaking[0], speaking[-1] + 1) if speaking else (len(content.parts), len(content.parts))


def _says_something(part: str | InlineCode) -> bool:
    if isinstance(part, str):
        return bool(part.strip())
    return part.role is CodeRole.STANDALONE and part.kind is not CodeKind.BREAK


def _unbroken_parts(parts: Sequence[str | InlineCode]) -> Iterator[str | InlineCode]:
    return (part for part in parts if isinstance(part, str) or not part.is_line_break)


class _Taken(NamedTuple):
    """The native text of a passage, and the hard line breaks that stand before and after its words."""

    before: str
    native: str
    after: str


class _Markup:
    """The native text of a block's passages, one after the other, each with markup of its own.

    What a block leaves open at the end of a passage ("**One. Two.**") is closed there and opened again in the next.
    """

    def __init__(self, content: Content, document: Document, *, is_quotation: bool) -> None:
        self._format, self._language, self._is_quotation = document.format, document.language, is_quotation
        self._closing = {code.id: code.native for code in content.codes if code.role is CodeRole.CLOSE}
        self._open: list[InlineCode] = []

    def take(self, content: Content) -> _Taken:
        """Return the next part of the block, trimmed, its wrapped lines joined, its hard line breaks kept."""
        opened = "".join(code.native for code in self._open)
        for code in content.codes:
            if code.role is CodeRole.OPEN and code.id in self._closing:
                self._open.append(code)
            self._open = [other for other in self._open if code.role is not CodeRole.CLOSE or other.id != code.id]
        closed = "".join(self._closing[code.id] for code in reversed(self._open))
        first, end = _words(content)
        native = "".join(self._iter_lines(without_outer_breaks(content))).strip()
        return _Taken(_breaks(content.parts[:first]), opened + native + closed, _breaks(content.parts[end:]))

    def _iter_lines(self, content: Content) -> Iterator[str]:
        """Yield the lines and the line breaks between them."""
        for is_break, parts in groupby(content.parts, lambda part: not isinstance(part, str) and part.is_line_break):
            if is_break:
                yield _breaks(tuple(parts))
                continue
            native = "".join(part if isinstance(part, str) else self._native(part) for part in parts)
            line = unwrap(
                native.strip(_BLANKS), has_blanks=self._language is Language.EN, is_quotation=self._is_quotation
            )
            yield line.text

    def _native(self, code: InlineCode) -> str:
        """A code as a passage has it: a wrapped line is a newline, an escape of YAML becomes one of the article's."""
        if code.text == "\n" and not code.native.isprintable():
            return "\n"
        if code.kind is CodeKind.ENTITY and parse_inline(code.native, self._format).text != code.text:
            return escape_inline(code.text, self._format)
        return code.native


def _breaks(parts: Sequence[str | InlineCode]) -> str:
    """The hard line breaks among parts as a passage has them: without what begins the next line, quotation marks and indents."""
    natives = (part.native for part in parts if isinstance(part, InlineCode) and part.is_line_break)
    return "".join(
        " ".join(native.split()) if native.startswith("<") else _LINE_END.sub("\n", native, count=1)
        for native in natives
    )
