"""The values a text states: numbers, percentages, money, dates, times of day and ordinals, by value in both languages.

1億2000万ドル and "$120 million" give the same `Value.key`, so do 令和7年 and 2025, 午後3時半 and "3:30 p.m.", 3割 and "30 percent".
What is only perhaps a value (十分 "enough", 一方 "meanwhile", the pronoun "one") gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = ["Value", "ValueKind", "iter_values"]


class ValueKind(StrEnum):
    """What sort of value a text states."""

    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    DATE = "date"
    CLOCK = "clock"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value and where it stands: the half-open range [start, end) of the text, in code points.

    value: a Fraction for numbers, percentages (30 for 30 %), money and ordinals; for dates "2026-03-14", "2026-03", "2026",
    "--03-14", "--03", "---14" (ISO 8601 with hyphens for what is left out) or "199x"; for times "15:30".
    unit: of money, the ISO 4217 code; else "".
    """

    kind: ValueKind
    value: Fraction | str
    start: int
    end: int
    unit: str = ""

    @property
    def key(self) -> tuple[ValueKind, Fraction | str, str]:
        """What two spellings of one value share."""
        return self.kind, self.value, self.unit


def iter_values(text: str, *, language: str) -> Iterator[Value]:
    """Yield the values of a text in order, without overlap. `language` is "ja" or "en". Linear in the text.

    Raises ValueError for another language.

    >>> [str(value.value) + value.unit for value in iter_values("１億2000万ドル、3割、12月2日、午後3時半", language="ja")]
    ['120000000USD', '30', '--12-02', '15:30']
    >>> [str(value.value) + value.unit for value in iter_values("$120 million, 30 percent, Dec. 2, 3:30 p.m.", language="en")]
    ['120000000USD', '30', '--12-02', '15:30']
    """
    if language == "ja":
        return _iter_japanese(text.translate(_HALF_WIDTH))
    if language == "en":
        return _iter_english(text.translate(_HALF_WIDTH))
    raise ValueError(f'"{language}" is not "ja" or "en"')


_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | str.maketrans("，．％：＄￥／－", ",.%:$¥/-")
"""One character for one, so that positions stay those of the text."""

_CURRENCIES = {
    "米ドル": "USD", "豪ドル": "AUD", "加ドル": "CAD", "香港ドル": "HKD", "ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP", "円": "JPY",
    "人民元": "CNY", "元": "CNY", "ルーブル": "RUB", "ウォン": "KRW", "ルピー": "INR", "フラン": "CHF", "フリブナ": "UAH",
    "dollar": "USD", "usd": "USD", "euro": "EUR", "eur": "EUR", "pound": "GBP", "gbp": "GBP", "yen": "JPY", "jpy": "JPY",
    "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "ruble": "RUB", "rouble": "RUB", "won": "KRW", "rupee": "INR", "franc": "CHF",
    "hryvnia": "UAH", "$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "€": "EUR", "£": "GBP", "¥": "JPY",
}  # fmt: skip
_SIGN = r"(?P<sign>(?:US|HK|A|C)?\$|€|£|¥|\bJPY |\bUSD |\bEUR |\bGBP )\s?"

# ---------------------------------------------------------------- Japanese

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "両": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before each era's first."""

