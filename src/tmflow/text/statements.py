"""What a text states in figures, with every reading a value may have: a number in a range, a bare year, an hour of either half.

`numbers.iter_values` takes each value by itself. What stands beside it may make more of it: 2〜3割 and "20 to 30 percent"
are two percentages, 24、25日 two days, "7-9 p.m." two times of day. `Statement.readings` has all that it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tmflow.text.joined_amounts import iter_joined_amounts
from tmflow.text.lapses import iter_lapses
from tmflow.text.neighboring_values import DAYS, FIRST_YEAR, LAST_YEAR, hours_of, iter_by_neighbors, years_of
from tmflow.text.numbers import iter_values
from tmflow.text.quantity_words import ENGLISH_RATIOS, HALF_UNIT, JAPANESE_RATIOS
from tmflow.text.set_phrases import iter_set_phrases
from tmflow.text.spoken_values import iter_spoken_values
from tmflow.text.told_otherwise import as_sentenced, iter_more_than_tens, iter_told_otherwise
from tmflow.text.values import (
    ERAS,
    HALF_WIDTH,
    KANJI_DIGITS,
    NOON,
    Value,
    ValueKind,
)

__all__ = ["Statement", "iter_statements"]

_DIGIT = re.compile("[0-9０-９]")
_CODE = re.compile("[A-Za-z]-?$")
"""What makes a number part of a name: Covid-19, M3."""
_GLUED = re.compile("[A-Z]|d\\b")
"""What follows a number that names something: 4K, 3d."""
_BLANK = re.compile(
    r"(?<=[0-9０-９])[ \u00a0\u3000](?=[年月日時分秒億万千百兆円人%％割倍度歳])|(?<=[年月億万千兆時分]) (?=[0-9０-９]+ ?[万億千百月日分秒])"
)
_SMALL_JAPANESE, _SMALL_ENGLISH = 10, 12
"""Up to here a number in words is often said otherwise: 二人 "both", "one of them" その中の."""
_KANJI_DECIMAL = re.compile(
    f"(?<![{KANJI_DIGITS}])[{KANJI_DIGITS}]++・[{KANJI_DIGITS}]++(?=[倍割度]|パーセント|ポイント|メートル|キロ|センチ|トン|秒|ヘクタール)"
)
_KANJI_TO_DIGITS = str.maketrans(f"{KANJI_DIGITS}・", "0123456789.")
_SELDOM_SAID = frozenset({Fraction(1), Fraction(2)})
"""One and two are mostly said by articles and pronouns, or by naming the two."""
_BOTH_DAYS = re.compile("(?:[、・,][0-9]{1,2})?の両日")
_COMPOUND = re.compile(
    r"(?:時間|年|週間|[か箇カヶケヵ]月|分|日|世紀)半(?![光透固角円球島月券額値袖身旗信端径導減分数年日世ば期熟生永])|(?:時間|分)と?[0-9]"
)
"""What makes a part of a larger amount of a small number: 1時間半, 1時間15分."""
_ERA_NAMES = {"Meiji": 1867, "Taisho": 1911, "Showa": 1925, "Heisei": 1988, "Reiwa": 2018}
_HALF_TOLD = re.compile(
    r"午前|午後|朝|昼|夕|夜|深夜|未明|早朝|正午|(?<![A-Za-z])[ap]\.?m|noon|midnight|\bin\sthe\s", re.IGNORECASE
)
_OCLOCK = re.compile(
    r"\s?o[’']clock|\s(?:GMT|JST|UTC|hours)\b|\s(?:in\sthe\s(?:morning|afternoon|evening)|at\snight)", re.IGNORECASE
)
_DOTTED_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]")
_FISCAL_END = re.compile("度(?:の?末|内|いっぱい)")
"""The end of a fiscal year is the March of the next."""
_REACH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value of a text, as written, with all that it may be; `value` is the first of the readings.

    is_firm: whether a translation has to say it: it is written in digits or large; a small number in words need not be.
    is_code: whether it is part of a name or a fixed phrase (Covid-19, 24/7) that the other language may have without it.
    tells_half: of a time of day, whether it says which half of the day.
    """

    value: Value
    written: str
    readings: tuple[Value, ...]
    is_firm: bool
    is_code: bool = False
    tells_half: bool = False

    @property
    def kind(self) -> ValueKind:
        """The kind of its value; but a fraction is a share, as 3分の1 and "two-thirds" are, save for the half of 半年."""
        value = self.value
        is_share = value.kind is ValueKind.NUMBER and isinstance(value.value, Fraction) and 0 < value.value < 1
        return ValueKind.PERCENT if is_share and self.written != "半" else value.kind


