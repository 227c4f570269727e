"""The quantities a text states: an amount with its unit, compounds as one, in a base unit, so that two spellings compare.

1時間15分 and "75 minutes" give the same `Quantity.amount`, so do 20年 and "two decades", 3人に1人 and "a third", 2倍 and "double".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

from tmflow.text.english_words import ONES
from tmflow.text.lapses import iter_lapses
from tmflow.text.quantity_words import ENGLISH_RATIOS, ENGLISH_UNITS, JAPANESE_RATIOS, JAPANESE_UNITS, UNITS, Unit
from tmflow.text.values import Value, ValueKind, date_parts

__all__ = ["Quantity", "Unit", "iter_quantities"]

_NARROW = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
_HALF = Fraction(1, 2)
_PERCENT = 100
_GAPS = {"ja": re.compile(r"\s?と?\s?"), "en": re.compile(r",?\s(?:and\s)?(?:an?\s)?")}
"""What stands between the parts of a compound: 1時間15分, "an hour and 15 minutes"."""
_AND_HALF = re.compile("半(?![光透固角円球島月券額値袖身旗信端径導減分数年日世ば期熟生永])")
"""The half behind a unit, which no noun begins with: 280g半光沢 is semi-gloss."""
_POUNDS = re.compile("pounds?$|ポンド$")
"""What is money or a mass."""
_LAPSE = re.compile("[0-9]{1,2}:[0-9]{2}")
_COMPOUND = frozenset({"time", "length", "mass"})
_AND_A_PART = re.compile(r"[\s-]and[\s-](?:a|one)[\s-](?P<part>half|quarter|third)\b")
_PARTS = {"half": _HALF, "quarter": Fraction(1, 4), "third": Fraction(1, 3)}
_ENGLISH_ARTICLE = re.compile(
    r"\b(?P<lead>half(?:[\s-]an?)?[\s-]|one[\s-]and[\s-]a[\s-]half[\s-]|(?:a[\s-])?quarter(?:[\s-]of[\s-]an?)?[\s-]|three[\s-]quarters[\s-]of[\s-]an?[\s-]|an?[\s-]|one[\s-])"
    r"(?P<unit>hour|minute|second|day|week|fortnight|month|year|decade|century|mile|kilometer|kilometre|meter|metre|liter|litre|kilogram|kilo|pound|ton|inch|gallon)s?\b"
)
_ENGLISH_DETERMINED = re.compile(
    r"\b(?:every|each|another|the|that|this|per|first|last|next|his|her|its|their)[\s-](?P<unit>hour|minute|day|week|month|year|decade|century|mile)(?=[\s-]and[\s-]a[\s-](?:half|quarter)\b)",
    re.IGNORECASE,
)
"""A unit that is one without saying so: "every hour and a half"."""
_HEIGHT = re.compile(
    r"(?<![0-9])(?P<feet>[1-9])(?:[\s-](?:foot|feet)[\s-](?P<inches>1[01]|[0-9])(?![0-9.]|[\s-]in)|[’'′](?P<marked>1[01]|[0-9])(?:[\"”″]|[’'′]{2}))"
)
"""How tall somebody is, 6-foot-6."""
_QUARTER_CENTURY = "四半世紀"
_SPEED = re.compile(r"(?P<hour>時速|毎時|ノット\()|風速|秒速|毎秒|瞬間")
_FAHRENHEIT = re.compile(r"[華カ]氏(?:で|の)?(?:約|およそ)?(?:マイナス|零下|氷点下|-|−)?$")
_BELOW_ZERO = {
    "ja": re.compile(r"(?:マイナス|零下|氷点下|(?<![0-9０-９])[-−–])\s?(?:約|およそ)?$"),
    "en": re.compile(r"(?:\bminus\s|\bnegative\s|(?<![0-9])[-−–])$", re.IGNORECASE),
}
_BELOW_ZERO_AFTER = re.compile(r"(?:\s(?:celsius|fahrenheit|centigrade))?\sbelow\s(?:zero|freezing)", re.IGNORECASE)
_SPEED_REACH = 14
"""How far before a number the word stands that makes a speed of a length: 最大瞬間風速は40メートル."""
_CLAUSE_END = re.compile("[、。0-9]")
_SPEEDS = {("m", False): "mps", ("kilo", True): "kmh", ("km", True): "kmh", ("mile", True): "mph"}
_LEADS = {"h": _HALF, "q": Fraction(1, 4), "t": Fraction(3, 4)}
_ENGLISH_RATIO = re.compile(
    rf"(?<![0-9][–—-])(?<![0-9.,])(?P<part>\b(?:{'|'.join(ONES)})|[$€£¥]?[0-9]+)\s(?:[a-z]+\s(?=in\s|out\s))?(?:in|out\sof|of)\s(?:every\s|the\s|each\s)?(?P<whole>[$€£¥]?\w+)\b(?!\s(?:percent|minutes?|hours?|days?|weeks?|months?|years?|decades?))",
    re.IGNORECASE,
)
_OF_EVERY = re.compile(r"\b(?:out\s)?of\severy\s$", re.IGNORECASE)
_BARE = re.compile(
    r"[,.;、。]|\s(?:by|to|and|in|on|over|at|overnight|before|after|for|during|later|the)\b|から|に|へ|まで|前後|くらい|ほど|近"
)
_AVERAGE = re.compile(r"(?<![0-9A-Za-z])\.[0-9]{2,3}\b")
"""A batting average: .182."""
_JAPANESE_WHOLE = re.compile(
    r"(?:つ|人|件|社|校|世帯|軒|本|隻|回|個|台|戸|組|年|日|カ国|か国)?(?:に|中|のうち、?|につき)(?:約)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount with a unit, over the half-open range [start, end) of a text.

    unit: its name in `quantity_words.UNITS`, "ratio" for shares and multiples. amounts: in the base unit of each
    dimension it may have (キロ is a length or a mass), by the name of the dimension.
    """

    unit: str
    amounts: tuple[tuple[str, Fraction], ...]
    start: int
    end: int

    @property
    def dimensions(self) -> frozenset[str]:
        """What it measures: time, length, mass, area, volume, heat, people, ratio."""
        return frozenset(name for name, _ in self.amounts)

    def amount(self, dimension: str) -> Fraction | None:
        """Return the amount in the base unit of a dimension, None if it does not measure that."""
        return dict(self.amounts).get(dimension)