_RUN = re.compile(
    r"[0-9〇零一二三四五六七八九十百千万億兆](?:[0-9〇零一二三四五六七八九十百千万億兆京]|[.,](?=[0-9])){0,40}"
)
_NUMERAL = r"(?:[0-9]{1,4}|[〇一二三四五六七八九十]{1,4})"
_JA_DATE = re.compile(
    rf"(?:(?P<era>明治|大正|昭和|平成|令和)(?P<era_year>元|{_NUMERAL})年|(?P<year>[0-9]{{4}}|[一二][〇一二三四五六七八九]{{3}})年(?!間)(?P<decade>代)?)"
    rf"(?:\s?(?P<month>{_NUMERAL})月(?:\s?(?P<day>{_NUMERAL})日)?)?"
    rf"|(?P<month_only>{_NUMERAL})月(?!間)(?:\s?(?P<month_day>{_NUMERAL})日(?!間))?"
    rf"|(?P<day_only>{_NUMERAL})日(?!間|目|ほど|以上|以内|かけ)"
)
_JA_CLOCK = re.compile(
    rf"(?P<half>午前|午後|正午|夜|朝)?の?(?P<hour>{_NUMERAL})時(?!間|代|期|点)(?:(?P<minute>{_NUMERAL})分|(?P<is_half>半))?"
    r"|(?P<noon>正午)|(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?![0-9:])"
)
_ISO_DATE = re.compile(r"(?P<year>[12][0-9]{3})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![0-9])")
_LONGEST_NUMERAL = 40
"""Longer runs of digits are no amounts but codes; the bound also keeps every search linear."""
_JA_START = re.compile(
    rf"明治|大正|昭和|平成|令和|午前|午後|正午|第(?=[0-9一二三四五六七八九十])|{_SIGN}|{_RUN.pattern}"
)
_JA_CURRENCY = re.compile("|".join(sorted((name for name in _CURRENCIES if name > "\u3000"), key=len, reverse=True)))
_JA_COUNTER = re.compile(
    r"[人名円年月日時分秒回個件本割歳倍度番位点社校台枚冊隻頭匹軒戸票州国カヶか条項章か棟杯]|つ(?!の間)|ドル|ユーロ|パーセント|ポイント|世紀|週間|往復|段階|キロ|メートル|センチ|トン|グラム"
)
_JA_ORDINAL = re.compile(r"番目|世紀|位|度目|回目|人目|年目|つ目|日目|期目|弾")
_NOT_NUMBERS = re.compile(
    r"十分(?!間|後|前|ほど|お)|一[部方般様緒環端体切面時番層種度]|万一|万[歳が全能]|百[貨姓科]|千[葉代島]|三[重菱井]|四国|五輪|六本木|八百屋|九州|十字|二酸化|一つ一つ|一人一人|一日も|千差|[一二三四五六七八九]月"
)
_PERCENT = re.compile(r"\s?(?:%|パーセント(?:・?ポイント)?|ポイント(?!で))")
_WARI = re.compile(rf"割(?![りるれっ当引合])(?:(?P<bu>{_NUMERAL})分)?")


def _iter_japanese(text: str) -> Iterator[Value]:
    position = 0
    while match := _JA_START.search(text, position):
        value = _japanese_value(text, match)
        if value is not None:
            yield value
        position = max(match.end() if value is None else value.end, match.start() + 1)


def _japanese_value(text: str, match: re.Match[str]) -> Value | None:
    start = match.start()
    if match.group() == "第":
        return _japanese_ordinal(text, start)
    if match.group("sign") is not None:
        return _signed(match, _read_japanese(text, match.end()))
    if start and _is_latin(text[start - 1]):
        return None
    for pattern, build in ((_ISO_DATE, _japanese_date), (_JA_DATE, _japanese_date), (_JA_CLOCK, _japanese_clock)):
        found = pattern.match(text, start)
        value = build(found) if found else None
        if value is not None:
            return value
    if _NOT_NUMBERS.match(text, start):
        return None
    number = None if text.startswith(("数", "何", "幾"), max(0, start - 1)) else _read_japanese(text, start)
    return _japanese_number(text, start, *number) if number else None


def _japanese_number(text: str, start: int, amount: Fraction, end: int) -> Value | None:
    """Tell by what follows it what a numeral is."""
    if found := _PERCENT.match(text, end):
        return Value(kind=ValueKind.PERCENT, value=amount, start=start, end=found.end())
    if found := _WARI.match(text, end):
        bu = _small_number(found.group("bu")) if found.group("bu") else 0
        return Value(kind=ValueKind.PERCENT, value=amount * 10 + bu, start=start, end=found.end())
    if found := _JA_CURRENCY.match(text, end):
        unit = _CURRENCIES[found.group()]
        return Value(kind=ValueKind.CURRENCY, value=amount, start=start, end=found.end(), unit=unit)
    if text.startswith("分の", end) and (part := _read_japanese(text, end + 2)) and amount:
        return Value(kind=ValueKind.NUMBER, value=part[0] / amount, start=start, end=part[1])
    if found := _JA_ORDINAL.match(text, end):
        return Value(kind=ValueKind.ORDINAL, value=amount, start=start, end=found.end())
    is_written_out = not any(character in "0123456789" for character in text[start:end])
    if is_written_out and end - start == 1 and not _JA_COUNTER.match(text, end):
        return None
    return Value(kind=ValueKind.NUMBER, value=amount, start=start, end=end)


def _japanese_ordinal(text: str, start: int) -> Value | None:
    number = _read_japanese(text, start + 1)
    return Value(kind=ValueKind.ORDINAL, value=number[0], start=start, end=number[1]) if number else None


