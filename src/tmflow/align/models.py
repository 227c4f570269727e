"""What a pair of texts teaches of itself: its lengths, how far its paragraphs agree, how often segments stand alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tmflow.align.lattice import GapCosts

__all__ = ["LengthModel", "Models", "StructureModel", "fit_gaps", "fit_lengths", "fit_structure"]

_PRIOR_STEPS, _PRIOR_LONE, _PRIOR_RATE = 30, 10, 0.03
"""So many steps and lone segments of a usual text, in which 3 % of the steps open a run of lone ones, stand beside the pair's."""
_CHEAPER, _DEARER = 1.5, -1.0
"""So much, as a log, the first of a run may come cheaper or dearer than usual."""
_LEAST_GOING_ON, _MOST_GOING_ON = 0.05, 0.6
"""A segment alone is never cheaper: over a run of thousands all that stands in it would else come loose."""
_PRIOR_BEADS = 10
"""So many beads' worth of the defaults stand beside what a pair shows of itself."""
_USUAL_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthModel:
    """Log-normal lengths: mean of log(English / Japanese characters), its variance as `fixed + per_char / Japanese length`."""

    mean: float = 0.72
    fixed: float = 0.035
    per_char: float = 1.2
    """A ratio of 2.05; spread .39 at 10 characters, .25 at 40 (six own pairs of sample articles, widened for freer translations)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureModel:
    """Probabilities that an English segment starts a block, where the Japanese one does and where it does not."""

    after_start: float = 0.85
    after_inner: float = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What a pair of texts teaches of itself."""

    lengths: LengthModel = field(default_factory=LengthModel)
    structure: StructureModel = field(default_factory=StructureModel)


def fit_lengths(pairs: Sequence[tuple[int, int]], *, prior: LengthModel) -> LengthModel:
    """Return the mean and spread of (Japanese, English) lengths in characters, drawn towards the prior where pairs are few."""
    source = np.array([pair[0] for pair in pairs], dtype=np.float64)
    target = np.array([pair[1] for pair in pairs], dtype=np.float64)
    precisions = 1 / (prior.fixed + prior.per_char / source)
    logs = np.log(target / source)
    usual = 1 / (prior.fixed + prior.per_char / _USUAL_CHARS)
    mean = (float(precisions @ logs) + _PRIOR_BEADS * usual * prior.mean) / (
        float(precisions.sum()) + _PRIOR_BEADS * usual
    )
    squares = float(precisions @ (logs - mean) ** 2)
    scale = (squares + 2 * _PRIOR_BEADS) / (len(pairs) + 2 * _PRIOR_BEADS)
    return LengthModel(mean=mean, fixed=prior.fixed * scale, per_char=prior.per_char * scale)


def fit_gaps(lone_runs: float, lone: float, steps: int, *, prior: GapCosts) -> GapCosts:
    """Return the costs of lone segments from how many runs of how many of them a path of so many steps has.

    Where runs are longer than usual, going on comes cheaper and ending one dearer: a text that drops paragraphs seldom drops
    a sentence.
    """
    opening = (lone_runs + _PRIOR_STEPS * _PRIOR_RATE) / (steps + _PRIOR_STEPS)
    usual = math.exp(prior.extend)
    going_on = (lone - lone_runs + _PRIOR_LONE * usual) / (lone + _PRIOR_LONE)
    going_on = min(max(going_on, _LEAST_GOING_ON), _MOST_GOING_ON)
    shift = max(_DEARER, min(_CHEAPER, math.log(opening / _PRIOR_RATE)))
    return GapCosts(
        open=prior.open + shift, extend=math.log(going_on), close=prior.close + math.log((1 - going_on) / (1 - usual))
    )


def fit_structure(starts: Sequence[tuple[int, int]]) -> StructureModel:
    """Return how far block starts agree in (Japanese, English) bead starts, 1 for a start, with the defaults as a prior."""
    prior = StructureModel()
    table = Counter(starts)
    after_start = (table[1, 1] + prior.after_start * _PRIOR_BEADS) / (table[1, 1] + table[1, 0] + _PRIOR_BEADS)
    after_inner = (table[0, 1] + prior.after_inner * _PRIOR_BEADS) / (table[0, 1] + table[0, 0] + _PRIOR_BEADS)
    return StructureModel(after_start=after_start, after_inner=after_inner)
