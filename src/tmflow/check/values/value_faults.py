"""Faults from what came of comparing values: what changed, was lost or was made up, of the kinds a rule looks after."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tmflow.check.rule import Fault
from tmflow.check.subject import Subject
from tmflow.check.values.comparison import Comparison
from tmflow.check.values.counted_things import iter_counted_otherwise
from tmflow.check.values.positions import iter_recounted, iter_swaps
from tmflow.model.bitext import TranslationUnit
from tmflow.model.document import Span
from tmflow.text.statements import Statement
from tmflow.text.values import Value, ValueKind, decimal_text

__all__ = ["find_by_kind", "span_of", "value_text"]

_PLACES = 6


def find_by_kind(subject: Subject, *kinds: ValueKind) -> Iterator[Fault]:
    """Yield the faults of the values that are of these kinds in the source, or, where they are not there, in the target."""
    for unit, found in subject.comparisons:
        for source, target in found.changed:
            if _kind_of(source, target) in kinds:
                yield Fault(
                    message=f"{source.written} has become {target.written}",
                    unit=unit,
                    source_span=span_of(source.value),
                    target_span=span_of(target.value),
                    expected=value_text(source.value),
                    found=value_text(target.value),
                )
        for source in found.lost:
            if source.kind in kinds:
                yield Fault(
                    message=f"{source.written} is not in the translation",
                    unit=unit,
                    source_span=span_of(source.value),
                    expected=value_text(source.value),
                )
        yield from (_added(unit, target) for target in found.added if target.kind in kinds)
        is_whole = not found.changed and not found.lost and not found.added
        if is_whole and any(one.kind in kinds for one in found.source.statements):
            yield from _misplaced(subject, unit, found, kinds)


def _misplaced(
    subject: Subject, unit: TranslationUnit, found: Comparison, kinds: tuple[ValueKind, ...]
) -> Iterator[Fault]:
    """Yield the values that are all there and stand in each other's place, or in that of one the sentence has anyway."""
    for swap in iter_swaps(found, glossary=subject.glossary):
        if swap.source[0].kind in kinds:
            yield Fault(
                message=swap.why,
                unit=unit,
                source_span=_range_of(swap.source),
                target_span=_range_of(swap.target),
                expected=", ".join(value_text(one.value) for one in swap.source),
                found=", ".join(value_text(one.value) for one in sorted(swap.target, key=lambda one: one.value.start)),
            )
    for mine, theirs in iter_counted_otherwise(found):
        if mine[0].kind in kinds:
            first, second = mine
            yield Fault(
                message=f"{first.written} and {second.written} count each other's things",
                unit=unit,
                source_span=_range_of((first, second)),
                target_span=_range_of((theirs[0], theirs[1])),
                expected=", ".join(value_text(one.value) for one in mine),
                found=", ".join(value_text(one.value) for one in sorted(theirs, key=lambda one: one.value.start)),
            )
    for lost, extra in iter_recounted(found):
        if lost.kind in kinds:
            yield Fault(
                message=f"{lost.written} stands once more in the source, {extra.written} once more in the translation",
                unit=unit,
                source_span=span_of(lost.value),
                target_span=span_of(extra.value),
                expected=value_text(lost.value),
                found=value_text(extra.value),
            )


def _range_of(pair: tuple[Statement, Statement]) -> Span:
    return Span(min(one.value.start for one in pair), max(one.value.end for one in pair))


def _added(unit: TranslationUnit, target: Statement) -> Fault:
    return Fault(
        message=f"{target.written} is not in the source",
        unit=unit,
        target_span=span_of(target.value),
        found=value_text(target.value),
    )


def _kind_of(source: Statement, target: Statement) -> ValueKind:
    """Return what kind of value has changed: the source's, but the more telling one that both may be if they differ."""
    kinds = source.kind, target.kind
    if source.value.kind is target.value.kind:
        return kinds[0]
    both = {reading.kind for reading in source.readings}, {reading.kind for reading in target.readings}
    for kind in (ValueKind.DATE, ValueKind.CLOCK):
        if all(kind in kinds for kinds in both):
            return kind
    for kind in (ValueKind.PERCENT, ValueKind.ORDINAL):
        if kind in kinds:
            return kind
    shared = both[0] & both[1]
    return next((reading.kind for reading in source.readings if reading.kind in shared), source.value.kind)


def span_of(value: Value) -> Span:
    """Return where a value stands."""
    return Span(value.start, value.end)


def value_text(value: Value) -> str:
    """Return a value as findings show it, the same for both languages.

    >>> value_text(Value(kind=ValueKind.CURRENCY, value=Fraction(120_000_000), start=0, end=1, unit="JPY"))
    '120,000,000 JPY'
    """
    if not isinstance(value.value, Fraction):
        return value.value
    digits = decimal_text(value.value, places=_PLACES)
    whole, point, rest = (digits or "").partition(".")
    number = f"{int(whole):,}{point}{rest}" if digits else str(value.value)
    ending = {ValueKind.CURRENCY: f" {value.unit}", ValueKind.PERCENT: " %", ValueKind.ORDINAL: "."}
    return number + ending.get(value.kind, "")
