"""The marks that end an article: for readers, shown once in each language; for the press, left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from tests.publish.samples import bitext, parse, texts, unit
from tmflow.formats.article import parse_article
from tmflow.model.document import ArticleFormat, BlockKind, Document, InsetKind
from tmflow.model.language import Language
from tmflow.publish.manuscript import text_article
from tmflow.publish.markdown_manuscript import markdown_article
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, render_page
from tmflow.publish.theme import Theme

JA = "港の朝\n\n朝の港は静かだった。船は沖に出て、灯台の明かりはまだ消えていない。\n\n池の水は深い。\n\n{}\n"
EN = "Morning at the Harbor\n\nThe harbor was quiet. The boats had gone out, and the lighthouse was lit.\n\nThe pond is deep.\n\n{}\n"


def article(text: str, language: Language, format: ArticleFormat = ArticleFormat.PLAIN) -> Document:
    return parse_article(text, format=format, language=language)


def page(ours: str, theirs: str, only: Language | None = None) -> Page:
    source, target = article(JA.format(ours), Language.JA), article(EN.format(theirs), Language.EN)
    return Page(
        bitext=bitext(unit("池の水は深い。", "The pond is deep.", block=2)),
        options=PageOptions(only=only),
        source_insets=source.insets,
        target_insets=target.insets,
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("（完）", "(The End)"),
        ("――完――", "(The End)"),
        ("（了）", "—The End—"),
        ("（おわり）", "-30-"),
        ("###", "###"),
        ("＊＊＊", "***"),
    ],
)
def test_it_is_shown_once_in_each_language(ours: str, theirs: str) -> None:
    shown = page(ours, theirs)
    (end,) = parse(render_page(shown, theme=Theme())).xpath("//article//div[contains(@class, 'end')]")
    assert texts(list(end)) == [ours, theirs]
    assert [line.get("lang") for line in end] == ["ja", "en"]
    assert text_article(shown).strip().endswith(f"\n\n{theirs}")
    assert MarkdownIt("commonmark").render(markdown_article(shown)).endswith(f"<p>{theirs}</p>\n")


@pytest.mark.parametrize(("ours", "theirs"), [("（おわり）", "(The End)"), ("（おわり）", ""), ("", "(The End)")])
@pytest.mark.parametrize("is_ours", [True, False])
def test_it_stands_behind_what_only_one_language_has(ours: str, theirs: str, *, is_ours: bool) -> None:
    added = ("図書館の庭は南にある。\n\n", "") if is_ours else ("", "The garden of the library is in the south.\n\n")
    shown = page(added[0] + ours, added[1] + theirs)
    alone = unit(added[0].strip(), added[1].strip(), block=3, target_block=3)
    shown = replace(shown, bitext=bitext(*shown.bitext.units, alone))
    assert [row.kind for row in shown.rows] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, InsetKind.END]


def test_it_stays_before_the_credits_of_one_language() -> None:
    shown = page("（おわり）", "")
    credit = unit("", "Source: Harbor Letters", target_block=3, kind=BlockKind.SOURCE)
    rows = replace(shown, bitext=bitext(*shown.bitext.units, credit)).rows
    assert [row.kind for row in rows] == [BlockKind.PARAGRAPH, InsetKind.END, BlockKind.SOURCE]


def test_of_one_language_its_own_is_shown() -> None:
    (end,) = parse(render_page(page("（完）", "（完）", Language.EN), theme=Theme())).xpath("//div[@class='r end']/p")
    assert (end.get("lang"), end.text) == ("en", "（完）")


@pytest.mark.parametrize(("ours", "theirs"), [("本稿終了", "End of article"), ("◆", "* * *")])
def test_what_is_said_to_the_press_and_ornaments_are_left_out(ours: str, theirs: str) -> None:
    assert "end" not in {inset.kind.value for inset in page(ours, theirs).source_insets}
    assert not parse(render_page(page(ours, theirs), theme=Theme())).xpath("//div[contains(@class, ' end')]")


@pytest.mark.parametrize(
    ("format", "text"),
    [
        (ArticleFormat.MARKDOWN, "# 港\n\n静かだ。\n\n**（完）**\n"),
        (ArticleFormat.HTML, "<h1>港</h1><p>静かだ。</p><p>― 了 ―</p>"),
        (ArticleFormat.MARKDOWN, "# 港\n\n静かだ。\n\n###\n"),
        (ArticleFormat.MARKDOWN, "# 港\n\n静かだ。\n\n  ***"),
        (ArticleFormat.MARKDOWN, "# 港\n\n静かだ。\n\n＊＊＊\n"),
        (ArticleFormat.HTML, "<h1>港</h1><p>静かだ。</p><p>###</p>"),
        (ArticleFormat.HTML, "<h1>港</h1><p>静かだ。</p><center>***</center>"),
    ],
)
def test_it_is_found_in_markup(format: ArticleFormat, text: str) -> None:
    (inset,) = article(text, Language.JA, format).insets
    assert inset.kind is InsetKind.END
    assert inset.text in text


def test_a_sign_between_passages_ends_nothing() -> None:
    for sign in ("###", "***"):
        text = EN.format(f"{sign}\n\nThe garden was green.")
        assert all(article(text, Language.EN, written).insets == () for written in ArticleFormat)