def iter_quantities(text: str, values: Sequence[Value], *, language: str) -> Iterator[Quantity]:
    """Yield the quantities of a text whose values were read from it. `language` is "ja" or "en". They may overlap.

    >>> from tmflow.text.numbers import iter_values
    >>> def amounts(text, language):
    ...     return [one.amounts for one in iter_quantities(text, list(iter_values(text, language=language)), language=language)]
    >>> amounts("1時間15分", "ja")[-1] == amounts("75 minutes", "en")[0] == (("time", Fraction(4500)),)
    True
    """
    text = text.translate(_NARROW)
    found = [*_iter_simple(text, values, language), *_iter_in_words(text, language)]
    found += _iter_degrees_carried(text, values, found)
    simple = sorted(found, key=lambda one: one.start)
    yield from simple
    yield from _iter_compounds(text, simple, language)
    yield from _iter_ratios(text, values, language)
    for lapse in iter_lapses(text, language=language):
        yield _quantity_in("second", Fraction(lapse.value), lapse.start, lapse.end)


def _iter_simple(text: str, values: Iterable[Value], language: str) -> Iterator[Quantity]:
    for value in values:
        if value.kind is ValueKind.CLOCK:
            yield from _lapses(text, value)
        if value.unit == "GBP" and (weight := _POUNDS.search(text, value.start, value.end)):
            yield _quantity(weight.group(), Fraction(value.value), value.start, value.end, language)
        amount = _amount_of(value)
        if amount is None:
            continue
        end = value.end
        if language == "ja" and value.kind is ValueKind.DATE:
            yield _quantity("日", amount, value.start, end, language)
            continue
        if language == "en" and (part := _AND_A_PART.match(text, end)):
            amount, end = amount + _PARTS[part.group("part")], part.end()
        if found := _units(language).match(text, end):
            unit = _unit_of(text, value, found.group("unit"), language)
            if unit in {"celsius", "fahrenheit"} and _is_below_zero(text, value.start, found.end(), language):
                amount = -amount
            yield from _with_half(text, _quantity_in(unit, amount, value.start, found.end()), language)


