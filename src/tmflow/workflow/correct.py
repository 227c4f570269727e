"""Correcting an alignment: a person's word on which segments belong together, kept by every later alignment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tmflow.model.bitext import TranslationUnit
from tmflow.workflow.bind import number_units
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.operations import Bench, Edits, Operation
from tmflow.workflow.pairing import PairedUnit, Pairing, read_pairing
from tmflow.workflow.project import Project

__all__ = ["Correction", "correct", "read_units"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What correcting gave: the article's units as they are now, those that came of it, and how many there were."""

    pairing: Pairing
    changed: tuple[PairedUnit, ...]
    units_before: int


def read_units(project: Project, slug: str) -> Pairing:
    """Return the units of an aligned article, numbered.

    Raises ConfigError if the article is unknown, not aligned, or edited since.
    """
    return read_pairing(load_article(project, project.require_slug(slug)))


def correct(
    project: Project, slug: str, operation: Operation, *, reviewer: str, when: date | None = None
) -> Correction:
    """Carry out one operation on an article's units and save. What comes of it is confirmed by the reviewer.

    Both articles stay as they are: each of their segments is in exactly one unit before and after.
    Raises ConfigError, and writes nothing, if the article is not aligned or the operation does not fit its units.
    """
    slug = project.require_slug(slug)
    with project.writing():
        article = load_article(project, slug)
        pairing = read_pairing(article)
        edits = operation.apply(_bench(article, pairing, reviewer, when))
        marked = list(_iter_edited(article, pairing, edits))
        units = number_units([unit for unit, _ in marked])
        article.save(replace(article.bound.bitext, units=units), is_recut=True)
    new = {unit.id for unit, (_, is_new) in zip(units, marked, strict=True) if is_new}
    now = read_pairing(load_article(project, slug))
    changed = tuple(one for one in now.units if one.unit.id in new)
    return Correction(pairing=now, changed=changed, units_before=len(pairing.units))


def _bench(article: Article, pairing: Pairing, reviewer: str, when: date | None) -> Bench:
    if article.source is None or article.target is None:
        raise ValueError(f"{article.slug} is no pair")
    return Bench(
        pairing=pairing,
        source=article.source,
        target=article.target,
        source_passages=article.source_passages,
        target_passages=article.target_passages,
        reviewer=reviewer,
        when=when,
    )


def _iter_edited(article: Article, pairing: Pairing, edits: Edits) -> Iterator[tuple[TranslationUnit, bool]]:
    """Yield the units of the corrected bitext, each with whether it is new; what stands in neither article stays."""
    paired = {one.unit.id: one for one in pairing.units}
    for unit in article.bound.bitext.units:
        one = paired.get(unit.id)
        if one is None:
            yield unit, False
            continue
        yield from ((new, True) for new in edits.before.get(one.number, ()))
        if one.number in edits.instead:
            yield from ((new, True) for new in edits.instead[one.number])
        else:
            yield one.unit, False
    yield from ((new, True) for new in edits.before.get(len(pairing.units) + 1, ()))
