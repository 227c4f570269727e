"""What becomes of a machine's drafts: on every way to confirm them figures are left, and statistics add these up."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.workflow.projects import (
    EN,
    JA,
    aligned,
    article,
    edit,
    make_project,
    reopened,
    tree,
    unit_with,
    units_of,
    write_article,
)
from tmflow.formats.po import read_po
from tmflow.model.bitext import TranslationUnit
from tmflow.model.language import Language
from tmflow.model.match import MatchKind
from tmflow.model.post_edit import EditClass, PostEdit
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.align import align_project
from tmflow.workflow.export import export_article
from tmflow.workflow.learn import learn
from tmflow.workflow.merge import merge_file
from tmflow.workflow.project import Project
from tmflow.workflow.review import IDLE_SECONDS, accept_all, accept_unit
from tmflow.workflow.statistics import EditFigures, Grouping, measure_edits
from tmflow.workflow.translate import translate_article

FUZZY = "町は屋根の修理に900万円を出す。"
NEW = "鐘は鳴らない。"
OTHER = "書庫の窓を開ける。"
FOG = (JA[0], JA[1], FUZZY, NEW, OTHER)
BELL = "The bell does not ring."
NOVEMBER, DECEMBER = date(2026, 11, 27), date(2026, 12, 3)
XLIFFS = ("xliff12", "xliff21")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose article "fog" has two units of the memory as they are, an adapted one and two machine drafts."""
    made = aligned(tmp_path, also_ja={"fog": FOG})
    translate_article(made, "fog", translator=EchoTranslator("echo 1.0"))
    return reopened(made)


def bitext(project: Project, slug: str = "fog") -> Path:
    return project.bitext_path(slug)


def draft_of(project: Project, source: str) -> str:
    unit = unit_with(project, "fog", source)
    assert unit.target is not None
    return unit.target.native


def confirm_in_editor(project: Project, source: str, text: str | None = None) -> None:
    path = bitext(project)
    before, entry, after = _cut(path.read_text(encoding="utf-8"), source)
    if text is not None:
        entry = entry.replace(f'msgstr "{draft_of(project, source)}"', f'msgstr "{text}"')
    path.write_text(before + entry.replace("#, fuzzy\n", "") + after, encoding="utf-8")


def _cut(text: str, source: str) -> tuple[str, str, str]:
    at = text.index(f'msgid "{source}"')
    start, end = text.rindex("\n\n", 0, at) + 2, text.find("\n\n", at)
    end = len(text) if end < 0 else end
    return text[:start], text[start:end], text[end:]


def history(unit: TranslationUnit) -> PostEdit:
    assert (unit.proposal, unit.draft) == (None, False)
    assert unit.post_edit is not None
    return unit.post_edit


def test_a_machine_s_draft_keeps_what_it_was_given_and_what_is_no_draft_nothing(project: Project) -> None:
    kinds = {
        unit.source.text: (unit.proposal.kind, unit.proposal.tool) for unit in units_of(project, "fog") if unit.proposal
    }
    assert kinds == {
        FUZZY: (MatchKind.ADAPTED, "mist.po"),
        NEW: (MatchKind.MT, "echo 1.0"),
        OTHER: (MatchKind.MT, "echo 1.0"),
    }
    assert all(unit.proposal.target == unit.target and unit.draft for unit in units_of(project, "fog") if unit.proposal)


def test_a_review_leaves_figures_with_the_day_and_the_time(project: Project) -> None:
    given = unit_with(project, "fog", NEW).proposal
    accept_unit(project, "fog", unit_with(project, "fog", NEW).id, reviewer="AK", text=BELL, when=NOVEMBER, seconds=41)
    found = unit_with(project, "fog", NEW)
    assert given is not None
    assert found.target is not None
    assert history(found) == given.edited_to(found.target, when=NOVEMBER, seconds=41)
    assert history(found).edit_class is EditClass.REWRITTEN
    assert "tmflow-draft" not in _cut(bitext(project).read_text(encoding="utf-8"), NEW)[1]


def test_who_leaves_the_desk_has_no_time(project: Project) -> None:
    for source, seconds in ((NEW, IDLE_SECONDS), (OTHER, IDLE_SECONDS + 1)):
        accept_unit(project, "fog", unit_with(project, "fog", source).id, reviewer="AK", seconds=seconds)
    assert history(unit_with(project, "fog", NEW)).seconds == IDLE_SECONDS
    assert history(unit_with(project, "fog", OTHER)).seconds is None


