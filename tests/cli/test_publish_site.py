"""`tmflow publish --to site` as a user runs it: what it says, what it asks for, how it is stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.cli.run import PROGRAM, environ, tmflow
from tests.workflow.projects import aligned
from tmflow.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path)


def test_a_site_is_built_and_built_again_only_where_it_changed(project: Project) -> None:
    first = tmflow(project, "publish", "--to", "site", "--jobs", "1")
    assert (first.code, "mist/index.html   bilingual, 8 units" in first.out) == (0, True)
    assert first.told[-1].endswith("public/site/index.html")
    assert "unchanged" in tmflow(project, "publish", "--to", "site").out


@pytest.mark.parametrize("option", ["--watch", "--serve"])
def test_only_a_site_is_watched_or_served(project: Project, option: str) -> None:
    result = tmflow(project, "publish", option)
    assert (result.code, "Add: --to site" in result.err) == (2, True)


def test_a_port_that_is_taken_is_no_traceback(project: Project) -> None:
    with running(project, "--serve") as process:
        port = line_of(process).rsplit(":", 1)[1].partition("/")[0]
        result = tmflow(project, "publish", "--to", "site", "--serve", "--port", port)
        assert (result.code, f"port {port} cannot be had" in result.err) == (2, True)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(project: Project, sign: signal.Signals) -> None:
    with running(project, "--watch", "--serve") as process:
        address = line_of(process).partition(" ")[0]
        with urllib.request.urlopen(f"{address}mist/", timeout=30) as answer:  # noqa: S310 - the address it has just told
            assert b"built in 1908" in answer.read()
        process.send_signal(sign)
        _, told = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "built: mist" in told
        assert told.rstrip().splitlines()[-1].startswith("Stopped.")
        assert "Traceback" not in told


def running(project: Project, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, "publish", "--to", "site", *options],
        cwd=project.root,
        env=environ(project.root),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()
