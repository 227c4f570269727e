"""The values that English says in words of its own: times of day, parts of a million, round ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.text.english_words import ONES, TY
from tmflow.text.values import NOON, Value, ValueKind

__all__ = ["iter_spoken_values"]

_PART_OF_SCALE = re.compile(
    r"\b(?:(?:a|one)[\s-]quarter|three[\s-]quarters)\sof\sa\s(?P<scale>million|billion|trillion)\b", re.IGNORECASE
)
_MAP_SCALE = re.compile(r"(?<![0-9:.])1:(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{3,9})(?![0-9:])")
_SPOKEN_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_SPOKEN_TIME = re.compile(
    r"\b(?:a\s)?(?P<part>half|quarter|five|ten|twenty-five|twenty)(?:\sminutes)?\s(?P<side>past|after|to|before)"
    r"\s(?P<hour>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])\b(?!\s(?:percent|per\scent|years|days))"
    r"(?P<later>\s(?:in\sthe\s(?:afternoon|evening)|at\snight|p\.?m))?",
    re.IGNORECASE,
)


_ROUND_ORDINALS = {f"{word.removesuffix('y')}ieth": amount for word, amount in TY.items()} | {
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
}
_ROUND_ORDINAL = re.compile(
    rf"(?<![\w-])(?:(?P<times>{'|'.join(ONES)})[\s-](?=hundredth|thousandth))?(?P<word>{'|'.join(_ROUND_ORDINALS)})\b(?![\s-]of\sa)",
    re.IGNORECASE,
)


def iter_spoken_values(text: str) -> Iterator[Value]:
    """Yield what English says in words only: "a quarter of a million", "half past three", "a quarter to seven", "fiftieth".

    >>> [str(value.value) for value in iter_spoken_values("half past three, a quarter of a million")]
    ['250000', '03:30']
    """
    for found in _PART_OF_SCALE.finditer(text):
        scale = {"million": 10**6, "billion": 10**9, "trillion": 10**12}[found.group("scale").lower()]
        part = Fraction(3, 4) if found.group().lower().startswith("three") else Fraction(1, 4)
        yield Value(kind=ValueKind.NUMBER, value=part * scale, start=found.start(), end=found.end())
    for found in _MAP_SCALE.finditer(text):
        part = Fraction(1, int(found.group("whole").replace(",", "")) or 1)
        yield Value(kind=ValueKind.NUMBER, value=part, start=found.start(), end=found.end())
    for found in _SPOKEN_TIME.finditer(text):
        written = found.group("hour").lower()
        hour = (int(written) if written.isdigit() else ONES[written]) % NOON + NOON * bool(found.group("later"))
        minutes = _SPOKEN_MINUTES[found.group("part").lower()]
        total = hour * 60 + (minutes if found.group("side").lower() in {"past", "after"} else -minutes)
        clock = f"{total // 60 % 24:02}:{total % 60:02}"
        yield Value(kind=ValueKind.CLOCK, value=clock, start=found.start(), end=found.end("hour"))
    for found in _ROUND_ORDINAL.finditer(text):
        amount = _ROUND_ORDINALS[found.group("word").lower()] * ONES.get((found.group("times") or "one").lower(), 1)
        yield Value(kind=ValueKind.ORDINAL, value=Fraction(amount), start=found.start(), end=found.end())
