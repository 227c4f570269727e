"""Which module reads and writes the pairs of a memory in which format: by a file's name, and by what is in it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tmflow.errors import FormatError
from tmflow.formats import jsonl, moses, po, po_pairs, tables, tmx, xliff_pairs, xlsx
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.xliff_units import XLIFF_SUFFIXES
from tmflow.formats.xml import open_plain
from tmflow.model.match import MemoryEntry

__all__ = ["PAIR_FORMATS", "PairFormat", "is_own_po", "iter_pairs", "pair_format_of", "write_pairs"]

_HEAD_BYTES: Final = 8192
_OWN_PO: Final = b"X-Tmflow-Article:"
_UNHELD: Final = "is a character XML cannot hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFormat:
    """A format of pairs of texts. `suffixes` start with a dot, the one to write first; `write` is None if none is."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Callable[[Path, ImportOptions, ImportLog], Iterator[MemoryEntry]]
    write: Callable[..., ExportReport] | None = None


def _read_tmx(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return tmx.iter_tmx(
        path, max_unit_chars=options.max_unit_chars, keep_markup=options.keep_markup, mend=options.mend, log=log
    )


def _read_po(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    """Yield the pairs of a PO: of an article of tmflow's own with all it knows, else of any program's."""
    if not is_own_po(path):
        yield from po_pairs.iter_po_pairs(path, options=options, log=log)
        return
    bitext = po.read_po(path)
    for entry in tmx.iter_entries(bitext):
        log.read += 1
        yield entry
    for unit in bitext.units:
        if unit.target is None:
            log.leave_out("untranslated unit")


def is_own_po(path: Path) -> bool:
    """Whether a PO file is the bitext of an article, as tmflow writes it. Raises FormatError if it cannot be read."""
    with open_plain(path) as stream:
        return _OWN_PO in stream.read(_HEAD_BYTES)


def _read_table(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return tables.iter_table(path, options=options, log=log)


def _read_jsonl(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return jsonl.iter_jsonl(path, options=options, log=log)


def _read_xlsx(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return xlsx.iter_xlsx(path, options=options, log=log)


def _read_xliff(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return xliff_pairs.iter_xliff_pairs(path, options=options, log=log)


def _read_moses(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return moses.iter_moses(path, options=options, log=log)


PAIR_FORMATS: Final[Mapping[str, PairFormat]] = MappingProxyType(
    {
        found.name: found
        for found in (
            PairFormat(name="tmx", title="TMX 1.4", suffixes=(".tmx",), read=_read_tmx, write=tmx.write_tmx),
            PairFormat(name="csv", title="CSV", suffixes=(".csv",), read=_read_table, write=tables.write_csv),
            PairFormat(name="tsv", title="TSV", suffixes=(".tsv", ".tab"), read=_read_table, write=tables.write_tsv),
            PairFormat(
                name="jsonl",
                title="JSON Lines",
                suffixes=(".jsonl", ".ndjson"),
                read=_read_jsonl,
                write=jsonl.write_jsonl,
            ),
            PairFormat(name="xlsx", title="XLSX", suffixes=(".xlsx", ".xlsm"), read=_read_xlsx, write=xlsx.write_xlsx),
            PairFormat(name="po", title="gettext PO", suffixes=(".po",), read=_read_po),
            PairFormat(name="xliff", title="XLIFF", suffixes=XLIFF_SUFFIXES, read=_read_xliff),
            PairFormat(
                name="moses", title="aligned lines", suffixes=(".ja", ".en"), read=_read_moses, write=moses.write_moses
            ),
        )
    }
)
"""The formats by name. A suffix may be followed by ".gz", save that of a workbook."""


def iter_pairs(
    path: Path, *, options: ImportOptions | None = None, log: ImportLog | None = None
) -> Iterator[MemoryEntry]:
    """Yield the pairs of a file of any format as entries, in order, keeping it open; memory does not grow with it.

    `log` counts what is read and names what is refused. Raises FormatError if the file is of no format known, cannot be
    read, or is broken: after the entries before the fault. Where `options.partial` is set and there are such entries,
    the fault is refused as a unit instead; not of aligned lines, where a fault leaves open which pairs are right.
    """
    options, log = options or ImportOptions(), log or ImportLog()
    found = pair_format_of(path)
    try:
        yield from found.read(path, options, log)
    except FormatError as error:
        whole = 0 if found.name == "moses" else log.read - log.refused_count
        if not whole or not options.partial:
            raise _advised(error, whole, options) from error
        log.refuse(error.line or 0, f"{error.problem}; it and what follows are left out")


def _advised(error: FormatError, whole: int, options: ImportOptions) -> FormatError:
    """Return a fault with the options that help, given the entries before it."""
    problem = error.problem
    if problem.endswith(_UNHELD) and not options.mend:
        problem += ": take such characters out (--mend)"
    if whole:
        problem += f"; {whole:,} before it can be taken alone (--partial)"
    return FormatError(problem, path=error.path, line=error.line, column=error.column)


def pair_format_of(path: Path) -> PairFormat:
    """Return the format of a file by its name, else by how it begins. Raises FormatError."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    for found in PAIR_FORMATS.values():
        if suffixes and suffixes[-1] in found.suffixes:
            return found
    if moses.find_moses(path) is not None:
        return PAIR_FORMATS["moses"]
    with open_plain(path) as stream:
        head = stream.read(_HEAD_BYTES)
    plain = head.replace(b"\0", b"").lower()
    signs = (
        (b"<tmx", "tmx"),
        (b"<xliff", "xliff"),
        (b"xl/workbook.xml", "xlsx"),
        (b"msgid ", "po"),
        (b'{"', "jsonl"),
        (b"\t", "tsv"),
    )
    for sign, name in signs:
        if sign in plain:
            return PAIR_FORMATS[name]
    known = ", ".join(suffix for found in PAIR_FORMATS.values() for suffix in found.suffixes)
    raise FormatError(f"no file of pairs by its name ({known}) or by what is in it", path=path)


def write_pairs(entries: Iterable[MemoryEntry], path: Path, *, include_drafts: bool = False) -> ExportReport:
    """Write entries in the format the name of a file asks for, atomically; compressed if it ends in ".gz".

    "NAME.ja" or "NAME.en" writes the two files of aligned lines. Raises FormatError for a name of no format that is
    written, StorageError if the machine refuses.
    """
    is_packed = path.suffix == ".gz"
    plain = path.with_suffix("") if is_packed else path
    for found in PAIR_FORMATS.values():
        if plain.suffix.lower() not in found.suffixes or found.write is None:
            continue
        if found.name == "moses":
            both = plain.with_suffix(path.suffix if is_packed else "")
            return found.write(entries, both, include_drafts=include_drafts)
        if not is_packed:
            return found.write(entries, path, include_drafts=include_drafts)
        with open_atomic(path) as stream, gzip.GzipFile("", "wb", fileobj=stream, mtime=0) as packed:
            return found.write(entries, packed, include_drafts=include_drafts)
    known = ", ".join(suffix for found in PAIR_FORMATS.values() for suffix in found.suffixes if found.write)
    raise FormatError(f"no format of pairs is written under that name ({known})", path=path)
