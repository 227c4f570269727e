"""Files of pairs of any format: read into a memory, written from one."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from tmflow.errors import ConfigError, FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.detection import detect
from tmflow.formats.export import ExportReport
from tmflow.formats.fileformat import FileFormat, Trait, Use
from tmflow.formats.imported import ImportLog, ImportOptions, until_fault
from tmflow.formats.registry import format_named, formats_with, formats_written_as, written_formats
from tmflow.model.match import MemoryEntry

__all__ = ["iter_pairs", "pair_formats", "write_pairs"]

_UNHELD: Final = "is a character XML cannot hold"


def iter_pairs(
    path: Path, *, options: ImportOptions | None = None, log: ImportLog | None = None
) -> Iterator[MemoryEntry]:
    """Yield the pairs of a file of any format as entries, in order, keeping it open; memory does not grow with it.

    `log` counts what is read, names what is refused, and warns of a name that is of another format. Raises FormatError if
    the file is of no format known, cannot be read, or is broken: after the entries before the fault; ConfigError if
    reading it needs what is not installed. Where `options.partial` is set and there are such entries, the fault is refused
    as a unit instead; not of texts side by side, where a fault leaves open which pairs are right.
    """
    options, log = options or ImportOptions(), log or ImportLog()
    detected = detect(path, Use.PAIRS)
    log.warning = detected.warning
    found = detected.format
    assert found.read_pairs is not None, "it has been looked for"  # noqa: S101 - for the type checker
    entries = _advising(found.read_pairs(path, options, log), options)
    yield from until_fault(entries, options, log, is_sure=Trait.SIDE_BY_SIDE not in found.traits)


def _advising(entries: Iterator[MemoryEntry], options: ImportOptions) -> Iterator[MemoryEntry]:
    """Yield entries; of a fault that can be mended, say how."""
    try:
        yield from entries
    except FormatError as error:
        if options.mend or not error.problem.endswith(_UNHELD):
            raise
        problem = f"{error.problem}: take such characters out (--mend)"
        raise FormatError(problem, path=error.path, line=error.line, column=error.column) from error


def pair_formats() -> tuple[str, ...]:
    """Return the names of the formats the pairs of a memory are written in.

    >>> "tmx" in pair_formats(), "po" in pair_formats()
    (True, False)
    """
    return tuple(each.name for each in written_formats(Use.PAIRS))


def write_pairs(
    entries: Iterable[MemoryEntry],
    path: Path,
    *,
    form: str | None = None,
    include_drafts: bool = False,
    include_retired: bool = False,
) -> ExportReport:
    """Write entries, atomically; compressed if the name of the file ends in ".gz".

    form: one of `pair_formats`; None = what the name tells. include_drafts, include_retired: what is left out otherwise.
    "NAME.ja" or "NAME.en" stands for the two files of aligned lines. Raises FormatError for a name of no format that is
    written, ConfigError if the format has no mark for what is retired, StorageError if the machine refuses; ValueError if
    the format holds no pairs.
    """
    is_packed = path.suffix.lower() == ".gz"
    found = _format_written(path.with_suffix("") if is_packed else path, path) if form is None else format_named(form)
    if found.write_pairs is None:
        raise ValueError(f"{form} is not written from pairs")
    if include_retired and Trait.RETIRED not in found.traits:
        marking = ", ".join(each.suffixes[0] for each in formats_with(Trait.RETIRED))
        raise ConfigError(f"{path.name}: what is retired is written to {marking} only, where it is marked so")
    chosen = (
        entry for entry in entries if (include_drafts or not entry.draft) and (include_retired or not entry.retired)
    )
    if not is_packed or Trait.SIDE_BY_SIDE in found.traits:
        return found.write_pairs(chosen, path)
    with open_atomic(path) as stream, gzip.GzipFile("", "wb", fileobj=stream, mtime=0) as packed:
        return found.write_pairs(chosen, cast("BinaryIO", packed))


def _format_written(plain: Path, path: Path) -> FileFormat:
    found = formats_written_as(plain, Use.PAIRS)
    if not found:
        known = ", ".join(suffix for each in written_formats(Use.PAIRS) for suffix in each.suffixes)
        raise FormatError(f"no format of pairs is written under that name ({known}); to name one: --to", path=path)
    return found[0]
