"""Installing a package file: a whole package appears, or nothing does."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.package_files import READABLE
from tmflow.errors import FormatError, StorageError
from tmflow.mt.install import ArchiveLimits, install_package, remove_package
from tmflow.mt.packages import find_packages, iter_stray_folders, read_package

METADATA = json.dumps({"package_version": "1.0", "from_code": "ja", "to_code": "en"}).encode()
WHOLE = {"p/metadata.json": METADATA, **{f"p/{name}": content for name, content in READABLE.items()}}

install = partial(install_package, loads=False)
"""What is in these packages no engine loads: they are about the archive."""


def write(path: Path, files: Mapping[str, bytes], *, mode: int = 0) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (mode if name.endswith("link") else stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return path


def test_package_is_installed_with_all_its_files(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", {"p/": b"", **WHOLE, "p/README.md": b"read"})
    package = install(archive, directory=tmp_path / "packages")
    assert package.path == tmp_path / "packages" / "p"
    assert {one.relative_to(package.path).as_posix() for one in package.path.rglob("*") if one.is_file()} == {
        "tmflow-install.json",
        "metadata.json",
        "model/model.bin",
        "sentencepiece.model",
        "README.md",
    }
    assert find_packages(tmp_path / "packages") == (package,)


def test_newer_package_replaces_the_older(tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    install(write(tmp_path / "a", {**WHOLE, "p/old.txt": b""}), directory=folder)
    newer = METADATA.replace(b"1.0", b"1.1")
    package = install(write(tmp_path / "b", {**WHOLE, "p/metadata.json": newer}), directory=folder)
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
        ({"p/metadata.json": b" " * (1 << 21)}, "'p/metadata.json' is larger than 1048576 bytes"),
        ({"p/tmflow-install.json": b"{}"}, "is not a package's to bring"),
        ({"p/TMFLOW-install.json/x": b"{}"}, "is not a package's to bring"),
        ({"p/a.": b""}, "not a safe name"),
        ({"p/a\u202eb": b""}, "not a safe name"),
        ({".p/a": b""}, "not a safe name"),
        ({"p/metadata.json": METADATA.replace(b"ja", b"../ja")}, "not a package that translates"),
        ({"p/metadata.json": METADATA.replace(b"1.0", b"../../x")}, "its version is '../../x'"),
        ({"p/metadata.json": METADATA.replace(b"1.0", b"1\\u001b[2J")}, "which are no such names"),
    ],
)
def test_unsafe_archives_write_nothing(tmp_path: Path, files: dict[str, bytes], problem: str) -> None:
    archive = write(tmp_path / "bad.argosmodel", {**WHOLE, **files}, mode=stat.S_IFLNK | 0o777)
    with pytest.raises(FormatError, match=problem) as raised:
        install(archive, directory=tmp_path / "packages")
    assert raised.value.path == archive
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.argosmodel"]


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_incomplete_packages(tmp_path: Path, missing: str) -> None:
    archive = write(tmp_path / "bad.argosmodel", {name: content for name, content in WHOLE.items() if name != missing})
    with pytest.raises(FormatError, match=r"no Argos package|no package"):
        install(archive, directory=tmp_path / "packages")
    assert not (tmp_path / "packages").exists() or not list((tmp_path / "packages").iterdir())


def test_limits(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    with pytest.raises(FormatError, match="entries are more"):
        install(archive, directory=tmp_path / "packages", limits=ArchiveLimits(entries=2))
    with pytest.raises(FormatError, match=r"unpacked it has .+ a package 100 bytes at most"):
        install(archive, directory=tmp_path / "packages", limits=ArchiveLimits(total_bytes=100))


def test_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """The sizes in the directory are what the limits see; more than that is never written."""
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    raw = archive.read_bytes()
    at = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"p/model/model.bin"))
    lie = raw[: at + 24] + (1).to_bytes(4, "little") + raw[at + 28 :]
    archive.write_bytes(lie)
    with pytest.raises(FormatError):
        install(archive, directory=tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


@pytest.mark.parametrize("keep", [0, 10, 200, -10])
def test_no_intact_zip(tmp_path: Path, keep: int) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(FormatError, match="not an intact zip archive"):
        install(archive, directory=tmp_path / "packages")


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", {**WHOLE, "p/港": b"x"})
    archive.write_bytes(archive.read_bytes().replace("港".encode(), b"\xff\xff\xff"))
    with pytest.raises(FormatError, match="not an intact zip archive"):
        install(archive, directory=tmp_path / "packages")


def test_a_list_of_files_that_lies_before_the_start(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    archive.write_bytes(archive.read_bytes()[200:])
    with pytest.raises(FormatError, match="not an intact zip archive"):
        install(archive, directory=tmp_path / "packages")


def test_damaged_content(tmp_path: Path) -> None:
    archive = tmp_path / "p.argosmodel"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for name, content in WHOLE.items():
            opened.writestr(name, content)
    archive.write_bytes(archive.read_bytes().replace(b"weightsweights", b"weightsWeights", 1))
    with pytest.raises(FormatError, match="not an intact zip archive"):
        install(archive, directory=tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


def test_failed_replacement_keeps_the_old_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "packages"
    package = install(write(tmp_path / "a", WHOLE), directory=folder)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith(".installing-"):
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StorageError, match="No space left on device"):
        install(write(tmp_path / "b", WHOLE), directory=folder)
    assert find_packages(folder) == (package,)
    assert list(folder.iterdir()) == [package.path]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"none\.argosmodel"):
        install(tmp_path / "none.argosmodel", directory=tmp_path / "packages")


def test_what_was_installed_is_written_down(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    package = install(archive, directory=tmp_path / "packages", origin="https://mirror.example/p")
    record = package.record()
    assert record
    assert record.origin == "https://mirror.example/p"
    assert record.sha256 == hashlib.sha256(archive.read_bytes()).hexdigest()
    assert record.files_sha256 == package.checksum()
    (package.path / "README.md").write_bytes(b"new")
    assert record.files_sha256 != package.checksum()


def test_the_checksum_of_the_file_is_compared(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    right = hashlib.sha256(archive.read_bytes()).hexdigest()
    with pytest.raises(FormatError, match=f"its SHA-256 is {right}, it should be {'0' * 64}"):
        install(archive, directory=tmp_path / "packages", sha256="0" * 64)
    assert not (tmp_path / "packages").exists()
    assert install(archive, directory=tmp_path / "packages", sha256=right.upper()).version == "1.0"


def test_another_direction_than_was_asked_for(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    with pytest.raises(FormatError, match="it translates ja>en"):
        install(archive, directory=tmp_path / "packages", direction=("en", "ja"))


@pytest.mark.parametrize("content", [{}, {"letter.txt": b"mine"}, {"metadata.json": METADATA.replace(b"ja", b"de")}])
def test_a_folder_that_is_not_an_older_package_stays(tmp_path: Path, content: dict[str, bytes]) -> None:
    """The name of the root folder is the archive's choice: it must not delete what is not its own."""
    folder = tmp_path / "packages" / "p"
    folder.mkdir(parents=True)
    for name, text in content.items():
        (folder / name).write_bytes(text)
    with pytest.raises(FormatError, match="is in its way"):
        install(write(tmp_path / "p.argosmodel", WHOLE), directory=tmp_path / "packages")
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == content


