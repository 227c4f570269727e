"""A web server for the built site on this machine alone, to look at it while it is being worked on.

It answers on the loopback address and to that name only: a page of another host whose name is made to lead here is refused
(DNS rebinding). It reads files below its folder, lists none, and writes nothing.
"""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from tmflow.errors import ConfigError
from tmflow.publish.preview import EVENTS_PATH, RELOAD_PATH, previewed, reload_script

__all__ = ["LOOPBACK", "News", "SiteServer"]

LOOPBACK = "127.0.0.1"
_NAMES = (LOOPBACK, "localhost")
_HTTP_PORT = 80
_STILL_THERE_S = 10.0
"""Between two signs of life to a page that listens: a browser that has gone is noticed by then."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


@dataclass(slots=True)
class News:
    """What pages that listen are told: which build stands now, and what kept articles back in it."""

    build: int = 0
    errors: tuple[str, ...] = ()
    changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, errors: Sequence[str]) -> None:
        """Tell of another build."""
        with self.changed:
            self.build += 1
            self.errors = tuple(errors)
            self.changed.notify_all()

    def wait(self, seen: int, timeout_s: float) -> tuple[int, str]:
        """Wait for a build other than the one seen; return what stands then and how it is told, "" if there was no other."""
        with self.changed:
            self.changed.wait_for(lambda: self.build != seen, timeout=timeout_s)
            told = json.dumps({"build": self.build, "errors": self.errors}, ensure_ascii=False)
            return self.build, told if self.build != seen else ""


class SiteServer(ThreadingHTTPServer):
    """Serves a folder. port: 0 takes one that is free. news: what its pages listen to, None if nothing ever changes.

    Raises ConfigError for a port that cannot be had.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, *, port: int = 0, news: News | None = None) -> None:
        self.folder = folder.resolve()
        self.news = news
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as error:
            raise ConfigError(
                f"port {port} cannot be had: {error.strerror}. Give another, or 0 for one that is free"
            ) from error

    @property
    def address(self) -> str:
        """Where the site is now."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The names it answers to."""
        bare = _NAMES if self.server_port == _HTTP_PORT else ()
        return frozenset((*bare, *(f"{name}:{self.server_port}" for name in _NAMES)))

    def start(self) -> None:
        """Answer in a thread, until `stop`."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    server_version = "tmflow"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        site = cast("SiteServer", self.server)
        hosts = self.headers.get_all("Host") or [""]
        if len(hosts) > 1 or hosts[0].lower() not in site.hosts:
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, b"This server answers to its own name only.\n")
            return
        path = self.path.partition("?")[0].partition("#")[0]
        if site.news and path == EVENTS_PATH:
            self._tell(site.news)
        elif site.news and path == RELOAD_PATH:
            self._answer(HTTPStatus.OK, reload_script(), _TYPES[".js"])
        else:
            self._answer_file(site, path)

    do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

    def _answer_file(self, site: SiteServer, path: str) -> None:
        found = _file_at(site.folder, path)
        if found is not None and found.is_dir():
            if not path.endswith("/"):
                self._redirect(f"{path}/")
                return
            found = _file_at(site.folder, f"{path}index.html")
        status, content = HTTPStatus.OK, _content(found)
        if content is None:
            status, found = HTTPStatus.NOT_FOUND, _file_at(site.folder, "/404.html")
            content = _content(found)
        if found is None or content is None:
            self._answer(HTTPStatus.NOT_FOUND, b"There is no such page.\n")
            return
        kind = _TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        self._answer(status, previewed(content) if site.news and found.suffix == ".html" else content, kind)

    def _answer(self, status: HTTPStatus, content: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            with suppress(OSError):  # the browser has gone on
                self.wfile.write(content)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.PERMANENT_REDIRECT)
        for name, value in {**_HEADERS, "Location": path, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def _tell(self, news: News) -> None:
        """Send each build as an event until the browser goes (HTML, section 9.2, server-sent events)."""
        self.send_response(HTTPStatus.OK)
        for name, value in {**_HEADERS, "Content-Type": "text/event-stream"}.items():
            self.send_header(name, value)
        self.end_headers()
        seen = -1
        with suppress(OSError):
            while self.command != "HEAD":
                seen, told = news.wait(seen, _STILL_THERE_S)
                self.wfile.write((f"data: {told}\n\n" if told else ": \n\n").encode())
                self.wfile.flush()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal is for what happens to the articles."""


def _file_at(folder: Path, path: str) -> Path | None:
    """Return what a path of a request names, None for what is not there, hidden, or outside of the folder."""
    parts = [unquote(part, errors="surrogateescape") for part in path.split("/") if part]
    if not path.startswith("/") or any(part.startswith(".") or set(part) & set("/\\\0:") for part in parts):
        return None
    try:
        found = folder.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    return found if found.is_relative_to(folder) else None


def _content(path: Path | None) -> bytes | None:
    """Return what a file holds, None where there is none or it cannot be read."""
    try:
        return path.read_bytes() if path is not None and path.is_file() else None
    except OSError:
        return None
