"""The Argos engine with a real model whose translations are known, offline."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tmflow.errors import TranslatorError, TranslatorUnavailable
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.answers import Engine
from tmflow.mt.argos import ArgosTranslator
from tmflow.mt.cache import AnswerCache
from tmflow.mt.decoding import DecodingSettings
from tmflow.mt.doctor import describe_environment
from tmflow.mt.install import install_package
from tmflow.mt.mask import MaskForm
from tmflow.mt.pipeline import draft
from tmflow.mt.translator import Hypothesis

JA_EN = LanguagePair(Language.JA, Language.EN)
pytestmark = pytest.mark.mt


@pytest.fixture(scope="module")
def engine(packages: Path) -> ArgosTranslator:
    return ArgosTranslator(JA_EN, directory=packages, threads=1)


def best(engine: ArgosTranslator, *sources: str) -> list[str]:
    return [answer[0].text for answer in engine.translate(sources, engine.pair)]


def test_translates_in_order_whatever_the_lengths(engine: ArgosTranslator) -> None:
    assert best(engine, "市長は計画を説明した。", "", "港が開く。", " ") == [
        "the mayor the plan explained.",
        "",
        "the harbor opens.",
        "",
    ]


def test_other_direction(packages: Path) -> None:
    other = ArgosTranslator(JA_EN.reversed, directory=packages, threads=1)
    assert other.name == "argos en>ja 1.0"
    assert best(other, "The harbor opens.") == ["港が開く。"]


def test_name_and_fingerprint(engine: ArgosTranslator, packages: Path) -> None:
    assert engine.name == "argos ja>en 1.0"
    assert f"sha256:{engine.package.checksum()} device=cpu" in engine.fingerprint
    greedy = ArgosTranslator(JA_EN, directory=packages, settings=DecodingSettings(beam_size=1, hypotheses=1))
    assert greedy.fingerprint != engine.fingerprint
    assert len(next(greedy.translate(["港が開く。"], JA_EN))) == 1


def test_hypotheses_come_best_first_with_scores(engine: ArgosTranslator) -> None:
    (answer,) = engine.translate(["議会。"], JA_EN)
    assert [one.text for one in answer[:2]] == ["議会.", "the council."]
    scores = [one.score for one in answer]
    assert None not in scores
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    assert not any(one.is_truncated for one in answer[:2])


def test_score_is_the_mean_of_the_tokens(engine: ArgosTranslator) -> None:
    """The engine's own log-probabilities a token, end mark included, are the reference."""
    source = "議会は計画を承認した。"
    pieces = engine.model._encode(source)
    result = engine.model._engine.translate_batch([pieces], beam_size=4, num_hypotheses=4)[0]
    for hypothesis in next(engine.translate([source], JA_EN))[:2]:
        tokens = next(one for one in result.hypotheses if engine.model._decode(one).strip() == hypothesis.text)
        scored = engine.model._engine.score_batch([pieces], [tokens])[0].log_probs
        assert hypothesis.score == pytest.approx(100 * 2.718281828 ** (sum(scored) / len(scored)), abs=1.01)


def test_a_target_prefix_is_neither_told_nor_counted(tiny_model: ModuleType, tmp_path: Path) -> None:
    """As in packages of several languages; the engine forces the first token and leaves its probability out."""
    table = {"港が": " the harbor", "開く": [(" opens", 1.3), (" is open", 1.2)], "。": ".", "語": "__en__"}
    archive = tiny_model.build_package(tmp_path / "prefix", table, source="ja", target="en", target_prefix="__en__")
    install_package(archive, directory=tmp_path / "p")
    engine = ArgosTranslator(JA_EN, directory=tmp_path / "p", threads=1)
    best = next(engine.translate(["語港が開く。"], JA_EN))[0]
    assert best.text == "the harbor opens."
    pieces = ["__en__", "▁the▁harbor", "▁opens", "."]
    scored = engine.model._engine.score_batch([engine.model._encode("語港が開く。")], [pieces])[0].log_probs[1:]
    assert best.score == pytest.approx(100 * 2.718281828 ** (sum(scored) / len(scored)), abs=1.01)


def test_scores_of_short_and_long_compare(engine: ArgosTranslator) -> None:
    short, long = (next(engine.translate([text], JA_EN))[0].score for text in ("港が", "港が開く、" * 12))
    assert short is not None
    assert long is not None
    assert abs(short - long) <= 3


def test_underscores_and_unknown_characters_survive(engine: ArgosTranslator) -> None:
    assert best(engine, "snake_case", "東京😀") == ["snake_case", "東京😀"]


def test_batches_give_what_single_calls_give(engine: ArgosTranslator) -> None:
    texts = [f"港が{number}、開く。" * (number % 5 + 1) for number in range(70)]
    assert best(engine, *texts) == [best(engine, text)[0] for text in texts]


def test_endless_output_is_cut_and_marked(tiny_model: ModuleType, tmp_path: Path) -> None:
    table = {"港が": " the harbor", "</s>": " and"}
    install_package(
        tiny_model.build_package(tmp_path / "loop", table, source="ja", target="en"), directory=tmp_path / "p"
    )
    engine = ArgosTranslator(JA_EN, directory=tmp_path / "p")
    answer = next(engine.translate(["港が"], JA_EN))[0]
    assert answer.is_truncated
    assert answer.text.startswith("the harbor and and and")
    (one,) = draft([Content.of("港が")], pair=JA_EN, translator=engine)
    assert one.reason == "truncation: the engine stopped at its length limit"


