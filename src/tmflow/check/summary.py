"""How far the articles have come, in figures: for the last line of a report and for the gates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from tmflow.model.bitext import Bitext, OriginKind, Side, State, TranslationUnit

__all__ = ["Summary", "summarize"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of units; those that rightly stand on one side only are not among them.

    Each unit is one of four: translated (a current target that is no draft; `reviewed` are those of them that a
    reviewer confirmed), a draft (`machine` are those of them by machine translation), stale, or untranslated.
    """

    articles: int = 0
    units: int = 0
    translated: int = 0
    reviewed: int = 0
    drafts: int = 0
    machine: int = 0
    stale: int = 0
    untranslated: int = 0

    def __add__(self, other: Summary) -> Summary:
        """Return the counts of both together.

        >>> (Summary(units=2, stale=1) + Summary(units=1)).units
        3
        """
        return Summary(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    def percent(self, units: int) -> float:
        """Return what share of all units a number of them is, percent; 0.0 of none.

        >>> Summary(articles=1, units=4, untranslated=4).percent(1)
        25.0
        """
        return 100 * units / self.units if self.units else 0.0


def summarize(bitexts: Iterable[Bitext]) -> Summary:
    """Count the units of articles by how far they have come."""
    articles = 0
    counted: list[TranslationUnit] = []
    for bitext in bitexts:
        articles += 1
        counted.extend(unit for unit in bitext.units if unit.side is Side.BOTH or unit.is_untranslated)
    stale = [unit for unit in counted if unit.target is not None and unit.is_stale]
    drafts = [unit for unit in counted if unit.target is not None and unit.draft and not unit.is_stale]
    done = [unit for unit in counted if unit.target is not None and unit.is_confirmed]
    return Summary(
        articles=articles,
        units=len(counted),
        translated=len(done),
        reviewed=sum(unit.state in {State.REVIEWED, State.FINAL} for unit in done),
        drafts=len(drafts),
        machine=sum(unit.origin is not None and unit.origin.kind is OriginKind.MT for unit in drafts),
        stale=len(stale),
        untranslated=sum(unit.target is None for unit in counted),
    )
