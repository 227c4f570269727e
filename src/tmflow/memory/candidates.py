"""Candidates: which keys of a compiled index can be like enough, and how like each can be at the most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from tmflow.memory.compiled import Block
from tmflow.memory.signature import Words, common_places, find_elements, least_common, sign

__all__ = ["Candidates", "find_candidates"]

_Numbers = npt.NDArray[np.int64]


class Candidates:
    """Keys, the most promising first, by where their texts lie."""

    def __init__(self, starts: _Numbers, ends: _Numbers, possible: _Numbers) -> None:
        order = np.argsort(-possible, kind="stable")
        self._starts = starts[order]
        self._ends = ends[order]
        self._impossible = 100 - possible[order]

    def count_of(self, percent: int) -> int:
        """Return how many of them, from the first, can be so like."""
        return int(np.searchsorted(self._impossible, 100 - percent, "right"))

    def places(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where the text of each of these candidates lies."""
        return zip(self._starts[start:end].tolist(), self._ends[start:end].tolist(), strict=True)


def find_candidates(blocks: Iterable[Block], key: str, *, threshold: int, include_drafts: bool) -> Candidates:
    """Return all keys of the blocks whose signatures allow that they are `threshold` percent (1..100) like this key."""
    none = np.empty(0, np.int64)
    parts = [(none, none, none)]
    elements = find_elements([key])
    signatures: dict[int, Words] = {}
    for block in blocks:
        query = signatures.get(id(block.layout))
        if query is None:
            query = signatures[id(block.layout)] = sign(elements, block.layout, len(block.signatures))
        found, possible = _search_block(block, query, len(key), threshold)
        if not include_drafts:
            is_confirmed = (block.drafts[found >> 3] >> (7 - (found & 7)) & 1) == 0
            found, possible = found[is_confirmed], possible[is_confirmed]
        offsets = block.offsets
        starts, ends = (block.texts + offsets[part].astype(np.int64) for part in (found, found + 1))
        parts.append((starts, ends, possible))
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _search_block(block: Block, query: Words, length: int, threshold: int) -> tuple[_Numbers, _Numbers]:
    """Return the numbers of the keys that can be like enough, and the greatest similarity of each, percent."""
    first, last = np.searchsorted(block.run_lengths, (-(-length * threshold // 100), length * 100 // threshold + 1))
    starts = block.run_starts[first : last + 1]
    lengths = block.run_lengths[first:last]
    part = slice(starts[0], starts[-1])
    longest = np.maximum(lengths, length)
    edits = longest * (100 - threshold) // 100
    common = common_places(block.signatures[:, part], query)
    least = least_common(
        lengths,
        np.diff(starts),
        block.places[part],
        length=length,
        query_places=int(np.bitwise_count(query).sum()),
        edits=edits,
    )
    found = np.flatnonzero(common >= least)
    run = np.searchsorted(starts[1:] - starts[0], found, "right")
    # common = least would be 2 * edits missing places: what is above it, by two for an edit, is the bound's advance
    bound = edits[run] - (common[found] - least[found]) // 2
    longest = np.maximum(longest[run], 1)
    return found + starts[0], 100 * (longest - np.maximum(bound, 0)) // longest
