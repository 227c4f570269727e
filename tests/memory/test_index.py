"""The fuzzy index: which keys it reads, when it compiles them, and that it keeps up with its store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tmflow.memory import index as subject
from tmflow.memory.compiled import CompiledIndex, compile_file, identity
from tmflow.memory.index import FuzzyIndex, length_window
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.store import Effort, MemoryStore
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.distance import similarity_percent

Found = list[tuple[int, str]]


class CountingStore(TransientStore):
    """Notes which lengths were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, int, int]] = []

    def iter_keys(
        self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        self.asked.append((shortest, longest, since))
        return super().iter_keys(
            language, shortest=shortest, longest=longest, include_drafts=include_drafts, since=since
        )


def fill(store: MemoryStore, document: str, texts: list[str], *, draft: bool = False) -> None:
    pair = LanguagePair(Language.EN, Language.JA)
    entries = [MemoryEntry(source=text, target="訳", pair=pair, draft=draft) for text in texts]
    store.replace_document(document, "", entries)


def search(index: FuzzyIndex, key: str, *, threshold: int = 70, limit: int = 5, include_drafts: bool = False) -> Found:
    return index.search(key, threshold=threshold, limit=limit, include_drafts=include_drafts)


@pytest.fixture
def compiled(tmp_path: Path) -> tuple[TransientStore, Path]:
    """A store of 300 texts, and where their index is compiled."""
    store = TransientStore()
    fill(store, "a", [f"the lighthouse keeper counted {number} ships" for number in range(300)])
    path = tmp_path / "memory.en.index"
    FuzzyIndex(store, Language.EN, path=path, owner="x").rebuild()
    return store, path


def test_only_the_lengths_a_lookup_needs_are_read_and_only_once() -> None:
    store = CountingStore()
    fill(store, "a", ["x" * length for length in range(1, 60)])
    index = FuzzyIndex(store, Language.EN)
    search(index, "x" * 20)
    search(index, "x" * 20, threshold=80)
    assert store.asked == [(14, 28, 0)]
    search(index, "x" * 30)
    assert store.asked[1:] == [(29, 42, 0)]
    search(index, "x" * 10)
    assert store.asked[2:] == [(7, 13, 0)]


def test_after_a_change_only_the_changed_documents_are_read() -> None:
    store = CountingStore()
    fill(store, "a", ["the old port", "the old fort"])
    index = FuzzyIndex(store, Language.EN)
    search(index, "the old post")
    before = store.generation()
    fill(store, "b", ["the old post"])
    assert [key for _, key in search(index, "the old post")] == ["the old post", "the old port", "the old fort"]
    assert store.asked[-1] == (9, 17, before)


def test_after_many_changes_all_is_read_anew() -> None:
    store = CountingStore()
    index = FuzzyIndex(store, Language.EN)
    for turn in range(8):
        fill(store, "a", [f"text {turn} number {number:04}" for number in range(subject._STALE_KEYS // 2)])
        search(index, "text 0 number 0000")
    assert len(search(index, "text 0 number 0000", threshold=1, limit=10**6)) <= 3 * subject._STALE_KEYS
    assert any(since == 0 for _, _, since in store.asked[1:])


def test_many_keys_are_compiled_and_few_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_SMALL_KEYS", 20)
    store = TransientStore()
    fill(store, "a", [f"ship {number:02}" for number in range(20)])
    path = tmp_path / "memory.en.index"
    index = FuzzyIndex(store, Language.EN, path=path)
    search(index, "ship 07")
    assert not path.exists()
    fill(store, "b", ["ship no"])
    assert search(index, "ship 07", limit=1) == [(100, "ship 07")]
    assert path.exists()


def test_too_many_young_keys_are_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_YOUNG_KEYS", 20)
    store = CountingStore()
    fill(store, "a", [f"ship {number:03}" for number in range(100)])
    path = tmp_path / "memory.en.index"
    index = FuzzyIndex(store, Language.EN, path=path)
    index.rebuild()
    made = path.stat().st_ino
    fill(store, "b", [f"boat {number:03}" for number in range(20)])
    assert search(index, "boat 007", limit=1) == [(100, "boat 007")]
    assert path.stat().st_ino == made
    fill(store, "c", ["boat 020"])
    assert search(index, "boat 007", limit=1) == [(100, "boat 007")]
    assert path.stat().st_ino != made


def test_a_key_that_only_drafts_have_counts_on_request_until_it_is_confirmed(tmp_path: Path) -> None:
    store = TransientStore()
    fill(store, "a", ["a quiet harbor", "a busy harbor"], draft=True)
    fill(store, "b", ["a busy harbor"])
    index = FuzzyIndex(store, Language.EN, path=tmp_path / "index")
    for _ in ("loose", "compiled"):
        assert search(index, "a quiet harbor", threshold=90) == []
        assert search(index, "a quiet harbor", threshold=90, include_drafts=True) == [(100, "a quiet harbor")]
        assert search(index, "a busy harbor", threshold=90) == [(100, "a busy harbor")]
        index.rebuild()
    fill(store, "c", ["a quiet harbor"])
    assert search(index, "a quiet harbor", threshold=90) == [(100, "a quiet harbor")]


def test_all_that_tie_with_the_last_are_given() -> None:
    store = TransientStore()
    fill(store, "a", [f"port {mark}" for mark in "abcdefgh"])
    index = FuzzyIndex(store, Language.EN)
    for _ in ("loose", "compiled"):
        assert len(search(index, "port x", limit=3)) == 8
        assert search(index, "port c", limit=1) == [(100, "port c")]
        index.rebuild()


def test_bounded_effort_compares_the_most_promising_and_says_whether_that_was_all() -> None:
    chance = Random(7)  # noqa: S311 - texts that can be repeated
    store = TransientStore()
    near = "the keeper of the lighthouse counts its ships"
    fill(store, "a", [near, *("".join(chance.sample(near, len(near))) for _ in range(2000))])
    index = FuzzyIndex(store, Language.EN)
    index.rebuild()
    for most, threshold, complete in ((100, 5, False), (100, 99, True), (10_000, 5, True)):
        effort = Effort(most=most)
        found = index.search(near, threshold=threshold, limit=10**6, include_drafts=False, effort=effort)
        assert found[0] == (100, near)
        assert effort.complete is complete
        assert (len(found) < 600) == (most == 100)


@pytest.mark.parametrize("block", [(64, 1 << 25), (200, 1 << 25), (65_536, 1 << 13)])
def test_keys_are_found_across_blocks(block: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """2,000 sentences of few words, in many blocks, each signed in parts; compared with comparing all."""
    monkeypatch.setattr("tmflow.memory.compiled._BLOCK", block)
    monkeypatch.setattr("tmflow.memory.compiled._PART", (24, 1 << 12))
    chance = Random(7)  # noqa: S311 - texts that can be repeated
    words = ("the", "keeper", "of", "a", "lighthouse", "harbor", "counts", "its", "ships", "and", "gardens")
    texts = {" ".join(chance.choices(words, k=round(chance.lognormvariate(2.3, 0.9)) + 1)) for _ in range(2000)}
    store = TransientStore()
    fill(store, "a", sorted(texts))
    index = FuzzyIndex(store, Language.EN)
    index.rebuild()
    for text in chance.sample(sorted(texts), 40):
        query = text[1:].replace("keeper", "warden", 1)
        every = sorted((-similarity_percent(query, other), other) for other in texts)
        for threshold, limit in ((70, 5), (50, 1), (90, 100)):
            alike = [(-score, other) for score, other in every if -score >= threshold]
            floor = alike[limit - 1][0] if len(alike) >= limit else 0
            expected = [scored for scored in alike if scored[0] >= floor]
            assert search(index, query, threshold=threshold, limit=limit) == expected


def test_an_index_of_another_store_language_or_later_state_is_not_believed(
    compiled: tuple[TransientStore, Path],
) -> None:
    store, path = compiled
    assert CompiledIndex.open(path, identity(Language.EN, "x")) is not None
    assert CompiledIndex.open(path, identity(Language.EN, "y")) is None
    assert CompiledIndex.open(path, identity(Language.JA, "x")) is None
    other = TransientStore()  # at its first generation, as the compiled one is; then the store starts again
    fill(other, "a", ["the lighthouse keeper counted no ships"])
    for owner in ("y", ""):
        assert search(FuzzyIndex(other, Language.EN, path=path, owner=owner), "the lighthouse keeper") == []
        assert len(search(FuzzyIndex(other, Language.EN, path=path, owner=owner), "the lighthouse keeper counted")) == 1
    fill(store, "b", ["one"])
    FuzzyIndex(store, Language.EN, path=path, owner="x").rebuild()
    assert search(FuzzyIndex(other, Language.EN, path=path, owner="x"), "one") == []


def test_no_file_cut_short_is_believed(compiled: tuple[TransientStore, Path]) -> None:
    _, path = compiled
    for size in range((path.stat().st_size - 1) // 64 * 64, -1, -64):
        os.truncate(path, size)
        assert CompiledIndex.open(path, identity(Language.EN, "x")) is None


def test_no_changed_byte_loses_a_key(compiled: tuple[TransientStore, Path]) -> None:
    store, path = compiled
    whole = path.read_bytes()
    expected = search(FuzzyIndex(store, Language.EN), "the lighthouse keeper counted 7 ships")
    for number, place in enumerate([*range(0, 600, 7), *range(600, len(whole), 509), len(whole) - 1]):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << number % 8
        path.write_bytes(damaged)
        found = CompiledIndex.open(path, identity(Language.EN, "x"))
        assert found is None or not found.is_sound(), place
        if number % 10 == 0:
            index = FuzzyIndex(store, Language.EN, path=path, owner="x")
            assert search(index, "the lighthouse keeper counted 7 ships") == expected, place


def test_a_damaged_file_is_made_anew(compiled: tuple[TransientStore, Path]) -> None:
    store, path = compiled
    whole = path.read_bytes()
    half = 131_072 // 2 + len(whole) // 2
    path.write_bytes(whole[:half] + bytes(100) + whole[half + 100 :])
    index = FuzzyIndex(store, Language.EN, path=path, owner="x")
    assert search(index, "the lighthouse keeper counted 7 ships", limit=1)[0][0] == 100
    found = CompiledIndex.open(path, identity(Language.EN, "x"))
    assert found is not None
    assert found.is_sound()


def test_where_no_file_can_be_made_the_index_is_in_memory(tmp_path: Path) -> None:
    store = TransientStore()
    fill(store, "a", ["the old port"])
    index = FuzzyIndex(store, Language.EN, path=tmp_path / "missing" / "index")
    index.rebuild()
    assert search(index, "the odd port") == [(91, "the old port")]


def test_what_is_interrupted_leaves_the_old_file_and_nothing_beside_it(compiled: tuple[TransientStore, Path]) -> None:
    _, path = compiled
    whole = path.read_bytes()

    class Failing(TransientStore):
        def iter_all_keys(self, language: Language) -> Iterator[tuple[str, bool]]:
            del language
            for length in range(100):
                yield "x" * length, False
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compile_file(Failing(), Language.EN, path, whose=b"")
    assert path.read_bytes() == whole
    assert list(path.parent.iterdir()) == [path]


def test_what_a_killed_process_left_is_removed(compiled: tuple[TransientStore, Path]) -> None:
    store, path = compiled
    left, growing = (path.with_name(f"{path.name}.{name}.tmp") for name in ("left", "growing"))
    left.touch()
    growing.touch()
    os.utime(left, (1, 1))
    os.utime(path, (2, 2))
    FuzzyIndex(store, Language.EN, path=path).rebuild()
    assert not left.exists()
    assert growing.exists()


def test_a_failed_rebuild_loses_nothing() -> None:
    class Interrupted(TransientStore):
        fails = False

        def iter_keys(
            self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
        ) -> Iterator[str]:
            if self.fails:
                raise KeyboardInterrupt
            return super().iter_keys(
                language, shortest=shortest, longest=longest, include_drafts=include_drafts, since=since
            )

    store = Interrupted()
    fill(store, "a", ["the old port"])
    index = FuzzyIndex(store, Language.EN)
    index.rebuild()
    assert len(search(index, "the odd port")) == 1
    store.fails = True
    with pytest.raises(KeyboardInterrupt):
        index.rebuild()
    store.fails = False
    assert len(search(index, "the odd port")) == 1


READER = """
import sys
from pathlib import Path
from tmflow.memory.index import FuzzyIndex
from tmflow.memory.sqlite import SqliteStore
from tmflow.model.language import Language
store = SqliteStore(Path(sys.argv[1]))
index = FuzzyIndex(store, Language.EN, path=Path(sys.argv[2]))
for line in sys.stdin:
    print(index.search(line.strip(), threshold=70, limit=1, include_drafts=False), flush=True)
"""


def test_a_process_that_maps_the_old_file_goes_on_while_another_compiles(tmp_path: Path) -> None:
    path = tmp_path / "memory.en.index"
    with SqliteStore(tmp_path / "memory.sqlite") as store:
        fill(store, "a", [f"the keeper counted {number} ships" for number in range(500)])
        index = FuzzyIndex(store, Language.EN, path=path)
        index.rebuild()
        with subprocess.Popen(
            [sys.executable, "-c", READER, str(store.path), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as reader:
            assert reader.stdin is not None
            assert reader.stdout is not None

            def ask(key: str) -> str:
                assert reader.stdin is not None
                assert reader.stdout is not None
                reader.stdin.write(f"{key}\n")
                reader.stdin.flush()
                return reader.stdout.readline().strip()

            assert ask("the keeper counted 77 ships") == "[(100, 'the keeper counted 77 ships')]"
            fill(store, "b", [f"the gardener counted {number} trees" for number in range(500)])
            index.rebuild()
            assert ask("the gardener counted 77 trees") == "[(100, 'the gardener counted 77 trees')]"
            assert ask("the keeper counted 78 ships") == "[(100, 'the keeper counted 78 ships')]"
            reader.stdin.close()
            assert reader.wait() == 0


def test_the_window_holds_exactly_the_lengths_that_can_match() -> None:
    for length in range(1, 80):
        for threshold in range(61, 101):
            possible = [other for other in range(1, 200) if 100 * min(length, other) // max(length, other) >= threshold]
            assert length_window(length, threshold) == (possible[0], possible[-1])


def test_every_store_tells_its_keys_once_in_the_order_of_the_index(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "memory.sqlite") as kept:
        held = TransientStore()
        for store in (kept, held):
            fill(store, "a", ["quay", "\uff5e𠮷", "𠮷\uff5e", "a  quay"], draft=True)
            fill(store, "b", ["a quay", "Quay", "quay", "é", "\ufffd", "𠮷"])
        expected = [
            (key, key in {"~𠮷", "𠮷~"}) for key in ("é", "\ufffd", "𠮷", "~𠮷", "𠮷~", "Quay", "quay", "a quay")
        ]
        assert list(held.iter_all_keys(Language.EN)) == list(kept.iter_all_keys(Language.EN)) == expected
