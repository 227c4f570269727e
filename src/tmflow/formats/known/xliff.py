"""XLIFF 1.2, 2.0 and 2.1: an article for any CAT tool, and the pairs of any other file. Which of them a file is, its version says; its name does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tmflow.formats import xliff2, xliff12, xliff_pairs
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.xliff_core import XLIFF_SUFFIXES
from tmflow.formats.xliff_stream import version_of
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]

_VERSION = re.compile(rb"<(?:[\w.-]+:)?xliff\b[^>]*\sversion\s*=\s*[\"']\s*([\d.]+)")


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return xliff_pairs.iter_xliff_pairs(path, options=options, log=log)


def _is_version(*, starts: str, but: str = "") -> Callable[[Path, bytes], bool]:
    """Return the test of a version of XLIFF by what its number starts with; but: of those, what is another format."""

    def is_content(path: Path, head: bytes) -> bool:
        found = _VERSION.search(head)
        version = found[1].decode() if found else ""
        if not found and head and path.suffix.lower() in XLIFF_SUFFIXES:
            version = version_of(path)
        return version.startswith(starts) and not (but and version.startswith(but))

    return is_content


FORMATS: Final = (
    FileFormat(
        name="xliff12",
        title="XLIFF 1.2",
        suffixes=XLIFF_SUFFIXES,
        is_content=_is_version(starts="1"),
        takes_candidates=True,
        read=xliff12.read,
        write=xliff12.write,
        read_pairs=_read_pairs,
    ),
    FileFormat(
        name="xliff21",
        title="XLIFF 2.1",
        suffixes=XLIFF_SUFFIXES,
        is_content=_is_version(starts="2", but="2.0"),
        ending=".21.xlf",
        takes_candidates=True,
        read=xliff2.read,
        write=xliff2.write,
        read_pairs=_read_pairs,
    ),
    FileFormat(
        name="xliff20",
        title="XLIFF 2.0",
        suffixes=XLIFF_SUFFIXES,
        is_content=_is_version(starts="2.0"),
        ending=".20.xlf",
        takes_candidates=True,
        read=xliff2.read,
        write=partial(xliff2.write, version="2.0"),
        read_pairs=_read_pairs,
    ),
)
