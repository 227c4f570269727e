"""Merging: what came back from a CAT tool returns into the bitext, unit by unit, and nothing known is erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from tmflow.errors import ConfigError, FormatError
from tmflow.formats.po import unit_id
from tmflow.formats.returned import ReturnedFile, ReturnedUnit
from tmflow.formats.units import read_returned
from tmflow.model.bitext import Bitext, Side, TranslationUnit
from tmflow.model.document import ArticleFormat
from tmflow.text.normalize import fold_spaces
from tmflow.workflow.exported import exported_targets, forget_edits, missing_units
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.likely import likely_units
from tmflow.workflow.merge_unit import Merged, Merging, merge_since
from tmflow.workflow.project import Project
from tmflow.workflow.undo import write_undoable

__all__ = ["Merge", "Outcome", "UnitChange", "merge_file", "merge_files", "merge_units"]


_UNKNOWN = "unknown unit"
_LOCKED = "it is not to be translated"


class Outcome(StrEnum):
    """What a returned file did to a unit."""

    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """What a returned file did to one unit, and the reason if it was refused.

    source: of the unit, before, after: its target, all with their markup (of a unit that is not known, as they came); before_state, after_state: how far it was and
    is ("draft", "stale" or a state). notes: those that came new with the file. warning: what to look at, of a unit that
    was not refused. line: in the file; article_line: of the source in the article; None if not known.
    """

    id: str
    outcome: Outcome
    reason: str
    line: int | None
    article_line: int | None
    source: str
    before: str
    after: str
    before_state: str
    after_state: str
    notes: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What merging one article of a file gave.

    locked: how many units it holds that are not to be translated. warning: what a user should know of how it was read.
    missing: how many of the units that were `exported` no file of the merge holds; both 0 where that is not known.
    """

    slug: str
    changes: tuple[UnitChange, ...]
    locked: int = 0
    warning: str = ""
    missing: int = 0
    exported: int = 0

    @property
    def changed(self) -> tuple[UnitChange, ...]:
        """The units that took something from the file."""
        return tuple(change for change in self.changes if change.outcome is Outcome.CHANGED)

    @property
    def refused(self) -> tuple[UnitChange, ...]:
        """The units the file could not change, each with the reason."""
        return tuple(change for change in self.changes if change.outcome is Outcome.REFUSED)


def merge_file(project: Project, path: Path, *, dry_run: bool = False, when: date | None = None) -> Merge:
    """Take the edits of a file that holds one article; see `merge_files`. Raises FormatError if it holds several."""
    held = len(read_returned(path).articles)
    if held > 1:
        raise FormatError(f"holds {held} articles: use merge_files", path=path)
    (merge,) = merge_files(project, (path,), dry_run=dry_run, when=when)
    return merge


def merge_files(
    project: Project, paths: Sequence[Path], *, dry_run: bool = False, when: date | None = None
) -> tuple[Merge, ...]:
    """Take a translator's edits of files into the bitexts of their articles: all of them, or none. One for each article.

    dry_run: only say what would change. when: the day that drafts it confirms are confirmed on. `undo_merge` takes it back.
    Raises FormatError for a file that cannot be read, ConfigError if one belongs to no article of the project or to
    another language pair, StorageError if the machine refuses to write; nothing is changed then.
    """
    returned = [(path, article) for path in paths for article in read_returned(path).articles]
    for path, file in returned:
        if file.slug not in project.bitext_slugs:
            raise ConfigError(f"{path}: no bitext memories/{file.slug}.po in this project; was it exported elsewhere?")
    with nullcontext() if dry_run else project.writing():
        bitexts: dict[str, tuple[Article, Bitext]] = {}
        merges = []
        for path, file in returned:
            article, bitext = bitexts.get(file.slug) or _opened(project, file.slug)
            sent = exported_targets(project, file.slug)
            merged, changes = _merge_article(bitext, file, article=article, path=path, when=when, sent=sent)
            bitexts[file.slug] = article, merged
            locked = sum(unit.is_locked for unit in file.units)
            came = (unit.id for _, other in returned if other.slug == file.slug for unit in other.units)
            missing, exported = missing_units(project, file.slug, came)
            merges.append(
                Merge(
                    slug=file.slug,
                    changes=changes,
                    locked=locked,
                    warning=file.warning,
                    missing=missing,
                    exported=exported,
                )
            )
        if not dry_run:
            contents = {
                project.bitext_path(slug): article.saved(bitext)
                for slug, (article, bitext) in bitexts.items()
                if bitext != _opened_bitext(article)
            }
            write_undoable(project, {path: content for path, content in contents.items() if content is not None})
            left = {path for (path, _), merge in zip(returned, merges, strict=True) if merge.refused}
            for path in {path for path, _ in returned} - left:
                forget_edits(project, path)
    return tuple(merges)


