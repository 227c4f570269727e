"""Learn what each signal of alignment weighs, from folders of gold beads, and write src/tmflow/align/weights.json.

    python -m benchmarks.learn_alignment FOLDER... [--rounds 60] [--seed 5] [--name own]

The texts are taken clean, damaged and abridged, every other one without its paragraphs, as a list of strings comes. The weights are those under which
the gold paths are most probable (a conditional random field, Lafferty, McCallum & Pereira 2001; its gradient is what the gold
path shows of a signal less what the lattice expects), found by Adam (Kingma & Ba 2015) from the weights stored now; a small
penalty draws them to where they began. Then the confidence is calibrated on the beads that a search finds in the same texts, each
clean, damaged and abridged, without paragraphs.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.alignment_gold import Gold, Row, conditioned, read_gold
from tmflow._version import __version__
from tmflow.align.body import Trace, trace_body
from tmflow.align.confidence import bead_traits
from tmflow.align.features import Profile, build_profiles
from tmflow.align.lattice import GapCosts, log_total, posteriors
from tmflow.align.lexicon import Lexicon
from tmflow.align.scoring import shared_worth
from tmflow.align.weights import SHAPES, Weights, stored_weights
from tmflow.model.document import BlockKind
from tmflow.model.language import Language

ROOT = Path(__file__).resolve().parents[1]
CONDITIONS = ("clean", "damaged", "damaged", "abridged")
MOST_BEADS = 120
FACTORS = len(Weights().vector()) - len(SHAPES)
GAP_OPEN, GAP_EXTEND = FACTORS - 2, FACTORS - 1
FIXED = [[one.name for one in fields(Weights)].index(name) for name in ("position", "parts")]
"""Not learned: the one is to decide where nothing else does, which real texts seldom ask; of the other the damage, which glues
sentences of any length, would teach too little."""
STEP = 1e-3

Floats = npt.NDArray[np.float64]


@dataclass
class Problem:
    """A stretch of a pair in its last pass: each factor's share of each bead's score, and the gold path through it."""

    trace: Trace
    features: Floats
    gold_features: Floats
    gold_opens: int
    gold_extends: int
    gold_shapes: Floats


def gold_steps(gold: Gold) -> list[tuple[int, int, int, int]] | None:
    """Return the path of the gold beads as (row, rows, column, columns), None if it crosses or is not in the lattice."""
    row = column = 0
    steps = []
    for bead in gold.beads:
        rows, columns = len(bead.source), len(bead.target)
        is_next = (not rows or bead.source[0] == row) and (not columns or bead.target[0] == column)
        if not is_next or (rows and columns and (rows, columns) not in SHAPES):
            return None
        steps.append((row, rows, column, columns))
        row, column = row + rows, column + columns
    return steps


def build(trace: Trace, steps: Sequence[tuple[int, int, int, int]]) -> Problem | None:
    """Return the problem of a stretch, None if the gold path leaves its band."""
    band = trace.stretch.band
    inside = [
        (row - trace.stretch.row, rows, column - trace.stretch.column, columns)
        for row, rows, column, columns in steps
        if trace.stretch.row <= row < trace.stretch.row + band.rows + (not rows)
        and trace.stretch.column <= column < trace.stretch.column + band.columns + (not columns)
    ]
    length = FACTORS + len(SHAPES)
    base = trace.scorer.scores(Weights().with_vector([0.0] * length))
    features = np.array(
        [
            trace.scorer.scores(Weights().with_vector([float(place == number) for place in range(length)]))
            for number in range(GAP_OPEN)
        ]
    )
    features[:, np.isneginf(base)] = 0.0
    gold = np.zeros(GAP_OPEN)
    shapes = np.zeros(len(SHAPES))
    opens = extends = 0
    was_lone = False
    for row, rows, column, columns in inside:
        if rows and columns:
            shape, place = SHAPES.index((rows, columns)), column - int(band.low[row])
            if not 0 <= place < band.width or np.isneginf(base[shape, row, place]):
                return None
            gold += features[:, shape, row, place]
            shapes[shape] += 1
            was_lone = False
        else:
            opens, extends = opens + (not was_lone), extends + was_lone
            was_lone = True
    if sum(step[1] for step in inside) != band.rows or sum(step[3] for step in inside) != band.columns:
        return None
    return Problem(trace, features.astype(np.float32), gold, opens, extends, shapes)


def slope(problem: Problem, vector: Floats) -> tuple[float, Floats]:
    """Return the log-likelihood of the gold path and its gradient."""
    band, gaps = problem.trace.stretch.band, problem.trace.gaps
    shift = (gaps.open - problem.trace.prior.open, gaps.extend - problem.trace.prior.extend)
    extend = min(-0.05, vector[GAP_EXTEND] + shift[1])
    now = GapCosts(open=vector[GAP_OPEN] + shift[0], extend=extend, close=gaps.close)
    base = problem.trace.scorer.scores(Weights().with_vector([0.0] * len(vector)))
    scores = base + np.tensordot(vector[:GAP_OPEN], problem.features, axes=1) + vector[FACTORS:, None, None]
    found = posteriors(scores, band, gaps=now)
    gradient = np.zeros(len(vector))
    gradient[:GAP_OPEN] = problem.gold_features - np.tensordot(problem.features, found.beads, axes=3)
    gradient[FACTORS:] = problem.gold_shapes - found.beads.sum(axis=(1, 2))
    opened = log_total(scores, band, gaps=replace(now, open=now.open + STEP))
    extended = log_total(scores, band, gaps=replace(now, extend=now.extend + STEP))
    gradient[GAP_OPEN] = problem.gold_opens - (opened - found.log_total) / STEP
    gradient[GAP_EXTEND] = problem.gold_extends - (extended - found.log_total) / STEP
    likely = (
        float(vector[:GAP_OPEN] @ problem.gold_features)
        + float(vector[FACTORS:] @ problem.gold_shapes)
        + now.open * problem.gold_opens
        + now.extend * problem.gold_extends
        - found.log_total
    )
    return likely, gradient


def profiles(gold: Gold, *, has_blocks: bool) -> tuple[tuple[Profile, ...], tuple[Profile, ...]]:
    """Return what the aligner sees of the two texts, with or without their paragraphs."""
    japanese, english = (
        [one if has_blocks else replace(one, block=0, kind=BlockKind.PARAGRAPH) for one in side]
        for side in (gold.japanese, gold.english)
    )
    return build_profiles(japanese, language=Language.JA), build_profiles(english, language=Language.EN)


def problems(golds: Sequence[Gold], weights: Weights) -> list[Problem]:
    """Search each pair with the weights as they are and keep the last pass."""
    lexicon = Lexicon.build()
    found = []
    for number, gold in enumerate(golds):
        steps = gold_steps(gold)
        if steps is None:
            print(f"{gold.name}: its beads are not in the lattice; left out", file=sys.stderr)
            continue
        japanese, english = profiles(gold, has_blocks=number % 2 == 0)
        for trace in trace_body(japanese, english, lexicon=lexicon, weights=weights):
            problem = build(trace, steps)
            if problem is not None:
                found.append(problem)
    return found


def learn(found: Sequence[Problem], start: Floats, *, rounds: int, rate: float) -> Floats:
    """Return the weights after some rounds of Adam over all problems."""
    vector, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    beads = sum(float(problem.gold_shapes.sum()) + problem.gold_opens for problem in found)
    for turn in range(1, rounds + 1):
        likely, gradient = 0.0, -0.02 * (vector - start)
        for problem in found:
            one, part = slope(problem, vector)
            likely += one
            gradient += part * 100 / beads
        gradient[FIXED] = 0.0
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        step = rate * (0.3 if turn > rounds * 0.7 else 1.0)
        vector += step * (mean / (1 - 0.9**turn)) / (np.sqrt(square / (1 - 0.99**turn)) + 1e-9)
        vector[GAP_EXTEND] = min(-0.05, vector[GAP_EXTEND])
        print(f"round {turn}: log-likelihood a step {likely / beads:.4f}", file=sys.stderr, flush=True)
    return vector


def calibrate(traits: Floats, right: Floats) -> tuple[float, ...]:
    """Return what makes the beads' being right most likely: a factor for each of `TRAITS` (Platt 1999)."""
    factors = np.zeros(traits.shape[1])
    for _ in range(100):
        guess = 1 / (1 + np.exp(-np.clip(traits @ factors, -50, 50)))
        weight = guess * (1 - guess) + 1e-9
        hessian = (traits.T * weight) @ traits + np.eye(len(factors)) * 1e-6
        factors += np.linalg.solve(hessian, traits.T @ (right - guess))
    return tuple(round(float(factor), 4) for factor in factors)


