"""What a bead is worth: the sum of log-likelihood ratios for its shape, length, structure, marks and shared features."""

from __future__ import annotations

import math
import operator
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from tmflow.align.evidence import Evidence, Link
from tmflow.align.features import Profile
from tmflow.align.lattice import Band, GapCosts, Step
from tmflow.model.document import BlockKind

__all__ = ["BeadScorer", "LengthModel", "StructureModel", "fit_gaps", "fit_lengths", "fit_structure"]

_SHAPE_PRIORS = {
    (1, 1): math.log(0.83),
    (1, 2): math.log(0.05),
    (2, 1): math.log(0.05),
    (2, 2): math.log(0.008),
    (1, 3): math.log(0.008),
    (3, 1): math.log(0.008),
    (1, 4): math.log(0.002),
    (4, 1): math.log(0.002),
}
"""Near Gale & Church 1993 (table 5) for 1:1 to 2:2, less for larger ones."""
GAPS = GapCosts(open=math.log(0.03), extend=math.log(0.35))
"""A lone segment is rarer than in the paper's Hansards, but where one is left out the next often is too."""


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


_JOIN_BLOCKS, _JOIN_KINDS = -3.5, -6.0
_TAIL = -7.0
"""No length is more than this much against a bead: translators do expand and abridge."""
_SAME_KIND, _OTHER_KIND = 0.9, 0.1
_MARK_KEPT, _MARK_ADDED = (0.9, 0.75, 0.6), (0.02, 0.08, 0.06)
"""Question, quotation, remark: how often a translation keeps the mark, how often it has one the source has not."""
_MARK_SETS = 8


