"""`tmflow align` on files, called in this process, and what it says in rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from tests.workflow.file_samples import JA, OTHER, text, write, write_pair
from tmflow.cli.main import cli

FILES = ("ja/bees.txt", "en/bees.txt")


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["align", *words], input=stdin)


def rows(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*words, "--format", "jsonl").stdout.splitlines()]


def add_pairs(folder: Path) -> None:
    """Further pairs in both folders: one deep, one that is no translation, one empty, and a file without a partner."""
    write_pair(folder, "deep/more.txt")
    write_pair(folder, "night.txt")
    write(folder / "en/night.txt", text(OTHER, joint=" "))
    write_pair(folder, "void.txt")
    write(folder / "en/void.txt", "")
    write(folder / "ja/alone.txt", text(JA))
