"""XLIFF 1.2, 2.0 and 2.1: an article for any CAT tool, and the pairs of any other file. Which of them a file is, its version says; its name does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tmflow.formats import xliff2, xliff12, xliff_pairs
from tmflow.formats.fileformat import FileFormat, Trait
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.signatures import root_of
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]

_VERSION = re.compile(r"\sversion\s*=\s*[\"']\s*([12][\d.]*)")
_NAMESPACE = re.compile(r"urn:oasis:names:tc:xliff:document:(\d[\d.]*)")


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return xliff_pairs.iter_xliff_pairs(path, options=options, log=log)


def _version_of(beginning: bytes) -> str:
    """Return the version of a file by how it begins, as `xliff_version` tells it; "" if it is no XLIFF."""
    name, attributes = root_of(beginning)
    if name != "xliff":
        return ""
    if found := _VERSION.search(attributes) or _NAMESPACE.search(attributes):
        return found[1]
    return "2.0" if "srclang" in attributes else "1.2"


def _is_version(*, starts: str, but: str = "") -> Callable[[Path, bytes], bool]:
    """Return the test of a version of XLIFF by what its number starts with; but: of those, what is another format."""

    def is_content(path: Path, beginning: bytes) -> bool:
        del path
        version = _version_of(beginning)
        return version.startswith(starts) and not (but and version.startswith(but))

    return is_content


_SUFFIXES: Final = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".txlf")
"""Names of the standard's files and of the dialects, all of which are read as what they are built on."""
_TRAITS: Final = frozenset({Trait.CANDIDATES, Trait.PREFILL, Trait.ARTICLE})

FORMATS: Final = (
    FileFormat(
        name="xliff12",
        title="XLIFF 1.2",
        summary="for any CAT tool",
        names=("xliff", "xlf", "xliff1"),
        suffixes=_SUFFIXES,
        is_content=_is_version(starts="1"),
        traits=_TRAITS | {Trait.USUAL},
        unit_end=b"</trans-unit>",
        read=xliff12.read,
        write=xliff12.write,
        read_pairs=_read_pairs,
    ),
    FileFormat(
        name="xliff21",
        title="XLIFF 2.1",
        summary="for tools that read it; keeps characters XML cannot hold",
        names=("xliff2",),
        suffixes=_SUFFIXES,
        is_content=_is_version(starts="2", but="2.0"),
        ending=".21.xlf",
        traits=_TRAITS,
        unit_end=b"</unit>",
        read=xliff2.read,
        write=xliff2.write,
        read_pairs=_read_pairs,
    ),
    FileFormat(
        name="xliff20",
        title="XLIFF 2.0",
        summary="for tools that read no 2.1",
        suffixes=_SUFFIXES,
        is_content=_is_version(starts="2.0"),
        ending=".20.xlf",
        traits=_TRAITS,
        unit_end=b"</unit>",
        read=xliff2.read,
        write=partial(xliff2.write, version="2.0"),
        read_pairs=_read_pairs,
    ),
)
