"""Running the command line as a user does: a process of its own, with its exit code and both streams."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tmflow.workflow.project import Project

PROGRAM = (sys.executable, "-m", "tmflow")


@dataclass(frozen=True)
class Result:
    """What a run gave. `told`: the lines of standard error."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> list[str]:
        return self.err.splitlines()


def tmflow(
    place: Project | Path, *words: str, stdin: bytes = b"", environment: Mapping[str, str] | None = None
) -> Result:
    """Run tmflow in a folder; it never has an engine of machine translation."""
    folder = place.root if isinstance(place, Project) else place
    done = subprocess.run(
        [*PROGRAM, *words], cwd=folder, input=stdin, capture_output=True, check=False, env=environ(folder, environment)
    )
    encoding = (environment or {}).get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    result = Result(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))
    assert "Traceback" not in result.err, result.err
    return result


OFFLINE = Path(__file__).parents[1] / "offline"
"""On the path of a process it lets it reach nothing but this machine."""


def environ(folder: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    home = {name: str(folder / ".tmflow" / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    own = {
        "ARGOS_PACKAGES_DIR": str(folder / ".tmflow" / "no-packages"),
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(OFFLINE), os.environ.get("PYTHONPATH")))),
        "no_proxy": "*",
    }
    return {**os.environ, **home, **own, **(more or {})}
