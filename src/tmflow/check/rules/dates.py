"""Rules on dates: the day, month, year and era, what is told from the article's date, and the days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.values.comparison import Comparison
from tmflow.check.values.date_bounds import iter_turned_bounds
from tmflow.check.values.date_words import iter_other_days
from tmflow.check.values.figures import Figures
from tmflow.check.values.relative_spans import iter_other_spans
from tmflow.check.values.value_faults import find_by_kind, span_of
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span
from tmflow.text.english_words import MONTH_NAMES, TY
from tmflow.text.values import Value, ValueKind, date_parts

__all__ = ["RULES"]

_Day = tuple[int, int, int]
_Wrong = tuple[Span, int, int, str]
"""Where a day of the week stands, which it is, which it should be, and the date beside it."""
_MONTHS = 12
_NAMED_MONTHS = {"今月": 0, "当月": 0, "先月": -1, "前月": -1, "来月": 1, "翌月": 1, "last month": -1, "next month": 1}
_NAMED_YEARS = {
    "今年": 0, "本年": 0, "ことし": 0, "昨年": -1, "去年": -1, "来年": 1, "一昨年": -2, "おととし": -2, "再来年": 2,
    "昨春": -1, "昨夏": -1, "昨秋": -1, "今春": 0, "今夏": 0, "今秋": 0, "来春": 1, "来夏": 1, "来秋": 1,
    "this year": 0, "last year": -1, "next year": 1,
}  # fmt: skip
_YEAR_WORD = re.compile("|".join(sorted(_NAMED_YEARS, key=len, reverse=True)), re.IGNORECASE)
_LONE_MONTH = re.compile(
    rf"(?<!\bthe\s)(?<!\bevery\s)(?:{'|'.join(_NAMED_MONTHS)})(?![、の]?[0-9０-９一二三]+日)", re.IGNORECASE
)
_MONTH_WORD = re.compile(rf"(?:{'|'.join(_NAMED_MONTHS)})[、の]?$")
_FIGURE = "[0-9０-９〇一二三四五六七八九十]"
_PARTS = {
    "ja": re.compile(
        f"(?:(?:{_FIGURE}{{1,4}}年)?(?:{_FIGURE}{{1,4}}|[今来先同翌前昨去])?(?:月|年代?|世紀|歳代)|[1-9１-９一二三四五六七八九][0０十]代)の?"
        "(?:(?P<early>上旬|初旬|初頭|初め|はじめ|頭|前半)"
        "|(?P<mid>中旬|半ば(?!かり)|中頃|中盤|中葉)|(?P<late>下旬|後半|末))"
    ),
    "en": re.compile(
        rf"\b(?:(?P<early>early|(?:at\s)?(?:the\s)?(?:beginning|start)\sof|first\sten\sdays\sof)|(?P<mid>mid|middle(?:\sof)?)"
        rf"|(?P<late>late|(?:the\s)?end\sof|last\sten\sdays\sof))[\s-](?:in\s)?(?:this\s|last\s|next\s|the\s|his\s|her\s|their\s|my\s)?"
        rf"(?:{'|'.join(MONTH_NAMES)}|month|[12][0-9]{{3}}s?\b|[1-9]0s\b|(?:{'|'.join(word[:-1] for word in TY)})ies\b|(?:[12][0-9](?:st|th)|\w+teenth|twentieth|twenty-first)[\s-]century)",
        re.IGNORECASE,
    ),
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BESIDE = re.compile(r"[\s,、のは（(]{0,2}(?:the\s)?")
_WEEK = 7
_REPEATED = re.compile(r"\b(?:every|each)\b|days\b|毎週|毎月|隔週", re.IGNORECASE)
_HALF_YEAR = timedelta(days=183)


def _find_dates(subject: Subject) -> Iterator[Fault]:
    yield from find_by_kind(subject, ValueKind.DATE)
    for unit, found in subject.comparisons:
        yield from _faults_of_spans(unit, found)
        yield from _faults_of_parts(unit, found)
        yield from _faults_of_bounds(unit, found)
        if subject.day:
            yield from _faults_of_months(unit, found, subject.day)
            yield from _faults_of_words(unit, found, subject.day)
            yield from _faults_of_days(unit, found, subject.day)


def _faults_of_parts(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    """Yield 下旬 that has become "early", where each side says one part of a month."""
    sides = [list(_PARTS[side.language].finditer(side.text)) for side in (found.source, found.target)]
    names = [{match.lastgroup for match in matches if match.lastgroup} for matches in sides]
    are_as_many = len(sides[0]) == len(sides[1])
    if all(names) and (not names[0] & names[1] or (are_as_many and names[0] - names[1] and names[1] - names[0])):
        one = next(match for match in sides[0] if match.lastgroup not in names[1])
        two = next(match for match in sides[1] if match.lastgroup not in names[0])
        yield Fault(
            message=f"{one.group()} has become {two.group()}",
            unit=unit,
            source_span=Span(*one.span()),
            target_span=Span(*two.span()),
            expected=one.lastgroup,
            found=two.lastgroup,
        )


def _faults_of_bounds(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    for source, target in iter_turned_bounds(found):
        yield Fault(
            message=f"{source.written} is a last day on one side and a first day on the other",
            unit=unit,
            source_span=span_of(source.value),
            target_span=span_of(target.value),
        )


def _faults_of_months(unit: TranslationUnit, found: Comparison, day: _Day) -> Iterator[Fault]:
    """Yield a day told from the article's date (今月2日) that stands in another month in the other text."""
    for source, target in found.agreeing:
        sides = ((source.value, found.source, target.value), (target.value, found.target, source.value))
        for mine, figures, other in sides:
            months = _months_meant(mine, figures, day)
            there = _parts(other)
            if months and there and there[1] and there[1] not in months:
                yield Fault(
                    message=f"{source.written} has become {target.written}, in an article of {day[0]}-{day[1]:02}-{day[2]:02}",
                    unit=unit,
                    source_span=span_of(source.value),
                    target_span=span_of(target.value),
                    expected=" or ".join(MONTH_NAMES[month - 1] for month in sorted(months)),
                    found=MONTH_NAMES[there[1] - 1],
                )


