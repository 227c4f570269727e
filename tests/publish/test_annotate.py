"""What a page adds to an article's text: notes linked, readings, days as times."""

from __future__ import annotations

from tests.publish.samples import Kind, bitext, code, parse, texts, unit
from tmflow.model.content import CodeKind, CodeRole, Content
from tmflow.model.document import Metadata
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page, render_article
from tmflow.publish.theme import Theme


def call(label: str) -> Content:
    return Content.of("船", code(CodeKind.FOOTNOTE, CodeRole.STANDALONE, f"[^{label}]"), "。")


def test_a_note_and_what_calls_it_lead_to_each_other_in_both_languages() -> None:
    article = bitext(
        unit(call("1"), call("1"), block=0),
        unit("浮き※2がある。", "There is a float※2.", block=1),
        unit("一尋。", "A fathom.", block=2, kind=Kind.NOTE, mark="[^1]:"),
        unit("※2 木製。", "※2 Of wood.", block=3, kind=Kind.NOTE),
    )
    tree = parse(render_article(article))
    calls = tree.xpath("//a[@role='doc-noteref']")
    assert [(one.text, one.get("href")) for one in calls] == [
        ("1", "#u003-ja"), ("1", "#u003-en"), ("※2", "#u004-ja"), ("※2", "#u004-en"), ("※2", "#u004-ja"), ("※2", "#u004-en"),
    ]  # fmt: skip
    backs = tree.xpath("//a[@role='doc-backlink']/@href")
    assert backs == ["#u001-ja", "#u001-en", "#u002-ja", "#u002-en"]
    ids = set(tree.xpath("//@id"))
    assert {str(href)[1:] for href in tree.xpath("//a[starts-with(@role, 'doc-')]/@href")} <= ids


def test_notes_have_their_marks_in_text_and_are_footnotes_in_markdown() -> None:
    article = bitext(
        unit(call("1"), call("1"), block=0), unit("一尋。", "Fathom.", block=1, kind=Kind.NOTE, mark="[^1]:")
    )
    page = Page(bitext=article)
    assert OUTPUTS["text"].write(page, Theme()).decode().splitlines()[-3:] == ["船[1]。", "", "[1] Fathom."]
    assert OUTPUTS["markdown"].write(page, Theme()).decode().splitlines()[-3:] == ["船[^1]。", "", "[^1]: Fathom."]


def test_a_mark_without_its_note_and_a_note_nobody_calls_are_text() -> None:
    article = bitext(unit(call("9"), "A boat※3.", block=0), unit("※4 独り。", "※4 Alone.", block=1, kind=Kind.NOTE))
    tree = parse(render_article(article))
    assert not tree.xpath("//a[starts-with(@role, 'doc-')]")
    assert texts(tree.xpath("//sup")) == ["9"]


def test_a_longer_number_is_another_note() -> None:
    article = bitext(unit("港※12。", "Port.", block=0), unit("※1 木製。", "Of wood.", block=1, kind=Kind.NOTE))
    assert not parse(render_article(article)).xpath("//a[@role='doc-noteref']")


def test_a_reading_stands_once_where_its_word_first_does() -> None:
    article = bitext(unit("潮入町の潮入。", "Shioiri.", block=0), unit("潮入町と潮入。", "Shioiri.", block=1))
    options = PageOptions(readings=(("潮入", "しおいり"), ("潮入町", "しおいりちょう")))
    tree = parse(render_article(article, options=options))
    assert texts(tree.xpath("//ruby/rt")) == ["しおいりちょう", "しおいり"]
    assert not tree.xpath("//*[@lang='en']//ruby")


def test_days_in_credits_are_times_with_what_is_known_of_hour_and_zone() -> None:
    article = bitext(
        unit("2026年3月14日", "SHIOIRI, March 14, 2026", block=0, kind=Kind.DATELINE),
        unit("2026年3月15日に開く。", "It opens on March 15, 2026.", block=1),
    )
    tree = parse(render_article(article, target=Metadata(published="2026-03-14T09:05:00+00:00")))
    assert tree.xpath("//time/@datetime") == ["2026-03-14T09:05:00+00:00"] * 2
