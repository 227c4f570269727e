"""Binding: a stored bitext laid over its articles as they are today.

Stored units keep their translations; what changed in the source since is marked stale, what is new is untranslated,
and a translation whose source is gone stays in the bitext without a place, so that nothing known is lost.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tmflow.formats.po import unit_id
from tmflow.model.bitext import Bitext, Place, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Document
from tmflow.text.distance import similarity_percent
from tmflow.workflow.authorship import is_correction, is_persons, is_untouched
from tmflow.workflow.passages import Passage, join_passages, passage_key, typed_mark, without_outer_breaks

__all__ = ["Bound", "bind", "find_edited", "is_orphan", "number_units"]

_LONGEST_BEAD = 6
"""Segments one unit may cover where an edited form of it is looked for; the aligner's beads stay below."""

_Range: TypeAlias = tuple[int, int] | None
_Row: TypeAlias = tuple[float, TranslationUnit, _Range, _Range]
"""What sorts it, a unit, and the passages of the source and of the target that it covers."""

_AFTER = 1e-6
"""Units without a place stand this far after the one before them, and so before the next passage."""

_SAME_SENTENCE_PERCENT = 50
"""From this similarity on a sentence in the place of another counts as its edited form, below as a new one. So does no
text that is longer than the inverse of it."""
_SAME_SENTENCE_ELSEWHERE_PERCENT = 80
"""The same for a sentence in another place: there is much more to resemble by chance in a whole article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A bitext bound to its articles.

    source_ranges, target_ranges: for each unit, the half-open range of passages it covers, None where it covers none.
    """

    bitext: Bitext
    source_ranges: tuple[_Range, ...]
    target_ranges: tuple[_Range, ...]


def bind(
    stored: Bitext,
    *,
    source: Document,
    source_passages: Sequence[Passage],
    target_passages: Sequence[Passage] | None = None,
) -> Bound:
    """Return the bitext as it stands today, its units in the order of the source article.

    target_passages: of the target article, None if there is none.
    """
    units = tuple(_without_outer_breaks(unit) for unit in stored.units)
    source_found = _source_ranges(units, source_passages)
    target_found = _target_ranges(units, target_passages or (), source_found)
    paired = _paired_text(units, target_found, target_passages or ())
    edited = find_edited(
        [_editable(unit) for unit in units],
        source_found,
        source_passages,
        may_move=[is_persons(unit) for unit in units],
    )
    rows: list[_Row] = []
    order = -1.0
    for number, unit in enumerate(units):
        found, target = source_found[number] or edited.get(number), target_found[number]
        order = float(found[0]) if found else order + _AFTER
        text = join_passages(source_passages[slice(*found)], source) if found else None
        now = unit if text is None else _with_source(unit, text, is_edited=number in edited)
        is_known = now.target is not None and not _is_paired_now(now, target, paired)
        if found or is_known or now.notes:
            rows.append((order, _placed(now, found, source_passages, target, target_passages), found, target))
    rows += _new_rows(source_passages, rows)
    rows.sort(key=lambda row: row[0])
    return Bound(
        bitext=replace(stored, units=number_units([unit for _, unit, _, _ in rows])),
        source_ranges=tuple(found for _, _, found, _ in rows),
        target_ranges=tuple(target for _, _, _, target in rows),
    )


def _with_source(unit: TranslationUnit, text: Content, *, is_edited: bool) -> TranslationUnit:
    """Return a unit with its source as it stands in the article."""
    return _mark_stale(unit, text) if is_edited else _unchanged(_broken_as(unit, text))


def _source_ranges(units: Sequence[TranslationUnit], passages: Sequence[Passage]) -> list[_Range]:
    """Where the source of each unit stands."""
    keys = [None if unit.side is Side.TARGET else passage_key(unit.source) for unit in units]
    found = _find(keys, passages, recorded=[unit.source_place for unit in units])
    _prefer_translated(units, found)
    return found


