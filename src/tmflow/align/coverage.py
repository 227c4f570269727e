"""How much of each segment's features is answered in a run of one, two or more neighbouring segments of the other side."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["coverage"]

Indexes: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

_CELLS_AT_ONCE = 2_000_000


def coverage(
    unit: Indexes, item: Indexes, position: Indexes, gain: Floats, *, low: Indexes, width: int, longest: int
) -> list[Floats]:
    """Return, for runs of 1 to `longest` positions, what each unit gains from the run that begins at low[unit] + place.

    unit, item, position, gain: links, one an index: which feature (`item`, numbered unit by unit) of which unit (a
    segment) is answered at which position of the other side, and what that is worth. Of the answers to one feature within
    a run only the best counts. The arrays returned are units by width; runs reach past `width` only as far as it is wide.

    >>> one = np.array([0, 0])
    >>> runs = coverage(one, one, np.array([0, 1]), np.array([2.0, 3.0]), low=np.array([0]), width=2, longest=2)
    >>> [run.tolist() for run in runs]
    [[[2.0, 3.0]], [[3.0, 3.0]]]
    """
    totals = [np.zeros((len(low), width)) for _ in range(longest)]
    if not len(unit):
        return totals
    order = np.lexsort((gain, item))
    unit, item, place, gain = unit[order], item[order], (position - low[unit])[order], gain[order]
    is_new = np.concatenate(([True], item[1:] != item[:-1]))
    line = np.cumsum(is_new) - 1
    line_unit = unit[is_new]
    at_once = max(1, _CELLS_AT_ONCE // width)
    for start in range(0, int(line[-1]) + 1, at_once):
        end = min(start + at_once, int(line[-1]) + 1)
        first, last = np.searchsorted(line, [start, end])
        best = np.zeros((end - start, width))
        best[line[first:last] - start, place[first:last]] = gain[first:last]
        single = best.copy()
        units = line_unit[start:end]
        heads = np.flatnonzero(np.concatenate(([True], units[1:] != units[:-1])))
        for run in range(longest):
            if run:
                np.maximum(best[:, :-run], single[:, run:], out=best[:, :-run])
            totals[run][units[heads]] += np.add.reduceat(best, heads, axis=0)
    return totals
