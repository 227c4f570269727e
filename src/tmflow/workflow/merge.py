"""Merging: what came back from a CAT tool returns into the bitext, unit by unit, and nothing known is erased."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tmflow.errors import ConfigError
from tmflow.formats.codes import code_fault, is_same_source, restore_natives
from tmflow.formats.po import unit_id
from tmflow.formats.registry import read_returned
from tmflow.formats.returned import ReturnedUnit
from tmflow.model.bitext import Bitext, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project

__all__ = ["Merge", "UnitChange", "merge_file", "merge_units"]


_RANKS = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """What a returned file did to one unit: `outcome` is changed, same, or a reason why it was refused."""

    id: str
    outcome: str
    line: int | None
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What merging a file gave."""

    slug: str
    changes: tuple[UnitChange, ...]

    @property
    def changed(self) -> tuple[UnitChange, ...]:
        """The units that took something from the file."""
        return tuple(change for change in self.changes if change.outcome == "changed")

    @property
    def refused(self) -> tuple[UnitChange, ...]:
        """The units the file could not change, each with the reason."""
        return tuple(change for change in self.changes if change.outcome not in {"changed", "same"})


def merge_file(project: Project, path: Path, *, dry_run: bool = False, when: date | None = None) -> Merge:
    """Take a translator's edits of a file (XLIFF, PO, DOCX, XLSX) into the article's bitext, all in one write.

    dry_run: only say what would change. when: the day that drafts it confirms are confirmed on.
    Raises FormatError for a file that cannot be read, ConfigError if it belongs to no article of the project or to
    another language pair.
    """
    returned = read_returned(path)
    if returned.slug not in project.bitext_slugs:
        raise ConfigError(f"{path}: no bitext memories/{returned.slug}.po in this project; was it exported elsewhere?")
    with nullcontext() if dry_run else project.writing():
        article = load_article(project, returned.slug)
        bitext = article.bound.bitext if article.source else article.stored
        if returned.pair != bitext.pair:
            raise ConfigError(f"{path}: translates {returned.pair}, the bitext of {returned.slug} {bitext.pair}")
        merged, changes = merge_units(bitext, returned.units, when=when)
        if merged != bitext and not dry_run:
            article.save(merged)
    return Merge(slug=returned.slug, changes=changes)


def merge_units(
    bitext: Bitext, returned: tuple[ReturnedUnit, ...], *, when: date | None = None
) -> tuple[Bitext, tuple[UnitChange, ...]]:
    """Apply returned units to a bitext.

    A unit is taken if it is known, its source is the same but for white space and its codes are the source's. An
    empty target never erases one that is known.
    """
    units = {unit.id: unit for unit in bitext.units}
    earlier = {unit_id(unit.previous_source.native): unit.id for unit in bitext.units if unit.previous_source}
    counts = Counter(unit.id for unit in returned)
    changes = []
    for incoming in returned:
        known = units.get(incoming.id) or units.get(earlier.get(incoming.id, ""))
        if known is None:
            merged, outcome = None, "unknown unit"
        elif incoming.fault:
            merged, outcome = known, incoming.fault
        elif counts[incoming.id] > 1:
            merged, outcome = known, "the file holds this unit more than once"
        else:
            merged, outcome = _merge_unit(known, incoming, when)
        changes.append(
            UnitChange(
                id=incoming.id,
                outcome=outcome,
                line=incoming.line,
                before=known.target.native if known and known.target else "",
                after=merged.target.native if merged and merged.target else "",
            )
        )
        if merged is not None:
            units[merged.id] = merged
    return replace(bitext, units=tuple(units[unit.id] for unit in bitext.units)), tuple(changes)


def _merge_unit(known: TranslationUnit, incoming: ReturnedUnit, when: date | None) -> tuple[TranslationUnit, str]:
    """The unit as it is after the return, and the outcome.

    A translation of the source as it was before it changed is taken over, and stays stale.
    """
    source = known.source
    is_late = known.previous_source is not None and is_same_source(incoming.source, known.previous_source)
    if is_late and known.previous_source is not None:
        source = known.previous_source
    elif not is_same_source(incoming.source, source):
        return known, "its source is not the one of the bitext"
    if incoming.target is None or not incoming.target.native.strip():
        return known, "same" if known.target is None else "its target is empty; the known one is kept"
    fault = code_fault(incoming.target, source=source, exported=known.target)
    if fault:
        return known, fault
    target = restore_natives(incoming.target, source=source, exported=known.target)
    merged = _take(known, target, incoming, when)
    if is_late:
        merged = replace(merged, previous_source=known.previous_source, state=State.TRANSLATED)
    return merged, "same" if merged == known else "changed"


def _take(known: TranslationUnit, target: Content, incoming: ReturnedUnit, when: date | None) -> TranslationUnit:
    """Take a sound target over.

    An unchanged target is confirmed only by a state that says so, and never loses a state it has; a copy of the source
    is no translation unless the tool calls it one.
    """
    claimed = None if incoming.draft or incoming.state is State.INITIAL else incoming.state
    state = claimed or State.TRANSLATED
    if known.target is not None and target.native == known.target.native:
        is_news = claimed is not None and (known.draft or _RANKS[claimed] > _RANKS[known.state])
        if not is_news:
            return known
        return replace(known.settled(when=when), state=state, draft=False, previous_source=None)
    if known.target is None and claimed is None and target.text == known.source.text:
        return known
    taken = replace(known, target=target, side=Side.BOTH, state=State.TRANSLATED)
    return replace(
        taken if incoming.draft else taken.settled(when=when),
        state=State.TRANSLATED if incoming.draft else state,
        draft=incoming.draft,
        origin=Origin(kind=OriginKind.HUMAN),
        previous_source=known.previous_source if incoming.draft else None,
    )
