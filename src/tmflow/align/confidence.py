"""From how probable a bead is in the lattice to how often such beads are right."""

from __future__ import annotations

import math

__all__ = ["confidence"]

_CLOSEST = 1e-6
_HIGHEST_ODDS = 50.0


def confidence(probability: float, calibration: tuple[float, float, float], *, shared: float = 0.0) -> float:
    """Return the share of beads of a probability that are right, both 0.0 to 1.0.

    calibration: slope and shift on the log odds, and what counts of `shared` where it is under 0.
    shared: what the bead's texts share less what they miss, natural-log worth: a bead that only its place speaks for is
    right less often than its place says.
    Reference: Platt 1999, Probabilistic outputs for support vector machines.

    >>> confidence(0.5, (1.0, 0.0, 0.0))
    0.5
    """
    slope, shift, unshared = calibration
    clipped = min(1 - _CLOSEST, max(_CLOSEST, probability))
    odds = slope * math.log(clipped / (1 - clipped)) + shift + unshared * min(0.0, shared)
    return 1 / (1 + math.exp(-max(-_HIGHEST_ODDS, min(_HIGHEST_ODDS, odds))))
