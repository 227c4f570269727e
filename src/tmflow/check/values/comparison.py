"""The values of a sentence laid against those of its translation: which agree, which changed, which are on one side only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tmflow.check.values.answers import is_answered, is_answered_by_words, is_claimed
from tmflow.check.values.date_answers import says_same
from tmflow.check.values.figures import Figures
from tmflow.text.statements import Statement
from tmflow.text.values import ValueKind

__all__ = ["Comparison", "compare_figures", "without_moved"]

_DIGITS = frozenset(map(Fraction, range(10)))
_AMOUNTS = frozenset({ValueKind.NUMBER, ValueKind.CURRENCY, ValueKind.PERCENT, ValueKind.ORDINAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of laying two texts against each other. `agreeing` has every pair that says the same, one value may be in several.

    changed: pairs that should and do not. lost, added: firm values of the source, of the
    target, that nothing on the other side answers.
    """

    source: Figures
    target: Figures
    agreeing: tuple[tuple[Statement, Statement], ...] = ()
    changed: tuple[tuple[Statement, Statement], ...] = ()
    lost: tuple[Statement, ...] = ()
    added: tuple[Statement, ...] = ()

    def answers(self, source: Statement) -> Iterator[Statement]:
        """Yield what says the same as a value of the source, but for what says another one of its own kind: 3割が30歳."""
        return (two for one, two in self.agreeing if one is source and not is_claimed(two, source, self.source))


def compare_figures(source: Figures, target: Figures) -> Comparison:
    """Lay the values of a text against those of its translation.

    >>> found = compare_figures(Figures("1億2000万円を3月に", "ja"), Figures("12 million yen in March", "en"))
    >>> [(one.written, two.written) for one, two in found.changed]
    [('1億2000万円', '12 million yen')]
    """
    open_source = [one for one in source.statements if not is_answered(one, source, target, target=target)]
    open_target = [one for one in target.statements if not is_answered(one, target, source, target=target)]
    open_source, open_target = _left_open(open_source, target), _left_open(open_target, source)
    changed = _pair(open_source, open_target)
    taken = {id(one) for pair in changed for one in pair}
    lost, added = (
        tuple(one for one in left if id(one) not in taken and one.is_firm and not is_answered_by_words(one, other))
        for left, other in ((open_source, target), (open_target, source))
    )
    return Comparison(
        source=source, target=target, agreeing=_agreeing(source, target), changed=tuple(changed), lost=lost, added=added
    )


def _agreeing(source: Figures, target: Figures) -> tuple[tuple[Statement, Statement], ...]:
    return tuple((one, two) for one in source.statements for two in target.statements if says_same(one, two))


def _left_open(statements: Sequence[Statement], other: Figures) -> list[Statement]:
    """Return those that words do not answer, with any 1 in digits: it needs no answer, and may have become a 4."""
    return [one for one in statements if not one.is_code and (_is_one(one) or not is_answered_by_words(one, other))]


def _pair(left: Sequence[Statement], right: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Pair the open values that belong together: of one kind in order, then amounts of any kind; one of them is firm."""
    pairs: list[tuple[Statement, Statement]] = []
    rest_left, rest_right = list(left), list(right)
    for is_strict in (True, False):
        for one in tuple(rest_left):
            for two in tuple(rest_right):
                if _may_pair(one, two, is_strict=is_strict):
                    pairs.append((one, two))
                    rest_left.remove(one)
                    rest_right.remove(two)
                    break
    return pairs + _pair_of_words(rest_left, rest_right)


def _may_pair(one: Statement, two: Statement, *, is_strict: bool) -> bool:
    if is_strict:
        if not _kinds(one) & _kinds(two):
            return False
        if _is_one(one) or _is_one(two):
            return all(_is_in_digits(side) and side.value.value in _DIGITS for side in (one, two))
        return (one.is_firm or two.is_firm) and _is_counted(one) and _is_counted(two)
    return one.is_firm and two.is_firm and {one.value.kind, two.value.kind} <= _AMOUNTS


def _pair_of_words(left: Sequence[Statement], right: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Pair what is left in words, if there is one of a kind on each side: 三週間 and "two weeks"."""
    pairs = []
    for kind in ValueKind:
        ones, twos = (
            [one for one in side if one.kind is kind and not one.is_firm and _is_counted(one)] for side in (left, right)
        )
        if len(ones) == len(twos) == 1:
            pairs.append((ones[0], twos[0]))
    return pairs


def _kinds(statement: Statement) -> frozenset[ValueKind]:
    kinds = {reading.kind for reading in statement.readings}
    return frozenset(kinds | {ValueKind.NUMBER} if ValueKind.ORDINAL in kinds else kinds)


def _is_one(statement: Statement) -> bool:
    """Whether it is a 1 in digits or the 第一, which need no answer and yet may have become another number."""
    is_written = _is_in_digits(statement) or statement.written.startswith("第")
    return statement.value.value == 1 and not statement.is_firm and is_written


def _is_in_digits(statement: Statement) -> bool:
    return any(character.isdecimal() for character in statement.written)


def _is_counted(statement: Statement) -> bool:
    return (
        not isinstance(statement.value.value, Fraction)
        or statement.value.value != 1
        or statement.is_firm
        or statement.written.startswith("第")
    )


_REACH = 2
"""A value may move to a neighboring sentence: translations reorder what stands in them."""


def without_moved(compared: Sequence[Comparison]) -> Iterator[Comparison]:
    """Yield the comparisons of the sentences of an article without what one lost and a neighbor has more."""
    for index, one in enumerate(compared):
        near = [*compared[max(0, index - _REACH) : index], *compared[index + 1 : index + 1 + _REACH]]
        added = [statement for other in near for statement in other.added]
        lost = [statement for other in near for statement in other.lost]
        yield replace(
            one,
            lost=tuple(mine for mine in one.lost if not any(says_same(mine, other) for other in added)),
            added=tuple(mine for mine in one.added if not any(says_same(mine, other) for other in lost)),
        )
