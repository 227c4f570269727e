"""Downloading a file: nothing is fetched twice, and a server that lies is found out."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from tests.package_server import PackageServer
from tmflow.errors import StorageError, TranslatorUnavailable
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.download import download_package, find_kept_downloads
from tmflow.mt.install import install_package
from tmflow.mt.network import NetworkLimits

CONTENT = bytes(number * number // 7 % 251 for number in range(3000))
NEWER = bytes(number * number // 5 % 241 for number in range(2500))
JA_EN = LanguagePair(Language.JA, Language.EN)
PATIENT = NetworkLimits(silence_s=5)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these tests, alone of this folder's, ask a server on loopback, and no proxy."""
    monkeypatch.setenv("no_proxy", "*")


class Fetched(NamedTuple):
    content: bytes
    progress: list[tuple[int, int]]


def fetch(cache: Path, *links: str, size_bytes: int = 0, limits: NetworkLimits = PATIENT) -> Fetched:
    seen: list[tuple[int, int]] = []
    path = download_package(
        links,
        name="argos ja>en 1.1",
        cache=cache,
        on_progress=lambda done, total: seen.append((done, total)),
        size_bytes=size_bytes,
        limits=limits,
    )
    return Fetched(path.read_bytes(), seen)


def stop_halfway(cache: Path, link: str) -> None:
    """Leave what a download leaves that was stopped after 1,000 bytes."""
    with pytest.raises(KeyboardInterrupt):
        download_package([link], name="x", cache=cache, on_progress=interrupt)
    (kept,) = cache.glob("*.part")
    kept.write_bytes(kept.read_bytes()[:1000])


def interrupt(done: int, total: int) -> None:
    del total
    if done:
        raise KeyboardInterrupt


def test_a_file_comes_with_progress(tmp_path: Path, package_server: PackageServer) -> None:
    link = package_server.put("a", CONTENT)
    found = fetch(tmp_path, link)
    assert found.content == CONTENT
    assert found.progress[0] == (0, 3000)
    assert found.progress[-1] == (3000, 3000)


def test_a_connection_that_breaks_is_taken_up_again(tmp_path: Path, package_server: PackageServer) -> None:
    link = package_server.put("a", CONTENT, cuts=[1000, 1500])
    found = fetch(tmp_path, link)
    assert found.content == CONTENT
    assert (1000, 3000) in found.progress
    assert [one["range"] for one in package_server.requests("a")] == [None, "bytes=1000-", "bytes=2500-"]


@pytest.mark.parametrize("rules", [{}, {"etag": None, "date": True}, {"etag": 'W/"weak"', "date": False}])
def test_a_stopped_download_goes_on_where_the_server_lets_it(
    tmp_path: Path, package_server: PackageServer, rules: dict[str, object]
) -> None:
    """RFC 9110, 13.1.5: "A client MUST NOT generate an If-Range header field containing an entity tag that is marked as weak."."""
    link = package_server.put("a", CONTENT, **rules)
    stop_halfway(tmp_path, link)
    found = fetch(tmp_path, link)
    assert found.content == CONTENT
    last = package_server.requests("a")[-1]
    is_resumed = "W/" not in str(rules.get("etag"))
    assert (last["range"], found.progress[0][0]) == (("bytes=1000-", 1000) if is_resumed else (None, 0))
    assert bool(last["if_range"]) is is_resumed


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"ranges": False},
        {"if_range": False},
        {"if_range": False, "etag": None},
        {"part": "bytes 0-2499/2500"},
        {"part": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize("newer", [NEWER, CONTENT[:900], CONTENT[:1000], NEWER + NEWER], ids=len)
def test_a_file_that_changed_between_two_tries_is_fetched_whole(
    tmp_path: Path, package_server: PackageServer, newer: bytes, rules: dict[str, object]
) -> None:
    """Also from a server that ignores If-Range and sends the end of the new file for the end of the old."""
    stop_halfway(tmp_path, package_server.put("a", CONTENT))
    link = package_server.put("a", newer, **rules)
    assert fetch(tmp_path, link).content == newer


def test_a_whole_file_that_was_not_installed_is_not_asked_for_again(
    tmp_path: Path, package_server: PackageServer
) -> None:
    link = package_server.put("a", CONTENT)
    fetch(tmp_path, link)
    assert fetch(tmp_path, link) == (CONTENT, [(3000, 3000)])
    assert len(package_server.requests("a")) == 1


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"link": 1}', None, b"[" * 100_000])
def test_a_damaged_note_means_to_begin_again(tmp_path: Path, package_server: PackageServer, note: bytes | None) -> None:
    link = package_server.put("a", CONTENT)
    stop_halfway(tmp_path, link)
    (path,) = tmp_path.glob("*.json")
    path.unlink() if note is None else path.write_bytes(note)
    assert fetch(tmp_path, link).content == CONTENT


