"""Where in the lattice the path must lie: a band round the surest links, so that a long text costs in proportion to its length."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tmflow.align.evidence import Evidence
from tmflow.align.lattice import Band, chain, full_band

__all__ = ["find_band", "sure_cells"]

_FULL_NODES = 3600
"""Lattices up to this size (60 by 60) are searched whole: it takes less than the search for a band could save."""
_MARGIN = 10
_WHOLE_GAP = 1600
"""A rectangle between two sure cells is searched whole up to this many nodes; larger ones along their diagonal."""
_DRIFT_SHARE = 0.2
_WIDEST_DRIFT = 300
"""So far off the diagonal at most: it keeps time and memory linear where nothing sure is found in a long text."""
_LEAST_WORTH, _LEAST_LEAD = 3.0, 1.0


def sure_cells(evidence: Evidence, rows: Sequence[int], columns: Sequence[int]) -> list[tuple[int, int, float]]:
    """Return the cells (position in rows, position in columns, worth) that are clearly the best of their row and their column."""
    if not rows or not columns:
        return []
    place = {column: position for position, column in enumerate(columns)}
    best_in_column: dict[int, float] = {}
    candidates: list[tuple[int, int, float]] = []
    for position, row in enumerate(rows):
        worths = {
            place[column]: sum({link.feature: link.worth for link in links}.values())
            for column, links in evidence.cells(row, columns[0], columns[-1] + 1, widest=False).items()
            if column in place
        }
        for column, worth in worths.items():
            best_in_column[column] = max(best_in_column.get(column, 0.0), worth)
        ranked = sorted(worths.items(), key=lambda item: -item[1])[:2]
        lead = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0) if ranked else 0.0
        if ranked and ranked[0][1] >= _LEAST_WORTH and lead >= _LEAST_LEAD:
            candidates.append((position, *ranked[0]))
    return [cell for cell in candidates if cell[2] >= best_in_column[cell[1]]]


def find_band(
    evidence: Evidence,
    rows: Sequence[int],
    columns: Sequence[int],
    *,
    path: Sequence[tuple[int, int]],
    fences: Sequence[tuple[int, int]],
) -> Band:
    """Return the band to search.

    path: nodes of an earlier search to stay near, rising; empty in the first.
    fences: nodes (rows taken, columns taken), rising, through which every path must go.
    """
    height, width = len(rows), len(columns)
    if height * width <= _FULL_NODES:
        band = full_band(height, width)
        low, high = list(band.low), list(band.high)
    else:
        nodes = [(0, 0), *(path or chain(sure_cells(evidence, rows, columns))), (height, width)]
        low, high = [width] * (height + 1), [0] * (height + 1)
        for node, next_node in pairwise(nodes):
            _open_gap(low, high, node, next_node, width)
    return _connected(_fenced(low, high, fences), width)


def _open_gap(low: list[int], high: list[int], node: tuple[int, int], next_node: tuple[int, int], width: int) -> None:
    """Open the band between two nodes, with a margin on both sides."""
    (row, column), (next_row, next_column) = node, next_node
    rows, columns = next_row - row, next_column - column
    is_whole = rows * columns <= _WHOLE_GAP
    drift = _MARGIN + min(_WIDEST_DRIFT, round(_DRIFT_SHARE * max(rows, columns)))
    for here in range(row, next_row + 1):
        if is_whole:
            first, last = column - _MARGIN, next_column + _MARGIN
        else:
            middle = column + (here - row) * columns // max(1, rows)
            first, last = middle - drift, middle + drift
        low[here] = min(low[here], max(0, first))
        high[here] = max(high[here], min(width, last))


def _fenced(low: list[int], high: list[int], fences: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    for row, column in fences:
        for here in range(len(low)):
            if here <= row:
                low[here], high[here] = min(low[here], column), min(high[here], column)
            if here >= row:
                low[here], high[here] = max(low[here], column), max(high[here], column)
    return low, high


def _connected(sides: tuple[list[int], list[int]], width: int) -> Band:
    """Make the edges rise and neighbouring rows overlap, without leaving a fence."""
    low, high = sides
    low[0], high[-1] = 0, width
    for row in range(len(low) - 2, -1, -1):
        low[row] = min(low[row], low[row + 1])
    for row in range(1, len(low)):
        high[row] = max(high[row], high[row - 1])
    for row in range(1, len(low)):
        high[row - 1] = max(high[row - 1], low[row])
    return Band(tuple(low), tuple(high))
