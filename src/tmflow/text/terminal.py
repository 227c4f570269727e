"""Text on a terminal: cut to its width, and what comes from a file is shown there and never obeyed."""

from __future__ import annotations

import re

from tmflow.text.normalize import fold_spaces
from tmflow.text.scripts import display_width

__all__ = ["excerpt", "neutral"]

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls but tab and line feed (ECMA-48, C0 and C1), and what turns the direction of writing (UAX #9)."""


def neutral(text: str) -> str:
    r"""Return a text in which each character that would steer a terminal is its escape, as JSON writes it.

    Tabs and line breaks stay, and so does a JSON text what it is. Doing it again changes nothing.

    >>> print(neutral("\x1b[2JThe harbor opens."))
    \u001b[2JThe harbor opens.
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def excerpt(text: str, *, width: int = 40) -> str:
    r"""Return a text on one line, cut to a width in terminal columns with "…" at its end.

    >>> excerpt("港の話を\nしよう", width=9)
    '港の話を…'
    """
    folded = fold_spaces(text)
    if display_width(folded) <= width:
        return folded
    used = 1
    for index, character in enumerate(folded):
        used += display_width(character)
        if used > width:
            return folded[:index].rstrip() + "…"
    return folded
