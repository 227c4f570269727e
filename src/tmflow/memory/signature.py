"""Signatures: some hundred bits a key that tell, without reading it, how many edits lie at least between two keys.

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
Signatures are kept on their side: a row for each place, in it a bit for each key. A search reads only the rows of the
places that its own key has, and adds them up for 64 keys at a time.
References: Ukkonen 1992, Theoretical Computer Science 92(1), 191-211 (q-gram distance); Mula, Kurz & Lemire 2018,
Computer Journal 61(1), 111-120 (carry-save adders).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["CLASSES", "Elements", "at_least", "count_common", "find_elements", "make_layout", "read_counts", "sign"]

CLASSES = ((16, 128), (32, 192), (64, 320), (128, 640), (256, 1536), (2**31 - 1, 3072))
"""Greatest length of a key (code points) and places of its signature. Measured on English technical text, 70 percent:
more places would leave hardly fewer keys to compare than exact counts of bigrams do (up to 64 code points 0.5 % and 0.3
% of the keys of like length, then 1.6 and 1.3, 9.2 and 8.7, 36 and 35)."""

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
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The elements of some keys: the hash of each, the number of the key that it belongs to, and how many keys."""

    hashes: npt.NDArray[np.uint16]
    owners: Numbers
    keys: int


def find_elements(keys: Sequence[str]) -> Elements:
    """Return the elements of the keys, of which there may be four million at the most.

    >>> find_elements(["aaa", ""]).owners.tolist()
    [0, 0, 0, 0, 1]
    """
    # one mark serves as the end of a key and the beginning of the next
    joined = "\0".join(("", *keys, "")).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, "<u4").astype(np.uint64)
    owners = np.repeat(np.arange(len(keys), dtype=np.uint64), [len(key) + 1 for key in keys])
    elements = owners << _OWNER | codes[:-1] << _FIRST | codes[1:]
    elements.sort(kind="stable")  # in runs already, one a key: a third of the time
    places = np.arange(len(elements))
    is_first = np.ones(len(elements), np.bool_)
    is_first[1:] = elements[1:] != elements[:-1]
    ranks = places - np.maximum.accumulate(np.where(is_first, places, 0))
    mixed = ((elements & _BIGRAM_BITS) * _BIGRAM) ^ (ranks.astype(np.uint64) * _RANK)
    mixed ^= mixed >> np.uint64(31)
    hashes = ((mixed * _MIX) >> np.uint64(64 - _HASH_BITS)).astype(np.uint16)
    return Elements(hashes=hashes, owners=(elements >> _OWNER).astype(np.int64), keys=len(keys))


def make_layout(sample: Elements, width: int) -> Layout:
    """Return the place of each hash of an element: such that the elements of the sample take all places alike often."""
    layout = (np.arange(1 << _HASH_BITS) % width).astype(np.uint16)
    counts = np.bincount(sample.hashes, minlength=1 << _HASH_BITS)
    load = [(0, place) for place in range(width)]
    frequent_first = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    for number, count in zip(frequent_first.tolist(), counts[frequent_first].tolist(), strict=True):
        taken, place = load[0]
        layout[number] = place
        heapq.heapreplace(load, (taken + count, place))
    return layout


def sign(elements: Elements, layout: Layout, width: int) -> npt.NDArray[np.bool_]:
    """Return which places the keys have: a row for each place, a column for each key.

    >>> elements = find_elements(["harbor"])
    >>> sign(elements, make_layout(elements, 128), 128).shape
    (128, 1)
    """
    has_place = np.zeros((width, elements.keys), np.bool_)
    has_place[layout[elements.hashes], elements.owners] = True
    return has_place


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
    size = len(digits[0])
    if least >> len(digits):
        return np.flatnonzero(np.full(64 * size, least < 0))
    more, equal = np.zeros(size, np.uint64), ~np.zeros(size, np.uint64)
    for power in reversed(range(len(digits))):
        if least >> power & 1:
            equal &= digits[power]
        else:
            more |= equal & digits[power]
            equal &= ~digits[power]
    more |= equal
    words = np.flatnonzero(more)  # mostly few
    bits = np.flatnonzero(np.unpackbits(more[words].view(np.uint8), bitorder="little").view(np.bool_))
    numbers: Numbers = (words[bits >> 6] << 6) + (bits & 63)
    return numbers


def read_counts(digits: Sequence[Words], numbers: Numbers) -> Numbers:
    """Return the counts of these keys."""
    words, bits = numbers >> 6, (numbers & 63).astype(np.uint64)
    counts = np.zeros(len(numbers), np.int64)
    for power, digit in enumerate(digits):
        counts |= (digit[words] >> bits & np.uint64(1)).astype(np.int64) << power
    return counts
