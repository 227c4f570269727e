"""The fuzzy index: the match keys of one language by length, searched without losing any that reaches the threshold.

Two texts that are t percent alike differ in length by no more than that, so keys outside of the window [t L, L / t] are
never read. Inside, lengths are searched from the most promising outward; once enough keys are found, a length whose
best possible similarity is below theirs is passed over. Every key that is left is compared in full (Levenshtein, with
the greatest number of edits that can still count), so the answer equals that of comparing all.

Keys are loaded from the store when a lookup first needs their lengths. When documents change only their keys are
read again; keys that have gone stay until the next full load and do no harm, because the store no longer knows them.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from tmflow.memory.store import MemoryStore
from tmflow.model.language import Language
from tmflow.text.distance import similarity_percent

__all__ = ["FuzzyIndex", "length_window"]

_STALE_SHARE = 0.5
"""Once more keys than this share came from changed documents, as many may have gone: everything is loaded anew."""
_STALE_KEYS = 1000


class FuzzyIndex:
    """The match keys of one language in a store. Importing this module loads rapidfuzz; an exact lookup need not."""

    def __init__(self, store: MemoryStore, language: Language, *, include_drafts: bool) -> None:
        self._store = store
        self._language = language
        self._include_drafts = include_drafts
        self._reset()

    def search(self, key: str, *, threshold: int, limit: int) -> list[tuple[int, str]]:
        """Return the similarity (percent) and the key of the `limit` keys most like this one, and of all that tie.

        Only those of at least `threshold` percent count (1..100); best first, ties in the order of code points. That
        more than `limit` are given says that there may be others, no better than the last; else all are here.
        """
        shortest, longest = length_window(len(key), threshold)
        self._load(shortest, longest)
        found: dict[str, int] = {}
        best: list[int] = []
        for length in self._lengths_by_promise(len(key), shortest, longest):
            cutoff = best[0] if len(best) == limit else threshold
            if _best_possible(len(key), length) < cutoff:
                break
            for choice, _, _ in extract(
                key,
                self._keys[length],
                scorer=Levenshtein.distance,
                score_cutoff=max(len(key), length) * (100 - cutoff) // 100,
                limit=None,
            ):
                if choice in found:
                    continue
                found[choice] = similarity_percent(key, choice)
                heapq.heappush(best, found[choice])
                if len(best) > limit:
                    heapq.heappop(best)
        floor = best[0] if len(best) == limit else threshold
        return sorted(
            ((similarity, choice) for choice, similarity in found.items() if similarity >= floor),
            key=lambda scored: (-scored[0], scored[1]),
        )

    def _reset(self) -> None:
        self._generation = self._store.generation()
        self._keys: dict[int, list[str]] = {}
        self._lengths: list[int] = []
        self._loaded: tuple[int, int] | None = None
        self._key_count = 0
        self._changed_count = 0

    def _lengths_by_promise(self, length: int, shortest: int, longest: int) -> list[int]:
        window = self._lengths[bisect_left(self._lengths, shortest) : bisect_right(self._lengths, longest)]
        return sorted(window, key=lambda other: -_best_possible(length, other))

    def _load(self, shortest: int, longest: int) -> None:
        """Bring the index up to date with the store and make sure that these lengths are in it."""
        self._follow_store()
        if self._loaded is None:
            self._add(self._iter_keys(shortest, longest))
            self._loaded = (shortest, longest)
            return
        low, high = self._loaded
        if shortest < low:
            self._add(self._iter_keys(shortest, low - 1))
        if longest > high:
            self._add(self._iter_keys(high + 1, longest))
        self._loaded = (min(shortest, low), max(longest, high))

    def _follow_store(self) -> None:
        generation = self._store.generation()
        if generation == self._generation or self._loaded is None:
            self._generation = generation
            return
        before = self._key_count
        self._add(self._iter_keys(*self._loaded, since=self._generation))
        self._generation = generation
        self._changed_count += self._key_count - before
        if self._changed_count > _STALE_KEYS + _STALE_SHARE * self._key_count:
            self._reset()

    def _iter_keys(self, shortest: int, longest: int, *, since: int = 0) -> Iterable[str]:
        return self._store.iter_keys(
            self._language, shortest=shortest, longest=longest, include_drafts=self._include_drafts, since=since
        )

    def _add(self, keys: Iterable[str]) -> None:
        new: dict[int, dict[str, None]] = {}
        for key in keys:
            new.setdefault(len(key), {})[key] = None
        for length, arrivals in new.items():
            if length not in self._keys:
                insort(self._lengths, length)
            held = self._keys.get(length, [])
            merged = list(dict.fromkeys([*held, *arrivals]))
            self._key_count += len(merged) - len(held)
            self._keys[length] = merged


def length_window(length: int, threshold: int) -> tuple[int, int]:
    """Return the least and the greatest length (code points) of a text `threshold` percent like one of this length.

    The edits are at least the difference of the lengths, so the shorter is at least that share of the longer.

    >>> length_window(10, 70)
    (7, 14)
    """
    return -(-length * threshold // 100), length * 100 // threshold


def _best_possible(length: int, other: int) -> int:
    """Return the similarity (percent) no two texts of these lengths exceed."""
    return 100 * min(length, other) // max(length, other, 1)
