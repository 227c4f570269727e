"""The files of a site: versions that name each other, the index page by page, feeds, sitemap, 404."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree

from tests.publish.samples import (
    JA_EN,
    SMALL_SOURCE,
    SMALL_TARGET,
    bitext,
    parse,
    segments,
    small_article,
    texts,
    unit,
)
from tmflow.model.document import Metadata
from tmflow.model.language import Language
from tmflow.publish.feeds import atom_feed, moment, sitemaps
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page
from tmflow.publish.rows import is_published
from tmflow.publish.series import gather_series, series_places
from tmflow.publish.site import IndexEntry
from tmflow.publish.theme import Theme
from tmflow.publish.website import is_reserved, iter_article_files, iter_shared_files

BASE = "https://example.org/letters"
OPTIONS = PageOptions(site_name="潮入みなとだより", base_url=BASE)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
PAYLOAD = "</script><script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def article_files(slug: str = "tides", options: PageOptions = OPTIONS) -> dict[str, str]:
    page = Page(bitext=replace(small_article(), slug=slug), source=SMALL_SOURCE, target=SMALL_TARGET, options=options)
    return {path: content.decode() for path, content in iter_article_files(page, theme=Theme())}


def entries(count: int) -> list[IndexEntry]:
    return [
        IndexEntry(
            slug=f"n{number:02d}",
            href="",
            pair=JA_EN,
            source_title=f"第{number}話",
            target_title=f"Tale {number}",
            published=f"2026-01-{number + 1:02d}",
            units=1,
        )
        for number in range(count)
    ]


def shared_files(count: int, options: PageOptions = OPTIONS) -> dict[str, bytes]:
    return dict(iter_shared_files(entries(count), options=options, theme=Theme(), per_page=10))


def found(element: etree._Element, path: str, names: dict[str, str]) -> list[Any]:
    """What a path finds, with the namespaces of a document."""
    matches: Any = etree.XPath(path, namespaces=names)(element)
    return list(matches)


def alternates(html: str) -> dict[str, str]:
    links = parse(html).xpath("//link[@rel='alternate'][not(@type)]")
    return {str(link.get("hreflang")): str(link.get("href")) for link in links}


def test_every_version_names_all_and_itself() -> None:
    files = article_files()
    wanted = {
        "x-default": f"{BASE}/tides/",
        "ja": f"{BASE}/tides/ja/",
        "en": f"{BASE}/tides/en/",
    }
    assert [path for path in files if path.endswith(".html")] == [
        "tides/index.html",
        "tides/ja/index.html",
        "tides/en/index.html",
    ]
    for path, html in files.items():
        if not path.endswith(".html"):
            continue
        assert alternates(html) == wanted
        own = f"{BASE}/{path.removesuffix('index.html')}"
        assert parse(html).xpath("//link[@rel='canonical']/@href") == [own]
        assert own in wanted.values()


def test_a_version_holds_its_language_whole_and_nothing_of_the_other() -> None:
    files = article_files()
    for lang, other in (("ja", "en"), ("en", "ja")):
        tree = parse(files[f"tides/{lang}/index.html"])
        published = [u for u in small_article().units if is_published(u)]
        wanted = [u.source if lang == "ja" else u.target for u in published]
        assert sorted(texts(segments(tree, lang))) == sorted(content.text for content in wanted if content)
        assert tree.get("lang") == lang
        assert not tree.xpath(f"//main//*[@lang='{other}']")
        assert not tree.xpath("//input")
        assert not tree.xpath("//*[not(node())][self::p or self::div or self::li or self::ul]")


def test_locales_and_statement_fit_the_version() -> None:
    files = article_files()
    tree = parse(files["tides/en/index.html"])
    assert tree.xpath("//meta[@property='og:locale']/@content") == ["en_US"]
    assert tree.xpath("//meta[@property='og:locale:alternate']/@content") == ["ja_JP"]
    english, japanese = (
        json.loads(str(parse(files[f"tides/{lang}/index.html"]).xpath("string(//script)"))) for lang in ("en", "ja")
    )
    assert (english["inLanguage"], english["translationOfWork"]["inLanguage"]) == ("en", "ja")
    assert (japanese["inLanguage"], japanese["workTranslation"]["inLanguage"]) == ("ja", "en")


def test_the_original_alone_says_nothing_of_machines() -> None:
    files = article_files()
    assert parse(files["tides/en/index.html"]).find_class("notice")
    assert not parse(files["tides/ja/index.html"]).find_class("notice")


@pytest.mark.parametrize("base_url", [BASE, ""])
def test_every_link_between_pages_leads_to_a_file(base_url: str) -> None:
    options = replace(OPTIONS, base_url=base_url)
    files = {**shared_files(25, options)}
    for entry in entries(25):
        files |= {path: html.encode() for path, html in article_files(entry.slug, options).items()}
    assert len([path for path in files if "page-" in path]) == 6
    for path, content in files.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        for href in parse(content.decode()).xpath("//*[self::a or self::link]/@href"):
            target = urljoin(f"{BASE}/{path}", str(href)).partition("#")[0]
            if target.startswith(f"{BASE}/"):
                inside = target.removeprefix(f"{BASE}/")
                assert (f"{inside}index.html" if inside.endswith("/") or not inside else inside) in files, (path, href)


def test_the_index_has_pages_newest_first() -> None:
    files = shared_files(25)
    titles = [texts(parse(files[f"en/{name}"].decode()).xpath("//h2")) for name in ("index.html", "page-2.html")]
    assert titles[0] == [f"Tale {number}" for number in range(24, 14, -1)]
    assert titles[1][0] == "Tale 14"
    second = parse(files["page-2.html"].decode())
    assert second.xpath("//a[@rel='prev']/@href") == ["./"]
    assert second.xpath("//a[@rel='next']/@href") == ["page-3.html"]


def test_feeds_are_atom_in_their_language() -> None:
    """RFC 4287, 4.1.1: feeds hold an id, a title, an updated date, and an author."""
    for lang, title in (("ja", "第2話"), ("en", "Tale 2")):
        feed = etree.fromstring(shared_files(3)[f"{lang}/feed.xml"])
        for name in ("id", "title", "updated", "author"):
            assert len(found(feed, f"a:{name}", ATOM)) == 1
        assert found(feed, "a:entry[1]/a:title/text()", ATOM) == [title]
        assert found(feed, "a:updated/text()", ATOM) == ["2026-01-03T00:00:00Z"]
        assert found(feed, "a:entry[1]/a:link[1]/@href", ATOM) == [f"{BASE}/n02/{lang}/"]


@pytest.mark.parametrize(("source", "target", "lang"), [("港の朝", "", "ja"), ("", "Harbor Morning", "en")])
def test_a_title_in_one_language_is_shown_in_its_own_wherever_it_stands(source: str, target: str, lang: str) -> None:
    taken = replace(entries(1)[0], source_title=source, target_title=target)
    files = dict(iter_shared_files([taken], options=OPTIONS, theme=Theme()))
    for path in ("index.html", "ja/index.html", "en/index.html"):
        (title,) = parse(files[path].decode()).xpath("//h2")
        assert (title.text_content(), title.getparent().get("lang")) == (source or target, lang)
    for feed in ("ja", "en"):
        (title,) = found(etree.fromstring(files[f"{feed}/feed.xml"]), "a:entry/a:title", ATOM)
        own = title.get("{http://www.w3.org/XML/1998/namespace}lang")
        assert (title.text, own) == (source or target, None if feed == lang else lang)


def test_the_sitemap_lists_each_version_with_all() -> None:
    tree = etree.fromstring(shared_files(3)["sitemap.xml"])
    assert len(found(tree, "s:url", MAP)) == 12
    for url in found(tree, "s:url", MAP):
        links = found(url, "x:link/@href", MAP)
        assert len(links) == 3
        assert found(url, "s:loc/text()", MAP)[0] in links


def test_a_sitemap_that_grows_too_large_is_cut_and_its_index_names_the_parts() -> None:
    """sitemaps.org: at most 50,000 addresses in a file; the index lists the files."""
    found_files = dict(sitemaps(entries(25), base_url=BASE, most=30))
    tree = etree.fromstring(found_files.pop("sitemap.xml"))
    assert found(tree, "/s:sitemapindex/s:sitemap/s:loc/text()", MAP) == [f"{BASE}/{name}" for name in found_files]
    counts = [len(found(etree.fromstring(content), "s:url", MAP)) for content in found_files.values()]
    assert counts == [30, 30, 18]
    (only,) = sitemaps(entries(25), base_url=BASE)
    assert only[0] == "sitemap.xml"


def test_without_a_base_url_nothing_absolute_is_made_up() -> None:
    files = shared_files(1, replace(OPTIONS, base_url=""))
    assert not {"sitemap.xml", "ja/feed.xml"} & set(files)
    assert b"https://" not in files["index.html"].replace(b'"https://schema.org"', b"")


def test_hostile_values_are_text_everywhere() -> None:
    hostile = bitext(unit(PAYLOAD, PAYLOAD, block=0), slug="x\"><script>'")
    metadata = Metadata(
        title=PAYLOAD,
        deck=PAYLOAD,
        byline=PAYLOAD,
        published=PAYLOAD,
        licence="javascript:alert(1)",
        series=PAYLOAD,
        part=1,
    )
    options = PageOptions(site_name=PAYLOAD, base_url="javascript:alert(1)")
    page = Page(bitext=hostile, source=metadata, target=metadata, options=options)
    entry = IndexEntry.of(hostile, href="", source=metadata, target=metadata)
    (series,) = gather_series([entry, replace(entry, slug="&<", part=None)])
    theme = Theme()
    files = [
        *iter_article_files(page, theme=theme, place=series_places(series)[hostile.slug]),
        *iter_shared_files([entry], options=options, theme=theme),
    ]
    for path, content in files:
        if path.endswith(".html"):
            tree = parse(content.decode())
            own = {"", theme.script}
            assert {one.text or "" for one in tree.iter("script") if one.get("type") != "application/ld+json"} <= own
            assert {str(src).lstrip("./") for src in tree.xpath("//script/@src")} <= {"page.js", "search.js"}
            assert not tree.xpath("//img | //*[@onerror]")
            assert not [href for href in tree.xpath("//@href") if "script:" in str(href)]
        elif path.endswith(".xml"):
            assert not re.search(r"<script", content.decode())


def test_names_the_site_needs_itself() -> None:
    assert [slug for slug in ("ja", "EN", "..", "page-2.html", "jade", "page-2") if is_reserved(slug)] == [
        "ja", "EN", "..", "page-2.html",
    ]  # fmt: skip


def test_a_feed_gives_the_moment_and_the_title_of_its_language() -> None:
    page = Page(bitext=small_article(), source=SMALL_SOURCE, target=SMALL_TARGET)
    taken = IndexEntry.of(page.bitext, href="", source=page.source, target=page.target)
    titleless = replace(taken, slug="boats", target_title="")
    for language, day, title in (
        (Language.JA, "2026-02-08T00:30:00Z", "潮が満ちる前に"),
        (Language.EN, "2026-02-09T00:00:00Z", "Before the Tide"),
    ):
        feed = etree.fromstring(atom_feed([taken, titleless], language, options=OPTIONS))
        assert found(feed, "//a:entry/a:updated/text()", ATOM) == [day, day]
        assert found(feed, "//a:entry/a:title/text()", ATOM) == [title, "潮が満ちる前に"]


def test_the_page_of_one_language_says_when_that_one_was_published() -> None:
    told = {path: re.findall(r'published_time" content="(.*?)"', html) for path, html in article_files().items()}
    assert told["tides/ja/index.html"] == [SMALL_SOURCE.published]
    assert told["tides/en/index.html"] == told["tides/index.html"] == [SMALL_TARGET.published]


@pytest.mark.parametrize("published", ["9999-12-31T23:59:59-10:00", "soon", None])
def test_what_is_no_moment_is_in_no_feed(published: str | None) -> None:
    assert moment(published) == ""
