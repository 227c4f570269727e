"""The candidates of an article's drafts, kept from `tmflow translate` for the exports: a cache that may be deleted.

A PO file has no room for them. What is kept of a unit counts as long as its source is the same and it is still a draft.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tmflow.errors import ModelError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.memory.memory import TranslationMemory
from tmflow.model.bitext import Bitext, OriginKind, TranslationUnit
from tmflow.model.language import LanguagePair
from tmflow.model.match import Match, MatchKind, MemoryEntry, Penalty
from tmflow.workflow.project import Project, make_folder

__all__ = ["Kept", "keep_candidates", "lacks_candidates", "look_up_candidates", "read_kept", "with_candidates"]

_FORMAT = 1
"""Raise it when the meaning of the file changes: one of another format counts as absent."""
_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a run left behind. candidates: by unit id, with the source they are for; asked: units an engine has seen."""

    candidates: Mapping[str, tuple[str, tuple[Match, ...]]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()

    def without(self, unit_ids: Iterable[str]) -> Kept:
        """Return the same without what is kept of some units."""
        gone = frozenset(unit_ids)
        candidates = {unit_id: one for unit_id, one in self.candidates.items() if unit_id not in gone}
        return Kept(candidates=candidates, asked=self.asked - gone)


def read_kept(project: Project, slug: str, *, pair: LanguagePair) -> Kept:
    """Return what is kept of an article; nothing where the file is missing, damaged or of another format."""
    try:
        stored = json.loads(project.candidates_path(slug).read_text(encoding="utf-8"))
        if stored["format"] != _FORMAT:
            return Kept()
        candidates = {
            unit_id: (str(unit["source"]), tuple(_parse(match, pair) for match in unit["matches"]))
            for unit_id, unit in stored["units"].items()
        }
        return Kept(candidates=candidates, asked=frozenset(map(str, stored["asked"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ModelError):
        return Kept()


def with_candidates(bitext: Bitext, kept: Kept) -> Bitext:
    """Return a bitext whose drafts have the candidates that are kept for them, where they have none."""
    return replace(bitext, units=tuple(_with_candidates(unit, kept) for unit in bitext.units))


def _with_candidates(unit: TranslationUnit, kept: Kept) -> TranslationUnit:
    source, candidates = kept.candidates.get(unit.id, ("", ()))
    is_current = unit.draft and not unit.is_stale and unit.target is not None and source == unit.source.native
    return replace(unit, candidates=candidates) if is_current and not unit.candidates else unit


def look_up_candidates(bitext: Bitext, memory: TranslationMemory, *, threshold: int) -> Bitext:
    """Return a bitext whose drafts from the memory have the matches it gives now, where they have no candidates.

    The article's own units are none. threshold: least similarity, percent.
    """

    def look_up(unit: TranslationUnit) -> TranslationUnit:
        if not _is_looked_up(unit):
            return unit
        found = memory.lookup(unit.source.native, source=bitext.pair.source, threshold=threshold, limit=2 * _MOST)
        others = [match for match in found if match.entry.document != f"{bitext.slug}.po"]
        return replace(unit, candidates=tuple(others[:_MOST]))

    return replace(bitext, units=tuple(look_up(unit) for unit in bitext.units))


def lacks_candidates(bitext: Bitext) -> bool:
    """Whether `look_up_candidates` would look anything up."""
    return any(map(_is_looked_up, bitext.units))


def _is_looked_up(unit: TranslationUnit) -> bool:
    is_from_memory = unit.origin is not None and unit.origin.kind is OriginKind.MEMORY
    return is_from_memory and unit.draft and not unit.is_stale and not unit.candidates


def keep_candidates(project: Project, bitext: Bitext, *, kept: Kept, asked: Iterable[str] = ()) -> Kept:
    """Keep the candidates of a bitext's drafts beside those kept already; hold `project.writing()` for it.

    asked: ids of the units an engine has been asked for now. What belongs to no draft any more is dropped.
    Raises StorageError.
    """
    drafts = {unit.id: unit for unit in bitext.units if unit.draft and unit.target is not None}
    fresh = {unit.id: (unit.source.native, tuple(unit.candidates)) for unit in drafts.values() if unit.candidates}
    candidates = {unit_id: one for unit_id, one in {**kept.candidates, **fresh}.items() if unit_id in drafts}
    now = Kept(candidates=candidates, asked=(kept.asked | frozenset(asked)) & drafts.keys())
    if now != kept:
        path = project.candidates_path(bitext.slug)
        make_folder(path.parent)
        write_bytes_atomic(path, _serialize(now))
    return now


def _serialize(kept: Kept) -> bytes:
    units = {
        unit_id: {"source": source, "matches": [_row(match) for match in matches]}
        for unit_id, (source, matches) in kept.candidates.items()
    }
    stored = {"format": _FORMAT, "asked": sorted(kept.asked), "units": units}
    return json.dumps(stored, ensure_ascii=False).encode()


def _row(match: Match) -> dict[str, Any]:
    return {
        "kind": match.kind.value,
        "similarity": match.similarity,
        "gain": match.gain,
        "penalties": [[penalty.name, penalty.points] for penalty in match.penalties],
        "source": match.source,
        "target": match.target,
        "query": match.query,
        "document": match.entry.document,
        "engine": match.engine,
    }


def _parse(row: Mapping[str, Any], pair: LanguagePair) -> Match:
    source, target = str(row["source"]), str(row["target"])
    return Match(
        kind=MatchKind(row["kind"]),
        similarity=int(row["similarity"]),
        gain=int(row["gain"]),
        penalties=tuple(Penalty(name=str(name), points=int(points)) for name, points in row["penalties"]),
        source=source,
        target=target,
        query=str(row["query"]),
        entry=MemoryEntry(source=source, target=target, pair=pair, document=str(row["document"])),
        engine=str(row["engine"]),
    )
