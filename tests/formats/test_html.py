"""HTML tokens and pages as files on the web are: broken, deep, hostile."""

from __future__ import annotations

import time

import pytest

from tmflow.formats.article import parse_article
from tmflow.formats.html import declared_language, head_title_span
from tmflow.formats.htmltokens import TokenKind, attributes_of, iter_html_tokens
from tmflow.model.document import ArticleFormat, BlockKind


def test_tokens_partition_the_text() -> None:
    page = "<!DOCTYPE html><p a='>'>x</p><!-- <b> --><script>if (a<b) {}</script><![CDATA[y]]><?php z ?>5 < 6"
    tokens = list(iter_html_tokens(page))
    assert "".join(page[token.start : token.end] for token in tokens) == page
    assert [token.kind for token in tokens] == [
        TokenKind.COMMENT,
        TokenKind.START,
        TokenKind.TEXT,
        TokenKind.END,
        TokenKind.COMMENT,
        TokenKind.RAW,
        TokenKind.COMMENT,
        TokenKind.COMMENT,
        TokenKind.TEXT,
    ]


def test_attributes() -> None:
    tag = '<p CLASS="a b" data-x=\'1\' hidden title="a &amp; b" class=c z=5>'
    expected = {"class": "a b", "data-x": "1", "hidden": "", "title": "a & b", "z": "5"}
    assert attributes_of(tag, next(iter_html_tokens(tag))) == expected


@pytest.mark.parametrize("page", ["<svg><text>a</text>", "<noscript>a", "<select><option>a"])
def test_unclosed_elements_do_not_swallow_the_page(page: str) -> None:
    blocks = parse_article(page + "<p>kept</p>", format=ArticleFormat.HTML).blocks
    assert "kept" in [block.text for block in blocks]


def test_an_unclosed_script_is_never_text() -> None:
    assert parse_article("<p>a</p><script>var b = 1;", format=ArticleFormat.HTML).blocks[-1].text == "a"


def test_a_block_that_is_not_to_be_translated_is_none() -> None:
    page = """<html translate="no"><body translate="no"><p>read</p><p translate="no">12 kn</p>
    <div translate=no><p>SOS</p></div></body>"""
    assert [block.text for block in parse_article(page, format=ArticleFormat.HTML).blocks] == ["read"]


def test_language_and_title_of_the_head() -> None:
    assert declared_language("<p>no</p>") is None
    assert head_title_span("<title></title>") is None
    assert declared_language("<HTML class='x' LANG=en-GB>") == ("en-GB", 21, 26)


def test_published_and_author_from_meta() -> None:
    page = (
        '<meta property="article:published_time" content="2026-05-02T09:00:00+09:00"><meta name="author" content="A &amp; B">'
        "<h1>T</h1><p>Some text that is long enough to be the body of it.</p>"
    )
    metadata = parse_article(page, format=ArticleFormat.HTML).metadata
    assert (metadata.published, metadata.byline, metadata.title) == ("2026-05-02T09:00:00+09:00", "A & B", "T")


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ('<meta name="series" content="港めぐり"><meta name="part" content="3">', "灯台", ("港めぐり", 3)),
        ('<meta name=SERIES content="Around the harbor, Part 3">', "Light", ("Around the harbor", 3)),
        ('<meta name="series" content="港めぐり">', "灯台　第4回", ("港めぐり", 4)),
        ('<meta name="series" content=" ">', "灯台　第4回", (None, None)),
    ],
)
def test_series_from_meta(head: str, title: str, expected: tuple[str | None, int | None]) -> None:
    page = f"{head}<h1>{title}</h1><p>灯台は岬の先に立ち、夜ごとに海を照らしてきた。</p>"
    metadata = parse_article(page, format=ArticleFormat.HTML).metadata
    assert (metadata.series, metadata.part) == expected


