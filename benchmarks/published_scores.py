"""How a published page does in a real browser, on paper and before the checkers: the same measures for every maker."""

from __future__ import annotations

import gzip
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.published_peers import Made
from tests.chromium import Chromium, Screen, Tab
from tests.publish.checkers import axe_violations, nu_messages

__all__ = ["Score", "scores"]

_LEAST_CHARS = 6
"""Shorter texts may stand in others by chance."""
_SHOWN = """(() => {
  const texts = {}, walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!element.checkVisibility() || element.closest('script, style')) continue;
    const lang = element.closest('[lang]')?.lang.slice(0, 2) ?? '';
    texts[lang] = (texts[lang] ?? '') + node.data;
  }
  return texts;
})()"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was measured of a page.

    nu: messages of the HTML checker; axe: violations in light, in dark and at 320 px together.
    size_bytes, zipped_bytes: of the file; text_bytes: of the texts it should show, in UTF-8.
    outside: requests to other hosts; scripts: that are in it, data not counted.
    once: of texts (total), those shown just as often as they should be, in their language, with scripts off.
    overflow_px: what is wider than a screen of 320; lost: characters not on paper; run: payloads and links that run.
    """

    made: Made
    nu: int
    axe: int
    size_bytes: int
    zipped_bytes: int
    text_bytes: int
    outside: int
    scripts: int
    once: int
    total: int
    overflow_px: int
    lost: int
    characters: int
    run: int


def scores(pages: Sequence[Made], chromium: Chromium) -> list[Score]:
    """Measure pages."""
    messages = nu_messages([page.path for page in pages])
    return [_score(page, chromium, nu=sum(page.path.as_uri() in message for message in messages)) for page in pages]


def _score(page: Made, chromium: Chromium, *, nu: int) -> Score:
    content = page.path.read_bytes()
    with chromium.tab(page.path) as tab:
        outside = [url for url in tab.requests if not url.startswith(("file:", "data:", "blob:", "about:"))]
        run = int(tab.evaluate("window.ran || 0")) + int(
            tab.evaluate('document.querySelectorAll(\'a[href^="javascript:" i], a[href^="data:" i]\').length')
        )
        scripts = int(tab.evaluate("[...document.scripts].filter(s => s.type !== 'application/ld+json').length"))
        axe = len(axe_violations(tab))
        lost, characters = _lost(tab, page)
    with chromium.tab(page.path, Screen(is_dark=True)) as tab:
        axe += len(axe_violations(tab))
    with chromium.tab(page.path, Screen(width=320)) as tab:
        axe += len(axe_violations(tab))
        overflow = int(tab.evaluate("document.documentElement.scrollWidth - innerWidth"))
    with chromium.tab(page.path, Screen(has_scripts=False)) as tab:
        once, total = _once(tab.evaluate(_SHOWN), page)
    return Score(
        made=page,
        nu=nu,
        axe=axe,
        size_bytes=len(content),
        zipped_bytes=len(gzip.compress(content)),
        text_bytes=sum(len(text.encode()) for pair in page.pairs for text in pair),
        outside=len(outside),
        scripts=scripts,
        once=once,
        total=total,
        overflow_px=max(0, overflow),
        lost=lost,
        characters=characters,
        run=run,
    )


def _once(shown: dict[str, str], page: Made) -> tuple[int, int]:
    """Return how many texts are shown as often as they should be, in their language, and how many there are."""
    once = total = 0
    for side, lang in enumerate(("ja", "en")):
        wanted = [text for pair in page.pairs if len(text := _squeezed(pair[side])) >= _LEAST_CHARS]
        found, whole = _squeezed(shown.get(lang, "")), "\n".join(_squeezed(pair[side]) for pair in page.pairs)
        once += sum(found.count(text) == whole.count(text) for text in wanted)
        total += len(wanted)
    return once, total


def _lost(tab: Tab, page: Made) -> tuple[int, int]:
    """Return how many characters of the texts are not on paper, and how many there are."""
    done = subprocess.run(["pdftotext", "-", "-"], input=tab.pdf(), capture_output=True, check=True)
    wanted = Counter(_squeezed("".join(text for pair in page.pairs for text in pair)))
    return (wanted - Counter(_squeezed(done.stdout.decode()))).total(), wanted.total()


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
