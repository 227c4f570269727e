"""The SQLite store where things go wrong: damage, other versions, refusals of the machine, killed and rival processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import tmflow
from tmflow.errors import MemoryLockedError, MemoryStoreError, StorageError
from tmflow.memory import sqlite_file as subject
from tmflow.memory.schema import FORMAT
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.sqlite_file import discard_damaged
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

NOBODY = 65534

WRITER = """
import sys
from pathlib import Path
from tmflow.memory.sqlite import SqliteStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

pair = LanguagePair(Language.JA, Language.EN)
first, count = int(sys.argv[2]), int(sys.argv[3])
with SqliteStore(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    for turn in range(first, first + count):
        units = [MemoryEntry(source=f"文{turn}の{at}", target=f"Text {turn} of {at}", pair=pair) for at in range(30)]
        store.replace_document(f"{turn % 50}.po", str(turn), units)
"""


def entries(count: int, word: str = "文") -> list[MemoryEntry]:
    pair = LanguagePair(Language.JA, Language.EN)
    return [MemoryEntry(source=f"{word}{at}", target=f"Text {at}", pair=pair, document="a.po") for at in range(count)]


def start_writer(path: Path, first: int, count: int) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(tmflow.__file__).parent.parent)}
    command = [sys.executable, "-c", WRITER, str(path), str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def statement(path: Path, *texts: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for text in texts:
            connection.execute(text)
    connection.close()


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "memory.sqlite"
    with SqliteStore(path) as store:
        store.replace_document("a.po", "1", entries(500))
    return path


def test_a_memory_of_a_newer_tmflow_is_refused_and_left_alone(filled: Path) -> None:
    statement(filled, f"PRAGMA user_version = {FORMAT + 1}")
    before = filled.read_bytes()
    expected = f"memory format {FORMAT + 1}, this tmflow knows {FORMAT}: upgrade; nothing was changed"
    with pytest.raises(MemoryStoreError, match=expected):
        SqliteStore(filled)
    assert filled.read_bytes() == before
    assert not discard_damaged(filled)


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    statement(path, "CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(MemoryStoreError, match=r"no memory of tmflow; nothing was changed"):
        SqliteStore(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_memory(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.touch()
    with SqliteStore(path) as store:
        assert store.replace_document("a.po", "1", entries(1)) == 1


def test_a_file_that_is_no_database_is_damage_that_can_be_discarded(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"half of something else " * 100)
    with pytest.raises(MemoryStoreError, match=r"damaged.* may be deleted: it is built again"):
        SqliteStore(path)
    assert discard_damaged(path)
    assert list(tmp_path.iterdir()) == []
    with SqliteStore(path) as store:
        assert dict(store.documents()) == {}


@pytest.mark.parametrize("kept", [0.3, 0.7])
def test_a_file_cut_short_is_damage_not_a_shorter_answer(filled: Path, kept: float) -> None:
    whole = filled.read_bytes()
    filled.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(MemoryStoreError, match="damaged"), SqliteStore(filled) as store:
        list(store.iter_entries())
    assert discard_damaged(filled)
    assert not filled.exists()


def test_a_page_overwritten_in_the_middle_is_damage(filled: Path) -> None:
    whole = bytearray(filled.read_bytes())
    for start in range(4096 * 2, len(whole), 4096):
        whole[start : start + 64] = b"\xff" * 64
    filled.write_bytes(whole)
    with pytest.raises(MemoryStoreError, match="damaged"), SqliteStore(filled) as store:
        list(store.iter_entries())
    assert discard_damaged(filled)


def test_bytes_that_are_no_text_in_the_tables_own_description_are_damage(filled: Path) -> None:
    filled.write_bytes(filled.read_bytes().replace(b"TABLE document", b"TABLE do\xffument", 1))
    with pytest.raises(MemoryStoreError, match="damaged"):
        SqliteStore(filled)
    assert discard_damaged(filled)


def test_a_sound_memory_is_never_discarded(filled: Path, tmp_path: Path) -> None:
    assert not discard_damaged(filled)
    assert not discard_damaged(tmp_path / "missing.sqlite")
    with SqliteStore(filled) as store:
        assert len(list(store.iter_entries())) == 500


def test_a_full_disk_leaves_the_old_entries(filled: Path) -> None:
    with SqliteStore(filled) as store:
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(StorageError, match="disk full"):
            store.replace_document("b.po", "2", entries(5000))
        assert {name: told.fingerprint for name, told in store.documents().items()} == {"a.po": "1"}
        assert len(list(store.iter_entries())) == 500


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder that this process, made nobody if it is root, may read but not write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        is_root = os.geteuid() == 0
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o755)


def drop_rights(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)


def test_in_a_read_only_folder_a_memory_can_still_be_read() -> None:
    with without_rights() as folder:
        path = folder / "memory.sqlite"
        with SqliteStore(path) as store:
            store.replace_document("a.po", "1", entries(3))
        drop_rights(folder)
        with SqliteStore(path) as store:
            assert [entry.source for entry in store.iter_entries()] == ["文0", "文1", "文2"]
            with pytest.raises(StorageError, match=r"read-only file or folder .* the memory is unchanged"):
                store.replace_document("a.po", "2", entries(1))


def make_format_2(path: Path) -> None:
    """Make a memory that says "2026年", and as format 2 had it: no value alone had a shape."""
    pair = LanguagePair(Language.JA, Language.EN)
    with SqliteStore(path) as store:
        store.replace_document("a.po", "1", [MemoryEntry(source="2026年", target="2026", pair=pair)])
    statement(path, "UPDATE segment SET shape_hash = NULL", "PRAGMA user_version = 2")


def test_a_memory_of_format_2_finds_values_alone_once_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    make_format_2(path)
    with SqliteStore(path) as store:
        (entry,) = store.find_shape("2031年", Language.JA, limit=5, include_drafts=False)
        assert entry.target == "2026"


def test_a_memory_of_format_3_finds_lone_months_once_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    pair = LanguagePair(Language.JA, Language.EN)
    with SqliteStore(path) as store:
        store.replace_document("a.po", "1", [MemoryEntry(source="3月", target="March", pair=pair)])
    statement(path, "UPDATE segment SET shape_hash = NULL WHERE language = 'en'", "PRAGMA user_version = 3")
    with SqliteStore(path) as store:
        (entry,) = store.find_shape("June", Language.EN, limit=5, include_drafts=False)
        assert entry.source == "3月"


def test_in_a_read_only_folder_a_memory_of_format_2_can_be_read() -> None:
    with without_rights() as folder:
        path = folder / "memory.sqlite"
        make_format_2(path)
        drop_rights(folder)
        with SqliteStore(path) as store:
            assert [entry.source for entry in store.find_text("2026", Language.EN)] == ["2026年"]


def test_in_a_read_only_folder_none_can_be_made() -> None:
    with without_rights() as folder:
        drop_rights(folder)
        with pytest.raises(StorageError, match="cannot be opened"):
            SqliteStore(folder / "memory.sqlite")
        with pytest.raises(StorageError, match="its folder cannot be made"):
            SqliteStore(folder / "deeper" / "memory.sqlite")


def test_a_place_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        SqliteStore(tmp_path)


def test_half_a_character_is_refused_and_nothing_is_changed(filled: Path) -> None:
    with SqliteStore(filled) as store:
        with pytest.raises(MemoryStoreError, match="half a character"):
            store.replace_document("a.po", "2", entries(2, word="\ud800"))
        assert store.documents()["a.po"].fingerprint == "1"
        assert store.find_text("\ud800", Language.JA) == []


def test_using_a_closed_store_is_an_error(filled: Path) -> None:
    store = SqliteStore(filled)
    store.close()
    with pytest.raises(MemoryStoreError, match="closed"):
        store.documents()


def test_a_writer_waits_and_then_names_the_file(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_WAIT_S", 0.05)
    rival = sqlite3.connect(filled, isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    with SqliteStore(filled) as store:
        with pytest.raises(MemoryLockedError, match=r"memory\.sqlite: another process"):
            store.remove_document("a.po")
        assert len(list(store.iter_entries())) == 500
        rival.execute("ROLLBACK")
        assert store.remove_document("a.po")
    rival.close()


def test_the_wait_is_the_ten_seconds_the_plan_names() -> None:
    assert subject._WAIT_S == 10.0


def test_a_reader_sees_what_another_store_wrote(filled: Path) -> None:
    with SqliteStore(filled) as reader, SqliteStore(filled) as writer:
        before = reader.generation()
        writer.replace_document("b.po", "1", entries(2, word="別"))
        assert reader.generation() > before
        assert [entry.document for entry in reader.find_text("別1", Language.JA)] == ["b.po"]


def test_a_reader_in_the_middle_of_reading_does_not_stop_a_writer(filled: Path) -> None:
    with SqliteStore(filled) as reader, SqliteStore(filled) as writer:
        reading = reader.iter_entries()
        first = next(reading)
        writer.remove_document("a.po")
        assert [first, *reading] == list(entries(500))
        assert list(reader.iter_entries()) == []


def test_processes_that_make_and_write_one_memory_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "memory.sqlite"
    writers = [start_writer(path, first, 10) for first in (0, 10, 20)]
    for writer in writers:
        output, _ = writer.communicate(timeout=60)
        assert (output, writer.returncode) == ("ready\n", 0)
    with SqliteStore(path) as store:
        assert len(store.documents()) == 30
        assert len(list(store.iter_entries())) == 900


@pytest.mark.parametrize("finished", [1, 23, 60])
def test_a_killed_writer_leaves_whole_documents(tmp_path: Path, finished: int) -> None:
    path = tmp_path / "memory.sqlite"
    writer = start_writer(path, 0, 100_000)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    with SqliteStore(path) as reader:
        while reader.generation() < finished:
            assert writer.poll() is None
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    with SqliteStore(path) as store:
        assert store._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store._connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, fingerprint in ((name, told.fingerprint) for name, told in store.documents().items()):
            found = list(store.iter_entries(name))
            assert [entry.source for entry in found] == [f"文{fingerprint}の{at}" for at in range(30)]
        assert store.replace_document("after.po", "", entries(1)) == 1


FORMAT_1 = """
CREATE TABLE memory (generation INTEGER NOT NULL);
INSERT INTO memory VALUES (1);
CREATE TABLE document (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, generation INTEGER NOT NULL
);
INSERT INTO document VALUES (1, 'a.po', '1', 1);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    state TEXT NOT NULL, origin TEXT NOT NULL, is_draft INTEGER NOT NULL, notes TEXT NOT NULL,
    previous_source TEXT, next_source TEXT, previous_target TEXT, next_target TEXT
);
INSERT INTO unit VALUES (1, 1, 'translated', 'human', 0, '[]', '', '', '', '');
CREATE INDEX unit_of_document ON unit (document_id);
CREATE TABLE segment (
    unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE, side INTEGER NOT NULL, language TEXT NOT NULL,
    text TEXT NOT NULL, key TEXT, key_chars INTEGER NOT NULL, key_hash INTEGER NOT NULL, PRIMARY KEY (unit_id, side)
) WITHOUT ROWID;
INSERT INTO segment VALUES (1, 0, 'ja', '港は静かだ。', NULL, 6, 0), (1, 1, 'en', 'The port is quiet.', NULL, 18, 0);
CREATE INDEX segment_by_key ON segment (key_hash);
CREATE INDEX segment_by_length ON segment (language, key_chars);
PRAGMA application_id = 1953326700;
PRAGMA user_version = 1;
"""


def test_a_memory_of_an_older_format_is_brought_to_the_present_one(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FORMAT_1)
    with SqliteStore(path) as store:
        (entry,) = store.find_text("The port is quiet.", Language.EN)
        assert entry.source == "港は静かだ。"
        assert store.replace_document("b.po", "1", entries(2)) == 2
        assert list(store.iter_entries("a.po")) == [entry]
    with SqliteStore(path) as store:
        assert store.find_text("港は静かだ。", Language.JA) == [entry]


def test_a_text_after_a_nul_is_found(filled: Path) -> None:
    with SqliteStore(filled) as store:
        (entry,) = entries(1)
        store.replace_document("b.po", "1", [replace(entry, source="前\0港町")])
        found = store.iter_containing("港町", language=Language.JA, include_drafts=False)
        assert [entry.source for entry, _ in found] == ["前\0港町"]
