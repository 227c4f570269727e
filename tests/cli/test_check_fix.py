"""`tmflow check --fix` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import EN, JA, make_project, reopened, tree
from tmflow.workflow.align import align_project
from tmflow.workflow.project import Project


@pytest.fixture
def faulty(tmp_path: Path) -> Project:
    """A project with one doubled word on either side."""
    project = make_project(
        tmp_path,
        ja={"mist": [*JA[:5], "町は屋根をを直す。", *JA[6:]]},
        en={"mist": [*EN[:2], "The lighthouse was built by the the town in 1908.", *EN[3:]]},
    )
    list(align_project(project, ("mist",)))
    return reopened(project)


def test_it_shows_first_then_fixes_then_checks(faulty: Project) -> None:
    before = tree(faulty.root)
    shown = tmflow(faulty, "check", "--fix", "--dry-run", "--only", "dup.word")
    assert shown.code == 1
    assert tree(faulty.root) == before
    assert [line[0] for line in shown.out.splitlines()] == ["-", "+", "@", " ", "-", "+", " "]
    done = tmflow(faulty, "check", "--fix", "--only", "dup.word", "--report", "json")
    assert [row["anchor"] for row in json.loads(done.out)["findings"]] == ["source"]
    assert done.code == 1
    assert done.err.startswith(shown.out)
    assert done.told[-2].startswith("1 finding fixed: articles/en/mist.txt, memories/mist.po. To take that back: ")
    again = tmflow(faulty, "check", "--fix", "--dry-run", "--only", "dup.word")
    assert (again.code, again.out, again.told) == (1, "", ["0 findings would be fixed"])


def test_the_source_is_fixed_where_it_is_asked_for(faulty: Project) -> None:
    before = tree(faulty.root)
    assert tmflow(faulty, "check", "--fix-source", "--only", "dup.word").code == 0
    assert "屋根を直す" in (faulty.root / "articles/ja/mist.txt").read_text(encoding="utf-8")
    back = tmflow(faulty, "check", "--undo")
    assert back.code == 0
    assert back.out.splitlines()[0] == "articles/ja/mist.txt is as it was before the fixes"
    assert tree(faulty.root) == before
    assert tmflow(faulty, "check", "--undo").code == 2


def test_since_a_revision_needs_one(faulty: Project) -> None:
    result = tmflow(faulty, "check", "--since", "origin/main")
    assert result.code == 2
    assert "git" in result.err


def test_a_dry_run_of_nothing_is_a_slip(faulty: Project) -> None:
    result = tmflow(faulty, "check", "--dry-run")
    assert result.code == 2
    assert "--fix" in result.err


def test_a_fix_that_takes_an_edit_back_leaves_nothing_stale(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": EN})
    list(align_project(project))
    path = tmp_path / "articles/ja/mist.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("円を出す", "円をを出す"), encoding="utf-8")
    tmflow(project, "check", "--fix-source", "--only", "dup.word")
    assert "円をを" not in path.read_text(encoding="utf-8")
    assert tmflow(project, "check", "--only", "state.*").out.startswith("No findings")


def test_a_bitext_whose_articles_are_both_gone_is_left_over(faulty: Project) -> None:
    for language in ("ja", "en"):
        (faulty.root / f"articles/{language}/mist.txt").unlink()
    done = tmflow(faulty, "check", "--report", "json")
    rows = json.loads(done.out)["findings"]
    assert [(row["rule"], row["severity"]) for row in rows if row["rule"].startswith("state.")] == [
        ("state.orphan", "warning")
    ]
    assert "memories/mist.po" in json.dumps(rows)


def test_two_reports_do_not_share_standard_output(faulty: Project) -> None:
    done = tmflow(faulty, "check", "--report", "json", "--report", "sarif:-")
    assert (done.code, done.out) == (2, "")
    assert "standard output" in done.err
