"""Writing dates and times of day in Japanese in the notation of others."""

from __future__ import annotations

import re

from tmflow.text.values import ERAS, KANJI_DIGITS, NOON, date_parts, iso_date_text

__all__ = ["write_japanese_clock", "write_japanese_date"]

_NUMERAL = "[0-9]+|[〇一二三四五六七八九十]+"
_DATE = re.compile(
    rf"(?:(?:(?P<era>明治|大正|昭和|平成|令和)(?P<era_year>元|{_NUMERAL})|(?P<year>{_NUMERAL}))年)?"
    rf"(?:\s?(?P<month>{_NUMERAL})月)?(?:\s?(?P<day>{_NUMERAL})日?)?"
)
_IN_DIGITS = re.compile(r"(?:(?P<year>[12][0-9]{3})/)?(?P<month>[0-9]{1,2})(?:/(?P<day>[0-9]{1,2}))?")
"""What is a date only in a text that is nothing else: 10/3, 2026/10, the 3 of 3〜5月."""
_DECADE = re.compile("[12][0-9]{2}0年代")
_CLOCK = re.compile(
    rf"(?P<half>午前|午後)?(?P<hour>{_NUMERAL})時(?:(?P<minute>{_NUMERAL})分|(?P<is_half>半))?"
    r"|(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})"
)
_POSITIONAL = re.compile("〇|[一二三四五六七八九]{2}")
_HALF_HOUR = 30
_FIRST_DAYS = {
    "明治": (1868, 1, 25),
    "大正": (1912, 7, 30),
    "昭和": (1926, 12, 25),
    "平成": (1989, 1, 8),
    "令和": (2019, 5, 1),
}
"""The first day of each era; that of Meiji as its edict has it, the first of the lunar year."""


def write_japanese_date(written: str, new: str) -> str | None:
    """Return the date in the place of another (half width) with the same parts; in its era, if it names one."""
    if _DECADE.fullmatch(written):
        return f"{new[:3]}0年代" if new.endswith("x") else None
    if new.endswith("x"):
        return None
    if spelled := iso_date_text(written, date_parts(new)):
        return spelled
    found = _IN_DIGITS.fullmatch(written) or _DATE.fullmatch(written)
    return _replace_parts(found, *date_parts(new)) if found else None


def _replace_parts(found: re.Match[str], year: int, month: int, day: int) -> str | None:
    """Return a date with other parts of the same sort."""
    groups, written = found.groupdict(), found.group()
    has = (bool(groups["year"] or groups.get("era")), bool(groups["month"]), bool(groups["day"]))
    if has != (year > 0, month > 0, day > 0):
        return None
    numbers = {"month": month, "day": day, "year": year}
    if groups.get("era"):
        counted = _era_year(groups["era"], year, month, day)
        if counted is None:
            return None
        numbers["era_year"] = counted
    texts = {
        name: "元" if name == "era_year" and number == 1 else _numeral_like(groups[name], number, of=written)
        for name, number in numbers.items()
        if groups.get(name)
    }
    for name in sorted(texts, key=found.start, reverse=True):
        written = written[: found.start(name)] + texts[name] + written[found.end(name) :]
    return written


def _era_year(era: str, year: int, month: int, day: int) -> int | None:
    """Return which year of an era a date is in, None if the date or, of a month or a last year, a part of it is in another.

    month, day: 0 for what the date leaves out. A first year that is given alone counts as the new era's.
    """
    latest = year, month or 12, day or 31
    earliest = (year, month, day or 1) if month else latest
    later = min((start for start in _FIRST_DAYS.values() if start > _FIRST_DAYS[era]), default=None)
    return year - ERAS[era] if earliest >= _FIRST_DAYS[era] and (later is None or latest < later) else None


def _numeral_like(written: str, number: int, *, of: str) -> str:
    """Return a number in digits (with a leading zero where there was one) or in kanji, 二〇二六 or 二十六, as written."""
    if written == "元":
        return str(number)
    if written[0].isdigit() and written[0].isascii():
        return f"{number:0{len(written) if written.startswith('0') else 1}}"
    is_positional = _POSITIONAL.search(of) and "十" not in of
    if is_positional or number > 99:  # noqa: PLR2004 - years are positional
        return str(number).translate(str.maketrans("0123456789", KANJI_DIGITS))
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{KANJI_DIGITS[tens]}十"
    return head + (KANJI_DIGITS[ones] if ones else "")


def write_japanese_clock(written: str, new: str, *, has_noon_word: bool = True) -> str | None:
    """Return the time of day in the place of another (half width); None for 朝, 夜 and the like, which may not fit it.

    has_noon_word: whether noon may be 正午 where the half of the day is told, as it is written on its own; else 午後0時.
    """
    hour, minute = map(int, new.split(":"))
    if written == "正午":
        return "正午" if new == "12:00" else None
    found = _CLOCK.fullmatch(written)
    if found is None:
        return None
    groups = found.groupdict()
    if groups["hour2"]:
        return f"{hour:0{2 if written.startswith('0') else 1}}:{minute:02}"
    half = groups["half"] or ""
    if half and has_noon_word and new == "12:00":
        return "正午"
    if half:
        half, hour = ("午後", hour - NOON) if hour >= NOON else ("午前", hour)
    spelled = f"{half}{_numeral_like(groups['hour'], hour, of=groups['hour']) or '〇'}時"
    if minute == _HALF_HOUR and groups["is_half"]:
        return f"{spelled}半"
    like = groups["minute"] or groups["hour"].lstrip("0") or groups["hour"]
    return f"{spelled}{_numeral_like(like, minute, of=like)}分" if minute else spelled
