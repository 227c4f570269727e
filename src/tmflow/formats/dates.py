"""Dates of publication in title blocks: where they stand, as they are written, and as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

__all__ = ["WrittenDate", "iter_dates", "read_iso"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?)"
)
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before the first of each era."""
_ZONES = {
    "JST": "+09:00",
    "日本時間": "+09:00",
    "JAPAN TIME": "+09:00",
    "GMT": "+00:00",
    "UTC": "+00:00",
    "Z": "+00:00",
}
"""Only names that mean one zone the world over; EST, CST and the like do not."""

_ZONE = r"(?:[ \u3000]*[(（]?[ \u3000]*(?P<zone{0}>JST|GMT|UTC|日本時間|[Jj]apan [Tt]ime|Z|[+-]\d\d:?\d\d)(?![A-Za-z])[ \u3000]*[)）]?)?"
_WEEKDAY_JA = r"(?:[ \u3000]*[(（][月火水木金土日](?:曜日?)?[)）])?"
_WEEKDAY_EN = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_TIME_JA = r"(?:[ \u3000T]*(?P<half{0}>午前|午後)?(?P<hour{0}>\d{{1,2}})(?:[:：]|時)(?P<minute{0}>\d{{1,2}}|半)?(?:分|[:：]\d\d)?)?"
_TIME_EN = r"(?:,?[ T]+(?:at )?(?P<hour{0}>\d{{1,2}})[:.](?P<minute{0}>\d\d)(?:[:.]\d\d)?(?:[ ]?(?P<half{0}>[AaPp]\.?[Mm]\.?))?)?"
_DATE = re.compile(
    "|".join(
        (
            r"(?:(?P<era>明治|大正|昭和|平成|令和)(?P<year_e>\d{1,2}|元)|(?P<year_j>\d{4}))年[ ]?(?P<month_j>\d{1,2})月[ ]?(?P<day_j>\d{1,2})日"
            + _WEEKDAY_JA
            + _TIME_JA.format("_j")
            + _ZONE.format("_j"),
            r"(?P<month_m>\d{1,2})月(?P<day_m>\d{1,2})日" + _WEEKDAY_JA + _TIME_JA.format("_m") + _ZONE.format("_m"),
            r"(?<!\d)(?P<year_i>\d{4})(?P<dash_i>[-/.])(?P<month_i>\d{1,2})(?P=dash_i)(?P<day_i>\d{1,2})(?!\d)"
            r"(?:[T ]+(?P<hour_i>\d{1,2}):(?P<minute_i>\d\d)(?::\d\d(?:\.\d+)?)?)?" + _ZONE.format("_i"),
            _WEEKDAY_EN
            + _MONTH.format("month_a")
            + r" (?P<day_a>\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<year_a>\d{4})(?!\d))?"
            + _TIME_EN.format("_a")
            + r",?"
            + _ZONE.format("_a"),
            _WEEKDAY_EN
            + r"(?P<day_b>\d{1,2})(?:st|nd|rd|th)? "
            + _MONTH.format("month_b")
            + r"(?:,? (?P<year_b>\d{4})(?!\d))?"
            + _TIME_EN.format("_b")
            + r",?"
            + _ZONE.format("_b"),
        )
    )
)
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_NOON = 12


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date found in a text.

    start, end: its place; written: the characters there; iso: ISO 8601, with the time and the zone where they are given,
    None where the year is missing or the figures are no date.
    """

    start: int
    end: int
    written: str
    iso: str | None


def iter_dates(text: str) -> Iterator[WrittenDate]:
    """Yield the dates with a day in a text, Japanese and English forms.

    >>> [(d.written, d.iso) for d in iter_dates("公開：2026年3月15日 11:50(JST)")]
    [('2026年3月15日 11:50(JST)', '2026-03-15T11:50+09:00')]
    >>> [d.iso for d in iter_dates("March 14, 2026, 09:05 GMT; 12月2日")]
    ['2026-03-14T09:05+00:00', None]
    """
    for match in _DATE.finditer(text.translate(_DIGITS)):
        end = match.start() + len(match[0].rstrip(", \u3000"))
        yield WrittenDate(match.start(), end, text[match.start() : end], _iso(match))


def read_iso(written: str) -> str | None:
    """Return what front matter or a tag gives for a date, as ISO 8601: a day, or a moment where a time is given.

    >>> read_iso("2026-03-14"), read_iso(" 2026-03-14 09:05+00:00 "), read_iso("soon")
    ('2026-03-14', '2026-03-14T09:05:00+00:00', None)
    """
    written = written.strip()
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.isoformat() if "T" in written or " " in written else moment.date().isoformat()


def _iso(match: re.Match[str]) -> str | None:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    values = {name.rsplit("_", 1)[0]: value for name, value in groups.items() if name != "era"}
    if "year" not in values:
        return None
    year = 1 if values["year"] == "元" else int(values["year"])
    if "era" in groups:
        year += _ERAS[groups["era"]]
    month = values["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        day = date(year, number, int(values["day"])).isoformat()
        clock = _clock(values)
    except ValueError:
        return None
    if clock is None:
        return day
    return f"{day}T{clock}{_zone(values.get('zone'))}"


def _clock(values: dict[str, str]) -> str | None:
    if "hour" not in values:
        return None
    hour = int(values["hour"])
    minute = values.get("minute", "0")
    half = values.get("half", "").lower().replace(".", "")
    if half in {"午後", "pm"} and hour < _NOON:
        hour += _NOON
    elif half == "am" and hour == _NOON:
        hour = 0
    return time(hour, 30 if minute == "半" else int(minute)).strftime("%H:%M")


def _zone(written: str | None) -> str:
    if written is None:
        return ""
    known = _ZONES.get(written.upper())
    if known is not None:
        return known
    return written if ":" in written else f"{written[:3]}:{written[3:]}"
