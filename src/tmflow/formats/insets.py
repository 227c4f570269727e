"""Code and images of an article: the insets of its document, and the alternative texts as blocks to be translated."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tmflow.formats.htmltokens import HtmlToken, TokenKind, attributes_of, iter_html_tokens
from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.formats.inlinecodes import CodeBuilder
from tmflow.model.content import CodeKind, Content
from tmflow.model.document import ArticleFormat, Block, BlockKind, Container, Inset, InsetKind
from tmflow.model.language import Language
from tmflow.model.span import Span
from tmflow.text.image_markup import ImageMarkup, read_image
from tmflow.text.language_tags import told_language

__all__ = ["CodeText", "Stretch", "alternative_blocks", "code_text", "escape_alternative", "find_insets"]

_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\[\]\n\r]+)\]:[ \t]*(?:<([^<>\n\r]*)>|([^\s<]\S*))")
_SYNTAX = re.compile(r"(?:^|\s)lang(?:uage)?-(\S+)")
_LINE_END = re.compile(r"\r\n?")
_LIVE_IN_ALT = re.compile(r"(?<!\\)[\[\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeText:
    """What a code block says. syntax: the language it is in as the article names it, "" if it does not."""

    text: str
    syntax: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of an article that may be an inset: text[start:end].

    inside: what it stands inside of; code: what it says if it is code.
    """

    start: int
    end: int
    inside: tuple[Container, ...] = ()
    code: CodeText | None = None


def code_text(text: str, opening: HtmlToken, end: int) -> CodeText:
    """Return what a <pre> that begins with a token and ends at `end` says: its text, without the line break after the tag."""
    lines: list[str] = []
    classes = attributes_of(text, opening).get("class", "")
    for token in iter_html_tokens(text, opening.end, end):
        if token.kind is TokenKind.TEXT:
            lines.append(html.unescape(text[token.start : token.end]))
        elif token.name == "br":
            lines.append("\n")
        elif token.name == "code" and token.kind is TokenKind.START:
            classes += " " + attributes_of(text, token).get("class", "")
    syntax = _SYNTAX.search(classes)
    said = _LINE_END.sub("\n", "".join(lines))
    return CodeText(text=said.removeprefix("\n").rstrip("\n"), syntax=syntax[1] if syntax else "")


def _has_image(native: str) -> bool:
    """Whether an image can be in native text: a glance that spares reading it."""
    return "![" in native or "<img" in native.lower()


def alternative_blocks(content: Content, start: int, *, format: ArticleFormat, language: Language) -> Iterator[Block]:
    """Yield the alternative texts of the images in a content without text. start: where it begins in the article."""
    for place, _, found in _iter_images(content, start):
        native = content.native[place + found.alt_start - start : place + found.alt_end - start]
        alternative = _alternative(native, format)
        if alternative.text.strip():
            span = Span(place + found.alt_start, place + found.alt_end)
            told = told_language(content.native[place - start :])
            foreign = "" if told.partition("-")[0] == language.value else told
            yield Block(kind=BlockKind.IMAGE, span=span, content=alternative, language=language, foreign=foreign)


def _iter_images(content: Content, start: int) -> Iterator[tuple[int, int, ImageMarkup]]:
    """Yield where each image of a content begins and ends in the article, and what it says."""
    for part in content.parts:
        native = part if isinstance(part, str) else part.native
        if not isinstance(part, str) and part.kind is CodeKind.IMAGE and (found := read_image(native)):
            yield start, start + len(native), found
        start += len(native)


def _alternative(native: str, format: ArticleFormat) -> Content:
    """Return an alternative text; in an attribute of HTML what looks like a tag is text."""
    if format is not ArticleFormat.HTML or "<" not in native:
        return parse_inline(native, format)
    builder = CodeBuilder()
    for token in iter_html_tokens(native):
        raw = native[token.start : token.end]
        if token.kind is TokenKind.TEXT:
            for part in parse_inline(raw, format).parts:
                if isinstance(part, str):
                    builder.text(part)
                else:
                    builder.standalone(part.kind, part.native, part.text)
        else:
            builder.standalone(CodeKind.ENTITY, raw, html.unescape(raw))
    return builder.content()


def escape_alternative(text: str, before: str) -> str:
    r"""Return an alternative text as it stands in an image's markup. before: the character there before it.

    >>> escape_alternative('the "old" [quay', "["), escape_alternative('the "old" quay', '"')
    ('the "old" \\[quay', 'the &quot;old&quot; quay')
    """
    line = " ".join(text.split())
    if before == "[":
        return _LIVE_IN_ALT.sub(r"\\\g<0>", escape_inline(line, ArticleFormat.MARKDOWN))
    escaped = html.escape(line)
    return escaped if before in {'"', "'"} else f'"{escaped}"'


def find_insets(
    text: str, stretches: Iterable[Stretch], blocks: Sequence[Block], format: ArticleFormat
) -> tuple[Inset, ...]:
    """Return the insets of an article, in order. A stretch that is no code is one if nothing but images is in it."""
    starts = [block.span.start for block in blocks]
    define = _Definitions(text) if format is ArticleFormat.MARKDOWN else str
    insets: list[Inset] = []
    for stretch in sorted(stretches, key=lambda each: each.start):
        if not insets or stretch.start >= insets[-1].span.end:
            insets += _iter_insets(text, stretch, starts, format, define)
    return tuple(insets)


def _iter_insets(
    text: str, stretch: Stretch, starts: Sequence[int], format: ArticleFormat, define: Callable[[str], str]
) -> Iterator[Inset]:
    block = bisect_left(starts, stretch.start)
    if stretch.code is not None:
        yield Inset(
            kind=InsetKind.CODE,
            span=Span(stretch.start, stretch.end),
            block=block,
            text=stretch.code.text,
            syntax=stretch.code.syntax,
            inside=stretch.inside,
        )
        return
    native = text[stretch.start : stretch.end]
    content = parse_inline(native, format) if _has_image(native) else Content()
    for start, end, found in _iter_images(content, stretch.start) if not content.text.strip() else ():
        yield Inset(
            kind=InsetKind.IMAGE,
            span=Span(start, end),
            block=bisect_left(starts, start),
            address=found.address or (define(found.label) if found.label else ""),
            inside=stretch.inside,
        )


class _Definitions:
    """The addresses that a Markdown text defines for labels, read when the first is asked for (CommonMark 4.7)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, str] | None = None

    def __call__(self, label: str) -> str:
        if self._known is None:
            self._known = {}
            for found in _DEFINITION.finditer(self._text):
                self._known.setdefault(_folded(found[1]), found[2] or found[3] or "")
        return self._known.get(_folded(label), "")


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
