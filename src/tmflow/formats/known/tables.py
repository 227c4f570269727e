"""CSV and TSV: the pairs of a memory and the terms of a glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from tmflow.formats import tables
from tmflow.formats.export import ExportReport
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.glossary_tables import write_terms_table
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.model.glossary import Term
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return tables.iter_table(path, options=options, log=log)


def _write_terms(
    terms: Iterable[Term], path: Path, *, delimiter: str, tool_version: str = "", **options: Any
) -> ExportReport:
    del tool_version
    return write_terms_table(terms, path, delimiter=delimiter, **options)


def _is_tsv(path: Path, head: bytes) -> bool:
    del path
    return b"\t" in head


FORMATS: Final = (
    FileFormat(
        name="csv",
        title="CSV",
        suffixes=(".csv",),
        read_pairs=_read_pairs,
        write_pairs=tables.write_csv,
        write_terms=partial(_write_terms, delimiter=","),
    ),
    FileFormat(
        name="tsv",
        title="TSV",
        suffixes=(".tsv", ".tab"),
        is_content=_is_tsv,
        is_vague=True,
        read_pairs=_read_pairs,
        write_pairs=tables.write_tsv,
        write_terms=partial(_write_terms, delimiter="\t"),
    ),
)
