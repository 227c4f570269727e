"""What every translator must do, the public fake included."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.mt.translate_process import TranslateServer, open_loopback, running
from tests.workflow.plugins import install_plugin
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.argos import ArgosTranslator
from tmflow.mt.libretranslate import LibreTranslateTranslator
from tmflow.mt.pipeline import draft
from tmflow.mt.plugins import find_plugins
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

PLUGIN = """
from tmflow.mt import EchoTranslator


def make(pair, options):
    return EchoTranslator("another")
"""

Make = Callable[[LanguagePair], Translator]


@pytest.fixture(scope="module")
def server(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TranslateServer]:
    with running(packages, tmp_path_factory.mktemp("server")) as process:
        yield process


ENGINES = ["echo", "plugin", *(pytest.param(name, marks=pytest.mark.mt) for name in ("argos", "libretranslate"))]


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return what makes the translator for a pair."""
    if request.param == "echo":
        return lambda _: EchoTranslator()
    if request.param == "plugin":
        engines = {"echo-of-another": "tmflow_contract_echo:make"}
        install_plugin(tmp_path, "contract-echo", "1.0", engines=engines, modules={"tmflow_contract_echo": PLUGIN})
        monkeypatch.syspath_prepend(tmp_path)
        (plugin,) = (one for one in find_plugins() if one.name == "echo-of-another")
        return lambda pair: plugin.make(pair, {})
    folder: Path = request.getfixturevalue("packages")
    if request.param == "libretranslate":
        options = request.getfixturevalue("server").options
        open_loopback(monkeypatch)
        return lambda pair: LibreTranslateTranslator(pair, options)
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
