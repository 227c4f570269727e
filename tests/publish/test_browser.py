"""The page in a real browser: what shows in each view, at each width, in each light and on paper, with scripts or without."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import Chromium, Screen, Tab
from tests.publish.samples import bitext, small_article, small_page, small_site, unit, write_page
from tmflow.publish.page import render_article
from tmflow.publish.rows import is_published

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 768, 1280)
_SHOWN = "lang => [...document.querySelectorAll(`article [id][lang=${lang}]`)].filter(e => e.getClientRects().length).map(e => e.textContent)"
_OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
_TEXT_SPACING = (
    "(s => (s.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    " p { margin-bottom: 2em !important }'), document.adoptedStyleSheets = [s]))(new CSSStyleSheet())"
)
"""WCAG 2.2, 1.4.12: what a reader may set without loss of content."""


_FONT_SIZE = "(s => (s.replaceSync('html { font-size: 212.5% !important }'), document.adoptedStyleSheets = [s]))(new CSSStyleSheet())"
_CUT = "[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX == 'hidden').map(e => e.outerHTML)"


_WIDEST = """[...document.querySelectorAll('p[lang=ja]')].map(p => {
  const texts = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), range = document.createRange();
  let widest = 0, before = null;
  for (let text; text = texts.nextNode();) for (const [i, letter] of [...text.data].entries()) {
    range.setStart(text, i); range.setEnd(text, i + 1);
    const box = /[ぁ-ヿ一-鿿]/.test(letter) ? range.getBoundingClientRect() : null;
    if (box && before && Math.abs(box.top - before.top) < 3) widest = Math.max(widest, box.left - before.left);
    before = box;
  }
  return widest / parseFloat(getComputedStyle(p).fontSize);
})"""
"""How far the characters of each Japanese paragraph stand from the next of their line at most, in their own width."""


def _zoomed(screen: Screen) -> dict[str, Any]:
    return {"width": screen.width, "height": screen.height, "deviceScaleFactor": 2, "mobile": False}


def shown(tab: Tab, lang: str) -> list[str]:
    texts: list[str] = tab.evaluate(f"({_SHOWN})('{lang}')")
    return texts


def expected(lang: str) -> list[str]:
    units = [one for one in small_article().units if is_published(one)]
    contents = [one.source if lang == "ja" else one.target for one in units]
    return sorted(content.text for content in contents if content)


def box(tab: Tab, name: str) -> dict[str, float]:
    found: dict[str, float] = tab.evaluate(f"document.getElementById('{name}').getBoundingClientRect().toJSON()")
    return found


def is_beside(tab: Tab) -> bool:
    ja, en = box(tab, "u006-ja"), box(tab, "u006-en")
    return abs(ja["top"] - en["top"]) < 20 and en["left"] > ja["right"] - 1


def is_below(tab: Tab) -> bool:
    return box(tab, "u006-en")["top"] >= box(tab, "u006-ja")["bottom"] - 1


def with_view(page: str, view: str) -> str:
    return page.replace(" checked>", ">").replace(f'id="{view}">', f'id="{view}" checked>')


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_text_shows_at_every_width(chromium: Chromium, tmp_path: Path, width: int, *, has_scripts: bool) -> None:
    page = write_page(tmp_path, small_page(contact="desk@example.org"))
    with chromium.tab(page, Screen(width=width, has_scripts=has_scripts)) as tab:
        assert sorted(shown(tab, "ja")) == expected("ja")
        assert sorted(shown(tab, "en")) == expected("en")
        assert tab.evaluate(_OVERFLOW) == 0
        assert is_beside(tab) if width >= 768 else is_below(tab)
        tab.evaluate(_TEXT_SPACING)
        assert tab.evaluate(_OVERFLOW) == 0
        assert not tab.messages
        assert tab.requests == [page.as_uri()]


def test_stacked_on_a_wide_screen(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(write_page(tmp_path, small_page(layout="interleaved"))) as tab:
        assert is_below(tab)


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.parametrize(("view", "visible", "hidden"), [("v-ja", "ja", "en"), ("v-en", "en", "ja")])
def test_one_language_hides_the_other_and_nothing_else(
    chromium: Chromium, tmp_path: Path, view: str, visible: str, hidden: str, *, has_scripts: bool
) -> None:
    with chromium.tab(write_page(tmp_path, small_page()), Screen(has_scripts=has_scripts)) as tab:
        tab.click(f"label[for={view}]")
        assert shown(tab, hidden) == []
        assert sorted(shown(tab, visible)) == expected(visible)


def test_buttons_are_large_enough_and_where_both_layouts_are_one_there_is_one(
    chromium: Chromium, tmp_path: Path
) -> None:
    with chromium.tab(write_page(tmp_path, small_page()), Screen(width=320)) as tab:
        heights = tab.evaluate(
            "[...document.querySelectorAll('label')].map(e => e.getBoundingClientRect().height).filter(h => h)"
        )
        assert len(heights) == 3
        assert min(heights) >= 24  # WCAG 2.2, 2.5.8: "at least 24 by 24 CSS pixels"


def test_at_twice_the_size_nothing_is_lost(chromium: Chromium, tmp_path: Path) -> None:
    """WCAG 2.2, 1.4.4: "text can be resized … up to 200 percent". A browser's zoom halves the width a page has; larger letters do not."""
    page = write_page(tmp_path, small_page(contact="desk@example.org"))
    for screen, size in ((Screen(width=640, height=450), ""), (Screen(), "200%"), (Screen(width=768), "200%")):
        with chromium.tab(page, screen) as tab:
            tab.send("Emulation.setDeviceMetricsOverride", **_zoomed(screen))
            if size:
                tab.evaluate(_FONT_SIZE)
            assert tab.evaluate(_OVERFLOW) == 0
            assert sorted(shown(tab, "ja")) == expected("ja")
            assert sorted(shown(tab, "en")) == expected("en")
            assert tab.evaluate(_CUT) == []


