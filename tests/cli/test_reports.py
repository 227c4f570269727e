"""Reports of `tmflow check` as another program meets them: empty ones, ones that cannot be written, and their paths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import aligned, edit
from tmflow.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path / "site" / "texts")


def test_jsonl_of_nothing_is_nothing(project: Project) -> None:
    result = tmflow(project, "check", "--report", "jsonl")
    assert (result.code, result.out) == (0, "")


def test_one_report_that_cannot_be_written_keeps_no_other(project: Project) -> None:
    (project.root / "folder").mkdir()
    result = tmflow(project, "check", "--report", "json:folder", "--report", "md:b.md", "--report", "text")
    assert result.code == 2
    assert (project.root / "b.md").is_file()
    assert "No findings" in result.out
    assert [line for line in result.told if line.startswith("not written: ")] == [result.told[-1]]
    assert "folder" in result.told[-1]


def test_annotations_have_the_paths_of_the_repository(project: Project) -> None:
    edit(project.root / "articles/en/mist.txt", "4,500", "450")
    (project.root.parents[1] / ".git").mkdir()
    reports = ("github:a.txt", "gitlab:b.json", "sarif:c.json", "json:d.json")
    tmflow(project, "check", "--only", "num.value", *(word for one in reports for word in ("--report", one)))
    path = "site/texts/articles/en/mist.txt"
    assert f"::error file={path},line=5" in (project.root / "a.txt").read_text(encoding="utf-8")
    (issue,) = json.loads((project.root / "b.json").read_text(encoding="utf-8"))
    assert issue["location"]["path"] == path
    (result,) = json.loads((project.root / "c.json").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path
    plain = json.loads((project.root / "d.json").read_text(encoding="utf-8"))
    assert plain["findings"][0]["target"]["path"] == "articles/en/mist.txt"


def test_an_unknown_rule_is_answered_with_near_ones(project: Project) -> None:
    (project.root / "tmflow-rules.yaml").write_text(
        "- {id: house.tower, message: a tower, forbidden: tower, good: {ja: 港。, en: Port.}, bad: {ja: 塔。, en: A tower.}}\n",
        encoding="utf-8",
    )
    assert tmflow(project, "explain", "house.light").told == ['tmflow: no check is called "house.light": house.tower?']
    told = tmflow(project, "explain", "nothing.like-it").told[-1]
    assert told.startswith('tmflow: no check is called "nothing.like-it": families are state, align')
