"""Which language an article is in: what it declares, else what the letters of its prose tell."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from tmflow.formats.frontmatter import read_front_matter
from tmflow.formats.html import declared_language
from tmflow.formats.htmltokens import TokenKind, iter_html_tokens
from tmflow.formats.inline import parse_inline
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.text.scripts import guess_language

__all__ = ["language_of"]

_ENOUGH_CHARS = 20_000
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ASCII_RUN = re.compile("[!-~]+")
_JOINED = re.compile(r"[A-Za-z0-9](?:[./_@\\=]|://)[A-Za-z0-9]")
_CODE_TAGS = frozenset({"code", "kbd", "pre", "samp", "tt"})


def language_of(text: str, format: ArticleFormat, *, path: Path) -> Language:
    """Return the language of an article: the declared one, else Japanese from a fifth of kana and kanji among its letters.

    Addresses, code and markup are no letters of it. Without any letter it is English.
    Raises FormatError for malformed front matter; `path` is for its message.

    >>> language_of("<p>港 <a>https://example.org/a-long-address</a></p>", ArticleFormat.HTML, path=Path("-")).value
    'ja'
    """
    declared = _declared(text, format, path)
    if declared:
        try:
            return Language.parse(declared)
        except ValueError:
            pass
    return Language(guess_language(_without_addresses(_prose(text, format))) or Language.EN.value)


def _declared(text: str, format: ArticleFormat, path: Path) -> str | None:
    if format is ArticleFormat.HTML:
        found = declared_language(text)
        return found[0] if found else None
    value = read_front_matter(text, path).first("language") if format is ArticleFormat.MARKDOWN else None
    return value.value if value else None


def _prose(text: str, format: ArticleFormat) -> str:
    """Return what a reader reads of the beginning of an article, without code."""
    if format is ArticleFormat.HTML:
        return " ".join(_first_texts(text))
    if format is ArticleFormat.MARKDOWN:
        parts = parse_inline(text[:_ENOUGH_CHARS], format).parts
        return _TAG.sub(" ", " ".join(part for part in parts if isinstance(part, str)))
    return text[:_ENOUGH_CHARS]


def _first_texts(text: str) -> Iterator[str]:
    """Yield the first texts of a page outside of code."""
    depth = length = 0
    for token in iter_html_tokens(text):
        if token.name in _CODE_TAGS:
            depth = max(0, depth + (1 if token.kind is TokenKind.START else -1))
        elif token.kind is TokenKind.TEXT and not depth:
            yield html.unescape(text[token.start : token.end])
            length += token.end - token.start
            if length > _ENOUGH_CHARS:
                return


def _without_addresses(text: str) -> str:
    """Return a text without addresses, paths and names of programs: what has a dot, slash or the like inside of a word."""
    return _ASCII_RUN.sub(lambda run: " " if _JOINED.search(run[0]) else run[0], text)
