"""Publishing: an article's bilingual page and the index of all pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext
from tmflow.model.document import Metadata
from tmflow.publish.gate import Refusal, publishable
from tmflow.publish.options import PageOptions
from tmflow.publish.page import render_article
from tmflow.publish.site import IndexEntry, render_index
from tmflow.workflow.bind import is_orphan
from tmflow.workflow.ingest import Article, load_article, missing_partner
from tmflow.workflow.project import Project, make_folder

__all__ = ["Publication", "publish_project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What publishing an article gave: its page, or the units that keep it from being published."""

    slug: str
    units: int
    path: Path | None = None
    size_bytes: int = 0
    refusals: tuple[Refusal, ...] = ()


def publish_project(
    project: Project, slugs: tuple[str, ...] = (), *, layout: str | None = None, allow_drafts: bool = False
) -> tuple[Publication, ...]:
    """Write the bilingual pages of articles and the index page of everything that can be published.

    slugs: () means every article that has a bitext and is not in progress.
    layout: side-by-side or interleaved, instead of the settings'; allow_drafts: publish what nobody has confirmed, marked.
    Raises ConfigError for an unknown slug or one that has no bitext.
    """
    options = _options(project, layout)
    make_folder(project.index_page_path.parent)
    publications = []
    for slug in project.select(slugs) if slugs else _ready(project):
        article = load_article(project, slug)
        if not article.stored.units:
            raise ConfigError(f"{slug} has no bitext yet. Start with: tmflow align {slug}, or tmflow translate {slug}")
        bitext = published_bitext(article)
        refusals = () if allow_drafts else publishable(bitext, require=project.settings.publish.require)
        publication = Publication(slug=slug, units=len(bitext.units), refusals=refusals)
        if not refusals:
            html = render_article(
                bitext,
                source=article.source.metadata if article.source else Metadata(),
                target=article.target.metadata if article.target else None,
                options=options,
            ).encode()
            write_bytes_atomic(project.page_path(slug), html)
            publication = replace(publication, path=project.page_path(slug), size_bytes=len(html))
        publications.append(publication)
    _write_index(project, options)
    return tuple(publications)


def published_bitext(article: Article) -> Bitext:
    """Return the units readers see: those with a place in one of the articles, in the order of the page."""
    if article.source is None:
        raise ConfigError(missing_partner(article.project, article.slug, article.pair.source))
    bitext = article.bound.bitext
    return replace(bitext, units=tuple(unit for unit in bitext.units if not is_orphan(unit)))


def _options(project: Project, layout: str | None) -> PageOptions:
    settings = project.settings.publish
    return PageOptions(layout=layout or settings.layout, site_name=settings.site_name, base_url=settings.base_url)


def _ready(project: Project) -> tuple[str, ...]:
    return tuple(
        slug
        for slug in project.bitext_slugs
        if slug in project.articles and slug not in project.settings.check.in_progress
    )


def _write_index(project: Project, options: PageOptions) -> None:
    entries = []
    for slug, sides in project.articles.items():
        page = project.page_path(slug)
        if not page.is_file() or not sides or slug not in project.bitext_slugs:
            continue
        article = load_article(project, slug)
        if article.source is None:
            continue
        bitext = published_bitext(article)
        entries.append(
            IndexEntry.of(
                bitext,
                href=page.name,
                source=article.source.metadata,
                target=article.target.metadata if article.target else None,
            )
        )
    write_bytes_atomic(project.index_page_path, render_index(entries, options=options).encode())
