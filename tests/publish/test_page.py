"""The bilingual page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest

from tests.publish.samples import (
    JA_EN,
    SMALL_SOURCE,
    SMALL_TARGET,
    Kind,
    bitext,
    check_golden,
    parse,
    segments,
    small_article,
    texts,
    unit,
    wrapped,
)
from tmflow.formats.article import parse_article
from tmflow.model.bitext import Bitext, OriginKind, State
from tmflow.model.content import CodeKind, Content
from tmflow.model.document import ArticleFormat, Metadata
from tmflow.model.language import Language
from tmflow.publish.page import PageOptions, render_article
from tmflow.publish.rows import is_published
from tmflow.publish.site import IndexEntry

OPTIONS = PageOptions(
    site_name="潮入みなとだより", base_url="https://example.org/letters/", source_url="https://example.org/original"
)


def small_page() -> str:
    return render_article(small_article(), source=SMALL_SOURCE, target=SMALL_TARGET, options=OPTIONS)


def test_golden_page() -> None:
    check_golden("small.html", small_page())


def test_the_same_bitext_gives_the_same_page() -> None:
    assert small_page() == small_page()


def test_every_text_stands_once_in_order_and_in_its_language() -> None:
    article = bitext(*(unit(f"第{n:02d}文。", f"Sentence {n:02d}.", block=n // 3) for n in range(40)))
    tree = parse(render_article(article))
    assert texts(segments(tree, "ja")) == [u.source.text for u in article.units]
    assert texts(segments(tree, "en")) == [u.target.text for u in article.units if u.target]
    whole = str(tree.find("body").text_content())
    assert all(whole.count(u.source.text) == 1 for u in article.units)


def test_one_of_everything_is_published_once() -> None:
    tree = parse(small_page())
    published = [u for u in small_article().units if is_published(u)]
    assert sorted(texts(segments(tree, "ja"))) == sorted(u.source.text for u in published if u.source)
    assert sorted(texts(segments(tree, "en"))) == sorted(u.target.text for u in published if u.target)
    assert "本文" not in texts(segments(tree, "ja"))
    assert "シェア" not in small_page()


def test_permalinks_are_unique_and_pair_up() -> None:
    ids = [str(value) for value in parse(small_page()).xpath("//@id")]
    assert len(set(ids)) == len(ids)
    assert {"u006-ja", "u006-en", "u007-en", "u008-en"} <= set(ids)
    assert "u008-ja" not in ids


def test_every_text_has_the_language_of_its_element() -> None:
    for element in parse(small_page()).xpath("//article//text()[normalize-space()]/.."):
        lang = element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")
        text = str(element.text_content())
        if re.search(r"[ぁ-んァ-ヶ一-龠]", text):
            assert lang == "ja", text
        elif re.search(r"[a-z]{3}", text) and "example.org" not in text:
            assert lang == "en", text


def test_blocks_are_real_elements() -> None:
    tree = parse(small_page())

    def count(path: str) -> int:
        return len(tree.xpath(path))

    assert (count("//h1"), count("//h2"), count("//article//ul"), count("//article//ol")) == (1, 1, 2, 1)
    assert count("//article//ul/li/ul/li") == 1
    assert count("//blockquote") == count("//figure/figcaption") == 1
    assert count("//figcaption//*[contains(@class, 'credit')]") == 1
    assert count("//*[@role='note']//*[contains(@class, 'note')]//span[@id='u018-ja']") == 1
    assert count("//p[@data-mark='①']") == 2
    assert "■" not in str(tree.find("body").text_content())


def test_a_footnote_shows_the_label_its_sentence_refers_to() -> None:
    note = unit("注の文。", "The note.", block=0, kind=Kind.NOTE, mark="[^1]:")
    tree = parse(render_article(bitext(note)))
    assert [cell.get("data-mark") for cell in tree.xpath("//*[@role='note']//p")] == ["1", "1"]


def test_state_and_origin_are_told_once_and_where_they_differ() -> None:
    tree = parse(small_page())
    (article,) = tree.iter("article")
    machine, reviewed = tree.get_element_by_id("u007-en"), tree.get_element_by_id("u006-en")
    assert (article.get("data-state"), article.get("data-origin")) == ("translated", None)
    assert (machine.get("data-state"), machine.get("data-origin"), machine.get("data-draft")) == (None, "mt", "machine")
    assert (reviewed.get("data-state"), reviewed.get("data-origin"), reviewed.get("data-draft")) == (
        "reviewed",
        "human",
        None,
    )
    assert not tree.xpath("//article//*[@lang='ja']/@data-state | //article//*[@lang='ja']/@data-origin")


def test_machine_translation_is_labelled_until_it_is_reviewed() -> None:
    machine = unit("港は静かだ。", "The harbor is quiet.", draft=True, origin=OriginKind.MT)
    page = render_article(bitext(machine))
    assert '<small class="mark" lang="en">MT</small>' in page
    assert "この記事の訳文は、人が確認していない機械翻訳です" in page
    in_part = render_article(bitext(machine, unit("庭。", "A garden.")))
    assert "機械翻訳の文があります" in in_part
    reviewed = render_article(bitext(replace(machine, draft=False, state=State.REVIEWED)))
    assert 'class="mark"' not in reviewed
    assert "機械翻訳" not in reviewed
    proof = render_article(bitext(machine), options=PageOptions(mark_unreviewed=False))
    assert 'class="mark"' not in proof


def test_a_draft_of_the_memory_is_labelled_as_what_it_is() -> None:
    page = render_article(bitext(unit("港。", "Harbor.", draft=True, origin=OriginKind.MEMORY)))
    assert "unconfirmed</small>" in page
    assert "machine" not in page.partition("<body>")[2]


def test_a_missing_translation_is_said() -> None:
    (missing,) = parse(small_page()).find_class("missing")
    assert (missing.get("lang"), missing.text_content()) == ("en", "(not translated yet)")


def test_japanese_sentences_join_without_a_blank_and_english_with_one() -> None:
    page = render_article(bitext(unit("朝。", "Dawn.", block=1), unit("夜。", "Dusk.", block=1)))
    paragraphs = [str(p.text_content()) for p in parse(page).xpath("//article/div/p")]
    assert paragraphs == ["朝。夜。", "Dawn. Dusk."]


def test_an_english_original_is_read_after_its_japanese_translation() -> None:
    article = bitext(unit("Dawn.", "朝。", block=1), pair=JA_EN.reversed)
    tree = parse(render_article(article))
    assert [span.get("id") for span in tree.xpath("//article//span[@id]")] == ["u001-ja", "u001-en"]
    english = parse(render_article(article, options=PageOptions(first=Language.EN)))
    assert [span.get("id") for span in english.xpath("//article//span[@id]")] == ["u001-en", "u001-ja"]
    assert english.get("lang") == "en"


@pytest.mark.parametrize(("layout", "checked"), [("side-by-side", "v-both"), ("interleaved", "v-inter")])
def test_the_layout_chosen_is_the_one_first_seen(layout: str, checked: str) -> None:
    tree = parse(render_article(small_article(), options=PageOptions(layout=layout)))
    assert tree.xpath("//input[@checked]/@id") == [checked]
    assert tree.xpath("//input/@id") == ["v-both", "v-inter", "v-ja", "v-en"]
    assert tree.xpath("//label/@for") == ["v-both", "v-inter", "v-ja", "v-en"]


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(ValueError, match='layout "columns"'):
        PageOptions(layout="columns")


def test_the_page_asks_for_nothing_and_its_policy_names_all_it_holds() -> None:
    tree = parse(small_page())
    assert tree.xpath("//script/@type") == ["application/ld+json"]
    assert not tree.xpath("//@src | //@style | //link[@rel!='canonical'] | //img | //iframe | //form | //base")
    assert not [name for element in tree.iter() for name in element.attrib if str(name).startswith("on")]
    style = tree.findtext(".//style")
    assert style
    assert not re.search(r"url\(|@import|@font-face", style)
    held = [
        base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode() for text in tree.xpath("//script/text()")
    ]
    own = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)") == (
        f"default-src 'none'; style-src 'sha256-{own}'; script-src 'sha256-{held[0]}' 'sha256-{held[1]}'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def test_links_are_real() -> None:
    hrefs = parse(small_page()).xpath("//a/@href")
    assert hrefs.count("https://example.org/log") == 2
    assert all(str(href).startswith(("https://", "#main")) for href in hrefs)


def test_title_head_and_credits() -> None:
    tree = parse(small_page())
    assert tree.findtext(".//title") == "潮が満ちる前に | Before the Tide – 潮入みなとだより"
    assert tree.xpath("string(//link[@rel='canonical']/@href)") == "https://example.org/letters/tides/"
    assert tree.xpath("//meta[@property='og:locale']/@content") == ["ja_JP"]
    head = texts(tree.xpath("//article/header//*[contains(@class, 'meta')]//p"))
    assert head == [
        "文　浅見しおり",
        "翻訳　メイベル・ソーン",
        "2026年2月8日",
        "By Shiori Asami",
        "Translated by Mabel Thorne",
        "February 9, 2026",
        "約1分で読めます",
        "1 min read",
    ]
    assert tree.xpath("//time/@datetime") == ["2026-02-08T09:30:00+09:00", "2026-02-09"]
    foot = texts(tree.xpath("//article/footer//p"))
    assert "Rights: https://example.org/rights" in foot
    assert "原文　https://example.org/original" in foot
    assert tree.xpath("//footer//a/@hreflang") == ["ja", "ja"]


def test_json_ld_tells_of_a_translation() -> None:
    (text,) = parse(small_page()).xpath("//script[@type]/text()")
    statement = json.loads(text)
    assert statement["@type"] == "NewsArticle"
    assert (statement["inLanguage"], statement["headline"]) == ("en", "Before the Tide")
    assert statement["translator"] == {"@type": "Person", "name": "Mabel Thorne"}
    original = statement["translationOfWork"]
    assert (original["inLanguage"], original["headline"], original["url"]) == (
        "ja",
        "潮が満ちる前に",
        "https://example.org/original",
    )
    assert (statement["datePublished"], original["datePublished"]) == ("2026-02-09", "2026-02-08T09:30:00+09:00")


def test_titles_fall_back_to_the_metadata_and_then_to_the_slug() -> None:
    article = bitext(unit("朝。", "Dawn."))
    page = render_article(
        article, source=Metadata(title="港の\n朝", original_title="Dawn"), target=Metadata(deck="A day")
    )
    tree = parse(page)
    assert texts(tree.xpath("//h1/span")) == ["港の朝", "Dawn"]
    assert texts(tree.find_class("deck")) == ["A day"]
    assert texts(parse(render_article(article)).xpath("//h1/span")) == ["tides"]


def test_a_mark_of_direction_turns_nothing_around_what_it_stands_in() -> None:
    """In a title or an attribute no element can isolate it, and it would turn what follows: the site's name, the next title."""
    title, name = "Harbor \u202egnp.exe", "\u2067Tides"
    article = bitext(unit("港", title, block=0, kind=Kind.TITLE), unit("港。", "A harbor.", block=1))
    page = render_article(article, target=Metadata(deck=title), options=PageOptions(site_name=name))
    head, _, body = page.partition("</head>")
    assert "Harbor gnp.exe – Tides" in head
    assert not set("\u202e\u2067") & set(head)
    assert f"<bdi>{title}</bdi>" in body