def test_more_bytes_than_the_file_has_are_not_kept(tmp_path: Path, package_server: PackageServer) -> None:
    link = package_server.put("a", CONTENT)
    stop_halfway(tmp_path, link)
    (path,) = tmp_path.glob("*.part")
    path.write_bytes(CONTENT + b"more")
    assert fetch(tmp_path, link).content == CONTENT


def test_killed_processes_lose_nothing_that_came(tmp_path: Path, package_server: PackageServer) -> None:
    """Five kills with SIGKILL at any moment, and each process goes on where the one before it was."""
    link = package_server.put("a", CONTENT, pause_s=0.001)
    cache = tmp_path / "cache"
    program = (
        "import sys, pathlib; from tmflow.mt.download import download_package;"
        "p = download_package([sys.argv[1]], name='x', cache=pathlib.Path(sys.argv[2]), on_progress=lambda *_: None);"
        "print(p.read_bytes().hex())"
    )
    have = 0
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", program, link, str(cache)]) as process:
            while sum(path.stat().st_size for path in cache.glob("*.part")) <= have and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        (kept,) = find_kept_downloads(cache)
        assert kept.size_bytes > have
        have = kept.size_bytes
    package_server.put("a", CONTENT)
    last = subprocess.run([sys.executable, "-c", program, link, str(cache)], capture_output=True, text=True, check=True)
    assert bytes.fromhex(last.stdout) == CONTENT
    assert package_server.requests("a")[-1]["range"] == f"bytes={have}-"


@pytest.mark.parametrize(
    ("rules", "size_bytes", "message"),
    [
        ({"length": 4000}, 0, "the server's answers do not fit together"),
        ({"length": 10}, 3000, "has 10 bytes, the index says 3000"),
        ({}, 2999, "has 3000 bytes, the index says 2999"),
        ({"length": None}, 2999, "has 3000 bytes, the index says 2999"),
        ({"length": 3 << 30}, 0, "larger than 1,073.7 MB"),
        ({"status": 404}, 0, "HTTP 404"),
        ({"status": 206}, 0, "HTTP 206"),
        ({"status": 416}, 0, "HTTP 416"),
        ({"redirect": "file:///etc/hostname"}, 0, "'file:///etc/hostname' is not allowed"),
        ({"redirect": "ftp://127.0.0.1/a"}, 0, "not an address to download from"),
        ({"redirect": "a"}, 0, "redirect"),
        ({"redirect": "http://["}, 0, "what is not HTTP: ValueError"),
        ({"redirect": "http://127.0.0.1:99999/"}, 0, "not an address to download from"),
        ({"redirect": "http://127.0.0.1:0/"}, 0, "not an address to download from"),
        ({"status": "HTTP"}, 0, "what is not HTTP: BadStatusLine"),
        ({"status": "\x1b[2J"}, 0, "what is not HTTP"),
        ({"chunks": "zz\r\n"}, 0, "the connection broke"),
        ({"chunks": "-5\r\nabc"}, 0, "the connection broke"),
        ({"chunks": "fffffffff\r\nabc"}, 0, "the connection broke"),
        ({"cuts": [0, 0]}, 0, "the connection broke"),
        ({"cuts": [1000, 0]}, 0, r"the connection broke after 1.0 kB of 3.0 kB; the same command goes on from there"),
        ({"cuts": [10] * 9}, 0, r"the connection broke 5 times after 50 bytes of 3.0 kB; the same command"),
    ],
    ids=str,
)
def test_a_server_that_lies_is_found_out(
    tmp_path: Path, package_server: PackageServer, rules: dict[str, object], size_bytes: int, message: str
) -> None:
    link = package_server.put("a", CONTENT, **rules)
    with pytest.raises(TranslatorUnavailable, match=f"{message}.*tmflow mt install FILE") as raised:
        fetch(tmp_path, link, size_bytes=size_bytes)
    assert str(raised.value).isprintable()


