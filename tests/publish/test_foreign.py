"""Words of a third language: a page says which it is, wherever the article does, and says nothing the article may not."""

from __future__ import annotations

import io
import zipfile
from itertools import product
from pathlib import Path
from string import ascii_lowercase

import pytest
from lxml import html

from tests.chromium import Chromium
from tests.publish.checkers import axe_violations, nu_messages
from tests.publish.samples import parse, write_page
from tests.publish.structures import paired
from tmflow.formats.article import parse_article
from tmflow.model.document import ArticleFormat, BlockKind
from tmflow.model.language import Language
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page, render_article
from tmflow.publish.theme import Theme
from tmflow.text.language_tags import language_tag

_SHARED = """
<blockquote lang="fr"><p>La mer est calme. Le phare veille.</p></blockquote>
<p lang="he">המגדלור בצפון.</p>
<table><tr><th>a</th><th>b</th></tr><tr><td lang="de">Leuchtturm am Meer</td><td>12</td></tr></table>
"""
JA = f"""<html lang="ja"><body><article><h1>灯台の<i lang="la">Larus</i></h1>
<p>看板に<span lang="fr">Bonjour</span>とある。<q lang="pt-BR">Bom dia</q>と答えた。<em lang="en">Lighthouse</em>と書く。</p>
{_SHARED}<p lang="ja">終わり。</p></article></body></html>"""
EN = f"""<html lang="en"><body><article><h1>The <i lang="la">Larus</i> of the Lighthouse</h1>
<p>The sign says <span lang="fr">Bonjour</span>. She said <q lang="pt-BR">Bom dia</q>. <em lang="ja">Tōdai</em> it is called.</p>
{_SHARED}<p lang="en-GB">The end.</p></article></body></html>"""
ARTICLE = paired(JA, EN, ArticleFormat.HTML)


def spoken(tree: html.HtmlElement, side: str) -> list[tuple[str, str]]:
    """What elements inside of the sentences of a side say of their language."""
    inner = tree.xpath(f"//article//*[@id and @lang='{side}']//*[@lang]")
    return [(str(one.get("lang")), str(one.text_content())) for one in inner]


def test_the_page_says_which_language_it_is_of_blocks_and_words_on_both_sides() -> None:
    shared = [
        ("fr", "La mer est calme."),
        ("fr", "Le phare veille."),
        ("he", "המגדלור בצפון."),
        ("de", "Leuchtturm am Meer"),
    ]
    tree = parse(render_article(ARTICLE))
    assert spoken(tree, "ja") == [
        ("la", "Larus"),
        ("fr", "Bonjour"),
        ("pt-BR", "Bom dia"),
        ("en", "Lighthouse"),
        *shared,
    ]
    assert spoken(tree, "en") == [("la", "Larus"), ("fr", "Bonjour"), ("pt-BR", "Bom dia"), ("ja", "Tōdai"), *shared]
    assert {one.get("dir") for one in tree.xpath("//article//*[@lang='he']")} == {"rtl"}


def test_the_book_and_the_fragment_say_so_too() -> None:
    with zipfile.ZipFile(io.BytesIO(OUTPUTS["epub"].write(Page(bitext=ARTICLE), Theme()))) as book:
        chapter = book.read("EPUB/article.xhtml").decode()
    assert 'lang="fr" xml:lang="fr">Bonjour' in chapter
    assert '<span lang="fr">Bonjour' in OUTPUTS["fragment"].write(Page(bitext=ARTICLE), Theme()).decode()


@pytest.mark.parametrize("only", list(Language))
def test_alternative_texts_keep_theirs(only: Language) -> None:
    text = '<p lang="fr"><img src="a.png" alt="Le phare"></p><p><img src="b.png" lang="de" alt="Der Turm"></p><p><img lang="ja" src="c.png" alt="港"></p>'
    blocks = parse_article(f"<h1>A</h1>{text}", format=ArticleFormat.HTML, language=only).blocks
    told = [block.foreign for block in blocks if block.kind is BlockKind.IMAGE]
    assert told == ["fr", "de", "ja" if only is Language.EN else ""]


