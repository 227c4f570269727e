"""Rules on numbers: amounts, percentages, ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.rules.measures import iter_mismeasured
from tmflow.check.subject import Subject
from tmflow.check.values.comparison import Comparison
from tmflow.check.values.halves import iter_lost_halves
from tmflow.check.values.ordinals import other_place
from tmflow.check.values.scores import find_wrong_scores
from tmflow.check.values.sections import iter_other_sections
from tmflow.check.values.value_faults import find_by_kind, span_of, value_text
from tmflow.model.bitext import TranslationUnit
from tmflow.model.document import Span
from tmflow.text.quantities import Quantity
from tmflow.text.quantity_words import UNITS
from tmflow.text.statements import Statement
from tmflow.text.values import ValueKind, decimal_text

__all__ = ["RULES"]

_PERCENT = re.compile(
    r"[%％割厘]|パーセント|分の|ポイント|\bpoints?\b|per\s?cent|percentage|proportion|\bin\s(?:ten|10)\b|\bout\sof\b|\bpct\b|打率",
    re.IGNORECASE,
)
_SHARES = frozenset({"ratio", "times"})
_SHARE_TOLERANCE = Fraction(4, 100)
"""A third is often told as 30 percent."""
_POINT = re.compile(r"\bpoints?\b|ポイント", re.IGNORECASE)
_PLACES = 2
_CIRCLED = re.compile("[①-⑳]")
_ENUMERATED = re.compile(r"(?:^|[\s(（])([1-9][0-9]?)[)）.](?=\s|$)")


def _find_values(subject: Subject) -> Iterator[Fault]:
    yield from find_by_kind(subject, ValueKind.NUMBER, ValueKind.CURRENCY)
    for unit, found in subject.comparisons:
        yield from _faults_of_vague(unit, found)
        yield from _faults_of_halves(unit, found)
    for one in iter_mismeasured(subject):
        if one.is_amount:
            expected, got = (_amount_text(quantity) for quantity in (one.mine, one.theirs))
            is_sign = abs(one.mine.amounts[0][1]) == abs(one.theirs.amounts[0][1])
            why = f"has become {one.texts[1]}" + (", one of them below zero" if is_sign else "")
            yield one.fault(why, expected, got)
    yield from find_wrong_scores(subject)


def _faults_of_halves(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    """Yield the spans of one and a half that are one in the other text; larger ones are told as measures."""
    for mine, theirs in iter_lost_halves(found):
        here, there = found.source.text[mine.start : mine.end], found.target.text[theirs.start : theirs.end]
        yield Fault(
            message=f"{here} has become {there}",
            unit=unit,
            source_span=Span(mine.start, mine.end),
            target_span=Span(theirs.start, theirs.end),
            expected=_amount_text(mine),
            found=_amount_text(theirs),
        )


def _amount_text(quantity: Quantity) -> str:
    """Return an amount in its own unit: "2.5 year"."""
    dimension, amount = quantity.amounts[0]
    unit = UNITS[quantity.unit]
    own = amount / unit.factor(dimension) - unit.offset
    return f"{decimal_text(own, places=_PLACES) or own} {quantity.unit}"


def _faults_of_vague(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    """Yield a vague number that is of another size in the translation, where there is one on each side: 数百 "thousands"."""
    source, target = list(found.source.vague), list(found.target.vague)
    for one in tuple(source):
        same = next((two for two in target if two.magnitude == one.magnitude), None)
        if same is not None:
            source.remove(one)
            target.remove(same)
    if len(source) == len(target) == 1:
        (one,), (two,) = source, target
        here, there = found.source.text[one.start : one.end], found.target.text[two.start : two.end]
        yield Fault(
            message=f"{here} has become {there}",
            unit=unit,
            source_span=Span(one.start, one.end),
            target_span=Span(two.start, two.end),
            expected=f"{one.magnitude:,} and more",
            found=f"{two.magnitude:,} and more",
        )


def _find_percentages(subject: Subject) -> Iterator[Fault]:
    yield from find_by_kind(subject, ValueKind.PERCENT)
    for unit, found in subject.comparisons:
        for source in found.source.statements:
            targets = [two for two in found.answers(source) if two.value.value == source.value.value]
            yield from _lost_sign(unit, found, source, targets)
        yield from _changed_share(unit, found)


def _changed_share(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    """Yield a share told by two numbers (three in ten), or a multiple, where the other side has one, and that another."""
    mine, theirs = (
        list({one.start: one for one in side.quantities if one.unit in _SHARES}.values())
        for side in (found.source, found.target)
    )
    if len(mine) != 1 or len(theirs) != 1 or found.changed:
        return
    (here,), (there,) = mine, theirs
    is_told_by_two = any(
        sum(one.start <= statement.value.start < one.end for statement in side.statements) > 1
        for one, side in ((here, found.source), (there, found.target))
    )
    (_, first), (_, second) = here.amounts[0], there.amounts[0]
    are_multiples = (min(first, second) > 1 and first != second) or (
        first * second == 1 and "倍" in f"{found.source.text}{found.target.text}"
    )
    if are_multiples or (is_told_by_two and abs(first - second) > _SHARE_TOLERANCE):
        yield Fault(
            message=f"{found.source.text[here.start : here.end]} has become {found.target.text[there.start : there.end]}",
            unit=unit,
            source_span=Span(here.start, here.end),
            target_span=Span(there.start, there.end),
            expected=f"{float(100 * first):.3g} %",
            found=f"{float(100 * second):.3g} %",
        )


def _lost_sign(
    unit: TranslationUnit, found: Comparison, source: Statement, targets: list[Statement]
) -> Iterator[Fault]:
    """Yield a share that is a mere number on the other side, and points that have become percent."""
    if not targets or not source.is_firm:
        return
    is_share = source.value.kind is ValueKind.PERCENT
    are_shares = {two.value.kind is ValueKind.PERCENT for two in targets}
    texts = (found.target.text, found.source.text)
    are_points = _POINT.search(source.written) is not None
    if are_shares == {not is_share} and not are_points and not _PERCENT.search(texts[0] if is_share else texts[1]):
        problem = "is no percentage in the translation" if is_share else "is a percentage in the translation"
        expected, there = value_text(source.value), value_text(targets[0].value)
    elif is_share and are_points and "cent" in targets[0].written and not _POINT.search(texts[0]):
        problem, expected, there = "is percentage points in the source, percent in the translation", "points", "percent"
    else:
        return
    yield Fault(
        message=f"{source.written} {problem}",
        unit=unit,
        source_span=span_of(source.value),
        target_span=span_of(targets[0].value),
        expected=expected,
        found=there,
    )


def _find_ordinals(subject: Subject) -> Iterator[Fault]:
    yield from find_by_kind(subject, ValueKind.ORDINAL)
    for unit, found in subject.comparisons:
        yield from _other_places(unit, found)
        source, target = _enumeration(found.source.text), _enumeration(found.target.text)
        if len(source) > 1 and len(target) > 1 and source != target:
            yield Fault(
                message="the enumeration is not the same",
                unit=unit,
                expected=", ".join(map(str, source)),
                found=", ".join(map(str, target)),
            )


def _other_places(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    """Yield 2人目 that has become "the first", and 第8条 that has become "Article 3", if no value tells it."""
    is_japanese = found.source.language == "ja"
    japanese, english = (found.source, found.target) if is_japanese else (found.target, found.source)
    if any(ValueKind.ORDINAL in {one.kind, two.kind} for one, two in found.changed):
        return
    place = other_place(japanese, english)
    for places in (*iter_other_sections(japanese, english), *((place,) if place else ())):
        here, there = places if is_japanese else places[::-1]
        expected, said = found.source.text[slice(*here)], found.target.text[slice(*there)]
        yield Fault(
            message=f"{expected} has become {said}",
            unit=unit,
            source_span=Span(*here),
            target_span=Span(*there),
            expected=expected,
            found=said,
        )


def _enumeration(text: str) -> list[int]:
    circled = [ord(found.group()) - ord("①") + 1 for found in _CIRCLED.finditer(text)]
    return circled or [int(found.group(1)) for found in _ENUMERATED.finditer(text)]


RULES = (
    Rule(
        id="num.value",
        severity=Severity.ERROR,
        summary="Every number and amount of money of the source stands in the translation with its value, and no other.",
        why="Values are compared, not digits: 1億2000万 is 120 million, 二十八 is 28, 20年 two decades. A slip by a factor of ten"
        " is the commonest fault between the two languages, and readers do not see it.",
        good=Example(ja="費用は1億2000万円だ。", en="It costs 120 million yen."),
        bad=Example(ja="費用は1億2000万円だ。", en="It costs 12 million yen."),
        find=_find_values,
    ),
    Rule(
        id="num.percent",
        severity=Severity.ERROR,
        summary="Every percentage keeps its value and stays one: 3割 is 30 percent, 2割5分 is 25, 半減 is a half.",
        why="3割 looks like 3 percent, and percentage points like percent.",
        good=Example(ja="利用者は3割増えた。", en="The number of users grew by 30 percent."),
        bad=Example(ja="利用者は3割増えた。", en="The number of users grew by 3 percent."),
        find=_find_percentages,
    ),
    Rule(
        id="num.ordinal",
        severity=Severity.WARNING,
        summary="Ordinals keep their value: 第3回 is the third; an enumeration (①②③) has all its numbers, in order.",
        why="The second term and the third are other events, and a list that lost an item reads as complete.",
        good=Example(ja="第3回の音楽祭が開かれた。", en="The third music festival was held."),
        bad=Example(ja="第3回の音楽祭が開かれた。", en="The fourth music festival was held."),
        find=_find_ordinals,
    ),
)