def test_what_is_accepted_unseen_counts_as_accepted(project: Project) -> None:
    accept_all(project, "fog", reviewer="AK", when=NOVEMBER)
    found = [history(unit_with(project, "fog", source)) for source in (FUZZY, NEW, OTHER)]
    assert {(one.edit_class, one.word_edits, one.seconds, one.when) for one in found} == {
        (EditClass.ACCEPTED, 0, None, NOVEMBER)
    }


def test_a_po_editor_leaves_figures_and_learning_gives_them_the_day(project: Project) -> None:
    confirm_in_editor(project, NEW, BELL)
    confirm_in_editor(project, OTHER)
    before = [history(unit_with(project, "fog", source)) for source in (NEW, OTHER)]
    assert [one.edit_class for one in before] == [EditClass.REWRITTEN, EditClass.ACCEPTED]
    learn(reopened(project), ("fog",), when=NOVEMBER)
    learn(reopened(project), ("fog",), reviewer="AK", when=DECEMBER)
    after = [history(unit_with(project, "fog", source)) for source in (NEW, OTHER)]
    assert {one.when for one in after} == {NOVEMBER}
    assert "tmflow-draft" not in _cut(bitext(project).read_text(encoding="utf-8"), NEW)[1]


def test_the_day_an_editor_saved_is_kept_once_tmflow_has_written(project: Project) -> None:
    confirm_in_editor(project, NEW, BELL)
    edit(bitext(project), '"PO-Revision-Date: \\n"', '"PO-Revision-Date: 2026-11-27 09:30+0900\\n"')
    assert history(unit_with(project, "fog", NEW)).when == NOVEMBER
    learn(reopened(project), ("fog",), when=DECEMBER)
    edit(bitext(project), "2026-11-27 09:30", "2026-12-03 09:30")
    edit(bitext(project), f'msgstr "{BELL}"', 'msgstr "The bell never rings."')
    assert history(unit_with(project, "fog", NEW)).when == NOVEMBER
    assert history(unit_with(project, "fog", NEW)).chars == len(BELL)


@pytest.mark.parametrize("format", XLIFFS)
def test_a_tool_that_speaks_xliff_leaves_figures(project: Project, format: str) -> None:
    path = export_article(project, "fog", format).path
    text = path.read_text(encoding="utf-8").replace(draft_of(project, NEW), BELL)
    for state in ('state="needs-review-translation"', 'state="initial"'):
        text = text.replace(state, 'state="translated"')
    path.write_text(text, encoding="utf-8")
    merge_file(reopened(project), path, when=NOVEMBER)
    found = [history(unit_with(project, "fog", source)) for source in (NEW, OTHER, FUZZY)]
    assert [one.edit_class for one in found] == [EditClass.REWRITTEN, EditClass.ACCEPTED, EditClass.ACCEPTED]
    assert {one.when for one in found} == {NOVEMBER}


def test_an_exported_po_file_that_comes_back_leaves_the_same(project: Project) -> None:
    path = export_article(project, "fog", "po").path
    edit(path, f'msgstr "{draft_of(project, NEW)}"', f'msgstr "{BELL}"')
    merge_file(reopened(project), path)
    still = unit_with(project, "fog", NEW)
    assert still.proposal is not None
    assert (still.draft, still.proposal.target.text == BELL) == (True, False)
    path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    merge_file(reopened(project), path, when=NOVEMBER)
    assert history(unit_with(project, "fog", NEW)).edit_class is EditClass.REWRITTEN


def test_a_file_that_changes_nothing_keeps_the_proposals(project: Project) -> None:
    before = tree(project.root)
    for kind in (*XLIFFS, "po"):
        path = export_article(project, "fog", kind).path
        merge_file(reopened(project), path, when=NOVEMBER)
        path.unlink()
    assert tree(project.root) == before


def test_a_draft_of_another_source_is_compared_with_nothing(project: Project) -> None:
    edit(project.root / "articles/ja/fog.txt", NEW, "鐘はもう鳴らない。")
    stale = unit_with(project, "fog", "鐘はもう鳴らない。")
    assert (stale.is_stale, stale.draft, stale.proposal) == (True, True, None)
    accept_unit(project, "fog", stale.id, reviewer="AK", text="The bell rings no more.", when=NOVEMBER)
    assert unit_with(project, "fog", "鐘はもう鳴らない。").post_edit is None


