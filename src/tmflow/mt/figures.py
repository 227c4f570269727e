"""Which figures of a source a translation lost, changed or made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from tmflow.model.language import LanguagePair
from tmflow.text.numbers import Value, ValueKind, iter_values
from tmflow.text.values import CURRENCIES, ERAS

__all__ = ["figure_problem"]

_DIGIT = re.compile(r"[0-9０-９]")
_HOURS = 12
_MONTH_NAME = re.compile(
    r"\b(?:(Jan(?:uary)?)|(Feb(?:ruary)?)|(Mar(?:ch)?)|(Apr(?:il)?)|(May)|(June?)|(July?)|(Aug(?:ust)?)|(Sept?(?:ember)?)"
    r"|(Oct(?:ober)?)|(Nov(?:ember)?)|(Dec(?:ember)?))\b"
)
_HALF = re.compile(r"半|\b[Hh]al(?:f|ves)\b")
_HALF_OF_DAY = re.compile(r"午前|午後|朝|夕|夜|(?<![A-Za-z])[ap]\.?m", re.IGNORECASE)
_PERCENT = re.compile(
    r"[%％]|パーセント|割|分の|ポイント|\bpoints?\b|per\s?cent|percentage|proportion|\bin\s(?:ten|10)\b|\bpct\b",
    re.IGNORECASE,
)
_CURRENCY_WORDS = {
    unit: re.compile("|".join(re.escape(name) for name, one in CURRENCIES.items() if one == unit), re.IGNORECASE)
    for unit in set(CURRENCIES.values())
}
_HALVES = frozenset({Fraction(1, 2), Fraction(6), Fraction(30), Fraction(50)})
"""What "half" may stand for: ½, the months of half a year, the minutes of half past, percent."""
_FIRST_YEAR_1900 = 1900
_NUMBER_WORDS = {
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "fourth": Fraction(1, 4),
    "fifth": Fraction(1, 5),
    "sixth": Fraction(1, 6),
    "seventh": Fraction(1, 7),
    "eighth": Fraction(1, 8),
    "ninth": Fraction(1, 9),
    "tenth": Fraction(1, 10),
    "dozen": Fraction(12),
    "decade": Fraction(10),
    "teen": Fraction(10),
    "teenage": Fraction(10),
    "teenager": Fraction(10),
    "bilateral": Fraction(2),
    "trilateral": Fraction(3),
    "century": Fraction(100),
    "twice": Fraction(2),
    "double": Fraction(2),
    "doubled": Fraction(2),
    "triple": Fraction(3),
    "tripled": Fraction(3),
    "twenties": Fraction(20),
    "thirties": Fraction(30),
    "forties": Fraction(40),
    "fifties": Fraction(50),
    "sixties": Fraction(60),
    "seventies": Fraction(70),
    "eighties": Fraction(80),
    "nineties": Fraction(90),
    "hundred": Fraction(100),
    "thousand": Fraction(1000),
    "million": Fraction(10**6),
}
_NUMBER_WORD = re.compile(rf"\b({'|'.join(_NUMBER_WORDS)})s?\b", re.IGNORECASE)
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_DECADES = re.compile(rf"\b(?P<count>{'|'.join(_SMALL)}) (?P<length>decades|centuries)\b", re.IGNORECASE)
_ROMAN = re.compile(r"\b(?:(II)|(III)|(IV))\b")
"""Of world wars, kings and phases; other Roman numerals are more often letters."""
_NAMES = re.compile(r"COVID-19|Nikkei 225")
"""Names that Japanese has without their figure."""
_KANJI_DECIMAL = re.compile("[〇一二三四五六七八九]・[〇一二三四五六七八九]")
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九・", "0123456789.")
_QUARTERS = 4
_GLUED = re.compile(r"(?<=[A-Za-z])[0-9]{1,18}")
_ERAS = ERAS | {
    "Meiji": 1867,
    "Taisho": 1911,
    "Showa": 1925,
    "Heisei": 1988,
    "Reiwa": 2018,
}
"""The year before each era's first."""
_ERA_IN_FRONT = re.compile(rf"(?:{'|'.join(_ERAS)})$")
_ERA_REACH = 10


