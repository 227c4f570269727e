"""What an import makes of each pair of a file, and which translation stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from tmflow.memory.importing import ImportSorter, OnConflict
from tmflow.memory.retired import RetiredPair, apply_retired
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

JA_EN = LanguagePair(Language.JA, Language.EN)
SOURCE = "桟橋は夜も明るい。"
OLD, NEW = "The pier is bright at night, too.", "The pier stays lit at night."


def entry(target: str, year: int | None = None, *, source: str = SOURCE, draft: bool = False) -> MemoryEntry:
    changed = datetime(year, 5, 1, tzinfo=UTC) if year else None
    return MemoryEntry(source=source, target=target, pair=JA_EN, changed=changed, draft=draft)


def turned(one: MemoryEntry) -> MemoryEntry:
    return replace(one, source=one.target, target=one.source, pair=one.pair.reversed)


def sort(known: Iterable[MemoryEntry], file: Iterable[MemoryEntry], how: OnConflict) -> ImportSorter:
    store = TransientStore()
    store.replace_document("a.po", "1", known)
    sorter = ImportSorter(store, how)
    given = list(file)
    assert list(sorter.sort(given)) == given
    return sorter


def counts(sorter: ImportSorter) -> tuple[int, int, int]:
    return sorter.new, sorter.same, sorter.conflicting


@pytest.mark.parametrize(
    ("known", "file", "expected"),
    [
        ([], [entry(NEW)], (1, 0, 0)),
        ([entry(OLD)], [entry(OLD)], (0, 1, 0)),
        ([entry(OLD)], [entry(NEW)], (0, 0, 1)),
        ([entry(OLD)], [entry("Ｔhe pier is  bright at night, too.")], (0, 1, 0)),
        ([turned(entry(OLD))], [entry(OLD)], (0, 1, 0)),
        ([turned(entry(OLD))], [entry(NEW)], (0, 0, 1)),
        ([entry(OLD)], [entry(OLD, source="桟橋は長い。")], (1, 0, 0)),
        ([entry(OLD, draft=True)], [entry(NEW)], (1, 0, 0)),
        ([entry(OLD)], [entry(NEW, draft=True)], (1, 0, 0)),
        ([replace(entry(OLD), retired="wrong")], [entry(NEW)], (1, 0, 0)),
        ([replace(entry(OLD), retired="wrong")], [entry(OLD)], (0, 1, 0)),
        ([], [entry(OLD), entry(OLD), entry(NEW)], (1, 1, 1)),
        ([], [entry(OLD), turned(entry(OLD)), turned(entry(OLD, source="別の桟橋だ。"))], (1, 1, 1)),
    ],
)
def test_each_pair_is_new_or_the_same_or_in_conflict(
    known: list[MemoryEntry], file: list[MemoryEntry], expected: tuple[int, int, int]
) -> None:
    assert counts(sort(known, file, OnConflict.KEEP_BOTH)) == expected


@pytest.mark.parametrize(
    ("how", "known", "file", "losers"),
    [
        (OnConflict.KEEP_BOTH, [entry(OLD)], [entry(NEW)], []),
        (OnConflict.KEEP_EXISTING, [entry(OLD)], [entry(NEW)], [NEW]),
        (OnConflict.KEEP_EXISTING, [], [entry(OLD), entry(NEW)], [NEW]),
        (OnConflict.KEEP_EXISTING, [entry(OLD), entry(NEW)], [entry(NEW)], []),
        (OnConflict.OVERWRITE, [entry(OLD)], [entry(NEW)], [OLD]),
        (OnConflict.OVERWRITE, [], [entry(OLD), entry(NEW), entry(OLD)], [NEW]),
        (OnConflict.OVERWRITE, [entry(OLD), entry(NEW)], [entry(NEW)], [OLD]),
        (OnConflict.KEEP_NEWEST, [entry(OLD, 2020)], [entry(NEW, 2021)], [OLD]),
        (OnConflict.KEEP_NEWEST, [entry(OLD, 2021)], [entry(NEW, 2020)], [NEW]),
        (OnConflict.KEEP_NEWEST, [entry(OLD, 2021)], [entry(NEW, 2021)], [NEW]),
        (OnConflict.KEEP_NEWEST, [entry(OLD)], [entry(NEW, 2020)], [OLD]),
        (OnConflict.KEEP_NEWEST, [entry(OLD)], [entry(NEW)], [NEW]),
        (OnConflict.KEEP_NEWEST, [], [entry(OLD, 2021), entry(NEW, 2022), entry(OLD, 2023)], [NEW]),
    ],
)
def test_what_loses_a_conflict(
    how: OnConflict, known: list[MemoryEntry], file: list[MemoryEntry], losers: list[str]
) -> None:
    assert list(sort(known, file, how).losers) == [(SOURCE, target) for target in losers]


def test_a_pair_that_was_retired_is_not_brought_back_by_overwriting() -> None:
    known = [replace(entry(NEW), retired="wrong"), entry(OLD)]
    sorter = sort(known, [entry(NEW)], OnConflict.OVERWRITE)
    assert (counts(sorter), list(sorter.losers)) == ((0, 1, 0), [])


def test_pairs_far_apart_in_a_file_are_found_in_the_store_that_is_filled(tmp_path: Path) -> None:
    filler = [entry(f"Lamp {number} is lit.", source=f"灯{number}がともる。") for number in range(7_003)]
    file = [entry(OLD), *filler, entry(OLD), entry(NEW), *filler[:5]]
    with SqliteStore(tmp_path / "m.sqlite") as store:
        sorter = ImportSorter(store, OnConflict.OVERWRITE)
        with store.changing():
            assert store.replace_document("a.tmx", "", sorter.sort(file)) == len(file)
    assert counts(sorter) == (7_004, 6, 1)
    assert list(sorter.losers) == [(SOURCE, OLD)]


def test_of_what_is_said_often_one_is_held_to_compare_with() -> None:
    store = TransientStore()
    store.replace_document("a.tmx", "", [entry(OLD, 2000 + number % 20) for number in range(3_000)])
    sorter = ImportSorter(store, OnConflict.KEEP_NEWEST)
    (known,) = sorter._known({(Language.JA, SOURCE)}, []).values()
    assert [one.changed and one.changed.year for equal in known.by_target.values() for one in equal.values()] == [2019]
    assert len(list(sorter.sort([entry(NEW, 2019), entry(NEW, 2020), entry(OLD)]))) == 3
    assert (counts(sorter), list(sorter.losers)) == ((0, 2, 1), [(SOURCE, OLD)])


@pytest.mark.parametrize("how", OnConflict)
def test_many_rivals_of_one_text_take_no_more_time_each_than_a_few(how: OnConflict, tmp_path: Path) -> None:
    rivals = [entry(f"The pier is lit by lamp {number}.", 2000 + number % 9) for number in range(20_000)]
    started = process_time()
    with SqliteStore(tmp_path / "memory.sqlite") as store:
        sorter = ImportSorter(store, how)
        store.replace_document("a.tmx", "", sorter.sort(rivals))
        assert counts(sorter) == (1, 0, len(rivals) - 1)
        lost = [RetiredPair(source=source, target=target, reason="old") for source, target in sorter.losers]
        assert apply_retired(store, lost) == len(lost)
    assert len(lost) == (0 if how is OnConflict.KEEP_BOTH else len(rivals) - 1)
    assert process_time() - started < 15.0
