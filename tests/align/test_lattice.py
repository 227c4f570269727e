import math
from itertools import product

import pytest

from tmflow.align.lattice import SHAPES, Band, GapCosts, chain, full_band, solve

GAPS = GapCosts(open=-3.0, extend=-1.0)


def best_by_trying(rows: int, columns: int, scores: dict[tuple[int, int, int, int], float]) -> float:
    """Try every path: what dynamic programming must equal."""

    def best(row: int, column: int, *, after_gap: bool) -> float:
        if (row, column) == (rows, columns):
            return 0.0
        found = -math.inf
        for height, width in SHAPES:
            if row + height <= rows and column + width <= columns:
                gain = scores[row, height, column, width]
                found = max(found, gain + best(row + height, column + width, after_gap=False))
        cost = GAPS.extend if after_gap else GAPS.open
        if row < rows:
            found = max(found, cost + best(row + 1, column, after_gap=True))
        if column < columns:
            found = max(found, cost + best(row, column + 1, after_gap=True))
        return found

    return best(0, 0, after_gap=False)


@pytest.mark.parametrize("seed", range(8))
def test_the_best_path_is_the_best_of_all(seed: int) -> None:
    rows, columns = 4, 3
    scores = {
        (row, height, column, width): math.sin(seed * 31 + row * 7.3 + height * 3.1 + column * 11.7 + width * 1.9) * 4
        - 1
        for (height, width), row, column in product(SHAPES, range(rows), range(columns))
    }
    total, steps = solve(full_band(rows, columns), lambda *bead: scores[bead], gaps=GAPS)
    assert total == pytest.approx(best_by_trying(rows, columns, scores))
    assert sum(step.score for step in steps) == pytest.approx(total)
    assert all(0.0 <= step.probability <= 1.0 for step in steps)


def test_probabilities_of_one_bead_or_two_lone_segments() -> None:
    """Three paths: the bead, or either order of the lone two."""
    _, (step,) = solve(full_band(1, 1), lambda *_: -2.0, gaps=GAPS)
    bead, lone = math.exp(-2.0), 2 * math.exp(-4.0)
    assert step.probability == pytest.approx(bead / (bead + lone))


def test_an_empty_side_leaves_all_alone() -> None:
    total, steps = solve(full_band(0, 3), lambda *_: 0.0, gaps=GAPS)
    assert (total, len(steps)) == (-5.0, 3)


def test_temperature_must_be_positive() -> None:
    with pytest.raises(ValueError, match="temperature"):
        solve(full_band(1, 1), lambda *_: 0.0, gaps=GAPS, temperature=0.0)


@pytest.mark.parametrize(("low", "high"), [((1, 1), (2, 2)), ((0, 3), (1, 4)), ((0, 0), (2, 1)), ((0,), (1, 2))])
def test_a_torn_band_is_refused(low: tuple[int, ...], high: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="band"):
        Band(low, high)


def test_chain_is_the_heaviest_rising_one() -> None:
    cells = [(0, 5, 3.0), (1, 1, 2.0), (2, 2, 2.0), (3, 3, 0.5), (3, 4, 1.0), (4, 0, 9.0)]
    assert chain(cells[:5]) == ((1, 1), (2, 2), (3, 4))
    assert chain(cells) == ((4, 0),)
    assert chain([]) == ()
