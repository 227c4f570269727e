"""The names in the settings of the checks: a slip in one is told with its place, and never switches anything off unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import aligned
from tmflow.errors import ConfigError, FormatError
from tmflow.workflow.config import read_settings
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project, open_project
from tmflow.workflow.settings import CheckSettings, Settings
from tmflow.workflow.verify import iter_errors, verify_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "check:\n  disable: [url, state.stael]\n",
            ':2:18: check.disable: no check is called "state.stael": state.stale?',
        ),
        (
            "check:\n  disable:\n    - nothing.*\n",
            ':3:7: check.disable: no check is called "nothing.*": families are state,',
        ),
        (
            "check:\n  severity: {url: info, num.valeu: info}\n",
            ':2:25: check.severity: no check is called "num.valeu": num.value?',
        ),
        ("check:\n  in_progress:\n    - mist\n    - mits\n", ':4:7: check.in_progress: no article "mits"'),
        ("check: {in_progress: [mits]}\n", "did you mean mist?"),
    ],
)
def test_a_name_there_is_not_is_told_with_its_place(project: Project, text: str, told: str) -> None:
    (project.root / "tmflow.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        verify_project(open_project(project.root))
    assert str(caught.value).startswith(f"{project.root / 'tmflow.yaml'}:")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "check:\n  severity: {url: info, dup.word: fatal}\n",
            ':2:25: check.severity.dup.word is "fatal"; it is one of',
        ),
        ("check:\n  severity: {url: [info]}\n", ":2:14: check.severity.url is"),
        ("check:\n  severity:\n    5: error\n", ":3:5: check.severity.5 is no name of a check"),
        ("check:\n  disable: [url, {a: b}]\n", ":2:18: check.disable must be a list of strings"),
        ("check:\n  in_progress:\n    - mist\n    - 5\n", ":4:7: check.in_progress must be a list of strings"),
    ],
)
def test_a_value_of_the_wrong_sort_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "tmflow.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_settings(path)
    assert told in str(caught.value)


def test_publishing_holds_the_names_against_what_there_is_too(project: Project) -> None:
    (project.root / "tmflow.yaml").write_text("check:\n  disable: [url.s]\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r":2:13: check\.disable: no check is called"):
        list(iter_errors(load_article(open_project(project.root), "mist")))


@pytest.mark.parametrize("text", [None, "", "check:\n", "check: {disable: []}\n"])
def test_settings_that_no_file_has_are_told_by_their_name(project: Project, text: str | None) -> None:
    made = Project(root=project.root, settings=Settings(check=CheckSettings(disable=("state.stael",))))
    path = project.root / "tmflow.yaml"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r'check\.disable: no check is called "state\.stael": state\.stale\?'):
        verify_project(made)
