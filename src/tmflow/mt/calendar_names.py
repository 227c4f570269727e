"""Whether a translation names the months and weekdays of its source: 十二月 is not October, 月曜日 not Sunday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.model.language import Language, LanguagePair
from tmflow.text.english_words import MONTH_NAMES
from tmflow.text.numbers import ValueKind, iter_values
from tmflow.text.values import HALF_WIDTH, date_parts

__all__ = ["calendar_problem"]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KANJI = "月火水木金土日"
_KANJI_MONTHS = {kanji: number for number, kanji in enumerate([*"一二三四五六七八九十", "十一", "十二"], 1)}
_JA_MONTH = re.compile(
    "(?<![0-9〇一二三四五六七八九十百千か])(?:(?P<digits>1[0-2]|0?[1-9])|(?P<kanji>十[一二]?|[一二三四五六七八九]))月(?!間)"
)
_JA_WEEKDAYS = re.compile(
    f"(?P<days>[{_KANJI}](?:[・、]?[{_KANJI}])*)曜|[日0-9][(（](?P<short>[{_KANJI}])[)）]|(?P<both>土日)(?!本)"
)
_EN_WEEKDAY = re.compile(rf"\b(?:{'|'.join(f'({name})' for name in _WEEKDAYS)})s?\b")
_EN_MONTH_WITHIN = re.compile(r"(?<=[a-z] )(?:March|May)\b")
"""With a capital behind a small word: no verb."""
_EN_ANY_MONTH = re.compile(rf"\b(?:{'|'.join(f'({name[:3]})[a-z]*' for name in MONTH_NAMES)})\b", re.IGNORECASE)
_EN_ANY_WEEKDAY = re.compile(rf"\b(?:{'|'.join(f'({name[:3]})[a-z]*' for name in _WEEKDAYS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Months, or weekdays, by number. said: for certain; perhaps: what a word like "may" or "sun" can be, too."""

    said: frozenset[int]
    perhaps: frozenset[int]


def calendar_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the month or weekday that became another one: each text names one that the other lacks; None if none did.

    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> calendar_problem("橋は十二月に開く。", "The bridge opens in October.", pair)
    'December became October'
    >>> calendar_problem("五月に雨が降るだろう。", "It may rain in May.", pair)
    """
    for months_or_weekdays, names in ((_months, MONTH_NAMES), (_weekdays, _WEEKDAYS)):
        here, there = months_or_weekdays(source, pair.source), months_or_weekdays(target, pair.target)
        lost, new = here.said - there.perhaps, there.said - here.perhaps
        if lost and new:
            return f"{names[min(lost) - 1]} became {names[min(new) - 1]}"
    return None


def _months(text: str, language: Language) -> _Names:
    months = set(_iter_months_of_dates(text, language))
    if language is Language.EN:
        months |= {MONTH_NAMES.index(found.group()) + 1 for found in _EN_MONTH_WITHIN.finditer(text)}
        perhaps = {found.lastindex or 0 for found in _EN_ANY_MONTH.finditer(text)}
    else:
        found_all = list(_JA_MONTH.finditer(text.translate(HALF_WIDTH)))
        months |= {int(found["digits"] or 0) or _KANJI_MONTHS[found["kanji"]] for found in found_all}
        perhaps = set()
    return _Names(said=frozenset(months), perhaps=frozenset(months | perhaps))


def _iter_months_of_dates(text: str, language: Language) -> Iterator[int]:
    for value in iter_values(text, language=language.value):
        if value.kind is ValueKind.DATE and not str(value.value).endswith("x"):
            month = date_parts(str(value.value))[1]
            if month:
                yield month


def _weekdays(text: str, language: Language) -> _Names:
    if language is Language.EN:
        said = {found.lastindex or 0 for found in _EN_WEEKDAY.finditer(text)}
        perhaps = {found.lastindex or 0 for found in _EN_ANY_WEEKDAY.finditer(text)}
        return _Names(said=frozenset(said), perhaps=frozenset(said | perhaps))
    written = "".join(found["days"] or found["short"] or found["both"] for found in _JA_WEEKDAYS.finditer(text))
    days = frozenset(_KANJI.index(character) + 1 for character in written if character in _KANJI)
    return _Names(said=days, perhaps=days)
