"""Downloading a package, from a real server on loopback."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tmflow.errors import TranslatorUnavailable
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.download import download_package

JA_EN = LanguagePair(Language.JA, Language.EN)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture
def no_network() -> None:
    """Let these tests, alone of this folder's, ask a server on loopback."""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def write_index(folder: Path, url: str, *versions: str) -> None:
    entries = [
        {"from_code": "ja", "to_code": "en", "package_version": version, "links": [f"{url}{version}.argosmodel"]}
        for version in versions
    ]
    (folder / "index.json").write_text(json.dumps(entries), encoding="utf-8")


def test_the_newest_package_is_downloaded_with_progress(tmp_path: Path, index: str) -> None:
    write_index(tmp_path, index, "1.9", "1.10")
    (tmp_path / "1.10.argosmodel").write_bytes(b"new" * 1000)
    seen: list[tuple[int, int]] = []
    environment = {"ARGOS_PACKAGE_INDEX": index}
    with download_package(
        JA_EN, on_progress=lambda done, total: seen.append((done, total)), environment=environment
    ) as archive:
        assert archive.read_bytes() == b"new" * 1000
    assert seen[-1] == (3000, 3000)
    assert not archive.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "has no package ja>en"),
        ("<html>", "is not an Argos package index"),
        ('{"packages": []}', "is not an Argos package index"),
        (
            '[{"from_code": "ja", "to_code": "en", "package_version": "1", "links": []}]',
            "is not an Argos package index",
        ),
        (None, "cannot be reached"),
    ],
)
def test_an_index_that_does_not_help_says_what_to_do(
    tmp_path: Path, index: str, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "index.json").write_text(content, encoding="utf-8")
    with (
        pytest.raises(TranslatorUnavailable, match=f"{message}.*tmflow mt install FILE"),
        download_package(JA_EN, on_progress=lambda _done, _total: None, environment={"ARGOS_PACKAGE_INDEX": index}),
    ):
        pass


def test_what_goes_wrong_after_the_download_is_not_blamed_on_the_index(tmp_path: Path, index: str) -> None:
    write_index(tmp_path, index, "1.0")
    (tmp_path / "1.0.argosmodel").write_bytes(b"new")
    with (
        pytest.raises(ValueError, match="of the caller"),
        download_package(JA_EN, on_progress=lambda _done, _total: None, environment={"ARGOS_PACKAGE_INDEX": index}),
    ):
        raise ValueError("of the caller")


def test_a_file_address_is_refused(tmp_path: Path, index: str) -> None:
    entry = {"from_code": "ja", "to_code": "en", "package_version": "1", "links": [(tmp_path / "x").as_uri()]}
    (tmp_path / "index.json").write_text(json.dumps([entry]), encoding="utf-8")
    with (
        pytest.raises(TranslatorUnavailable, match="not an http address"),
        download_package(JA_EN, on_progress=lambda _done, _total: None, environment={"ARGOS_PACKAGE_INDEX": index}),
    ):
        pass