def _read_japanese(text: str, start: int) -> tuple[Fraction, int] | None:
    """Read one numeral, Arabic or Chinese or mixed: 3,000, 1億2000万, 1.5億, 二十八, 二〇二六, 8千. Give the amount and the end."""
    run = _RUN.match(text, start)
    if run is None or text[start] in "万億兆京":
        return None
    total, section, current = Fraction(0), Fraction(0), None
    position, end = start, start
    while position < run.end():
        character = text[position]
        if character.isascii():
            digits = _ARABIC.match(text, position, run.end())
            if digits is None or current is not None:
                break
            current, position = Fraction(digits.group().replace(",", "")), digits.end()
        elif character in _DIGITS:
            place = _DIGITS[character]
            is_positional = current is not None and position > start and text[position - 1] in _DIGITS
            if current is not None and not is_positional:
                break
            current, position = Fraction(place) + (10 * current if current is not None else 0), position + 1
        elif character in _TENS:
            section += (1 if current is None else current) * _TENS[character]
            current, position = None, position + 1
        else:
            amount = section + (current or 0)
            if not amount:
                break
            total, section, current, position = total + amount * _MYRIADS[character], Fraction(0), None, position + 1
        end = position
    return (total + section + (current or 0), end) if end > start else None


def _small_number(numeral: str) -> int:
    """Read a numeral that `_NUMERAL` matched."""
    number = _read_japanese(numeral, 0)
    return int(number[0]) if number else 0


def _japanese_date(found: re.Match[str]) -> Value | None:
    parts = {name: part for name, part in found.groupdict().items() if part}
    if "era" in parts:
        year = _ERAS[parts["era"]] + (1 if parts["era_year"] == "元" else _small_number(parts["era_year"]))
    else:
        year = _small_number(parts["year"]) if "year" in parts else 0
    if "decade" in parts:
        return Value(kind=ValueKind.DATE, value=f"{year // 10}x", start=found.start(), end=found.end())
    month = _small_number(parts.get("month") or parts.get("month_only") or "0")
    day = _small_number(parts.get("day") or parts.get("month_day") or parts.get("day_only") or "0")
    return _date(year, month, day, start=found.start(), end=found.end())


def _japanese_clock(found: re.Match[str]) -> Value | None:
    if found.group("noon") or (found.group("half") == "正午"):
        return Value(kind=ValueKind.CLOCK, value="12:00", start=found.start(), end=found.start() + 2)
    hour = _small_number(found.group("hour") or found.group("hour2"))
    minute = _small_number(found.group("minute") or found.group("minute2") or "0")
    minute = _HALF_HOUR if found.group("is_half") else minute
    is_afternoon = found.group("half") in {"午後", "夜"} and hour < _NOON
    return _clock(hour + _NOON * is_afternoon, minute, start=found.start(), end=found.end())


# ---------------------------------------------------------------- English

_ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TY = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
}
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_ARABIC = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_EN_DATES = (
    re.compile(
        rf"{_MONTH}\s(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:%]|\.[0-9])(?:,?\s(?P<year>[12][0-9]{{3}})(?![0-9,]))?"
    ),
    re.compile(rf"{_MONTH},?\s(?P<year>[12][0-9]{{3}})(?![0-9,])"),
    re.compile(
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}\b(?:,?\s(?P<year>[12][0-9]{{3}})(?![0-9,]))?"
    ),
)
_EN_MONTH = re.compile(
    r"(?P<month>January|February|April|June|July|August|September|October|November|December|(?<=[Ii]n )(?:March|May)|(?<=[Ff]rom )(?:March|May))\b"
)
_EN_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?\s?(?P<half>[ap])\.?m\b\.?(?![a-z])"
    r"|(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?![0-9:])(?P<later>\sin\sthe\s(?:afternoon|evening))?|\b(?P<noon>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_EN_DECADE = re.compile(r"(?P<decade>[12][0-9]{2})0[’']?s\b")
_EN_YEAR = re.compile(
    r"(?:1[5-9]|20)[0-9]{2}(?![0-9,%]|\.[0-9])(?!\s(?:people|yen|dollars|euros|percent|million|thousand))"
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|till|to|through|before|after|during|late|early|mid|year|spring|summer|autumn|fall|winter|between|and|around|back to),?\s|[(])$",
    re.IGNORECASE,
)
_EN_ORDINAL = re.compile(r"(?P<digits>[0-9]{1,6})(?:st|nd|rd|th)\b")
_WORDS = "|".join([*_ONES, *_TY])
_EN_WORDS = re.compile(rf"(?:{_WORDS}|an?(?=\s(?:hundred|thousand|million|billion|trillion|dozen)\b))\b", re.IGNORECASE)
_EN_NEXT_WORD = re.compile(
    rf"(?:[\s-]|\sand\s)(?P<word>{_WORDS}|hundred|thousand|million|billion|trillion|dozen)s?\b", re.IGNORECASE
)
_EN_SCALE = re.compile(
    r"\s?-?(?P<scale>hundred|thousand|million|billion|trillion|dozen)\b|\s?(?P<short>k|mn?|bn|trn|tn)\b", re.IGNORECASE
)
_EN_PART = re.compile(
    r"[\s-](?:of\s)?(?P<part>half|third|quarter|fourth|fifth|sixth|eighth|tenth)s?\b|[\s-](?P<halves>halves)\b",
    re.IGNORECASE,
)
_EN_TY_ORDINAL = re.compile(rf"(?:(?P<ty>{'|'.join(_TY)})-)?(?P<word>{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_EN_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent\b|-percent\b|percentage\spoints?\b|pct\b)")
_EN_CURRENCY = re.compile(
    r"[\s-]?(?:US\s|U\.S\.\s)?(?P<name>dollar|euro|pound|yen|yuan|renminbi|rmb|ruble|rouble|won|rupee|franc|hryvnia|usd|eur|gbp|jpy)s?\b",
    re.IGNORECASE,
)
_EN_START = re.compile(
    rf"{_SIGN}|(?<![A-Za-z0-9.])[0-9]+|\b{_MONTH}\b|\b(?:noon|midday|midnight)\b|\b(?:{_WORDS}|{'|'.join(_ORDINALS)}|an?(?=\s(?:hundred|thousand|million|billion|trillion|dozen|third\sof|quarter\sof|fifth\sof|sixth\sof|eighth\sof|tenth\sof)\b))\b",
    re.IGNORECASE,
)
_BEFORE_SECOND = re.compile(r"\b(?:a|per|each) $", re.IGNORECASE)
_EN_ONE_PART = re.compile(r"an?\s(?P<part>third|quarter|fifth|sixth|eighth|tenth)\sof\b", re.IGNORECASE)
_NOON = 12
_HALF_HOUR = 30


