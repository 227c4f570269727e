"""A writer killed at any instant: the memory is as it was before or after a change, and the next one goes on."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.crash_loop import (
    KNOWN,
    NEW,
    kill_project,
    kill_store,
    make_project,
    project_faults,
    store_faults,
    units,
)
from tests.memory.test_sqlite import FORMAT_1
from tmflow.memory.health import examine_store
from tmflow.memory.schema import FORMAT
from tmflow.memory.sqlite import SqliteStore
from tmflow.model.language import Language

SEED = 20

MIGRATE = """
import os, signal, sys
from pathlib import Path
from tmflow.memory import sqlite_file as subject
from tmflow.memory.sqlite import SqliteStore

calls, make_hash = 0, subject.key_hash

def counted(key):
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return make_hash(key)

subject.key_hash = counted
SqliteStore(Path(sys.argv[1]))
"""


def test_a_killed_writer_of_a_store_leaves_it_whole(tmp_path: Path) -> None:
    kills = list(kill_store(tmp_path, 18, SEED))
    assert [kill.faults for kill in kills] == [()] * 18
    assert sum(kill.done for kill in kills) > 18  # they did write


def test_a_killed_import_or_rebuilding_leaves_a_project_whole(tmp_path: Path) -> None:
    kills = list(kill_project(tmp_path, 9, SEED))
    assert [kill.faults for kill in kills] == [()] * 9


def test_what_the_look_after_a_kill_would_find_in_a_store(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with SqliteStore(path) as store:
        store.replace_document("2.po", "2", units(2)[:-1])
        store.replace_document("3.po.a", "3", units(3))
        store.replace_document("4.po", "4", units(4))
        store.retire([(units(4)[0].source, units(4)[0].target)], reason="old")
        found = list(store_faults(path, store, 99))
    assert [fault.split(" ")[0] for fault in found] == ["the", "2.po", "3.po.a", "4.po"]


def test_what_the_look_after_a_kill_would_find_in_a_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    make_project(root)
    assert list(project_faults(root)) == []
    whole = (root / "new-0.tmx").read_text(encoding="utf-8")
    (root / "memories" / "new.tmx").write_text(whole.replace(KNOWN, f"{KNOWN}?").replace(NEW, "?"), encoding="utf-8")
    assert "the import is there in part" in list(project_faults(root))


@pytest.mark.parametrize("call", [1, 700, 1_999])
def test_a_killed_migration_leaves_a_memory_that_the_next_one_reads(tmp_path: Path, call: int) -> None:
    path = tmp_path / "memory.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(FORMAT_1)
        connection.executescript("DELETE FROM segment; DELETE FROM unit")
        rows = [(number, 1, "translated", "human", 0, "[]", "", "", "", "") for number in range(1, 1_001)]
        connection.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        sides = [(n, 0, "ja", f"灯{n}", None, 2, 0) for n in range(1, 1_001)]
        sides += [(n, 1, "en", f"lamp {n}", None, 6, 0) for n in range(1, 1_001)]
        connection.executemany("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)", sides)
    killed = subprocess.run([sys.executable, "-c", MIGRATE, str(path), str(call)], check=False)
    assert killed.returncode == -signal.SIGKILL
    health = examine_store(path)
    assert (health.format, health.faults) == (1, ())
    with SqliteStore(path) as store:
        (entry,) = store.find_text("lamp 700", Language.EN)
        assert entry.source == "灯700"
        assert len(list(store.iter_entries())) == 1_000
    assert examine_store(path).format == FORMAT
