"""Aligning with a real engine: tiny Argos models of both directions know the words that nothing else knows."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import tmflow
from tests.workflow.projects import make_project, targets_of
from tmflow.cli.main import cli
from tmflow.errors import AlignmentError, ConfigError, TranslatorError, TranslatorUnavailable
from tmflow.model.bitext import Bead
from tmflow.model.document import BlockKind, Segment
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.argos import ArgosTranslator
from tmflow.workflow.align import align_project
from tmflow.workflow.drafting import SegmentDrafts, draft_texts, iter_texts_to_draft
from tmflow.workflow.project import Project


def _load_mt_fixtures() -> ModuleType:
    """Load the fixtures of tests/mt by their path: `tests` is also a stray package of argostranslate's wheel."""
    path = Path(__file__).parents[1] / "mt" / "conftest.py"
    spec = importlib.util.spec_from_file_location("tmflow_mt_fixtures_align", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_mt = _load_mt_fixtures()
no_network, home, tiny_model = _mt.no_network, _mt.home, _mt.tiny_model

JA_EN = LanguagePair(Language.JA, Language.EN)
WORDS = {
    "鼯鼠": "squirrels",
    "蟷螂": "mantises",
    "鴛鴦": "ducks",
    "馴鹿": "reindeer",
    "篳篥": "flutes",
    "翡翠": "kingfishers",
    "瑪瑙": "agates",
    "鷦鷯": "wrens",
    "土竜": "moles",
}
JA = tuple(f"{word}がいる。" for word in WORDS)
EN = tuple(f"We met {word}." for number, word in enumerate(WORDS.values()) if number not in {1, 6})
"""One to one but for two sentences that were not translated: which ones, only the words say."""
TRUE = {(number,): (place,) for place, number in enumerate(n for n in range(len(WORDS)) if n not in {1, 6})}


@pytest.fixture(scope="session")
def engines(tiny_model: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of packages with models of both directions."""
    from tmflow.mt.install import install_package

    folder = tmp_path_factory.mktemp("packages")
    tables = {
        ("ja", "en"): {**{ja: f" {en}" for ja, en in WORDS.items()}, "がいる": " there", "。": "."},
        ("en", "ja"): {**{f" {en}": ja for ja, en in WORDS.items()}, "We": "が", " met": "を", ".": "。"},
    }
    for (source, target), table in tables.items():
        archive = folder.parent / f"{source}_{target}.argosmodel"
        install_package(tiny_model.build_package(archive, table, source=source, target=target), directory=folder)
    return folder


@pytest.fixture
def installed(engines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(engines))


def pairs_of(beads: Sequence[Bead]) -> dict[tuple[int, ...], tuple[int, ...]]:
    return {bead.source: bead.target for bead in beads if bead.source and bead.target}


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["align", *words])


# -- the library


@pytest.mark.mt
def test_what_no_other_signal_tells_a_machine_translation_does(engines: Path) -> None:
    with pytest.raises(AlignmentError):
        tmflow.align(JA, EN, dictionary="none")
    assert pairs_of(tmflow.align(JA, EN, dictionary="none", require_translation=False)) != TRUE
    engine = ArgosTranslator(JA_EN, directory=engines)
    beads = tmflow.align(JA, EN, dictionary="none", translator=engine)
    assert pairs_of(beads) == TRUE
    assert all("mt" in dict(bead.signals) for bead in beads if bead.source and bead.target)


@pytest.mark.mt
def test_the_other_way_round_too(engines: Path) -> None:
    with pytest.raises(AlignmentError):
        tmflow.align(EN, JA, dictionary="none")
    engine = ArgosTranslator(JA_EN.reversed, directory=engines)
    beads = tmflow.align(EN, JA, dictionary="none", translator=engine)
    assert pairs_of(beads) == {target: source for source, target in TRUE.items()}


class Canned:
    """A translator that knows the words but has its faults; it counts what it is asked."""

    def __init__(self, *, empty: Sequence[str] = (), fails: int = 0) -> None:
        self.name = "canned"
        self.asked: list[str] = []
        self._empty, self._fails = empty, fails

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
        del pair
        if self._fails:
            self._fails -= 1
            raise TranslatorError("the engine has the hiccups")
        for source in sources:
            self.asked.append(source)
            known = [en for ja, en in WORDS.items() if ja in source and ja not in self._empty]
            yield f"There are {known[0]}." if known else ""


def test_any_object_that_translates_will_do() -> None:
    assert pairs_of(tmflow.align(JA, EN, dictionary="none", translator=Canned())) == TRUE


def test_a_failure_is_tried_again_and_an_empty_answer_does_no_harm() -> None:
    engine = Canned(empty=("鴛鴦",), fails=1)
    assert pairs_of(tmflow.align(JA, EN, dictionary="none", translator=engine)) == TRUE
    assert set(engine.asked) == set(JA)


def test_an_engine_that_says_nothing_changes_nothing() -> None:
    plain = tmflow.align(JA, EN, dictionary="none", require_translation=False)
    for engine in (Canned(empty=tuple(WORDS)), Canned(fails=1000)):
        assert tmflow.align(JA, EN, dictionary="none", require_translation=False, translator=engine) == plain


def test_what_has_no_draft_is_counted_with_the_first_reason() -> None:
    drafts = draft_texts(JA, pair=JA_EN, translator=Canned(empty=("鴛鴦",)))
    assert drafts.problem == "no machine translation of 1 of 9 segments (empty: no words came back)"
    assert draft_texts((), pair=JA_EN, translator=Canned()) == SegmentDrafts()


def segment(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Segment:
    return Segment(start=0, end=len(text), text=text, kind=kind, rule="test")


def test_only_what_is_aligned_by_its_words_is_drafted() -> None:
    sources = [
        segment("題", BlockKind.TITLE),
        segment("筆者", BlockKind.BYLINE),
        segment(" "),
        segment("本文。"),
        segment("既知。"),
        segment("見出し", BlockKind.HEADING),
        segment("***", BlockKind.MARKER),
    ]
    title, body = segment("Title", BlockKind.TITLE), segment("Text.")
    known = Bead(source=(4,), target=(1,), confidence=1.0)
    assert list(iter_texts_to_draft(sources, [title, body], anchors=[known])) == ["本文。", "見出し"]
    assert list(iter_texts_to_draft(sources, [body])) == ["題", "本文。", "既知。", "見出し"]


# -- the articles of a project


def project_of(root: Path, settings: str = "align: {dictionary: none}") -> Project:
    return make_project(root, ja={"moor": ["", *JA]}, en={"moor": ["", *EN]}, settings=settings)


@pytest.mark.mt
@pytest.mark.usefixtures("installed")
def test_the_articles_of_a_project_are_drafted_where_it_is_asked_for(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    plain = run("--project", str(tmp_path))
    assert plain.exit_code == 1
    assert "do not look like translations" in plain.stdout
    result = run("--project", str(tmp_path), "--mt")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (0, "Machine translation: argos ja>en 1.0")
    found = targets_of(project, "moor")
    assert {ja: found[ja] for ja in JA} == {JA[n]: EN[place] for (n,), (place,) in TRUE.items()} | {
        JA[1]: None,
        JA[6]: None,
    }
    again = run("--project", str(tmp_path), "--mt")  # all units are there: nothing is loaded
    assert (again.exit_code, "Machine translation" in again.stderr) == (0, False)


@pytest.mark.mt
@pytest.mark.usefixtures("installed")
def test_a_second_try_asks_the_engine_for_nothing_it_has_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(tmp_path)
    (first,) = align_project(project, use_mt=True)
    project.bitext_path("moor").unlink()

    def refuse(*_: object) -> Iterator[str]:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(ArgosTranslator, "translate", refuse)
    (second,) = align_project(project, use_mt=True)
    assert (second.beads, second.draft_problem) == (first.beads, "")


def test_nothing_is_loaded_unless_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an engine was made")

    monkeypatch.setattr("tmflow.workflow.drafting.make_translator", refuse)
    (alignment,) = align_project(project_of(tmp_path))
    assert isinstance(alignment.error, AlignmentError)


@pytest.mark.parametrize("words", [(), ("a.txt", "b.txt", "--lines")])
def test_a_missing_model_is_one_line_and_exit_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    project_of(tmp_path)
    write_pair(tmp_path)
    error = run(*words, "--mt").exception
    assert isinstance(error, TranslatorUnavailable)
    assert "tmflow mt install ja en" in str(error)
    assert "--no-mt" in str(error)


def test_an_engine_that_is_switched_off_is_told_before_anything_is_done(tmp_path: Path) -> None:
    project = project_of(tmp_path, settings="mt: {engine: none}")
    with pytest.raises(ConfigError, match=r"mt\.engine is none"):
        next(align_project(project, use_mt=True))


def test_what_an_engine_failed_at_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tmflow.workflow.drafting.make_translator", lambda *_: lambda: Canned(empty=tuple(list(WORDS)[:2]))
    )
    project_of(tmp_path)
    result = run("--project", str(tmp_path), "--mt")
    assert result.exit_code == 0
    assert "moor: no machine translation of 2 of 9 segments (empty: no words came back)" in result.stderr


# -- files


def write_pair(folder: Path) -> None:
    (folder / "a.txt").write_text("\n".join(JA), encoding="utf-8")
    (folder / "b.txt").write_text("\n".join(EN), encoding="utf-8")


@pytest.mark.mt
@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("is_reversed", [False, True])
def test_files_are_drafted_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_reversed: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pair(tmp_path)
    names = ("b.txt", "a.txt") if is_reversed else ("a.txt", "b.txt")
    words = (*names, "--lines", "--dictionary", "none", "--format", "jsonl", "--explain")
    assert run(*words).exit_code == 1
    result = run(*words, "--mt")
    assert result.exit_code == 0
    assert result.stderr == f"Machine translation: argos {'en>ja' if is_reversed else 'ja>en'} 1.0\n"
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    found = {tuple(row["source"]): tuple(row["target"]) for row in rows if row["source"] and row["target"]}
    assert found == ({target: source for source, target in TRUE.items()} if is_reversed else TRUE)
    assert any("mt" in row["signals"] for row in rows)


@pytest.mark.mt
@pytest.mark.usefixtures("installed")
def test_each_process_has_an_engine_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_pair(tmp_path)
    (tmp_path / "list").write_text("a.txt\tb.txt\nb.txt\ta.txt\n", encoding="utf-8")
    words = ("--pairs", "list", "--lines", "--dictionary", "none", "--mt", "--format", "tsv")
    alone, shared = run(*words), run(*words, "--jobs", "2")
    assert (shared.exit_code, shared.stdout) == (0, alone.stdout)


def test_a_missing_model_ends_the_run_of_many_pairs_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    write_pair(tmp_path)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_bytes((tmp_path / "a.txt").read_bytes())
    (tmp_path / "list").write_text("".join(f"{number}.txt\tb.txt\n" for number in range(4)), encoding="utf-8")
    for jobs in ("1", "2"):
        result = run("--pairs", "list", "--lines", "--mt", "--jobs", jobs)
        assert isinstance(result.exception, TranslatorUnavailable)
        assert (result.stdout, result.stderr) == ("", "")