def _iter_english(text: str) -> Iterator[Value]:
    position = 0
    while match := _EN_START.search(text, position):
        value = _english_value(text, match)
        if value is not None:
            yield value
        position = max(match.end() if value is None else value.end, match.start() + 1)


def _english_value(text: str, match: re.Match[str]) -> Value | None:
    start = match.start()
    if match.group("sign") is not None:
        return _signed(match, _read_english(text, match.end()))
    if found := _EN_ONE_PART.match(text, start):
        part = Fraction(1, _PARTS[found.group("part").lower()])
        return Value(kind=ValueKind.NUMBER, value=part, start=start, end=found.end())
    dated = _english_date(text, start)
    if dated is not None:
        return dated
    if found := _EN_CLOCK.match(text, start):
        value = _english_clock(found)
        if value is not None:
            return value
    if found := _EN_ORDINAL.match(text, start):
        return Value(kind=ValueKind.ORDINAL, value=Fraction(found.group("digits")), start=start, end=found.end())
    if (found := _EN_TY_ORDINAL.match(text, start)) and not _is_second(text, found):
        amount = _ORDINALS[found.group("word").lower()] + _TY.get((found.group("ty") or "").lower(), 0)
        return Value(kind=ValueKind.ORDINAL, value=Fraction(amount), start=start, end=found.end())
    number = _read_english(text, start)
    return _english_number(text, start, *number) if number else None


def _is_second(text: str, found: re.Match[str]) -> bool:
    """Whether "second" is the unit of time here: "a second", "per second"."""
    return (
        found.group().lower() == "second"
        and _BEFORE_SECOND.search(text, max(0, found.start() - 5), found.start()) is not None
    )


def _english_number(text: str, start: int, amount: Fraction, end: int) -> Value | None:
    """Tell by what follows it what a numeral is."""
    if found := _EN_PERCENT.match(text, end):
        return Value(kind=ValueKind.PERCENT, value=amount, start=start, end=found.end())
    if found := _EN_CURRENCY.match(text, end):
        unit = _CURRENCIES[found.group("name").lower()]
        return Value(kind=ValueKind.CURRENCY, value=amount, start=start, end=found.end(), unit=unit)
    if not text[start].isdigit() and (found := _EN_PART.match(text, end)):
        part = _PARTS[(found.group("part") or found.group("halves")).lower()]
        return Value(kind=ValueKind.NUMBER, value=amount / part, start=start, end=found.end())
    if text[start:end].lower() == "one":
        return None
    return Value(kind=ValueKind.NUMBER, value=amount, start=start, end=end)