def figure_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the first figure that is lost, has another currency or was made up, or None.

    A figure written in digits must be met on the other side by one of equal value, in digits or words: 1億2000万 by 120
    million, 3割 by 30 percent, 午後3時 by 3 p.m., 11月 by November, 令和7年 by 2025. Words alone (二人, two) are not asked for.

    >>> from tmflow.model.language import Language
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> figure_problem("1億2000万円を3月に", "120 million yen in March", pair)
    >>> figure_problem("1億2000万円", "12 million yen", pair)
    '1億2000万円 is lost'
    """
    source, target = (_NAMES.sub(lambda name: "-" * len(name.group()), text) for text in (source, target))
    sources = list(iter_values(source, language=pair.source.value))
    targets = list(iter_values(target, language=pair.target.value))
    problem = _unmet(sources, in_text=source, by=targets, by_text=target)
    if problem is not None:
        return f"{problem} is lost"
    for found in (
        _changed_currency(sources, in_text=source, by=targets, by_text=target),
        _lost_percent(sources, in_text=source, by=targets, by_text=target),
        _changed_half_of_day(sources, in_text=source, by=targets, by_text=target),
    ):
        if found is not None:
            return found
    problem = _unmet(targets, in_text=target, by=sources, by_text=source)
    return None if problem is None else f"{problem} is made up"


def _unmet(values: Iterable[Value], *, in_text: str, by: Iterable[Value], by_text: str) -> str | None:
    """Return the first value written in digits that nothing on the other side answers."""
    there = {Fraction(1)}
    for value in by:
        there.update(*_iter_meanings(value, by_text))
    there.update(_iter_bare_words(by_text))
    for value in values:
        written = in_text[value.start : value.end]
        if _DIGIT.search(written) and not all(there & meanings for meanings in _iter_meanings(value, in_text)):
            return written
    return None


def _changed_currency(values: Iterable[Value], *, in_text: str, by: Iterable[Value], by_text: str) -> str | None:
    """Return the first amount of money that is of another currency, or of none, on the other side."""
    units: dict[Fraction | str, set[str]] = {}
    for value in by:
        units.setdefault(value.value, set()).add(value.unit)
    everywhere = {unit for some in units.values() for unit in some}
    for value in values:
        others = units.get(value.value, set())
        if not value.unit or not others or value.unit in others:
            continue
        written = in_text[value.start : value.end]
        if "" not in others:
            return f"{written} has another currency"
        if value.unit not in everywhere and not _CURRENCY_WORDS[value.unit].search(by_text):
            return f"{written} has no currency"
    return None


def _lost_percent(values: Iterable[Value], *, in_text: str, by: Iterable[Value], by_text: str) -> str | None:
    """Return the first percentage that is a mere number on the other side: 38% as "38 people"."""
    kinds: dict[Fraction | str, set[ValueKind]] = {}
    for value in by:
        kinds.setdefault(value.value, set()).add(value.kind)
    if _PERCENT.search(by_text):
        return None
    for value in values:
        if value.kind is ValueKind.PERCENT and kinds.get(value.value, set()) == {ValueKind.NUMBER}:
            return f"{in_text[value.start : value.end]} is no percentage"
    return None


def _changed_half_of_day(values: Iterable[Value], *, in_text: str, by: Iterable[Value], by_text: str) -> str | None:
    """Return the first time of day that is in the other half of it, where both sides tell which: 午後3時 as "3 a.m."."""
    told = {value.value for value in by if _tells_half(value, by_text)}
    for value in values:
        if _tells_half(value, in_text) and value.value not in told:
            hour, minute = map(int, str(value.value).split(":"))
            if f"{(hour + _HOURS) % 24:02}:{minute:02}" in told:
                return f"{in_text[value.start : value.end]} is in the other half of the day"
    return None


def _tells_half(value: Value, text: str) -> bool:
    return value.kind is ValueKind.CLOCK and _HALF_OF_DAY.search(text[value.start : value.end]) is not None


def _iter_meanings(value: Value, text: str) -> Iterator[set[Fraction]]:
    """Yield, for each part of a value of `text` that must be met, the numbers any one of which meets it."""
    if isinstance(value.value, Fraction):
        if value.value > 1 and value.value.denominator == _QUARTERS:  # "five quarters" are mostly of years
            yield {value.value, Fraction(value.value.numerator)}
            return
        yield _meanings_of_number(value.value, text[max(0, value.start - _ERA_REACH) : value.start])
        return
    if value.kind is ValueKind.CLOCK:
        hour, minute = map(int, value.value.split(":"))
        yield {Fraction(one) for one in (hour, hour % _HOURS, hour % _HOURS + _HOURS, 24 if hour == 0 else hour)}
        if minute:
            yield {Fraction(minute)}
        return
    if value.value.endswith("x"):
        decade = Fraction(value.value[:-1]) * 10
        yield {decade, decade % 100}
        return
    year, *rest = value.value.lstrip("-").split("-")
    era = _ERA_IN_FRONT.search(text[max(0, value.start - _ERA_REACH) : value.start + 2])
    yield {Fraction(year), Fraction(year) - _ERAS[era.group()]} if era else {Fraction(year)}
    for part in rest:
        yield {Fraction(part)}


def _meanings_of_number(amount: Fraction, before: str) -> set[Fraction]:
    meanings = {amount}
    era = _ERA_IN_FRONT.search(before.rstrip())
    if era:
        meanings.add(amount + _ERAS[era.group()])
    if 0 < amount < 100 and amount % 10 == 0:  # noqa: PLR2004 - 90年代 is the 1990s
        meanings.add(amount + _FIRST_YEAR_1900)
    return meanings


def _iter_bare_words(text: str) -> Iterator[Fraction]:
    """Yield what words alone may stand for where `iter_values` rightly keeps silent: months, parts, "the next hundred".

    So may a figure that is glued to Latin letters (GMT13日).
    """
    for found in _MONTH_NAME.finditer(text):
        yield Fraction(found.lastindex or 0)
    for found in _NUMBER_WORD.finditer(text):
        yield _NUMBER_WORDS[found.group(1).lower()]
    for found in _ROMAN.finditer(text):
        yield Fraction((found.lastindex or 0) + 1)
    for found in _DECADES.finditer(text):
        length = 10 if found.group("length").startswith("dec") else 100
        yield Fraction(length * (_SMALL.index(found.group("count").lower()) + 2))
    for found in _KANJI_DECIMAL.finditer(text):
        yield Fraction(found.group().translate(_KANJI_DIGITS))
    for found in _GLUED.finditer(text):
        yield Fraction(int(found.group()))
    if _HALF.search(text):
        yield from _HALVES
