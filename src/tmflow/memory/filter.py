"""Choosing among the entries of a memory by what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from fnmatch import fnmatchcase

from tmflow.model.match import MemoryEntry

__all__ = ["EntryFilter"]

_FULL_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """What an entry must be to be chosen; a field that is "" or None asks for nothing.

    document: a name, or a pattern with * ? [..]. origin, state, author: as the entry has them.
    since, until: days (UTC) of its last change, both included; what has no date is then not chosen.
    min_confidence: the aligner's, percent 0..100; what was not aligned is then chosen.
    Raises ValueError for a percentage out of range, and for days in the wrong order, between which nothing can be.

    >>> from tmflow.model.language import Language, LanguagePair
    >>> entry = MemoryEntry(source="港", target="harbor", pair=LanguagePair(Language.JA, Language.EN), document="a.tmx")
    >>> EntryFilter(document="*.tmx", origin="human").keeps(entry), EntryFilter(author="AK").keeps(entry)
    (True, False)
    """

    document: str = ""
    origin: str = ""
    state: str = ""
    author: str = ""
    since: date | None = None
    until: date | None = None
    min_confidence: int | None = None

    def __post_init__(self) -> None:
        if self.min_confidence is not None and not 0 <= self.min_confidence <= _FULL_PERCENT:
            raise ValueError(f"confidence {self.min_confidence} is not a percentage")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")

    def keeps(self, entry: MemoryEntry) -> bool:
        """Whether the entry is chosen."""
        return (
            (not self.document or fnmatchcase(entry.document, self.document))
            and self.origin in {"", entry.origin}
            and self.state in {"", entry.state}
            and self.author in {"", entry.author}
            and self._is_in_time(entry)
            and (self.min_confidence is None or _confidence(entry) >= self.min_confidence)
        )

    def apply(self, entries: Iterable[MemoryEntry]) -> Iterator[MemoryEntry]:
        """Yield the entries that are chosen."""
        return filter(self.keeps, entries)

    def _is_in_time(self, entry: MemoryEntry) -> bool:
        if self.since is None and self.until is None:
            return True
        moment = entry.changed or entry.created
        if moment is None:
            return False
        day = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
        return (self.since or date.min) <= day <= (self.until or date.max)


def _confidence(entry: MemoryEntry) -> int:
    return _FULL_PERCENT if entry.confidence is None else entry.confidence
