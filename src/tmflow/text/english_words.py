"""The words of English numbers, ordinals and months."""

from __future__ import annotations

__all__ = ["MONTH_NAMES", "ONES", "ORDINALS", "TY", "number_words", "ordinal_ending", "ordinal_words"]


def _numbered(words: str, start: int, step: int = 1) -> dict[str, int]:
    return {word: start + step * index for index, word in enumerate(words.split())}


ONES = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
    0,
)
TY = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
)
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WORDS = {number: word for word, number in (ONES | TY).items()}
_ORDINAL_WORDS = {number: word for word, number in ORDINALS.items()}
_TEENS = (11, 12, 13)


def number_words(number: int) -> str:
    """Return a number from 0 to 999 in words.

    >>> number_words(21), number_words(300), number_words(305)
    ('twenty-one', 'three hundred', 'three hundred and five')
    """
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return f"{_WORDS[hundreds]} hundred" + (f" and {number_words(rest)}" if rest else "")
    if rest in _WORDS:
        return _WORDS[rest]
    return f"{_WORDS[rest - rest % 10]}-{_WORDS[rest % 10]}"


def ordinal_words(number: int) -> str:
    """Return an ordinal from 1 to 99 in words.

    >>> ordinal_words(3), ordinal_words(30), ordinal_words(42)
    ('third', 'thirtieth', 'forty-second')
    """
    if number in _ORDINAL_WORDS:
        return _ORDINAL_WORDS[number]
    tens, ones = divmod(number, 10)
    return f"{_WORDS[10 * tens]}-{_ORDINAL_WORDS[ones]}" if ones else f"{_WORDS[number].removesuffix('y')}ieth"


def ordinal_ending(number: int) -> str:
    """Return what makes an ordinal of digits.

    >>> [f"{number}{ordinal_ending(number)}" for number in (1, 12, 23, 111)]
    ['1st', '12th', '23rd', '111th']
    """
    if number % 100 in _TEENS:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
