"""CSV and TSV: the pairs of a memory and the terms of a glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tmflow.formats import tables
from tmflow.formats.export import ExportReport, TermOptions
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.glossary_tables import write_terms_table
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.model.glossary import Term
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return tables.iter_table(path, options=options, log=log)


def _write_terms(terms: Iterable[Term], path: Path, options: TermOptions, *, delimiter: str) -> ExportReport:
    return write_terms_table(terms, path, delimiter=delimiter, first=options.first, plain=options.plain)


def _is_tsv(path: Path, beginning: bytes) -> bool:
    del path
    return b"\t" in beginning


FORMATS: Final = (
    FileFormat(
        name="csv",
        title="CSV",
        summary="a table with commas, which Excel opens",
        suffixes=(".csv",),
        read_pairs=_read_pairs,
        write_pairs=tables.write_csv,
        write_terms=partial(_write_terms, delimiter=","),
    ),
    FileFormat(
        name="tsv",
        title="TSV",
        summary="a table with tabs",
        suffixes=(".tsv", ".tab"),
        loose_suffixes=(".txt",),
        is_content=_is_tsv,
        is_vague=True,
        read_pairs=_read_pairs,
        write_pairs=tables.write_tsv,
        write_terms=partial(_write_terms, delimiter="\t"),
    ),
)
