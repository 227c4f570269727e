"""From how probable a bead is in the lattice to how often such beads are right."""

from __future__ import annotations

import math

__all__ = ["confidence"]

_CLOSEST = 1e-6


def confidence(probability: float, calibration: tuple[float, float]) -> float:
    """Return the share of beads of a probability that are right, both 0.0 to 1.0.

    calibration: slope and shift on the log odds.
    Reference: Platt 1999, Probabilistic outputs for support vector machines.

    >>> confidence(0.5, (1.0, 0.0))
    0.5
    """
    slope, shift = calibration
    clipped = min(1 - _CLOSEST, max(_CLOSEST, probability))
    odds = slope * math.log(clipped / (1 - clipped)) + shift
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
