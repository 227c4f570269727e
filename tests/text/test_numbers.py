from pathlib import Path
from time import process_time
from typing import TypedDict

import pytest
from ruamel.yaml import YAML

from tmflow.text.numbers import iter_values


class Case(TypedDict):
    id: str
    origin: str
    language: str
    input: str
    expected: list[str]
    why: str


CASES: list[Case] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "text" / "numbers.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: Case) -> None:
    found = [
        f"{value.kind.value} {value.value}{value.unit}"
        for value in iter_values(case["input"], language=case["language"])
    ]
    assert found == case["expected"], case["why"]


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("1億2000万ドル", "$120 million"),
        ("３０００", "3,000"),
        ("二十八", "28"),
        ("3割", "30 percent"),
        ("12月2日", "Dec. 2"),
        ("令和7年", "in 2025"),
        ("午後3時半", "3:30 p.m."),
        ("1.5億人", "150 million"),
        ("第21回", "the twenty-first"),
    ],
)
def test_both_languages_give_one_key(japanese: str, english: str) -> None:
    first = [value.key for value in iter_values(japanese, language="ja")]
    second = [value.key for value in iter_values(english, language="en")]
    assert first == second != []


def test_positions_are_those_of_the_text() -> None:
    text = "総額は１億２０００万ドルで、前年の３割増だ。"
    assert [text[value.start : value.end] for value in iter_values(text, language="ja")] == [
        "１億２０００万ドル",
        "３割",
    ]


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match='"fr" is not'):
        iter_values("1", language="fr")


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1.", "一", "万", "$1", "令和", "12月", "first ", "twenty-", "one hundred "]
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_hostile_text_takes_linear_time(unit: str, language: str) -> None:
    started = process_time()
    list(iter_values(unit * (60_000 // len(unit)), language=language))
    assert process_time() - started < 3.0
