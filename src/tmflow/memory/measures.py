"""Whether a value of the target says what the one of the source says: its unit, its currency, its half of the day."""

from __future__ import annotations

import re

from tmflow.memory.slots import Slot
from tmflow.model.language import Language

__all__ = ["may_follow", "measure_of"]

_ENGLISH = (
    ("nautical", "nautical[ -]miles?"),
    ("knot", "knots?|kn"),
    ("mile", "miles?|mi|mph"),
    ("kwh", "kilowatt[ -]hours?|kwh"),
    ("kw", "kilowatts?|kw"),
    ("mw", "megawatts?|mw"),
    ("gw", "gigawatts?|gw"),
    ("mb", "megabytes?|mb"),
    ("gb", "gigabytes?|gb"),
    ("tb", "terabytes?|tb"),
    ("ml", "millilit(?:er|re)s?|ml"),
    ("mg", "milligram(?:me)?s?|mg"),
    ("km2", r"(?:square|sq\.?)[ -](?:kilomet(?:er|re)s?|km)|km²|km2"),
    ("m2", r"(?:square|sq\.?)[ -](?:met(?:er|re)s?|m)|m²|m2"),
    ("m3", r"cubic[ -]met(?:er|re)s?|m³|m3"),
    ("other", r"(?:square|cubic|sq\.?)[ -][a-z]+"),
    ("km", "kilomet(?:er|re)s?|kms?|kph"),
    ("kg", "kilograms?|kilogrammes?|kgs?"),
    ("kilo", "kilos?"),
    ("cm", "centimet(?:er|re)s?|cm"),
    ("mm", "millimet(?:er|re)s?|mm"),
    ("m", "met(?:er|re)s?|m"),
    ("g", "grams?|grammes?|g"),
    ("ton", "(?:metric )?(?:tons?|tonnes?)|t"),
    ("l", "lit(?:er|re)s?|l"),
    ("ha", "hectares?|ha"),
    ("foot", "feet|foot|ft"),
    ("inch", "inch(?:es)?"),
    ("yard", "yards?|yds?"),
    ("acre", "acres?"),
    ("ounce", "ounces?|oz"),
    ("gallon", "gallons?"),
    ("other", "(?:short|long)[ -]tons?|pounds?|lbs?|pints?|stones?"),
    ("fahrenheit", r"(?:degrees?|°)[ -]?(?:fahrenheit|f)|℉|fahrenheit"),
    ("degree", r"(?:degrees?|°)(?:[ -]?(?:celsius|centigrade|c))?|℃|celsius"),
    ("other", "kelvins?"),
    ("%", "percent|per cent|pct"),
    ("point", "percentage points?|points"),
    ("second", "seconds?"),
    ("minute", "minutes?|mins?"),
    ("hour", "hours?|hrs?|o[’']clock"),
    ("day", "days?"),
    ("night", "nights?"),
    ("week", "weeks?|fortnights?"),
    ("month", "months?"),
    ("year", "years?"),
    ("other", "decades?|centur(?:y|ies)"),
)  # fmt: skip
_JAPANESE = (
    ("nautical", "海里"),
    ("knot", "ノット"),
    ("mile", "マイル"),
    ("kwh", "キロワット時|kWh"),
    ("kw", "キロワット|kW"),
    ("mw", "メガワット|MW"),
    ("gw", "ギガワット|GW"),
    ("mb", "メガバイト|MB"),
    ("gb", "ギガ(?:バイト)?|GB"),
    ("tb", "テラバイト|TB"),
    ("ml", "ミリリットル|ml|mL"),
    ("mg", "ミリグラム|mg"),
    ("km2", "平方キロ(?:メートル)?|km²|km2"),
    ("m2", "平方メートル|平米|m²|m2"),
    ("m3", "立方メートル|m³|m3"),
    ("other", "(?:平方|立方)"),
    ("km", "キロメートル|km"),
    ("kg", "キログラム|kg"),
    ("other", "キロ(?:ヘルツ|バイト|カロリー|リットル)"),
    ("kilo", "キロ"),
    ("cm", "センチ(?:メートル)?|cm"),
    ("mm", "ミリ(?:メートル)?|mm"),
    ("m", "メートル|m(?![a-z])"),
    ("g", "グラム|g(?![a-z])"),
    ("ton", "トン|t(?![a-z])"),
    ("l", "リットル|[lL](?![a-z])"),
    ("ha", "ヘクタール|ha"),
    ("foot", "フィート"),
    ("inch", "インチ"),
    ("yard", "ヤード"),
    ("acre", "エーカー"),
    ("ounce", "オンス"),
    ("gallon", "ガロン"),
    ("other", "坪|尺|貫|升|斗"),
    ("fahrenheit", "℉|°F|度F"),
    ("degree", "℃|°C?|度(?!目)"),
    ("point", "ポイント|点"),
    ("second", "秒"),
    ("minute", "分"),
    ("hour", "時間?"),
    ("day", "日"),
    ("night", "泊|晩|夜"),
    ("week", "週"),
    ("month", "[かカヶケ箇]月|月"),
    ("age", "歳|才"),
    ("year", "年|周年"),
    ("other", "世紀"),
)
_SPACE = {Language.EN: r"[\s-]?", Language.JA: r"\s?"}
_UNITS = {
    language: re.compile(
        f"{_SPACE[language]}(?:"
        + "|".join(f"(?P<u{at}>(?:{words}){end})" for at, (_, words) in enumerate(units))
        + ")",
        re.IGNORECASE if language is Language.EN else 0,
    )
    for language, units, end in ((Language.EN, _ENGLISH, "(?![a-z0-9])"), (Language.JA, _JAPANESE, ""))
}
_TABLES = {Language.EN: _ENGLISH, Language.JA: _JAPANESE}
_OTHER_MONEY = re.compile(
    r"\s?\(?(?:australian|canadian|singapore|hong kong|new zealand|taiwan|aud|cad|sgd|hkd|nzd)\b", re.IGNORECASE
)
_RANGE = re.compile(
    r"(?:\s?(?:to|and|or|by|[-–—~〜～,、・x×]|から|と|か)\s?(?:[0-9〇一二三四五六七八九十百千万][0-9,.百千万十]*|[a-z]+(?=[ -]))){1,3}"
)
"""What may stand between a value and the unit it shares with the next one: 3 to 5 km."""
_CLOSE = ({"kilo", "km"}, {"kilo", "kg"}, {"age", "year"}, {"age", ""})
"""Units that may stand for one another: キロ is short for two, a child of three is three years old."""
_CALENDAR = frozenset({"", "day", "week", "month", "year"})
"""What may be counted where the other language gives a date or an ordinal."""
_VAGUE = frozenset({"", "day", "night", "week", "month", "year", "minute", "hour", "second", "degree", "point"})
"""Units that the other language may leave out: twice for 2度, 60 for 60歳."""


