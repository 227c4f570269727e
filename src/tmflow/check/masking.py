"""Blanking out what a rule must not look into, length for length, so that positions stay true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tmflow.model.content import CodeKind, Content

__all__ = ["blank_spans", "iter_addresses", "prose_of"]

_ASCII = r"A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%"
_WORD = r"\u30a1-\u30fa\u30fc\u3005\u3400-\u9fff\u00c0-\u024f"
_ADDRESS = re.compile(
    rf"(?:(?:https?|ftp)://|www\.)[{_ASCII}]+(?:(?<=[/=_#\-])[{_WORD}]+[{_ASCII}]*)*"
    r"|[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}",
    re.IGNORECASE,
)
"""A web or mail address with all the ASCII that may belong to it (RFC 3986, section 2). Kanji and katakana belong to it
where a path or query part begins with them (/wiki/港), as on the published page; other Japanese ends it."""
_TRAILING = ".,;:!?'*_~(["
_OPENERS = {")": "(", "]": "["}


def iter_addresses(text: str) -> Iterator[tuple[str, int]]:
    """Yield the web and mail addresses of a text with their offsets, without the punctuation after them.

    A closing bracket belongs to an address only if it was opened in it.

    >>> list(iter_addresses("詳しくは(https://example.org/a_(b))。"))
    [('https://example.org/a_(b)', 5)]
    """
    position = 0
    while match := _ADDRESS.search(text, position):
        address = _cut_at_unpaired_closer(match.group()).rstrip(_TRAILING)
        position = match.start() + max(1, len(address))
        if len(address) > len("www."):
            yield address, match.start()


def _cut_at_unpaired_closer(address: str) -> str:
    opened = {"(": 0, "[": 0}
    for index, character in enumerate(address):
        if character in opened:
            opened[character] += 1
        elif character in _OPENERS:
            opened[_OPENERS[character]] -= 1
            if opened[_OPENERS[character]] < 0:
                return address[:index]
    return address


def blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with half-open ranges turned into blanks; the length stays.

    >>> blank_spans("a b c", [(2, 3)])
    'a   c'
    """
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def prose_of(content: Content) -> str:
    """Return a content's text with program code and addresses blanked out; positions are those of `content.text`."""
    spans, position = [], 0
    for part in content.parts:
        length = len(part) if isinstance(part, str) else len(part.text)
        if not isinstance(part, str) and part.kind is CodeKind.CODE:
            spans.append((position, position + length))
        position += length
    text = blank_spans(content.text, spans)
    return blank_spans(text, ((start, start + len(address)) for address, start in iter_addresses(text)))
