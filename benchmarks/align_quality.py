"""Strict precision, recall and F1 of the aligner on the gold articles, beside a diagonal and a plain Gale-Church baseline.

    python benchmarks/align_quality.py [--seed 7] [--share 0.1]

Segments are the gold's own sentences; blocks are approximated (see tests/align/builders.py). Each line prints its signature.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from time import process_time

sys.path.insert(
    0, str(Path(__file__).resolve().parents[1] / "tests" / "align")
)  # a dependency installs a package `tests` too

from builders import GOLD, JA_EN, GoldPair, damaged, read_gold, segments  # type: ignore[import-not-found]  # found by the line above

from tmflow._version import __version__
from tmflow.align.aligner import align_segments
from tmflow.align.evaluate import Score, strict_score
from tmflow.align.lattice import GapCosts, full_band, solve
from tmflow.model.bitext import Bead
from tmflow.model.document import Segment

_PRIORS = {(1, 1): 0.89, (1, 2): 0.0445, (2, 1): 0.0445, (2, 2): 0.011}
_LONE_PRIOR = 0.0099
_RATIO, _VARIANCE = 2.05, 6.8
"""Gale & Church 1993, tables 5 and 1, with the ratio of Japanese to English characters in place of 1.0; a lone segment
costs a further 4.0. A textbook version without that, written apart, scores .764 on the clean articles, this one .773."""


def tmflow_beads(source: Sequence[Segment], target: Sequence[Segment]) -> Sequence[Bead]:
    """Align as tmflow does, without a dictionary."""
    return align_segments(source, target, pair=JA_EN, require_translation=False)


def diagonal_beads(source: Sequence[Segment], target: Sequence[Segment]) -> Sequence[Bead]:
    """Pair the n-th with the n-th."""
    shared = min(len(source), len(target))
    beads = [Bead(source=(n,), target=(n,), confidence=1.0) for n in range(shared)]
    beads += [Bead(source=(n,), target=(), confidence=1.0) for n in range(shared, len(source))]
    beads += [Bead(source=(), target=(n,), confidence=1.0) for n in range(shared, len(target))]
    return beads


def gale_church_beads(source: Sequence[Segment], target: Sequence[Segment]) -> Sequence[Bead]:
    """Align by lengths alone: -100 log of the two-sided tail of delta, with the paper's priors (no blocks)."""
    rows = list(accumulate((max(1, len("".join(one.text.split()))) for one in source), initial=0))
    columns = list(accumulate((max(1, len("".join(one.text.split()))) for one in target), initial=0))

    def score(row: int, height: int, column: int, width: int) -> float:
        prior = _PRIORS.get((height, width))
        if prior is None:
            return -math.inf
        first, second = rows[row + height] - rows[row], columns[column + width] - columns[column]
        mean = (first + second / _RATIO) / 2
        delta = abs(second - first * _RATIO) / math.sqrt(mean * _VARIANCE)
        return math.log(prior) + math.log(max(math.erfc(delta / math.sqrt(2)), 1e-300))

    lone = math.log(_LONE_PRIOR) - 4.0
    _, steps = solve(full_band(len(source), len(target)), score, gaps=GapCosts(open=lone, extend=lone))
    return [
        Bead(
            source=tuple(range(step.row, step.row + step.rows)),
            target=tuple(range(step.column, step.column + step.columns)),
            confidence=step.probability,
        )
        for step in steps
    ]


SYSTEMS: dict[str, Callable[[Sequence[Segment], Sequence[Segment]], Sequence[Bead]]] = {
    "diagonal": diagonal_beads,
    "gale-church": gale_church_beads,
    "tmflow": tmflow_beads,
}


def report(system: str, condition: str, golds: dict[str, GoldPair], *, seed: int) -> None:
    """Print a line for each article and one for all."""
    total, taken, units = Score(right=0, found=0, gold=0), 0.0, 0
    for slug, gold in golds.items():
        source, target = segments(gold.japanese), segments(gold.english)
        started = process_time()
        found = SYSTEMS[system](source, target)
        taken += process_time() - started
        units += len(source)
        score = strict_score(gold.beads, found)
        total += score
        print(f"  {slug:24} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}")
    print(
        f"{system:12} {condition:8} P {total.precision:.3f}  R {total.recall:.3f}  F1 {total.f1:.3f}  {units / taken:7.0f} segments/CPU-s  "
        f"align|system:{system}|corpus:own-articles-{len(golds)}-{condition}|seed:{seed}|v:{__version__}"
    )


def main() -> None:
    """Run every system on every condition."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", type=float, default=0.1, help="share of damaged beads")
    options = parser.parse_args()
    clean = {path.stem: read_gold(path) for path in sorted(GOLD.glob("*.jsonl"))}
    broken = {slug: damaged(gold, seed=options.seed, share=options.share) for slug, gold in clean.items()}
    for system in SYSTEMS:
        report(system, "clean", clean, seed=options.seed)
        report(system, "damaged", broken, seed=options.seed)


if __name__ == "__main__":
    main()
