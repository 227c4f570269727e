"""The units of quantities in both languages, what they measure, and the words for shares and multiples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tmflow.text.prefixed_units import ENGLISH_PREFIXED, JAPANESE_PREFIXED, PREFIXED

__all__ = ["ENGLISH_RATIOS", "ENGLISH_UNITS", "HALF_UNIT", "JAPANESE_RATIOS", "JAPANESE_UNITS", "UNITS", "Unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a unit measures: for each dimension, how many of the base unit it is; offset: added first (degrees Fahrenheit).

    system: units of one system are not converted into each other by a translator, those of two may be.
    """

    factors: tuple[tuple[str, Fraction], ...]
    offset: Fraction = Fraction(0)
    system: str = "metric"

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions it may have, mostly one."""
        return tuple(name for name, _ in self.factors)

    def factor(self, dimension: str) -> Fraction:
        """Return how many of the base unit it is; 0 in a dimension it does not have."""
        return dict(self.factors).get(dimension, Fraction(0))

    def to_base(self, dimension: str, amount: Fraction) -> Fraction:
        """Return an amount of it in the base unit of a dimension.

        >>> UNITS["fahrenheit"].to_base("heat", Fraction(68))
        Fraction(20, 1)
        """
        offset = Fraction(0) if dimension == "warming" else self.offset
        return (amount + offset) * self.factor(dimension)


def _of(dimension: str, system: str = "metric", **factors: str | int) -> dict[str, Unit]:
    return {name: Unit(factors=((dimension, Fraction(factor)),), system=system) for name, factor in factors.items()}


_MINUTE, _HOUR, _DAY, _YEAR = 60, 3600, 86_400, 31_536_000
UNITS = (
    _of("length", mm="1/1000", cm="1/100", m=1, km=1000)
    | _of("length", "imperial", mile="1609.344", foot="0.3048", inch="0.0254", yard="0.9144")
    | _of("length", "nautical", sea_mile=1852)
    | _of("mass", mg="1/1000000", g="1/1000", kg=1, t=1000)
    | _of("mass", "imperial", pound="0.45359237", ounce="0.028349523")
    | _of("area", sqm=1, sqkm=1_000_000, are=100, ha=10_000)
    | _of("area", "imperial", acre="4046.856", sqfoot="0.092903", sqmile=2_589_988)
    | _of("area", "japanese", tsubo="3.305785", se="99.1736", tan="991.736", cho_area="9917.36")
    | _of("volume", ml="1/1000", l=1, cubic_m=1000)
    | _of("volume", "imperial", gallon="3.785412")
    | _of("volume", "japanese", sho="1.8039", koku_tenth="18.039")
    | _of("length", "japanese", shaku="0.30303", sun="0.030303")
    | _of("mass", "japanese", kan="3.75", momme="0.00375")
    | _of("volume", "oil", barrel="158.987")
    | _of("time", second=1, minute=_MINUTE, hour=_HOUR, day=_DAY, week=7 * _DAY, fortnight=14 * _DAY)
    | _of("time", month=_YEAR // 12, year=_YEAR, decade=10 * _YEAR, century=100 * _YEAR)
    | _of("people", person=1)
    | _of("mats", "japanese", mat=1)
    | _of("sound", decibel=1)
    | {name: Unit(factors=(factor,)) for name, factor in PREFIXED.items()}
    | {
        "celsius": Unit(factors=(("heat", Fraction(1)), ("warming", Fraction(1)))),
        "fahrenheit": Unit(
            factors=(("heat", Fraction(5, 9)), ("warming", Fraction(5, 9))), offset=Fraction(-32), system="imperial"
        ),
        "kilo": Unit(factors=(("length", Fraction(1000)), ("mass", Fraction(1)))),
        "milli": Unit(
            factors=(("length", Fraction(1, 1000)), ("volume", Fraction(1, 1000)), ("mass", Fraction(1, 10**6)))
        ),
        "mps": Unit(factors=(("speed", Fraction(1)), ("length", Fraction(1))), system="second"),
        "kmh": Unit(factors=(("speed", Fraction(5, 18)), ("length", Fraction(1000)))),
        "mph": Unit(factors=(("speed", Fraction("0.44704")), ("length", Fraction("1609.344"))), system="imperial"),
        "knot": Unit(factors=(("speed", Fraction(463, 900)),), system="nautical"),
        "kilocalorie": Unit(factors=(("kilocalorie", Fraction(1)), ("calorie", Fraction(1000)))),
        "calorie": Unit(factors=(("kilocalorie", Fraction(1)), ("calorie", Fraction(1)))),
        "times": Unit(factors=(("ratio", Fraction(1)),)),
        "ratio": Unit(factors=(("ratio", Fraction(1)),)),
    }
)
"""Every unit by its name. The base units are the meter, kilogram, square meter, liter, second, person, degree Celsius, and
those of the SI without a prefix. A temperature may be a difference of two (warming). A speed is a length, too: 風速20メートル. A calorie may be a large one."""
JAPANESE_UNITS = JAPANESE_PREFIXED | {
    "ミリメートル": "mm", "センチメートル": "cm", "センチ": "cm", "メートル": "m", "キロメートル": "km", "ミリ": "milli",
    "キロ": "kilo", "キロ先": "km", "海里": "sea_mile", "マイル": "mile", "フィート": "foot", "インチ": "inch", "ヤード": "yard",
    "mm": "mm", "cm": "cm", "m": "m", "km": "km", "㎞": "km", "㎝": "cm", "㎜": "mm", "㍍": "m", "㌔": "kilo", "㌢": "cm", "㌧": "t", "㌶": "ha",
    "ミリグラム": "mg", "グラム": "g", "キログラム": "kg", "トン": "t", "kg": "kg", "g": "g", "㎏": "kg",
    "ポンド": "pound", "オンス": "ounce",
    "平方メートル": "sqm", "平方キロ": "sqkm", "平方キロメートル": "sqkm", "ヘクタール": "ha", "ha": "ha", "エーカー": "acre", "坪": "tsubo",
    "平方フィート": "sqfoot", "平方マイル": "sqmile", "㎡": "sqm",
    "ミリリットル": "ml", "リットル": "l", "立方メートル": "cubic_m", "ガロン": "gallon", "バレル": "barrel",
    "秒": "second", "秒間": "second", "分間": "minute", "分": "minute", "時間": "hour", "日間": "day", "日": "day",
    "週間": "week", "週": "week", "か月": "month", "カ月": "month", "ヶ月": "month", "ヵ月": "month", "ケ月": "month", "箇月": "month",
    "月": "month", "年": "year", "年間": "year", "世紀": "century", "歳": "year", "才": "year", "泊": "day",
    "升": "sho", "斗": "koku_tenth", "尺": "shaku", "寸": "sun", "貫": "kan", "匁": "momme", "アール": "are", "町歩": "cho_area", "反歩": "tan", "畝歩": "se", "ノット": "knot", "メートル毎秒": "mps", "m/s": "mps", "km/h": "kmh", "キロカロリー": "kilocalorie", "kcal": "kilocalorie", "カロリー": "calorie", "デシベル": "decibel", "dB": "decibel",
    "畳": "mat", "度": "celsius", "人": "person", "名": "person", "倍": "times", "°C": "celsius", "℃": "celsius",
}  # fmt: skip
"""Units behind a number. 度 is a degree of heat, an angle, and a time something happens, which English does not count in units."""
_PER_HOUR, _PER_SECOND = r"(?:\s(?:per|an)\shour|/h(?:r|our)?)", r"(?:\s(?:per|a)\ssecond|/s(?:ec)?)"
ENGLISH_UNITS = ENGLISH_PREFIXED | {
    rf"(?:kilomet(?:er|re)s?|kms?){_PER_HOUR}|k(?:ph|mh)": "kmh", rf"(?:met(?:er|re)s?|m){_PER_SECOND}": "mps",
    rf"miles?{_PER_HOUR}|mph": "mph", r"knots?": "knot", r"kilocalories?|kcals?": "kilocalorie", r"calories?": "calorie", r"decibels?|db": "decibel",
    r"square\s(?:kilomet(?:er|re)s?|km)|sq\.?\skm|km2": "sqkm", r"square\s(?:met(?:er|re)s?|m)|sq\.?\sm|m2": "sqm",
    r"square\s(?:feet|foot)|sq\.?\sft": "sqfoot", r"square\smiles?": "sqmile", r"cubic\smet(?:er|re)s?": "cubic_m",
    r"kilomet(?:er|re)s?|kms?": "km", r"centimet(?:er|re)s?|cm": "cm", r"millimet(?:er|re)s?|mm": "mm", r"met(?:er|re)s?|m": "m",
    r"nautical\smiles?": "sea_mile", r"miles?|mi": "mile", r"feet|foot|ft": "foot", r"inch(?:es)?": "inch", r"yards?": "yard",
    r"kilograms?|kilos?|kgs?": "kg", r"milligrams?|mg": "mg", r"grams?|g": "g", r"(?:metric\s)?(?:tons?|tonnes?)": "t",
    r"pounds?|lbs?": "pound", r"ounces?|oz": "ounce",
    r"hectares?|ha": "ha", r"(?<![\s0-9])are|ares": "are", r"shaku": "shaku", r"tsubo": "tsubo", r"momme": "momme", r"acres?": "acre", r"milliliters?|millilitres?|ml": "ml", r"lit(?:er|re)s?": "l", r"gallons?": "gallon",
    r"barrels?": "barrel",
    r"hours?|hrs?": "hour", r"minutes?|mins?": "minute", r"seconds?|secs?": "second", r"days?|nights?": "day", r"weeks?": "week",
    r"fortnights?": "fortnight", r"months?": "month", r"years?": "year", r"decades?": "decade", r"centur(?:y|ies)": "century",
    r"people|persons?|men|women|children|residents|passengers|visitors|students|members": "person",
    r"times|-?fold": "times", r"(?:degrees?\s)?fahrenheit|degrees?\sf\b|°\s?f": "fahrenheit", r"(?:degrees?\s)?(?:celsius|centigrade)|degrees?\sc\b|°\s?c|degrees?(?!\sfahrenheit)|°": "celsius",
    r"(?:tatami\s)?mats?": "mat",
}  # fmt: skip
"""Patterns of units behind a number; the first that fits counts."""
HALF_UNIT = re.compile("(?<![一二三四五六七八九十0-9後前夜時])半(?=年(?!度)|日|世紀|時間|月(?![0-9]))")
"""The half of 半年, 半日, 半世紀."""
JAPANESE_RATIOS = tuple(
    (re.compile(pattern), Fraction(amount))
    for pattern, amount in (
        ("半分|半数|半減|半額|過半|折半|(?<=の)半ば", "1/2"),
        ("(?<![0-9一二三四五六七八九十百千万億・.])倍(?=増|に|の|以上|近|ほど|率)|倍増", "2"),
    )
)
_NO_NOUN = r"(?=\s(?:of|as|more|less|fewer|the|its|their|higher|lower|larger|smaller|from|by|to|since|in|on|and|or|off|during|this|last|next|when|while|with|at|over|under|after|before|than|was|were|is|are|had|have|has|each|a|an)\b|\s?[^\w\s-]|\s?$)"
"""What may follow "a third" if it is a share: "a third crane" is none."""
ENGLISH_RATIOS = tuple(
    (re.compile(pattern, re.IGNORECASE), Fraction(amount))
    for pattern, amount in (
        (r"\bone\sand\sa\shalf\stimes\b|\bhalf\sas\s(?:much|many|\w+)\sagain\b|\b1\.5-fold\b", "3/2"),
        (
            r"(?<!and\sa\s)\bhalf\b(?!-|\spast|\s(?:an?\s)?(?:hour|day|year|month|century|minute|mile|dozen|hundred|thousand|million|billion|trillion))|\bhalv(?:e|es|ed|ing)\b",
            "1/2",
        ),
        (
            r"\b(?:up|rose|ris(?:e|es|en|ing)|grew|grow(?:s|n|ing)?|increas(?:e|es|ed|ing)|expand(?:s|ed|ing)?)\s(?:by\s)?half\b",
            "3/2",
        ),
        (rf"\b(?:a\sthird{_NO_NOUN}|one[\s-]third\b)", "1/3"),
        (rf"\b(?:a\squarter{_NO_NOUN}|one[\s-]quarter\b)", "1/4"),
        (r"\bthree[\s-]quarters\b", "3/4"),
        (rf"\b(?:a\sfifth{_NO_NOUN}|one[\s-]fifth\b)", "1/5"),
        (r"\bdoubl(?:e|es|ed|ing)\b|\btwice\b|\btwofold\b", "2"),
        (r"\btripl(?:e|es|ed|ing)\b|\bthreefold\b|\btrebled?\b|\bthrice\b", "3"),
        (r"\bquadrupl(?:e|es|ed|ing)\b|\bfourfold\b", "4"),
        (r"\bfivefold\b|\bquintupl(?:e|es|ed|ing)\b", "5"),
        (r"\btenfold\b", "10"),
    )
)
