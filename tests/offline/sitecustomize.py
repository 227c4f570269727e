"""Lets a Python process that has this folder on its path reach nothing but this machine; importing it does the same."""

from __future__ import annotations

import sys

_LOOPBACK = {None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1", b"::1"}


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    host: object = None
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) and isinstance(address[0], str) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
        host = arguments[0]
    else:
        return
    if host not in _LOOPBACK:
        raise AssertionError(f"the network was asked: {event} {host!r}")


sys.addaudithook(_refuse)
