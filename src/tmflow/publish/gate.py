"""The publishing gate: which units keep an article from being published, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tmflow.model.bitext import Bitext, OriginKind, Side, State, TranslationUnit
from tmflow.publish.rows import is_published, unit_kind

__all__ = ["Refusal", "RefusalReason", "Requirement", "count_reasons", "publishable"]


class Requirement(StrEnum):
    """How far every unit must have come. Drafts are refused either way."""

    TRANSLATED = "translated"
    REVIEWED = "reviewed"


class RefusalReason(StrEnum):
    """Why a unit may not be published."""

    UNTRANSLATED = "untranslated"
    STALE = "stale"
    MACHINE_DRAFT = "machine-draft"
    DRAFT = "draft"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A unit that may not be published. `number` is its place in the bitext, from 1, as in the page's `u001`."""

    unit: TranslationUnit
    number: int
    reason: RefusalReason


def publishable(bitext: Bitext, *, require: str = Requirement.TRANSLATED.value) -> tuple[Refusal, ...]:
    """Return the units that keep a bitext from being published, in order; () means it may be.

    Refused are: a missing translation; a translation of a source that has changed since; a draft nobody has
    confirmed, from a machine or from a doubtful match; and, where `require` is "reviewed", what nobody has reviewed.
    Markers and boilerplate are not published and so never refused; nor is a credit or a note on one side only.
    Raises ValueError for an unknown requirement.
    """
    if require not in set(Requirement):
        raise ValueError(f'require "{require}" is not one of: {", ".join(Requirement)}')
    return tuple(_iter_refusals(bitext, Requirement(require)))


def count_reasons(refusals: Iterable[Refusal]) -> str:
    """Return how many units each reason keeps back: "untranslated 2, machine-draft 1".

    >>> count_reasons(())
    ''
    """
    counts = Counter(refusal.reason.value for refusal in refusals)
    return ", ".join(f"{reason} {count}" for reason, count in counts.items())


def _iter_refusals(bitext: Bitext, require: Requirement) -> Iterator[Refusal]:
    for number, unit in enumerate(bitext.units, start=1):
        reason = _reason(unit, require) if is_published(unit) else None
        if reason is not None:
            yield Refusal(unit=unit, number=number, reason=reason)


def _reason(unit: TranslationUnit, require: Requirement) -> RefusalReason | None:
    if unit.is_untranslated:
        return RefusalReason.UNTRANSLATED
    if unit.side is not Side.BOTH:
        return RefusalReason.DRAFT if unit.draft and not unit_kind(unit).may_stand_alone else None
    if unit.is_stale:
        return RefusalReason.STALE
    if unit.draft:
        is_machine = unit.origin is not None and unit.origin.kind is OriginKind.MT
        return RefusalReason.MACHINE_DRAFT if is_machine else RefusalReason.DRAFT
    if require is Requirement.REVIEWED and unit.state not in {State.REVIEWED, State.FINAL}:
        return RefusalReason.UNREVIEWED
    return None
