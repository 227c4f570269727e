"""YAML: a glossary as a project has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tmflow.formats import glossary
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.export import ExportReport, TermOptions
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.glossary_writing import serialize_glossary
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.signatures import has_start
from tmflow.model.glossary import Term

__all__ = ["FORMATS"]


def _read_terms(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[tuple[int, Term]]:
    del options
    for line, term in glossary.iter_glossary(path):
        log.read += 1
        yield line, term


def _write_terms(terms: Iterable[Term], path: Path, options: TermOptions) -> ExportReport:
    del options
    kept = list(terms)
    write_bytes_atomic(path, serialize_glossary(kept).encode())
    return ExportReport(units=len(kept))


FORMATS: Final = (
    FileFormat(
        name="yaml",
        title="YAML glossary",
        summary="as a project keeps its own",
        suffixes=(".yaml", ".yml"),
        names=("yml",),
        is_content=has_start(
            rb"(?>[^\S\n]*(?:#[^\n]*)?\n|(?:---|%yaml)[^\n]*\n)*+(?:terms:\s*+)?-\s+\{?\s*[\"']?(?:ja|en)[\"']?\s*:\s"
        ),
        read_terms=_read_terms,
        write_terms=_write_terms,
    ),
)
