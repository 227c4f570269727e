"""What one text of a pair states in figures, read once for all rules on values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from tmflow.text.holidays import iter_holidays
from tmflow.text.implied_numbers import implied_months, iter_implied_numbers
from tmflow.text.quantities import Quantity, iter_quantities
from tmflow.text.statements import Statement, iter_statements
from tmflow.text.vague import Hedge, VagueNumber, hedge_at, iter_vague_numbers
from tmflow.text.values import Value
from tmflow.text.weekdays import iter_weekdays

__all__ = ["Figures", "is_range"]

_RANGE = re.compile(r"\s?(?:[〜～~\-–—、,・]|から|か|と|to|and|or)\s?")
_LOWER_BOUND = re.compile(r"[^、。，0-9０-９]{0,6}?(?:以上|超|を超え(?:て|る)?)[、，]?(?:約|およそ)?")
_UPPER_BOUND = re.compile(r"[^、。，0-9０-９]{0,6}?(?:以下|未満|以内)")
_RELATIVE = {
    "ja": re.compile(
        "(?P<year>[昨今来去前翌同一]年|一昨年|再来年|[昨今来翌][季期春夏秋冬]|(?:昨|今|来)シーズン|年度|(?:昭和|平成)最後|(?:平成|令和)(?:最初|初の))|(?P<month>[今来先前翌同当]月|月内)"
        "|(?P<day>[昨今明翌同前当本][日夜朝晩]|昨日|きのう|きょう|あす|明後日|今夜|この日|おととい|おとつい|一昨[日夜晩]|あした|あさって|ゆうべ|けさ|翌々日)"
    ),
    "en": re.compile(
        r"\b(?:(?P<year>(?:last|this|next|previous|following|same|current|that|preceding)\s(?:year|season|spring|summer|autumn|fall|winter)|(?:a|one|the)\syear"
        r"\s(?:ago|earlier|later|before)|last\s(?:January|February|March|April|May|June|July|August|September|October|November|December))"
        r"|(?P<month>(?:last|this|next|previous|following|same|current)\smonth|monthly)"
        r"|(?P<day>today|yesterday|tomorrow|tonight|overnight|(?:the\s)?(?:same|next|following|previous|that)\s(?:day|night|morning|evening|afternoon)|day))\b",
        re.IGNORECASE,
    ),
}


def is_range(text: str, start: int, end: int) -> bool:
    """Whether what stands in [start, end) makes a range or a list of the numbers at its sides: 2、3日, "two or three"."""
    return start <= end and _RANGE.fullmatch(text, start, end) is not None


def _weekends(text: str) -> list[int]:
    """Return where a text has 土日, the Saturday and the Sunday."""
    return [found.start() for found in re.finditer("土日(?=[^曜)）]|$)", text)]


@dataclass(frozen=True)
class Figures:
    """What a text states in figures, read once: `language` is "ja" or "en"."""

    text: str
    language: str

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its values with their readings."""
        return tuple(iter_statements(self.text, language=self.language))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its amounts with units, shares and multiples."""
        values = [statement.value for statement in self.statements]
        return tuple(iter_quantities(self.text, values, language=self.language))

    @cached_property
    def compounds(self) -> tuple[Quantity, ...]:
        """Its amounts in more than one unit: 1時間5分."""
        starts = [statement.value.start for statement in self.statements]
        return tuple(
            one
            for one in self.quantities
            if one.unit != "ratio" and sum(one.start <= at < one.end for at in starts) > 1
        )

    @cached_property
    def vague(self) -> tuple[VagueNumber, ...]:
        """Its vague numbers."""
        return tuple(iter_vague_numbers(self.text, language=self.language))

    @cached_property
    def implied(self) -> frozenset[Fraction]:
        """The numbers its words imply."""
        return frozenset(iter_implied_numbers(self.text, language=self.language))

    @cached_property
    def weekdays(self) -> tuple[tuple[int, int, int], ...]:
        """The days of the week it names: the day, 0 for Monday, and its range."""
        both = [(day, at + day - 5, at + day - 4) for at in _weekends(self.text) for day in (5, 6)]
        return (*iter_weekdays(self.text, language=self.language), *both)

    @cached_property
    def months(self) -> frozenset[int]:
        """The months it names without a day or a year beside them that were read."""
        return implied_months(self.text) if self.language == "en" else frozenset()

    @cached_property
    def holidays(self) -> tuple[tuple[int, int], ...]:
        """The months and days whose names it has: Christmas Eve, 大みそか; the day 0 where it is not the same each year."""
        return tuple(iter_holidays(self.text, language=self.language))

    @cached_property
    def relative(self) -> frozenset[str]:
        """Which of "year", "month" and "day" it tells from when it was written: "last year", 今月."""
        pattern = _RELATIVE[self.language]
        return frozenset(found.lastgroup for found in pattern.finditer(self.text) if found.lastgroup)

    def hedges(self, value: Value) -> frozenset[Hedge]:
        """Return how a value is hedged, by itself or with the range it belongs to: 約2〜3割."""
        start, end = value.start, value.end
        is_some_more = self.text[end - 1] == "数"
        if is_some_more or (self.language == "ja" and any(value in bounds for bounds in self._bounded)):
            return frozenset({Hedge.PERHAPS})
        for other in self.statements:
            if is_range(self.text, end, other.value.start):
                end = other.value.end
        for other in reversed(self.statements):
            if is_range(self.text, other.value.end, start):
                start = other.value.start
        return hedge_at(self.text, start, end, language=self.language)

    @cached_property
    def _bounded(self) -> tuple[tuple[Value, Value], ...]:
        """The two ends of what lies between: 18度以上25度以下."""
        return tuple(
            (one.value, two.value)
            for one, two in pairwise(self.statements)
            if _LOWER_BOUND.fullmatch(self.text, one.value.end, two.value.start)
            and _UPPER_BOUND.match(self.text, two.value.end)
        )
