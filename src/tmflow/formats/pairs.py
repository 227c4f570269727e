"""Files of pairs of any format: read into a memory, written from one."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.registry import Use, format_of, formats
from tmflow.model.match import MemoryEntry

__all__ = ["iter_pairs", "pair_formats", "write_pairs"]

_UNHELD: Final = "is a character XML cannot hold"


def iter_pairs(
    path: Path, *, options: ImportOptions | None = None, log: ImportLog | None = None
) -> Iterator[MemoryEntry]:
    """Yield the pairs of a file of any format as entries, in order, keeping it open; memory does not grow with it.

    `log` counts what is read and names what is refused. Raises FormatError if the file is of no format known, cannot be
    read, or is broken: after the entries before the fault. Where `options.partial` is set and there are such entries,
    the fault is refused as a unit instead; not of aligned lines, where a fault leaves open which pairs are right.
    """
    options, log = options or ImportOptions(), log or ImportLog()
    found = format_of(path, Use.PAIRS)
    assert found.read_pairs is not None, "format_of has looked"  # noqa: S101 - for the type checker
    try:
        yield from found.read_pairs(path, options, log)
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


def pair_formats() -> tuple[str, ...]:
    """Return the names of the formats the pairs of a memory are written in.

    >>> "tmx" in pair_formats(), "po" in pair_formats()
    (True, False)
    """
    return tuple(name for name, found in formats().items() if found.write_pairs is not None)


def write_pairs(
    entries: Iterable[MemoryEntry], path: Path, *, form: str | None = None, include_drafts: bool = False
) -> ExportReport:
    """Write entries, atomically; compressed if the name of the file ends in ".gz".

    form: one of `pair_formats`; None = what the name tells. "NAME.ja" or "NAME.en" stands for the two files of aligned lines.
    Raises FormatError for a name of no format that is written, StorageError if the machine refuses; ValueError if the
    format holds no pairs.
    """
    is_packed = path.suffix.lower() == ".gz"
    plain = path.with_suffix("") if is_packed else path
    found = _format_written(plain, path) if form is None else formats()[form]
    if found.write_pairs is None:
        raise ValueError(f"{form} is not written from pairs")
    if found.name == "moses":
        both = plain.with_suffix("") if plain.suffix.lower() in found.suffixes else plain
        return found.write_pairs(entries, both.with_name(both.name + ".gz" * is_packed), include_drafts=include_drafts)
    if not is_packed:
        return found.write_pairs(entries, path, include_drafts=include_drafts)
    with open_atomic(path) as stream, gzip.GzipFile("", "wb", fileobj=stream, mtime=0) as packed:
        return found.write_pairs(entries, packed, include_drafts=include_drafts)


def _format_written(plain: Path, path: Path) -> FileFormat:
    writing = [formats()[name] for name in pair_formats()]
    found = next((each for each in writing if plain.suffix.lower() in each.suffixes), None)
    if found is None:
        known = ", ".join(suffix for each in writing for suffix in each.suffixes)
        raise FormatError(f"no format of pairs is written under that name ({known}); to name one: --to", path=path)
    return found
