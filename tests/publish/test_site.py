"""The index page."""

from __future__ import annotations

import json

import pytest

from tests.publish.samples import JA_EN, SMALL_SOURCE, SMALL_TARGET, check_golden, parse, small_article, texts
from tmflow.errors import ModelError
from tmflow.model.document import Metadata
from tmflow.model.language import Language
from tmflow.publish.options import PageOptions
from tmflow.publish.site import IndexEntry, render_index

OPTIONS = PageOptions(site_name="潮入みなとだより", base_url="https://example.org/letters")


def entry(slug: str, published: str | None = None, href: str | None = None) -> IndexEntry:
    return IndexEntry(
        slug=slug,
        href=href if href is not None else f"{slug}.html",
        pair=JA_EN,
        source_title=f"{slug}の話",
        target_title=f"The tale of {slug}",
        target_deck="A deck",
        published=published,
        units=3,
        drafts=1,
    )


def test_an_entry_is_taken_from_a_bitext() -> None:
    taken = IndexEntry.of(small_article(), href="tides.html", source=SMALL_SOURCE, target=SMALL_TARGET)
    assert (taken.source_title, taken.target_title) == ("潮が満ちる前に", "Before the Tide")
    assert (taken.source_deck, taken.target_deck) == ("桟橋の一日を追った", "A day on the pier")
    assert (taken.units, taken.reviewed, taken.drafts, taken.published) == (18, 5, 2, "2026-02-09")


def test_golden_index() -> None:
    taken = IndexEntry.of(small_article(), href="tides.html", source=SMALL_SOURCE, target=SMALL_TARGET)
    check_golden("index.html", render_index([taken, entry("boats", "2026-03-01")], options=OPTIONS))


def test_newest_first_then_by_slug_whatever_the_order_given() -> None:
    entries = [entry("c"), entry("a"), entry("old", "2025-01-01"), entry("new", "2026-01-01T23:00:00+09:00")]
    pages = [render_index(order, options=OPTIONS) for order in (entries, entries[::-1])]
    assert pages[0] == pages[1]
    links = parse(pages[0]).xpath("//h2/a/@href")
    assert links == [f"{slug}.html" for slug in ("new", "new", "old", "old", "a", "a", "c", "c")]


def test_titles_have_their_language_and_dates_their_form() -> None:
    tree = parse(render_index([entry("boats", "2026-03-01")]))
    assert [element.get("lang") for element in tree.xpath("//section/div")] == ["ja", "en"]
    assert texts(tree.xpath("//time")) == ["2026年3月1日", "March 1, 2026"]
    assert texts(tree.xpath("//h1/span")) == ["記事一覧", "Articles"]
    assert "1 unreviewed" in texts(tree.find_class("mark"))


def test_each_language_has_the_day_on_which_it_was_published() -> None:
    taken = IndexEntry.of(small_article(), href="x.html", source=SMALL_SOURCE, target=SMALL_TARGET)
    times = parse(render_index([taken])).xpath("//time")
    assert [one.get("datetime") for one in times] == [SMALL_SOURCE.published, SMALL_TARGET.published]
    assert texts(times) == ["2026年2月8日", "February 9, 2026"]
    undated = IndexEntry.of(small_article(), href="x.html", source=Metadata(published="soon"), target=SMALL_TARGET)
    assert texts(parse(render_index([undated])).xpath("//time")) == ["2026年2月9日", "February 9, 2026"]


def test_a_title_in_one_language_stands_for_both() -> None:
    one_sided = IndexEntry(slug="boats", href="x.html", pair=JA_EN, source_title="船の話")
    for only in Language:
        (title,) = parse(render_index([one_sided], options=PageOptions(first=only, only=only))).xpath("//h2/a")
        assert (title.text, title.getparent().getparent().get("lang")) == ("船の話", "ja")


def test_hostile_titles_and_links_are_text() -> None:
    payload = "</script><script>alert(1)</script>"
    hostile = IndexEntry(
        slug=payload,
        href="javascript:alert(1)",
        pair=JA_EN,
        source_title=payload,
        target_deck=payload,
        published=payload,
    )
    tree = parse(render_index([hostile], options=PageOptions(site_name=payload)))
    assert [script.get("type") for script in tree.iter("script")] == ["application/ld+json", None]
    assert texts(tree.xpath("//h2")) == [payload]
    assert not tree.xpath("//h2/a")


def test_the_statement_lists_the_pages() -> None:
    tree = parse(render_index([entry("boats"), entry("x", href="javascript:x")], options=OPTIONS))
    statement = json.loads(str(tree.xpath("string(//script)")))
    assert statement["hasPart"] == ["https://example.org/letters/boats/"]


def test_an_entry_cannot_count_more_than_there_is() -> None:
    with pytest.raises(ModelError, match="2 reviewed and 0 drafts of 1"):
        IndexEntry(slug="x", href="x.html", pair=JA_EN, units=1, reviewed=2)
