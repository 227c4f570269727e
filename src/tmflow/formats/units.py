"""Files of an article's units of any format: read as they come back, written from a bitext."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from tmflow.errors import ConfigError
from tmflow.formats.detection import detect
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.fileformat import Use
from tmflow.formats.registry import format_named, written_formats
from tmflow.formats.returned import ReturnedFile
from tmflow.model.bitext import Bitext

__all__ = ["read_returned", "unit_formats", "write_bitext"]


def unit_formats() -> tuple[str, ...]:
    """Return the names of the formats an article's units are written in.

    >>> "xliff12" in unit_formats(), "csv" in unit_formats()
    (True, False)
    """
    return tuple(each.name for each in written_formats(Use.UNITS))


def read_returned(path: Path) -> ReturnedFile:
    """Read a file that comes back from another tool, whatever its format; its warning says if its name is of another.

    Raises FormatError, ConfigError if reading it needs what is not installed.
    """
    detected = detect(path, Use.UNITS)
    assert detected.format.read is not None, "it has been looked for"  # noqa: S101 - for the type checker
    returned = detected.format.read(path)
    return _warned(returned, detected.warning) if detected.warning else returned


def _warned(file: ReturnedFile, warning: str) -> ReturnedFile:
    more = tuple(_warned(one, warning) for one in file.more)
    return replace(file, warning="; ".join(filter(None, (warning, file.warning))), more=more)


def write_bitext(
    bitext: Bitext, path: Path | BinaryIO, *, name: str, options: ExportOptions | None = None
) -> ExportReport:
    """Write an article's units in the format of a name: a file atomically, an open stream as it comes.

    Raises ConfigError for a format they are not written in, StorageError.
    """
    found = format_named(name)
    if found.write is None:
        raise ConfigError(f"{found.title} holds no units of an article; these do: {', '.join(unit_formats())}")
    return found.write(bitext, path, options)
