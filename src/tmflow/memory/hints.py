"""What of a text hangs on a value without stating it: "both", half, a code with the same digits."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from tmflow.memory.slots import Slot
from tmflow.model.language import Language
from tmflow.text.shape import MASK

__all__ = ["hinted_amounts", "is_code", "is_scale_kept", "unread_digits"]

_WORD_AMOUNTS = {
    "one": 1, "once": 1, "single": 1, "sole": 1, "both": 2, "either": 2, "neither": 2, "pair": 2, "couple": 2, "twin": 2,
    "twins": 2, "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "duo": 2, "trio": 3, "triple": 3,
    "tripled": 3, "triples": 3, "thrice": 3, "threefold": 3, "twofold": 2, "quadruple": 4, "quadrupled": 4, "quartet": 4,
    "fortnight": 14, "decade": 10, "decades": 10, "century": 100, "centuries": 100, "dozen": 12,
}  # fmt: skip
_HALVES = (Fraction(1, 2), Fraction(50), Fraction(30), Fraction(6))
"""What "half" may say: a share, percent, minutes, months."""
_SIGN_AMOUNTS = {"両": 2, "双": 2, "倍": 2, "十": 10, "百": 100} | {
    sign: number for number, sign in enumerate("一二三四五六七八九", 1)
}
_NATIVE_COUNTS = {
    "ひとり": 1,
    "ひとつ": 1,
    "ふたり": 2,
    "ふたつ": 2,
    "どちら": 2,
    "いずれも": 2,
    "みっつ": 3,
    "よっつ": 4,
    "いつつ": 5,
}
_WORD = re.compile("[A-Za-z]+")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CODE = re.compile(r"(?<![0-9.,])0[0-9]|\.[0-9]*0(?![0-9])")

_DEGREES = re.compile("[度°℃℉]|華氏|摂氏|degree|fahrenheit|celsius", re.IGNORECASE)
_FAHRENHEIT = re.compile(r"華氏|℉|[Ff]ahrenheit|[0-9度°]\s?F(?![A-Za-z])")


def unread_digits(gaps: str) -> frozenset[str]:
    """Return the digits of a text with its slots masked: those of codes and names."""
    return frozenset(_DIGITS.findall(unicodedata.normalize("NFKC", gaps)))


def hinted_amounts(gaps: str, *, language: Language) -> frozenset[Fraction]:
    """Return the amounts that a text with its slots masked may hint at: "both", "half", 両, 三 of 三角."""
    found: set[Fraction] = set()
    gaps = gaps.replace(f"{MASK}倍", "")
    if language is Language.EN:
        words = set(_WORD.findall(gaps.lower()))
        found.update(Fraction(_WORD_AMOUNTS[word]) for word in words & _WORD_AMOUNTS.keys())
        is_halved = not words.isdisjoint({"half", "halves", "halved"})
    else:
        found.update(Fraction(_SIGN_AMOUNTS[sign]) for sign in set(gaps) & _SIGN_AMOUNTS.keys())
        found.update(Fraction(number) for count, number in _NATIVE_COUNTS.items() if count in gaps)
        is_halved = "半" in gaps
    return frozenset(found | set(_HALVES) if is_halved else found)


def is_code(text: str, slot: Slot) -> bool:
    """Whether the digits of a slot are more than their value: 007, version 1.10, a part of 1.2.3 or 192.168."""
    if slot.kind not in {"number", "percent", "currency", "ordinal"}:
        return False
    written = unicodedata.normalize("NFKC", text[slot.start : slot.end])
    is_part = text[slot.end : slot.end + 1] == "." and text[slot.end + 1 : slot.end + 2].isdigit()
    is_later_part = text[slot.start - 1 : slot.start] == "." and text[max(0, slot.start - 2) : slot.start - 1].isdigit()
    return is_part or is_later_part or _CODE.search(written) is not None


def is_scale_kept(source: str, target: str) -> bool:
    """Whether two texts give degrees of one scale: Fahrenheit in both or in neither.

    >>> is_scale_kept("It is 5°C.", "気温は華氏5度だ。"), is_scale_kept("気温は5度だ。", "It is 5°C.")
    (False, True)
    """
    texts = [unicodedata.normalize("NFKC", text) for text in (source, target)]
    is_said, is_said_there = (_FAHRENHEIT.search(text) is not None for text in texts)
    return is_said == is_said_there or not any(map(_DEGREES.search, texts))
