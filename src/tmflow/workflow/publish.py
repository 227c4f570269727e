"""Publishing: an article's bilingual page and the index of all pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tmflow.errors import ConfigError, FormatError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext
from tmflow.model.document import Document, Metadata
from tmflow.publish.gallery import Gallery
from tmflow.publish.gate import Refusal, publishable
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS, Output
from tmflow.publish.page import Page
from tmflow.publish.site import IndexEntry, render_index
from tmflow.publish.theme import Theme
from tmflow.workflow.bind import is_orphan
from tmflow.workflow.ingest import Article, load_article, missing_partner
from tmflow.workflow.leftovers import sweep
from tmflow.workflow.pictures import gather_pictures
from tmflow.workflow.project import Project, make_folder
from tmflow.workflow.verify import iter_errors

__all__ = [
    "Publication",
    "ReadyPage",
    "make_page",
    "page_options",
    "placed_bitext",
    "publish_project",
    "published_page",
    "ready_page",
    "ready_slugs",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What publishing an article gave: its page, or what keeps it from being published.

    is_new: whether it was made now, False if what stood there already was still right.
    refusals: units that are not ready; errors: what `tmflow check` finds, or why the article cannot be read.
    warnings: pictures it names that are not shown.
    """

    slug: str
    units: int = 0
    path: Path | None = None
    size_bytes: int = 0
    is_new: bool = True
    refusals: tuple[Refusal, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def publish_project(
    project: Project,
    slugs: tuple[str, ...] = (),
    *,
    to: str = "page",
    layout: str | None = None,
    allow_drafts: bool = False,
) -> tuple[Publication, ...]:
    """Write the bilingual pages of articles and the index page of everything that can be published.

    to: a name of `OUTPUTS`; the index page belongs to the pages only.

    slugs: () means every article that has a bitext and is not in progress.
    layout: side-by-side or interleaved, instead of the settings'; allow_drafts: publish what nobody has confirmed, marked.
    An article that cannot be read or has no bitext does not keep the others. Raises ConfigError for an unknown slug.
    """
    options, theme = page_options(project, layout), Theme(project.theme_folder)
    make_folder(project.index_page_path.parent)
    publications = []
    written: list[Path] = []
    for slug in project.select(slugs) if slugs else ready_slugs(project):
        page = ready_page(project, slug, options, allow_drafts=allow_drafts)
        if isinstance(page, ReadyPage):
            files = _files(project, page.page, OUTPUTS[to], theme)
            written += _write(project, files)
            page = _published(page, files)
        publications.append(page)
    if to == "page":
        written += _write(project, [(project.index_page_path, _index(project, options, theme))])
    with project.writing():
        sweep(written)
    return tuple(publications)


@dataclass(frozen=True, kw_only=True)
class ReadyPage:
    """A page that may be published. warnings, paths: as `Pictures` has faults and paths."""

    page: Page
    warnings: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()


def ready_page(project: Project, slug: str, options: PageOptions, *, allow_drafts: bool) -> ReadyPage | Publication:
    """Return the page of an article, or the publication that says what keeps it from being published."""
    try:
        return _read_page(project, slug, options, allow_drafts=allow_drafts)
    except (FormatError, ConfigError) as error:
        return Publication(slug=slug, errors=(str(error),))


def _read_page(project: Project, slug: str, options: PageOptions, *, allow_drafts: bool) -> ReadyPage | Publication:
    article = _load(project, slug)
    bitext = published_bitext(article)
    refusals = () if allow_drafts else publishable(bitext, require=project.settings.publish.require)
    errors = () if allow_drafts or refusals else tuple(iter_errors(article))
    if refusals or errors:
        return Publication(slug=slug, units=len(bitext.units), refusals=refusals, errors=errors)
    return _article_page(article, options)


def published_page(project: Project, slug: str, options: PageOptions) -> ReadyPage:
    """Return the page of an article that is known to be ready. Raises FormatError or ConfigError if it cannot be read."""
    return _article_page(_load(project, slug), options)


def _load(project: Project, slug: str) -> Article:
    article = load_article(project, slug)
    if not article.stored.units:
        raise ConfigError(f"{slug} has no bitext yet. Start with: tmflow align {slug}, or tmflow translate {slug}")
    return article


def _article_page(article: Article, options: PageOptions) -> ReadyPage:
    return make_page(
        published_bitext(article),
        source=article.source,
        target=article.target,
        options=options,
        root=article.project.root,
    )


def make_page(
    bitext: Bitext, *, source: Document | None, target: Document | None, options: PageOptions, root: Path
) -> ReadyPage:
    """Return the page of a bitext that is bound to its articles. root: the folder that no picture may lie outside of."""
    found = gather_pictures(bitext.pair, source=source, target=target, root=root)
    page = Page(
        bitext=bitext,
        source=source.metadata if source else Metadata(),
        target=target.metadata if target else Metadata(),
        options=options,
        source_insets=source.insets if source else (),
        target_insets=target.insets if target else None,
        gallery=Gallery(pictures=found.pictures),
    )
    return ReadyPage(page=page, warnings=found.faults, paths=found.paths)


def _files(project: Project, page: Page, output: Output, theme: Theme) -> list[tuple[Path, bytes]]:
    """Return the files of a page, itself first, then its pictures where they are files."""
    path = project.output_path(page.bitext.slug, output.folder, output.suffix)
    files = [(path, output.write(page, theme))]
    if output.pictures:
        folder = path.parent / output.pictures
        files += [(folder / name, picture.content) for name, picture in page.gallery.files().items()]
    return files


def _write(project: Project, files: Sequence[tuple[Path, bytes]]) -> list[Path]:
    """Write files and return their paths."""
    with project.writing():
        for path, content in files:
            make_folder(path.parent)
            write_bytes_atomic(path, content)
    return [path for path, _ in files]


def _published(ready: ReadyPage, files: Sequence[tuple[Path, bytes]]) -> Publication:
    bitext = ready.page.bitext
    return Publication(
        slug=bitext.slug,
        units=len(bitext.units),
        path=files[0][0],
        size_bytes=sum(len(content) for _, content in files),
        warnings=ready.warnings,
    )


def published_bitext(article: Article) -> Bitext:
    """Return the units readers see: those with a place in one of the articles, in the order of the page."""
    if article.source is None:
        raise ConfigError(missing_partner(article.project, article.slug, article.pair.source))
    return placed_bitext(article.bound.bitext)


def placed_bitext(bitext: Bitext) -> Bitext:
    """Return a bitext without the units that have a place in neither article."""
    return replace(bitext, units=tuple(unit for unit in bitext.units if not is_orphan(unit)))


def page_options(project: Project, layout: str | None) -> PageOptions:
    """Return what the settings choose for pages. layout: instead of theirs."""
    settings = project.settings.publish
    return PageOptions(
        layout=layout or settings.layout,
        site_name=settings.site_name,
        base_url=settings.base_url,
        contact=settings.contact,
        readings=tuple(project.glossary.readings()) if settings.ruby else (),
        vertical=settings.vertical,
    )


def ready_slugs(project: Project) -> tuple[str, ...]:
    """Return the articles that have a bitext and are not in progress."""
    return tuple(
        slug
        for slug in project.bitext_slugs
        if slug in project.articles and slug not in project.settings.check.in_progress
    )


def _index(project: Project, options: PageOptions, theme: Theme) -> bytes:
    """Return the index of the pages that stand."""
    entries = []
    for slug, sides in project.articles.items():
        page = project.page_path(slug)
        if not page.is_file() or not sides or slug not in project.bitext_slugs:
            continue
        try:
            article = load_article(project, slug)
            bitext = published_bitext(article)
        except (FormatError, ConfigError):
            continue  # its own publication says so; an older page stays, but is not listed
        entries.append(
            IndexEntry.of(
                bitext,
                href=page.name,
                source=article.source.metadata if article.source else None,
                target=article.target.metadata if article.target else None,
            )
        )
    return render_index(entries, options=options, theme=theme).encode()
