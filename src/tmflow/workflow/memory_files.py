"""Files that bring a memory from elsewhere: how each kind is read, and what it is called where it is kept."""

from __future__ import annotations

import gzip
import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tmflow.errors import ConfigError, FormatError
from tmflow.formats.imported import ImportLog
from tmflow.model.bitext import Side
from tmflow.model.match import MemoryEntry

__all__ = ["count_units", "digest_of", "free_name", "is_tmx", "iter_memory_file", "opened_as_tmx"]

_NAME = re.compile(r"[^\s./\\][^/\\\x00-\x1f]*")
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20
_UNIT_END = b"</tu>"


def iter_memory_file(path: Path, log: ImportLog | None = None) -> Iterator[MemoryEntry]:
    """Yield the entries of a file of pairs (.tmx, also within .gz, or .po); `log` counts what is read and refused.

    Raises FormatError for a file that is not what its name says, ConfigError for a kind that cannot be read.
    """
    log = ImportLog() if log is None else log
    if is_tmx(path):
        from tmflow.formats.tmx import iter_tmx

        yield from iter_tmx(path, log=log)
    elif path.suffix.lower() == ".po":
        yield from _iter_po(path, log)
    else:
        raise ConfigError(f"{path} is of no kind that can be imported: .tmx, .tmx.gz, .po")


def is_tmx(path: Path) -> bool:
    """Whether the name is that of a TMX file."""
    return path.name.lower().endswith((".tmx", ".tmx.gz"))


def _iter_po(path: Path, log: ImportLog) -> Iterator[MemoryEntry]:
    from tmflow.formats.po import read_po
    from tmflow.workflow.recall import memory_entries

    bitext = read_po(path)
    for unit in bitext.units:
        if unit.side is Side.BOTH and unit.target is None:
            log.refuse(0, "not translated")
    for entry in memory_entries(bitext, document=path.name):
        log.read += 1
        yield entry


@contextmanager
def opened_as_tmx(path: Path) -> Iterator[BinaryIO]:
    """Open what a project keeps of a file: the bytes of a TMX as they are, anything else written as TMX.

    Raises as `iter_memory_file` does.
    """
    if not is_tmx(path):
        from tmflow.formats.tmx import write_tmx

        with tempfile.TemporaryFile() as written:
            write_tmx(iter_memory_file(path), written, include_drafts=True, include_retired=True)
            written.seek(0)
            yield written
        return
    try:
        with path.open("rb") as plain, gzip.open(plain) if plain.peek(2)[:2] == _GZIP else plain as content:
            yield content  # type: ignore[misc]  # what gzip gives is read like any stream
    except (OSError, EOFError) as error:
        raise FormatError(f"cannot be read: {error}", path=path) from error


def digest_of(content: BinaryIO) -> str:
    """Return what tells the content of an open file from any other; the file is then at its start again."""
    found = hashlib.sha256()
    while chunk := content.read(_CHUNK):
        found.update(chunk)
    content.seek(0)
    return found.hexdigest()


def count_units(path: Path) -> int:
    """Return about how many units a TMX file has, 0 if it cannot be told quickly: what a progress bar needs."""
    if path.suffix.lower() != ".tmx":
        return 0
    with path.open("rb") as content:
        return sum(chunk.count(_UNIT_END) for chunk in iter(lambda: content.read(_CHUNK), b""))


def free_name(path: Path, name: str, taken: Iterable[str]) -> str:
    """Return a file name for an import: `name`, or that of the file, with a number if it is taken.

    Names that differ in case or composition are one on some machines. Raises ConfigError for what is no name.

    >>> free_name(Path("old/OLD.tmx"), "", ["old.tmx"]), free_name(Path("a.po"), "harbor", [])
    ('OLD-2.tmx', 'harbor.tmx')
    """
    stem = re.sub(r"\.tmx$", "", name) if name else re.sub(r"(\.tmx)?\.[^.]*$", "", path.name)
    if not _NAME.fullmatch(stem):
        raise ConfigError(
            f'"{name or path.name}" gives no name for a memory: no blank or dot first, no slash. Use --name'
        )
    known = {_folded(other) for other in taken}
    number = 1
    while _folded(found := f"{stem}{f'-{number}' if number > 1 else ''}.tmx") in known:
        number += 1
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