def _opened(project: Project, slug: str) -> tuple[Article, Bitext]:
    article = load_article(project, slug)
    return article, _opened_bitext(article)


def _opened_bitext(article: Article) -> Bitext:
    return article.bound.bitext if article.source else article.stored


def _merge_article(
    bitext: Bitext,
    file: ReturnedFile,
    *,
    article: Article,
    path: Path,
    when: date | None,
    sent: Mapping[str, tuple[str, ...]],
) -> tuple[Bitext, tuple[UnitChange, ...]]:
    if file.pair != bitext.pair:
        told = file.pair or file.languages
        raise ConfigError(f"{path}: translates {told}, the bitext of {bitext.slug} {bitext.pair}")
    merged, changes = merge_units(
        bitext,
        file.units,
        when=when,
        has_own_ids=bool(file.dialect),
        exported=_opened_bitext(article),
        markup=article.target_format,
        is_native=file.is_native,
        sent=sent,
    )
    if changes and all(change.reason.startswith(_UNKNOWN) for change in changes):
        raise ConfigError(
            f"{path}: none of its {len(changes)} units is of {bitext.slug}; was it exported from another project?"
        )
    return merged, changes


def merge_units(
    bitext: Bitext,
    returned: tuple[ReturnedUnit, ...],
    *,
    when: date | None = None,
    has_own_ids: bool = False,
    exported: Bitext | None = None,
    markup: ArticleFormat = ArticleFormat.PLAIN,
    is_native: bool = False,
    sent: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[Bitext, tuple[UnitChange, ...]]:
    """Apply returned units to a bitext.

    A unit is taken if it is known, its source is the same but for white space and its codes are the source's. An
    empty target never erases one that is known. has_own_ids: whether units may bear ids of the tool; those are told by
    their source, if one unit alone has it. exported: the bitext as it was before other files of the same export were
    merged; two that change a unit each in its own way are no agreement, and the former holds. markup: of the target
    article; is_native: whether the texts are written in it, or are what a reader reads. sent: the targets that were exported,
    the last first, by the ids of their units, "" where there was none.
    """
    merging = Merging(when=when, language=bitext.pair.target, markup=markup, is_native=is_native, sent=sent)
    before = {unit.id: unit for unit in exported.units} if exported is not None else {}
    units = {unit.id: unit for unit in bitext.units}
    find = _finder(bitext, has_own_ids=has_own_ids)
    known_ids = [find(unit) for unit in returned]
    counts = Counter(known_id for known_id, unit in zip(known_ids, returned, strict=True) if not unit.is_locked)
    likely = likely_units(
        (one for known_id, one in zip(known_ids, returned, strict=True) if known_id not in units and not one.is_locked),
        (unit for unit in bitext.units if unit.side is not Side.TARGET and unit.id not in counts),
    )
    changes = []
    for known_id, incoming in zip(known_ids, returned, strict=True):
        known = units.get(known_id)
        if incoming.is_locked:
            if known is not None and _is_touched(incoming, known):
                changes.append(_change(incoming, known, Merged(unit=known, refusal=_LOCKED)))
        elif known is None:
            changes.append(_unknown(incoming, likely.get(incoming.id)))
        else:
            first = before.get(known_id, known)
            fault = "the file holds this unit more than once" if counts[known_id] > 1 else incoming.fault
            merged = Merged(unit=known, refusal=fault) if fault else merge_since(first, incoming, merging)
            merged = merged if known == first else _beside(known, first, merged)
            changes.append(_change(incoming, known, merged))
            units[known_id] = merged.unit
    return replace(bitext, units=tuple(units[unit.id] for unit in bitext.units)), tuple(changes)


def _beside(known: TranslationUnit, first: TranslationUnit, merged: Merged) -> Merged:
    """What a file adds to a unit that a file before it has changed: nothing if it left the unit as it was exported."""
    is_other = merged.unit not in (first, known)
    refusal = "another file of this merge has changed it otherwise" if is_other else merged.refusal
    return Merged(unit=known, refusal=refusal)


def _is_touched(incoming: ReturnedUnit, known: TranslationUnit) -> bool:
    """Whether a unit that was not to be translated has come back with a text of its own."""
    text = fold_spaces(incoming.target.text) if incoming.target else ""
    return text not in {"", *(fold_spaces(side.text) for side in (known.source, known.target) if side)}


def _finder(bitext: Bitext, *, has_own_ids: bool) -> Callable[[ReturnedUnit], str]:
    """Return how the id of the unit that a returned one belongs to is found, "" if it belongs to none."""
    ids = {unit.id for unit in bitext.units}
    by_source = _only_by_source(bitext) if has_own_ids else {}
    earlier: dict[str, str] = {}
    seen = Counter[str]()
    for unit in bitext.units:
        native = (unit.previous_source or unit.source).native
        seen[native] += 1
        if unit.previous_source is not None:
            earlier[unit_id(native, seen[native])] = unit.id

    def find(incoming: ReturnedUnit) -> str:
        if incoming.id in ids:
            return incoming.id
        return earlier.get(incoming.id) or by_source.get(fold_spaces(incoming.source.text), "")

    return find


def _only_by_source(bitext: Bitext) -> dict[str, str]:
    """Return the ids of the units by their source texts, where no other has the same."""
    texts = Counter(fold_spaces(unit.source.text) for unit in bitext.units)
    return {text: unit.id for unit in bitext.units if (text := fold_spaces(unit.source.text)) and texts[text] == 1}


def _unknown(incoming: ReturnedUnit, likely: TranslationUnit | None) -> UnitChange:
    """Return what is said of a unit the bitext does not have: what came back, and what it is likely to be of."""
    return UnitChange(
        id=incoming.id,
        outcome=Outcome.REFUSED,
        reason=f"{_UNKNOWN}; the nearest of the article reads: {likely.source.native}" if likely else _UNKNOWN,
        line=incoming.line,
        article_line=likely.source_place.line if likely and likely.source_place else None,
        source=incoming.source.native or incoming.source.text,
        before="",
        after=incoming.target.text if incoming.target else "",
        before_state="",
        after_state="",
    )


def _change(incoming: ReturnedUnit, known: TranslationUnit, merged: Merged) -> UnitChange:
    unit, reason = merged.unit, merged.refusal
    return UnitChange(
        id=incoming.id,
        outcome=Outcome.REFUSED if reason else Outcome.SAME if unit == known else Outcome.CHANGED,
        reason=reason,
        line=incoming.line,
        article_line=known.source_place.line if known.source_place else None,
        source=known.source.native,
        before=_target(known),
        after=_target(unit),
        before_state=_state(known),
        after_state=_state(unit),
        notes=tuple(note for note in unit.notes if note not in known.notes),
        warning=merged.warning,
    )


def _target(unit: TranslationUnit) -> str:
    return unit.target.native if unit.target else ""


def _state(unit: TranslationUnit) -> str:
    if unit.is_stale:
        return "stale"
    return "draft" if unit.draft and unit.target else unit.state.value
