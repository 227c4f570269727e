"""Writing a value of one language in the other's own notation, where that is certain."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from tmflow.text.english_words import MONTH_NAMES, ordinal_ending
from tmflow.text.notation import respell
from tmflow.text.numbers import iter_values
from tmflow.text.values import HALF_WIDTH, NOON, Value, ValueKind, date_parts, decimal_text

__all__ = ["restate"]

_PLAIN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_MYRIAD = 10_000
_MODELS = {
    ("en", ValueKind.NUMBER): ("5,000",),
    ("en", ValueKind.CURRENCY): ("$5,000", "5,000 yen"),
    ("ja", ValueKind.NUMBER): ("5万",),
    ("ja", ValueKind.CURRENCY): ("5万ドル",),
}
"""Amounts in whose notation another one is written, the first that can show it."""
_WITHOUT_SIGN = frozenset({"JPY"})
"""Currencies that have a sign but are named in running English."""
_NOON_AND_MIDNIGHT = {("en", NOON): "noon", ("en", 0): "midnight", ("ja", NOON): "正午"}
_HALF_OF_DAY = re.compile(r"午前|午後|正午|noon|midnight|[ap]\.?m", re.IGNORECASE)


def restate(text: str, value: Value, *, language: str) -> str | None:
    """Return what says a value of a text in another language; None where that is not certain.

    value: one that `iter_values` finds in the text; language: of the answer, "ja" or "en". Ordinals (but for a day of the
    month), fractions, and times of which only one language tells the half of the day have no certain counterpart. The
    answer, read again, has the value.

    >>> restate("1億5000万ドル", next(iter_values("1億5000万ドル", language="ja")), language="en")
    '$150 million'
    >>> restate("at 3:30 p.m.", next(iter_values("at 3:30 p.m.", language="en")), language="ja")
    '午後3時30分'
    """
    written = text[value.start : value.end].translate(HALF_WIDTH)
    spelled = _WRITERS[value.kind](written, value, language)
    if spelled is None:
        return None
    read = list(iter_values(f"in {spelled}" if language == "en" else spelled, language=language))
    return spelled if len(read) == 1 and _is_same(read[0], value) else None


def _is_same(read: Value, value: Value) -> bool:
    """Whether a value was read as it was meant; the 14th, without its month, is read as an ordinal, and 2026 as a number."""
    if value.kind is ValueKind.DATE and isinstance(read.value, Fraction):
        return str(value.value) in {f"---{int(read.value):02}", str(read.value)}
    return (read.value, read.unit) == (value.value, value.unit)


def _write_amount(written: str, value: Value, language: str) -> str | None:
    if not isinstance(value.value, Fraction) or "分の" in written:
        return None
    if value.kind is ValueKind.NUMBER and _PLAIN.fullmatch(written):
        return written
    models = _MODELS[language, value.kind]
    for model in models[-1:] if value.unit in _WITHOUT_SIGN else models:
        like = model.replace("万", "000") if value.value < _MYRIAD else model
        (there,) = iter_values(like, language=language)
        if found := respell(like, there, value.value, unit=value.unit, language=language):
            return found.text
    return None


def _write_percent(_: str, value: Value, language: str) -> str | None:
    amount = decimal_text(value.value, places=3) if isinstance(value.value, Fraction) else None
    return f"{amount}{'%' if language == 'ja' else ' percent'}" if amount else None


def _write_date(_: str, value: Value, language: str) -> str | None:
    date = str(value.value)
    if date.endswith("x"):
        return f"{date[:3]}0年代" if language == "ja" else f"the {date[:3]}0s"
    year, month, day = date_parts(date)
    if language == "ja":
        return "".join(f"{part}{mark}" for part, mark in ((year, "年"), (month, "月"), (day, "日")) if part)
    if not month:
        return f"the {day}{ordinal_ending(day)}" if day else str(year)
    name = f"{MONTH_NAMES[month - 1]} {day}" if day else MONTH_NAMES[month - 1]
    return f"{name}, {year}" if year and day else f"{name} {year}" if year else name


def _write_clock(written: str, value: Value, language: str) -> str | None:
    hour, minute = map(int, str(value.value).split(":"))
    is_told = _HALF_OF_DAY.search(written) is not None
    if is_told and not minute and (word := _NOON_AND_MIDNIGHT.get((language, hour))):
        return word
    if language == "ja":
        half = ("午後" if hour >= NOON else "午前") if is_told else ""
        return f"{half}{hour % NOON if half else hour}時" + (f"{minute}分" if minute else "")
    minutes = f":{minute:02}" if minute else ""
    if not is_told and hour <= NOON:
        return f"{hour}:{minute:02}" if minute or ":" in written else None
    return f"{hour % NOON or NOON}{minutes} {'p' if hour >= NOON else 'a'}.m."


_WRITERS: dict[ValueKind, Callable[[str, Value, str], str | None]] = {
    ValueKind.NUMBER: _write_amount,
    ValueKind.CURRENCY: _write_amount,
    ValueKind.PERCENT: _write_percent,
    ValueKind.DATE: _write_date,
    ValueKind.CLOCK: _write_clock,
    ValueKind.ORDINAL: lambda *_: None,
}
