"""The index of packages: what it offers, and what a hostile one cannot do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.package_server import PackageServer
from tmflow.errors import TranslatorUnavailable
from tmflow.mt.index import PackageIndex, fetch_index, index_address, parse_index, read_cached_index
from tmflow.mt.network import NetworkLimits


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these tests ask a server on loopback, and no proxy."""
    monkeypatch.setenv("no_proxy", "*")


def entry(source: str = "ja", target: str = "en", version: str = "1.0", **changes: object) -> dict[str, object]:
    usual = {"from_name": "Japanese", "to_name": "English", "links": [f"{source}_{target}-{version}.argosmodel"]}
    return {"from_code": source, "to_code": target, "package_version": version} | usual | changes


def fetch(server: PackageServer, cache: Path, *entries: dict[str, object]) -> PackageIndex:
    return fetch_index(server.put_index(*entries) + "index.json", cache=cache)


@pytest.mark.parametrize("address", ["https://mirror.example/argos", "https://mirror.example/argos/"])
def test_the_address_is_that_of_argostranslate(tmp_path: Path, address: str) -> None:
    assert index_address({"HOME": str(tmp_path)}).startswith("https://raw.githubusercontent.com/argosopentech/")
    assert index_address({"ARGOS_PACKAGE_INDEX": address}) == "https://mirror.example/argos/index.json"
    settings = tmp_path / ".config" / "argos-translate" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'{{"ARGOS_PACKAGE_INDEX": "{address}"}}', encoding="utf-8")
    assert index_address({"HOME": str(tmp_path)}) == "https://mirror.example/argos/index.json"


def test_the_newest_of_each_direction(tmp_path: Path, package_server: PackageServer) -> None:
    index = fetch(package_server, tmp_path, entry(version="1.9"), entry(version="1.10"), entry("en", "ja"))
    found = index.find("ja", "en")
    assert found
    assert found.version == "1.10"
    assert found.links == (f"{package_server.url}ja_en-1.10.argosmodel",)
    assert [(one.source, one.target) for one in index.packages] == [("en", "ja"), ("ja", "en")]


def test_ways_through_a_third_language(tmp_path: Path, package_server: PackageServer) -> None:
    pairs = [("ja", "zh"), ("zh", "en"), ("ja", "de"), ("de", "en"), ("ja", "ko"), ("en", "zh"), ("ja", "en")]
    index = fetch(package_server, tmp_path, *(entry(source, target) for source, target in pairs))
    ways = index.find_pivots("ja", "en")
    assert [way[0].target for way in ways] == ["de", "zh"]
    assert [way[0].target for way in index.find_pivots("ja", "zh")] == ["en"], "a pair itself is no pivot"


@pytest.mark.parametrize(
    "changes",
    [
        {"from_code": "../../etc"},
        {"from_code": "ja\x1b[31m"},
        {"from_code": None},
        {"from_code": ["ja"]},
        {"to_code": "ja"},
        {"package_version": "1.0/../.."},
        {"package_version": 1},
        {"package_version": "9" * 100},
        {"type": "sbd"},
        {"links": []},
        {"links": "https://x.example/a"},
        {"links": [1, None, {}]},
        {
            "links": [
                "file:///etc/passwd",
                "ftp://x.example/a",
                "ipfs://Qm",
                "data:,x",
                "http://[",
                "http://x/\n",
            ]
        },
        {"size": -1},
        {"size": "3"},
        {"size": True},
        {"sha256": "abc"},
        {"sha256": 5},
    ],
    ids=str,
)
def test_entries_that_are_not_sound_are_left_out(
    tmp_path: Path, package_server: PackageServer, changes: dict[str, Any]
) -> None:
    index = fetch(package_server, tmp_path, entry(**changes), entry("en", "ja"))
    assert [(one.source, one.target) for one in index.packages] == [("en", "ja")]


def test_names_that_would_write_to_the_terminal_are_replaced(tmp_path: Path, package_server: PackageServer) -> None:
    (found,) = fetch(package_server, tmp_path, entry(from_name="\x1b]0;x\x07", to_name="E" * 9000)).packages
    assert (found.source_name, found.target_name) == ("ja", "en")


def test_a_secure_index_leads_to_secure_links_only() -> None:
    raw = json.dumps([entry(links=["http://x.example/a", "https://x.example/a", "b"])]).encode()
    (found,) = parse_index(raw, "https://mirror.example/index.json").packages
    assert found.links == ("https://x.example/a", "https://mirror.example/b")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html>", "is not an Argos package index"),
        (b'{"packages": []}', "is not an Argos package index"),
        (b"[[]]", "is not an Argos package index"),
        (b"[" * 200_000, "is not an Argos package index"),
        (b'[{"package_version": ' + b"9" * 5000 + b"}]", "is not an Argos package index"),
        (b"\xff\xfe[]", "is not an Argos package index"),
        (b"[" + b" " * (17 << 20) + b"]", "larger than 16.8 MB"),
    ],
    ids=range(7),
)
def test_what_is_no_index(tmp_path: Path, package_server: PackageServer, content: bytes, message: str) -> None:
    address = package_server.put("index.json", content)
    with pytest.raises(TranslatorUnavailable, match=f"{message}.*tmflow mt install FILE") as raised:
        fetch_index(address, cache=tmp_path)
    assert str(raised.value).isprintable()
    assert not list(tmp_path.glob("index-*"))


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"status": 500}, "HTTP 500"),
        ({"redirect": "file:///etc/hostname"}, "is not allowed"),
        ({"pause_s": 5}, "timed out"),
        ({"length": 9000}, "the connection broke"),
    ],
    ids=str,
)
def test_an_index_that_does_not_come(
    tmp_path: Path, package_server: PackageServer, rules: dict[str, object], message: str
) -> None:
    address = package_server.put_index(entry(), **rules) + "index.json"
    with pytest.raises(TranslatorUnavailable, match=message):
        fetch_index(address, cache=tmp_path, limits=NetworkLimits(silence_s=0.3))


def test_the_copy_of_the_last_time(tmp_path: Path, package_server: PackageServer) -> None:
    address = package_server.put_index(entry()) + "index.json"
    assert read_cached_index(address, cache=tmp_path) is None
    index = fetch_index(address, cache=tmp_path)
    copy = read_cached_index(address, cache=tmp_path)
    assert copy
    assert copy.index == index
    assert read_cached_index("https://other.example/index.json", cache=tmp_path) is None
    copy.path.write_bytes(b"{")
    assert read_cached_index(address, cache=tmp_path) is None
