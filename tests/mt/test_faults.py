"""Faults of public models, built into real ones on purpose, both ways: no draft has them, and the reason is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tmflow.model.content import Content
from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.answers import Engine
from tmflow.mt.argos import ArgosTranslator
from tmflow.mt.cache import AnswerCache
from tmflow.mt.install import install_package
from tmflow.mt.mask import MaskForm
from tmflow.mt.pipeline import Draft, draft

JA_EN = LanguagePair(Language.JA, Language.EN)
GLOSSARY = Glossary(terms=(Term(japanese=("潮位計",), english=("tide gauge",)),))
WORDS = {
    "ja": {
        "港が": " the harbor",
        "開く": " opens",
        "。": ".",
        "、": ",",
        "費用は": " the cost",
        "だ": " is",
        "が": " there",
    },
    "en": {"The harbor": "港が", " opens": "開く", ".": "。", " ": "は", " there": "あそこで"},
}
pytestmark = pytest.mark.mt

Build = Callable[..., ArgosTranslator]


@pytest.fixture
def build(tiny_model: ModuleType, tmp_path: Path) -> Build:
    """Return what makes an engine: the words of a language, changed by some more."""

    def make(source: str, table: dict[str, str], **options: object) -> ArgosTranslator:
        target = "en" if source == "ja" else "ja"
        archive = tiny_model.build_package(
            tmp_path / "fault", WORDS[source] | table, source=source, target=target, **options
        )
        folder = tmp_path / "packages"
        install_package(archive, directory=folder)
        return ArgosTranslator(LanguagePair(Language(source), Language(target)), directory=folder, threads=1)

    return make


def one_draft(engine: ArgosTranslator, text: str) -> Draft:
    (one,) = draft([Content.of(text)], pair=engine.pair, translator=engine, glossary=GLOSSARY)
    return one


@pytest.mark.parametrize(
    ("source", "table", "text", "reason"),
    [
        ("ja", {"港が": "港が", "開く": "開く", "。": "。"}, "港が開く。", "copy: the source came back"),
        ("en", {"The harbor": "The harbor", " opens": " opens", ".": "."}, "The harbor opens.", "copy: "),
        ("ja", {"港が": " Home", "開く": " ", "。": " "}, "港が開く。", "coverage: one word for a sentence"),
        (
            "ja",
            dict.fromkeys(("港が", "費用は", "開く", "だ", "が"), " Home"),
            "費用は3だ、港が8開く。",
            "coverage: one word for a sentence",
        ),
        (
            "ja",
            {"港が": " Home", "費用は": " Home", "開く": " ", "だ": " ", "。": "."},
            "費用は3だ、港が8開く。",
            "coverage: one word for a sentence",
        ),
        ("ja", {"港が": " ", "開く": " ", "。": "."}, "港が開く。", "empty: no words came back"),
        ("en", {"The harbor": "。", " opens": "。"}, "The harbor opens.", "empty: no words came back"),
        ("ja", {"</s>": " and"}, "港が開く。", "truncation: the engine stopped at its length limit"),
        ("en", {"</s>": "と"}, "The harbor opens.", "truncation: the engine stopped at its length limit"),
        ("ja", {}, "港が東開く。", "script: Japanese left in the English: 東"),
        (
            "ja",
            dict.fromkeys(("港が", "費用は", "開く", "だ", "が"), " the"),
            "港が、費用は、だ、が、開く、費用は、だ、が。",
            "repetition: ",
        ),
        ("en", {"8": "9"}, "The harbor 8th opens.", "numbers: 8th is lost"),
        ("ja", {"開く": " ", "。": " "}, "港が開く、開く、開く、開く、開く、開く、開く。", "length: "),
    ],
    ids=[
        "copy",
        "copy-en",
        "home",
        "home-everywhere",
        "home-between-figures",
        "empty",
        "empty-en",
        "endless",
        "endless-en",
        "leftover",
        "loop",
        "figure",
        "first-words",
    ],
)
def test_a_fault_is_refused(build: Build, source: str, table: dict[str, str], text: str, reason: str) -> None:
    one = one_draft(build(source, table), text)
    assert one.target is None
    assert (one.reason or "").startswith(reason), one.reason


@pytest.mark.parametrize("source", ["ja", "en"])
def test_a_good_model_is_not_refused(build: Build, source: str) -> None:
    texts = {"ja": ("港が開く。", "the harbor opens."), "en": ("The harbor opens.", "港が開く。")}
    text, expected = texts[source]
    assert one_draft(build(source, {}), text).target == Content.of(expected)


def test_a_model_that_loses_the_brackets_gets_another_form(build: Build, tmp_path: Path) -> None:
    """Its brackets come out as blanks, so the digits stand alone; the next form survives."""
    engine = build("ja", {"⟦": " ", "⟧": " "}, extra=())
    assert Engine(translator=engine, pair=JA_EN).forms[0] is MaskForm.TAG
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        (one,) = draft([Content.of("港が{x}開く。")], pair=JA_EN, translator=engine, cache=cache)
        assert one.target == Content.of("the harbor{x} opens.")
        assert not one.is_piecewise


def test_a_model_that_loses_every_form_is_asked_in_pieces(build: Build) -> None:
    engine = build("ja", dict.fromkeys(("⟦", "⟧", "<", "X", "#"), " "), extra=())
    one = one_draft(engine, "港が{x}開く。")
    assert one.target == Content.of("the harbor {x} opens.")
    assert one.is_piecewise


def test_a_term_the_model_does_not_know_is_put_in_place(build: Build) -> None:
    one = one_draft(build("ja", {}), "潮位計が開く。")
    assert one.target == Content.of("Tide gauge there opens.")
    assert one.terms == (("潮位計", "tide gauge"),)


def test_money_comes_back_in_the_notation_of_english(build: Build) -> None:
    """This model leaves 億 and 万 in the English."""
    one = one_draft(build("ja", {}), "費用は1億5000万ドルだ。")
    assert one.target == Content.of("the cost $150 million is.")


def test_a_figure_the_model_changes_is_put_in_place(build: Build) -> None:
    assert one_draft(build("ja", {"8": "9"}), "港が8、開く。").target == Content.of("the harbor 8, opens.")


def test_a_sentence_over_256_tokens_is_whole(build: Build) -> None:
    """Argostranslate's own decoding ends there, in silence."""
    engine = build("ja", {}, positions=512)
    text = "港が開く、" * 99 + "港が開く。"
    (answer,) = engine.translate([text], JA_EN)
    assert answer[0].text == "the harbor opens, " * 99 + "the harbor opens."
    assert not answer[0].is_truncated


