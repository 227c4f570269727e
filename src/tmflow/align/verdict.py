"""Whether two texts look like translations of each other at all."""

from __future__ import annotations

import math

from tmflow.align.body import BodyAlignment

__all__ = ["judge"]

_TOO_FEW = 3
_MOST_SHARED = 6.0
"""A bead counts no more than this (natural-log worth): a few lines two manuals have in common make no translation."""
_SHARED, _ALONE, _SHIFT = 5.7, -7.0, -0.5
"""By logistic regression on public news, dialogues, meetings and documentation, damaged or abridged, whole and in cuts of 5, 10
and 20 beads, each beside its own translation and beside another text of its kind. It tells them all apart but for 2 in 200 of
the shortest; the shift lies lower than the regression's (-1.9), so that a very free translation passes too."""


def judge(body: BodyAlignment) -> float:
    """Return the probability, 0.0 to 1.0, that the aligned texts are translations.

    It rests on what the linked segments share, less what they miss, per segment of the shorter side, and on the share of
    beads that stand alone. With three segments or fewer on one side there is nothing to judge by, so 1.0.
    """
    rows = sum(len(step.rows) for step in body.steps)
    columns = sum(len(step.columns) for step in body.steps)
    if min(rows, columns) <= _TOO_FEW:
        return 1.0
    alone = sum(1 for step in body.steps if not len(step.rows) or not len(step.columns)) / len(body.steps)
    shared = sum(min(worth, _MOST_SHARED) for worth in body.shared) / min(rows, columns)
    odds = _SHARED * shared + _ALONE * alone + _SHIFT
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
