"""What machines read of a site: an Atom feed for each language and a sitemap with the versions of every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lxml import etree

from tmflow.model.language import Language
from tmflow.publish.addresses import FEED, Version, page_address, slug_folder
from tmflow.publish.cleaning import clean_text
from tmflow.publish.options import PageOptions
from tmflow.publish.site import IndexEntry
from tmflow.publish.urls import checked_url
from tmflow.publish.words import WORDS, parse_date

__all__ = ["atom_feed", "moment", "namespaces", "sitemaps"]

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"
_NEVER = "1970-01-01T00:00:00Z"
_URLS = 50_000
_SITEMAP_BYTES = 45_000_000
"""Most addresses and, with room to spare, bytes of one sitemap (sitemaps.org 0.9: 50,000 and 52,428,800)."""
_URL_BYTES = 100
"""What stands around an address in a sitemap."""
_FED = 50
"""Articles in a feed: readers of feeds come by more often than that many are published."""


def moment(published: str | None) -> str:
    """Return an ISO 8601 date or time as RFC 3339 has it, in UTC where no zone is told; "" if it is none.

    >>> moment("2026-02-08"), moment("2026-02-08T09:30:00+09:00")
    ('2026-02-08T00:00:00Z', '2026-02-08T00:30:00Z')
    """
    if published is None or parse_date(published) is None:
        return ""
    told = datetime.fromisoformat(published.strip())
    try:
        utc = told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except OverflowError:
        return ""
    return f"{utc.replace(tzinfo=None, microsecond=0).isoformat()}Z"


def atom_feed(entries: Sequence[IndexEntry], language: Language, *, options: PageOptions) -> bytes:
    """Return the feed of one language: the newest articles that have a date, in the order given.

    options: with a base URL. Reference: RFC 4287.
    """
    dated = [(entry, updated) for entry in entries if (updated := moment(entry.moment(language)))][:_FED]
    home = page_address("", language, base_url=options.base_url)
    words = WORDS[language]
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=namespaces(_ATOM))
    feed.set(f"{{{_XML}}}lang", language.value)
    _add(feed, "id", home.url or "")
    _add(feed, "title", f"{clean_text(options.site_name) or words['articles']} ({words['only']})")
    _add(feed, "updated", max((updated for _, updated in dated), default=_NEVER))
    _add(_add(feed, "author"), "name", clean_text(options.site_name) or urlsplit(home.url or "").netloc)
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{home.url}{FEED}")
    _add(feed, "link", rel="alternate", type="text/html", hreflang=language.value, href=home.url or "")
    for entry, updated in dated:
        _add_entry(feed, entry, language, updated=updated, base_url=options.base_url)
    return _serialized(feed)


def _add_entry(feed: etree._Element, entry: IndexEntry, language: Language, *, updated: str, base_url: str) -> None:
    address = page_address(slug_folder(entry.slug), language, base_url=base_url)
    item = _add(feed, "entry")
    _add(item, "id", address.url or "")
    for own, title in entry.titles(language).items():
        _add(item, "title", title).attrib.update({f"{{{_XML}}}lang": own.value} if own is not language else {})
    _add(item, "updated", updated)
    _add(item, "published", updated)
    for version in sorted(
        (version for version in address.versions if version.lang), key=lambda one: not one.is_current
    ):
        _add(item, "link", rel="alternate", type="text/html", hreflang=version.lang, href=version.url)
    if deck := clean_text(entry.deck(language)):
        _add(item, "summary", deck)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text or None
    return child


def sitemaps(
    entries: Iterable[IndexEntry],
    *,
    base_url: str,
    index_pages: Iterable[tuple[str, str]] = (("", ""),),
    most: int = _URLS,
) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap of all versions of all pages, each with all its alternates and itself: name and content of each file.

    One file, `sitemap.xml`, if there are not more than `most` addresses; else several, and `sitemap.xml` is their index.
    index_pages: folder, as a part of a URL, and name of the file of each list of articles, "" for the name of the first.
    Reference: sitemaps.org 0.9; Google, "Localized versions of your pages".
    """
    base = base_url.strip().rstrip("/")
    pages = [(page_address(group, None, base_url=base, name=name).versions, "") for group, name in index_pages]
    for entry in entries:
        day = parse_date(entry.published)
        address = page_address(slug_folder(entry.slug), None, base_url=base)
        pages.append((address.versions, day.isoformat() if day else ""))
    parts = list(_iter_parts(pages, most))
    if len(parts) == 1:
        yield "sitemap.xml", _url_set(parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield from ((name, _url_set(part)) for name, part in zip(names, parts, strict=True))
    root = etree.Element(f"{{{_SITEMAP}}}sitemapindex", nsmap=namespaces(_SITEMAP))
    for name in names:
        one = etree.SubElement(root, f"{{{_SITEMAP}}}sitemap")
        etree.SubElement(one, f"{{{_SITEMAP}}}loc").text = checked_url(f"{base}/{name}")
    yield "sitemap.xml", _serialized(root)


_SitemapPage = tuple[Sequence[Version], str]
"""The versions of a page, and the day it was changed, "" if nobody knows."""


def _iter_parts(pages: Iterable[_SitemapPage], most: int) -> Iterator[list[_SitemapPage]]:
    """Cut pages into files of at most so many addresses, and of at most as many bytes as a file may have."""
    part: list[_SitemapPage] = []
    size = 0
    for versions, changed in pages:
        each = _URL_BYTES * (1 + len(versions)) + sum(len(version.url) for version in versions)
        added = len(versions) * each
        if part and (len(versions) * (len(part) + 1) > most or size + added > _SITEMAP_BYTES):
            yield part
            part, size = [], 0
        part.append((versions, changed))
        size += added + sum(len(version.url) for version in versions)
    yield part


def _url_set(pages: Iterable[_SitemapPage]) -> bytes:
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap=namespaces(_SITEMAP, xhtml=_XHTML))
    for versions, changed in pages:
        for version in versions:
            url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
            etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = version.url
            if changed:
                etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = changed
            for other in versions:
                link = {"rel": "alternate", "hreflang": other.hreflang, "href": other.url}
                etree.SubElement(url, f"{{{_XHTML}}}link", link)
    return _serialized(root)


def namespaces(default: str, **prefixed: str) -> dict[str, str]:
    """Return namespaces as lxml takes them: None is the default one, which its stubs do not know."""
    return {None: default, **prefixed}  # type: ignore[dict-item]  # the stubs demand a prefix


def _serialized(root: etree._Element) -> bytes:
    etree.indent(root, space=" ")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
