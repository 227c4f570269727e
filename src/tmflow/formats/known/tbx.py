"""TBX-Basic, version 3 in both its styles and version 2: the terms of a glossary."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from tmflow.errors import FormatError
from tmflow.formats import tbx_reading, tbx_writing
from tmflow.formats.export import ExportReport
from tmflow.formats.fileformat import FileFormat, has_sign
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.tbx_writing import TbxStyle
from tmflow.model.glossary import Term

__all__ = ["FORMATS"]


def _read_terms(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[tuple[int, Term]]:
    try:
        yield from tbx_reading.iter_tbx(path, max_unit_chars=options.max_unit_chars, log=log)
    except FormatError as error:
        whole = log.read - log.refused_count
        if not whole:
            raise
        if not options.partial:
            problem = f"{error.problem}; {whole:,} before it can be taken alone (--partial)"
            raise FormatError(problem, path=path, line=error.line, column=error.column) from error
        log.refuse(error.line or 0, f"{error.problem}; it and what follows are left out")


def _write_terms(terms: Any, path: Path, *, style: TbxStyle, tool_version: str = "", **of_tables: Any) -> ExportReport:
    del of_tables
    return tbx_writing.write_tbx(terms, path, style=style, tool_version=tool_version)


FORMATS: Final = tuple(
    FileFormat(
        name=style.value,
        title="TBX-Basic",
        suffixes=(".tbx",),
        is_content=has_sign(b"<martif", b"<tbx", b"<mtf"),
        read_terms=_read_terms,
        write_terms=partial(_write_terms, style=style),
    )
    for style in TbxStyle
)