@pytest.mark.parametrize(
    "told",
    [
        "",
        "x",
        "french",
        "xx",
        'fr" onmouseover="x',
        "<b>",
        "fr;de",
        "javascript:x",
        "a" * 400,
        "fr\u0000",
        "und\n",
        "jp",
        "i-klingon",
    ],
)
def test_what_names_no_language_is_refused(told: str) -> None:
    attribute = told.replace('"', "&quot;").replace("<", "&lt;")
    text = f'<h1>A</h1><p lang="{attribute}">One.</p><p>Two <i lang="{attribute}">three</i>.</p>'
    tree = parse(render_article(paired(text, text, ArticleFormat.HTML)))
    assert {one.get("lang") for one in tree.xpath("//article//*[@lang]")} <= {"ja", "en", "und"}
    assert not tree.xpath("//*[@onmouseover]")


def test_a_sentence_that_goes_on_in_the_next_keeps_its_language() -> None:
    text = '<h1>A</h1><p>He said: <span lang="es">Buenos dias. Hasta luego.</span> Then he left.</p>'
    tree = parse(render_article(paired(text, text, ArticleFormat.HTML)))
    assert [inner for tag, inner in spoken(tree, "en") if tag == "es"] == ["Buenos dias.", "Hasta luego."]


def test_a_passage_of_the_other_language_in_an_article_is_published_in_it() -> None:
    parts = ["<h1>A</h1>", *(f"<p>Line {number} of the poem is here.</p>" for number in range(4))]
    poem = '<p lang="ja">古い池の水の音。</p>'
    ours = "".join([*parts, "<p>古い池の水の音。</p>"])
    tree = parse(render_article(paired(ours, "".join([*parts, poem]), ArticleFormat.HTML)))
    assert ("ja", "古い池の水の音。") in spoken(tree, "en")


def test_a_page_that_is_in_both_languages_is_read_in_its_own() -> None:
    text = "<h1>A</h1>" + "".join(f'<p lang="ja">{number}の港。</p><p>Harbor {number}.</p>' for number in range(3))
    blocks = parse_article(text, format=ArticleFormat.HTML, language=Language.EN).blocks
    assert {block.foreign for block in blocks} == {""}


@pytest.mark.browser
def test_words_of_the_other_language_stay_in_view_where_a_language_is_alone(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(write_page(tmp_path, render_article(ARTICLE))) as tab:
        for view, words in (("v-en", "Tōdai"), ("v-ja", "Lighthouse")):
            tab.click(f"label[for={view}]")
            assert words in tab.evaluate("document.querySelector('article').innerText")
        assert "灯台" in tab.evaluate("document.querySelector('article').innerText")


@pytest.mark.browser
def test_the_checkers_find_nothing(chromium: Chromium, tmp_path: Path) -> None:
    path = write_page(tmp_path, render_article(ARTICLE))
    assert nu_messages([path]) == []
    with chromium.tab(path) as tab:
        assert axe_violations(tab) == []


@pytest.mark.browser
def test_every_tag_a_page_may_carry_is_one_to_the_checker(tmp_path: Path) -> None:
    known = [
        tag
        for size in (2, 3)
        for letters in product(ascii_lowercase, repeat=size)
        if (tag := language_tag("".join(letters)))
    ]
    regions = [language_tag(f"fr-{first}{second}") for first, second in product(ascii_lowercase, repeat=2)]
    scripts = [
        language_tag(f"{tag}-{script}") for tag in known for script in ("Latn", "Cyrl", "Hans", "Hant", "Hira", "Kana")
    ]
    tags = sorted({*known, *regions, *scripts})
    body = "".join(f'<p lang="{tag}">a</p>' for tag in tags)
    assert len(tags) > 600
    assert nu_messages([write_page(tmp_path, f'<!DOCTYPE html><html lang="en"><title>a</title>{body}</html>')]) == []
