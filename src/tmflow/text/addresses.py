"""Web and mail addresses in running text of either language."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["iter_addresses"]

_PLAIN = r"A-Za-z0-9\-._~:/?#@!$&'*+,;=%"
_WORD = r"\u30a1-\u30fa\u30fc\u3005\u3400-\u9fff\u00c0-\u024f"
_BEGIN = re.compile(
    rf"(?P<web>(?:https?|ftp)://|(?<![A-Za-z0-9.@-])www\.)(?=[{_PLAIN}()\[\]])"
    r"|[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}",
    re.IGNORECASE | re.ASCII,
)
_PIECE = re.compile(rf"[{_PLAIN}]+|(?<=[/=_#\-])[{_WORD}]+|[()\[\]]")
"""The ASCII that may belong to an address (RFC 3986, section 2), its brackets one by one. Kanji, katakana and Latin letters
with accents belong to it where a part of a path or query begins with them (/wiki/港); other Japanese ends it."""
_TRAILING = ".,;:!?'*_~(["
_OPENERS = {")": "(", "]": "["}


def iter_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of web and mail addresses, in order, without the marks of the sentence around them.

    A closing bracket belongs to an address only if it was opened in it. A long text takes no more time than its parts.

    >>> text = "詳しくはhttps://example.org/wiki/港_(a)、または(office@example.org)。"
    >>> [text[start:end] for start, end in iter_addresses(text)]
    ['https://example.org/wiki/港_(a)', 'office@example.org']
    """
    if "://" not in text and "@" not in text and "www." not in text.lower():
        return
    position = 0
    while found := _BEGIN.search(text, position):
        start, position = found.span()
        least = position
        if found["web"]:
            position = _end_of(text, position)
        while position > least and text[position - 1] in _TRAILING:
            position -= 1
        if position > least or not found["web"]:
            yield start, position


def _end_of(text: str, position: int) -> int:
    """Return where an address that goes on here ends: before a bracket that it does not open."""
    opened = {"(": 0, "[": 0}
    while piece := _PIECE.match(text, position):
        mark = piece[0]
        if mark in opened:
            opened[mark] += 1
        elif mark in _OPENERS:
            opened[_OPENERS[mark]] -= 1
            if opened[_OPENERS[mark]] < 0:
                break
        position = piece.end()
    return position
