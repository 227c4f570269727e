"""From how probable beads are in the lattice to how often such beads are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["TRAITS", "bead_traits", "confidences"]

Floats: TypeAlias = npt.NDArray[np.float64]

TRAITS = ("one", "odds", "odds where alike", "unshared", "odds around")
"""What a confidence is a weighted sum of, on the log odds."""
_CLOSEST, _CLOSEST_AROUND = 1e-6, 5e-4
_HIGHEST_ODDS = 50.0
_AROUND = 30
"""Beads to both sides within which a text counts as one: a book may be translated freely in one chapter only."""
_MOST_SHARED, _MOST_ALIKE = 6.0, 3.0
_CAUTION, _SURE_FROM, _SURE_AT = 0.9, 0.4, 2.0
"""Log odds taken from all that is surer than `_SURE_AT`, and in proportion from `_SURE_FROM` on: texts are often freer than those
the curve was learned on, and a bead taken for sure stays in a memory. So .9 means .98 and more on free and damaged texts, too.
"""


def bead_traits(probabilities: Sequence[float], shared: Sequence[float]) -> Floats:
    """Return the traits of beads with text on both sides that follow one another, beads by `TRAITS`.

    probabilities: 0.0 to 1.0, in the lattice; their log odds count for less where the beads around share little: there the
    lattice takes for granted that a translation shows its source.
    shared: what each bead's texts share less what they miss, natural-log worth: a bead that only its place speaks for is right
    less often than its place says. Where the beads around are doubtful, so is this one.
    """
    probability, worth = np.array(probabilities, dtype=np.float64), np.array(shared, dtype=np.float64)
    odds = _log_odds(probability, _CLOSEST)
    alike = np.minimum(_MOST_ALIKE, _mean_around(np.minimum(_MOST_SHARED, worth)))
    around = _log_odds(_mean_around(probability), _CLOSEST_AROUND)
    return np.stack([np.ones(len(odds)), odds, odds * alike, np.minimum(0.0, worth), around], axis=1)


def confidences(probabilities: Sequence[float], shared: Sequence[float], calibration: Sequence[float]) -> list[float]:
    """Return the share of such beads that are right, 0.0 to 1.0, less a caution where it is high; see `bead_traits`.

    calibration: a factor for each of `TRAITS`. Reference: Platt 1999, Probabilistic outputs for support vector machines.

    >>> confidences([0.5, 0.5], [2.0, 0.0], (0.0, 1.0, 0.0, 0.0, 0.0))
    [0.5, 0.5]
    """
    odds = bead_traits(probabilities, shared) @ np.array(calibration)
    odds -= _CAUTION * np.clip((odds - _SURE_FROM) / (_SURE_AT - _SURE_FROM), 0.0, 1.0)
    found: list[float] = (1 / (1 + np.exp(-np.clip(odds, -_HIGHEST_ODDS, _HIGHEST_ODDS)))).tolist()
    return found


def _log_odds(probability: Floats, closest: float) -> Floats:
    clipped = np.clip(probability, closest, 1 - closest)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds


def _mean_around(values: Floats) -> Floats:
    """Return the mean of the values within `_AROUND` of each."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    place = np.arange(len(values))
    low, high = np.maximum(0, place - _AROUND), np.minimum(len(values), place + _AROUND + 1)
    mean: Floats = (sums[high] - sums[low]) / (high - low)
    return mean
