"""A value that a text states, and the parts that both languages' readers and writers share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = [
    "ARABIC",
    "CURRENCIES",
    "CURRENCY_SIGN",
    "CURRENCY_SIGNS",
    "ERAS",
    "HALF_WIDTH",
    "ISO_DATE",
    "KANJI_DIGITS",
    "LONGEST_NUMERAL",
    "NOON",
    "Spelling",
    "Value",
    "ValueKind",
    "build_clock",
    "build_date",
    "date_parts",
    "decimal_text",
    "iso_date_text",
    "read_digits",
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


@dataclass(frozen=True, slots=True)
class Spelling:
    """What is to be written in place of the half-open range [start, end) of a text."""

    start: int
    end: int
    text: str


HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | str.maketrans("，．％：＄￥／－", ",.%:$¥/-")
"""One character for one, so that positions stay those of the text."""
CURRENCIES = {
    "米ドル": "USD", "豪ドル": "AUD", "加ドル": "CAD", "カナダドル": "CAD", "オーストラリアドル": "AUD", "香港ドル": "HKD", "ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP", "円": "JPY",
    "人民元": "CNY", "元": "CNY", "ルーブル": "RUB", "ウォン": "KRW", "ルピー": "INR", "フラン": "CHF", "スイスフラン": "CHF", "フリブナ": "UAH",
    "ニュージーランドドル": "NZD", "NZドル": "NZD", "シンガポールドル": "SGD", "台湾ドル": "TWD", "クローナ": "SEK", "クローネ": "NOK", "ペソ": "MXN", "バーツ": "THB", "ルピア": "IDR", "リンギット": "MYR", "ズロチ": "PLN",
    "dollar": "USD", "usd": "USD", "euro": "EUR", "eur": "EUR", "pound": "GBP", "gbp": "GBP", "yen": "JPY", "jpy": "JPY",
    "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "ruble": "RUB", "rouble": "RUB", "won": "KRW", "rupee": "INR", "franc": "CHF",
    "swiss franc": "CHF", "australian dollar": "AUD", "canadian dollar": "CAD", "hong kong dollar": "HKD", "new zealand dollar": "NZD", "singapore dollar": "SGD", "taiwan dollar": "TWD",
    "swedish krona": "SEK", "swedish kronor": "SEK", "krona": "SEK", "kronor": "SEK", "krone": "NOK", "kroner": "NOK", "peso": "MXN", "baht": "THB", "rupiah": "IDR", "ringgit": "MYR", "zloty": "PLN",
    "hryvnia": "UAH", "$": "USD", "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "€": "EUR", "£": "GBP", "¥": "JPY",
}  # fmt: skip
CURRENCY_SIGN = r"(?P<sign>(?:US|HK|AU?|CA?)?\$|€|£|¥|\bJPY |\bUSD |\bEUR |\bGBP )\s?"
"""The sign or code before an amount of money, a part of larger patterns."""
CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
"""What both languages write for a unit of money, by its code."""
KANJI_DIGITS = "〇一二三四五六七八九"
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


def read_digits(written: str) -> int | Fraction:
    """Read what `ARABIC` matched; a whole number stays an int, which is cheaper to reckon with."""
    digits = written.replace(",", "")
    return Fraction(digits) if "." in digits else int(digits)


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


def date_parts(date: str) -> tuple[int, int, int]:
    """Return the year, month and day of a date as `Value` has it, 0 for what is left out.

    >>> date_parts("--03-14"), date_parts("2026")
    ((0, 3, 14), (2026, 0, 0))
    """
    year, rest = (0, date[2:]) if date.startswith("--") else (int(date[:4]), date[5:])
    month, _, day = rest.partition("-")
    return year, int(month or 0), int(day or 0)


def iso_date_text(written: str, new: tuple[int, int, int]) -> str | None:
    """Return a date in the place of one like 2026-03-14 or 2026/3/14, zeros kept; None if that is written otherwise.

    >>> iso_date_text("2026/3/14", (2026, 11, 2))
    '2026/11/2'
    """
    if not ISO_DATE.fullmatch(written) or not all(new):
        return None
    mark = written[4]
    places = 2 if mark == "-" or f"{mark}0" in written else 1
    return mark.join([str(new[0]), *(f"{part:0{places}}" for part in new[1:])])


def decimal_text(number: Fraction, *, places: int) -> str | None:
    """Return a number in digits, exactly; None if it needs more decimal places than `places`.

    >>> decimal_text(Fraction(5, 4), places=2), decimal_text(Fraction(1, 3), places=2)
    ('1.25', None)
    """
    whole, parts = number.as_integer_ratio()
    for used in range(places + 1):
        shifted, rest = divmod(whole * 10**used, parts)
        if not rest:
            digits = f"{shifted:0{used + 1}}"
            return f"{digits[:-used]}.{digits[-used:]}" if used else digits
    return None
