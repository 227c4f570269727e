"""Anchors: the units of a stored bitext that aligning an article again leaves as they are."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tmflow.model.bitext import Bead, Bitext, Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.workflow.authorship import LEFT_ALONE, alignment_tool, has_persons_pairing, is_correction, is_reviewed
from tmflow.workflow.bind import find_edited
from tmflow.workflow.ingest import Article
from tmflow.workflow.passages import join_passages

__all__ = ["Anchors", "find_anchors"]


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """Units that stay, each with its bead in the articles as they are now, in the order of the bitext.

    before: the other units that have their place, by their bead: no anchors, and what they are if that is found again.
    corrected: how many have another target than the article; is_complete: whether no passage is left to be aligned.
    """

    units: tuple[TranslationUnit, ...]
    beads: tuple[Bead, ...]
    corrected: int
    is_complete: bool
    before: Mapping[tuple[tuple[int, ...], tuple[int, ...]], TranslationUnit] = field(default_factory=dict)

    def unit_of(self, bead: Bead) -> TranslationUnit | None:
        """Return the unit a bead has already, None for a new one."""
        return self._units_by_place.get(_place(bead)) or self.before.get((bead.source, bead.target))

    def has(self, bead: Bead) -> bool:
        """Whether a bead is one of the anchors."""
        return _place(bead) in self._units_by_place

    def as_known(self, bead: Bead) -> Bead:
        """Return a bead of an alignment; that of a unit there is with the confidence which that has on record."""
        unit = self.unit_of(bead)
        return bead if unit is None else replace(bead, confidence=_confidence(unit))

    def lay_into(self, bitext: Bitext) -> Bitext:
        """Return the bound bitext they were found in with each of them as it stands now."""
        units = {unit.id: unit for unit in self.units}
        return replace(bitext, units=tuple(units.get(unit.id, unit) for unit in bitext.units))

    @cached_property
    def _units_by_place(self) -> Mapping[tuple[bool, tuple[int, ...]], TranslationUnit]:
        return {_place(bead): unit for unit, bead in zip(self.units, self.beads, strict=True)}


def find_anchors(article: Article, *, take_article: bool = False, reopen: bool = False) -> Anchors:
    """Return the units of an article's bitext that aligning leaves as they are.

    Where each passage of both files has its unit, these are all. Else they are the units somebody has confirmed, the
    stale ones, and drafts that are not as the aligner left them (an article exported with them, an edit in a PO
    editor), each with its place in both files, and what lies between two pairs of these where nothing is new. A target
    that stands nowhere in the article is kept too if it is not the aligner's own: a person wrote it into the bitext. If
    it is the aligner's, a person has changed the article instead; a pair that has a reviewer then takes the article's
    words over as a draft, and stays a pair.
    take_article: let the article's words win there as well. reopen: keep no byline, note or the like that stands alone
    unconfirmed while the other side has such, too, unless the aligner has tried: they may belong together.
    """
    standing = [found for found in _iter_standing(article) if not (take_article and found[2])]
    sources = frozenset(range(len(article.source_passages))).difference(*(bead.source for _, bead, _ in standing))
    targets = frozenset(range(len(article.target_passages))).difference(*(bead.target for _, bead, _ in standing))
    is_complete = not sources and not targets
    alone = [found for found in standing if _is_open(found[0])]
    if is_complete and not (reopen and _may_pair(alone)):
        kept = standing
    else:
        is_complete = False
        decided = _Gaps([bead for unit, bead, _ in standing if _is_decided(unit)], sources=sources, targets=targets)
        kept = [
            found for found in standing if not _is_open(found[0]) and (_is_decided(found[0]) or decided.stay(found[1]))
        ]
    anchored = {unit.id for unit, _, _ in kept}
    return Anchors(
        units=tuple(unit for unit, _, _ in kept),
        beads=tuple(bead for _, bead, _ in kept),
        corrected=sum(is_corrected for _, _, is_corrected in kept),
        is_complete=is_complete,
        before={
            (bead.source, bead.target): _as_found_again(unit) for unit, bead, _ in standing if unit.id not in anchored
        },
    )


class _Gaps:
    """What lies between pairs that are decided, and where of it there is something new.

    pairs: those decided. sources, targets: the passages that have no unit.
    """

    def __init__(self, decided: Iterable[Bead], *, sources: Iterable[int], targets: Iterable[int]) -> None:
        pairs = [bead for bead in decided if bead.source and bead.target]
        self._sources = sorted(bead.source[0] for bead in pairs)
        self._targets = sorted(bead.target[0] for bead in pairs)
        self._changed = {bisect(self._sources, index) for index in sources}
        self._changed |= {bisect(self._targets, index) for index in targets}

    def stay(self, bead: Bead) -> bool:
        """Whether nothing is new in the gap of a bead, so that there is nothing to decide anew."""
        here = {bisect(self._sources, index) for index in bead.source}
        here |= {bisect(self._targets, index) for index in bead.target}
        return here.isdisjoint(self._changed)


def _may_pair(alone: Sequence[tuple[TranslationUnit, Bead, bool]]) -> bool:
    """Whether something stands alone on either side, and the aligner has not tried all of it."""
    is_untried = any(unit.side is Side.SOURCE and unit.origin is None for unit, _, _ in alone)
    return is_untried and any(unit.side is Side.TARGET for unit, _, _ in alone)


def _as_found_again(unit: TranslationUnit) -> TranslationUnit:
    """A unit that the aligner finds once more as it is; what stood alone untried has been tried now."""
    return replace(unit, origin=unit.origin or LEFT_ALONE) if _is_open(unit) else unit


def _iter_standing(article: Article) -> Iterator[tuple[TranslationUnit, Bead, bool]]:
    """The units that have their place on each of their sides, with the bead, and whether the article reads otherwise."""
    bound = article.bound
    edited = find_edited(
        [
            unit.target.text if unit.target and (is_correction(unit) or has_persons_pairing(unit)) else None
            for unit in bound.bitext.units
        ],
        bound.target_ranges,
        article.target_passages,
        may_move=[True] * len(bound.bitext.units),
    )
    for number, unit in enumerate(bound.bitext.units):
        source, target = bound.source_ranges[number], bound.target_ranges[number]
        found = tuple(range(*source)) if source else ()
        other = tuple(range(*(target or edited.get(number, (0, 0)))))
        if unit.side is Side.SOURCE and source:
            yield unit, Bead(source=found, target=(), confidence=1.0), False
        elif unit.side is Side.TARGET and target:
            yield unit, Bead(source=(), target=other, confidence=1.0), False
        elif unit.side is Side.BOTH and unit.target is not None and source and target:
            yield unit, Bead(source=found, target=other, confidence=_confidence(unit)), False
        elif source and is_correction(unit):
            place = article.target_passages[other[0]].place if other else None
            yield replace(unit, target_place=place), Bead(source=found, target=other, confidence=1.0), True
        elif source and other and article.target:
            passages = article.target_passages[other[0] : other[-1] + 1]
            text = join_passages(passages, article.target)
            yield _reworded(unit, text, passages[0].place), Bead(source=found, target=other, confidence=1.0), False


def _reworded(unit: TranslationUnit, target: Content, place: Place) -> TranslationUnit:
    """A person's pair whose target was edited in the article: the same pair, its new words a draft nobody has reviewed."""
    origin = Origin(kind=OriginKind.ALIGNED, tool=alignment_tool(target))
    return replace(unit, target=target, target_place=place, state=State.TRANSLATED, draft=True, origin=origin)


def _is_decided(unit: TranslationUnit) -> bool:
    """Whether aligning anew must not decide otherwise: a person's pair, stale, or a draft not as the aligner left it."""
    if not unit.draft or is_correction(unit) or has_persons_pairing(unit):
        return True
    return unit.origin is not None and unit.origin.kind is not OriginKind.ALIGNED


def _is_open(unit: TranslationUnit) -> bool:
    """Whether a unit is one-sided only because the aligner found no partner for what may stand alone."""
    place = unit.target_place if unit.side is Side.TARGET else unit.source_place
    may_stand_alone = unit.side is not Side.BOTH and place is not None and place.kind.may_stand_alone
    return may_stand_alone and not unit.draft and not is_reviewed(unit)


def _confidence(unit: TranslationUnit) -> float:
    origin = unit.origin
    if origin is None or origin.kind is not OriginKind.ALIGNED or origin.similarity is None:
        return 1.0
    return origin.similarity / 100


def _place(bead: Bead) -> tuple[bool, tuple[int, ...]]:
    """What tells a bead from all others: its source, or its target where it has no source."""
    return (True, bead.source) if bead.source else (False, bead.target)
