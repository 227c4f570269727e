"""Whether one text answers a value that the other states: by the same value, by one that says the same, or by a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from tmflow.text.implied_numbers import implied_months, iter_implied_numbers
from tmflow.text.quantities import Quantity, iter_quantities
from tmflow.text.quantity_words import UNITS
from tmflow.text.statements import Statement, iter_statements
from tmflow.text.vague import Hedge, VagueNumber, hedge_at, iter_vague_numbers
from tmflow.text.values import Value, ValueKind, date_parts
from tmflow.text.weekdays import iter_weekdays

__all__ = ["Figures", "is_answered", "is_answered_by_words", "is_same", "says_same"]

_RANGE = re.compile(r"\s?(?:[〜～~\-–—、,・]|から|か|と|to|and|or)\s?")
_FEW = re.compile(r"\b(?:few|several|couple|handful)\b|数[一-鿿ァ-ヴ]|何[人度回]か", re.IGNORECASE)
_ROUNDING = Fraction(6, 100)
"""How far a hedged number may be from the exact one, and a measure from the one it was converted from."""
_DOZEN_TOLERANCE = Fraction(1, 4)
_NOON = 12
_RELATIVE = {
    "ja": re.compile(
        "(?P<year>[昨今来去前翌同一]年|一昨年|再来年|昨季|今季|昨シーズン|今シーズン|年度)|(?P<month>[今来先前翌同当]月|月内)"
        "|(?P<day>[昨今明翌同前当本][日夜朝晩]|昨日|きのう|きょう|あす|明後日|今夜|この日)"
    ),
    "en": re.compile(
        r"\b(?:(?P<year>(?:last|this|next|previous|following|same|current|that|preceding)\s(?:year|season|spring|summer|autumn|fall|winter)|(?:a|one|the)\syear"
        r"\s(?:ago|earlier|later|before)|last\s(?:January|February|March|April|May|June|July|August|September|October|November|December))"
        r"|(?P<month>(?:last|this|next|previous|following|same|current)\smonth|monthly)"
        r"|(?P<day>today|yesterday|tomorrow|tonight|overnight|(?:the\s)?(?:same|next|following|previous|that)\s(?:day|night|morning|evening|afternoon)|day))\b",
        re.IGNORECASE,
    ),
}


def _weekends(text: str) -> list[int]:
    """Return where a text has 土日, the Saturday and the Sunday."""
    return [found.start() for found in re.finditer("土日(?=[^曜)）]|$)", text)]


@dataclass(frozen=True)
class Figures:
    """What a text states in figures, read once: `language` is "ja" or "en"."""

    text: str
    language: str

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its values with their readings."""
        return tuple(iter_statements(self.text, language=self.language))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its amounts with units, shares and multiples."""
        values = [statement.value for statement in self.statements]
        return tuple(iter_quantities(self.text, values, language=self.language))

    @cached_property
    def vague(self) -> tuple[VagueNumber, ...]:
        """Its vague numbers."""
        return tuple(iter_vague_numbers(self.text, language=self.language))

    @cached_property
    def implied(self) -> frozenset[Fraction]:
        """The numbers its words imply."""
        return frozenset(iter_implied_numbers(self.text, language=self.language))

    @cached_property
    def weekdays(self) -> tuple[tuple[int, int, int], ...]:
        """The days of the week it names: the day, 0 for Monday, and its range."""
        both = [(day, at + day - 5, at + day - 4) for at in _weekends(self.text) for day in (5, 6)]
        return (*iter_weekdays(self.text, language=self.language), *both)

    @cached_property
    def months(self) -> frozenset[int]:
        """The months it names without a day or a year beside them that were read."""
        return implied_months(self.text) if self.language == "en" else frozenset()

    @cached_property
    def relative(self) -> frozenset[str]:
        """Which of "year", "month" and "day" it tells from when it was written: "last year", 今月."""
        pattern = _RELATIVE[self.language]
        return frozenset(found.lastgroup for found in pattern.finditer(self.text) if found.lastgroup)

    def hedges(self, value: Value) -> frozenset[Hedge]:
        """Return how a value is hedged, by itself or with the range it belongs to: 約2〜3割."""
        start, end = value.start, value.end
        for other in self.statements:
            if _RANGE.fullmatch(self.text, end, max(end, other.value.start)):
                end = other.value.end
        for other in reversed(self.statements):
            if _RANGE.fullmatch(self.text, other.value.end, max(start, other.value.end)):
                start = other.value.start
        return hedge_at(self.text, start, end, language=self.language)


def is_answered(statement: Statement, own: Figures, other: Figures, *, target: Figures) -> bool:
    """Whether the other text says in figures what a statement of one does.

    target: the one of the two that is the translation, which alone may round a number.
    """
    return (
        any(says_same(statement, answer) for answer in other.statements)
        or _date_in_parts(statement.value, other)
        or _by_quantity(statement, own, other)
        or _by_few(statement, own, other)
        or _by_bound(statement, own, other)
        or _by_rounding(statement, own, other, target=target)
    )


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


def _date_in_parts(value: Value, other: Figures) -> bool:
    """Whether the parts of a date stand apart: 2019年3月 and "in March of that year, 2019"; or are told by words."""
    if value.kind is not ValueKind.DATE or str(value.value).endswith("x"):
        return False
    year, month, day = date_parts(str(value.value))
    dates = [reading for answer in other.statements for reading in answer.readings if reading.kind is ValueKind.DATE]
    parts = [date_parts(str(one.value)) for one in dates if not str(one.value).endswith("x")]
    if (
        month
        and day
        and any(one[1] and one[2] and one[1:] != (month, day) for one in parts)
        and not any(one[2] == day and one[1] in {0, month} for one in parts)
    ):
        return False
    numbers = {reading.value for answer in other.statements for reading in answer.readings}
    has_day = (
        not day
        or any(one[2] == day for one in parts)
        or Fraction(day) in numbers
        or other.weekdays
        or "day" in other.relative
    )
    has_month = (
        not month or any(one[1] == month for one in parts) or month in other.months or "month" in other.relative or day
    )
    states_year = [one[0] for one in parts if one[0] and (not month or one[1] in {0, month})]
    has_year = not year or year in states_year or "year" in other.relative or (bool(month) and not states_year)
    return bool(has_day and has_month and has_year)


def _by_few(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether a number belongs to a range of two neighbors, 2、3日, and the other text says a few."""
    if not _FEW.search(other.text):
        return False
    for one, two in pairwise(own.statements):
        first, second = one.value.value, two.value.value
        if statement not in {one, two} or not isinstance(first, Fraction) or not isinstance(second, Fraction):
            continue
        if second - first == 1 and _RANGE.fullmatch(own.text, one.value.end, max(one.value.end, two.value.start)):
            return True
    return False


