"""Merging: what came back from a CAT tool returns into the bitext, unit by unit, and nothing known is erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tmflow.errors import ConfigError, FormatError
from tmflow.formats.codes import align_ids, code_fault, is_same_source, renumbered, restore_natives
from tmflow.formats.doubling import doubling_fault
from tmflow.formats.po import unit_id
from tmflow.formats.registry import read_returned
from tmflow.formats.returned import ReturnedFile, ReturnedUnit
from tmflow.model.bitext import Bitext, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.text.normalize import fold_spaces
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.project import Project
from tmflow.workflow.returned_target import escaped, is_same_but_for_layout, without_layout
from tmflow.workflow.undo import write_undoable

__all__ = ["Merge", "UnitChange", "merge_file", "merge_files", "merge_units"]


_UNKNOWN = "unknown unit"
_MISTOLD = "its state says untranslated; taken as a translation, since its text is new"
_SILENT = "the file names no state; taken as confirmed"
_UNSURE = "the file asks for a review of what is confirmed here; nothing is changed"
_RANKS = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """What a returned file did to one unit: `outcome` is changed, same, or a reason why it was refused.

    source: of the unit, before, after: its target, all with their markup; before_state, after_state: how far it was and
    is ("draft", "stale" or a state). notes: those that came new with the file. warning: what to look at, of a unit that
    was not refused. line: in the file; article_line: of the source in the article; None if not known.
    """

    id: str
    outcome: str
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
    """

    slug: str
    changes: tuple[UnitChange, ...]
    locked: int = 0
    warning: str = ""

    @property
    def changed(self) -> tuple[UnitChange, ...]:
        """The units that took something from the file."""
        return tuple(change for change in self.changes if change.outcome == "changed")

    @property
    def refused(self) -> tuple[UnitChange, ...]:
        """The units the file could not change, each with the reason."""
        return tuple(change for change in self.changes if change.outcome not in {"changed", "same"})


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
            merged, changes = _merge_article(bitext, file, article=article, path=path, when=when)
            bitexts[file.slug] = article, merged
            locked = sum(unit.is_locked for unit in file.units)
            merges.append(Merge(slug=file.slug, changes=changes, locked=locked, warning=file.warning))
        if not dry_run:
            contents = {
                project.bitext_path(slug): article.saved(bitext)
                for slug, (article, bitext) in bitexts.items()
                if bitext != _opened_bitext(article)
            }
            write_undoable(project, {path: content for path, content in contents.items() if content is not None})
    return tuple(merges)


def _opened(project: Project, slug: str) -> tuple[Article, Bitext]:
    article = load_article(project, slug)
    return article, _opened_bitext(article)


def _opened_bitext(article: Article) -> Bitext:
    return article.bound.bitext if article.source else article.stored


