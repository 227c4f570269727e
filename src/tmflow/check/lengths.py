"""Rules on length: a translation much shorter or longer than the article's others, and sentences put together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.language import Language
from tmflow.text.clauses import sentence_ranges
from tmflow.text.counts import counted
from tmflow.text.scripts import has_japanese
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_LEAST_UNITS = 8
"""Fewer do not tell what is usual in an article."""
_LEAST_CHARS = 12
"""A heading or an exclamation of fewer Japanese letters is as long as it happens to be."""
_USUAL = math.log(2.2)
"""English letters for a Japanese one, as a logarithm: the median of 8,000 published pairs (news, manuals, talks)."""
_LEAST_FACTOR = math.log(1.95)
_LEAST_FACTOR_ALONE = math.log(2.4)
_SPREADS = 3.0
_TO_DEVIATION = 1.4826
"""From the median distance to the median to a standard deviation, for a normal distribution."""
_LEAST_SCORE = 3.3
"""How many standard deviations, the variance growing with the length (Gale & Church 1993); 1 pair in 1,000 of published
translations is beyond this and the factor."""


@dataclass(frozen=True, slots=True)
class _Lengths:
    """The letters and digits of a pair."""

    unit: TranslationUnit
    japanese: int
    english: int

    @property
    def ratio(self) -> float:
        """The logarithm of English letters for a Japanese one."""
        return math.log(self.english / self.japanese)


def _find_ratios(subject: Subject) -> Iterator[Fault]:
    is_japanese = subject.language(Side.SOURCE) is Language.JA
    all_lengths = []
    if subject.is_swapped:
        return
    for unit, source, target in subject.iter_both():
        japanese, english = (source, target) if is_japanese else (target, source)
        if not has_japanese(japanese) or has_japanese(english):
            continue
        counts = sum(map(str.isalnum, japanese)), sum(map(str.isalnum, english))
        if counts[1] and max(counts[0], counts[1] / math.exp(_USUAL)) >= _LEAST_CHARS and counts[0]:
            all_lengths.append(_Lengths(unit, *counts))
    usual, factor = _band([one.ratio for one in all_lengths])
    for one in all_lengths:
        deviation = one.ratio - usual
        expected = math.exp(usual) * one.japanese
        score = (one.english - expected) / (
            math.exp(usual) * math.sqrt(max(one.japanese, one.english / math.exp(usual)))
        )
        if abs(deviation) > factor and abs(score) > _LEAST_SCORE:
            is_short = (deviation < 0) is is_japanese
            text = one.unit.target.text if one.unit.target is not None else ""
            yield Fault(
                message=f"the translation is much {'shorter' if is_short else 'longer'} than usual: {excerpt(text)}",
                unit=one.unit,
                expected=f"about {math.exp(usual):.1f} English letters for a Japanese one",
                found=f"{math.exp(one.ratio):.1f}",
            )


def _band(ratios: Sequence[float]) -> tuple[float, float]:
    """Return what is usual in an article and how far from it a pair has to be, both as logarithms."""
    if len(ratios) < _LEAST_UNITS:
        return _USUAL, _LEAST_FACTOR_ALONE
    usual = median(ratios)
    spread = _TO_DEVIATION * median(abs(ratio - usual) for ratio in ratios)
    return usual, max(_LEAST_FACTOR, _SPREADS * spread)


def _find_sentences(subject: Subject) -> Iterator[Fault]:
    for unit, source, target in subject.iter_both():
        counts = len(sentence_ranges(source)), len(sentence_ranges(target))
        if counts[0] != counts[1]:
            here, there = (counted(count, "sentence") for count in counts)
            yield Fault(
                message=f"{here} in the source, {there} in the translation", unit=unit, expected=here, found=there
            )


RULES = (
    Rule(
        id="len.ratio",
        severity=Severity.WARNING,
        summary="A translation is about as long as the article's others make one expect.",
        why="One half as long has lost a clause, one twice as long has got another sentence's text. The usual length is the"
        " article's own; in one of fewer than eight sentences it is that of published translations.",
        good=Example(
            ja="市は来年度から図書館の開館時間を延ばし、休館日を減らす方針を決めた。",
            en="The city has decided to extend the library's opening hours and cut the number of closing days from next year.",
        ),
        bad=Example(
            ja="市は来年度から図書館の開館時間を延ばし、休館日を減らす方針を決めた。",
            en="The city has decided.",
        ),
        find=_find_ratios,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="len.sentences",
        severity=Severity.INFO,
        summary="A sentence is translated by one sentence.",
        why="Many good translations join and split sentences; some publications do not want it, and lost sentences show here.",
        good=Example(ja="潮が引く。船は待つ。", en="The tide goes out. The boats wait."),
        bad=Example(ja="潮が引く。船は待つ。", en="The boats wait for the tide."),
        find=_find_sentences,
    ),
)
