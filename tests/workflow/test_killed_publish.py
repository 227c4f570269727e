"""Publishing that is killed in the midst of a write, and what the next run finds of it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflow.projects import aligned, reopened, tree
from tmflow.errors import StorageError
from tmflow.workflow.project import Project
from tmflow.workflow.publish import publish_project
from tmflow.workflow.website import publish_site

DIES = """
import os, signal, sys
from pathlib import Path
from tmflow.workflow.project import open_project
from tmflow.workflow.publish import publish_project
from tmflow.workflow.website import publish_site

replace = Path.replace

def die(self, target):
    if Path(target).name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)

Path.replace = die
{"page": publish_project, "site": publish_site}[sys.argv[3]](open_project(sys.argv[1]))
"""


def killed(project: Project, name: str, to: str) -> None:
    """Publish in a process that dies before it puts a file of this name in its place."""
    done = subprocess.run([sys.executable, "-c", DIES, str(project.root), name, to], check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL


def temporary(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.tmp"))


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("mist.html", "page"),
        ("index.html", "page"),
        ("index.html", "site"),
        ("style.css", "site"),
        ("site.json", "site"),
    ],
)
def test_the_next_run_clears_up_after_a_killed_one_and_after_nobody_else(tmp_path: Path, name: str, to: str) -> None:
    project = aligned(tmp_path)
    killed(project, name, to)
    assert len(temporary(tmp_path)) == 1
    folder = project.site_folder if to == "site" else project.index_page_path.parent
    (folder / "mist").mkdir(parents=True, exist_ok=True)
    others = [folder / ".notes.html.abcd1234.tmp", folder / "mist/.draft.abcd1234.tmp", folder / "index.html.tmp"]
    for other in others:
        other.write_text("somebody else's", encoding="utf-8")
    if to == "site":
        publish_site(reopened(project))
    else:
        publish_project(reopened(project))
    assert temporary(tmp_path) == sorted(other.name for other in others)
    assert not project.site_begun_path.exists()


def test_what_was_built_after_a_kill_is_what_would_have_been_built(tmp_path: Path) -> None:
    project = aligned(tmp_path / "one")
    killed(project, "search.json", "site")
    publish_site(reopened(project))
    other = aligned(tmp_path / "two")
    publish_site(other)
    assert tree(project.site_folder) == tree(other.site_folder)


def test_a_build_that_cannot_write_that_it_began_says_so(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    project.make_cache_folder()
    project.site_begun_path.symlink_to(tmp_path / "gone/site.begun")
    with pytest.raises(StorageError, match="no such folder"):
        publish_site(reopened(project))
