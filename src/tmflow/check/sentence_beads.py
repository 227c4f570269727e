"""How well the lengths of a translation's sentences fit those of its source, with none missing and with one left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

__all__ = ["misfit", "misfit_without"]

_BEADS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
"""How many sentences of either side say the same, as in Gale & Church 1993, and threes."""
_FLOOR_CHARS = 3
"""Added to either length: of short sentences one word more is no sign."""


def misfit(source: Sequence[float], target: Sequence[float]) -> float:
    """How far the worst bead of the best alignment is from equal lengths, as a logarithm; no sentence is left out.

    source, target: lengths of the sentences, in letters of one language.

    >>> misfit([20, 20], [20, 20]), round(misfit([20, 40, 20], [20, 20]), 1)
    (0.0, 1.0)
    """
    best = {(0, 0): 0.0}
    for i in range(1, len(source) + 1):
        for j in range(1, len(target) + 1):
            best[i, j] = min(
                (
                    max(best[i - here, j - there], _distance(sum(source[i - here : i]), sum(target[j - there : j])))
                    for here, there in _BEADS
                    if (i - here, j - there) in best
                ),
                default=math.inf,
            )
    return best[len(source), len(target)]


def misfit_without(source: Sequence[float], target: Sequence[float]) -> float:
    """Return the same with the sentences of the longer side left out that it has more, the others one to one.

    >>> misfit_without([20, 40, 20], [20, 20])
    0.0
    """
    long, short = sorted((source, target), key=len, reverse=True)
    return min(max(map(_distance, rest, short)) for rest in combinations(long, len(short)))


def _distance(here: float, there: float) -> float:
    return abs(math.log((here + _FLOOR_CHARS) / (there + _FLOOR_CHARS)))
