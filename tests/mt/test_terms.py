"""The terms of the glossary in a draft: asked for, refused, reported."""

from __future__ import annotations

import pytest

from tmflow.model.content import Content
from tmflow.model.glossary import Glossary, Term, TermKind
from tmflow.model.language import Language, LanguagePair
from tmflow.model.terms import used_terms, with_plurals
from tmflow.mt.gates import Attempt, first_problem, terms_gate
from tmflow.mt.mask import mask, restore
from tmflow.mt.pipeline import draft
from tmflow.mt.protected import Protection
from tmflow.mt.translator import EchoTranslator

JA_EN = LanguagePair(Language.JA, Language.EN)
GLOSSARY = Glossary(
    terms=(
        Term(
            japanese=("潮位計", "検潮儀"),
            english=("tide gauge", "tidal gauge"),
            forbidden_japanese=("潮の計器",),
            forbidden_english=("tide meter", "gauge"),
        ),
        Term(japanese=("渡し舟",), english=("ferry",), forbidden_japanese=("フェリー",)),
        Term(japanese=("岸壁",), english=("quay",)),
        Term(japanese=("護岸",), english=("quay", "seawall")),
    )
)


@pytest.mark.parametrize(
    ("pair", "source", "target", "problem"),
    [
        (JA_EN, "潮位計が壊れた。", "The tide gauge broke.", ""),
        (JA_EN, "潮位計が壊れた。", "Tide gauges broke.", ""),
        (JA_EN, "検潮儀が壊れた。", "The TIDAL GAUGE broke.", ""),
        (JA_EN, "潮位計が壊れた。", "The tide-gauge's clock broke.", ""),
        (JA_EN, "渡し舟が来た。", "The ferries came.", ""),
        (JA_EN, "市長が来た。", "The tide meter came.", ""),
        (JA_EN, "岸壁と護岸", "the quay and the seawall", ""),
        (JA_EN, "潮位計が壊れた。", "The water meter broke.", "潮位計 is not called tide gauge"),
        (JA_EN, "潮位計が壊れた。", "The tidegauge broke.", "潮位計 is not called tide gauge"),
        (JA_EN, "潮位計が壊れた。", "The tide gauge, that gauge, broke.", "潮位計 is called gauge, which is forbidden"),
        (JA_EN, "潮位計が壊れた。", "The tide meter broke.", "潮位計 is called tide meter, which is forbidden"),
        (JA_EN.reversed, "The tide gauge broke.", "検潮儀が壊れた。", ""),
        (JA_EN.reversed, "The quay is long.", "護岸は長い。", ""),
        (JA_EN.reversed, "The ferry came.", "フェリーが来た。", "ferry is called フェリー, which is forbidden"),
        (JA_EN.reversed, "The tide gauge broke.", "計器が壊れた。", "tide gauge is not called 潮位計"),
        (JA_EN.reversed, "The Ferry Building burned down.", "フェリー・ビルが全焼した。", ""),
        (JA_EN.reversed, "The San Quay burned down.", "サンキーが全焼した。", ""),
        (JA_EN.reversed, "The Ferry burned down.", "船が全焼した。", "Ferry is not called 渡し舟"),
        (JA_EN.reversed, "Ferry Sinks Beside Quay", "船が沈没", "Ferry is not called 渡し舟"),
        (JA_EN.reversed, "A ferry-like boat came.", "船が来た。", ""),
    ],
)
def test_the_terms_gate(pair: LanguagePair, source: str, target: str, problem: str) -> None:
    found = first_problem(Attempt(source=source, target=target, pair=pair), (terms_gate(GLOSSARY),))
    assert str(found) == (f"terms: {problem}" if problem else "None")


def test_english_plurals_are_terms_too() -> None:
    terms = (
        Term(japanese=("渡し舟",), english=("ferry",)),
        Term(japanese=("灯台守",), english=("lighthouse keeper", "watch")),
        Term(japanese=("佐藤",), english=("Sato",), kind=TermKind.NAME),
        Term(japanese=("桟橋",), english=("quay", "quays")),
    )
    plurals = [term.english for term in with_plurals(Glossary(terms=terms)).terms]
    assert plurals == [
        ("ferry", "ferries"),
        ("lighthouse keeper", "watch", "lighthouse keepers", "watches"),
        ("Sato",),
        ("quay", "quays"),
    ]
    (one,) = draft([Content.of("Ferries came.")], pair=JA_EN.reversed, translator=EchoTranslator(), glossary=GLOSSARY)
    assert one.terms == (("Ferries", "渡し舟"),)


def test_what_was_used_is_told_once() -> None:
    text = "潮位計と検潮儀と潮位計と岸壁"
    used = used_terms(text, "A tide gauge, a tidal gauge and a pier", pair=JA_EN, glossary=GLOSSARY)
    assert used == (("潮位計", "tide gauge"), ("検潮儀", "tide gauge"))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Two ⟦0⟧s came.", "Two ferries came."),
        ("Two ⟦0⟧es came.", "Two ferries came."),
        ("The ⟦0⟧'s bell rang.", "The ferry's bell rang."),
        ("The U.S. ⟦0⟧ came.", "The U.S. ferry came."),
        ("It came. ⟦0⟧ and bell.", "It came. Ferry and bell."),
    ],
)
def test_a_term_stands_as_english_writes_it(answer: str, expected: str) -> None:
    masked = mask(Content.of("渡し舟が来た。"), protection=Protection(pair=JA_EN, glossary=GLOSSARY))
    assert restore(answer, masked, target=Language.EN).text == expected
