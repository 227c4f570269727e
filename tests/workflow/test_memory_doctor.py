"""The doctor of a memory names what is wrong and the next step, and changes nothing; rebuilding loses nothing in silence."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.memory.test_sqlite import drop_rights, without_rights
from tests.postgres_server import OWNER, Server
from tests.workflow.memories import JA_EN, found, tmx
from tests.workflow.projects import EN, JA, aligned, edit, reopened
from tmflow.errors import ConfigError, FormatError, MemoryStoreError, StorageError
from tmflow.memory.postgres import PostgresStore
from tmflow.memory.postgres_schema import MIGRATIONS
from tmflow.memory.postgres_setup import make_roles
from tmflow.memory.schema import FORMAT
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.store import DocumentKind
from tmflow.model.match import MemoryEntry
from tmflow.workflow.memory_doctor import examine_memory, rebuild_place
from tmflow.workflow.memory_import import ImportOrder, import_memory
from tmflow.workflow.places import MemoryPlace, opened_memory
from tmflow.workflow.project import Project
from tmflow.workflow.recall import iter_entries
from tmflow.workflow.team import push_memory

QUAY = MemoryEntry(source="岸壁は長い。", target="The quay is long.", pair=JA_EN)

Damage = Callable[[Project], object]


def wrong(place: MemoryPlace) -> dict[str, str]:
    return {check.name: f"{check.detail}; {check.next_step}" for check in examine_memory(place) if not check.ok}


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def execute(project: Project, statement: str) -> None:
    with closing(sqlite3.connect(project.index_path, isolation_level=None)) as connection:
        connection.execute(statement)


def overwrite(project: Project) -> None:
    content = bytearray(project.index_path.read_bytes())
    for start in range(4096 * 2, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    project.index_path.write_bytes(content)


def keep_alone(project: Project) -> None:
    with opened_memory(project) as memory:
        entries = iter_entries(project.bitext_path("mist"))
        memory.store.replace_document("lost.tmx", "", entries, kind=DocumentKind.IMPORT)


def leave_temporary(project: Project) -> None:
    (project.memories_folder / ".old.tmx.k2x_0a9z.tmp").touch()


def break_list(project: Project) -> None:
    project.retired_path.write_text(">>>>>>> theirs\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "name", "told"),
    [
        (overwrite, "integrity", "damaged: .*; tmflow memory rebuild"),
        (
            lambda project: project.index_path.write_bytes(b"no database"),
            "integrity",
            "not a database; tmflow memory re",
        ),
        (lambda project: execute(project, "DELETE FROM document"), "integrity", "what it belongs to is missing"),
        (lambda project: execute(project, "PRAGMA user_version = 99"), "format", "99, .*; upgrade tmflow"),
        (lambda project: execute(project, "PRAGMA application_id = 1"), "format", "no memory of tmflow"),
        (lambda project: execute(project, "PRAGMA journal_mode = DELETE"), "write-ahead log", "journal mode delete"),
        (
            lambda project: project.bitext_path("mist").write_text("<<<<<<< HEAD\n", encoding="utf-8"),
            "memory files",
            r"mist\.po:1: .*; correct the file",
        ),
        (keep_alone, "truth in files", r"lost\.tmx; tmflow memory export --document lost\.tmx"),
        (leave_temporary, "temporary files", r"1 of a stopped run: \.old"),
        (
            lambda project: project.index_path.with_name("memory.sqlite.ja.index").write_bytes(b"half"),
            "indexes",
            r"memory\.sqlite\.ja\.index",
        ),
        (break_list, "retired pairs", r"retired\.jsonl:1: not a retired pair"),
    ],
)
def test_what_is_wrong_is_named_and_left_alone(tmp_path: Path, damage: Damage, name: str, told: str) -> None:
    project = aligned(tmp_path)
    found(project, JA[2])
    assert wrong(project) == {}
    damage(project)
    before = state(tmp_path)
    said = wrong(project)
    assert re.search(told, said[name]), said
    assert state(tmp_path) == before


def test_a_file_that_waits_to_be_compiled_is_in_order(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    found(project, JA[2])
    edit(project.bitext_path("mist"), EN[6], EN[7])
    (check,) = (check for check in examine_memory(project) if check.name == "memory files")
    assert (check.ok, check.detail) == (True, "1 of 1 to be compiled when next used: mist.po")


def test_a_project_that_was_never_compiled_is_in_order(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    for path in project.cache_folder.glob("memory*"):
        path.unlink()
    assert wrong(project) == {}
    assert not project.index_path.exists()


def test_rebuilding_cures_damage_and_removes_what_a_stopped_run_left(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    found(project, JA[2])
    overwrite(project)
    leave_temporary(project)
    assert set(wrong(project)) == {"integrity", "temporary files"}
    assert rebuild_place(project) == "1 memory file compiled"
    assert wrong(project) == {}
    assert found(reopened(project), JA[2]) == [EN[2]]


def test_rebuilding_leaves_the_temporary_files_of_others_alone(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    others = [
        project.memories_folder / name for name in ("draft.tmp", ".notes.tmp", ".a.backup.tmp", "a.tmx.k2x_0a9z.tmp")
    ]
    own = project.cache_folder / "memory.sqlite.ja.index.k2x_0a9z.tmp"
    for path in (*others, own):
        path.touch()
    rebuild_place(project)
    assert [path.exists() for path in (*others, own)] == [True, True, True, True, False]


def test_rebuilding_keeps_what_was_pulled_and_who_has_it_open_sees_the_new_one(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    with opened_memory(project) as memory:
        memory.store.replace_document("shared/lights/a.po", "x:1", [QUAY], kind=DocumentKind.SHARED)
        index = project.index_path.stat().st_ino
        edit(project.bitext_path("mist"), EN[2], "It dates from 1908.")
        rebuild_place(project)
        assert [match.target for match in memory.lookup(JA[2], threshold=100)] == ["It dates from 1908."]
        assert [match.target for match in memory.lookup(QUAY.source, threshold=100)] == [QUAY.target]
    assert project.index_path.stat().st_ino == index
    details = {check.name: check.detail for check in examine_memory(project)}
    assert details["truth in files"].startswith("all but 1 pulled document,")


def test_rebuilding_from_a_file_that_is_broken_leaves_the_memory_as_it_was(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    found(project, JA[2])
    with SqliteStore(project.index_path) as store:
        before = list(store.iter_entries()), dict(store.documents())
        (project.memories_folder / "cut.tmx").write_text("<tmx", encoding="utf-8")
        with pytest.raises(FormatError, match=r"cut\.tmx"):
            rebuild_place(project)
        assert (list(store.iter_entries()), dict(store.documents())) == before


def test_rebuilding_says_what_brings_back_what_was_pulled(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    settings = project.root / "tmflow.yaml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}memory: postgresql://db/lights\n", encoding="utf-8")
    project = reopened(project)
    found(project, JA[2])
    overwrite(project)
    assert rebuild_place(project) == "1 memory file compiled; then: tmflow memory pull"
    with SqliteStore(project.index_path) as store:
        store.replace_document("shared/lights/a.po", "x:1", [QUAY], kind=DocumentKind.SHARED)
    assert rebuild_place(project) == "1 memory file compiled"


def test_rebuilding_does_not_throw_away_what_no_file_has(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    keep_alone(project)
    with pytest.raises(ConfigError, match=r"only the compiled memory has lost\.tmx. To keep it: .* --discard"):
        rebuild_place(project)
    assert "truth in files" in wrong(project)
    rebuild_place(project, discard=True)
    assert wrong(project) == {}


def test_a_store_of_its_own_is_looked_at_and_put_in_order(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    with pytest.raises(ConfigError, match=r"no memory .*own\.sqlite"):
        examine_memory(path)
    import_memory(path, ImportOrder(path=tmx(tmp_path / "old.tmx")))
    import_memory(path, ImportOrder(path=tmx(tmp_path / "big.tmx", [(f"灯{n}", f"lamp {n}") for n in range(9_000)])))
    assert wrong(path) == {}
    size = path.stat().st_size
    with opened_memory(path) as memory:
        memory.store.remove_document("big.tmx")
    assert rebuild_place(path).startswith("own.sqlite: ")
    assert path.stat().st_size < size / 2
    assert wrong(path) == {}
    assert found(path, JA[3]) == [EN[3]]
    with pytest.raises(ConfigError, match="is no store"):
        rebuild_place(tmp_path / "old.tmx")


KILLED = """
import sys, time
from pathlib import Path
from tmflow.workflow.memory_import import ImportOrder, import_memory

