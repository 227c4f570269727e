"""Dynamic programming over beads: how probable each bead is, and the path that is most probably right.

The lattice has a node for every (rows taken, columns taken) of the band. A step takes a bead of one of `SHAPES`, or a
single row or column that stays alone. Lone ones come in runs (a dropped paragraph), so opening a run costs more than going on
with it: each node is kept in two states, after a bead and after a lone segment (affine gaps, Gotoh 1982). Sums are kept as
probabilities, each row scaled by its own factor, so that a whole row is a few operations on arrays.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tmflow.align.weights import SHAPES

__all__ = ["Band", "GapCosts", "Posteriors", "Step", "best_path", "chain", "full_band", "log_total", "posteriors"]

Floats: TypeAlias = npt.NDArray[np.float64]

_DEEPEST = max(rows for rows, _ in SHAPES)
_HIGHEST_SCORE, _LOWEST_SCORE = 250.0, -600.0
"""Scores are cut to what a double can hold the exponential of, beside a row scaled to 1."""
_RUN = 128
"""So many columns of a run of lone ones are summed at once; the least gap factor to this power is still a double."""
_LEAST_FACTOR = 0.01


@dataclass(frozen=True, slots=True)
class Band:
    """Which nodes are searched: in row i (0..rows) those of `width` columns from low[i] on, as far as there are `columns`.

    low never falls and begins at 0; each row's window overlaps the next one's, and the last one reaches the last column.
    """

    low: npt.NDArray[np.int64]
    width: int
    columns: int

    def __post_init__(self) -> None:
        steps = np.diff(self.low)
        is_connected = not len(steps) or (steps.min() >= 0 and steps.max() < self.width)
        if self.low[0] or not is_connected or self.low[-1] + self.width <= self.columns:
            raise ValueError("the band does not lead from its start to its end")

    @property
    def rows(self) -> int:
        """How many rows can be taken."""
        return len(self.low) - 1

    def columns_of(self) -> npt.NDArray[np.int64]:
        """Return the column of each node, rows + 1 by width; some lie past the last column."""
        columns: npt.NDArray[np.int64] = self.low[:, None] + np.arange(self.width)
        return columns


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCosts:
    """Log scores of leaving a segment alone: the first of a run, and each further one."""

    open: float
    extend: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a path: `rows` and `columns` taken from (row, column), its probability 0.0 to 1.0.

    signals: what spoke for it, by name, where that was asked for.
    """

    row: int
    rows: int
    column: int
    columns: int
    probability: float
    signals: Mapping[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posteriors:
    """Probabilities of the steps from each node: beads (shape, row, place in the band), lone rows, lone columns.

    log_total: natural log of the sum over all paths.
    """

    beads: Floats
    lone_rows: Floats
    lone_columns: Floats
    log_total: float


def full_band(rows: int, columns: int) -> Band:
    """Return the band that leaves nothing out."""
    return Band(np.zeros(rows + 1, dtype=np.int64), columns + 1, columns)


def log_total(scores: Floats, band: Band, *, gaps: GapCosts) -> float:
    """Return the natural log of the sum over all paths, of `scores` by (shape, row, place in the band)."""
    return _Lattice(scores, band, gaps).forward()


def posteriors(scores: Floats, band: Band, *, gaps: GapCosts) -> Posteriors:
    """Return how probable each step is, given log scores of beads by (shape, row, place in the band).

    A score of -inf is for a bead that must not be. Time and memory are linear in the nodes of the band.
    Reference: Baum et al. 1970 (forward-backward).
    """
    lattice = _Lattice(scores, band, gaps)
    total = lattice.forward()
    lattice.backward()
    return lattice.probabilities(total)


class _Lattice:
    """The sums over the paths to each node and from it, each row divided by the exponential of its scale."""

    def __init__(self, scores: Floats, band: Band, gaps: GapCosts) -> None:
        self._band = band
        self._open, self._extend = math.exp(gaps.open), max(_LEAST_FACTOR, math.exp(gaps.extend))
        self._worth = np.exp(np.clip(scores, _LOWEST_SCORE, _HIGHEST_SCORE))
        self._worth[np.isneginf(scores)] = 0.0
        self._low: list[int] = band.low.tolist()
        self._last = band.columns - self._low[-1]
        self._inside = band.columns_of() <= band.columns
        self._powers = self._extend ** np.arange(min(_RUN, band.width))
        size = (band.rows + 1 + _DEEPEST, band.width)
        self._bead, self._gap, self._scale = np.zeros(size), np.zeros(size), np.zeros(band.rows + 1)
        self._after_bead, self._after_gap, self._after_scale = np.zeros(size), np.zeros(size), np.zeros(band.rows + 1)

    def forward(self) -> float:
        """Fill the sums from the start; return the log of the sum at the end."""
        rows, scale = self._band.rows, 0.0
        self._bead[0, 0] = 1.0
        for row in range(rows + 1):
            bead, gap = self._bead[row], self._gap[row]
            lone = np.zeros_like(bead)
            lone[1:] = self._open * bead[:-1] + self._extend * gap[:-1]
            gap += self._running(lone)
            gap *= self._inside[row]
            highest = max(float(bead.max()), float(gap.max()))
            scale += math.log(highest)
            self._scale[row] = scale
            self._bead[row : row + _DEEPEST + 1] /= highest
            self._gap[row] /= highest
            if row == rows:
                break
            reached = self._worth[:, row] * (bead + gap)
            for shape, (height, columns) in enumerate(SHAPES):
                if row + height <= rows:
                    shift = self._low[row] + columns - self._low[row + height]
                    _add(self._bead[row + height], reached[shape], shift)
            _add(self._gap[row + 1], self._open * bead + self._extend * gap, self._low[row] - self._low[row + 1])
        return scale + math.log(self._bead[rows, self._last] + self._gap[rows, self._last])

    def backward(self) -> None:
        """Fill the sums from the end."""
        rows, scale = self._band.rows, 0.0
        ahead = np.zeros((_DEEPEST, self._band.width))
        gap_ahead = np.zeros(self._band.width)
        taken = np.zeros((len(SHAPES), self._band.width))
        for row in range(rows, -1, -1):
            onward = np.zeros(self._band.width)
            below = np.zeros(self._band.width)
            if row == rows:
                onward[self._last] = 1.0
            else:
                taken[:] = 0.0
                for shape, (height, columns) in enumerate(SHAPES):
                    if row + height <= rows:
                        _add(taken[shape], ahead[height - 1], self._low[row + height] - self._low[row] - columns)
                onward += (self._worth[:, row] * taken).sum(axis=0)
                _add(below, gap_ahead, self._low[row + 1] - self._low[row])
            after_gap = self._running((onward + self._extend * below)[::-1])[::-1] * self._inside[row]
            lone = below.copy()
            lone[:-1] += after_gap[1:]
            after_bead = (onward + self._open * lone) * self._inside[row]
            highest = max(float(after_bead.max()), float(after_gap.max()))
            scale += math.log(highest)
            self._after_scale[row] = scale
            ahead[1:] = ahead[:-1] / highest
            ahead[0] = self._after_bead[row] = after_bead / highest
            gap_ahead = self._after_gap[row] = after_gap / highest

    def probabilities(self, log_sum: float) -> Posteriors:
        """Return each step's share of the sum of all paths."""
        rows = self._band.rows
        arrived = self._bead + self._gap
        beads = np.zeros_like(self._worth)
        lone_rows = np.zeros((rows, self._band.width))
        lone_columns = np.zeros((rows + 1, self._band.width))
        going = self._open * self._bead + self._extend * self._gap
        lone_columns[:, :-1] = going[: rows + 1, :-1] * self._after_gap[: rows + 1, 1:]
        lone_columns *= np.exp(self._scale + self._after_scale - log_sum)[:, None]
        for row in range(rows):
            factors = np.exp(self._scale[row] + self._after_scale[row + 1 : row + 1 + _DEEPEST] - log_sum)
            _add(lone_rows[row], self._after_gap[row + 1], self._low[row + 1] - self._low[row])
            lone_rows[row] *= going[row] * factors[0]
            for shape, (height, columns) in enumerate(SHAPES):
                if row + height <= rows:
                    shift = self._low[row + height] - self._low[row] - columns
                    _add(beads[shape, row], self._after_bead[row + height], shift, factor=float(factors[height - 1]))
        beads *= self._worth
        beads *= arrived[:rows]
        return Posteriors(beads=beads, lone_rows=lone_rows, lone_columns=lone_columns, log_total=log_sum)

    def _running(self, values: Floats) -> Floats:
        """Return, for each place, the sum of the values up to it, each times the gap factor for every place between."""
        if len(values) <= _RUN:
            result: Floats = np.cumsum(values / self._powers[: len(values)]) * self._powers[: len(values)]
            return result
        parts: list[Floats] = []
        carried = 0.0
        for start in range(0, len(values), _RUN):
            part = values[start : start + _RUN].copy()
            part[0] += carried * self._extend
            parts.append(np.cumsum(part / self._powers[: len(part)]) * self._powers[: len(part)])
            carried = float(parts[-1][-1])
        return np.concatenate(parts)


def _add(target: Floats, values: Floats, shift: int, *, factor: float = 1.0) -> None:
    """Add values[place] times the factor to target[place + shift], as far as both reach."""
    width = len(target)
    if shift >= width or -shift >= width:
        return
    part = values[max(0, -shift) : width - max(0, shift)]
    target[max(0, shift) : width + min(0, shift)] += part if factor == 1.0 else part * factor


def best_path(found: Posteriors, band: Band, *, lone_worth: float) -> tuple[Step, ...]:
    """Return the steps whose probabilities add up to most: the path most of which is probably right.

    lone_worth: what the probability of a lone segment counts beside that of a bead.
    Reference: Goodman 1996, Parsing Algorithms and Metrics (maximum expected recall in place of the likeliest whole).
    """
    low: list[int] = band.low.tolist()
    best = np.full((band.rows + 1, band.width), -np.inf)
    best[0, 0] = 0.0
    ways = np.zeros((band.rows + 1, band.width), dtype=np.int8)
    is_beside = np.zeros((band.rows + 1, band.width), dtype=bool)
    kinds = [*SHAPES, (1, 0)]
    lone_rows, lone_columns = lone_worth * found.lone_rows, lone_worth * found.lone_columns
    for row in range(band.rows + 1):
        if row:
            reached = np.full((len(kinds), band.width), -np.inf)
            for kind, (height, columns) in enumerate(kinds):
                before = row - height
                if before >= 0:
                    gain = found.beads[kind, before] if kind < len(SHAPES) else lone_rows[before]
                    _put(reached[kind], best[before] + gain, low[before] + columns - low[row])
            ways[row] = reached.argmax(axis=0)
            best[row] = reached.max(axis=0)
        beside = np.concatenate(([0.0], np.cumsum(lone_columns[row, :-1])))
        through = np.maximum.accumulate(best[row] - beside) + beside
        is_beside[row] = through > best[row] + _ROUNDING
        best[row] = np.where(is_beside[row], through, best[row])
    return _walk_back(found, band, ways, is_beside)


_ROUNDING = 1e-12


def _put(target: Floats, values: Floats, shift: int) -> None:
    """Set target[place + shift] to values[place], as far as both reach."""
    width = len(target)
    if -width < shift < width:
        target[max(0, shift) : width + min(0, shift)] = values[max(0, -shift) : width - max(0, shift)]


def _walk_back(
    found: Posteriors, band: Band, ways: npt.NDArray[np.int8], is_beside: npt.NDArray[np.bool_]
) -> tuple[Step, ...]:
    """Return the steps from the last node back to the first, in their order."""
    kinds = [*SHAPES, (1, 0)]
    row, column = band.rows, band.columns
    steps: list[Step] = []
    while row or column:
        place = column - int(band.low[row])
        if is_beside[row, place]:
            column -= 1
            kind, rows, columns = -1, 0, 1
            probability = found.lone_columns[row, place - 1]
        else:
            kind = int(ways[row, place])
            rows, columns = kinds[kind]
            row, column = row - rows, column - columns
            place = column - int(band.low[row])
            probability = found.beads[kind, row, place] if kind < len(SHAPES) else found.lone_rows[row, place]
        steps.append(Step(row=row, rows=rows, column=column, columns=columns, probability=min(1.0, float(probability))))
    return tuple(reversed(steps))


def chain(cells: Sequence[tuple[int, int, float]]) -> tuple[tuple[int, int], ...]:
    """Return the heaviest chain of cells (row, column, weight > 0) that rises strictly in both, in O(n log n)."""
    columns = sorted({column for _, column, _ in cells})
    rank = {column: position + 1 for position, column in enumerate(columns)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(columns) + 1)
    previous: list[int] = []
    ordered = sorted(cells, key=lambda cell: (cell[0], -cell[1]))
    best_end, best_weight = -1, 0.0
    for number, (_, column, weight) in enumerate(ordered):
        position, before = rank[column] - 1, (0.0, -1)
        while position:
            before = max(before, tree[position])
            position -= position & -position
        previous.append(before[1])
        here = (before[0] + weight, number)
        if here[0] > best_weight:
            best_weight, best_end = here[0], number
        position = rank[column]
        while position < len(tree):
            tree[position] = max(tree[position], here)
            position += position & -position
    found: list[tuple[int, int]] = []
    while best_end >= 0:
        found.append(ordered[best_end][:2])
        best_end = previous[best_end]
    return tuple(reversed(found))
