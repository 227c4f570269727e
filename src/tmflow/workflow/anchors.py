"""Anchors: the units of a stored bitext that aligning an article again leaves as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tmflow.model.bitext import Bead, OriginKind, Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.workflow.bind import find_edited
from tmflow.workflow.ingest import Article
from tmflow.workflow.passages import passage_key

__all__ = ["Anchors", "alignment_tool", "find_anchors"]

_DIGEST_DIGITS = 8


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """Units that stay, each with its bead in the articles as they are now, in the order of the bitext.

    corrected: how many have another target than the article; is_complete: whether no passage is left to be aligned.
    """

    units: tuple[TranslationUnit, ...]
    beads: tuple[Bead, ...]
    corrected: int
    is_complete: bool

    def unit_of(self, bead: Bead) -> TranslationUnit | None:
        """Return the unit whose anchor a bead is, None for a bead that was found."""
        return self._units_by_place.get(_place(bead))

    @cached_property
    def _units_by_place(self) -> Mapping[tuple[bool, tuple[int, ...]], TranslationUnit]:
        return {_place(bead): unit for unit, bead in zip(self.units, self.beads, strict=True)}


def find_anchors(article: Article, *, take_article: bool = False) -> Anchors:
    """Return the units of an article's bitext that aligning leaves as they are.

    Where each passage of both files has its unit, these are all. Else they are the units somebody has confirmed, the
    stale ones, and drafts that did not come from the aligner (an article exported with them), each with its place in
    both files. A confirmed target that stands nowhere in the article is kept too if it is not the aligner's own: a
    person wrote it into the bitext. If it is the aligner's, a person has changed the article instead.
    take_article: let the article's words win there as well.
    """
    standing = [found for found in _iter_standing(article) if not (take_article and found[2])]
    sources = sum(len(bead.source) for _, bead, _ in standing)
    targets = sum(len(bead.target) for _, bead, _ in standing)
    is_complete = sources == len(article.source_passages) and targets == len(article.target_passages)
    kept = [found for found in standing if is_complete or _is_decided(found[0])]
    return Anchors(
        units=tuple(unit for unit, _, _ in kept),
        beads=tuple(bead for _, bead, _ in kept),
        corrected=sum(is_corrected for _, _, is_corrected in kept),
        is_complete=is_complete,
    )


def alignment_tool(target: Content) -> str:
    """Return what the origin of an aligned unit records of its target, so that a later change in the bitext is noticed.

    >>> alignment_tool(Content.of("The port is quiet.")) == alignment_tool(Content.of("The port is  quiet."))
    True
    """
    return f"text-{hashlib.sha256(passage_key(target).encode()).hexdigest()[:_DIGEST_DIGITS]}"


def _iter_standing(article: Article) -> Iterator[tuple[TranslationUnit, Bead, bool]]:
    """The units that have their place on each of their sides, with the bead, and whether the article reads otherwise."""
    bound = article.bound
    edited = find_edited(
        [unit.target.text if unit.target and _is_correction(unit) else None for unit in bound.bitext.units],
        bound.target_ranges,
        article.target_passages,
    )
    for number, unit in enumerate(bound.bitext.units):
        source, target = bound.source_ranges[number], bound.target_ranges[number]
        found = tuple(range(*source)) if source else ()
        other = tuple(range(*target)) if target else ()
        if unit.side is Side.SOURCE and source:
            yield unit, Bead(source=found, target=(), confidence=1.0), False
        elif unit.side is Side.TARGET and target:
            yield unit, Bead(source=(), target=other, confidence=1.0), False
        elif unit.side is Side.BOTH and unit.target is not None and source and target:
            yield unit, Bead(source=found, target=other, confidence=_confidence(unit)), False
        elif unit.side is Side.BOTH and source and _is_correction(unit):
            other = tuple(range(*edited[number])) if number in edited else ()
            place = article.target_passages[other[0]].place if other else None
            yield replace(unit, target_place=place), Bead(source=found, target=other, confidence=1.0), True


def _is_correction(unit: TranslationUnit) -> bool:
    """Whether the target is a person's word that the bitext alone may hold."""
    if unit.target is None or unit.draft or unit.side is not Side.BOTH:
        return False
    if unit.origin is None or unit.origin.kind is not OriginKind.ALIGNED:
        return True
    return unit.origin.tool != alignment_tool(unit.target)


def _is_decided(unit: TranslationUnit) -> bool:
    """Whether aligning anew must not decide otherwise: confirmed, stale, or a draft that is not the aligner's."""
    if not unit.draft or unit.side is not Side.BOTH:
        return not unit.draft
    return unit.origin is not None and unit.origin.kind is not OriginKind.ALIGNED


def _confidence(unit: TranslationUnit) -> float:
    origin = unit.origin
    if origin is None or origin.kind is not OriginKind.ALIGNED or origin.similarity is None:
        return 1.0
    return origin.similarity / 100


def _place(bead: Bead) -> tuple[bool, tuple[int, ...]]:
    """What tells a bead from all others: its source, or its target where it has no source."""
    return (True, bead.source) if bead.source else (False, bead.target)
