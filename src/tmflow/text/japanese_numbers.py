"""The values a Japanese text states. Width is folded already; `numbers.py` is the entrance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.text.values import (
    ARABIC,
    CURRENCIES,
    CURRENCY_SIGN,
    ERAS,
    ISO_DATE,
    KANJI_DIGITS,
    LONGEST_NUMERAL,
    Value,
    ValueKind,
    build_clock,
    build_date,
    read_digits,
    signed_amount,
)

__all__ = ["iter_japanese_values"]

_HALF_HOUR = 30

_DIGITS = {character: value for value, character in enumerate(KANJI_DIGITS)} | {"零": 0, "両": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
_AFTERNOONS = {
    "午後": range(12),
    "PM": range(12),
    "pm": range(12),
    "昼": range(1, 6),
    "夕": range(1, 12),
    "夕方": range(1, 12),
    "夜": range(5, 13),
}
"""The hours that mean twelve more behind a word for the time of day; 夜1時 is after midnight, 夜12時 midnight."""

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
    rf"(?P<half>午前|午後|正午|朝|昼|夕方?|夜|[AaPp][Mm]\s?)?の?(?P<hour>零|{_NUMERAL})時(?!間|代|期|点)(?:(?P<minute>{_NUMERAL})分|(?P<is_half>半))?"
    r"|(?P<noon>正午)|(?P<half2>午前|午後|[AaPp][Mm]\s?)?(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?![0-9:])"
)
_JA_START = re.compile(
    rf"明治|大正|昭和|平成|令和|午前|午後|正午|(?<![A-Za-z])[AaPp][Mm](?=\s?[0-9]{{1,2}}(?::|時))|(?:[朝昼夜夕]|夕方)(?=の?{_NUMERAL}時)|第(?=[0-9一二三四五六七八九十])"
    rf"|{CURRENCY_SIGN}|(?<![0-9])(?<![0-9]\.){_RUN.pattern}"
)
_JA_CURRENCY = re.compile("|".join(sorted((name for name in CURRENCIES if name > "\u3000"), key=len, reverse=True)))
_JA_COUNTER = re.compile(
    r"[人名円年月日時分秒回個件本割歳倍度番位点社校台枚冊隻頭匹羽軒戸室席畳坪基点曲巻両便票州国カヶか条項章か棟杯]|つ(?!の間)|ドル|ユーロ|パーセント|ポイント|世紀|週間|往復|段階|試合|種類|世代|家族|作品|都市|地区|部屋|車線|大会|施設|団体|企業|チーム|グループ|キロ|メートル|センチ|トン|グラム"
)
_JA_ORDINAL = re.compile(r"番目|世紀|位|度目|回目|人目|年目|つ目|日目|期目|弾")
_COUNT_OF = re.compile("(?![約毎計全各他上])[一-鿿ァ-ヴー]数$")
"""The number of something (死者数120人), not several (数10人)."""
_NOT_NUMBERS = re.compile(
    r"十分(?!間|後|前|ほど|お)|一[部方般様緒環端体切面時番層種度]|万一|万[歳が全能]|百[貨姓科]|千[葉代島]|三[重菱井]|四国|五輪|六本木|八百屋|九州|十字|二酸化|一つ一つ|一人一人|一日も|千差|[一二三四五六七八九]月"
)
_PERCENT = re.compile(r"\s?(?:%|パーセント(?:・?ポイント)?|ポイント(?!で))")
_WARI = re.compile(rf"割(?!り(?![引増])|[るれっ当合])(?:(?P<bu>{_NUMERAL})分(?:(?P<rin>{_NUMERAL})厘)?)?")


def iter_japanese_values(text: str) -> Iterator[Value]:
    """Yield the values of a Japanese text in order, without overlap."""
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
        return signed_amount(match, _read_japanese(text, match.end()))
    if start and _is_latin(text[start - 1]) and not text.startswith(("午", "正午"), start):
        return None
    for pattern, build in ((ISO_DATE, _japanese_date), (_JA_DATE, _japanese_date), (_JA_CLOCK, _japanese_clock)):
        found = pattern.match(text, start)
        value = build(found) if found else None
        if value is not None:
            return value
    if _NOT_NUMBERS.match(text, start):
        return None
    is_vague = text.startswith(("数", "何", "幾"), max(0, start - 1)) and not _COUNT_OF.search(
        text, max(0, start - 2), start
    )
    number = None if is_vague else _read_japanese(text, start)
    return _japanese_number(text, start, *number) if number else None


def _japanese_number(text: str, start: int, amount: Fraction, end: int) -> Value | None:
    """Tell by what follows it what a numeral is."""
    if found := _PERCENT.match(text, end) or _WARI.match(text, end):
        is_tenths = found.group().startswith("割")
        bu = _small_number(found.group("bu")) if is_tenths and found.group("bu") else 0
        rin = _small_number(found.group("rin")) if is_tenths and found.group("rin") else 0
        percent = amount * 10 + bu + Fraction(rin, 10) if is_tenths else amount
        return Value(kind=ValueKind.PERCENT, value=percent, start=start, end=found.end())
    if found := _JA_CURRENCY.match(text, end):
        unit = CURRENCIES[found.group()]
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
    total: int | Fraction = 0
    section: int | Fraction = 0
    current: int | Fraction | None = None
    position, end = start, start
    while position < run.end():
        character = text[position]
        if character.isascii():
            digits = ARABIC.match(text, position, run.end())
            if digits is None or current is not None:
                break
            if digits.end() - position > LONGEST_NUMERAL:
                return None
            current, position = read_digits(digits.group()), digits.end()
        elif character in _DIGITS:
            place = _DIGITS[character]
            is_positional = current is not None and position > start and text[position - 1] in _DIGITS
            if current is not None and not is_positional:
                break
            current, position = place + (10 * current if current is not None else 0), position + 1
        elif character in _TENS:
            section += (1 if current is None else current) * _TENS[character]
            current, position = None, position + 1
        else:
            amount = section + (current or 0)
            if not amount:
                break
            total, section, current, position = total + amount * _MYRIADS[character], 0, None, position + 1
        end = position
    return (Fraction(total + section + (current or 0)), end) if end > start else None


def _small_number(numeral: str) -> int:
    """Read a numeral that `_NUMERAL` matched."""
    number = _read_japanese(numeral, 0)
    return int(number[0]) if number else 0


def _japanese_date(found: re.Match[str]) -> Value | None:
    parts = {name: part for name, part in found.groupdict().items() if part}
    if "era" in parts:
        year = ERAS[parts["era"]] + (1 if parts["era_year"] == "元" else _small_number(parts["era_year"]))
    else:
        year = _small_number(parts["year"]) if "year" in parts else 0
    if "decade" in parts:
        return Value(kind=ValueKind.DATE, value=f"{year // 10}x", start=found.start(), end=found.end())
    month = _small_number(parts.get("month") or parts.get("month_only") or "0")
    day = _small_number(parts.get("day") or parts.get("month_day") or parts.get("day_only") or "0")
    return build_date(year, month, day, start=found.start(), end=found.end())


def _japanese_clock(found: re.Match[str]) -> Value | None:
    if found.group("noon") or (found.group("half") == "正午"):
        return Value(kind=ValueKind.CLOCK, value="12:00", start=found.start(), end=found.start() + 2)
    hour = 0 if found.group("hour") == "零" else _small_number(found.group("hour") or found.group("hour2"))
    minute = _small_number(found.group("minute") or found.group("minute2") or "0")
    minute = _HALF_HOUR if found.group("is_half") else minute
    half = (found.group("half") or found.group("half2") or "").strip()
    is_afternoon = hour in _AFTERNOONS.get(half, ())
    return build_clock(hour + 12 * is_afternoon, minute, start=found.start(), end=found.end())


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
