"""Several threads that use one memory at once, as those of a web server do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tmflow.memory.memory import TranslationMemory
from tmflow.memory.postgres import PostgresStore
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.store import MemoryStore
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

JA_EN = LanguagePair(Language.JA, Language.EN)
THREADS = 6


def entries(count: int, *, first: int = 0) -> Iterator[MemoryEntry]:
    for number in range(first, first + count):
        source, target = f"灯台{number}は北の岬に立つ。", f"Lighthouse {number} stands on the north cape."
        yield MemoryEntry(source=source, target=target, pair=JA_EN)


@pytest.fixture(params=["transient", "sqlite", "sqlite-in-main-memory", "sqlite-with-an-index", "postgres"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TranslationMemory]:
    store: MemoryStore
    if request.param == "transient":
        store = TransientStore()
    elif request.param == "postgres":
        store = PostgresStore(request.getfixturevalue("postgres").memory())
    else:
        store = SqliteStore(Path(":memory:") if "main" in request.param else tmp_path / "memory.sqlite")
    with TranslationMemory(store) as made:
        made.learn(entries(10_500 if "index" in request.param else 200), document="a")
        yield made


def test_lookups_of_several_threads_are_those_of_one(memory: TranslationMemory) -> None:
    asked = [
        [
            f"灯台{number}は北の岬に立った。",
            f"Lighthouse {number} stood on the north cape.",
            f"灯台{number}は北の岬に立つ。",
        ]
        for number in range(40)
    ]
    alone = [memory.lookup_many(texts) for texts in asked]
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(memory.lookup_many, asked)) == alone
        assert len(set(map(len, pool.map(memory.search, ["cape"] * 12)))) == 1
    assert all(matches for found in alone for matches in found)


def test_what_one_thread_learns_others_find_whole_or_not_at_all(memory: TranslationMemory) -> None:
    def learn(turn: int) -> int:
        return memory.learn(entries(20, first=20_000 + turn % 2), document="b")

    def count(_turn: int) -> int:
        return len([hit for hit in memory.search("Lighthouse 2000", limit=50) if hit.entry.document == "b"])

    with ThreadPoolExecutor(THREADS) as pool:
        learnt = pool.map(learn, range(12))
        counted = list(pool.map(count, range(24)))
        assert set(learnt) == {20}
    assert set(counted) <= {0, 9, 10}
