"""Times of races, which have marks of their own: 3分6秒27 and "3:06.27", 2時間9分41秒 and "2:09:41"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.text.values import HALF_WIDTH, Value, ValueKind

__all__ = ["iter_lapses"]

_JAPANESE = re.compile(
    r"(?:(?P<hours>[0-9]{1,3})時間)?(?:(?P<minutes>[0-9]{1,2})分)?(?P<seconds>[0-9]{1,2})秒(?P<parts>[0-9]{1,3})(?![0-9])"
)
_ENGLISH = re.compile(
    r"(?<![0-9:.])(?:(?P<hours>[0-9]{1,3}):(?P<minutes>[0-5]?[0-9]):(?P<seconds>[0-5][0-9])(?:\.(?P<parts>[0-9]{1,3}))?"
    r"|(?P<minutes2>[0-9]{1,3}):(?P<seconds2>[0-5][0-9])\.(?P<parts2>[0-9]{1,3}))(?![0-9:]|\.[0-9]|\s?[ap]\.?m\b)"
)
_LENGTHS = {"hours": 3600, "minutes": 60, "seconds": 1}
"""In seconds."""


def iter_lapses(text: str, *, language: str) -> Iterator[Value]:
    """Yield the times of races, in seconds. `language` is "ja" or "en". What is no more than 6分27秒 is none.

    >>> [float(one.value) for one in iter_lapses("3分6秒27", language="ja")]
    [186.27]
    >>> [float(one.value) for one in iter_lapses("3:06.27 and 2:09:41", language="en")]
    [186.27, 7781.0]
    """
    pattern = _JAPANESE if language == "ja" else _ENGLISH
    for found in pattern.finditer(text.translate(HALF_WIDTH)):
        parts = {name.rstrip("2"): said for name, said in found.groupdict().items() if said}
        seconds = sum(int(parts.get(name, 0)) * length for name, length in _LENGTHS.items())
        part = Fraction(f"0.{parts['parts']}") if "parts" in parts else Fraction(0)
        yield Value(kind=ValueKind.NUMBER, value=seconds + part, start=found.start(), end=found.end())
