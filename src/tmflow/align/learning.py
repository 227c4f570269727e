"""Learning from beads which words stand for which: what a dictionary does not say of these very texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tmflow.align.lexicon import LinkedPair

__all__ = ["Association", "learn_associations"]

Indexes: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

_ROUNDS = 4
_MOST_PAIRS, _MOST_PLACES = 10_000, 3_000_000
"""So many beads, and pairs of words within them, are learned from at most, evenly chosen: it bounds memory, and more teach little."""
_LONGEST_BEAD = 200
"""Words of one side beyond which a bead is no sentence but a page, which teaches nothing."""
_CAUTION = 0.45
"""Added to the denominator and taken from the count: two of two is then .63, one of one .38, one of three .16."""
_FEWEST = 0.9
_LEAST_TOGETHER, _LEAST_LIFT = 2, 2.5
"""A pair must stand together so many times, and so much more often than chance would have it."""
_USUAL_WEIGHT = 0.6
"""Of a bead that is learned from, on the low side."""
_MOST_PER_WORD = 4
_UNRELATED_SHARE = 0.3
"""How much of an English word's frequency stands for it coming from no word of the bead."""


@dataclass(frozen=True, slots=True)
class Association:
    """An English word that stands for a Japanese one: in how many of the Japanese word's beads (both weighted)."""

    word: str
    together: float
    japanese: float

    def trust(self, *, without: int = 0) -> float:
        """Return the share of the Japanese word's beads that have the English one for it, cautious with few.

        without: beads left out of the count, 1 where the association is applied to a bead it was learned from.
        """
        together = self.together - without
        return max(0.0, (together - _CAUTION) / (self.japanese - without + _CAUTION)) if together > 0 else 0.0


@dataclass(slots=True)
class _Counts:
    """All pairs of a Japanese and an English word within a bead, one an index.

    pair: number of the pair of words; place: number of the English word's place in its bead.
    """

    pair: Indexes
    place: Indexes
    weight: Floats
    japanese_of_pair: Indexes
    english_of_pair: Indexes
    english_of_place: Indexes


def learn_associations(pairs: Sequence[LinkedPair]) -> dict[str, tuple[Association, ...]]:
    """Learn which words stand for which, best first for each Japanese word; words that occur once teach nothing.

    Each English word of a bead comes from one of its Japanese words or from none, by expectation and maximisation, so that
    a word which another one explains does not count. Time is linear in the sum over the beads of Japanese times English
    words. Reference: Brown et al. 1993, Computational Linguistics 19(2), model 1.
    """
    pairs = _chosen(pairs)
    japanese = _repeated(Counter(word for pair in pairs for word in pair.japanese))
    english = _repeated(Counter(word for pair in pairs for word in pair.english))
    _drop_parts(japanese, pairs)
    counts = _count(pairs, japanese, english)
    if not len(counts.pair):
        return {}
    beads_of_japanese, beads_of_english = _beads_of(pairs, japanese), _beads_of(pairs, english)
    together = np.bincount(counts.pair, counts.weight)
    usual = beads_of_english / max(1.0, sum(pair.weight for pair in pairs))
    shown = together / beads_of_japanese[counts.japanese_of_pair]
    expected = together
    unrelated = _UNRELATED_SHARE * usual[counts.english_of_place]
    for _ in range(_ROUNDS):
        share = shown[counts.pair]
        total = np.bincount(counts.place, share, minlength=len(unrelated)) + unrelated
        expected = np.bincount(counts.pair, counts.weight * share / total[counts.place])
        shown = expected / beads_of_japanese[counts.japanese_of_pair]
    lift = together / np.maximum(1e-9, beads_of_japanese[counts.japanese_of_pair] * usual[counts.english_of_pair])
    kept = (expected >= _FEWEST) & (together >= _LEAST_TOGETHER * _USUAL_WEIGHT) & (lift >= _LEAST_LIFT)
    source_words, target_words = list(japanese), list(english)
    found: dict[str, list[Association]] = {}
    for number in np.flatnonzero(kept).tolist():
        source = int(counts.japanese_of_pair[number])
        word = target_words[int(counts.english_of_pair[number])]
        association = Association(word, float(expected[number]), float(beads_of_japanese[source]))
        found.setdefault(source_words[source], []).append(association)
    return {
        word: tuple(sorted(others, key=lambda one: (-one.together, one.word))[:_MOST_PER_WORD])
        for word, others in sorted(found.items())
    }


def _chosen(pairs: Sequence[LinkedPair]) -> Sequence[LinkedPair]:
    """Leave out beads that are too long, and every so many of the others if there are too many."""
    short = [pair for pair in pairs if max(len(pair.japanese), len(pair.english)) <= _LONGEST_BEAD]
    places = sum(len(pair.japanese) * len(pair.english) for pair in short)
    return short[:: max(1, math.ceil(len(short) / _MOST_PAIRS), math.ceil(places / _MOST_PLACES))]


def _repeated(counts: Mapping[str, int]) -> dict[str, int]:
    """Number the words that occur more than once."""
    words = sorted(word for word, count in counts.items() if count > 1)
    return {word: number for number, word in enumerate(words)}


def _drop_parts(words: dict[str, int], pairs: Sequence[LinkedPair]) -> None:
    """Take out parts of longer words that stand in no bead without them: they would only share the credit."""
    beads: dict[str, set[int]] = {word: set() for word in words}
    for number, pair in enumerate(pairs):
        for word in pair.japanese:
            if word in beads:
                beads[word].add(number)
    by_beads: dict[frozenset[int], list[str]] = {}
    for word, numbers in beads.items():
        by_beads.setdefault(frozenset(numbers), []).append(word)
    for alike in by_beads.values():
        for word in alike:
            if any(word != other and word in other for other in alike):
                del words[word]
    words.update({word: number for number, word in enumerate(words)})


def _count(pairs: Sequence[LinkedPair], japanese: Mapping[str, int], english: Mapping[str, int]) -> _Counts:
    codes, places, weights = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    english_of_place: list[int] = []
    for pair in pairs:
        source = sorted(japanese[word] for word in pair.japanese if word in japanese)
        target = sorted(english[word] for word in pair.english if word in english)
        if not source or not target:
            continue
        code = np.add.outer(np.array(source) * len(english), np.array(target)).ravel()
        codes.append(code)
        place = np.arange(len(english_of_place), len(english_of_place) + len(target))
        places.append(np.tile(place, len(source)))
        weights.append(np.full(len(code), pair.weight))
        english_of_place.extend(target)
    unique, pair_number = np.unique(np.concatenate(codes), return_inverse=True)
    size = max(1, len(english))
    return _Counts(
        pair=pair_number,
        place=np.concatenate(places),
        weight=np.concatenate(weights),
        japanese_of_pair=unique // size,
        english_of_pair=unique % size,
        english_of_place=np.array(english_of_place, dtype=np.int64),
    )


def _beads_of(pairs: Sequence[LinkedPair], words: Mapping[str, int]) -> Floats:
    """Return the weight of the beads that each word stands in; a word of one side stands on no other."""
    total = np.zeros(len(words))
    for pair in pairs:
        for word in (*pair.japanese, *pair.english):
            number = words.get(word)
            if number is not None:
                total[number] += pair.weight
    return total
