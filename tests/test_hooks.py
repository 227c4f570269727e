"""The hooks for pre-commit: pre-commit itself installs them from a copy of this repository, and runs them at a commit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.packages import EXAMPLE, ROOT, commit_all, copy_example, copy_sources, git, require_pypi

HOOKS = [hook["id"] for hook in YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")]


@dataclass(frozen=True)
class PreCommit:
    """pre-commit with a cache of its own, and the repository its hooks come from."""

    source: Path
    revision: str
    cache: Path

    def run(self, folder: Path, *words: str) -> tuple[int, str]:
        environment = os.environ | {"PRE_COMMIT_HOME": str(self.cache), "GIT_CONFIG_GLOBAL": os.devnull}
        call = [sys.executable, "-m", "pre_commit", *words]
        done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> PreCommit:
    pytest.importorskip("pre_commit", reason="pip install -e '.[dev]'")
    folder = tmp_path_factory.mktemp("hooks")
    require_pypi(folder / "asked")
    source = copy_sources(folder / "tmflow")
    return PreCommit(source=source, revision=commit_all(source), cache=folder / "cache")


@pytest.fixture
def repository(pre_commit: PreCommit, tmp_path: Path) -> Path:
    """The example publication under git, its hooks those of this repository as it is now."""
    folder = copy_example(tmp_path / "publication")
    path = folder / ".pre-commit-config.yaml"
    text = path.read_text(encoding="utf-8").replace("https://github.com/OWNER/tmflow", pre_commit.source.as_uri())
    path.write_text(re.sub("rev: .*", f"rev: {pre_commit.revision}", text), encoding="utf-8")
    commit_all(folder)
    return folder


def stage(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    git(folder, "add", name)


def results(told: str) -> dict[str, str]:
    """What became of each hook: Passed, Failed or Skipped."""
    found = re.findall(r"^(tmflow [a-z ]+)\.+(?:\(no files to check\))?(\w+)$", told, re.MULTILINE)
    return dict(found)


def test_the_example_asks_for_each_hook() -> None:
    (repository,) = YAML(typ="safe").load(EXAMPLE / ".pre-commit-config.yaml")["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == HOOKS


def test_a_sound_publication_passes(pre_commit: PreCommit, repository: Path) -> None:
    code, told = pre_commit.run(repository, "run", "--all-files")
    assert code == 0, told
    names = ("tmflow check", "tmflow glossary check", "tmflow memory check")
    assert results(told) == dict.fromkeys(names, "Passed")
    assert not git(repository, "status", "--porcelain"), "nothing was written that git sees"


def test_the_staged_pair_is_checked_and_no_other(pre_commit: PreCommit, repository: Path) -> None:
    stage(repository, "articles/ja/lamp-room.md", "16枚", "18枚")
    other = repository / "articles" / "ja" / "reading-garden.md"
    other.write_text(other.read_text(encoding="utf-8").replace("24脚", "30脚"), encoding="utf-8")
    code, told = pre_commit.run(repository, "run")
    assert code == 1
    assert results(told) == {
        "tmflow check": "Failed",
        "tmflow glossary check": "Skipped",
        "tmflow memory check": "Skipped",
    }
    assert "articles/ja/lamp-room.md:7:" in told
    assert "reading-garden" not in told


def test_an_article_in_progress_may_be_committed(pre_commit: PreCommit, repository: Path) -> None:
    stage(repository, "tmflow.yaml", "  fail_on: warning\n", "  in_progress: [lamp-room]\n")
    stage(repository, "articles/ja/lamp-room.md", "16枚", "18枚")
    code, told = pre_commit.run(repository, "run")
    assert code == 0, told


def test_the_glossary_and_the_memory_are_kept_in_order(pre_commit: PreCommit, repository: Path) -> None:
    stage(repository, "memories/glossary.yaml", "- {ja: 司書", "- {ja: 鯨, en: whale}\n- {ja: 司書")
    stage(repository, "memories/lamp-room.po", "#. title", "#. title \n#. title")
    code, told = pre_commit.run(repository, "run")
    assert code == 1
    assert results(told)["tmflow glossary check"] == results(told)["tmflow memory check"] == "Failed"
    assert 'memories/glossary.yaml:4: "司書" comes before "鯨"' in told
    assert "memories/lamp-room.po:17: not as tmflow writes it" in told


def test_a_commit_with_a_fault_is_stopped(
    pre_commit: PreCommit, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(pre_commit.cache))
    assert pre_commit.run(repository, "install")[0] == 0
    stage(repository, "articles/ja/lamp-room.md", "500円", "700円")
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        git(repository, "commit", "--message", "dearer")
    assert "state.stale" in stopped.value.stdout + stopped.value.stderr
