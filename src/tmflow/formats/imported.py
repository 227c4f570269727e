"""What the reading of a memory from elsewhere is asked for, and what it answers: the same for every format of pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeVar

from tmflow.errors import ConfigError, FormatError
from tmflow.model.language import LanguagePair

__all__ = [
    "MAX_UNIT_CHARS",
    "ImportLog",
    "ImportOptions",
    "ImportReport",
    "SkippedUnit",
    "split_sample",
    "until_fault",
]

MAX_UNIT_CHARS: Final = 20_000
"""Code points of both sides: a sentence has hundreds; a unit above this is a whole file that somebody pasted."""

_KEPT: Final = 1_000
"""Refused units that are remembered with their line; of a file with more, their number is known, and memory stays flat."""

_SAMPLE_CHARS: Final = 1_000_000
"""Of a sample, which is held: a hundred long rows would be a gigabyte."""

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedUnit:
    """A unit that gives no entry, and why. `line` is where it begins (in XLSX the row), 0 if the parser does not know."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How a memory from elsewhere is read.

    pair: the direction, where neither the file nor its name says it; None: told by the script of the texts.
    max_unit_chars: code points of both sides above which a unit is refused. keep_markup, mend: see `iter_tmx`.
    partial: of a file with a fault, take what is whole before it; see `iter_pairs`.
    encoding: a Python codec, "" to find it. delimiter: of a table in text, "" to find it. sheet: of a workbook, "" for
    the first. source_column, target_column: a heading, a letter or a number from 1; "" to find them by their headings.
    Raises ConfigError for a delimiter of several characters.
    """

    pair: LanguagePair | None = None
    max_unit_chars: int = MAX_UNIT_CHARS
    keep_markup: bool | None = None
    mend: bool = False
    partial: bool = False
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    source_column: str = ""
    target_column: str = ""

    def __post_init__(self) -> None:
        if len(self.delimiter) > 1:
            raise ConfigError(f'the delimiter "{self.delimiter}" is more than one character')


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What came of a file: `read` = `new` + `same` + `conflicting` + `refused_count`, each a pair of texts.

    A unit with several variants of a language counts once for each pair of them. refused: the first 1,000 of them.
    left_out: what is no pair of Japanese and English and was never read as one, by kind, with its number ("variant in
    fr", "obsolete entry"). header: what the file says of itself, name and text. mended: what was taken out of the file
    before it could be read, as far as it is remembered. warning: what a user should know of how the file was taken.
    """

    read: int
    new: int = 0
    same: int = 0
    conflicting: int = 0
    refused: tuple[SkippedUnit, ...] = ()
    refused_count: int = 0
    left_out: tuple[tuple[str, int], ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    mended: tuple[SkippedUnit, ...] = ()
    warning: str = ""


@dataclass(slots=True)
class ImportLog:
    """Counts what is read of a file, while it is read; `line` is that of what was read last: a row of a table, of JSON Lines, a unit of a TMX.

    >>> log = ImportLog()
    >>> log.read += 2
    >>> log.refuse(7, "one side is empty")
    >>> log.report(new=2).read, log.report().refused
    (3, (SkippedUnit(line=7, reason='one side is empty'),))
    """

    read: int = 0
    refused_count: int = 0
    refused: list[SkippedUnit] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    header: tuple[tuple[str, str], ...] = ()
    mended: list[SkippedUnit] = field(default_factory=list)
    line: int = 0
    warning: str = ""

    def add_warning(self, warning: str) -> None:
        """Add what a user should know of how the file is taken, once; "" adds nothing."""
        if warning not in self.warning:
            self.warning = "; ".join(filter(None, (self.warning, warning)))

    def refuse(self, line: int, reason: str) -> None:
        """Count a pair that gives no entry."""
        self.read += 1
        self.refused_count += 1
        if len(self.refused) < _KEPT:
            self.refused.append(SkippedUnit(line=line, reason=reason))

    def take_back(self, reason: str) -> None:
        """Count the pair that was read last as one that gives no entry."""
        self.read -= 1
        self.refuse(self.line, reason)

    def leave_out(self, kind: str) -> None:
        """Count something that is no pair; kinds beyond the first 1,000 count together."""
        self.left_out[kind if kind in self.left_out or len(self.left_out) < _KEPT else "other"] += 1

    def mend(self, line: int, name: str) -> None:
        """Remember a character that was taken out."""
        if len(self.mended) < _KEPT:
            self.mended.append(SkippedUnit(line=line, reason=f"{name} is a character XML cannot hold"))

    def report(self, *, new: int = 0, same: int = 0, conflicting: int = 0) -> ImportReport:
        """Return the report, with what the store made of the entries."""
        return ImportReport(
            read=self.read,
            new=new,
            same=same,
            conflicting=conflicting,
            refused=tuple(self.refused),
            refused_count=self.refused_count,
            left_out=tuple(self.left_out.most_common()),
            header=self.header,
            mended=tuple(self.mended),
            warning=self.warning,
        )


def split_sample(
    items: Iterator[_Item], size: int, *, chars_of: Callable[[_Item], int]
) -> tuple[list[_Item], Iterator[_Item]]:
    """Return the first items, at most `size`, and an iterator over the others; that raises a FormatError met on the way.

    chars_of: how long an item is; with a million code points there are enough of them.

    >>> sample, others = split_sample(iter("harbor"), 2, chars_of=len)
    >>> sample, list(others)
    (['h', 'a'], ['r', 'b', 'o', 'r'])
    """
    sample: list[_Item] = []
    try:
        chars = 0
        for item in islice(items, size):
            sample.append(item)
            chars += chars_of(item)
            if chars >= _SAMPLE_CHARS:
                break
    except FormatError as error:
        return sample, _failing(error)
    return sample, items


def _failing(fault: FormatError) -> Iterator[_Item]:
    raise fault
    yield


def until_fault(
    items: Iterable[_Item], options: ImportOptions, log: ImportLog, *, is_sure: bool = True
) -> Iterator[_Item]:
    """Yield the items of a file; a fault after some of them is refused as one where `options.partial` is set.

    is_sure: whether what stands before a fault is right all the same. Raises FormatError for any other fault, with how many
    items before it can be taken alone.
    """
    try:
        yield from items
    except FormatError as error:
        whole = log.read - log.refused_count if is_sure else 0
        if not whole:
            raise
        if not options.partial:
            problem = f"{error.problem}; {whole:,} before it can be taken alone (--partial)"
            raise FormatError(problem, path=error.path, line=error.line, column=error.column) from error
        log.refuse(error.line or 0, f"{error.problem}; it and what follows are left out")
