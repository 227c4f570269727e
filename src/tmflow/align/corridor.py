"""Where in the lattice the path must lie: bands round the surest links, so that a long text costs in proportion to its length."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tmflow.align.evidence import Evidence
from tmflow.align.lattice import Band, chain, full_band

__all__ = ["Stretch", "Window", "find_stretches", "near_path", "next_window", "sure_cells", "whole_stretch"]

Indexes: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Node: TypeAlias = tuple[int, int]

_FULL_NODES = 4000
"""Lattices up to this size (some 60 by 60) are searched whole: it takes less than the search for a band could save."""
_MARGIN = 12
_NEAR_MARGIN = 8
_WHOLE_GAP = 2500
"""A rectangle between two sure cells is searched whole up to this many nodes; larger ones along their diagonal."""
_DRIFT_SHARE = 0.2
_WIDEST_DRIFT = 250
"""So far off the diagonal at most: it keeps time and memory linear where nothing sure is found in a long text."""
_LEAST_WORTH, _LEAST_LEAD = 3.0, 1.0
_STRETCH_ROWS = 400
"""A long text is searched in stretches of about so many rows, parted where two sure cells follow one another."""
_SUREST_WORTH = 6.0
_ROWS_AT_ONCE = 2048
_WINDOW_ROWS, _KEPT_ROWS = 900, 600
"""A stretch in which nothing is sure enough to part it is searched a window at a time, of which the first rows are kept: the
end of a window, whose last node is a guess, does not reach so far back."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the lattice that is searched by itself: rows and columns from a node on, and the band in it.

    middle: the column the path is expected in after each row, 0 to all of them taken.
    """

    row: int
    column: int
    band: Band
    middle: Floats


def sure_cells(evidence: Evidence) -> list[tuple[int, int, float]]:
    """Return the cells (row, column, worth) that are clearly the best of their row and their column."""
    best_of_column = np.zeros(evidence.columns)
    found: list[tuple[int, int, float]] = []
    for first in range(0, evidence.rows, _ROWS_AT_ONCE):
        size = min(_ROWS_AT_ONCE, evidence.rows - first)
        low, high = np.zeros(size, dtype=np.int64), np.full(size, evidence.columns)
        links = evidence.links(first, low, high, rare_only=True)
        found.extend(_leading(links.row, links.column, links.row_item, links.row_gain, best_of_column))
    return [cell for cell in found if cell[2] >= best_of_column[cell[1]]]


def _leading(
    row: Indexes, column: Indexes, item: Indexes, gain: npt.NDArray[np.float64], best_of_column: npt.NDArray[np.float64]
) -> Iterator[tuple[int, int, float]]:
    """Yield the best cell of each row where it leads clearly; keep the best worth of each column."""
    if not len(row):
        return
    order = np.lexsort((gain, item, column, row))
    row, column, item, gain = row[order], column[order], item[order], gain[order]
    is_last = np.concatenate(((row[1:] != row[:-1]) | (column[1:] != column[:-1]) | (item[1:] != item[:-1]), [True]))
    row, column, gain = row[is_last], column[is_last], gain[is_last]
    heads = np.flatnonzero(np.concatenate(([True], (row[1:] != row[:-1]) | (column[1:] != column[:-1]))))
    worth = np.add.reduceat(gain, heads)
    row, column = row[heads], column[heads]
    np.maximum.at(best_of_column, column, worth)
    order = np.lexsort((worth, row))
    row, column, worth = row[order], column[order], worth[order]
    is_best = np.concatenate((row[1:] != row[:-1], [True]))
    is_second = np.concatenate((is_best[1:], [False])) & np.concatenate((row[1:] == row[:-1], [False]))
    second = np.zeros(int(row.max()) + 1)
    second[row[is_second]] = worth[is_second]
    for here in np.flatnonzero(is_best):
        if worth[here] >= _LEAST_WORTH and worth[here] - second[row[here]] >= _LEAST_LEAD:
            yield int(row[here]), int(column[here]), float(worth[here])


def find_stretches(evidence: Evidence, fences: Sequence[Node]) -> list[Stretch]:
    """Return the stretches to search first. Fences: nodes, rising, through which every path must go."""
    whole = (evidence.rows, evidence.columns)
    corners = [(0, 0), *fences, whole]
    cells = sure_cells(evidence) if any(_is_large(*corner) for corner in pairwise(corners)) else []
    stretches: list[Stretch] = []
    for start, end in pairwise(corners):
        if start == end:
            continue
        if not _is_large(start, end):
            stretches.append(whole_stretch(start, end))
            continue
        first, last = (bisect_left(cells, row, key=itemgetter(0)) for row in (start[0], end[0]))
        inside = [cell for cell in cells[first:last] if start[1] <= cell[1] < end[1]]
        stretches.extend(_parted(start, end, chain(inside), {cell[:2]: cell[2] for cell in inside}))
    return stretches


def _is_large(start: Node, end: Node) -> bool:
    return (end[0] - start[0]) * (end[1] - start[1]) > _FULL_NODES


def whole_stretch(start: Node, end: Node) -> Stretch:
    """Return all that lies between two corners."""
    rows, columns = end[0] - start[0], end[1] - start[1]
    return Stretch(*start, full_band(rows, columns), _middle([(0, 0), (rows, columns)]))


def _middle(nodes: Sequence[Node]) -> Floats:
    """Return the column at each row on the line through rising nodes."""
    rows, columns = zip(*nodes, strict=True)
    middle: Floats = np.interp(np.arange(rows[-1] + 1), rows, columns)
    return middle


def _parted(start: Node, end: Node, nodes: Sequence[Node], worths: dict[Node, float]) -> Iterator[Stretch]:
    """Yield stretches from one corner to another, parted between two sure cells that follow one another."""
    since = start
    held: list[Node] = []
    for before, node in pairwise(nodes):
        held.append(before)
        follows = node == (before[0] + 1, before[1] + 1)
        if follows and node[0] - since[0] >= _STRETCH_ROWS and min(worths[before], worths[node]) >= _SUREST_WORTH:
            yield _stretch(since, node, held)
            since, held = node, []
    yield _stretch(since, end, [*held, *nodes[-1:]])


def _stretch(start: Node, end: Node, nodes: Sequence[Node]) -> Stretch:
    """Return the stretch between two corners with a band round the nodes."""
    rows, columns = end[0] - start[0], end[1] - start[1]
    low, high = np.full(rows + 1, columns), np.zeros(rows + 1, dtype=np.int64)
    inside = [(row - start[0], column - start[1]) for row, column in nodes]
    for (row, column), (next_row, next_column) in pairwise([(0, 0), *inside, (rows, columns)]):
        height, width = next_row - row, next_column - column
        here = np.arange(row, next_row + 1)
        if height * width <= _WHOLE_GAP:
            first, last = np.full(height + 1, column - _MARGIN), np.full(height + 1, next_column + _MARGIN)
        else:
            drift = _MARGIN + min(_WIDEST_DRIFT, round(_DRIFT_SHARE * max(height, width)))
            middle = column + (here - row) * width // max(1, height)
            first, last = middle - drift, middle + drift
        low[here] = np.minimum(low[here], first)
        high[here] = np.maximum(high[here], last)
    return Stretch(*start, _band(low, high, columns), _middle([(0, 0), *inside, (rows, columns)]))


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a stretch that is searched at once: of its steps those that begin before `kept_until` (a row of the whole)."""

    stretch: Stretch
    kept_until: int


