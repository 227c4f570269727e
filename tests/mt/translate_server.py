"""A server process that answers as LibreTranslate does, with a real Argos model, and as badly as it is told to.

    python translate_server.py PACKAGES

It prints its port. A POST to /next with a JSON list says what the next calls get instead of an answer, each a mapping:
status, headers, body (JSON), text (sent as it is), cut (bytes promised and not sent), stall (seconds between bytes). What
was asked is at /asked. LibreTranslate's own traits are kept: the full stop of the source ends the translation, an empty
`q` is refused, and a batch may hold eight texts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from tmflow.errors import TranslatorUnavailable
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.argos import ArgosTranslator

BATCH_LIMIT = 8
KEY = "sesame"
STOPS = ("。", ".")


class State:
    """What the server knows between calls."""

    def __init__(self, packages: Path) -> None:
        self.faults: list[Mapping[str, Any]] = []
        self.asked: list[Mapping[str, Any]] = []
        self.engines: dict[tuple[str, str], ArgosTranslator] = {}
        for pair in (LanguagePair(Language.JA, Language.EN), LanguagePair(Language.EN, Language.JA)):
            try:
                self.engines[pair.source.value, pair.target.value] = ArgosTranslator(
                    pair, directory=packages, threads=1
                )
            except TranslatorUnavailable:
                continue

    def languages(self) -> list[object]:
        codes = sorted({code for pair in self.engines for code in pair})
        return [
            {"code": code, "name": code, "targets": [target for source, target in self.engines if source == code]}
            for code in codes
        ]

    def translate(self, body: Mapping[str, Any]) -> tuple[int, object]:
        texts, count = body.get("q"), int(body.get("alternatives", 0))
        if not texts:
            return 400, {"error": "Invalid request: missing q parameter"}
        if body.get("api_key") not in {None, KEY}:
            return 403, {"error": "Invalid API key"}
        if count > 3:
            return 400, {"error": "Invalid request: alternatives parameter must be <= 3"}
        if len(texts) > BATCH_LIMIT:
            return 400, {"error": f"Invalid request: request ({len(texts)}) exceeds text limit ({BATCH_LIMIT})"}
        if "毒" in "".join(texts):
            return 500, {"error": "Cannot translate text: 毒"}
        engine = self.engines[body["source"], body["target"]]
        answers = [[one.text for one in answer] for answer in engine.translate(texts, engine.pair)]
        answers = [[_stopped(text, one) for one in answer] for text, answer in zip(texts, answers, strict=True)]
        result: dict[str, object] = {"translatedText": [answer[0] for answer in answers]}
        if count:
            result["alternatives"] = [answer[1 : count + 1] for answer in answers]
        return 200, result


def _stopped(source: str, text: str) -> str:
    if source.endswith(STOPS) and text and not text.endswith(source[-1]):
        return (text[:-1] if text.endswith(STOPS) else text) + source[-1]
    return text


class Handler(BaseHTTPRequestHandler):
    state: State

    def do_GET(self) -> None:
        if self.path == "/asked":
            self._send(200, self.state.asked)
        elif not self._misbehave():
            self._send(*((200, self.state.languages()) if self.path == "/languages" else (404, {"error": "Not found"})))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/next":
            self.state.faults[:] = body
            self.state.asked.clear()
            self._send(200, {})
            return
        self.state.asked.append(body)
        if not self._misbehave():
            self._send(*(self.state.translate(body) if self.path == "/translate" else (404, {"error": "Not found"})))

    def _misbehave(self) -> bool:
        fault = self.state.faults.pop(0) if self.state.faults else {}
        if not fault:
            return False
        content = fault["text"].encode() if "text" in fault else json.dumps(fault.get("body")).encode()
        self._send(fault.get("status", 200), content, fault)
        return True

    def _send(self, status: int, body: object, fault: Mapping[str, Any] | None = None) -> None:
        fault = fault or {}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) + fault.get("cut", 0)))
        for name, value in {"Content-Type": "application/json", **fault.get("headers", {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if "stall" in fault:
            for byte in content:
                self.wfile.write(bytes([byte]))
                time.sleep(fault["stall"])
        else:
            self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Handler.state = State(Path(sys.argv[1]))
    server = HTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