def iter_statements(text: str, *, language: str) -> Iterator[Statement]:
    """Yield what a text states, in order. `language` is "ja" or "en".

    >>> [str(reading.value) for one in iter_statements("20 to 30 percent", language="en") for reading in one.readings]
    ['20', '20', '30']
    >>> [one.is_firm for one in iter_statements("二人と二十八人", language="ja")]
    [False, True]
    """
    folded = text.translate(HALF_WIDTH)
    values = _read(text, language)
    lapses = list(iter_lapses(folded, language=language))
    words = set(_iter_words(folded, values, language))
    taken = {place for word in (*words, *lapses) for place in range(word.start, word.end)}
    values = [value for value in values if value.start not in taken]
    values = sorted([*values, *words, *lapses], key=lambda value: value.start)
    phrases = {place for span in iter_set_phrases(folded, language=language) for place in range(*span)}
    for index, value in enumerate(values):
        after = values[index + 1] if index + 1 < len(values) else None
        before = values[index - 1] if index else None
        readings = list(_iter_readings(folded, value, language))
        readings += iter_by_neighbors(folded, value, before=before, after=after, language=language)
        written = text[value.start : value.end]
        is_code = value.start in phrases or _is_code(folded, value, language)
        yield Statement(
            value=value,
            written=written,
            readings=tuple(dict.fromkeys([value, *readings])),
            is_firm=not is_code and value not in words and _is_firm(folded, value, language),
            is_code=is_code,
            tells_half=value.kind is ValueKind.CLOCK and _tells_half(folded, value),
        )


def _iter_words(text: str, values: Sequence[Value], language: str) -> Iterator[Value]:
    """Yield the shares, multiples and halves that words state: 半減, 倍増, 半年, "doubled", "a third"."""
    joined = list(iter_joined_amounts(text, language=language))
    yield from joined
    taken = [(one.start, one.end) for one in (*joined, *values) if one in joined or one.kind is not ValueKind.ORDINAL]
    for pattern, amount in JAPANESE_RATIOS if language == "ja" else ENGLISH_RATIOS:
        for found in pattern.finditer(text):
            if all(found.end() <= start or end <= found.start() for start, end in taken):
                yield Value(kind=ValueKind.PERCENT, value=amount * 100, start=found.start(), end=found.end())
    if language == "en":
        spans = [(one.start, one.end) for one in joined]
        yield from (
            one for one in iter_spoken_values(text) if all(one.end <= start or end <= one.start for start, end in spans)
        )
    else:
        yield from iter_more_than_tens(text)
    for found in HALF_UNIT.finditer(text) if language == "ja" else ():
        yield Value(kind=ValueKind.NUMBER, value=Fraction(1, 2), start=found.start(), end=found.start() + 1)


def _is_code(text: str, value: Value, language: str) -> bool:
    """Whether a number is part of a name or a fixed phrase."""
    if _CODE.search(text, max(0, value.start - 2), value.start):
        return True
    return language == "en" and value.kind is ValueKind.NUMBER and _GLUED.match(text, value.end) is not None


def _read(text: str, language: str) -> list[Value]:
    """Read the values; in Japanese as if there were no blanks between figures and their kanji (25 万人)."""
    if language == "ja" and "・" in text:
        text = _KANJI_DECIMAL.sub(lambda found: found.group().translate(_KANJI_TO_DIGITS), text)
    if language != "ja" or not _BLANK.search(text):
        return [as_sentenced(text, value) for value in iter_values(text, language=language)]
    blanks = {found.start() for found in _BLANK.finditer(text)}
    places = [place for place in range(len(text)) if place not in blanks]
    squeezed = "".join(text[place] for place in places)
    return [
        replace(value, start=places[value.start], end=places[value.end - 1] + 1)
        for value in iter_values(squeezed, language=language)
    ]


def _is_firm(text: str, value: Value, language: str) -> bool:
    written = text[value.start : value.end]
    if value.kind in {ValueKind.NUMBER, ValueKind.ORDINAL} and value.value in _SELDOM_SAID:
        return language == "ja" and _COMPOUND.match(text, value.end) is not None
    if _DIGIT.search(written):
        return True
    if not isinstance(value.value, Fraction):
        return value.kind is ValueKind.DATE and language == "ja" and len(written) > len("十二月")
    return value.value > (_SMALL_JAPANESE if language == "ja" else _SMALL_ENGLISH) and not written.lower().startswith(
        "a "
    )


def _tells_half(text: str, value: Value) -> bool:
    hour = int(str(value.value)[:2])
    return hour > NOON or _HALF_TOLD.search(text, max(0, value.start - 3), value.end + _REACH) is not None


