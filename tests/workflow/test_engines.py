"""Which engine the settings choose: tmflow's own, one that an installed package registers, or none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.workflow.plugins import install_plugin
from tests.workflow.projects import make_project, unit_with
from tmflow.cli.main import cli
from tmflow.errors import ConfigError, FormatError, TranslatorError, TranslatorUnavailable
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.translator import Hypothesis, Translator, fingerprint_of
from tmflow.workflow.config import read_settings
from tmflow.workflow.settings import MtSettings, Settings
from tmflow.workflow.translate import translate_article
from tmflow.workflow.wiring import engine_names, make_translator

JA_EN = LanguagePair(Language.JA, Language.EN)

PARROT = '''
"""Says each text back, in capitals."""
from tmflow.errors import TranslatorUnavailable


class Parrot:
    name = "parrot 1"

    def __init__(self, options):
        self.options = options

    def translate(self, sources, pair):
        for source in sources:
            yield self.options.get("word", "squawk") + " " + source


def make(pair, options):
    return Parrot(options)


def none(pair, options):
    return None


def silent(pair, options):
    class Silent:
        name = "silent"
    return Silent()


def loud(pair, options):
    class Loud(Parrot):
        name = "line one\\nline two"
    return Loud(options)


def broken(pair, options):
    raise LookupError("no perch\\nin the cage")


def missing(pair, options):
    raise TranslatorUnavailable("the cage is empty. Buy a parrot")


def midway(pair, options):
    class Midway(Parrot):
        def translate(self, sources, pair):
            yield "squawk"
            raise ArithmeticError("lost count")
    return Midway(options)


def odd(pair, options):
    class Odd(Parrot):
        def translate(self, sources, pair):
            return iter([b"bytes"] * len(sources))
    return Odd(options)
'''
NAMES = ("none", "silent", "loud", "broken", "missing", "midway", "odd")


@pytest.fixture(autouse=True)
def parrot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder of an installed package with one good engine and several bad ones."""
    folder = tmp_path / "installed"
    engines = {"parrot": "parrot_engine:make"} | {f"parrot-{name}": f"parrot_engine:{name}" for name in NAMES}
    engines |= {"parrot-lost": "parrot_engine:nowhere", "parrot-gone": "no_such_module:make"}
    install_plugin(folder, "tmflow-parrot", "1.2", engines=engines, modules={"parrot_engine": PARROT})
    monkeypatch.syspath_prepend(folder)
    yield folder
    sys.modules.pop("parrot_engine", None)


def engine(name: str, **options: str) -> Translator:
    make = make_translator(Settings(mt=MtSettings(engine=name, options=options)), JA_EN)
    assert make is not None
    return make()


def test_an_installed_package_is_chosen_by_name(tmp_path: Path) -> None:
    project = make_project(
        tmp_path / "project",
        ja={"port": ["港が開く。", "船は25隻だ。"]},
        settings="mt: {engine: parrot, options: {word: Arr}}",
    )
    translation = translate_article(project, "port")
    assert translation.mt_problem is None
    assert len(translation.refused) == 2, "the gates hold for every engine: this one gives Japanese back"
    found = engine("parrot", word="Arr")
    assert found.name == "parrot 1"
    assert list(found.translate(["港"], JA_EN)) == [(Hypothesis(text="Arr 港"),)]


def test_the_answers_depend_on_the_version_and_the_options() -> None:
    fingerprints = {fingerprint_of(engine("parrot")), fingerprint_of(engine("parrot", word="Arr"))}
    assert len(fingerprints) == 2
    assert all("tmflow-parrot 1.2" in one for one in fingerprints)


def test_the_names_there_are() -> None:
    assert engine_names()[:3] == ("argos", "libretranslate", "echo")
    assert {"parrot", "parrot-odd", "none"} <= set(engine_names())


