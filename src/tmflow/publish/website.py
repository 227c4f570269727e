"""A whole site as files: three versions of each article, lists of them, search, feeds, sitemap, 404, style sheet.

Everything here is a pure function from values to bytes; where the files go, and which of them are up to date, is the
workflow's to know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.resources import files

from tmflow.model.language import Language
from tmflow.publish.addresses import (
    FEED,
    SCRIPT,
    SEARCH_PAGE,
    STYLE_SHEET,
    VERSIONS,
    PageAddress,
    page_address,
    slug_folder,
    version_folder,
)
from tmflow.publish.cleaning import clean_text
from tmflow.publish.feeds import atom_feed, sitemaps
from tmflow.publish.listings import iter_listing_files, listings, of_version
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, full_title, page_kicker, render_page, titles_in
from tmflow.publish.rows import read_rows
from tmflow.publish.search import SEARCH_SCRIPT, SEARCH_TEXT, index_files, search_text
from tmflow.publish.series import Neighbor, SeriesPlace, Titles
from tmflow.publish.site import IndexEntry, newest_first
from tmflow.publish.theme import Frame, Theme
from tmflow.publish.urls import checked_url
from tmflow.publish.words import DRAFT_LABELS, WORDS

__all__ = [
    "SEARCH_TEXT",
    "is_reserved",
    "iter_article_files",
    "iter_article_paths",
    "iter_search_files",
    "iter_shared_files",
]

_INDEX = "index.html"
_PER_PAGE = 20
_RESERVED = re.compile(
    r"\.{1,2}|ja|en|archive|search|series|(?:404|index|page-[0-9]+|search)\.html|(?:page|search)\.js|style\.css|sitemap(?:-[0-9]+)?\.xml",
    re.IGNORECASE,
)


def is_reserved(slug: str) -> bool:
    """Whether the folder of an article would stand where the site has a page of its own.

    >>> is_reserved("EN"), is_reserved("harbor")
    (True, False)
    """
    return _RESERVED.fullmatch(slug) is not None


def iter_article_files(page: Page, *, theme: Theme, place: SeriesPlace | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an article, path in the site and content: both languages, each alone, its text for the search, its pictures.

    place: in its series, if it is in one.
    """
    slug = page.bitext.slug
    page = replace(page, read=read_rows(page.bitext))
    for version in VERSIONS:
        address = page_address(slug_folder(slug), version, base_url=page.options.base_url)
        own = replace(page, options=of_version(page.options, version))
        path = _page_path(slug, version)
        own = own.with_pictures_in("../" if version else "")
        series = _series_view(place, own, version) if place else None
        yield path, render_page(own, theme=theme, address=address, series=series).encode()
    yield f"{slug}/{SEARCH_TEXT}", search_text(page)
    yield from ((f"{slug}/{name}", picture.content) for name, picture in page.gallery.files().items())


def iter_article_paths(slug: str) -> Iterator[str]:
    """Yield where in the site the files of an article stand, but for its pictures."""
    yield from (_page_path(slug, version) for version in VERSIONS)
    yield f"{slug}/{SEARCH_TEXT}"


def _page_path(slug: str, version: Language | None) -> str:
    return f"{slug}/{version_folder('', version)}{_INDEX}"


def iter_shared_files(
    entries: Sequence[IndexEntry], *, options: PageOptions, theme: Theme, per_page: int = _PER_PAGE
) -> Iterator[tuple[str, bytes]]:
    """Yield what the articles of a site share, path in the site and content.

    Feeds and sitemap need absolute addresses: without a base URL there are none. per_page: articles on a page of the
    index, at least 1.
    """
    ordered = newest_first(entries)
    found = listings(ordered)
    shelf = [listing for listing in found if listing.is_on_shelf]
    for listing in found:
        yield from iter_listing_files(listing, shelf=shelf, options=options, theme=theme, per_page=per_page)
    for version in VERSIONS:
        yield version_folder("", version) + SEARCH_PAGE, _search_page(version, options, theme).encode()
    if options.base_url.strip():
        for language in Language:
            yield version_folder("", language) + FEED, atom_feed(ordered, language, options=options)
        pages = [(listing.group, name) for listing in found for name in listing.page_names(per_page)]
        yield from sitemaps(ordered, base_url=options.base_url, index_pages=pages)
    yield "404.html", _missing_page(options, theme).encode()
    yield STYLE_SHEET, theme.site_css.encode()
    yield SCRIPT, theme.script.encode()
    yield SEARCH_SCRIPT, files("tmflow.publish").joinpath("static", SEARCH_SCRIPT).read_bytes()


def iter_search_files(entries: Iterable[IndexEntry], texts: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the index for searching. texts: of an article, by its slug, what `search_text` made of it."""
    oldest_first = newest_first(entries)[::-1]
    return index_files((slug_folder(entry.slug), texts(entry.slug)) for entry in oldest_first)


def _series_view(place: SeriesPlace, page: Page, version: Language | None) -> dict[str, object]:
    """Return what `shelf.html.j2` prints of an article's place."""
    slug, options = page.bitext.slug, page.options
    up = "../" * version_folder(slug_folder(slug), version).count("/")

    def shown(titles: Titles) -> dict[str, str]:
        return {language.value: title for language, title in titles_in(options.languages, dict(titles)).items()}

    def other(one: Neighbor | None) -> dict[str, object] | None:
        href = up + version_folder(slug_folder(one.slug), version) if one else ""
        return {"href": href, "titles": shown(one.titles)} if one else None

    return {
        "href": up + version_folder(place.folder, version),
        "titles": shown(place.titles),
        "named": [
            lang
            for lang, title in shown(place.titles).items()
            if lang in options.languages and title in page_kicker(page, Language(lang))
        ],
        "number": place.number,
        "before": other(place.before),
        "after": other(place.after),
    }


def _search_page(version: Language | None, options: PageOptions, theme: Theme) -> str:
    own = of_version(options, version)
    site_name = clean_text(options.site_name)
    address = page_address("", version, base_url=options.base_url, name=SEARCH_PAGE)
    return theme.render_html(
        "search.html.j2",
        Frame(stylesheet=address.stylesheet, script=address.script, has_search=True),
        languages=[language.value for language in own.languages],
        words={language.value: words for language, words in WORDS.items()},
        labels={language.value: labels for language, labels in DRAFT_LABELS.items()},
        layout=options.layout,
        site_name=site_name,
        full_title=full_title([WORDS[language]["search"] for language in own.languages], "", site_name),
        address=address,
        root="../" if version else "./",
        version=version.value if version else "",
    )


def _missing_page(options: PageOptions, theme: Theme) -> str:
    """Return the page for what is not there: it holds its style and links from the root, for it is served anywhere."""
    languages = options.languages
    site_name = clean_text(options.site_name)
    base_url = options.base_url.strip().rstrip("/")
    titles = [WORDS[language]["not_found"] for language in languages]
    return theme.render_html(
        "missing.html.j2",
        Frame(),
        languages=[language.value for language in languages],
        words={language.value: words for language, words in WORDS.items()},
        layout=options.layout,
        site_name=site_name,
        full_title=full_title(titles, "", site_name),
        address=PageAddress(home=(checked_url(f"{base_url}/") if base_url else None) or "/"),
    )