@pytest.mark.parametrize("name", ["u006-ja", "u006-en"])
def test_without_scripts_a_sentence_lights_up_and_its_partner_is_pointed_out(
    chromium: Chromium, tmp_path: Path, name: str
) -> None:
    page = write_page(tmp_path, small_page())
    ground = f"(e => getComputedStyle(e).backgroundColor)(document.getElementById('{name}'))"
    beside = (
        f"[...document.getElementById('{name}').closest('.r').children].map(e => getComputedStyle(e).backgroundColor)"
    )
    with chromium.tab(page, Screen(has_scripts=False)) as tab:
        assert tab.evaluate(ground) == "rgba(0, 0, 0, 0)"
        tab.move_to(f"#{name}")
        assert tab.evaluate(ground) != "rgba(0, 0, 0, 0)"
        assert "rgba(0, 0, 0, 0)" not in tab.evaluate(beside)
    with chromium.tab(f"{page.as_uri()}#{name}", Screen(has_scripts=False)) as tab:
        assert "rgba(0, 0, 0, 0)" not in [tab.evaluate(ground), *tab.evaluate(beside)]


def test_long_addresses_and_words_stay_inside(chromium: Chromium, tmp_path: Path) -> None:
    text = f"https://example.org/{'a' * 180} {'海' * 200} {'w' * 200}"
    with chromium.tab(write_page(tmp_path, render_article(bitext(unit(text, text)))), Screen(width=320)) as tab:
        assert tab.evaluate(_OVERFLOW) == 0


@pytest.mark.parametrize("is_dark", [False, True])
def test_ink_and_paper_differ_in_each_light(chromium: Chromium, tmp_path: Path, *, is_dark: bool) -> None:
    with chromium.tab(write_page(tmp_path, small_page()), Screen(is_dark=is_dark)) as tab:
        paper, ink = colors(tab, "body")
        assert (brightness(paper) < brightness(ink)) is is_dark
        assert contrast(paper, ink) >= 7  # WCAG 2.2, 1.4.6


