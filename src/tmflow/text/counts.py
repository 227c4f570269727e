"""How a message words a count."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    >>> counted(1, "draft"), counted(0, "term"), counted(1204, "unit")
    ('1 draft', '0 terms', '1,204 units')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"
