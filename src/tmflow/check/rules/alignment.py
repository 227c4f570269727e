"""Rules on the alignment: pairs the aligner was not sure of, or that are seldom right, and nobody has confirmed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.bitext import OriginKind, Side, State, TranslationUnit
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_MOST_SEGMENTS = 4
"""Of both sides together: a unit of 2:2 is the largest that is taken as it is."""


def _find_doubtful(subject: Subject) -> Iterator[Fault]:
    """Find what the aligner proposed and nobody has confirmed; a cleared draft mark is a confirmation."""
    for unit in subject.bitext.units:
        if not unit.draft or unit.is_stale or unit.target is None:
            continue
        if unit.side is Side.TARGET and not _may_stand_alone(unit):
            language = subject.language(Side.TARGET).display_name
            quoted = excerpt(unit.target.text)
            yield Fault(message=f"in the {language} only, which nobody has confirmed: {quoted}", unit=unit)
        elif unit.side is Side.BOTH and unit.origin is not None and unit.origin.kind is OriginKind.ALIGNED:
            percent = unit.origin.similarity
            said = "translation edited in the article" if percent is None else f"doubtful pair ({percent} %)"
            yield Fault(message=f"{said}: {_shown(unit)}", unit=unit)
    yield from _find_large(subject)
    yield from _find_crossing(subject)


def _find_large(subject: Subject) -> Iterator[Fault]:
    for unit, _ in subject.iter_translations():
        sources, targets = subject.segments.get(unit.id, (1, 1))
        if sources + targets > _MOST_SEGMENTS and _is_the_aligners(unit):
            yield Fault(message=f"a pair of {sources}:{targets} sentences: {_shown(unit)}", unit=unit)


def _find_crossing(subject: Subject) -> Iterator[Fault]:
    """Find what went to another place, out of the order of the other paragraphs, told at its first sentence.

    It is as little as puts the rest in order.
    """
    placed = sorted(
        (one for one in subject.placed if all(place.kind.is_body for place in one.places)),
        key=lambda one: one.source.block,
    )
    in_order = _longest_rising([one.target.block for one in placed])
    for number, one in enumerate(placed):
        is_first = number - 1 in in_order or not number or placed[number - 1].target.block != one.target.block
        if number not in in_order and is_first and _is_the_aligners(one.unit):
            yield Fault(message=f"a pair out of order: {_shown(one.unit)}", unit=one.unit)


def _longest_rising(places: Sequence[int]) -> frozenset[int]:
    """Return the numbers of a longest choice of places that never falls (Fredman 1975).

    >>> sorted(_longest_rising([1, 9, 2, 2, 3]))
    [0, 2, 3, 4]
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        at = bisect_right(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [place], [number]
    chosen, number = set(), last[-1] if last else -1
    while number >= 0:
        chosen.add(number)
        number = before[number]
    return frozenset(chosen)


def _is_the_aligners(unit: TranslationUnit) -> bool:
    """Whether the aligner took the pair for sure, and nobody has looked at it since."""
    is_aligned = unit.origin is not None and unit.origin.kind is OriginKind.ALIGNED and unit.origin.reviewer is None
    return is_aligned and not unit.draft and not unit.is_stale and unit.state is State.TRANSLATED


def _shown(unit: TranslationUnit) -> str:
    target = unit.target.text if unit.target is not None else ""
    return f"{excerpt(unit.source.text, width=30)} | {excerpt(target, width=30)}"


def _may_stand_alone(unit: TranslationUnit) -> bool:
    return unit.target_place is not None and unit.target_place.kind.may_stand_alone


RULES = (
    Rule(
        id="align.doubtful",
        severity=Severity.WARNING,
        summary="Every pair of sentences the aligner was unsure of has been confirmed, and so has every one of more than 2:2"
        " sentences, or in another paragraph than its neighbors.",
        why="A wrong pair in the memory is offered again in every later article.",
        good=Example(ja="会議は10時に始まる。", en="The meeting starts at ten."),
        bad=Example(ja="会議は10時に始まる。", en="Nobody brought an umbrella. (confidence 31 %)"),
        find=_find_doubtful,
        scope=Scope.ARTICLE,
    ),
)
