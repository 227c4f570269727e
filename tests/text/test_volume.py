"""How much text there is: characters, words, pages."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tmflow.text.volume import count_characters, count_words, manuscript_pages


class Case(TypedDict):
    id: str
    origin: str
    input: str
    expected: list[int]
    why: str


CASES: list[Case] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "text" / "volume.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: Case) -> None:
    text = case["input"]
    found = [count_characters(text), count_characters(text, punctuation=False), count_words(text)]
    assert found == case["expected"], case["why"]


@given(st.text(), st.text())
def test_parts_add_up_and_nothing_is_negative(first: str, second: str) -> None:
    for punctuation in (True, False):
        parts = [count_characters(text, punctuation=punctuation) for text in (first, second)]
        assert count_characters(first + second, punctuation=punctuation) == sum(parts)
    assert count_characters(first, punctuation=False) <= count_characters(first) <= len(first)
    assert count_words(f"{first} {second}") == count_words(first) + count_words(second)


@given(st.text(alphabet="かがぱガパヴ港はé。、「」 "))
def test_the_decomposed_form_counts_as_the_composed_one(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    assert count_characters(forms[0]) == count_characters(forms[1])


@pytest.mark.parametrize(
    ("characters", "pages"), [(0, "0.0"), (19, "0.0"), (20, "0.1"), (400, "1.0"), (420, "1.1"), (400_000, "1000.0")]
)
def test_pages_are_rounded_halves_up(characters: int, pages: str) -> None:
    assert manuscript_pages(characters) == Decimal(pages)
