"""Style sheets made small: what may go and what must stay."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tests.chromium import Chromium
from tests.publish.samples import small_page, write_page
from tmflow.publish.sheets import Sheet, minify_css

_DRESSED = "[...document.querySelectorAll('body, body *')].map(e => JSON.stringify(Object.fromEntries([...getComputedStyle(e)].filter(p => !p.startsWith('--')).map(p => [p, getComputedStyle(e).getPropertyValue(p)]))))"


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { b: 0.5em -0.25em 10.5px; }", "a{b:.5em -.25em 10.5px}"),
        ('a::after { content: "0.5 :  /* x */ }" }', 'a::after{content:"0.5 :  /* x */ }"}'),
        ("/* it's */ a { b: c; } /* \"x */ d { e: f }", "a{b:c}d{e:f}"),
        ("a { b: calc(1rem + 0.5vw); }", "a{b:calc(1rem + .5vw)}"),
        ('a[b="c"] d[e="f g"] { h: url("i.png") }', 'a[b=c] d[e="f g"]{h:url("i.png")}'),
    ],
)
def test_what_only_writers_read_goes_and_strings_stay(css: str, expected: str) -> None:
    assert minify_css(css) == expected


@pytest.mark.parametrize(
    ("rule", "is_kept"),
    [
        ("p{a:b}", True),
        ("ul{a:b}", False),
        ("ul,p{a:b}", True),
        (".x p{a:b}", True),
        (".xy p{a:b}", False),
        (".y.x>p{a:b}", True),
        ("[data-z] p{a:b}", True),
        ("[data-q] p{a:b}", False),
        ("p:has(ul){a:b}", False),
        (":is(ul,ol) p{a:b}", False),
        (":is(ul,.x) p{a:b}", True),
        (":where(ul):is(p,ol),p{a:b}", True),
        ("p:has(:is(ul,.q) b){a:b}", False),
        (".x\\:y{a:b}", False),
        ("p:not(.q,:is(ul)){a:b}", True),
        ("p::before{a:b}", True),
        ("p.lit{a:b}", True),
        ("#nowhere p{a:b}", True),
        ("p{a:b;ul{c:d}}", True),
        ("ul{a:b;p{c:d}}", False),
        ("@page{a:b}", True),
        ("@font-face{a:b}", True),
        ('p::after{content:"}ul{"}', True),
        ('[lang="x,ul"] p{a:b}', True),
        ("@media print{p{a:b}}", True),
        ("@media print{ul{a:b}}", False),
        ("@media a{@media b{ul{c:d}}}", True),
        ("@layer a;", True),
    ],
)
def test_a_rule_is_dropped_only_if_nothing_can_match(rule: str, *, is_kept: bool) -> None:
    html = '<p class="x y" data-z="q" lang="en">ul &lt;ul&gt;</p>'
    assert Sheet(f"{rule}p{{z:z}}").for_page(html) == f"{rule if is_kept else ''}p{{z:z}}"


def test_what_a_template_writes_in_its_own_way_is_seen() -> None:
    sheet = Sheet(".a b{c:d}.e{f:g}[data-h]{i:j}")
    assert sheet.for_page("<P CLASS='a &#101;' data-h=1 viewBox='0'><B>x</B>") == sheet.css


@pytest.mark.browser
def test_a_page_looks_the_same_with_the_whole_sheet_as_it_was_written(chromium: Chromium, tmp_path: Path) -> None:
    page = small_page(contact="desk@example.org")
    whole = files("tmflow.publish").joinpath("static", "page.css").read_text(encoding="utf-8")
    start, end = page.index("<style>") + len("<style>"), page.index("</style>")
    assert page[start:end] != whole
    free = page.replace("Content-Security-Policy", "x-none")
    looks = []
    for text in (page, f"{free[: free.index('<style>')]}<style>{whole}{free[free.index('</style>') :]}"):
        with chromium.tab(write_page(tmp_path, text)) as tab:
            looks.append(tab.evaluate(_DRESSED))
    assert looks[0] == looks[1]
    assert len(looks[0]) > 100
