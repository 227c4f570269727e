"""What the blocks of Markdown and HTML stand inside of."""

from __future__ import annotations

import time

import pytest

from tmflow.formats.article import parse_article
from tmflow.model.document import ArticleFormat, Block, BlockKind

HTML, MARKDOWN = ArticleFormat.HTML, ArticleFormat.MARKDOWN


def blocks(text: str, format: ArticleFormat) -> tuple[Block, ...]:
    return parse_article(text, format=format).blocks


def paths(text: str, format: ArticleFormat = HTML) -> dict[str, str]:
    """By the text of each block, the kinds of what it stands inside of."""
    return {block.text: " ".join(step.kind.value for step in block.inside) for block in blocks(text, format)}


def cells(text: str, format: ArticleFormat = HTML) -> list[tuple[str, int, int, str]]:
    """Text, row, column and scope of each cell."""
    return [
        (block.text, block.inside[-2].part, block.inside[-1].number, block.inside[-1].scope)
        for block in blocks(text, format)
    ]


def test_paragraphs_of_one_item_stand_in_one_item() -> None:
    for found in (
        blocks("- one\n\n  more\n- two\n", MARKDOWN),
        blocks("<ul><li><p>one</p><p>more</p><li>two</ul>", HTML),
    ):
        first, more, second = found
        assert first.inside == more.inside
        assert first.inside[0].number == second.inside[0].number
        assert first.inside[0].part < second.inside[0].part


def test_lists_and_quotations_nest_in_each_other() -> None:
    assert paths("- a\n  > b\n  >\n  > 1. c\n\n> d\n> > e\n", MARKDOWN) == {
        "a": "bullets",
        "b": "bullets quotation",
        "c": "bullets quotation numbers",
        "d": "quotation",
        "e": "quotation quotation",
    }
    page = "<blockquote>a<ol><li>b<blockquote><p>c</p></blockquote></ol><blockquote>d</blockquote></blockquote><p>e</p>"
    assert paths(page) == {
        "a": "quotation",
        "b": "quotation numbers",
        "c": "quotation numbers quotation",
        "d": "quotation quotation",
        "e": "",
    }


def test_a_list_goes_on_counting_where_its_page_says() -> None:
    assert [block.mark for block in blocks("<ol start=4><li>a</li><li>b</li></ol><ol start=x><li>c</ol>", HTML)] == [
        "4.",
        "5.",
        "1.",
    ]


def test_cells_of_tables() -> None:
    assert cells("| a | b |\n|---|---|\n| c |   |\n|   | d |\n", MARKDOWN) == [
        ("a", 1, 0, "col"),
        ("b", 1, 1, "col"),
        ("c", 2, 0, ""),
        ("d", 3, 1, ""),
    ]
    assert cells(
        "<table><thead><tr><th colspan=2>a<th>b</thead><tr><th scope=row>c<td>d<td></td><tr><th>e<td>f</table>"
    ) == [
        ("a", 1, 0, "col"),
        ("b", 1, 2, "col"),
        ("c", 2, 0, "row"),
        ("d", 2, 1, ""),
        ("e", 3, 0, "auto"),
        ("f", 3, 1, ""),
    ]


def test_html_in_markdown_stands_inside_of_what_is_around_it() -> None:
    text = "> a\n>\n> <ul><li>b</li></ul>\n\n- c\n"
    assert paths(text, MARKDOWN) == {"a": "quotation", "b": "quotation bullets", "c": "bullets"}
    numbers = [step.number for block in blocks(text, MARKDOWN) for step in block.inside[-1:]]
    assert len(set(numbers)) == 3


@pytest.mark.parametrize(
    "page",
    [
        "<table role=presentation><tr><th>a<td>b<tr><td>c<td>d</table>",
        "<table><tr><td>a<td>b<tr><td><h2>c</h2><td>d</table>",
        "<table><tr><td>a<td>b</table>",
        "<table><tr><td>a<tr><td>b</table>",
        "<table><tr><td>a<td>b<tr><td>c<td>" + "<p>d</p>" * 7 + "</table>",
    ],
    ids=["said", "headings", "one row", "one column", "long cell"],
)
def test_a_table_that_lays_out_a_page_is_none(page: str) -> None:
    assert {block.inside for block in blocks(page, HTML)} == {()}


def test_of_nested_tables_the_inner_one_is_the_table() -> None:
    found = paths("<table><tr><td>a<td>b<tr><td>c<td><table><tr><th>d<td>e</table></table>")
    assert found == {"a": "", "b": "", "c": "", "d": "table cell", "e": "table cell"}


NOTES = {
    "list": '<p>A<sup><a href="#fn1" id="ref1">1</a></sup> b.</p><ol><li id="fn1">{}</li></ol>',
    "bracketed": "<p>A<a href='#n'>[a]</a> b.</p><div id=n><p>{}</p></div>",
    "word": '<p>A<a name="_ftnref1" href="#_ftn1">[1]</a> b.</p><p><a name="_ftn1" href="#_ftnref1">[1]</a> {}</p>',
    "raised inside": '<p id="ref">A<a href="#f"><sup>1</sup></a> b.</p><aside id="f">{} <a href="#ref">1</a></aside>',
}


@pytest.mark.parametrize("page", NOTES.values(), ids=NOTES.keys())
def test_what_a_number_or_sign_leads_to_is_a_note(page: str) -> None:
    body, note = blocks(page.format("The tide <em>turns</em>."), HTML)
    assert (body.kind, body.inside) == (BlockKind.PARAGRAPH, ())
    assert note.kind is BlockKind.NOTE
    assert note.inside[-1].name in page


def test_contents_and_pages_are_no_calls_of_notes() -> None:
    page = '<p><a href="#s1">1</a> <a href="#s2">The tides</a></p><div id="s1"><p>a</p></div><section id="s2"><p>b</p></section>'
    assert {block.kind for block in blocks(page, HTML)} == {BlockKind.PARAGRAPH}


@pytest.mark.parametrize(
    "unit",
    [
        "<blockquote>a",
        "<ul><li>a",
        "<li>a",
        "<table><tr><td>a",
        "<td>a",
        "<li><div></li>",
        "<table><tr><td colspan=50 rowspan=50>a</table>",
        '<sup><a href="#a">1</a></sup><p id="a">b',
        "<a href=# href=# href=",
    ],
)
def test_hostile_nesting_takes_linear_time(unit: str) -> None:
    count = 15_000 // len(unit)
    spent = []
    for times in (count, 4 * count):
        start = time.process_time()
        found = blocks(unit * times, HTML)
        spent.append(time.process_time() - start)
        assert all(len(block.inside) <= 12 for block in found)
    assert spent[1] < 8 * max(spent[0], 0.2)
