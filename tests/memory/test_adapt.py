from collections import Counter
from pathlib import Path
from typing import TypedDict

import pytest
from ruamel.yaml import YAML

from tmflow.memory.adapt import adapt
from tmflow.model.language import Language
from tmflow.text.numbers import iter_values
from tmflow.text.shape import text_shape


class Case(TypedDict):
    id: str
    origin: str
    input: tuple[str, str, str, str]
    expected: str | None
    why: str


CASES: list[Case] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "memory" / "adapt.yaml")["cases"]
ADAPTED = [case for case in CASES if case["expected"] is not None]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: Case) -> None:
    language, query, source, target = case["input"]
    found = adapt(query, source, target, source_language=Language(language))
    assert (found.target if found else None) == case["expected"], case["why"]


@pytest.mark.parametrize("case", ADAPTED, ids=lambda case: case["id"])
def test_candidates_have_one_shape(case: Case) -> None:
    language, query, source, _ = case["input"]
    assert text_shape(query, language=language) == text_shape(source, language=language) != ""


@pytest.mark.parametrize("case", ADAPTED, ids=lambda case: case["id"])
def test_changes_say_where_they_stand(case: Case) -> None:
    language, query, source, target = case["input"]
    found = adapt(query, source, target, source_language=Language(language))
    assert found is not None
    undone = found.target
    for change in reversed(found.changes):
        span = change.target_span
        assert found.target[span.start : span.end] == change.target_after
        assert change.source_before in source
        assert change.source_after in query
        undone = undone[: span.start] + change.target_before + undone[span.end :]
    assert undone == target


@pytest.mark.parametrize("case", ADAPTED, ids=lambda case: case["id"])
def test_the_values_are_those_of_the_query(case: Case) -> None:
    language, query, source, target = case["input"]

    def values(text: str, of: str) -> Counter[object]:
        return Counter(value.key for value in iter_values(text, language=of))

    other = Language(language).other.value
    if values(source, language) == values(target, other):
        assert case["expected"] is not None
        assert values(case["expected"], other) == values(query, language)
