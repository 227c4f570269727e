"""The GitHub Action: its steps run as a runner runs them, in a publication's repository."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from ruamel.yaml import YAML

from tests.packages import ROOT, commit_all, copy_example, copy_sources, require_pypi

ACTION: dict[str, Any] = YAML(typ="safe").load(ROOT / "action.yml")
STEPS = ACTION["runs"]["steps"]
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
"""How a runner calls it: https://docs.github.com/actions, "jobs.<job_id>.steps[*].shell"."""


@dataclass(frozen=True)
class Run:
    """What a step left: exit code, standard output, and what it wrote for the runner."""

    code: int
    out: str
    outputs: Mapping[str, str]
    summary: str


@dataclass(frozen=True)
class Runner:
    """A runner's folders, with the action installed."""

    temp: Path
    action: Path

    def run(self, step: Mapping[str, Any], workspace: Path, inputs: dict[str, str]) -> Run:
        given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()} | inputs
        own = {
            name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: given[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        files = {name: self.temp / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("", encoding="utf-8")
        told = {"RUNNER_TEMP": self.temp, "GITHUB_ACTION_PATH": self.action, "GITHUB_WORKSPACE": workspace, **files}
        environment = {**os.environ, **{name: str(path) for name, path in told.items()}, **own}
        done = subprocess.run(
            [*BASH, step["run"]], cwd=workspace, env=environment, capture_output=True, text=True, check=False
        )
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        return Run(done.returncode, done.stdout + done.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))

    def check(self, workspace: Path, **inputs: str) -> Run:
        return self.run(STEPS[1], workspace, {name.replace("_", "-"): value for name, value in inputs.items()})


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    folder = tmp_path_factory.mktemp("runner")
    require_pypi(folder / "asked")
    made = Runner(temp=folder, action=copy_sources(folder / "action"))
    installed = made.run(STEPS[0], folder, {"python": sys.executable})
    assert installed.code == 0, installed.out
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return copy_example(tmp_path / "repository")


def break_a_number(workspace: Path) -> None:
    for path in workspace.rglob("reading-garden.*"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("They raised 1.2 million", "They raised 12 million"), encoding="utf-8")


def test_a_clean_publication_passes(runner: Runner, workspace: Path) -> None:
    done = runner.check(workspace, badge="badge.svg")
    assert (done.code, done.outputs) == (0, {"sarif": "tmflow.sarif", "exit-code": "0"}), done.out
    assert "::" not in done.out
    assert "reading-garden" in html.unescape(done.summary)
    assert json.loads((workspace / "tmflow.sarif").read_text("utf-8"))["runs"][0]["results"] == []
    assert etree.parse(workspace / "badge.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_a_fault_is_annotated_summed_up_and_fails(runner: Runner, workspace: Path) -> None:
    break_a_number(workspace)
    done = runner.check(workspace, badge="badge.json")
    assert (done.code, done.outputs["exit-code"]) == (1, "1")
    assert re.search(
        r"^::error file=articles/en/reading-garden\.md,line=\d+,col=\d+,title=num\.value::", done.out, re.MULTILINE
    )
    assert "120万円 has become 12 million yen" in html.unescape(done.summary)
    (result,) = json.loads((workspace / done.outputs["sarif"]).read_text("utf-8"))["runs"][0]["results"]
    assert result["ruleId"] == "num.value"
    assert json.loads((workspace / "badge.json").read_text("utf-8"))["color"] == "red"


def test_the_inputs_choose(runner: Runner, workspace: Path) -> None:
    break_a_number(workspace)
    assert runner.check(workspace, fail_on="never").code == 0
    assert runner.check(workspace, articles="lamp-room").code == 0
    assert runner.check(workspace, articles="lamp-room\narticles/ja/reading-garden.md\n").code == 1
    assert runner.check(workspace, ratchet="true", fail_on="never").code == 1
    assert runner.check(workspace.parent, project="repository", sarif="", fail_on="never").outputs == {"exit-code": "0"}


def test_a_revision_limits_what_counts(runner: Runner, workspace: Path) -> None:
    commit = commit_all(workspace)
    break_a_number(workspace)
    assert runner.check(workspace, since=commit).code == 1
    assert runner.check(workspace, since=commit_all(workspace)).code == 0


def test_what_cannot_be_checked_says_so(runner: Runner, workspace: Path) -> None:
    (workspace / "tmflow.yaml").write_text("check: {fail_no: error}\n", encoding="utf-8")
    done = runner.check(workspace)
    assert (done.code, done.outputs, done.summary) == (2, {"exit-code": "2"}, "")
    assert "fail_on?" in done.out


HOSTILE = ("$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "--fix", "* ; touch pwned", "${HOME}", "a'b")


@pytest.mark.parametrize("name", sorted(set(ACTION["inputs"]) - {"python"}))
def test_no_input_becomes_a_command(runner: Runner, workspace: Path, name: str) -> None:
    before = {path.name for path in workspace.iterdir()}
    for text in HOSTILE:
        done = runner.check(workspace, **{name.replace("-", "_"): text})
        assert "exit-code" in done.outputs
    after = {path.name for path in workspace.iterdir()}
    assert after - before <= {".tmflow", "tmflow.sarif", *HOSTILE}


def test_a_name_on_two_lines_forges_no_output(runner: Runner, workspace: Path) -> None:
    done = runner.check(workspace, sarif="a\nexit-code=0")
    assert (done.code, done.outputs) == (2, {})


def test_nothing_of_the_inputs_stands_in_a_script() -> None:
    assert all("${{" not in step["run"] for step in STEPS)
    used = re.findall(r"inputs\.([a-z-]+)", (ROOT / "action.yml").read_text(encoding="utf-8"))
    assert sorted(used) == sorted(ACTION["inputs"])
    assert all(one["value"].startswith("${{ steps.check.outputs.") for one in ACTION["outputs"].values())
