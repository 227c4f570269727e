"""`tmflow align fix`: the list, the operations as a translator writes them, and what bad input is answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.workflow.corrections import as_the_aligner_left_it, pairs
from tests.workflow.projects import EN, JA, aligned, edit, tree
from tmflow.cli.fix import fix_command
from tmflow.cli.output import exit_code
from tmflow.errors import TmflowError
from tmflow.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path, also_ja={"fog": JA})


def fix(project: Project, words: str, *options: str) -> Result:
    return CliRunner().invoke(fix_command, [*words.split(), "--project", str(project.root), *options])


def rows(project: Project, words: str, *options: str) -> list[dict[str, Any]]:
    result = fix(project, words, "--format", "json", *options)
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["units"]
    return found


def texts(row: dict[str, Any], side: str) -> list[str]:
    return [segment["text"] for segment in row["segments"] if segment["side"] == side]


def test_the_list_has_each_unit_with_its_number_its_segments_and_its_confidence(project: Project) -> None:
    found = rows(project, "mist")
    assert [row["number"] for row in found] == list(range(1, 9))
    assert [(texts(row, "source"), texts(row, "target")) for row in found] == [
        ([ja], [en]) for ja, en in zip(JA, EN, strict=True)
    ]
    assert all(row["confidence"] > 60 and not row["draft"] and row["reviewer"] is None for row in found)
    lines = fix(project, "mist").stdout.splitlines()
    assert lines[3] == f"   2  1:1  {found[1]['confidence']} %  {found[1]['id']}"
    assert lines[4:6] == [f"      ja 1  {JA[1]}", f"      en 1  {EN[1]}"]


def test_the_list_marks_what_is_doubtful_reviewed_or_reads_otherwise(project: Project) -> None:
    as_the_aligner_left_it(project)
    edit(project.bitext_path("mist"), EN[3], "Ships as far as 36 kilometres away see its light.")
    fix(project, "mist confirm 2", "--reviewer", "AK")
    lines = fix(project, "mist").stdout.splitlines()
    assert "  40 %  doubtful  " in lines[0]
    assert "  40 %  reviewed by AK  " in lines[3]
    assert lines[12] == "      en in the bitext: Ships as far as 36 kilometres away see its light."


def test_the_list_may_be_of_the_doubtful_units_only(project: Project) -> None:
    result = fix(project, "mist --doubtful")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "mist: no doubtful units\n")
    as_the_aligner_left_it(project)
    fix(project, "mist unlink 2")
    fix(project, "mist confirm 4-8")
    assert [row["number"] for row in rows(project, "mist --doubtful")] == [1, 9]
    refused = fix(project, "mist confirm 1", "--doubtful")
    assert refused.exit_code == 2
    assert "--doubtful belongs to the list" in refused.output


def test_the_help_names_each_form_of_an_operation() -> None:
    assert "up|down [COUNT]" in CliRunner().invoke(fix_command, ["--help"]).stdout


def test_a_unit_is_not_linked_to_itself(project: Project) -> None:
    fix(project, "mist unlink 3")
    for number in (3, 2):
        result = fix(project, f"mist link {number} {number}")
        assert isinstance(result.exception, TmflowError)
        assert str(result.exception).startswith("link pairs two different units")


def test_listing_writes_nothing(project: Project) -> None:
    before = tree(project.root)
    fix(project, "mist")
    assert tree(project.root) == before


def test_an_operation_prints_what_came_of_it_and_says_that_numbers_have_shifted(project: Project) -> None:
    result = fix(project, "mist merge 3 4", "--reviewer", "AK")
    assert result.exit_code == 0
    heading, *segments = result.stdout.splitlines()
    assert heading.startswith("   3  2:2  reviewed by AK  u-")
    assert segments == [
        f"      ja 1  {JA[2]}",
        f"      ja 2  {JA[3]}",
        f"      en 1  {EN[2]}",
        f"      en 2  {EN[3]}",
    ]
    assert result.stderr == "mist: corrected or confirmed: 1; units: 7, not 8 as before: numbers have shifted\n"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["merge 3-4", "split 3 1:1"], [(JA[2], EN[2]), (JA[3], EN[3])]),
        (["move 4 target up"], [(JA[2], f"{EN[2]} {EN[3]}"), (JA[3], None)]),
        (["move 3 en down"], [(JA[2], None), (JA[3], f"{EN[2]} {EN[3]}")]),
        (["move 4 ja up", "move 4 target up 1"], [(JA[2] + JA[3], f"{EN[2]} {EN[3]}"), (JA[4], EN[4])]),
        (["unlink 3"], [(JA[2], None), ("", EN[2])]),
        (["unlink 3 4", "link 3 6", "link 4 5"], [(JA[2], EN[3]), (JA[3], EN[2])]),
        (["confirm 3 4"], [(JA[2], EN[2]), (JA[3], EN[3])]),
    ],
    ids=lambda given: " ".join(given) if isinstance(given[0], str) else "",
)
def test_operations_as_they_are_written(
    project: Project, steps: list[str], expected: list[tuple[str, str | None]]
) -> None:
    for step in steps:
        result = fix(project, f"mist {step}")
        assert result.exit_code == 0, result.output
    assert pairs(project)[2:4] == expected


def test_all_sure_pairs_are_confirmed_at_once(project: Project) -> None:
    sure = [row["number"] for row in rows(project, "mist") if row["confidence"] >= 95]
    assert [row["number"] for row in rows(project, "mist confirm --all-sure 0.95")] == sure
    assert not rows(project, "mist confirm --all-sure 0.95")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("mist join 3 4", "'join' is not one of 'merge', 'split', 'move', 'unlink', 'link', 'confirm'"),
        ("mist merge", "merge is written: merge UNIT UNIT..."),
        ("mist split 3", "split is written: split UNIT SOURCES:TARGETS"),
        ("mist split 3 one:1", '"one" is no number of segments'),
        ("mist move 3 target", "move is written: move UNIT source|target up|down [COUNT]"),
        ("mist move 3 target left", "move is written"),
        ("mist move 3 target down two", '"two" is no number of segments'),
        ("mist link 3", "link is written: link UNIT UNIT"),
        ("mist confirm", "confirm is written: confirm UNIT... (or --all-sure 0.95)"),
        ("mist merge 3 4 --all-sure 0.9", "--all-sure belongs to confirm"),
        ("mist --all-sure 0.9", "--all-sure belongs to confirm"),
        ("mist confirm --all-sure 95", "95.0 is not in the range"),
    ],
)
def test_words_that_are_no_operation_are_answered_with_its_form(project: Project, words: str, message: str) -> None:
    result = fix(project, words)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("mits", 'no article "mits" in'),
        ("fog", "fog has no bitext yet. Start with: tmflow align fog"),
        (
            "mist merge 3 99",
            "mist has no unit 99: its units are 1 to 8. To list them, with their ids: tmflow align fix",
        ),
        ("mist merge 3 ８", "mist has no unit ８"),
        ("mist merge 3 5", "units 3 and 5 do not follow one another in the Japanese article."),
        ("mist split 3 1:1", "unit 3 has 1:1 segments: its first part cannot be 1:1"),
        ("mist move 1 target up", "unit 1 has no unit above it"),
        ("mist move 3 left up", '"left" is no side: source, target, ja, en'),
        ("mist link 3 4", "unit 3 is a pair already."),
    ],
)
def test_what_does_not_fit_is_answered_in_one_line(project: Project, words: str, message: str) -> None:
    before = tree(project.root)
    error = fix(project, words).exception
    assert isinstance(error, TmflowError)
    assert exit_code(error) == 2
    assert message in str(error)
    assert "\n" not in str(error)
    assert tree(project.root) == before


def test_help_has_a_line_for_each_operation() -> None:
    text = CliRunner().invoke(fix_command, ["--help"]).output
    for operation in ("merge 7 8", "split 7 1:1", "move 7 target down", "unlink 7", "link 7 9", "confirm 7 8-12"):
        assert f"\n  {operation}  " in text
    assert "Example: tmflow align fix harbor-tides move 11 target down" in text
