"""The units of a new bitext that somebody should look at: pairs the aligner was not sure of, and what it left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tmflow.model.bitext import Bitext, OriginKind, Side, TranslationUnit
from tmflow.workflow.anchors import find_anchors
from tmflow.workflow.ingest import Article

__all__ = ["DoubtfulUnit", "doubtful_units"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulUnit:
    """A unit somebody should look at: where it stands, its texts, and, of a pair, the confidence in percent.

    number: of the unit among those `tmflow align fix` lists.
    """

    id: str
    number: int | None
    file: str
    line: int
    kind: str
    confidence: int | None
    source: str
    target: str


def doubtful_units(article: Article, bitext: Bitext) -> tuple[DoubtfulUnit, ...]:
    """Return the doubtful units of a new bitext, with the numbers they have once it is read again."""
    if not any(map(_is_doubtful, bitext.units)):
        return ()
    standing = find_anchors(replace(article, stored=bitext))
    numbered: Sequence[tuple[int | None, TranslationUnit]] = (
        list(enumerate(standing.units, 1)) if standing.is_complete else [(None, unit) for unit in bitext.units]
    )
    return tuple(_doubtful_unit(article, unit, number) for number, unit in numbered if _is_doubtful(unit))


def _is_doubtful(unit: TranslationUnit) -> bool:
    is_doubt = unit.side is not Side.BOTH or (unit.origin is not None and unit.origin.kind is OriginKind.ALIGNED)
    has_place = unit.source_place is not None or unit.target_place is not None
    return unit.draft and is_doubt and has_place and not unit.is_stale


def _doubtful_unit(article: Article, unit: TranslationUnit, number: int | None) -> DoubtfulUnit:
    place = unit.source_place or unit.target_place
    return DoubtfulUnit(
        id=unit.id,
        number=number,
        file=article.source_name if unit.source_place else article.target_name,
        line=place.line if place else 1,
        kind=unit.side.value,
        confidence=unit.origin.similarity if unit.origin and unit.side is Side.BOTH else None,
        source=unit.source.text,
        target=unit.target.text if unit.target else "",
    )
