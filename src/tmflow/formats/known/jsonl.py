"""JSON Lines: the pairs of a memory, one object a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tmflow.formats import jsonl
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.signatures import has_start
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return jsonl.iter_jsonl(path, options=options, log=log)


FORMATS: Final = (
    FileFormat(
        name="jsonl",
        title="JSON Lines",
        summary="one object a line with all that is known, for programs",
        suffixes=(".jsonl", ".ndjson"),
        names=("ndjson",),
        is_content=has_start(rb'\s*\{[^\S\n]*"(?:[^"\\\n]|\\.)*+"[^\S\n]*:'),
        unit_end=b"\n",
        read_pairs=_read_pairs,
        write_pairs=jsonl.write_jsonl,
    ),
)
