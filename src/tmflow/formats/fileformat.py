"""What a format of files can do: its names, how it is told from others, and what it reads and writes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.returned import ReturnedFile
from tmflow.model.bitext import Bitext
from tmflow.model.glossary import Term
from tmflow.model.match import MemoryEntry

__all__ = ["FileFormat", "has_part", "has_sign"]


def _is_never(path: Path, head: bytes) -> bool:
    del path, head
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format of files, for an article's units, for the pairs of a memory or for the terms of a glossary.

    name: on the command line. title: in messages. suffixes: start with a dot, the one to write first.
    is_content: whether a file is of this format, by its path and by its first 8,192 bytes without NULs, in lower case.
    is_vague: whether that is little proof, so that any other format goes before. ending: of an export's name, ""
    = the first suffix; `export_ending` is either. takes_candidates: whether the matches of a unit are written too.
    read, write: an article's units; read_pairs, write_pairs: entries of a memory; read_terms, write_terms: terms, read
    each with its line. None where a format does not do it. Readers raise FormatError, writers StorageError too; a file
    is written atomically, an open stream as it comes (the two files of aligned lines to no stream); the same values give
    the same bytes.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    is_content: Callable[[Path, bytes], bool] = _is_never
    is_vague: bool = False
    ending: str = ""
    takes_candidates: bool = False
    read: Callable[[Path], ReturnedFile] | None = None
    write: Callable[[Bitext, Path | BinaryIO, ExportOptions | None], ExportReport] | None = None
    read_pairs: Callable[[Path, ImportOptions, ImportLog], Iterator[MemoryEntry]] | None = None
    write_pairs: Callable[..., ExportReport] | None = None
    read_terms: Callable[[Path, ImportOptions, ImportLog], Iterator[tuple[int, Term]]] | None = None
    write_terms: Callable[..., ExportReport] | None = None

    @property
    def export_ending(self) -> str:
        """What the name of a file that is written ends with."""
        return self.ending or self.suffixes[0]


def has_sign(*signs: bytes) -> Callable[[Path, bytes], bool]:
    """Return the test of a format whose files have one of some signs, in lower case, near their beginning.

    >>> has_sign(b"msgid ")(Path("harbor"), b'msgid ""')
    True
    """

    def is_content(path: Path, head: bytes) -> bool:
        del path
        return any(sign in head for sign in signs)

    return is_content


def has_part(folder: str) -> Callable[[Path, bytes], bool]:
    """Return the test of an office format: a zip file with parts in a folder ("word/").

    >>> has_part("word/")(Path("no-such-file"), b"no zip")
    False
    """

    def is_content(path: Path, head: bytes) -> bool:
        if not head.startswith(b"pk"):
            return False
        try:
            with zipfile.ZipFile(path) as package:
                return any(name.lower().startswith(folder) for name in package.namelist())
        except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
            return False

    return is_content