def test_a_kicker_of_the_metadata_stands_where_the_text_has_none() -> None:
    source, target = Metadata(kicker="港の<b>便り"), Metadata(kicker="Harbor letters")
    bare = parse(render_article(bitext(unit("港。", "A harbor.")), source=source, target=target))
    assert texts(bare.xpath("//*[contains(@class, 'kicker')]/*")) == ["港の<b>便り", "Harbor letters"]
    assert len(parse(render_article(small_article(), source=source, target=target)).find_class("kicker")) == 1


def test_an_empty_bitext_is_a_page() -> None:
    assert parse(render_article(Bitext(slug="x", pair=JA_EN))).findtext(".//title") == "x"


PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style></title></h1><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><a href=javascript:alert(1)>x</a>",
    "&lt;b&gt;\x00\x0b\ud800\ufffe",
    "\u202eevil\u2066",
    "]]><x>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_shown_as_text_wherever_it_stands(payload: str) -> None:
    link = wrapped(CodeKind.LINK, f'<a href="{payload}">', payload, "</a>")
    kinds = [kind for kind in Kind if kind not in {Kind.MARKER, Kind.BOILERPLATE}]
    units = [unit(payload, payload, block=n, kind=kind, mark=payload) for n, kind in enumerate(kinds)]
    units.append(unit(Content.of(*link.parts), Content.of(*link.parts), block=99))
    metadata = Metadata(
        title=payload,
        deck=payload,
        kicker=payload,
        byline=payload,
        translator=payload,
        source=payload,
        original_title=payload,
        credits=(payload,),
        dates=(payload,),
        published=payload,
        licence=f"javascript:{payload}",
    )
    options = PageOptions(site_name=payload, base_url=f"https://{payload}", source_url=f"javascript:{payload}")
    page = render_article(bitext(*units, slug=payload), source=metadata, target=metadata, options=options)
    page.encode("utf-8")
    tree = parse(page)
    assert "49" not in str(tree.find("body").text_content())
    assert not tree.xpath("//svg | //img | //x | //@onload | //@onerror | //@onmouseover")
    assert [script.get("type") for script in tree.xpath("//script")] == ["application/ld+json", None]
    assert len(tree.xpath("//style")) == len(tree.xpath("//title")) == 1
    assert json.loads(str(tree.xpath("string(//script[@type])")))["@type"] == "NewsArticle"
    assert all(re.match(r"#|https?://", str(href)) for href in tree.xpath("//a/@href"))
    shown = payload.translate(dict.fromkeys([0, 0x0B, 0xD800, 0xFFFE]))
    assert set(texts(segments(tree, "ja"))) == {shown}
    assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe]", page)


