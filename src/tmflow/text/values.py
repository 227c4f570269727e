"""A value that a text states, and the parts that both languages' readers build it from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = [
    "ARABIC",
    "CURRENCIES",
    "CURRENCY_SIGN",
    "ERAS",
    "ISO_DATE",
    "LONGEST_NUMERAL",
    "NOON",
    "Value",
    "ValueKind",
    "build_clock",
    "build_date",
    "signed_amount",
]


class ValueKind(StrEnum):
    """What sort of value a text states."""

    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    DATE = "date"
    CLOCK = "clock"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value and where it stands: the half-open range [start, end) of the text, in code points.

    value: a Fraction for numbers, percentages (30 for 30 %), money and ordinals; for dates "2026-03-14", "2026-03", "2026",
    "--03-14", "--03", "---14" (ISO 8601 with hyphens for what is left out) or "199x"; for times "15:30".
    unit: of money, the ISO 4217 code; else "".
    """

    kind: ValueKind
    value: Fraction | str
    start: int
    end: int
    unit: str = ""

    @property
    def key(self) -> tuple[ValueKind, Fraction | str, str]:
        """What two spellings of one value share."""
        return self.kind, self.value, self.unit


CURRENCIES = {
    "米ドル": "USD", "豪ドル": "AUD", "加ドル": "CAD", "香港ドル": "HKD", "ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP", "円": "JPY",
    "人民元": "CNY", "元": "CNY", "ルーブル": "RUB", "ウォン": "KRW", "ルピー": "INR", "フラン": "CHF", "フリブナ": "UAH",
    "dollar": "USD", "usd": "USD", "euro": "EUR", "eur": "EUR", "pound": "GBP", "gbp": "GBP", "yen": "JPY", "jpy": "JPY",
    "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "ruble": "RUB", "rouble": "RUB", "won": "KRW", "rupee": "INR", "franc": "CHF",
    "hryvnia": "UAH", "$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "€": "EUR", "£": "GBP", "¥": "JPY",
}  # fmt: skip
CURRENCY_SIGN = r"(?P<sign>(?:US|HK|A|C)?\$|€|£|¥|\bJPY |\bUSD |\bEUR |\bGBP )\s?"
"""The sign or code before an amount of money, a part of larger patterns."""
ISO_DATE = re.compile(r"(?P<year>[12][0-9]{3})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![0-9])")
ARABIC = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
"""Digits, grouped or not, with a decimal part or not."""
LONGEST_NUMERAL = 40
"""Longer runs of digits are no amounts but codes; the bound also keeps every search linear."""
NOON = 12
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before each era's first."""
_MONTH_DAYS = (31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The most days a month has, January at 1; at 0 where no month is said."""


def signed_amount(match: re.Match[str], number: tuple[Fraction, int] | None) -> Value | None:
    """Build the money value of a sign and the number after it; the name of the unit may follow once more."""
    if number is None:
        return None
    unit = CURRENCIES[match.group("sign").strip().lower()]
    return Value(kind=ValueKind.CURRENCY, value=number[0], start=match.start(), end=number[1], unit=unit)


def build_date(year: int, month: int, day: int, *, start: int, end: int) -> Value | None:
    """Build a date from its parts, 0 for what is left out; None if no calendar has it."""
    if month >= len(_MONTH_DAYS) or day > _MONTH_DAYS[month] or not (year or month or day):
        return None
    head = f"{year:04}" if year else "-"
    tail = (f"-{month:02}" if month else "-" if day else "") + (f"-{day:02}" if day else "")
    return Value(kind=ValueKind.DATE, value=head + tail, start=start, end=end)


def build_clock(hour: int, minute: int, *, start: int, end: int) -> Value | None:
    """Build a time of day; None if no clock shows it (25:00 is not one: it is left to the reader as a number)."""
    if hour > 24 or minute > 59:  # noqa: PLR2004 - hours, minutes
        return None
    return Value(kind=ValueKind.CLOCK, value=f"{hour % 24:02}:{minute:02}", start=start, end=end)
