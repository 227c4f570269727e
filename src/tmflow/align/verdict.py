"""Whether two texts look like translations of each other at all."""

from __future__ import annotations

import math

from tmflow.align.body import BodyAlignment

__all__ = ["judge"]

_TOO_FEW = 3
_MOST_SHARED = 6.0
"""A bead counts no more than this (natural-log worth): a few lines two manuals have in common make no translation."""
_SHARED, _ALONE, _SHIFT = 4.0, -15.0, -0.2
"""Near the logistic regression on public news, dialogues, meetings and documentation and on own texts, damaged or abridged, whole
and in cuts of 5, 10 and 20 beads, with and without a dictionary, each beside its own translation and beside another text of its
kind. It takes 3 in 2634 translations for none and 6 in 2554 strangers for translations, all of them cuts; the shift lies higher than
the regression's (-1.3), so that a very free translation passes too, and texts that share nothing do not."""


def judge(body: BodyAlignment) -> float:
    """Return the probability, 0.0 to 1.0, that the aligned texts are translations.

    It rests on what the linked segments share, less what they miss, per segment of the shorter side, and on the share of the
    shorter side that stands alone: an abridged text leaves much of the longer one alone. With three segments or fewer on one
    side there is nothing to judge by, so 1.0.
    """
    rows = sum(len(step.rows) for step in body.steps)
    columns = sum(len(step.columns) for step in body.steps)
    shorter = min(rows, columns)
    if shorter <= _TOO_FEW:
        return 1.0
    linked = [step for step in body.steps if len(step.rows) and len(step.columns)]
    alone = 1 - sum(len(step.rows if rows == shorter else step.columns) for step in linked) / shorter
    shared = sum(min(worth, _MOST_SHARED) for worth in body.shared) / shorter
    odds = _SHARED * shared + _ALONE * alone + _SHIFT
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
