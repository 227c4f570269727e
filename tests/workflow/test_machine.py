"""Machine drafts beside the memory's: repaired matches, candidates that are kept, runs that are stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

import tmflow
from tests.workflow.projects import EN, JA, aligned, reopened, tree, unit_with, units_of
from tmflow.formats.inline import parse_inline
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.transient import TransientStore
from tmflow.model.bitext import Bitext, OriginKind, State, TranslationUnit
from tmflow.model.content import CodeKind, Content
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match, MatchKind, MemoryEntry
from tmflow.mt.translator import Hypothesis
from tmflow.workflow.candidates import read_kept, with_candidates
from tmflow.workflow.export import export_article
from tmflow.workflow.filling import fill_from_best
from tmflow.workflow.ingest import load_article
from tmflow.workflow.machine import MachineOptions, iter_machine_steps
from tmflow.workflow.project import Project
from tmflow.workflow.recall import project_memory
from tmflow.workflow.review import accept_unit
from tmflow.workflow.translate import Watch, resume_point, translate_article

FUZZY = "森さんは来年の秋に退職する。"
"""Differs from JA[7] in the season."""
FIXED = "Mr. Mori retires next autumn."
WHOLE = "Mori-san quits next autumn."
NEW = "鐘は鳴らない。"
FOG = (JA[0], JA[1], FUZZY, NEW)
TABLE = {"春": "spring", "秋": "autumn", FUZZY: WHOLE, JA[7]: "Mori-san quits next spring.", NEW: "The bell is silent."}


class Table:
    """An engine that knows a table and is sure of what it says; it remembers what it was asked."""

    name = "table 1"

    def __init__(self, table: Mapping[str, str] = TABLE, *, score: int = 80) -> None:
        self.table, self.score = table, score
        self.asked: list[str] = []

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[tuple[Hypothesis, ...]]:
        del pair
        for source in sources:
            self.asked.append(source)
            yield (Hypothesis(text=self.table.get(source, ""), score=self.score),)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path, also_ja={"fog": FOG}, settings="mt: {batch: 1}")


def kept_kinds(project: Project, source: str) -> list[MatchKind]:
    article = load_article(reopened(project), "fog")
    bitext = with_candidates(article.bound.bitext, read_kept(project, "fog", pair=article.pair))
    (unit,) = [unit for unit in bitext.units if unit.source.text == source]
    return [match.kind for match in unit.candidates]


def test_the_repaired_match_is_the_draft_and_the_others_are_candidates(project: Project) -> None:
    translation = translate_article(project, "fog", translator=Table())
    unit = unit_with(project, "fog", FUZZY)
    assert unit.target is not None
    assert unit.target.text == FIXED
    assert unit.origin is not None
    assert (unit.origin.kind, unit.origin.match) == (OriginKind.MT, MatchKind.REPAIRED)
    assert unit.origin.tool == "table 1 + mist.po"
    assert (unit.draft, unit.state) == (True, State.TRANSLATED)
    assert kept_kinds(project, FUZZY) == [MatchKind.REPAIRED, MatchKind.FUZZY, MatchKind.MT]
    kinds = {band.kind: band.units for band in translation.leverage}
    assert (kinds[MatchKind.REPAIRED], kinds[MatchKind.MT]) == (1, 1)
    assert MatchKind.FUZZY not in kinds


def test_an_engine_that_doubts_leaves_the_plain_match(project: Project) -> None:
    translate_article(project, "fog", translator=Table(score=40))
    unit = unit_with(project, "fog", FUZZY)
    assert unit.target is not None
    assert unit.target.text == EN[7]
    assert kept_kinds(project, FUZZY) == [MatchKind.FUZZY, MatchKind.REPAIRED, MatchKind.MT]


def test_a_repair_stays_out_of_the_memory_until_it_is_confirmed(project: Project) -> None:
    translate_article(project, "fog", translator=Table())
    with project_memory(reopened(project)) as memory:
        assert all(match.entry.document != "fog.po" for match in memory.lookup(FUZZY, threshold=100))
    accept_unit(reopened(project), "fog", unit_with(project, "fog", FUZZY).id, reviewer="AK")
    with project_memory(reopened(project)) as memory:
        (match,) = memory.lookup(FUZZY, threshold=100)
    assert (match.target, match.entry.document) == (FIXED, "fog.po")


def test_a_match_filled_without_mt_is_repaired_by_a_later_run(project: Project) -> None:
    translate_article(project, "fog", use_mt=False)
    assert kept_kinds(project, FUZZY) == [MatchKind.FUZZY]
    engine = Table()
    translate_article(reopened(project), "fog", translator=engine)
    unit = unit_with(project, "fog", FUZZY)
    assert unit.target is not None
    assert unit.target.text == FIXED


def test_what_was_asked_in_vain_is_not_asked_again(project: Project) -> None:
    translate_article(project, "fog", translator=Table({NEW: "The bell is silent."}))
    assert kept_kinds(project, FUZZY) == [MatchKind.FUZZY]

    def load() -> Table:
        raise AssertionError("there is nothing for the engine")

    before = tree(project.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tmflow.workflow.translate.make_translator", lambda *_: load)
        translate_article(reopened(project), "fog")
    assert tree(project.root) == before


def test_a_match_that_somebody_has_changed_is_left(project: Project) -> None:
    translate_article(project, "fog", use_mt=False)
    path = project.bitext_path("fog")
    path.write_text(path.read_text(encoding="utf-8").replace(EN[7], "Mr. Mori leaves in the autumn."), encoding="utf-8")
    engine = Table()
    translate_article(reopened(project), "fog", translator=engine)
    unit = unit_with(project, "fog", FUZZY)
    assert unit.target is not None
    assert unit.target.text == "Mr. Mori leaves in the autumn."
    assert FUZZY not in engine.asked


def test_a_match_that_somebody_confirms_meanwhile_is_left(project: Project) -> None:
    def confirm(done: int, total: int) -> None:
        if done == 1 < total:
            accept_unit(reopened(project), "fog", second, reviewer="AK", text="Mr. Mori goes in autumn.")

    translate_article(project, "fog", use_mt=False)
    todo = [unit.id for unit in units_of(project, "fog") if unit.source.text in {FUZZY, NEW}]
    second = todo[1]
    translate_article(reopened(project), "fog", translator=Table(), watch=Watch(on_progress=confirm))
    unit = next(unit for unit in units_of(project, "fog") if unit.id == second)
    assert unit.state is State.REVIEWED
    assert unit.target is not None
    assert unit.target.text == "Mr. Mori goes in autumn."


def test_a_run_ended_between_the_candidates_and_the_bitext_loses_no_repair(project: Project) -> None:
    translate_article(project, "fog", use_mt=False)
    before = project.bitext_path("fog").read_bytes()
    translate_article(reopened(project), "fog", translator=Table())
    after = project.bitext_path("fog").read_bytes()
    project.bitext_path("fog").write_bytes(before)
    engine = Table()
    translate_article(reopened(project), "fog", translator=engine)
    assert (project.bitext_path("fog").read_bytes(), engine.asked) == (after, [])


@pytest.mark.parametrize(
    "damage", ["", "{", '{"format": 1}', '{"format": 1, "asked": 5, "units": {"a": []}}', "\ud800"]
)
def test_damaged_candidates_are_as_good_as_none(project: Project, damage: str) -> None:
    translate_article(project, "fog", translator=Table())
    project.candidates_path("fog").write_bytes(damage.encode("utf-8", "surrogatepass"))
    assert kept_kinds(project, FUZZY) == []
    text = export_article(reopened(project), "fog", "xliff21").path.read_text(encoding="utf-8")
    assert text.count('type="am"') == 1, "the draft itself"


def test_candidates_of_what_is_confirmed_or_has_changed_are_not_exported(project: Project) -> None:
    translate_article(project, "fog", translator=Table())
    accept_unit(reopened(project), "fog", unit_with(project, "fog", FUZZY).id, reviewer="AK")
    path = project.root / "articles/ja/fog.txt"
    path.write_text(path.read_text(encoding="utf-8").replace(NEW, "鐘は今も鳴らない。"), encoding="utf-8")
    text = export_article(reopened(project), "fog", "xliff21").path.read_text(encoding="utf-8")
    assert "mtc:match " not in text


def test_a_run_that_should_stop_does_so_after_the_batch(project: Project) -> None:
    engine = Table()
    batches: list[int] = []
    watch = Watch(on_progress=lambda done, _total: batches.append(done), should_stop=lambda: bool(batches))
    translation = translate_article(project, "fog", translator=engine, watch=watch)
    assert (translation.is_stopped, batches) == (True, [1])
    point = resume_point(reopened(project), "fog")
    assert (point.saved, point.left, point.next_number) == (3, 1, 4)
    rest = translate_article(reopened(project), "fog", translator=engine)
    assert (rest.is_stopped, rest.untranslated, engine.asked.count(FUZZY)) == (False, 0, 1)


def test_a_run_that_is_over_at_once_loads_no_engine(project: Project) -> None:
    translation = translate_article(project, "fog", watch=Watch(should_stop=lambda: True))
    assert (translation.is_stopped, translation.mt_problem, translation.untranslated) == (True, None, 1)


def test_a_run_with_nothing_left_was_not_stopped(project: Project) -> None:
    translate_article(project, "fog", translator=Table())
    watch = Watch(should_stop=lambda: True)
    assert not translate_article(reopened(project), "fog", translator=Table(), watch=watch).is_stopped


def test_the_run_tells_how_far_it_is_and_with_which_engine(project: Project) -> None:
    told: list[object] = []
    watch = Watch(
        on_memory=lambda done, total: told.append(("memory", done, total)),
        on_engine=told.append,
        on_progress=lambda done, total: told.append(("mt", done, total)),
    )
    translate_article(project, "fog", translator=Table(), watch=watch)
    looked_up = [("memory", done, 4) for done in range(1, 5)]
    assert told == [*looked_up, "table 1", ("mt", 1, 2), ("mt", 2, 2)]


def test_the_library_repairs_too_and_asks_nothing_twice(tmp_path: Path) -> None:
    entry = MemoryEntry(source=JA[7], target=EN[7], pair=LanguagePair(Language.JA, Language.EN), document="mist.po")
    with TranslationMemory(TransientStore()) as memory:
        memory.learn([entry], document="mist.po")
        engine, again = Table(), Table()
        bitext = tmflow.translate(FUZZY, to="en", memory=memory, fallback=engine, answers=tmp_path / "answers.sqlite")
        repeated = tmflow.translate(FUZZY, to="en", memory=memory, fallback=again, answers=tmp_path / "answers.sqlite")
    (unit,) = bitext.units
    assert unit.target is not None
    assert unit.target.text == FIXED
    assert [match.target for match in unit.candidates] == [FIXED, EN[7], WHOLE]
    assert repeated == bitext
    assert (len(engine.asked), again.asked) == (len(set(engine.asked)), [])


def drafted(unit: TranslationUnit, engine: Table) -> TranslationUnit:
    """A unit of a Markdown article once the engine was asked."""
    bitext = Bitext(slug="fog", pair=LanguagePair(Language.JA, Language.EN), units=(unit,))
    options = MachineOptions(source_format=ArticleFormat.MARKDOWN, target_format=ArticleFormat.MARKDOWN)
    (step,) = iter_machine_steps(bitext, lambda: engine, options)
    return step.units[0][1]


def test_marks_of_the_engine_are_no_markup() -> None:
    """An engine may say anything; a link or an emphasis comes from the source alone."""
    said = "The [bell](javascript:x) is *silent*."
    unit = drafted(TranslationUnit(id="u1", source=Content.of(NEW)), Table({NEW: said}))
    assert unit.target is not None
    assert unit.target.text == said
    assert {code.kind for code in unit.target.codes} == {CodeKind.ENTITY}


@pytest.mark.parametrize(("autumn", "season"), [("autumn", "autumn"), ("*autumn*", "spring")])
def test_a_repair_that_would_be_markup_is_none(autumn: str, season: str) -> None:
    target = "Mr. Mori retires next spring."
    entry = MemoryEntry(source=JA[7], target=target, pair=LanguagePair(Language.JA, Language.EN))
    match = Match(kind=MatchKind.FUZZY, similarity=90, source=JA[7], target=target, entry=entry, query=FUZZY)
    unit = fill_from_best(TranslationUnit(id="u1", source=Content.of(FUZZY)), [match], format=ArticleFormat.MARKDOWN)
    done = drafted(unit, Table({**TABLE, "秋": autumn}))
    assert done.target is not None
    assert done.target.text == f"Mr. Mori retires next {season}."


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("潮が満ちた。", "The tide\\\nrose.", "The tide rose."),
        ("潮が満ちた。", "The tide  \nrose.", "The tide rose."),
        ("潮が  \n満ちた。", "The tide  \nrose.", "The tide  \nrose."),
        ("潮が<br>満ちた。", "The tide\\\nrose.", "The tide\\\nrose."),
    ],
)
def test_a_line_break_of_another_article_is_not_taken_over(source: str, target: str, expected: str) -> None:
    entry = MemoryEntry(source=source, target=target, pair=LanguagePair(Language.JA, Language.EN))
    match = Match(kind=MatchKind.EXACT, similarity=100, source=source, target=target, entry=entry, query=source)
    unit = TranslationUnit(id="u1", source=parse_inline(source, ArticleFormat.MARKDOWN))
    filled = fill_from_best(unit, [match], format=ArticleFormat.MARKDOWN)
    assert filled.target is not None
    assert filled.target.native == expected
