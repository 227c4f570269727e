"""The measures that a text states: amounts of length, mass, volume, area, time, money, shares and people, by their units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from tmflow.model.language import Language
from tmflow.text.numbers import Value, ValueKind
from tmflow.text.values import CURRENCIES

__all__ = ["PERCENT", "Measure", "Quantity", "dimension", "iter_measures", "iter_quantities", "names_unit"]

Quantity: TypeAlias = tuple[str, Fraction]
"""What is measured, and how much of it in the unit of `_SIZES` whose size is 1: the same for 90 minutes and 1時間半."""

PERCENT = "percent"
_MONTH_SIZE = Fraction(10**9)
"""A month is no number of days: it has a size that no days come to."""
_SIZES = {
    "length": {
        "mm": Fraction(1, 1000), "cm": Fraction(1, 100), "m": Fraction(1), "km": Fraction(1000), "inch": Fraction(254, 10**4),
        "foot": Fraction(3048, 10**4), "yard": Fraction(9144, 10**4), "mile": Fraction(1609344, 1000),
    },
    "mass": {"mg": Fraction(1, 1000), "g": Fraction(1), "kg": Fraction(1000), "t": Fraction(10**6)},
    "volume": {"ml": Fraction(1, 1000), "l": Fraction(1)},
    "area": {"m2": Fraction(1), "ha": Fraction(10**4), "km2": Fraction(10**6), "acre": Fraction(40468564224, 10**7)},
    "time": {
        "second": Fraction(1), "minute": Fraction(60), "hour": Fraction(3600), "day": Fraction(86400), "week": Fraction(604800),
        "month": _MONTH_SIZE, "year": 12 * _MONTH_SIZE,
    },
    "people": {"people": Fraction(1)},
}  # fmt: skip
_DIMENSIONS = {unit: name for name, sizes in _SIZES.items() for unit in sizes} | {PERCENT: PERCENT}
_JAPANESE = {
    "平方キロメートル|平方キロ|㎢|km²": "km2", "平方メートル|㎡|m²": "m2", "キロメートル|㎞|km/h|kph|km": "km", "センチメートル|センチ|㌢|㎝|cm": "cm",
    "ミリリットル|ml": "ml", "ミリグラム|mg": "mg", "ミリメートル|ミリ|㍉|㎜|mm": "mm", "メートル|㍍|ｍ|m(?![A-Za-z])": "m",
    "キログラム|㎏|kg": "kg", "グラム|g(?![A-Za-z])": "g", "トン|㌧": "t", "リットル": "l", "ヘクタール|ha": "ha", "キロ|㌔": "km kg",
    "時間": "hour", "分(?![のか])間?": "minute", "秒": "second", "日間": "day", "週間": "week", "[か月カヶヵケ箇]月": "month",
    "年(?![生度目代次組])|[歳才]": "year", "マイル|mph": "mile", "フィート": "foot", "インチ": "inch", "ヤード": "yard",
    "エーカー|エイカー": "acre", "人(?!目)": "people",
}  # fmt: skip
_ENGLISH = {
    r"(?:square|sq\.?)\s(?:kilomet(?:er|re)s?|km)|km²": "km2", r"(?:square|sq\.?)\s(?:met(?:er|re)s?|m)|m²": "m2",
    r"kilomet(?:er|re)s?|km/h|kph|km|㎞": "km", r"centimet(?:er|re)s?|cm|㎝": "cm", r"millimet(?:er|re)s?|mm": "mm",
    r"met(?:er|re)s?|m": "m", r"milligrams?|mg": "mg", r"kilograms?|kilos?|kg|㎏": "kg", r"grams?|g": "g",
    r"tons?|tonnes?": "t", r"millilit(?:er|re)s?|ml": "ml", r"lit(?:er|re)s?|[lL]": "l", r"hectares?|ha": "ha",
    r"miles?|mph": "mile", r"feet|foot|ft": "foot", r"inch(?:es)?": "inch", r"yards?": "yard", r"acres?": "acre",
    r"hours?|hrs?": "hour", r"minutes?|mins?": "minute", r"seconds?": "second", r"days?": "day", r"weeks?": "week",
    r"months?": "month", r"years?": "year", r"people|persons?": "people",
}  # fmt: skip
_TABLES = {Language.JA: _JAPANESE, Language.EN: _ENGLISH}
_END = {Language.JA: "(?![ァ-ヺ秒])", Language.EN: "(?![A-Za-z])"}
"""Kilowatts are no kilometers, milliseconds no millimeters."""
_UNIT = {
    language: re.compile(rf"(?:{'|'.join(f'({pattern})' for pattern in table)}){_END[language]}")
    for language, table in _TABLES.items()
}
_GAP = {Language.JA: re.compile(r"\s?"), Language.EN: re.compile(r"(?P<half>[\s-]and[\s-]a[\s-]half)?[\s-]?")}
_HALF_BEHIND = {Language.JA: re.compile("半(?![数分])"), Language.EN: re.compile(r"\sand\sa\shalf\b")}
_ONE_OF = re.compile(r"\b(?P<half>half\s)?(?:an?|one)\s", re.IGNORECASE)
_NAMED = {
    (language, unit): re.compile(rf"{'(?<![A-Za-z])' if language is Language.EN else ''}(?:{pattern}){_END[language]}")
    for language, table in _TABLES.items()
    for pattern, units in table.items()
    for unit in units.split()
} | {
    (Language.JA, "kg"): re.compile("キロ|㎏|kg"),
    (Language.JA, "km"): re.compile("キロ|㎞|km|kph"),
    (Language.JA, "foot"): re.compile("フィート|[足脚]"),
}
_SHARES = re.compile(
    r"[%％]|パーセント|割|分の|ポイント|\bpoints?\b|per\s?cent|percentage|proportion|\bin\s(?:ten|10)\b|\bpct\b",
    re.IGNORECASE,
)
_MONEY = {
    unit: re.compile("|".join(re.escape(name) for name, one in CURRENCIES.items() if one == unit), re.IGNORECASE)
    for unit in set(CURRENCIES.values())
}
_TIME = re.compile("[年歳才代月週日時分秒齢夜朝昼晩間]|世紀")
"""What tells of time in Japanese. English may say it without a word: "when I was 16"."""
_PHRASES = {
    re.compile("(?:丸|まる)一日|一日中|終日|昼夜"): ("time", Fraction(24 * 3600)),
    re.compile(r"\b(?:a)?round[\s-]the[\s-]clock\b|\b24/7\b|\bday and night\b"): ("time", Fraction(24 * 3600)),
    re.compile(r"\bfortnight\b"): ("time", Fraction(14 * 86400)),
    re.compile("半日"): ("time", Fraction(12 * 3600)),
    re.compile("半年"): ("time", 6 * _MONTH_SIZE),
}
_REACH_OF_SUM = 6
"""Characters between the parts of one measure: 1時間30分, "1 hour and 30 minutes"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An amount with its unit, at the half-open range [start, end) of the text. units: more than one where that is unclear."""

    amount: Fraction
    units: frozenset[str]
    start: int
    end: int


def dimension(unit: str) -> str:
    """Return what a unit measures.

    >>> dimension("km"), dimension("percent"), dimension("USD")
    ('length', 'percent', 'money')
    """
    return _DIMENSIONS.get(unit, "money")


def iter_measures(text: str, values: Iterable[Value], language: Language) -> Iterator[Measure]:
    """Yield the measures of a text whose values `iter_values` found: shares, money, and each number with a unit behind it.

    >>> from tmflow.text.numbers import iter_values
    >>> text = "水位は1時間半で30センチ、3割上がった。"
    >>> [(one.amount, *one.units) for one in iter_measures(text, iter_values(text, language="ja"), Language.JA)]
    [(Fraction(3, 2), 'hour'), (Fraction(30, 1), 'cm'), (Fraction(30, 1), 'percent')]
    """
    for value in values:
        if not isinstance(value.value, Fraction) or value.kind is ValueKind.ORDINAL:
            continue
        if value.kind is ValueKind.PERCENT or value.unit:
            units = frozenset({value.unit or PERCENT})
            yield Measure(amount=value.value, units=units, start=value.start, end=value.end)
        elif (gap := _GAP[language].match(text, value.end)) and (found := _unit_at(text, gap.end(), language)):
            units, end, has_half = found
            half = Fraction(has_half or bool(gap.groupdict().get("half")), 2)
            yield Measure(amount=value.value + half, units=units, start=value.start, end=end)


def iter_quantities(text: str, measures: Iterable[Measure], language: Language) -> Iterator[tuple[Quantity, int, int]]:
    """Yield the quantities of a text and where they stand: of its measures, of two in a row, "an hour", "round the clock"."""
    sized = [one for one in measures if dimension(min(one.units)) in _SIZES]
    for one in sized:
        yield from ((quantity, one.start, one.end) for quantity in _quantities(one))
    for first, second in pairwise(sized):
        if 0 <= second.start - first.end <= _REACH_OF_SUM:
            for (what, much), (other, more) in zip(_quantities(first), _quantities(second), strict=False):
                if what == other:
                    yield (what, much + more), first.start, second.end
    for pattern, quantity in _PHRASES.items():
        yield from ((quantity, *found.span()) for found in pattern.finditer(text))
    if language is Language.EN:
        for found in _ONE_OF.finditer(text):
            if unit := _unit_at(text, found.end(), language):
                amount = Fraction(1, 2) if found.group("half") else 1 + Fraction(unit[2], 2)
                one = Measure(amount=amount, units=unit[0], start=found.start(), end=unit[1])
                yield from ((quantity, one.start, one.end) for quantity in _quantities(one))


def names_unit(text: str, unit: str, language: Language) -> bool:
    """Whether a text names a unit anywhere, with a figure or without; of time any unit, in English none.

    >>> names_unit("between 300 and 500 dollars", "USD", Language.EN)
    True
    """
    if dimension(unit) == "time":
        return language is Language.EN or _TIME.search(text) is not None
    pattern = _SHARES if unit == PERCENT else _MONEY.get(unit) or _NAMED[language, unit]
    return pattern.search(text) is not None


def _unit_at(text: str, position: int, language: Language) -> tuple[frozenset[str], int, bool] | None:
    """Return the unit that stands at a position, where it ends, and whether a half belongs to it."""
    found = _UNIT[language].match(text, position)
    if found is None:
        return None
    half = _HALF_BEHIND[language].match(text, found.end())
    units = list(_TABLES[language].values())[(found.lastindex or 1) - 1]
    return frozenset(units.split()), half.end() if half else found.end(), half is not None


def _quantities(measure: Measure) -> list[Quantity]:
    return [(dimension(unit), measure.amount * _SIZES[dimension(unit)][unit]) for unit in sorted(measure.units)]