def test_echo_drafts_without_a_model(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"port": ["港が開く。", "船は25隻だ。"]}, settings="mt: {engine: echo}")
    assert translate_article(project, "port").mt_problem is None
    unit = unit_with(project, "port", "船は25隻だ。")
    assert unit.draft
    assert unit.target is not None
    assert "25" in unit.target.text
    assert unit.origin is not None
    assert unit.origin.tool == "echo"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("parrot-none", "AttributeError: 'NoneType' object has no attribute 'name'"),
        ("parrot-silent", "there is no translate()"),
        ("parrot-loud", "no short line of text"),
        ("parrot-broken", "LookupError: no perch in the cage"),
        ("parrot-lost", "AttributeError"),
        ("parrot-gone", "ModuleNotFoundError: No module named 'no_such_module'"),
    ],
)
def test_a_broken_package_is_named_in_one_line(name: str, problem: str) -> None:
    with pytest.raises(TranslatorUnavailable) as raised:
        engine(name)
    assert str(raised.value).startswith(f"mt.engine {name}: the package tmflow-parrot 1.2 cannot be used (")
    assert problem in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "problem"), [("parrot-midway", "ArithmeticError: lost count"), ("parrot-odd", "an answer is bytes")]
)
def test_a_package_that_fails_at_work_is_named(name: str, problem: str) -> None:
    with pytest.raises(TranslatorError, match=problem):
        list(engine(name).translate(["港", "船"], JA_EN))


def test_a_unit_that_a_package_failed_at_names_it(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", ja={"port": ["港が開く。"]}, settings="mt: {engine: parrot-odd}")
    ((_, reason),) = translate_article(project, "port").refused
    assert reason.startswith("engine: mt.engine parrot-odd: the package tmflow-parrot 1.2 failed (TypeError")


def test_what_a_package_says_itself_is_handed_on() -> None:
    with pytest.raises(TranslatorUnavailable, match=r"^the cage is empty\. Buy a parrot$"):
        engine("parrot-missing")


def test_two_packages_with_one_name_are_both_told(parrot: Path) -> None:
    install_plugin(parrot, "tmflow-macaw", "3.0", engines={"parrot": "parrot_engine:make"}, modules={})
    with pytest.raises(TranslatorUnavailable, match=r"tmflow-macaw 3\.0 and tmflow-parrot 1\.2"):
        engine("parrot")


def test_no_package_takes_the_name_of_an_engine_of_tmflow(parrot: Path) -> None:
    install_plugin(parrot, "tmflow-cuckoo", "1.0", engines={"echo": "parrot_engine:make"}, modules={})
    assert engine("echo").name == "echo"
    assert engine_names().count("echo") == 1


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path, ja={"port": ["港が開く。"]}, settings="mt: {engine: libretranslat}")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["translate", "port"])
    assert result.exit_code == 3
    assert '"libretranslat", which is not installed: libretranslate?' in result.stderr
    assert "Installed: argos, libretranslate, echo" in result.stderr
    assert CliRunner().invoke(cli, ["status"]).exit_code == 0, "who does not translate needs no engine"


@pytest.mark.parametrize("name", ["argos", "echo"])
def test_options_of_an_engine_that_has_none(name: str) -> None:
    with pytest.raises(ConfigError, match=f"word: the engine {name} has no options"):
        engine(name, word="Arr")


def test_options_are_read_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "tmflow.yaml"
    path.write_text(
        "mt:\n  engine: parrot\n  options:\n    word: 'Arr'\n    loud: true\n    perch: 0x10\n    size: 1.50\n    names: [Ann, Bo]\n",
        encoding="utf-8",
    )
    options = read_settings(path).mt.options
    assert options == {"word": "Arr", "loud": True, "perch": 16, "size": 1.5, "names": ("Ann", "Bo")}
    assert [type(value) for value in options.values()] == [str, bool, int, float, tuple]


@pytest.mark.parametrize("value", ["{deep: 1}", "[1, 2]", "2026-01-01", "null", "[[a]]"])
def test_options_of_another_kind_are_told_by_line(tmp_path: Path, value: str) -> None:
    path = tmp_path / "tmflow.yaml"
    path.write_text(f"mt:\n  options:\n    word: {value}\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r":3:5: mt\.options\.word must be a string"):
        read_settings(path)
