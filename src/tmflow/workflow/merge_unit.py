"""One returned unit against the known one: what is taken of it, how far that brings the unit, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tmflow.formats.codes import align_ids, code_fault, is_same_source, renumbered, restore_natives
from tmflow.formats.doubling import doubling_fault
from tmflow.formats.inline import parse_inline
from tmflow.formats.returned import Claim, ReturnedUnit
from tmflow.model.bitext import Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.text.normalize import fold_spaces
from tmflow.workflow.returned_target import changed_markup, composed, escaped, is_same_but_for_layout, without_layout

__all__ = ["Merged", "Merging", "merge_since", "merge_unit"]

_MISTOLD: Final = "its state says untranslated; taken as a translation, since its text is new"
_SILENT: Final = "the file names no state; taken as confirmed"
_UNSURE: Final = "the file asks for a review of what is confirmed here; nothing is changed"
_STILL_DRAFT: Final = "still a draft: the file says that it needs review. To confirm it: tmflow review"
_OUTDATED: Final = "its approval was of the text before; taken as translated"
_LEFT: Final = "it was changed here since the export; what the file says of the text before is not taken"
_BOTH: Final = "it was changed here since the export, too; the text of the file is taken"
_EARLIER: Final = (
    "it is what an earlier export had, and is taken as an edit. If the file is an older one: tmflow merge --undo"
)
_RANKS: Final = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """What holds for all units of a merge.

    when: the day that drafts it confirms are confirmed on. language, markup: of the target article. is_native: whether
    the texts that come back are written in that markup; else they are what a reader reads. sent: the targets that were
    exported, the last first, by the ids of their units, "" where there was none; nothing of those where it is not known.
    """

    when: date | None
    language: Language
    markup: ArticleFormat
    is_native: bool
    sent: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A unit after the return. refusal: why nothing of its target was taken; warning: what to look at, of what was."""

    unit: TranslationUnit
    refusal: str = ""
    warning: str = ""


def merge_since(known: TranslationUnit, incoming: ReturnedUnit, merging: Merging) -> Merged:
    """Return the unit as it is after the return, where its target may have changed here since the export.

    What comes back as it was sent undoes nothing that was done here; a draft that was confirmed goes before a later draft.
    What was sent earlier, and is something else since, is taken and told: the file may be an older one.
    """
    sent, *earlier = merging.sent.get(incoming.id, (None,))
    merged = _merge_since(known, incoming, merging, sent)
    target = merged.unit.target
    if not earlier or target is None or target == known.target:
        return merged
    is_earlier = any(text and parse_inline(text, merging.markup).text == target.text for text in earlier)
    return replace(merged, warning=_EARLIER) if is_earlier else merged


def _merge_since(known: TranslationUnit, incoming: ReturnedUnit, merging: Merging, sent: str | None) -> Merged:
    """Merge a unit whose target was exported last as `sent`, None if that is not known."""
    if sent is None or known.target is None or sent == known.target.native:
        return merge_unit(known, incoming, merging)
    if not sent:
        return Merged(unit=known) if incoming.target is None else merge_unit(known, incoming, merging)
    first = replace(known, target=parse_inline(sent, merging.markup))
    left = merge_unit(first, incoming, merging)
    if left.refusal or left.unit.target != first.target:
        merged = merge_unit(known, incoming, merging)
        is_news = merged.unit.target != known.target and not merged.warning
        return replace(merged, warning=_BOTH) if is_news else merged
    if known.draft and left.unit.is_confirmed:
        return merge_unit(known, incoming, merging)
    is_said = (left.unit.state, left.unit.draft) != (first.state, first.draft)
    return Merged(unit=replace(known, notes=left.unit.notes), warning=_LEFT if is_said else "")


def merge_unit(known: TranslationUnit, incoming: ReturnedUnit, merging: Merging) -> Merged:
    """Return the unit as it is after the return.

    A translation of the source as it was before it changed is taken over, and stays stale.
    """
    source, previous = known.source, known.previous_source
    their_source = renumbered(incoming.source, theirs=incoming.source, source=source)
    is_late = previous is not None and is_same_source(incoming.source, previous)
    if is_late and previous is not None:
        source = previous
    elif not is_same_source(their_source, source):
        return Merged(unit=known, refusal="its source is not the one of the bitext")
    target = composed(incoming.target) if incoming.target else None
    if target is None or not (target.text.strip() or target.codes):
        is_told = known.target is not None and (incoming.is_emptied or not known.draft)
        refusal = "its target is empty; the known one is kept" if is_told else ""
        return Merged(unit=known if is_told else _with_notes(known, incoming), refusal=refusal)
    if incoming.is_partial and known.target is not None:
        return Merged(unit=known, refusal="a part of its segments has no target; the known one is kept")
    if not is_late:
        target = renumbered(target, theirs=incoming.source, source=source)
    target, fault = _settled(target, known, source, merging)
    if fault:
        return Merged(unit=known, refusal=fault)
    merged = _taken(known, target, incoming, merging.when, is_late=is_late)
    if is_late:
        merged = replace(merged, unit=replace(merged.unit, previous_source=previous, state=State.TRANSLATED))
    if known.target is not None and merged.unit.target == target and not merged.warning:
        merged = replace(merged, warning=changed_markup(target, align_ids(known.target, source)))
    return replace(merged, unit=_with_notes(merged.unit, incoming))


