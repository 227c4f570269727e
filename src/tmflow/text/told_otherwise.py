"""What a number says by the words at it: 25 basis points, 80 pence, the 41st minute of the second half, 二十数人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tmflow.text.values import KANJI_DIGITS, Value, ValueKind, date_parts

__all__ = ["as_sentenced", "is_in_cents", "iter_more_than_tens", "iter_told_otherwise"]

_REACH = 12
_BASIS_POINTS = {
    "ja": re.compile(r"\s?(?:ベーシス・?ポイント|bps?(?![A-Za-z]))"),
    "en": re.compile(r"[\s-]?(?:basis[\s-]points?|bps?)\b", re.IGNORECASE),
}
_PLAYED = re.compile("(?P<extra>延長)?(?P<half>前半|後半)の?(?:開始)?(?:約|わずか)?$")
_MINUTES_PLAYED = {("", "後半"): (40, 45), ("延長", "前半"): (90,), ("延長", "後半"): (105,)}
"""How long a match of rugby or football has been played before that part of it begins."""
_MORE_THAN_TENS = re.compile(
    "(?:(?<![百千万億〇一二三四五六七八九])[二三四五六七八九]?十|(?<![0-9])[1-9]0)数(?=[年人日件回個本隻台頭枚軒戸歳社校国羽匹冊基両着点名カ国か箇ヶケ万億])"
)
_DOZENS = {10: 12, 20: 24, 30: 36, 40: 48}
"""By the tens that a dozen and more of them are: two dozen 二十数."""
_SENTENCED = re.compile(
    "(?:懲役|禁錮|禁固|拘禁刑|実刑|刑期|有期刑)[^。、0-9]{0,6}(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})年(?=(?P<months>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月)"
)
"""The years of a sentence to prison, whose 6月 are six months."""
_SENTENCE_REACH = 24
_CENTS = {
    "ja": re.compile(r"\s?(?:セント|ペンス)"),
    "en": re.compile(r"[\s-]?(?:cents?\b|¢|pence\b|p\b)", re.IGNORECASE),
}


def iter_told_otherwise(text: str, value: Value, *, language: str) -> Iterator[Value]:
    """Yield the readings of a number in the measures of the other language. `language` is "ja" or "en".

    >>> number = Value(kind=ValueKind.NUMBER, value=Fraction(25), start=0, end=2)
    >>> [(str(one.kind), str(one.value)) for one in iter_told_otherwise("25 basis points", number, language="en")]
    [('percent', '1/4')]
    """
    amount = value.value
    if not isinstance(amount, Fraction):
        return
    if _BASIS_POINTS[language].match(text, value.end):
        yield replace(value, kind=ValueKind.PERCENT, value=amount / 100)
    if found := _CENTS[language].match(text, value.end):
        for unit in ("GBP",) if found.group().strip(" -").lower() in {"ペンス", "pence", "p"} else ("USD", "EUR"):
            yield replace(value, kind=ValueKind.CURRENCY, value=amount / 100, unit=unit)
    if language == "ja" and text[value.end - 1] == "数" and amount in _DOZENS:
        yield replace(value, value=Fraction(_DOZENS[int(amount)]))
    if language == "ja" and text.startswith("分", value.end):
        played = _PLAYED.search(text, max(0, value.start - _REACH), value.start)
        for before in _MINUTES_PLAYED.get((played.group("extra") or "", played.group("half")), ()) if played else ():
            yield replace(value, value=amount + before)


def is_in_cents(text: str, value: Value, *, language: str) -> bool:
    """Whether a number is one of cents or pence.

    >>> is_in_cents("80 pence", Value(kind=ValueKind.NUMBER, value=Fraction(80), start=0, end=2), language="en")
    True
    """
    return value.kind is ValueKind.NUMBER and _CENTS[language].match(text, value.end) is not None


def iter_more_than_tens(text: str) -> Iterator[Value]:
    """Yield the tens of which a Japanese text has some more: 10 for 十数人, 20 for 20数カ国.

    >>> [str(one.value) for one in iter_more_than_tens("十数人と20数カ国")]
    ['10', '20']
    """
    for found in _MORE_THAN_TENS.finditer(text):
        first = found.group()[0]
        tens = int(first) if first.isdigit() else 1 if first == "十" else KANJI_DIGITS.index(first)
        yield Value(kind=ValueKind.NUMBER, value=Fraction(10 * tens), start=found.start(), end=found.end())


def as_sentenced(text: str, value: Value) -> Value:
    """Return a month that belongs to a sentence to prison as the number it is: 懲役2年6月.

    >>> month = Value(kind=ValueKind.DATE, value="--06", start=4, end=6)
    >>> [(str(one.kind), str(one.value)) for one in (as_sentenced("懲役2年6月", month), as_sentenced("令和2年6月", month))]
    [('number', '6'), ('date', '--06')]
    """
    if value.kind is not ValueKind.DATE or not text.startswith("月", value.end - 1):
        return value
    before = text[max(0, value.start - _SENTENCE_REACH) : value.end]
    found = next((one for one in _SENTENCED.finditer(before) if one.end("months") == len(before) - 1), None)
    if found is None:
        return value
    number = Fraction(date_parts(str(value.value))[1])
    return replace(
        value, kind=ValueKind.NUMBER, value=number, start=value.end - 1 - len(found["months"]), end=value.end - 1
    )
