"""A machine that refuses to write: the answer says so, nothing is half written, what only reads still works."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.crash_loop import KNOWN, OLD, make_project
from tests.cli.run import environ
from tests.workflow.memories import found, tmx
from tests.workflow.projects import tree
from tmflow.errors import StorageError
from tmflow.workflow.memories import Memory
from tmflow.workflow.memory_import import ImportOrder, import_memory
from tmflow.workflow.project import open_project
from tmflow.workflow.upkeep import retire_text

NOBODY = 65534
MEGABYTE = 1 << 20
BIG = [(f"灯台{number}は北の岬にある。", f"Lighthouse {number} is on the north cape.") for number in range(9_000)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=False).returncode
    ):
        pytest.skip("a file system of 2 MB: only where this user may mount one")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def run(folder: Path, *words: str, limit_blocks: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run tmflow, its files at most so many blocks of 512 bytes long."""
    program = " ".join((f"ulimit -f {limit_blocks};" if limit_blocks else "", 'exec "$@"'))
    command = ["sh", "-c", program, "sh", sys.executable, "-m", "tmflow", *words]
    return subprocess.run(command, cwd=folder, env=environ(folder), capture_output=True, text=True, check=False)


def test_an_import_that_the_disk_has_no_room_for(small_disk: Path, tmp_path: Path) -> None:
    root = small_disk / "project"
    make_project(root)
    assert found(open_project(root), KNOWN) == [OLD]
    path = tmx(tmp_path / "big.tmx", BIG)
    assert path.stat().st_size > 2 * MEGABYTE
    before = tree(root)
    refused = run(root, "memory", "import", str(path))
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr == "tmflow: disk full writing memories/big.tmx\n"
    assert tree(root) == before
    assert found(open_project(root), KNOWN) == [OLD]


def test_an_import_that_fits_but_whose_index_does_not(small_disk: Path, tmp_path: Path) -> None:
    root = small_disk / "project"
    make_project(root)
    assert found(open_project(root), KNOWN) == [OLD]
    path = tmx(tmp_path / "big.tmx", BIG[:3_000])
    before = tree(root)
    refused = run(root, "memory", "import", str(path))
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "memory.sqlite: disk full; the memory is unchanged" in refused.stderr
    assert tree(root) == before
    assert found(open_project(root), KNOWN) == [OLD]


def fill(place: Path) -> None:
    """Leave no byte free."""
    with contextlib.suppress(OSError), (place / "filling").open("wb", buffering=0) as stream:
        while stream.write(b"0" * 4_096):
            pass


@pytest.mark.parametrize("compiled", ["not yet", "outdated", "of today"])
def test_a_full_disk_has_a_memory_looked_up_all_the_same(small_disk: Path, tmp_path: Path, compiled: str) -> None:
    root = small_disk / "project"
    make_project(root)
    if compiled != "not yet":
        assert found(open_project(root), KNOWN) == [OLD]
    if compiled == "outdated":
        tmx(root / "memories" / "late.tmx", [("桟橋は短い。", "The jetty is short.")])
    fill(small_disk)
    assert run(root, "memory", "lookup", KNOWN).stdout.splitlines()[2].strip() == OLD
    with Memory.open(root) as memory:
        assert [match.target for match in memory.lookup(KNOWN)] == [OLD]
    for words in (["import", str(tmx(tmp_path / "few.tmx", BIG[:2]))], ["retire", KNOWN, "--reason", "stilted"]):
        refused = run(root, "memory", *words)
        assert (refused.returncode, refused.stdout) == (3, "")
        assert "disk full" in refused.stderr


def test_a_full_disk_has_a_store_looked_up_but_none_made_or_changed(small_disk: Path, tmp_path: Path) -> None:
    path = tmx(tmp_path / "few.tmx", BIG[:2])
    assert run(small_disk, "memory", "import", str(path), "--memory", "own.sqlite").returncode == 0
    fill(small_disk)
    looked = run(small_disk, "memory", "lookup", BIG[0][0], "--memory", "own.sqlite")
    assert (looked.returncode, BIG[0][1] in looked.stdout) == (0, True)
    more = tmx(tmp_path / "more.tmx", BIG[:3])
    refused = run(small_disk, "memory", "import", str(more), "--memory", "own.sqlite")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr == "tmflow: own.sqlite: disk full; the memory is unchanged\n"
    assert "journal mode wal" in run(small_disk, "memory", "doctor", "--memory", "own.sqlite").stdout
    refused = run(small_disk, "memory", "import", str(more), "--memory", "new.sqlite")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr == "tmflow: disk full writing new.sqlite; it was not made\n"


@pytest.mark.parametrize("folder", ["/proc", "/proc/none/deeper"])
def test_a_store_in_a_folder_that_takes_no_files_is_refused(tmp_path: Path, folder: str) -> None:
    path = tmx(tmp_path / "few.tmx", BIG[:2])
    refused = run(tmp_path, "memory", "import", str(path), "--memory", f"{folder}/own.sqlite")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (3, "", 1)
    assert folder in refused.stderr


def test_a_quota_of_file_size(tmp_path: Path) -> None:
    root = tmp_path / "project"
    make_project(root)
    assert found(open_project(root), KNOWN) == [OLD]
    path = tmx(tmp_path / "big.tmx", BIG)
    before = tree(root)
    refused = run(root, "memory", "import", str(path), limit_blocks=1_000)
    assert refused.returncode == 3
    assert refused.stderr == "tmflow: file too large writing memories/big.tmx\n"
    store = run(root, "memory", "import", str(path), "--memory", "own.sqlite", limit_blocks=1_000)
    assert (store.returncode, "Traceback" in store.stderr) == (3, False)
    assert "the memory is unchanged" in store.stderr
    assert tree(root) == before, "what fails makes no store"
    assert found(open_project(root), KNOWN) == [OLD]


def test_in_a_project_without_rights_what_reads_works_and_what_writes_says_so() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "project"
        make_project(root)
        project = open_project(root)
        import_memory(project, ImportOrder(path=root / "new-0.tmx"))
        retire_text(project, KNOWN, target=OLD, reason="stilted")
        before = tree(root)
        Path(name).chmod(0o755)
        for path in (root, *root.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            if os.geteuid() == 0:
                os.seteuid(NOBODY)
            assert found(project, KNOWN) != [OLD]
            with pytest.raises(StorageError, match=r"is not writable .* Read-only commands still work"):
                import_memory(project, ImportOrder(path=root / "new-1.tmx"))
        finally:
            if os.getuid() == 0:
                os.seteuid(0)
            for path in (root, *root.rglob("*")):
                path.chmod(0o755 if path.is_dir() else 0o644)
        assert tree(root) == before