def test_a_file_of_unknown_size(tmp_path: Path, package_server: PackageServer) -> None:
    found = fetch(tmp_path, package_server.put("a", CONTENT, length=None), size_bytes=3000)
    assert found.content == CONTENT
    assert found.progress[-1] == (3000, 0)


def test_a_server_that_is_silent(tmp_path: Path, package_server: PackageServer) -> None:
    link = package_server.put("a", CONTENT, pause_s=5)
    with pytest.raises(TranslatorUnavailable, match="timed out"):
        fetch(tmp_path, link, limits=NetworkLimits(silence_s=0.3))


def test_a_server_that_is_too_slow(tmp_path: Path, package_server: PackageServer) -> None:
    link = package_server.put("a", CONTENT, pause_s=0.05, etag=None)
    with pytest.raises(TranslatorUnavailable, match=r"the server sent \d bytes in 0.2 seconds"):
        fetch(tmp_path, link, limits=NetworkLimits(silence_s=5, window_s=0.2, window_bytes=1000))


def test_the_next_link_is_tried(tmp_path: Path, package_server: PackageServer) -> None:
    broken, whole = package_server.put("a", b"", status=503), package_server.put("b", CONTENT)
    assert fetch(tmp_path, broken, whole).content == CONTENT


def test_a_redirect_to_another_file_keeps_what_is_there(tmp_path: Path, package_server: PackageServer) -> None:
    package_server.put("b", CONTENT)
    link = package_server.put("a", b"", redirect="b")
    stop_halfway(tmp_path, link)
    assert fetch(tmp_path, link).content == CONTENT
    assert package_server.requests("b")[-1]["range"] == "bytes=1000-"


@pytest.mark.mt
def test_a_package_that_came_in_pieces_translates(tmp_path: Path, package_server: PackageServer, archive: Path) -> None:
    """Also for argostranslate itself, which sees the folder with the record in it."""
    from tmflow.mt.argos import ArgosTranslator

    link = package_server.put("a", archive.read_bytes(), cuts=[40_000, 30_000])
    path = download_package([link], name="x", cache=tmp_path / "cache", on_progress=lambda _done, _total: None)
    folder = install_package(path, directory=tmp_path / "packages").path.parent
    (answer,) = ArgosTranslator(JA_EN, directory=folder, threads=1).translate(["港が開く。"], JA_EN)
    assert answer[0].text == "the harbor opens."
    from argostranslate.package import get_installed_packages

    (seen,) = get_installed_packages([folder])
    assert (seen.from_code, seen.to_code) == ("ja", "en")


def test_nobody_is_there(tmp_path: Path) -> None:
    with pytest.raises(TranslatorUnavailable, match=r"cannot be downloaded \(Connection refused\)"):
        fetch(tmp_path, "http://127.0.0.1:9/a")


def test_a_disk_without_room_is_told_before_the_download(
    tmp_path: Path, package_server: PackageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = package_server.put("a", CONTENT)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    with pytest.raises(StorageError, match=r"3.0 kB are needed and 1.0 kB free"):
        fetch(tmp_path, link)


def test_a_cache_that_cannot_be_written(tmp_path: Path, package_server: PackageServer) -> None:
    link = package_server.put("a", CONTENT)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be written"):
        fetch(tmp_path / "file", link)


def test_the_note_names_what_is_kept(tmp_path: Path, package_server: PackageServer) -> None:
    stop_halfway(tmp_path, package_server.put("a", CONTENT))
    (kept,) = find_kept_downloads(tmp_path)
    assert (kept.size_bytes, kept.total_bytes) == (1000, 3000)
    assert json.loads(kept.path.with_suffix(".json").read_text(encoding="utf-8"))["validator"] == kept.validator
