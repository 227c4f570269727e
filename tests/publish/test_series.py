"""Series: which articles are of one, in which order, and the pages that say so."""

from __future__ import annotations

from dataclasses import replace

from tests.publish.samples import JA_EN, parse, small_article, texts
from tmflow.model.document import Metadata
from tmflow.model.language import Language
from tmflow.publish.listings import listings
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page
from tmflow.publish.series import gather_series, series_places
from tmflow.publish.site import IndexEntry
from tmflow.publish.theme import Theme
from tmflow.publish.website import iter_article_files, iter_shared_files

OPTIONS = PageOptions(site_name="潮路だより", base_url="https://example.org")


def entry(slug: str, series: str = "港めぐり", part: int | None = None, published: str | None = None) -> IndexEntry:
    return IndexEntry(
        slug=slug,
        href="",
        pair=JA_EN,
        source_title=f"{slug}の話",
        target_title=f"The tale of {slug}",
        source_series=series,
        target_series="Around the harbor" if series else "",
        part=part,
        published=published,
    )


def order(*entries: IndexEntry) -> list[str]:
    (series,) = gather_series(entries)
    return [one.slug for one in series.entries]


def test_parts_come_in_their_order_and_what_tells_none_by_date() -> None:
    assert order(entry("c", part=3), entry("a", part=10), entry("b", part=1)) == ["b", "c", "a"]
    assert order(entry("x", published="2026-02-01"), entry("y", published="2026-01-01"), entry("z", part=9)) == [
        "z",
        "y",
        "x",
    ]


def test_names_are_one_but_for_width_and_case() -> None:
    found = gather_series([entry("a", "Harbor ＡＢＣ"), entry("b", "harbor abc"), entry("c", "港"), entry("d", "")])
    assert [len(series.entries) for series in found] == [2, 1]
    assert [series.slug for series in found] == ["harbor-abc", "港"]


def test_a_folder_for_every_name() -> None:
    names = ["ja", "../..", "a/b", "a:b", "x" * 300, "<script>"]
    slugs = [series.slug for series in gather_series(entry(f"n{at}", name) for at, name in enumerate(names))]
    assert len(set(slugs)) == len(names)
    assert all(slug not in {"ja", "en", "..", ""} and not set(slug) & set("/\\:<>. ") for slug in slugs)
    assert max(map(len, slugs)) < 60


def test_the_page_of_an_article_leads_on_in_its_language() -> None:
    (series,) = gather_series([entry("one", part=1), entry("tides", part=2), entry("three", part=3)])
    places = series_places(series)
    page = Page(bitext=replace(small_article(), slug="tides"), options=OPTIONS)
    files = dict(iter_article_files(page, theme=Theme(), place=places["tides"]))
    english = parse(files["tides/en/index.html"].decode())
    assert english.xpath("//nav[@class='series']//a/@href") == [
        "../../series/%E6%B8%AF%E3%82%81%E3%81%90%E3%82%8A/en/",
        "../../one/en/",
        "../../three/en/",
    ]
    assert "Part 2" in texts(english.xpath("//p[@id='series']"))[0]
    both = parse(files["tides/index.html"].decode())
    assert both.xpath("//nav[@class='series']//li[@class='next']//span/@lang") == ["ja", "en"]
    first = Page(bitext=replace(small_article(), slug="one"), options=OPTIONS)
    opening = dict(iter_article_files(first, theme=Theme(), place=places["one"]))["one/index.html"].decode()
    assert parse(opening).xpath("//nav[@class='series']//a/@rel") == ["next"]


