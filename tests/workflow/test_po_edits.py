"""What a translator may do to memories/SLUG.po in an editor, and what aligning again makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.corrections import (
    add_a_sentence,
    align_again,
    as_the_aligner_left_it,
    assert_partition,
    fix,
    leave_one_sided,
    pairs,
    with_a_wrong_boundary,
)
from tests.workflow.projects import EN, JA, aligned, edit, make_project, reopened, unit_with, units_of
from tmflow.workflow.correct import read_units
from tmflow.workflow.operations import Link, Unlink
from tmflow.workflow.project import Project

MOVED = [(JA[2], EN[2]), (JA[3] + JA[4], f"{EN[3]} {EN[4]}")]


def move_in_the_editor(project: Project) -> None:
    path = project.bitext_path("mist")
    edit(path, f'msgstr "{EN[2]} {EN[3]}"', f'msgstr "{EN[2]}"')
    edit(path, f'msgstr "{EN[4]}"', f'msgstr "{EN[3]} {EN[4]}"')


@pytest.mark.parametrize("are_drafts", [True, False])
def test_a_sentence_moved_to_the_next_unit_in_an_editor_stays_there(tmp_path: Path, *, are_drafts: bool) -> None:
    project = with_a_wrong_boundary(tmp_path, are_drafts=are_drafts)
    move_in_the_editor(project)
    assert align_again(project).corrected == 0
    assert pairs(project)[2:4] == MOVED
    assert_partition(project, read_units(reopened(project), "mist"))
    add_a_sentence(project)
    align_again(project)
    assert pairs(project)[2:4] == MOVED
    assert [unit.draft for unit in units_of(project, "mist")[2:4]] == [are_drafts] * 2


def test_a_sentence_moved_and_reworded_is_a_correction(tmp_path: Path) -> None:
    project = with_a_wrong_boundary(tmp_path)
    move_in_the_editor(project)
    edit(project.bitext_path("mist"), "Ships 36 kilometres away can see", "Ships as far as 36 kilometres away see")
    add_a_sentence(project)
    assert align_again(project).corrected == 1
    reworded = f"Ships as far as 36 kilometres away see its light. {EN[4]}"
    assert pairs(project)[2:4] == [(JA[2], EN[2]), (JA[3] + JA[4], reworded)]


def test_a_draft_reworded_in_an_editor_that_leaves_it_fuzzy_is_kept(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    as_the_aligner_left_it(project)
    edit(project.bitext_path("mist"), EN[2], "The lighthouse was finished in 1908.")
    align_again(project)
    unit = unit_with(project, "mist", JA[2])
    assert (unit.target and unit.target.text, unit.draft) == ("The lighthouse was finished in 1908.", True)


def test_a_sentence_copied_to_the_next_unit_is_taken_from_the_aligner_s(tmp_path: Path) -> None:
    project = with_a_wrong_boundary(tmp_path)
    edit(project.bitext_path("mist"), f'msgstr "{EN[4]}"', f'msgstr "{EN[3]} {EN[4]}"')
    assert align_again(project).corrected == 0
    assert pairs(project)[2:4] == MOVED


def test_a_sentence_copied_from_a_reviewed_unit_is_nowhere_lost(tmp_path: Path) -> None:
    project = with_a_wrong_boundary(tmp_path, are_drafts=False)
    edit(project.bitext_path("mist"), f'msgstr "{EN[4]}"', f'msgstr "{EN[3]} {EN[4]}"')
    assert align_again(project).corrected == 1
    both = [(JA[2], f"{EN[2]} {EN[3]}"), (JA[3] + JA[4], f"{EN[3]} {EN[4]}")]
    assert set(both) <= set(pairs(project))


def test_a_sentence_taken_away_stands_alone(tmp_path: Path) -> None:
    project = with_a_wrong_boundary(tmp_path, are_drafts=False)
    edit(project.bitext_path("mist"), f'msgstr "{EN[2]} {EN[3]}"', f'msgstr "{EN[2]}"')
    align_again(project)
    assert pairs(project)[2:5] == [(JA[2], EN[2]), ("", EN[3]), (JA[3] + JA[4], EN[4])]
    assert_partition(project, read_units(reopened(project), "mist"))


def test_an_emptied_translation_is_not_paired_again(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(project.bitext_path("mist"), f'msgstr "{EN[2]}"', 'msgstr ""')
    assert unit_with(project, "mist", JA[2]).is_untranslated
    doubtful = align_again(project).doubtful
    assert {(one.source, one.target) for one in doubtful} == {(JA[2], ""), ("", EN[2])}
    assert_partition(project, read_units(reopened(project), "mist"))
    add_a_sentence(project)
    align_again(project)
    assert dict(pairs(project))[JA[2]] is None
    fix(project, Link(units=("3", "4")))
    assert dict(pairs(project))[JA[2]] == EN[2]


@pytest.mark.parametrize("is_joined", [True, False])
def test_text_of_the_target_only_that_is_pasted_into_a_unit_is_paired(tmp_path: Path, *, is_joined: bool) -> None:
    project = aligned(tmp_path)
    fix(project, Unlink(units=("3",)))
    path = project.bitext_path("mist")
    text = path.read_text(encoding="utf-8")
    if is_joined:
        edit(path, f'msgstr "{EN[3]}"', f'msgstr "{EN[2]} {EN[3]}"')
        expected = [(JA[2], None), (JA[3], f"{EN[2]} {EN[3]}")]
    else:
        path.write_text(text.replace(f'msgid "{JA[2]}"\nmsgstr ""', f'msgid "{JA[2]}"\nmsgstr "{EN[2]}"'), "utf-8")
        expected = [(JA[2], EN[2]), (JA[3], EN[3])]
    assert align_again(project).corrected == 0
    assert pairs(project)[2:4] == expected
    assert len(pairs(project)) == 8
    assert_partition(project, read_units(reopened(project), "mist"))


@pytest.mark.parametrize("is_crossing", [True, False])
@pytest.mark.parametrize("is_fuzzy", [True, False])
def test_text_pasted_into_a_source_only_unit_stays_there(tmp_path: Path, *, is_crossing: bool, is_fuzzy: bool) -> None:
    english = [EN[0], EN[1], EN[3], EN[2], *EN[4:]] if is_crossing else list(EN)
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": english})
    leave_one_sided(project, JA[2], EN[2])
    pasted = f'msgid "{JA[2]}"\nmsgstr "{EN[2]}"'
    edit(
        project.bitext_path("mist"),
        f'#, fuzzy\nmsgid "{JA[2]}"\nmsgstr ""',
        f"{'#, fuzzy' * is_fuzzy}\n{pasted}".strip(),
    )
    for _ in range(2):
        assert align_again(project).corrected == 0
        unit = unit_with(project, "mist", JA[2])
        assert (unit.target and unit.target.text, unit.draft) == (EN[2], is_fuzzy)
        assert len(pairs(project)) == len(JA)
        assert_partition(project, read_units(reopened(project), "mist"))
    add_a_sentence(project)
    align_again(project)
    assert dict(pairs(project))[JA[2]] == EN[2]


def test_words_of_one_s_own_in_a_source_only_unit_that_is_left_fuzzy_are_kept(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": EN})
    leave_one_sided(project, JA[2], EN[2])
    edit(project.bitext_path("mist"), f'msgid "{JA[2]}"\nmsgstr ""', f'msgid "{JA[2]}"\nmsgstr "Built in 1908."')
    assert align_again(project).corrected == 1
    assert dict(pairs(project))[JA[2]] == "Built in 1908."


def test_clearing_the_fuzzy_flag_confirms(tmp_path: Path) -> None:
    project = with_a_wrong_boundary(tmp_path)
    path = project.bitext_path("mist")
    path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    wrong = pairs(project)[2:4]
    add_a_sentence(project)
    align_again(project)
    assert pairs(project)[2:4] == wrong
    assert unit_with(project, "mist", JA[2]).is_confirmed


def test_two_translations_swapped_in_an_editor_stay_swapped(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    as_the_aligner_left_it(project)
    path = project.bitext_path("mist")
    edit(path, f'msgstr "{EN[2]}"', 'msgstr "(swap)"')
    edit(path, f'msgstr "{EN[5]}"', f'msgstr "{EN[2]}"')
    edit(path, "(swap)", EN[5])
    add_a_sentence(project)
    align_again(project)
    found = dict(pairs(project))
    assert (found[JA[2]], found[JA[5]]) == (EN[5], EN[2])


@pytest.mark.parametrize(
    ("new", "is_stale"),
    [("灯台は1912年に建てられた。", True), ("まったく別の文である。", False)],
    ids=["like", "unlike"],
)
def test_a_source_edited_in_the_bitext_is_the_article_s_again(tmp_path: Path, new: str, *, is_stale: bool) -> None:
    project = aligned(tmp_path)
    edit(project.bitext_path("mist"), f'msgid "{JA[2]}"', f'msgid "{new}"')
    align_again(project)
    unit = unit_with(project, "mist", JA[2])
    assert (unit.target and unit.target.text, unit.is_stale) == (EN[2], is_stale)