def test_later_changes_leave_the_figures_as_they_are(project: Project) -> None:
    accept_all(project, "fog", reviewer="AK", when=NOVEMBER)
    figures = history(unit_with(project, "fog", NEW))
    edit(project.root / "articles/ja/fog.txt", NEW, "鐘はもう鳴らない。")
    stale = unit_with(project, "fog", "鐘はもう鳴らない。")
    assert (stale.is_stale, stale.post_edit) == (True, figures)
    accept_unit(project, "fog", stale.id, reviewer="AK", text="It rings no more.", when=DECEMBER, seconds=9)
    assert history(unit_with(project, "fog", "鐘はもう鳴らない。")) == figures


def test_a_second_draft_of_an_emptied_unit_is_the_one_that_counts(project: Project) -> None:
    accept_all(project, "fog", reviewer="AK", when=NOVEMBER)
    edit(bitext(project), f'msgstr "{draft_of(project, NEW)}"', 'msgstr ""')
    translate_article(reopened(project), "fog", translator=EchoTranslator("echo 2.0"))
    found = unit_with(project, "fog", NEW)
    assert (found.proposal and found.proposal.tool, found.post_edit) == ("echo 2.0", None)
    accept_all(project, "fog", reviewer="AK", when=DECEMBER)
    assert (history(unit_with(project, "fog", NEW)).tool, history(unit_with(project, "fog", NEW)).when) == (
        "echo 2.0",
        DECEMBER,
    )


def test_units_that_move_take_their_history_along(project: Project) -> None:
    accept_unit(project, "fog", unit_with(project, "fog", OTHER).id, reviewer="AK", when=NOVEMBER)
    before = {unit.source.text: (unit.proposal, unit.post_edit) for unit in units_of(project, "fog")}
    moved = (JA[0], OTHER, "風が強い。", NEW, FUZZY, JA[1])
    write_article(project.root, Language.JA, "fog", moved)
    translate_article(reopened(project), "fog", use_mt=False)
    after = {unit.source.text: (unit.proposal, unit.post_edit) for unit in units_of(project, "fog")}
    assert after == before | {"風が強い。": (None, None)}


def test_an_article_that_is_renamed_takes_its_history_along(project: Project) -> None:
    accept_all(project, "fog", reviewer="AK", when=NOVEMBER)
    (project.root / "articles/ja/fog.txt").rename(project.root / "articles/ja/haze.txt")
    bitext(project).rename(bitext(project, "haze"))
    rows = measure_edits(reopened(project), ("haze",), by=Grouping.ARTICLE).rows
    assert [(row.group, row.figures.accepted) for row in rows] == [("haze", 3)]


def test_what_is_edited_in_the_article_itself_counts_once_it_is_aligned(project: Project) -> None:
    export_article(project, "fog", "article", force=True)
    given = unit_with(project, "fog", NEW).proposal
    (project.root / "articles/en/fog.txt").write_text(
        article((EN[0], EN[1], draft_of(project, FUZZY), BELL, draft_of(project, OTHER))), encoding="utf-8"
    )
    (alignment,) = align_project(reopened(project), ("fog",), force=True)
    assert alignment.error is None
    found = unit_with(project, "fog", NEW)
    assert found.target is not None
    assert found.target.text == BELL
    assert given is not None
    assert (found.proposal or found.post_edit) == (given if found.draft else given.edited_to(found.target))
    accept_all(reopened(project), "fog", reviewer="AK")
    assert history(unit_with(project, "fog", NEW)).edit_class is EditClass.REWRITTEN


def test_two_people_confirm_in_two_branches(project: Project, tmp_path: Path) -> None:
    base = tmp_path / "base.po"
    base.write_bytes(bitext(project).read_bytes())
    accept_unit(project, "fog", unit_with(project, "fog", NEW).id, reviewer="AK", text=BELL, when=NOVEMBER)
    ours = tmp_path / "ours.po"
    ours.write_bytes(bitext(project).read_bytes())
    bitext(project).write_bytes(base.read_bytes())
    accept_unit(reopened(project), "fog", unit_with(project, "fog", FUZZY).id, reviewer="MT", when=DECEMBER)
    subprocess.run(["git", "merge-file", str(bitext(project)), str(base), str(ours)], check=True)
    assert history(unit_with(project, "fog", NEW)).when == NOVEMBER
    assert history(unit_with(project, "fog", FUZZY)).when == DECEMBER
    assert unit_with(project, "fog", OTHER).proposal is not None


