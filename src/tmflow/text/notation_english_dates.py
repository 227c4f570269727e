"""Writing dates and times of day in English in the notation of others."""

from __future__ import annotations

import re

from tmflow.text.english_words import MONTH_NAMES, ordinal_ending
from tmflow.text.values import NOON, Value, date_parts, iso_date_text

__all__ = ["write_english_clock", "write_english_date"]

_MONTH = r"(?P<month>[A-Z][a-z]{2,8}\.?)"
_DAY = r"(?P<day>[0-9]{1,2})(?P<ending>st|nd|rd|th)?"
_YEAR = r"(?P<year>[12][0-9]{3})"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?",
        rf"{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR})?",
        rf"{_MONTH}(?:,?\s{_YEAR})?",
        _YEAR,
    )
)
_DECADE = re.compile(r"[12][0-9]{2}0(?P<ending>[’']?s)")
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:(?P<mark>[:.])(?P<minute>[0-9]{2}))?(?:(?P<gap>\s?)(?P<half>[ap])(?P<rest>\.?m\.?))?",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(
    r"\s(?:in\sthe|at|this|tomorrow|yesterday)\s?(?:morning|afternoon|evening|night)|\s(?:tonight|o[’']clock)"
)
_AS_WORDS = {"12:00": "noon", "00:00": "midnight"}


def write_english_date(written: str, new: str) -> str | None:
    """Return the date in the place of another with the same parts."""
    if decade := _DECADE.fullmatch(written):
        return f"{new[:3]}0{decade.group('ending')}" if new.endswith("x") else None
    if new.endswith("x"):
        return None
    year, month, day = date_parts(new)
    if spelled := iso_date_text(written, (year, month, day)):
        return spelled
    for pattern in _DATES:
        if found := pattern.fullmatch(written):
            parts = found.groupdict()
            if tuple(bool(parts.get(name)) for name in ("year", "month", "day")) != (year > 0, month > 0, day > 0):
                return None
            texts = {"year": str(year), "day": str(day)}
            if month:
                texts["month"] = _month_like(parts["month"], month)
            if parts.get("ending"):
                texts["ending"] = ordinal_ending(day)
            return _replace_groups(found, texts)
    return None


def _replace_groups(found: re.Match[str], texts: dict[str, str]) -> str:
    """Return what was matched with some of its groups replaced."""
    spelled = found.group()
    groups = [name for name in texts if found.groupdict().get(name)]
    for name in sorted(groups, key=found.start, reverse=True):
        spelled = spelled[: found.start(name)] + texts[name] + spelled[found.end(name) :]
    return spelled


def _month_like(written: str, month: int) -> str:
    """Return the name of a month, in full or cut as another is; May, June and July stay whole beside a full stop."""
    name = MONTH_NAMES[month - 1]
    if written.endswith("."):
        short = "Sept." if name == "September" else f"{name[:3]}."
        return short if len(name) > len("July") else name
    is_cut = written not in MONTH_NAMES
    return name[:3] if is_cut else name


def write_english_clock(text: str, value: Value, new: str) -> str | None:
    """Return the time of day in the place of another; None where words beside it say which half of the day it is."""
    written = text[value.start : value.end]
    if written.lower() in {"noon", "midnight"}:
        word = _AS_WORDS.get(new)
        return word.capitalize() if word and written[0].isupper() else word
    found = _CLOCK.fullmatch(written)
    if found is None or _PART_OF_DAY.match(text, value.end):
        return None
    hour, minute = map(int, new.split(":"))
    half, mark = found.group("half"), found.group("mark") or ":"
    if half is None:
        places = 2 if written.startswith("0") else 1
        return f"{hour:0{places}}{mark}{minute:02}"
    if new in _AS_WORDS:
        return _word_for(text, value, new)
    letter = "p" if hour >= NOON else "a"
    is_full = found.group("minute") == "00"
    time = f"{hour % NOON or NOON}{f'{mark}{minute:02}' if minute or is_full else ''}"
    return f"{time}{found.group('gap')}{letter.upper() if half.isupper() else letter}{found.group('rest')}"


def _word_for(text: str, value: Value, new: str) -> str | None:
    """Return "noon" or "midnight", with the full stop if the one of "p.m." ends the sentence; None if that is not clear."""
    word = _AS_WORDS[new]
    if not text[: value.end].endswith(".") or not re.search(r"\w", text[: value.start] + text[value.end :]):
        return word
    rest = text[value.end :]
    if rest.lstrip("\"'”’)") == "":
        return f"{word}."
    return None if rest.lstrip()[:1].isupper() else word
