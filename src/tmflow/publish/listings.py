"""Lists of articles as pages of a site: all of them, those of a year, those of a series, each in three versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tmflow.model.language import Language
from tmflow.publish.addresses import VERSIONS, page_address, slug_folder, version_folder
from tmflow.publish.options import PageOptions
from tmflow.publish.series import Series, gather_series, series_folder
from tmflow.publish.site import IndexEntry, Pager, ShelfLink, newest_first, render_index
from tmflow.publish.theme import Theme
from tmflow.publish.words import WORDS, parse_date

__all__ = ["Listing", "iter_listing_files", "listings", "of_version"]

_INDEX = "index.html"
_SERIES = "series/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of articles in its order.

    folder: of its pages in the site, "" for the site's own; group: the same as a part of a URL.
    titles: what it is called, {} for the list of all; inside: the folder, as a part of a URL, of what it lists.
    is_on_shelf: whether other lists link to it.
    """

    folder: str
    group: str
    entries: tuple[IndexEntry, ...]
    titles: Mapping[Language, str]
    inside: str = ""
    is_on_shelf: bool = False

    def page_names(self, per_page: int) -> list[str]:
        """Return the names of its pages, "" for the first, which is its folder's own. per_page: articles on one, at least 1."""
        count = max(1, -(-len(self.entries) // per_page))
        return ["", *(f"page-{number}.html" for number in range(2, count + 1))]


def listings(entries: Sequence[IndexEntry]) -> tuple[Listing, ...]:
    """Return the lists a site has: all articles, newest first; each year, where there are several; the series, and each in its order."""
    ordered = newest_first(entries)
    found = [Listing(folder="", group="", entries=tuple(ordered), titles={})]
    by_year: dict[int, list[IndexEntry]] = {}
    for entry in ordered:
        if day := parse_date(entry.published):
            by_year.setdefault(day.year, []).append(entry)
    if len(by_year) > 1:
        found += [_of_year(year, some) for year, some in by_year.items()]
    if every := gather_series(entries):
        found += [_of_all_series(every), *map(_of_series, every)]
    return tuple(found)


def _of_year(year: int, entries: Sequence[IndexEntry]) -> Listing:
    folder = f"archive/{year:04d}/"
    titles = {language: WORDS[language]["year"].format(year=year) for language in Language}
    return Listing(folder=folder, group=folder, entries=tuple(entries), titles=titles, is_on_shelf=True)


def _of_all_series(every: Sequence[Series]) -> Listing:
    """Return the list of the series, those with the newest articles first, each as if it were an article."""
    entries = newest_first(_as_entry(series) for series in every)
    titles = {language: WORDS[language]["all_series"] for language in Language}
    return Listing(
        folder=_SERIES, group=_SERIES, entries=tuple(entries), titles=titles, inside=_SERIES, is_on_shelf=True
    )


def _as_entry(series: Series) -> IndexEntry:
    pair = series.entries[0].pair
    newest = newest_first(series.entries)[0]
    decks = {one: WORDS[one]["parts"].format(count=len(series.entries)) for one in Language}
    return IndexEntry(
        slug=series.slug,
        href="",
        pair=pair,
        source_title=series.title(pair.source),
        target_title=series.title(pair.target),
        source_deck=decks[pair.source],
        target_deck=decks[pair.target],
        published=newest.published,
        source_published=newest.source_published,
        units=sum(entry.units for entry in series.entries),
        drafts=sum(entry.drafts for entry in series.entries),
    )


def _of_series(series: Series) -> Listing:
    return Listing(
        folder=f"{_SERIES}{series.slug}/",
        group=series_folder(series),
        entries=series.entries,
        titles={language: series.title(language) for language in Language},
    )


def iter_listing_files(
    listing: Listing, *, shelf: Sequence[Listing], options: PageOptions, theme: Theme, per_page: int
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a list, path in the site and content. shelf: the lists it links to."""
    names = listing.page_names(per_page)
    for version in VERSIONS:
        own = of_version(options, version)
        for number, name in enumerate(names, start=1):
            address = page_address(listing.group, version, base_url=options.base_url, name=name)
            up = "../" * version_folder(listing.group, version).count("/")
            shown = listing.entries[(number - 1) * per_page : number * per_page]
            html = render_index(
                [
                    replace(entry, href=up + version_folder(listing.inside + slug_folder(entry.slug), version))
                    for entry in shown
                ],
                options=own,
                theme=theme,
                address=address,
                pager=Pager(
                    number=number,
                    count=len(names),
                    newer=names[number - 2] or "./" if number > 1 else "",
                    older=names[number] if number < len(names) else "",
                ),
                heads=listing.titles or None,
                links=[_link(one, version, up=up, options=own, is_current=one is listing) for one in shelf],
            )
            yield version_folder(listing.folder, version) + (name or _INDEX), html.encode()


def of_version(options: PageOptions, version: Language | None) -> PageOptions:
    """Return the options of one version of a page."""
    return replace(options, first=version or options.first, only=version)


def _link(listing: Listing, version: Language | None, *, up: str, options: PageOptions, is_current: bool) -> ShelfLink:
    return ShelfLink(
        href=up + version_folder(listing.group, version),
        labels=tuple((language.value, listing.titles[language]) for language in options.languages),
        is_current=is_current,
    )
