"""Finding packages: the folder, whole packages, stray folders, the newest of several."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tmflow.errors import FormatError, StorageError
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.packages import (
    find_package,
    find_packages,
    iter_stray_folders,
    packages_directory,
    read_package,
    version_key,
)

JA_EN = LanguagePair(Language.JA, Language.EN)


def make_package(folder: Path, **changes: object) -> Path:
    metadata = {"package_version": "1.0", "from_code": "ja", "to_code": "en", "type": "translate"} | changes
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.bin").write_bytes(b"weights")
    (folder / "sentencepiece.model").write_bytes(b"pieces")
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return folder


def test_folder_by_settings(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert packages_directory(home) == tmp_path / ".local/share/argos-translate/packages"
    assert packages_directory(home | {"XDG_DATA_HOME": "/d"}) == Path("/d/argos-translate/packages")
    settings = tmp_path / ".config" / "argos-translate" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"ARGOS_PACKAGES_DIR": "/s"}', encoding="utf-8")
    assert packages_directory(home) == Path("/s")
    assert packages_directory(home | {"ARGOS_PACKAGES_DIR": "/e"}) == Path("/e")
    settings.write_text("[]", encoding="utf-8")
    assert packages_directory(home) == tmp_path / ".local/share/argos-translate/packages"
    assert sorted(tmp_path.iterdir()) == [tmp_path / ".config"], "looking makes no folders"


def test_newest_package_of_the_direction(tmp_path: Path) -> None:
    for name, version, source, target in (
        ("a", "1.9", "ja", "en"),
        ("b", "1.10", "ja", "en"),
        ("c", "2.0", "en", "ja"),
    ):
        make_package(tmp_path / name, package_version=version, from_code=source, to_code=target)
    found = find_package(JA_EN, tmp_path)
    assert found is not None
    assert found.name == "argos ja>en 1.10"
    assert [one.path.name for one in find_packages(tmp_path)] == ["c", "b", "a"]


@pytest.mark.parametrize(("older", "newer"), [("1.9", "1.9.1"), ("²", "1"), ("1." + "9" * 5000, "2"), ("1-rc", "1.1")])
def test_versions_of_any_shape_are_compared(older: str, newer: str) -> None:
    assert version_key(older) < version_key(newer)


def test_stray_folders_are_passed_over_and_named(tmp_path: Path) -> None:
    make_package(tmp_path / "good")
    make_package(tmp_path / ".installing-x")
    (tmp_path / "stray").mkdir()
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    (make_package(tmp_path / "half") / "model" / "model.bin").unlink()
    assert [one.path.name for one in find_packages(tmp_path)] == ["good"]
    lines = iter_stray_folders(tmp_path)
    assert len(lines) == 3
    assert "left by a tmflow that was stopped" in lines[0]
    assert "model/model.bin is missing" in lines[1]
    assert "metadata.json cannot be read" in lines[2]


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)  # root may list any
    with pytest.raises(StorageError, match="cannot be read"):
        find_packages(tmp_path)


def test_the_size_is_that_of_all_files(tmp_path: Path) -> None:
    package = read_package(make_package(tmp_path / "a"))
    assert package.size_bytes() == 7 + 6 + (package.path / "metadata.json").stat().st_size


@pytest.mark.parametrize("record", [None, b"{", b"[]", b'{"origin": "x"}', b"\xff"])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, record: bytes | None) -> None:
    package = read_package(make_package(tmp_path / "a"))
    if record is not None:
        (package.path / "tmflow-install.json").write_bytes(record)
    assert package.record() is None


def test_no_folder_at_all(tmp_path: Path) -> None:
    assert find_packages(tmp_path / "nowhere") == ()
    assert iter_stray_folders(tmp_path / "nowhere") == ()
    assert find_package(JA_EN, tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    ("metadata", "problem"),
    [
        (b"{", "not the metadata"),
        (b"\xff", "not the metadata"),
        (b"[]", "no JSON object"),
        (b"[" * 100_000, "not the metadata"),
        (b'{"type": "sbd"}', "not a package that translates"),
        (b'{"from_code": "ja"}', "not a package that translates"),
        (b'{"from_code": "ja", "to_code": "e\\u001bn"}', "not a package that translates"),
        (b'{"from_code": "ja", "to_code": "en", "code": "a\\nb"}', "which are no such names"),
    ],
)
def test_bad_metadata(tmp_path: Path, metadata: bytes, problem: str) -> None:
    (make_package(tmp_path / "a") / "metadata.json").write_bytes(metadata)
    with pytest.raises(FormatError, match=problem):
        read_package(tmp_path / "a")


def test_checksum_follows_names_and_bytes(tmp_path: Path) -> None:
    one, other = read_package(make_package(tmp_path / "a")), read_package(make_package(tmp_path / "b"))
    assert one.checksum() == other.checksum()
    (other.path / "model" / "model.bin").write_bytes(b"Weights")
    assert one.checksum() != other.checksum()
    (other.path / "model" / "model.bin").write_bytes(b"weights")
    (other.path / "README.md").write_bytes(b"")
    assert one.checksum() != other.checksum()
