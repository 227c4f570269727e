"""XLSX: an article as a bilingual table, and the pairs of a memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tmflow.formats import review_xlsx, xlsx
from tmflow.formats.fileformat import Extra, FileFormat
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.signatures import has_part
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return xlsx.iter_xlsx(path, options=options, log=log)


FORMATS: Final = (
    FileFormat(
        name="xlsx",
        title="XLSX",
        summary="a table, for whoever has a spreadsheet",
        suffixes=(".xlsx",),
        is_content=has_part("xl/"),
        extra=Extra(name="xlsx", package="openpyxl"),
        read=review_xlsx.read,
        write=review_xlsx.write,
        read_pairs=_read_pairs,
        write_pairs=xlsx.write_xlsx,
    ),
)
