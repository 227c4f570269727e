"""Aligning the running text of two sides: passes of dynamic programming, each with what the one before has learned."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tmflow.align.corridor import find_band, sure_cells
from tmflow.align.evidence import Evidence, collect_evidence
from tmflow.align.features import Profile
from tmflow.align.lattice import GapCosts, Step, chain, solve
from tmflow.align.lexicon import Association, Lexicon, LinkedPair, learn_associations
from tmflow.align.scoring import GAPS, BeadScorer, LengthModel, StructureModel, fit_gaps, fit_lengths, fit_structure
from tmflow.model.document import Span

__all__ = ["BodyAlignment", "PlacedStep", "align_body"]

_PASSES = 2
_BEAM = 50.0
"""Some ten beads' worth; the sample articles, damaged and abridged too, align the same without it and a third slower."""
_TEMPERATURE = 1.2
"""Between 1.0, which was too sure of damaged sample articles at .7 to .9, and 1.5, which was too unsure everywhere."""
_LEARNED_OVER = 0.4
_MOVE_COST = -5.0
"""Log score of moving a paragraph: one in some 150, less what its first segment costs in a new place."""
_MOVE_WORTH = 6.0
_MOST_MOVES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedStep:
    """A bead by the segments of both sides, Japanese (rows) and English (columns); one may be empty."""

    rows: Span
    columns: Span
    confidence: float
    is_crossing: bool = False
    signals: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyAlignment:
    """The beads of the running text, and for each two-sided one what its texts share (natural-log worth)."""

    steps: tuple[PlacedStep, ...] = ()
    shared: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Models:
    lengths: LengthModel = field(default_factory=LengthModel)
    structure: StructureModel = field(default_factory=StructureModel)
    gaps: GapCosts = GAPS
    learned: Mapping[str, Sequence[Association]] = field(default_factory=dict)
    homes: Mapping[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Solution:
    """A path through some rows and columns."""

    rows: Sequence[int]
    columns: Sequence[int]
    score: float
    steps: tuple[Step, ...]
    scorer: BeadScorer


def align_body(
    japanese: Sequence[Profile], english: Sequence[Profile], *, lexicon: Lexicon, anchors: Sequence[tuple[Span, Span]]
) -> BodyAlignment:
    """Align the profiles of two sides; their `index` may leave gaps where anchors and metadata were taken out.

    anchors: (rows, columns) in indexes, which no bead may straddle; those that cross each other bind nothing.
    """
    search = _Search(japanese, english, lexicon, _fences(japanese, english, anchors))
    models = _Models(learned=learn_associations(lexicon.examples))
    solution = search.solve(models)
    for _ in range(_PASSES - 1):
        models = search.learn(solution, models)
        solution = search.solve(models, near=solution.steps)
    return search.place(search.with_moves(solution, models))


def _fences(
    japanese: Sequence[Profile], english: Sequence[Profile], anchors: Sequence[tuple[Span, Span]]
) -> tuple[tuple[int, int], ...]:
    """Return the nodes that two-sided anchors in order force the path through."""
    row_indexes, column_indexes = [profile.index for profile in japanese], [profile.index for profile in english]
    cells = [
        (rows.start, columns.start, float(len(rows) + len(columns)))
        for rows, columns in anchors
        if len(rows) and len(columns)
    ]
    return tuple((bisect_left(row_indexes, row), bisect_left(column_indexes, column)) for row, column in chain(cells))


class _Search:
    """One pair of texts and the searches over it."""

    def __init__(
        self,
        japanese: Sequence[Profile],
        english: Sequence[Profile],
        lexicon: Lexicon,
        fences: Sequence[tuple[int, int]],
    ) -> None:
        self._japanese, self._english, self._lexicon, self._fences = japanese, english, lexicon, fences
        self._evidence: Evidence | None = None

    def solve(self, models: _Models, *, near: Sequence[Step] = ()) -> _Solution:
        """Find the best path through everything with new evidence. `near` is the path of an earlier search."""
        self._evidence = collect_evidence(
            self._japanese, self._english, lexicon=self._lexicon, learned=models.learned, homes=models.homes
        )
        path = [(step.row, step.column) for step in near]
        return self._path(self._evidence, range(len(self._japanese)), range(len(self._english)), models, path)

    def _path(
        self,
        evidence: Evidence,
        rows: Sequence[int],
        columns: Sequence[int],
        models: _Models,
        path: Sequence[tuple[int, int]] = (),
    ) -> _Solution:
        fences = [(bisect_left(rows, row), bisect_left(columns, column)) for row, column in self._fences]
        band = find_band(evidence, rows, columns, path=path, fences=fences)
        scorer = BeadScorer(
            [self._japanese[row] for row in rows],
            [self._english[column] for column in columns],
            evidence,
            band,
            rows=rows,
            columns=columns,
            lengths=models.lengths,
            structure=models.structure,
        )
        score, steps = solve(band, scorer.score, gaps=models.gaps, temperature=_TEMPERATURE, beam=_BEAM)
        return _Solution(rows, columns, score, steps, scorer)

    def learn(self, solution: _Solution, models: _Models) -> _Models:
        """Learn words, lengths and structure from a path."""
        pairs: list[LinkedPair] = []
        lengths: list[tuple[int, int]] = []
        starts: list[tuple[int, int]] = []
        homes: dict[int, tuple[int, int]] = {}
        lone = runs = 0
        was_lone = False
        for step in solution.steps:
            is_lone = not step.rows or not step.columns
            lone += is_lone
            runs += is_lone and not was_lone
            was_lone = is_lone
            if is_lone:
                continue
            source = [self._japanese[solution.rows[row]] for row in range(step.row, step.row + step.rows)]
            target = [
                self._english[solution.columns[column]] for column in range(step.column, step.column + step.columns)
            ]
            for row in range(step.row, step.row + step.rows):
                homes[solution.rows[row]] = (
                    solution.columns[step.column],
                    solution.columns[step.column + step.columns - 1] + 1,
                )
            if step.probability < _LEARNED_OVER:
                continue
            japanese = frozenset(word for profile in source for word in profile.words)
            english = frozenset(word for profile in target for word in profile.words)
            pairs.append(LinkedPair(japanese, english, step.probability))
            lengths.append(
                (sum(profile.length_chars for profile in source), sum(profile.length_chars for profile in target))
            )
            starts.append(
                (
                    self._starts(self._japanese, solution.rows[step.row]),
                    self._starts(self._english, solution.columns[step.column]),
                )
            )
        return replace(
            models,
            lengths=fit_lengths(lengths, prior=LengthModel()),
            structure=fit_structure(starts),
            gaps=fit_gaps(runs, lone, len(solution.steps)),
            learned=learn_associations([*self._lexicon.examples, *pairs]),
            homes=homes,
        )

    @staticmethod
    def _starts(profiles: Sequence[Profile], index: int) -> int:
        return int(not index or profiles[index - 1].block != profiles[index].block)

    def with_moves(self, solution: _Solution, models: _Models) -> list[_Solution]:
        """Take out blocks that were moved, as long as the whole is better for it; the first solution is the one in order."""
        evidence = self._evidence
        if evidence is None:
            return [solution]
        solutions = [solution]
        for rows, columns in self._moved_blocks(evidence, solution)[:_MOST_MOVES]:
            main = solutions[0]
            rest = self._path(
                evidence,
                [row for row in main.rows if row not in rows],
                [column for column in main.columns if column not in columns],
                models,
            )
            moved = self._path(evidence, rows, columns, models)
            if rest.score + moved.score + _MOVE_COST > main.score:
                solutions = [rest, *solutions[1:], moved]
        return solutions

    def _moved_blocks(self, evidence: Evidence, solution: _Solution) -> list[tuple[range, range]]:
        """Return pairs of blocks that share much more with each other than with what the path gives them, best first."""
        row_blocks, column_blocks = _blocks(self._japanese), _blocks(self._english)
        block_of_row = {row: block for block in row_blocks for row in block}
        block_of_column = {column: block for block in column_blocks for column in block}
        linked = {
            (block_of_row[solution.rows[row]], block_of_column[solution.columns[column]])
            for step in solution.steps
            for row in range(step.row, step.row + step.rows)
            for column in range(step.column, step.column + step.columns)
        }
        worths: dict[tuple[range, range], float] = {}
        for row, column, worth in sure_cells(evidence, range(len(self._japanese)), range(len(self._english))):
            pair = block_of_row[row], block_of_column[column]
            if pair not in linked:
                worths[pair] = worths.get(pair, 0.0) + worth
        ranked = sorted(worths.items(), key=lambda item: (-item[1], item[0][0].start))
        return [pair for pair, worth in ranked if worth >= _MOVE_WORTH and not self._is_fenced(pair)]

    def _is_fenced(self, pair: tuple[range, range]) -> bool:
        """Whether a block holds an anchored place, which moving it would tear apart."""
        return any(row in pair[0][1:] or column in pair[1][1:] for row, column in self._fences)

    def place(self, solutions: Sequence[_Solution]) -> BodyAlignment:
        """Turn paths into steps by segment index."""
        steps: list[PlacedStep] = []
        shared: list[float] = []
        for number, solution in enumerate(solutions):
            for step in solution.steps:
                is_both = bool(step.rows and step.columns)
                steps.append(
                    PlacedStep(
                        rows=_span(self._japanese, solution.rows, step.row, step.rows),
                        columns=_span(self._english, solution.columns, step.column, step.columns),
                        confidence=step.probability,
                        is_crossing=bool(number) and is_both,
                        signals=solution.scorer.signals(step),
                    )
                )
                if is_both:
                    shared.append(solution.scorer.shared(step))
        return BodyAlignment(steps=tuple(steps), shared=tuple(shared))


def _span(profiles: Sequence[Profile], positions: Sequence[int], start: int, size: int) -> Span:
    if not size:
        return Span(0, 0)
    first = profiles[positions[start]].index
    return Span(first, first + size)


def _blocks(profiles: Sequence[Profile]) -> list[range]:
    """Return the ranges of profiles that stand in one block."""
    starts = [
        index for index, profile in enumerate(profiles) if not index or profiles[index - 1].block != profile.block
    ]
    return [range(start, end) for start, end in pairwise([*starts, len(profiles)])]
