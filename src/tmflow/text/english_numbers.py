"""The values an English text states. Width is folded already; `numbers.py` is the entrance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.text.english_words import MONTH_NAMES, ONES, ORDINALS, TY
from tmflow.text.values import (
    ARABIC,
    CURRENCIES,
    CURRENCY_SIGN,
    ISO_DATE,
    LONGEST_NUMERAL,
    NOON,
    Value,
    ValueKind,
    build_clock,
    build_date,
    read_digits,
    signed_amount,
)

__all__ = ["iter_english_values"]

_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15,
    "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "ninth": 9,
    "eighth": 8,
    "tenth": 10,
}
_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_MONTH_ALONE = re.compile(
    r"(?P<month>January|February|April|June|July|August|September|October|November|December"
    r"|(?:(?<=[Ii]n )|(?<=[Ff]rom )|(?<=[Bb]y )|(?<=of )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=[Ll]ate )|(?<=[Ee]arly )"
    r"|(?<=[Ll]ast )|(?<=[Nn]ext ))(?:March|May))\b"
)
"""March and May only behind words that make months of them."""
_DATES_FROM_MONTH = (
    re.compile(
        rf"{_MONTH}\s(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:%]|\.[0-9])(?:,?\s(?P<year>[12][0-9]{{3}})(?!,?[0-9]))?"
    ),
    re.compile(rf"{_MONTH},?\s(?P<year>[12][0-9]{{3}})(?!,?[0-9])"),
    _MONTH_ALONE,
)
_DATES_FROM_DAY = (
    re.compile(
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}\b(?:,?\s(?P<year>[12][0-9]{{3}})(?!,?[0-9]))?"
    ),
)
_EN_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?\s?(?P<half>[ap])\.?m\b\.?(?![a-z])"
    r"|(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?![0-9:])(?P<later>\sin\sthe\s(?:afternoon|evening))?|\b(?P<noon>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_EN_DECADE = re.compile(r"(?P<decade>[12][0-9]{2})0[’']?s\b")
_EN_YEAR = re.compile(
    r"(?:1[5-9]|20)[0-9]{2}(?![0-9%]|[.,][0-9])(?!\s(?:people|yen|dollars|euros|percent|million|thousand))"
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|till|to|through|before|after|during|late|early|mid|year|spring|summer|autumn|fall|winter|between|and|around|back to),?\s|[(])$",
    re.IGNORECASE,
)
_EN_ORDINAL = re.compile(r"(?P<digits>[0-9]{1,6})(?:st|nd|rd|th)\b")
_WORDS = "|".join([*ONES, *TY])
_EN_WORDS = re.compile(
    rf"(?:{_WORDS}|an?(?=\s(?:hundred|thousand|million|billion|trillion|quadrillion|dozen)\b))\b", re.IGNORECASE
)
_EN_NEXT_WORD = re.compile(
    rf"(?:[\s-]|\sand\s)(?P<word>{_WORDS}|hundred|thousand|million|billion|trillion|quadrillion|dozen)s?\b",
    re.IGNORECASE,
)
_EN_SCALE = re.compile(
    r"\s?-?(?P<scale>hundred|thousand|million|billion|trillion|quadrillion|dozen)\b|\s?(?P<short>k|mn?|bn|trn|tn)\b",
    re.IGNORECASE,
)
_EN_HALF = re.compile(
    r"half\s(?:an?\s)?(?P<scale>hundred|thousand|million|billion|trillion|quadrillion|dozen)\b", re.IGNORECASE
)
_EN_AND_A_HALF = re.compile(
    r"[\s-]and[\s-]a[\s-]half\s(?P<scale>hundred|thousand|million|billion|trillion|quadrillion|dozen)\b", re.IGNORECASE
)
_EN_PART = re.compile(
    r"[\s-](?:of\s)?(?P<part>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?\b|[\s-](?P<halves>halves)\b",
    re.IGNORECASE,
)
_EN_TY_ORDINAL = re.compile(rf"(?:(?P<ty>{'|'.join(TY)})-)?(?P<word>{'|'.join(ORDINALS)})\b", re.IGNORECASE)
_EN_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent\b|-percent\b|percentage\spoints?\b|pct\b)")
_EN_CURRENCY = re.compile(
    r"[\s-]?(?:US\s|U\.S\.\s|(?:Japanese|Chinese|British|Russian|Indian|Ukrainian|South\sKorean|Thai|Mexican|Norwegian)\s)?(?P<name>(?:Australian|Canadian|Hong\sKong|New\sZealand|Singapore|Taiwan)\sdollar|Swiss\sfranc|(?:Swedish\s)?kronor?|kroner?|peso|baht|rupiah|ringgit|zloty|dollar|euro|pound|yen|yuan|renminbi|rmb|ruble|rouble|won(?!['’])|rupee|franc|hryvnia|usd|eur|gbp|jpy)s?\b",
    re.IGNORECASE,
)
_EN_START = re.compile(
    rf"{CURRENCY_SIGN}|(?<![A-Za-z0-9.])[0-9]+"
    rf"|(?<!\w)(?:{_MONTH}|noon|midday|midnight|half(?=\s(?:an?\s)?(?:hundred|thousand|million|billion|trillion|quadrillion|dozen)\b)"
    rf"|{_WORDS}|{'|'.join(ORDINALS)}"
    r"|an?(?=\s(?:hundred|thousand|million|billion|trillion|quadrillion|dozen|third\sof|quarter\sof|fifth\sof|sixth\sof|eighth\sof|tenth\sof)\b))\b",
    re.IGNORECASE,
)
_EN_TOKEN = re.compile("[A-Za-z]+|[0-9]+|[$€£¥]")
_STARTS = frozenset(
    {*ONES, *TY, *ORDINALS, *_MONTHS, "sept", "noon", "midday", "midnight", "half", "a", "an"}
    | {name.lower() for name in MONTH_NAMES}
    | {"us", "hk", "au", "ca", "c", "jpy", "usd", "eur", "gbp"}
)
"""The words a value may begin with; looking each word of a text up here is much faster than searching for `_EN_START`."""
_BEFORE_SECOND = re.compile(r"\b(?:(?P<one>a)|per|each) $", re.IGNORECASE)
_AFTER_SECOND = re.compile(
    r"\W*$|[^\w\s]|\s(?:later|ago|or|and|before|after|to|of|when|as|in|but|for|on|at|each|apart)\b"
)
_EN_ONE_PART = re.compile(r"an?\s(?P<part>third|quarter|fifth|sixth|eighth|tenth)\sof\b", re.IGNORECASE)


def iter_english_values(text: str) -> Iterator[Value]:
    """Yield the values of an English text in order, without overlap."""
    position = 0
    for token in _EN_TOKEN.finditer(text):
        start, word = token.start(), token.group()
        if start < position or (word.isalpha() and word.lower() not in _STARTS):
            continue
        match = _EN_START.match(text, start)
        value = _english_value(text, match) if match else None
        if value is not None:
            yield value
            position = value.end


def _english_value(text: str, match: re.Match[str]) -> Value | None:
    start = match.start()
    if match.group("sign") is not None:
        return signed_amount(match, _read_english(text, match.end()))
    if found := _EN_ONE_PART.match(text, start):
        part = Fraction(1, _PARTS[found.group("part").lower()])
        return Value(kind=ValueKind.NUMBER, value=part, start=start, end=found.end())
    known = _english_date(text, start) or _english_clock(text, start) or _english_ordinal(text, start)
    if known is not None:
        return known
    number = _read_english(text, start)
    return _english_number(text, start, *number) if number else None


def _english_ordinal(text: str, start: int) -> Value | None:
    if found := _EN_ORDINAL.match(text, start):
        return Value(kind=ValueKind.ORDINAL, value=Fraction(found.group("digits")), start=start, end=found.end())
    if (found := _EN_TY_ORDINAL.match(text, start)) and not _is_second(text, found):
        amount = ORDINALS[found.group("word").lower()] + TY.get((found.group("ty") or "").lower(), 0)
        return Value(kind=ValueKind.ORDINAL, value=Fraction(amount), start=start, end=found.end())
    return None


def _is_second(text: str, found: re.Match[str]) -> bool:
    """Whether "second" is the unit of time here: "a second later", "per second", not "a second meeting"."""
    return (
        found.group().lower() == "second"
        and (before := _BEFORE_SECOND.search(text, max(0, found.start() - 5), found.start())) is not None
        and (before.group("one") is None or _AFTER_SECOND.match(text, found.end()) is not None)
    )


def _english_number(text: str, start: int, amount: Fraction, end: int) -> Value | None:
    """Tell by what follows it what a numeral is."""
    if found := _EN_PERCENT.match(text, end):
        return Value(kind=ValueKind.PERCENT, value=amount, start=start, end=found.end())
    if found := _EN_CURRENCY.match(text, end):
        unit = CURRENCIES[found.group("name").lower()]
        return Value(kind=ValueKind.CURRENCY, value=amount, start=start, end=found.end(), unit=unit)
    if not text[start].isdigit() and (found := _EN_PART.match(text, end)) and _is_part(text, amount, found):
        part = _PARTS[(found.group("part") or found.group("halves")).lower()]
        return Value(kind=ValueKind.NUMBER, value=amount / part, start=start, end=found.end())
    if text[start:end].lower() == "one":
        return None
    return Value(kind=ValueKind.NUMBER, value=amount, start=start, end=end)


def _is_part(text: str, amount: Fraction, found: re.Match[str]) -> bool:
    """Whether a number of parts is told: "three fifths", "two-third", not the "twenty-eight fifth graders"."""
    if amount == 1 or found.group("halves") or text[found.start()] == "-":
        return True
    return found.group("part").lower() in {"half", "quarter"} or text[found.end() - 1] in "sS"


def _read_english(text: str, start: int) -> tuple[Fraction, int] | None:
    """Read one numeral with its halves: half a million, two and a half million."""
    if half := _EN_HALF.match(text, start):
        return Fraction(_SCALES[half.group("scale").lower()], 2), half.end()
    number = _read_whole(text, start)
    if number and number[0] < _SCALES["thousand"] and (half := _EN_AND_A_HALF.match(text, number[1])):
        return (number[0] + Fraction(1, 2)) * _SCALES[half.group("scale").lower()], half.end()
    return number


def _read_whole(text: str, start: int) -> tuple[Fraction, int] | None:
    """Read a numeral, in digits or words, with its scale: 1,200, 1.5 billion, twenty-one, two hundred and five, two dozen."""
    if digits := ARABIC.match(text, start):
        if digits.end() - start > LONGEST_NUMERAL:
            return None
        amount, end = Fraction(read_digits(digits.group())), digits.end()
        scale = _EN_SCALE.match(text, end)
        if scale is None or (scale.group("short") and not _is_short_scale(scale.group("short"), text, start)):
            return amount, end
        return amount * _SCALES[(scale.group("scale") or scale.group("short")).lower()], scale.end()
    first = _EN_WORDS.match(text, start)
    return _read_words(text, first) if first else None


def _read_words(text: str, first: re.Match[str]) -> tuple[Fraction, int]:
    """Read on from the first word of a numeral as long as words go together: "fifty six" does, "five six" does not."""
    word = first.group().lower()
    total, section, end = 0, 1 if word in {"a", "an"} else ONES.get(word, TY.get(word, 0)), first.end()
    while found := _EN_NEXT_WORD.match(text, end):
        word = found.group("word").lower()
        scale = _SCALES.get(word)
        if scale is None:
            addition = ONES.get(word, TY.get(word, 0))
            if not (section or total) or not _has_room(section, addition):
                break
            section += addition
        elif scale <= _SCALES["hundred"]:
            section *= scale
        else:
            total, section = total + section * scale, 0
        end = found.end()
    return Fraction(total + section), end


def _has_room(section: int, addition: int) -> bool:
    """Whether a number under 1,000 can go on with a smaller one: 200 and 5, 20 and 1, not 5 and 6."""
    tens = section % 100
    return not tens or (tens >= TY["twenty"] and not tens % 10 and 0 < addition <= ONES["nine"])


def _is_short_scale(letters: str, text: str, start: int) -> bool:
    """Whether the letters after this number are a scale: "bn" is nothing else, "m" only with money ("£3m", not "240 m")."""
    return letters.lower() == "bn" or (start > 0 and text[start - 1] in "$€£¥")


def _english_date(text: str, start: int) -> Value | None:
    is_word = text[start].isalpha()
    if is_word and text[start : start + 3].lower() not in _MONTHS:
        return None
    if not is_word and (found := ISO_DATE.match(text, start)):
        return build_date(*(int(found.group(name)) for name in ("year", "month", "day")), start=start, end=found.end())
    for pattern in _DATES_FROM_MONTH if is_word else _DATES_FROM_DAY:
        if found := pattern.match(text, start):
            parts = found.groupdict()
            month = _MONTHS[parts["month"][:3].lower()]
            year, day = int(parts.get("year") or 0), int(parts.get("day") or 0)
            return build_date(year, month, day, start=start, end=found.end())
    if found := _EN_DECADE.match(text, start):
        return Value(kind=ValueKind.DATE, value=found.group("decade") + "x", start=start, end=found.end())
    if (found := _EN_YEAR.match(text, start)) and _YEAR_BEFORE.search(text, max(0, start - 12), start):
        return Value(kind=ValueKind.DATE, value=found.group(), start=start, end=found.end())
    return None


def _english_clock(text: str, start: int) -> Value | None:
    found = _EN_CLOCK.match(text, start) if text[start] in "0123456789nmNM" else None
    if found is None:
        return None
    if found.group("noon"):
        return build_clock(0 if found.group("noon").lower() == "midnight" else NOON, 0, start=start, end=found.end())
    hour = int(found.group("hour") or found.group("hour2"))
    minute = int(found.group("minute") or found.group("minute2") or 0)
    half = (found.group("half") or "").lower()
    if half == "a" and hour == NOON:
        hour = 0
    is_afternoon = (half == "p" or bool(found.group("later"))) and hour < NOON
    return build_clock(hour + NOON * is_afternoon, minute, start=found.start(), end=found.end())
