"""What the page's script adds: the view remembered, partners lit, links to sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import Chromium, Screen, Tab
from tests.publish.samples import small_page, small_site, write_page

pytestmark = pytest.mark.browser

_LIT = "[...document.querySelectorAll('.lit')].map(e => e.id)"


def lit(tab: Tab) -> list[str]:
    """Which sentences are lit, as a reader sees it: on another ground than the rest."""
    ids: list[str] = tab.evaluate(_LIT)
    grounds = tab.evaluate(f"{_LIT}.map(id => getComputedStyle(document.getElementById(id)).backgroundColor)")
    assert "rgba(0, 0, 0, 0)" not in grounds
    return ids


def is_offered(tab: Tab) -> bool:
    return bool(tab.evaluate("document.querySelector('.bar').getClientRects().length"))


def offered(tab: Tab) -> dict[str, str]:
    """The links a reader sees in the bar: words to address."""
    links: dict[str, str] = tab.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.bar a')].filter(e => e.getClientRects().length).map(e => [e.textContent, e.getAttribute('href')]))"
    )
    return links


@pytest.mark.parametrize("view", ["v-inter", "v-ja", "v-en"])
def test_the_view_is_remembered(chromium: Chromium, tmp_path: Path, view: str) -> None:
    page = write_page(tmp_path, small_page())
    with chromium.tab(page) as tab:
        tab.click(f"label[for={view}]")
        tab.go(page.as_uri())
        assert tab.evaluate("document.querySelector('.view :checked').id") == view
        assert not tab.messages


def test_what_is_remembered_and_no_view_of_ours_does_no_harm(chromium: Chromium, tmp_path: Path) -> None:
    page = write_page(tmp_path, small_page())
    with chromium.tab(page) as tab:
        for value in ("nonsense", "__proto__", "length"):
            tab.evaluate(f"localStorage.tmflowView = '{value}'")
            tab.go(page.as_uri())
            assert tab.evaluate("document.querySelector('.view :checked').id") == "v-both"
        assert not tab.messages


@pytest.mark.parametrize(("pointed", "partner"), [("u006-ja", "u006-en"), ("u007-en", "u007-ja")])
def test_a_sentence_and_its_partner_light_up(chromium: Chromium, tmp_path: Path, pointed: str, partner: str) -> None:
    with chromium.tab(write_page(tmp_path, small_page()), Screen(is_dark=True)) as tab:
        tab.move_to(f"#{pointed}")
        assert set(lit(tab)) == {pointed, partner}
        tab.move_to("h1")
        assert pointed not in lit(tab)
        tab.evaluate(f"document.getElementById('{pointed}').focus()")
        assert set(lit(tab)) == {pointed, partner}


def test_a_one_sided_sentence_lights_up_alone(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(write_page(tmp_path, small_page())) as tab:
        tab.move_to("#u018-ja")
        assert lit(tab) == ["u018-ja"]


def test_a_tap_lights_up_and_offers_links_to_both_languages(chromium: Chromium, tmp_path: Path) -> None:
    page = write_page(tmp_path, small_page(contact="desk@example.org"))
    with chromium.tab(page, Screen(width=375, is_touch=True)) as tab:
        assert not is_offered(tab)
        tab.tap("#u006-en")
        assert set(lit(tab)) == {"u006-ja", "u006-en"}
        assert is_offered(tab)
        links = offered(tab)
        assert list(links)[:2] == ["この文へのリンクをコピー", "Copy link to sentence"]
        assert list(links.values())[:2] == ["#u006-ja", "#u006-en"]
        report = links["Report this sentence"]
        assert report.startswith("mailto:desk@example.org?subject=tides&body=file%3A%2F%2F")
        assert report.endswith("page.html%23u006-en")
        heights = tab.evaluate(
            "[...document.querySelectorAll('.bar a:not([hidden])')].map(e => e.getBoundingClientRect().height)"
        )
        assert min(heights) >= 24
        tab.tap("h1")
        tab.tap("main")
        assert tab.evaluate("document.documentElement.scrollWidth") == 375


def test_the_bar_speaks_the_language_of_what_is_chosen_and_shown(chromium: Chromium, tmp_path: Path) -> None:
    japanese = {"この文へのリンクをコピー", "この文の誤りを知らせる"}
    english = {"Copy link to sentence", "Report this sentence"}
    with chromium.tab(write_page(tmp_path, small_page(contact="desk@example.org"))) as tab:
        tab.click("#u006-ja")
        assert set(offered(tab)) == {*japanese, "Copy link to sentence"}
        tab.click("#u006-en")
        assert set(offered(tab)) == {*english, "この文へのリンクをコピー"}
        tab.click("label[for=v-ja]")
        assert not is_offered(tab)
        for view, words in (("ja", japanese), ("en", english)):
            tab.click(f"label[for=v-{view}]")
            tab.click(f"#u006-{view}")
            assert set(offered(tab)) == words


def test_the_keyboard_reaches_sentences_and_their_links(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(write_page(tmp_path, small_page())) as tab:
        focused = "document.activeElement.id || document.activeElement.getAttribute('href')"
        for _ in range(3):
            tab.press("Tab")
        assert tab.evaluate(focused) == "u001-ja"
        tab.press("ArrowRight")
        assert tab.evaluate(focused) == "u002-ja"
        tab.press("ArrowLeft")
        tab.press("ArrowLeft")
        assert tab.evaluate(focused) == "u001-ja"
        tab.press("Enter")
        assert tab.evaluate(focused) == "#u001-ja"
        tab.press("Escape")
        assert tab.evaluate(focused) == "u001-ja"
        assert not is_offered(tab)


def test_copying_says_so_and_leads_to_the_sentence(chromium: Chromium, tmp_path: Path) -> None:
    page = write_page(tmp_path, small_page())
    with chromium.tab(page) as tab:
        tab.evaluate("navigator.clipboard.writeText = text => (document.title = text, Promise.resolve())")
        tab.click("#u006-ja")
        tab.click(".bar a[lang=en]")
        assert tab.evaluate("document.title") == f"{page.as_uri()}#u006-en"
        assert tab.evaluate("(e => [e.lang, e.textContent])(document.querySelector('[role=status]'))") == [
            "en",
            "Copied",
        ]
        assert tab.evaluate("location.hash") == "#u006-en"


@pytest.mark.parametrize("view", ["v-both", "v-ja"])
def test_a_permalink_shows_its_sentence_in_every_view(chromium: Chromium, tmp_path: Path, view: str) -> None:
    page = write_page(tmp_path, small_page())
    with chromium.tab(page) as tab:
        tab.click(f"label[for={view}]")
        tab.go("about:blank")
        tab.go(f"{page.as_uri()}#u006-en")
        assert set(lit(tab)) == {"u006-ja", "u006-en"}
        assert tab.evaluate("document.querySelector('#u006-en').getClientRects().length")


def test_without_storage_the_page_is_whole_and_silent(chromium: Chromium, tmp_path: Path) -> None:
    """A page in a frame without an origin has no storage: reading it throws."""
    page = write_page(tmp_path, small_page())
    outer = tmp_path / "outer.html"
    outer.write_text(f'<!doctype html><iframe sandbox="allow-scripts" src="{page.name}"></iframe>', encoding="utf-8")
    with chromium.tab(outer) as tab:
        assert not tab.messages


def test_a_page_of_one_language_offers_its_links(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(small_site(tmp_path) / "tides/en/index.html") as tab:
        tab.click("#u006-en")
        assert lit(tab) == ["u006-en"]
        links = tab.evaluate("[...document.querySelectorAll('.bar a')].map(e => e.getAttribute('href'))")
        assert links[0] == "#u006-en"
        assert not tab.messages