def measure_of(text: str, slot: Slot, *, language: Language) -> str:
    """Return the unit of a number or percentage, the same for both languages; "" if none that is known follows it.

    >>> from tmflow.memory.slots import find_slots
    >>> text = "From 3 to 5 miles."
    >>> [measure_of(text, slot, language=Language.EN) for slot in find_slots(text, language=Language.EN)]
    ['mile', 'mile']
    """
    if slot.kind == "percent":
        return slot.manner or "%"
    found = _UNITS[language].match(text, slot.end)
    if found is None and (between := _RANGE.match(text, slot.end)):
        found = _UNITS[language].match(text, between.end())
    return _TABLES[language][int((found.lastgroup or "u0")[1:])][0] if found else ""


def may_follow(source: str, before: Slot, after: Slot, target: str, slot: Slot, *, language: Language) -> bool:
    """Whether a slot of the target, found for one of the source, may say what the query has in its place.

    language: of the target. An hour of no half of the day gives none with one; an amount keeps its unit, money its country.

    >>> from tmflow.memory.slots import find_slots
    >>> [before], [after] = (find_slots(text, language=Language.JA) for text in ("5キロだ。", "6キロだ。"))
    >>> for target in ("It is 5 km.", "It is 5 miles."):
    ...     [slot] = find_slots(target, language=Language.EN)
    ...     may_follow("5キロだ。", before, after, target, slot, language=Language.EN)
    True
    False
    """
    if slot.kind == "clock":
        is_padded = target[slot.start : slot.end].startswith(("0", "０"))
        is_open = slot.manner != "said" and not is_padded
        return "unclear" not in {before.manner, after.manner, slot.manner} and (
            is_open or after.manner not in {"open", "digital"}
        )
    if slot.kind == "currency":
        is_foreign = "foreign" in {before.manner, after.manner, slot.manner} or _OTHER_MONEY.match(target, slot.end)
        has_lost_country = after.unit == before.unit and before.manner != "" == after.manner and slot.manner != ""
        return not is_foreign and not has_lost_country
    sides = ((source, before, language.other), (target, slot, language))
    measures = [measure_of(text, side, language=of) for text, side, of in sides if side.kind in {"number", "percent"}]
    if before.kind != slot.kind or not measures:
        return _CALENDAR.issuperset(measures)
    here, there = measures
    is_close = any(group.issuperset(measures) for group in _CLOSE)
    return (here == there != "other") or is_close or (there == "" and here in _VAGUE)
