"""Whether two texts look like translations of each other at all."""

from __future__ import annotations

import math

from tmflow.align.body import BodyAlignment

__all__ = ["judge"]

_TOO_FEW = 3
_ALONE_WEIGHT = 0.5
"""A path that links all counts as half a unit of evidence a segment for it, one that links none as much against it."""
_EVEN, _STEEPNESS = 0.15, 4.0
"""Measured on six own articles and all their cross pairs, whole and in cuts of 5 and 12 segments: translations lie over .6,
others under 0."""


def judge(body: BodyAlignment) -> float:
    """Return the probability, 0.0 to 1.0, that the aligned texts are translations.

    It rests on what the linked segments share, less what they miss, per segment of the shorter side, and on how many were left
    alone. With three segments or fewer on one side there is nothing to judge by, so 1.0.
    """
    rows = sum(len(step.rows) for step in body.steps)
    columns = sum(len(step.columns) for step in body.steps)
    if min(rows, columns) <= _TOO_FEW:
        return 1.0
    alone = sum(1 for step in body.steps if not len(step.rows) or not len(step.columns)) / len(body.steps)
    shared = sum(body.shared) / min(rows, columns)
    weight = shared + _ALONE_WEIGHT * (1 - 2 * alone)
    return 1 / (1 + math.exp(min(50.0, -_STEEPNESS * (weight - _EVEN))))