def next_window(stretch: Stretch, row: int, column: int) -> Window:
    """Return the window of a stretch from a node of the whole on: all that is left if it is not too long."""
    band = stretch.band
    first, offset = row - stretch.row, column - stretch.column
    end = band.rows if band.rows - first <= _WINDOW_ROWS else first + _WINDOW_ROWS
    low = np.maximum(band.low[first : end + 1] - offset, 0)
    course = min(max(round(stretch.middle[end]), int(band.low[end])), int(band.low[end]) + band.width - 1)
    columns = max(0, min(course, band.columns) - offset)
    middle = stretch.middle[first : end + 1] - offset
    part = Stretch(row, column, Band(np.minimum(low, columns), band.width, columns), middle)
    return Window(part, stretch.row + (band.rows + 1 if end == band.rows else first + _KEPT_ROWS))


def near_path(start: Node, end: Node, path: Sequence[Node]) -> Stretch:
    """Return the stretch between two corners with a band round a path of an earlier search, its nodes rising."""
    rows, columns = end[0] - start[0], end[1] - start[1]
    if rows * columns <= _FULL_NODES // 4:
        return whole_stretch(start, end)
    low, high = np.full(rows + 1, columns), np.zeros(rows + 1, dtype=np.int64)
    nodes = [(row - start[0], column - start[1]) for row, column in path]
    for (row, column), (next_row, next_column) in pairwise([(0, 0), *nodes, (rows, columns)]):
        low[row : next_row + 1] = np.minimum(low[row : next_row + 1], column)
        high[row : next_row + 1] = np.maximum(high[row : next_row + 1], next_column)
    margin = _NEAR_MARGIN
    spread_low, spread_high = low.copy(), high.copy()
    for step in range(1, margin + 1):
        spread_low[step:] = np.minimum(spread_low[step:], low[:-step])
        spread_low[:-step] = np.minimum(spread_low[:-step], low[step:])
        spread_high[step:] = np.maximum(spread_high[step:], high[:-step])
        spread_high[:-step] = np.maximum(spread_high[:-step], high[step:])
    band = _band(spread_low - margin // 2, spread_high + margin // 2, columns)
    return Stretch(*start, band, _middle([(0, 0), *nodes, (rows, columns)]))


def _band(low: Indexes, high: Indexes, columns: int) -> Band:
    """Return the narrowest band of one width that holds [low, high] of each row."""
    low = np.clip(low, 0, columns)
    high = np.clip(high, 0, columns)
    low[0], high[-1] = 0, columns
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    width = max(int((high - low).max()), int(np.diff(low).max(initial=0))) + 1
    low = np.minimum(low, max(0, columns + 1 - width))
    return Band(low, width, columns)
