"""Learning: what people have confirmed becomes the memory's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tmflow.model.bitext import Bitext, Side, State, TranslationUnit
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project
from tmflow.workflow.recall import compile_memory

__all__ = ["Learned", "learn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What one article gave to the memory.

    confirmed: units the memory now offers; drafts: units kept out until somebody confirms them;
    reviewed: units that this call marked as reviewed.
    """

    slug: str
    confirmed: int
    drafts: int
    reviewed: int


def learn(
    project: Project, slugs: tuple[str, ...] = (), *, reviewer: str = "", when: date | None = None
) -> tuple[Learned, ...]:
    """Bring the memory up to date; with a reviewer, mark the confirmed units of the articles as reviewed by them first.

    slugs: () means every article that has a bitext. when: the day of the review, and of what was confirmed in an editor
    that recorded no day. Raises ConfigError for an unknown article.
    """
    learned = []
    for slug in project.select(slugs):
        with project.writing():
            article = load_article(project, slug)
            if not article.stored.units:
                continue
            bitext = _review(article.stored, reviewer, when)
            article.save(bitext)
        pairs = [unit for unit in bitext.units if unit.side is Side.BOTH and unit.target is not None]
        learned.append(
            Learned(
                slug=slug,
                confirmed=sum(unit.is_confirmed for unit in pairs),
                drafts=sum(not unit.is_confirmed for unit in pairs),
                reviewed=sum(
                    old.state is not new.state for old, new in zip(article.stored.units, bitext.units, strict=True)
                ),
            )
        )
    compile_memory(project)
    return tuple(learned)


def _review(bitext: Bitext, reviewer: str, when: date | None) -> Bitext:
    def reviewed(unit: TranslationUnit) -> TranslationUnit:
        if unit.post_edit is not None and unit.post_edit.when is None:
            unit = replace(unit, post_edit=replace(unit.post_edit, when=when))
        if not reviewer or unit.side is not Side.BOTH or not unit.is_confirmed or unit.state is not State.TRANSLATED:
            return unit
        origin = replace(unit.origin, reviewer=reviewer, when=when) if unit.origin else None
        return replace(unit, state=State.REVIEWED, origin=origin)

    return replace(bitext, units=tuple(reviewed(unit) for unit in bitext.units))
