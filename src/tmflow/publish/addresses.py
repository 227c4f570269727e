"""Where a page of a site stands and what it links to: its other versions, the index, the feed, the style sheet.

A page has three versions: both languages in its folder, one alone in `ja/` and `en/` below it. Links between pages of
the site are relative, so that it works wherever it is put; what other machines read (canonical, alternates) is absolute
wherever a base URL is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from tmflow.model.language import Language
from tmflow.publish.urls import checked_href, checked_url

__all__ = [
    "FEED",
    "SCRIPT",
    "SEARCH_PAGE",
    "STYLE_SHEET",
    "VERSIONS",
    "PageAddress",
    "Version",
    "page_address",
    "slug_folder",
    "version_folder",
]

VERSIONS: tuple[Language | None, ...] = (None, Language.JA, Language.EN)
"""The versions of every page; None is the one that holds both languages."""

STYLE_SHEET = "style.css"
SCRIPT = "page.js"
FEED = "feed.xml"
SEARCH_PAGE = "search.html"
_OF_BOTH = "x-default"
"""The bilingual version is for whoever reads neither language by preference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a page. lang: "" for both languages; href: relative to the page that links to it.

    url: absolute if there is a base URL, else as `href`; is_current: whether it is the page itself.
    """

    lang: str
    href: str
    url: str
    is_current: bool

    @property
    def hreflang(self) -> str:
        """The value of `hreflang`, BCP 47 or x-default."""
        return self.lang or _OF_BOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAddress:
    """A page's place. A page that stands alone has at most a URL; its style sheet and script are then inside of it.

    url: absolute, None without a base URL; home: the index in the page's version; search: the page to search on.
    feeds: language to feed.
    """

    url: str | None = None
    stylesheet: str = ""
    script: str = ""
    home: str = ""
    search: str = ""
    versions: tuple[Version, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()


def slug_folder(slug: str) -> str:
    """Return the folder of an article's pages as a part of a URL.

    >>> slug_folder("港 1")
    '%E6%B8%AF%201/'
    """
    return f"{quote(slug, safe='', errors='surrogateescape')}/"


def version_folder(group: str, version: Language | None) -> str:
    """Return the folder of one version of the pages of a folder.

    >>> version_folder("tides/", Language.EN), version_folder("", None)
    ('tides/en/', '')
    """
    return f"{group}{version.value}/" if version else group


def page_address(group: str, version: Language | None, *, base_url: str, name: str = "") -> PageAddress:
    """Return the address of a page.

    group: the folder of its versions as a part of a URL, "" for the index; name: of its file, "" for that of the folder.
    base_url: where the site stands, "" if nobody knows yet.
    """
    up = "../" * version_folder(group, version).count("/")
    base = base_url.strip().rstrip("/")
    versions = tuple(_iter_versions(group, version, up=up, base=base, name=name))
    own = version_folder(group, version) + name
    return PageAddress(
        url=checked_url(f"{base}/{own}") if base else None,
        stylesheet=up + STYLE_SHEET,
        script=up + SCRIPT,
        home=up + version_folder("", version) or "./",
        search=up + version_folder("", version) + SEARCH_PAGE,
        versions=versions,
        feeds=tuple((lang.value, up + version_folder("", lang) + FEED) for lang in Language if base),
    )


def _iter_versions(group: str, current: Language | None, *, up: str, base: str, name: str) -> Iterator[Version]:
    for version in VERSIONS:
        target = version_folder(group, version) + name
        href = checked_href(up + target) or "./"
        yield Version(
            lang=version.value if version else "",
            href=href,
            url=(checked_url(f"{base}/{target}") if base else None) or href,
            is_current=version is current,
        )
