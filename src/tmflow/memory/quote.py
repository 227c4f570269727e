"""What a quote counts: the bands of leverage, the segments and the volume in each, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import reduce
from operator import add

from tmflow.model.language import Language
from tmflow.model.match import Match, MatchKind

__all__ = ["DEFAULT_WEIGHTS", "Band", "Count", "Tally", "Tariff", "match_band", "percent_band", "share_percents"]


class Band(StrEnum):
    """The bands of leverage. A segment is in exactly one: the first of these that holds, but for two of the same percent.

    Figures are percent of similarity. FUZZY: from the threshold to 74. INTERNAL: like an earlier segment of the job.
    """

    CONTEXT_BOTH = "context-both"
    CONTEXT_ONE = "context-one"
    EXACT = "exact"
    REPETITION = "repetition"
    CROSS_FILE_REPETITION = "cross-file-repetition"
    NORMALIZED = "normalized"
    ADAPTED = "adapted"
    FUZZY_95 = "95-99"
    FUZZY_85 = "85-94"
    FUZZY_75 = "75-84"
    FUZZY = "fuzzy"
    INTERNAL_95 = "internal-95-99"
    INTERNAL_85 = "internal-85-94"
    INTERNAL_75 = "internal-75-84"
    INTERNAL_FUZZY = "internal-fuzzy"
    NEW = "new"


DEFAULT_WEIGHTS: Mapping[Band, int] = {
    Band.CONTEXT_BOTH: 0,
    Band.CONTEXT_ONE: 0,
    Band.EXACT: 0,
    Band.REPETITION: 10,
    Band.CROSS_FILE_REPETITION: 10,
    Band.NORMALIZED: 20,
    Band.ADAPTED: 20,
    Band.FUZZY_95: 30,
    Band.FUZZY_85: 50,
    Band.FUZZY_75: 70,
    Band.FUZZY: 100,
    Band.INTERNAL_95: 30,
    Band.INTERNAL_85: 50,
    Band.INTERNAL_75: 70,
    Band.INTERNAL_FUZZY: 100,
    Band.NEW: 100,
}
"""Percent of the full rate (our choice): nothing where tmflow takes a translation over as it is, a look where it fills in
what must be confirmed, the full rate where a sentence is about as quickly written anew."""

_STEPS = (
    (95, Band.FUZZY_95, Band.INTERNAL_95),
    (85, Band.FUZZY_85, Band.INTERNAL_85),
    (75, Band.FUZZY_75, Band.INTERNAL_75),
    (0, Band.FUZZY, Band.INTERNAL_FUZZY),
)
_SMALL_UNITS = frozenset({"CLP", "ISK", "JPY", "KRW", "VND"})
"""Currencies without a smaller unit (ISO 4217); the others have hundredths."""


def percent_band(similarity: int, *, internal: bool = False) -> Band:
    """Return the band of a fuzzy match by its similarity, percent.

    internal: whether it is like an earlier segment of the job, not like an entry of the memory.

    >>> percent_band(94), percent_band(70, internal=True)
    (<Band.FUZZY_85: '85-94'>, <Band.INTERNAL_FUZZY: 'internal-fuzzy'>)
    """
    return next(inner if internal else outer for least, outer, inner in _STEPS if similarity >= least)


def match_band(match: Match | None) -> Band:
    """Return the band of the best match of a memory. A fragment and a machine translation leave a segment new.

    >>> match_band(None)
    <Band.NEW: 'new'>
    """
    if match is None or match.kind in {MatchKind.FRAGMENT, MatchKind.MT}:
        return Band.NEW
    if match.kind in {MatchKind.FUZZY, MatchKind.REPAIRED}:
        return percent_band(match.similarity)
    if match.kind is MatchKind.CONTEXT:
        return Band.CONTEXT_ONE if match.neighbours == 1 else Band.CONTEXT_BOTH
    return Band(match.kind.value)


def share_percents(volumes: Sequence[int]) -> list[int]:
    """Return the share of each volume in whole percent, together 100: floored, and what is left to the greatest remainders.

    All are 0 where there is no volume at all.

    >>> share_percents([1, 1, 1]), share_percents([0, 0])
    ([34, 33, 33], [0, 0])
    """
    total = max(sum(volumes), 1)
    shares = [100 * volume // total for volume in volumes]
    by_remainder = sorted(range(len(volumes)), key=lambda at: -(100 * volumes[at] % total))
    for at in by_remainder[: 100 - sum(shares) if any(volumes) else 0]:
        shares[at] += 1
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Segments, and their volume: characters of Japanese, words of English."""

    segments: int = 0
    volume: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(segments=self.segments + other.segments, volume=self.volume + other.volume)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is counted in each band, of texts in one language; a band that is not in `counts` is empty."""

    language: Language
    counts: Mapping[Band, Count] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        if self.language is not other.language:
            raise ValueError(f"{self.language.value} and {other.language.value} are not counted in the same unit")
        return Tally(language=self.language, counts={band: self[band] + other[band] for band in Band})

    def __getitem__(self, band: Band) -> Count:
        return self.counts.get(band, Count())

    @property
    def total(self) -> Count:
        """All bands together."""
        return reduce(add, self.counts.values(), Count())

    @property
    def unit(self) -> str:
        """What the volume is counted in: "characters" or "words"."""
        return "characters" if self.language is Language.JA else "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What work costs.

    weights: percent 0..100 of the full rate, a band each; a band that is not there has its default.
    rate: the full price of a character (ja) or a word (en) of the source; without one there is no price.
    currency: as ISO 4217 spells it.
    """

    weights: Mapping[Band, int] = field(default_factory=dict)
    rate: Mapping[Language, Decimal] = field(default_factory=dict)
    currency: str = "JPY"

    def weight_percent(self, band: Band) -> int:
        """Return the weight of a band."""
        return self.weights.get(band, DEFAULT_WEIGHTS[band])

    def weighted(self, tally: Tally, *bands: Band) -> Decimal:
        """Return the weighted volume of bands, all if none is named: exact, in hundredths.

        >>> Tariff().weighted(Tally(language=Language.JA, counts={Band.FUZZY_85: Count(segments=1, volume=45)}))
        Decimal('22.5')
        """
        hundredths = sum(tally[band].volume * self.weight_percent(band) for band in bands or Band)
        return Decimal(hundredths) / 100

    def price(self, tally: Tally) -> Decimal | None:
        """Return the price of a tally, rounded to the currency's smallest unit, halves up; None if there is no rate.

        >>> tariff = Tariff(rate={Language.JA: Decimal(14)})
        >>> tariff.price(Tally(language=Language.JA, counts={Band.FUZZY_85: Count(segments=1, volume=45)}))
        Decimal('315')
        """
        rate = self.rate.get(tally.language)
        if rate is None:
            return None
        smallest = Decimal(1) if self.currency in _SMALL_UNITS else Decimal("0.01")
        return (self.weighted(tally) * rate).quantize(smallest, ROUND_HALF_UP)
