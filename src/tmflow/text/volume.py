"""How much text there is to translate: Japanese in characters and manuscript pages, English in words."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["count_characters", "count_words", "manuscript_pages"]

_WITHOUT_BODY = frozenset({"Cc", "Cf", "Me", "Mn"})
"""Categories of what takes no place of its own: controls, zero-width characters, marks on the character before."""
_TILDE_AS_DASH = "\uff5e"
"""By its category a symbol; Japanese writes it for the wave dash, which is punctuation."""
_PAGE_CHARACTERS = 400
"""Of a sheet of Japanese manuscript paper (400字詰原稿用紙), 20 by 20."""


def count_characters(text: str, *, punctuation: bool = True) -> int:
    """Return the code points of a text without white space and without what takes no place of its own.

    Not counted are the categories Cc, Cf, Me and Mn (a combining dakuten, a zero-width joiner), so that the composed and
    the decomposed form of a text count the same. Latin letters and digits count one each.
    punctuation: whether the categories P of Unicode, and ～, count.

    >>> count_characters("港は 静かだ。"), count_characters("港は 静かだ。", punctuation=False)
    (6, 5)
    """
    return sum(_is_counted(character, punctuation=punctuation) for character in text)


def _is_counted(character: str, *, punctuation: bool) -> bool:
    category = unicodedata.category(character)
    if character.isspace() or category in _WITHOUT_BODY:
        return False
    return punctuation or not (category.startswith("P") or character == _TILDE_AS_DASH)


def count_words(text: str) -> int:
    """Return the runs of characters between white space, as word processors count: "27", "12-foot" and a lone dash are one.

    >>> count_words("The tide rose 27 cm - a 12-foot wall held.")
    10
    """
    return len(text.split())


def manuscript_pages(characters: int) -> Decimal:
    """Return the sheets of 400 characters, to one decimal, halves up: the characters divided, not laid on the paper's grid.

    >>> manuscript_pages(1020)
    Decimal('2.6')
    """
    return (Decimal(characters) / _PAGE_CHARACTERS).quantize(Decimal("0.1"), ROUND_HALF_UP)
