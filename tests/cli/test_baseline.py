"""The baseline from the command line: taken once, it only becomes less."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import aligned, edit
from tmflow.workflow.project import Project


@pytest.fixture
def faulty(tmp_path: Path) -> Project:
    """A project with one finding that fails the check."""
    project = aligned(tmp_path)
    edit(project.root / "articles/ja/mist.txt", "1908年", "1909年")
    return project


def baseline(project: Project) -> Path:
    return project.root / "tmflow-baseline.yaml"


def test_what_is_taken_into_the_baseline_fails_no_check(faulty: Project) -> None:
    assert tmflow(faulty, "check").code == 1
    assert not baseline(faulty).exists()
    assert tmflow(faulty, "check", "--accept-new", "the printed edition has it").code == 0
    assert "the printed edition has it" in baseline(faulty).read_text(encoding="utf-8")
    result = tmflow(faulty, "check", "--ratchet", "--report", "json")
    assert result.code == 0
    assert json.loads(result.out)["summary"]["known_findings"] >= 1


def test_what_is_new_fails_and_what_is_gone_is_told(faulty: Project) -> None:
    tmflow(faulty, "check", "--accept-new", "old")
    before = baseline(faulty).read_bytes()
    edit(faulty.root / "articles/ja/mist.txt", "1909年", "1910年")
    result = tmflow(faulty, "check", "--ratchet")
    assert result.code == 1
    assert any("not in the baseline" in line for line in result.told)
    assert any(line.startswith("baseline: ") for line in result.told)
    assert baseline(faulty).read_bytes() == before
    assert tmflow(faulty, "check", "--update-baseline").code == 1
    assert len(baseline(faulty).read_bytes()) < len(before)
    again = baseline(faulty).read_bytes()
    tmflow(faulty, "check", "--update-baseline")
    assert baseline(faulty).read_bytes() == again


def test_what_was_done_to_the_baseline_is_told(faulty: Project) -> None:
    """Findings are counted, not lines of the file, and what is added only where that may be."""
    result = tmflow(faulty, "check", "--accept-new", "old")
    assert "baseline: 0 kept, 0 removed, 1 added: tmflow-baseline.yaml" in result.told
    result = tmflow(faulty, "check", "--update-baseline")
    assert "baseline: 1 kept, 0 removed: tmflow-baseline.yaml" in result.told
    edit(faulty.root / "articles/ja/mist.txt", "1909年", "1910年")
    result = tmflow(faulty, "check", "--update-baseline", "--accept-new", "newer")
    assert "baseline: 0 kept, 1 removed, 1 added: tmflow-baseline.yaml" in result.told
    assert not any("To lock that in" in line for line in result.told)


def test_what_two_runs_accept_at_once_is_kept(faulty: Project) -> None:
    tmflow(faulty, "check", "--accept-new", "old")
    accepted = baseline(faulty).read_bytes()
    baseline(faulty).unlink()
    call = [sys.executable, "-m", "tmflow", "check", "--only", "url", "--accept-new", "mine"]
    with faulty.writing():
        other = subprocess.Popen(call, cwd=faulty.root, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        assert other.stderr is not None
        assert "waiting for" in other.stderr.readline()
        baseline(faulty).write_bytes(accepted)
    other.communicate(timeout=30)
    assert b"reason: old" in baseline(faulty).read_bytes()


def test_a_run_over_a_part_leaves_the_rest_of_the_baseline(faulty: Project) -> None:
    tmflow(faulty, "check", "--accept-new", "old")
    before = baseline(faulty).read_bytes()
    assert tmflow(faulty, "check", "--only", "url", "--update-baseline").code == 0
    assert baseline(faulty).read_bytes() == before


@pytest.mark.parametrize("text", ["a: b", "- {rule: url}", "- {rule: url, article: a, unit: u, count: x}", "- 1", "["])
def test_a_baseline_that_is_none_is_refused(faulty: Project, text: str) -> None:
    baseline(faulty).write_text(text, encoding="utf-8")
    result = tmflow(faulty, "check")
    assert result.code == 2
    assert "tmflow-baseline.yaml" in result.err


def test_a_reason_is_obligatory(faulty: Project) -> None:
    assert tmflow(faulty, "check", "--accept-new", " ").code == 2
    assert not baseline(faulty).exists()
