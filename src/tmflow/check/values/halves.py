"""Halves that one side has lost: 1年半 is no "one year", nor "a year and a half" 1年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.check.values.comparison import Comparison
from tmflow.text.quantities import Quantity
from tmflow.text.quantity_words import UNITS

__all__ = ["iter_lost_halves"]

_HALF = re.compile(
    r"半|\.5|・五|\bhal(?:f|ves)\b|\b(?:thirty|30|eighteen|18|ninety|90|fifteen|15)\b|[369]0|18|15", re.IGNORECASE
)
"""What may say the half on the other side after all, be it in a smaller unit."""


def iter_lost_halves(found: Comparison) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the quantities of the source and of the target that are the same but for a half in one of them.

    >>> from tmflow.check.values.comparison import compare_figures
    >>> from tmflow.check.values.figures import Figures
    >>> lost = compare_figures(Figures("工事は1年半かかった。", "ja"), Figures("The work took one year.", "en"))
    >>> [(lost.source.text[one.start : one.end], lost.target.text[two.start : two.end]) for one, two in iter_lost_halves(lost)]
    [('1年半', 'one year')]
    """
    for mine, theirs, is_source in ((found.source, found.target, True), (found.target, found.source, False)):
        halves = [one for one in mine.quantities if _own_amount(one) == Fraction(3, 2)]
        if not halves or _HALF.search(theirs.text):
            continue
        for one in halves:
            for other in theirs.quantities:
                if other.unit == one.unit and _own_amount(other) == _own_amount(one) - Fraction(1, 2):
                    yield (one, other) if is_source else (other, one)
                    break


def _own_amount(quantity: Quantity) -> Fraction:
    """Return how many of its unit a span of time is, 0 for what is none."""
    amount = quantity.amount("time")
    factor = UNITS[quantity.unit].factor("time")
    return amount / factor if amount is not None and factor else Fraction(0)
