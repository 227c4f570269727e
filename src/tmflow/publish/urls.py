"""URLs: which may become a link, and where one stands in running text.

Nothing reaches an `href` but through `checked_url` or `checked_href`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from tmflow.model.document import Span

__all__ = ["checked_href", "checked_url", "iter_urls"]

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\u3000\ufeff\ufff0-\uffff]")
"""Control, bidi and invisible characters: a browser would drop them. What else RFC 3986 leaves out is escaped."""

_HOST = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*\.?", re.ASCII
)
_IPV6 = re.compile(r"[0-9a-f:.]+", re.ASCII)
_MAIL = re.compile(r"[A-Za-z0-9.!#$&'*+/=?_~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+", re.ASCII)
_SAFE = "/?#@!$&'()*+,;=:%-._~"
_ASCII = r"A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%"
_WORD = r"\u30a1-\u30fa\u30fc\u3005\u3400-\u9fff\u00c0-\u024f"
_BARE = re.compile(rf"https?://[{_ASCII}]+(?:(?<=[/=_#\-])[{_WORD}]+[{_ASCII}]*)*", re.IGNORECASE)
"""A run of RFC 3986 characters; kanji and katakana only where a path or query part begins with them, so that the
Japanese sentence that goes on after a URL (https://example.org/logsを参照) is not swallowed."""

_CLOSERS = {")": "(", "]": "["}
_TRAILING = ".,:;!?'*_~(["


def checked_url(url: str) -> str | None:
    """Return a URL fit for an `href` in ASCII, or None if it must not become a link.

    Fit are http and https with a host and without credentials, and mailto with one plain address.

    >>> checked_url("https://example.org/港")
    'https://example.org/%E6%B8%AF'
    >>> checked_url("javascript:alert(1)") is None
    True
    """
    stripped = url.strip()
    if not stripped or _FORBIDDEN.search(stripped):
        return None
    scheme, _, rest = stripped.partition(":")
    if scheme.lower() == "mailto":
        address = rest.partition("?")[0]
        return f"mailto:{address}" if _MAIL.fullmatch(address) else None
    if scheme.lower() not in {"http", "https"} or not rest.startswith("//"):
        return None
    try:
        parts = urlsplit(stripped)
        host = _ascii_host(parts.hostname or "")
        port = f":{parts.port}" if parts.port is not None else ""
    except (ValueError, UnicodeError):
        return None
    if host is None or "@" in parts.netloc:
        return None
    tail = quote(stripped[stripped.index("//") + 2 + len(parts.netloc) :], safe=_SAFE, errors="replace")
    return f"{parts.scheme}://{host}{port}{_mend_percent(tail)}"


def checked_href(href: str) -> str | None:
    """Return a link to a page of the same site, or whatever `checked_url` lets pass; None for anything else.

    >>> checked_href("港/tides.html"), checked_href("//example.org/x")
    ('%E6%B8%AF/tides.html', None)
    """
    stripped = href.strip()
    if not stripped or _FORBIDDEN.search(stripped) or stripped.startswith("//"):
        return None
    if ":" in re.split(r"[/?#]", stripped, maxsplit=1)[0]:
        return checked_url(stripped)
    return _mend_percent(quote(stripped, safe=_SAFE, errors="replace"))


def iter_urls(text: str) -> Iterator[Span]:
    """Yield where http and https URLs stand in running text, in either language.

    A URL ends before 、。」） and any other full-width mark, before the kana of the sentence around it, before its own
    sentence's final mark and before a closing bracket it has not opened.

    >>> text = "詳細（https://example.org/a_(b)）。"
    >>> [text[span.start : span.end] for span in iter_urls(text)]
    ['https://example.org/a_(b)']
    """
    for match in _BARE.finditer(text):
        if match.start() and text[match.start() - 1].isascii() and text[match.start() - 1].isalnum():
            continue
        url = _trim(match.group())
        if checked_url(url) is not None:
            yield Span(match.start(), match.start() + len(url))


def _trim(url: str) -> str:
    """Cut what belongs to the sentence: an unpaired closer and all after it, then final marks."""
    depth = dict.fromkeys(_CLOSERS.values(), 0)
    for index, character in enumerate(url):
        if character in depth:
            depth[character] += 1
        elif character in _CLOSERS:
            depth[_CLOSERS[character]] -= 1
            if depth[_CLOSERS[character]] < 0:
                url = url[:index]
                break
    return url.rstrip(_TRAILING)


def _ascii_host(host: str) -> str | None:
    if ":" in host:
        return f"[{host}]" if _IPV6.fullmatch(host) else None
    ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    return ascii_host if _HOST.fullmatch(ascii_host) else None


def _mend_percent(tail: str) -> str:
    """Escape each percent sign that begins no escape."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", tail)
