"""Values that a translation reckons from what the source states: 半額 as an amount, an exchange, the time half an hour before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from tmflow.check.values.figures import Figures
from tmflow.text.quantity_words import UNITS
from tmflow.text.statements import Statement
from tmflow.text.values import ValueKind, date_parts

__all__ = ["is_reckoned"]

_ROUNDING = Fraction(1, 100)
_POWERS = frozenset({Fraction(1, 100), Fraction(1, 10), Fraction(10), Fraction(100)})
"""Shares by which nothing is reckoned: an amount that is off by one of them is a slip."""
_DAY_MINUTES, _YEAR_MONTHS = 24 * 60, 12
_FROM_TO = re.compile(r"\s?(?:から|[〜～]|(?:to|through|until))\s?(?:the\s)?")
_BEFORE = {
    "ja": re.compile("(?:ほど|くらい|ぐらい|程度)?前"),
    "en": re.compile(r"\s?(?:before|earlier|prior|ahead|to)\b", re.IGNORECASE),
}
_AFTER = {
    "ja": re.compile("(?:ほど|くらい|ぐらい|程度)?(?:後|あと|過ぎ|遅れ|経っ|たっ)"),
    "en": re.compile(r"\s?(?:after|later|late|past|from)\b", re.IGNORECASE),
}
_ONE_OF = re.compile(
    r"(?<![0-9.])[1１](?=(?:[一-鿿]?ドル|ユーロ|ポンド|円|元|ウォン|ルーブル|フラン))|[$€£]1(?![0-9,.])|\bto\s(?:the|a|one)\s(?:dollar|euro|pound|yen|yuan)|\b(?:per|a|one)\s(?:dollar|euro|pound|yuan)"
)
"""What tells a rate of exchange: 1ドル=150円, "150 yen to the dollar"."""


def is_reckoned(statement: Statement, source: Figures, target: Figures) -> bool:
    """Whether a value of either side is of those that the translation reckons with, and its result is right.

    >>> source, target = Figures("会費は6000円、学生は半額。", "ja"), Figures("It is 6,000 yen, 3,000 for students.", "en")
    >>> is_reckoned(target.statements[1], source, target)
    True
    """
    reckonings = (
        *_iter_shares(source, target),
        *_iter_exchanges(source, target),
        *_iter_times(source, target),
        *_iter_steps(source, target),
        *_iter_months(source, target),
    )
    return any(statement in reckoning for reckoning in reckonings)


def _amounts(figures: Figures) -> list[tuple[Statement, Fraction]]:
    kinds = {ValueKind.NUMBER, ValueKind.CURRENCY}
    return [
        (one, one.value.value)
        for one in figures.statements
        if one.value.kind in kinds and isinstance(one.value.value, Fraction) and one.value.value
    ]


def _iter_shares(source: Figures, target: Figures) -> Iterator[tuple[Statement, ...]]:
    """Yield the results of shares and multiples: 6000円 and 半額 as 3,000 yen, 2割引 as what is left."""
    shares = {one.amounts[0][1] for one in source.quantities if one.unit in {"ratio", "times"}} - _POWERS
    if not shares:
        return
    for result, amount in _amounts(target):
        for base, whole in _amounts(source):
            is_alike = result.value.unit in {"", base.value.unit} and base.value.unit
            if is_alike and any(
                amount in {whole * share, whole * (1 - share), whole * (1 + share)} for share in shares
            ):
                yield (result,)


def _iter_exchanges(source: Figures, target: Figures) -> Iterator[tuple[Statement, ...]]:
    """Yield an amount of the source and that of the translation in another currency, if the rate is told between them."""
    if not _ONE_OF.search(source.text):
        return
    rates = [(one, amount) for one, amount in _amounts(source) if one.value.unit]
    for theirs, amount in _amounts(target):
        for mine, original in rates:
            if not theirs.value.unit or theirs.value.unit == mine.value.unit:
                continue
            products = (
                (amount * rate, original) if one.value.unit == mine.value.unit else (amount, original * rate)
                for one, rate in rates
                if one is not mine
            )
            if any(abs(here - there) <= _ROUNDING * there for here, there in products):
                yield mine, theirs


def _iter_times(source: Figures, target: Figures) -> Iterator[tuple[Statement, ...]]:
    """Yield a time of day, and the numbers of the span that it lies before or after one of the source: 閉館の30分前.

    Where the translation has the span, too ("half an hour before"), it need not have the time of the source.
    """
    told = {one.amount("time") for one in target.quantities}
    clocks = [one for one in source.statements if one.value.kind is ValueKind.CLOCK]
    for span in source.quantities if clocks else ():
        minutes = (span.amount("time") or Fraction(0)) / 60
        if _BEFORE[source.language].match(source.text, span.end):
            minutes = -minutes
        elif not _AFTER[source.language].match(source.text, span.end):
            continue
        parts = [one for one in source.statements if span.start <= one.value.start < span.end]
        for result in target.statements:
            times = {_minutes(reading.value) for reading in result.readings if reading.kind is ValueKind.CLOCK}
            bases = [one for one in clocks if (_minutes(one.value.value) + minutes) % _DAY_MINUTES in times]
            if minutes and bases:
                yield (*parts, result, *(bases if span.amount("time") in told else ()))


def _iter_steps(source: Figures, target: Figures) -> Iterator[tuple[Statement, ...]]:
    """Yield an amount that changes, and by how much it does, where the translation tells its end: 500円から600円に, "by 100 yen to 600"."""
    for one, two in pairwise(_amounts(source)):
        (first, base), (second, end) = one, two
        if not _FROM_TO.fullmatch(source.text, first.value.end, second.value.start):
            continue
        results = [
            (theirs, amount) for theirs, amount in _amounts(target) if theirs.value.unit in {"", first.value.unit}
        ]
        if any(amount == end for _, amount in results):
            yield from ((first, theirs) for theirs, amount in results if amount == abs(end - base))


def _iter_months(source: Figures, target: Figures) -> Iterator[tuple[Statement, ...]]:
    """Yield the month a span begins in, where the other text has its end and its length: "the six months through September"."""
    for figures, other in ((source, target), (target, source)):
        spans = {one.amounts[0][1] for one in other.quantities if one.unit == "month"}
        months = [(one, month) for one in figures.statements if (month := _lone_month(one))]
        for (first, begin), (second, end) in pairwise(months) if spans else ():
            if _FROM_TO.fullmatch(figures.text, first.value.end, second.value.start):
                length = (end - begin) % _YEAR_MONTHS + 1
                if any(one == UNITS["month"].factor("time") * length for one in spans):
                    yield (first,)


def _lone_month(statement: Statement) -> int:
    """Return the month of a date that is a month alone, 0 for any other value."""
    if statement.value.kind is not ValueKind.DATE or str(statement.value.value).endswith("x"):
        return 0
    year, month, day = date_parts(str(statement.value.value))
    return 0 if year or day else month


def _minutes(clock: object) -> int:
    hour, minute = map(int, str(clock).split(":"))
    return hour * 60 + minute
