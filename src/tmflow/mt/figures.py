"""Which figures of a source a translation lost, changed or made up, by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.measures import Quantity, iter_measures, iter_quantities
from tmflow.text.numbers import Value, ValueKind, iter_values
from tmflow.text.values import ERAS

__all__ = ["figure_problem"]

_DIGIT = re.compile(r"[0-9０-９]")
_HOURS = 12
_MONTH_NAME = re.compile(
    r"\b(?:(Jan(?:uary)?)|(Feb(?:ruary)?)|(Mar(?:ch)?)|(Apr(?:il)?)|(May)|(June?)|(July?)|(Aug(?:ust)?)|(Sept?(?:ember)?)"
    r"|(Oct(?:ober)?)|(Nov(?:ember)?)|(Dec(?:ember)?))\b"
)
_COUNTER = re.compile(
    "[人名年月日時分秒回個件本歳倍度台枚冊隻頭匹軒票棟杯章つ]|[かカヶヵ箇][所月国]|週間|世紀|メートル|キロ|センチ|トン|ドル|ユーロ"
)
_RANGES = frozenset({"一二", "二三", "三四", "四五", "五六", "六七", "七八", "八九"})
"""二三日 are two or three days."""
_BROKEN_NUMERAL = re.compile(
    "(?<![0-9０-９〇一二三四五六七八九十百千万億兆数何幾.．])[万億兆](?=[0-9０-９])[0-9０-９]+|[万億兆][0-9０-９]{5,}"
)
"""万50000, 5万50000: a scale without its number, or more than it has room for."""
_HALF = re.compile(r"半|\b[Hh]al(?:f|ves)\b")
_HALF_OF_DAY = re.compile(r"午前|午後|朝|夕|夜|(?<![A-Za-z])[ap]\.?m", re.IGNORECASE)
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
    "both": Fraction(2),
    "pair": Fraction(2),
    "couple": Fraction(2),
    "duo": Fraction(2),
    "twin": Fraction(2),
    "trio": Fraction(3),
    "centennial": Fraction(100),
    "centenary": Fraction(100),
    "bicentennial": Fraction(200),
    "bilateral": Fraction(2),
    "trilateral": Fraction(3),
    "century": Fraction(100),
    "millennium": Fraction(1000),
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
_DECADES = re.compile(rf"\b(?P<count>{'|'.join(_SMALL)}|[2-9]) (?P<length>decades|centuries)\b", re.IGNORECASE)
_IN_TEN = re.compile(rf"\b(?P<count>{'|'.join(_SMALL)}) (?:in|out of) (?:ten|10)\b", re.IGNORECASE)
_ROMAN = re.compile(r"\b(?:(II)|(III)|(IV))\b")
"""Of world wars, kings and phases; other Roman numerals are more often letters."""
_NAMES = re.compile(r"COVID-19|Nikkei 225", re.IGNORECASE)
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
    """Return the first figure that is lost, was made up or became another one, or None.

    A figure written in digits must be met on the other side by one of equal value, in digits or words: 1億2000万 by 120
    million, 3割 by 30 percent, 午後3時 by 3 p.m., 11月 by November, 令和7年 by 2025, or by an equal measure: 90分 by an hour and
    a half. One in words (二人, two) may be left out; but where each side has one that the other lacks, one became the other.

    >>> from tmflow.model.language import Language
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> figure_problem("1億2000万円を3月に", "120 million yen in March", pair)
    >>> figure_problem("1億2000万円", "12 million yen", pair)
    '1億2000万円 is lost'
    >>> figure_problem("三人が来た。", "Five people came.", pair)
    '三 became Five'
    """
    here, there = _Side.of(source, pair.source), _Side.of(target, pair.target)
    if lost := next(_iter_unmet(here, there, has_digits=True), None):
        return f"{lost} is lost"
    if problem := _changed_half_of_day(here, there):
        return problem
    if made_up := next(_iter_unmet(there, here, has_digits=True), None):
        return f"{made_up} is made up"
    changed = next(_iter_unmet(here, there, has_digits=False), None)
    into = next(_iter_unmet(there, here, has_digits=False), None)
    if changed and into:
        return f"{changed} became {into}"
    broken = _BROKEN_NUMERAL.search(target) if pair.target is Language.JA else None
    return f"{broken.group()} is no number" if broken else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The figures of a text. answers: all that they and words may stand for; quantities: of its measures, with where they stand."""

    text: str
    language: Language
    values: Sequence[Value]
    answers: AbstractSet[Fraction]
    quantities: Mapping[Quantity, Sequence[range]]

    @classmethod
    def of(cls, text: str, language: Language) -> _Side:
        text = _NAMES.sub(lambda name: "-" * len(name.group()), text)
        values = list(iter_values(text, language=language.value))
        answers = {Fraction(1), *_iter_bare_words(text)}
        for value in values:
            answers.update(*_iter_meanings(value, text))
        quantities: dict[Quantity, list[range]] = {}
        for quantity, start, end in iter_quantities(text, iter_measures(text, values, language), language):
            quantities.setdefault(quantity, []).append(range(start, end))
        return cls(text=text, language=language, values=values, answers=answers, quantities=quantities)


