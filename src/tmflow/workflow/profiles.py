"""What of a bitext an export takes along: everything, what is to be reviewed, or nothing a machine made."""

from __future__ import annotations

from dataclasses import replace

from tmflow.formats.export import ExportProfile
from tmflow.model.bitext import Bitext, OriginKind, State, TranslationUnit
from tmflow.model.match import MatchKind

__all__ = ["ExportProfile", "profiled"]

_BY_MACHINE = frozenset({MatchKind.REPAIRED, MatchKind.MT})


def profiled(bitext: Bitext, profile: ExportProfile) -> Bitext:
    """Return a bitext as a profile takes it along.

    REVIEW keeps the units with a target nobody stands behind as it is now. MEMORY_ONLY keeps all units, and leaves out
    what a machine made of those nobody has confirmed, and every candidate with its hand in it.
    """
    if profile is ExportProfile.REVIEW:
        kept = (unit for unit in bitext.units if unit.target is not None and (unit.draft or unit.is_stale))
        return replace(bitext, units=tuple(kept))
    if profile is ExportProfile.MEMORY_ONLY:
        return replace(bitext, units=tuple(_without_machine(unit) for unit in bitext.units))
    return bitext


def _without_machine(unit: TranslationUnit) -> TranslationUnit:
    candidates = tuple(match for match in unit.candidates if not match.engine and match.kind not in _BY_MACHINE)
    unit = replace(unit, candidates=candidates)
    origin = unit.origin
    is_machine = origin is not None and (origin.kind is OriginKind.MT or origin.match in _BY_MACHINE)
    if not unit.draft or unit.target is None or not is_machine:
        return unit
    bare = replace(unit, proposal=None, post_edit=None, previous_source=None)
    return replace(bare, target=None, state=State.INITIAL, draft=False, origin=None)