def _months_meant(value: Value, figures: Figures, day: _Day) -> frozenset[int]:
    """Return the months a day without one may be in; empty if it has one, or is no date."""
    parts = _parts(value)
    if parts is None or parts[0] or parts[1] or not parts[2] or figures.language != "ja":
        return frozenset()
    said = _MONTH_WORD.search(figures.text, max(0, value.start - 4), value.start)
    shifts = (_NAMED_MONTHS[said.group().rstrip("、の")],) if said else (-1, 0, 1)
    return frozenset((day[1] - 1 + shift) % _MONTHS + 1 for shift in shifts)


def _faults_of_words(unit: TranslationUnit, found: Comparison, day: _Day) -> Iterator[Fault]:
    """Yield a year or month told from the article's date (昨年, 先月) that is another one in figures in the other text."""
    for part, pattern, meaning in ((0, _YEAR_WORD, _year_meant), (1, _LONE_MONTH, _month_meant)):
        for mine, other, is_source in ((found.source, found.target, True), (found.target, found.source, False)):
            words = list(pattern.finditer(mine.text))
            meant = {meaning(word.group(), day) for word in words}
            stated = [one for one in other.statements if _part(one.value, part)]
            if len(meant) != 1 or len(stated) != 1 or any(_part(one.value, part) for one in mine.statements):
                continue
            if _part(stated[0].value, part) in meant:
                continue
            here, there = Span(*words[0].span()), span_of(stated[0].value)
            yield Fault(
                message=f"{words[0].group()} is {_shown(min(meant), part)} in this article, not {stated[0].written}",
                unit=unit,
                source_span=here if is_source else there,
                target_span=there if is_source else here,
                expected=_shown(min(meant), part),
                found=stated[0].written,
            )


def _faults_of_days(unit: TranslationUnit, found: Comparison, day: _Day) -> Iterator[Fault]:
    """Yield a day told from the article's date (おととい, "next Wednesday") that is another one in figures in the other text."""
    written = _made(*day)
    if written is None:
        return
    for mine, other in ((found.source, found.target), (found.target, found.source)):
        for one in iter_other_days(mine, other, written):
            here, there = Span(one.start, one.end), span_of(one.stated.value)
            is_source = mine is found.source
            yield Fault(
                message=f"{mine.text[one.start : one.end]} is {one.meant.isoformat()} in this article, not {one.stated.written}",
                unit=unit,
                source_span=here if is_source else there,
                target_span=there if is_source else here,
                expected=one.meant.isoformat(),
                found=one.stated.written,
            )


