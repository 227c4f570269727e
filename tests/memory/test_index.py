"""The fuzzy index: which keys it reads, and that it keeps up with its store."""

from __future__ import annotations

from collections.abc import Iterator

from tmflow.memory import index as subject
from tmflow.memory.index import FuzzyIndex, length_window
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry


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


def fill(store: TransientStore, document: str, texts: list[str]) -> None:
    pair = LanguagePair(Language.EN, Language.JA)
    store.replace_document(document, "", [MemoryEntry(source=text, target="訳", pair=pair) for text in texts])


def test_only_the_lengths_a_lookup_needs_are_read_and_only_once() -> None:
    store = CountingStore()
    fill(store, "a", ["x" * length for length in range(1, 60)])
    index = FuzzyIndex(store, Language.EN, include_drafts=False)
    index.search("x" * 20, threshold=70, limit=5)
    index.search("x" * 20, threshold=80, limit=5)
    assert store.asked == [(14, 28, 0)]
    index.search("x" * 30, threshold=70, limit=5)
    assert store.asked[1:] == [(29, 42, 0)]
    index.search("x" * 10, threshold=70, limit=5)
    assert store.asked[2:] == [(7, 13, 0)]


def test_after_a_change_only_the_changed_documents_are_read() -> None:
    store = CountingStore()
    fill(store, "a", ["the old port", "the old fort"])
    index = FuzzyIndex(store, Language.EN, include_drafts=False)
    index.search("the old post", threshold=70, limit=5)
    before = store.generation()
    fill(store, "b", ["the old post"])
    found = index.search("the old post", threshold=70, limit=5)
    assert [key for _, key in found] == ["the old post", "the old port", "the old fort"]
    assert store.asked[-1] == (9, 17, before)


def test_after_many_changes_all_is_read_anew() -> None:
    store = CountingStore()
    index = FuzzyIndex(store, Language.EN, include_drafts=False)
    for turn in range(8):
        fill(store, "a", [f"text {turn} number {number:04}" for number in range(subject._STALE_KEYS // 2)])
        index.search("text 0 number 0000", threshold=70, limit=5)
    held = sum(len(keys) for keys in index._keys.values())
    assert held <= 2 * subject._STALE_KEYS + subject._STALE_KEYS // 2
    assert any(since == 0 for _, _, since in store.asked[1:])


def test_all_that_tie_with_the_last_are_given() -> None:
    store = TransientStore()
    fill(store, "a", [f"port {mark}" for mark in "abcdefgh"])
    index = FuzzyIndex(store, Language.EN, include_drafts=False)
    assert len(index.search("port x", threshold=70, limit=3)) == 8
    assert index.search("port c", threshold=70, limit=1) == [(100, "port c")]


def test_the_window_holds_exactly_the_lengths_that_can_match() -> None:
    for length in range(1, 80):
        for threshold in range(1, 101):
            shortest, longest = length_window(length, threshold)
            possible = (
                [
                    other
                    for other in range(1, 90 * length // threshold * 2 + 120)
                    if 100 * min(length, other) // max(length, other) >= threshold
                ]
                if threshold > 60
                else None
            )
            if possible is not None:
                assert (shortest, longest) == (possible[0], possible[-1])
