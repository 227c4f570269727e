"""Translation through a third language, with real models, and the way that is taken."""

from __future__ import annotations

import pickle
from pathlib import Path
from types import ModuleType

import pytest

from tmflow.errors import TranslatorError, TranslatorUnavailable
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.argos import ArgosModel, ArgosTranslator
from tmflow.mt.decoding import DecodingSettings
from tmflow.mt.install import install_package
from tmflow.mt.packages import InstalledPackage, find_packages
from tmflow.mt.pipeline import draft
from tmflow.mt.pivot import PivotTranslator, find_path, open_argos

JA_EN = LanguagePair(Language.JA, Language.EN)
JA_ZH = {"港が": "港口", "開く": "开放", "。": "。", "議会は": [("议会", 1.5), ("国会", 1.2)]}
ZH_EN = {"港口": " the harbor", "开放": " opens", "。": ".", "议会": " the council", "国会": " the diet"}


def package(source: str, target: str, version: str = "1.0") -> InstalledPackage:
    return InstalledPackage(path=Path(f"{source}{target}"), source=source, target=target, version=version, code="x")


@pytest.mark.parametrize(
    ("installed", "path"),
    [
        ("ja>en ja>zh zh>en", "ja>en"),
        ("ja>zh zh>en", "ja>zh zh>en"),
        ("ja>ko ko>en ja>de de>en", "ja>de de>en"),
        ("ja>ko ko>zh zh>en ja>fr fr>en", "ja>fr fr>en"),
        ("ja>ko ko>zh zh>en", "ja>ko ko>zh zh>en"),
        ("ja>zh zh>ja en>ja", ""),
        ("", ""),
    ],
)
def test_the_shortest_way_is_taken(installed: str, path: str) -> None:
    packages = [package(*direction.split(">")) for direction in installed.split()]
    assert [f"{one.source}>{one.target}" for one in find_path(JA_EN, packages)] == path.split()


def test_the_newest_package_of_a_direction_is_taken() -> None:
    path = find_path(JA_EN, [package("ja", "zh", "1.10"), package("ja", "zh", "1.9"), package("zh", "en")])
    assert path[0].version == "1.10"


@pytest.fixture(scope="module")
def pivots(tiny_model: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pivots")
    for source, target, table in (("ja", "zh", JA_ZH), ("zh", "en", ZH_EN)):
        archive = tiny_model.build_package(folder.parent / f"{source}{target}", table, source=source, target=target)
        install_package(archive, directory=folder)
    return folder


@pytest.fixture(scope="module")
def engine(pivots: Path) -> PivotTranslator:
    opened = open_argos(JA_EN, directory=pivots, threads=1)
    assert isinstance(opened, PivotTranslator)
    return opened


pytestmark = pytest.mark.mt


def test_two_packages_translate_one_direction(engine: PivotTranslator) -> None:
    answers = list(engine.translate(["港が開く。", "", "港が⟦0⟧開く。"], JA_EN))
    assert [one[0].text for one in answers] == ["the harbor opens.", "", "the harbor⟦0⟧ opens."]


def test_name_and_fingerprint_tell_both(engine: PivotTranslator) -> None:
    assert engine.name == "argos ja>zh 1.0 + zh>en 1.0"
    for leg in engine.legs:
        assert leg.package.checksum() in engine.fingerprint


def test_the_second_hypothesis_of_the_first_leg_is_carried_on(engine: PivotTranslator) -> None:
    (answer,) = engine.translate(["議会は開く。"], JA_EN)
    assert [one.text for one in answer[:2]] == ["the council opens.", "the diet opens."]
    scores = [one.score or 0 for one in answer]
    assert scores == sorted(scores, reverse=True)
    first = next(engine.legs[0].answers(["議会は開く。"]))[0].score or 0
    second = next(engine.legs[1].answers(["议会开放。"]))[0].score or 0
    assert scores[0] == first * second // 100


def test_gates_compare_the_first_source_and_the_last_target(engine: PivotTranslator) -> None:
    bad, good = draft([Content.of("港が25日に開く。"), Content.of("港が開く。")], pair=JA_EN, translator=engine)
    assert good.target == Content.of("the harbor opens.")
    assert bad.target is None
    assert bad.reason == "script: Japanese left in the English: 日に"


def test_nothing_of_the_language_between_comes_out(pivots: Path) -> None:
    engine = open_argos(JA_EN, directory=pivots, settings=DecodingSettings(source_tokens=4))
    (answer,) = engine.translate(["港が開く。港が開く。"], JA_EN)
    assert [(one.text, one.is_truncated) for one in answer if not isinstance(one, str)] == [("", True)]


def test_another_process_gets_it_by_pickling(engine: PivotTranslator, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = pickle.loads(pickle.dumps(engine))  # noqa: S301 - our own
    assert next(copy.translate(["港が開く。"], JA_EN))[0].text == "the harbor opens."
    monkeypatch.setattr("os.getpid", lambda: -1)
    with pytest.raises(TranslatorError, match="spawn"):
        engine.translate(["港が"], JA_EN)


def test_a_package_of_its_own_goes_before(packages: Path) -> None:
    assert isinstance(open_argos(JA_EN, directory=packages), ArgosTranslator)


def test_no_way_is_told_like_no_package(tmp_path: Path) -> None:
    with pytest.raises(TranslatorUnavailable, match="no Argos ja>en model"):
        open_argos(JA_EN, directory=tmp_path)


def test_legs_must_join(pivots: Path) -> None:
    legs = [ArgosModel(one, settings=DecodingSettings()) for one in find_packages(pivots)]
    with pytest.raises(ValueError, match="do not lead from ja to en"):
        PivotTranslator(JA_EN, legs[::-1])
    with pytest.raises(ValueError, match="built for ja>en"):
        PivotTranslator(JA_EN, legs).translate(["港"], JA_EN.reversed)
