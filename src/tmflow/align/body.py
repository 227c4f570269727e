"""Aligning the running text of two sides: passes of dynamic programming, each with what the one before has learned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tmflow.align.confidence import confidences
from tmflow.align.corridor import Stretch, find_stretches, near_path, next_window
from tmflow.align.evidence import Evidence
from tmflow.align.features import Profile
from tmflow.align.lattice import GapCosts, Step, best_path, chain, posteriors
from tmflow.align.learning import Association, learn_associations
from tmflow.align.lexicon import Lexicon, LinkedPair
from tmflow.align.models import LengthModel, Models, fit_gaps, fit_lengths, fit_structure
from tmflow.align.moves import find_moves
from tmflow.align.scoring import BeadScorer, shared_worth
from tmflow.align.sharing import Drafts, SharedFeatures
from tmflow.align.weights import Weights
from tmflow.model.document import Span

__all__ = ["BodyAlignment", "PlacedStep", "Trace", "align_body", "trace_body"]

_PASSES = 2
_LEARNED_OVER = 0.4
_LONE_WORTH = 0.5
"""Two lone segments count as much as the bead they could make."""


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
class Trace:
    """A stretch as the last pass searched it: what weights are learned from. `prior`: the gap costs before the pair's own."""

    stretch: Stretch
    scorer: BeadScorer
    gaps: GapCosts
    prior: GapCosts
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Learned:
    """What a pass has learned: models of lengths and structure, costs of gaps, words and where they were learned."""

    gaps: GapCosts
    models: Models = field(default_factory=Models)
    words: Mapping[str, Sequence[Association]] = field(default_factory=dict)
    homes: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def align_body(
    japanese: Sequence[Profile],
    english: Sequence[Profile],
    *,
    lexicon: Lexicon,
    weights: Weights,
    anchors: Sequence[tuple[Span, Span]],
    drafts: Drafts | None = None,
) -> BodyAlignment:
    """Align the profiles of two sides; their `index` may leave gaps where anchors and metadata were taken out.

    anchors: (rows, columns) in indexes, which no bead may straddle; those that cross each other bind nothing.
    """
    if not japanese or not english:
        return BodyAlignment(
            steps=(
                *(
                    PlacedStep(rows=_span(japanese, n, 1), columns=Span(0, 0), confidence=1.0)
                    for n in range(len(japanese))
                ),
                *(
                    PlacedStep(rows=Span(0, 0), columns=_span(english, n, 1), confidence=1.0)
                    for n in range(len(english))
                ),
            )
        )
    shared = SharedFeatures(japanese, english, lexicon=lexicon, drafts=drafts)
    search = _Search(
        japanese,
        english,
        shared,
        weights=weights,
        fences=_fences(japanese, english, anchors),
        examples=lexicon.examples,
    )
    evidence, _, learned, steps = search.run_passes()
    return search.place(evidence, steps, learned)


def trace_body(
    japanese: Sequence[Profile], english: Sequence[Profile], *, lexicon: Lexicon, weights: Weights
) -> list[Trace]:
    """Align the profiles of two sides and return how the last pass searched each stretch, those with text on both sides."""
    shared = SharedFeatures(japanese, english, lexicon=lexicon)
    search = _Search(japanese, english, shared, weights=weights, fences=(), examples=lexicon.examples)
    evidence, stretches, learned = search.run_passes()[:3]
    traces = []
    for stretch in stretches:
        if stretch.band.rows and stretch.band.columns:
            scorer = search.scorer(evidence, stretch, learned)
            prior = GapCosts(open=weights.gap_open, extend=weights.gap_extend)
            traces.append(Trace(stretch, scorer, learned.gaps, prior, tuple(search.solve(evidence, stretch, learned))))
    return traces


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
    nodes = [(bisect_left(row_indexes, row), bisect_left(column_indexes, column)) for row, column in chain(cells)]
    return tuple(dict.fromkeys(nodes))


