"""What is finished survives whatever ends a run: kill -9, Ctrl-C, another process at the same time."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.workflow.projects import make_project, reopened, targets_of
from tmflow.formats.po import read_po
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.project import Project
from tmflow.workflow.translate import translate_article

SENTENCES = ["鐘の話", *(f"鐘は{number}回鳴った。" for number in range(2, 22))]
BATCH = 2

# An engine that waits for a line before each batch, so that the test and not the clock says when it goes on.
WORKER = """
import sys
from pathlib import Path
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.project import open_project
from tmflow.workflow.translate import Watch, translate_article

class Waiting(EchoTranslator):
    def translate(self, sources, pair):
        print("asked", flush=True)
        if not sys.stdin.readline():
            raise SystemExit(9)
        yield from super().translate(sources, pair)

def report(done, total):
    print("saved", done, flush=True)

root, slug = sys.argv[1:]
translate_article(open_project(Path(root)), slug, translator=Waiting(), watch=Watch(on_progress=report))
print("done", flush=True)
"""


@contextmanager
def worker(project: Project, slug: str = "bell") -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(project.root), slug],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def go_on(process: subprocess.Popen[str], batches: int) -> int:
    """Let the engine answer some batches and return the units that were reported as saved."""
    entry, output = pipes(process)
    entry.write("\n" * batches)
    entry.flush()
    saved = 0
    for line in output:
        if line.startswith("saved"):
            saved = int(line.split()[1])
            batches -= 1
        if not batches or line.startswith("done"):
            break
    return saved


def finished(project: Project, slug: str = "bell") -> set[str]:
    """The sources that have a target in the file as it stands on disk."""
    return {unit.source.text for unit in read_po(project.bitext_path(slug)).units if unit.target is not None}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, ja={"bell": SENTENCES}, settings=f"mt: {{batch: {BATCH}}}")


@pytest.mark.parametrize("batches", [1, 3])
def test_killed_twice_loses_no_batch_that_was_reported(project: Project, batches: int) -> None:
    before: set[str] = set()
    for _ in range(2):
        with worker(project) as process:
            entry, _ = pipes(process)
            saved = go_on(process, batches)
            entry.write("\n" * len(SENTENCES))  # the next batches are under way when it is killed
            entry.flush()
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        after = finished(project)
        assert len(after) >= len(before) + saved
        assert before <= after
        before = after
    translate_article(reopened(project), "bell", translator=EchoTranslator())
    assert None not in targets_of(project, "bell").values()


def test_two_processes_at_once_lose_no_unit(project: Project) -> None:
    with worker(project) as first, worker(project) as second:
        go_on(first, 1)
        go_on(second, 1)
        go_on(first, 2)
        go_on(second, len(SENTENCES))
        go_on(first, len(SENTENCES))
    assert finished(project) == set(SENTENCES)


def test_two_articles_at_once_are_both_written(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"bell": SENTENCES, "horn": SENTENCES}, settings=f"mt: {{batch: {BATCH}}}")
    with worker(project, "bell") as first, worker(project, "horn") as second:
        go_on(first, 1)
        go_on(second, len(SENTENCES))
        go_on(first, len(SENTENCES))
    assert finished(project, "bell") == finished(project, "horn") == set(SENTENCES)


def test_a_held_lock_is_waited_for_and_then_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from tmflow.errors import MemoryLockedError

    monkeypatch.setattr("tmflow.workflow.project._LOCK_TIMEOUT_S", 0.2)
    holder = "import sys\nfrom tmflow.workflow.project import open_project\nwith open_project(sys.argv[1]).writing():\n    print('held', flush=True)\n    sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(project.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        _, output = pipes(process)
        assert output.readline() == "held\n"
        with pytest.raises(MemoryLockedError, match=f"pid {process.pid}"), project.writing():
            pass
    finally:
        process.communicate()
    with project.writing():
        pass


def test_the_holder_of_the_lock_may_ask_for_it_again(project: Project) -> None:
    with project.writing(), reopened(project).writing():
        translate_article(project, "bell", translator=EchoTranslator())
    assert finished(project) == set(SENTENCES)