def _iter_degrees_carried(text: str, values: Iterable[Value], found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the numbers that are degrees as others before them are: "95 degrees Fahrenheit before easing to around 80"."""
    degrees = [one for one in found if one.unit in {"celsius", "fahrenheit"}]
    for value in values if degrees else ():
        is_bare = value.kind is ValueKind.NUMBER and isinstance(value.value, Fraction)
        if is_bare and not any(one.start <= value.start < one.end for one in found) and _BARE.match(text, value.end):
            before = [one for one in degrees if one.end <= value.start]
            if before:
                yield _quantity_in(before[-1].unit, Fraction(value.value), value.start, value.end)


def _iter_in_words(text: str, language: str) -> Iterator[Quantity]:
    """Yield the amounts whose number is a word that is none: 四半世紀, "an hour and a half", "each day and a half"."""
    if language == "ja":
        for part in re.finditer(_QUARTER_CENTURY, text):
            yield _quantity_in("century", Fraction(1, 4), *part.span())
        return
    for found in _HEIGHT.finditer(text):
        inches = 12 * int(found.group("feet")) + int(found.group("inches") or found.group("marked"))
        yield _quantity_in("inch", Fraction(inches), *found.span())
    for found in _ENGLISH_DETERMINED.finditer(text):
        yield from _with_half(
            text, _quantity(found.group("unit"), Fraction(1), found.start("unit"), found.end(), language), language
        )
    for found in _ENGLISH_ARTICLE.finditer(text):
        lead = found.group("lead").removeprefix("a ").removeprefix("a-").lower()
        amount = _LEADS.get(lead[:1], Fraction(3, 2) if "half" in lead else Fraction(1))
        yield from _with_half(
            text, _quantity(found.group("unit"), amount, found.start(), found.end(), language), language
        )


def _lapses(text: str, value: Value) -> Iterator[Quantity]:
    """Yield what 13:10 is if it is no time of day: minutes and seconds, or hours and minutes."""
    if not _LAPSE.fullmatch(text, value.start, value.end):
        return
    first, second = map(int, str(value.value).split(":"))
    for unit in ("second", "minute"):
        factor = UNITS[unit].factor("time")
        amount = (first * 60 + second) * factor
        yield Quantity(unit=unit, amounts=(("time", amount),), start=value.start, end=value.end)


def _with_half(text: str, quantity: Quantity, language: str) -> Iterator[Quantity]:
    """Yield a quantity with the half that follows its unit: 2年半, "an hour and a half"."""
    part = _HALF
    if language == "ja":
        end = quantity.end + 1 if _AND_HALF.match(text, quantity.end) else 0
    else:
        found = _AND_A_PART.match(text, quantity.end)
        end = found.end() if found else 0
        part = _PARTS[found.group("part")] if found else part
    if not end:
        yield quantity
        return
    unit = UNITS[quantity.unit]
    amounts = tuple((name, amount + part * unit.factor(name)) for name, amount in quantity.amounts)
    yield replace(quantity, amounts=amounts, end=end)


def _iter_compounds(text: str, simple: Sequence[Quantity], language: str) -> Iterator[Quantity]:
    position = 0
    while position < len(simple):
        whole = simple[position]
        last = whole
        position += 1
        while position < len(simple) and (joined := _joined(text, whole, last, simple[position], language)):
            whole, last, position = joined, simple[position], position + 1
        if whole is not last:
            yield whole


def _joined(text: str, whole: Quantity, last: Quantity, after: Quantity, language: str) -> Quantity | None:
    """Join a quantity with the next one where that has a smaller unit and follows at once."""
    shared = whole.dimensions & after.dimensions & _COMPOUND
    if not shared or not _GAPS[language].fullmatch(text, whole.end, after.start):
        return None
    name = next(iter(shared))
    if UNITS[last.unit].factor(name) <= UNITS[after.unit].factor(name):
        return None
    total = (whole.amount(name) or 0) + (after.amount(name) or 0)
    return replace(whole, unit=after.unit, amounts=((name, Fraction(total)),), end=after.end)


def _iter_ratios(text: str, values: Sequence[Value], language: str) -> Iterator[Quantity]:
    for value in values:
        if not isinstance(value.value, Fraction):
            continue
        if value.kind is ValueKind.PERCENT:
            yield _ratio(value.value / _PERCENT, value.start, value.end)
        elif value.kind is ValueKind.NUMBER and 0 < value.value < 1:
            yield _ratio(value.value, value.start, value.end)
    if language == "en":
        for found in _AVERAGE.finditer(text):
            yield _ratio(Fraction(found.group()), found.start(), found.end())
    for pattern, amount in JAPANESE_RATIOS if language == "ja" else ENGLISH_RATIOS:
        for found in pattern.finditer(text):
            yield _ratio(amount, found.start(), found.end())
    yield from _iter_parts_of_wholes(text, values, language)


def _iter_parts_of_wholes(text: str, values: Sequence[Value], language: str) -> Iterator[Quantity]:
    """Yield 3人に1人, 10人中6人, "one in three", "six out of ten"."""
    if language == "ja":
        for whole, part in pairwise(values):
            if _JAPANESE_WHOLE.fullmatch(text, whole.end, part.start) and (ratio := _share(part.value, whole.value)):
                yield _ratio(ratio, whole.start, part.end)
        return
    for whole, part in pairwise(values):
        is_of_every = _OF_EVERY.search(text, max(0, whole.start - _SPEED_REACH), whole.start)
        if is_of_every and part.unit == whole.unit and (ratio := _share(part.value, whole.value)):
            yield _ratio(ratio, whole.start, part.end)
    at = {value.start: value.value for value in values}
    for found in _ENGLISH_RATIO.finditer(text):
        part_of = Fraction(1) if found.group("part").lower() == "one" else at.get(found.start("part"))
        ratio = _share(part_of, at.get(found.start("whole")))
        if ratio:
            yield _ratio(ratio, found.start(), found.end())


def _share(part: Fraction | str | None, whole: Fraction | str | None) -> Fraction | None:
    if not isinstance(part, Fraction) or not isinstance(whole, Fraction) or not 0 < part < whole:
        return None
    return part / whole


def _ratio(amount: Fraction, start: int, end: int) -> Quantity:
    return Quantity(unit="ratio", amounts=(("ratio", amount),), start=start, end=end)


def _amount_of(value: Value) -> Fraction | None:
    """Return what is counted by a unit: a number, the day that may be a span of days, pounds that may be a mass."""
    if isinstance(value.value, Fraction):
        return value.value if value.kind in {ValueKind.NUMBER, ValueKind.ORDINAL} else None
    if value.kind is ValueKind.DATE and value.value.startswith("---"):
        return Fraction(date_parts("--00-" + value.value[3:])[2])
    return None


def _unit_of(text: str, value: Value, written: str, language: str) -> str:
    """Return the name of a unit behind a value; that of a speed if a word before it makes one of a length."""
    name = _unit_name(written, language)
    if language == "ja" and name in {"m", "km", "kilo", "mile"}:
        said = list(_SPEED.finditer(text, max(0, value.start - _SPEED_REACH), value.start))
        if said and not _CLAUSE_END.search(text, said[-1].end(), value.start):
            return _SPEEDS.get((name, said[-1].group("hour") is not None), name)
    if (
        language == "ja"
        and name == "celsius"
        and _FAHRENHEIT.search(text, max(0, value.start - _SPEED_REACH), value.start)
    ):
        return "fahrenheit"
    return name


def _is_below_zero(text: str, start: int, end: int, language: str) -> bool:
    """Whether a temperature at the half-open range [start, end) is one below zero."""
    is_said_after = language == "en" and _BELOW_ZERO_AFTER.match(text, end) is not None
    return is_said_after or _BELOW_ZERO[language].search(text, max(0, start - _SPEED_REACH), start) is not None


def _unit_name(written: str, language: str) -> str:
    return JAPANESE_UNITS[written.replace("・", "")] if language == "ja" else _english_unit(written)


def _quantity(written: str, amount: Fraction, start: int, end: int, language: str) -> Quantity:
    return _quantity_in(_unit_name(written, language), amount, start, end)


def _quantity_in(name: str, amount: Fraction, start: int, end: int) -> Quantity:
    unit = UNITS[name]
    amounts = tuple((dimension, unit.to_base(dimension, amount)) for dimension in unit.dimensions)
    return Quantity(unit=name, amounts=amounts, start=start, end=end)


@cache
def _english_unit(written: str) -> str:
    return next(name for pattern, name in ENGLISH_UNITS.items() if re.fullmatch(pattern, written, re.IGNORECASE))


def _with_dots(name: str) -> str:
    """Return the pattern of a unit, whose prefix may stand apart: キロ・ワット."""
    return re.sub("^(キロ|メガ|ギガ|テラ|ミリ|マイクロ|ヘクト)(?=.)", r"\1・?", re.escape(name))


@cache
def _units(language: str) -> re.Pattern[str]:
    """Return what finds a unit right behind a number."""
    if language == "ja":
        names = "|".join(map(_with_dots, sorted(JAPANESE_UNITS, key=len, reverse=True)))
        return re.compile(rf"\s?(?P<unit>{names})(?![A-Za-z])")
    return re.compile(rf"(?:[\s-]|-odd[\s-])?(?P<unit>{'|'.join(ENGLISH_UNITS)})(?![A-Za-z])", re.IGNORECASE)
