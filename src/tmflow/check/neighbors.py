"""What stands around a sentence: translations reorder, and what one sentence lost the next one may say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["around"]

_T = TypeVar("_T")


def around(items: Sequence[_T], index: int, *, reach: int = 1) -> Sequence[_T]:
    """Return an item with those before and after it, as far as they reach and there are any.

    >>> around("abcd", 0), around("abcd", 2), around("abcd", 2, reach=2)
    ('ab', 'bcd', 'abcd')
    """
    return items[max(0, index - reach) : index + reach + 1]
