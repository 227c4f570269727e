"""The figures of benchmarks/alignment.py: what the beads that were found are worth beside the gold ones.

Strict: a bead counts only if both its sides are exactly those of a gold bead (`tmflow.align.evaluate`).
Lax: a bead with text on both sides counts if there is a gold bead with which it shares a source and a target segment;
precision counts the found ones, recall, the other way round, the gold ones (Sennrich & Volk 2010, "MT-based sentence
alignment for OCR-generated parallel texts"; so does Vecalign, Thompson & Koehn 2019).
Calibration error: beads with text on both sides in ten bins of confidence, each as wide; the mean of |share right - mean
confidence|, weighted by beads (Naeini, Cooper & Hauskrecht 2015).
Raw text: a bead links each character of its source side with the whole target side in equal parts, and the other way
round. Precision is the share of what the found beads link so that the gold links too, recall the same with the two
exchanged, both directions summed; characters that are white space do not count. So a bead that takes in two gold beads
of equal length has precision 0.5 and recall 1, and two beads that part one of the gold have precision 1 and recall 0.5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tmflow.align.evaluate import Score, strict_score
from tmflow.model.bitext import Bead

__all__ = ["BINS", "Figures", "Rectangle", "judge", "link_score", "texts_wrong"]

BINS = 10
SURE = 0.9
WANTED_PRECISION = 0.99

Key = tuple[tuple[int, ...], tuple[int, ...]]
Rectangle = tuple[int, int, int, int]
"""What a bead covers: start and end in the source, start and end in the target."""

_STRICT = ("linked", "every", "alone", "uneven")
_NONE = Score(right=0, found=0, gold=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoWayScore:
    """What of the found the gold has, and what of the gold was found: beads that share segments, or links of characters."""

    right: float = 0
    found: float = 0
    hit: float = 0
    gold: float = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        precision, recall = self.right / max(1, self.found), self.hit / max(1, self.gold)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def __add__(self, other: TwoWayScore) -> TwoWayScore:
        return TwoWayScore(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one text or of several; `judged` are (confidence, is right) of the found beads with text on both sides."""

    linked: Score = _NONE
    every: Score = _NONE
    alone: Score = _NONE
    uneven: Score = _NONE
    lax: TwoWayScore = field(default_factory=TwoWayScore)
    judged: tuple[tuple[float, bool], ...] = ()

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            linked=self.linked + other.linked,
            every=self.every + other.every,
            alone=self.alone + other.alone,
            uneven=self.uneven + other.uneven,
            lax=self.lax + other.lax,
            judged=self.judged + other.judged,
        )

    def to_json(self) -> dict[str, list[Any]]:
        """Itself as lists, for a run that is kept."""
        return {
            **{
                name: [one.right, one.found, one.gold]
                for name, one in ((name, getattr(self, name)) for name in _STRICT)
            },
            "lax": [self.lax.right, self.lax.found, self.lax.hit, self.lax.gold],
            "judged": [[confidence, int(is_right)] for confidence, is_right in self.judged],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, list[Any]]) -> Figures:
        """Take itself back from a run that was kept."""
        strict = {
            name: Score(right=right, found=found, gold=gold)
            for name, (right, found, gold) in ((name, kept[name]) for name in _STRICT)
        }
        right, found, hit, gold = kept["lax"]
        judged = tuple((confidence, bool(is_right)) for confidence, is_right in kept["judged"])
        return cls(**strict, lax=TwoWayScore(right=right, found=found, hit=hit, gold=gold), judged=judged)

    @property
    def acceptable(self) -> float:
        """Share of the found beads that a threshold of confidence takes while 99 % of the taken are right."""
        taken = right = best = 0
        by_confidence: dict[float, list[bool]] = defaultdict(list)
        for confidence, is_right in self.judged:
            by_confidence[confidence].append(is_right)
        for confidence in sorted(by_confidence, reverse=True):
            taken, right = taken + len(by_confidence[confidence]), right + sum(by_confidence[confidence])
            if right >= WANTED_PRECISION * taken:
                best = taken
        return best / max(1, len(self.judged))

    @property
    def sure(self) -> tuple[float, float]:
        """Share of the beads of confidence 0.9 and more that are right, and their share of all."""
        rights = [is_right for confidence, is_right in self.judged if confidence >= SURE]
        return sum(rights) / max(1, len(rights)), len(rights) / max(1, len(self.judged))

    @property
    def bins(self) -> list[tuple[int, int, float]]:
        """Beads, those of them that are right, and the sum of their confidence, for each tenth of confidence."""
        bins = [(0, 0, 0.0)] * BINS
        for confidence, is_right in self.judged:
            place = min(BINS - 1, int(confidence * BINS))
            beads, right, total = bins[place]
            bins[place] = (beads + 1, right + is_right, total + confidence)
        return bins

    @property
    def calibration_error(self) -> float:
        """Expected calibration error."""
        return sum(abs(right - total) for _, right, total in self.bins) / max(1, len(self.judged))


