"""Whether one text tells the date that the other states: in full, in parts, by a day of the week or by "last year"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from fractions import Fraction

from tmflow.check.values.figures import Figures
from tmflow.text.statements import Statement
from tmflow.text.values import Value, ValueKind, date_parts

__all__ = ["is_date_told", "is_day_before", "is_rest_told", "is_same", "says_same"]

_Parts = tuple[int, int, int]
_YEAR, _MONTH, _DAY = 0, 1, 2
_END = {
    "ja": re.compile("[月年度]の?(?:末|最終日)|月いっぱい"),
    "en": re.compile(r"\b(?:end\sof|(?:month|year)-?end|last\sday\sof)\b", re.IGNORECASE),
}
_YEAR_BEFORE = {
    "ja": re.compile("前年|前の年|前期"),
    "en": re.compile(r"\b(?:year\s(?:before|earlier)|(?:previous|prior|preceding)\syear)\b", re.IGNORECASE),
}
_LAST_DAY_JA = re.compile("(?:[（(].[)）])?までに?")
_BEFORE_EN = re.compile(r"\b(?:before|until|ahead\sof)\s(?:\w+day,?\s)?(?:the\s)?$", re.IGNORECASE)
_LEAP, _FEBRUARY = 2024, 2
_BARE = re.compile("(?:19|20)[0-9]{2}|[0-9]{1,2}(?:st|nd|rd|th)")
"""What is a date without being written as one: "for 2021", "the 12th"."""


def says_same(one: Statement, two: Statement) -> bool:
    """Whether two statements may say the same, in any of their readings."""
    return any(is_same(left, right) for left in one.readings for right in two.readings)


def is_same(one: Value, two: Value) -> bool:
    """Whether two values say the same, the one perhaps less fully: 25日 and "Nov. 25"; what is counted is not compared."""
    if isinstance(one.value, Fraction) and isinstance(two.value, Fraction):
        return one.value == two.value
    if one.kind is not two.kind:
        return False
    if one.kind is not ValueKind.DATE:
        return one.value == two.value
    first, second = str(one.value), str(two.value)
    if first.endswith("x") or second.endswith("x"):
        return first == second
    parts = list(zip(date_parts(first), date_parts(second), strict=True))
    shared = [(left, right) for left, right in parts if left and right]
    finest = max((index for index, pair in enumerate(parts) if any(pair)), default=0)
    return bool(shared) and all(left == right for left, right in shared) and all(parts[finest])


def is_rest_told(statement: Statement, answers: Sequence[Statement], own: Figures, other: Figures) -> bool:
    """Whether what the answers to a date leave out is not said otherwise: another month beside the day, another year.

    answers: what says the same as the date, some of it perhaps without a month or a year. True for other values.
    """
    parts = _parts(statement.value)
    if parts is None or not parts[_MONTH]:
        return True
    told = [stated for answer in answers if (stated := _parts(answer.value))]
    strange = _strange(own, other)
    if parts[_DAY] and not any(one[_MONTH] for one in told) and any(one[_MONTH] for one in strange):
        return False
    if not parts[_YEAR] or any(one[_YEAR] for one in told):
        return True
    years = {stated[_YEAR] for answer in other.statements if (stated := _parts(answer.value)) and stated[_YEAR]}
    return not years or parts[_YEAR] in years


def _strange(own: Figures, other: Figures) -> list[_Parts]:
    """Return the dates of the other text that this one does not have, nor tells as the year before one of its own."""
    stated = [parts for one in own.statements if (parts := _parts(one.value))]
    told = {(year, 0, 0) for year in _years_before(stated, own)}
    return [
        parts
        for one in other.statements
        if (parts := _parts(one.value))
        and parts not in told
        and not any(says_same(one, mine) for mine in own.statements)
    ]


def _years_before(stated: Sequence[_Parts], figures: Figures) -> list[int]:
    """Return the years before those that a text states, if it tells one so: 2022年に前年を上回り, "from 2021"."""
    if not _YEAR_BEFORE[figures.language].search(figures.text):
        return []
    return [one[_YEAR] - 1 for one in stated if one[_YEAR]]


def is_day_before(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether the other text tells the day after as the one before which something is: 4月29日までに, "before April 30"."""
    for answer in other.statements:
        japanese, english, text = (statement, answer, own) if own.language == "ja" else (answer, statement, other)
        there = (other if own.language == "ja" else own).text[: english.value.start]
        last, first = _parts(japanese.value), _parts(english.value)
        if last is None or first is None or not _BEFORE_EN.search(there):
            continue
        if _LAST_DAY_JA.match(text.text, japanese.value.end) and _is_next_day(last, first):
            return True
    return False


