"""The page in a real browser, without a script of its own: what shows in each view, on each width and on paper."""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from tests.publish.samples import SMALL_SOURCE, SMALL_TARGET, parse, small_article
from tmflow.publish.page import Page, PageOptions, render_article
from tmflow.publish.site import IndexEntry
from tmflow.publish.theme import Theme
from tmflow.publish.website import iter_article_files, iter_shared_files

pytestmark = pytest.mark.browser

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_PROBE = """
const shown = lang => [...document.querySelectorAll('article [id][lang=' + lang + ']')].filter(e => e.getClientRects().length).map(e => e.id);
const box = id => document.getElementById(id).getBoundingClientRect();
const report = {
  ja: shown('ja'), en: shown('en'), width: innerWidth, overflow: document.documentElement.scrollWidth - innerWidth,
  beside: Math.abs(box('u006-ja').top - box('u006-en').top) < 20 && box('u006-en').left > box('u006-ja').right - 1,
  below: box('u006-en').top >= box('u006-ja').bottom - 1,
  targets: [...document.querySelectorAll('label')].filter(e => e.getClientRects().length).map(e => e.getBoundingClientRect().height),
  paper: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color,
};
document.title = JSON.stringify(report);
"""
"""Added by the test to its own copy of the page, with the policy that would forbid it taken out."""


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: apt-get install chromium")
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    return found


def run(tmp_path: Path, page: str, *arguments: str, width: int = 1280) -> str:
    tmp_path.mkdir(exist_ok=True)
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    return open_in_browser(path, tmp_path, *arguments, width=width)


def open_in_browser(path: Path, tmp_path: Path, *arguments: str, width: int = 1280) -> str:
    command = [
        chromium(),
        *_FLAGS,
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--window-size={width},1600",
        *arguments,
    ]
    done = subprocess.run([*command, path.as_uri()], capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8")


def probe(tmp_path: Path, page: str, *arguments: str, width: int = 1280) -> dict[str, object]:
    probed = re.sub(r"<meta http-equiv[^>]*>", "", page).replace("</body>", f"<script>{_PROBE}</script></body>")
    title = parse(run(tmp_path, probed, "--dump-dom", *arguments, width=width)).findtext(".//title")
    report: dict[str, object] = json.loads(title or "")
    return report


def page(layout: str = "side-by-side", view: str | None = None) -> str:
    options = PageOptions(layout=layout, site_name="潮入みなとだより")
    text = render_article(small_article(), source=SMALL_SOURCE, target=SMALL_TARGET, options=options)
    return text.replace(" checked>", ">").replace(f'id="{view}">', f'id="{view}" checked>') if view else text


def png_size(path: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


@pytest.mark.parametrize(("layout", "place"), [("side-by-side", "beside"), ("interleaved", "below")])
def test_both_languages_show_in_the_layout_chosen(tmp_path: Path, layout: str, place: str) -> None:
    report = probe(tmp_path, page(layout))
    assert report[place]
    ja, en = report["ja"], report["en"]
    assert isinstance(ja, list)
    assert isinstance(en, list)
    assert (len(ja), len(en)) == (17, 16)


@pytest.mark.parametrize(("view", "hidden"), [("v-ja", "en"), ("v-en", "ja")])
def test_one_language_hides_the_other_and_nothing_else(tmp_path: Path, view: str, hidden: str) -> None:
    report = probe(tmp_path, page(view=view))
    assert report[hidden] == []
    assert report["ja" if hidden == "en" else "en"]


def test_one_column_on_a_narrow_screen_without_sideways_scrolling(tmp_path: Path) -> None:
    report = probe(tmp_path, page(), width=500)  # a headless window is never narrower
    assert report["below"]
    assert report["overflow"] == 0
    targets = report["targets"]
    assert isinstance(targets, list)
    assert len(targets) == 3  # where both layouts look alike there is one button for them
    assert min(targets) >= 24  # WCAG 2.2, 2.5.8: "at least 24 by 24 CSS pixels"


def test_a_dark_reader_gets_a_dark_page(tmp_path: Path) -> None:
    light = probe(tmp_path, page())
    dark = probe(tmp_path / "dark", page(), "--blink-settings=preferredColorScheme=0")
    assert _brightness(light["paper"]) > _brightness(light["ink"])
    assert _brightness(dark["paper"]) < _brightness(dark["ink"])
    for report in (light, dark):
        assert _contrast(report["paper"], report["ink"]) >= 7  # WCAG 2.2, 1.4.6


def test_the_policy_lets_the_style_in_and_nothing_else(tmp_path: Path) -> None:
    """With its policy the page looks the same, and a script that got in would not run."""
    intruded = page().replace("</body>", "<script>document.title = 'intruder'</script></body>")
    tree = parse(run(tmp_path, intruded, "--dump-dom"))
    assert tree.findtext(".//title") != "intruder"
    shot = tmp_path / "shot.png"
    run(tmp_path, page(), f"--screenshot={shot}")
    bare = tmp_path / "bare.png"
    run(tmp_path, re.sub(r"<style>.*?</style>", "", page(), flags=re.DOTALL), f"--screenshot={bare}")
    assert png_size(shot) == (1280, 1600)
    assert shot.read_bytes() != bare.read_bytes()


def test_paper_has_both_languages_whatever_the_view(tmp_path: Path) -> None:
    """The PDF of the English view is as long as that of both: compared by the text objects drawn."""
    both, english = tmp_path / "both.pdf", tmp_path / "english.pdf"
    run(tmp_path, page(), f"--print-to-pdf={both}", "--no-pdf-header-footer")
    run(tmp_path, page(view="v-en"), f"--print-to-pdf={english}", "--no-pdf-header-footer")
    assert _text_objects(both) == _text_objects(english) > 30


def _text_objects(pdf: Path) -> int:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf.read_bytes(), flags=re.DOTALL)
    count = 0
    for stream in streams:
        try:
            count += zlib.decompress(stream).count(b"BT\n")
        except zlib.error:  # fonts and pictures have other encodings
            continue
    return count


def _channels(colour: object) -> list[float]:
    return [int(value) / 255 for value in re.findall(r"\d+", str(colour))[:3]]


def _brightness(colour: object) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: object, second: object) -> float:
    low, high = sorted((_brightness(first), _brightness(second)))
    return (high + 0.05) / (low + 0.05)


