"""XLIFF of any size, unit by unit: what has been read is dropped, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.xliff_units import xliff_name, xliff_version
from tmflow.formats.xml import drop_before, iterparse_xml

__all__ = ["iter_xliff", "version_of"]

_MAX_PENDING_BYTES: Final = 16_000_000
"""Between two units: some tools keep the whole office document in the header, as text of letters and digits."""


def version_of(path: Path) -> str:
    """Return the version an XLIFF file names ("1.2"). Raises FormatError if it is broken or another kind of file."""
    for _, root in iterparse_xml(path, tags=("*",), events=("start",)):
        return xliff_version(root, path=path)
    raise FormatError("no XML in the file", path=path, line=1)


def iter_xliff(path: Path, *, major: str) -> Iterator[tuple[Mapping[str, str], etree._Element | None]]:
    """Yield each `<file>` as it begins, with None, and after it each of its units; the file is kept open.

    The attributes are those of the file, with those of the root where it has none of that name. A unit is gone when the
    next one is asked for. Raises FormatError: broken, no XLIFF, another version; after the units before a fault.
    """
    version = version_of(path)
    if not version.startswith(major):
        raise FormatError(f"XLIFF {version}, not {major}.x", path=path, line=1)
    told: dict[str, str] = {}
    file: dict[str, str] = {}
    tags = ("{*}xliff", "{*}file", "{*}trans-unit", "{*}unit")
    for event, element in iterparse_xml(path, tags=tags, max_pending_bytes=_MAX_PENDING_BYTES):
        name = xliff_name(element)
        if event == "start" and name == "xliff":
            told = {str(key): str(value) for key, value in element.items()}
        elif event == "start" and name == "file":
            file = told | {str(key): str(value) for key, value in element.items()}
            yield file, None
        elif event == "end" and name == ("trans-unit" if major == "1" else "unit"):
            yield file, element
            drop_before(element)