def test_a_package_installed_later_is_used(build: Build) -> None:
    """Nothing is cached for the life of the process."""
    assert one_draft(build("ja", {}), "港が開く。").target == Content.of("the harbor opens.")
    newer = build("ja", {"開く": " is open"}, version="1.1")
    assert newer.name == "argos ja>en 1.1"
    assert one_draft(newer, "港が開く。").target == Content.of("the harbor is open.")


def test_a_translation_loads_no_splitter_and_no_telemetry(build: Build) -> None:
    """Neither stanza, spaCy and torch, nor onnxruntime, which reports home: in a process that may not connect."""
    engine = build("ja", {})
    program = (
        "import json, socket, sys\n"
        "def refuse(*a, **b): raise SystemExit('the network was asked')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "from pathlib import Path\n"
        "from tmflow.mt.pivot import open_argos\n"
        "from tmflow.model.language import Language, LanguagePair\n"
        "pair = LanguagePair(Language.JA, Language.EN)\n"
        "engine = open_argos(pair, directory=Path(sys.argv[1]))\n"
        "text = next(engine.translate([sys.argv[2]], pair))[0].text\n"
        "print(json.dumps([text, [name for name in ('stanza', 'spacy', 'torch', 'onnxruntime') if name in sys.modules]]))\n"
    )
    command = [sys.executable, "-c", program, str(engine.package.path.parent), "港が開く。"]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert json.loads(result.stdout) == ["the harbor opens.", []]
