"""Whether one text answers a value that the other states: by the same value, by one that says the same, or by a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from tmflow.check.values.date_answers import is_date_told, is_day_before, is_rest_told, says_same
from tmflow.check.values.figures import Figures, is_range
from tmflow.check.values.reckoned import is_reckoned
from tmflow.text.quantities import Quantity
from tmflow.text.quantity_words import UNITS
from tmflow.text.statements import Statement
from tmflow.text.vague import Hedge, hedge_at
from tmflow.text.values import ValueKind, date_parts

__all__ = ["is_answered", "is_answered_by_words", "is_claimed"]

_FEW = re.compile(r"\b(?:few|several|couple|handful)\b|数[一-鿿ァ-ヴ]|何[人度回]か", re.IGNORECASE)
_FROM_TO = re.compile(r"から|\bto\b")
_POINTS = re.compile("ポイント|point")
"""Points are of percentages, of indexes and of games."""
_ROUNDING = Fraction(6, 100)
"""How far a hedged number may be from the exact one, and a measure from the one it was converted from."""
_DOZEN_TOLERANCE = Fraction(1, 4)
_NOON = 12
_SHARE_TOLERANCE = Fraction(12, 100)
"""How far a share in percent may be from the simple fraction it is told as: 約3割 "nearly a third"."""
_LEFT = re.compile("(?:ほど|程度|近く)?(?:に|へ|の(?:量|数|水準|値段|価格|規模)に|減|引き|カット|削減)")
_GONE = re.compile(r"\b(?:by|to|a|at)\s(?:about|around|nearly|almost|some|roughly|more\sthan)?\s?$", re.IGNORECASE)
_GROWS = {
    "ja": re.compile("増|伸び|上が|上昇|上回|高|膨らん|拡大|急増|多"),
    "en": re.compile(
        r"\b(?:ris\w+|rose|up|increas\w+|gr[eo]w\w*|jump\w*|climb\w*|gain\w*|surg\w+|soar\w*|more|higher|expand\w*|swell\w*)\b",
        re.IGNORECASE,
    ),
}
_LARGEST_PART = 12
_IN_BRACKETS = re.compile(
    r"\s?[（(](?:or )?(?:about |around |roughly |nearly |approximately |some |~|約|およそ|at |時速|秒速|[摂華セカ]氏)?(?:minus |マイナス|氷点下|零下|-|−)?"
)
_SHARES_IN_WORDS = frozenset(map(Fraction, (0, 50, 100, 200)))
"""The percentages that words imply: none, half, all, double."""


def is_answered(statement: Statement, own: Figures, other: Figures, *, target: Figures) -> bool:
    """Whether the other text says in figures what a statement of one does.

    target: the one of the two that is the translation, which alone may round a number.
    """
    return (
        _is_stated(statement, own, other)
        or is_date_told(statement, own, other)
        or is_day_before(statement, own, other)
        or _by_quantity(statement, own, other)
        or _by_bare_number(statement, own, other)
        or (own is target and _is_difference(statement, other))
        or _by_few(statement, own, other)
        or _by_bound(statement, own, other)
        or _by_rounding(statement, own, other, target=target)
        or _by_share(statement, own, other)
        or _by_growth(statement, own, other)
        or _is_conversion(statement, own)
        or _is_exchanged(statement, own, other)
        or is_reckoned(statement, other if own is target else own, target)
    )


def _is_stated(statement: Statement, own: Figures, other: Figures) -> bool:
    answers = [
        answer for answer in other.statements if says_same(statement, answer) and not is_claimed(answer, statement, own)
    ]
    return bool(answers) and is_rest_told(statement, answers, own, other)


def is_claimed(answer: Statement, statement: Statement, own: Figures) -> bool:
    """Whether a number equal to a share, or the reverse, is another value of this text: in 3割が30歳未満, "under 30"."""
    kind = answer.value.kind
    shares = [one for one in (answer, statement) if one.value.kind is ValueKind.PERCENT]
    is_other = len(shares) == 1 and not _POINTS.search(shares[0].written)
    if not is_other or any(reading.kind is statement.value.kind for reading in answer.readings):
        return False
    return any(
        one is not statement and one.value.kind is kind and one.value.value == answer.value.value
        for one in own.statements
    )


def _by_few(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether a number belongs to a range of two neighbors, 2、3日, and the other text says a few."""
    if not _FEW.search(other.text):
        return False
    for one, two in pairwise(own.statements):
        first, second = one.value.value, two.value.value
        if statement not in {one, two} or not isinstance(first, Fraction) or not isinstance(second, Fraction):
            continue
        if second - first == 1 and is_range(own.text, one.value.end, two.value.start):
            return True
    return False


