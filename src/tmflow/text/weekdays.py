"""The days of the week that a text names, and writing another in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["iter_weekdays", "respell_weekday"]

_JAPANESE_DAYS = "月火水木金土日"
_JAPANESE = re.compile(rf"[{_JAPANESE_DAYS}](?=曜)|(?<=[(（])[{_JAPANESE_DAYS}](?=[)）・])")
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?<!\w[A-Z][a-z]{2})(?:(?:s|nes|rs|ur)?day(?=s?\b)|(?=[.,)]))")
"""It starts with letters, which are searched for fast."""


def iter_weekdays(text: str, *, language: str) -> Iterator[tuple[int, int, int]]:
    """Yield the day, 0 for Monday to 6, and the half-open range of its name, in order. `language` is "ja" or "en".

    >>> list(iter_weekdays("14日(土)と月曜日", language="ja")), list(iter_weekdays("Saturday", language="en"))
    ([(5, 4, 5), (0, 7, 8)], [(5, 0, 8)])
    """
    if language == "ja":
        for found in _JAPANESE.finditer(text) if "曜" in text or ")" in text or "）" in text else ():
            yield _JAPANESE_DAYS.index(found.group()), found.start(), found.end()
        return
    for found in _ENGLISH.finditer(text):
        day = next(number for number, name in enumerate(_ENGLISH_DAYS) if name.startswith(found.group()[:3]))
        yield day, found.start(), found.end()


def respell_weekday(written: str, day: int, *, language: str) -> str:
    """Return the name of a day, 0 for Monday to 6, as long as the name that was written.

    >>> respell_weekday("Sat", 6, language="en")
    'Sun'
    """
    if language == "ja":
        return _JAPANESE_DAYS[day]
    name = _ENGLISH_DAYS[day]
    return name if written.endswith("day") else name[:3]
