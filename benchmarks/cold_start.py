"""What one call from the shell costs: CPU seconds of a fresh process, the least of several runs.

The peers are the interpreter alone, and `msgfmt --version` where gettext is installed: a native program of the field.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import tmflow

RUNS = 9
ROOT = Path(__file__).parents[1]
HEAVY = ("lxml", "numpy", "polib", "ctranslate2", "argostranslate", "jinja2", "ruamel", "rapidfuzz")


def cpu_seconds(command: list[str], folder: Path) -> float:
    """The least user plus system time of a command over RUNS fresh processes."""
    best = float("inf")
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(RUNS):  # as it is installed: the first run compiles what it imports
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def heavy_modules(arguments: list[str], folder: Path) -> list[str]:
    """Which of the heavy packages a command line loads."""
    program = (
        f"import sys; from tmflow.cli.main import cli\n"
        f"try: cli.main({arguments!r}, standalone_mode=False)\n"
        f"finally: print(*sorted({{name.split('.')[0] for name in sys.modules}}), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    return sorted(set(HEAVY) & set(result.stderr.split()))


def main() -> None:
    """Print one line a command."""
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        for part in ("tmflow.yaml", "articles", "memories"):
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, project / part)
        calls = {
            "--version": ["--version"],
            "--help": ["--help"],
            "lookup, exact": ["memory", "lookup", "誰もが高い岸壁を望んでいるわけではない。"],
            "lookup, fuzzy": ["memory", "lookup", "採決は5月19日に行われる見通しだ。"],
            "segment": ["segment", "articles/ja/harbor-tides.txt"],
            "search": ["memory", "search", "岸壁"],
        }
        subprocess.run(
            [sys.executable, "-m", "tmflow", *calls["search"]], cwd=project, stdout=subprocess.DEVNULL, check=True
        )
        signature = f"cold-start|runs:{RUNS}|least|corpus:sample-articles|v:{tmflow.__version__}|cpus:{os.cpu_count()}"
        print(
            f"{'python -c pass':<16} {1000 * cpu_seconds([sys.executable, '-c', 'pass'], project):6.0f} ms CPU  {signature}"
        )
        if shutil.which("msgfmt"):
            print(
                f"{'msgfmt --version':<16} {1000 * cpu_seconds(['msgfmt', '--version'], project):6.0f} ms CPU  {signature}"
            )
        for label, arguments in calls.items():
            cost = cpu_seconds([sys.executable, "-m", "tmflow", *arguments], project)
            loaded = ", ".join(heavy_modules(arguments, project)) or "nothing heavy"
            print(f"{label:<16} {1000 * cost:6.0f} ms CPU  {signature}  loads {loaded}")


if __name__ == "__main__":
    main()