def _settled(target: Content, known: TranslationUnit, source: Content, merging: Merging) -> tuple[Content, str]:
    """Return a target as the article can hold it, the known one if it says the same, and what is wrong with it."""
    if merging.is_native:
        target = align_ids(target, source)
    fault = code_fault(target, source=source, exported=known.target)
    if not merging.is_native:
        target = restore_natives(target, source=source, exported=known.target)
    if fault := fault or doubling_fault(target, source=source, exported=known.target):
        return target, fault
    if known.target is not None:
        ours = align_ids(known.target, source)
        if is_same_but_for_layout(target, ours, is_native=merging.is_native):
            return known.target, ""
    settled = without_layout(target, source=source, language=merging.language)
    return settled if merging.is_native else escaped(settled, known=known.target, markup=merging.markup), ""


def _with_notes(unit: TranslationUnit, incoming: ReturnedUnit) -> TranslationUnit:
    """Return the unit with the notes of the file it does not have; one that was deleted in the file stays."""
    known = {fold_spaces(note) for note in unit.notes}
    new = tuple(note for note in incoming.notes if fold_spaces(note) not in known)
    return replace(unit, notes=(*unit.notes, *new)) if new else unit


def _taken(
    known: TranslationUnit, target: Content, incoming: ReturnedUnit, when: date | None, *, is_late: bool
) -> Merged:
    """Take a sound target over, by whether its text is known and by what the file claims of it."""
    if known.target is None or target.native != known.target.native:
        return _with_new_text(known, target, incoming, when)
    return _with_known_text(known, incoming, when, is_late=is_late)


def _with_known_text(known: TranslationUnit, incoming: ReturnedUnit, when: date | None, *, is_late: bool) -> Merged:
    """A text that is known already is only confirmed, raised to a higher state, or turned down.

    It is confirmed as the translation of the source as it is now, unless the file still has the one before (`is_late`).
    In a format where a state may be left out without a meaning, a draft that comes back without one counts as confirmed.
    """
    claim, confirmed = incoming.claim, incoming.claim.confirmed
    if claim is Claim.REJECTED and not known.draft:
        return Merged(unit=replace(known, state=State.TRANSLATED, draft=True))
    if claim is Claim.DRAFT and known.is_confirmed:
        return Merged(unit=known, warning=_UNSURE)
    is_silent = claim is Claim.NONE and known.draft and not incoming.is_copy
    if is_silent:
        confirmed = State.TRANSLATED
    is_open = known.draft or (known.is_stale and not is_late)
    if confirmed is None or not (is_open or _RANKS[confirmed] > _RANKS[known.state]):
        return Merged(unit=known)
    unit = replace(known.settled(when=when), state=confirmed, draft=False, previous_source=None)
    return Merged(unit=unit, warning=_SILENT if is_silent else "")


def _with_new_text(known: TranslationUnit, target: Content, incoming: ReturnedUnit, when: date | None) -> Merged:
    """A new text is a translation, even where the tool left "untranslated" standing; a copy of the source only if told so.

    An approval that the unit had before it left was of another text.
    """
    claim = incoming.claim
    is_left = known.target is None or claim in {Claim.NONE, Claim.DEFAULT, Claim.UNTRANSLATED}
    if claim.confirmed is None and is_left and incoming.is_copy:
        return Merged(unit=known)
    is_draft = incoming.is_partial or claim in {Claim.DRAFT, Claim.REJECTED}
    state, warning = claim.confirmed or State.TRANSLATED, ""
    if claim is Claim.UNTRANSLATED and not is_draft:
        warning = _MISTOLD
    elif claim is Claim.DRAFT:
        warning = _STILL_DRAFT
    elif known.is_confirmed and _RANKS[State.TRANSLATED] < _RANKS[state] <= _RANKS[known.state]:
        state, warning = State.TRANSLATED, _OUTDATED
    taken = replace(known, target=target, side=Side.BOTH, state=State.TRANSLATED)
    unit = replace(
        taken if is_draft else taken.settled(when=when),
        state=State.TRANSLATED if is_draft else state,
        draft=is_draft,
        origin=Origin(kind=OriginKind.HUMAN),
        previous_source=known.previous_source if is_draft else None,
    )
    return Merged(unit=unit, warning=warning)