@pytest.mark.parametrize("name", ["nav", "related", "share"])
def test_parts_of_the_site(name: str) -> None:
    blocks = parse_article(f'<div class="x {name}"><h2>Y</h2><p>z</p></div>', format=ArticleFormat.HTML).blocks
    assert {block.kind for block in blocks} == {BlockKind.BOILERPLATE}


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<b>",
        "<p>x<br>",
        "</p>",
        '<a "',
        "<!--",
        "<script>",
        "<svg>",
        "<![CDATA[",
        "<",
        "<ul><li>x",
        "<rt>x",
        "&amp;",
        "<title>",
    ],
)
def test_hostile_pages_take_linear_time(unit: str) -> None:
    page = unit * (100_000 // len(unit)) + "</p>" * 20_000
    begin = time.process_time()
    assert parse_article(page, format=ArticleFormat.HTML).text == page
    assert time.process_time() - begin < 10.0


def test_of_a_form_only_the_controls_are_no_text() -> None:
    page = """<h1>Harbor</h1><form><p>The gate opens at six.</p><label for=a>Name <input id=a></label>
    <select><option>x</option></select><textarea>y</textarea><button>Send</button><p>It closes at nine.</p></form>"""
    blocks = [block for block in parse_article(page, format=ArticleFormat.HTML).blocks if block.kind.is_body]
    assert [block.text for block in blocks] == ["The gate opens at six.", "It closes at nine."]


def test_what_a_browser_shows_in_place_of_a_film_is_no_text() -> None:
    page = "<p>See the tide.</p><video src=a.mp4><p>No film here.</p></video><audio>No sound.</audio>"
    assert [block.text for block in parse_article(page, format=ArticleFormat.HTML).blocks] == ["See the tide."]


def test_translator_and_deck_from_meta_where_the_text_has_none() -> None:
    head = '<meta name="translator" content="Rose Hale"><meta name="description" content="A day on the pier">'
    told = parse_article(f"{head}<h1>Tides</h1><p>Morning came.</p>", format=ArticleFormat.HTML).metadata
    assert (told.translator, told.deck) == ("Rose Hale", "A day on the pier")
    shown = parse_article(f"{head}<h1>Tides</h1><p class=deck>By the sea</p>", format=ArticleFormat.HTML).metadata
    assert shown.deck == "By the sea"


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("<dl><dt>{}</dt><dd>It opened.</dd></dl>", None),
        ("<ul><li>{} It opened.</li></ul>", None),
        ("<p>The museum at the harbor opened its doors on {} to all who live here.</p>", None),
        ('<p class="date">{}</p>', "2016-07-18"),
        ("<p>{}</p>", "2016-07-18"),
        ('<div><time datetime="2016-07-18"></time></div>', "2016-07-18"),
        ("<footer><p>The text of this page was first put here on {} by us.</p></footer>", None),
        ('<footer class="entry-footer"><span>{}</span></footer>'.replace("{}", "{published}"), "2016-07-18"),
    ],
)
def test_a_day_of_which_the_text_speaks_is_not_that_of_the_article(around: str, expected: str | None) -> None:
    time = '<time datetime="2016-07-18">July 18, 2016</time>'
    told = around.format(time, published=time.replace("<time", '<time class="entry-date published"'))
    text = "<p>The museum stands at the harbor and is open to all who live here.</p>"
    before, after = (f"<article><h1>The Museum</h1>{body}</article>" for body in (told + text, text + told))
    assert parse_article(after, format=ArticleFormat.HTML).metadata.published == (
        expected if "class" in around else None
    )
    if "footer" not in around:
        assert parse_article(before, format=ArticleFormat.HTML).metadata.published == expected


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("森けんじ", "森けんじ　2026年6月1日"),
        ("Kenji Mori", "By Kenji Mori, June 1, 2026"),
        ("Kenji Mori", "Kenji Mori, June 1, 2026"),
    ],
)
@pytest.mark.parametrize(
    "around",
    ['<meta name="author" content="{0}"><h1>A</h1><p>{1}</p><p>B.</p>', "---\nauthor: {0}\n---\n# A\n\n{1}\n\nB.\n"],
)
def test_a_line_of_the_author_told_and_a_day_is_a_byline(name: str, line: str, around: str) -> None:
    markup = ArticleFormat.HTML if around.startswith("<") else ArticleFormat.MARKDOWN
    found = parse_article(around.format(name, line), format=markup)
    assert [block.kind for block in found.blocks if block.text == line] == [BlockKind.BYLINE]
    assert (found.metadata.byline, found.metadata.source, found.metadata.published) == (name, None, "2026-06-01")
