"""The file of the baseline, `tmflow-baseline.yaml`: read, and written in one order, an entry a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from tmflow.check.baseline import Baseline, Entry
from tmflow.errors import FormatError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.frontmatter import quote_yaml
from tmflow.formats.yaml_text import read_yaml
from tmflow.workflow.project import Project

__all__ = ["read_baseline", "write_baseline"]

_KEYS = tuple(field.name for field in fields(Entry))
_HEAD = "# Findings of tmflow check that fail no check. It only shrinks: tmflow check --update-baseline\n"


def read_baseline(project: Project) -> Baseline:
    """Read the baseline, an empty one if there is no file. Raises FormatError for an entry that is none."""
    path = project.baseline_path
    if not path.exists():
        return Baseline()
    rows = read_yaml(path) or []
    if not isinstance(rows, list):
        raise FormatError("the file must be a list of entries. Write it anew: tmflow check --accept-new", path=path)
    try:
        return Baseline(tuple(map(_entry, rows)))
    except ValueError as error:
        raise FormatError(f"{error}. Correct the entry or take it out", path=path) from error


def _entry(row: Any) -> Entry:
    if not isinstance(row, Mapping) or not {"rule", "article", "unit"} <= set(row) <= set(_KEYS):
        raise ValueError(
            f"an entry has rule, article and unit, and may have count, reason and since; found {row!r:.80}"
        )
    count = row.get("count", 1)
    if not isinstance(count, int) or isinstance(count, bool):
        raise ValueError(f"count is {count!r:.40}; it is a whole number")  # noqa: TRY004 - a wrong value of the file, told with its path
    texts = {key: str(row[key]) for key in row if key != "count"}
    return Entry(count=int(count), **texts)


def write_baseline(project: Project, baseline: Baseline) -> None:
    """Write the baseline. The same entries give the same bytes. Raises StorageError, MemoryLockedError."""
    lines = [
        "- {" + ", ".join(f"{key}: {_value(getattr(entry, key))}" for key in _KEYS) + "}\n"
        for entry in baseline.entries
    ]
    with project.writing():
        write_bytes_atomic(project.baseline_path, (_HEAD + ("".join(lines) or "[]\n")).encode())


def _value(value: str | int) -> str:
    return str(value) if isinstance(value, int) else quote_yaml(value)