def test_a_damaged_package_is_replaced_by_a_whole_one(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    package = install(archive, directory=tmp_path / "packages")
    (package.path / "model" / "model.bin").unlink()
    assert install(archive, directory=tmp_path / "packages").size_bytes() > 700


def test_a_linked_package_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    elsewhere = install(archive, directory=tmp_path / "elsewhere")
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "p").symlink_to(elsewhere.path)
    install(archive, directory=tmp_path / "packages")
    assert not (tmp_path / "packages" / "p").is_symlink()
    assert read_package(elsewhere.path) == elsewhere


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressions_that_cannot_be_unpacked_piece_by_piece(tmp_path: Path, method: int) -> None:
    """45 bytes of bzip2 unpack to 900,000; zipfile unpacks them all at once."""
    archive = tmp_path / "p.argosmodel"
    with zipfile.ZipFile(archive, "w", method) as opened:
        for name, content in WHOLE.items():
            opened.writestr(name, content)
    with pytest.raises(FormatError, match="compressed in a way packages are not"):
        install(archive, directory=tmp_path / "packages")


def test_a_list_of_files_that_would_fill_the_memory(tmp_path: Path) -> None:
    archive = tmp_path / "p.argosmodel"
    with zipfile.ZipFile(archive, "w") as opened:
        for number in range(35_000):
            opened.writestr(f"p/{number:090}", b"")
    tracemalloc.start()
    with pytest.raises(FormatError, match="its list of files is too long"):
        install(archive, directory=tmp_path / "packages")
    assert tracemalloc.get_traced_memory()[1] < 20e6
    tracemalloc.stop()


def test_metadata_that_would_fill_the_memory(tmp_path: Path) -> None:
    """The list of files says it is small."""
    archive = write(tmp_path / "p.argosmodel", {**WHOLE, "p/metadata.json": b" " * 60_000_000})
    raw = archive.read_bytes()
    at = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"p/metadata.json"))
    archive.write_bytes(raw[: at + 24] + (500).to_bytes(4, "little") + raw[at + 28 :])
    tracemalloc.start()
    with pytest.raises(FormatError):
        install(archive, directory=tmp_path / "packages")
    assert tracemalloc.get_traced_memory()[1] < 20e6
    tracemalloc.stop()


