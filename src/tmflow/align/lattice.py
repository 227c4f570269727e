"""Dynamic programming over beads: how probable each bead is, and the path that is most probably right.

The lattice has a node for every (rows taken, columns taken) of the band. A step takes a bead of one of `SHAPES`, or a
single row or column that stays alone. Lone ones come in runs (a dropped paragraph), so opening a run costs more than going on
with it: each node is kept in two states, after a bead and after a lone segment (affine gaps, Gotoh 1982). A whole row is a
few operations on arrays. Sums are kept as logs: after a thousand lone segments no double could hold them otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
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
    """Log scores of leaving a segment alone: the first of a run, each further one, and of the bead that ends the run."""

    open: float
    extend: float
    close: float = 0.0


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
    with np.errstate(divide="ignore"):
        return _Lattice(scores, band, gaps).forward()


def posteriors(scores: Floats, band: Band, *, gaps: GapCosts) -> Posteriors:
    """Return how probable each step is, given log scores of beads by (shape, row, place in the band).

    A score of -inf is for a bead that must not be. Time and memory are linear in the nodes of the band.
    Reference: Baum et al. 1970 (forward-backward).
    """
    with np.errstate(divide="ignore"):
        lattice = _Lattice(scores, band, gaps)
        return lattice.probabilities(lattice.forward())


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
        self._after_gap = np.full(size, -np.inf)
        self._nodes = size[0] * size[1]
        self._after = np.full(self._nodes + 1, -np.inf)
        self._taken = np.full((len(SHAPES), self._nodes + 1), -np.inf)

    def forward(self) -> float:
        """Fill the sums from the start; return the log of the sum at the end."""
        rows, width = self._band.rows, self._band.width
        starts = _reached(self._band, SHAPES, -1)
        starts += (np.arange(len(SHAPES)) * (self._nodes + 1))[:, None, None]
        taken = self._taken.ravel()
        self._bead[0, 0] = 0.0
        for row in range(rows + 1):
            bead, gap = self._bead[row], self._gap[row]
            if row:
                bead[:] = _log_sum(taken.take(starts[:, row]))
            gap[1:] = np.logaddexp(gap[1:], self._running(self._left_alone(bead, gap))[:-1])
            gap[self._outside[row]] = -np.inf
            if row == rows:
                break
            self._taken[:, row * width : (row + 1) * width] = self._scores[:, row] + self._arrived(bead, gap)
            _put(self._gap[row + 1], self._left_alone(bead, gap), self._low[row] - self._low[row + 1])
        return float(np.logaddexp(self._bead[rows, self._last], self._gap[rows, self._last]))

    def probabilities(self, total: float) -> Posteriors:
        """Fill the sums from the end and return each step's share of the sum of all paths."""
        rows, width = self._band.rows, self._band.width
        ends = _reached(self._band, SHAPES, 1)
        after_bead = self._after[:-1].reshape(rows + 1, width)
        beads = self._taken[:, : rows * width].reshape(len(SHAPES), rows, width)
        lone_rows = np.full((rows, width), -np.inf)
        for row in range(rows, -1, -1):
            onward, below, close = np.full(width, -np.inf), np.full(width, -np.inf), self._gaps.close
            if row == rows:
                onward[self._last], close = 0.0, 0.0
            else:
                after = self._after.take(ends[:, row])
                beads[:, row] += after
                onward = _log_sum(self._scores[:, row] + after)
                below = lone_rows[row]
                _put(below, self._after_gap[row + 1], self._low[row + 1] - self._low[row])
            after_gap = self._running(np.logaddexp(close + onward, self._gaps.extend + below)[::-1])[::-1]
            after_gap[self._outside[row]] = -np.inf
            beside = below.copy()
            beside[:-1] = np.logaddexp(below[:-1], after_gap[1:])
            after_bead[row] = np.where(self._outside[row], -np.inf, np.logaddexp(onward, self._gaps.open + beside))
            self._after_gap[row] = after_gap
        beads -= total
        leaving = self._left_alone(self._bead, self._gap) - total
        lone_columns = np.full((rows + 1, width), -np.inf)
        lone_columns[:, :-1] = leaving[:, :-1] + self._after_gap[:, 1:]
        return Posteriors(
            beads=np.exp(beads, out=beads),
            lone_rows=np.exp(leaving[:rows] + lone_rows),
            lone_columns=np.exp(lone_columns),
            log_total=total,
        )

    def _arrived(self, bead: Floats, gap: Floats) -> Floats:
        """Return the logs of the sums from which a bead goes on."""
        result: Floats = np.logaddexp(bead, self._gaps.close + gap)
        return result

    def _left_alone(self, bead: Floats, gap: Floats) -> Floats:
        """Return the logs of the sums with one more segment left alone."""
        result: Floats = np.logaddexp(self._gaps.open + bead, self._gaps.extend + gap)
        return result

    def _running(self, values: Floats) -> Floats:
        """Return, for each place, the log of the sum of the values up to it, each less a lone segment for every place between."""
        slope = self._slope[: len(values)]
        result: Floats = np.logaddexp.accumulate(values - slope) + slope
        return result


def _reached(band: Band, kinds: Sequence[tuple[int, int]], sign: int) -> npt.NDArray[np.int64]:
    """Return, by (kind of step, row, place), the number of the node that a step leads to, with sign -1 the one it comes from.

    Nodes are numbered row by row; outside the band it is one more than there are.
    """
    height, columns = (sign * np.array(side)[:, None] for side in zip(*kinds, strict=True))
    row = np.arange(band.rows + 1) + height
    is_row = (row >= 0) & (row <= band.rows)
    shift = band.low + columns - band.low[np.where(is_row, row, 0)]
    place: npt.NDArray[np.int64] = np.arange(band.width) + shift[:, :, None]
    is_inside = is_row[:, :, None] & (place >= 0) & (place < band.width)
    place += row[:, :, None] * band.width
    place[~is_inside] = (band.rows + 1) * band.width
    return place


_LEAST = -1e300


def _log_sum(values: Floats) -> Floats:
    """Return the log of the sum over the first axis of what is given as logs."""
    most = np.maximum(values.max(axis=0), _LEAST)
    values -= most
    result: Floats = np.log(np.exp(values, out=values).sum(axis=0)) + most
    return result


@lru_cache(maxsize=4096)
def _overlap(width: int, shift: int) -> tuple[slice, slice]:
    """Return the places that a row shifted by so much reaches in another one, and those they come from."""
    if not -width < shift < width:
        return slice(0, 0), slice(0, 0)
    return slice(max(0, shift), width + min(0, shift)), slice(max(0, -shift), width - max(0, shift))


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
    there, here = _overlap(len(target), shift)
    target[there] = values[here]


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
