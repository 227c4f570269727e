"""The server of the preview: what it gives, what it refuses, and what it tells the pages it serves."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tmflow.errors import ConfigError
from tmflow.publish.preview import EVENTS_PATH, RELOAD_PATH
from tmflow.workflow.serving import LOOPBACK, News, SiteServer

PAGE = (
    b'<!DOCTYPE html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
    b'script-src &#39;none&#39;; img-src data:"><title>Harbor</title></head><body>Harbor</body></html>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    site = tmp_path / "site"
    for name, content in {
        "index.html": PAGE,
        "404.html": b"<p>gone",
        "\u6e2f 1/index.html": b"<p>harbor",
        "empty/x.css": b"a{}",
        ".hidden/x": b"secret",
        "ja/feed.xml": b"<feed/>",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    (site / "out").symlink_to(tmp_path)
    return site


@pytest.fixture
def server(folder: Path) -> Iterator[SiteServer]:
    server = SiteServer(folder, news=News())
    server.start()
    yield server
    server.stop()


def ask(
    server: SiteServer, path: str, *, method: str = "GET", host: str | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host if host is not None else f"{LOOPBACK}:{server.server_port}")
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def test_it_serves_files_with_their_types_and_keeps_nothing(server: SiteServer) -> None:
    for path, kind in (("/", "text/html"), ("/empty/x.css", "text/css"), ("/ja/feed.xml", "application/xml")):
        status, headers, content = ask(server, path)
        assert (status, headers["content-type"].partition(";")[0]) == (200, kind)
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert content
    assert ask(server, "/", method="HEAD")[2] == b""


def test_a_folder_is_its_index_and_is_never_listed(server: SiteServer) -> None:
    status, headers, _ = ask(server, "/%E6%B8%AF%201?q=1")
    assert (status, headers["location"]) == (308, "/%E6%B8%AF%201/")
    assert ask(server, "/%E6%B8%AF%201/")[2] == b"<p>harbor"
    status, _, content = ask(server, "/empty/")
    assert (status, content) == (404, b"<p>gone")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/empty/../../secret.txt",
        "/..%5csecret.txt",
        "/out/secret.txt",
        "/.hidden/x",
        "/%00",
        "/C:/x",
        "/" + "x" * 5000,
        "//example.org/x",
    ],
)
def test_nothing_outside_of_the_folder_is_given(server: SiteServer, path: str) -> None:
    status, headers, content = ask(server, path)
    assert (status, content) == (404, b"<p>gone")
    assert "location" not in headers


def test_a_link_in_place_of_an_index_or_of_the_missing_page_leads_nowhere(server: SiteServer, folder: Path) -> None:
    for name in ("empty/index.html", "404.html"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(folder.parent / "secret.txt")
    for path in ("/empty/", "/none"):
        status, _, content = ask(server, path)
        assert (status, content) == (404, b"There is no such page.\n")


@pytest.mark.parametrize("host", ["example.org", "example.org:80", "", f"{LOOPBACK}:1", "127.0.0.1.example.org"])
def test_another_name_is_refused(server: SiteServer, host: str) -> None:
    """DNS rebinding: a page of another host reaches the loopback address under its own name."""
    for path in ("/", EVENTS_PATH, RELOAD_PATH):
        status, _, content = ask(server, path, host=host)
        assert status == 421
        assert b"Harbor" not in content


def test_localhost_is_its_name_too(server: SiteServer) -> None:
    assert ask(server, "/", host=f"LocalHost:{server.server_port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_only_gives(server: SiteServer, method: str) -> None:
    assert ask(server, "/", method=method)[0] == 501


def test_it_listens_on_the_loopback_address_alone(server: SiteServer) -> None:
    assert server.server_address[0] == LOOPBACK
    with pytest.raises(ConfigError, match=r"port .* cannot be had"):
        SiteServer(server.folder, port=server.server_port)


def test_a_served_page_reloads_and_its_file_does_not(server: SiteServer) -> None:
    content = ask(server, "/")[2].decode()
    assert f'<script type="module" src="{RELOAD_PATH}"></script></head>' in content
    policy = content.partition('content="')[2].partition('"')[0].replace("&#x27;", "'")
    assert policy == "default-src 'none'; script-src 'self'; img-src data:; connect-src 'self'"
    assert (server.folder / "index.html").read_bytes() == PAGE
    assert b"EventSource" in ask(server, RELOAD_PATH)[2]


def test_where_nothing_is_watched_a_page_is_served_as_it_is(folder: Path) -> None:
    server = SiteServer(folder)
    server.start()
    assert ask(server, "/")[2] == PAGE
    assert ask(server, EVENTS_PATH)[0] == ask(server, RELOAD_PATH)[0] == 404
    server.stop()


def test_pages_are_told_of_each_build(server: SiteServer) -> None:
    assert server.news is not None
    with socket.create_connection((LOOPBACK, server.server_port), timeout=10) as connection:
        connection.sendall(f"GET {EVENTS_PATH} HTTP/1.1\r\nHost: {LOOPBACK}:{server.server_port}\r\n\r\n".encode())
        stream = connection.makefile("rb")
        assert b"200" in stream.readline()
        events = (line for line in stream if line.startswith(b"data: "))
        assert next(events) == b'data: {"build": 0, "errors": []}\n'
        server.news.tell(["tides: \u672a\u8a33 1"])
        assert next(events).decode() == 'data: {"build": 1, "errors": ["tides: \u672a\u8a33 1"]}\n'
