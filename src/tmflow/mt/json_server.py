"""A small client of servers that speak JSON over HTTP: no proxy, no redirects, bounded answers, patience with a busy server."""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import ipaddress
import json
import ssl
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message

from tmflow.errors import TranslatorError, TranslatorUnavailable

__all__ = ["Address", "JsonServer", "RefusalError"]

_LARGEST_ANSWER_BYTES = 8 << 20
_LARGEST_REQUEST_BYTES = 4 << 20
_CHUNK_BYTES = 1 << 16
_MOST_MESSAGE_CHARS = 200
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 60.0
"""A server that asks for more is told of, not waited for: the run can be started again."""
_BUSY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a server is. path: what stands before the names of its calls, without a slash at its end."""

    scheme: str
    host: str
    port: int | None
    path: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{f':{self.port}' if self.port else ''}{self.path}"

    @classmethod
    def parse(cls, url: str, *, allow_http: bool = False) -> Address:
        """Parse the address of a server.

        allow_http: whether texts may go unencrypted to another machine. Raises ValueError for what is no address, has
        a name and password in it, or would need `allow_http`.

        >>> Address.parse("http://localhost:5000/").port
        5000
        >>> Address.parse("http://mt.example.org")
        Traceback (most recent call last):
        ValueError: http would send the texts unencrypted to mt.example.org: use https, or say allow_http: true
        """
        if not url.isascii() or not url.isprintable() or " " in url:
            raise ValueError("it is no address")
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            raise ValueError("it begins with http:// or https:// and the name of a machine")
        if parts.username is not None or parts.password is not None:
            raise ValueError("it holds a name or password, which do not belong in a file")
        if parts.query or parts.fragment:
            raise ValueError("it ends after the path: without ? and #")
        if parts.scheme == "http" and not allow_http and not _is_loopback(parts.hostname):
            raise ValueError(
                f"http would send the texts unencrypted to {parts.hostname}: use https, or say allow_http: true"
            )
        return cls(scheme=parts.scheme, host=parts.hostname, port=parts.port, path=parts.path.rstrip("/"))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class RefusalError(TranslatorError):
    """The server understood the call and will not do it. status: of HTTP; reason: in its own words."""

    def __init__(self, address: Address, status: int, reason: str) -> None:
        self.status, self.reason = status, reason
        super().__init__(f"{address} refused ({status} {reason})")


class JsonServer:
    """Asks one server, a connection a call. It knows no proxy and follows no redirect: nothing goes to another host.

    timeout_s: for connecting, for each wait, and for reading an answer as a whole.
    tries: of a call that finds the server busy (429, 502, 503, 504) or the connection broken; the waits between them
    double from 1 s, or are what the server asks for (Retry-After, RFC 9110 section 10.2.3), up to 60 s.
    secret: a text that no message may show, whatever the server says; wait: called with the seconds to wait.
    """

    def __init__(
        self,
        address: Address,
        *,
        timeout_s: float = 60.0,
        tries: int = 5,
        secret: str = "",
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address, self.timeout_s, self.tries = address, timeout_s, tries
        self._secret, self._wait = secret, wait

    def get(self, path: str, *, tries: int | None = None) -> object:
        """Return the JSON at a path. Raises as `post` does."""
        return self._ask("GET", path, None, tries or self.tries)

    def post(self, path: str, body: Mapping[str, object]) -> object:
        """Send JSON to a path and return the JSON that comes back.

        Raises RefusalError if the server refuses this call, TranslatorUnavailable if it cannot be reached, stays busy, sends
        elsewhere or answers with something else than JSON.
        """
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        if len(content) > _LARGEST_REQUEST_BYTES:
            raise RefusalError(self.address, 413, f"not sent: {len(content):,} bytes are more than any text needs")
        return self._ask("POST", path, content, self.tries)

    def _ask(self, method: str, path: str, content: bytes | None, tries: int) -> object:
        delay = _FIRST_WAIT_S
        for left in reversed(range(tries)):
            try:
                status, headers, answer = self._exchange(method, path, content)
            except (OSError, http.client.HTTPException) as error:
                if not left or isinstance(error, ssl.SSLError):
                    raise self._unreachable(error) from error
            else:
                if status not in _BUSY:
                    return self._parse(status, headers, answer)
                asked = _retry_after_s(headers, now=dt.datetime.now(dt.UTC))
                reason = self._reason(status, answer)
                if not left or (asked or 0) > _LONGEST_WAIT_S:
                    when = f"it asks to wait {asked:.0f} s" if asked else f"after {tries} tries"
                    raise TranslatorUnavailable(
                        f"{self.address} is busy ({status} {reason}; {when}). Start again later: what is done is kept"
                    )
                delay = asked or delay
            self._wait(delay)
            delay = min(2 * delay, _LONGEST_WAIT_S)
        raise ValueError("tries must be at least 1")

    def _exchange(self, method: str, path: str, content: bytes | None) -> tuple[int, Message, bytes]:
        deadline = time.monotonic() + self.timeout_s
        connection = self._connect()
        try:
            headers = {
                "Accept": "application/json",
                "Accept-Language": "en",
                "User-Agent": "tmflow",
                "Connection": "close",
            }
            if content is not None:
                headers["Content-Type"] = "application/json"
            connection.request(method, self.address.path + path, body=content, headers=headers)
            with connection.getresponse() as response:
                return response.status, response.headers, self._read(response, deadline)
        finally:
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        host, port = self.address.host, self.address.port
        if self.address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.timeout_s)
        return http.client.HTTPSConnection(host, port, timeout=self.timeout_s, context=ssl.create_default_context())

    def _parse(self, status: int, headers: Message, answer: bytes) -> object:
        if 300 <= status < 400:  # noqa: PLR2004 - the redirects of HTTP
            target = self._line(str(headers.get("Location", "nowhere")))
            raise TranslatorUnavailable(
                f"{self.address} sends its callers to {target}; tmflow does not follow. "
                f"If that is the right server, name it in mt.options.url"
            )
        if status != http.HTTPStatus.OK:
            raise RefusalError(self.address, status, self._reason(status, answer))
        try:
            return json.loads(answer.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            kind = self._line(headers.get_content_type())
            raise TranslatorUnavailable(
                f"{self.address} answered with something that is no JSON ({kind}). Is it the right address?"
            ) from error

    def _unreachable(self, error: Exception) -> TranslatorUnavailable:
        reason = self._line(getattr(error, "strerror", None) or str(error) or type(error).__name__)
        return TranslatorUnavailable(
            f"{self.address} cannot be reached ({reason}). Start the server or correct mt.options.url. Or: --no-mt"
        )

    def _read(self, response: http.client.HTTPResponse, deadline: float) -> bytes:
        """Read a body to its end. Raises TranslatorUnavailable if it is too long, OSError or HTTPException if it breaks off."""
        content = bytearray()
        while block := response.read1(_CHUNK_BYTES):
            content += block
            if len(content) > _LARGEST_ANSWER_BYTES:
                raise TranslatorUnavailable(
                    f"{self.address} answered with more than {_LARGEST_ANSWER_BYTES >> 20} MB. Is it the right address?"
                )
            if time.monotonic() > deadline:
                raise TimeoutError("the answer takes too long")
        if response.length:
            raise http.client.IncompleteRead(bytes(content), response.length)
        return bytes(content)

    def _reason(self, status: int, answer: bytes) -> str:
        """Return what the server says of an error, the `error` of its JSON, or what the status means."""
        try:
            found = json.loads(answer.decode("utf-8"))
        except (ValueError, RecursionError):
            found = None
        said = found.get("error") if isinstance(found, dict) else None
        return (self._line(said) if isinstance(said, str) else "") or http.client.responses.get(status, "no reason")

    def _line(self, text: str) -> str:
        """Return what a server says as one short line that a terminal can be shown."""
        line = " ".join(text.replace(self._secret, "…").split() if self._secret else text.split())
        return "".join(one for one in line if one.isprintable())[:_MOST_MESSAGE_CHARS]


def _retry_after_s(headers: Message, *, now: dt.datetime) -> float | None:
    """Return the seconds a server asks to wait: a whole number, or until a date; None if it does not say or it is over."""
    value = str(headers.get("Retry-After", "")).strip()
    if value.isascii() and value.isdigit():
        return float(value[:9]) or None
    try:
        date = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    seconds = (date.replace(tzinfo=date.tzinfo or dt.UTC) - now).total_seconds()
    return seconds if seconds > 0 else None
