"""Whether figures stay what they were: kilometers stay kilometers, 30人 no percentage, a year no money, three weeks three."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.measures import Measure, dimension, iter_measures, names_unit
from tmflow.text.numbers import ValueKind, iter_values
from tmflow.text.values import HALF_WIDTH, date_parts

__all__ = ["unit_problem"]

_MUST_STAY = frozenset({"percent", "money", "length", "mass", "volume", "area", "time"})
"""What a figure measures only where its unit says so; people go without saying."""
_BARE = "number"
_YEAR = frozenset({"year", "time"})
"""A year of the calendar may be read where one counts years (1300年), but is nothing else."""


def unit_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the first figure that has another unit in the target, lost its own, or got one there; None if all agree.

    Only figures that stand in both texts are compared, and a number in words beside a unit that both texts have. A unit
    that is named anywhere on the other side is not missed: "between 300 and 500 dollars".

    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> unit_problem("水位は30センチ上がった。", "The water rose 30 meters.", pair)
    '30センチ is in another unit'
    >>> unit_problem("832年に開かれた。", "It was opened by 832 percent.", pair)
    '832年 has no such unit in the translation'
    >>> unit_problem("三週間以内に", "within two weeks", pair)
    '三週間 has another number'
    """
    here, there = _Side.of(source, pair.source), _Side.of(target, pair.target)
    for measure in here.measures:
        if problem := _changed(measure, here, there):
            return f"{here.written(measure)} {problem}"
    for side, other, where in ((here, there, "translation"), (there, here, "source")):
        for measure in side.measures:
            if _is_missed(measure, side, other):
                return f"{side.written(measure)} has no such unit in the {where}"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What a text says of its figures.

    kinds: by amount what it measures, `_BARE` for a figure without a unit; units: by amount; in_digits: amounts not in words.
    """

    text: str
    language: Language
    measures: Sequence[Measure]
    kinds: dict[Fraction, set[str]]
    units: dict[Fraction, set[str]]
    in_digits: set[Fraction]

    @classmethod
    def of(cls, text: str, language: Language) -> _Side:
        values = list(iter_values(text, language=language.value))
        measures = list(iter_measures(text, values, language))
        kinds: dict[Fraction, set[str]] = {}
        units: dict[Fraction, set[str]] = {}
        measured = {measure.start for measure in measures}
        for measure in measures:
            kinds.setdefault(measure.amount, set()).update(map(dimension, measure.units))
            units.setdefault(measure.amount, set()).update(measure.units)
        for value in values:
            if value.start in measured:
                continue
            if isinstance(value.value, Fraction):
                kinds.setdefault(value.value, set()).add(_BARE)
            elif value.kind is ValueKind.DATE and not value.value.endswith("x"):
                year, month, day = date_parts(value.value)
                for part in {month, day, *_figures(text[value.start : value.end])} - {year}:
                    kinds.setdefault(Fraction(part), set()).add(_BARE)
                kinds.setdefault(Fraction(year), set()).update(_YEAR)
            elif value.kind is ValueKind.CLOCK:
                for part in _figures(text[value.start : value.end]):
                    kinds.setdefault(Fraction(part), set()).add(_BARE)
        in_digits = {
            value.value
            for value in values
            if isinstance(value.value, Fraction) and any(map(str.isdigit, text[value.start : value.end]))
        }
        return cls(text=text, language=language, measures=measures, kinds=kinds, units=units, in_digits=in_digits)

    def written(self, measure: Measure) -> str:
        return self.text[measure.start : measure.end]


def _changed(measure: Measure, here: _Side, there: _Side) -> str | None:
    """Return how the other side has the amount in another unit of its kind, or the unit with another number in words."""
    units = there.units.get(measure.amount, set())
    of_kind = {unit for unit in units if dimension(unit) in set(map(dimension, measure.units))}
    if of_kind and not of_kind & here.units[measure.amount]:
        return "is in another unit"
    has_unit = any(one.units & measure.units for one in there.measures)
    is_in_words = not any(character.isdigit() for character in here.written(measure))
    if has_unit and is_in_words and measure.amount not in there.kinds:
        return "has another number"
    return None


def _is_missed(measure: Measure, here: _Side, there: _Side) -> bool:
    """Whether the other side has the amount, but nothing that goes together with what is measured here."""
    kinds = there.kinds.get(measure.amount, set())
    mine = set(map(dimension, measure.units))
    if not kinds or kinds & mine:
        return False
    if not kinds & {_BARE, *here.kinds[measure.amount]}:
        return True
    is_in_digits = measure.amount in here.in_digits | there.in_digits
    return (
        is_in_digits
        and mine <= _MUST_STAY
        and not any(names_unit(there.text, unit, there.language) for unit in measure.units)
    )


def _figures(written: str) -> Iterator[int]:
    """Yield the figures of a date or a time of day as they are written: 39 of 昭和39年."""
    yield from map(int, re.findall("[0-9]{1,4}", written.translate(HALF_WIDTH)))
