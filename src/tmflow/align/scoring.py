"""What beads are worth: the sum of log-likelihood ratios for shape, length, structure, marks and shared features."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tmflow.align.corridor import Stretch
from tmflow.align.coverage import coverage
from tmflow.align.edges import end_odds, inner_odds, segment_end, start_odds
from tmflow.align.evidence import Evidence
from tmflow.align.features import Profile
from tmflow.align.lattice import Step
from tmflow.align.models import Models, StructureModel
from tmflow.align.weights import SHAPES, Weights
from tmflow.model.document import BlockKind

__all__ = ["BeadScorer", "shared_worth"]

Indexes: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

_MOST_ROWS, _MOST_COLUMNS = max(rows for rows, _ in SHAPES), max(columns for _, columns in SHAPES)
_FORM_SIGNALS = frozenset({"shape", "length", "parts", "structure", "marks", "position", "edges"})
"""The signals that any two texts of one build would show; the others rest on what is said."""
_JOIN_BLOCKS, _JOIN_KINDS = -3.5, -6.0
_LONGEST_ODDS = 7.0
"""No length is more than this much against a bead: translators do expand and abridge."""
_LEAST_VARIANCE, _MOST_BRIEF = 0.15, 4.0
_FARTHEST_OFF = 20.0
"""Columns off the expected course beyond which it is all the same: what is missing or put in moves the course for good."""
_SAME_KIND, _OTHER_KIND = 0.9, 0.1
_MARK_KEPT, _MARK_ADDED = (0.9, 0.75, 0.6, 0.98), (0.02, 0.08, 0.06, 0.002)
"""Question, quotation, remark, note: how often a translation keeps the mark, how often it has one the source has not.
A note that only one side has belongs to nothing on the other."""
_MARK_SETS = 16


def shared_worth(signals: Mapping[str, float]) -> float:
    """Return what the two texts of a bead share, less what they miss: the sum of the signals that rest on what is said."""
    return sum(worth for name, worth in signals.items() if name not in _FORM_SIGNALS)


class BeadScorer:
    """Scores the beads of a band between two sequences of profiles, Japanese (rows) and English (columns).

    Both are those of a stretch of the evidence's.
    """

    def __init__(
        self,
        japanese: Sequence[Profile],
        english: Sequence[Profile],
        evidence: Evidence,
        stretch: Stretch,
        *,
        models: Models,
    ) -> None:
        first_row, first_column, band = stretch.row, stretch.column, stretch.band
        self._japanese, self._english, self._models = japanese, english, models
        self._evidence, self._stretch, self._band = evidence, stretch, band
        self._node_column = band.columns_of()[:-1]
        off = np.abs(self._node_column - stretch.middle[:-1, None])
        self._off_course = -np.minimum(off, _FARTHEST_OFF) / _FARTHEST_OFF
        self._row_base = _sums(evidence.base_rows[first_row : first_row + len(japanese)])
        self._column_base = _sums(evidence.base_columns[first_column : first_column + len(english)])
        self._row_chars, self._column_chars = (
            _sums([profile.length_chars for profile in japanese]),
            _sums([profile.length_chars for profile in english]),
        )
        self._row_brevity, self._column_brevity = _sums(_brevity(japanese)), _sums(_brevity(english))
        self._has_blocks = _has_blocks(japanese) and _has_blocks(english)
        self._row_joins, self._column_joins = self._joins(japanese), self._joins(english)
        self._begins = self._starts_and_kinds() if self._has_blocks else None
        self._marks = self._mark_values()
        self._usual_length = self._column_terms()
        self._find_edges()
        self._cover()

    def _cover(self) -> None:
        """Fill what rows gain from runs of columns, and columns from runs of rows, each round the band."""
        evidence, band = self._evidence, self._band
        first_row, first_column = self._stretch.row, self._stretch.column
        high = np.minimum(band.low + band.width - 1, band.columns)
        rows = np.arange(band.rows)
        self._row_low = band.low[np.maximum(0, rows - _MOST_ROWS + 1)]
        row_high = np.minimum(high[:-1] + _MOST_COLUMNS, band.columns)
        columns = np.arange(band.columns)
        self._column_low = np.searchsorted(high[:-1] + _MOST_COLUMNS - 1, columns)
        column_high = np.minimum(np.searchsorted(band.low[:-1], columns, side="right") + _MOST_ROWS - 1, band.rows)
        links = evidence.links(first_row, self._row_low + first_column, row_high + first_column)
        row, column = links.row - first_row, links.column - first_column
        row_width = int((row_high - self._row_low).max(initial=1))
        column_width = int(max(1, (column_high - self._column_low).max(initial=1)))
        is_near = (self._column_low[column] <= row) & (row < column_high[column])
        self._row_gains: list[list[Floats]] = []
        self._column_gains: list[list[Floats]] = []
        for chosen in (links.is_firm, ~links.is_firm):
            self._row_gains.append(
                coverage(
                    row[chosen], links.row_item[chosen], column[chosen], links.row_gain[chosen],
                    low=self._row_low, width=row_width, longest=_MOST_COLUMNS,
                )
            )  # fmt: skip
            near = chosen & is_near
            self._column_gains.append(
                coverage(
                    column[near], links.column_item[near], row[near], links.column_gain[near],
                    low=self._column_low, width=column_width, longest=_MOST_ROWS,
                )
            )  # fmt: skip

    def _find_edges(self) -> None:
        """Fill what the ends and the beginnings of segments say of where beads begin and end."""
        row_ends = [segment_end(profile.text) for profile in self._japanese]
        column_ends = [segment_end(profile.text) for profile in self._english]
        self._end_table = end_odds(column_ends)
        self._row_ends, self._column_ends = np.array(row_ends), np.array(column_ends)
        first, later = start_odds([profile.text for profile in self._english])
        self._column_first = first
        self._row_inner = _sums(inner_odds(row_ends))
        self._column_inner = _sums(inner_odds(column_ends))
        self._column_later = _sums(later)

    def _edges(self, rows: int, columns: int, row: Indexes, column: Indexes) -> Floats:
        """Return the log-likelihood ratio of how the segments of beads begin and end, by where the beads begin."""
        found: Floats = self._end_table[self._row_ends[row + rows - 1], self._column_ends[column + columns - 1]]
        found = found + self._column_first[column]
        if rows > 1:
            found = found + (self._row_inner[row + rows - 1] - self._row_inner[row])
        if columns > 1:
            found = found + (self._column_inner[column + columns - 1] - self._column_inner[column])
            found = found + (self._column_later[column + columns] - self._column_later[column + 1])
        return found

    def _parts(self, rows: int, columns: int, row: Indexes, column: Indexes) -> Floats:
        """Return how much shorter than usual the segments are that share a side of beads, by where the beads begin."""
        found = np.zeros(np.broadcast(row, column).shape)
        if rows > 1:
            found = found + (self._row_brevity[row + rows] - self._row_brevity[row])
        if columns > 1:
            found = found + (self._column_brevity[column + columns] - self._column_brevity[column])
        return found

    def scores(self, weights: Weights) -> Floats:
        """Return the worth of each bead by (shape, row, place in the band), -inf where its segments do not stand together."""
        row_gains = [
            weights.row_firm * firm + weights.row_soft * soft for firm, soft in zip(*self._row_gains, strict=True)
        ]
        column_gains = [
            weights.column_firm * firm + weights.column_soft * soft
            for firm, soft in zip(*self._column_gains, strict=True)
        ]
        result = np.full((len(SHAPES), self._band.rows, self._band.width), -np.inf)
        for shape, (rows, columns) in enumerate(SHAPES):
            height = self._band.rows - rows + 1
            if height <= 0 or columns > self._band.columns:
                continue
            at = self._node_column[:height]
            column = np.minimum(at, self._band.columns - columns)
            row = np.arange(height)[:, None]
            total = np.full(column.shape, weights.shapes[shape])
            for step in range(rows):
                here = row + step
                place = np.minimum(column - self._row_low[here], row_gains[columns - 1].shape[1] - 1)
                total += row_gains[columns - 1][here, place]
            for step in range(columns):
                beside = column + step
                place = np.clip(row - self._column_low[beside], 0, column_gains[rows - 1].shape[1] - 1)
                total += column_gains[rows - 1][beside, place]
            total += weights.row_missing * (self._row_base[rows:] - self._row_base[:-rows])[:, None]
            total += weights.column_missing * (self._column_base[columns:] - self._column_base[:-columns])[column]
            total += self._form(rows, columns, row, column, weights)
            result[shape, :height] = np.where(at + columns <= self._band.columns, total, -np.inf)
        return result

    def _form(self, rows: int, columns: int, row: Indexes, column: Indexes, weights: Weights) -> Floats:
        """Return what beads of one shape are worth by length, place, marks, ends and paragraphs, by where they begin."""
        total = weights.position * self._off_course[: len(row)]
        if weights.length:
            total += weights.length * self._length(rows, columns, column)
        if weights.parts:
            total += weights.parts * self._parts(rows, columns, row, column)
        if weights.marks:
            table, row_marks, column_marks = self._marks
            total += weights.marks * table[row_marks[rows - 1][row], column_marks[columns - 1][column]]
        if weights.edges:
            total += weights.edges * self._edges(rows, columns, row, column)
        if self._begins is not None and weights.structure:
            total += weights.structure * self._begins[row, column]
        joins = self._row_joins[rows - 1][row] + self._column_joins[columns - 1][column]
        total += np.where(np.isneginf(joins), -np.inf, weights.join * np.maximum(joins, _NEVER))
        return total

    def signals(self, step: Step, weights: Weights) -> dict[str, float]:
        """Return what a two-sided step of the band is worth, by name; the sum is its score.

        values to learned: the Japanese features that are answered, each in place of what it would lose; missing: those that
        are not; english: the English features, both together.
        """
        return {**self._form_signals(step, weights), **self.shared(step, weights)}

    def shared(self, step: Step, weights: Weights) -> dict[str, float]:
        """Return the part of the signals that rests on what the two texts share."""
        stretch, rows, columns = self._stretch, step.rows, step.columns
        row_end, column_end = step.row + rows, step.column + columns
        found = self._evidence.found(
            range(step.row + stretch.row, row_end + stretch.row),
            range(step.column + stretch.column, column_end + stretch.column),
        )
        signals = {
            kind.value: (weights.row_firm if kind.is_firm else weights.row_soft) * gain + weights.row_missing * loss
            for kind, (gain, loss) in found.items()
        }
        missing = float(self._row_base[row_end] - self._row_base[step.row]) - sum(loss for _, loss in found.values())
        english = weights.column_missing * float(self._column_base[column_end] - self._column_base[step.column])
        for gains, weight in zip(self._column_gains, (weights.column_firm, weights.column_soft), strict=True):
            for column in range(step.column, column_end):
                english += weight * float(gains[rows - 1][column, step.row - self._column_low[column]])
        return {**signals, "missing": weights.row_missing * missing, "english": english}

    def _form_signals(self, step: Step, weights: Weights) -> dict[str, float]:
        """Return the part of the signals that rests on shape, lengths, paragraphs, marks and ends."""
        rows, columns = step.rows, step.columns
        at = np.array([[step.column]])
        length = float(self._length(rows, columns, at, first=step.row)[0, 0])
        table, row_marks, column_marks = self._marks
        marks = float(table[row_marks[rows - 1][step.row], column_marks[columns - 1][step.column]])
        begins = float(self._begins[step.row, step.column]) if self._begins is not None else 0.0
        joins = float(self._row_joins[rows - 1][step.row] + self._column_joins[columns - 1][step.column])
        return {
            "shape": weights.shapes[SHAPES.index((rows, columns))],
            "length": weights.length * length,
            "parts": weights.parts * float(self._parts(rows, columns, np.array(step.row), np.array(step.column))),
            "structure": weights.structure * begins + weights.join * joins,
            "marks": weights.marks * marks,
            "position": weights.position * float(self._off_course[step.row, step.column - self._band.low[step.row]]),
            "edges": weights.edges * float(self._edges(rows, columns, np.array(step.row), np.array(step.column))),
        }

    def _column_terms(self) -> tuple[float, float]:
        """Return mean and variance of the log of the English lengths."""
        logs = np.log(np.array([profile.length_chars for profile in self._english], dtype=np.float64))
        return float(logs.mean()), max(_LEAST_VARIANCE, float(logs.var()))

    def _length(self, rows: int, columns: int, column: Indexes, *, first: int = 0) -> Floats:
        """Return the log-likelihood ratio of the English length, given the Japanese one, against any English length.

        column: where runs of so many columns begin, a line for each row from `first` on.
        """
        lengths = self._models.lengths
        source = (self._row_chars[rows:] - self._row_chars[:-rows])[first : first + len(column)]
        target = np.log(self._column_chars[columns:] - self._column_chars[:-columns])
        variance = (lengths.fixed + lengths.per_char / source)[:, None]
        off = target[column] - (np.log(source) + lengths.mean)[:, None]
        mean, spread = self._usual_length
        unusual = (target - mean - math.log(columns)) ** 2 / spread
        odds: Floats = 0.5 * (unusual[column] - off * off / variance + np.log(spread / variance))
        return np.maximum(-_LONGEST_ODDS, odds)

    def _mark_values(self) -> tuple[Floats, list[Indexes], list[Indexes]]:
        """Return the table of mark odds, and the marks of runs of rows and of columns, by how many they are."""
        english = [profile.marks for profile in self._english]
        table = np.zeros((_MARK_SETS, _MARK_SETS))
        sets = np.arange(_MARK_SETS)
        for bit, (kept, added) in enumerate(zip(_MARK_KEPT, _MARK_ADDED, strict=True)):
            usual = (sum(marks >> bit & 1 for marks in english) + min(0.5, 5 * added)) / (len(english) + 5)
            has = sets >> bit & 1
            likely = np.where(has == 1, kept, min(added, usual))[:, None]
            table += np.where(has[None, :] == 1, np.log(likely / usual), np.log((1 - likely) / (1 - usual)))
        rows = np.array([profile.marks for profile in self._japanese], dtype=np.int64)
        columns = np.array(english, dtype=np.int64)
        return table, _joined(rows, _MOST_ROWS), _joined(columns, _MOST_COLUMNS)

    def _starts_and_kinds(self) -> Floats:
        """Return the log-likelihood ratio of two segments beginning a bead, by block starts and kinds, rows by columns."""
        row_starts, column_starts = _starts(self._japanese), _starts(self._english)
        table = np.array(_start_table(column_starts, self._models.structure))
        found: Floats = table[np.array(row_starts)[:, None], np.array(column_starts)[None, :]]
        kinds = _kind_table(self._japanese, self._english)
        if any(kinds.values()):
            names = {kind: number for number, kind in enumerate(BlockKind)}
            worth = np.zeros((len(names), len(names)))
            for (kind, other), value in kinds.items():
                worth[names[kind], names[other]] = value
            rows = np.array([names[profile.kind] for profile in self._japanese])
            columns = np.array([names[profile.kind] for profile in self._english])
            found = found + worth[rows[:, None], columns[None, :]]
        return found

    def _joins(self, profiles: Sequence[Profile]) -> list[Floats]:
        """Return what it costs to take runs of 1, 2, … segments into one bead, by where they begin."""
        single = np.array([0.0, *(self._join(before, profile) for before, profile in pairwise(profiles))])
        longest = _MOST_ROWS if profiles is self._japanese else _MOST_COLUMNS
        return [
            np.sum([single[step + 1 : step + 1 + len(single) - run] for step in range(run)], axis=0)
            if run
            else np.zeros(len(single))
            for run in range(min(longest, len(single)))
        ]

    def _join(self, before: Profile, profile: Profile) -> float:
        if profile.index != before.index + 1:
            return -math.inf
        if not self._has_blocks or profile.block == before.block:
            return 0.0
        return _JOIN_BLOCKS if profile.kind is before.kind else _JOIN_KINDS


_NEVER = -1e9


def _brevity(profiles: Sequence[Profile]) -> Floats:
    """Return how much shorter than usual each segment is: of the log of its length, the lack beside the variance in its text."""
    logs = np.log(np.array([profile.length_chars for profile in profiles], dtype=np.float64))
    brevity: Floats = np.clip((logs.mean() - logs) / max(_LEAST_VARIANCE, float(logs.var())), -_MOST_BRIEF, _MOST_BRIEF)
    return brevity


def _has_blocks(profiles: Sequence[Profile]) -> bool:
    return len({profile.block for profile in profiles}) > 1


def _joined(marks: Indexes, longest: int) -> list[Indexes]:
    """Return the marks of runs of 1 to `longest` segments by where they begin."""
    runs = [marks]
    for run in range(1, min(longest, len(marks))):
        runs.append(runs[-1][:-1] | marks[run:])
    return runs


def _sums(values: Floats | Sequence[float]) -> Floats:
    """Return the running sums, from 0."""
    result: Floats = np.concatenate(([0.0], np.cumsum(np.asarray(values, dtype=np.float64))))
    return result


def _starts(profiles: Sequence[Profile]) -> list[int]:
    """Return 1 for each segment that begins a block."""
    return [int(not index or profiles[index - 1].block != profile.block) for index, profile in enumerate(profiles)]


def _kind_table(japanese: Sequence[Profile], english: Sequence[Profile]) -> dict[tuple[BlockKind, BlockKind], float]:
    """Return the log-likelihood ratio of each pair of kinds; a kind the other side does not know says nothing."""
    counts = Counter(profile.kind for profile in english)
    known = counts.keys() & {profile.kind for profile in japanese}
    table: dict[tuple[BlockKind, BlockKind], float] = {}
    for kind in known:
        for other in known:
            usual = (counts[other] + 1) / (len(english) + 2)
            likely = _SAME_KIND + (1 - _SAME_KIND) * usual if kind is other else _OTHER_KIND * usual
            table[kind, other] = math.log(likely / usual)
    return table


def _start_table(columns: Sequence[int], structure: StructureModel) -> list[list[float]]:
    """Return the log-likelihood ratio of an English segment (not) starting a block where the Japanese one does (not)."""
    usual = (sum(columns) + 1) / (len(columns) + 2)
    inner, start = min(structure.after_inner, usual), max(structure.after_start, usual)
    return [
        [math.log((1 - inner) / (1 - usual)), math.log(inner / usual)],
        [math.log((1 - start) / (1 - usual)), math.log(start / usual)],
    ]
