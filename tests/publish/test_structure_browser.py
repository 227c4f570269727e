"""Tables, lists, quotations and notes in a real browser, the HTML checker and axe."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.chromium import Chromium, Screen
from tests.publish.checkers import axe_violations, nu_messages
from tests.publish.definitions import EN, JA
from tests.publish.samples import write_page
from tests.publish.structures import HTML_EN, HTML_JA, MARKDOWN_EN, MARKDOWN_JA, paired
from tmflow.model.document import ArticleFormat
from tmflow.publish.options import PageOptions
from tmflow.publish.page import render_article

pytestmark = pytest.mark.browser

_WIDE = (
    "| "
    + " | ".join(["Measurement"] * 9)
    + " |\n|"
    + "---|" * 9
    + "\n| "
    + " | ".join(["incomprehensibilities"] * 9)
    + " |\n"
)
_BOX = "selector => document.querySelector(selector).getBoundingClientRect().toJSON()"


_MORE = """<p>{0} <q>a <q lang="fr">b</q></q> <i lang="he">שלום</i> 12.</p><blockquote lang="fr"><p>Bonjour.</p></blockquote>
<ol start="5"><li>{0} 5</li><li>{0} 6</li></ol><table><tr><th align="right">{0} 7</th><th>{0} 8</th></tr>
<tr><td style="text-align:center">9</td><td lang="de">Turm</td></tr></table><p>※1 {0} 10.</p>{1}<p>***</p></article>"""


def pages(folder: Path) -> list[Path]:
    made = []
    for name, source, target, written in (
        ("markdown", MARKDOWN_JA, MARKDOWN_EN, ArticleFormat.MARKDOWN),
        ("html", HTML_JA, HTML_EN, ArticleFormat.HTML),
        ("all", with_more(HTML_JA, "港", JA), with_more(HTML_EN, "Harbor", EN), ArticleFormat.HTML),
        ("wide", f"# 港\n\n- 表\n\n{_WIDE}", f"# Harbor\n\n- Table\n\n{_WIDE}", ArticleFormat.MARKDOWN),
    ):
        inner = folder / name
        inner.mkdir()
        made.append(
            write_page(inner, render_article(paired(source, target, written), options=PageOptions(vertical=True)))
        )
    return made


def with_more(article: str, word: str, definitions: str) -> str:
    """An article with everything else that a page may have: foreign words, definitions, sides of cells, an end mark."""
    return article.replace("</article>", _MORE.format(word, definitions.partition("</h1>")[2]))


def test_the_html_checker_finds_nothing(tmp_path: Path) -> None:
    assert nu_messages(pages(tmp_path)) == []


@pytest.mark.parametrize("screen", [Screen(), Screen(width=320, is_dark=True)], ids=["wide", "narrow-dark"])
def test_axe_finds_nothing_in_any_view(chromium: Chromium, tmp_path: Path, screen: Screen) -> None:
    for page in pages(tmp_path):
        with chromium.tab(page, screen) as tab:
            for view in tab.evaluate("[...document.querySelectorAll('.view input')].map(e => e.id)"):
                tab.evaluate(f"document.getElementById('{view}').checked = true")
                assert axe_violations(tab) == [], f"{page}, {view}"


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("view", ["v-both", "v-ja", "v-en"])
def test_no_page_is_wider_than_its_window_whatever_its_tables(
    chromium: Chromium, tmp_path: Path, width: int, view: str
) -> None:
    for page in pages(tmp_path):
        with chromium.tab(page, Screen(width=width)) as tab:
            tab.evaluate(f"document.getElementById('{view}').checked = true")
            assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
            assert tab.evaluate("document.querySelectorAll('.table').length")


def test_a_wide_table_is_reached_and_scrolled_by_the_keyboard(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(pages(tmp_path)[-1], Screen(width=375)) as tab:
        assert tab.evaluate(
            "(e => (e.focus(), document.activeElement == e && e.scrollWidth > e.clientWidth))(document.querySelector('.table'))"
        )


def test_cells_hold_the_languages_one_above_the_other(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(pages(tmp_path)[1]) as tab:
        ja, en = (tab.evaluate(f"({_BOX})('#u013-{lang}')") for lang in ("ja", "en"))
        assert en["top"] >= ja["bottom"] - 1
        assert abs(en["left"] - ja["left"]) < 1
        tab.click("label[for=v-en]")
        assert tab.evaluate("document.querySelector('#u013-ja').getClientRects().length") == 0
        assert tab.evaluate(f"({_BOX})('#u014-en')")["width"] > 0
        assert tab.evaluate("getComputedStyle(document.querySelector('#u014-en')).clipPath") == "none"


def test_figures_that_are_the_same_in_both_languages_show_once(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(pages(tmp_path)[1]) as tab:
        clips = [
            tab.evaluate(f"getComputedStyle(document.querySelector('#u014-{lang}')).clipPath") for lang in ("ja", "en")
        ]
        assert clips == ["none", "inset(50%)"]
        tab.evaluate("document.querySelector('#u014-en').focus()")
        assert tab.evaluate("getComputedStyle(document.querySelector('#u014-en')).clipPath") == "none"


def test_what_is_nested_is_indented_in_both_columns_alike(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(pages(tmp_path)[0]) as tab:
        lefts = {
            lang: [tab.evaluate(f"({_BOX})('#u{number:03d}-{lang}')")["left"] for number in (3, 4, 5, 6)]
            for lang in ("ja", "en")
        }
        for first, second, nested, deeper in lefts.values():
            assert first == pytest.approx(second, abs=1)
            assert second + 16 < nested < deeper - 16
        steps = [[after - before for before, after in pairwise(found)] for found in lefts.values()]
        assert steps[0] == pytest.approx(steps[1], abs=3)


def test_a_note_and_its_call_lead_to_each_other(chromium: Chromium, tmp_path: Path) -> None:
    with chromium.tab(pages(tmp_path)[1]) as tab:
        tab.click("#u002-en [role=doc-noteref]")
        assert tab.evaluate("location.hash") == "#u019-en"
        tab.click("[role=note] p[lang=en] [role=doc-backlink]")
        assert tab.evaluate("location.hash") == "#u002-en"


def test_the_text_of_a_cell_stands_where_the_article_has_it(chromium: Chromium, tmp_path: Path) -> None:
    table = "| a | b | c |\n|:--|:-:|--:|\n| {0} | {0} 2 | {0} 3 |\n\n{0}.\n"
    article = paired(table.format("港"), table.format("Harbor"), ArticleFormat.MARKDOWN)
    with chromium.tab(write_page(tmp_path, render_article(article))) as tab:
        for number, side in ((4, 0.0), (5, 0.5), (6, 1.0)):
            for lang in ("ja", "en"):
                found = tab.evaluate(
                    "id => { const one = document.getElementById(id), cell = one.closest('td'); const style = getComputedStyle(cell);"
                    "const [a, b] = [one, cell].map(e => e.getBoundingClientRect());"
                    "return (a.left - b.left) / (b.width - parseFloat(style.paddingRight) - a.width); }".join(
                        ("(", f")('u{number:03d}-{lang}')")
                    )
                )
                assert found == pytest.approx(side, abs=0.03), (number, lang)


def test_lists_show_the_numbers_of_the_article(chromium: Chromium, tmp_path: Path) -> None:
    """The accessibility tree has what is seen before each item."""
    text = "<h1>{0}</h1><ol start='5'><li>{0} 5</li><li>{0} 6</li><li value='9'>{0} 9</li><li>{0} 10</li></ol>"
    article = paired(text.format("港"), text.format("Harbor"), ArticleFormat.HTML)
    with chromium.tab(write_page(tmp_path, render_article(article))) as tab:
        nodes = tab.send("Accessibility.getFullAXTree")["nodes"]
        names = [str(node.get("name", {}).get("value", "")) for node in nodes if node["role"]["value"] == "StaticText"]
    seen = re.findall(r"(\d+)\.\s*Harbor (\d+)", " ".join(names).replace(" .", "."))
    assert seen == [(number, number) for number in ("5", "6", "9", "10")]


_PAST_MARK = """[...document.querySelectorAll('article li p[lang], article ol p[lang]')].map(p => {
  const mark = getComputedStyle(p, '::before'), own = getComputedStyle(p), range = document.createRange();
  range.selectNodeContents(p);
  const start = p.getBoundingClientRect().left + parseFloat(own.paddingLeft) + parseFloat(mark.marginLeft);
  const measured = document.createElement('span');
  measured.style.font = mark.font;
  measured.style.whiteSpace = 'nowrap';
  measured.textContent = p.dataset.mark || '';
  document.body.append(measured);
  return (range.getClientRects()[0].left - start - measured.getBoundingClientRect().width) / parseFloat(own.fontSize);
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_mark_of_an_item_stands_over_its_text(chromium: Chromium, tmp_path: Path, width: int) -> None:
    """Between the end of a mark and the text is a gap, in ems, however long the mark is."""
    marks = ("（１）", "（10）", "(10)", "⑩", "10.", "100)")
    ja, en = (
        "\n".join([title, "", first, "", *(f"{mark} {item} {count}" for count, mark in enumerate(marks))])
        for title, first, item in (
            ("港", "港は静かだった。", "湿度計を用意する"),
            ("Harbor", "The harbor was quiet.", "Get a hygrometer"),
        )
    )
    page = write_page(tmp_path, render_article(paired(ja, en, ArticleFormat.PLAIN)))
    with chromium.tab(page, Screen(width=width)) as tab:
        gaps = tab.evaluate(_PAST_MARK)
    assert len(gaps) == 2 * len(marks)
    assert min(gaps) > 0.3


_BARS = """[...document.querySelectorAll('blockquote')].map(e => ['::before', '::after'].map(name => {
  const bar = getComputedStyle(e, name), box = e.getBoundingClientRect();
  return bar.content === 'none' ? null : [parseFloat(bar.height) - box.height, box.left + parseFloat(bar.left)];
}))"""


@pytest.mark.parametrize(("view", "width", "columns"), [("v-both", 1280, 2), ("v-inter", 1280, 1), ("v-en", 375, 1)])
def test_a_quotation_has_one_bar_beside_all_that_it_holds(
    chromium: Chromium, tmp_path: Path, view: str, width: int, columns: int
) -> None:
    with chromium.tab(pages(tmp_path)[0], Screen(width=width)) as tab:
        tab.evaluate(f"document.getElementById('{view}').checked = true")
        bars = [[bar for bar in found if bar] for found in tab.evaluate(_BARS)]
        lefts = tab.evaluate(
            "[...document.querySelectorAll('blockquote')].map(e => [...e.querySelector('.r').children]"
            ".map(p => p.getBoundingClientRect()).filter(box => box.width).map(box => box.left))"
        )
        borders = tab.evaluate(
            "[...document.querySelectorAll('blockquote p')].map(p => getComputedStyle(p).borderInlineStartWidth)"
        )
    assert set(borders) == {"0px"}
    assert len(bars) > 1
    for found, texts in zip(bars, lefts, strict=True):
        assert len(found) == columns
        assert [height for height, _ in found] == pytest.approx([0] * columns, abs=1)
        assert [left for _, left in found] == pytest.approx(sorted(set(texts)), abs=1)
