"""Publishing the site: the articles that are ready in three versions, and what they share, into one folder."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from tmflow.formats.atomic import write_bytes_atomic
from tmflow.publish.series import SeriesPlace, gather_series, series_places
from tmflow.publish.site import IndexEntry
from tmflow.publish.website import SEARCH_TEXT, iter_article_paths, iter_search_files, iter_shared_files
from tmflow.workflow.leftovers import sweep
from tmflow.workflow.project import Project, make_folder
from tmflow.workflow.publish import Publication, page_options, ready_slugs
from tmflow.workflow.site_build import Built, SiteBuilder, Task, remove_files, write_files
from tmflow.workflow.site_record import Made, SiteRecord, digest, digests, read_record, write_record
from tmflow.workflow.workload import UNDER_WAY_BYTES, count_processes, size_bytes

__all__ = ["publish_site"]

_PROCESS_BYTES = 600_000
"""Files of about 30 articles: less is read in the time that another process takes to begin."""
_BETWEEN_RECORDS = 200
"""Articles made before the record is written again; what a killed build loses, the next one makes anew."""

Progress = Callable[[int, int], None]


@dataclass(kw_only=True)
class _Build:
    """A build under way. before: the files of the site as it was; made, shared: what is made so far, as in `SiteRecord`.

    publications: what is told of each article; pages: those that wait for their place in a series.
    """

    builder: SiteBuilder
    jobs: int | None
    on_progress: Progress
    before: frozenset[str]
    made: dict[str, Made]
    shared: dict[str, Made]
    publications: dict[str, Publication] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    done: int = 0

    @property
    def project(self) -> Project:
        return self.builder.project

    def run(self, tasks: Sequence[Task], *, total: int) -> None:
        """Do tasks: those of articles that have not changed at once, the others in as many processes as they are worth."""
        waiting = []
        for task in tasks:
            built = self.builder.standing(task)
            if built:
                self._take(built, total)
            else:
                waiting.append(task)
        with closing(self._results(waiting)) as results:
            for number, built in enumerate(results, start=1):
                self._take(built, total)
                if number % _BETWEEN_RECORDS == 0:
                    self.record()

    def _results(self, tasks: Sequence[Task]) -> Generator[Built, None, None]:
        sizes = [self._size(task.slug) for task in tasks]
        count = count_processes(sizes, asked=self.jobs, process_bytes=_PROCESS_BYTES)
        if count == 1:
            yield from map(self.builder.build, tasks)
            return
        from tmflow.workflow.parallel import map_in_order

        yield from map_in_order(self.builder.build, tasks, weights=sizes, jobs=count, most=UNDER_WAY_BYTES)

    def _size(self, slug: str) -> int:
        paths = (*self.project.articles.get(slug, {}).values(), self.project.bitext_path(slug))
        return 1 + sum(size_bytes(path) for path in paths)

    def _take(self, built: Built, total: int) -> None:
        if built.error:
            raise built.error
        told, slug = built.publication, built.publication.slug
        before = self.publications.get(slug)
        if before is None and self.done < total:
            self.done += 1
            self.on_progress(self.done, total)
        if before is None or told.is_new:
            self.publications[slug] = told
        if built.made is not None:
            self.made[slug] = built.made
        if built.page is not None:
            self.pages[slug] = built.page

    def share(self) -> None:
        """Make the lists, the feeds, the search and whatever else depends on all articles, unless it stands already."""
        articles = {slug: made for slug, made in sorted(self.made.items()) if made.entry and made.files}
        entries = [made.entry for made in articles.values() if made.entry]
        builder = self.builder
        files = iter_shared_files(entries, options=builder.options, theme=builder.theme)
        self._share("lists", digest(builder.look, *map(repr, entries)), files)
        texts = [made.files.get(f"{slug}/{SEARCH_TEXT}", "") for slug, made in articles.items()]
        folder = self.project.site_folder
        files = iter_search_files(entries, lambda slug: (folder / slug / SEARCH_TEXT).read_bytes())
        self._share("search", digest(builder.look, *articles, *texts, *(str(one.published) for one in entries)), files)

    def _share(self, name: str, key: str, files: Iterable[tuple[str, bytes]]) -> None:
        known = self.shared.get(name)
        if known is not None and known.key == key and known.is_whole(self.project.site_folder):
            return
        written = {}
        for file in files:
            write_files(self.project.site_folder, [file])
            written.update(digests([file]))
        self.shared[name] = Made(key=key, files=written)

    def clear(self) -> None:
        """Remove the files that nothing has any more."""
        remove_files(self.project.site_folder, self._left())
        self.before = frozenset()

    def record(self) -> None:
        """Write down what is made so far, and what is still to be removed."""
        record = SiteRecord(articles=self.made, shared=self.shared, left=tuple(self._left()))
        write_record(self.project.site_record_path, record)

    @contextmanager
    def begun(self, slugs: Iterable[str]) -> Iterator[None]:
        """Say that a build of these articles is under way while it is; what it, or a killed one before it, has left is removed."""
        begun = self.project.site_begun_path
        is_unclean = begun.exists()
        write_bytes_atomic(begun, b"", is_lasting=False)
        try:
            yield
        except BaseException:
            is_unclean = True
            raise
        finally:
            if is_unclean:
                record = SiteRecord(articles=self.made, shared=self.shared)
                files = self.before | record.paths | {path for slug in slugs for path in iter_article_paths(slug)}
                sweep([self.project.site_record_path, *(self.project.site_folder / path for path in files)])
            begun.unlink(missing_ok=True)

    def _left(self) -> frozenset[str]:
        return self.before - SiteRecord(articles=self.made, shared=self.shared).paths


def publish_site(
    project: Project,
    slugs: tuple[str, ...] = (),
    *,
    layout: str | None = None,
    allow_drafts: bool = False,
    jobs: int | None = 1,
    on_progress: Progress = lambda _done, _total: None,
) -> tuple[Publication, ...]:
    """Write the site of the articles that are ready, of what has changed only, and remove the pages of articles that are gone.

    slugs: published besides what the site has already; () means every article that has a bitext and is not in progress.
    layout, allow_drafts: as `publish_project` has them. An article that was published and is no longer ready keeps the
    pages it had. What was made before a build is stopped is not made again by the next one.
    jobs: processes; None takes as many as the machine has cores and the articles are worth.
    on_progress: called with the articles done and the articles in all.
    Raises ConfigError for an unknown slug and for a theme that is wrong, StorageError if the machine refuses.
    """
    builder = SiteBuilder(project=project, options=page_options(project, layout), allow_drafts=allow_drafts)
    chosen = project.select(slugs) if slugs else ready_slugs(project)
    with project.writing():
        make_folder(project.site_folder)
        known = read_record(project.site_record_path)
        made = {slug: one for slug, one in known.articles.items() if slug in project.articles}
        build = _Build(
            builder=builder,
            jobs=jobs,
            on_progress=on_progress,
            before=known.paths,
            made=made,
            shared=dict(known.shared),
        )
        with build.begun(chosen):
            try:
                tasks = [Task(slug=slug, key=builder.key(slug), known=made.get(slug)) for slug in chosen]
                build.run(tasks, total=len(chosen))
                build.run(list(_placed(build, chosen)), total=len(chosen))
                build.share()
                build.clear()
            finally:
                build.record()
    return tuple(build.publications[slug] for slug in chosen)


def _placed(build: _Build, chosen: Sequence[str]) -> Iterable[Task]:
    """Yield the articles of series, whose places are known now: of those not chosen only what has not changed since."""
    for slug, place in _places(made.entry for made in build.made.values()).items():
        made = build.made[slug]
        key = made.key if slug in chosen else build.builder.key(slug)
        if key == made.key and not made.errors:
            yield Task(slug=slug, key=key, known=made, place=place, is_placed=True, page=build.pages.pop(slug, None))


def _places(entries: Iterable[IndexEntry | None]) -> Mapping[str, SeriesPlace]:
    found: dict[str, SeriesPlace] = {}
    for series in gather_series(entry for entry in entries if entry):
        found |= series_places(series)
    return found
