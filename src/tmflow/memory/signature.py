"""Signatures: some hundred bits a key that tell, without reading it, how many edits lie at least between two keys.

An element of a key is a bigram of it and where it stands. The key is taken with a mark before and after, so that a key of
L code points has L + 1 elements. A key is cut into `zones` parts of equal length, a layout gives each bigram one of
`width` places of a zone, and a signature is the set of the places that the key's elements have.

Why no key is lost. Let A be the key searched for and B another, m and n code points long and a edits apart: s
substitutions, d deletions from A, i insertions.

1. A substitution destroys at most two elements of A, a deletion two, an insertion one: at most 2s + 2d + i = 2a - i.
2. i - d = n - m, so i is at least max(0, n - m), and at least m + 1 + max(0, n - m) - 2a elements of A are left in B.
3. One that is left stands in B where it stood in A, moved by the insertions and deletions before it: not farther to the
   right than by i, nor to the left than by d. As i + d is at most a, that is (a + n - m) / 2 and (a - n + m) / 2.
4. So of an element that is left one of the zones of B within that reach has its place. To count the elements of A of
   which that is true counts all that are left, whatever the layout: it may share out places as it likes, and two bigrams
   in one place only make the bound less sharp. Nor need all elements of A be counted: of any k of them at least
   k + max(0, n - m) - 2a are left in B, for it may be that all that are destroyed are among these.

How sharp the bound is depends on zones and layout. Long unrelated texts have most bigrams in common, but not in the same
parts: of English texts of 200 letters, 70 percent, whole texts leave half of the others to compare and eight zones one in
thirty. Bigrams that most keys have tell little, so where they share a place with a rare one, that one is lost; a layout
counts bigrams in a sample and spreads them so that all places are as often taken. Signatures are kept on their side: a
row for each place, in it a bit for each key. A search reads only the rows of its own key's elements, unites those of the
zones within reach, and adds them up for 64 keys at a time.
References: Gravano et al. 2001, VLDB 491-500 (q-grams with positions); Mula, Kurz & Lemire 2018, Computer Journal 61(1),
111-120 (carry-save adders).
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = [
    "CLASSES",
    "Elements",
    "LengthClass",
    "at_least",
    "count_common",
    "count_of_best",
    "find_elements",
    "make_layout",
    "read_counts",
    "sign",
    "zones_in_reach",
]


class LengthClass(NamedTuple):
    """Keys of up to `longest` code points, and more than the class before, that are signed alike."""

    longest: int
    zones: int
    width: int


CLASSES = (
    LengthClass(16, 1, 128),
    LengthClass(32, 1, 192),
    LengthClass(64, 1, 320),
    LengthClass(128, 4, 192),
    LengthClass(256, 8, 256),
    LengthClass(2**31 - 1, 16, 256),
)
"""More zones tell more texts apart, and have a search unite more rows."""

_HASH_BITS = 16
_FIRST = np.uint64(21)
"""Bits that hold a code point."""
_BIGRAM = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
"""Odd constants that spread bits well (the golden ratio; Steele et al. 2014, SplitMix). Any would keep the bound true."""

Words = npt.NDArray[np.uint64]
Layout = npt.NDArray[np.uint16]
Numbers = npt.NDArray[np.int64]
Lengths = npt.NDArray[np.int32]
_ROUNDING = 1e-6
"""More than a quotient of lengths can be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The elements of some keys, one key after the other: the hash of each one's bigram, and how many each key has."""

    hashes: npt.NDArray[np.uint16]
    counts: Numbers


def find_elements(keys: Sequence[str]) -> Elements:
    """Return the elements of the keys.

    >>> find_elements(["aaa", ""]).counts.tolist()
    [4, 1]
    """
    # one mark serves as the end of a key and the beginning of the next
    joined = "\0".join(("", *keys, "")).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, "<u4").astype(np.uint64)
    mixed = (codes[:-1] << _FIRST | codes[1:]) * _BIGRAM
    mixed ^= mixed >> np.uint64(31)
    hashes = ((mixed * _MIX) >> np.uint64(64 - _HASH_BITS)).astype(np.uint16)
    return Elements(hashes=hashes, counts=np.fromiter(map(len, keys), np.int64, len(keys)) + 1)


def make_layout(sample: Elements, width: int) -> Layout:
    """Return the place of each hash of a bigram: such that the elements of the sample take all places alike often."""
    layout = (np.arange(1 << _HASH_BITS) % width).astype(np.uint16)
    counts = np.bincount(sample.hashes, minlength=1 << _HASH_BITS)
    load = [(0, place) for place in range(width)]
    frequent_first = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    for number, count in zip(frequent_first.tolist(), counts[frequent_first].tolist(), strict=True):
        taken, place = load[0]
        layout[number] = place
        heapq.heapreplace(load, (taken + count, place))
    return layout


