"""Style sheets made small: what may go and what must stay."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tests.chromium import Chromium
from tests.publish.samples import small_page, write_page
from tmflow.publish.sheets import Sheet, minify_css, minify_script

_HELD = '<p class="x y" id="z" data-z="q" lang="en">ul &lt;ul&gt;</p>'
_DRESSED = "[...document.querySelectorAll('body, body *')].map(e => JSON.stringify(Object.fromEntries([...getComputedStyle(e)].filter(p => !p.startsWith('--')).map(p => [p, getComputedStyle(e).getPropertyValue(p)]))))"


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { b: 0.5em -0.25em 10.5px; }", "a{b:.5em -.25em 10.5px}"),
        ('a::after { content: "0.5 :  /* x */ }" }', 'a::after{content:"0.5 :  /* x */ }"}'),
        ("/* it's */ a { b: c; } /* \"x */ d { e: f }", "a{b:c}d{e:f}"),
        ("a { b: calc(1rem + (1px + 0.5vw)); }", "a{b:calc(1rem + (1px + .5vw))}"),
        ("a + b:has(+ c ~ d):nth-child(2n + 1) { e: f }", "a+b:has(+c~d):nth-child(2n + 1){e:f}"),
        ('a[b="c"] d[e="f g"] { h: url("i.png") }', 'a[b=c] d[e="f g"]{h:url("i.png")}'),
    ],
)
def test_what_only_writers_read_goes_and_strings_stay(css: str, expected: str) -> None:
    assert minify_css(css) == expected


def test_the_names_of_a_script_are_shortened_and_nothing_else() -> None:
    script = """const all = (kind) => [...document.querySelectorAll(kind)];
const a = all(".all");
for (const one of a) one.all = { all: one.one, b: `all ${one.id} one` };
"""
    assert minify_script(script) == (
        'let c=(kind)=>[...document.querySelectorAll(kind)];let d=c(".all");'
        "for(let e of d)e.all={all:e.one,b:`all ${e.id} one`};"
    )


@pytest.mark.parametrize(
    ("rule", "is_kept"),
    [
        ("p{a:b}", True),
        ("ul{a:b}", False),
        (".x p{a:b}", True),
        (".xy p{a:b}", False),
        (".y.x>p{a:b}", True),
        ("[data-z] p{a:b}", True),
        ("[data-q] p{a:b}", False),
        ("p:has(ul){a:b}", False),
        (":is(ul,ol) p{a:b}", False),
        (":is(ul,.x) p{a:b}", True),
        (":where(ul):is(p,ol){a:b}", False),
        ("p:has(:is(ul,.q) b){a:b}", False),
        (".x\\:y{a:b}", False),
        ("p:not(.q,:is(ul)){a:b}", True),
        ("p::before{a:b}", True),
        ("p.lit{a:b}", True),
        ("#z{a:b}", True),
        ("#nowhere p{a:b}", False),
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
    assert Sheet(f"{rule}p{{z:z}}").for_page(_HELD) == f"{rule if is_kept else ''}p{{z:z}}"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("ul,p{a:b}", "p{a:b}"),
        (":where(ul):is(p,ol),p,li{a:b}", "p{a:b}"),
        (":is(ul,p) p{a:b}", ":is(ul,p) p{a:b}"),
        ("@media print{ul,p.x,li{a:b}ol{a:b}}", "@media print{p.x{a:b}}"),
    ],
)
def test_of_several_selectors_those_stay_that_can_match(rule: str, expected: str) -> None:
    assert Sheet(rule).for_page(_HELD) == expected


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
