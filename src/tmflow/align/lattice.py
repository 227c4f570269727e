"""Dynamic programming over beads: the best path through a band, and how probable each of its beads is.

The lattice has a node for every (rows taken, columns taken) of the band. A step takes a bead of one of `SHAPES`, or a
single row or column that stays alone. Lone ones come in runs (a dropped paragraph), so opening a run costs more than going on
with it: each node is kept in two states, after a bead and after a lone segment (affine gaps, Gotoh 1982).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

__all__ = ["SHAPES", "Band", "GapCosts", "Step", "full_band", "solve"]

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1))
"""The shapes of beads with text on both sides; Gale & Church 1993 have those up to 2:2."""

_NEVER = -1e30
_FAINT = 15.0
"""A bead so much worse than leaving its segments alone adds nothing to the probabilities either."""
_NEGLIGIBLE = -30.0
"""Natural logarithm under which an addend no longer changes a double's sum in a way that matters here."""


@dataclass(frozen=True, slots=True)
class Band:
    """Which nodes are searched: in row i (0..rows) the columns low[i]..high[i], both included; neither may ever fall."""

    low: tuple[int, ...]
    high: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.low) != len(self.high) or not self.low or self.low[0]:
            raise ValueError("a band has as many lows as highs and begins at column 0")
        for row in range(1, len(self.low)):
            if not self.low[row - 1] <= self.low[row] <= self.high[row - 1] <= self.high[row]:
                raise ValueError(f"the band is not connected at row {row}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCosts:
    """Log scores of leaving a segment alone: the first of a run, and each further one."""

    open: float
    extend: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the best path: `rows` and `columns` taken from (row, column), its log score, its probability 0.0 to 1.0."""

    row: int
    rows: int
    column: int
    columns: int
    score: float
    probability: float


@dataclass(slots=True)
class _Node:
    """Best and summed log scores of all paths to here, after a bead and after a lone segment, and the way back."""

    best_bead: float = _NEVER
    best_gap: float = _NEVER
    sum_bead: float = _NEVER
    sum_gap: float = _NEVER
    after_bead: float = _NEVER
    after_gap: float = _NEVER
    way_bead: tuple[int, int, float] | None = None
    way_gap: tuple[int, int, bool] | None = None
    is_dropped: bool = False
    edges: list[tuple[int, int, float]] = field(default_factory=list)


def full_band(rows: int, columns: int) -> Band:
    """Return the band that leaves nothing out."""
    return Band((0,) * (rows + 1), (columns,) * (rows + 1))


def solve(
    band: Band,
    score: Callable[[int, int, int, int], float],
    *,
    gaps: GapCosts,
    temperature: float = 1.0,
    beam: float | None = None,
) -> tuple[float, tuple[Step, ...]]:
    """Return the score of the best path and its steps, in order.

    score(row, rows, column, columns): natural-log score of a bead, -inf for one that must not be.
    temperature: divides the scores when probabilities are summed; above 1 for scores whose signals are not independent.
    beam: how far under its row's best (log score) a node is no longer searched from; None searches all, and only then is the
    path sure to be the best. It must suit the scale of `score`: one that never rises above 0 loses the right path to any beam.
    Raises ValueError if temperature is not positive. Time and memory are linear in the nodes of the band.
    Reference: Viterbi 1967 for the path; Baum et al. 1970 for the probabilities (forward-backward).
    """
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    lattice = _Lattice(band, gaps, temperature, beam)
    lattice.forward(score)
    lattice.backward()
    return lattice.path()


class _Lattice:
    """The nodes of one search."""

    def __init__(self, band: Band, gaps: GapCosts, temperature: float, beam: float | None) -> None:
        self.band, self.gaps, self.temperature, self.beam = band, gaps, temperature, beam
        self.nodes = [[_Node() for _ in range(high - low + 1)] for low, high in zip(band.low, band.high, strict=True)]

    def node(self, row: int, column: int) -> _Node | None:
        """Return a node, None if it lies outside of the band."""
        if row < 0 or not self.band.low[row] <= column <= self.band.high[row]:
            return None
        return self.nodes[row][column - self.band.low[row]]

    def forward(self, score: Callable[[int, int, int, int], float]) -> None:
        """Fill best and summed scores from the start to the end."""
        first = self.nodes[0][0]
        first.best_bead = first.sum_bead = 0.0
        hopeless = {
            (rows, columns): self.gaps.open + (rows + columns - 1) * min(self.gaps.open, self.gaps.extend) - _FAINT
            for rows, columns in SHAPES
        }
        for row, line in enumerate(self.nodes):
            low = self.band.low[row]
            if row and self.beam is not None:
                self._drop_hopeless(row - 1, self.beam)
            for offset, node in enumerate(line):
                column = low + offset
                for rows, columns in SHAPES:
                    before = self.node(row - rows, column - columns)
                    if before is None or before.is_dropped:
                        continue
                    gain = score(row - rows, rows, column - columns, columns)
                    if gain > hopeless[rows, columns]:
                        self._take_bead(node, before, rows, columns, gain)
                self._take_gap(node, self.node(row - 1, column), 1, 0)
                self._take_gap(node, self.node(row, column - 1), 0, 1)

    def _drop_hopeless(self, row: int, beam: float) -> None:
        """Search no beads from nodes far under their row's best (Lowerre 1976, beam search).

        A node further right has left more columns alone, which may be right: that much is forgiven.
        """
        forgiven = [
            max(node.best_bead, node.best_gap) - self.gaps.extend * offset
            for offset, node in enumerate(self.nodes[row])
        ]
        floor = max(forgiven) - beam
        for node, best in zip(self.nodes[row], forgiven, strict=True):
            node.is_dropped = best < floor

    def _take_bead(self, node: _Node, before: _Node, rows: int, columns: int, gain: float) -> None:
        best = max(before.best_bead, before.best_gap) + gain
        if best > node.best_bead:
            node.best_bead, node.way_bead = best, (rows, columns, gain)
        node.edges.append((rows, columns, gain))
        total = _log_add(before.sum_bead, before.sum_gap) + gain / self.temperature
        node.sum_bead = _log_add(node.sum_bead, total)

    def _take_gap(self, node: _Node, before: _Node | None, rows: int, columns: int) -> None:
        if before is None:
            return
        opened, extended = before.best_bead + self.gaps.open, before.best_gap + self.gaps.extend
        if max(opened, extended) > node.best_gap:
            node.best_gap, node.way_gap = max(opened, extended), (rows, columns, extended > opened)
        total = _log_add(
            before.sum_bead + self.gaps.open / self.temperature, before.sum_gap + self.gaps.extend / self.temperature
        )
        node.sum_gap = _log_add(node.sum_gap, total)

    def backward(self) -> None:
        """Fill the summed scores from the end to the start."""
        last = self.nodes[-1][-1]
        last.after_bead = last.after_gap = 0.0
        opening, extending = self.gaps.open / self.temperature, self.gaps.extend / self.temperature
        for row in range(len(self.nodes) - 1, -1, -1):
            low = self.band.low[row]
            for offset in range(len(self.nodes[row]) - 1, -1, -1):
                node = self.nodes[row][offset]
                for rows, columns, gain in node.edges:
                    before = self.node(row - rows, low + offset - columns)
                    if before is not None:
                        share = node.after_bead + gain / self.temperature
                        before.after_bead = _log_add(before.after_bead, share)
                        before.after_gap = _log_add(before.after_gap, share)
                for before in (self.node(row - 1, low + offset), self.node(row, low + offset - 1)):
                    if before is not None:
                        before.after_bead = _log_add(before.after_bead, node.after_gap + opening)
                        before.after_gap = _log_add(before.after_gap, node.after_gap + extending)

    def path(self) -> tuple[float, tuple[Step, ...]]:
        """Walk the best path back and look up each step's probability."""
        row, column = len(self.nodes) - 1, self.band.high[-1]
        node = self.nodes[-1][-1]
        total = _log_add(node.sum_bead, node.sum_gap)
        best = max(node.best_bead, node.best_gap)
        is_gap = node.best_gap > node.best_bead
        steps: list[Step] = []
        while row or column:
            if is_gap and node.way_gap is not None:
                rows, columns, is_gap = node.way_gap
                gain = self.gaps.extend if is_gap else self.gaps.open
                before = self.nodes[row - rows][column - columns - self.band.low[row - rows]]
                share = (
                    _log_add(
                        before.sum_bead + self.gaps.open / self.temperature,
                        before.sum_gap + self.gaps.extend / self.temperature,
                    )
                    + node.after_gap
                )
            elif node.way_bead is not None:
                rows, columns, gain = node.way_bead
                before = self.nodes[row - rows][column - columns - self.band.low[row - rows]]
                share = _log_add(before.sum_bead, before.sum_gap) + gain / self.temperature + node.after_bead
                is_gap = before.best_gap > before.best_bead
            else:
                raise ValueError("the band has no path from its start to its end")
            row, column, node = row - rows, column - columns, before
            steps.append(
                Step(
                    row=row,
                    rows=rows,
                    column=column,
                    columns=columns,
                    score=gain,
                    probability=min(1.0, math.exp(min(0.0, share - total))),
                )
            )
        return best, tuple(reversed(steps))


def _log_add(first: float, second: float) -> float:
    """Return log(exp(first) + exp(second))."""
    if first < second:
        first, second = second, first
    difference = second - first
    return first if difference < _NEGLIGIBLE else first + math.log1p(math.exp(difference))


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