def _by_bound(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether the next whole number bounds the same: 2人以上 "more than one"."""
    amount, mine = statement.value.value, own.hedges(statement.value)
    if not isinstance(amount, Fraction) or not mine & {Hedge.OVER, Hedge.UNDER}:
        return False
    return any(
        isinstance(answer.value.value, Fraction)
        and abs(answer.value.value - amount) == 1
        and other.hedges(answer.value) == mine
        for answer in other.statements
    )


def _by_quantity(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether a quantity the value belongs to is stated, in this or another unit: 90分 "an hour and a half"."""
    units = {quantity.unit for quantity in other.quantities}
    return any(
        _agree(mine, theirs, is_exact=mine.unit in units)
        for mine in own.quantities
        if mine.start <= statement.value.start and statement.value.end <= mine.end
        for theirs in other.quantities
    )


def _by_bare_number(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether one text has a compound and the other the number of its last unit alone: 1時間5分 "65"."""
    for compounds, numbers, is_mine in ((own, other, True), (other, own, False)):
        for compound in compounds.compounds:
            amount = compound.amounts[0][1] / UNITS[compound.unit].factor(compound.amounts[0][0])
            is_there = any(one.value.value == amount for one in numbers.statements)
            covers = compound.start <= statement.value.start and statement.value.end <= compound.end
            if is_there and (covers if is_mine else statement.value.value == amount):
                return True
    return False


def _is_difference(statement: Statement, other: Figures) -> bool:
    """Whether a translation reckons: "by 20 yen, from 180 to 200" for 180円から200円に."""
    amount = statement.value.value
    return isinstance(amount, Fraction) and any(
        isinstance(one.value.value, Fraction)
        and isinstance(two.value.value, Fraction)
        and abs(two.value.value - one.value.value) == amount
        and _FROM_TO.search(other.text, one.value.end, two.value.start)
        for one, two in pairwise(other.statements)
    )


def _agree(mine: Quantity, theirs: Quantity, *, is_exact: bool) -> bool:
    """Whether two quantities are one, by conversion too unless the other text measures in the same unit: 45 miles (72 km)."""
    for dimension, amount in mine.amounts:
        answer = theirs.amount(dimension)
        if answer is None:
            continue
        if amount == answer or (mine.unit == theirs.unit and abs(amount) == abs(answer)):
            return True
        is_converted = UNITS[mine.unit].system != UNITS[theirs.unit].system and not is_exact
        if is_converted and abs(amount - answer) <= max(_ROUNDING * abs(amount), _half_unit(theirs, dimension)):
            return True
    return False


def _half_unit(quantity: Quantity, dimension: str) -> Fraction:
    """Return half of the unit a quantity is told in, by which a conversion to whole units may be off."""
    return UNITS[quantity.unit].factor(dimension) / 2


def _by_rounding(statement: Statement, own: Figures, other: Figures, *, target: Figures) -> bool:
    """Whether a hedged number with fewer figures stands for an exact one: 12,480人 "some 12,500 people"."""
    for answer in other.statements:
        sides = ((statement, own), (answer, other))
        exact, rounded = sorted(sides, key=lambda side: -_figures(side[0].value.value))
        if rounded[1] is not target or not _is_rounded_from(rounded[0], exact[0]):
            continue
        if rounded[1].hedges(rounded[0].value) or "dozen" in rounded[0].written.lower():
            return True
    return False


def _by_share(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether a share in percent and a simple fraction say the same, and one of them is hedged: 約3割 "nearly a third"."""
    for mine in _shares(own):
        if not mine.start <= statement.value.start < mine.end:
            continue
        for theirs in _shares(other):
            (_, one), (_, two) = mine.amounts[0], theirs.amounts[0]
            is_simple = {one.denominator <= _LARGEST_PART, two.denominator <= _LARGEST_PART} != {False}
            is_near = abs(one - two) <= _SHARE_TOLERANCE * min(one, two)
            if one + two == 1 and _is_left_over(mine, own) and _is_left_over(theirs, other):
                return True
            if is_simple and is_near and (_is_hedged(mine, own) or _is_hedged(theirs, other)):
                return True
    return False


def _by_growth(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether a multiple and what it grew by say the same: 1.5倍に伸びた, "rose 50 percent"."""
    for mine in own.quantities:
        if not mine.start <= statement.value.start < mine.end:
            continue
        for theirs in other.quantities:
            sides = ((mine, own), (theirs, other))
            times, share = sides if mine.unit == "times" else sides[::-1]
            if (times[0].unit, share[0].unit) == ("times", "ratio") and _grew(*times, *share):
                return True
    return False


def _grew(times: Quantity, whole: Figures, share: Quantity, part: Figures) -> bool:
    grows = all(_GROWS[side.language].search(side.text) for side in (whole, part))
    return grows and times.amounts[0][1] == 1 + share.amounts[0][1]


def _is_left_over(share: Quantity, figures: Figures) -> bool:
    """Whether a share is what is left, or what is gone: 3分の2に減る, "shrink by a third"."""
    if figures.language == "ja":
        return _LEFT.match(figures.text, share.end) is not None
    return _GONE.search(figures.text[: share.start]) is not None


def _shares(figures: Figures) -> Iterator[Quantity]:
    return (one for one in figures.quantities if one.unit == "ratio" and 0 < one.amounts[0][1] < 1)


def _is_hedged(quantity: Quantity, figures: Figures) -> bool:
    return bool(hedge_at(figures.text, quantity.start, quantity.end, language=figures.language))


def _is_conversion(statement: Statement, own: Figures) -> bool:
    """Whether a measure in brackets says in another unit what stands before them: "25 meters per second (90 kph)"."""
    at = statement.value.start
    return any(
        one.end <= two.start <= at < two.end
        and one.unit != two.unit
        and _IN_BRACKETS.fullmatch(own.text, one.end, two.start)
        and _agree(one, two, is_exact=False)
        for two in own.quantities
        for one in own.quantities
    )


def _is_exchanged(statement: Statement, own: Figures, other: Figures) -> bool:
    """Whether an amount of money in brackets says in a currency that the other text has not what stands before them."""
    value = statement.value
    if not value.unit or any(one.value.unit == value.unit for one in other.statements):
        return False
    return any(
        one.value.unit not in {"", value.unit} and _IN_BRACKETS.fullmatch(own.text, one.value.end, value.start)
        for one in own.statements
    )


def _is_rounded_from(rounded: Statement, exact: Statement) -> bool:
    amount, original = rounded.value.value, exact.value.value
    if not isinstance(amount, Fraction) or not isinstance(original, Fraction) or original in {0, amount}:
        return False
    if ValueKind.ORDINAL in {rounded.value.kind, exact.value.kind}:
        return False
    tolerance = _DOZEN_TOLERANCE if "dozen" in rounded.written.lower() else _ROUNDING
    return abs(original - amount) <= tolerance * original


def _figures(amount: Fraction | str) -> int:
    """Return how many significant figures a number has; of a fraction that is no decimal, many."""
    if not isinstance(amount, Fraction):
        return 0
    numerator, denominator = amount.as_integer_ratio()
    while denominator % 10 and numerator and denominator > 1:
        step = 5 if not denominator % 2 else 2
        if denominator % 2 and denominator % 5:
            return 9
        numerator, denominator = numerator * step, denominator * step
    return len(str(numerator).rstrip("0"))


def is_answered_by_words(statement: Statement, other: Figures) -> bool:
    """Whether words of the other text may stand for a value: "both" for 2人, "decade" for 10年, "November" for 11月."""
    if any(reading.value == 1 for reading in statement.readings) and not _is_part(statement):
        return True
    return all(other.implied & part for part in _iter_parts(statement, other))


def _is_part(statement: Statement) -> bool:
    """Whether a 1 belongs to a larger amount (1時間半), which no article says."""
    return statement.is_firm and statement.value.kind is ValueKind.NUMBER


def _iter_parts(statement: Statement, other: Figures) -> Iterator[frozenset[Fraction]]:
    value = statement.value
    if value.kind is ValueKind.PERCENT and statement.is_firm:
        yield _SHARES_IN_WORDS.intersection({value.value})
    elif isinstance(value.value, Fraction):
        yield frozenset(reading.value for reading in statement.readings if isinstance(reading.value, Fraction))
    elif value.kind is ValueKind.DATE and not str(value.value).endswith("x"):
        year, month, day = date_parts(str(value.value))
        is_named = not year and not day and month in other.months
        yield from () if is_named else (frozenset[Fraction](),)
    elif value.kind is ValueKind.CLOCK and any(one.value.kind is ValueKind.CLOCK for one in other.statements):
        yield frozenset()
    elif value.kind is ValueKind.CLOCK:
        hour, minute = map(int, str(value.value).split(":"))
        yield frozenset({Fraction(hour), Fraction(hour % _NOON), Fraction(hour % _NOON + _NOON)})
        if minute:
            yield frozenset({Fraction(minute)})
    else:
        yield frozenset()