def _iter_unmet(side: _Side, other: _Side, *, has_digits: bool) -> Iterator[str]:
    """Yield the values, written in digits or in words, that nothing on the other side answers."""
    shared = side.quantities.keys() & other.quantities.keys()
    met = {position for quantity in shared for places in side.quantities[quantity] for position in places}
    for value in side.values:
        written = side.text[value.start : value.end]
        is_in_digits = _DIGIT.search(written) is not None
        is_asked = is_in_digits is has_digits and (is_in_digits or _is_certain(value, side)) and value.start not in met
        if is_asked and not all(other.answers & meanings for meanings in _iter_meanings(value, side.text)):
            yield written


def _is_certain(value: Value, side: _Side) -> bool:
    """Whether a number in words is certainly one: in Japanese it has a counter (not so 五十嵐) and is exact (not 十数人, 二三日)."""
    if side.language is Language.EN or value.kind is not ValueKind.NUMBER:
        return True
    is_range = side.text[value.start : value.end] in _RANGES
    return not is_range and _COUNTER.match(side.text, value.end) is not None


def _changed_half_of_day(side: _Side, other: _Side) -> str | None:
    """Return the first time of day that is in the other half of it, where both sides tell which: 午後3時 as "3 a.m."."""
    told = {value.value for value in other.values if _tells_half(value, other.text)}
    for value in side.values:
        if _tells_half(value, side.text) and value.value not in told:
            hour, minute = map(int, str(value.value).split(":"))
            if f"{(hour + _HOURS) % 24:02}:{minute:02}" in told:
                return f"{side.text[value.start : value.end]} is in the other half of the day"
    return None


def _tells_half(value: Value, text: str) -> bool:
    return value.kind is ValueKind.CLOCK and _HALF_OF_DAY.search(text[value.start : value.end]) is not None


def _iter_meanings(value: Value, text: str) -> Iterator[set[Fraction]]:
    """Yield, for each part of a value of `text` that must be met, the numbers any one of which meets it."""
    if isinstance(value.value, Fraction):
        if value.value > 1 and value.value.denominator == _QUARTERS:  # "five quarters" are mostly of years
            yield {value.value, Fraction(value.value.numerator)}
            return
        if value.kind is ValueKind.PERCENT:
            yield {value.value, value.value / 100}
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
        count = found.group("count").lower()
        yield Fraction(length * (int(count) if count.isdigit() else _SMALL.index(count) + 2))
    for found in _IN_TEN.finditer(text):
        yield Fraction(10 * (_SMALL.index(found.group("count").lower()) + 2))
    for found in _KANJI_DECIMAL.finditer(text):
        yield Fraction(found.group().translate(_KANJI_DIGITS))
    for found in _GLUED.finditer(text):
        yield Fraction(int(found.group()))
    if _HALF.search(text):
        yield from _HALVES