def sign(elements: Elements, layout: Layout, zones: int, width: int) -> npt.NDArray[np.bool_]:
    """Return which places the keys have: a row for each place, zone by zone, a column for each key.

    >>> elements = find_elements(["harbor"])
    >>> sign(elements, make_layout(elements, 128), 2, 128).shape
    (256, 1)
    """
    keys = len(elements.counts)
    starts = np.cumsum(elements.counts) - elements.counts
    at = np.arange(len(elements.hashes)) - np.repeat(starts, elements.counts)
    zone = at * zones // np.repeat(elements.counts, elements.counts)
    has_place = np.zeros((zones * width, keys), np.bool_)
    has_place[zone * width + layout[elements.hashes], np.repeat(np.arange(keys), elements.counts)] = True
    return has_place


def zones_in_reach(
    length: int, shortest: Lengths, longest: Lengths, *, threshold: int, zones: int, step: int = 1
) -> tuple[Numbers, Numbers]:
    """Return the first and the last zone in which each element of a key of this length may be left in other keys.

    shortest, longest: the lengths of the others, code points, those of one part after those of another; a row of the
    answer for each part. threshold: percent; how like they are. step: 1 for each element, 2 for every other one.

    >>> four = np.array([4], np.int32)
    >>> [zone.tolist() for zone in zones_in_reach(4, four, four, threshold=75, zones=5)]
    [[[0, 0, 1, 2, 3]], [[0, 1, 2, 3, 4]]]
    """
    at = np.arange(0, length + 1, step)
    # Below and above its own length the bounds are quotients of linear functions: greatest and least at the ends.
    others = np.stack([shortest, np.minimum(np.maximum(length, shortest), longest), longest])[..., np.newaxis]
    middle, reach = (others - length) / 2, np.maximum(length, others) * ((100 - threshold) / 200)
    scale = zones / (others + 1)
    first = ((at + (middle - reach)) * scale).min(axis=0) - _ROUNDING
    last = ((at + (middle + reach)) * scale).max(axis=0) + _ROUNDING
    return np.maximum(first, 0).astype(np.int64), np.minimum(last, zones - 1).astype(np.int64)


def count_common(rows: Words) -> list[Words]:
    """Add up the rows, bit by bit, and return the sums as binary digits, the least first. The rows are used up.

    >>> [digit.tolist() for digit in count_common(np.array([[1], [3], [1], [7]], np.uint64))]
    [[4], [2], [1]]
    """
    digits = []
    while (left := len(rows)) > 0:
        carries = np.empty((left // 2, rows.shape[1]), np.uint64)
        carried = 0
        while left > 1:
            third = max(left // 3, 1)
            first, second = rows[:third], rows[third : 2 * third]
            carry = carries[carried : carried + third]
            np.bitwise_and(first, second, out=carry)
            first ^= second
            if left > 2:  # noqa: PLR2004 - full adders take three rows, the half adder at the end two
                more = rows[2 * third : 3 * third]
                carry |= np.bitwise_and(first, more, out=second)
                first ^= more
            rest = rows[3 * third : left]
            rows[third : third + len(rest)] = rest
            left, carried = third + len(rest), carried + third
        digits.append(rows[0])
        rows = carries[:carried]
    return digits


def at_least(digits: Sequence[Words], least: int) -> Numbers:
    """Return the numbers of the keys whose count is at least so much.

    >>> at_least([np.array([4], np.uint64), np.array([2], np.uint64), np.array([1], np.uint64)], 2).tolist()
    [0, 1]
    """
    reached = _reached(digits, least)
    words = np.flatnonzero(reached)  # mostly few
    bits = np.flatnonzero(np.unpackbits(reached[words].view(np.uint8), bitorder="little").view(np.bool_))
    numbers: Numbers = (words[bits >> 6] << 6) + (bits & 63)
    return numbers


def count_of_best(digits: Sequence[Words], least: int, *, most: int) -> int:
    """Return the greatest count that `most` (1 and up) or more keys have at least; `least` if fewer have that.

    >>> digits = [np.array([4], np.uint64), np.array([2], np.uint64), np.array([1], np.uint64)]
    >>> [count_of_best(digits, 0, most=most) for most in (1, 2, 3, 65)]
    [4, 2, 1, 0]
    """

    def is_rare(count: int) -> bool:
        return int(np.count_nonzero(np.unpackbits(_reached(digits, count).view(np.uint8)))) < most

    if is_rare(least + 1):  # so it is of most keys
        return least
    return least + bisect_left(range(least + 1, 1 << len(digits)), 1, key=is_rare)


def _reached(digits: Sequence[Words], least: int) -> Words:
    """Return a bit for each key: whether its count is at least so much."""
    size = len(digits[0])
    if least >> len(digits):
        return ~np.zeros(size, np.uint64) if least < 0 else np.zeros(size, np.uint64)
    more, equal = np.zeros(size, np.uint64), ~np.zeros(size, np.uint64)
    for power in reversed(range(len(digits))):
        if least >> power & 1:
            equal &= digits[power]
        else:
            more |= equal & digits[power]
            equal &= ~digits[power]
    more |= equal
    return more


def read_counts(digits: Sequence[Words], numbers: Numbers) -> Numbers:
    """Return the counts of these keys."""
    words, bits = numbers >> 6, (numbers & 63).astype(np.uint64)
    counts = np.zeros(len(numbers), np.int64)
    for power, digit in enumerate(digits):
        counts |= (digit[words] >> bits & np.uint64(1)).astype(np.int64) << power
    return counts
