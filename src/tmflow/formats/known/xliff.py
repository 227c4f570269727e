"""XLIFF 1.2 and 2.1: an article for any CAT tool. Which of them a file is, its version says; its name does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tmflow.formats import xliff2, xliff12
from tmflow.formats.fileformat import FileFormat

__all__ = ["FORMATS"]

_SUFFIXES: Final = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".txlf")
_VERSION = re.compile(rb"<(?:[\w.-]+:)?xliff\b[^>]*\sversion\s*=\s*[\"'](\d)")


def _is_version(major: bytes) -> Callable[[Path, bytes], bool]:
    def is_content(path: Path, head: bytes) -> bool:
        del path
        found = _VERSION.search(head)
        return found is not None and found[1] == major

    return is_content


FORMATS: Final = (
    FileFormat(
        name="xliff12",
        title="XLIFF 1.2",
        suffixes=_SUFFIXES,
        is_content=_is_version(b"1"),
        takes_candidates=True,
        read=xliff12.read,
        write=xliff12.write,
    ),
    FileFormat(
        name="xliff21",
        title="XLIFF 2.1",
        suffixes=_SUFFIXES,
        is_content=_is_version(b"2"),
        ending=".21.xlf",
        takes_candidates=True,
        read=xliff2.read,
        write=xliff2.write,
    ),
)