def test_a_package_larger_than_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=100))
    with pytest.raises(StorageError, match="are needed and 100 bytes free"):
        install(write(tmp_path / "p", WHOLE), directory=tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "p")
    with pytest.raises(FormatError, match="not a file"):
        install(tmp_path / "p", directory=tmp_path / "packages")


DYING = """
import os, sys
from functools import partial
from pathlib import Path
from tmflow.mt.install import install_package as install_any, remove_package
from tmflow.mt.packages import find_packages
install = partial(install_any, loads=False)
left = int(sys.argv[1])
def die(event, arguments):
    global left
    if event in {"os.rename", "os.rmdir", "os.remove", "os.mkdir", "open"} and sys.argv[2] in str(arguments[0]):
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(die)
archive, folder = Path(sys.argv[3]), Path(sys.argv[2])
install(archive, directory=folder) if archive.name != "-" else remove_package(*find_packages(folder))
"""


@pytest.mark.parametrize("what", ["first", "replaced", "removed"])
def test_a_process_that_dies_at_any_step_leaves_a_whole_package_or_none(tmp_path: Path, what: str) -> None:
    """It dies before each of the calls that change the folder, in turn."""
    archive = write(tmp_path / "p.argosmodel", WHOLE)
    program = [sys.executable, "-c", DYING]
    seen, steps = set(), 0
    for step in range(100):
        folder = tmp_path / f"packages{step}"
        if what != "first":
            install(archive, directory=folder)
        done = subprocess.run([*program, str(step), folder, "-" if what == "removed" else archive], check=False)
        found = find_packages(folder)
        seen.add(len(found))
        for package in found:
            record = package.record()
            assert record
            assert package.checksum() == record.files_sha256
        if done.returncode == 0:
            break
        assert done.returncode == 9
        assert len(found) == 1 or iter_stray_folders(folder) or not folder.exists() or not list(folder.iterdir())
        steps += 1
        again = install(archive, directory=folder)
        assert find_packages(folder) == (again,)
    assert steps >= 4
    assert seen == {0, 1}


def test_a_package_is_removed_whole(tmp_path: Path) -> None:
    package = install(write(tmp_path / "p", WHOLE), directory=tmp_path / "packages")
    remove_package(package)
    assert not list((tmp_path / "packages").iterdir())


@pytest.mark.parametrize("linked", [".", "model", "model/model.bin"])
def test_removing_follows_no_link(tmp_path: Path, linked: str) -> None:
    package = install(write(tmp_path / "p", WHOLE), directory=tmp_path / "packages")
    place = package.path / linked
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    before = sorted((tmp_path / "elsewhere").rglob("*"))
    remove_package(package)
    assert not list((tmp_path / "packages").iterdir())
    assert (tmp_path / "elsewhere").exists()
    assert sorted((tmp_path / "elsewhere").rglob("*")) == before


def test_a_removal_that_was_stopped_leaves_no_half_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = install(write(tmp_path / "p", WHOLE), directory=tmp_path / "packages")

    def stop(path: Path, **_: object) -> None:
        del path
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(shutil, "rmtree", stop)
    with pytest.raises(StorageError, match=r"is removed, but .*removed-.* cannot be deleted"):
        remove_package(package)
    assert find_packages(tmp_path / "packages") == ()
    (line,) = iter_stray_folders(tmp_path / "packages")
    assert "left by a tmflow that was stopped; delete it" in line


def bomb(path: Path, *, megabytes: int) -> Path:
    """A whole package beside which a file of zeros shrinks to a thousandth."""
    with (
        zipfile.ZipFile(write(path, WHOLE), "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("p/zeros", "w") as zeros,
    ):
        for _ in range(megabytes):
            zeros.write(bytes(1 << 20))
    return path


@pytest.mark.parametrize(
    ("megabytes", "problem"), [(1100, "a package 1,073.7 MB at most"), (100, "times the size of the file")]
)
def test_a_bomb_is_refused_before_anything_is_written(tmp_path: Path, megabytes: int, problem: str) -> None:
    archive = bomb(tmp_path / "p.argosmodel", megabytes=megabytes)
    assert archive.stat().st_size < 2 << 20
    with pytest.raises(FormatError, match=problem):
        install(archive, directory=tmp_path / "packages")
    assert not (tmp_path / "packages").exists()


def test_a_small_package_may_shrink_much(tmp_path: Path) -> None:
    assert (
        install(bomb(tmp_path / "p.argosmodel", megabytes=50), directory=tmp_path / "packages").size_bytes() > 50 << 20
    )
