"""Rules on money: the currency of an amount, and the rate at which two amounts are converted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.values.comparison import Comparison
from tmflow.check.values.figures import Figures
from tmflow.check.values.value_faults import span_of, value_text
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.text.statements import Statement
from tmflow.text.told_otherwise import is_in_cents
from tmflow.text.values import ValueKind

__all__ = ["RULES"]

_WORDS = {
    "USD": r"ドル|\$|dollar|\bUSD\b|\bbucks?\b|\bcents?\b|セント", "JPY": r"円|¥|\byen\b|\bJPY\b|\bsen\b", "EUR": r"ユーロ|€|\beuros?\b|\bEUR\b",
    "GBP": r"ポンド|£|\bpounds?\b|\bGBP\b|\bsterling\b|\bquid\b|ペンス|lbs?\b", "CNY": r"元|\byuan\b|renminbi|\bRMB\b|\bCNY\b|¥", "RUB": r"ルーブル|\broubles?\b|\brubles?\b",
    "KRW": r"ウォン|\bwon\b|₩", "INR": r"ルピー|\brupees?\b|\bRs\b|₹", "CHF": r"フラン|\bfrancs?\b", "UAH": r"フリブナ|hryvni",
    "AUD": r"豪ドル|オーストラリアドル|A\$|AU\$|AUD|Australian\sdollar", "CAD": r"加ドル|カナダドル|C\$|CAD|Canadian\sdollar",
    "HKD": r"香港ドル|HK\$|HKD|Hong\sKong\sdollar",
}  # fmt: skip
_SAID = {unit: re.compile(pattern, re.IGNORECASE) for unit, pattern in _WORDS.items()}
_DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD"})
_PLAIN_DOLLAR = re.compile(r"(?<![米豪加港ア])ドル|(?<![A-Za-z])\$|\bdollars?\b")
_CONVERTED = re.compile(
    r"\s?[（(\[=＝、,]\s?(?:約|およそ|当時のレートで|日本円で)?\s?|円?[＝=]|\s?[（(,]\s?(?:or\s)?(?:about|around|roughly|approximately|some|worth|equivalent\sto|nearly|~|≈|some)?\s?"
    r"|\sor\s(?:about\s|around\s|roughly\s|some\s)?|\sto\sthe\s"
)
_YEN_BANDS: dict[str, tuple[int | str, int | str]] = {
    "USD": (70, 265), "EUR": (85, 210), "GBP": (110, 400), "CNY": (10, 32), "KRW": ("0.05", "0.4"), "RUB": ("0.7", 6), "AUD": (52, 125), "CAD": (60, 205),
    "CHF": (70, 240), "INR": (1, 14), "HKD": (8, 27), "UAH": (2, 25),
}  # fmt: skip
"""Yen for one of each, the least and the most since 1985 with some room (Bank of Japan, daily rates)."""
_LEAST_RATES = 3
_SPREAD = Fraction(1, 4)
"""How far a rate may be from the median of the article's others: years lie between the events of one article."""


def _find_currencies(subject: Subject) -> Iterator[Fault]:
    for unit, found in subject.comparisons:
        for source in found.source.statements:
            targets = [two for one, two in found.agreeing if one is source and two.value.value == one.value.value]
            yield from _faults_of_currency(unit, found, source, targets)


def _faults_of_currency(
    unit: TranslationUnit, found: Comparison, source: Statement, targets: list[Statement]
) -> Iterator[Fault]:
    yield from _faults_of_cents(unit, found, source, targets)
    mine, theirs = source.value.unit, {two.value.unit for two in targets}
    if not mine or not targets or mine in theirs or _are_both_dollars(source, targets):
        return
    if "" in theirs and _is_said_there(mine, found):
        return
    there = next(iter(theirs))
    is_other = f"has another currency: {targets[0].written}"
    yield Fault(
        message=f"{source.written} {is_other if there else 'is no amount of money in the translation'}",
        unit=unit,
        source_span=span_of(source.value),
        target_span=span_of(targets[0].value),
        expected=mine,
        found=there or None,
    )


def _faults_of_cents(
    unit: TranslationUnit, found: Comparison, source: Statement, targets: list[Statement]
) -> Iterator[Fault]:
    """Yield 75 cents that have become 75 dollars, or the reverse."""
    is_small = _is_in_cents(source, found.source)
    for target in targets[:1]:
        is_small_there = _is_in_cents(target, found.target)
        if (is_small and target.value.unit) or (source.value.unit and is_small_there):
            yield Fault(
                message=f"{source.written}{' in cents' if is_small else ''} has become {target.written}{' in cents' if is_small_there else ''}",
                unit=unit,
                source_span=span_of(source.value),
                target_span=span_of(target.value),
                expected=value_text(source.value),
                found=value_text(target.value),
            )