def _target_ranges(
    units: Sequence[TranslationUnit], passages: Sequence[Passage], source_found: Sequence[_Range]
) -> list[_Range]:
    """Where the target of each unit stands; a correction may take the place of a unit that says less."""
    keys = [None if unit.target is None else passage_key(unit.target) for unit in units]
    found = _find(keys, passages, recorded=[unit.target_place for unit in units])
    _give_to_corrected(units, found, passages, has_source=[place is not None for place in source_found])
    return found


def _new_rows(passages: Sequence[Passage], rows: Sequence[_Row]) -> list[_Row]:
    """Return a row for each passage of the source that no unit covers."""
    covered = {index for _, _, found, _ in rows if found for index in range(*found)}
    return [
        (
            float(index),
            TranslationUnit(id=f"new-{index}", source=passage.content, source_place=passage.place),
            (index, index + 1),
            None,
        )
        for index, passage in enumerate(passages)
        if index not in covered
    ]


def _placed(
    unit: TranslationUnit,
    source: _Range,
    source_passages: Sequence[Passage],
    target: _Range,
    target_passages: Sequence[Passage] | None,
) -> TranslationUnit:
    """Return a unit with the places it has today."""
    return replace(
        unit,
        source_place=source_passages[source[0]].place if source else None,
        target_place=target_passages[target[0]].place if target and target_passages else None,
    )


def _without_outer_breaks(unit: TranslationUnit) -> TranslationUnit:
    """Return a unit without line breaks at the ends of its texts: these are between units, and of their places."""
    if not any(content.codes and content.codes[-1].is_line_break for content in (unit.source, unit.target) if content):
        return unit
    return replace(
        unit,
        source=without_outer_breaks(unit.source),
        target=unit.target and without_outer_breaks(unit.target),
    )


def _broken_as(unit: TranslationUnit, now: Content) -> TranslationUnit:
    """Return a unit whose source has the line breaks it has in its article now: they are no edit of the sentence."""
    breaks, breaks_now = (
        [code.native for code in content.codes if code.is_line_break] for content in (unit.source, now)
    )
    return unit if breaks == breaks_now else replace(unit, source=now)


def _unchanged(unit: TranslationUnit) -> TranslationUnit:
    """Return a unit that is not stale if its source is what it was: the edit was taken back."""
    before = unit.previous_source
    return replace(unit, previous_source=None) if before and before.native == unit.source.native else unit


def number_units(units: Sequence[TranslationUnit]) -> tuple[TranslationUnit, ...]:
    """Give each unit the id that follows from its text, its side and how often that text came before."""
    seen: dict[tuple[str, Side], int] = {}
    numbered = []
    for unit in units:
        side = Side.TARGET if unit.side is Side.TARGET else Side.BOTH
        text = unit.target if unit.side is Side.TARGET and unit.target is not None else unit.source
        occurrence = seen[text.native, side] = seen.get((text.native, side), 0) + 1
        numbered.append(replace(unit, id=unit_id(text.native, occurrence, unit.side)))
    return tuple(numbered)


def _find(keys: Sequence[str | None], passages: Sequence[Passage], *, recorded: Sequence[Place | None]) -> list[_Range]:
    """Where each text stands among the passages: the first free place after the one before it, else any free one.

    recorded: the places the texts had when the bitext was written, which tell what came before; what had none chooses
    last. Where all that have one still stand there, they keep it. So of two equal sentences each stays with its unit.
    """
    places = _places({key for key in keys if key}, passages)
    found = _unmoved(keys, places, passages, recorded=recorded)
    taken = {index for place in found if place for index in range(*place)}
    last = before = 0
    for number in sorted(range(len(keys)), key=lambda number: _line_column(recorded[number])):
        if recorded[number] is None:  # these come last, in their own order
            last = next((place[1] for place in reversed(found[before:number]) if place), last if before else 0)
            before = number
        if found[number] is None and (place := _take_free(places.get(keys[number] or "", []), last, taken)):
            found[number] = place
        here = found[number]
        last = here[1] if here else last
    return found


