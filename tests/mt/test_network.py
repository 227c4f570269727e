"""The door to the network: there is one, and it opens for the web only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tmflow
from tmflow.mt.network import check_address

SOURCE = Path(tmflow.__file__).parent
DOORS = {"mt/network.py", "mt/json_server.py", "workflow/serving.py"}
"""Who may use the network at all; the preview of a site is served on this machine alone, databases have their own driver."""

NETWORK = {
    "urllib.request",
    "http.client",
    "http.server",
    "socket",
    "ssl",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "urllib3",
}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_no_other_module_can_ask_the_network() -> None:
    openers = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if imported(path) & NETWORK}
    assert "mt/network.py" in openers
    assert openers <= DOORS


@pytest.mark.parametrize(
    "address",
    [
        "", "x", "//host/x", "file:///x", "ftp://host/x", "data:,x", "javascript:x", "http:///x", "http://[::1", "https://h/ x",
        "https://h/\nX: y", "https://h/\x1b[2J", "https://höst/", "HTTPS:/x",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web(address: str) -> None:
    with pytest.raises(ConnectionError, match="not an address to download from") as raised:
        check_address(address)
    assert str(raised.value).isprintable()


def test_https_leads_to_https() -> None:
    check_address("https://b.example/x", referrer="https://a.example/")
    check_address("http://b.example/x", referrer="http://a.example/")
    with pytest.raises(ConnectionError, match="leads to an address that is not"):
        check_address("http://b.example/x", referrer="https://a.example/")
