"""What the target article says where the bitext says otherwise: somebody has edited one of the two by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from tmflow.check.locate import letters_of
from tmflow.formats.inline import parse_inline
from tmflow.model.bitext import Bitext, Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Document
from tmflow.model.language import Language
from tmflow.text.distance import TextEdit, iter_edits, similarity_percent
from tmflow.workflow.authorship import is_untouched
from tmflow.workflow.bind import Bound
from tmflow.workflow.passages import Passage, join_passages

__all__ = ["Wording", "wording_of"]

_LEAST_ALIKE_PERCENT = 50
"""From this similarity on what stands in a gap is the edited form of what stood there."""
_MOST_INSTEAD = 2
"""Passages that take the place of one translation, however they read; of more, most are new."""
_OPENERS = '([{“‘"「『（【〈《'
_Gap = tuple[int, int]
"""The half-open range of passages between two that have their units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A bitext with the translations as its target article has them now.

    stored: what the bitext itself says, by unit, where that is something else. deleted: the units whose translation was
    taken out of the article. added: the passages that have come into it where nothing was taken out.
    """

    bitext: Bitext
    stored: Mapping[str, Content] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    added: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class _Now:
    """How a translation reads now, None if it is there no more, and the passage it begins in."""

    content: Content | None
    passage: Passage | None = None


def wording_of(bound: Bound, target: Document, passages: Sequence[Passage]) -> Wording:
    """Return how the translations of a bound bitext read in the target article, of which these are the passages.

    What stands in a gap between two sentences that are as they were is the edited form of what stood there, if it reads like
    it; it is cut where the old sentences met, for an edit may have joined two. One that alone is gone from its gap has given
    way to what stands there now, however that reads.
    """
    units = bound.bitext.units
    now: dict[int, _Now] = {}
    for number, place in _placed(bound):
        here = passages[slice(*place)]
        if not _is_to_the_letter(units[number], here):
            now[number] = _Now(join_passages(here, target), here[0])
    added: list[Passage] = []
    for gap, numbers in _iter_gaps(bound, len(passages)):
        here = passages[slice(*gap)]
        if not numbers:
            added += here
        else:
            now |= _read_gap({number: units[number] for number in numbers}, here, target)
    reworded = {number for number, one in now.items() if one.content and _differs(units[number], one.content)}
    return Wording(
        bitext=replace(bound.bitext, units=tuple(_as_now(unit, now.get(number)) for number, unit in enumerate(units))),
        stored={units[number].id: units[number].target or Content() for number in reworded},
        deleted=frozenset(
            units[number].id
            for number, one in now.items()
            if one.content is None and is_untouched(units[number]) and units[number].source_place is not None
        ),
        added=tuple(added),
    )


def _is_to_the_letter(unit: TranslationUnit, here: Sequence[Passage]) -> bool:
    """Whether a unit of one passage, as nearly all are, reads like it, blanks included; of more, that is found out later."""
    return len(here) == 1 and unit.target is not None and unit.target.native == here[0].content.native


def _placed(bound: Bound) -> Iterator[tuple[int, tuple[int, int]]]:
    yield from ((number, place) for number, place in enumerate(bound.target_ranges) if place)


def _differs(unit: TranslationUnit, content: Content) -> bool:
    return unit.target is not None and unit.target.native != content.native


def _as_now(unit: TranslationUnit, now: _Now | None) -> TranslationUnit:
    """A unit as its article has it. What was edited on both sides is one pair again, as it is when it is aligned."""
    if now is None or now.passage is None:
        return unit
    is_paired_anew = (
        now.content is not None and unit.is_stale and is_untouched(unit) and _is_reworded(unit, now.content)
    )
    return replace(
        unit,
        target=now.content,
        target_place=now.passage.place,
        previous_source=None if is_paired_anew else unit.previous_source,
    )


def _is_reworded(unit: TranslationUnit, content: Content) -> bool:
    """Whether a translation has other letters or figures now, not marks and blanks alone."""
    return unit.target is not None and letters_of(unit.target.text) != letters_of(content.text)


def _iter_gaps(bound: Bound, passages: int) -> Iterator[tuple[_Gap, tuple[int, ...]]]:
    """Yield each range of passages without a unit, and each place where one is gone, with the translations gone from there."""
    places = sorted(place for _, place in _placed(bound))
    starts = [0, *accumulate((end for _, end in places), max)]
    ends = dict(zip(starts, [*(start for start, _ in places), passages], strict=True))
    gaps: dict[_Gap, list[int]] = {gap: [] for gap in ends.items() if gap[0] < gap[1]}
    before = 0
    for number, unit in enumerate(bound.bitext.units):
        place = bound.target_ranges[number]
        is_orphan = unit.side is Side.BOTH and bound.source_ranges[number] is None
        if place is not None:
            before = place[1]
        elif unit.target is not None and not is_orphan:
            gaps.setdefault((before, ends[before]), []).append(number)
    yield from ((gap, tuple(numbers)) for gap, numbers in gaps.items())


def _read_gap(gone: Mapping[int, TranslationUnit], here: Sequence[Passage], target: Document) -> dict[int, _Now]:
    """Return how the translations read that are gone from a gap, as far as that can be told."""
    if not here:
        return dict.fromkeys(gone, _Now(None))
    joint = " " if target.language is Language.EN else ""
    before = [unit.target.native if unit.target else "" for unit in gone.values()]
    after = join_passages(here, target).native
    if all("".join(text.split()) in "".join(after.split()) for text in before):
        return {}  # it is all there, cut otherwise
    (only, *others) = gone.values()
    is_instead = not others and not only.draft and len(here) <= _MOST_INSTEAD
    if (
        not is_instead
        and similarity_percent(joint.join(before), after, cutoff=_LEAST_ALIKE_PERCENT) < _LEAST_ALIKE_PERCENT
    ):
        return {}
    starts = list(accumulate((len(passage.content.native) + len(joint) for passage in here), initial=0))[:-1]
    now = {}
    for number, (start, end) in zip(gone, _cut(before, after, joint), strict=True):
        text = after[start:end].strip()
        passage = here[max(at for at, first in enumerate(starts) if first <= start)]
        now[number] = _Now(parse_inline(text, target.format), passage) if text else _Now(None)
    return now


def _cut(before: Sequence[str], after: str, joint: str) -> list[tuple[int, int]]:
    """Return the range of a text that each of the texts has become which it was made of."""
    ends = list(accumulate(len(text) + len(joint) for text in before))[:-1]
    edits = list(iter_edits(joint.join(before), after))
    cuts = [0, *(_boundary(at, edits, after) for at in ends), len(after)]
    return list(pairwise(cuts))


def _boundary(at: int, edits: Sequence[TextEdit], after: str) -> int:
    """Where a boundary of the old text is in the new one; what came in there belongs before it, but for what opens a sentence."""
    shift = 0
    for edit in edits:
        if edit.start > at or (edit.start == at < edit.end):
            break
        if edit.end > at:
            return _word_start(edit, edit.after_start + at - edit.start, after)
        shift = edit.after_end - edit.end
        if edit.start == edit.end == at:
            opened = len(after[edit.after_start : edit.after_end].rstrip(_OPENERS))
            return edit.after_start + opened
    return at + shift


def _word_start(edit: TextEdit, near: int, after: str) -> int:
    """The place in a replaced stretch next to one where a word begins after a blank; without a blank that place itself."""
    places = (at for at in range(edit.after_start + 1, edit.after_end) if after[at - 1].isspace())
    return min(places, key=lambda at: abs(at - near), default=min(near, edit.after_end))
