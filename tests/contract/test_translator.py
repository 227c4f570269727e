"""What every translator must do, the public fake included."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.argos import ArgosTranslator
from tmflow.mt.pipeline import draft
from tmflow.mt.translator import EchoTranslator, Translator, fingerprint_of, hypotheses_of


def _load_mt_fixtures() -> ModuleType:
    """Load the fixtures of tests/mt by their path: `tests` is also a stray package of argostranslate's wheel."""
    path = Path(__file__).parents[1] / "mt" / "conftest.py"
    spec = importlib.util.spec_from_file_location("tmflow_mt_fixtures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_mt = _load_mt_fixtures()
no_network, home, tiny_model, archive, packages = _mt.no_network, _mt.home, _mt.tiny_model, _mt.archive, _mt.packages

JA_EN = LanguagePair(Language.JA, Language.EN)
TEXTS = ["港が開く。", "", "市長は計画を説明した、港が開く。", "港が開く。", " ", "2026", "⟦0⟧港が開く。"]

Make = Callable[[LanguagePair], Translator]


@pytest.fixture(params=["echo", pytest.param("argos", marks=pytest.mark.mt)])
def make(request: pytest.FixtureRequest) -> Make:
    """Return what makes the translator for a pair."""
    if request.param == "echo":
        return lambda _: EchoTranslator()
    folder: Path = request.getfixturevalue("packages")
    return lambda pair: ArgosTranslator(pair, directory=folder, threads=1)


def test_one_answer_a_source_in_order(make: Make) -> None:
    translator = make(JA_EN)
    together = [hypotheses_of(answer) for answer in translator.translate(TEXTS, JA_EN)]
    alone = [hypotheses_of(next(translator.translate([text], JA_EN))) for text in TEXTS]
    assert [[one.text for one in answer][:1] for answer in together] == [
        [one.text for one in answer][:1] for answer in alone
    ]


def test_blank_sources_have_empty_answers(make: Make) -> None:
    answers = [hypotheses_of(answer)[0].text for answer in make(JA_EN).translate(["", " ", "\u3000"], JA_EN)]
    assert answers == ["", "", ""]


def test_no_sources_no_answers(make: Make) -> None:
    assert list(make(JA_EN).translate([], JA_EN)) == []


def test_same_answers_every_time(make: Make) -> None:
    translator = make(JA_EN)
    assert list(translator.translate(TEXTS, JA_EN)) == list(translator.translate(TEXTS, JA_EN))


def test_placeholders_survive(make: Make) -> None:
    (answer,) = make(JA_EN).translate(["⟦0⟧の港が⟦1⟧に開く。"], JA_EN)
    text = hypotheses_of(answer)[0].text
    assert text.count("⟦0⟧") == text.count("⟦1⟧") == 1


def test_sources_are_not_changed(make: Make) -> None:
    texts = list(TEXTS)
    list(make(JA_EN).translate(texts, JA_EN))
    assert texts == TEXTS


def test_name_is_for_people_and_fingerprint_for_the_cache(make: Make) -> None:
    translator = make(JA_EN)
    assert translator.name
    assert translator.name == translator.name.strip()
    assert "\n" not in translator.name
    assert fingerprint_of(translator) == fingerprint_of(translator)


@pytest.mark.parametrize(("pair", "text"), [(JA_EN, "港が開く。"), (JA_EN.reversed, "The harbor opens.")])
def test_drafts_pass_the_gates(make: Make, pair: LanguagePair, text: str) -> None:
    (one,) = draft([Content.of(text)], pair=pair, translator=make(pair))
    assert one.reason is None
    assert one.target is not None
    assert one.target.text != text
