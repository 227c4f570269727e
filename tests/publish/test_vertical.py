"""Japanese set vertically: where it is alone and the screen is wide enough, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import Chromium, Screen, Tab
from tests.publish.checkers import axe_violations, nu_messages
from tests.publish.samples import SMALL_SOURCE, SMALL_TARGET, bitext, parse, small_article, small_page, unit, write_page
from tmflow.model.language import Language
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page, render_article
from tmflow.publish.theme import Theme

_MODE = "getComputedStyle(document.querySelector('article [id$=-ja]')).writingMode"
_OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
_LOWEST = "Math.max(...[...document.querySelectorAll('article [id][lang=ja]')].map(e => e.getBoundingClientRect().bottom + scrollY))"


def long_page(**options: object) -> str:
    """A page of some forty paragraphs: several columns."""
    units = (
        unit(f"港の朝は早い。船{n}隻が網を積み、灯台の下を通る。", f"The {n} boats load nets.", block=n)
        for n in range(40)
    )
    return render_article(bitext(*units), options=PageOptions(vertical=True, contact="desk@example.org", **options))  # type: ignore[arg-type]


def mode(tab: Tab) -> str:
    found: str = tab.evaluate(_MODE)
    return found


def test_figures_stand_upright_in_the_japanese_of_pages_alone() -> None:
    article = bitext(unit("2026年に12隻、NPOの6:30発。", "In 2026, 12 boats."))
    options = PageOptions(vertical=True)
    spans = parse(render_article(article, options=options)).xpath("//article//span[@class]")
    assert [(span.get("class"), span.text) for span in spans] == [
        ("upright", "2026"),
        ("tcy", "12"),
        ("upright", "NPO"),
    ]
    page = Page(bitext=article, options=options)
    assert b"tcy" not in OUTPUTS["fragment"].write(page, Theme())
    assert "tcy" not in render_article(article)
    assert 'class="vertical' not in render_article(article, options=PageOptions(vertical=True, only=Language.EN))


@pytest.mark.browser
@pytest.mark.parametrize("has_scripts", [True, False])
def test_only_where_japanese_is_alone_and_there_is_room(
    chromium: Chromium, tmp_path: Path, *, has_scripts: bool
) -> None:
    page = write_page(tmp_path, small_page(vertical=True))
    for width, alone in ((320, "horizontal-tb"), (767, "horizontal-tb"), (768, "vertical-rl"), (1280, "vertical-rl")):
        with chromium.tab(page, Screen(width=width, has_scripts=has_scripts)) as tab:
            assert mode(tab) == "horizontal-tb"
            tab.click("label[for=v-ja]")
            assert mode(tab) == alone
            assert tab.evaluate(_OVERFLOW) == 0
            tab.click("label[for=v-en]")
            assert (
                tab.evaluate("getComputedStyle(document.querySelector('article [id$=-en]')).writingMode")
                == "horizontal-tb"
            )


@pytest.mark.browser
@pytest.mark.parametrize("only", [Language.JA, None])
def test_columns_stand_below_one_another_and_the_page_ends_after_the_last(
    chromium: Chromium, tmp_path: Path, only: Language | None
) -> None:
    with chromium.tab(write_page(tmp_path, long_page(only=only, first=Language.JA))) as tab:
        if only is None:
            tab.click("label[for=v-ja]")
        assert tab.evaluate(_OVERFLOW) == 0
        height, lowest = tab.evaluate("document.documentElement.scrollHeight"), tab.evaluate(_LOWEST)
        assert 1200 < lowest < height - 20
        tab.click("article [id$='-ja']")
        assert tab.evaluate("document.querySelectorAll('.lit').length")
        assert not tab.messages


@pytest.mark.browser
def test_a_page_of_japanese_alone_prints_vertically_and_one_of_both_does_not(
    chromium: Chromium, tmp_path: Path
) -> None:
    for only, expected in ((Language.JA, "vertical-rl"), (None, "horizontal-tb")):
        with chromium.tab(write_page(tmp_path, long_page(only=only)), Screen(media="print", width=700)) as tab:
            assert mode(tab) == expected


@pytest.mark.browser
def test_the_checkers_find_nothing(chromium: Chromium, tmp_path: Path) -> None:
    options = PageOptions(vertical=True, only=Language.JA, contact="desk@example.org")
    alone = write_page(
        tmp_path, render_article(small_article(), source=SMALL_SOURCE, target=SMALL_TARGET, options=options)
    )
    assert nu_messages([alone]) == []
    both = tmp_path / "both.html"
    both.write_text(small_page(vertical=True), encoding="utf-8")
    assert nu_messages([both]) == []
    for page in (alone, both):
        with chromium.tab(page) as tab:
            tab.evaluate("document.getElementById('v-ja')?.click()")
            assert mode(tab) == "vertical-rl"
            assert axe_violations(tab) == []