def site(tmp_path: Path) -> Path:
    """The files of a site with one article, on disk."""
    options = PageOptions(site_name="潮入みなとだより")
    article = Page(bitext=small_article(), source=SMALL_SOURCE, target=SMALL_TARGET, options=options)
    entry = IndexEntry.of(small_article(), href="", source=SMALL_SOURCE, target=SMALL_TARGET)
    theme = Theme()
    for files in (iter_article_files(article, theme=theme), iter_shared_files([entry], options=options, theme=theme)):
        for name, content in files:
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return tmp_path / "site"


@pytest.mark.parametrize("name", ["index.html", "en/index.html", "tides/index.html", "tides/en/index.html"])
def test_pages_of_a_site_get_their_style_through_their_policy(tmp_path: Path, name: str) -> None:
    path = site(tmp_path) / name
    styled, bare = tmp_path / "styled.png", tmp_path / "bare.png"
    open_in_browser(path, tmp_path, f"--screenshot={styled}")
    path.write_text(re.sub(r'<link rel="stylesheet"[^>]*>', "", path.read_text(encoding="utf-8")), encoding="utf-8")
    open_in_browser(path, tmp_path, f"--screenshot={bare}")
    assert styled.read_bytes() != bare.read_bytes()


@pytest.mark.parametrize(("name", "lang"), [("tides/ja/index.html", "ja"), ("tides/en/index.html", "en")])
def test_a_page_of_one_language_is_one_column_without_sideways_scrolling(tmp_path: Path, name: str, lang: str) -> None:
    path = site(tmp_path) / name
    script = (
        "document.title = JSON.stringify({overflow: document.documentElement.scrollWidth - innerWidth,"
        f" shown: [...document.querySelectorAll('article [id][lang]')].filter(e => e.getClientRects().length && e.lang === '{lang}').length}})"
    )
    text = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text(encoding="utf-8"))
    path.write_text(text.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    title = parse(open_in_browser(path, tmp_path, "--dump-dom", width=500)).findtext(".//title")
    assert json.loads(title or "") == {"overflow": 0, "shown": 17 if lang == "ja" else 16}