class BeadScorer:
    """Scores beads between two sequences of profiles, Japanese (rows) and English (columns).

    rows, columns: where each profile stands in the evidence, rising.
    """

    def __init__(
        self,
        japanese: Sequence[Profile],
        english: Sequence[Profile],
        evidence: Evidence,
        band: Band,
        *,
        rows: Sequence[int],
        columns: Sequence[int],
        lengths: LengthModel,
        structure: StructureModel,
    ) -> None:
        self._japanese, self._english, self._evidence = japanese, english, evidence
        self._cells = [
            _cells(evidence, row, columns, band.low[number], band.high[number + 1]) for number, row in enumerate(rows)
        ]
        self._row_chars, self._column_chars = (
            _sums(p.length_chars for p in japanese),
            _sums(p.length_chars for p in english),
        )
        self._row_base, self._column_base = (
            _sums(evidence.base_rows[row] for row in rows),
            _sums(evidence.base_columns[column] for column in columns),
        )
        self._row_marks, self._column_marks = [p.marks for p in japanese], [p.marks for p in english]
        self._row_joins, self._column_joins = _joins(japanese), _joins(english)
        self._row_starts, self._column_starts = _starts(japanese), _starts(english)
        self._log_ratio, self._fixed_variance, self._char_variance = lengths.mean, lengths.fixed, lengths.per_char
        logs = [math.log(p.length_chars) for p in english] or [1.0]
        self._log_mean = sum(logs) / len(logs)
        self._log_variance = max(0.15, sum((value - self._log_mean) ** 2 for value in logs) / len(logs))
        self._mark_table = _mark_table(english)
        self._kind_table = _kind_table(japanese, english)
        self._start_table = _start_table(self._column_starts, structure)

    def score(self, row: int, rows: int, column: int, columns: int) -> float:
        """Return the worth of a bead, -inf where its segments do not stand together."""
        total = _SHAPE_PRIORS[rows, columns]
        if rows > 1:
            total += sum(self._row_joins[row + 1 : row + rows])
        if columns > 1:
            total += sum(self._column_joins[column + 1 : column + columns])
        if total == -math.inf:
            return total
        total += self._length(row, rows, column, columns)
        total += self._start_table[self._row_starts[row]][self._column_starts[column]]
        total += self._kind_table.get((self._japanese[row].kind, self._english[column].kind), 0.0)
        total += self._marks(row, rows, column, columns)
        total += (
            self._row_base[row + rows]
            - self._row_base[row]
            + self._column_base[column + columns]
            - self._column_base[column]
        )
        return total + self._links(row, rows, column, columns)

    def _length(self, row: int, rows: int, column: int, columns: int) -> float:
        source = self._row_chars[row + rows] - self._row_chars[row]
        target = math.log(self._column_chars[column + columns] - self._column_chars[column])
        variance = self._fixed_variance + self._char_variance / source
        off = target - math.log(source) - self._log_ratio
        usual = target - self._log_mean - math.log(columns)
        return max(
            _TAIL,
            0.5 * (usual * usual / self._log_variance - off * off / variance + math.log(self._log_variance / variance)),
        )

    def _marks(self, row: int, rows: int, column: int, columns: int) -> float:
        source, target = self._row_marks[row], self._column_marks[column]
        for index in range(row + 1, row + rows):
            source |= self._row_marks[index]
        for index in range(column + 1, column + columns):
            target |= self._column_marks[index]
        return self._mark_table[source][target]

    def _links(self, row: int, rows: int, column: int, columns: int) -> float:
        if rows == columns == 1:
            return _worth(self._cells[row].get(column, ()))
        found = [
            links
            for index in range(row, row + rows)
            for other in range(column, column + columns)
            if (links := self._cells[index].get(other))
        ]
        return _worth([link for links in found for link in links]) if found else 0.0

    def signals(self, step: Step) -> tuple[tuple[str, float], ...]:
        """Return what spoke for and against a bead, name and natural-log weight, for `Bead.signals`."""
        row, rows, column, columns = step.row, step.rows, step.column, step.columns
        if not rows or not columns:
            return (("alone", round(step.score, 2)),)
        found: dict[str, float] = {}
        used: set[int] = set()
        cells = [
            self._cells[index].get(other, ())
            for index in range(row, row + rows)
            for other in range(column, column + columns)
        ]
        for link in _pick(sorted((link for cell in cells for link in cell), key=_by_worth), used):
            found[link.kind.value] = found.get(link.kind.value, 0.0) + link.worth
        signals = {
            "shape": _SHAPE_PRIORS[rows, columns],
            "length": self._length(row, rows, column, columns),
            "structure": self._start_table[self._row_starts[row]][self._column_starts[column]]
            + self._kind_table.get((self._japanese[row].kind, self._english[column].kind), 0.0)
            + sum(self._row_joins[row + 1 : row + rows])
            + sum(self._column_joins[column + 1 : column + columns]),
            "marks": self._marks(row, rows, column, columns),
            **dict(sorted(found.items())),
            "missing": self._row_base[row + rows]
            - self._row_base[row]
            + self._column_base[column + columns]
            - self._column_base[column],
        }
        return tuple((name, round(weight, 2)) for name, weight in signals.items() if round(weight, 2))

    def shared(self, step: Step) -> float:
        """Return the worth of what a bead's texts share, less what is missing: independent of length and structure."""
        row, rows, column, columns = step.row, step.rows, step.column, step.columns
        missing = (
            self._row_base[row + rows]
            - self._row_base[row]
            + self._column_base[column + columns]
            - self._column_base[column]
        )
        return missing + self._links(row, rows, column, columns)


def _cells(evidence: Evidence, row: int, columns: Sequence[int], low: int, high: int) -> dict[int, list[Link]]:
    """Return a row's links by position in `columns`, for the positions [low, high)."""
    if low >= high:
        return {}
    found = evidence.cells(row, columns[low], columns[high - 1] + 1, widest=True)
    placed: dict[int, list[Link]] = {}
    for column, links in found.items():
        position = bisect_left(columns, column)
        if columns[position] == column:
            placed[position] = links
    return placed


def _by_worth(link: Link) -> tuple[float, int, int]:
    return -link.worth, link.feature, link.key


def _pick(links: Sequence[Link], used: set[int]) -> list[Link]:
    """Return the best links so that no feature and no key serves twice. Features and keys share one numbering."""
    picked: list[Link] = []
    for link in links:
        if link.feature not in used and link.key not in used:
            used.add(link.feature)
            used.add(link.key)
            picked.append(link)
    return picked