def _take_free(runs: list[tuple[int, int]], last: int, taken: set[int]) -> _Range:
    """Take the first free one of runs in order that does not start before the last, else the first of all.

    It and those that are found taken leave the list, so that thousands of equal sentences are not looked through again.
    """
    at = bisect_left(runs, (last,))
    while runs:
        run = runs.pop(at if at < len(runs) else 0)
        if taken.isdisjoint(range(*run)):
            taken.update(range(*run))
            return run
    return None


def _line_column(place: Place | None) -> tuple[bool, int, int]:
    """What sorts places, those that are not known last."""
    return (True, 0, 0) if place is None else (False, place.line, place.column)


def _places(wanted: set[str], passages: Sequence[Passage]) -> dict[str, list[tuple[int, int]]]:
    """Return every run of passages that reads like one of the texts, by text."""
    texts = [passage_key(passage.content) for passage in passages]
    ordered = sorted(wanted)
    places: dict[str, list[tuple[int, int]]] = {}
    for start, mark in _iter_starts(passages):
        joined = mark
        for end in range(start + 1, len(texts) + 1):
            joined += texts[end - 1]
            next_wanted = bisect_left(ordered, joined)
            if next_wanted == len(ordered) or not ordered[next_wanted].startswith(joined):
                break
            if joined in wanted:
                places.setdefault(joined, []).append((start, end))
    return places