def test_statistics_by_engine_are_sums_weighted_by_length(project: Project) -> None:
    for source, text, seconds in ((NEW, BELL, 30), (OTHER, None, 10), (FUZZY, None, None)):
        accept_unit(
            project,
            "fog",
            unit_with(project, "fog", source).id,
            reviewer="AK",
            text=text,
            when=NOVEMBER,
            seconds=seconds,
        )
    edits = [history(unit_with(project, "fog", source)) for source in (NEW, OTHER)]
    statistics = measure_edits(project)
    assert [row.group for row in statistics.rows] == ["aligned", "echo 1.0", "memory", "memory, adapted"]
    echo = statistics.rows[1].figures
    assert (echo.units, echo.drafts, echo.accepted, echo.edited, echo.rewritten) == (2, 2, 1, 0, 1)
    assert (echo.mt, echo.waiting) == (2, 0)
    assert echo.edit_rate_percent == 100 * sum(one.char_edits for one in edits) / sum(one.chars for one in edits)
    assert echo.hter_percent == 100 * sum(one.word_edits for one in edits) / sum(one.words for one in edits)
    assert (echo.seconds_per_draft, echo.timed) == (20, 2)
    assert echo.words_per_hour == 3600 * sum(one.words for one in edits) / 40
    assert echo.ja_characters == len(NEW + OTHER)
    memory = statistics.rows[3].figures
    assert (memory.accepted, memory.hter_percent, memory.seconds_per_draft, memory.memory) == (1, 0, None, 1)


def test_statistics_by_month_and_article(project: Project) -> None:
    accept_unit(project, "fog", unit_with(project, "fog", NEW).id, reviewer="AK", when=NOVEMBER)
    accept_unit(project, "fog", unit_with(project, "fog", OTHER).id, reviewer="AK", text="Open it.", when=DECEMBER)
    by_month = measure_edits(project, by=Grouping.MONTH)
    assert [(row.group, row.figures.units, row.figures.drafts) for row in by_month.rows] == [
        ("2026-11", 1, 1),
        ("2026-12", 1, 1),
        ("undated", 10, 0),
    ]
    by_article = measure_edits(project, by=Grouping.ARTICLE)
    assert [(row.group, row.figures.units, row.figures.waiting) for row in by_article.rows] == [
        ("fog", 4, 1),
        ("mist", 8, 0),
    ]
    (total,) = by_month.totals
    assert (total.group, total.figures) == ("", by_article.totals[0].figures)
    assert total.figures.human + total.figures.aligned + total.figures.memory + total.figures.mt == 12


def test_each_direction_has_its_own_figures(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"bell": [JA[0], NEW]}, en={"gate": ["The gate", BELL]})
    for slug in ("bell", "gate"):
        translate_article(project, slug, translator=EchoTranslator("echo 1.0"))
        accept_all(reopened(project), slug, reviewer="AK")
    assert [(row.group, str(row.pair)) for row in measure_edits(reopened(project)).rows] == [
        ("echo 1.0", "en>ja"),
        ("echo 1.0", "ja>en"),
    ]


def test_a_bitext_that_cannot_be_read_is_told_and_the_others_are_counted(project: Project) -> None:
    edit(bitext(project), f'msgid "{NEW}"', f'msgid "{NEW}')
    statistics = measure_edits(reopened(project), by=Grouping.ARTICLE)
    assert [row.group for row in statistics.rows] == ["mist"]
    assert "fog.po" in str(statistics.problems[0])


def test_reading_statistics_writes_nothing(project: Project) -> None:
    confirm_in_editor(project, NEW, BELL)
    before = tree(project.root)
    assert measure_edits(reopened(project)).totals[0].figures.rewritten == 1
    assert tree(project.root) == before
    assert read_po(bitext(project)).units


def test_nothing_has_no_rates() -> None:
    nothing = EditFigures()
    assert (nothing.edit_rate_percent, nothing.hter_percent) == (None, None)
    assert (nothing.seconds_per_draft, nothing.words_per_hour) == (None, None)


def test_a_draft_of_a_sentence_that_is_gone_waits_for_nobody(project: Project) -> None:
    def waiting() -> int:
        return sum(row.figures.waiting for row in measure_edits(reopened(project)).rows)

    before = waiting()
    (article,) = project.root.glob("articles/ja/fog.*")
    article.write_text(article.read_text(encoding="utf-8").replace(NEW, ""), encoding="utf-8")
    translate_article(reopened(project), "fog", translator=EchoTranslator("echo 1.0"))
    assert waiting() == before - 1
