"""Status: how far each article has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.model.bitext import Side, State
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project

__all__ = ["ArticleStatus", "iter_status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleStatus:
    """Counts of an article's units. `files`: the languages there is a file for; the counts are of two-sided units."""

    id: str
    pair: str
    files: tuple[str, ...]
    units: int
    untranslated: int
    drafts: int
    stale: int
    translated: int
    reviewed: int
    one_sided: int
    is_published: bool


def iter_status(project: Project, slugs: tuple[str, ...] = ()) -> Iterator[ArticleStatus]:
    """Yield the status of each article.

    Raises ConfigError for an unknown slug, FormatError for a file that cannot be read.
    """
    for slug in project.select(slugs):
        article = load_article(project, slug)
        bitext = article.bound.bitext if article.source else article.stored
        units = [unit for unit in bitext.units if unit.side is Side.BOTH]
        yield ArticleStatus(
            id=slug,
            pair=str(bitext.pair),
            files=tuple(language.value for language in project.articles.get(slug, {})),
            units=len(units),
            untranslated=sum(unit.is_untranslated for unit in bitext.units),
            drafts=sum(unit.draft and not unit.is_stale and unit.target is not None for unit in units),
            stale=sum(unit.is_stale for unit in units),
            translated=sum(unit.is_confirmed and unit.state is State.TRANSLATED for unit in units),
            reviewed=sum(unit.state in {State.REVIEWED, State.FINAL} for unit in units),
            one_sided=len(bitext.units) - len(units),
            is_published=project.page_path(slug).is_file(),
        )
