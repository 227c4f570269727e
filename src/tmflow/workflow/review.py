"""Reviewing: a person's decisions on drafts, saved after each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tmflow.errors import ConfigError
from tmflow.formats.inline import parse_inline
from tmflow.model.bitext import Bitext, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.project import Project

__all__ = ["accept_all", "accept_unit", "units_to_review"]


def units_to_review(project: Project, slug: str) -> tuple[TranslationUnit, ...]:
    """Return the units of an article nobody has confirmed: drafts, stale ones, one-sided text the aligner proposed."""
    bitext = load_article(project, slug).bound.bitext
    return tuple(unit for unit in bitext.units if unit.draft)


def accept_all(project: Project, slug: str, *, reviewer: str, when: date | None = None) -> int:
    """Confirm every draft of an article that has a target or is one-sided; return how many there were.

    Raises ConfigError if the article has no bitext.
    """
    article = _article(project, slug)
    bitext = article.bound.bitext
    accepted = tuple(_accept(unit, reviewer, when) if unit.draft else unit for unit in bitext.units)
    _save(project, article, replace(bitext, units=accepted))
    return sum(unit.draft for unit in bitext.units)


def accept_unit(
    project: Project, slug: str, unit_id: str, *, reviewer: str, text: str | None = None, when: date | None = None
) -> None:
    """Confirm one unit, with another target text if one is given, and save.

    Raises ConfigError if the article has no such unit, or the unit has neither a target nor a new text.
    """
    article = _article(project, slug)
    bitext = article.bound.bitext
    if unit_id not in {unit.id for unit in bitext.units}:
        raise ConfigError(f"{slug} has no unit {unit_id}")

    def decide(unit: TranslationUnit) -> TranslationUnit:
        if unit.id != unit_id:
            return unit
        if text is not None:
            unit = replace(
                unit,
                target=parse_inline(text, article.target_format),
                state=State.TRANSLATED,
                origin=Origin(kind=OriginKind.HUMAN),
            )
        if unit.target is None and unit.side is Side.BOTH:
            raise ConfigError(f"unit {unit_id} has no target yet: give it one")
        return _accept(unit, reviewer, when)

    _save(project, article, replace(bitext, units=tuple(decide(unit) for unit in bitext.units)))


def _article(project: Project, slug: str) -> Article:
    article = load_article(project, slug)
    if not article.stored.units:
        raise ConfigError(f"{slug} has no bitext yet. Start with: tmflow align {slug}, or tmflow translate {slug}")
    return article


def _accept(unit: TranslationUnit, reviewer: str, when: date | None) -> TranslationUnit:
    if unit.target is None:
        return replace(unit, draft=False)
    origin = replace(unit.origin or Origin(kind=OriginKind.HUMAN), reviewer=reviewer, when=when)
    return replace(unit, state=State.REVIEWED, draft=False, previous_source=None, origin=origin)


def _save(project: Project, article: Article, bitext: Bitext) -> None:
    """Write a reviewed bitext, unless somebody else has written the file since it was read."""
    with project.writing():
        if load_article(project, article.slug).stored != article.stored:
            path = project.relative(project.bitext_path(article.slug))
            raise ConfigError(f"{path} was changed by another program; run the same command again")
        article.save(bitext)
