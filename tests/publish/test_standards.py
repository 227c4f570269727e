"""Published pages against the Nu HTML checker, axe and their own weight."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.chromium import Chromium, Screen
from tests.publish.checkers import axe_violations, nu_messages
from tests.publish.samples import (
    Kind,
    bitext,
    parse,
    segments,
    small_article,
    small_page,
    small_site,
    texts,
    unit,
    write_page,
)
from tmflow.model.bitext import Bitext, OriginKind, State
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page, render_article, render_page
from tmflow.publish.theme import Theme
from tmflow.workflow.project import open_project
from tmflow.workflow.publish import page_options, published_page

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.browser

_NAMES = ("index.html", "404.html", "ja/index.html", "tides/index.html", "tides/ja/index.html", "tides/en/index.html")


def framed() -> str:
    """A fragment in the least page that can hold it."""
    page = Page(bitext=small_article(), options=PageOptions(contact="desk@example.org"))
    fragment = OUTPUTS["fragment"].write(page, Theme()).decode()
    return f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>x</title></head><body><main>{fragment}</main></body></html>'


def pages(folder: Path) -> list[Path]:
    site = small_site(folder)
    host = folder / "host.html"
    host.write_text(framed(), encoding="utf-8")
    return [write_page(folder, small_page(contact="desk@example.org")), host, *(site / name for name in _NAMES)]


def test_the_html_checker_finds_nothing(tmp_path: Path) -> None:
    assert nu_messages(pages(tmp_path)) == []


@pytest.mark.parametrize(
    "screen",
    [
        Screen(),
        Screen(is_dark=True),
        Screen(width=320),
        Screen(width=320, is_dark=True),
    ],
    ids=["light", "dark", "narrow", "narrow-dark"],
)
def test_axe_finds_nothing_in_any_view(chromium: Chromium, tmp_path: Path, screen: Screen) -> None:
    for page in pages(tmp_path):
        with chromium.tab(page, screen) as tab:
            for view in tab.evaluate("[...document.querySelectorAll('.view input')].map(e => e.id)") or [""]:
                if view:
                    tab.evaluate(f"document.getElementById('{view}').checked = true")
                if tab.evaluate("document.querySelectorAll('.bar').length"):
                    tab.evaluate("document.querySelector('article [id][lang]').click()")
                assert axe_violations(tab) == [], f"{page}, {view}"


def generated(units: int) -> Bitext:
    """An article of sentences as long as a newspaper's: about 45 characters, 17 words."""
    pick = random.Random(units)  # noqa: S311 - the same article each time is what is wanted
    signs = "港の朝は早く船乗りたちは灯台の光を見上げながら網を積み込んだ図書館では古い海図が開かれている"
    words = [
        "harbor",
        "morning",
        "light",
        "sailors",
        "load",
        "nets",
        "under",
        "the",
        "old",
        "lamp",
        "while",
        "charts",
        "lie",
        "open",
        "in",
        "library",
        "rooms",
    ]
    made = [unit("灯台と図書館の間の道", "The road between the lighthouse and the library", block=0, kind=Kind.TITLE)]
    for number in range(1, units):
        japanese = "".join(pick.choice(signs) for _ in range(pick.randint(25, 64)))
        english = " ".join(pick.choice(words) for _ in range(pick.randint(10, 24)))
        made.append(
            unit(
                f"{japanese}。",
                f"{english.capitalize()}.",
                block=1 + number // 4,
                state=State.REVIEWED,
                origin=OriginKind.HUMAN,
            )
        )
    return bitext(*made)


@pytest.mark.parametrize(("units", "times"), [(30, 3.5), (50, 3.0), (300, 1.8)])
def test_a_page_weighs_little_more_than_its_text(units: int, times: float) -> None:
    page = render_article(generated(units))
    tree = parse(page)
    text = "".join(str(one.text_content()) for lang in ("ja", "en") for one in segments(tree, lang))
    assert len(page.encode()) <= times * len(text.encode())


@pytest.mark.parametrize(
    ("slug", "times"),
    [
        ("harbor-tides", 3.5),
        ("observatory-night", 3.5),
        ("clockmaker-interview", 3.5),
        ("lighthouse-chronology", 3.5),
        ("ferry-timetable", 4.3),
    ],
)
def test_our_own_articles_weigh_little_though_their_sentences_are_short(slug: str, times: float) -> None:
    project = open_project(ROOT)
    page = published_page(project, slug, page_options(project, None)).page
    held = render_page(page, theme=Theme())
    tree = parse(held)
    text = "".join(text for lang in ("ja", "en") for text in texts(segments(tree, lang)))
    assert len(segments(tree, "ja")) >= (50 if times <= 3.5 else 30)
    assert len(held.encode()) <= times * len(text.encode())


def test_a_page_of_fifty_sentences_is_a_small_download() -> None:
    assert len(gzip.compress(render_article(generated(50)).encode())) <= 15_000


def test_what_a_page_weighs_without_text_does_not_grow() -> None:
    empty = render_article(replace(generated(1), units=()))
    assert len(empty.encode()) <= 10_000
