"""Which module reads and writes the terms of a glossary in which format: by a file's name, and by what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError
from tmflow.formats import glossary, glossary_tables, tbx_reading, tbx_writing
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.glossary_writing import serialize_glossary
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.xml import open_plain
from tmflow.model.glossary import Term
from tmflow.model.language import Language

__all__ = ["GlossaryFormat", "format_of_name", "iter_terms", "write_terms"]

_HEAD_BYTES: Final = 8192
_TBX_SIGNS: Final = (b"<martif", b"<tbx", b"<mtf")


class GlossaryFormat(StrEnum):
    """A format a glossary is written in, as the command line names it."""

    TBX = "tbx"
    TBX_DCT = "tbx-dct"
    TBX2 = "tbx2"
    CSV = "csv"
    TSV = "tsv"
    YAML = "yaml"


_SUFFIXES: Final[Mapping[str, GlossaryFormat]] = {
    ".tbx": GlossaryFormat.TBX,
    ".csv": GlossaryFormat.CSV,
    ".tsv": GlossaryFormat.TSV,
    ".tab": GlossaryFormat.TSV,
    ".txt": GlossaryFormat.TSV,
    ".yaml": GlossaryFormat.YAML,
    ".yml": GlossaryFormat.YAML,
}


def format_of_name(path: Path) -> GlossaryFormat | None:
    """Return the format in which a file of this name is written, None if its name tells none.

    >>> format_of_name(Path("terms.tbx"))
    <GlossaryFormat.TBX: 'tbx'>
    """
    return _SUFFIXES.get(path.suffix.lower())


def iter_terms(
    path: Path, *, options: ImportOptions | None = None, log: ImportLog | None = None
) -> Iterator[tuple[int, Term]]:
    """Yield the terms of a file of any format, in order, each with its line, from 1 (0 where the format tells none).

    TBX and YAML are known by their names, TBX also by its beginning; all else is read as pairs.
    `log` counts what is read and names what is refused. Raises FormatError if the file is of no format known, cannot be
    read, or is broken: after the terms before the fault. Where `options.partial` is set and there are such terms, the
    fault is refused instead.
    """
    options, log = options or ImportOptions(), log or ImportLog()
    if path.suffix.lower() in {".yaml", ".yml"}:
        for line, term in glossary.iter_glossary(path):
            log.read += 1
            yield line, term
    elif _is_tbx(path):
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
    else:
        yield from glossary_tables.iter_table_terms(path, options=options, log=log)


def _is_tbx(path: Path) -> bool:
    if ".tbx" in {suffix.lower() for suffix in path.suffixes}:
        return True
    with open_plain(path) as stream:
        head = stream.read(_HEAD_BYTES).replace(b"\0", b"").lower()
    return any(sign in head for sign in _TBX_SIGNS)


def write_terms(
    terms: Iterable[Term],
    path: Path,
    *,
    form: GlossaryFormat,
    first: Language = Language.JA,
    plain: bool = False,
    tool_version: str = "",
) -> ExportReport:
    """Write terms in a format, atomically; the same terms give the same bytes.

    first, plain: of tables, see `write_terms_table`. tool_version: of tmflow, for the header of TBX; "" leaves it out.
    Raises StorageError.
    """
    if form in {GlossaryFormat.CSV, GlossaryFormat.TSV}:
        delimiter = "," if form is GlossaryFormat.CSV else "\t"
        return glossary_tables.write_terms_table(terms, path, delimiter=delimiter, first=first, plain=plain)
    if form is GlossaryFormat.YAML:
        kept = list(terms)
        write_bytes_atomic(path, serialize_glossary(kept).encode())
        return ExportReport(units=len(kept))
    return tbx_writing.write_tbx(terms, path, style=tbx_writing.TbxStyle(form.value), tool_version=tool_version)