def _is_next_day(one: _Parts, two: _Parts) -> bool:
    if not all((one[_MONTH], one[_DAY], two[_MONTH], two[_DAY])):
        return False
    year = one[_YEAR] or two[_YEAR] or _LEAP
    days = monthrange(year, one[_MONTH])[1]
    after = (one[_MONTH], one[_DAY] + 1) if one[_DAY] < days else (one[_MONTH] % 12 + 1, 1)
    return after == two[1:]


def is_date_told(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether the parts of a date stand apart (2019年3月 and "in March of that year, 2019") or words tell them.

    Words do where the other text states no date that this one lacks: 25日 may be "on Tuesday", but not beside "Nov. 26".
    """
    wanted = next((parts for reading in statement.readings if (parts := _parts(reading))), None)
    is_bare = wanted is not None and statement.value.kind is not ValueKind.DATE
    if wanted is None or (is_bare and not _BARE.fullmatch(statement.written)):
        return False
    stated = [parts for one in other.statements for reading in one.readings if (parts := _parts(reading))]
    stated += [(0, month, day) for month, day in other.holidays]
    if _is_other_day(wanted, stated):
        return False
    strange = _strange(own, other)
    if _is_last_day(wanted) and _END[other.language].search(other.text) and not any(one[_DAY] for one in strange):
        return True
    return (
        _has_day(wanted, stated, strange, other)
        and _has_month(wanted, stated, strange, other)
        and _has_year(wanted, stated, strange, other)
    )


def _is_last_day(wanted: _Parts) -> bool:
    """Whether a date is the last of its month, which the other language may tell as its end: 今月末 "May 31"."""
    return bool(wanted[_MONTH]) and wanted[_DAY] >= monthrange(wanted[_YEAR] or _LEAP, wanted[_MONTH])[1] - (
        wanted[_MONTH] == _FEBRUARY
    )


def _is_other_day(wanted: _Parts, stated: Sequence[_Parts]) -> bool:
    """Whether a day of a month is wanted, and only others are stated."""
    if not wanted[_MONTH] or not wanted[_DAY]:
        return False
    others = [one for one in stated if one[_MONTH] and one[_DAY] and one[1:] != wanted[1:]]
    return bool(others) and not any(one[_DAY] == wanted[_DAY] and one[_MONTH] in {0, wanted[_MONTH]} for one in stated)


def _has_day(wanted: _Parts, stated: Sequence[_Parts], strange: Sequence[_Parts], other: Figures) -> bool:
    day = wanted[_DAY]
    if not day or any(one[_DAY] == day for one in stated):
        return True
    if any(reading.value == Fraction(day) for one in other.statements for reading in one.readings):
        return True
    return bool(other.weekdays or "day" in other.relative) and not any(one[_DAY] for one in strange)


def _has_month(wanted: _Parts, stated: Sequence[_Parts], strange: Sequence[_Parts], other: Figures) -> bool:
    month = wanted[_MONTH]
    if not month or any(one[_MONTH] == month for one in stated) or month in other.months:
        return True
    return bool(wanted[_DAY] or "month" in other.relative) and not any(one[_MONTH] for one in strange)


def _has_year(wanted: _Parts, stated: Sequence[_Parts], strange: Sequence[_Parts], other: Figures) -> bool:
    year, month = wanted[_YEAR], wanted[_MONTH]
    years = [one[_YEAR] for one in stated if one[_YEAR] and (not month or one[_MONTH] in {0, month})]
    years += _years_before(stated, other)
    if not year or year in years or (month and not years):
        return True
    return "year" in other.relative and not any(one[_YEAR] for one in strange)


def _parts(value: Value) -> _Parts | None:
    """Return the year, month and day of a date, 0 for what it leaves out; None for a decade and what is no date."""
    if value.kind is not ValueKind.DATE or str(value.value).endswith("x"):
        return None
    return date_parts(str(value.value))