def _iter_starts(passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """Yield where a text may begin, and what of its key stands before the passage there."""
    for start, passage in enumerate(passages):
        yield start, ""
        if mark := typed_mark(passage):
            yield start, mark


def _unmoved(
    keys: Sequence[str | None],
    places: Mapping[str, Sequence[tuple[int, int]]],
    passages: Sequence[Passage],
    *,
    recorded: Sequence[Place | None],
) -> list[_Range]:
    """Where the texts stand if none of those that stand in the article has moved; nothing if one has."""
    starts = {(passage.place.line, passage.place.column): index for index, passage in enumerate(passages)}
    found: list[_Range] = [None] * len(keys)
    taken: set[int] = set()
    for number, (key, place) in enumerate(zip(keys, recorded, strict=True)):
        if place is None or not key or key not in places:
            continue
        start = starts.get((place.line, place.column), len(passages))
        runs = places[key]
        at = bisect_left(runs, (start,))
        here = runs[at] if at < len(runs) else None
        if here is None or here[0] != start or not taken.isdisjoint(range(*here)):
            return [None] * len(keys)
        taken.update(range(*here))
        found[number] = here
    return found


def _give_to_corrected(
    units: Sequence[TranslationUnit],
    found: list[_Range],
    passages: Sequence[Passage],
    *,
    has_source: Sequence[bool],
) -> None:
    """Give a translation whose words a person put together from the article the place of these words.

    It lies with a target-only unit, which is part of the pair then, or with the aligner's units, which are found anew.
    """
    homeless = {
        number: passage_key(unit.target)
        for number, unit in enumerate(units)
        if unit.target and found[number] is None and has_source[number] and is_correction(unit)
    }
    places = _places(set(homeless.values()), passages)
    holders = {index: other for other, place in enumerate(found) if place for index in range(*place)}
    for number, key in homeless.items():
        for place in places.get(key, ()):
            others = {holders[index] for index in range(*place) if index in holders}
            if all(is_untouched(units[other]) or _is_part(units[other], found[other], place) for other in others):
                for other in others:
                    for index in range(*(found[other] or (0, 0))):
                        del holders[index]
                    found[other] = None
                holders |= dict.fromkeys(range(*place), number)
                found[number] = place
                break


def _is_part(unit: TranslationUnit, inner: _Range, outer: tuple[int, int]) -> bool:
    """Whether a unit is target-only text inside of a range."""
    return unit.side is Side.TARGET and inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _paired_text(units: Sequence[TranslationUnit], found: Sequence[_Range], passages: Sequence[Passage]) -> str:
    """Return what of the article stands in translations, as keys, a line each."""
    runs = [place for unit, place in zip(units, found, strict=True) if place and unit.side is Side.BOTH]
    return "\n".join("".join(passage_key(passage.content) for passage in passages[slice(*run)]) for run in runs)


def _is_paired_now(unit: TranslationUnit, place: _Range, paired: str) -> bool:
    """Whether a target-only unit has become part of a translation: its text found no place of its own beside it."""
    if unit.side is not Side.TARGET or unit.target is None or place is not None or unit.notes:
        return False
    return passage_key(unit.target) in paired


def _prefer_translated(units: Sequence[TranslationUnit], found: list[_Range]) -> None:
    """Give a translation that found no place that of an untranslated unit of the same text."""
    empty: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        if unit.target is None and found[number]:
            empty.setdefault(passage_key(unit.source), []).append(number)
    for number, unit in enumerate(units):
        others = empty.get(passage_key(unit.source))
        if others and unit.target is not None and found[number] is None:
            other = others.pop(0)
            found[number], found[other] = found[other], None


def _editable(unit: TranslationUnit) -> str | None:
    """The text whose edited form is worth looking for: that of a unit which says more than "untranslated"."""
    is_bare = unit.side is Side.TARGET or (unit.side is Side.BOTH and unit.target is None)
    return None if is_bare else unit.source.text


def find_edited(
    texts: Sequence[str | None], found: Sequence[_Range], passages: Sequence[Passage], *, may_move: Sequence[bool]
) -> dict[int, tuple[int, int]]:
    """Pair texts that are gone with the free passages that read most like them: of the same gap, else of any place.

    texts: None = not looked for. found: where each text stands, None = gone. may_move: whether a text is looked for
    outside of its gap too, where it must read much more alike. Returns ranges by the number of the text.
    """
    taken = {index for place in found if place for index in range(*place)}
    edited: dict[int, tuple[int, int]] = {}
    for number, text in enumerate(texts):
        if text is None or found[number] is not None:
            continue
        before = max((place[1] for place in found[:number] if place), default=0)
        after = min((place[0] for place in found[number + 1 :] if place and place[0] >= before), default=len(passages))
        score, start, end = _most_like(text, passages, range(before, after), taken)
        least = _SAME_SENTENCE_PERCENT
        if score < least and may_move[number]:
            least = _SAME_SENTENCE_ELSEWHERE_PERCENT
            score, start, end = _most_like(text, passages, range(len(passages)), taken)
        if score >= least:
            edited[number] = (start, end)
            taken.update(range(start, end))
    return edited


def _most_like(text: str, passages: Sequence[Passage], gap: range, taken: set[int]) -> tuple[int, int, int]:
    """The similarity, start and end of the run of free passages in a gap that reads most like a text."""
    best = (0, 0, 0)
    for start in gap:
        joined = ""
        for end in range(start + 1, min(start + _LONGEST_BEAD, gap.stop) + 1):
            if end - 1 in taken:
                break
            joined += passages[end - 1].content.text
            if len(joined) * _SAME_SENTENCE_PERCENT > len(text) * 100:
                break
            score = similarity_percent(text, joined, cutoff=_SAME_SENTENCE_PERCENT)
            best = max(best, (score, start, end), key=lambda candidate: candidate[0])
    return best


def _mark_stale(unit: TranslationUnit, source: Content) -> TranslationUnit:
    """Give a unit the source as it is now. Whether somebody had confirmed its target stays known: `draft` does not change.

    What a machine proposed for another source is compared with nothing any more.
    """
    if unit.target is None:
        return replace(unit, source=source)
    if unit.previous_source == source:
        return replace(unit, source=source, previous_source=None)
    previous = unit.previous_source or unit.source
    return replace(unit, source=source, previous_source=previous, state=State.TRANSLATED, proposal=None)


def is_orphan(unit: TranslationUnit) -> bool:
    """Whether a bound unit has no text in either article any more."""
    return unit.source_place is None and unit.target_place is None
