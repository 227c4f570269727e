import math
from itertools import product

import pytest

from tmflow.align.lattice import SHAPES, Band, GapCosts, chain, full_band, solve

GAPS = GapCosts(open=-3.0, extend=-1.0)


def best_by_trying(
    rows: int, columns: int, scores: dict[tuple[int, int, int, int], float], gaps: GapCosts = GAPS
) -> float:
    """Try every path: what dynamic programming must equal."""

    def best(row: int, column: int, *, after_gap: bool) -> float:
        if (row, column) == (rows, columns):
            return 0.0
        found = -math.inf
        for height, width in SHAPES:
            if row + height <= rows and column + width <= columns:
                gain = scores[row, height, column, width]
                found = max(found, gain + best(row + height, column + width, after_gap=False))
        cost = gaps.extend if after_gap else gaps.open
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


@pytest.mark.parametrize("scale", [0.05, 1.0, 40.0, 700.0])
@pytest.mark.parametrize("gaps", [GapCosts(open=-8.6, extend=-8.6), GapCosts(open=-3.5, extend=-0.2)])
def test_without_a_beam_the_search_is_exact_on_any_scale(scale: float, gaps: GapCosts) -> None:
    """A Gale-Church score never rises above 0 and falls to -690; a beam once lost its best path (F1 .77 became .16)."""
    rows, columns = 4, 4
    scores = {
        (row, height, column, width): -scale * abs(math.sin(row * 7.3 + height * 3.1 + column * 11.7 + width * 1.9))
        for (height, width), row, column in product(SHAPES, range(rows), range(columns))
    }
    total, _ = solve(full_band(rows, columns), lambda *bead: scores[bead], gaps=gaps)
    assert total == pytest.approx(best_by_trying(rows, columns, scores, gaps))


def test_long_texts_with_scores_under_zero_keep_their_diagonal() -> None:
    """Sixty pairs that fit at -0.1 beside beads that do not at -20, where leaving alone costs -8.6 a segment."""

    def score(row: int, rows: int, column: int, columns: int) -> float:
        return -0.1 if row == column and rows == columns == 1 else -20.0

    _, steps = solve(full_band(60, 60), score, gaps=GapCosts(open=-8.6, extend=-8.6))
    assert [(step.row, step.column) for step in steps] == [(n, n) for n in range(60)]


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
