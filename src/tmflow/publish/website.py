"""A whole site as files: three versions of each article, the index in three versions, feeds, sitemap, 404, style sheet.

Everything here is a pure function from values to bytes; where the files go, and which of them are up to date, is the
workflow's to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tmflow.model.language import Language
from tmflow.publish.addresses import (
    FEED,
    SCRIPT,
    STYLE_SHEET,
    VERSIONS,
    PageAddress,
    page_address,
    slug_folder,
    version_folder,
)
from tmflow.publish.feeds import atom_feed, sitemap
from tmflow.publish.inline import clean_text
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, full_title, render_page
from tmflow.publish.site import IndexEntry, Pager, newest_first, render_index
from tmflow.publish.theme import Frame, Theme
from tmflow.publish.urls import checked_url
from tmflow.publish.words import WORDS

__all__ = ["is_reserved", "iter_article_files", "iter_shared_files"]

_INDEX = "index.html"
_PER_PAGE = 20
_RESERVED = re.compile(
    r"\.{1,2}|ja|en|404\.html|index\.html|page-[0-9]+\.html|style\.css|page\.js|sitemap\.xml", re.IGNORECASE
)


def is_reserved(slug: str) -> bool:
    """Whether the folder of an article would stand where the site has a page of its own.

    >>> is_reserved("EN"), is_reserved("harbor")
    (True, False)
    """
    return _RESERVED.fullmatch(slug) is not None


def iter_article_files(page: Page, *, theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of an article, path in the site and content: both languages, then each alone."""
    slug = page.bitext.slug
    for version in VERSIONS:
        address = page_address(slug_folder(slug), version, base_url=page.options.base_url)
        own = replace(page, options=_of_version(page.options, version))
        path = f"{slug}/{version_folder('', version)}{_INDEX}"
        yield path, render_page(own, theme=theme, address=address).encode()


def iter_shared_files(
    entries: Sequence[IndexEntry], *, options: PageOptions, theme: Theme, per_page: int = _PER_PAGE
) -> Iterator[tuple[str, bytes]]:
    """Yield what the articles of a site share, path in the site and content.

    Feeds and sitemap need absolute addresses: without a base URL there are none. per_page: articles on a page of the
    index, at least 1.
    """
    ordered = newest_first(entries)
    names = [_page_name(number) for number in range(1, max(1, -(-len(ordered) // per_page)) + 1)]
    for version in VERSIONS:
        for number, name in enumerate(names, start=1):
            shown = ordered[(number - 1) * per_page : number * per_page]
            html = _index_page(shown, version, number=number, names=names, options=options, theme=theme)
            yield version_folder("", version) + (name or _INDEX), html.encode()
    if options.base_url.strip():
        for language in Language:
            yield version_folder("", language) + FEED, atom_feed(ordered, language, options=options)
        yield "sitemap.xml", sitemap(ordered, base_url=options.base_url, index_pages=names)
    yield "404.html", _missing_page(options, theme).encode()
    yield STYLE_SHEET, theme.css.encode()
    yield SCRIPT, theme.script.encode()


def _of_version(options: PageOptions, version: Language | None) -> PageOptions:
    return replace(options, first=version or options.first, only=version)


def _page_name(number: int) -> str:
    """Return the name of a page of the index, "" for the first, which is its folder's own."""
    return "" if number == 1 else f"page-{number}.html"


def _index_page(
    entries: Sequence[IndexEntry],
    version: Language | None,
    *,
    number: int,
    names: Sequence[str],
    options: PageOptions,
    theme: Theme,
) -> str:
    address = page_address("", version, base_url=options.base_url, name=names[number - 1])
    up = "../" if version else ""
    linked = [replace(entry, href=up + version_folder(slug_folder(entry.slug), version)) for entry in entries]
    pager = Pager(
        number=number,
        count=len(names),
        newer=names[number - 2] or "./" if number > 1 else "",
        older=names[number] if number < len(names) else "",
    )
    return render_index(linked, options=_of_version(options, version), theme=theme, address=address, pager=pager)


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
