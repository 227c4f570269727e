"""Installing tmflow as others do, from a copy of the sources; what it needs comes from PyPI, which pip alone asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "examples" / "publication"
_SOURCES = ("src", "pyproject.toml", "README.md", "LICENSE", "action.yml", ".pre-commit-hooks.yaml")


def require_pypi(folder: Path) -> None:
    """Skip the test where pip reaches no package index; in CI that is a failure."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--dest", folder, "click"], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = f"pip reaches no package index: {done.stderr.strip().splitlines()[-1:]}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def copy_sources(folder: Path) -> Path:
    """Copy what a repository of tmflow has that others install, and return the folder."""
    folder.mkdir(parents=True)
    for name in _SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(path, folder / name)
    return folder


def copy_example(folder: Path) -> Path:
    """Copy the example publication, as somebody does who begins with it, and return the folder."""
    return shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".tmflow", "public", "exports"))


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, as nobody in particular and without anybody's settings."""
    who = {f"GIT_{role}_{what}": "tests" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    none = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=os.environ | who | none, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit_all(folder: Path) -> str:
    """Make a folder a repository with one commit of all that is in it, and return the commit."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message", "all")
    return git(folder, "rev-parse", "HEAD")
