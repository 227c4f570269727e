import math
from collections.abc import Iterator

import numpy as np
import pytest

from tmflow.align.lattice import Band, GapCosts, Posteriors, Step, best_path, chain, full_band, log_total, posteriors
from tmflow.align.weights import SHAPES

GAPS = GapCosts(open=-3.0, extend=-1.0)


def random_scores(rows: int, columns: int, *, seed: int, scale: float = 2.0) -> np.ndarray:
    scores = np.random.default_rng(seed).normal(0.0, scale, (len(SHAPES), rows, columns + 1))
    for shape, (height, width) in enumerate(SHAPES):
        for row in range(rows):
            for column in range(columns + 1):
                if row + height > rows or column + width > columns:
                    scores[shape, row, column] = -np.inf
    return scores


def iter_paths(scores: np.ndarray, rows: int, columns: int, gaps: GapCosts) -> Iterator[tuple[float, tuple[Step, ...]]]:
    """Try every path: what dynamic programming must equal."""

    def onward(row: int, column: int, *, after_gap: bool) -> Iterator[tuple[float, tuple[Step, ...]]]:
        if (row, column) == (rows, columns):
            yield 0.0, ()
        lone = gaps.extend if after_gap else gaps.open
        kinds = [(shape, lone if height == 0 or width == 0 else None) for shape, (height, width) in enumerate(ALL)]
        for kind, cost in kinds:
            height, width = ALL[kind]
            if row + height <= rows and column + width <= columns:
                gain = scores[kind, row, column] + (gaps.close if after_gap else 0.0) if cost is None else cost
                step = Step(row=row, rows=height, column=column, columns=width, probability=0.0)
                for more, steps in onward(row + height, column + width, after_gap=cost is not None):
                    yield gain + more, (step, *steps)

    return onward(0, 0, after_gap=False)


ALL = (*SHAPES, (1, 0), (0, 1))


def probability_of(found: Posteriors, step: Step) -> float:
    if not step.columns:
        return float(found.lone_rows[step.row, step.column])
    if not step.rows:
        return float(found.lone_columns[step.row, step.column])
    return float(found.beads[SHAPES.index((step.rows, step.columns)), step.row, step.column])


@pytest.mark.parametrize(("rows", "columns", "seed"), [(3, 4, 1), (4, 3, 2), (2, 5, 3), (1, 1, 4)])
@pytest.mark.parametrize("gaps", [GAPS, GapCosts(open=-0.5, extend=-2.0, close=-0.7)])
def test_probabilities_are_the_shares_of_all_paths(rows: int, columns: int, seed: int, gaps: GapCosts) -> None:
    scores = random_scores(rows, columns, seed=seed)
    paths = list(iter_paths(scores, rows, columns, gaps))
    total = math.log(sum(math.exp(score) for score, _ in paths))
    found = posteriors(scores, full_band(rows, columns), gaps=gaps)
    assert found.log_total == pytest.approx(total)
    assert log_total(scores, full_band(rows, columns), gaps=gaps) == pytest.approx(total)
    shares: dict[Step, float] = {}
    for score, steps in paths:
        for step in steps:
            shares[step] = shares.get(step, 0.0) + math.exp(score - total)
    for step, share in shares.items():
        assert probability_of(found, step) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_the_best_path_holds_most_probability(seed: int) -> None:
    rows, columns = 3, 3
    scores = random_scores(rows, columns, seed=seed)
    band = full_band(rows, columns)
    found = posteriors(scores, band, gaps=GAPS)

    def worth(steps: tuple[Step, ...]) -> float:
        return sum(probability_of(found, step) * (1.0 if step.rows and step.columns else 0.5) for step in steps)

    best = best_path(found, band, lone_worth=0.5)
    assert sum(one.probability * (1.0 if one.rows and one.columns else 0.5) for one in best) == pytest.approx(
        max(worth(steps) for _, steps in iter_paths(scores, rows, columns, GAPS))
    )


def test_a_narrow_band_gives_what_the_whole_gives_where_nothing_else_is_likely() -> None:
    size, width = 300, 9
    low = np.clip(np.arange(size + 1) - 4, 0, size + 1 - width)
    band = Band(low, width, size)
    scores = np.full((len(SHAPES), size, width), -20.0)
    for row in range(size):
        scores[0, row, row - low[row]] = -0.1
        for shape, (height, columns) in enumerate(SHAPES):
            places = low[row] + np.arange(width) + columns > size
            scores[shape, row, places] = -np.inf
            if row + height > size:
                scores[shape, row] = -np.inf
    found = posteriors(scores, band, gaps=GapCosts(open=-8.6, extend=-8.6))
    steps = best_path(found, band, lone_worth=0.5)
    assert [(step.row, step.column) for step in steps] == [(number, number) for number in range(size)]
    assert all(step.probability > 0.99 for step in steps)


def test_a_long_run_of_lone_columns_keeps_its_probability() -> None:
    """So many that no double could hold the probability of the run, nor the exponential of the score."""
    columns = 3000
    scores = np.full((len(SHAPES), 1, columns + 1), -np.inf)
    scores[0, 0, columns - 1] = 7000.0
    found = posteriors(scores, full_band(1, columns), gaps=GapCosts(open=-3.5, extend=-2.7))
    steps = best_path(found, full_band(1, columns), lone_worth=0.5)
    assert [step.rows for step in steps] == [0] * (columns - 1) + [1]
    assert all(step.probability == pytest.approx(1.0) for step in steps)


def test_an_empty_side_leaves_all_alone() -> None:
    found = posteriors(np.zeros((len(SHAPES), 0, 4)), full_band(0, 3), gaps=GAPS)
    assert found.log_total == pytest.approx(-5.0)
    assert len(best_path(found, full_band(0, 3), lone_worth=0.5)) == 3


@pytest.mark.parametrize(
    ("low", "width", "columns"), [([1, 1], 3, 2), ([0, 3], 2, 4), ([0, 0], 2, 4), ([0, 2, 1], 4, 4)]
)
def test_a_torn_band_is_refused(low: list[int], width: int, columns: int) -> None:
    with pytest.raises(ValueError, match="band"):
        Band(np.array(low), width, columns)


def test_chain_is_the_heaviest_rising_one() -> None:
    cells = [(0, 5, 3.0), (1, 1, 2.0), (2, 2, 2.0), (3, 3, 0.5), (3, 4, 1.0), (4, 0, 9.0)]
    assert chain(cells[:5]) == ((1, 1), (2, 2), (3, 4))
    assert chain(cells) == ((4, 0),)
    assert chain([]) == ()
