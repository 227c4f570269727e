"""`tmflow stats`: the same figures in every form; `tmflow review` measures the time."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.run import tmflow
from tests.workflow.projects import JA, aligned, edit, make_project, unit_with
from tmflow.cli.main import cli
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.project import Project
from tmflow.workflow.translate import translate_article

NEW = "鐘は鳴らない。"
OTHER = "書庫の窓を開ける。"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with two machine drafts in "fog", of which the review accepts one."""
    made = aligned(tmp_path, also_ja={"fog": [JA[0], NEW, OTHER]})
    translate_article(made, "fog", translator=EchoTranslator("echo ja>en 1.0"))
    assert tmflow(made, "review", "fog", "--reviewer", "AK", stdin=b"a\ns\n").code == 0
    monkeypatch.chdir(made.root)
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["stats", *words])


def test_review_measures_the_time_of_each_unit(project: Project) -> None:
    edited = unit_with(project, "fog", NEW).post_edit
    assert edited is not None
    assert edited.seconds in range(60)
    assert edited.when is not None


def test_review_measures_the_time_in_the_editor_too(project: Project) -> None:
    editor = project.root / "editor.py"
    editor.write_text(
        "import sys, time, pathlib\ntime.sleep(1.2)\npathlib.Path(sys.argv[1]).write_text('Open the window.\\n')\n",
        encoding="utf-8",
    )
    variables = {"EDITOR": f'"{sys.executable}" "{editor}"', "VISUAL": ""}
    assert tmflow(project, "review", "fog", "--reviewer", "AK", stdin=b"e\n", environment=variables).code == 0
    unit = unit_with(project, "fog", OTHER)
    assert unit.target is not None
    assert unit.post_edit is not None
    assert (unit.target.text, unit.post_edit.seconds in range(1, 60)) == ("Open the window.", True)


@pytest.mark.usefixtures("project")
def test_json_csv_and_the_tables_say_the_same() -> None:
    found = json.loads(run("--format", "json").stdout)
    echo = next(row for row in found["rows"] if row["group"] == "echo ja>en 1.0")
    assert (echo["drafts"], echo["accepted"], echo["waiting"], echo["hter_percent"]) == (1, 1, 1, 0.0)
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").stdout)))
    assert [row["scope"] for row in rows] == [*["engine"] * len(found["rows"]), "total"]
    for row, other in zip(rows, (*found["rows"], *found["totals"]), strict=True):
        assert {name: row[name] for name in other} == {
            name: "" if value is None else str(value) for name, value in other.items()
        }
    for form in ("text", "md"):
        lines = run("--format", form).stdout.splitlines()
        assert any("echo ja>en 1.0" in line and "1 (100 %)" in line and "0.0 %" in line for line in lines), lines


@pytest.mark.usefixtures("project")
def test_markdown_is_two_tables_of_one_width_each() -> None:
    tables = [part.splitlines() for part in run("--by", "month", "--format", "md").stdout.split("\n\n")]
    assert [lines[0].split(" | ")[0] for lines in tables] == ["| month", "| month"]
    assert all(len({line.count("|") for line in lines}) == 1 for lines in tables)


def test_what_cannot_be_read_is_named_and_the_exit_code_is_2(project: Project) -> None:
    edit(project.bitext_path("fog"), f'msgid "{NEW}"', f'msgid "{NEW}')
    result = run("--by", "article")
    assert result.exit_code == 2
    assert "mist" in result.stdout
    assert "not counted: memories/fog.po" in result.stderr


def test_where_nothing_is_confirmed_each_form_is_still_one(tmp_path: Path) -> None:
    make_project(tmp_path, ja={"fog": [JA[0]]})
    for form in ("text", "json", "csv", "md"):
        result = run("--format", form, "--project", str(tmp_path))
        assert (result.exit_code, result.stderr) == (0, "Nothing is confirmed yet.\n")
    assert json.loads(run("--format", "json", "--project", str(tmp_path)).stdout)["rows"] == []
    assert run("--format", "csv", "--project", str(tmp_path)).stdout.startswith("scope,group,pair,units,")
