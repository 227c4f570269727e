from collections import Counter
from pathlib import Path
from typing import TypedDict

import pytest
from ruamel.yaml import YAML

from tmflow.memory.adapt import adapt
from tmflow.model.glossary import Glossary, Term, TermKind
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


GLOSSARY = Glossary(
    terms=(
        Term(japanese=("潮入",), english=("Shioiri",), kind=TermKind.NAME),
        Term(japanese=("湊野",), english=("Minatono", "Minato"), kind=TermKind.NAME),
        Term(japanese=("三角島",), english=("the Delta",), kind=TermKind.NAME),
        Term(japanese=("星ヶ浜",), english=("Hoshis",), kind=TermKind.NAME),
        Term(japanese=("潮位計",), english=("tide gauge",)),
        Term(japanese=("錨",), english=("anchor",)),
        Term(japanese=("塩水",), english=("brine",)),
        Term(japanese=("用具",), english=("utensil",)),
        Term(japanese=("帆",), english=("sails",)),
        Term(japanese=("岸壁",), english=("quay",)),
        Term(japanese=("埠頭",), english=("quay",)),
    )
)


@pytest.mark.parametrize(
    ("query", "source", "target", "expected"),
    [
        ("湊野の港は静かだ。", "潮入の港は静かだ。", "The port of Shioiri is quiet.", "The port of Minatono is quiet."),
        ("湊野に5隻着いた。", "潮入に4隻着いた。", "Four ships came to Shioiri.", "Five ships came to Minatono."),
        ("湊野の港。", "潮入の港。", "Shioiri’s port.", "Minatono’s port."),
        ("潮入の港。", "湊野の港。", "Minatono's port.", "Shioiri's port."),
        ("錨を買う。", "潮位計を買う。", "They buy a tide gauge.", "They buy an anchor."),
        ("潮位計を直す。", "錨を直す。", "The anchor is mended.", "The tide gauge is mended."),
        ("湊野と潮入。", "潮入と湊野。", "Shioiri and Minatono.", "Minatono and Shioiri."),
    ],
)
def test_terms_are_replaced(query: str, source: str, target: str, expected: str) -> None:
    found = adapt(query, source, target, source_language=Language.JA, glossary=GLOSSARY)
    assert found is not None
    assert found.target == expected
    assert "term" in {change.kind for change in found.changes}


@pytest.mark.parametrize(
    ("query", "source", "target"),
    [
        ("湊野の港は静かだ。", "潮入の港は静かだ。", "The port of the town is quiet."),  # not named
        ("湊野の港は静かだ。", "潮入の港は静かだ。", "Shioiri is quiet, as Shioiri is."),  # named twice
        ("湊野は言った。", "潮入は言った。", "Shioiri said that she would."),  # perhaps a man
        ("三角島は静かだ。", "潮入は静かだ。", "Shioiri is quiet."),  # an article of its own
        ("潮入は静かだ。", "湊野は静かだ。", "The Minatono is quiet."),  # a ship of that name?
        ("星ヶ浜の港。", "潮入の港。", "Shioiri's port."),  # the possessive of a final s
        ("潮入の港。", "湊野の港。", "The port of Minato."),  # not the preferred form
        ("潮入を直す。", "錨を直す。", "The anchor is mended."),  # a place for a thing
        ("潮位計がある。", "塩水がある。", "There is brine."),  # no article
        ("帆を直す。", "錨を直す。", "The anchor is mended."),  # a plural
        ("用具を買う。", "錨を買う。", "They buy an anchor."),  # a utensil, by its sound
        ("倉庫の港。", "潮入の港。", "The port of Shioiri."),  # no term
    ],
)
def test_terms_that_are_not_certain_are_left(query: str, source: str, target: str) -> None:
    assert adapt(query, source, target, source_language=Language.JA, glossary=GLOSSARY) is None


def test_terms_from_english() -> None:
    def ask(query: str, source: str, target: str) -> str | None:
        found = adapt(query, source, target, source_language=Language.EN, glossary=GLOSSARY)
        return found.target if found else None

    assert ask("Minatono is quiet.", "Shioiri is quiet.", "潮入は静かだ。") == "湊野は静かだ。"
    assert ask("The quay is old.", "The anchor is old.", "錨は古い。") is None  # 岸壁 or 埠頭


def test_without_a_glossary_a_name_is_text() -> None:
    assert adapt("湊野の港。", "潮入の港。", "The port of Shioiri.", source_language=Language.JA) is None
