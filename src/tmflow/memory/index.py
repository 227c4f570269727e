"""The fuzzy index: the match keys of one language, searched for the most alike without losing any.

Two texts that are t percent alike differ in length by no more than that, so keys outside of the window [t L, L / t] are
never looked at. What happens inside depends on how many there are.

Few keys are read from their source when a lookup first needs their lengths, and compared one and all (Levenshtein, with
the greatest number of edits that can still count). Once there are more than 10,000 of them the language is compiled
(`tmflow.memory.compiled`): signatures bound the edits from below (`tmflow.memory.signature`), and only keys that can
still count are compared, the most promising first, until no other can be as good as those found. Keys younger than the
compiled index are compared one and all; when they are too many, it is compiled anew. The answer always equals that of
comparing all keys. rapidfuzz is loaded with this module, numpy with the first compiled index.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq, Levenshtein
from rapidfuzz.process import extract

from tmflow.errors import MemoryStoreError
from tmflow.model.language import Language

if TYPE_CHECKING:
    from tmflow.memory.compiled import CompiledIndex, KeySource
    from tmflow.memory.store import Effort

__all__ = ["FuzzyIndex", "length_window"]

_SMALL_KEYS = 10_000
"""Up to so many keys rapidfuzz compares in 2 ms, and numpy, which takes 100 ms to load, need not be."""
_YOUNG_KEYS, _YOUNG_SHARE = 5_000, 0.02
"""More keys than both that are younger than the compiled index have it compiled anew."""
_STALE_KEYS, _STALE_SHARE = 1_000, 0.5
"""Once more keys than both came from changed documents, as many may have gone: everything is loaded anew."""
_GREATEST_LENGTH = 2**31 - 1
_LONG_KEY = 256
"""With a bounded effort every other element of a longer key is counted: signatures pass over few of them at best."""
_SPARE = 4
"""Candidates of a block for each key that is compared: these are chosen by their lengths, too."""
_FIRST_CHUNK, _GREATEST_CHUNK = 32, 256
"""How many keys are compared before it is asked again which can still count; few, so that they are of like length."""


class FuzzyIndex:
    """The match keys of one language of a source, which is as a rule the store that holds the index.

    path: where the compiled index is kept, beside its store; None: in memory, as also where the machine refuses a file.
    owner: what tells this store from any other that was or will be at its place, as a random name made with it. A
    compiled index of another owner is not believed. Not for several threads at once.
    Every method raises what the source raises.
    """

    def __init__(self, source: KeySource, language: Language, *, path: Path | None = None, owner: str = "") -> None:
        self._source = source
        self._language = language
        self._path = path
        self._owner = owner
        self._compiled: CompiledIndex | None = None
        self._loose: dict[bool, _LooseKeys] = {}

    def search(
        self, key: str, *, threshold: int, limit: int, include_drafts: bool, effort: Effort | None = None
    ) -> list[tuple[int, str]]:
        """Return the similarity (percent) and the key of the `limit` keys most like this one, and of all that tie.

        Only those of at least `threshold` percent count (1..100); best first, ties in the order of code points. That
        more than `limit` are given says that there may be others, no better than the last; else all are here.
        include_drafts: whether keys count that only drafts have. effort: bounds how many keys are compared; where that
        leaves out keys that could count, it is told so, and better ones than the last found may be missing.
        """
        shortest, longest = length_window(len(key), threshold)
        self._prepare(shortest, longest, include_drafts=include_drafts)
        best = _Best(key, threshold=threshold, limit=limit)
        try:
            return self._search_prepared(best, threshold, include_drafts=include_drafts, effort=effort)
        except MemoryStoreError:  # the compiled file is damaged
            self.rebuild()
            self._load(shortest, longest, include_drafts=include_drafts, most=_GREATEST_LENGTH)
            return self._search_prepared(best, threshold, include_drafts=include_drafts, effort=effort)

    def refresh(self) -> None:
        """Bring the keys up to date, and compile them if they have become too many to compare one by one."""
        self._prepare(0, _GREATEST_LENGTH, include_drafts=False)

    def rebuild(self) -> None:
        """Compile all keys now, for instance after a large import."""
        from tmflow.memory.compiled import CompiledIndex, compile_file, compile_in_memory, identity

        whose = identity(self._language, self._owner)
        self.close()
        if self._path is not None:
            try:
                compile_file(self._source, self._language, self._path, whose=whose)
            except OSError:  # a read-only or full place: this process does without the file
                pass
            else:
                self._compiled = CompiledIndex.open(self._path, whose)
        if self._compiled is None:
            self._compiled = compile_in_memory(self._source, self._language, whose=whose)

    def close(self) -> None:
        """Release file and memory. Searching again opens them again."""
        self._compiled = None
        self._loose = {}

    def _prepare(self, shortest: int, longest: int, *, include_drafts: bool) -> None:
        """Bring the keys of these lengths up to date, and compile if they have become too many to compare."""
        if self._compiled is None:
            self._open()
        most = max(_YOUNG_KEYS, int(_YOUNG_SHARE * self._compiled.key_count)) if self._compiled else _SMALL_KEYS
        if self._load(shortest, longest, include_drafts=include_drafts, most=most):
            return
        before = self._compiled
        self._open()  # another process may have compiled it
        if self._compiled is before or not self._load(shortest, longest, include_drafts=include_drafts, most=most):
            self.rebuild()
            self._load(shortest, longest, include_drafts=include_drafts, most=_GREATEST_LENGTH)

    def _open(self) -> None:
        """Use the compiled file if there is one that knows more than the one in use."""
        if self._path is None or not self._path.exists():
            return
        from tmflow.memory.compiled import CompiledIndex, identity

        found = CompiledIndex.open(self._path, identity(self._language, self._owner))
        known = self._compiled.generation if self._compiled else -1
        if found is not None and known < found.generation <= self._source.generation():
            self._compiled = found
            self._loose = {}

    def _load(self, shortest: int, longest: int, *, include_drafts: bool, most: int) -> bool:
        """Load the loose keys of these lengths; whether there are no more than `most` of them in all."""
        if include_drafts not in self._loose:
            since = self._compiled.generation if self._compiled else 0
            self._loose[include_drafts] = _LooseKeys(
                self._source, self._language, include_drafts=include_drafts, since=since
            )
        return self._loose[include_drafts].load(shortest, longest, most=most)

    def _search_prepared(
        self, best: _Best, threshold: int, *, include_drafts: bool, effort: Effort | None
    ) -> list[tuple[int, str]]:
        """Compare loose keys, then the compiled ones that can still count. Raises MemoryStoreError on a damaged file."""
        shortest, longest = length_window(len(best.key), threshold)
        self._loose[include_drafts].compare(best, shortest, longest)
        if self._compiled is None:
            return best.ranked()
        from tmflow.memory.candidates import find_candidates

        blocks = self._compiled.iter_blocks(shortest, longest)
        candidates = find_candidates(
            blocks,
            best.key,
            threshold=best.cutoff,
            include_drafts=include_drafts,
            step=2 if effort and len(best.key) > _LONG_KEY else 1,
            most=_SPARE * effort.most if effort else None,
        )
        start, size = 0, _FIRST_CHUNK
        while start < (end := candidates.count_of(best.cutoff)):
            if effort and start >= effort.most:
                effort.complete = False
                break
            best.compare(self._compiled.read_keys(*candidates.places(start, min(start + size, end))))
            start, size = start + size, min(2 * size, _GREATEST_CHUNK)
        if effort and candidates.left_out >= best.cutoff:
            effort.complete = False
        return best.ranked()


class _Best:
    """The best of the keys compared so far."""

    def __init__(self, key: str, *, threshold: int, limit: int) -> None:
        self.key = key
        self._threshold = threshold
        self._limit = limit
        self._found: dict[str, int] = {}
        self._similarities: list[int] = []

    @property
    def cutoff(self) -> int:
        """The least similarity (percent) that still counts."""
        return self._similarities[0] if len(self._similarities) == self._limit else self._threshold

    def compare(self, keys: Sequence[str]) -> None:
        """Compare all these keys with the one searched for."""
        if not keys:
            return
        cutoff = self.cutoff
        length = len(self.key)
        edits = max(length, *map(len, keys)) * (100 - cutoff) // 100
        near = self._with_like_heads(keys, edits)
        for found, distance, _ in extract(self.key, near, scorer=Levenshtein.distance, score_cutoff=edits, limit=None):
            longest = max(length, len(found), 1)
            similarity = 100 * (longest - distance) // longest
            if similarity < cutoff or found in self._found:
                continue
            self._found[found] = similarity
            heapq.heappush(self._similarities, similarity)
            if len(self._similarities) > self._limit:
                heapq.heappop(self._similarities)

    def _with_like_heads(self, keys: Sequence[str], edits: int) -> Sequence[str]:
        """Return the keys that may be within so many edits, by the longest common subsequence of their heads.

        Levenshtein's matrix never falls along a diagonal: with tails of one length cut off, two texts are not farther
        apart than with them. And what a longest common subsequence leaves over of the longer text are edits. It takes
        a third of the time of Levenshtein's distance, and of unrelated texts leaves over half: so heads twice as long
        as the edits tell nearly all of them.
        """
        tail = max(len(self.key) - 2 * edits, 0)
        head = self.key[: len(self.key) - tail]
        heads = [key[: len(key) - tail] for key in keys] if tail else keys  # a key shorter than the tail is too short
        like = extract(head, heads, scorer=LCSseq.distance, score_cutoff=edits, limit=None)
        return [keys[at] for _, _, at in like]

    def ranked(self) -> list[tuple[int, str]]:
        """Return the best and all that tie with the last of them."""
        found = ((similarity, key) for key, similarity in self._found.items() if similarity >= self.cutoff)
        return sorted(found, key=lambda scored: (-scored[0], scored[1]))


class _LooseKeys:
    """Keys in memory by length, of what was written after a generation, read when their lengths are first needed."""

    def __init__(self, source: KeySource, language: Language, *, include_drafts: bool, since: int) -> None:
        self._source = source
        self._language = language
        self._include_drafts = include_drafts
        self._since = since
        self._keys: dict[int, dict[str, None]] = {}
        self._lengths: list[int] = []
        self._loaded = 0, -1
        self._generation = source.generation()
        self._count = self._changed = 0

    def load(self, shortest: int, longest: int, *, most: int) -> bool:
        """Bring the keys up to date and read those of these lengths; False once there are more than `most`."""
        if self._since:  # a few changed documents are read once and whole
            shortest, longest = 0, _GREATEST_LENGTH
        low, high = self._loaded
        generation = self._source.generation()
        if generation != self._generation and low <= high:
            before = self._count
            is_small = self._add(low, high, since=self._generation, most=most)
            self._changed += self._count - before
            self._generation = generation
            if not is_small:
                return False
            if self._changed > max(_STALE_KEYS, _STALE_SHARE * self._count):
                self._keys, self._lengths, self._count, self._changed = {}, [], 0, 0
                low, high = 0, -1
        if low > high:
            self._generation = generation
            self._loaded = shortest, longest
            return self._add(shortest, longest, since=self._since, most=most)
        self._loaded = min(shortest, low), max(longest, high)
        return (shortest >= low or self._add(shortest, low - 1, since=self._since, most=most)) and (
            longest <= high or self._add(high + 1, longest, since=self._since, most=most)
        )

    def compare(self, best: _Best, shortest: int, longest: int) -> None:
        """Compare the keys of these lengths, the most promising length first."""
        length = len(best.key)
        window = self._lengths[bisect_left(self._lengths, shortest) : bisect_right(self._lengths, longest)]
        chunk: list[str] = []
        for other in sorted(window, key=lambda other: -_best_possible(length, other)):
            if _best_possible(length, other) < best.cutoff:
                break
            chunk += self._keys[other]
            if len(chunk) >= _GREATEST_CHUNK:
                best.compare(chunk)
                chunk = []
        best.compare(chunk)

    def _add(self, shortest: int, longest: int, *, since: int, most: int) -> bool:
        """Read keys of these lengths, up to one more than `most` in all; whether that was not reached."""
        for key in self._source.iter_keys(
            self._language, shortest=shortest, longest=longest, include_drafts=self._include_drafts, since=since
        ):
            held = self._keys.get(len(key))
            if held is None:
                held = self._keys[len(key)] = {}
                insort(self._lengths, len(key))
            self._count += key not in held
            held[key] = None
            if self._count > most:
                return False
        return True


def length_window(length: int, threshold: int) -> tuple[int, int]:
    """Return the least and the greatest length (code points) of a text `threshold` percent like one of this length.

    The edits are at least the difference of the lengths, so the shorter is at least that share of the longer.

    >>> length_window(10, 70)
    (7, 14)
    """
    return -(-length * threshold // 100), length * 100 // threshold


def _best_possible(length: int, other: int) -> int:
    """Return the similarity (percent) no two texts of these lengths exceed."""
    return 100 * min(length, other) // max(length, other) if length != other else 100
