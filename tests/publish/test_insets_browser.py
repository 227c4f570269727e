"""Code and pictures in a real browser: at each width, in each view, on paper, by keyboard, and with hostile text in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.chromium import Chromium, Screen
from tests.publish.checkers import all_nu_messages, axe_violations, nu_messages
from tests.publish.harmless import assert_all_harmless, assert_harmless
from tests.publish.inset_samples import LAMP, code, image, picture_page
from tests.publish.samples import Kind, bitext, unit, write_page
from tests.publish.test_payloads import PAYLOADS
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import Inset
from tmflow.model.language import Language
from tmflow.publish.gallery import Gallery
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page
from tmflow.publish.theme import Theme
from tmflow.publish.website import iter_article_files, iter_shared_files

pytestmark = pytest.mark.browser

THEME = Theme()
LONG = "grep --line-number harbor " + "/srv/library/" * 30
VIEWS = ("v-both", "v-inter", "v-ja", "v-en")
_OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
_LOADED = "[...document.images].map(e => e.complete && e.naturalWidth > 0)"
_SEEN = "[...document.querySelectorAll('pre')].filter(e => e.getClientRects().length).map(e => e.textContent)"


def long_page() -> Page:
    """A page with a line of code that no screen is wide enough for."""
    page = picture_page()
    lines = tuple(replace(one, text=LONG) if one.text == "ls -l" else one for one in page.source_insets)
    theirs = tuple(replace(one, text=LONG) if one.text == "ls -l" else one for one in page.target_insets or ())
    return replace(page, source_insets=lines, target_insets=theirs)


def page_file(folder: Path, page: Page) -> Path:
    return write_page(folder, OUTPUTS["page"].write(page, THEME).decode())


def site_folder(folder: Path, page: Page) -> Path:
    for name, content in (
        *iter_article_files(page, theme=THEME),
        *iter_shared_files([], options=page.options, theme=THEME),
    ):
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "site/tides"


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_code_scrolls_inside_itself_and_pictures_are_there(
    chromium: Chromium, tmp_path: Path, width: int, *, has_scripts: bool
) -> None:
    page = page_file(tmp_path, long_page())
    with chromium.tab(page, Screen(width=width, has_scripts=has_scripts)) as tab:
        assert tab.evaluate(_OVERFLOW) == 0
        assert tab.evaluate(
            "[...document.querySelectorAll('pre')].some(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX == 'auto')"
        )
        assert set(tab.evaluate(_LOADED)) == {True}
        assert not tab.messages
        assert {request[:5] for request in tab.requests} <= {"file:", "data:"}


def test_pages_of_a_site_show_its_files(chromium: Chromium, tmp_path: Path) -> None:
    folder = site_folder(tmp_path, picture_page())
    for name in ("index.html", "ja/index.html", "en/index.html"):
        with chromium.tab(folder / name) as tab:
            assert set(tab.evaluate(_LOADED)) == {True}
            assert not tab.messages
            assert all(request.startswith("file:") for request in tab.requests if request != "data:,")


def test_each_view_has_its_code_once_and_every_picture(chromium: Chromium, tmp_path: Path) -> None:
    page = page_file(tmp_path, picture_page())
    ours, theirs = '# 記録\nprint("<港>")', '# log\nprint("<港>")'
    expected = {"v-ja": [ours, "ls -l", "只"], "v-en": [theirs, "ls -l"]}
    with chromium.tab(page) as tab:
        for view in VIEWS:
            tab.evaluate(f"document.getElementById('{view}').checked = true")
            assert tab.evaluate(_SEEN) == expected.get(view, [ours, theirs, "ls -l", "只"])
            assert tab.evaluate("document.querySelector('figure img').getClientRects().length") == 1


def test_japanese_in_code_of_both_is_seen_in_the_english_view(chromium: Chromium, tmp_path: Path) -> None:
    page = Page(bitext=bitext(unit("港", "Quay", block=0)), source_insets=(code("# 記録", block=1),))
    with chromium.tab(page_file(tmp_path, page)) as tab:
        tab.click("label[for=v-en]")
        assert tab.evaluate("document.querySelector('pre code').getClientRects().length") == 1


def test_a_keyboard_reaches_and_scrolls_code(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(page_file(tmp_path, long_page()), Screen(width=375)) as tab:
        for _ in range(40):
            tab.press("Tab")
            if tab.evaluate("document.activeElement.localName == 'pre' && document.activeElement.scrollWidth > 2000"):
                break
        assert tab.evaluate("document.activeElement.getAttribute('aria-label')")
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        tab.press("ArrowRight")
        assert tab.evaluate(
            "new Promise(done => setTimeout(() => done(document.activeElement.scrollLeft), 500))"
        ) > 0  # fmt: skip


def test_the_words_of_a_picture_are_seen_where_they_are_led_to(chromium: Chromium, tmp_path: Path) -> None:
    clip = "getComputedStyle(document.querySelector('.alt')).clipPath"
    page = page_file(tmp_path, picture_page())
    with chromium.tab(page) as tab:
        assert tab.evaluate(clip) != "none"
        tab.evaluate("document.getElementById('u002-en').focus()")
        assert tab.evaluate(clip) == "none"
    with chromium.tab(f"{page.as_uri()}#u002-en", Screen(has_scripts=False)) as tab:
        assert tab.evaluate(clip) == "none"


def test_paper_wraps_code_and_has_the_pictures(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(page_file(tmp_path, long_page()), Screen(media="print", width=700)) as tab:
        assert tab.evaluate(_OVERFLOW) == 0
        assert tab.evaluate("[...document.querySelectorAll('pre')].every(e => e.scrollWidth <= e.clientWidth)")
        assert tab.evaluate("document.querySelector('figure img').getClientRects().length") == 1


@pytest.mark.parametrize("has_labels", [False, True])
def test_checkers_find_nothing(chromium: Chromium, tmp_path: Path, *, has_labels: bool) -> None:
    page = picture_page(alt_draft=has_labels)
    alone, site = page_file(tmp_path, page), site_folder(tmp_path, page)
    fragment = OUTPUTS["fragment"].write(page, THEME).decode()
    framed = tmp_path / "framed.html"
    framed.write_text(
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>x</title></head><body><main>{fragment}</main></body></html>',
        encoding="utf-8",
    )
    files = [alone, framed, site / "index.html", site / "en/index.html"]
    assert nu_messages(files) == []
    for path in files:
        for screen in (Screen(), Screen(is_dark=True, width=320)):
            with chromium.tab(path, screen) as tab:
                for view in VIEWS if path is alone else ("",):
                    if view:
                        tab.evaluate(f"document.getElementById('{view}').checked = true")
                    assert axe_violations(tab) == [], f"{path}, {view}"


def hostile_page(payload: str) -> Page:
    """A page whose code, alternative texts and addresses all say one thing."""
    inline = Content.of(
        "x",
        InlineCode(id="1", kind=CodeKind.IMAGE, role=CodeRole.STANDALONE, native=f"![{payload}]({payload})"),
        InlineCode(id="2", kind=CodeKind.IMAGE, role=CodeRole.STANDALONE, native=f"<img alt='{payload}' src='{payload}'>"),
        InlineCode(id="3", kind=CodeKind.IMAGE, role=CodeRole.STANDALONE, native=f"![{payload}](lamp.png)"),
    )  # fmt: skip
    units = [
        unit("題", "Title", block=0, kind=Kind.TITLE),
        unit(payload, payload, block=1, kind=Kind.IMAGE),
        unit(payload, payload, block=2, kind=Kind.IMAGE),
        unit(inline, inline, block=3),
    ]
    insets: tuple[Inset, ...] = (
        image("lamp.png", block=1),
        image(payload, block=2, at=2),
        code(payload, block=3, at=4, syntax=payload),
        code(payload, block=4, at=6),
    )
    gallery = Gallery(pictures={(language, "lamp.png"): LAMP for language in Language})
    theirs = (*insets[:2], code(f"# {payload}", block=3, at=4))
    return Page(bitext=bitext(*units), source_insets=insets, target_insets=theirs, gallery=gallery)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_code_and_pictures_is_text(chromium: Chromium, tmp_path: Path, payload: str) -> None:
    page = hostile_page(payload)
    alone = page_file(tmp_path, page)
    with chromium.tab(alone) as tab:
        assert_harmless(tab)
        shown = tab.evaluate("[...document.querySelectorAll('pre code')].map(e => e.textContent)")
        assert shown == [payload, f"# {payload}", payload]
        assert set(tab.evaluate("[...document.images].map(e => e.src.slice(0, 15))")) == {"data:image/png;"}
    folder = site_folder(tmp_path, page)
    assert_all_harmless(chromium, [folder / name for name in ("index.html", "ja/index.html", "en/index.html")])


@pytest.mark.parametrize("view", ["v-ja", "v-en", "v-both"])
def test_a_picture_held_once_is_drawn_in_each_language_in_every_view(
    chromium: Chromium, tmp_path: Path, view: str
) -> None:
    """The one that holds it may be out of sight; the other draws it all the same."""
    path = page_file(tmp_path, picture_page())
    with chromium.tab(path, Screen(has_scripts=False)) as tab:
        tab.evaluate(f"document.getElementById('{view}').checked = true")
        sizes = tab.evaluate(
            "[...document.querySelectorAll('p svg')].filter(e => e.checkVisibility())"
            ".map(e => { const box = e.firstElementChild.getBBox(); return [e.clientWidth, box.width]; })"
        )
        assert sizes == [[9, 9]] * (2 if view == "v-both" else 1)
        assert tab.messages == []


def test_what_is_passed_over_is_the_checkers_own(chromium: Chromium, tmp_path: Path) -> None:
    """Under a policy that allows nothing but data: images, the browser shows one and the checker says that it is blocked."""
    picture = OUTPUTS["page"].write(picture_page(), THEME).decode().partition('src="')[2].partition('"')[0]
    path = write_page(
        tmp_path,
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:"></head>'
        f'<body><p><img src="{picture}" alt="quay"></p></body></html>',
    )
    (message,) = all_nu_messages([path])
    assert "blocked by “img-src” directive" in message
    assert nu_messages([path]) == []
    with chromium.tab(path) as tab:
        assert tab.evaluate(_LOADED) == [True]
        assert tab.messages == []
