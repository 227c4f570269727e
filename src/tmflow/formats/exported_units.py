"""What of a bitext goes out to a translator or a reviewer, whatever the format: units, codes with agreeing ids, matches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tmflow.errors import FormatError
from tmflow.formats.codes import align_ids, with_safe_ids
from tmflow.formats.export import ExportOptions, ExportProfile
from tmflow.formats.inline import parse_inline
from tmflow.model.bitext import Bitext, OriginKind, Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.match import MatchKind

__all__ = ["ExportedMatch", "ExportedUnit", "is_own_match", "iter_exported"]

_NMTOKEN = re.compile(r"[\w.:-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedMatch:
    """A candidate as a CAT tool gets it.

    source: what the target is a translation of. similarity: of the texts of unit and entry, score: what it counts for, both percent; origin: where it comes from; engine: what translated
    it or a part of it, "" if no machine did.
    """

    kind: MatchKind
    similarity: int
    score: int
    origin: str
    engine: str
    source: Content
    target: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedUnit:
    """A unit as it is exported; `source` and `target` have codes under the same ids.

    matches: its candidates, and its own target where that is a machine's proposal no candidate repeats.
    is_locked: context only (`translate="no"`): text that stands on the source side alone, confirmed as such; with
    the profile for OmegaT, which takes a target for what is to be translated, all that is confirmed.
    is_prefilled: the target is the source's text, for tools that show nothing else.
    """

    unit: TranslationUnit
    source: Content
    target: Content | None
    matches: tuple[ExportedMatch, ...]
    is_locked: bool
    is_prefilled: bool

    @property
    def needs_review(self) -> bool:
        """Whether it has a target nobody stands behind as it is now."""
        return self.unit.target is not None and (self.unit.draft or self.unit.is_stale)

    @property
    def name(self) -> str:
        """A readable name: the kind of block and its number; "" if the place is not known."""
        place = self.unit.source_place
        return f"{place.kind.value}-{place.block}" if place is not None else ""


def iter_exported(bitext: Bitext, options: ExportOptions) -> Iterator[ExportedUnit]:
    """Yield what is exported of a bitext: every unit with a source, in order.

    Raises FormatError if an id is no NMTOKEN, which XLIFF demands of it.
    """
    for unit in bitext.units:
        if unit.side is Side.TARGET:
            continue
        if not _NMTOKEN.fullmatch(unit.id):
            raise FormatError(f'unit id "{unit.id}" is no NMTOKEN', path=Path(bitext.slug))
        source = with_safe_ids(unit.source)
        is_alone = unit.side is Side.SOURCE and not unit.draft
        is_for_omegat = options.profile is ExportProfile.PREFILL_SOURCE
        is_locked = is_alone or (is_for_omegat and unit.is_confirmed)
        is_prefilled = is_for_omegat and not is_locked
        target = align_ids(unit.target, source) if unit.target is not None else None
        yield ExportedUnit(
            unit=unit,
            source=source,
            target=source if is_prefilled else target,
            matches=(*_iter_matches(unit, source, options), *_own_match(unit, source, target)),
            is_locked=is_locked,
            is_prefilled=is_prefilled,
        )


def is_own_match(unit: TranslationUnit) -> bool:
    """Whether the target itself is a machine's proposal, for the source as it is now, that no candidate repeats."""
    is_machine = unit.origin is not None and unit.origin.kind is OriginKind.MT and not unit.is_stale
    return is_machine and unit.draft and not any(match.engine for match in unit.candidates)


_MADE_FOR_UNIT = frozenset({MatchKind.ADAPTED, MatchKind.REPAIRED})
"""Matches whose target is no translation of the entry's source any more, but of the unit's."""


def _iter_matches(unit: TranslationUnit, source: Content, options: ExportOptions) -> Iterator[ExportedMatch]:
    for match in unit.candidates:
        is_for_unit = match.kind in _MADE_FOR_UNIT
        match_source = source if is_for_unit else align_ids(parse_inline(match.source, options.source_format), source)
        match_target = align_ids(parse_inline(match.target, options.target_format), match_source)
        yield ExportedMatch(
            kind=match.kind,
            similarity=match.similarity,
            score=match.score,
            origin=match.made_by,
            engine=match.engine,
            source=match_source,
            target=match_target,
        )


def _own_match(unit: TranslationUnit, source: Content, target: Content | None) -> Iterator[ExportedMatch]:
    if target is None or unit.origin is None or not is_own_match(unit):
        return
    quality, tool = unit.origin.similarity or 0, unit.origin.tool or ""
    yield ExportedMatch(
        kind=unit.origin.match or MatchKind.MT,
        similarity=quality,
        score=quality,
        origin=tool,
        engine=tool,
        source=source,
        target=target,
    )
