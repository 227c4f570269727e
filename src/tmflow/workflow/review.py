"""Reviewing: a person's decisions on drafts, saved after each."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tmflow.errors import ConfigError
from tmflow.formats.inline import parse_inline
from tmflow.model.bitext import Origin, OriginKind, Side, State, TranslationUnit
from tmflow.workflow.bind import is_orphan
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.project import Project

__all__ = ["IDLE_SECONDS", "accept_all", "accept_unit", "confirmed", "units_to_review"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

IDLE_SECONDS = 600
"""Who needs longer for one unit has left the desk: the time says nothing and is not kept."""


def units_to_review(project: Project, slug: str) -> tuple[TranslationUnit, ...]:
    """Return the units of an article nobody has confirmed: drafts, stale ones, one-sided text the aligner proposed."""
    return tuple(unit for unit in load_article(project, slug).bound.bitext.units if _is_open(unit))


def accept_all(project: Project, slug: str, *, reviewer: str, when: date | None = None) -> int:
    """Confirm every unit that is to be reviewed; return how many there were.

    Raises ConfigError if the article has no bitext.
    """
    with project.writing():
        article = _article(project, slug)
        units = article.bound.bitext.units
        accepted = tuple(confirmed(unit, reviewer=reviewer, when=when) if _is_open(unit) else unit for unit in units)
        article.save(replace(article.bound.bitext, units=accepted))
    return sum(_is_open(unit) for unit in units)


def accept_unit(
    project: Project,
    slug: str,
    unit_id: str,
    *,
    reviewer: str,
    text: str | None = None,
    when: date | None = None,
    seconds: int | None = None,
) -> None:
    """Confirm one unit, with another target text if one is given, and save.

    seconds: how long the person took for it, None = not known; kept, up to IDLE_SECONDS, with the figures of a draft a
    machine made.
    Raises ConfigError if the article has no such unit (any more), or it has neither a target nor a new text, or the text
    holds a control character: an article with one cannot be read again.
    """
    if stray := _CONTROL.search(text or ""):
        raise ConfigError(f"the text of {unit_id} holds the character U+{ord(stray.group()):04X}: write it without")
    with project.writing():
        article = _article(project, slug)
        units = {unit.id: unit for unit in article.bound.bitext.units}
        if unit_id not in units:
            raise ConfigError(f"{slug} has no unit {unit_id}; did its text change?")
        unit = units[unit_id]
        if text is not None:
            target = parse_inline(text, article.target_format)
            origin = Origin(kind=OriginKind.HUMAN)
            unit = replace(unit, target=target, side=Side.BOTH, state=State.TRANSLATED, draft=True, origin=origin)
        if unit.target is None and unit.side is Side.BOTH:
            raise ConfigError(f"unit {unit_id} has no target yet: give it one")
        is_known = seconds is not None and seconds <= IDLE_SECONDS
        units[unit_id] = confirmed(unit, reviewer=reviewer, when=when, seconds=seconds if is_known else None)
        article.save(replace(article.bound.bitext, units=tuple(units.values())))


def confirmed(
    unit: TranslationUnit, *, reviewer: str, when: date | None, seconds: int | None = None
) -> TranslationUnit:
    """Return a unit as it is once a person stands behind it; one without a target is one-sided from then on."""
    if unit.target is None:
        return replace(unit, draft=False)
    origin = replace(unit.origin or Origin(kind=OriginKind.HUMAN), reviewer=reviewer, when=when)
    settled = unit.settled(when=when, seconds=seconds)
    return replace(settled, state=State.REVIEWED, draft=False, previous_source=None, origin=origin)


def _is_open(unit: TranslationUnit) -> bool:
    """Whether a person's word is wanted; what stands in neither article waits for none."""
    is_wanted = unit.draft or unit.is_stale
    return is_wanted and not is_orphan(unit) and (unit.target is not None or unit.side is Side.SOURCE)


def _article(project: Project, slug: str) -> Article:
    article = load_article(project, slug)
    if not article.stored.units:
        raise ConfigError(f"{slug} has no bitext yet. Start with: tmflow align {slug}, or tmflow translate {slug}")
    return article
