"""Starts the server of translate_server.py and says what it is to do; opens the suite's closed network to this machine alone."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tmflow.mt.libretranslate import ServerOptions

_SOURCE = Path(__file__).parents[2] / "src"
_CONNECT = socket.socket.connect
_OPENED = {name: getattr(socket, name) for name in ("getaddrinfo", "create_connection")}


def open_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let connections to this machine through, and no other."""

    def connect(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", f"the network was asked: {address}"
        _CONNECT(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    for name, opened in _OPENED.items():
        monkeypatch.setattr(socket, name, opened)


class TranslateServer:
    """The process and how it is told what to do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.options = ServerOptions(url=f"http://127.0.0.1:{port}")

    def call(self, method: str, path: str, body: object = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body=json.dumps(body))
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def misbehave(self, *faults: object) -> None:
        """Say what the next calls get; without arguments: answers."""
        self.call("POST", "/next", faults)

    @property
    def asked(self) -> list[list[str]]:
        """The texts of each call since the last `misbehave`."""
        return [body["q"] for body in self.call("GET", "/asked")]


@contextmanager
def running(packages: Path, home: Path) -> Iterator[TranslateServer]:
    """Start the server with the models of a folder, and end it."""
    environment = os.environ | {"PYTHONPATH": str(_SOURCE), "XDG_DATA_HOME": str(home)}
    program = [sys.executable, str(Path(__file__).with_name("translate_server.py")), str(packages)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        try:
            yield TranslateServer(int(child.stdout.readline()))
        finally:
            child.kill()
