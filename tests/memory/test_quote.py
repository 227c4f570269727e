"""Bands, weights and prices."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tmflow.memory.quote import DEFAULT_WEIGHTS, Band, Count, Tally, Tariff, match_band, percent_band
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match, MatchKind, MemoryEntry, Penalty

ENTRY = MemoryEntry(source="港", target="harbor", pair=LanguagePair(Language.JA, Language.EN))


def match(kind: MatchKind, similarity: int = 100, neighbours: int = 0) -> Match:
    return Match(
        kind=kind, similarity=similarity, source="港", target="harbor", entry=ENTRY, query="港", neighbours=neighbours
    )


@pytest.mark.parametrize(
    ("found", "band"),
    [
        (None, Band.NEW),
        (match(MatchKind.CONTEXT, neighbours=2), Band.CONTEXT_BOTH),
        (match(MatchKind.CONTEXT, neighbours=1), Band.CONTEXT_ONE),
        (match(MatchKind.EXACT), Band.EXACT),
        (match(MatchKind.NORMALIZED, 99), Band.NORMALIZED),
        (match(MatchKind.ADAPTED, 99), Band.ADAPTED),
        (match(MatchKind.FUZZY, 99), Band.FUZZY_95),
        (match(MatchKind.FRAGMENT, 99), Band.NEW),
        (match(MatchKind.MT, 99), Band.NEW),
    ],
)
def test_the_band_of_a_match(found: Match | None, band: Band) -> None:
    assert match_band(found) is band


@pytest.mark.parametrize(
    ("similarity", "band"),
    [
        (99, "95-99"),
        (95, "95-99"),
        (94, "85-94"),
        (85, "85-94"),
        (84, "75-84"),
        (75, "75-84"),
        (74, "fuzzy"),
        (1, "fuzzy"),
    ],
)
def test_the_edges_of_the_percent_bands(similarity: int, band: str) -> None:
    assert percent_band(similarity) == band
    assert percent_band(similarity, internal=True) == f"internal-{band}"


def test_penalties_do_not_move_a_match_to_another_band() -> None:
    penalized = replace(match(MatchKind.FUZZY, 96), penalties=(Penalty(name="width", points=5),))
    assert (penalized.score, match_band(penalized)) == (91, Band.FUZZY_95)


def test_each_band_has_a_default_weight_and_less_likeness_never_costs_less() -> None:
    assert set(DEFAULT_WEIGHTS) == set(Band)
    outer = [DEFAULT_WEIGHTS[band] for band in Band if not band.startswith("internal")]
    assert outer == sorted(outer)


TALLY = Tally(
    language=Language.EN,
    counts={
        Band.EXACT: Count(segments=2, volume=31),
        Band.FUZZY_85: Count(segments=1, volume=17),
        Band.NEW: Count(segments=3, volume=40),
    },
)


@pytest.mark.parametrize(
    ("weights", "weighted"),
    [
        ({}, "48.5"),
        ({Band.EXACT: 33}, "58.73"),
        ({Band.EXACT: 100, Band.FUZZY_85: 100}, "88"),
        (dict.fromkeys(Band, 0), "0"),
    ],
)
def test_the_weighted_volume_is_exact(weights: dict[Band, int], weighted: str) -> None:
    assert Tariff(weights=weights).weighted(TALLY) == Decimal(weighted)


@pytest.mark.parametrize(
    ("rate", "currency", "price"),
    [
        ("0.11", "USD", "5.34"),
        ("22", "JPY", "1067"),
        ("0.01", "JPY", "0"),
        ("1", "JPY", "49"),
        ("0.13", "EUR", "6.31"),
    ],
)
def test_a_price_is_rounded_once_to_the_smallest_unit(rate: str, currency: str, price: str) -> None:
    """48.5 words weighted: 5.335, 1067, 0.485, 48.5 and 6.305, halves up."""
    assert str(Tariff(rate={Language.EN: Decimal(rate)}, currency=currency).price(TALLY)) == price


def test_without_a_rate_for_the_language_there_is_no_price() -> None:
    assert Tariff(rate={Language.JA: Decimal(14)}).price(TALLY) is None


def test_characters_and_words_are_not_added() -> None:
    with pytest.raises(ValueError, match="not counted in the same unit"):
        TALLY + Tally(language=Language.JA)
