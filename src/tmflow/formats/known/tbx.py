"""TBX-Basic, version 3 in both its styles and version 2: the terms of a glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tmflow.formats import tbx_reading, tbx_writing
from tmflow.formats.export import ExportReport, TermOptions
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.signatures import has_root
from tmflow.formats.tbx_writing import TbxStyle
from tmflow.model.glossary import Term

__all__ = ["FORMATS"]

_STYLES: Final = (
    ("tbx", TbxStyle.V3_DCA, "version 3, style DCA: a glossary, for CAT tools"),
    ("tbx-dct", TbxStyle.V3_DCT, "version 3, style DCT"),
    ("tbx2", TbxStyle.V2, "version 2, for older tools"),
)


def _read_terms(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[tuple[int, Term]]:
    return tbx_reading.iter_tbx(path, max_unit_chars=options.max_unit_chars, log=log)


def _write_terms(terms: Iterable[Term], path: Path, options: TermOptions, *, style: TbxStyle) -> ExportReport:
    return tbx_writing.write_tbx(terms, path, style=style, tool_version=options.tool_version)


FORMATS: Final = tuple(
    FileFormat(
        name=name,
        title="TBX-Basic",
        summary=summary,
        suffixes=(".tbx",),
        is_content=has_root("martif", "tbx", "mtf"),
        read_terms=_read_terms,
        write_terms=partial(_write_terms, style=style),
    )
    for name, style, summary in _STYLES
)
