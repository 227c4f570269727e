"""The signature of a match key: what a database knows of a key to find all that are alike and few that are not.

A key within d edits of another keeps at least one of any d + 1 grams (runs of two or three characters) of it that do not
overlap: an edit touches one of them at most. So the keys that hold one of d + 1 well chosen, rare grams are all that can
be alike. A gram is stored together with the class of the key's length, so that keys too short or too long never come up,
and fewer edits, hence fewer grams, are allowed for the shorter ones.

What is left is sifted by bits: a bit for each bigram of a key and for its second, third … occurrence. An edit changes two
at most, so bits that differ bound the edits from below, whatever the hash. Reference for both: Gravano et al. 2001,
Approximate String Joins in a Database (Almost) for Free, VLDB 491-500.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from tmflow.model.language import Language

__all__ = ["BITS", "GramFrequencies", "KeyFilter", "bits_of_key", "choose_filter", "grams_of_key"]

BITS = 1024
"""Bits of `bits_of_key`: of keys of 100 characters one bit in eleven is set."""

_UNUSED_BITS = 22
"""Of a checksum's 32 bits the highest ten tell bigrams of letters apart best."""

_SIZES = {Language.JA: (2,), Language.EN: (2, 3)}
"""Characters of the grams. English needs runs of three: there are few letters, and most pairs of them are in most keys."""

_STRETCH_CHARS = 96
"""A longer key is cut into stretches of this size before its grams are chosen, so that the time grows as the length."""

_NEVER = 1 << 40
_HALF = 1 << 31
"""Taken from a checksum, it makes an integer with a sign, which is what a database has."""


