"""Line breaks: what a single one means in a plain text, and those that a pretty-printer put round a text."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["Newline", "trim_end", "trim_start"]

_LAYOUT: Final = " \t\r\n"
"""What pretty-printers insert; U+3000 is not among it: a Japanese paragraph may begin with one."""


class Newline(StrEnum):
    """What a single newline means: decided per group of lines, always a boundary, or never one (marks still are)."""

    AUTO = "auto"
    LINE = "line"
    PARAGRAPH = "paragraph"


def trim_start(text: str) -> str:
    r"""Return a text without the blanks at its start if a line break is among them; else they are text.

    >>> trim_start("\n  ebb"), trim_start("  ebb")
    ('ebb', '  ebb')
    """
    body = text.lstrip(_LAYOUT)
    return body if "\n" in text[: len(text) - len(body)] else text


def trim_end(text: str) -> str:
    r"""Return a text without the blanks at its end if a line break is among them; else they are text.

    >>> trim_end("ebb \n"), trim_end("ebb ")
    ('ebb', 'ebb ')
    """
    body = text.rstrip(_LAYOUT)
    return body if "\n" in text[len(body) :] else text
