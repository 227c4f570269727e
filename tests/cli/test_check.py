"""`tmflow check` from the command line: its exit codes, reports and limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import JA, aligned, edit
from tmflow.check.report.render import REPORTERS
from tmflow.cli.checks import REPORTS
from tmflow.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path, also_ja={"fog": (*JA[:3], "鐘は鳴らない。")})


def test_the_exit_codes_of_check(project: Project) -> None:
    (project.root / "articles/ja/fog.txt").rename(project.root / "fog.txt")
    assert tmflow(project, "check").code == 0
    edit(project.root / "articles/ja/mist.txt", "1908年", "1909年")
    failed = tmflow(project, "check", "--report", "github", "--report", "json:report.json")
    assert failed.code == 1
    assert failed.out.startswith("::error")
    assert failed.told[-1].startswith("failed: ")
    assert json.loads((project.root / "report.json").read_text(encoding="utf-8"))
    assert tmflow(project, "check", "--fail-on", "never").code == 0
    assert tmflow(project, "check", "--only", "no.such.rule").code == 2
    assert tmflow(project, "check", "--report", "json:none/report.json").code == 2


def test_check_knows_every_reporter() -> None:
    assert tuple(REPORTERS) == REPORTS


def test_check_writes_several_reports_at_once(project: Project) -> None:
    options = [part for name in REPORTS for part in ("--report", f"{name}:out.{name}")]
    result = tmflow(project, "check", *options, "--report", "badge-json:-", "--fail-on", "never")
    assert result.code == 0
    assert json.loads(result.out)["schemaVersion"] == 1
    written = {path.name for path in project.root.glob("out.*")}
    assert written == {f"out.{name}" for name in REPORTS}
    assert tmflow(project, "check", "--report", "fax").code == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--min-reviewed", "100"], 1),
        (["--min-reviewed", "0"], 0),
        (["--max-untranslated", "0"], 1),
        (["--max-untranslated", "100", "--max-stale", "0"], 0),
        (["--max-untranslated", "0", "--per-article"], 1),
        (["--fail-under", "98"], 1),
        (["--fail-under", "0"], 0),
        (["--fail-under", "101"], 2),
        (["--max-stale", "-1"], 2),
        (["--min-reviewed", "101"], 2),
    ],
)
def test_limits_are_asked_for_in_the_call(project: Project, options: list[str], code: int) -> None:
    assert tmflow(project, "check", "--fail-on", "never", *options).code == code


def test_limits_for_each_article_stand_in_the_settings(project: Project) -> None:
    (project.root / "tmflow.yaml").write_text(
        "check: {fail_on: never, max_untranslated_percent: 0, limits_for: article}\n", encoding="utf-8"
    )
    result = tmflow(project, "check")
    assert result.code == 1
    assert any(line.startswith("failed: fog: untranslated") for line in result.told)
    overall = tmflow(project, "check", "--overall")
    assert next(line for line in overall.told if line.startswith("failed: ")).startswith("failed: untranslated")


@pytest.mark.parametrize(
    ("setting", "option"),
    [
        ("max_untranslated_percent: 0", ("--max-untranslated", "100")),
        ("min_reviewed_percent: 100", ("--min-reviewed", "0")),
        ("min_translated_percent: 100", ("--fail-under", "0")),
        ("max_stale: 0", ("--max-stale", "9")),
        ("fail_on: error", ("--fail-on", "never")),
    ],
)
def test_every_limit_stands_in_the_settings_and_gives_way_to_the_call(
    project: Project, setting: str, option: tuple[str, str]
) -> None:
    edit(project.root / "articles/ja/mist.txt", "1908年", "1909年")
    never = "" if setting.startswith("fail_on") else "fail_on: never, "
    (project.root / "tmflow.yaml").write_text(f"check: {{{never}{setting}}}\n", encoding="utf-8")
    assert tmflow(project, "check").code == 1
    assert tmflow(project, "check", *option).code == 0
