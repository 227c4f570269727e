"""A machine-made title, deck or heading says what it is wherever it stands without its article."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from tests.publish.samples import Kind, bitext, parse, unit
from tmflow.model.bitext import OriginKind, State
from tmflow.model.language import Language
from tmflow.publish.epub import epub_book
from tmflow.publish.feeds import atom_feed
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page
from tmflow.publish.search import search_text
from tmflow.publish.site import IndexEntry
from tmflow.publish.theme import Theme
from tmflow.publish.website import iter_article_files, iter_shared_files

OPTIONS = PageOptions(site_name="Piers", base_url="https://example.org/")
TITLES = ("港の猫", "三匹の一日", "昼の話", "The Harbor Cats", "A Day of Three", "At Noon")


def article(*, is_reviewed: bool = False) -> Page:
    """An article whose English is machine-made, or was."""
    kinds = (Kind.TITLE, Kind.DECK, Kind.HEADING)
    units = [
        unit(ja, en, block=place, kind=kind, level=place, draft=True, origin=OriginKind.MT)
        for place, (ja, en, kind) in enumerate(zip(TITLES[:3], TITLES[3:], kinds, strict=True))
    ]
    if is_reviewed:
        units = [replace(one, draft=False, state=State.REVIEWED) for one in units]
    return Page(bitext=bitext(*units), options=OPTIONS)


def test_the_head_of_a_page_labels_what_it_says_in_the_language_of_the_text() -> None:
    files = {path: content.decode() for path, content in iter_article_files(article(), theme=Theme())}
    both, english = files["tides/index.html"], files["tides/en/index.html"]
    assert "<title>港の猫 | The Harbor Cats [MT] – Piers</title>" in both
    assert parse(english).xpath("//title/text()") == ["The Harbor Cats [MT] – Piers"]
    assert parse(english).xpath("//meta[@property='og:title']/@content") == ["The Harbor Cats [MT]"]
    assert parse(english).xpath("//meta[@name='description']/@content") == ["A Day of Three [MT]"]
    (statement,) = (json.loads(text) for text in parse(english).xpath("//script[contains(@type, 'json')]/text()"))
    assert (statement["headline"], statement["description"]) == ("The Harbor Cats [MT]", "A Day of Three [MT]")
    assert "MT]" not in files["tides/ja/index.html"].partition("</head>")[0].partition("<script")[0]


def test_lists_and_feeds_label_titles_and_decks() -> None:
    page = article()
    entry = replace(IndexEntry.of(page.bitext, href="tides/"), published="2026-06-01")
    feed = etree.fromstring(atom_feed([entry], Language.EN, options=OPTIONS))
    told = [feed.findtext(f".//{{*}}entry/{{*}}{name}") for name in ("title", "summary")]
    assert told == ["The Harbor Cats [MT]", "A Day of Three [MT]"]
    files = dict(iter_shared_files([entry], options=OPTIONS, theme=Theme()))
    listed = parse(files["en/index.html"].decode())
    assert listed.xpath("//section//h2//text()") == ["The Harbor Cats [MT]"]
    assert listed.xpath("//section//p[@class='deck']/text()") == ["A Day of Three [MT]"]
    assert json.loads(search_text(page))["titles"] == ["港の猫", "The Harbor Cats [MT]"]


def test_a_book_labels_its_title_and_its_table_of_contents() -> None:
    english = replace(article(), options=replace(OPTIONS, first=Language.EN))
    with zipfile.ZipFile(io.BytesIO(epub_book(english, theme=Theme()))) as book:
        package, navigation = (etree.fromstring(book.read(f"EPUB/{name}")) for name in ("package.opf", "nav.xhtml"))
    assert package.findtext(".//{*}title") == "The Harbor Cats [MT] | 港の猫"
    assert [link.text for link in navigation.iter("{*}a")][-1] == "At Noon [MT]"


def test_a_translation_into_japanese_is_labelled_in_japanese() -> None:
    own = unit("The Harbor", "港", block=0, kind=Kind.TITLE, draft=True, origin=OriginKind.MT)
    pair = article().bitext.pair
    page = Page(bitext=bitext(own, pair=replace(pair, source=pair.target, target=pair.source)))
    assert dict(page.titles) == {Language.JA: "港［機械訳］", Language.EN: "The Harbor"}


@pytest.mark.parametrize("name", ["page", "fragment", "markdown", "text", "epub"])
def test_reviewed_titles_carry_no_label(name: str) -> None:
    content = OUTPUTS[name].write(article(is_reviewed=True), Theme())
    if name == "epub":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(one) for one in book.namelist() if "." in one and not one.endswith(".css"))
    assert b"MT" not in content
