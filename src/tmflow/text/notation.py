"""Writing a value where another one stands, in the notation of that place."""

from __future__ import annotations

from fractions import Fraction

from tmflow.text.notation_english import respell_english
from tmflow.text.notation_japanese import respell_japanese
from tmflow.text.values import Spelling, Value

__all__ = ["respell"]


def respell(text: str, value: Value, new: Fraction | str, *, unit: str = "", language: str) -> Spelling | None:
    """Return what says `new` in the place of `value`, written as the text writes there; None where that is not certain.

    value: one that `iter_values` finds in the text. new, unit: as `Value` has them, of the same kind; of a date the same
    parts. What has to change beside an English figure ("an 8-year plan") is in the answer's range; where more would have
    to (1 ship, 2 ships) the answer is None.

    >>> from tmflow.text.numbers import iter_values
    >>> def respelled(text, new, language):
    ...     value = next(iter_values(text, language=language))
    ...     return respell(text, value, new, unit=value.unit, language=language)
    >>> respelled("It cost $95 million.", Fraction(1_200_000_000), "en").text
    '$1.2 billion'
    >>> respelled("３０００人が来た。", Fraction(12500), "ja").text
    '１万２５００'
    >>> respelled("1 ship", Fraction(2), "en")
    """
    write = respell_japanese if language == "ja" else respell_english
    return write(text, value, new, unit)
