"""Learning, and the compiled memory: what goes in, what stays out, and what a damaged index costs."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

import tmflow
from tests.workflow.memories import JA_EN, tmx
from tests.workflow.projects import EN, JA, aligned, reopened, tree, unit_with, units_of
from tmflow.errors import FormatError, MemoryStoreError
from tmflow.model.bitext import State
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.consult import look_up, search_memory
from tmflow.workflow.export import export_article
from tmflow.workflow.learn import learn
from tmflow.workflow.project import Project
from tmflow.workflow.recall import rebuild_memory
from tmflow.workflow.review import accept_all
from tmflow.workflow.translate import translate_article

NEW = "鐘は鳴らない。"
TODAY = dt.date(2026, 5, 1)


def found(project: Project, text: str, *, language: Language | None = None, drafts: bool = False) -> list[str]:
    answer = look_up(project, text, language=language, include_drafts=drafts)
    return [match.target for match in answer.matches]


def test_drafts_stay_out_until_somebody_confirms_them(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": (*JA[:2], NEW)})
    translate_article(project, "fog", translator=EchoTranslator())
    (fog,) = learn(reopened(project), ("fog",))
    assert (fog.confirmed, fog.drafts) == (2, 1)
    assert found(project, NEW) == []
    assert len(found(project, NEW, drafts=True)) == 1
    accept_all(project, "fog", reviewer="AK", when=TODAY)
    assert len(found(project, NEW)) == 1


def test_a_reviewer_marks_what_is_confirmed_and_nothing_else(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": (*JA[:2], NEW)})
    translate_article(project, "fog", translator=EchoTranslator())
    (fog,) = learn(reopened(project), ("fog",), reviewer="AK", when=TODAY)
    assert fog.reviewed == 2
    reviewed = unit_with(project, "fog", JA[1])
    assert reviewed.state is State.REVIEWED
    assert reviewed.origin is not None
    assert (reviewed.origin.reviewer, reviewed.origin.when) == ("AK", TODAY)
    assert unit_with(project, "fog", NEW).state is State.TRANSLATED
    (again,) = learn(reopened(project), ("fog",), reviewer="BB", when=TODAY)
    assert again.reviewed == 0


def test_a_stale_translation_still_serves_the_source_it_was_made_for(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    path = tmp_path / "articles/ja/mist.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("1908年に", "1909年に"), encoding="utf-8")
    learn(reopened(project))
    translate_article(reopened(project), "mist", use_mt=False)
    assert unit_with(project, "mist", "灯台は1909年に建てられた。").is_stale
    assert found(project, JA[2])[0] == EN[2]
    assert look_up(project, "灯台は1909年に建てられた。", threshold=100).matches == ()


def test_lookup_and_search_work_in_both_directions(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    assert found(project, JA[2]) == [EN[2]]
    assert found(project, EN[2]) == [JA[2]]
    assert found(project, EN[2].replace("1908", "1912"))[0] == JA[2].replace("1908", "1912")
    for word in ("見学", "visit"):
        (hit,) = search_memory(project, word, language=None, limit=5)
        assert (hit.entry.source, hit.entry.target) == (JA[4], EN[4])


def test_a_memory_from_elsewhere_is_read(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    export_article(project, "mist", "tmx", output=tmp_path / "old.tmx")
    project.bitext_path("mist").unlink()
    assert found(reopened(project), JA[2]) == []
    (tmp_path / "old.tmx").replace(project.memories_folder / "old.tmx")
    assert found(reopened(project), JA[2]) == [EN[2]]
    (project.memories_folder / "old.tmx").unlink()
    assert found(reopened(project), JA[2]) == []


def test_a_broken_memory_from_elsewhere_is_named(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    (project.memories_folder / "old.tmx").write_text("<tmx><body><tu>", encoding="utf-8")
    with pytest.raises(FormatError, match=r"old\.tmx"):
        found(reopened(project), JA[2])


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0 and then nonsense" * 100, b"not a database"])
def test_a_deleted_or_damaged_index_is_built_again(tmp_path: Path, damage: bytes) -> None:
    project = aligned(tmp_path)
    assert found(project, JA[2]) == [EN[2]]
    for path in project.cache_folder.glob("memory.sqlite*"):
        path.unlink()
    if damage:
        project.index_path.write_bytes(damage)
    assert found(reopened(project), JA[2]) == [EN[2]]


def test_a_file_in_the_place_of_the_index_that_is_no_memory_is_rebuilt_only_on_demand(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    project.cache_folder.mkdir(exist_ok=True)
    with sqlite3.connect(project.index_path) as connection:
        connection.execute("CREATE TABLE addresses (name TEXT)")
    connection.close()
    with pytest.raises(MemoryStoreError):
        found(reopened(project), JA[2])
    assert rebuild_memory(reopened(project)) == 1
    assert found(reopened(project), JA[2]) == [EN[2]]


def test_the_index_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    found(project, JA[2])
    with sqlite3.connect(project.index_path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = project.index_path.read_bytes()
    with pytest.raises(MemoryStoreError, match="upgrade"):
        found(reopened(project), JA[2])
    assert project.index_path.read_bytes() == before


def test_the_cache_can_be_thrown_away_and_nothing_is_lost(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    before, units = tree(tmp_path), units_of(project, "mist")
    for path in sorted(project.cache_folder.rglob("*"), reverse=True):
        path.unlink()
    project.cache_folder.rmdir()
    assert found(reopened(project), JA[2]) == [EN[2]]
    assert (tree(tmp_path), units_of(project, "mist")) == (before, units)


@pytest.mark.parametrize("name", ["", "memories", "memories/mist.po", "mist.tmx", "mist.sqlite"])
def test_the_library_opens_a_memory_wherever_it_stands(tmp_path: Path, name: str) -> None:
    project = aligned(tmp_path)
    path = tmp_path / name
    if name.endswith(".tmx"):
        export_article(project, "mist", "tmx", output=path)
    with tmflow.Memory.open(path) as memory:
        if name.endswith(".sqlite"):
            with tmflow.Memory.open(project.bitext_path("mist")) as other:
                assert other.lookup(JA[2])
            from tmflow.workflow.recall import iter_entries

            memory.learn(iter_entries(project.bitext_path("mist")), document="mist.po")
        assert [match.target for match in memory.lookup(JA[2])] == [EN[2]]
    if name.endswith(".sqlite"):
        with tmflow.Memory.open(path) as memory:
            assert [match.target for match in memory.lookup(EN[2])] == [JA[2]]


def test_a_memory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(tmflow.TmflowError, match=r"none\.po"):
        tmflow.Memory.open(tmp_path / "none.po")


def test_a_store_that_is_not_there_is_made_by_the_first_write_only(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    with tmflow.Memory.open(path) as memory, tmflow.Memory.open(path) as other:
        assert memory.lookup("港は静かだ。") == []
        assert memory.documents() == {}
        assert not path.exists()
        assert (
            memory.learn([MemoryEntry(source="港は静かだ。", target="The port is quiet.", pair=JA_EN)], document="a")
            == 1
        )
        assert path.is_file()
        for one in (memory, other):
            assert [match.target for match in one.lookup("港は静かだ。")] == ["The port is quiet."]


def test_a_store_that_is_not_there_is_made_by_an_import(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    file = tmx(tmp_path / "a.tmx", [("港は静かだ。", "The port is quiet.")])
    with tmflow.Memory.open(path) as memory:
        memory.import_file(file, dry_run=True)
        assert not path.exists()
        assert memory.import_tmx(file).report.new == 1
        assert [match.target for match in memory.lookup("港は静かだ。")] == ["The port is quiet."]
        memory.undo()
        assert memory.lookup("港は静かだ。") == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("memries/own.sqlite", "no folder .*memries: make it, or"),
        ("articles", "a folder without tmflow.yaml, a .po or"),
    ],
)
def test_a_mistyped_path_is_named(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(FormatError, match=told):
        tmflow.Memory.open(tmp_path / name)


def test_an_empty_path_is_no_memory() -> None:
    with pytest.raises(ValueError, match="the path is empty"):
        tmflow.Memory.open("")


def test_a_file_of_another_sort_is_no_memory(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("港", encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.txt: no memory by its name; give a project, a folder"):
        tmflow.Memory.open(tmp_path / "a.txt")


def test_a_link_to_a_store_that_is_not_there_is_imported_into(tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(tmp_path / "own.sqlite")
    with tmflow.Memory.open(link) as memory:
        assert memory.import_file(tmx(tmp_path / "a.tmx")).report.new > 0
    assert link.is_symlink()
    assert (tmp_path / "own.sqlite").is_file()


def test_what_stays_in_a_conflict_is_one_of_four(tmp_path: Path) -> None:
    with tmflow.Memory.open(tmp_path / "own.sqlite") as memory:
        expected = 'on_conflict "newest" is none of keep-both, keep-existing, keep-newest, overwrite'
        with pytest.raises(ValueError, match=expected):
            memory.import_file(tmx(tmp_path / "a.tmx"), on_conflict="newest")


@pytest.mark.parametrize("article", [None, b"a", 5])
def test_what_is_no_article_is_refused_by_its_type(article: object) -> None:
    with pytest.raises(TypeError, match=f"article is {type(article).__name__}: give a str, a Path, or a Document"):
        tmflow.translate(article)  # type: ignore[arg-type]  # what a caller may do