def _read_english(text: str, start: int) -> tuple[Fraction, int] | None:
    """Read one numeral, in digits or words, with its scale: 1,200, 1.5 billion, twenty-one, two hundred and five, two dozen."""
    if digits := _ARABIC.match(text, start):
        if digits.end() - start > _LONGEST_NUMERAL:
            return None
        amount, end = Fraction(digits.group().replace(",", "")), digits.end()
        scale = _EN_SCALE.match(text, end)
        if scale is None or (scale.group("short") and not _is_short_scale(text, start)):
            return amount, end
        return amount * _SCALES[(scale.group("scale") or scale.group("short")).lower()], scale.end()
    first = _EN_WORDS.match(text, start)
    if first is None:
        return None
    word = first.group().lower()
    total, section, end = 0, 1 if word in {"a", "an"} else _ONES.get(word, _TY.get(word, 0)), first.end()
    while found := _EN_NEXT_WORD.match(text, end):
        word = found.group("word").lower()
        if word in _SCALES:
            if _SCALES[word] <= _SCALES["hundred"]:
                section *= _SCALES[word]
            else:
                total, section = total + section * _SCALES[word], 0
        else:
            addition = _ONES.get(word, _TY.get(word, 0))
            has_room = section % 100 == 0 or (
                section % 10 == 0 and section % 100 >= _TY["twenty"] and 0 < addition <= 9
            )  # noqa: PLR2004 - a digit
            if not has_room or (section == 0 and total == 0):
                break
            section += addition
        end = found.end()
    return Fraction(total + section), end


def _is_short_scale(text: str, start: int) -> bool:
    """Whether "m" or "bn" after this number can be a scale: only money is written so ("£3m"); "240 m" is a length."""
    return start > 0 and text[start - 1] in "$€£¥"


def _english_date(text: str, start: int) -> Value | None:
    if found := _ISO_DATE.match(text, start):
        return _date(*(int(found.group(name)) for name in ("year", "month", "day")), start=start, end=found.end())
    for pattern in (*_EN_DATES, _EN_MONTH):
        if found := pattern.match(text, start):
            parts = found.groupdict()
            month = _MONTHS[parts["month"][:3].lower()]
            year, day = int(parts.get("year") or 0), int(parts.get("day") or 0)
            return _date(year, month, day, start=start, end=found.end())
    if found := _EN_DECADE.match(text, start):
        return Value(kind=ValueKind.DATE, value=found.group("decade") + "x", start=start, end=found.end())
    if (found := _EN_YEAR.match(text, start)) and _YEAR_BEFORE.search(text, max(0, start - 12), start):
        return Value(kind=ValueKind.DATE, value=found.group(), start=start, end=found.end())
    return None


def _english_clock(found: re.Match[str]) -> Value | None:
    if found.group("noon"):
        hour = "00:00" if found.group("noon").lower() == "midnight" else "12:00"
        return Value(kind=ValueKind.CLOCK, value=hour, start=found.start(), end=found.end())
    hour = int(found.group("hour") or found.group("hour2"))
    minute = int(found.group("minute") or found.group("minute2") or 0)
    half = (found.group("half") or "").lower()
    if half == "a" and hour == _NOON:
        hour = 0
    is_afternoon = (half == "p" or bool(found.group("later"))) and hour < _NOON
    return _clock(hour + _NOON * is_afternoon, minute, start=found.start(), end=found.end())


# ---------------------------------------------------------------- both


def _signed(match: re.Match[str], number: tuple[Fraction, int] | None) -> Value | None:
    """Build the money value of a sign and the number after it; the name of the unit may follow once more."""
    if number is None:
        return None
    unit = _CURRENCIES[match.group("sign").strip().lower()]
    return Value(kind=ValueKind.CURRENCY, value=number[0], start=match.start(), end=number[1], unit=unit)


def _date(year: int, month: int, day: int, *, start: int, end: int) -> Value | None:
    """Build a date from its parts, 0 for what is left out; None if no calendar has it."""
    if month > 12 or day > 31 or not (year or month or day):  # noqa: PLR2004 - months, days
        return None
    head = f"{year:04}" if year else "-"
    tail = (f"-{month:02}" if month else "-" if day else "") + (f"-{day:02}" if day else "")
    return Value(kind=ValueKind.DATE, value=head + tail, start=start, end=end)


def _clock(hour: int, minute: int, *, start: int, end: int) -> Value | None:
    """Build a time of day; None if no clock shows it (25:00 is not one: it is left to the reader as a number)."""
    if hour > 24 or minute > 59:  # noqa: PLR2004 - hours, minutes
        return None
    return Value(kind=ValueKind.CLOCK, value=f"{hour % 24:02}:{minute:02}", start=start, end=end)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
