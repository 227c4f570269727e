"""Which elements of an HTML page are notes: those to which links of nothing but a number or sign lead.

A note stands after its first call; so what the links back from notes lead to is none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from itertools import takewhile

from tmflow.formats.htmltokens import HtmlToken, TokenKind, attributes_of

__all__ = ["NoteCalls"]

_ELEMENTS = frozenset({"li", "p", "div", "aside", "dd", "section"})
_CALL = re.compile(
    r"(<sup[^<>]{0,200}>\s*)?<a\s(?:[^<>]{0,300}\s)?href\s*=\s*[\"']?#([^\"'\s<>]{1,200})[^<>]{0,300}>\s*(<sup[^<>]{0,200}>)?\s*"
    r"(?:([\[(（［]|[※*＊†‡]{1,3}|原注|訳注|注)[0-9０-９a-z]{0,3}[\])）］]?|[0-9０-９]{1,3})\s*(?:</sup>)?\s*</a>",
    re.IGNORECASE,
)
_TELLING = re.compile(r"note|foot|fn|ftn|cite|注", re.IGNORECASE)


class NoteCalls:
    """The calls of notes in a stretch of HTML: links that are raised, in brackets, or whose names tell of notes."""

    def __init__(self, text: str, start: int, end: int) -> None:
        """Find those of text[start:end]."""
        self._text = text
        self._first: dict[str, int] = {}
        for found in _CALL.finditer(text, start, end):
            before, name, inside, sign = found.groups()
            if before or inside or sign or _TELLING.search(name):
                self._first.setdefault(html.unescape(name), found.start())

    def called(self, element: HtmlToken, attributes: Mapping[str, str]) -> str:
        """Return the id of the note that an element is, "" if it is none. attributes: of its start tag."""
        name = attributes.get("id", "") if element.name in _ELEMENTS else ""
        return name if self._first.get(name, element.start) < element.start else ""

    def called_at_start(self, run: Iterable[HtmlToken]) -> str:
        """Return the id of the note that begins with a run: of a link or the like at its start, "" if it begins none."""
        for token in takewhile(lambda token: token.kind is TokenKind.START, run if self._first else ()):
            attributes = attributes_of(self._text, token)
            for name in (attributes.get("id", ""), attributes.get("name", "")):
                if self._first.get(name, token.start) < token.start:
                    return name
        return ""
