"""What a format of files is: what it is called, how it is told from others, what it can do. A module of `known` says it all."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from tmflow.errors import ConfigError
from tmflow.formats.export import ExportOptions, ExportReport, TermOptions
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.returned import ReturnedFile
from tmflow.model.bitext import Bitext
from tmflow.model.glossary import Term
from tmflow.model.match import MemoryEntry

__all__ = ["Extra", "FileFormat", "PairWriter", "TermWriter", "Trait", "UnitWriter", "Use"]


class Use(StrEnum):
    """What a file is read or written for, as a message says it."""

    UNITS = "units of an article"
    PAIRS = "pairs"
    TERMS = "terms"


class Trait(StrEnum):
    """What is special about a format. Who has to know asks for the trait, never for a name.

    usual: an article goes out in it where no format is named; one format has it.
    candidates: the matches of a unit go out with it. prefill: it heeds the profile that gives open units their source.
    article: the source article goes out with its units, and comes back.
    drafts-on-demand: of an article's units what nobody has confirmed goes out only if asked for.
    retired: it marks the pairs that are retired. kept: a project keeps a file of it among its memories as it is.
    side-by-side: its texts stand in two files, paired by their lines alone: they are written to no stream, and of two
    that do not agree no pair is sure.
    open-ended: a file may end after any unit, so that one cut short there reads as whole.
    """

    USUAL = "usual"
    CANDIDATES = "candidates"
    PREFILL = "prefill"
    ARTICLE = "article"
    DRAFTS_ON_DEMAND = "drafts-on-demand"
    RETIRED = "retired"
    KEPT = "kept"
    SIDE_BY_SIDE = "side-by-side"
    OPEN_ENDED = "open-ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What reading a format needs besides tmflow: a package, and the name under which pip installs it."""

    name: str
    package: str

    def check(self, title: str) -> None:
        """Raise ConfigError, with the line that installs it, if it is not there. title: of the format."""
        if importlib.util.find_spec(self.package) is None:
            raise ConfigError(f"{title} files need {self.package}: pip install 'tmflow[{self.name}]'")


class UnitWriter(Protocol):
    """Writes an article's units. Raises StorageError, FormatError for what the format cannot hold."""

    def __call__(self, bitext: Bitext, path: Path | BinaryIO, options: ExportOptions | None = None, /) -> ExportReport:
        """Write them: to a file atomically, to an open stream as they come."""


class PairWriter(Protocol):
    """Writes the pairs of a memory, all it is given. Raises StorageError, FormatError for what the format cannot hold."""

    def __call__(self, entries: Iterable[MemoryEntry], path: Path | BinaryIO, /) -> ExportReport:
        """Write them, streamed: to a file atomically, to an open stream as they come."""


class TermWriter(Protocol):
    """Writes the terms of a glossary. Raises StorageError."""

    def __call__(self, terms: Iterable[Term], path: Path, options: TermOptions, /) -> ExportReport:
        """Write them to a file, atomically."""


def _is_never(path: Path, head: bytes) -> bool:
    del path, head
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format of files, for an article's units, for the pairs of a memory or for the terms of a glossary.

    name: on the command line; names: what else it is called there. title: in messages; summary: what it is for, in a few
    words, where the command line lists formats. suffixes: start with a dot, the one to write first; loose_suffixes: those
    under which it is written where nothing else is said, and which say nothing of a file that is read. ending: of an
    export's name, "" = the first suffix; `export_ending` is either.
    is_content: whether a file is of this format for certain, by its path and by how it begins (`beginning_of`);
    is_vague: whether that is little proof, so that a name or any other format goes before.
    traits: see `Trait`. extra: what reading it needs. unit_end: what ends a pair in a file, in UTF-8, so that pairs can be
    counted without being read; b"" if nothing does.
    read, write: an article's units; read_pairs, write_pairs: entries of a memory; read_terms, write_terms: terms, read
    each with its line. None where a format does not do it. Readers raise FormatError; the same values give the same bytes.
    """

    name: str
    title: str
    summary: str
    suffixes: tuple[str, ...]
    names: tuple[str, ...] = ()
    loose_suffixes: tuple[str, ...] = ()
    ending: str = ""
    is_content: Callable[[Path, bytes], bool] = _is_never
    is_vague: bool = False
    traits: frozenset[Trait] = frozenset()
    extra: Extra | None = None
    unit_end: bytes = b""
    read: Callable[[Path], ReturnedFile] | None = None
    write: UnitWriter | None = None
    read_pairs: Callable[[Path, ImportOptions, ImportLog], Iterator[MemoryEntry]] | None = None
    write_pairs: PairWriter | None = None
    read_terms: Callable[[Path, ImportOptions, ImportLog], Iterator[tuple[int, Term]]] | None = None
    write_terms: TermWriter | None = None

    @property
    def export_ending(self) -> str:
        """What the name of a file that is written ends with."""
        return self.ending or self.suffixes[0]

    @property
    def is_sure(self) -> bool:
        """Whether a file of it can be told from any other by what is in it alone."""
        return not (self.is_content is _is_never or self.is_vague or Trait.SIDE_BY_SIDE in self.traits)

    def reads(self, use: Use) -> bool:
        """Whether something is read of it; whatever holds pairs gives terms too."""
        if use is Use.UNITS:
            return self.read is not None
        return self.read_pairs is not None or (use is Use.TERMS and self.read_terms is not None)

    def writes(self, use: Use) -> bool:
        """Whether something is written in it."""
        writer = {Use.UNITS: self.write, Use.PAIRS: self.write_pairs, Use.TERMS: self.write_terms}[use]
        return writer is not None
