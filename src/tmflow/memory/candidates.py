"""Candidates: which keys of a compiled index can be like enough, and how like each can be at the most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from tmflow.memory.compiled import Block
from tmflow.memory.signature import Numbers, at_least, count_common, find_elements, read_counts

__all__ = ["Candidates", "find_candidates"]


class Candidates:
    """Keys, the most promising first, by where their texts lie."""

    def __init__(self, starts: Numbers, ends: Numbers, possible: Numbers) -> None:
        order = np.argsort(-possible, kind="stable")
        self._starts = starts[order]
        self._ends = ends[order]
        self._impossible = 100 - possible[order]

    def count_of(self, percent: int) -> int:
        """Return how many of them, from the first, can be so like."""
        return int(np.searchsorted(self._impossible, 100 - percent, "right"))

    def places(self, start: int, end: int) -> tuple[Sequence[int], Sequence[int]]:
        """Return where the texts of these candidates start and end."""
        return self._starts[start:end].tolist(), self._ends[start:end].tolist()


def find_candidates(blocks: Iterable[Block], key: str, *, threshold: int, include_drafts: bool) -> Candidates:
    """Return all keys of the blocks whose signatures allow that they are `threshold` percent (1..100) like this key."""
    none = np.empty(0, np.int64)
    parts = [(none, none, none)]
    hashes = find_elements([key]).hashes
    for block in blocks:
        found, possible = _search_block(block, np.unique(block.layout[hashes]), len(key), threshold)
        if not include_drafts:
            is_confirmed = (block.drafts[found >> 3] >> (7 - (found & 7)) & 1) == 0
            found, possible = found[is_confirmed], possible[is_confirmed]
        starts, ends = (block.texts + block.offsets[part].astype(np.int64) for part in (found, found + 1))
        parts.append((starts, ends, possible))
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _search_block(block: Block, places: npt.NDArray[np.uint16], length: int, threshold: int) -> tuple[Numbers, Numbers]:
    """Return the numbers of the keys that can be like enough, and the greatest similarity of each, percent.

    places: those of the key searched for; length: its length.
    """
    first, last = np.searchsorted(block.run_lengths, (-(-length * threshold // 100), length * 100 // threshold + 1))
    if first == last:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = block.run_starts[first : last + 1].astype(np.int64)
    lengths = block.run_lengths[first:last]
    longest = np.maximum(lengths, max(length, 1))
    edits = longest * (100 - threshold) // 100
    # how many places a key of each length must have in common, counted from the search's places and from its own
    from_search = len(places) + np.maximum(lengths - length, 0) - 2 * edits
    from_key = np.maximum(length - lengths, 0) - 2 * edits
    word = int(starts[0] >> 6)
    digits = count_common(block.signatures[places, word : int(starts[-1] + 63 >> 6)])
    found = at_least(digits, int(from_search.min())) + 64 * word
    found = found[(found >= starts[0]) & (found < starts[-1])]
    run = np.searchsorted(starts[1:], found, "right")
    spare = read_counts(digits, found - 64 * word) - np.maximum(from_search[run], from_key[run] + block.places[found])
    found, run, spare = (part[spare >= 0] for part in (found, run, spare))
    bound = np.maximum(edits[run] - spare // 2, 0)  # two places in common more than needed are an edit less
    return found, 100 * (longest[run] - bound) // longest[run]
