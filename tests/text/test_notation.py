from fractions import Fraction
from pathlib import Path
from typing import TypedDict

import pytest
from ruamel.yaml import YAML

from tmflow.text.english_words import number_words, ordinal_words
from tmflow.text.notation import respell
from tmflow.text.numbers import ValueKind, iter_values
from tmflow.text.weekdays import iter_weekdays, respell_weekday


class Case(TypedDict):
    id: str
    input: tuple[str, str, str, str]
    expected: str | None
    why: str


CASES: list[Case] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "text" / "notation.yaml")["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: Case) -> None:
    language, text, new, unit = case["input"]
    value = next(iter_values(text, language=language))
    is_named = value.kind in {ValueKind.DATE, ValueKind.CLOCK}
    found = respell(text, value, new if is_named else Fraction(new), unit=unit, language=language)
    written = text[: found.start] + found.text + text[found.end :] if found else None
    assert written == case["expected"], case["why"]


def test_number_words_are_read_back() -> None:
    for number in range(2, 1000):  # one is mostly a pronoun, and not read
        (value,) = iter_values(number_words(number) + " ships", language="en")
        assert value.value == number


@pytest.mark.parametrize("number", [1, 3, 12, 20, 21, 33, 99])
def test_ordinal_words_are_read_back(number: int) -> None:
    (value,) = iter_values(f"the {ordinal_words(number)} ship", language="en")
    assert (value.kind, value.value) == (ValueKind.ORDINAL, Fraction(number))


@pytest.mark.parametrize(
    "number", [1, 10, 15, 21, 100, 101, 110, 999, 1000, 1001, 10**4, 12_345_678, 10**8, 305_070_009]
)
def test_kanji_are_read_back(number: int) -> None:
    (old,) = iter_values("二十三人", language="ja")
    found = respell("二十三人", old, Fraction(number), language="ja")
    assert found is not None
    (value,) = iter_values(found.text + "人", language="ja")
    assert value.value == number


def test_weekdays() -> None:
    text = "On Mondays, Sat. and Sunday the sun rises; Friday's Monday"
    days = [(day, text[start:end]) for day, start, end in iter_weekdays(text, language="en")]
    assert days == [(0, "Monday"), (5, "Sat"), (6, "Sunday"), (4, "Friday"), (0, "Monday")]
    assert respell_weekday("土", 6, language="ja") == "日"
