"""A tolerant tokenizer of HTML that knows where in the text each token stands, in linear time whatever the input.

It follows the tokenization of the HTML standard (section 13.2.5) as far as an article needs: tags, attributes,
comments, raw-text elements. Where the standard would swallow the rest of a file (an unclosed quote in a tag), it does not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

__all__ = ["RAW_TEXT", "VOID", "HtmlToken", "TokenKind", "attributes_of", "iter_html_tokens"]

RAW_TEXT = frozenset(
    {"script", "style", "template", "textarea", "noscript", "svg", "math", "iframe", "canvas", "select"}
)
"""Elements whose content is no text of the article; the tokenizer gives each as one token."""
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
"""Elements that have no end tag (HTML standard, section 13.1.2)."""

_CODE = frozenset({"script", "style", "template"})
_TAG_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_TAG_STOP = re.compile(r"[\"'>]")
_ATTRIBUTE = re.compile(r"([^\s=/>\"'<]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


class TokenKind(Enum):
    """What a token is. RAW is a whole element of `RAW_TEXT`; COMMENT also stands for declarations and the like."""

    TEXT = "text"
    START = "start"
    END = "end"
    COMMENT = "comment"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class HtmlToken:
    """One token: text[start:end]. `name` is the lower-case name of a tag; `closed` whether a start tag ends in "/>"."""

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    closed: bool = False


def iter_html_tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[HtmlToken]:
    """Yield the tokens of text[start:end], which they partition.

    >>> [(t.kind.value, t.name) for t in iter_html_tokens("<p>a<br/></p>")]
    [('start', 'p'), ('text', ''), ('start', 'br'), ('end', 'p')]
    """
    yield from _Tokenizer(text, start, len(text) if end is None else end).tokens()


def attributes_of(text: str, token: HtmlToken) -> dict[str, str]:
    """Return the attributes of a start tag: lower-case names, values with entities resolved; the first of a name counts.

    >>> tag = '<a HREF="/?a=1&amp;b" hidden>'
    >>> attributes_of(tag, next(iter_html_tokens(tag)))
    {'href': '/?a=1&b', 'hidden': ''}
    """
    found: dict[str, str] = {}
    begin = token.start + 1 + len(token.name)
    for match in _ATTRIBUTE.finditer(text, begin, token.end - 1):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


class _Tokenizer:
    """The state of one run: it remembers what it has looked for in vain, so that nothing is searched twice."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._position, self._end = text, start, end
        self._quotes_broken = False
        self._absent: set[str] = set()

    def tokens(self) -> Iterator[HtmlToken]:
        text_start = self._position
        while self._position < self._end:
            opening = self._text.find("<", self._position, self._end)
            if opening < 0:
                break
            token = self._markup(opening)
            if token is None:
                self._position = opening + 1
                continue
            if text_start < opening:
                yield HtmlToken(TokenKind.TEXT, text_start, opening)
            yield token
            text_start = self._position = token.end
        if text_start < self._end:
            yield HtmlToken(TokenKind.TEXT, text_start, self._end)

    def _find(self, needle: str, position: int) -> int:
        """Return where `needle` ends, -1 if it is not there; a needle that is missing once is missing for good."""
        if needle in self._absent:
            return -1
        found = self._text.find(needle, position, self._end)
        if found < 0:
            self._absent.add(needle)
            return -1
        return found + len(needle)

    def _markup(self, opening: int) -> HtmlToken | None:  # noqa: PLR0911 - one return a kind of token
        text = self._text
        if text.startswith("<!--", opening):
            if text.startswith(("<!-->", "<!--->"), opening):
                return HtmlToken(TokenKind.COMMENT, opening, text.index(">", opening) + 1)
            end = self._find("-->", opening + 4)
            return HtmlToken(TokenKind.COMMENT, opening, end if end > 0 else self._end)
        if text.startswith("<![CDATA[", opening):
            end = self._find("]]>", opening)
            return HtmlToken(TokenKind.COMMENT, opening, end if end > 0 else self._end)
        if text.startswith(("<!", "<?"), opening):
            end = self._find(">", opening)
            return HtmlToken(TokenKind.COMMENT, opening, end) if end > 0 else None
        name = _TAG_NAME.match(text, opening, self._end) if ">" not in self._absent else None
        if name is None:
            return None
        end = self._tag_end(name.end())
        if end < 0:
            return None
        return self._tag(opening, end, name[1].lower())

    def _tag(self, opening: int, end: int, name: str) -> HtmlToken:
        if self._text[opening + 1] == "/":
            return HtmlToken(TokenKind.END, opening, end, name)
        closed = self._text[end - 2] == "/"
        if name in RAW_TEXT and not closed:
            close = self._end_of_raw(name, end)
            if close >= 0:
                return HtmlToken(TokenKind.RAW, opening, close, name)
        return HtmlToken(TokenKind.START, opening, end, name, closed)

    def _end_of_raw(self, name: str, position: int) -> int:
        """Return where a raw-text element ends; unclosed, code runs to the end of the file, others are plain tags (-1)."""
        key = f"</{name}"
        if key not in self._absent:
            match = re.compile(rf"{key}(?=[\s/>])[^>]*>", re.IGNORECASE).search(self._text, position, self._end)
            if match:
                return match.end()
            self._absent.add(key)
        return self._end if name in _CODE else -1

    def _tag_end(self, position: int) -> int:
        """Return where the tag ends, its quotes respected, -1 if it does not end.

        Once a quote is found unclosed, quotes no longer count: each later tag would search in vain up to the end.
        """
        start = position
        while not self._quotes_broken and ">" not in self._absent:
            stop = _TAG_STOP.search(self._text, position, self._end)
            if stop is None:
                self._absent.add(">")
                break
            if stop[0] == ">":
                return stop.end()
            closing = self._text.find(stop[0], stop.end(), self._end)
            self._quotes_broken = closing < 0
            position = closing + 1
        return self._find(">", start)
