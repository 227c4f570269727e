"""What a value may be by the one beside it: in 2〜3割 two shares, in "7-9 p.m." two times of day, in 4/12 a day or a fraction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tmflow.text.values import ARABIC, ERAS, NOON, Value, ValueKind, build_date, read_digits

__all__ = ["DAYS", "FIRST_YEAR", "LAST_YEAR", "hours_of", "iter_by_neighbors", "years_of"]

_JAPANESE_RANGE = re.compile(r"\s?(?:[、，,・〜~～\-－–―—／/]|から|か|ないし|または|と|や|対)\s?第?")
_ENGLISH_RANGE = re.compile(
    r"(?:\s?[-–—~/]\s?|\s(?:to|or|and|through|until|&)\s|,\s)(?:[$€£¥]|the\s|about\s|as\smuch\sas\s)?"
)
_SCALES = tuple(Fraction(10**power) for power in (12, 9, 8, 6, 4, 3))
DAYS, LAST_YEAR, FIRST_YEAR = 31, 2100, 1000
"""The most days of a month, and between which numbers one of four digits may be a year."""


def iter_by_neighbors(
    text: str, value: Value, *, before: Value | None, after: Value | None, language: str
) -> Iterator[Value]:
    """Yield what a value may be by the values before and after it. `text` has its digits at half width, `language` is "ja" or "en".

    >>> from tmflow.text.numbers import iter_values
    >>> text = "2〜3割"
    >>> first, second = iter_values(text, language="ja")
    >>> [str(one.value) for one in iter_by_neighbors(text, first, before=None, after=second, language="ja")]
    ['20']
    """
    yield from _iter_of_range(text, value, after, language)
    yield from _iter_of_range_end(text, before, value)
    for first, second in ((value, after), (before, value)):
        yield from _iter_of_slash(text, first, second, value, language)


def years_of(value: Value, number: int) -> Iterator[Value]:
    """Yield the years that a number of two digits may be, of this century, the last, or an era."""
    for start in (1900, 2000, *ERAS.values()):
        yield replace(value, kind=ValueKind.DATE, value=f"{start + number:04}")


def hours_of(value: Value, number: int) -> Iterator[Value]:
    """Yield the full hours, of either half of the day, that a number may be."""
    yield replace(value, kind=ValueKind.CLOCK, value=f"{number % 24:02}:00")
    if number <= NOON:
        yield replace(value, kind=ValueKind.CLOCK, value=f"{(number + NOON) % 24:02}:00")


def _iter_of_range(text: str, value: Value, after: Value | None, language: str) -> Iterator[Value]:
    """Yield what a bare number is that another value follows within a range or list: of that one's kind and scale."""
    pattern = _JAPANESE_RANGE if language == "ja" else _ENGLISH_RANGE
    if after is None or value.kind not in {ValueKind.NUMBER, ValueKind.CURRENCY}:
        return
    amount = value.value
    if not isinstance(amount, Fraction) or not pattern.fullmatch(text, value.end, after.start):
        return
    if text[value.end : after.start] == "・" and isinstance(after.value, Fraction) and after.value.denominator == 1:
        digits = sum(character.isdigit() for character in text[after.start : after.end])
        yield replace(value, kind=after.kind, value=amount + after.value / 10**digits, unit=after.unit)
    if isinstance(after.value, Fraction):
        if language == "ja" and text.startswith("年", after.end) and amount < 100:  # noqa: PLR2004 - two digits of a year
            yield from years_of(value, int(amount))
        kind = after.kind if value.kind is ValueKind.NUMBER else value.kind
        if kind is ValueKind.PERCENT and "割" in text[after.start : after.end]:
            yield replace(value, kind=kind, value=amount * 10)
            return
        for scale in {Fraction(1), *_scales_of(text, after)}:
            yield replace(value, kind=kind, value=amount * scale, unit=after.unit or value.unit)
    elif amount.denominator == 1:
        yield from _iter_of_time_range(text, value, int(amount), after)


