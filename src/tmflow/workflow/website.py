"""Publishing the site: the articles that are ready in three versions, and what they share, into one folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tmflow._version import __version__
from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.publish.options import PageOptions
from tmflow.publish.site import IndexEntry
from tmflow.publish.theme import Theme
from tmflow.publish.website import is_reserved, iter_article_files, iter_shared_files
from tmflow.workflow.project import Project, make_folder
from tmflow.workflow.publish import Publication, page_options, ready_page, ready_slugs
from tmflow.workflow.site_record import Made, SiteRecord, digest, digests, read_record, write_record

__all__ = ["publish_site"]


@dataclass(frozen=True, kw_only=True)
class _Builder:
    """What all articles of a build have in common."""

    project: Project
    options: PageOptions
    theme: Theme
    allow_drafts: bool
    common: str

    def key(self, slug: str) -> str:
        """Return the digest of all that decides what the pages of an article hold."""
        paths = [*self.project.articles.get(slug, {}).values(), self.project.bitext_path(slug)]
        return digest(self.common, *(part for path in paths for part in (str(path), path.read_bytes())))

    def publish(self, slug: str, known: Made | None) -> tuple[Publication, Made | None]:
        """Publish an article: what is known of it still holds, or it is made anew, or what was made before stays."""
        if is_reserved(slug):
            return Publication(
                slug=slug, errors=(f"{slug}: the site has a page of this name. Rename the article",)
            ), None
        key = self.key(slug) if self.project.bitext_path(slug).is_file() else ""
        if known is not None and known.key == key and known.is_whole(self.project.site_folder):
            return self._publication(slug, known, is_new=False), known
        page = ready_page(self.project, slug, self.options, allow_drafts=self.allow_drafts)
        if isinstance(page, Publication):
            return page, known
        files = tuple(iter_article_files(page, theme=self.theme))
        _write(self.project.site_folder, files)
        made = Made(
            key=key,
            files=digests(files),
            entry=IndexEntry.of(page.bitext, href="", source=page.source, target=page.target),
            units=len(page.bitext.units),
            size_bytes=sum(len(content) for _, content in files),
        )
        return self._publication(slug, made, is_new=True), made

    def _publication(self, slug: str, made: Made, *, is_new: bool) -> Publication:
        path = self.project.site_folder / slug / "index.html"
        return Publication(slug=slug, units=made.units, path=path, size_bytes=made.size_bytes, is_new=is_new)

    def share(self, articles: Iterable[Made], known: Made | None) -> Made:
        """Make the index, the feeds and whatever else depends on all articles, unless it stands already."""
        entries = [made.entry for made in articles if made.entry]
        key = digest(self.common, *(repr(entry) for entry in entries))
        if known is not None and known.key == key and known.is_whole(self.project.site_folder):
            return known
        files = tuple(iter_shared_files(entries, options=self.options, theme=self.theme))
        _write(self.project.site_folder, files)
        return Made(key=key, files=digests(files))


def publish_site(
    project: Project, slugs: tuple[str, ...] = (), *, layout: str | None = None, allow_drafts: bool = False
) -> tuple[Publication, ...]:
    """Write the site of the articles that are ready, of what has changed only, and remove the pages of articles that are gone.

    slugs: published besides what the site has already; () means every article that has a bitext and is not in progress.
    layout, allow_drafts: as `publish_project` has them. An article that was published and is no longer ready keeps the
    pages it had. Raises ConfigError for an unknown slug, StorageError if the machine refuses.
    """
    options, theme = page_options(project, layout), Theme()
    builder = _Builder(
        project=project,
        options=options,
        theme=theme,
        allow_drafts=allow_drafts,
        common=_common_key(project, options, theme, allow_drafts=allow_drafts),
    )
    with project.writing():
        make_folder(project.site_folder)
        known = read_record(project.site_record_path)
        made = {slug: one for slug, one in known.articles.items() if slug in project.articles}
        publications = []
        for slug in project.select(slugs) if slugs else ready_slugs(project):
            publication, one = builder.publish(slug, known.articles.get(slug))
            publications.append(publication)
            if one is not None:
                made[slug] = one
        record = SiteRecord(articles=made, shared=builder.share(_in_order(made), known.shared))
        _remove(project.site_folder, known.paths - record.paths)
        write_record(project.site_record_path, record)
    return tuple(publications)


def _in_order(made: dict[str, Made]) -> list[Made]:
    return [made[slug] for slug in sorted(made)]


def _common_key(project: Project, options: PageOptions, theme: Theme, *, allow_drafts: bool) -> str:
    settings = project.settings
    chosen = (settings.pair, settings.boilerplate, settings.publish, settings.check, options, allow_drafts)
    glossary = project.glossary_path.read_bytes() if project.glossary_path.is_file() else b""
    return digest(__version__, theme.digest, settings.segment.signature, repr(chosen), glossary)


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files that are not what they should be already."""
    for name, content in files:
        path = folder / name
        if path.resolve().is_relative_to(folder.resolve()):
            if path.is_file() and path.read_bytes() == content:
                continue
            make_folder(path.parent)
            write_bytes_atomic(path, content)
        else:
            raise ConfigError(f"{path} leads out of {folder}: not written. Remove the link")


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files tmflow wrote, and the folders they leave empty."""
    for name in sorted(names, reverse=True):
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            continue
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == folder:
                break
            with contextlib.suppress(OSError):  # not empty: somebody else's files are in it
                parent.rmdir()
