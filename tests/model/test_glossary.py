from time import process_time

import pytest

from tmflow.errors import ModelError
from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language

GAUGE = Term(japanese=("潮位計", "検潮儀"), english=("tide gauge", "gauge"))
TIDE = Term(japanese=("潮位", "潮"), english=("tide",))
QUAY = Term(japanese=("岸壁",), english=("quay",))
PIER = Term(japanese=("埠頭",), english=("pier", "quay"))
PAN = Term(japanese=("パン",), english=("bread",))
GLOSSARY = Glossary(terms=(GAUGE, TIDE, QUAY, PIER, PAN))


def found(text: str, language: Language = Language.JA) -> list[str]:
    return [text[hit.span.start : hit.span.end] for hit in GLOSSARY.find(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("潮位計と潮位", ["潮位計", "潮位"]),
        ("検潮儀の岸壁", ["検潮儀", "岸壁"]),
        ("パンとパンダとアンパン", ["パン"]),
        ("潮は満ちる", ["潮"]),
        ("高潮と潮風", []),
        ("", []),
    ],
)
def test_japanese(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tide gauge, gauge and tide", ["Tide gauge", "gauge", "tide"]),
        ("the tides, a gauged tide-table", ["tide"]),
        ("Gauge", ["Gauge"]),
        ("GAUGE", []),
        ("gaugé", []),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert found(text, Language.EN) == expected


def test_a_form_of_several_terms_names_them_all() -> None:
    (hit,) = GLOSSARY.find("the quay", Language.EN)
    assert hit.terms == (QUAY, PIER)


def test_pairs_are_every_form_with_every_form() -> None:
    assert list(GLOSSARY.pairs())[:4] == [
        ("潮位計", "tide gauge"),
        ("潮位計", "gauge"),
        ("検潮儀", "tide gauge"),
        ("検潮儀", "gauge"),
    ]


@pytest.mark.parametrize(
    "forms", [{"japanese": (), "english": ("a",)}, {"japanese": ("あ",), "english": (" ",)}], ids=["none", "blank"]
)
def test_a_term_has_forms(forms: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ModelError, match="missing or blank"):
        Term(japanese=forms["japanese"], english=forms["english"])


def test_the_time_does_not_grow_with_the_number_of_terms() -> None:
    def cost(terms: int) -> float:
        glossary = Glossary(
            terms=tuple(Term(japanese=(f"用語{number}号",), english=(f"term {number}",)) for number in range(terms))
        )
        text = "用語12号と用語7号。" * 2000
        times = []
        for _ in range(3):  # the least: a machine that is busy with other things is slow now and then
            started = process_time()
            assert len(glossary.find(text, Language.JA)) == 4000
            times.append(process_time() - started)
        return min(times)

    assert cost(5000) < 8 * cost(50)
