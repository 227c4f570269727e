"""Files that bring a memory from elsewhere: how each kind is read, and what it is called where it is kept."""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from tmflow.errors import ConfigError
from tmflow.formats.detection import detect
from tmflow.formats.fileformat import Trait, Use
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.packed import open_plain
from tmflow.formats.pairs import iter_pairs
from tmflow.model.match import MemoryEntry

__all__ = ["count_units", "digest_of", "free_name", "is_kept_whole", "iter_memory_file", "opened_as_tmx"]

_NAME = re.compile(r"[^\s./\\][^/\\\x00-\x1f]*")
_TMX_ENDING = re.compile(r"\.tmx(\.gz)?$", re.IGNORECASE)
_ENDING = re.compile(r"(\.[A-Za-z]\w{0,7})*$")
"""What a number goes before: ".csv", ".csv.tmx", ".tmx.gz"."""
_HALVES = re.compile("[\ud800-\udfff]")
_texts_of = attrgetter("source", "target", *(one.name for one in fields(MemoryEntry) if one.default == ""))
_CHUNK = 1 << 20
_AS_FOUND = ImportOptions()


def iter_memory_file(
    path: Path, log: ImportLog | None = None, options: ImportOptions = _AS_FOUND
) -> Iterator[MemoryEntry]:
    """Yield the entries of a file of pairs; `log` counts what is read and refused.

    A bitext of tmflow's own gives all that it knows of a unit. What has half a character, which no memory holds, is
    refused. Raises FormatError for a file that is of no kind known, or is broken.
    """
    log = ImportLog() if log is None else log
    for entry in iter_pairs(path, options=options, log=log):
        if _HALVES.search("".join(chain(_texts_of(entry), entry.notes, *entry.properties))):
            log.take_back("half a character (a lone surrogate)")
        else:
            yield entry


def is_kept_whole(path: Path, options: ImportOptions = _AS_FOUND) -> bool:
    """Whether a project keeps the bytes of a file: one that is not mended or cut. Raises FormatError for no kind known."""
    return Trait.KEPT in detect(path, Use.PAIRS).format.traits and not (options.mend or options.partial)


@contextmanager
def opened_as_tmx(path: Path, options: ImportOptions = _AS_FOUND) -> Iterator[BinaryIO]:
    """Open what a project keeps of a file: the bytes of a sound TMX (unpacked), anything else written as TMX.

    Raises as `iter_memory_file` does.
    """
    if is_kept_whole(path, options):
        with open_plain(path) as content:
            yield content
        return
    from tmflow.formats.tmx import write_tmx

    with tempfile.TemporaryFile() as written:
        write_tmx(iter_memory_file(path, options=options), written, include_drafts=True, include_retired=True)
        written.seek(0)
        yield written


def digest_of(content: BinaryIO) -> str:
    """Return what tells the content of an open file from any other; the file is then at its start again."""
    found = hashlib.sha256()
    while chunk := content.read(_CHUNK):
        found.update(chunk)
    content.seek(0)
    return found.hexdigest()


def count_units(path: Path) -> int:
    """Return about how many units a file of pairs has, 0 if it cannot be told quickly: what a progress bar needs.

    Raises FormatError for no kind known.
    """
    end = detect(path, Use.PAIRS).format.unit_end
    if not end:
        return 0
    with path.open("rb") as content:
        return sum(chunk.count(end) for chunk in iter(lambda: content.read(_CHUNK), b""))


def free_name(path: Path, name: str, taken: Iterable[str], *, is_file: bool = False) -> str:
    """Return the name of an import: `name`, or that of the file, with a number if it is taken.

    is_file: whether it is that of a file a project keeps: then ".tmx" ends it.
    Names that differ in case or composition are one on some machines. Raises ConfigError for what is no name.

    >>> free_name(Path("old/OLD.tmx"), "", ["old.tmx"]), free_name(Path("own.csv"), "", ["own.csv"])
    ('OLD-2.tmx', 'own-2.csv')
    >>> free_name(Path("own.csv"), "", [], is_file=True), free_name(Path("own.csv"), "harbor", [], is_file=True)
    ('own.csv.tmx', 'harbor.tmx')
    """
    wanted = name or path.name
    if not _NAME.fullmatch(wanted):
        raise ConfigError(f'"{wanted}" gives no name for a memory: no blank or dot first, no slash. Use --name')
    if is_file:
        wanted = f"{_TMX_ENDING.sub('', wanted)}.tmx"
    ending = _ENDING.search(wanted)
    assert ending, "it may be empty"  # noqa: S101 - for the type checker
    stem = wanted[: ending.start()]
    known = {_folded(other) for other in taken}
    number = 1
    while _folded(found := f"{stem}{f'-{number}' if number > 1 else ''}{ending[0]}") in known:
        number += 1
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
