"""Rules on what stands at a number: its unit, and how it is hedged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.values.comparison import Comparison
from tmflow.check.values.figures import Figures
from tmflow.check.values.rates import other_rate
from tmflow.check.values.value_faults import span_of
from tmflow.model.bitext import TranslationUnit
from tmflow.model.document import Span
from tmflow.text.quantities import Quantity
from tmflow.text.quantity_words import UNITS
from tmflow.text.statements import Statement
from tmflow.text.vague import Hedge, has_hedge, hedge_at
from tmflow.text.values import ValueKind

__all__ = ["RULES", "Mismeasured", "iter_mismeasured"]

_HEDGED = frozenset({ValueKind.NUMBER, ValueKind.CURRENCY, ValueKind.PERCENT})
_DIRECTIONS = frozenset({Hedge.OVER, Hedge.UNDER})
_KILOS = frozenset({"kilo", "kg"})
_POUNDS = re.compile(r"\bpounds?$|ポンド$", re.IGNORECASE)
_ZERO = re.compile(
    r"氷点|零下|マイナス|零度|[低下寒冷減]|[-−–][0-9０-９]|below|sub-?zero|minus|negative|freez|zero|fell|fall|drop|low|cold|cool",
    re.IGNORECASE,
)
"""What may tell that degrees are below zero, or fewer than before."""
_NONE = re.compile(r"\b(?:no|none|not|never|nothing|nobody)\b|n[’']t\b|な[いかく]|ません")
_WORDS = {Hedge.ABOUT: "about", Hedge.OVER: "over, at least", Hedge.UNDER: "under, at most"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismeasured:
    """A number that both sides have, of which each counts something else: its two statements and quantities."""

    unit: TranslationUnit
    source: Statement
    target: Statement
    mine: Quantity
    theirs: Quantity
    texts: tuple[str, str]

    @property
    def is_amount(self) -> bool:
        """Whether the unit is the same and the amount another: a half or a sign is lost."""
        return self.mine.unit == self.theirs.unit

    def fault(self, message: str, expected: str, found: str) -> Fault:
        """Return the fault, its message after what the source says."""
        return Fault(
            message=f"{self.texts[0]} {message}",
            unit=self.unit,
            source_span=span_of(self.source.value),
            target_span=span_of(self.target.value),
            expected=expected,
            found=found,
        )


def iter_mismeasured(subject: Subject) -> Iterator[Mismeasured]:
    """Yield the numbers that are the same on both sides and measure something else."""
    for unit, found in subject.comparisons:
        for source in found.source.statements:
            mine = _measure_of(source, found.source)
            targets = [
                two
                for one, two in found.agreeing
                if one is source and two.value.value == one.value.value and two.value.kind is one.value.kind
            ]
            measures = [_measure_of(two, found.target) for two in targets]
            theirs = [other for other in measures if other is not None]
            if mine is None or not theirs or len(theirs) < len(measures):
                continue
            if not any(_may_be_same(mine, other, found) for other in theirs):
                texts = (found.source.text[mine.start : mine.end], found.target.text[theirs[0].start : theirs[0].end])
                yield Mismeasured(unit=unit, source=source, target=targets[0], mine=mine, theirs=theirs[0], texts=texts)


def _find_units(subject: Subject) -> Iterator[Fault]:
    for one in iter_mismeasured(subject):
        if not one.is_amount:
            yield one.fault(f"has another unit: {one.texts[1]}", one.mine.unit, one.theirs.unit)
    for unit, found in subject.comparisons:
        yield from _faults_of_pounds(unit, found)
        if rate := other_rate(found):
            here, there = found.source.text[slice(*rate.source)], found.target.text[slice(*rate.target)]
            yield Fault(
                message=f"{here} has become {there}",
                unit=unit,
                source_span=Span(*rate.source),
                target_span=Span(*rate.target),
                expected=here,
                found=there,
            )


def _faults_of_pounds(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    """Yield kilograms that have become as many pounds, which are read as money."""
    for source, target in found.agreeing:
        sides = ((source, found.source), (target, found.target))
        kilos = [_measure_of(*side) for side in sides]
        is_money = [_POUNDS.search(one.written) is not None for one, _ in sides]
        if any(mine and mine.unit in _KILOS and theirs for mine, theirs in zip(kilos, is_money[::-1], strict=True)):
            yield Fault(
                message=f"{source.written} has another unit: {target.written}",
                unit=unit,
                source_span=span_of(source.value),
                target_span=span_of(target.value),
                expected=source.written,
                found=target.written,
            )


def _measure_of(statement: Statement, figures: Figures) -> Quantity | None:
    """Return the quantity whose number, or first number, a statement is: of 2年6月 the whole."""
    value = statement.value
    if value.unit or statement.is_code or value.kind not in {ValueKind.NUMBER, ValueKind.ORDINAL}:
        return None
    measures = (one for one in figures.quantities if one.start == value.start and one.unit not in {"ratio", "times"})
    return max(measures, key=lambda one: one.end, default=None)


def _may_be_same(mine: Quantity, theirs: Quantity, found: Comparison) -> bool:
    """Whether two measures agree in a dimension; whether one is below zero may be told anywhere in the sentence."""
    answers = [(amount, theirs.amount(dimension)) for dimension, amount in mine.amounts]
    if any(amount == answer for amount, answer in answers):
        return True
    is_told = all(_ZERO.search(side.text) for side in (found.source, found.target))
    return any(answer is not None and -answer == amount and (is_told or amount == 0) for amount, answer in answers)


def _find_hedges(subject: Subject) -> Iterator[Fault]:
    for unit, found in subject.comparisons:
        for source in found.source.statements:
            yield from _faults_of_hedges(unit, found, source)
        yield from _faults_of_ones(unit, found)


def _faults_of_hedges(unit: TranslationUnit, found: Comparison, source: Statement) -> Iterator[Fault]:
    targets = [two for two in found.answers(source) if two.value.kind in _HEDGED]
    is_in_digits = any(character.isdecimal() for character in source.written)
    may_be_hedged = any(reading.kind in _HEDGED for reading in source.readings)
    mine = found.source.hedges(source.value)
    is_sure = source.is_firm or is_in_digits
    if not may_be_hedged or not targets or not (is_sure or (mine & _DIRECTIONS and _is_lone(source, found))):
        return
    if source.value.kind is ValueKind.DATE and not mine:
        return
    theirs = [found.target.hedges(two.value) for two in targets]
    if source.value.value == 1 and not (mine and theirs[0]):
        return
    if not is_sure and not theirs[0] & _DIRECTIONS:
        return
    problem = None if any(_agree(mine, other) for other in theirs) else _problem(mine, theirs[0], found)
    if problem:
        yield Fault(
            message=f"{source.written} {problem}",
            unit=unit,
            source_span=span_of(source.value),
            target_span=span_of(targets[0].value),
            expected=_named(mine),
            found=_named(theirs[0]),
        )


def _faults_of_ones(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    """Yield a span of one, which English tells by an article, that is a least in one text and a most in the other: 1年以上."""
    for mine in found.source.quantities:
        for theirs in found.target.quantities:
            is_one = mine.unit == theirs.unit and mine.amounts == theirs.amounts and not _is_denied(found)
            if not is_one or mine.amounts[0][1] != UNITS[mine.unit].factor(mine.amounts[0][0]):
                continue
            here, there = (
                hedge_at(side.text, one.start, one.end, language=side.language) & _DIRECTIONS
                for side, one in ((found.source, mine), (found.target, theirs))
            )
            if here and there and not here & there:
                yield Fault(
                    message=f"{found.source.text[mine.start : mine.end]} is hedged otherwise: {_named(there)}",
                    unit=unit,
                    source_span=Span(mine.start, mine.end),
                    target_span=Span(theirs.start, theirs.end),
                    expected=_named(here),
                    found=_named(there),
                )


def _is_denied(found: Comparison) -> bool:
    return any(_NONE.search(side.text) for side in (found.source, found.target))


def _is_lone(source: Statement, found: Comparison) -> bool:
    """Whether a number in words stands once on each side, so that it is certain which one belongs to it."""
    return source.value.kind is ValueKind.NUMBER and all(
        sum(one.value.value == source.value.value for one in side.statements) == 1
        for side in (found.source, found.target)
    )


def _agree(mine: frozenset[Hedge], theirs: frozenset[Hedge]) -> bool:
    """Whether two hedges may say the same: they share a direction, or where one has none the other need not be one."""
    here, there = mine - {Hedge.PERHAPS}, theirs - {Hedge.PERHAPS}
    if Hedge.PERHAPS in mine | theirs and not (here & _DIRECTIONS and there & _DIRECTIONS):
        return True
    if here and there:
        sides = [_DIRECTIONS & one for one in (here, there)]
        return bool(sides[0] & sides[1] if all(sides) else here & there)
    return here == there


def _problem(mine: frozenset[Hedge], theirs: frozenset[Hedge], found: Comparison) -> str | None:
    """Return what is wrong with a hedge; None where a word elsewhere may do the same, or a mere "about" was put in."""
    if mine and theirs:
        return f"is hedged otherwise: {_named(theirs)}"
    if mine:
        is_elsewhere = has_hedge(found.target.text, language=found.target.language)
        return None if is_elsewhere else "is no longer hedged"
    is_elsewhere = has_hedge(found.source.text, language=found.source.language)
    return None if is_elsewhere or theirs == {Hedge.ABOUT} else f"is hedged in the translation only: {_named(theirs)}"


def _named(hedges: frozenset[Hedge]) -> str:
    return " or ".join(word for hedge, word in _WORDS.items() if hedge in hedges) or "exact"


RULES = (
    Rule(
        id="num.unit",
        severity=Severity.WARNING,
        summary="What a number counts stays: 30センチ is 30 centimeters, 30人 are people; a converted measure is right.",
        why="A number with another unit passes every comparison of numbers.",
        good=Example(ja="水位は30センチ上がった。", en="The water rose 30 centimeters."),
        bad=Example(ja="水位は30センチ上がった。", en="The water rose 30 meters."),
        find=_find_units,
    ),
    Rule(
        id="num.approx",
        severity=Severity.WARNING,
        summary="約, およそ, 超, 以上, 未満 and their kind are kept as about, over, at least, under; nothing is hedged without them.",
        why="A figure that was an estimate becomes a fact, or a lower bound an upper one.",
        good=Example(ja="約300人が集まった。", en="About 300 people came."),
        bad=Example(ja="300人以上が集まった。", en="Fewer than 300 people came."),
        find=_find_hedges,
    ),
)