def judge(gold: Sequence[Bead], found: Sequence[Bead]) -> Figures:
    """Compare the beads of one text.

    >>> gold = [Bead(source=(0,), target=(0, 1), confidence=1.0), Bead(source=(1,), target=(2,), confidence=1.0)]
    >>> figures = judge(gold, [Bead(source=(0, 1), target=(0, 1), confidence=0.4), Bead(source=(), target=(2,), confidence=0.9)])
    >>> figures.linked.f1, round(figures.lax.f1, 3), figures.judged
    (0.0, 0.667, ((0.4, False),))
    """
    gold_linked, found_linked = _linked(gold), _linked(found)
    keys = {_key(bead) for bead in gold_linked}
    uneven = [bead for bead in gold_linked if len(bead.source) + len(bead.target) > 2]
    return Figures(
        linked=strict_score(gold_linked, found_linked),
        every=strict_score(gold, found),
        alone=strict_score(_alone(gold), _alone(found)),
        uneven=strict_score(uneven, [bead for bead in found_linked if len(bead.source) + len(bead.target) > 2]),
        lax=TwoWayScore(
            right=_touching(found_linked, gold_linked),
            found=len(found_linked),
            hit=_touching(gold_linked, found_linked),
            gold=len(gold_linked),
        ),
        judged=tuple((bead.confidence, _key(bead) in keys) for bead in found_linked),
    )


def texts_wrong(gold: Sequence[Bead], found: Sequence[Bead]) -> Iterator[tuple[Bead, list[Bead]]]:
    """Yield each found bead with text on both sides that is wrong, and the gold beads it shares a segment with."""
    keys = {_key(bead) for bead in gold}
    for bead in _linked(found):
        if _key(bead) not in keys:
            yield bead, [one for one in gold if {*one.source} & {*bead.source} or {*one.target} & {*bead.target}]


def _key(bead: Bead) -> Key:
    return bead.source, bead.target


def _linked(beads: Iterable[Bead]) -> list[Bead]:
    return [bead for bead in beads if bead.source and bead.target]


def _alone(beads: Iterable[Bead]) -> list[Bead]:
    return [bead for bead in beads if not (bead.source and bead.target)]


def _touching(beads: Iterable[Bead], others: Iterable[Bead]) -> int:
    """How many beads share a source and a target segment with one of the others."""
    targets: dict[int, set[int]] = defaultdict(set)
    for other in others:
        for index in other.source:
            targets[index].update(other.target)
    return sum(any(not targets[index].isdisjoint(bead.target) for index in bead.source) for bead in beads)


def link_score(gold: Iterable[Rectangle], found: Iterable[Rectangle]) -> TwoWayScore:
    """Compare what beads cover of two raw texts, in characters that are no white space.

    >>> link_score([(0, 5, 0, 10), (5, 10, 10, 20)], [(0, 10, 0, 20)]).f1.__round__(3)
    0.667
    """
    golds, finds = sorted(filter(_has_area, gold)), sorted(filter(_has_area, found))
    right = hit = 0.0
    first = 0
    for one in finds:
        while first < len(golds) and golds[first][1] <= one[0]:
            first += 1
        for other in golds[first:]:
            if other[0] >= one[1]:
                break
            shared = (min(one[1], other[1]) - max(one[0], other[0])) * max(
                0, min(one[3], other[3]) - max(one[2], other[2])
            )
            right += shared * (1 / (one[1] - one[0]) + 1 / (one[3] - one[2]))
            hit += shared * (1 / (other[1] - other[0]) + 1 / (other[3] - other[2]))
    return TwoWayScore(right=right, found=sum(map(_chars, finds)), hit=hit, gold=sum(map(_chars, golds)))


def _has_area(one: Rectangle) -> bool:
    return one[1] > one[0] and one[3] > one[2]


def _chars(one: Rectangle) -> float:
    return one[1] - one[0] + one[3] - one[2]
