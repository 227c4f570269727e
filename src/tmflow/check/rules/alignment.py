"""Rules on the alignment: pairs the aligner was not sure of and nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.bitext import OriginKind, Side, TranslationUnit
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]


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
            pair = f"{excerpt(unit.source.text, width=30)} | {excerpt(unit.target.text, width=30)}"
            yield Fault(message=f"{said}: {pair}", unit=unit)


def _may_stand_alone(unit: TranslationUnit) -> bool:
    return unit.target_place is not None and unit.target_place.kind.may_stand_alone


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
