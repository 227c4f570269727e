"""Dynamic programming over beads: how probable each bead is, and the path that is most probably right.

The lattice has a node for every (rows taken, columns taken) of the band. A step takes a bead of one of `SHAPES`, or a
single row or column that stays alone. Lone ones come in runs (a dropped paragraph), so opening a run costs more than going on
with it: each node is kept in two states, after a bead and after a lone segment (affine gaps, Gotoh 1982). A whole row is a
few operations on arrays. Sums are kept as logs: after a thousand lone segments no double could hold them otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tmflow.align.weights import SHAPES

__all__ = ["Band", "GapCosts", "Posteriors", "Step", "best_path", "chain", "full_band", "log_total", "posteriors"]

Floats: TypeAlias = npt.NDArray[np.float64]


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
    """The logs of the sums over the paths to each node and from it, after a bead and after a lone segment."""

    def __init__(self, scores: Floats, band: Band, gaps: GapCosts) -> None:
        self._scores, self._band, self._gaps = scores, band, gaps
        self._low: list[int] = band.low.tolist()
        self._last = band.columns - self._low[-1]
        self._outside = band.columns_of() > band.columns
        self._slope = gaps.extend * np.arange(band.width)
        size = (band.rows + 1, band.width)
        self._bead, self._gap = np.full(size, -np.inf), np.full(size, -np.inf)
        self._after_bead, self._after_gap = np.full(size, -np.inf), np.full(size, -np.inf)

    def forward(self) -> float:
        """Fill the sums from the start; return the log of the sum at the end."""
        rows = self._band.rows
        self._bead[0, 0] = 0.0
        for row in range(rows + 1):
            bead, gap = self._bead[row], self._gap[row]
            gap[1:] = np.logaddexp(gap[1:], self._running(self._left_alone(bead, gap))[:-1])
            gap[self._outside[row]] = -np.inf
            if row == rows:
                break
            reached = self._scores[:, row] + np.logaddexp(bead, gap)
            for shape, (height, columns) in enumerate(SHAPES):
                if row + height <= rows:
                    shift = self._low[row] + columns - self._low[row + height]
                    _add(self._bead[row + height], reached[shape], shift)
            _add(self._gap[row + 1], self._left_alone(bead, gap), self._low[row] - self._low[row + 1])
        return float(np.logaddexp(self._bead[rows, self._last], self._gap[rows, self._last]))

    def backward(self) -> None:
        """Fill the sums from the end."""
        rows, width = self._band.rows, self._band.width
        for row in range(rows, -1, -1):
            onward, below = np.full(width, -np.inf), np.full(width, -np.inf)
            if row == rows:
                onward[self._last] = 0.0
            else:
                taken = np.full((len(SHAPES), width), -np.inf)
                for shape, (height, columns) in enumerate(SHAPES):
                    if row + height <= rows:
                        shift = self._low[row + height] - self._low[row] - columns
                        _put(taken[shape], self._after_bead[row + height], shift)
                onward = np.logaddexp.reduce(self._scores[:, row] + taken, axis=0)
                _put(below, self._after_gap[row + 1], self._low[row + 1] - self._low[row])
            after_gap = self._running(np.logaddexp(onward, self._gaps.extend + below)[::-1])[::-1]
            after_gap = np.where(self._outside[row], -np.inf, after_gap)
            below[:-1] = np.logaddexp(below[:-1], after_gap[1:])
            self._after_bead[row] = np.where(self._outside[row], -np.inf, np.logaddexp(onward, self._gaps.open + below))
            self._after_gap[row] = after_gap

    def probabilities(self, total: float) -> Posteriors:
        """Return each step's share of the sum of all paths."""
        rows = self._band.rows
        arrived = np.logaddexp(self._bead, self._gap) - total
        leaving = self._left_alone(self._bead, self._gap) - total
        beads = np.full(self._scores.shape, -np.inf)
        lone_rows = np.full((rows, self._band.width), -np.inf)
        for row in range(rows):
            _put(lone_rows[row], self._after_gap[row + 1], self._low[row + 1] - self._low[row])
            for shape, (height, columns) in enumerate(SHAPES):
                if row + height <= rows:
                    shift = self._low[row + height] - self._low[row] - columns
                    _put(beads[shape, row], self._after_bead[row + height], shift)
        beads += self._scores
        beads += arrived[:rows]
        lone_columns = np.full((rows + 1, self._band.width), -np.inf)
        lone_columns[:, :-1] = leaving[:, :-1] + self._after_gap[:, 1:]
        return Posteriors(
            beads=np.exp(beads, out=beads),
            lone_rows=np.exp(leaving[:rows] + lone_rows),
            lone_columns=np.exp(lone_columns),
            log_total=total,
        )

    def _left_alone(self, bead: Floats, gap: Floats) -> Floats:
        """Return the logs of the sums with one more segment left alone."""
        result: Floats = np.logaddexp(self._gaps.open + bead, self._gaps.extend + gap)
        return result

    def _running(self, values: Floats) -> Floats:
        """Return, for each place, the log of the sum of the values up to it, each less a lone segment for every place between."""
        slope = self._slope[: len(values)]
        result: Floats = np.logaddexp.accumulate(values - slope) + slope
        return result


def _add(target: Floats, values: Floats, shift: int) -> None:
    """Add to the sums target[place + shift] the sums values[place], as far as both reach, all as logs."""
    width = len(target)
    if -width < shift < width:
        here = target[max(0, shift) : width + min(0, shift)]
        np.logaddexp(here, values[max(0, -shift) : width - max(0, shift)], out=here)


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
