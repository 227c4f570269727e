"""A web server for packages, in a process of its own, that can be told to behave as badly as servers do."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RULES = "rules.json"
LOG = "requests.jsonl"
OLD_DATE = "Mon, 05 Jan 2026 08:00:00 GMT"


@dataclass(frozen=True)
class PackageServer:
    """A running server. `rules`: for a file, what is bad about it (see `_Handler.do_GET`)."""

    url: str
    folder: Path

    def put(self, name: str, content: bytes, **rules: object) -> str:
        """Serve a file from now on; return its address."""
        (self.folder / name).write_bytes(content)
        all_rules = self._read(RULES) | {name: rules}
        (self.folder / RULES).write_text(json.dumps(all_rules), encoding="utf-8")
        return self.url + name

    def put_index(self, *entries: dict[str, object], **rules: object) -> str:
        """Serve an index of packages; a link without a scheme is one to this server."""
        self.put("index.json", json.dumps(entries).encode(), **rules)
        return self.url

    def requests(self, name: str) -> list[dict[str, Any]]:
        """What was asked for a file, in order: its Range and If-Range."""
        path = self.folder / LOG
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [one for one in map(json.loads, lines) if one["name"] == name]

    def _read(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


@contextmanager
def running_package_server(folder: Path) -> Iterator[PackageServer]:
    """Run a server for the files of a folder on a free port of loopback, until the block ends."""
    with subprocess.Popen([sys.executable, __file__, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield PackageServer(url=process.stdout.readline().strip(), folder=folder)
        finally:
            process.terminate()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: Path

    def do_GET(self) -> None:
        """Answer with a file, as its rules say.

        status, redirect: instead of the file; a status that is text is all that is sent. etag: instead of the true one, null for none; date: whether Last-Modified
        is sent. ranges: false to know nothing of them; if_range: false to ignore it; part: the Content-Range to send.
        length: the size to claim, null for none (chunked); chunks: sent as such. cuts: after how many bytes the first answers break off.
        pause_s: after the head and after each byte.
        """
        name = self.path.lstrip("/")
        path = self.folder / name
        rules = json.loads((self.folder / RULES).read_text(encoding="utf-8")).get(name, {})
        asked, condition = self.headers.get("Range"), self.headers.get("If-Range")
        with (self.folder / LOG).open("a+", encoding="utf-8") as log:
            log.seek(0)
            earlier = sum(json.loads(line)["name"] == name for line in log)
            log.write(json.dumps({"name": name, "range": asked, "if_range": condition}) + "\n")
        if isinstance(rules.get("status"), str):
            self.wfile.write(rules["status"].encode() + b"\r\n\r\n")
            self.close_connection = True
            return
        if "redirect" in rules or not path.is_file() or "status" in rules:
            self._answer_without_file(rules)
            return
        content = path.read_bytes()
        etag = rules.get("etag", f'"{hashlib.sha256(content).hexdigest()[:12]}"')
        known = {etag, OLD_DATE} if rules.get("date") else {etag}
        is_part = (
            asked is not None and rules.get("ranges", True) and (condition in known or not rules.get("if_range", True))
        )
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and is_part else 0
        if start > len(content) or (is_part and start == len(content)):
            self._answer_without_file({"status": 416})
            return
        self.send_response(206 if is_part else 200)
        if is_part:
            self.send_header("Content-Range", rules.get("part", f"bytes {start}-{len(content) - 1}/{len(content)}"))
        if etag:
            self.send_header("ETag", etag)
        if rules.get("date"):
            self.send_header("Last-Modified", OLD_DATE)
        self._send(content[start:], rules, cut=dict(enumerate(rules.get("cuts", ()))).get(earlier))

    def _send(self, body: bytes, rules: dict[str, Any], cut: int | None) -> None:
        length = None if "chunks" in rules else rules.get("length", len(body))
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
            whole = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
            body = rules["chunks"].encode() if "chunks" in rules else whole
        else:
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if "pause_s" in rules:
            for byte in body:
                time.sleep(rules["pause_s"])
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
        else:
            self.wfile.write(body if cut is None else body[:cut])

    def _answer_without_file(self, rules: dict[str, Any]) -> None:
        self.send_response(302 if "redirect" in rules else rules.get("status", 404))
        if "redirect" in rules:
            self.send_header("Location", rules["redirect"])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        del format, args


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of those who went away while they were answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def main(folder: str) -> None:
    """Serve a folder; the address is the first line of the output."""
    _Handler.folder = Path(folder)
    with _Server(("127.0.0.1", 0), _Handler) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)  # noqa: T201 - it is a program
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
