"""Web and mail addresses in running text of either language."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["iter_addresses"]

_CHARACTER = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"
_WEB = re.compile(rf"(?:https?://|(?<![A-Za-z0-9.@-])www\.){_CHARACTER}+")
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_OPENING = {")": "(", "]": "["}


def iter_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of web and mail addresses, in order, without the marks of the sentence around them.

    >>> text = "詳しくはhttps://example.org/a(1)、または(office@example.org)。"
    >>> [text[start:end] for start, end in iter_addresses(text)]
    ['https://example.org/a(1)', 'office@example.org']
    """
    if "://" not in text and "www." not in text and "@" not in text:
        return
    position = 0
    web, mail = _WEB.search(text), _MAIL.search(text)
    while found := min((one for one in (web, mail) if one), key=lambda one: one.start(), default=None):
        position = _end_of(text, found)
        yield found.start(), position
        web, mail = _WEB.search(text, position), _MAIL.search(text, position)


def _end_of(text: str, found: re.Match[str]) -> int:
    """Return where an address ends: before the marks of the sentence, and a bracket that it does not open."""
    start, end = found.span()
    while end - start > 1:
        last = text[end - 1]
        opening = _OPENING.get(last)
        is_unopened = opening is not None and text.count(last, start, end) > text.count(opening, start, end)
        if last not in ".,;:!?'*" and not is_unopened:
            break
        end -= 1
    return end