def judged(texts: Sequence[tuple[str, list[Row]]], weights: Weights, *, seed: int) -> tuple[Floats, Floats]:
    """Return the traits of each two-sided bead that a search finds in each condition, and whether it is right."""
    lexicon = Lexicon.build()
    traits: list[Floats] = []
    right: list[float] = []
    for gold in (gold for condition in sorted({*CONDITIONS}) for gold in conditioned(texts, condition, seed=seed)):
        keys = {(bead.source, bead.target) for bead in gold.beads}
        japanese, english = profiles(gold, has_blocks=False)
        found: list[tuple[float, float]] = []
        for trace in trace_body(japanese, english, lexicon=lexicon, weights=weights):
            place = trace.stretch
            for step in trace.steps:
                if step.rows and step.columns:
                    rows, columns = (
                        range(step.row, step.row + step.rows),
                        range(step.column, step.column + step.columns),
                    )
                    here = replace(step, row=step.row - place.row, column=step.column - place.column)
                    found.append((step.probability, shared_worth(trace.scorer.signals(here, weights))))
                    right.append(float((tuple(rows), tuple(columns)) in keys))
        if found:
            traits.append(bead_traits(*zip(*found, strict=True)))
    return np.concatenate(traits), np.array(right)


def main() -> None:
    """Learn, calibrate and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--most", type=int, default=400, help="texts to learn from at most")
    parser.add_argument("--name", default="own", help="what the signature calls the corpus")
    parser.add_argument("--calibrate-only", action="store_true")
    options = parser.parse_args()
    texts = [(name, rows[:MOST_BEADS]) for folder in options.folders for name, rows in read_gold(folder)]
    chance = random.Random(options.seed)  # noqa: S311 - a draw that can be repeated
    chance.shuffle(texts)
    if not texts:
        parser.error("no *.jsonl file in the folders")
    texts = texts[: options.most]
    golds = [
        gold
        for number, condition in enumerate(CONDITIONS)
        for gold in conditioned(texts[number :: len(CONDITIONS)], condition, seed=options.seed)
    ]
    weights = stored_weights()
    if not options.calibrate_only:
        found = problems(golds, weights)
        print(f"{len(found)} stretches of {len(golds)} texts", file=sys.stderr)
        vector = learn(found, np.array(weights.vector()), rounds=options.rounds, rate=options.rate)
        weights = weights.with_vector([round(float(value), 4) for value in vector])
    traits, right = judged(texts, weights, seed=options.seed)
    calibration = calibrate(traits, right)
    signature = f"align-weights|crf:{len(golds)} texts, {len(right)} beads|corpus:{options.name}|seed:{options.seed}|v:{__version__}"
    weights = replace(weights, calibration=calibration, signature=signature)
    (ROOT / "src/tmflow/align/weights.json").write_text(weights.to_json(), encoding="utf-8")
    print(weights.to_json())


if __name__ == "__main__":
    main()