def _iter_readings(text: str, value: Value, language: str) -> Iterator[Value]:
    """Yield what a value may be beside what it was read as, from itself and the words at it."""
    if value.kind is ValueKind.CLOCK:
        if not _tells_half(text, value):
            hour, minute = str(value.value).split(":")
            if hour == "00":  # 0時12分 is after midnight
                return
            yield replace(value, value=f"{(int(hour) + NOON) % 24:02}:{minute}")
        return
    if value.kind is ValueKind.DATE:
        yield from _iter_of_date(text, value, language)
        return
    yield from iter_told_otherwise(text, value, language=language)
    amount = value.value
    if not isinstance(amount, Fraction) or amount.denominator > 1 or value.kind is ValueKind.PERCENT:
        return
    number = int(amount)
    if value.kind is ValueKind.ORDINAL and number <= DAYS:
        yield replace(value, kind=ValueKind.DATE, value=f"---{number:02}")
    if value.kind is not ValueKind.NUMBER:
        return
    if language == "ja":
        yield from _iter_of_japanese_number(text, value, number)
    else:
        yield from _iter_of_english_number(text, value, number)


def _iter_of_date(text: str, value: Value, language: str) -> Iterator[Value]:
    written, date = text[value.start : value.end], str(value.value)
    if language == "ja" and date.startswith("---"):
        yield replace(value, kind=ValueKind.NUMBER, value=Fraction(date[3:]))
    if date.endswith("x"):
        yield replace(value, kind=ValueKind.NUMBER, value=Fraction(date[:-1]) * 10)
        return
    era = next((name for name in ERAS if written.startswith(name)), None)
    if era and not date.startswith("-"):
        yield replace(value, kind=ValueKind.NUMBER, value=Fraction(int(date[:4]) - ERAS[era]))
        if text.startswith("代", value.end):
            yield from (replace(value, value=f"{year // 10}x") for year in (int(date[:4]), int(date[:4]) + 9))
    if not date.startswith("-") and len(date) == len("2026") and _FISCAL_END.match(text, value.end):
        yield replace(value, value=f"{int(date) + 1}-03")
    if not date.startswith("-") and len(date) == len("2026"):
        yield replace(value, kind=ValueKind.NUMBER, value=Fraction(date))


def _iter_of_japanese_number(text: str, value: Value, number: int) -> Iterator[Value]:
    if number < 100 and re.match(r"\s?年|[（(](?:明治|大正|昭和|平成|令和)", text[value.end : value.end + 3]):  # noqa: PLR2004 - two digits of a year
        if text.startswith("年代", value.end):
            yield replace(value, kind=ValueKind.DATE, value=f"19{number // 10}x")
            yield replace(value, kind=ValueKind.DATE, value=f"20{number // 10}x")
        yield from years_of(value, number)
    elif FIRST_YEAR <= number <= LAST_YEAR:
        yield replace(value, kind=ValueKind.DATE, value=f"{number:04}")
    if text.startswith("倍", value.end):
        yield replace(value, kind=ValueKind.PERCENT, value=Fraction(100 * number))
    if number <= DAYS and _BOTH_DAYS.match(text, value.end):
        yield replace(value, kind=ValueKind.DATE, value=f"---{number:02}")


def _iter_of_english_number(text: str, value: Value, number: int) -> Iterator[Value]:
    written = text[value.start : value.end]
    before = text[max(0, value.start - _REACH) : value.start].rstrip()
    for name, start in _ERA_NAMES.items():
        if before.endswith(name):
            yield replace(value, kind=ValueKind.DATE, value=f"{start + number:04}")
    if not written.isdigit():
        if _DOTTED_CLOCK.fullmatch(written):
            yield replace(value, kind=ValueKind.CLOCK, value=written.replace(".", ":").zfill(len("12:00")))
        if _OCLOCK.match(text, value.end) and number <= NOON:
            yield from hours_of(value, number)
        return
    yield from _years_in_digits(text, value, number)
    if number <= 24:  # noqa: PLR2004 - hours
        if _OCLOCK.match(text, value.end) or before.endswith(("at", "past", "from", "until", "by")):
            yield from hours_of(value, number)
    elif len(written) == len("0900") and number % 100 < 60 and number < 2400:  # noqa: PLR2004 - a time of day without a mark
        yield replace(value, kind=ValueKind.CLOCK, value=f"{written[:2]}:{written[2:]}")


def _years_in_digits(text: str, value: Value, number: int) -> Iterator[Value]:
    """Yield the years and decades that English digits may be: 2019, the 1990s, the 90s, '87."""
    written = text[value.start : value.end]
    is_plural = text.startswith(("s", "’s", "'s"), value.end)
    if FIRST_YEAR <= number <= LAST_YEAR and len(written) == len("2026"):
        yield replace(value, kind=ValueKind.DATE, value=written)
        if is_plural and number % 10 == 0:
            yield replace(value, kind=ValueKind.DATE, value=f"{written[:3]}x")
    if number < 100 and number % 10 == 0 and is_plural:  # noqa: PLR2004 - the 90s
        yield from (replace(value, kind=ValueKind.DATE, value=f"{century}{number // 10}x") for century in (19, 20))
    if number < 100 and text[value.start - 1 : value.start] in {"'", "’", "‘"}:  # noqa: PLR2004 - '87
        yield from (replace(value, kind=ValueKind.DATE, value=f"{century + number}") for century in (1900, 2000))