def _length_classes() -> tuple[int, ...]:
    """Return the least length of each class: every length to ten of its own, then steps of a tenth, to a million."""
    starts = [0]
    while starts[-1] < 1_000_000:  # noqa: PLR2004 - all that is longer is one class
        starts.append(starts[-1] + max(1, starts[-1] // 10))
    return tuple(starts)


_CLASSES = _length_classes()


@dataclass(frozen=True, slots=True, kw_only=True)
class GramFrequencies:
    """In how many of `keys` keys each gram occurs: a guess from a sample does; a wrong one costs time, never a key."""

    keys: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, keys: Iterable[str], language: Language) -> GramFrequencies:
        """Count the grams of these keys.

        >>> GramFrequencies.of(["港町", "港町だ"], Language.JA).counts["港町"]
        2
        """
        counts: Counter[str] = Counter()
        total = 0
        for key in keys:
            total += 1
            counts.update({key[at : at + size] for size in _SIZES[language] for at in range(len(key) - size + 1)})
        return cls(keys=total, counts=counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFilter:
    """Of the keys alike, those shorter than `bare` have one of `grams` (see `grams_of_key`); the others may have none.

    shortest, longest: the length of keys alike, in code points; `bare` is greater than `longest` if grams find all.
    """

    grams: tuple[int, ...]
    shortest: int
    bare: int
    longest: int


def grams_of_key(key: str, language: Language) -> list[int]:
    """Return the grams of a key with the class of its length, each as 32 bits with a sign, sorted.

    >>> len(grams_of_key("港は静か", Language.JA)), len(grams_of_key("quay", Language.EN))
    (3, 5)
    """
    encoded = key.encode("utf-32-le", "surrogatepass")
    start = _class_seed(_class_of(len(key)), language)
    return sorted(
        {
            crc32(gram, start) - _HALF
            for size in _SIZES[language]
            for gram in {encoded[4 * at : 4 * (at + size)] for at in range(len(key) - size + 1)}
        }
    )


def bits_of_key(key: str) -> str:
    """Return the bits of a key's bigrams as a text of 0 and 1: one for each, another for its second occurrence and so on.

    >>> bits_of_key("ab").count("1"), bits_of_key("abab").count("1")
    (1, 3)
    """
    encoded = key.encode("utf-32-le", "surrogatepass")
    seen: dict[bytes, int] = {}
    bits = 0
    for at in range(0, len(encoded) - 4, 4):
        gram = encoded[at : at + 8]
        seen[gram] = occurrence = seen.get(gram, 0) + 1
        bits |= 1 << (crc32(gram, occurrence) >> _UNUSED_BITS)
    return f"{bits:0{BITS}b}"


def choose_filter(key: str, language: Language, *, threshold: int, frequencies: GramFrequencies) -> KeyFilter:
    """Return what finds the keys at least `threshold` percent (1..100) like this one.

    >>> known = GramFrequencies(keys=100, counts={"静か": 3, "だ。": 30})
    >>> found = choose_filter("港は静かだ。", Language.JA, threshold=80, frequencies=known)
    >>> len(set(found.grams) & set(grams_of_key("港も静かだ。", Language.JA))) > 0, found.shortest, found.longest
    (True, 5, 7)
    """
    shortest, longest = -(-len(key) * threshold // 100), len(key) * 100 // threshold
    pieces = _Pieces(key, language, frequencies, most=longest * (100 - threshold) // 100 + 1)
    grams: set[int] = set()
    for length_class in range(_class_of(shortest), _class_of(longest) + 1):
        greatest = min(longest, _CLASSES[length_class + 1] - 1 if length_class + 1 < len(_CLASSES) else longest)
        chosen = pieces.choose(max(len(key), greatest) * (100 - threshold) // 100 + 1)
        if chosen is None:
            bare = max(shortest, _CLASSES[length_class])
            return KeyFilter(grams=tuple(sorted(grams)), shortest=shortest, bare=bare, longest=longest)
        start = _class_seed(length_class, language)
        grams.update(crc32(piece.encode("utf-32-le", "surrogatepass"), start) - _HALF for piece in chosen)
    return KeyFilter(grams=tuple(sorted(grams)), shortest=shortest, bare=longest + 1, longest=longest)


class _Pieces:
    """The grams of a key that do not overlap, the rarest first choice, for any number of them up to `most`."""

    def __init__(self, key: str, language: Language, frequencies: GramFrequencies, *, most: int) -> None:
        self._keys = frequencies.keys
        self._chars = len(key)
        count = -(-len(key) // _STRETCH_CHARS)
        self._edges = [len(key) * at // max(1, count) for at in range(count + 1)]
        self._stretches = [
            _Stretch(
                key[start:end],
                language,
                frequencies,
                most=min(most * (end - start) // len(key) + 1, (end - start) // 2),
            )
            for start, end in pairwise(self._edges)
        ]

    def choose(self, count: int) -> set[str] | None:
        """Return the rarest `count` grams; None if there are not as many or they are in nearly every key."""
        chosen: set[str] = set()
        cost = 0
        for stretch, (start, end) in zip(self._stretches, pairwise(self._edges), strict=True):
            share = count * end // self._chars - count * start // self._chars
            if share > stretch.most:
                return None
            chosen.update(stretch.iter_cheapest(share))
            cost += stretch.cost(share)
        return chosen if chosen and cost <= self._keys + count else None


class _Stretch:
    """A part of a key: for each number of grams that do not overlap, those with the least sum of frequencies."""

    def __init__(self, text: str, language: Language, frequencies: GramFrequencies, *, most: int) -> None:
        self.most = most
        self._text = text
        self._costs = [[0] + [_NEVER] * most]
        self._sizes: list[list[int]] = [[0] * (most + 1)]
        for end in range(1, len(text) + 1):
            costs, sizes = list(self._costs[-1]), [0] * (most + 1)
            for size in _SIZES[language]:
                if size <= end:
                    added = frequencies.counts.get(text[end - size : end], 0) + 1
                    for count, before in enumerate(self._costs[end - size][:-1], start=1):
                        if before + added < costs[count]:
                            costs[count], sizes[count] = before + added, size
            self._costs.append(costs)
            self._sizes.append(sizes)

    def cost(self, count: int) -> int:
        """Return in how many keys the cheapest `count` grams are, one counted as often as it is in a key."""
        return self._costs[-1][count]

    def iter_cheapest(self, count: int) -> Iterator[str]:
        """Yield the cheapest `count` grams, from the end."""
        end = len(self._text)
        while count:
            size = self._sizes[end][count]
            if size:
                yield self._text[end - size : end]
                count -= 1
            end -= size or 1


def _class_of(length: int) -> int:
    return bisect_right(_CLASSES, length) - 1


def _class_seed(length_class: int, language: Language) -> int:
    return crc32(f"{language.value}{length_class}".encode())
