"""What has changed since a revision of git, in repositories that are made for it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, aligned, edit, make_project, reopened, tree, write_article
from tmflow.errors import ConfigError
from tmflow.model.language import Language
from tmflow.workflow.align import align_project
from tmflow.workflow.project import Project
from tmflow.workflow.since import Changes, changes_since
from tmflow.workflow.verify import Demands, verify_project

WRONG = "The lighthouse was built in 1809."


def git(folder: Path, *words: str) -> str:
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    names = {f"GIT_{who}_{what}": "tester@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return subprocess.run(
        ["git", *words], cwd=folder, env={**os.environ, **own, **names}, check=True, capture_output=True, text=True
    ).stdout


def commit(folder: Path, message: str = "more") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project in a repository, with a wrong year that stands there since the first commit."""
    project = aligned(tmp_path / "site", also_ja={"fog": JA[:4]})
    for path in (project.bitext_path("mist"), project.root / "articles/en/mist.txt"):
        edit(path, EN[2], WRONG)
    git(project.root, "init", "-q", "-b", "main")
    commit(project.root)
    return reopened(project)


def changed(project: Project, revision: str = "main") -> Changes:
    return changes_since(reopened(project), revision)


def found(project: Project, *only: str, since: str = "main") -> list[str]:
    return [finding.rule for finding in verify_project(reopened(project), only=only, since=since).findings]


def test_nothing_has_changed(project: Project) -> None:
    before = tree(project.root)
    assert changed(project) == Changes(units={})
    assert not found(project, "num.*", "date.*")
    assert tree(project.root) == before


def test_only_the_units_that_changed_count(project: Project) -> None:
    for path in (project.bitext_path("mist"), project.root / "articles/en/mist.txt"):
        edit(path, "Last year 4,500 people", "Last year 5,400 people")
    assert changed(project).count == 1
    assert found(project, "num.*", "date.*") == ["num.value"]
    git(project.root, "checkout", "-q", "-b", "work")
    commit(project.root)
    assert found(project, "num.*", "date.*") == ["num.value"]
    assert found(project, "num.*", "date.*", since="HEAD") == []


def test_an_edit_of_either_article_is_a_change(project: Project) -> None:
    edit(project.root / "articles/ja/mist.txt", "来年の春", "来年の秋")
    assert changed(project).count == 1
    assert found(project, "state.stale") == ["state.stale"]
    edit(project.root / "articles/en/mist.txt", "can see its light", "can see it")
    assert changed(project).count == 2


def test_what_the_other_branch_changed_since_is_none_of_ours(project: Project) -> None:
    git(project.root, "checkout", "-q", "-b", "work")
    write_article(project.root, Language.JA, "dew", JA[:3])
    commit(project.root)
    git(project.root, "checkout", "-q", "main")
    edit(project.root / "articles/ja/mist.txt", "来年の春", "来年の秋")
    commit(project.root)
    git(project.root, "checkout", "-q", "work")
    assert set(changed(project).units) == {"dew"}


def test_an_article_that_is_new_is_changed_before_git_knows_it(project: Project) -> None:
    write_article(project.root, Language.JA, "dew", JA[:3])
    assert {slug: len(ids) for slug, ids in changed(project).units.items()} == {"dew": 3}
    assert found(project, "state.untranslated") == ["state.untranslated"]


def test_a_renamed_article_is_as_it_was(project: Project) -> None:
    for path in ("articles/ja/mist.txt", "articles/en/mist.txt", "memories/mist.po"):
        (project.root / path).rename(project.root / path.replace("mist", "haze"))
    edit(project.root / "articles/ja/haze.txt", "来年の春", "来年の秋")
    changes = changed(project)
    assert set(changes.units) == {"haze"}
    assert changes.count == 1
    assert not found(project, "num.*", "date.*")


def test_a_file_that_is_gone_is_a_change_of_its_article(project: Project) -> None:
    (project.root / "articles/en/mist.txt").unlink()
    assert "state.untranslated" in found(project, "state.untranslated")


def test_the_project_may_be_a_folder_of_the_repository_with_odd_names(tmp_path: Path) -> None:
    project = make_project(tmp_path / "さ い't", ja={'霧 の"朝': JA, "mist": JA}, en={'霧 の"朝': EN})
    list(align_project(project))
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    assert changed(project) == Changes(units={})
    edit(project.root / 'articles/en/霧 の"朝.txt', EN[2], WRONG)
    assert {slug: len(ids) for slug, ids in changed(project).units.items()} == {'霧 の"朝': 1}


def test_what_could_not_be_read_then_is_all_changed(project: Project) -> None:
    path = project.bitext_path("mist")
    good = path.read_bytes()
    path.write_bytes(b'msgid "a\n')
    commit(project.root)
    path.write_bytes(good)
    assert changed(project).count == len(JA)


def test_limits_and_the_baseline_are_those_of_the_whole(project: Project) -> None:
    verify_project(reopened(project), demands=Demands(accept_new="as printed"))
    before = project.baseline_path.read_bytes()
    done = verify_project(reopened(project), since="main", demands=Demands(update_baseline=True, max_untranslated=0))
    assert project.baseline_path.read_bytes() == before
    assert done.summary.articles == 2
    assert any("untranslated" in reason for reason in done.verdict.reasons)


def test_a_revision_there_is_not(project: Project, tmp_path: Path) -> None:
    for revision in ("nowhere", "--help", "main..HEAD", ""):
        with pytest.raises(ConfigError, match="git knows no revision"):
            changed(project, revision)
    with pytest.raises(ConfigError, match="in no work tree of git"):
        changed(aligned(tmp_path / "elsewhere"))


def test_a_shallow_clone_says_what_to_do(project: Project, tmp_path: Path) -> None:
    first = git(project.root, "rev-parse", "HEAD").strip()
    write_article(project.root, Language.JA, "dew", JA[:3])
    commit(project.root)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project.root}", "clone")
    with pytest.raises(ConfigError, match="fetch-depth: 0"):
        changed(Project(root=tmp_path / "clone"), first)


def test_without_git(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigError, match="install it, or leave --since out"):
        changed(project)


def test_a_repository_of_somebody_else_is_told_as_git_tells_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a container on a server meets: the clone belongs to another user, and git will not read it."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(ConfigError, match=r"dubious ownership.*safe\.directory"):
        changed(project)