def test_forced_colors_still_tell_the_view_chosen(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(write_page(tmp_path, small_page()), Screen(has_forced_colors=True)) as tab:
        borders = tab.evaluate("[...document.querySelectorAll('label')].map(e => getComputedStyle(e).borderTopColor)")
        assert borders.count(borders[0]) == 1


def test_the_policy_keeps_a_script_out_that_got_in(chromium: Chromium, tmp_path: Path) -> None:
    intruded = small_page().replace("</body>", "<script>document.title = 'intruder'</script></body>")
    with chromium.tab(write_page(tmp_path, intruded)) as tab:
        assert tab.evaluate("document.title") != "intruder"
        assert tab.evaluate("getComputedStyle(document.querySelector('.r')).display") == "grid"
        assert len(tab.messages) == 1


@pytest.mark.parametrize("view", ["v-both", "v-inter", "v-ja", "v-en"])
def test_paper_has_both_languages_side_by_side_in_ink_whatever_the_view(
    chromium: Chromium, tmp_path: Path, view: str
) -> None:
    page = write_page(tmp_path, with_view(small_page(), view))
    with chromium.tab(page, Screen(media="print", width=700, is_dark=True)) as tab:
        assert sorted(shown(tab, "ja")) == expected("ja")
        assert sorted(shown(tab, "en")) == expected("en")
        assert is_beside(tab)
        paper, ink = colors(tab, "body")
        assert brightness(paper) > brightness(ink)
        assert not tab.evaluate("document.querySelector('.view').getClientRects().length")


def test_the_pdf_holds_as_much_of_one_view_as_of_both(chromium: Chromium, tmp_path: Path) -> None:
    drawn = []
    for view in ("v-both", "v-en"):
        with chromium.tab(write_page(tmp_path, with_view(small_page(), view))) as tab:
            drawn.append(text_objects(tab.pdf()))
    assert drawn[0] == drawn[1] > 30


@pytest.mark.parametrize("name", ["index.html", "en/index.html", "tides/index.html", "tides/en/index.html", "404.html"])
def test_pages_of_a_site_have_their_style_and_ask_nobody_else(chromium: Chromium, tmp_path: Path, name: str) -> None:
    folder = small_site(tmp_path)
    for screen in (Screen(), Screen(width=320)):
        with chromium.tab(folder / name, screen) as tab:
            assert tab.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none"
            assert tab.evaluate(_OVERFLOW) == 0
            assert all(request.startswith(folder.as_uri()) for request in tab.requests)
            assert not tab.messages


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_page_of_one_language_holds_it_whole(chromium: Chromium, tmp_path: Path, lang: str) -> None:
    for screen in (Screen(width=320), replace(Screen(), media="print")):
        with chromium.tab(small_site(tmp_path) / f"tides/{lang}/index.html", screen) as tab:
            assert sorted(shown(tab, lang)) == expected(lang)
            assert tab.evaluate(_OVERFLOW) == 0


def text_objects(pdf: bytes) -> int:
    count = 0
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL):
        try:
            count += zlib.decompress(stream).count(b"BT\n")
        except zlib.error:  # fonts and pictures have other encodings
            continue
    return count


def colors(tab: Tab, selector: str) -> tuple[str, str]:
    background, ink = tab.evaluate(
        f"(s => [s.backgroundColor, s.color])(getComputedStyle(document.querySelector('{selector}')))"
    )
    return str(background), str(ink)


def brightness(color: Any) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    channels = [int(value) / 255 for value in re.findall(r"\d+", str(color))[:3]]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: Any, second: Any) -> float:
    low, high = sorted((brightness(first), brightness(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "name",
    [
        "https://example.org/harbor?tide=20260208T093000Z_measured",
        "`TideTableOfTheNorthernHarbor`",
        "Gezeitenkalenderjahrgang",
    ],
)
def test_no_river_runs_through_japanese_beside_what_cannot_break(
    chromium: Chromium, tmp_path: Path, name: str, width: int
) -> None:
    texts = [
        f"{'潮の満ち引きを記した表は港の図書館にある。'[: 9 + cut]}{name}という名で引く。" * 3 for cut in range(12)
    ]
    page = render_article(bitext(*[unit(text, "A table.", block=number) for number, text in enumerate(texts)]))
    with chromium.tab(write_page(tmp_path, page), Screen(width=width)) as tab:
        assert max(tab.evaluate(_WIDEST)) < 1.3


def test_other_japanese_is_justified(chromium: Chromium, tmp_path: Path) -> None:
    page = render_article(bitext(unit("港の図書館にJavaScriptの本が12冊ある。" * 9, "Books.", block=0)))
    with chromium.tab(write_page(tmp_path, page)) as tab:
        assert tab.evaluate("getComputedStyle(document.querySelector('p:has(#u001-ja)')).textAlign") == "justify"
