"""Rules on the alignment: pairs the aligner was not sure of and nobody has confirmed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject, content_of
from tmflow.check.wording import excerpt
from tmflow.model.bitext import OriginKind, Side, State, TranslationUnit

__all__ = ["RULES"]

_LEAST_CONFIDENCE_PERCENT = 60
"""Below it a pair is as likely wrong as right in an article of average length; the aligner's own drafts lie below it too."""
_LEAST_CROSSING_CONFIDENCE_PERCENT = 80
"""A pair out of order needs more to be believed: most that are wrong are out of order, few that are right."""


def _find_doubtful(subject: Subject) -> Iterator[Fault]:
    crossing = _crossing_ids(subject.bitext.units)
    for unit in subject.bitext.units:
        reason = _reason_for_doubt(unit, is_crossing=unit.id in crossing)
        if reason is not None:
            yield Fault(message=reason, unit=unit)
        elif unit.side is Side.TARGET and unit.draft and not _may_stand_alone(unit):
            content = content_of(unit, Side.TARGET)
            language = subject.language(Side.TARGET).display_name
            quoted = excerpt(content.text if content else "")
            yield Fault(message=f"in the {language} only, which nobody has confirmed: {quoted}", unit=unit)


def _reason_for_doubt(unit: TranslationUnit, *, is_crossing: bool) -> str | None:
    """Return why an aligned pair is doubtful, None if it is not."""
    origin = unit.origin
    if origin is None or origin.kind is not OriginKind.ALIGNED or unit.side is not Side.BOTH or unit.target is None:
        return None
    if unit.is_stale or unit.state is not State.TRANSLATED:
        return None
    confidence = origin.similarity
    said = "" if confidence is None else f" ({confidence} %)"
    pair = f"{excerpt(unit.source.text, width=30)} | {excerpt(unit.target.text, width=30)}"
    if unit.draft or (confidence is not None and confidence < _LEAST_CONFIDENCE_PERCENT):
        return f"doubtful pair{said}: {pair}"
    if is_crossing and (confidence is None or confidence < _LEAST_CROSSING_CONFIDENCE_PERCENT):
        return f"pair out of order{said}: {pair}"
    return None


def _may_stand_alone(unit: TranslationUnit) -> bool:
    return unit.target_place is not None and unit.target_place.kind.may_stand_alone


def _crossing_ids(units: Sequence[TranslationUnit]) -> frozenset[str]:
    """Return the ids of the fewest pairs without which all targets follow one another in the order of their sources.

    What remains is the longest non-decreasing subsequence of target places (Fredman 1975, n log n).
    """
    placed = [
        (unit.id, unit.target_place) for unit in units if unit.side is Side.BOTH and unit.target_place is not None
    ]
    positions = [(place.block, place.line, place.column) for _, place in placed]
    ends: list[tuple[int, int, int]] = []
    last_of: list[int] = []
    before: list[int | None] = []
    for index, position in enumerate(positions):
        length = bisect_right(ends, position)
        before.append(last_of[length - 1] if length else None)
        ends[length : length + 1] = [position]
        last_of[length : length + 1] = [index]
    kept: set[int] = set()
    current = last_of[-1] if last_of else None
    while current is not None:
        kept.add(current)
        current = before[current]
    return frozenset(unit_id for index, (unit_id, _) in enumerate(placed) if index not in kept)


RULES = (
    Rule(
        id="align.doubtful",
        severity=Severity.WARNING,
        summary="Every pair of sentences the aligner was unsure of has been confirmed.",
        why="A wrong pair in the memory is offered again in every later article.",
        good=Example(ja="会議は10時に始まる。", en="The meeting starts at ten."),
        bad=Example(ja="会議は10時に始まる。", en="Nobody brought an umbrella. (confidence 31 %)"),
        find=_find_doubtful,
    ),
)
