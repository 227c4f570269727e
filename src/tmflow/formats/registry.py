"""The formats there are, by their names: each is a module of `tmflow.formats.known`, found and not listed."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tmflow.errors import ConfigError
from tmflow.formats import known
from tmflow.formats.fileformat import FileFormat, Trait, Use

__all__ = [
    "find_format",
    "format_named",
    "formats",
    "formats_with",
    "formats_written_as",
    "read_formats",
    "usual_format",
    "written_formats",
]

_BETWEEN: Final = re.compile(r"[\s._-]+")


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
    """Return a format by one of its names, however it is spelled. Raises ConfigError, with the names there are.

    >>> format_named("XLIFF 2.1").name
    'xliff21'
    """
    found = find_format(name)
    if found is None:
        raise ConfigError(f'no format is called "{name}": {", ".join(formats())}')
    return found


def find_format(name: str) -> FileFormat | None:
    """Return a format as `format_named` does, None if none is called that.

    >>> find_format("pdf")
    """
    key = _key(name)
    return next((each for each in formats().values() if key in map(_key, (each.name, *each.names))), None)


def _key(name: str) -> str:
    return _BETWEEN.sub("", name.lower())


def read_formats(use: Use) -> tuple[FileFormat, ...]:
    """Return the formats something is read of.

    >>> "TMX 1.4" in {each.title for each in read_formats(Use.PAIRS)}
    True
    """
    return tuple(each for each in formats().values() if each.reads(use))


def written_formats(use: Use) -> tuple[FileFormat, ...]:
    """Return the formats something is written in.

    >>> "csv" in {each.name for each in written_formats(Use.UNITS)}
    False
    """
    return tuple(each for each in formats().values() if each.writes(use))


def formats_with(trait: Trait) -> tuple[FileFormat, ...]:
    """Return the formats that have a trait.

    >>> "tmx" in {each.name for each in formats_with(Trait.RETIRED)}
    True
    """
    return tuple(each for each in formats().values() if trait in each.traits)


def usual_format() -> FileFormat:
    """Return the format an article goes out in where none is named.

    >>> usual_format().name
    'xliff12'
    """
    (found,) = formats_with(Trait.USUAL)
    return found


def formats_written_as(path: Path, use: Use) -> tuple[FileFormat, ...]:
    """Return the formats in which something is written under the name of a file, the likeliest first; none if none is.

    >>> [each.name for each in formats_written_as(Path("harbor.21.xlf"), Use.UNITS)]
    ['xliff21']
    >>> [each.name for each in formats_written_as(Path("terms.txt"), Use.TERMS)]
    ['tsv']
    """
    suffix, name = path.suffix.lower(), path.name.lower()
    fitting = [each for each in written_formats(use) if suffix in (*each.suffixes, *each.loose_suffixes)]
    ending = [each for each in fitting if each.ending and name.endswith(each.ending)]
    return tuple(ending or sorted(fitting, key=lambda each: (Trait.USUAL not in each.traits, each.name)))
