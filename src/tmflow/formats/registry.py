"""Which module reads and writes which interchange format, by name or by file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tmflow.errors import ConfigError, FormatError
from tmflow.formats import po, tmx, xliff2, xliff12
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.returned import ReturnedFile
from tmflow.formats.xliff_stream import version_of
from tmflow.formats.xliff_units import XLIFF_SUFFIXES
from tmflow.model.bitext import Bitext

__all__ = ["FORMATS", "FileFormat", "format_named", "format_of", "read_returned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """An interchange format. `suffixes` start with a dot, the one to write first; `read` is None if none comes back."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    write: Callable[[Bitext, Path, ExportOptions | None], ExportReport]
    read: Callable[[Path], ReturnedFile] | None = None


FORMATS: Final[Mapping[str, FileFormat]] = MappingProxyType(
    {
        found.name: found
        for found in (
            FileFormat(name="po", title="gettext PO", suffixes=(".po",), write=po.write, read=po.read),
            FileFormat(name="tmx", title="TMX 1.4", suffixes=(".tmx",), write=tmx.write),
            FileFormat(
                name="xliff12", title="XLIFF 1.2", suffixes=XLIFF_SUFFIXES, write=xliff12.write, read=xliff12.read
            ),
            FileFormat(
                name="xliff21", title="XLIFF 2.1", suffixes=XLIFF_SUFFIXES, write=xliff2.write, read=xliff2.read
            ),
        )
    }
)
"""The formats by name."""

_OTHER_NAMES: Final = {"xliff": "xliff21", "xlf": "xliff21", "xliff2": "xliff21", "xliff1": "xliff12"}


def format_named(name: str) -> FileFormat:
    """Return a format by its name, in any case; "xliff" is 2.1. Raises ConfigError, with the names there are.

    >>> format_named("XLIFF").title
    'XLIFF 2.1'
    """
    plain = name.strip().lower().replace(".", "").replace("-", "").replace("_", "")
    found = FORMATS.get(_OTHER_NAMES.get(plain, plain))
    if found is None:
        raise ConfigError(f'no format is called "{name}": {", ".join(sorted(FORMATS))}')
    return found


def format_of(path: Path) -> FileFormat:
    """Return the format of a file by its suffix and, for XLIFF, the version in it. Raises FormatError."""
    suffix = path.suffix.lower()
    if suffix in XLIFF_SUFFIXES:
        return FORMATS["xliff12" if version_of(path).startswith("1") else "xliff21"]
    for found in FORMATS.values():
        if suffix in found.suffixes and suffix not in XLIFF_SUFFIXES:
            return found
    known = ", ".join(dict.fromkeys(suffix for found in FORMATS.values() for suffix in found.suffixes))
    raise FormatError(f"not an interchange file by its name ({known})", path=path)


def read_returned(path: Path) -> ReturnedFile:
    """Read a file that comes back from another tool, whatever its format. Raises FormatError."""
    found = format_of(path)
    if found.read is None:
        raise FormatError(f"{found.title} holds no units of an article: import it as a memory", path=path)
    return found.read(path)