class _Search:
    """One pair of texts and the searches over it."""

    def __init__(
        self,
        japanese: Sequence[Profile],
        english: Sequence[Profile],
        shared: SharedFeatures,
        *,
        weights: Weights,
        fences: Sequence[tuple[int, int]],
        examples: Sequence[LinkedPair],
    ) -> None:
        self._japanese, self._english, self._shared, self._weights = japanese, english, shared, weights
        self._fences, self._examples = fences, examples

    def run_passes(self) -> tuple[Evidence, list[Stretch], _Learned, list[Step]]:
        """Search, learn from what was found, and search again near it; return how the last pass searched, and its path."""
        learned = _Learned(
            GapCosts(open=self._weights.gap_open, extend=self._weights.gap_extend),
            words=learn_associations(self._examples),
        )
        evidence = self._shared.evidence(learned.words, learned.homes)
        stretches = find_stretches(evidence, self._fences)
        steps = list(self._steps(evidence, stretches, learned))
        for later in range(1, _PASSES):
            learned = self._learn(steps)
            evidence = self._shared.evidence(learned.words, learned.homes)
            stretches = [self._again(stretch, steps) for stretch in stretches]
            steps = list(self._steps(evidence, stretches, learned, is_explained=later == _PASSES - 1))
        return evidence, stretches, learned, steps

    def _steps(
        self, evidence: Evidence, stretches: Sequence[Stretch], learned: _Learned, *, is_explained: bool = False
    ) -> Iterator[Step]:
        """Yield the steps of the best path through all stretches, by row and column of the whole."""
        for stretch in stretches:
            row, column = stretch.row, stretch.column
            end = (row + stretch.band.rows, column + stretch.band.columns)
            while (row, column) != end:
                window = next_window(stretch, row, column)
                for step in self.solve(evidence, window.stretch, learned, is_explained=is_explained):
                    if step.row >= window.kept_until:
                        break
                    yield step
                    row, column = step.row + step.rows, step.column + step.columns

    def scorer(self, evidence: Evidence, stretch: Stretch, learned: _Learned) -> BeadScorer:
        """Return what scores the beads of a stretch."""
        return BeadScorer(
            self._japanese[stretch.row : stretch.row + stretch.band.rows],
            self._english[stretch.column : stretch.column + stretch.band.columns],
            evidence,
            stretch,
            models=learned.models,
        )

    def solve(
        self, evidence: Evidence, stretch: Stretch, learned: _Learned, *, is_explained: bool = False
    ) -> Iterator[Step]:
        """Yield the best path's steps through a stretch, by row and column of the whole; explained, with their signals."""
        row, column, band = stretch.row, stretch.column, stretch.band
        if not band.rows or not band.columns:
            for number in range(max(band.rows, band.columns)):
                here = (row + number, 1, column, 0) if band.rows else (row, 0, column + number, 1)
                yield Step(row=here[0], rows=here[1], column=here[2], columns=here[3], probability=1.0)
            return
        scorer = self.scorer(evidence, stretch, learned)
        found = posteriors(scorer.scores(self._weights), band, gaps=learned.gaps)
        for step in best_path(found, band, lone_worth=_LONE_WORTH):
            signals = scorer.signals(step, self._weights) if is_explained and step.rows and step.columns else {}
            yield Step(
                row=step.row + row,
                rows=step.rows,
                column=step.column + column,
                columns=step.columns,
                probability=step.probability,
                signals=signals,
            )

    @staticmethod
    def _again(stretch: Stretch, steps: Sequence[Step]) -> Stretch:
        """Return a stretch with a band near the path that was found in it."""
        start = (stretch.row, stretch.column)
        end = (stretch.row + stretch.band.rows, stretch.column + stretch.band.columns)
        first, last = bisect_left(steps, start, key=_node), bisect_right(steps, end, key=_node)
        return near_path(start, end, [_node(step) for step in steps[first:last]])

    def _learn(self, steps: Sequence[Step]) -> _Learned:
        """Learn words, lengths, structure and gaps from a path."""
        pairs: list[LinkedPair] = []
        lengths: list[tuple[int, int]] = []
        starts: list[tuple[int, int]] = []
        homes: dict[int, tuple[int, int]] = {}
        for step in steps:
            if not step.rows or not step.columns:
                continue
            rows, columns = range(step.row, step.row + step.rows), range(step.column, step.column + step.columns)
            homes.update((row, (columns.start, columns.stop)) for row in rows)
            if step.probability < _LEARNED_OVER:
                continue
            source, target = [self._japanese[row] for row in rows], [self._english[column] for column in columns]
            japanese = frozenset(word for profile in source for word in profile.words)
            english = frozenset(word for profile in target for word in profile.words)
            pairs.append(LinkedPair(japanese, english, step.probability))
            lengths.append((sum(one.length_chars for one in source), sum(one.length_chars for one in target)))
            starts.append((_starts(self._japanese, step.row), _starts(self._english, step.column)))
        is_lone = [not step.rows or not step.columns for step in steps]
        runs = sum(here and not before for before, here in pairwise([False, *is_lone]))
        prior = GapCosts(open=self._weights.gap_open, extend=self._weights.gap_extend)
        return _Learned(
            fit_gaps(runs, sum(is_lone), len(steps), prior=prior),
            Models(lengths=fit_lengths(lengths, prior=LengthModel()), structure=fit_structure(starts)),
            learn_associations([*self._examples, *pairs]),
            homes,
        )

    def place(self, evidence: Evidence, steps: Sequence[Step], learned: _Learned) -> BodyAlignment:
        """Turn a path, and what was moved out of it, into steps by segment index."""
        moved, left = find_moves(
            evidence, steps, lambda stretch: self.solve(evidence, stretch, learned, is_explained=True)
        )
        crossing = {_node(step) for step in moved}
        ordered = sorted((*left, *moved), key=_node)
        linked = [step for step in ordered if step.rows and step.columns]
        shared = [shared_worth(step.signals) for step in linked]
        certain = confidences([step.probability for step in linked], shared, self._weights.calibration)
        confidence = {_node(step): found for step, found in zip(linked, certain, strict=True)}
        placed = [
            PlacedStep(
                rows=_span(self._japanese, step.row, step.rows),
                columns=_span(self._english, step.column, step.columns),
                confidence=confidence[_node(step)] if step.rows and step.columns else step.probability,
                is_crossing=_node(step) in crossing,
                signals=tuple((name, round(worth, 2)) for name, worth in step.signals.items() if round(worth, 2)),
            )
            for step in ordered
        ]
        return BodyAlignment(steps=tuple(placed), shared=tuple(shared))


def _node(step: Step) -> tuple[int, int]:
    return step.row, step.column


def _starts(profiles: Sequence[Profile], index: int) -> int:
    return int(not index or profiles[index - 1].block != profiles[index].block)


def _span(profiles: Sequence[Profile], start: int, size: int) -> Span:
    return Span(profiles[start].index, profiles[start].index + size) if size else Span(0, 0)
