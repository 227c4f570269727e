"""Installing a package file: a whole package appears, or nothing does."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tmflow.errors import FormatError, StorageError
from tmflow.mt.install import ArchiveLimits, install_package
from tmflow.mt.packages import find_packages

METADATA = json.dumps({"package_version": "1.0", "from_code": "ja", "to_code": "en"}).encode()
WHOLE = {"p/metadata.json": METADATA, "p/model/model.bin": b"weights" * 100, "p/sentencepiece.model": b"pieces"}


def write(path: Path, files: Mapping[str, bytes], *, mode: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (mode if name.endswith("link") else stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return path


def test_package_is_installed_with_all_its_files(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", {"p/": b"", **WHOLE, "p/README.md": b"read"})
    package = install_package(archive, directory=tmp_path / "packages")
    assert package.path == tmp_path / "packages" / "p"
    assert {one.relative_to(package.path).as_posix() for one in package.path.rglob("*") if one.is_file()} == {
        "metadata.json",
        "model/model.bin",
        "sentencepiece.model",
        "README.md",
    }
    assert find_packages(tmp_path / "packages") == (package,)


def test_newer_package_replaces_the_older(tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    install_package(write(tmp_path / "a", {**WHOLE, "p/old.txt": b""}), directory=folder)
    newer = METADATA.replace(b"1.0", b"1.1")
    package = install_package(write(tmp_path / "b", {**WHOLE, "p/metadata.json": newer}), directory=folder)
    assert package.version == "1.1"
    assert not (package.path / "old.txt").exists()
    assert list(folder.iterdir()) == [package.path]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"../x": b""}, "not a safe name"),
        ({"p/../../x": b""}, "not a safe name"),
        ({"/x": b""}, "not a safe name"),
        ({"p//x": b""}, "not a safe name"),
        ({"p/./x": b""}, "not a safe name"),
        ({"p/a\\b": b""}, "not a safe name"),
        ({"C:/x": b""}, "not a safe name"),
        ({"p/a\nb": b""}, "not a safe name"),
        ({"p/link": b"/etc/passwd"}, "is a link or a device"),
        ({"q/x": b""}, "one root folder, this has 2"),
        ({"x": b""}, "outside of the package's folder"),
        ({"p/MODEL/model.bin": b""}, "there twice"),
        ({"p/model": b""}, "a file and a folder"),
        ({"p/metadata.json": b"{"}, "not the metadata"),
        ({"p/metadata.json": b" " * (1 << 21)}, "metadata.json has 2097152 bytes"),
    ],
)
def test_unsafe_archives_write_nothing(tmp_path: Path, files: dict[str, bytes], problem: str) -> None:
    archive = write(tmp_path / "bad.argosmodel", {**WHOLE, **files}, mode=stat.S_IFLNK | 0o777)
    with pytest.raises(FormatError, match=problem) as raised:
        install_package(archive, directory=tmp_path / "packages")
    assert raised.value.path == archive
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.argosmodel"]


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_incomplete_packages(tmp_path: Path, missing: str) -> None:
    archive = write(tmp_path / "bad.argosmodel", {name: content for name, content in WHOLE.items() if name != missing})
    with pytest.raises(FormatError, match=r"no Argos package|no package"):
        install_package(archive, directory=tmp_path / "packages")
    assert not (tmp_path / "packages").exists() or not list((tmp_path / "packages").iterdir())


def test_limits(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    with pytest.raises(FormatError, match="entries are more"):
        install_package(archive, directory=tmp_path / "packages", limits=ArchiveLimits(entries=2))
    with pytest.raises(FormatError, match="over 100 bytes"):
        install_package(archive, directory=tmp_path / "packages", limits=ArchiveLimits(total_bytes=100))


def test_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """The sizes in the directory are what the limits see; more than that is never written."""
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    raw = archive.read_bytes()
    at = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"p/model/model.bin"))
    lie = raw[: at + 24] + (1).to_bytes(4, "little") + raw[at + 28 :]
    archive.write_bytes(lie)
    with pytest.raises(FormatError):
        install_package(archive, directory=tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


@pytest.mark.parametrize("keep", [0, 10, 200, -10])
def test_no_intact_zip(tmp_path: Path, keep: int) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(FormatError, match="not an intact zip archive"):
        install_package(archive, directory=tmp_path / "packages")


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", {**WHOLE, "p/港": b"x"})
    archive.write_bytes(archive.read_bytes().replace("港".encode(), b"\xff\xff\xff"))
    with pytest.raises(FormatError, match="not an intact zip archive"):
        install_package(archive, directory=tmp_path / "packages")


def test_a_list_of_files_that_lies_before_the_start(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    archive.write_bytes(archive.read_bytes()[200:])
    with pytest.raises(FormatError, match="not an intact zip archive"):
        install_package(archive, directory=tmp_path / "packages")


def test_damaged_content(tmp_path: Path) -> None:
    archive = tmp_path / "p.argosmodel"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for name, content in WHOLE.items():
            opened.writestr(name, content)
    archive.write_bytes(archive.read_bytes().replace(b"weightsweights", b"weightsWeights", 1))
    with pytest.raises(FormatError, match="not an intact zip archive"):
        install_package(archive, directory=tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


def test_failed_replacement_keeps_the_old_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "packages"
    package = install_package(write(tmp_path / "a", WHOLE), directory=folder)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith(".installing-"):
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StorageError, match="No space left on device"):
        install_package(write(tmp_path / "b", WHOLE), directory=folder)
    assert find_packages(folder) == (package,)
    assert list(folder.iterdir()) == [package.path]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"none\.argosmodel"):
        install_package(tmp_path / "none.argosmodel", directory=tmp_path / "packages")
