"""The rule on words that are each other's opposite: what rose in the source does not fall in the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.translations import iter_by_language
from tmflow.check.values.compared_things import turned_comparison
from tmflow.check.values.directions import iter_other_ways
from tmflow.check.values.opposites import OPPOSITES, Pole
from tmflow.model.bitext import Side
from tmflow.model.document import Span
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_DENIES = {
    "ja": re.compile(r"な[いかくけ]|ず(?![つれ])|ません|ぬ[。、]|まい[。、]|[未不非]"),
    "en": re.compile(
        r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|fail\w*|instead|rather)\b|n[’']t\b", re.IGNORECASE
    ),
}
"""What turns a word into its opposite, in either language; a clause that has it is left alone."""
_DENIES_NOTHING = re.compile(
    "少なくと|少なからず|ざるを得な|ざるをえな|かもしれな|かも知れな|(?:なけれ|なく|ね)ば|なくては|に違いな|(?:だけ|ばかり|のみ)(?:で(?:は)?)?なく|まもなく|間もなく|必ず|まず|わずか|いずれ|思わず|ずつ"
)
"""Japanese that has the form of a negation and is none: 少なくとも, ざるを得ない."""

_BEFORE = {
    "ja": re.compile("[、。」]"),
    "en": re.compile(r"[;.!?](?=\s)|,\s(?=(?:and|but|while|so|yet|though|although|as|or)\b)"),
}
"""Where the clause begins that a word stands in, and with which it is denied."""
_AFTER = {"ja": re.compile("[。」]|(?<!が)(?<!とは)(?<!は)、"), "en": _BEFORE["en"]}
_LONGEST = {"ja": 140, "en": 340}
"""In a longer sentence, in characters, the two words seldom belong to one thing."""


def _find(subject: Subject) -> Iterator[Fault]:
    told = set()
    for fault in _find_opposites(subject):
        told.add(fault.unit.id if fault.unit else "")
        yield fault
    yield from _find_turned(subject)
    for unit, found in subject.comparisons:
        for way in iter_other_ways(found) if unit.id not in told else ():
            here, there = found.source.text[slice(*way.source)], found.target.text[slice(*way.target)]
            yield Fault(
                message=f"{here} has become its opposite, {there}",
                unit=unit,
                source_span=Span(*way.source),
                target_span=Span(*way.target),
                expected=here,
                found=there,
            )


def _find_turned(subject: Subject) -> Iterator[Fault]:
    for one in iter_by_language(subject):
        if turned := turned_comparison(one.japanese, one.english):
            here, there = Span(*turned.japanese), Span(*turned.english)
            said = one.japanese[here.start : here.end], one.english[there.start : there.end]
            expected, found = said if one.is_from_japanese else said[::-1]
            message = f"the comparison is turned round: {excerpt(expected)}"
            yield one.fault(message, japanese=here, english=there, expected=expected, found=found)


def _find_opposites(subject: Subject) -> Iterator[Fault]:
    languages = (subject.language(Side.SOURCE).value, subject.language(Side.TARGET).value)
    for unit, source, target in subject.iter_both():
        for one, other in (pair for poles in OPPOSITES for pair in (poles, poles[::-1])):
            here = _only(one, other, source, languages[0])
            there = _only(other, one, target, languages[1]) if here else None
            if here is None or there is None:
                continue
            yield Fault(
                message=f"{here.group()} has become its opposite, {there.group()}",
                unit=unit,
                source_span=Span(*here.span()),
                target_span=Span(*there.span()),
                expected=here.group(),
                found=there.group(),
            )


def _only(pole: Pole, opposite: Pole, text: str, language: str) -> re.Match[str] | None:
    """Return the one word that says a pole in a text that has nothing of the opposite one, and denies nothing."""
    if len(text) > _LONGEST[language]:
        return None
    found = list(pole.iter_sure(text, language))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    rest = f"{text[:start]} {text[end:]}"
    clause = f"{_BEFORE[language].split(text[:start])[-1]} {_AFTER[language].split(text[end:], maxsplit=1)[0]}"
    if opposite.may_be_in(rest, language) or _DENIES[language].search(_DENIES_NOTHING.sub(" ", clause)):
        return None
    return found[0]


RULES = (
    Rule(
        id="sense.opposite",
        severity=Severity.WARNING,
        summary='A word does not become its opposite: 上回る is no "fell short", 減る no "rose", しなければならない no "may".',
        why="The figures agree, the sentence reads well, and it says the contrary. Only sentences are judged that have one such"
        " word each, no word of the other kind, and no negation.",
        good=Example(ja="来館者は前年を上回った。", en="The number of visitors exceeded the previous year's."),
        bad=Example(ja="来館者は前年を上回った。", en="The number of visitors fell short of the previous year's."),
        find=_find,
    ),
)