def _scales_of(text: str, value: Value) -> Iterator[Fraction]:
    """Yield by what a number is scaled: 万 in 3万, "million" in "3 million"."""
    amount = value.value
    if not isinstance(amount, Fraction):
        return
    start = value.start + (text[value.start] in "$€£¥")
    if digits := ARABIC.match(text, start):
        leading = Fraction(read_digits(digits.group()))
        yield amount / leading if leading else Fraction(1)
        return
    yield from (one for one in _SCALES if amount >= one)


def _iter_of_time_range(text: str, value: Value, number: int, after: Value) -> Iterator[Value]:
    if after.kind is ValueKind.CLOCK:
        half = int(str(after.value)[:2]) >= NOON
        hours = {number % 24, (number + NOON) % 24} if not half or number <= NOON else {number % 24}
        yield from (replace(value, kind=ValueKind.CLOCK, value=f"{hour:02}:00") for hour in sorted(hours))
        return
    date = str(after.value)
    if date.endswith("x"):
        return
    written = text[after.start : after.end]
    if "日" in written or not re.search("[年月日]", written):
        if number <= DAYS:
            yield replace(value, kind=ValueKind.DATE, value=f"---{number:02}")
    elif "月" in written and number <= NOON:
        yield replace(value, kind=ValueKind.DATE, value=f"--{number:02}")
    if "年" in written:
        yield replace(value, kind=ValueKind.DATE, value=f"{number if number > 100 else 1900 + number:04}")  # noqa: PLR2004 - two digits of a year


def _iter_of_slash(
    text: str, first: Value | None, second: Value | None, value: Value, language: str
) -> Iterator[Value]:
    """Yield what two whole numbers with a slash between them may be: a month and a day, a fraction."""
    if first is None or second is None or text[first.end : second.start] not in {"/", ".", "・"}:
        return
    left, right = first.value, second.value
    if not isinstance(left, Fraction) or not isinstance(right, Fraction) or not right:
        return
    if text[first.end] == "/" and left < right:
        yield replace(value, kind=ValueKind.NUMBER, value=left / right)
    if left.denominator == right.denominator == 1:
        orders = ((left, right),) if language == "ja" else ((left, right), (right, left))
        for month, day in orders:
            if (
                1 <= month <= NOON
                and 1 <= day <= DAYS
                and (date := build_date(0, int(month), int(day), start=0, end=0))
            ):
                yield replace(value, kind=ValueKind.DATE, value=date.value)


def _iter_of_range_end(text: str, before: Value | None, value: Value) -> Iterator[Value]:
    """Yield what a bare number at the end of a range is: "November 24-25", "1980-90", "from 7 p.m. to 9"."""
    amount = value.value
    if (
        before is None
        or value.kind is not ValueKind.NUMBER
        or not isinstance(amount, Fraction)
        or amount.denominator > 1
    ):
        return
    gap, number = text[before.end : value.start], int(amount)
    if gap == "・" and before.kind is ValueKind.NUMBER and isinstance(before.value, Fraction):
        yield replace(value, value=before.value + Fraction(number, 10 ** (value.end - value.start)))
    if not re.fullmatch(r"\s?(?:[-–—~〜～/・、,&]|to|and|or|から)\s?", gap):
        return
    if before.kind is ValueKind.DATE:
        date = str(before.value)
        if number <= DAYS and len(date) > len("--11"):
            yield replace(value, kind=ValueKind.DATE, value=f"---{number:02}")
        if number < 100 and not date.startswith("-") and len(date) == len("2026"):  # noqa: PLR2004 - two digits of a year
            yield replace(value, kind=ValueKind.DATE, value=f"{date[:2]}{number:02}")
    elif before.kind is ValueKind.CLOCK and number <= 24:  # noqa: PLR2004 - hours
        yield from hours_of(value, number)
    elif before.kind is ValueKind.NUMBER and isinstance(before.value, Fraction):
        first = before.value
        if FIRST_YEAR <= first <= LAST_YEAR and number < 100:  # noqa: PLR2004 - 2019-20
            yield replace(value, kind=ValueKind.DATE, value=f"{int(first) // 100}{number:02}")
