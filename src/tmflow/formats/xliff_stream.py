"""XLIFF of any size, unit by unit: what has been read is dropped, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.xliff_core import xliff_name, xliff_version
from tmflow.formats.xml import iterparse_xml

__all__ = ["iter_xliff", "version_of"]

_MAX_PENDING_BYTES: Final = 16_000_000
"""Between two units: some tools keep the whole office document in the header, as text of letters and digits."""


def version_of(path: Path) -> str:
    """Return the version an XLIFF file names ("1.2"). Raises FormatError if it is broken or another kind of file."""
    for _, root in iterparse_xml(path, tags=("*",), events=("start",)):
        return xliff_version(root, path=path)
    raise FormatError("no XML in the file", path=path, line=1)


def iter_xliff(
    path: Path, *, major: str, max_units: int | None = None
) -> Iterator[tuple[etree._Element, etree._Element, etree._Element | None]]:
    """Yield the root, the `<file>` and a unit, for each unit; and None for it when a file has ended. Keeps the file open.

    What stands before the units in a `<file>` is kept until it has ended; a unit is gone when the next has been asked for.
    Raises FormatError: broken, no XLIFF, another version, more than `max_units`; after the units before a fault.
    """
    version = version_of(path)
    if not version.startswith(major):
        raise FormatError(f"XLIFF {version}, not {major}.x", path=path, line=1)
    tags = ("{*}file", "{*}trans-unit" if major == "1" else "{*}unit")
    files: list[etree._Element] = []
    units = 0
    for event, element in iterparse_xml(path, tags=tags, max_pending_bytes=_MAX_PENDING_BYTES):
        name = xliff_name(element)
        if name == "file" and event == "start":
            files.append(element)
        elif name and event == "end" and files:
            units += name != "file"
            if max_units is not None and units > max_units:
                raise FormatError(f"more than {max_units:,} units: no article has so many", path=path)
            yield element.getroottree().getroot(), files[-1], None if name == "file" else element
            _drop_read(element)


def _drop_read(element: etree._Element) -> None:
    """Drop what stands before an element that was read, of a `<file>` only what holds units, of the root only files.

    What comes right after it may not be there yet, so it stays itself.
    """
    for level in (element, *element.iterancestors()):
        if level.getprevious() is None:
            continue
        parent = level.getparent()
        within = xliff_name(parent) if parent is not None else ""
        dropped = {"file": ("unit", "group"), "xliff": ("file",)}.get(within)
        for before in list(level.itersiblings(preceding=True)):
            if parent is not None and (dropped is None or xliff_name(before) in dropped):
                parent.remove(before)
