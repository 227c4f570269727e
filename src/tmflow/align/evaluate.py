"""How right an alignment is, bead by bead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tmflow.model.bitext import Bead

__all__ = ["Score", "strict_score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Shares of 0.0 to 1.0; `right` of `found` beads are among the `gold` ones."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the found beads that are right; 1.0 if none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold beads that were found; 1.0 if there are none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0.0 if nothing is right."""
        return 2 * self.right / (self.found + self.gold) if self.right else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(right=self.right + other.right, found=self.found + other.found, gold=self.gold + other.gold)


def strict_score(gold: Iterable[Bead], found: Iterable[Bead]) -> Score:
    """Compare beads: one is right only if both its sides are exactly those of a gold bead.

    Segments that stay alone count as beads too, one each, however long a run of them a bead takes.

    >>> gold = [Bead(source=(0,), target=(0, 1), confidence=1.0), Bead(source=(1,), target=(2,), confidence=1.0)]
    >>> strict_score(gold, [Bead(source=(0,), target=(0,), confidence=1.0), gold[1]])
    Score(right=1, found=2, gold=2)
    """
    gold_keys = {key for bead in gold for key in _keys(bead)}
    found_keys = {key for bead in found for key in _keys(bead)}
    return Score(right=len(gold_keys & found_keys), found=len(found_keys), gold=len(gold_keys))


def _keys(bead: Bead) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    if bead.source and bead.target:
        return [(bead.source, bead.target)]
    return [((index,), ()) for index in bead.source] + [((), (index,)) for index in bead.target]
