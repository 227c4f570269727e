"""Passages that stand at another place in the translation: lone segments of both sides that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from tmflow.align.corridor import Stretch, sure_cells, whole_stretch
from tmflow.align.evidence import Evidence
from tmflow.align.lattice import Step

__all__ = ["find_moves"]

_LEAST_WORTH = 6.0
"""What two runs of lone segments must share: far more than any two texts of one subject."""
_LEAST_PROBABILITY = 0.6
_LONGEST_RUN = 600


def find_moves(
    evidence: Evidence, steps: Sequence[Step], solve: Callable[[Stretch], Iterable[Step]]
) -> tuple[list[Step], list[Step]]:
    """Return the beads that runs of lone rows and columns make with each other, and the steps that are left as they were.

    solve: searches a stretch by itself.
    """
    row_runs = _runs(step.row for step in steps if not step.columns)
    column_runs = _runs(step.column for step in steps if not step.rows)
    if not row_runs or not column_runs:
        return [], list(steps)
    row_run = {row: run for run in row_runs for row in run}
    column_run = {column: run for run in column_runs for column in run}
    worths: dict[tuple[range, range], float] = {}
    for row, column, worth in sure_cells(evidence):
        if row in row_run and column in column_run:
            pair = row_run[row], column_run[column]
            worths[pair] = worths.get(pair, 0.0) + worth
    moved: list[Step] = []
    taken_rows: set[range] = set()
    taken_columns: set[range] = set()
    for (rows, columns), worth in sorted(worths.items(), key=lambda item: (-item[1], item[0][0].start)):
        is_taken = rows in taken_rows or columns in taken_columns
        if worth < _LEAST_WORTH or is_taken or max(len(rows), len(columns)) > _LONGEST_RUN:
            continue
        taken_rows.add(rows)
        taken_columns.add(columns)
        stretch = whole_stretch((rows.start, columns.start), (rows.stop, columns.stop))
        moved.extend(
            step for step in solve(stretch) if step.rows and step.columns and step.probability >= _LEAST_PROBABILITY
        )
    gone_rows = {row for step in moved for row in range(step.row, step.row + step.rows)}
    gone_columns = {column for step in moved for column in range(step.column, step.column + step.columns)}
    left = [
        step
        for step in steps
        if (step.rows and step.columns)
        or (step.rows and step.row not in gone_rows)
        or (step.columns and step.column not in gone_columns)
    ]
    return moved, left


def _runs(indexes: Iterable[int]) -> list[range]:
    """Return indexes as ranges of those that follow one another."""
    ordered = sorted(indexes)
    grouped = groupby(enumerate(ordered), key=lambda item: item[1] - item[0])
    runs = [[index for _, index in group] for _, group in grouped]
    return [range(run[0], run[-1] + 1) for run in runs]
