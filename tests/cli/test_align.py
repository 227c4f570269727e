"""`tmflow align` of a project: what it says of pairs, and what it says when it is called again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import EN, JA, aligned, edit, make_project, targets_of
from tmflow.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path)


def test_align_says_what_it_did_and_explains_itself(project: Project) -> None:
    result = tmflow(project, "align", "mist", "--explain")
    assert result.out.startswith("mist   8 : 8 segments   8 1:1")
    assert "8 units kept, 0 of them reviewed" in result.out
    assert f"  1:1  {JA[2]} | {EN[2]}\n" in result.out
    edit(project.bitext_path("mist"), EN[2], "It dates from 1908.")
    assert "--take-article" in tmflow(project, "align", "mist").out
    tmflow(project, "align", "mist", "--take-article")
    assert targets_of(project, "mist")[JA[2]] == EN[2]


def test_align_explains_the_pairs_it_keeps_too(project: Project) -> None:
    project.bitext_path("mist").unlink()
    first, again = (
        json.loads(tmflow(project, "align", "mist", "--explain", "--format", "json").out)["articles"][0]["beads"]
        for _ in range(2)
    )
    assert [bead["signals"].pop("anchor") for bead in again] == [1.0] * len(first)
    assert [(bead["source"], bead["target"]) for bead in again] == [(bead["source"], bead["target"]) for bead in first]
    assert all("shape" in bead["signals"] or "metadata" in bead["signals"] for bead in again)


def test_align_gives_no_figure_for_what_stands_on_one_side(tmp_path: Path) -> None:
    project = make_project(
        tmp_path, ja={"mist": [*JA, "鐘は鳴らない。"]}, en={"mist": [*EN[:4], *EN[5:], "So it goes, he says."]}
    )
    for words in ((), ("--explain",)):
        result = tmflow(project, "align", "mist", *words)
        doubtful = [line for line in result.out.splitlines() if line.startswith("  doubtful")]
        assert any(line.startswith("  doubtful source only  unit ") for line in doubtful), result.out
        assert not any("%" in line for line in doubtful if "only" in line)
        beads = [line for line in result.out.splitlines() if "  1:0  " in line or "  0:1  " in line]
        assert all(line.startswith("     -  ") for line in beads)
        assert bool(beads) == bool(words)
    (row,) = json.loads(tmflow(project, "align", "mist", "--format", "json").out)["articles"]
    assert {unit["confidence"] for unit in row["doubtful"] if unit["kind"] != "both"} == {None}


def test_align_says_where_what_is_doubtful_stands_and_what_to_do(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": [*JA, "鐘は鳴らない。"]}, en={"mist": EN, "lone": EN})
    result = tmflow(project, "align", "mist")
    (listed,) = [line for line in result.out.splitlines() if line.startswith("  doubtful")]
    assert "  articles/ja/mist.txt:9  鐘は鳴らない。" in listed
    number = listed.partition("unit ")[2].split()[0]
    assert "鐘は鳴らない。" in tmflow(project, "align", "fix", "mist", "confirm", number).out
    assert result.told == ["To look at them: tmflow review mist; to pair otherwise: tmflow align fix mist"]
    again = tmflow(project, "align", "mist")
    assert "9 units kept, 0 of them reviewed" in again.out
    assert again.told == []


def test_align_counts_the_units_a_person_reviewed(project: Project) -> None:
    tmflow(project, "align", "fix", "mist", "confirm", "2-4", "--reviewer", "AK")
    assert "8 units kept, 3 of them reviewed" in tmflow(project, "align", "mist").out


def test_align_tells_the_same_confidence_each_time(project: Project) -> None:
    project.bitext_path("mist").unlink()
    runs = [json.loads(tmflow(project, "align", "--explain", "--format", "json", "mist").out) for _ in range(3)]
    told = [
        (found["least_confidence"], [bead["confidence"] for bead in found["beads"]])
        for (found,) in (run["articles"] for run in runs)
    ]
    assert told[0] == told[1] == told[2]
