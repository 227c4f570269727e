"""Counting the items of a list of HTML: from where, which way, in figures, letters or Roman numerals (standard, section 4.4.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

__all__ = ["ListCount", "count_items"]

_NUMBER = re.compile(r"[0-9]{1,6}")
_TAG = re.compile(r"<(/?)(ol|ul|menu|li)\b", re.IGNORECASE)
_MOST_TAGS = 2000
"""So many tags of lists are read to count items, so that a broken page with thousands of open lists takes no longer."""
_LETTERS = 26
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3999


class ListCount:
    """The count of one list as it is read.

    >>> count = ListCount({"type": "a", "start": "26"})
    >>> count.next_mark(), count.next_mark()
    ('z.', 'aa.')
    """

    def __init__(self, attributes: Mapping[str, str], *, items: int = 0) -> None:
        """Begin to count. attributes: of the list; items: how many it has, from which one that counts down begins."""
        self._type = attributes.get("type", "")
        self._step = -1 if "reversed" in attributes else 1
        start = attributes.get("start", "")
        first = int(start) if _NUMBER.fullmatch(start) else items if self._step < 0 else 1
        self._last = first - self._step

    def next_mark(self, value: str = "") -> str:
        """Return the mark of the next item. value: what the item says its number is, if it does."""
        self._last = int(value) if _NUMBER.fullmatch(value) else self._last + self._step
        return f"{_spelled(self._last, self._type)}."


def count_items(text: str, start: int) -> int:
    """Return how many items the list has whose start tag ends at `start`, not those of lists inside of it.

    >>> count_items("<ol><li>a<ul><li>b</ul><li>c</ol><li>", 4)
    2
    """
    depth = items = 0
    for tag in islice(_TAG.finditer(text, start), _MOST_TAGS):
        if tag[2].lower() == "li":
            items += depth == 0 and not tag[1]
        else:
            depth += -1 if tag[1] else 1
        if depth < 0:
            break
    return items


def _spelled(number: int, kind: str) -> str:
    if number < 1 or kind not in {"a", "A", "i", "I"}:
        return str(number)
    spelled = _letters(number) if kind in "aA" else _roman(number)
    return spelled.upper() if kind.isupper() else spelled


def _letters(number: int) -> str:
    found = ""
    while number:
        number, place = divmod(number - 1, _LETTERS)
        found = chr(ord("a") + place) + found
    return found


def _roman(number: int) -> str:
    if number > _LARGEST_ROMAN:
        return str(number)
    found = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        found += sign * count
    return found
