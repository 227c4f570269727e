"""The patterns of the benchmark: most are adapted, none wrongly."""

from collections import Counter

import pytest

from benchmarks.adapted import Trial, iter_trials


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    return list(iter_trials(rounds=8, seed=3))


def test_nothing_is_adapted_wrongly(trials: list[Trial]) -> None:
    assert not [trial.text for trial in trials if trial.outcome == "WRONG"]


def test_nearly_all_that_can_be_adapted_is(trials: list[Trial]) -> None:
    counts = Counter(trial.outcome for trial in trials if not trial.pattern.is_trap)
    assert counts["right"] >= 0.94 * counts.total()


def test_all_that_is_adapted_is_found_by_its_shape(trials: list[Trial]) -> None:
    assert not [trial.text for trial in trials if trial.outcome == "right" and not trial.has_shape]
