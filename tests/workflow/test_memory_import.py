"""Importing into a project and into a store: what is written, what is counted, what taking it back restores."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import time
from pathlib import Path

import pytest

import tmflow
from tests.cli.run import PROGRAM
from tests.cli.run import tmflow as tmflow_command
from tests.workflow.memories import PAIRS, RIVAL, found, tmx
from tests.workflow.projects import EN, JA, aligned, reopened, tree
from tmflow.errors import ConfigError, FormatError, StorageError
from tmflow.memory.importing import OnConflict
from tmflow.memory.store import DocumentKind
from tmflow.workflow.memory_import import ImportOrder, MemoryImport, import_memory, list_imports, undo_import
from tmflow.workflow.places import MemoryPlace, opened_memory
from tmflow.workflow.project import Project
from tmflow.workflow.recall import rebuild_memory
from tmflow.workflow.upkeep import restore_text


def add(place: MemoryPlace, path: Path, how: OnConflict = OnConflict.KEEP_BOTH, **others: str) -> MemoryImport:
    return import_memory(place, ImportOrder(path=path, on_conflict=how, **others))  # type: ignore[arg-type]  # names


@pytest.fixture(params=["project", "store"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> MemoryPlace:
    project = aligned(tmp_path)
    if request.param == "project":
        return project
    path = tmp_path / "own.sqlite"
    import_memory(path, ImportOrder(path=project.bitext_path("mist")))
    return path


def test_the_report_adds_up_and_the_memory_answers(place: MemoryPlace, tmp_path: Path) -> None:
    path = tmx(tmp_path / "old.tmx")
    text = path.read_text(encoding="utf-8")
    broken = '<tu><tuv xml:lang="ja"><seg>声だけ</seg></tuv><tuv xml:lang="en"><seg> </seg></tuv></tu>\n'
    path.write_text(text.replace("</body>", f"{broken}</body>"), encoding="utf-8")
    done = add(place, path)
    report = done.report
    assert (done.name, report.read, report.new, report.same, report.conflicting) == ("old.tmx", 4, 1, 1, 1)
    assert report.refused_count == 1
    assert report.refused[0].line == text[: text.index("</body>")].count("\n") + 1
    assert found(place, "The foghorn is silent.") == ["霧笛は鳴らない。"]
    assert set(found(place, JA[2])) == {EN[2], RIVAL}


def test_a_unit_with_half_a_character_is_refused_alone(place: MemoryPlace, tmp_path: Path) -> None:
    """JSON can spell what no memory holds."""
    path = tmp_path / "old.jsonl"
    rows = [
        {"ja": "霧笛は鳴らない。", "en": "The foghorn is \ud800 silent."},
        {"ja": "霧は晴れた。", "en": "The fog is gone."},
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    report = add(place, path).report
    assert (report.read, report.new, report.refused_count) == (2, 1, 1)
    assert (report.refused[0].line, report.refused[0].reason) == (1, "half a character (a lone surrogate)")
    assert found(place, "The fog is gone.") == ["霧は晴れた。"]
    assert not found(place, "The foghorn is  silent.")


@pytest.mark.parametrize(
    ("how", "expected"), [(OnConflict.OVERWRITE, [RIVAL]), (OnConflict.KEEP_EXISTING, [EN[2]])], ids=str
)
def test_what_loses_is_retired_and_taking_the_import_back_restores_it(
    place: MemoryPlace, tmp_path: Path, how: OnConflict, expected: list[str]
) -> None:
    before = tree(tmp_path)
    path = tmx(tmp_path / "old.tmx")
    assert add(place, path, how).retired == 1
    assert found(place, JA[2]) == expected
    undo = undo_import(place)
    assert undo is not None
    assert (undo.name, undo.units, undo.restored) == ("old.tmx", 3, 1)
    assert found(place, JA[2]) == [EN[2]]
    assert found(place, PAIRS[2][0]) == []
    path.unlink()
    if isinstance(place, Project):
        assert tree(tmp_path) == before


def test_the_same_content_is_imported_once_and_another_of_its_name_gets_a_number(
    place: MemoryPlace, tmp_path: Path
) -> None:
    path = tmx(tmp_path / "old.tmx")
    add(place, path)
    path.rename(tmp_path / "copy.tmx")
    assert add(place, tmp_path / "copy.tmx").known_as == "old.tmx"
    assert add(place, tmx(tmp_path / "OLD.tmx", PAIRS[:1])).name == "OLD-2.tmx"
    assert add(place, tmx(tmp_path / "x.tmx", PAIRS[1:]), name="old.tmx").name == "old-3.tmx"


def test_what_is_no_tmx_keeps_the_name_its_user_knows(place: MemoryPlace, tmp_path: Path) -> None:
    kept = ".tmx" if isinstance(place, Project) else ""
    for name, pair in (("own.csv", "港,Harbor"), ("retired.jsonl", '{"ja": "岸壁", "en": "quay"}')):
        head = "ja,en\n" if name == "own.csv" else ""
        (tmp_path / name).write_text(f"{head}{pair}\n", encoding="utf-8")
    assert add(place, tmp_path / "own.csv").name == f"own.csv{kept}"
    (tmp_path / "own.csv").write_text("ja,en\n灯台,Lighthouse\n", encoding="utf-8")
    assert add(place, tmp_path / "own.csv").name == f"own-2.csv{kept}"
    assert add(place, tmp_path / "retired.jsonl").name == ("retired.jsonl.tmx" if kept else "retired-2.jsonl")
    assert f"own.csv{kept}" in list_imports(place)
    for name, text in (("own.csv", "港"), ("own-2.csv", "灯台")):
        undo_import(place, name)
        assert found(place, text) == []
    packed = tmp_path / "packed.tmx.gz"
    packed.write_bytes(gzip.compress(tmx(tmp_path / "p.tmx", PAIRS[2:]).read_bytes()))
    add(place, packed)
    undo = undo_import(place, "packed.tmx.gz")
    assert undo
    assert undo.name == ("packed.tmx" if kept else "packed.tmx.gz")


def test_a_dry_run_tells_the_same_and_writes_nothing(place: MemoryPlace, tmp_path: Path) -> None:
    path = tmx(tmp_path / "old.tmx")
    found(place, JA[2])
    with opened_memory(place) as memory:
        before, documents = tree(tmp_path), dict(memory.documents())
    tried = import_memory(place, ImportOrder(path=path, on_conflict=OnConflict.OVERWRITE, dry_run=True))
    if isinstance(place, Project):
        assert tree(tmp_path) == before
    with opened_memory(place) as memory:
        assert dict(memory.documents()) == documents
    assert add(place, path, OnConflict.OVERWRITE) == tried


@pytest.mark.parametrize("damage", ["cut", "stopped"])
def test_a_file_that_ends_too_soon_or_a_stop_leaves_everything_as_it_was(
    place: MemoryPlace, tmp_path: Path, damage: str
) -> None:
    path = tmx(tmp_path / "old.tmx", [(f"灯{number}", f"lamp {number}") for number in range(3_000)])
    content = path.read_bytes()
    path.write_bytes(content[:-200] if damage == "cut" else content)
    found(place, JA[2])
    before = tree(tmp_path)

    def stop(done: int, _total: int) -> None:
        if damage == "stopped" and done > 1_500:
            raise KeyboardInterrupt

    with pytest.raises(FormatError if damage == "cut" else KeyboardInterrupt):
        import_memory(place, ImportOrder(path=path, on_progress=stop))
    if isinstance(place, Project):
        assert tree(tmp_path) == before
    assert found(place, "lamp 7") == []
    assert found(place, JA[2]) == [EN[2]]


def test_a_project_keeps_a_tmx_as_it_is_and_writes_anything_else_as_tmx(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    path = tmx(tmp_path / "old.tmx")
    add(project, path)
    assert (project.memories_folder / "old.tmx").read_bytes() == path.read_bytes()
    packed = tmp_path / "packed.tmx.gz"
    packed.write_bytes(gzip.compress(tmx(tmp_path / "p.tmx", PAIRS[2:]).read_bytes()))
    assert add(project, packed).name == "packed.tmx"
    assert (project.memories_folder / "packed.tmx").read_bytes() == (tmp_path / "p.tmx").read_bytes()
    other = aligned(tmp_path / "other")
    assert add(other, project.bitext_path("mist"), name="mine").report.same == len(JA)
    assert add(other, project.bitext_path("mist")).known_as == "mine.tmx"
    assert (other.memories_folder / "mine.tmx").read_bytes().startswith(b"<?xml")


def test_the_list_of_retired_pairs_is_sorted_lines_that_count_while_the_import_is_there(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    add(project, tmx(tmp_path / "old.tmx"), OnConflict.OVERWRITE, who="AK")
    lines = project.retired_path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {
            "source": JA[2],
            "target": EN[2],
            "reason": "overwrite at the import of old.tmx",
            "who": "AK",
            "import": "old.tmx",
        }
    ]
    (project.memories_folder / "old.tmx").unlink()
    assert found(reopened(project), JA[2]) == [EN[2]]
    tmx(project.memories_folder / "old.tmx")
    assert found(reopened(project), JA[2]) == [RIVAL]


def test_a_list_that_is_none_is_named_with_the_line(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    project.retired_path.write_text('\n<<<<<<< ours\n{"source": "a"}\n', encoding="utf-8")
    with pytest.raises(FormatError, match=r"retired\.jsonl:2: not a retired pair"):
        found(project, JA[2])


def test_taking_back_asks_first_and_names_what_there_is(place: MemoryPlace, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no import"):
        undo_import(place, "none.tmx")
    add(place, tmx(tmp_path / "a.tmx", PAIRS[:1]))
    add(place, tmx(tmp_path / "b.tmx", PAIRS[1:]))
    assert undo_import(place, "a", confirm=lambda undo: undo.name != "a.tmx") is None
    assert set(found(place, JA[2])) == {EN[2], RIVAL}
    assert undo_import(place, "a") is not None
    with pytest.raises(ConfigError, match=r'no import "a"; there are: b\.tmx|no import "a"; there are: b\.tmx, mist'):
        undo_import(place, "a")


@pytest.mark.parametrize("name", ["../up", ".hidden", "a/b", " "])
def test_a_name_that_is_none_is_refused(place: MemoryPlace, tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="gives no name"):
        add(place, tmx(tmp_path / "old.tmx"), name=name)


def test_a_kind_that_cannot_be_read_is_named(place: MemoryPlace, tmp_path: Path) -> None:
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf")
    with pytest.raises(FormatError, match=r"old\.doc: no file of pairs by its name"):
        add(place, tmp_path / "old.doc")
    with pytest.raises(FormatError, match=r"gone\.tmx"):
        add(place, tmp_path / "gone.tmx")


def test_a_store_tells_who_imported_what(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    with tmflow.Memory.open(path) as memory:
        done = memory.import_tmx(tmx(tmp_path / "old.tmx"), who="AK")
        assert (done.name, done.report.new) == ("old.tmx", 3)
        told = memory.documents()["old.tmx"]
        assert (told.kind, told.units, told.who) == (DocumentKind.IMPORT, 3, "AK")
        assert [match.target for match in memory.lookup(JA[2])] == [RIVAL]
        assert memory.retire(JA[2], reason="stilted") == 1
        assert memory.lookup(JA[2], threshold=100) == []
        assert memory.restore(RIVAL) == 1
        assert memory.undo().name == "old.tmx"
        assert memory.lookup(JA[2]) == []


def test_a_memory_in_main_memory_takes_no_import(tmp_path: Path) -> None:
    with tmflow.Memory.open(tmx(tmp_path / "old.tmx")) as memory, pytest.raises(ConfigError, match="main memory"):
        memory.import_file(tmp_path / "old.tmx")


def test_a_project_opened_by_the_library_takes_an_import(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    with tmflow.Memory.open(project.root) as memory:
        memory.import_file(tmx(tmp_path / "old.tmx"))
        assert (project.memories_folder / "old.tmx").is_file()
        assert [match.target for match in memory.lookup(PAIRS[2][0])] == [PAIRS[2][1]]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    project.memories_folder.chmod(0o555)
    with pytest.raises(StorageError, match="no rights"):
        add(project, tmx(tmp_path / "old.tmx"))


@pytest.mark.parametrize("kind", ["project", "store"])
def test_two_imports_at_once_are_both_there(tmp_path: Path, kind: str) -> None:
    place: MemoryPlace = aligned(tmp_path) if kind == "project" else tmp_path / "own.sqlite"
    first, second = (tmp_path / folder / "old.tmx" for folder in ("one", "two"))
    for path, lamp in ((first, "lamp"), (second, "buoy")):
        path.parent.mkdir()
        tmx(path, [(f"{lamp}{number}灯", f"{lamp} {number}") for number in range(3_000)])
    words = ("--memory", "own.sqlite") if kind == "store" else ()
    others: list[subprocess.Popen[bytes]] = []

    def start_the_other(_done: int, _total: int) -> None:
        if not others:
            command = (*PROGRAM, "memory", "import", str(second), *words)
            others.append(subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL))
            time.sleep(1.5)  # by now it waits for this one to end

    import_memory(place, ImportOrder(path=first, on_progress=start_the_other))
    assert others[0].wait() == 0
    with opened_memory(place) as memory:
        assert {"old.tmx", "old-2.tmx"} <= set(memory.documents())
    assert (found(place, "lamp 7"), found(place, "buoy 7")) == (["lamp7灯"], ["buoy7灯"])


def test_others_work_on_while_somebody_is_asked_and_nothing_of_theirs_is_lost(
    place: MemoryPlace, tmp_path: Path
) -> None:
    add(place, tmx(tmp_path / "old.tmx"), OnConflict.OVERWRITE)
    words = () if isinstance(place, Project) else ("--memory", "own.sqlite")

    def retire_elsewhere(_undo: object) -> bool:
        done = tmflow_command(tmp_path, "memory", "retire", JA[4], "--reason", "stilted", *words)
        assert done.code == 0, done.err
        return True

    assert undo_import(place, confirm=retire_elsewhere) is not None
    assert (found(place, JA[2]), found(place, JA[4])) == ([EN[2]], [])


def test_what_is_no_longer_as_it_was_shown_is_left_alone(place: MemoryPlace, tmp_path: Path) -> None:
    add(place, tmx(tmp_path / "old.tmx"), OnConflict.OVERWRITE)

    def restore(_undo: object) -> bool:
        return bool(restore_text(place, EN[2]))

    with pytest.raises(ConfigError, match=r"old\.tmx has changed meanwhile; nothing was done"):
        undo_import(place, confirm=restore)
    assert set(found(place, JA[2])) == {EN[2], RIVAL}


def test_without_a_name_only_what_was_imported_is_taken_back(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    mine = tmx(project.memories_folder / "mine.tmx", PAIRS[:1])
    with tmflow.Memory.open(project.root) as memory, pytest.raises(ConfigError, match="which memory was imported last"):
        memory.undo()
    add(project, tmx(tmp_path / "old.tmx", PAIRS[1:]))
    os.utime(mine)
    found(project, JA[2])
    undo = undo_import(project)
    assert undo is not None
    assert undo.name == "old.tmx"
    assert mine.is_file()
    assert undo_import(project, "mine") is not None
    assert not mine.exists()


def test_a_file_that_was_put_in_the_place_of_an_import_is_not_taken_back_without_a_name(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    add(project, tmx(tmp_path / "old.tmx"))
    rebuild_memory(project)
    path = tmx(project.memories_folder / "old.tmx", PAIRS[:1])
    with pytest.raises(ConfigError, match=r"name it; there are: old\.tmx"):
        undo_import(project)
    assert path.is_file()


@pytest.mark.parametrize("fault", ["dry run", "cut", "no name"])
def test_what_imports_nothing_makes_no_store(tmp_path: Path, fault: str) -> None:
    path, store = tmx(tmp_path / "old.tmx"), tmp_path / "own.sqlite"
    if fault == "cut":
        path.write_bytes(path.read_bytes()[:-40])
    order = ImportOrder(path=path, dry_run=fault == "dry run", name="a/b" if fault == "no name" else "")
    if fault == "dry run":
        assert import_memory(store, order).report.new == len(PAIRS)
    else:
        with pytest.raises((FormatError, ConfigError)):
            import_memory(store, order)
    assert [path.name for path in tmp_path.iterdir()] == ["old.tmx"]


def test_a_project_opened_by_the_library_learns_nothing_that_no_file_has(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    with tmflow.Memory.open(project.root) as memory:
        with pytest.raises(ConfigError, match="put one under memories/, or import it"):
            memory.learn([], document="mist.po")
        assert [match.target for match in memory.lookup(JA[2], threshold=100)] == [EN[2]]
