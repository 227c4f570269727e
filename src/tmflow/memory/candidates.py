"""Candidates: which keys of a compiled index can be like enough, and how like each can be at the most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tmflow.memory.compiled import Block
from tmflow.memory.signature import Numbers, Words, at_least, count_common, find_elements, read_counts, zones_in_reach

__all__ = ["Candidates", "find_candidates"]


class Candidates:
    """Keys, the most promising first, by where their texts lie."""

    def __init__(self, starts: Numbers, ends: Numbers, possible: Numbers) -> None:
        order = np.argsort((100 - possible).astype(np.int8), kind="stable")  # by digits, which bytes are sorted by
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
        found, possible = _search_block(block, hashes, threshold)
        if not include_drafts:
            is_confirmed = (block.drafts[found >> 3] >> (7 - (found & 7)) & 1) == 0
            found, possible = found[is_confirmed], possible[is_confirmed]
        starts, ends = (block.texts + block.offsets[part].astype(np.int64) for part in (found, found + 1))
        parts.append((starts, ends, possible))
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _search_block(block: Block, hashes: npt.NDArray[np.uint16], threshold: int) -> tuple[Numbers, Numbers]:
    """Return the numbers of the keys that can be like enough, and the greatest similarity of each, percent.

    hashes: of the elements of the key searched for.
    """
    length = len(hashes) - 1
    first, last = np.searchsorted(block.run_lengths, (-(-length * threshold // 100), length * 100 // threshold + 1))
    if first == last:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = block.run_starts[first : last + 1].astype(np.int64)
    lengths = block.run_lengths[first:last].astype(np.int64)
    longest = np.maximum(lengths, max(length, 1))
    # how many elements are left at the most, and how many must be
    left = length + 1 + np.maximum(lengths - length, 0)
    needed = left - 2 * (longest * (100 - threshold) // 100)
    words = int(starts[0] >> 6), int(starts[-1] + 63 >> 6)
    digits = count_common(_rows_in_reach(block, hashes, words, threshold))
    found = at_least(digits, int(needed.min())) + 64 * words[0]
    found = found[(found >= starts[0]) & (found < starts[-1])]
    run = np.searchsorted(starts[1:], found, "right")
    common = read_counts(digits, found - 64 * words[0])
    found, run, common = (part[common >= needed[run]] for part in (found, run, common))
    edits = (left[run] - common + 1) // 2
    return found, 100 * (longest[run] - edits) // longest[run]


def _rows_in_reach(block: Block, hashes: npt.NDArray[np.uint16], words: tuple[int, int], threshold: int) -> Words:
    """Return for each element a bit for each key of these words: whether it may be left in it.

    The less lengths differ, the fewer zones are in reach; so the words are taken in parts, half as many as zones.
    """
    places = block.layout[hashes].astype(np.int64)
    if block.zones == 1:
        found: Words = block.signatures[places, words[0] : words[1]]
        return found
    rows = np.empty((len(hashes), words[1] - words[0]), np.uint64)
    edges = np.linspace(*words, min(block.zones // 2, rows.shape[1]) + 1).astype(np.int64)
    last_keys = np.minimum(64 * edges[1:], block.run_starts[-1]) - 1
    runs = (np.searchsorted(block.run_starts, keys, "right") - 1 for keys in (64 * edges[:-1], last_keys))
    shortest, longest = (block.run_lengths[run] for run in runs)
    near, far = zones_in_reach(len(hashes) - 1, shortest, longest, threshold=threshold, zones=block.zones)
    steps = (far - near).max(axis=1).tolist()
    near, far = near * block.width + places, far * block.width + places
    for (start, end), row, last, more in zip(pairwise(edges.tolist()), near, far, steps, strict=True):
        signatures = block.signatures[:, start:end]
        united = signatures[row]
        for step in range(1, more + 1):
            united |= signatures[np.minimum(row + step * block.width, last)]
        rows[:, start - words[0] : end - words[0]] = united
    return rows
