"""Units as a page has them: numbered for their permalinks, in the order of either article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tmflow.model.bitext import Place, Side, TranslationUnit
from tmflow.model.content import Content

__all__ = ["NumberedUnit", "in_order", "position"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedUnit:
    """A unit with its place in the bitext, from 1: the number of its permalink.

    shown: which of its texts stand here; the other one stands elsewhere.
    """

    number: int
    unit: TranslationUnit
    shown: Side = Side.BOTH

    def text(self, side: Side) -> Content | None:
        """Return what it says here on a side, None where it has no text there or that stands elsewhere."""
        if self.shown not in {Side.BOTH, side}:
            return None
        return (self.unit.source if side is Side.SOURCE else self.unit.target) or None

    def place(self, side: Side) -> Place | None:
        """Return where its text here on a side stands in its article."""
        if self.shown not in {Side.BOTH, side}:
            return None
        return self.unit.source_place if side is Side.SOURCE else self.unit.target_place


def position(place: Place) -> tuple[int, int, int]:
    """Return what sorts places of one article."""
    return place.block, place.line, place.column


def in_order(units: Sequence[NumberedUnit], side: Side) -> tuple[NumberedUnit, ...]:
    """Return units as the article of a side has them; one that has no place there comes after the one before it."""
    if len(units) == 1:
        return tuple(units)
    keys: list[tuple[int, ...]] = []
    for unit in units:
        place = unit.place(side)
        keys.append(position(place) if place else keys[-1] if keys else ())
    return tuple(units[index] for index in sorted(range(len(units)), key=keys.__getitem__))
