"""The gates, by a table, and the parts they are made of."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest
from ruamel.yaml import YAML

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.coverage import expected_length
from tmflow.mt.figures import figure_problem
from tmflow.mt.gates import DEFAULT_GATES, Attempt, Gate, Problem, first_problem
from tmflow.mt.script import needs_translation

FOLDER = Path(__file__).parents[1] / "cases" / "mt"
CASES = YAML(typ="safe").load(FOLDER.joinpath("gates.yaml").read_text(encoding="utf-8"))
HELD, HARD, PAIRS = (
    YAML(typ="safe").load(FOLDER.joinpath(f"gates-{name}.yaml").read_text(encoding="utf-8"))
    for name in ("held", "hard", "pairs")
)
JA_EN = LanguagePair(Language.JA, Language.EN)


def problem_of(case: dict[str, str]) -> Problem | None:
    source, target = case["pair"].split(">")
    pair = LanguagePair(Language(source), Language(target))
    return first_problem(Attempt(source=case["source"], target=case["target"], pair=pair), DEFAULT_GATES)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["id"], marks=pytest.mark.xfail(strict=True) if case["origin"] == "known-failure" else ()
        )
        for case in CASES
    ],
)
def test_table(case: dict[str, str]) -> None:
    problem = problem_of(case)
    assert (problem.gate if problem else "") == case["expected"], f"{case['why']}: {problem}"


@pytest.mark.parametrize(("cases", "recall"), [(HELD, 0.97), (HARD, 0.75)], ids=["held", "hard"])
def test_held_out_answers(cases: list[dict[str, str]], recall: float) -> None:
    """Written after the gates: how many of those refused are bad (precision), and of the bad are refused (recall)."""
    refused = {case["id"] for case in cases if problem_of(case)}
    bad = {case["id"] for case in cases if case["expected"]}
    assert len(refused & bad) / len(refused) >= 0.97, refused - bad
    assert len(refused & bad) / len(bad) >= recall, bad - refused


@pytest.mark.parametrize(("direction", "wrong"), [(JA_EN, "wrong_en"), (JA_EN.reversed, "wrong_ja")], ids=str)
def test_pairs_and_what_is_wrong_for_them(direction: LanguagePair, wrong: str) -> None:
    """Two hundred right translations and more than three hundred wrong ones."""

    def is_refused(source: str, target: str) -> bool:
        return first_problem(Attempt(source=source, target=target, pair=direction), DEFAULT_GATES) is not None

    side, other = direction.source.value, direction.target.value
    right = [row[side] for row in PAIRS if is_refused(row[side], row[other])]
    passed = [(row[side], one) for row in PAIRS for one in row.get(wrong, ()) if not is_refused(row[side], one)]
    assert len(PAIRS) >= 100
    assert len(right) <= 0.02 * len(PAIRS), right
    assert len(passed) <= 0.05 * sum(len(row.get(wrong, ())) for row in PAIRS), passed


def test_translations_by_people_pass() -> None:
    """The aligned texts of the golden files, both ways: a false alarm costs a draft."""
    refused, total = [], 0
    for path in sorted(FOLDER.parents[1].joinpath("golden").glob("align*/*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            texts = {Language.JA: "".join(row["ja"]), Language.EN: " ".join(row["en"])}
            for pair in (JA_EN, JA_EN.reversed):
                attempt = Attempt(source=texts[pair.source], target=texts[pair.target], pair=pair)
                if all(texts.values()):
                    total += 1
                    refused += [(attempt, found)] if (found := first_problem(attempt, DEFAULT_GATES)) else []
    assert total > 2000
    assert len(refused) / total < 0.01, refused


def test_each_gate_has_its_cases_both_ways() -> None:
    named = {case["expected"] for case in CASES}
    assert {gate.name for gate in DEFAULT_GATES} - {"truncation"} <= named
    assert sum(case["expected"] == "" for case in CASES) * 2 >= len(CASES) >= 150


def test_truncation_is_told_by_the_engine() -> None:
    attempt = Attempt(source="港が開く。", target="The harbor opens.", pair=JA_EN, is_truncated=True)
    assert first_problem(attempt, DEFAULT_GATES) == Problem("truncation", "the engine stopped at its length limit")


def test_gates_are_asked_in_order() -> None:
    attempt = Attempt(source="港", target="港", pair=JA_EN)
    gates = (Gate(name="first", find=lambda _: None), Gate(name="second", find=lambda one: one.target))
    assert str(first_problem(attempt, gates)) == "second: 港"
    assert first_problem(attempt, ()) is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("港", Language.JA, True),
        ("NATO", Language.JA, False),
        ("2026", Language.EN, False),
        ("NATO", Language.EN, False),
        ("I", Language.EN, True),
        ("Reuters", Language.EN, True),
        ("。", Language.JA, False),
    ],
)
def test_what_needs_translation(text: str, language: Language, *, expected: bool) -> None:
    assert needs_translation(text, language) is expected


def test_expected_length_counts_figures_as_they_are() -> None:
    assert expected_length("2026", JA_EN) == 4.0
    assert expected_length("2026", JA_EN.reversed) == 4.0
    assert expected_length("abcd", JA_EN.reversed) == pytest.approx(4 / 2.2)


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("NATOと" * 5000, "NATO and " * 5000, JA_EN),
        ("the ship Ab " * 5000, "船the ship Ab " * 3000, JA_EN.reversed),
        ("The harbor opens. " * 5000, "港が開く。" * 5000, JA_EN.reversed),
        ("三週間" * 8000, "two weeks " * 8000, JA_EN),
    ],
    ids=["acronyms", "words", "sentences", "units"],
)
def test_no_text_is_slow(source: str, target: str, pair: LanguagePair) -> None:
    attempt = Attempt(source=source, target=target, pair=pair)
    started = process_time()
    for gate in DEFAULT_GATES:
        gate.find(attempt)
    assert process_time() - started < 10.0


def test_many_figures_take_linear_time() -> None:
    text = "1、" * 30_000
    started = process_time()
    assert figure_problem(text, text, JA_EN) is None
    assert process_time() - started < 5.0
