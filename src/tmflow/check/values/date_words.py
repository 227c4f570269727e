"""Days told from the date of the article, おととい or "next Wednesday", against the day of the month in the other text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tmflow.check.values.figures import Figures
from tmflow.text.statements import Statement
from tmflow.text.values import ValueKind, date_parts

__all__ = ["OtherDay", "iter_other_days"]

_WEEK = 7
_SHIFTS = {
    "ja": {"さきおととい": -3, "おととい": -2, "一昨日": -2, "昨日": -1, "きのう": -1, "明日": 1, "あした": 1, "あさって": 2, "明後日": 2, "しあさって": 3},
    "en": {"the day before yesterday": -2, "yesterday": -1, "the day after tomorrow": 2, "tomorrow": 1},
}  # fmt: skip
_DAY_WORD = {
    language: re.compile("|".join(sorted(words, key=len, reverse=True)), re.IGNORECASE)
    for language, words in _SHIFTS.items()
}
_WEEK_WORD = {
    "ja": re.compile(r"(?:(?P<next>来週|翌週|次)|(?P<last>先週|前週))の?\s?$"),
    "en": re.compile(r"\b(?:(?P<next>next)|(?P<last>last))\s$", re.IGNORECASE),
}
_REACH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDay:
    """Words in the half-open range [start, end) of one text, the day they mean, and another one that the other text has."""

    start: int
    end: int
    meant: date
    stated: Statement


def iter_other_days(mine: Figures, other: Figures, written: date) -> Iterator[OtherDay]:
    """Yield the day that words of a text tell from the date of the article, where the other text has one day, and another.

    written: the date of the article.

    >>> texts = Figures("おとといの集会", "ja"), Figures("the meeting on June 21", "en")
    >>> [found.meant.day for found in iter_other_days(*texts, date(2026, 6, 22))]
    [20]
    """
    days = [(one, parts) for one in other.statements if (parts := _parts(one)) and parts[2]]
    if len(days) != 1 or any((parts := _parts(one)) and parts[2] for one in mine.statements):
        return
    told = list(_iter_told(mine, written))
    (stated, (year, month, day)) = days[0]
    if len(told) == 1:
        start, end, meant = told[0]
        if not any(one.day == day and month in {0, one.month} and year in {0, one.year} for one in meant):
            yield OtherDay(start=start, end=end, meant=meant[0], stated=stated)


def _iter_told(figures: Figures, written: date) -> Iterator[tuple[int, int, tuple[date, ...]]]:
    """Yield each word or pair of words for a day, where it stands, and the days it may mean."""
    shifts = _SHIFTS[figures.language]
    for found in _DAY_WORD[figures.language].finditer(figures.text):
        yield *found.span(), (written + timedelta(days=shifts[found.group().lower()]),)
    for weekday, start, end in figures.weekdays:
        if said := _WEEK_WORD[figures.language].search(figures.text, max(0, start - _REACH), start):
            yield said.start(), end, tuple(_weekdays(written, weekday, is_next=said.group("next") is not None))


def _weekdays(written: date, weekday: int, *, is_next: bool) -> Iterator[date]:
    """Yield the next or last such day of the week, and that of the next or last week, which may be another."""
    ahead = (weekday - written.weekday()) % _WEEK or _WEEK
    in_this_week = timedelta(days=weekday - written.weekday())
    if is_next:
        yield written + timedelta(days=ahead)
        yield written + in_this_week + timedelta(days=_WEEK)
    else:
        yield written + timedelta(days=(ahead % _WEEK) - _WEEK)
        yield written + in_this_week - timedelta(days=_WEEK)


def _parts(statement: Statement) -> tuple[int, int, int] | None:
    for reading in statement.readings:
        if reading.kind is ValueKind.DATE and not str(reading.value).endswith("x"):
            return date_parts(str(reading.value))
    return None
