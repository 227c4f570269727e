"""Signatures: a few machine words a key that tell, without reading it, how many edits lie at least between two keys.

An element of a key is a bigram of it with its rank: the third "an" is another element than the second. The key is
taken with a mark before and after, so that a key of L code points has L + 1 elements. A layout gives each element one
of `width` places, and a signature is the set of the places that its elements have.

Why no key is lost. Let A and B be a edits apart: s substitutions, d deletions from A, i insertions.

1. A substitution destroys at most two bigrams of A, a deletion two, an insertion one. So of the elements of A at most
   2s + 2d + i are not elements of B: with a = s + d + i that is 2a - i.
2. i - d = len(B) - len(A), so i is at least max(0, len(B) - len(A)). Hence a is at least
   (elements of A that B has not + max(0, len(B) - len(A))) / 2.
3. A place that A has and B has not stands for an element of A that B has not, and different places for different
   elements. So the places only A has are no more than those elements, whatever the layout: it may share out places as
   it likes, and two elements in one place only make the bound less sharp.
4. The same holds with A and B exchanged. Both bounds are true, so the greater is.

How sharp the bound is depends on the layout. Elements that most keys have tell little, so where they share a place with
a rare one, that one is lost; a layout counts elements in a sample and spreads them so that all places are as often
taken. Ranks keep long texts apart: nearly every English text of 200 letters has "th", few have it nine times.
Reference: Ukkonen 1992, Theoretical Computer Science 92(1), 191-211 (q-gram distance).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["CLASSES", "WORD_BITS", "Elements", "common_places", "find_elements", "least_common", "make_layout", "sign"]

WORD_BITS = 64
CLASSES = ((16, 2), (32, 3), (64, 5), (128, 10), (256, 24), (2**31 - 1, 48))
"""Greatest length of a key (code points) and words of its signature. Measured on English technical text, 70 percent:
more words would leave hardly fewer keys to compare than exact counts of bigrams do (below 64 code points 0.5 % and 0.3 %
of the keys of like length, then 1.6 and 1.3, 9.2 and 8.7, 36 and 35)."""

_FIRST, _OWNER = np.uint64(21), np.uint64(42)
_BIGRAM_BITS = np.uint64((1 << 42) - 1)
"""Where in an element's 64 bits its first code point begins and the number of its key: 21 bits hold a code point."""

_HASH_BITS = 16
_BIGRAM = np.uint64(0x9E3779B97F4A7C15)
_RANK = np.uint64(0xD1B54A32D192ED03)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
"""Odd constants that spread bits well (the golden ratio; Steele et al. 2014, SplitMix). Any would keep the bound true."""

Words = npt.NDArray[np.uint64]
Layout = npt.NDArray[np.uint16]
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The elements of some keys: the hash of each, the number of the key that it belongs to, and how many keys."""

    hashes: npt.NDArray[np.uint16]
    owners: npt.NDArray[np.int64]
    keys: int


def find_elements(keys: Sequence[str]) -> Elements:
    """Return the elements of the keys, of which there may be two million at the most.

    >>> find_elements(["aaa", ""]).owners.tolist()
    [0, 0, 0, 0, 1]
    """
    # one mark serves as the end of a key and the beginning of the next
    joined = "\0".join(("", *keys, "")).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, "<u4").astype(np.uint64)
    owners = np.repeat(np.arange(len(keys), dtype=np.uint64), [len(key) + 1 for key in keys])
    elements = owners << _OWNER | codes[:-1] << _FIRST | codes[1:]
    elements.sort()
    places = np.arange(len(elements))
    is_first = np.ones(len(elements), np.bool_)
    is_first[1:] = elements[1:] != elements[:-1]
    ranks = places - np.maximum.accumulate(np.where(is_first, places, 0))
    mixed = ((elements & _BIGRAM_BITS) * _BIGRAM) ^ (ranks.astype(np.uint64) * _RANK)
    mixed ^= mixed >> np.uint64(31)
    hashes = ((mixed * _MIX) >> np.uint64(64 - _HASH_BITS)).astype(np.uint16)
    return Elements(hashes=hashes, owners=(elements >> _OWNER).astype(np.int64), keys=len(keys))


def make_layout(sample: Elements, words: int) -> Layout:
    """Return the place of each hash of an element: such that the elements of the sample take all places alike often."""
    width = words * WORD_BITS
    layout = (np.arange(1 << _HASH_BITS) % width).astype(np.uint16)
    counts = np.bincount(sample.hashes, minlength=1 << _HASH_BITS)
    load = [(0, place) for place in range(width)]
    frequent_first = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    for number, count in zip(frequent_first.tolist(), counts[frequent_first].tolist(), strict=True):
        taken, place = load[0]
        layout[number] = place
        heapq.heapreplace(load, (taken + count, place))
    return layout


def sign(elements: Elements, layout: Layout, words: int) -> Words:
    """Return the signatures of the keys, a column each, a row for each word.

    >>> elements = find_elements(["harbor"])
    >>> sign(elements, make_layout(elements, 2), 2).shape
    (2, 1)
    """
    bits = np.zeros((elements.keys, words * WORD_BITS), np.bool_)
    bits[elements.owners, layout[elements.hashes]] = True
    return np.ascontiguousarray(np.packbits(bits, axis=1, bitorder="little").view(np.uint64).T)


def common_places(signatures: Words, query: Words) -> npt.NDArray[np.uint16]:
    """Return how many places each signature has in common with the query's, which is one column."""
    masked = np.empty(signatures.shape[1], np.uint64)
    count = np.empty(signatures.shape[1], np.uint8)
    common = np.zeros(signatures.shape[1], np.uint16)
    for row, word in zip(signatures, query[:, 0], strict=True):
        np.bitwise_and(row, word, out=masked)
        np.bitwise_count(masked, out=count)
        np.add(common, count, out=common)
    return common


def least_common(
    lengths: Integers,
    counts: Integers,
    places: npt.NDArray[np.uint16],
    *,
    length: int,
    query_places: int,
    edits: Integers,
) -> Integers:
    """Return how many places each key must share with the query to lie within so many edits of it.

    lengths, counts: the lengths of the keys in order, and how many keys have each. places: how many each key has.
    length, query_places: of the query. edits: how many are allowed at each of the lengths.
    """
    longer = np.maximum(lengths - length, 0) - 2 * edits
    shorter = np.maximum(length - lengths, 0) - 2 * edits
    least: Integers = np.maximum(np.repeat(longer + query_places, counts), np.repeat(shorter, counts) + places)
    return least