def test_a_site_lists_its_series_and_its_years() -> None:
    entries = [
        entry("a", part=1, published="2025-03-01"),
        entry("b", part=2, published="2026-03-01"),
        entry("c", series="", published="2026-04-01"),
    ]
    files = {
        path: content.decode("utf-8", "replace")
        for path, content in iter_shared_files(entries, options=OPTIONS, theme=Theme())
    }
    assert texts(parse(files["en/index.html"]).xpath("//nav[@class='shelf']/a")) == ["2026", "2025", "Series"]
    assert parse(files["archive/2025/index.html"]).xpath("//h2/a/@href") == ["../../a/", "../../a/"]
    of_series = parse(files["series/港めぐり/en/index.html"])
    assert of_series.xpath("//h2/a/@href") == ["../../../a/en/", "../../../b/en/"]
    assert texts(of_series.xpath("//h1/span")) == ["Around the harbor"]
    assert (
        parse(files["series/index.html"]).xpath("//h2/a/@href")[0] == "../series/%E6%B8%AF%E3%82%81%E3%81%90%E3%82%8A/"
    )
    for path in ("archive/2025/", "series/", "series/%E6%B8%AF%E3%82%81%E3%81%90%E3%82%8A/en/"):
        assert f"<loc>https://example.org/{path}</loc>" in files["sitemap.xml"]


def test_one_year_needs_no_list_of_its_own() -> None:
    assert [one.folder for one in listings([entry("a", "", published="2026-01-01")])] == [""]


def test_an_entry_takes_the_series_from_either_side() -> None:
    source, target = Metadata(series="港めぐり", part=4), Metadata(series="Around the harbor")
    taken = IndexEntry.of(small_article(), href="", source=source, target=target)
    assert (taken.series(Language.JA), taken.series(Language.EN), taken.part) == ("港めぐり", "Around the harbor", 4)
    assert IndexEntry.of(small_article(), href="", target=replace(target, part=2)).part == 2


def test_what_is_named_in_one_language_is_shown_in_that_one() -> None:
    entries = [
        replace(entry(slug, part=part), target_series="", target_title="") for part, slug in enumerate(["one", "tides"])
    ]
    (series,) = gather_series(entries)
    page = Page(bitext=replace(small_article(), slug="one"), options=OPTIONS)
    files = dict(iter_article_files(page, theme=Theme(), place=series_places(series)["one"]))
    for path in ("one/index.html", "one/en/index.html"):
        shelf = parse(files[path].decode()).xpath("//nav[@class='series']")[0]
        assert [(one.get("lang"), one.text) for one in shelf.xpath("./p/a/span")] == [("ja", "港めぐり")]
        (following,) = shelf.xpath(".//li/a/span")
        assert (following.get("lang"), following[0].tail) == ("ja", " tidesの話")
        assert following[0].text == ("Next part" if "en/" in path else "次回")
    shared = dict(iter_shared_files(entries, options=OPTIONS, theme=Theme()))
    for path in ("series/en/index.html", "series/港めぐり/en/index.html"):
        tree = parse(shared[path].decode())
        assert [one for one in tree.xpath("//main//*[@lang='ja']") if "港めぐり" in one.text_content()]
        assert not [one for one in tree.xpath("//main//*[@lang='en']") if "港" in one.text_content()]


def test_what_stands_above_the_title_is_not_said_again() -> None:
    """`small_article` has the kicker 港の便り　第1回, in English "Harbor letters, No. 1"."""
    entries = [
        replace(entry("tides", part=1), source_series="港の便り"),
        replace(entry("b", part=2), source_series="港の便り"),
    ]
    (series,) = gather_series(entries)
    page = Page(bitext=replace(small_article(), slug="tides"), options=OPTIONS)
    files = dict(iter_article_files(page, theme=Theme(), place=series_places(series)["tides"]))
    (box,) = parse(files["tides/index.html"].decode()).xpath("//p[@id='series']")
    assert texts(box.xpath("./a/span[@lang]")) == ["この連載", "Around the harbor"]
    assert files["tides/index.html"].decode().count("港の便り") == 1


def test_the_list_of_series_gives_the_day_of_each_language() -> None:
    dated = replace(entry("a", published="2026-03-09"), source_published="2026-03-01")
    files = dict(iter_shared_files([dated], options=OPTIONS, theme=Theme()))
    times = parse(files["series/index.html"].decode()).xpath("//section//time/@datetime")
    assert times == ["2026-03-01", "2026-03-09"]
