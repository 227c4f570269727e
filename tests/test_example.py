"""The example publication: whoever copies it has a project that is checked and published."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import environ, tmflow
from tests.packages import EXAMPLE, ROOT, copy_example

CI_FILES = {
    ROOT / "action.yml": "github-actions",
    EXAMPLE / ".github" / "workflows" / "check.yml": "github-workflows",
    EXAMPLE / ".gitlab-ci.yml": "gitlab-ci",
}


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    return copy_example(tmp_path / "publication")


def test_it_is_checked_and_published_as_it_stands(publication: Path) -> None:
    checked = tmflow(publication, "check")
    assert (checked.code, checked.out, checked.err) == (0, "No findings in 22 units. 0 reviewed.\n", "")
    assert tmflow(publication, "glossary", "check", "--sorted").code == 0
    assert tmflow(publication, "memory", "check").code == 0
    assert tmflow(publication, "publish").code == 0
    pages = {path.name for path in (publication / "public").glob("*.html")}
    assert pages == {"index.html", "lamp-room.html", "reading-garden.html"}


def test_the_commands_of_its_readme_and_makefile_run(publication: Path) -> None:
    for call in re.findall(r"^\$ tmflow (.*)$", (publication / "README.md").read_text(encoding="utf-8"), re.MULTILINE):
        assert tmflow(publication, *call.split()).code == 0, call
    calls = re.findall(r"tmflow [a-z -]+", (publication / "Makefile").read_text(encoding="utf-8"))
    assert len(calls) == 4
    for call in calls:
        assert tmflow(publication, *call.split()[1:]).code == 0, call


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("articles/en/reading-garden.md", "1.2 million", "12 million", "num.value"),
        ("articles/en/reading-garden.md", "Book Garden", "Garden of Books", "term.forbidden"),
        ("articles/en/reading-garden.md", "30 percent", "30%", "house.percent"),
        ("articles/en/lamp-room.md", "says Mamoru", "explained Mamoru", "house.speaker"),
        ("articles/ja/lamp-room.md", "16枚", "18枚", "state.stale"),
    ],
)
def test_its_gate_closes(publication: Path, name: str, old: str, new: str, rule: str) -> None:
    path = publication / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert tmflow(publication, "check").code == 1, "the article is not what its bitext says"
    if path.parent.name == "en":
        assert tmflow(publication, "align").code == 0
    checked = tmflow(publication, "check")
    assert checked.code == 1
    assert rule in checked.out


def test_it_has_no_file_that_its_readme_does_not_name(publication: Path) -> None:
    readme = (publication / "README.md").read_text(encoding="utf-8")
    told = {"README.md", ".gitignore"}
    for path in publication.iterdir():
        assert path.name in told or f"{path.name}" in readme, path.name


@pytest.mark.parametrize("path", CI_FILES, ids=lambda path: path.name)
def test_the_files_for_ci_keep_their_schemas(path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="pip install -e '.[dev]'")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{CI_FILES[path]}"]
    done = subprocess.run([*check, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_gitlab_is_told_to_run_runs(publication: Path) -> None:
    from ruamel.yaml import YAML

    job = YAML(typ="safe").load(publication / ".gitlab-ci.yml")["check"]
    (line,) = job["script"]
    assert tmflow(publication, *line.split()[1:]).code == 0
    reports = job["artifacts"]["reports"]
    for name in (*job["artifacts"]["paths"], *reports.values()):
        assert (publication / name).is_file(), name


def test_make_finds_its_targets(publication: Path) -> None:
    done = subprocess.run(
        ["make", "--dry-run", "site"],
        cwd=publication,
        env=environ(publication),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "tmflow publish"
