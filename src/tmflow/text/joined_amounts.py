"""Amounts in two parts that are one value: 2ポンド80ペンス, "2 1/4", "four-hundredths", "half a percentage point"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.text.english_words import ONES, TY
from tmflow.text.values import CURRENCIES, Value, ValueKind

__all__ = ["iter_joined_amounts"]

_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15}"
_SMALL = "|".join(sorted(ONES, key=len, reverse=True))
_ENGLISH_NAMES = "|".join(
    sorted((re.escape(name) for name in CURRENCIES if name.isascii() and name.islower()), key=len)[::-1]
)
_JAPANESE_NAMES = "|".join(sorted((name for name in CURRENCIES if not name.isascii()), key=len)[::-1])
_WITH_SMALL_CHANGE = {
    "ja": re.compile(
        rf"(?<![0-9.,万億])(?P<whole>{_NUMBER})(?P<name>{_JAPANESE_NAMES})(?P<part>[0-9]{{1,2}})(?:セント|ペンス|ペニー|コペイカ|サンチーム)"
    ),
    "en": re.compile(
        rf"(?<![0-9.,])(?P<whole>{_NUMBER}|{_SMALL})\s(?P<name>{_ENGLISH_NAMES})s?,?\s(?:and\s)?(?P<part>[0-9]{{1,2}}|{_SMALL})\s(?:cents?|pence|kopecks?|centimes?)\b",
        re.IGNORECASE,
    ),
}
_SIGNS = {
    "¼": Fraction(1, 4),
    "½": Fraction(1, 2),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "⅛": Fraction(1, 8),
}
_MIXED = re.compile(
    rf"(?<![0-9.,/])(?P<whole>{_NUMBER})(?:(?:[ -]|と)(?P<part>[1-9][0-9]?)/(?P<of>[2-9]|[1-9][0-9])(?![0-9/])"
    rf"|(?:と)(?P<of2>[2-9]|[1-9][0-9])分の(?P<part2>[1-9][0-9]?)(?![0-9])|[ と]?(?P<sign>[{''.join(_SIGNS)}])|[個本杯枚袋玉](?P<half>半)(?![分額値数]))"
)
_PERCENT = re.compile(
    r"(?:[\s-]of\sa(?:\sfull)?)?[\s-]?(?:%|per\s?cent\b|percent\b|percentage[\s-]points?\b|パーセント|ポイント)"
)
_SMALL_PART = re.compile(
    rf"(?<![\w-])(?P<count>an?|[0-9]{{1,3}}|(?:(?:{'|'.join(TY)})-)?(?:{'|'.join(ONES)}))[\s-]"
    r"(?P<of>seventh|ninth|tenth|twentieth|fiftieth|hundredth|thousandth|millionth|billionth)(?P<plural>s)?(?=(?P<whole>\sof\b)?)",
    re.IGNORECASE,
)
_PARTS = {
    "seventh": 7, "ninth": 9, "tenth": 10, "twentieth": 20, "fiftieth": 50, "hundredth": 100, "thousandth": 1000,
    "millionth": 10**6, "billionth": 10**9,
}  # fmt: skip
_ENDS = re.compile(r"\s(?:of|as|the|its|their|this|that|last|in|by|to|from|since|and|or|at)\b|\s?[^\w\s-]|\s?$")
"""What may follow "a tenth" if it is a share: "a tenth ship" is none."""
_WORDED_POINTS = re.compile(
    r"\b(?:(?P<whole>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]and[\s-]an?[\s-])?(?P<part>half|(?:a[\s-])?quarter|three[\s-]quarters)"
    r"[\s-](?:of[\s-])?(?:an?[\s-])?(?:percentage[\s-]points?|percent|per\scent|points?)\b",
    re.IGNORECASE,
)


def iter_joined_amounts(text: str, *, language: str) -> Iterator[Value]:
    """Yield the amounts in two parts, in no order. `language` is "ja" or "en". Width is folded already.

    >>> [float(one.value) for one in iter_joined_amounts("2 1/4 cents, four-hundredths of a second", language="en")]
    [2.25, 0.04]
    >>> [(float(one.value), one.unit) for one in iter_joined_amounts("2ポンド80ペンス", language="ja")]
    [(2.8, 'GBP')]
    """
    for found in _WITH_SMALL_CHANGE[language].finditer(text):
        amount = _whole(found.group("whole")) + Fraction(_whole(found.group("part")), 100)
        unit = CURRENCIES.get(found.group("name"), "") or CURRENCIES[found.group("name").lower()]
        yield Value(kind=ValueKind.CURRENCY, value=amount, start=found.start(), end=found.end(), unit=unit)
    for found in _MIXED.finditer(text):
        yield _counted(text, _whole(found.group("whole")) + _part(found), found.start(), found.end())
    if language == "en":
        yield from _iter_small_parts(text)
        yield from _iter_worded_points(text)


def _iter_small_parts(text: str) -> Iterator[Value]:
    """Yield four-hundredths and "a tenth", but for the places in a row that are written alike: "one tenth ship"."""
    for found in _SMALL_PART.finditer(text):
        tens, _, ones = found.group("count").lower().rpartition("-")
        count = int(ones) if ones.isdigit() else 1 if ones in {"a", "an"} else TY.get(tens, 0) + ONES[ones]
        is_share = _ENDS.match(text, found.end()) if ones in {"a", "an", "one"} else found.group("plural")
        if count and is_share:
            part = Fraction(count, _PARTS[found.group("of").lower()])
            yield _counted(text, part, found.start(), found.end())


def _iter_worded_points(text: str) -> Iterator[Value]:
    for found in _WORDED_POINTS.finditer(text):
        whole, said = (found.group("whole") or "zero").lower(), found.group("part").lower()
        part = Fraction(1, 2) if said == "half" else Fraction(3 if said.startswith("three") else 1, 4)
        amount = (int(whole) if whole.isdigit() else ONES[whole]) + part
        yield Value(kind=ValueKind.PERCENT, value=amount, start=found.start(), end=found.end())


def _counted(text: str, amount: Fraction, start: int, end: int) -> Value:
    """Return a percentage where what follows says so, else a number."""
    if found := _PERCENT.match(text, end):
        return Value(kind=ValueKind.PERCENT, value=amount, start=start, end=found.end())
    return Value(kind=ValueKind.NUMBER, value=amount, start=start, end=end)


def _part(found: re.Match[str]) -> Fraction:
    if found.group("half"):
        return Fraction(1, 2)
    if found.group("sign"):
        return _SIGNS[found.group("sign")]
    part, whole = found.group("part") or found.group("part2"), found.group("of") or found.group("of2")
    return Fraction(int(part), int(whole))


def _whole(written: str) -> int:
    return ONES[written.lower()] if written[0].isalpha() else int(written.replace(",", ""))