def test_a_name_in_a_caption_is_not_who_wrote_or_translated_it() -> None:
    caption = unit(
        "北見ハナ撮影。港灯社の年報から。", "Photo: Hana Kitami. From the Annual Lamp report.", kind=Kind.CAPTION
    )
    source = Metadata(byline="北見ハナ", translator="リー", source="港灯社")
    target = Metadata(byline="Hana Kitami", translator="Ann", source="Lamp")
    tree = parse(render_article(bitext(unit("港。", "A harbor.", block=1), caption), source=source, target=target))
    lines = texts(tree.xpath("//*[contains(@class, 'meta')]//p"))
    assert {"北見ハナ", "By Hana Kitami", "Translated by Ann", "出典　港灯社", "Source: Lamp"} <= set(lines)


@pytest.mark.parametrize(
    ("text", "is_ragged"),
    [("https://a.example/bc を見る。", True), ("abc-defg/hijkl?を見る。", True), ("港を見る。", False)],
)
def test_japanese_with_an_address_is_not_justified(text: str, is_ragged: bool) -> None:  # noqa: FBT001 - a column of the table
    page = parse(render_article(bitext(unit(text, "See it.", block=0))))
    assert bool(page.xpath("//p[@lang='ja'][@class='ragged']")) is is_ragged