def stop(done, total):
    print("under way", flush=True)
    time.sleep(60)

import_memory(Path(sys.argv[1]), ImportOrder(path=Path(sys.argv[2]), on_progress=stop))
"""


def test_what_a_killed_import_into_a_new_store_left_is_told_and_removed(tmp_path: Path) -> None:
    path, source = tmp_path / "own.sqlite", tmx(tmp_path / "old.tmx")

    def hidden() -> list[Path]:
        return list(tmp_path.glob(".own.sqlite.*"))

    def killed() -> subprocess.Popen[str]:
        words = [sys.executable, "-c", KILLED, str(path), str(source)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        assert process.stdout.readline() == "under way\n"
        return process

    with killed() as under_way:
        (folder,) = hidden()
        import_memory(path, ImportOrder(path=source))
        assert (hidden(), wrong(path)) == ([folder], {})
        rebuild_place(path)
        assert hidden() == [folder], "it is somebody's"
        under_way.kill()
    (told,) = wrong(path).values()
    assert re.fullmatch(rf"1 of a stopped run: {re.escape(folder.name)}; .*rebuild removes them", told)
    rebuild_place(path)
    assert (hidden(), wrong(path)) == ([], {})
    path.unlink()
    with killed() as under_way:
        under_way.kill()
    assert hidden()
    import_memory(path, ImportOrder(path=source))
    assert (hidden(), wrong(path)) == ([], {})


def test_what_stands_beside_a_store_and_is_not_of_it_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    import_memory(path, ImportOrder(path=tmx(tmp_path / "old.tmx")))
    others = [tmp_path / name for name in (".own.sqlite.k2x_0a9z", ".page.html.k2x_0a9z.tmp")]
    others[0].mkdir()
    others[1].touch()
    assert wrong(path) == {}
    rebuild_place(path)
    assert all(other.exists() for other in others)


def test_a_database_of_another_program_is_called_one_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "recipes.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE recipe (name); INSERT INTO recipe VALUES ('stew'); DELETE FROM recipe")
    (tmp_path / "recipes.sqlite.en.index").touch()
    before = path.read_bytes()
    assert list(wrong(path)) == ["format"]
    with pytest.raises(MemoryStoreError, match="no memory of tmflow; nothing was changed"):
        rebuild_place(path)
    assert path.read_bytes() == before
    assert (tmp_path / "recipes.sqlite.en.index").exists()


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    path.mkdir()
    with pytest.raises(ConfigError, match=r"own\.sqlite is a folder: name a file"):
        import_memory(path, ImportOrder(path=tmx(tmp_path / "old.tmx")))


def test_where_leftovers_cannot_be_deleted_rebuilding_says_what_it_cannot_do() -> None:
    with without_rights() as folder:
        path = folder / "own.sqlite"
        import_memory(path, ImportOrder(path=tmx(folder / "old.tmx")))
        (folder / ".own.sqlite.k2x_0a9z.tmp").touch()
        drop_rights(folder)
        with pytest.raises(StorageError, match="the memory is unchanged"):
            rebuild_place(path)


def test_the_compiled_indexes_of_a_large_store_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    import_memory(path, ImportOrder(path=tmx(tmp_path / "big.tmx", [(f"灯{n}", f"lamp {n}") for n in range(10_500)])))
    assert found(path, "灯7") == ["lamp 7"]
    with opened_memory(path) as memory:
        assert memory.lookup("lamp 77 ")
    index = tmp_path / "own.sqlite.en.index"
    assert (index.is_file(), wrong(path)) == (True, {})
    content = bytearray(index.read_bytes())
    content[len(content) // 2] ^= 1
    index.write_bytes(content)
    assert set(wrong(path)) == {"indexes"}
    rebuild_place(path)
    assert wrong(path) == {}


def test_the_format_is_todays(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    found(project, JA[2])
    details = {check.name: check.detail for check in examine_memory(project)}
    assert details["format"] == f"{FORMAT}, this tmflow knows {FORMAT}"


def test_the_shared_memory_is_looked_at_where_asked_for(tmp_path: Path, postgres: Server) -> None:
    def told(user: str = OWNER) -> dict[str, tuple[bool, str]]:
        address = postgres.dsn("memory", user)
        settings.write_text(f"{plain}memory:\n  shared: {address}\n  name: lights\n", encoding="utf-8")
        checks = examine_memory(reopened(project), with_shared=True)
        return {check.name: (check.ok, f"{check.detail}; {check.next_step}") for check in checks}

    project = aligned(tmp_path)
    settings = project.root / "tmflow.yaml"
    plain = settings.read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="the settings name no shared memory"):
        examine_memory(project, with_shared=True)
    with pytest.raises(ConfigError, match="only a project shares a memory"):
        examine_memory(tmp_path / "own.sqlite", with_shared=True)
    address = postgres.memory()
    found(project, JA[2])
    assert told()["shared format"] == (
        False,
        f"0, this tmflow knows {len(MIGRATIONS)}; let its owner pull once with this tmflow: that makes it, or brings it to the format",
    )
    with PostgresStore(address) as store:
        store.replace_document("ports/quay.po", "", [QUAY])
    make_roles(address)
    assert told()["shared documents"] == (True, "1 document, 1 unit; ")
    assert told()["own documents"] == (True, "0, those of lights; ")
    assert told()["pending pushes"] == (True, "1 compiled document to be pushed: mist.po; ")
    push_memory(reopened(project))
    assert told()["pending pushes"] == (True, "none; ")
    for user, role in (("nobody_yet", ""), ("reader", "tmflow_read"), ("writer", "tmflow_write")):
        postgres.run(f"CREATE ROLE {user}_doctor LOGIN {f'IN ROLE {role}' if role else ''}")
    assert told("nobody_yet_doctor")["shared role"][0] is False
    assert told("reader_doctor")["shared role"] == (True, "reads only: to push takes the role tmflow_write; ")
    assert told("writer_doctor")["shared role"] == (True, "reads and writes; ")
    assert wrong(address) == {}
    assert [check.name for check in examine_memory(address)][-2:] == ["shared integrity", "shared documents"]
    with pytest.raises(ConfigError, match="its server looks after it"):
        rebuild_place(address)
    postgres.run("DELETE FROM tmflow.segment WHERE side = 1", "memory")
    assert "not the units it had" in wrong(address)["shared integrity"]
    settings.write_text(f"{plain}memory: postgresql://127.0.0.1:1/none\n", encoding="utf-8")
    assert set(wrong("postgresql://127.0.0.1:1/none")) == {"shared memory"}
    (check,) = (check for check in examine_memory(reopened(project), with_shared=True) if not check.ok)
    assert (check.name, "no connection" in check.detail) == ("shared memory", True)
    assert "shared memory" not in {check.name for check in examine_memory(reopened(project))}
