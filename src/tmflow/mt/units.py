"""Whether a translation measures in the units of its source: kilometers stay kilometers, three weeks three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.model.language import Language, LanguagePair
from tmflow.text.numbers import iter_values

__all__ = ["unit_problem"]

_JAPANESE = {
    "キロメートル": "km", "センチメートル": "cm", "ミリメートル": "mm", "センチ": "cm", "ミリ": "mm", "メートル": "m",
    "キログラム": "kg", "グラム": "g", "トン": "t", "リットル": "l", "ヘクタール": "ha", "キロ": "km kg",
    "時間": "hour", "分間": "minute", "秒": "second", "日間": "day", "週間": "week",
    "マイル": "mile", "フィート": "foot", "インチ": "inch", "ヤード": "yard", "エーカー": "acre", "年ぶり": "year", "年後": "year", "年前": "year",
    "か月": "month", "カ月": "month", "ヶ月": "month", "ヵ月": "month", "年間": "year",
}  # fmt: skip
_ENGLISH = {
    r"kilomet(?:er|re)s?|km": "km", r"centimet(?:er|re)s?|cm": "cm", r"millimet(?:er|re)s?|mm": "mm", r"met(?:er|re)s?|m": "m",
    r"kilograms?|kilos?|kg": "kg", r"grams?|g": "g", r"tons?|tonnes?": "t", r"lit(?:er|re)s?": "l", r"hectares?|ha": "ha",
    r"miles?|mph": "mile", r"feet|foot|ft": "foot", r"inch(?:es)?": "inch", r"yards?": "yard", r"acres?": "acre",
    r"hours?": "hour", r"minutes?": "minute", r"seconds?": "second", r"days?": "day", r"weeks?": "week",
    r"months?": "month", r"years?": "year",
}  # fmt: skip
_KINDS = ("mm cm m km mile foot inch yard", "g kg t", "l", "ha acre", "second minute hour day week month year")
"""Units that measure one thing: one of them does not stand for another."""
_PATTERNS = {
    Language.JA: re.compile(rf"\s?({'|'.join(_JAPANESE)}|km|cm|mm|kg|m(?![A-Za-z])|ha)"),
    Language.EN: re.compile(rf"[\s-]?(?:{'|'.join(f'({pattern})' for pattern in _ENGLISH)})(?![A-Za-z])"),
}


def unit_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the first measure whose unit, or whose number in words, is another one in the target; None if all agree.

    Only what stands in both texts beside a number is compared: a unit that is left out or said otherwise is no fault.

    >>> unit_problem("水位は30センチ上がった。", "The water rose 30 meters.", LanguagePair(Language.JA, Language.EN))
    '30センチ is in another unit'
    >>> unit_problem("三週間以内に", "within two weeks", LanguagePair(Language.JA, Language.EN))
    '三週間 has another number'
    """
    there = list(_iter_measures(target, pair.target))
    amounts = {value.value for value in iter_values(target, language=pair.target.value)}
    for written, amount, units in _iter_measures(source, pair.source):
        same_amount = {unit for _, other, some in there if other == amount for unit in some}
        has_unit = any(some & units for _, _, some in there)
        if same_amount and not same_amount & units and any(_are_of_a_kind(unit, units) for unit in same_amount):
            return f"{written} is in another unit"
        if has_unit and amount not in amounts and not any(character.isdigit() for character in written):
            return f"{written} has another number"
    return None


def _iter_measures(text: str, language: Language) -> Iterator[tuple[str, Fraction, frozenset[str]]]:
    """Yield each number with a unit behind it: as written, its amount, the unit, or both that an ambiguous one may be."""
    for value in iter_values(text, language=language.value):
        found = _PATTERNS[language].match(text, value.end)
        if found is None or not isinstance(value.value, Fraction) or value.unit:
            continue
        if language is Language.JA:
            names = _JAPANESE.get(found.group(1), found.group(1))
        else:
            names = list(_ENGLISH.values())[(found.lastindex or 1) - 1]
        yield text[value.start : found.end()], value.value, frozenset(names.split())


def _are_of_a_kind(unit: str, others: frozenset[str]) -> bool:
    return any({unit, *others} <= set(kind.split()) for kind in _KINDS) or (
        len(others) > 1 and any(_are_of_a_kind(unit, frozenset({other})) for other in others)
    )