def _merge_article(
    bitext: Bitext, file: ReturnedFile, *, article: Article, path: Path, when: date | None
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
        markup=None if file.is_native else article.target_format,
    )
    if changes and all(change.outcome == _UNKNOWN for change in changes):
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
    markup: ArticleFormat | None = None,
) -> tuple[Bitext, tuple[UnitChange, ...]]:
    """Apply returned units to a bitext.

    A unit is taken if it is known, its source is the same but for white space and its codes are the source's. An
    empty target never erases one that is known. has_own_ids: whether units may bear ids of the tool; those are told by
    their source, if one unit alone has it. exported: the bitext as it was before other files of the same export were
    merged; two that change a unit each in its own way are no agreement, and the former holds. markup: of the target
    article, for texts that are what a reader reads; None where they are written as the article is.
    """
    merging = _Merging(when=when, language=bitext.pair.target, markup=markup)
    before = {unit.id: unit for unit in exported.units} if exported is not None else {}
    units = {unit.id: unit for unit in bitext.units}
    earlier = {unit_id(unit.previous_source.native): unit.id for unit in bitext.units if unit.previous_source}
    by_source = _only_by_source(bitext) if has_own_ids else {}
    open_units = [unit for unit in returned if not unit.is_locked]
    counts = Counter(unit.id for unit in open_units)
    changes = []
    for incoming in open_units:
        other_id = earlier.get(incoming.id) or by_source.get(fold_spaces(incoming.source.text), "")
        known = units.get(incoming.id) or units.get(other_id)
        if known is None:
            changes.append(_change(incoming, None, None, _UNKNOWN))
        elif incoming.fault:
            changes.append(_change(incoming, known, known, incoming.fault))
        elif counts[incoming.id] > 1:
            changes.append(_change(incoming, known, known, "the file holds this unit more than once"))
        else:
            merged, outcome = _merge_unit(before.get(known.id, known), incoming, merging)
            if known != before.get(known.id, known):
                merged, outcome = _beside(known, merged, outcome)
            changes.append(_change(incoming, known, merged, outcome))
            units[merged.id] = merged
    return replace(bitext, units=tuple(units[unit.id] for unit in bitext.units)), tuple(changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merging:
    """What holds for all units of a merge: the day, the target's language and, unless it is written already, its markup."""

    when: date | None
    language: Language
    markup: ArticleFormat | None


def _beside(known: TranslationUnit, merged: TranslationUnit, outcome: str) -> tuple[TranslationUnit, str]:
    """What a file adds to a unit that a file before it has changed: nothing if it left the unit as it was exported."""
    if outcome != "changed" or merged == known:
        return known, "same" if outcome == "changed" else outcome
    return known, "another file of this merge has changed it otherwise"


def _only_by_source(bitext: Bitext) -> dict[str, str]:
    """Return the ids of the units by their source texts, where no other has the same."""
    texts = Counter(fold_spaces(unit.source.text) for unit in bitext.units)
    return {text: unit.id for unit in bitext.units if (text := fold_spaces(unit.source.text)) and texts[text] == 1}


def _change(
    incoming: ReturnedUnit, known: TranslationUnit | None, merged: TranslationUnit | None, outcome: str
) -> UnitChange:
    return UnitChange(
        id=incoming.id,
        outcome=outcome,
        line=incoming.line,
        article_line=known.source_place.line if known and known.source_place else None,
        source=known.source.native if known else incoming.source.native,
        before=_target(known),
        after=_target(merged),
        before_state=_state(known),
        after_state=_state(merged),
        notes=tuple(note for note in merged.notes if note not in known.notes) if merged and known else (),
        warning=_warning(incoming, known, merged) if known and merged and outcome in {"changed", "same"} else "",
    )


def _warning(incoming: ReturnedUnit, known: TranslationUnit, merged: TranslationUnit) -> str:
    """Say what somebody should look at, of a unit that was not refused: where the file may not mean what was taken."""
    if _target(known) != _target(merged):
        return _MISTOLD if _is_mistold(incoming) else ""
    if incoming.is_silent and known.draft and merged.is_confirmed:
        return _SILENT
    is_asked = incoming.draft and incoming.state is not State.INITIAL and incoming.target is not None
    return _UNSURE if is_asked and known == merged and known.is_confirmed else ""


def _target(unit: TranslationUnit | None) -> str:
    return unit.target.native if unit and unit.target else ""


def _state(unit: TranslationUnit | None) -> str:
    if unit is None:
        return ""
    if unit.is_stale:
        return "stale"
    return "draft" if unit.draft and unit.target else unit.state.value


def _merge_unit(known: TranslationUnit, incoming: ReturnedUnit, merging: _Merging) -> tuple[TranslationUnit, str]:
    """The unit as it is after the return, and the outcome.

    A translation of the source as it was before it changed is taken over, and stays stale.
    """
    source, previous = known.source, known.previous_source
    target = incoming.target and renumbered(incoming.target, theirs=incoming.source, source=source)
    their_source = renumbered(incoming.source, theirs=incoming.source, source=source)
    is_late = previous is not None and is_same_source(incoming.source, previous)
    if is_late and previous is not None:
        source, target = previous, incoming.target
    elif not is_same_source(their_source, source):
        return known, "its source is not the one of the bitext"
    if target is None or not target.native.strip():
        is_told = known.target is not None and (incoming.is_emptied or not known.draft)
        noted = _with_notes(known, incoming)
        return (known, "its target is empty; the known one is kept") if is_told else _outcome(known, noted)
    if incoming.is_partial and known.target is not None:
        return known, "a part of its segments has no target; the known one is kept"
    fault = code_fault(target, source=source, exported=known.target)
    if fault:
        return known, fault
    restored = restore_natives(target, source=source, exported=known.target)
    if fault := doubling_fault(restored, source=source, exported=known.target):
        return known, fault
    settled = _settled_target(restored, known, source, merging)
    merged = _with_notes(_take(known, settled, incoming, when=merging.when, is_late=is_late), incoming)
    if is_late:
        merged = replace(merged, previous_source=previous, state=State.TRANSLATED)
    return _outcome(known, merged)


def _settled_target(target: Content, known: TranslationUnit, source: Content, merging: _Merging) -> Content:
    """Return a sound target as the article can hold it; the known one if it says the same."""
    if known.target is not None and is_same_but_for_layout(target, align_ids(known.target, source)):
        return known.target
    settled = without_layout(target, source=source, language=merging.language)
    return settled if merging.markup is None else escaped(settled, known=known.target, markup=merging.markup)


def _outcome(known: TranslationUnit, merged: TranslationUnit) -> tuple[TranslationUnit, str]:
    return merged, "same" if merged == known else "changed"


def _with_notes(unit: TranslationUnit, incoming: ReturnedUnit) -> TranslationUnit:
    """Return the unit with the notes of the file it does not have; one that was deleted in the file stays."""
    known = {fold_spaces(note) for note in unit.notes}
    new = tuple(note for note in incoming.notes if fold_spaces(note) not in known)
    return replace(unit, notes=(*unit.notes, *new)) if new else unit


def _take(
    known: TranslationUnit, target: Content, incoming: ReturnedUnit, *, when: date | None, is_late: bool
) -> TranslationUnit:
    """Take a sound target over.

    An unchanged target is confirmed only by a state that says so, of the source as it is now (`is_late`: it was not), and
    loses a state it has only if a reviewer turned it down; a copy of the source is no translation unless the tool calls it one. Any other text is one, even where the
    tool left "untranslated" standing.
    """
    claimed = None if incoming.draft or incoming.state is State.INITIAL else incoming.state
    state = claimed or State.TRANSLATED
    if known.target is not None and target.native == known.target.native:
        if incoming.is_rejected and not known.draft:
            return replace(known, state=State.TRANSLATED, draft=True)
        is_open = known.draft or (known.is_stale and not is_late)
        if claimed is None or not (is_open or _RANKS[claimed] > _RANKS[known.state]):
            return known
        return replace(known.settled(when=when), state=state, draft=False, previous_source=None)
    is_unclaimed = claimed is None and (known.target is None or incoming.state is State.INITIAL)
    if is_unclaimed and target.text == known.source.text:
        return known
    is_draft = incoming.draft and not _is_mistold(incoming)
    taken = replace(known, target=target, side=Side.BOTH, state=State.TRANSLATED)
    return replace(
        taken if is_draft else taken.settled(when=when),
        state=State.TRANSLATED if is_draft else state,
        draft=is_draft,
        origin=Origin(kind=OriginKind.HUMAN),
        previous_source=known.previous_source if is_draft else None,
    )


def _is_mistold(incoming: ReturnedUnit) -> bool:
    """Whether a file calls a unit untranslated that has a target: the tool left the state of the export standing."""
    is_whole = incoming.target is not None and not incoming.is_partial and not incoming.is_rejected
    return is_whole and incoming.state is State.INITIAL
