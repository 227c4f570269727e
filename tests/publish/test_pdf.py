"""PDF by the real browser: both languages whole on A4, the same bytes each time, nobody asked, nothing left behind."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.chromium import chromium_path
from tests.needed import needed_program
from tests.package_server import PackageServer
from tests.publish.samples import SMALL_SOURCE, SMALL_TARGET, bitext, small_article, unit
from tests.publish.test_outputs import PAYLOAD, hostile
from tmflow.errors import BrowserError
from tmflow.model.bitext import Bitext
from tmflow.model.document import BlockKind, Metadata
from tmflow.publish.browser import BROWSER_VARIABLE, find_browser, print_pdf
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page
from tmflow.publish.rows import is_published
from tmflow.publish.theme import Theme

pytestmark = pytest.mark.browser

A4 = (595, 842)
MARGIN, FOOT = 44, 56
"""Points: what stays white at the sides (16 mm), and below the text (20 mm)."""
WHEN = "2026-02-08T00:00:00Z"
PLAIN = "<!DOCTYPE html><html lang=en><title>x</title><p>Harbor."


@pytest.fixture(autouse=True)
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the browser's files go; nothing of them may be left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def printed(article: Bitext, theme: Theme | None = None, **options: Any) -> bytes:
    chromium_path()
    page = Page(bitext=article, source=SMALL_SOURCE, target=SMALL_TARGET, options=PageOptions(**options))
    return OUTPUTS["pdf"].write(page, theme or Theme())


def poppler(program: str, pdf: bytes, *options: str) -> str:
    """What pdftotext or pdfinfo says of a PDF; they read it from "-" and the former writes to "-"."""
    tool = needed_program(program, install="poppler-utils")
    streams = ["-", "-"] if program == "pdftotext" else ["-"]
    done = subprocess.run([tool, *options, *streams], input=pdf, capture_output=True, check=True)
    assert not done.stderr
    return done.stdout.decode()


def squeezed(text: str) -> str:
    """A text as it can be compared: without white space, radicals as the letters they are."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word of a PDF: its box, and the size of its page, in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    paper: tuple[float, float]


def words_of(pdf: bytes) -> list[Word]:
    tree = etree.fromstring(poppler("pdftotext", pdf, "-bbox", "-raw").encode(), etree.XMLParser(recover=True))
    return [
        Word(
            text=squeezed(word.text or ""),
            left=float(word.get("xMin", "")),
            right=float(word.get("xMax", "")),
            top=float(word.get("yMin", "")),
            bottom=float(word.get("yMax", "")),
            paper=(float(page.get("width", "")), float(page.get("height", ""))),
        )
        for page in tree.iter("{*}page")
        for word in page.iter("{*}word")
    ]


def columns(words: list[Word]) -> tuple[str, str]:
    """What stands in the left half of the pages and in the right one, the numbers at their feet left out."""
    body = [word for word in words if word.bottom < word.paper[1] - FOOT]
    left = "".join(word.text for word in body if word.left < word.paper[0] / 2 - 5)
    return left, "".join(word.text for word in body if word.left >= word.paper[0] / 2 - 5)


def sides(article: Bitext) -> list[str]:
    units = [one for one in article.units if is_published(one)]
    return [content.text for one in units for content in (one.source, one.target) if content]


def page_texts(pdf: bytes) -> list[str]:
    """What stands on each page, squeezed."""
    return [squeezed(page) for page in poppler("pdftotext", pdf, "-raw").split("\f")[:-1]]


def long_article(kind: BlockKind) -> Bitext:
    """A few lines, then one row of two pages, then a few lines again."""
    ja = "港の図書館は、潮の満ち引きを記した古い帳面を棚に並べている。"
    en = "The harbor library keeps on its shelves the old books in which the tides were written down. "
    return bitext(
        unit("帳面の話", "On Old Books", block=0, kind=BlockKind.TITLE),
        unit("朝が来た。", "Morning came.", block=1),
        *(unit(f"{number}冊め、{ja}", f"{en}Book {number}.", block=2, kind=kind) for number in range(1, 61)),
        unit("夜が来た。", "Night came.", block=3),
    )


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION, BlockKind.NOTE])
@pytest.mark.parametrize("layout", ["side-by-side", "interleaved"])
def test_a_row_longer_than_a_page_begins_where_it_stands(kind: BlockKind, layout: str) -> None:
    pages = page_texts(printed(long_article(kind), layout=layout))
    assert "1冊め" in pages[0]
    assert all(len(page) > 0.7 * max(map(len, pages)) for page in pages[:-1])
    assert squeezed("夜が来た。") in pages[-1]


def test_a_row_that_fits_is_never_cut() -> None:
    ja, en = (
        "港の図書館は、潮の満ち引きを記した帳面を棚に並べる。" * 8,
        "The library keeps the books of the tides. " * 10,
    )
    rows = [unit(f"{number}番{ja}", f"No. {number}. {en}", block=number) for number in range(12)]
    pages = page_texts(printed(bitext(*rows)))
    assert len(pages) > 1
    for number in range(12):
        assert any(squeezed(f"{number}番{ja}") in page for page in pages)