def test_source_over_the_limit_is_refused_by_itself(packages: Path) -> None:
    engine = ArgosTranslator(JA_EN, directory=packages, settings=DecodingSettings(source_tokens=8))
    answers = list(engine.translate(["港が開く。" * 3, "港が開く。"], JA_EN))
    assert answers[0] == (Hypothesis(text="", is_truncated=True),)
    assert answers[1][0].text == "the harbor opens."


def test_over_long_text_is_drafted_piecewise(packages: Path) -> None:
    engine = ArgosTranslator(JA_EN, directory=packages, settings=DecodingSettings(source_tokens=8))
    (one,) = draft(
        [Content.of("港が開く。市長は計画を説明した。議会は計画を承認した。")], pair=JA_EN, translator=engine
    )
    assert one.target is not None
    assert one.target.text == "the harbor opens. the mayor the plan explained. the council is the plan approved."
    assert one.is_piecewise


def test_gates_take_the_second_hypothesis(engine: ArgosTranslator) -> None:
    (one,) = draft([Content.of("議会は計画を承認した。")], pair=JA_EN, translator=engine)
    assert one.target is not None
    assert one.target.text == "the council is the plan approved."


def test_codes_and_addresses_travel(engine: ArgosTranslator) -> None:
    strong = [
        InlineCode(id="1", kind=CodeKind.STRONG, role=role, native="**") for role in (CodeRole.OPEN, CodeRole.CLOSE)
    ]
    content = Content.of("市長は", strong[0], "計画を", strong[1], "説明した、https://example.org/a_b 。")
    (one,) = draft([content], pair=JA_EN, translator=engine)
    assert one.target is not None
    assert one.target.native == "the mayor **the plan** explained, https://example.org/a_b ."
    assert not one.is_piecewise


def test_calibration_on_a_real_model(engine: ArgosTranslator) -> None:
    assert Engine(translator=engine, pair=JA_EN).forms[0] is MaskForm.BRACKETS


def test_cached_run_needs_no_engine(engine: ArgosTranslator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [Content.of("港が開く。"), Content.of("議会は計画を承認した。")]
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        first = list(draft(contents, pair=JA_EN, translator=engine, cache=cache))
        monkeypatch.setattr(engine.model, "_engine", None)
        assert list(draft(contents, pair=JA_EN, translator=engine, cache=cache)) == first


def test_no_package_for_the_pair(tmp_path: Path) -> None:
    with pytest.raises(TranslatorUnavailable, match=r"no Argos ja>en model.*tmflow mt install ja en.*--no-mt"):
        ArgosTranslator(JA_EN, directory=tmp_path)


def test_missing_engine_says_what_installs_it(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    with pytest.raises(TranslatorUnavailable, match=r"machine translation cannot start .*ctranslate2.*--no-mt"):
        ArgosTranslator(JA_EN, directory=packages)


def test_a_device_that_is_not_there_is_named(packages: Path) -> None:
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("this machine has a CUDA device")
    with pytest.raises(TranslatorUnavailable, match=r"mt\.device is cuda.*Set: device: cpu"):
        ArgosTranslator(JA_EN, directory=packages, device="cuda")


def test_broken_model_is_named(packages: Path, tmp_path: Path) -> None:
    source = next(packages.glob("translate-ja_en*"))
    broken = tmp_path / "p" / source.name
    (broken / "model").mkdir(parents=True)
    (broken / "model" / "model.bin").write_bytes(b"no weights")
    for name in ("metadata.json", "sentencepiece.model"):
        (broken / name).write_bytes((source / name).read_bytes())
    with pytest.raises(TranslatorError, match=r"cannot be loaded.*Install it again"):
        ArgosTranslator(JA_EN, directory=broken.parent)


def test_another_pair_is_a_bug_of_the_caller(engine: ArgosTranslator) -> None:
    with pytest.raises(ValueError, match="built for ja>en, not en>ja"):
        engine.translate(["a"], JA_EN.reversed)


def test_after_a_fork_it_refuses_instead_of_hanging(engine: ArgosTranslator, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a child: the process id is another one than at construction."""
    monkeypatch.setattr("os.getpid", lambda: -1)
    with pytest.raises(TranslatorError, match="spawn"):
        engine.translate(["港が"], JA_EN)


def test_another_process_gets_it_by_pickling(engine: ArgosTranslator, tmp_path: Path) -> None:
    """What a spawned worker does: unpickle, which loads the model there, and translate."""
    (tmp_path / "engine.pickle").write_bytes(pickle.dumps(engine))
    program = (
        "import pickle, sys; engine = pickle.load(open(sys.argv[1], 'rb'));"
        "print(next(engine.translate([sys.argv[2]], engine.pair))[0].text)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "engine.pickle"), "港が開く。"]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.strip() == "the harbor opens."


def test_the_environment_lacks_nothing(packages: Path) -> None:
    environment = describe_environment(packages)
    assert not environment.install_lines
    assert {one.name for one in environment.packages} == {"argos ja>en 1.0", "argos en>ja 1.0"}