def test_text_of_one_side_is_no_draft_on_a_page_nor_in_the_index() -> None:
    article = bitext(unit("港。", "", block=0, draft=True), unit("", "The garden.", target_block=1, draft=True))
    assert not parse(render_article(article)).xpath("//*[@data-draft]")
    assert IndexEntry.of(article, href="a.html").drafts == 0


def test_a_translation_without_an_article_names_the_author_and_the_day_of_the_original() -> None:
    source = Metadata(byline="北見ハナ", published="2026-03-01")
    for options in (PageOptions(), PageOptions(only=Language.EN)):
        article = bitext(unit("港は静かだ。", "The harbor is quiet.", block=0))
        tree = parse(render_article(article, source=source, options=options))
        assert texts(tree.xpath("//header//div[@lang='en']/p")) == ["北見ハナ", "March 1, 2026"]
        assert tree.xpath("//header//div[@lang='en']/p[1]/@lang") == ["ja"]


def test_a_translation_with_an_article_names_whom_that_names() -> None:
    source, target = Metadata(byline="北見ハナ", published="2026-03-01"), Metadata(byline="Hana Kitami")
    tree = parse(render_article(bitext(unit("港。", "A harbor.", block=0)), source=source, target=target))
    assert texts(tree.xpath("//header//div[@lang='en']/p")) == ["By Hana Kitami"]


def test_the_canonical_address_of_a_page_is_the_one_in_the_site() -> None:
    for only, folder in ((None, "tides/"), (Language.EN, "tides/en/")):
        tree = parse(render_article(small_article(), options=replace(OPTIONS, only=only)))
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"https://example.org/letters/{folder}"]


def test_the_day_an_article_was_changed_is_told_to_machines() -> None:
    front = "---\ndate: 2026-03-01\nupdated: 2026-03-05\n---\n\nThe harbor is quiet.\n"
    known = parse_article(front, format=ArticleFormat.MARKDOWN, language=Language.EN).metadata
    assert known.published == "2026-03-01"
    tree = parse(render_article(bitext(unit("港は静かだ。", "The harbor is quiet.", block=0)), target=known))
    statement = json.loads(str(tree.xpath("string(//script[@type='application/ld+json'])")))
    assert (statement["datePublished"], statement["dateModified"]) == ("2026-03-01", "2026-03-05")