def _faults_of_spans(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    for mine, theirs in iter_other_spans(found.source, found.target):
        here, there = found.source.text[slice(*mine)], found.target.text[slice(*theirs)]
        yield Fault(
            message=f"{here} has become {there}",
            unit=unit,
            source_span=Span(*mine),
            target_span=Span(*theirs),
            expected=here,
            found=there,
        )


def _year_meant(word: str, day: _Day) -> int:
    return day[0] + _NAMED_YEARS[word.lower()]


def _month_meant(word: str, day: _Day) -> int:
    return (day[1] - 1 + _NAMED_MONTHS[word.lower()]) % _MONTHS + 1


def _shown(number: int, part: int) -> str:
    return MONTH_NAMES[number - 1] if part else str(number)


def _part(value: Value, part: int) -> int:
    parts = _parts(value)
    return parts[part] if parts else 0


def _parts(value: Value) -> _Day | None:
    if value.kind is not ValueKind.DATE or str(value.value).endswith("x"):
        return None
    return date_parts(str(value.value))


def _find_weekdays(subject: Subject) -> Iterator[Fault]:
    for unit, found in subject.comparisons:
        faults = [*_faults_of_names(unit, found)]
        wrong = [*_off_calendar(found.source, subject.day), *_off_week(found.source, found.target, subject.day)]
        yield from faults or (_fault_of_calendar(unit, Side.SOURCE, one) for one in wrong)
        if not faults and not wrong:
            alone = _off_week(found.target, found.source, subject.day)
            wrong = [*_off_calendar(found.target, subject.day), *alone]
            yield from (_fault_of_calendar(unit, Side.TARGET, one) for one in wrong)


def _faults_of_names(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    source, target = found.source.weekdays, found.target.weekdays
    here, there = {day for day, _, _ in source}, {day for day, _, _ in target}
    lost, added = sorted(here - there), sorted(there - here)
    if len(lost) == len(added) == 1:
        one = next(span for span in source if span[0] == lost[0])
        two = next(span for span in target if span[0] == added[0])
        yield Fault(
            message=f"{_WEEKDAYS[lost[0]]} has become {_WEEKDAYS[added[0]]}",
            unit=unit,
            source_span=Span(*one[1:]),
            target_span=Span(*two[1:]),
            expected=_WEEKDAYS[lost[0]],
            found=_WEEKDAYS[added[0]],
        )


def _off_week(mine: Figures, other: Figures, day: _Day | None) -> Iterator[_Wrong]:
    """Yield the day of the week that stands alone for a day of the month (14日, "on Tuesday") and is not that one's.

    A day of the week alone is one within a week of the article's date.
    """
    written = _made(*day) if day else None
    days = [(one, parts) for one in other.statements if (parts := _parts(one.value)) and parts[2]]
    dates = [one for one in mine.statements if (told := _parts(one.value)) and any(told[1:])]
    if written is None or other.weekdays or dates or len(mine.weekdays) != 1 or len(days) != 1:
        return
    (weekday, start, end), (stated, parts) = mine.weekdays[0], days[0]
    near = [written + timedelta(days=shift) for shift in range(-_WEEK, _WEEK + 1)]
    meant = [one for one in near if one.day == parts[2] and parts[1] in {0, one.month}]
    if len(meant) == 1 and meant[0].weekday() != weekday and not _REPEATED.search(mine.text):
        yield Span(start, end), weekday, meant[0].weekday(), stated.written


def _off_calendar(figures: Figures, day: _Day | None) -> Iterator[_Wrong]:
    """Yield the days of the week beside a date that the calendar has on another one."""
    for weekday, start, end in figures.weekdays:
        for statement in figures.statements:
            value = statement.value
            gaps = ((value.end, start), (end, value.start))
            is_beside = any(first <= last and _BESIDE.fullmatch(figures.text, first, last) for first, last in gaps)
            known = _date_of(value, day) if is_beside else None
            if known is not None and known.weekday() != weekday:
                yield Span(start, end), weekday, known.weekday(), statement.written


def _date_of(value: Value, day: _Day | None) -> date | None:
    """Return the date a value is, of those without a year the nearest to the article's; None if it is not told."""
    parts = _parts(value)
    if parts is None or not parts[1] or not parts[2]:
        return None
    if parts[0]:
        return _made(*parts)
    if day is None or (written := _made(*day)) is None:
        return None
    near = (_made(day[0] + shift, parts[1], parts[2]) for shift in (-1, 0, 1))
    return next((one for one in near if one and abs(one - written) <= _HALF_YEAR), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _fault_of_calendar(unit: TranslationUnit, side: Side, wrong: _Wrong) -> Fault:
    span, weekday, right, written = wrong
    is_source = side is Side.SOURCE
    return Fault(
        message=f"{written} is a {_WEEKDAYS[right]}, not a {_WEEKDAYS[weekday]}",
        unit=unit,
        anchor=side,
        source_span=span if is_source else None,
        target_span=None if is_source else span,
        expected=_WEEKDAYS[right],
        found=_WEEKDAYS[weekday],
    )


RULES = (
    Rule(
        id="date.value",
        severity=Severity.ERROR,
        summary="Dates stay the same: 令和7年 is 2025, 25日 the 25th, 今月2日 and 昨年 what they are on the article's date, 下旬 late.",
        why="Eras, months told from the date line and month names are where dates slip.",
        good=Example(ja="令和7年11月下旬に開館する。", en="It opens in late November 2025."),
        bad=Example(ja="令和7年11月下旬に開館する。", en="It opens in late November 2024."),
        find=_find_dates,
    ),
    Rule(
        id="date.weekday",
        severity=Severity.WARNING,
        summary="The day of the week is the same on both sides, and the one the calendar has for the date beside it.",
        why="Readers plan by the day of the week, and one kanji is quickly misread.",
        good=Example(ja="2025年11月25日(火)に開く。", en="It opens on Tuesday, November 25, 2025."),
        bad=Example(ja="2025年11月25日(火)に開く。", en="It opens on Wednesday, November 25, 2025."),
        find=_find_weekdays,
    ),
)