def _by_bound(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether the next whole number bounds the same: 2人以上 "more than one"."""
    amount, mine = statement.value.value, own.hedges(statement.value)
    if not isinstance(amount, Fraction) or not mine & {Hedge.OVER, Hedge.UNDER}:
        return False
    return any(
        isinstance(answer.value.value, Fraction)
        and abs(answer.value.value - amount) == 1
        and other.hedges(answer.value) == mine
        for answer in other.statements
    )


def _by_quantity(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether a quantity the value belongs to is stated, in this or another unit: 90分 "an hour and a half"."""
    return any(
        _agree(mine, theirs)
        for mine in own.quantities
        if mine.start <= statement.value.start and statement.value.end <= mine.end
        for theirs in other.quantities
    )


def _agree(mine: Quantity, theirs: Quantity) -> bool:
    for dimension, amount in mine.amounts:
        answer = theirs.amount(dimension)
        if answer is None:
            continue
        if amount == answer:
            return True
        is_converted = UNITS[mine.unit].system != UNITS[theirs.unit].system
        if is_converted and abs(amount - answer) <= _ROUNDING * abs(amount):
            return True
    return False


def _by_rounding(statement: Statement, own: Figures, other: Figures, *, target: Figures) -> bool:
    """Whether a hedged number with fewer figures stands for an exact one: 12,480人 "some 12,500 people"."""
    for answer in other.statements:
        sides = ((statement, own), (answer, other))
        exact, rounded = sorted(sides, key=lambda side: -_figures(side[0].value.value))
        if rounded[1] is not target or not _is_rounded_from(rounded[0], exact[0]):
            continue
        if rounded[1].hedges(rounded[0].value) or "dozen" in rounded[0].written.lower():
            return True
    return False


def _is_rounded_from(rounded: Statement, exact: Statement) -> bool:
    amount, original = rounded.value.value, exact.value.value
    if not isinstance(amount, Fraction) or not isinstance(original, Fraction) or not original:
        return False
    if ValueKind.ORDINAL in {rounded.value.kind, exact.value.kind}:
        return False
    tolerance = _DOZEN_TOLERANCE if "dozen" in rounded.written.lower() else _ROUNDING
    return abs(original - amount) <= tolerance * original


def _figures(amount: Fraction | str) -> int:
    """Return how many significant figures a number has; of a fraction that is no decimal, many."""
    if not isinstance(amount, Fraction):
        return 0
    numerator, denominator = amount.as_integer_ratio()
    while denominator % 10 and numerator and denominator > 1:
        step = 5 if not denominator % 2 else 2
        if denominator % 2 and denominator % 5:
            return 9
        numerator, denominator = numerator * step, denominator * step
    return len(str(numerator).rstrip("0"))


def is_answered_by_words(statement: Statement, other: Figures) -> bool:
    """Whether words of the other text may stand for a value: "both" for 2人, "decade" for 10年, "November" for 11月."""
    if any(reading.value == 1 for reading in statement.readings) and not _is_part(statement):
        return True
    return all(other.implied & part for part in _iter_parts(statement, other))


def _is_part(statement: Statement) -> bool:
    """Whether a 1 belongs to a larger amount (1時間半), which no article says."""
    return statement.is_firm and statement.value.kind is ValueKind.NUMBER


def _iter_parts(statement: Statement, other: Figures) -> Iterator[frozenset[Fraction]]:
    value = statement.value
    if isinstance(value.value, Fraction):
        yield frozenset(reading.value for reading in statement.readings if isinstance(reading.value, Fraction))
    elif value.kind is ValueKind.DATE and not str(value.value).endswith("x"):
        year, month, day = date_parts(str(value.value))
        if month and month in other.months:
            month = 0
        yield from (frozenset({Fraction(part)}) for part in (year, month, day) if part)
    elif value.kind is ValueKind.CLOCK:
        hour, minute = map(int, str(value.value).split(":"))
        yield frozenset({Fraction(hour), Fraction(hour % _NOON), Fraction(hour % _NOON + _NOON)})
        if minute:
            yield frozenset({Fraction(minute)})
    else:
        yield frozenset()
