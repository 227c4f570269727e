"""The one door to the network for indexes and packages: http and https only, with limits on time and size."""

from __future__ import annotations

import email
import email.utils
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any

__all__ = [
    "DEFAULT_LIMITS",
    "NetworkLimits",
    "check_address",
    "iter_body",
    "open_address",
    "reason_of",
    "size_text",
    "strong_validator",
]

_CHUNK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLimits:
    """How long a server may be silent, and how slow it may be: `window_bytes` are due in each `window_s` seconds."""

    silence_s: float = 30.0
    window_s: float = 60.0
    window_bytes: int = 1 << 16


DEFAULT_LIMITS = NetworkLimits()


@contextmanager
def open_address(
    url: str, *, headers: Mapping[str, str] | None = None, limits: NetworkLimits = DEFAULT_LIMITS
) -> Iterator[http.client.HTTPResponse]:
    """Ask a server for a file. Redirects are followed as far as `check_address` lets them.

    Raises OSError for whatever goes wrong, urllib.error.HTTPError among them; also for what happens inside the block.
    """
    check_address(url)
    request = urllib.request.Request(url, headers=dict(headers or {}))  # noqa: S310 - the scheme was checked
    try:
        response = _opener().open(request, timeout=limits.silence_s)
    except (http.client.HTTPException, ValueError) as error:
        raise ConnectionError(f"it was answered with what is not HTTP: {type(error).__name__}") from error
    with response:
        try:
            yield response
        except http.client.HTTPException as error:
            raise ConnectionError("the connection broke") from error


def check_address(url: str, *, referrer: str = "") -> None:
    """Raise ConnectionError unless an address is http or https, and https where the address that led to it is.

    >>> check_address("file:///etc/hostname")
    Traceback (most recent call last):
    ConnectionError: not an address to download from: 'file:///etc/hostname'
    """
    try:
        parts = urllib.parse.urlsplit(url)
        is_web = (
            parts.scheme in {"http", "https"}
            and parts.hostname
            and parts.port != 0
            and url.isascii()
            and url.isprintable()
        )
    except ValueError:
        is_web = False
    if not is_web or " " in url:
        raise ConnectionError(f"not an address to download from: {url[:200]!r}")
    if referrer.startswith("https:") and parts.scheme != "https":
        raise ConnectionError(f"{referrer} is https and leads to an address that is not: {url[:200]}")


class _CheckedRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(  # noqa: PLR0917 - the signature is urllib's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        check_address(newurl, referrer=req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener without urllib's handlers for files, FTP and data addresses."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _CheckedRedirects(),
    ):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "tmflow")]
    return opener


def iter_body(
    response: http.client.HTTPResponse, *, most_bytes: int, limits: NetworkLimits = DEFAULT_LIMITS
) -> Iterator[bytes]:
    """Yield the bytes of an answer as they come.

    Raises ConnectionError if they are more than `most_bytes` or fewer than announced, TimeoutError if they come slower than the limits allow.
    """
    done = counted = 0
    due_s = time.monotonic() + limits.window_s
    while chunk := response.read1(_CHUNK_BYTES):
        done += len(chunk)
        if done > most_bytes:
            raise ConnectionError(f"it is larger than {size_text(most_bytes)}")
        if time.monotonic() > due_s:
            if done - counted < limits.window_bytes:
                raise TimeoutError(f"the server sent {done - counted} bytes in {limits.window_s:g} seconds")
            counted, due_s = done, time.monotonic() + limits.window_s
        yield chunk
    if response.length:
        raise ConnectionError("the connection broke")


def strong_validator(headers: Message) -> str:
    """Return what an answer may be asked for again with (If-Range): its ETag or its date, "" if neither is strong.

    Source: RFC 9110, 13.1.5 and 8.8.2.2: no weak ETag, and no date within a second of the answer's own.

    >>> [strong_validator(email.message_from_string(f"ETag: {tag}")) for tag in ('"a1"', 'W/"a1"')]
    ['"a1"', '']
    """
    tag = headers.get("ETag") or ""
    if tag:
        return tag if tag.startswith('"') else ""
    changed, answered = headers.get("Last-Modified") or "", headers.get("Date") or ""
    try:
        age = email.utils.parsedate_to_datetime(answered) - email.utils.parsedate_to_datetime(changed)
    except (TypeError, ValueError):
        return ""
    return changed if age.total_seconds() >= 1 else ""


def reason_of(error: OSError) -> str:
    """Return why a server could not be asked, in one printable line.

    >>> reason_of(urllib.error.URLError(OSError(111, "Connection refused")))
    'Connection refused'
    """
    if isinstance(error, urllib.error.HTTPError):
        text = f"HTTP {error.code} {error.reason}"
    else:
        cause = getattr(error, "reason", None)
        inner = cause if isinstance(cause, OSError) else error
        text = inner.strerror or str(inner)
    return "".join(character if character.isprintable() else " " for character in text[:200]).strip()


def size_text(size_bytes: int) -> str:
    """Return a size as people read it.

    >>> size_text(150_340_000), size_text(999)
    ('150.3 MB', '999 bytes')
    """
    for unit, size in (("MB", 10**6), ("kB", 10**3)):
        if size_bytes >= size:
            return f"{size_bytes / size:,.1f} {unit}"
    return f"{size_bytes} bytes"
