"""Which format a file is: by its name and by what is in it. Where the two disagree, a sure content wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError
from tmflow.formats.fileformat import FileFormat, Use
from tmflow.formats.packed import open_plain
from tmflow.formats.registry import formats, read_formats
from tmflow.formats.signatures import beginning_of, foreign_kind

__all__ = ["Detected", "detect"]

_HEAD_BYTES: Final = 65_536
"""Enough for the comments and the DOCTYPE that may stand before what tells a format."""

_PACKED: Final = ".gz"
_ADVICE: Final = {
    Use.UNITS: "take it back with: tmflow merge",
    Use.PAIRS: "import it as a memory: tmflow memory import",
    Use.TERMS: "import it as a glossary: tmflow glossary import",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """The format of a file. warning: what a user should know of it, "" if its name says the same as its content."""

    format: FileFormat
    warning: str = ""


def detect(path: Path, use: Use) -> Detected:
    """Return the format of a file something is to be read of.

    Its content decides where that is sure, its name where it is not; an ending ".gz" counts as none. Raises FormatError:
    cannot be read, no regular file, no format known, one of which nothing of the kind asked for is read; ConfigError if
    reading it needs what is not installed.
    """
    named = _named(path)
    beginning = _beginning(path)
    if found := _first([each for each in named if not each.is_vague], path, beginning):
        return _checked(Detected(format=found), path, use)
    sure = [each for each in formats().values() if each.is_sure and each not in named]
    if found := _first(sure, path, beginning):
        warning = f"{path.name} is {found.title} by what is in it, whatever its name says: read as that"
        return _checked(Detected(format=found, warning=warning if named else ""), path, use)
    if named:
        kind = foreign_kind(beginning, is_text=all(each.is_sure for each in named))
        if kind:
            raise FormatError(f"no {named[0].title}, whatever its name says: it looks like {kind}", path=path)
        return _checked(Detected(format=named[0]), path, use)
    kind = foreign_kind(beginning, is_text=False)  # no bytes of those make a table, whatever stands among them
    if not kind and (found := _first([each for each in formats().values() if not each.is_sure], path, beginning)):
        return _checked(Detected(format=found), path, use)
    raise _unknown(path, use, kind or foreign_kind(beginning))


def _named(path: Path) -> list[FileFormat]:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != _PACKED]
    return [each for each in formats().values() if suffixes and suffixes[-1] in each.suffixes]


def _beginning(path: Path) -> bytes:
    if not path.exists():
        return b""  # a name may stand for two files
    with open_plain(path) as stream:
        return beginning_of(stream.read(_HEAD_BYTES))


def _first(fitting: Sequence[FileFormat], path: Path, beginning: bytes) -> FileFormat | None:
    return next((each for each in fitting if each.is_content(path, beginning)), None)


def _checked(detected: Detected, path: Path, use: Use) -> Detected:
    """Raise FormatError if nothing of the kind is read of a format, ConfigError if reading it needs what is not there."""
    found = detected.format
    if not found.reads(use):
        other = next(other for other in Use if found.reads(other))
        raise FormatError(f"{found.title} holds no {use}: {_ADVICE[other]}", path=path)
    if found.extra is not None:
        found.extra.check(found.title)
    return detected


def _unknown(path: Path, use: Use, kind: str) -> FormatError:
    with open_plain(path):  # which says so if there is no such file
        pass
    known = ", ".join(dict.fromkeys(suffix for each in read_formats(use) for suffix in each.suffixes))
    looks = f"; it looks like {kind}" if kind else ""
    return FormatError(f"no file of {use} by its name ({known}) or by what is in it{looks}", path=path)
