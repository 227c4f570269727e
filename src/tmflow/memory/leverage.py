"""Leverage: how much of an article each kind of match covers."""

from __future__ import annotations

from collections.abc import Sequence

from tmflow.model.bitext import Origin, OriginKind, Side, TranslationUnit
from tmflow.model.match import Leverage, MatchKind

__all__ = ["measure_leverage"]

_IDENTICAL = 100


def measure_leverage(units: Sequence[TranslationUnit]) -> tuple[Leverage, ...]:
    """Return units and source characters (code points of the text) of each kind that occurs, the best kind first.

    A kind of None, last, is what is still untranslated. Left out is what no match was asked for: text on one side only
    that is complete as it stands, and units that people or the aligner paired.

    >>> from tmflow.model.content import Content
    >>> measure_leverage([TranslationUnit(id="1", source=Content.of("港"))])
    (Leverage(kind=None, units=1, characters=1),)
    """
    counts: dict[MatchKind | None, tuple[int, int]] = {}
    for unit in units:
        if unit.side is Side.TARGET or not (unit.is_untranslated or _is_matched(unit)):
            continue
        kind = None if unit.is_untranslated else _kind_of(unit.origin)
        seen_units, seen_characters = counts.get(kind, (0, 0))
        counts[kind] = seen_units + 1, seen_characters + len(unit.source.text)
    return tuple(
        Leverage(kind=kind, units=counts[kind][0], characters=counts[kind][1])
        for kind in (*MatchKind, None)
        if kind in counts
    )


def _is_matched(unit: TranslationUnit) -> bool:
    return unit.origin is not None and unit.origin.kind in {OriginKind.MEMORY, OriginKind.MT}


def _kind_of(origin: Origin | None) -> MatchKind | None:
    if origin is None:
        return None
    if origin.kind is OriginKind.MT:
        return MatchKind.MT
    if origin.match is not None:
        return origin.match
    return MatchKind.EXACT if origin.similarity == _IDENTICAL else MatchKind.FUZZY