def _worth(links: Sequence[Link]) -> float:
    if len(links) <= 1:
        return links[0].worth if links else 0.0
    return sum(link.worth for link in _pick(sorted(links, key=_by_worth), set()))


def _sums(values: Iterable[float]) -> list[float]:
    """Return the running sums, from 0."""
    return list(accumulate(values, initial=0.0))


def _starts(profiles: Sequence[Profile]) -> list[int]:
    """Return 1 for each segment that begins a block."""
    return [int(not index or profiles[index - 1].block != profile.block) for index, profile in enumerate(profiles)]


def _joins(profiles: Sequence[Profile]) -> list[float]:
    """Return what it costs to take each segment into one bead with the one before it."""
    joins = [0.0]
    for before, profile in pairwise(profiles):
        if profile.index != before.index + 1:
            joins.append(-math.inf)
        elif profile.block == before.block:
            joins.append(0.0)
        else:
            joins.append(_JOIN_BLOCKS if profile.kind is before.kind else _JOIN_KINDS)
    return joins


def _mark_table(english: Sequence[Profile]) -> list[list[float]]:
    """Return the log-likelihood ratio of each set of English marks under each set of Japanese ones."""
    table = [[0.0] * _MARK_SETS for _ in range(_MARK_SETS)]
    for bit, (kept, added) in enumerate(zip(_MARK_KEPT, _MARK_ADDED, strict=True)):
        usual = (sum(profile.marks >> bit & 1 for profile in english) + 0.5) / (len(english) + 5)
        for source in range(_MARK_SETS):
            likely = kept if source >> bit & 1 else min(added, usual)
            for target in range(_MARK_SETS):
                table[source][target] += math.log(likely / usual if target >> bit & 1 else (1 - likely) / (1 - usual))
    return table


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


def fit_lengths(pairs: Sequence[tuple[int, int]], *, prior: LengthModel) -> LengthModel:
    """Return the mean and spread of (Japanese, English) lengths in characters, drawn towards the prior where pairs are few."""
    precisions = [1 / (prior.fixed + prior.per_char / source) for source, _ in pairs]
    logs = [math.log(target / source) for source, target in pairs]
    usual = 1 / (prior.fixed + prior.per_char / _USUAL_CHARS)
    total = sum(precisions) + _PRIOR_BEADS * usual
    mean = (sum(map(operator.mul, precisions, logs)) + _PRIOR_BEADS * usual * prior.mean) / total
    squares = sum(precision * (value - mean) ** 2 for precision, value in zip(precisions, logs, strict=True))
    scale = (squares + 2 * _PRIOR_BEADS) / (len(pairs) + 2 * _PRIOR_BEADS)
    return LengthModel(mean=mean, fixed=prior.fixed * scale, per_char=prior.per_char * scale)


def fit_gaps(lone_runs: float, lone: float, steps: int) -> GapCosts:
    """Return the costs of lone segments from how many runs of how many of them a path of so many steps has."""
    opening = (lone_runs + _PRIOR_BEADS * math.exp(GAPS.open)) / (steps + _PRIOR_BEADS)
    going_on = (lone - lone_runs + _PRIOR_BEADS * math.exp(GAPS.extend)) / (lone + _PRIOR_BEADS)
    return GapCosts(open=max(_DEAREST_GAP, math.log(min(opening, 0.2))), extend=math.log(min(going_on, 0.8)))


_PRIOR_BEADS = 10
"""So many beads' worth of the defaults stand beside what a pair shows of itself."""
_USUAL_CHARS = 40
_DEAREST_GAP = math.log(0.012)


def fit_structure(starts: Sequence[tuple[int, int]]) -> StructureModel:
    """Return how far block starts agree in (Japanese, English) bead starts, 1 for a start, with the defaults as a prior."""
    prior = StructureModel()
    table = Counter(starts)
    after_start = (table[1, 1] + prior.after_start * _PRIOR_BEADS) / (table[1, 1] + table[1, 0] + _PRIOR_BEADS)
    after_inner = (table[0, 1] + prior.after_inner * _PRIOR_BEADS) / (table[0, 1] + table[0, 0] + _PRIOR_BEADS)
    return StructureModel(after_start=after_start, after_inner=after_inner)
