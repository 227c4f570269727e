"""A target article that somebody has edited by hand: what is wrong is told once, and mended, before it is aligned again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, aligned, edit, reopened, targets_of, tree, unit_with
from tmflow.check.finding import Findings
from tmflow.workflow.align import align_project
from tmflow.workflow.mend import mend_project
from tmflow.workflow.project import Project
from tmflow.workflow.verify import verify_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path)


def reword(project: Project, old: str, new: str, language: str = "en") -> None:
    edit(project.root / "articles" / language / "mist.txt", old, new)


def found(project: Project) -> Findings:
    return verify_project(reopened(project)).findings


def rules(project: Project) -> list[str]:
    return [finding.rule for finding in found(project)]


def text(project: Project) -> str:
    return (project.root / "articles/en/mist.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("4,500 people", "450 people", "num.value"),
        ("The lighthouse was", "The the lighthouse was", "dup.word"),
        ("every morning.", "every morning", "en.stop"),
        (EN[4], "Nobody knows.", "num.value"),
    ],
)
def test_a_fault_that_came_by_hand_is_told_once(project: Project, old: str, new: str, rule: str) -> None:
    reword(project, old, new)
    assert rules(project) == [rule]


def test_an_edit_without_a_fault_is_told(project: Project) -> None:
    reword(project, "to visit it", "to see it")
    (finding,) = found(project)
    assert (finding.rule, finding.message) == (
        "state.orphan",
        "edited in the English article: visit→see (next: tmflow align mist)",
    )


def test_a_fault_that_was_there_before_does_not_hide_an_edit(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    reword(project, "4,500 people", "450 people")
    list(align_project(reopened(project)))
    reword(project, "to visit it", "to see it")
    assert rules(project) == ["state.orphan", "num.value"]


def test_what_was_edited_on_both_sides_is_compared_as_it_reads_now(project: Project) -> None:
    """As aligning does: the pair is what both articles say, and no edit of one side hides that of the other."""
    reword(project, "4500人", "4600人", "ja")
    reword(project, "4,500 people", "4,600 people")
    assert rules(project) == ["state.orphan"]
    reword(project, "4,600 people", "460 people")
    assert rules(project) == ["num.value"]
    list(align_project(reopened(project)))
    assert rules(project) == ["num.value"]


def test_an_edit_of_marks_alone_is_no_new_translation(project: Project) -> None:
    reword(project, "4500人", "4600人", "ja")
    reword(project, "Last year 4,500 people", "Last year, 4,500 people")
    assert rules(project) == ["state.stale"]


def test_a_lost_stop_is_found_after_aligning_too(project: Project) -> None:
    reword(project, "every morning.", "every morning")
    list(align_project(reopened(project)))
    assert rules(project) == ["en.stop"]


def test_the_fix_of_an_edit_that_is_all_of_it_leaves_article_and_bitext_as_they_were(project: Project) -> None:
    before = tree(project.root)
    reword(project, "The lighthouse was", "The the lighthouse was")
    mending = mend_project(reopened(project))
    assert (len(mending.mended), mending.unmended, mending.paths) == (1, (), ("articles/en/mist.txt",))
    assert {path: digest for path, digest in tree(project.root).items() if path in before} == before
    assert not found(project)


def test_a_lost_stop_is_put_back(project: Project) -> None:
    before = text(project)
    reword(project, "every morning.", "every morning")
    assert len(mend_project(reopened(project)).mended) == 1
    assert text(project) == before


def test_the_rest_of_an_edit_stays_to_be_aligned(project: Project) -> None:
    reword(project, "The lighthouse was", "The the old lighthouse was")
    bitext = project.bitext_path("mist").read_bytes()
    mending = mend_project(reopened(project))
    assert [one.rule for one in mending.mended] == ["dup.word"]
    assert "The old lighthouse was built in 1908." in text(project)
    assert project.bitext_path("mist").read_bytes() == bitext
    assert rules(project) == ["state.orphan"]
    list(align_project(reopened(project)))
    assert targets_of(project, "mist")[JA[2]] == "The old lighthouse was built in 1908."
    assert not found(project)


def test_fixes_in_edited_and_other_sentences_go_together(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    reword(project, "to visit it", "to to visit it")
    list(align_project(reopened(project)))
    reword(project, "The lighthouse was", "The the lighthouse was")
    assert len(mend_project(reopened(project)).mended) == 2
    assert not found(project)
    assert targets_of(project, "mist")[JA[4]] == EN[4]


def test_an_article_that_waits_for_a_correction_of_its_bitext_is_left(project: Project) -> None:
    """The bitext's words are a person's and will be published: mending the others would be lost."""
    edit(project.bitext_path("mist"), "The lighthouse was built in 1908.", "It was put up in 1908.")
    reword(project, "The lighthouse was", "The the lighthouse was")
    before = text(project)
    mending = mend_project(reopened(project))
    assert [one.reason for one in mending.unmended] == ["the article was edited; first: tmflow align mist"]
    assert text(project) == before
    target = unit_with(project, "mist", JA[2]).target
    assert target is not None
    assert target.text == "It was put up in 1908."
