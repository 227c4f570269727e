"""The search, the lists and the preview in a real browser: typed into, without scripts, on narrow screens, with hostile texts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import Chromium, Screen, Tab
from tests.publish.checkers import axe_violations, nu_messages
from tests.publish.samples import SMALL_SOURCE, SMALL_TARGET, bitext, small_article, unit
from tmflow.model.bitext import Bitext, OriginKind
from tmflow.model.document import BlockKind, Metadata
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page
from tmflow.publish.series import gather_series, series_places
from tmflow.publish.site import IndexEntry, Pager, render_index
from tmflow.publish.theme import Theme
from tmflow.publish.website import iter_article_files, iter_search_files, iter_shared_files
from tmflow.workflow.serving import News, SiteServer

pytestmark = pytest.mark.browser

OPTIONS = PageOptions(site_name="潮入みなとだより", base_url="https://example.org")
PAYLOAD = "<img src=x onerror=alert(1)><script>alert(1)</script>"
PATIENCE_S = 20.0
_BESIDE_TEXT = "[...document.querySelectorAll('.shelf, .pager, .series p, .search label, .search button')].filter(e => e.offsetWidth).map(e => e.innerText).join(' | ')"


def article(slug: str, title: tuple[str, str], *pairs: tuple[str, str]) -> Bitext:
    units = [unit(*title, block=0, kind=BlockKind.TITLE)]
    units += [unit(ja, en, block=at) for at, (ja, en) in enumerate(pairs, start=1)]
    return bitext(*units, slug=slug)


def pages() -> list[Page]:
    """A small site: a series of two, one article with a draft by a machine, one with hostile text, many that are alike."""
    texts = [
        small_article(),
        article(
            "gulls", ("カモメの話", "About gulls"), ("港にはＡＢＣ号が泊まる。", "The ABC is moored in the harbor.")
        ),
        article("quay", ("桟橋", "The quay"), ("カモメは桟橋で休む。", "Gulls rest on the quay."), (PAYLOAD, PAYLOAD)),
        article("pond", ("池の記録", ""), ("水面は静かだ。", "The pond is still.")),
        *(
            article(f"n{at:02d}", (f"記録{at}", f"Notes {at}"), ("灯台は静かだ。", "The lighthouse is quiet."))
            for at in range(14)
        ),
    ]
    draft = unit("水門が閉じた。", "The sluice is shut.", block=9, draft=True, origin=OriginKind.MT)
    texts[2] = replace(texts[2], units=(*texts[2].units, replace(draft, id="draft")))
    series = {"gulls": 1, "quay": 2}
    return [
        Page(
            bitext=one,
            source=Metadata(series="港めぐり", part=series[one.slug]) if one.slug in series else SMALL_SOURCE,
            target=SMALL_TARGET,
            options=OPTIONS,
        )
        for one in texts
    ]


def write_site(folder: Path) -> Path:
    theme, made = Theme(), pages()
    entries = [IndexEntry.of(page.bitext, href="", source=page.source, target=page.target) for page in made]
    (series,) = gather_series(entries)
    places = series_places(series)
    files = {
        path: content
        for page in made
        for path, content in iter_article_files(page, theme=theme, place=places.get(page.bitext.slug))
    }
    files |= dict(iter_shared_files(entries, options=OPTIONS, theme=theme))
    files["list.html"] = render_index(
        entries, options=OPTIONS, pager=Pager(number=2, count=3, newer="1", older="3")
    ).encode()
    files |= dict(iter_search_files(entries, lambda slug: files[f"{slug}/search.json"]))
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    running = SiteServer(write_site(tmp_path_factory.mktemp("site")))
    running.start()
    yield running
    running.stop()


@contextmanager
def opened(chromium: Chromium, server: SiteServer, path: str, screen: Screen | None = None) -> Iterator[Tab]:
    """A page that afterwards must have asked nobody else, complained of nothing and shown no dialog."""
    with chromium.tab(server.address + path, screen) as tab:
        yield tab
        assert [address for address in tab.requests if not address.startswith((server.address, "data:,"))] == []
        assert tab.messages == []
        assert tab.dialogs == []


def until(tab: Tab, expression: str) -> Any:
    """The value of an expression as soon as it is true; a page that is left while it is asked is asked again."""
    end = time.monotonic() + PATIENCE_S
    told = ""
    while time.monotonic() < end:
        try:
            if value := tab.evaluate(expression):
                return value
        except AssertionError as error:
            told = str(error)
            assert "navigated" in told, told
    raise AssertionError(f"{expression}: {told or tab.evaluate('document.body.innerText')}")


def type_in(tab: Tab, text: str) -> str:
    """Type into the field key by key; return what the status says when the search is over."""
    tab.evaluate("document.getElementById('q').focus(), document.getElementById('q').select()")
    tab.evaluate("document.getElementById('status').textContent = ''")
    for character in text:
        tab.send("Input.dispatchKeyEvent", type="keyDown", text=character, key=character)
        tab.send("Input.dispatchKeyEvent", type="keyUp", key=character)
    return str(until(tab, "document.getElementById('status').textContent"))


def links(tab: Tab) -> list[str]:
    found: list[str] = tab.evaluate(
        "[...document.querySelectorAll('#hits a')].map(a => new URL(a.href).pathname + new URL(a.href).hash)"
    )
    return found


def marks(tab: Tab) -> list[str]:
    found: list[str] = tab.evaluate("[...document.querySelectorAll('#hits mark')].map(m => m.textContent)")
    return found


def test_a_search_leads_to_the_sentence_in_both_languages(chromium: Chromium, server: SiteServer) -> None:
    with opened(chromium, server, "search.html") as tab:
        assert type_in(tab, "moored") == "1件の記事 / Articles found: 1"
        assert links(tab) == ["/gulls/", "/gulls/", "/gulls/#u002-ja", "/gulls/#u002-en"]
        assert marks(tab) == ["moored"]
        langs = tab.evaluate("[...document.querySelectorAll('#hits [lang]')].map(e => e.lang)")
        assert langs == ["ja", "en", "ja", "en"]
        assert tab.evaluate("new URL(location).searchParams.get('q')") == "moored"
        tab.go(tab.evaluate("document.querySelector('#hits p[lang=en] a').href"))
        assert tab.evaluate("document.querySelector(':target').textContent") == "The ABC is moored in the harbor."


@pytest.mark.parametrize(
    ("query", "slugs", "marked"),
    [
        ("かもめ", ["gulls", "quay"], {"カモメ"}),
        ("ｶﾓﾒ", ["gulls", "quay"], {"カモメ"}),
        ("abc", ["gulls"], {"ＡＢＣ", "ABC"}),
        ("ＡＢＣ号", ["gulls"], {"ＡＢＣ号"}),
        ("メは桟橋で", ["quay"], {"メは桟橋で"}),
        ("桟", ["quay", "tides"], {"桟"}),
        ("gull quay", ["quay"], {"Gulls", "quay"}),
        ("QUAYS", ["quay"], {"quay"}),
        ("gull", ["gulls", "quay"], {"gulls", "Gulls"}),
        ("gulls", ["gulls", "quay"], {"gulls", "Gulls"}),
        ("カモメ　rest", ["quay"], {"カモメ", "rest"}),
        ("est", [], set()),
        ("鯨", [], set()),
    ],
)
def test_what_is_found(chromium: Chromium, server: SiteServer, query: str, slugs: list[str], marked: set[str]) -> None:
    with opened(chromium, server, "search.html") as tab:
        said = type_in(tab, query)
        assert sorted({link.split("/")[1] for link in links(tab)}) == slugs
        assert set(marks(tab)) >= marked
        assert ("見つかりません" in said) == (not slugs)


def test_an_address_with_a_query_searches_at_once_in_its_language(chromium: Chromium, server: SiteServer) -> None:
    with opened(chromium, server, "en/search.html?q=gulls") as tab:
        assert until(tab, "document.getElementById('status').textContent") == "Articles found: 2"
        assert links(tab)[0] == "/gulls/en/", "what has it in the title comes first"
        assert links(tab)[1:] == ["/quay/en/", "/quay/en/#u002-en"], "a title is not shown twice"
        assert not tab.evaluate("document.querySelectorAll('main [lang=ja]').length")


@pytest.mark.parametrize("path", ["index.html", "list.html", "search.html", "gulls/index.html"])
def test_in_the_view_of_one_language_nothing_is_left_of_the_other(
    chromium: Chromium, server: SiteServer, path: str
) -> None:
    with chromium.tab(server.address + path) as tab:
        assert " / " in tab.evaluate(_BESIDE_TEXT)
        for lang, strange in (("ja", "[A-Za-z]{3}"), ("en", "[ぁ-ん]")):
            tab.evaluate(f"document.getElementById('v-{lang}').checked = true")
            assert re.search(f" /|/ |{strange}", tab.evaluate(_BESIDE_TEXT).replace("港めぐり", "")) is None
            assert tab.evaluate("[...document.querySelectorAll('main nav a')].every(a => a.innerText.trim())")


@pytest.mark.parametrize("path", ["en/search.html?q=pond", "search.html?q=pond", "index.html", "pond/index.html"])
def test_a_title_in_the_other_language_is_seen_in_every_view(chromium: Chromium, server: SiteServer, path: str) -> None:
    with opened(chromium, server, path) as tab:
        tab.evaluate("document.querySelector('#v-en')?.click()")
        titles = "[...document.querySelectorAll('main :is(h1, h2) :is([lang] > a, [lang][id]), main h2 a')]"
        seen = until(
            tab, f"{titles}.filter(e => e.getClientRects().length).map(e => [e.textContent, e.closest('[lang]').lang])"
        )
        assert ["池の記録", "ja"] in seen
        assert len(seen) == len({tuple(one) for one in seen})


def test_many_articles_come_ten_at_a_time_and_the_keyboard_goes_on(chromium: Chromium, server: SiteServer) -> None:
    with opened(chromium, server, "search.html") as tab:
        assert type_in(tab, "lighthouse").endswith("10+")
        assert tab.evaluate("document.querySelectorAll('#hits > li').length") == 10
        tab.evaluate("document.getElementById('more').focus()")
        tab.press("Enter")
        tab.send("Input.dispatchKeyEvent", type="char", text="\r")
        until(tab, "document.querySelectorAll('#hits > li').length === 14")
        assert tab.evaluate("document.getElementById('status').textContent").endswith("14")
        assert tab.evaluate("document.getElementById('more').hidden")
        tab.evaluate("document.getElementById('q').focus()")
        tab.press("ArrowDown")
        assert tab.evaluate("document.activeElement === document.querySelector('#hits a')")
        tab.press("ArrowUp")
        assert tab.evaluate("document.activeElement.id") == "q"


def test_what_an_input_method_has_not_settled_is_not_looked_for(chromium: Chromium, server: SiteServer) -> None:
    with opened(chromium, server, "search.html") as tab:
        tab.evaluate("document.getElementById('q').focus()")
        tab.send("Input.imeSetComposition", text="かも", selectionStart=2, selectionEnd=2)
        tab.evaluate("new Promise(done => setTimeout(done, 400))")
        assert tab.evaluate("location.search + document.getElementById('status').textContent") == ""
        tab.send("Input.insertText", text="カモメ")
        assert until(tab, "document.getElementById('status').textContent").startswith("2件")


def test_hostile_text_is_text_and_a_draft_says_so(chromium: Chromium, server: SiteServer) -> None:
    with opened(chromium, server, "search.html") as tab:
        type_in(tab, "onerror")
        assert tab.evaluate("document.querySelector('#hits p').textContent") == PAYLOAD
        assert tab.evaluate("document.querySelectorAll('#hits img, #hits script').length") == 0
        type_in(tab, "sluice")
        assert tab.evaluate("[...document.querySelectorAll('#hits small')].map(e => e.textContent)") == ["機械訳", "MT"]
    with opened(chromium, server, "search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"):
        pass


def test_its_policy_lets_in_what_it_needs_and_nothing_else(chromium: Chromium, server: SiteServer) -> None:
    with chromium.tab(f"{server.address}search.html") as tab:
        tab.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: 'document.title = 1'}))"
        )
        assert tab.evaluate("document.title") != "1"
        asked = tab.evaluate("fetch('http://127.0.0.1:9/').then(() => 'let', error => error.name)")
        assert asked == "TypeError"
        assert any("Content Security Policy" in message for message in tab.messages)


def test_without_scripts_the_page_says_so_and_leads_to_the_list(chromium: Chromium, server: SiteServer) -> None:
    with opened(chromium, server, "search.html", Screen(has_scripts=False)) as tab:
        assert "検索にはJavaScriptが要ります" in tab.evaluate("document.body.innerText")
        assert "Searching needs JavaScript" in tab.evaluate("document.body.innerText")
        assert not tab.evaluate("document.getElementById('search').getClientRects().length")
        tab.click("noscript a")
        until(tab, "document.querySelector('.index .entry') !== null")


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("path", ["search.html?q=gulls", "index.html", "series/index.html", "quay/index.html"])
def test_nothing_runs_out_of_the_screen(chromium: Chromium, server: SiteServer, path: str, width: int) -> None:
    with opened(chromium, server, path, Screen(width=width)) as tab:
        if "search" in path:
            until(tab, "document.querySelectorAll('#hits > li').length")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        small = tab.evaluate(
            "[...document.querySelectorAll('button, input[type=search], .shelf a, nav.series a')]"
            ".filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 24 && getComputedStyle(e).display !== 'inline')"
            ".map(e => e.outerHTML)"
        )
        assert small == []  # WCAG 2.2, 2.5.8: "at least 24 by 24 CSS pixels", but for links in a sentence


def test_a_page_served_while_it_is_worked_on_reloads_and_shows_errors(chromium: Chromium, tmp_path: Path) -> None:
    news = News()
    server = SiteServer(write_site(tmp_path), news=news)
    server.start()
    with opened(chromium, server, "gulls/") as tab:
        news.tell(["gulls: not published: stale 1"])
        assert until(tab, "document.getElementById('tmflow-errors')?.textContent") == "gulls: not published: stale 1"
        tab.evaluate("window.isOld = true")
        path = server.folder / "gulls" / "index.html"
        path.write_text(path.read_text(encoding="utf-8").replace("The ABC", "The XYZ"), encoding="utf-8")
        news.tell([])
        until(tab, "!window.isOld && document.readyState === 'complete' && document.body.innerText.includes('The XYZ')")
        assert not tab.evaluate("document.getElementById('tmflow-errors')")
    server.stop()


def test_the_html_checker_finds_nothing_in_search_and_lists(server: SiteServer) -> None:
    names = (
        "search.html",
        "ja/search.html",
        "en/search.html",
        "series/index.html",
        "quay/index.html",
        "quay/en/index.html",
    )
    paths = [server.folder / name for name in names] + sorted(server.folder.glob("series/*/index.html"))
    assert nu_messages(paths) == []


@pytest.mark.parametrize("screen", [Screen(), Screen(is_dark=True), Screen(width=320)], ids=["light", "dark", "narrow"])
@pytest.mark.parametrize("path", ["search.html?q=gull", "en/search.html?q=gull", "series/", "quay/", "quay/ja/"])
def test_axe_finds_nothing_in_search_and_lists(
    chromium: Chromium, server: SiteServer, path: str, screen: Screen
) -> None:
    with chromium.tab(server.address + path, screen) as tab:
        if "search" in path:
            until(tab, "document.querySelectorAll('#hits > li').length")
        assert axe_violations(tab) == []
