"""What the articles say now is what is checked, whatever the bitext still says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, aligned, edit, make_project, reopened
from tmflow.check.finding import Finding, Severity
from tmflow.workflow.align import align_project
from tmflow.workflow.project import Project
from tmflow.workflow.verify import verify_project


def english(project: Project) -> Path:
    return project.root / "articles" / "en" / "mist.txt"


def found(project: Project, *only: str) -> list[Finding]:
    return list(verify_project(reopened(project), only=only).findings)


def told(project: Project, *only: str) -> list[tuple[str, str]]:
    """Each finding's rule and place."""
    return [(finding.rule, str(finding.location)) for finding in found(project, *only)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path)


def test_a_value_changed_by_hand_is_an_error_where_it_stands(project: Project) -> None:
    edit(english(project), "4,500", "450")
    (wrong,) = found(project)
    assert (wrong.rule, wrong.severity, wrong.found) == ("num.value", Severity.ERROR, "450")
    line = english(project).read_text(encoding="utf-8").split("\n")[wrong.target.line - 1]  # type: ignore[union-attr]  # it has a place
    assert line[wrong.target.column - 1 :].startswith("450 people")  # type: ignore[operator,union-attr]  # exact
    (edited,) = found(project, "state.*")
    assert (edited.rule, edited.severity) == ("state.orphan", Severity.WARNING)
    assert edited.message.startswith("edited in the English article: 4,500→450 ")
    assert edited.location is not None
    assert (edited.location.line, edited.location.column) == (wrong.target.line, line.index("Last") + 1)  # type: ignore[union-attr]  # as above
    assert not verify_project(reopened(project)).verdict.ok


def test_a_mark_mended_by_hand_is_not_reported_any_more(tmp_path: Path) -> None:
    project = make_project(
        tmp_path, ja={"mist": JA}, en={"mist": [*EN[:2], "The lighthouse (white was built in 1908.", *EN[3:]]}
    )
    list(align_project(project))
    assert told(project) == [("paren.pair", "articles/en/mist.txt:3:75")]
    edit(english(project), "(white ", "(white) ")
    assert told(project) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("mend the roof.", "mend (the roof.", "paren.pair"),
        ("in October.", "in October", "en.stop"),
        ("mend the roof.", "mend the roof .", "en.space"),
        ("mend the roof.", "mend the roof。", "en.stop"),
        ("mend the roof.", "mend the ro\u200bof.", "char.bad"),
    ],
)
def test_a_mark_broken_by_hand_is_found(project: Project, old: str, new: str, rule: str) -> None:
    edit(english(project), old, new)
    assert rule in {finding.rule for finding in found(project)}
    assert all(finding.location.line == 7 for finding in found(project) if finding.location)


def test_a_sentence_written_anew_is_held_against_its_source(project: Project) -> None:
    edit(english(project), EN[4], "Visitors were few: some three hundred came.")
    assert ("num.value", "articles/en/mist.txt:5:69") in told(project)


def test_a_sentence_taken_out_is_untranslated(project: Project) -> None:
    edit(english(project), f" {EN[4]}", "")
    (lost,) = found(project)
    assert (lost.rule, lost.severity) == ("state.untranslated", Severity.ERROR)
    assert str(lost.source) == "articles/ja/mist.txt:5:17"
    assert lost.message == f"its translation is no longer in the English article: {EN[4]} (next: tmflow align mist)"


def test_a_sentence_that_came_in_is_told(project: Project) -> None:
    edit(english(project), EN[4], f"{EN[4]} Most of them took the stairs.")
    assert told(project) == [("state.orphan", "articles/en/mist.txt:5:86")]


def test_a_lost_stop_joins_no_two_units(project: Project) -> None:
    edit(english(project), "mend the roof. The work", "mend the roof the work")
    assert told(project, "num.*", "len.*", "state.untranslated") == []


def test_two_sentences_changed_side_by_side_keep_their_sources(project: Project) -> None:
    edit(english(project), f"{EN[3]} {EN[4]}", EN[3].replace("36", "63") + " " + EN[4].replace("4,500", "450"))
    assert told(project, "num.*") == [
        ("num.value", "articles/en/mist.txt:5:7"),
        ("num.value", "articles/en/mist.txt:5:55"),
    ]


def test_a_correction_in_the_bitext_is_checked_as_well_as_the_article(project: Project) -> None:
    path = project.bitext_path("mist")
    edit(path, f'msgstr "{EN[4]}"', 'msgstr "Last year 4,600 people came to visit it."')
    assert {finding.rule for finding in found(project)} == {"num.value", "state.orphan"}
    edit(english(project), "4,500", "450")
    wrong = found(project, "num.value")
    assert [finding.found for finding in wrong] == ["450"]


def test_what_the_bitext_and_the_article_both_say_wrongly_is_told_once(project: Project) -> None:
    edit(english(project), "4,500", "450")
    list(align_project(reopened(project)))
    assert [rule for rule, _ in told(project)] == ["num.value"]
