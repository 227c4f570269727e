"""Candidates: which keys of a compiled index can be like enough, and how like each can be at the most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tmflow.memory.compiled import Block
from tmflow.memory.signature import (
    Numbers,
    Words,
    at_least,
    count_common,
    count_of_best,
    find_elements,
    read_counts,
    zones_in_reach,
)

__all__ = ["Candidates", "find_candidates"]

_PARTS = 4
"""Parts in which a block is searched: with fewer the zones in reach are more, with more the calls cost as much."""


class Candidates:
    """Keys, the most promising first, by where their texts lie.

    left_out: how like the keys can be at the most, percent, that were left out because others promise more.
    """

    def __init__(self, starts: Numbers, ends: Numbers, possible: Numbers, *, left_out: int = 0) -> None:
        self.left_out = left_out
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


def find_candidates(
    blocks: Iterable[Block],
    key: str,
    *,
    threshold: int,
    include_drafts: bool,
    step: int = 1,
    most: int | None = None,
) -> Candidates:
    """Return all keys of the blocks whose signatures allow that they are `threshold` percent (1..100) like this key.

    step: 1 to count all elements of the key, 2 every other one: that is as much quicker, and allows more keys.
    most: about how many keys are wanted of a block, those with the greatest counts; None for all.
    """
    none = np.empty(0, np.int64)
    parts, left_out = [(none, none, none)], 0
    sought = _Sought(find_elements([key]).hashes[::step], len(key), step, threshold, most)
    for block in blocks:
        found, possible, others = _search_block(block, sought)
        left_out = max(left_out, others)
        if not include_drafts:
            is_confirmed = (block.drafts[found >> 3] >> (7 - (found & 7)) & 1) == 0
            found, possible = found[is_confirmed], possible[is_confirmed]
        starts, ends = (block.texts + block.offsets[part].astype(np.int64) for part in (found, found + 1))
        parts.append((starts, ends, possible))
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)), left_out=left_out)


class _Sought(NamedTuple):
    """What is searched for: the elements that are counted, each so many after the one before, how like, how many keys."""

    hashes: npt.NDArray[np.uint16]
    length: int
    step: int
    threshold: int
    most: int | None


def _search_block(block: Block, sought: _Sought) -> tuple[Numbers, Numbers, int]:
    """Return the numbers of the keys that can be like enough, the greatest similarity of each, and that of keys left out."""
    length, threshold = sought.length, sought.threshold
    first, last = np.searchsorted(block.run_lengths, (-(-length * threshold // 100), length * 100 // threshold + 1))
    if first == last:
        return np.empty(0, np.int64), np.empty(0, np.int64), 0
    starts = block.run_starts[first : last + 1].astype(np.int64)
    lengths = block.run_lengths[first:last].astype(np.int64)
    longest = np.maximum(lengths, max(length, 1))
    # how many elements are left at the most, and how many must be
    left = len(sought.hashes) + np.maximum(lengths - length, 0)
    needed = left - 2 * (longest * (100 - threshold) // 100)
    words = int(starts[0] >> 6), int(starts[-1] + 63 >> 6)
    digits = count_common(_rows_in_reach(block, sought, words))
    wanted = least = int(needed.min())
    if sought.most is not None:
        wanted = count_of_best(digits, least, most=sought.most)
    found = at_least(digits, wanted) + 64 * words[0]
    found = found[(found >= starts[0]) & (found < starts[-1])]
    run = np.searchsorted(starts[1:], found, "right")
    common = read_counts(digits, found - 64 * words[0])
    found, run, common = (part[common >= needed[run]] for part in (found, run, common))
    others = int(_possible(left, wanted - 1, longest).max()) if wanted > least else 0
    return found, _possible(left[run], common, longest[run]), others


def _possible(left: Numbers, common: Numbers | int, longest: Numbers) -> Numbers:
    """Return the greatest similarity, percent, of keys that have so many elements in common of those that may be left."""
    edits = np.maximum((left - common + 1) // 2, 0)
    possible: Numbers = 100 * (longest - edits) // longest
    return possible


def _rows_in_reach(block: Block, sought: _Sought, words: tuple[int, int]) -> Words:
    """Return for each element a bit for each key of these words: whether it may be left in it.

    The less lengths differ, the fewer zones are in reach; so the words are taken in parts.
    """
    places = block.layout[sought.hashes].astype(np.int64)
    if block.zones == 1:
        found: Words = block.signatures[places, words[0] : words[1]]
        return found
    rows = np.empty((len(places), words[1] - words[0]), np.uint64)
    edges = np.linspace(*words, min(_PARTS, rows.shape[1]) + 1).astype(np.int64)
    last_keys = np.minimum(64 * edges[1:], block.run_starts[-1]) - 1
    runs = (np.searchsorted(block.run_starts, keys, "right") - 1 for keys in (64 * edges[:-1], last_keys))
    shortest, longest = (block.run_lengths[run] for run in runs)
    near, far = zones_in_reach(
        sought.length, shortest, longest, threshold=sought.threshold, zones=block.zones, step=sought.step
    )
    steps = (far - near).max(axis=1).tolist()
    near, far = near * block.width + places, far * block.width + places
    for (start, end), row, last, more in zip(pairwise(edges.tolist()), near, far, steps, strict=True):
        signatures = block.signatures[:, start:end]
        united = signatures[row]
        for step in range(1, more + 1):
            united |= signatures[np.minimum(row + step * block.width, last)]
        rows[:, start - words[0] : end - words[0]] = united
    return rows
