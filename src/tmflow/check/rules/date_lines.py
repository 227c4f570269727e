"""The date lines of the two articles: both are of one day, unless a translation says that it is one and came out later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tmflow.check.finding import Location
from tmflow.check.rule import Fault
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.document import BlockKind, Document, Metadata
from tmflow.text.numbers import ValueKind, iter_values
from tmflow.text.values import date_parts

__all__ = ["iter_days", "other_days"]

_DAY = timedelta(days=1)
_ANY_YEAR = 2000
"""Stands for a year that is not said; a leap year, so that it has every day."""
_TRANSLATED = re.compile(r"\btranslat(?:ed|ion|or)\b|訳", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A day of a date line, and where it stands. has_year: whether the line says the year."""

    day: date
    has_year: bool
    place: Location | None

    @property
    def shown(self) -> str:
        return self.day.isoformat() if self.has_year else self.day.strftime("%m-%d")

    def is_near(self, other: _Dated, slack: timedelta) -> bool:
        """Whether the two may be one day; where either leaves the year out, of any year."""
        if self.has_year and other.has_year:
            return abs(self.day - other.day) <= slack
        days = [one.day.replace(year=_ANY_YEAR) for one in (self, other)]
        return abs(days[0] - days[1]) <= slack

    def is_of_another_year(self, other: _Dated) -> bool:
        """Whether only the year differs, which is a slip and no later edition."""
        same = (self.day.month, self.day.day) == (other.day.month, other.day.day)
        return same and self.has_year and other.has_year and self.day.year != other.day.year


def iter_days(line: str, language: str) -> Iterator[tuple[date, bool]]:
    """Yield the days a line says, each with whether it says the year, in whose place 2000 stands if not.

    >>> list(iter_days("2026年2月8日", "ja")), list(iter_days("Feb. 8", "en"))
    ([(datetime.date(2026, 2, 8), True)], [(datetime.date(2000, 2, 8), False)])
    """
    for value in iter_values(line, language=language):
        if value.kind is not ValueKind.DATE or str(value.value).endswith("x"):
            continue
        year, month, day = date_parts(str(value.value))
        if month and day:
            try:
                yield date(year or _ANY_YEAR, month, day), bool(year)
            except ValueError:
                continue


def other_days(subject: Subject, original: Side) -> Iterator[Fault]:
    """Yield a day of the date lines of one article that the other, which has as many or more, has not.

    Lines that are a unit of the bitext are compared there. Two zones may date one moment a day apart. Where an article says that
    it is a translation, in front matter, in the head of a page or in a line above or below the text, only a day before the
    original's and another year of the same day are told. original: which side is no translation.
    """
    translated = Side.TARGET if original is Side.SOURCE else Side.SOURCE
    first, second = subject.document(original), subject.document(translated)
    if first is None or second is None or _is_paired(subject):
        return
    lines = list(_iter_dated(subject, original, first)), list(_iter_dated(subject, translated, second))
    fewer, more = sorted(lines, key=len)
    has_time = any("T" in (document.metadata.published or "") for document in (first, second))
    is_later = _says_translated(first.metadata) or _says_translated(second.metadata)
    for one in fewer if more else ():
        if any(one.is_near(other, _DAY if has_time else timedelta()) for other in more):
            continue
        mine, theirs = (one, more[0]) if fewer is lines[0] else (more[0], one)
        if not is_later or mine.is_of_another_year(theirs) or theirs.day < mine.day - _DAY:
            yield Fault(
                message=f"the original is of {mine.shown}, the translation of {theirs.shown}",
                anchor=translated,
                source=(mine if original is Side.SOURCE else theirs).place,
                target=(theirs if original is Side.SOURCE else mine).place,
                expected=mine.shown,
                found=theirs.shown,
            )


def _says_translated(said: Metadata) -> bool:
    lines = filter(None, (said.byline, said.source, *said.credits))
    return bool(said.translator or said.original_title) or any(map(_TRANSLATED.search, lines))


def _is_paired(subject: Subject) -> bool:
    places = (unit.source_place for unit, _ in subject.iter_translations())
    return any(place is not None and place.kind is BlockKind.DATELINE for place in places)


def _iter_dated(subject: Subject, side: Side, document: Document) -> Iterator[_Dated]:
    index, path = subject.index(side), subject.path(side)
    for line in document.metadata.dates:
        at = document.text.find(line)
        place = index.location(path, at, at + len(line)) if index and path and at >= 0 else subject.whole(side)
        yield from (_Dated(day, has_year, place) for day, has_year in iter_days(line, document.language.value))
