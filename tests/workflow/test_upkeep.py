"""Keeping a memory clean: retiring, history, figures, contradictions, export."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.workflow.memories import JA_EN, RIVAL, found, tmx
from tests.workflow.projects import EN, JA, aligned, reopened
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.tmx import iter_tmx, write_tmx
from tmflow.memory.filter import EntryFilter
from tmflow.memory.retired import RETIRED
from tmflow.memory.store import DocumentKind
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.workflow.learn import learn
from tmflow.workflow.memory_import import ImportOrder, import_memory, undo_import
from tmflow.workflow.places import MemoryPlace, opened_memory
from tmflow.workflow.project import Project
from tmflow.workflow.recall import rebuild_memory
from tmflow.workflow.upkeep import (
    export_memory,
    list_conflicts,
    list_documents,
    list_duplicates,
    measure_memory,
    read_history,
    restore_text,
    retire_text,
)

NOW = dt.datetime(2026, 5, 1, 9, 30, tzinfo=dt.UTC)
ALL = EntryFilter()


@pytest.fixture(params=["project", "store"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> MemoryPlace:
    project = aligned(tmp_path)
    learn(project, reviewer="AK", when=NOW.date())
    own: MemoryPlace = reopened(project) if request.param == "project" else tmp_path / "own.sqlite"
    if own == tmp_path / "own.sqlite":
        import_memory(own, ImportOrder(path=project.bitext_path("mist"), name="mist"))
    import_memory(own, ImportOrder(path=tmx(tmp_path / "old.tmx")))
    return own


def test_a_retired_translation_is_not_offered_in_either_direction_until_it_is_restored(place: MemoryPlace) -> None:
    (pair,) = retire_text(place, JA[2], target=RIVAL, reason="stilted", who="BB", when=NOW)
    assert (pair.source, pair.target) == (JA[2], RIVAL)
    assert (found(place, JA[2]), found(place, RIVAL)) == ([EN[2]], [])
    assert restore_text(place, RIVAL) == (pair,)
    assert set(found(place, JA[2])) == {EN[2], RIVAL}


def test_of_several_translations_one_must_be_named(place: MemoryPlace) -> None:
    with pytest.raises(ConfigError, match=r"has 2 translations: .* Name one: --target"):
        retire_text(place, JA[2], reason="stilted")
    with pytest.raises(ConfigError, match="not offered by the memory"):
        retire_text(place, "灯りはない。", reason="stilted")
    with pytest.raises(ConfigError, match="Say why"):
        retire_text(place, JA[3], reason=" ")
    with pytest.raises(ConfigError, match=r"nothing of .* is retired"):
        restore_text(place, JA[3])
    assert set(found(place, JA[2])) == {EN[2], RIVAL}


def test_an_import_does_not_bring_a_retired_translation_back(place: MemoryPlace, tmp_path: Path) -> None:
    retire_text(place, JA[2], target=RIVAL, reason="stilted")
    again = import_memory(place, ImportOrder(path=tmx(tmp_path / "again.tmx", [(JA[2], RIVAL), ("鐘", "a bell")])))
    assert (again.report.same, again.report.new) == (1, 1)
    assert found(place, JA[2]) == [EN[2]]


def test_a_retired_pair_of_a_project_stands_in_a_file_that_a_new_index_follows(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    retire_text(project, JA[2], reason="stilted", who="BB", when=NOW)
    (line,) = project.retired_path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "source": JA[2],
        "target": EN[2],
        "reason": "stilted",
        "who": "BB",
        "when": "2026-05-01T09:30:00+00:00",
    }
    for path in project.cache_folder.glob("memory.sqlite*"):
        path.unlink()
    assert found(reopened(project), JA[2]) == []
    project.retired_path.unlink()
    assert found(reopened(project), JA[2]) == [EN[2]]


def test_history_shows_all_that_is_known_of_a_text(place: MemoryPlace) -> None:
    retire_text(place, JA[2], target=RIVAL, reason="stilted", who="BB", when=NOW)
    own, rival = sorted(read_history(place, JA[2]), key=lambda past: past.entry.target == RIVAL)
    kind = DocumentKind.FILE if isinstance(place, Project) else DocumentKind.IMPORT
    assert (own.entry.target, own.kind, own.retired) == (EN[2], kind, None)
    assert (own.entry.author, own.entry.changed) == ("AK", dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    assert (rival.entry.target, rival.entry.document) == (RIVAL, "old.tmx")
    assert rival.retired is not None
    assert (rival.retired.reason, rival.retired.who, rival.retired.when) == ("stilted", "BB", NOW)
    (turned,) = read_history(place, RIVAL)
    assert (turned.entry.source, turned.entry.target) == (RIVAL, JA[2])
    assert read_history(place, "灯りはない。") == ()


def test_the_figures_add_up(place: MemoryPlace) -> None:
    stats = measure_memory(place, ALL)
    assert (stats.units, stats.duplicates, stats.conflicts, stats.retired) == (len(JA) + 3, 1, 1, 0)
    assert sum(stats.documents.values()) == sum(stats.states.values()) == sum(stats.origins.values()) == stats.units
    assert stats.years == {"2026": len(JA), "undated": 3}
    assert stats.states["reviewed"] == len(JA)
    retire_text(place, JA[2], target=RIVAL, reason="stilted")
    after = measure_memory(place, ALL)
    assert (after.units, after.conflicts, after.retired) == (stats.units, 0, 1)


def test_contradictions_and_repeats_are_listed(place: MemoryPlace) -> None:
    (conflict,) = list_conflicts(place, ALL)
    assert {entry.target for entry in conflict.entries} == {EN[2], RIVAL}
    (repeat,) = list_duplicates(place, ALL)
    assert (repeat.source, len(repeat.entries)) == (JA[3], 2)
    assert not list(list_conflicts(place, EntryFilter(document="old.tmx")))
    assert "retired.jsonl" not in list_documents(place)


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (ALL, len(JA) + 2),
        (EntryFilter(document="old.*"), 3),
        (EntryFilter(state="reviewed"), len(JA)),
        (EntryFilter(author="AK", since=dt.date(2026, 5, 1), until=dt.date(2026, 5, 1)), len(JA)),
        (EntryFilter(since=dt.date(2026, 5, 2)), 0),
        (EntryFilter(until=dt.date(2026, 4, 30)), 0),
        (EntryFilter(origin="human"), 3),
    ],
    ids=repr,
)
def test_what_is_chosen_is_exported(place: MemoryPlace, tmp_path: Path, chosen: EntryFilter, count: int) -> None:
    output = tmp_path / "out.tmx"
    assert export_memory(place, output, chosen).units == count
    exported = {(entry.source, entry.target) for entry in iter_tmx(output)} if count else set()
    with opened_memory(place) as memory:
        entries = list(memory.store.iter_entries())
    assert exported == {(entry.source, entry.target) for entry in entries if chosen.keeps(entry)}


def test_a_pair_that_stands_several_times_is_exported_once_with_the_best_that_is_known(
    place: MemoryPlace, tmp_path: Path
) -> None:
    for name in ("again.csv", "again.tsv"):
        mark = "," if name.endswith("csv") else "\t"
        (tmp_path / name).write_text(f"ja{mark}en\n{JA[2]}{mark}{EN[2]}\n灯{mark}lamp\n", encoding="utf-8")
        import_memory(place, ImportOrder(path=tmp_path / name))
    output = tmp_path / "out.tmx"

    def states(text: str) -> list[tuple[str, str]]:
        return [(entry.target, entry.state) for entry in iter_tmx(output) if entry.source == text]

    export_memory(place, output, ALL)
    assert states(JA[2]) == [(EN[2], "reviewed"), (RIVAL, "translated")]
    assert states("灯") == [("lamp", "translated")]
    export_memory(place, output, ALL, include_duplicates=True)
    assert sorted(states(JA[2])) == sorted([(EN[2], "reviewed"), (RIVAL, "translated"), *[(EN[2], "translated")] * 2])


def test_retired_entries_are_exported_only_if_asked_for(place: MemoryPlace, tmp_path: Path) -> None:
    retire_text(place, JA[2], target=RIVAL, reason="stilted")
    assert export_memory(place, tmp_path / "out.tmx", ALL).units == len(JA) + 1
    assert export_memory(place, tmp_path / "out.tmx", ALL, include_retired=True).units == len(JA) + 2
    with pytest.raises(FormatError, match=r"out\.doc: no format of pairs is written"):
        export_memory(place, tmp_path / "out.doc", ALL)
    with pytest.raises(ConfigError, match=r"out\.csv: what is retired is written to \.tmx only"):
        export_memory(place, tmp_path / "out.csv", ALL, include_retired=True)


def test_least_confidence_leaves_what_was_not_aligned() -> None:
    with pytest.raises(ValueError, match="not a percentage"):
        EntryFilter(min_confidence=101)


def test_a_pair_that_its_own_file_retires_stays_so_when_the_list_lets_it_go(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    pair = MemoryEntry(source=JA[2], target=RIVAL, pair=JA_EN, retired="wrong year")
    write_tmx([pair], project.memories_folder / "old.tmx", include_retired=True)
    tmx(project.memories_folder / "other.tmx", [(JA[2], RIVAL)])

    def reasons() -> dict[str, str]:
        with opened_memory(project) as memory:
            entries = memory.store.find_text(RIVAL, Language.EN)
            return {entry.document: entry.retired for entry in entries if entry.document != RETIRED}

    own = {"old.tmx": "wrong year", "other.tmx": ""}
    assert reasons() == own
    retire_text(project, JA[2], target=RIVAL, reason="stilted")
    assert reasons() == own | {"other.tmx": "stilted"}
    restore_text(project, JA[2])
    assert reasons() == own
    rebuild_memory(project)
    assert reasons() == own
    retire_text(project, JA[2], target=RIVAL, reason="stilted")
    project.retired_path.unlink()
    broken = project.memories_folder / "broken.tmx"
    broken.write_text("<tmx", encoding="utf-8")
    with pytest.raises(FormatError, match=r"broken\.tmx"):
        reasons()
    broken.unlink()
    assert reasons() == own
    with pytest.raises(ConfigError, match=r"is retired in old\.tmx itself, .*: correct it there"):
        restore_text(project, RIVAL)


def test_a_store_keeps_what_a_document_itself_retires(tmp_path: Path) -> None:
    place = tmp_path / "team.sqlite"
    pair = MemoryEntry(source=JA[2], target=RIVAL, pair=JA_EN, retired="wrong year")
    write_tmx([pair], tmp_path / "old.tmx", include_retired=True)
    tmx(tmp_path / "other.tmx", [(JA[2], RIVAL)])

    def reasons() -> dict[str, str]:
        with opened_memory(place) as memory:
            entries = memory.store.find_text(RIVAL, Language.EN)
            return {entry.document: entry.retired for entry in entries if entry.document != RETIRED}

    for name in ("old.tmx", "other.tmx"):
        import_memory(place, ImportOrder(path=tmp_path / name))
    own = {"old.tmx": "wrong year", "other.tmx": ""}
    assert reasons() == own
    for reason in ("stilted", "wrong word"):
        retire_text(place, JA[2], target=RIVAL, reason=reason)
        assert reasons() == own | {"other.tmx": reason}
        (tmp_path / "again.tmx").write_bytes((tmp_path / "old.tmx").read_bytes().replace(b"year", reason.encode()))
        import_memory(place, ImportOrder(path=tmp_path / "again.tmx"))
        restore_text(place, JA[2])
        assert reasons() == own | {"again.tmx": f"wrong {reason}"}
        undo_import(place, "again.tmx")
    with pytest.raises(ConfigError, match=r"is retired in old\.tmx itself, .*: correct it there"):
        restore_text(place, RIVAL)
