"""Tables as grids, whatever an article says of its cells."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.publish.samples import parse
from tests.publish.structures import paired
from tmflow.formats.article import parse_article
from tmflow.formats.inline import parse_inline
from tmflow.model.document import ArticleFormat, Container, ContainerKind
from tmflow.model.language import Language
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, render_article, render_page
from tmflow.publish.tables import GridCell, lay_out, without_pipe_escapes
from tmflow.publish.theme import Theme


def cell(number: int, *, columns: int = 1, rows: int = 1, scope: str = "") -> Container:
    return Container(kind=ContainerKind.CELL, number=number, columns=columns, rows=rows, scope=scope)


def spans(grid: tuple[tuple[GridCell, ...], ...]) -> list[list[tuple[int | None, int, int]]]:
    return [[(one.index, one.columns, one.rows) for one in line] for line in grid]


def test_holes_are_filled() -> None:
    assert spans(lay_out((1, 2), ([cell(1)], [cell(0), cell(2)]))) == [
        [(None, 1, 1), (0, 1, 1), (None, 1, 1)],
        [(0, 1, 1), (None, 1, 1), (1, 1, 1)],
    ]


def test_cells_that_cover_lines_push_those_below_aside() -> None:
    assert spans(lay_out((1, 2), ([cell(0, rows=2), cell(1)], [cell(0)]))) == [[(0, 1, 2), (1, 1, 1)], [(0, 1, 1)]]


def test_a_cell_covers_no_line_that_is_not_there() -> None:
    assert spans(lay_out((1, 4), ([cell(0, rows=3), cell(1)], [cell(0), cell(1)])))[0][0] == (0, 1, 1)
    assert spans(lay_out((1,), ([cell(0, rows=9)],))) == [[(0, 1, 1)]]


def test_a_heading_ends_with_the_headings() -> None:
    grid = lay_out((1, 2), ([cell(0, rows=2, scope="col")], [cell(0), cell(1)]))
    assert grid[0][0].rows == 1


def test_scopes_that_only_the_line_tells() -> None:
    grid = lay_out((1, 2), ([cell(0, scope="auto"), cell(1, scope="auto")], [cell(0, scope="auto"), cell(1)]))
    assert [[one.scope for one in line] for line in grid] == [["col", "col"], ["row", ""]]


cells_ = st.builds(
    cell,
    st.integers(0, 6),
    columns=st.integers(1, 5),
    rows=st.integers(1, 4),
    scope=st.sampled_from(["", "col", "row", "auto"]),
)
lines_ = st.lists(
    st.lists(cells_, min_size=1, max_size=5).map(lambda line: sorted(line, key=lambda one: one.number)), max_size=6
)


@given(lines_, st.data())
def test_a_grid_has_no_holes_no_overlaps_and_no_idle_columns(lines: list[list[Container]], data: st.DataObject) -> None:
    """HTML standard, section 4.9.12: the table model errors."""
    steps = data.draw(st.lists(st.integers(1, 3), min_size=len(lines), max_size=len(lines)))
    parts = [sum(steps[: number + 1]) for number in range(len(lines))]
    grid = lay_out(parts, lines)
    covered = [
        (line + below, one.start + beside)
        for line, row in enumerate(grid)
        for one in row
        for below in range(one.rows)
        for beside in range(one.columns)
    ]
    width = max((column + 1 for _, column in covered), default=0)
    assert sorted(covered) == [(line, column) for line in range(len(grid)) for column in range(width)]
    assert {one.start for row in grid for one in row} == set(range(width))
    assert [[one.index for one in row if one.index is not None] for row in grid] == [
        list(range(len(line))) for line in lines
    ]


def test_a_table_and_code_are_named_in_the_languages_of_the_page() -> None:
    text = "# 港\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n```\nls\n```\n"
    article = parse_article(text, format=ArticleFormat.MARKDOWN, language=Language.JA)
    page = Page(bitext=paired(text, text, ArticleFormat.MARKDOWN), source_insets=article.insets)
    for only, names in ((None, ["表 / Table", "コード / Code"]), (Language.EN, ["Table", "Code"])):
        tree = parse(render_page(replace(page, options=PageOptions(only=only)), theme=Theme()))
        assert tree.xpath("//article//*[@role='group']/@aria-label") == names


def test_an_escaped_border_in_the_code_of_a_cell_is_a_sign() -> None:
    content = parse_inline(r"See `a\|b` and `c`.", ArticleFormat.MARKDOWN)
    assert without_pipe_escapes(content).text == "See a|b and c."
    table = "| x | y |\n|---|---|\n| `a\\|b` | one |\n"
    page = parse(render_article(paired(f"# 港\n\n{table}", f"# Quay\n\n{table}", ArticleFormat.MARKDOWN)))
    assert "a|b" in {code.text for code in page.xpath("//td//code | //th//code")}
