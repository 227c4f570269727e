"""Building the pages of one article of a site: whether they stand as they should, and making them where they do not."""

from __future__ import annotations

import contextlib
import pickle
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from tmflow._version import __version__
from tmflow.errors import ConfigError, DiskFullError, FormatError, StorageError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.publish.options import PageOptions
from tmflow.publish.series import SeriesPlace
from tmflow.publish.site import IndexEntry
from tmflow.publish.theme import Theme
from tmflow.publish.website import is_reserved, iter_article_files
from tmflow.workflow.project import Project, make_folder
from tmflow.workflow.publish import Publication, ReadyPage, published_page, ready_page
from tmflow.workflow.site_record import Made, digest, digests, file_digest

__all__ = ["Built", "SiteBuilder", "Task", "remove_files", "write_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An article whose pages are to be made. key: of what it says now; known: what was made of it before.

    place: in its series, None for none or where nobody knows yet; is_placed: whether the latter can be ruled out.
    page: as it was read when its place was not known yet, packed; None reads it again.
    """

    slug: str
    key: str
    known: Made | None
    place: SeriesPlace | None = None
    is_placed: bool = False
    page: bytes | None = None

    def __str__(self) -> str:
        """Its slug, by which an error names it."""
        return self.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of a task.

    made: what is to be recorded of the article, None for nothing; page: for the task it will be once its place is known.
    error: that ends the build.
    """

    publication: Publication
    made: Made | None = None
    page: bytes | None = None
    error: ConfigError | StorageError | None = None


@dataclass(frozen=True)
class SiteBuilder:
    """What all articles of a build have in common. It can be sent to another process."""

    project: Project
    options: PageOptions
    allow_drafts: bool = False

    @cached_property
    def theme(self) -> Theme:
        """How the pages look. Raises ConfigError."""
        return Theme(self.project.theme_folder)

    @cached_property
    def look(self) -> str:
        """The digest of all that decides how pages show what they say."""
        return digest(__version__, self.theme.digest, repr(self.options))

    @cached_property
    def _common(self) -> str:
        settings, glossary = self.project.settings, self.project.glossary_path
        chosen = (settings.pair, settings.boilerplate, settings.publish.require, settings.check, self.allow_drafts)
        terms = glossary.read_bytes() if glossary.is_file() else b""
        return digest(__version__, settings.segment.signature, repr(chosen), terms)

    def key(self, slug: str) -> str:
        """Return the digest of all that decides what the pages of an article say, and whether they may: "" without a bitext."""
        bitext = self.project.bitext_path(slug)
        if not bitext.is_file():
            return ""
        paths = [*self.project.articles.get(slug, {}).values(), bitext]
        return digest(self._common, *(part for path in paths for part in (str(path), path.read_bytes())))

    def look_in(self, place: SeriesPlace | None) -> str:
        """Return the digest of how the pages of an article with a place in a series show what they say."""
        return digest(self.look, repr(place)) if place else self.look

    def standing(self, task: Task) -> Built | None:
        """Return what is known of an article without reading it, None if its pages are to be made."""
        slug, known = task.slug, task.known
        if is_reserved(slug):
            error = f"{slug}: the site has a page of this name. Rename the article"
            return Built(publication=Publication(slug=slug, errors=(error,)))
        if known is None or not task.key or known.key != task.key or not known.has_its_pictures:
            return None
        if known.errors:
            return Built(publication=Publication(slug=slug, units=known.units, errors=known.errors), made=known)
        is_right = known.look == self.look_in(task.place) and known.is_whole(self.project.site_folder)
        is_placed = task.is_placed or not _is_in_series(known.entry)
        if not is_placed or is_right:
            return Built(publication=self._publication(slug, known, is_new=False), made=known)
        return None

    def build(self, task: Task) -> Built:
        """Make the pages of an article, or say what keeps it from being published; what was made before then stays.

        The pages of an article in a series are made only once its place is known; before, it is only read.
        """
        try:
            return self._build(task)
        except DiskFullError as error:
            return Built(publication=Publication(slug=task.slug), error=DiskFullError(str(error)))
        except (ConfigError, StorageError) as error:
            return Built(publication=Publication(slug=task.slug), error=error)

    def _build(self, task: Task) -> Built:
        slug, known = task.slug, task.known
        ready = _unpacked(task.page) if task.page else self._read(task)
        if isinstance(ready, Publication):
            is_judged = ready.units and ready.errors
            return Built(publication=ready, made=_kept(known, task.key, ready) if is_judged else known)
        page = ready.page
        entry = IndexEntry.of(page.bitext, href="", source=page.source, target=page.target)
        made = Made(
            key=task.key,
            entry=entry,
            units=len(page.bitext.units),
            pictures={str(path): file_digest(path) for path in ready.paths},
            warnings=ready.warnings,
        )
        packed = None
        if task.is_placed or not _is_in_series(entry):
            files = tuple(iter_article_files(page, theme=self.theme, place=task.place))
            write_files(self.project.site_folder, files)
            size = sum(len(content) for _, content in files)
            made = replace(made, look=self.look_in(task.place), files=digests(files), size_bytes=size)
        else:
            made = replace(made, files=known.files if known else {})  # they stay until its turn comes, ours to remove
            packed = zlib.compress(pickle.dumps(ready), level=1)
        return Built(publication=self._publication(slug, made, is_new=True), made=made, page=packed)

    def _read(self, task: Task) -> ReadyPage | Publication:
        slug, known = task.slug, task.known
        if known is None or known.key != task.key or known.errors:
            return ready_page(self.project, slug, self.options, allow_drafts=self.allow_drafts)
        try:
            return published_page(self.project, slug, self.options)
        except (FormatError, ConfigError) as error:
            return Publication(slug=slug, errors=(str(error),))

    def _publication(self, slug: str, made: Made, *, is_new: bool) -> Publication:
        path = self.project.site_folder / slug / "index.html"
        return Publication(
            slug=slug,
            units=made.units,
            path=path,
            size_bytes=made.size_bytes,
            is_new=is_new,
            warnings=made.warnings,
        )


def _unpacked(content: bytes) -> ReadyPage:
    """Return a page that this process or the one it works for has packed in its memory."""
    page: ReadyPage = pickle.loads(zlib.decompress(content))  # noqa: S301 - see above: it comes from no file
    return page


def _is_in_series(entry: IndexEntry | None) -> bool:
    return entry is not None and bool(entry.source_series or entry.target_series)


def _kept(known: Made | None, key: str, refused: Publication) -> Made:
    """Return what was made of an article before, with what keeps it as it is now from being published."""
    return replace(known or Made(key=key), key=key, errors=refused.errors, units=refused.units)


def write_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files that are not what they should be already. Raises ConfigError for a link that leads out, StorageError."""
    home = folder.resolve()
    for name, content in files:
        path = folder / name
        if not path.resolve().is_relative_to(home):
            raise ConfigError(f"{path} leads out of {folder}: not written. Remove the link")
        if path.is_file() and path.read_bytes() == content:
            continue
        make_folder(path.parent)
        write_bytes_atomic(path, content, is_lasting=False)


def remove_files(folder: Path, names: Iterable[str]) -> None:
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
