"""The dates of a text that is nothing but a date, in notations that say something else, or may, within a sentence.

"March" and "May" are verbs there and names, 10/3 is a share or a score, and of 10月3〜5日 the 3 has no sign of its own.
"""

from __future__ import annotations

import math
import re

from tmflow.text.english_words import MONTH_NAMES
from tmflow.text.values import HALF_WIDTH, Value, build_date

__all__ = ["lone_dates"]

_TO = r"\s?(?:[~〜～–—-]|から|to|through)\s?"
_MONTH = r"[A-Z][a-z]{2,8}\.?"
_MONTHS = {form: at for at, name in enumerate(MONTH_NAMES, 1) for form in (name, name[:3], f"{name[:3]}.")} | {
    "Sept": 9,
    "Sept.": 9,
}
_WEEKDAY = r"(?:\s?[(（][月火水木金土日](?:曜日?)?[)）])?"
_ENGLISH = (re.compile(rf"(?P<m1>{_MONTH})(?:{_TO}(?P<m2>{_MONTH}))?"),)
_JAPANESE = (
    re.compile(r"(?P<y1>[12][0-9]{3})/(?P<m1>[0-9]{1,2})"),
    re.compile(
        rf"(?P<m1>[0-9]{{1,2}})/(?P<d1>[0-9]{{1,2}}){_WEEKDAY}(?:{_TO}(?:(?P<m2>[0-9]{{1,2}})/(?P<d2>[0-9]{{1,2}})|[0-9]{{1,2}}){_WEEKDAY})?"
    ),
    re.compile(rf"(?:(?P<y1>[12][0-9]{{3}})年)?(?P<m1>[0-9]{{1,2}})月(?P<d1>[0-9]{{1,2}}){_TO}(?P<end>[0-9]{{1,2}})日"),
    re.compile(rf"(?P<m1>[0-9]{{1,2}}){_TO}(?P<m2>[0-9]{{1,2}})月"),
)
"""Year, month and day of a date, and of another: where a number is taken for a number all the same, it has no name."""
_LARGEST_SHARE = 10


def lone_dates(text: str, *, language: str) -> tuple[Value, ...]:
    """Return the dates that only a text which is nothing but dates states; () if it is not, or in no such notation.

    Of 10月3〜5日 it is the first: the other is read in any text. What may be a share as well (1/2, 3/4) is none.
    `language` is "ja" or "en".

    >>> [(found.value, found.end) for found in lone_dates("10月3〜5日", language="ja")]
    [('--10-03', 4)]
    >>> [found.value for found in lone_dates("March-May", language="en")], lone_dates("It may rain.", language="en")
    (['--03', '--05'], ())
    """
    folded = text.translate(HALF_WIDTH)
    for pattern in _ENGLISH if language == "en" else _JAPANESE:
        if found := pattern.fullmatch(folded.strip()):
            return _dates_of(found, len(folded) - len(folded.lstrip()))
    return ()


def _dates_of(found: re.Match[str], offset: int) -> tuple[Value, ...]:
    parts = {name: _number(part) for name, part in found.groupdict().items() if part}
    dates = []
    may_be_shares = "/" in found.group() and not found.group().endswith((")", "）"))  # the day of the week tells
    for at in ("1", "2"):
        names = [f"{part}{at}" for part in "ymd" if f"{part}{at}" in parts]
        if not names:
            continue
        year, month, day = (parts.get(f"{part}{at}", 0) for part in "ymd")
        start, end = found.start(names[0]), found.end(names[-1])
        date = build_date(year, month, day, start=offset + start, end=offset + end) if month else None
        if date is None or (may_be_shares and not year and _is_share(month, day)):
            return ()
        dates.append(date)
    return () if parts.get("end", 32) <= parts.get("d1", 0) else tuple(dates)


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS.get(written, 0)


def _is_share(month: int, day: int) -> bool:
    """Whether a half, two thirds or the like may be meant, of which nobody says so in larger numbers."""
    return month < day <= _LARGEST_SHARE and math.gcd(month, day) == 1
