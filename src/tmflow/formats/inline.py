"""Inline markup of a block: native text to `Content` and plain text to native, one pair of functions for all formats."""

from __future__ import annotations

import html
import re

from tmflow.formats.htmltokens import HtmlToken, TokenKind, attributes_of, iter_html_tokens
from tmflow.formats.inlinecodes import CodeBuilder
from tmflow.formats.inlinemarkdown import escape_markdown, parse_markdown
from tmflow.model.content import CodeKind, Content
from tmflow.model.document import ArticleFormat

__all__ = ["escape_inline", "parse_inline"]

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_KINDS = {
    "a": CodeKind.LINK,
    "strong": CodeKind.STRONG,
    "b": CodeKind.STRONG,
    "em": CodeKind.EMPHASIS,
    "i": CodeKind.EMPHASIS,
    "code": CodeKind.CODE,
    "kbd": CodeKind.CODE,
    "samp": CodeKind.CODE,
    "tt": CodeKind.CODE,
    "ruby": CodeKind.RUBY,
    "sup": CodeKind.FOOTNOTE,
}
_STANDALONE = {"br": (CodeKind.BREAK, "\n"), "wbr": (CodeKind.BREAK, ""), "img": (CodeKind.IMAGE, "")}
_SILENT = frozenset({"rt", "rp"})
"""Elements whose text is not in the line of reading: the gloss of a ruby."""


def parse_inline(native: str, format: ArticleFormat) -> Content:
    r"""Return the content of one block's native text; `parse_inline(x, f).native == x` for any x.

    Plain text has no codes. Markdown follows CommonMark 0.31 with one leniency: emphasis may open and close beside
    Japanese punctuation, where the letter of the specification leaves the marks standing. Nothing raises.

    >>> content = parse_inline("the **old** quay", ArticleFormat.MARKDOWN)
    >>> content.text, [code.native for code in content.codes]
    ('the old quay', ['**', '**'])
    >>> parse_inline("fish &amp; chips<br>daily", ArticleFormat.HTML).text
    'fish & chips\ndaily'
    """
    if format is ArticleFormat.PLAIN:
        return Content.of(native)
    if format is ArticleFormat.MARKDOWN:
        return parse_markdown(native)
    return _parse_html(native)


def escape_inline(text: str, format: ArticleFormat) -> str:
    r"""Return the native form of a plain text: `parse_inline(escape_inline(t, f), f).text == t` for any t.

    >>> escape_inline("a < b & c", ArticleFormat.HTML)
    'a &lt; b &amp; c'
    >>> escape_inline("2 * 3 [sic] *really*", ArticleFormat.MARKDOWN)
    '2 * 3 [sic] \\*really\\*'
    """
    if format is ArticleFormat.PLAIN:
        return text
    if format is ArticleFormat.MARKDOWN:
        return escape_markdown(text)
    return html.escape(text, quote=False)


def _parse_html(native: str) -> Content:
    builder = CodeBuilder()
    silent_until: int = -1
    tokens = list(iter_html_tokens(native))
    for index, token in enumerate(tokens):
        if index <= silent_until:
            continue
        raw = native[token.start : token.end]
        if token.kind is TokenKind.TEXT:
            _add_text(builder, raw)
        elif token.kind is TokenKind.START and token.name in _SILENT:
            silent_until = _last_of_silent(tokens, index)
            builder.standalone(CodeKind.RUBY, native[token.start : tokens[silent_until].end])
        elif token.kind is TokenKind.START and token.name in _STANDALONE:
            kind, text = _STANDALONE[token.name]
            builder.standalone(kind, raw, text)
        elif token.kind is TokenKind.START and _is_fixed(native, tokens, index):
            silent_until = index + 2
            text = html.unescape(native[token.end : tokens[index + 2].start])
            kind = _KINDS.get(token.name, CodeKind.OTHER)
            builder.standalone(kind, native[token.start : tokens[index + 2].end], text)
        elif token.kind is TokenKind.START and not token.closed:
            builder.open(token.name, _KINDS.get(token.name, CodeKind.OTHER), raw)
        elif token.kind is TokenKind.END:
            builder.close(token.name, raw)
        else:
            builder.standalone(CodeKind.OTHER, raw)
    return builder.content()


def _add_text(builder: CodeBuilder, raw: str) -> None:
    position = 0
    for match in _ENTITY.finditer(raw):
        text = html.unescape(match[0])
        if text == match[0]:
            continue
        builder.text(raw[position : match.start()])
        builder.standalone(CodeKind.ENTITY, match[0], text)
        position = match.end()
    builder.text(raw[position:])


def _is_fixed(native: str, tokens: list[HtmlToken], index: int) -> bool:
    """Whether the start tag begins an element of nothing but text that is not to be translated.

    That is code, and what says `translate="no"` and means nothing else, such as <span>.
    """
    kind = _KINDS.get(tokens[index].name, CodeKind.OTHER)
    is_fixed = kind is CodeKind.CODE or (kind is CodeKind.OTHER and _says_no(native, tokens[index]))
    if not is_fixed or index + 2 >= len(tokens):
        return False
    inner, closing = tokens[index + 1 : index + 3]
    return (
        inner.kind is TokenKind.TEXT
        and closing.kind is TokenKind.END
        and closing.name == tokens[index].name
        and bool(native[inner.start : inner.end])
    )


def _says_no(native: str, token: HtmlToken) -> bool:
    if "translate" not in native[token.start : token.end].lower():
        return False
    return attributes_of(native, token).get("translate", "").lower() == "no"


def _last_of_silent(tokens: list[HtmlToken], index: int) -> int:
    """Return the index of the token that ends a silent element: its end tag, or what stands before the next ruby tag."""
    for at in range(index + 1, len(tokens)):
        token = tokens[at]
        if token.kind is TokenKind.END and token.name == tokens[index].name:
            return at
        if token.name in {"ruby", "rt", "rp", "rb"}:
            return at - 1
    return index