def _is_in_cents(statement: Statement, figures: Figures) -> bool:
    return is_in_cents(figures.text, statement.value, language=figures.language)


def _is_said_there(currency: str, found: Comparison) -> bool:
    """Whether both texts name a currency somewhere: one of them away from the amount."""
    return all(_SAID[currency].search(figures.text) for figures in (found.source, found.target))


def _are_both_dollars(source: Statement, targets: list[Statement]) -> bool:
    """Whether both are dollars of which one does not say whose: ドル may be "A$" in an article on Australia."""
    if source.value.unit not in _DOLLARS or not {two.value.unit for two in targets} <= _DOLLARS:
        return False
    return any(_PLAIN_DOLLAR.search(one.written) for one in (source, *targets))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rate:
    """Yen for one of a currency, as two amounts side by side imply."""

    currency: str
    yen: Fraction
    unit: TranslationUnit
    side: Side
    first: Statement
    second: Statement


def _find_rates(subject: Subject) -> Iterator[Fault]:
    rates = [
        rate
        for unit, found in subject.comparisons
        for side, figures in ((Side.SOURCE, found.source), (Side.TARGET, found.target))
        for rate in _iter_rates(unit, side, figures)
    ]
    for rate in rates:
        low, high = (Fraction(bound) for bound in _YEN_BANDS[rate.currency])
        others = [one.yen for one in rates if one.currency == rate.currency and one.side is rate.side]
        usual = Fraction(median(others)) if len(others) >= _LEAST_RATES else None
        if not low <= rate.yen <= high or (usual and abs(rate.yen - usual) > _SPREAD * usual):
            yield _fault_of_rate(rate, usual)


def _iter_rates(unit: TranslationUnit, side: Side, figures: Figures) -> Iterator[_Rate]:
    money = [statement for statement in figures.statements if statement.value.kind is ValueKind.CURRENCY]
    for first, second in pairwise(money):
        if not _CONVERTED.fullmatch(figures.text, first.value.end, second.value.start):
            continue
        amounts = {one.value.unit: one.value.value for one in (first, second)}
        yen = amounts.pop("JPY", None)
        for currency, amount in amounts.items():
            if isinstance(yen, Fraction) and isinstance(amount, Fraction) and amount and currency in _YEN_BANDS:
                yield _Rate(currency=currency, yen=yen / amount, unit=unit, side=side, first=first, second=second)


def _fault_of_rate(rate: _Rate, usual: Fraction | None) -> Fault:
    is_source = rate.side is Side.SOURCE
    span = span_of(rate.second.value)
    usually = f", elsewhere in the article at about {float(usual):.4g}" if usual else ""
    return Fault(
        message=f"{rate.first.written} and {rate.second.written}: {float(rate.yen):.4g} yen for 1 {rate.currency}{usually}",
        unit=rate.unit,
        anchor=rate.side,
        source_span=span if is_source else None,
        target_span=None if is_source else span,
        found=f"{value_text(rate.first.value)} = {value_text(rate.second.value)}",
    )


RULES = (
    Rule(
        id="currency",
        severity=Severity.ERROR,
        summary="An amount of money keeps its currency: ドル is the dollar, 円 the yen, ユーロ the euro, 豪ドル the Australian dollar.",
        why="The right number of the wrong currency passes every comparison of numbers.",
        good=Example(ja="建設費は300万ドルだった。", en="It cost $3 million to build."),
        bad=Example(ja="建設費は300万ドルだった。", en="It cost 3 million yen to build."),
        find=_find_currencies,
    ),
    Rule(
        id="num.fx",
        severity=Severity.WARNING,
        summary="An amount and its conversion, 3000億ドル(47兆円), imply a rate that there has been, and one rate in an article.",
        why="A conversion is where a factor of ten is lost; both sides may have it wrong.",
        good=Example(ja="総額は3000億ドル(47兆円)だ。", en="It comes to $300 billion (47 trillion yen)."),
        bad=Example(ja="総額は3000億ドル(4.7兆円)だ。", en="It comes to $300 billion (4.7 trillion yen)."),
        find=_find_rates,
    ),
)
