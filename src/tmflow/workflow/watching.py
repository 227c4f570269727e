"""Publishing the site again whenever something it is made of changes, and showing it meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tmflow.errors import MemoryLockedError, TmflowError
from tmflow.publish.gate import count_reasons
from tmflow.workflow.project import SETTINGS_NAME, Project, open_project
from tmflow.workflow.publish import Publication
from tmflow.workflow.serving import News, SiteServer
from tmflow.workflow.site_record import read_record
from tmflow.workflow.website import Progress, publish_site

__all__ = ["Rebuilt", "Watch", "serve_site"]

_BETWEEN_LOOKS_S = 0.4
_SETTLED_S = 0.1
"""What is being written is left alone until it has not changed for so long."""

_Seen = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a build gave. errors: what kept articles from being published, or the whole build from being done."""

    publications: tuple[Publication, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def made(self) -> tuple[str, ...]:
        """The articles that were made anew."""
        return tuple(one.slug for one in self.publications if one.is_new and one.path)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A project whose site is built again and again. layout, allow_drafts, jobs: as `publish_site` has them."""

    project: Project
    slugs: tuple[str, ...] = ()
    layout: str | None = None
    allow_drafts: bool = False
    jobs: int | None = 1
    on_progress: Progress = lambda _done, _total: None

    def build(self) -> Rebuilt:
        """Build what has changed. Raises as `publish_site` does."""
        publications = publish_site(
            self.project,
            self.slugs,
            layout=self.layout,
            allow_drafts=self.allow_drafts,
            jobs=self.jobs,
            on_progress=self.on_progress,
        )
        return Rebuilt(publications=publications, errors=tuple(_iter_problems(publications)))

    def reopened(self) -> Watch:
        """Return the watch with the project as it is now. Raises FormatError or ConfigError for its settings."""
        return replace(self, project=open_project(self.project.root))

    def pictures(self) -> tuple[str, ...]:
        """Return the pictures that the articles of the site name, wherever in the project they are or should be."""
        record = read_record(self.project.site_record_path)
        return tuple(sorted({path for made in record.articles.values() for path in made.pictures}))

    def look(self, pictures: Iterable[str] = ()) -> _Seen:
        """Return what the site is made of, as far as a glance tells: every file, when it was changed, its size.

        pictures: looked at besides the folders of articles, bitexts and theme.
        """
        project = self.project
        roots = (project.root / "articles", project.memories_folder, project.theme_folder)
        paths = (path for root in roots for path in _iter_files(root))
        return _glance((str(project.root / SETTINGS_NAME), *paths, *pictures))


def _glance(paths: Iterable[str]) -> _Seen:
    """Return when files were changed, and their size; a file that is not there is left out."""
    found: _Seen = {}
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116 - a thousand of them each time
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _with_pictures(seen: _Seen, before: Sequence[str], after: Sequence[str]) -> _Seen:
    """Return what was seen before a build, with the pictures that are looked at after it: those that are new as they are now."""
    gone = set(before) - set(after)
    return {path: state for path, state in seen.items() if path not in gone} | _glance(set(after) - set(before))


def serve_site(
    watch: Watch,
    *,
    port: int | None = None,
    is_watched: bool = True,
    on_build: Callable[[Rebuilt], None] = lambda _rebuilt: None,
    on_serve: Callable[[str], None] = lambda _address: None,
    stop: threading.Event | None = None,
) -> None:
    """Build the site, then serve it and build it again after each change, until `stop` is set or Ctrl-C.

    port: of the loopback address to serve on, 0 for one that is free, None serves nothing. is_watched: whether changes are
    looked for, and an error of a build then ends nothing: it is told. on_build: told of each build; on_serve: where the site is.
    Raises ConfigError for a port that cannot be had and, where nothing is watched, as `publish_site` does.
    """
    stop = stop or threading.Event()
    seen = watch.look(pictures := watch.pictures())
    news = News()
    first = _told(watch.build)[0] if is_watched else watch.build()
    before, pictures = pictures, watch.pictures()
    seen = _with_pictures(seen, before, pictures)
    on_build(first)
    news.tell(first.errors)
    with _served(watch.project.site_folder, port, news if is_watched else None) as address:
        if address:
            on_serve(address)
        while not stop.wait(_BETWEEN_LOOKS_S):
            now = watch.look(pictures) if is_watched else seen
            if now == seen:
                continue
            while not stop.wait(_SETTLED_S) and (settled := watch.look(pictures)) != now:
                now = settled
            rebuilt, is_over = _told(lambda: watch.reopened().build())
            before, pictures = pictures, watch.pictures()
            seen = _with_pictures(now, before, pictures) if is_over else {}
            on_build(rebuilt)
            news.tell(rebuilt.errors)


def _told(build: Callable[[], Rebuilt]) -> tuple[Rebuilt, bool]:
    """Build; return what it gave, errors included, and whether it need not be tried again before the next change."""
    try:
        return build(), True
    except MemoryLockedError as error:
        return Rebuilt(errors=(str(error),)), False
    except TmflowError as error:
        return Rebuilt(errors=(str(error),)), True


@contextmanager
def _served(folder: Path, port: int | None, news: News | None) -> Iterator[str]:
    if port is None:
        yield ""
        return
    server = SiteServer(folder, port=port, news=news)
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


def _iter_files(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(parent, name) for name in names if not name.startswith("."))  # noqa: PTH118 - as above


def _iter_problems(publications: tuple[Publication, ...]) -> Iterator[str]:
    for one in publications:
        if one.path is None:
            yield from one.errors
            if one.refusals:
                yield f"{one.slug}: not published: {count_reasons(one.refusals)}. See: tmflow check {one.slug}"