def test_both_languages_are_whole_and_controls_are_gone() -> None:
    pdf = printed(small_article(), contact="desk@example.org")
    text = "".join(columns(words_of(pdf)))
    assert [side for side in sides(small_article()) if squeezed(side) not in text] == []
    text = squeezed(poppler("pdftotext", pdf))
    assert not re.search("交互|Interleaved|Skip", text)
    assert re.findall(r"\d/2", text) == ["1/2", "2/2"]


def test_pages_are_a4_tagged_with_their_title_and_language() -> None:
    pdf = printed(small_article())
    told = dict(line.split(":", 1) for line in poppler("pdfinfo", pdf).splitlines())
    assert "A4" in told["Page size"]
    assert told["Title"].strip() == "潮が満ちる前に | Before the Tide"
    assert (told["Tagged"].strip(), told["JavaScript"].strip()) == ("yes", "no")
    assert re.findall(rb"/Lang \((\w+)\)", pdf)
    assert b"D:20260209000000+00'00'" in pdf  # when the article was published, not now


def test_the_same_page_gives_the_same_bytes_and_leaves_nothing(temporary_files: Path) -> None:
    pdf = printed(small_article())
    assert printed(small_article()) == pdf
    assert str(temporary_files).encode() not in pdf
    assert not list(temporary_files.iterdir())


def test_long_paragraphs_and_words_are_not_cut() -> None:
    long = (
        "".join(f"第{n}の港は朝が早い。" for n in range(700)),
        " ".join(f"Harbor {n} wakes early." for n in range(700)),
    )
    wide = (f"https://example.org/{'a' * 300}", "w" * 400)
    article = bitext(
        unit(*long, block=0), unit(*wide, block=1), *(unit("港。", "A harbor.", block=n) for n in range(2, 60))
    )
    pdf = printed(article)
    words = words_of(pdf)
    left, right = columns(words)
    for text, column in zip((*long, *wide), (left, right) * 2, strict=True):
        assert squeezed(text) in column
    for word in words:
        assert (round(word.paper[0]), round(word.paper[1])) == A4
        assert word.left >= MARGIN
        assert word.right <= word.paper[0] - MARGIN
        assert 0 <= word.top <= word.bottom <= word.paper[1]


def test_hostile_text_is_printed_as_it_is_written() -> None:
    pdf = printed(hostile())
    assert squeezed(poppler("pdftotext", pdf)).count("<script>alert(1)</script>") >= 14
    assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile)\b|javascript:alert\(1\)\)", pdf)


def test_hostile_names_and_addresses_are_printed_as_text() -> None:
    chromium_path()
    evil = Metadata(title=PAYLOAD, byline=PAYLOAD, translator=PAYLOAD, licence=PAYLOAD, url="file:///etc/passwd")
    page = Page(
        bitext=bitext(unit("港。", "A harbor.")), source=evil, target=evil, options=PageOptions(site_name=PAYLOAD)
    )
    pdf = OUTPUTS["pdf"].write(page, Theme())
    assert not re.search(rb"/URI \((file|javascript|data):", pdf)


def test_a_publication_chooses_its_paper(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("@page { size: Letter }", encoding="utf-8")
    assert "letter" in poppler("pdfinfo", printed(small_article(), Theme(tmp_path)))


def test_nobody_is_asked_for_anything(package_server: PackageServer) -> None:
    page = f'{PLAIN}<img src="{package_server.url}a.png"><script src="{package_server.url}b.js"></script>'
    assert print_pdf(page, browser=chromium_path(), moment=WHEN).startswith(b"%PDF")
    assert package_server.requests("a.png") == package_server.requests("b.js") == []


def test_a_browser_that_hangs_is_ended(tmp_path: Path, temporary_files: Path) -> None:
    marker = tmp_path / "alive"
    hanging = program(tmp_path, f"(sleep 3; touch {marker}) & wait")
    with pytest.raises(BrowserError, match=r"has not printed within 0\.2 s"):
        print_pdf(PLAIN, browser=hanging, moment=WHEN, timeout_s=0.2)
    assert not list(temporary_files.iterdir())


def test_a_browser_that_prints_nothing_is_told_with_its_last_words(tmp_path: Path) -> None:
    broken = program(tmp_path, "echo '[1:2:ERROR:x.cc] no usable sandbox' >&2; exit 1")
    with pytest.raises(BrowserError, match="printed nothing: no usable sandbox"):
        print_pdf(PLAIN, browser=broken, moment=WHEN)


def test_a_missing_browser_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(BrowserError, match="apt-get install chromium"):
        find_browser({"PATH": str(tmp_path)})
    with pytest.raises(BrowserError, match=f"{BROWSER_VARIABLE} names nothing-here"):
        find_browser({"PATH": "/usr/bin", BROWSER_VARIABLE: "nothing-here"})
    assert find_browser({BROWSER_VARIABLE: sys.executable}) == sys.executable


def program(folder: Path, script: str) -> str:
    path = folder / "browser"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)
