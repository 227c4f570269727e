"""Status: how far each article has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.errors import FormatError
from tmflow.model.bitext import Side, State
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project

__all__ = ["ArticleStatus", "iter_status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleStatus:
    """Counts of an article's units.

    files: the languages there is a file for; the counts are of two-sided units.
    is_cut_otherwise: whether the bitext was cut with other settings of `segment` than the project has now.
    problem: why the article cannot be read; the counts are then 0.
    """

    id: str
    pair: str
    files: tuple[str, ...]
    units: int = 0
    untranslated: int = 0
    drafts: int = 0
    stale: int = 0
    translated: int = 0
    reviewed: int = 0
    one_sided: int = 0
    is_published: bool = False
    is_cut_otherwise: bool = False
    problem: str | None = None


def iter_status(project: Project, slugs: tuple[str, ...] = ()) -> Iterator[ArticleStatus]:
    """Yield the status of each article, also of one that cannot be read. Raises ConfigError for an unknown slug."""
    for slug in project.select(slugs):
        files = tuple(language.value for language in project.articles.get(slug, {}))
        try:
            article = load_article(project, slug)
        except FormatError as error:
            yield ArticleStatus(id=slug, pair=str(project.pair_of(slug)), files=files, problem=str(error))
            continue
        bitext = article.bound.bitext if article.source else article.stored
        units = [unit for unit in bitext.units if unit.side is Side.BOTH]
        yield ArticleStatus(
            id=slug,
            pair=str(bitext.pair),
            files=files,
            units=len(units),
            untranslated=sum(unit.is_untranslated for unit in bitext.units),
            drafts=sum(unit.draft and not unit.is_stale and unit.target is not None for unit in units),
            stale=sum(unit.is_stale for unit in units),
            translated=sum(unit.is_confirmed and unit.state is State.TRANSLATED for unit in units),
            reviewed=sum(unit.state in {State.REVIEWED, State.FINAL} for unit in units),
            one_sided=len(bitext.units) - len(units),
            is_published=project.page_path(slug).is_file(),
            is_cut_otherwise=article.is_cut_otherwise,
        )
