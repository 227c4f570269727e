"""The formats there are, and which of them a file is: by its name, and by what is in it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from tmflow.errors import ConfigError, FormatError
from tmflow.formats import known
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.returned import ReturnedFile
from tmflow.formats.xml import open_plain
from tmflow.model.bitext import Bitext

__all__ = [
    "Use",
    "find_format",
    "format_named",
    "format_of",
    "formats",
    "read_returned",
    "suffixes_of",
    "titles_of",
    "unit_formats",
    "write_bitext",
]

_HEAD_BYTES: Final = 8192
_OTHER_NAMES: Final = {"xliff": "xliff21", "xlf": "xliff21", "xliff2": "xliff21", "xliff1": "xliff12"}


class Use(StrEnum):
    """What is read of a file, as a message says it."""

    UNITS = "units of an article"
    PAIRS = "pairs"
    TERMS = "terms"


_ADVICE: Final = {
    Use.UNITS: "take it back with: tmflow merge",
    Use.PAIRS: "import it as a memory: tmflow memory import",
    Use.TERMS: "import it as a glossary: tmflow glossary import",
}


@cache
def formats() -> Mapping[str, FileFormat]:
    """Return the formats by name, sorted: those that the modules of `tmflow.formats.known` name in FORMATS.

    >>> "po" in formats(), formats()["tmx"].title
    (True, 'TMX 1.4')
    """
    modules = (importlib.import_module(f"{known.__name__}.{one.name}") for one in pkgutil.iter_modules(known.__path__))
    found: list[FileFormat] = [each for module in modules for each in module.FORMATS]
    return MappingProxyType({each.name: each for each in sorted(found, key=lambda each: each.name)})


def format_named(name: str) -> FileFormat:
    """Return a format by its name, in any case; "xliff" is 2.1. Raises ConfigError, with the names there are.

    >>> format_named("XLIFF").title
    'XLIFF 2.1'
    """
    found = find_format(name)
    if found is None:
        raise ConfigError(f'no format is called "{name}": {", ".join(formats())}')
    return found


def find_format(name: str) -> FileFormat | None:
    """Return a format as `format_named` does, None if none is called that.

    >>> find_format("pdf")
    """
    plain = name.strip().lower().replace(".", "").replace("_", "")
    short = plain.replace("-", "")
    return formats().get(plain) or formats().get(_OTHER_NAMES.get(short, short))


def unit_formats() -> tuple[str, ...]:
    """Return the names of the formats an article's units are written in.

    >>> "xliff12" in unit_formats(), "csv" in unit_formats()
    (True, False)
    """
    return tuple(name for name, found in formats().items() if found.write is not None)


def _does(found: FileFormat, use: Use) -> bool:
    if use is Use.UNITS:
        return found.read is not None
    return found.read_pairs is not None or (use is Use.TERMS and found.read_terms is not None)


def suffixes_of(use: Use) -> str:
    """Return the endings of the files that something is read of, as a message lists them.

    >>> suffixes_of(Use.PAIRS).split(", ")[0]
    '.csv'
    """
    return ", ".join(dict.fromkeys(one for each in formats().values() if _does(each, use) for one in each.suffixes))


def titles_of(use: Use) -> tuple[str, ...]:
    """Return the titles of the formats something is read of.

    >>> "TMX 1.4" in titles_of(Use.PAIRS)
    True
    """
    return tuple(dict.fromkeys(each.title for each in formats().values() if _does(each, use)))


def format_of(path: Path, use: Use) -> FileFormat:
    """Return the format of a file by its name, and where that is no or several formats', by how it begins.

    An ending ".gz" counts as none. Raises FormatError: cannot be read, no format known, one of which nothing of the kind
    asked for is read.
    """
    found = _found(path)
    if found is None:
        raise FormatError(f"no file of {use} by its name ({suffixes_of(use)}) or by what is in it", path=path)
    if not _does(found, use):
        other = next(other for other in Use if _does(found, other) or other is Use.TERMS)
        raise FormatError(f"{found.title} holds no {use}: {_ADVICE[other]}", path=path)
    return found


def _found(path: Path) -> FileFormat | None:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    named = [each for each in formats().values() if suffixes and suffixes[-1] in each.suffixes]
    if len(named) == 1:
        return named[0]
    known_by_content = sorted(named or formats().values(), key=lambda each: each.is_vague)
    for head in (b"", None):  # the name of aligned lines need be no file
        plain = _head(path) if head is None else head
        for each in known_by_content:
            if each.is_content(path, plain):
                return each
    return named[0] if named else None


def _head(path: Path) -> bytes:
    with open_plain(path) as stream:
        return stream.read(_HEAD_BYTES).replace(b"\0", b"").lower()


def read_returned(path: Path) -> ReturnedFile:
    """Read a file that comes back from another tool, whatever its format. Raises FormatError."""
    found = format_of(path, Use.UNITS)
    assert found.read is not None, "format_of has looked"  # noqa: S101 - for the type checker
    return found.read(path)


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
