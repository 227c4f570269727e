"""Units to rows and sections."""

from __future__ import annotations

import pytest

from tests.publish.samples import Kind, bitext, small_article, unit
from tmflow.publish.rows import Row, read_rows
from tmflow.publish.sections import Outline, SectionKind, outline_rows


def numbers(row: Row) -> list[int]:
    return [numbered.number for numbered in row.units]


def outline(*kinds: Kind) -> Outline:
    return outline_rows(read_rows(bitext(*(unit("あ", "a", block=n, kind=kind) for n, kind in enumerate(kinds)))))


def test_units_of_one_source_block_form_a_row() -> None:
    rows = read_rows(bitext(unit("あ。", "A.", block=1), unit("い。", "B.", block=1), unit("う。", "C.", block=2)))
    assert [numbers(row) for row in rows] == [[1, 2], [3]]


def test_a_target_only_unit_joins_the_row_whose_target_block_it_shares() -> None:
    rows = read_rows(
        bitext(
            unit("あ。", "A.", block=1, target_block=5),
            unit("", "B.", target_block=5),
            unit("い。", "C.", block=1, target_block=5),
            unit("", "D.", target_block=6),
            unit("う。", "E.", block=2, target_block=6),
        )
    )
    assert [numbers(row) for row in rows] == [[1, 2, 3], [4, 5]]


def test_a_paragraph_is_not_torn_by_a_stranger() -> None:
    rows = read_rows(bitext(unit("あ。", "A.", block=1), unit("", "X.", target_block=9), unit("い。", "B.", block=1)))
    assert [numbers(row) for row in rows] == [[1, 3], [2]]


def test_units_without_a_place_are_paragraphs() -> None:
    rows = read_rows(bitext(unit("あ", "a"), unit("い", "b")))
    assert [(row.kind, numbers(row)) for row in rows] == [(Kind.PARAGRAPH, [1]), (Kind.PARAGRAPH, [2])]


def test_every_published_unit_stands_in_exactly_one_row() -> None:
    article = small_article()
    seen = [number for row in read_rows(article) for number in numbers(row)]
    assert sorted(seen) == [n for n in range(1, 21) if n not in {5, 20}]


def test_titles_that_nobody_paired_are_the_titles_of_one_article() -> None:
    """Each article has one, so that they belong together whatever they say; a second title stays below."""
    ja, en = unit("港", "", block=0, kind=Kind.TITLE), unit("", "Harbor", target_block=0, kind=Kind.TITLE)
    more = unit("潮", "Tides", block=1, target_block=1, kind=Kind.TITLE)
    for units, expected in (
        ((ja, en), [[1, 2]]),
        ((en, ja, more), [[1, 2], [3]]),
        ((ja, more, en), [[1, 3], [2]]),
        ((more, ja), [[1], [2]]),
    ):
        assert [numbers(row) for row in outline_rows(read_rows(bitext(*units))).titles] == expected


def test_credits_before_the_text_are_head_and_after_it_foot() -> None:
    result = outline(Kind.BYLINE, Kind.TITLE, Kind.CREDIT, Kind.PARAGRAPH, Kind.DATELINE, Kind.PARAGRAPH, Kind.SOURCE)
    assert [row.kind for row in result.head] == [Kind.BYLINE, Kind.CREDIT]
    assert [section.kind for section in result.body] == [SectionKind.PARAGRAPH, SectionKind.META, SectionKind.PARAGRAPH]
    assert [row.kind for row in result.foot] == [Kind.SOURCE]


def test_a_credit_right_after_a_caption_belongs_to_the_figure() -> None:
    result = outline(Kind.PARAGRAPH, Kind.CAPTION, Kind.CREDIT, Kind.CAPTION, Kind.CREDIT)
    assert [len(section.rows) for section in result.body] == [1, 2, 2]
    assert not result.foot


def test_lists_nest_by_level_and_part_by_mark() -> None:
    items = [("•", 1), ("-", 2), ("・", 1), ("①", 1), ("2.", 1), ("✔", 1)]
    rows = read_rows(
        bitext(
            *(
                unit("あ", "a", block=n, kind=Kind.LIST_ITEM, mark=mark, level=level)
                for n, (mark, level) in enumerate(items)
            )
        )
    )
    sections = outline_rows(rows).body
    assert [(section.is_ordered, len(section.parts)) for section in sections] == [(False, 2), (True, 2), (False, 1)]
    assert [[part.kind for part in item.parts] for item in sections[0].parts] == [
        [SectionKind.PARAGRAPH, SectionKind.LIST],
        [SectionKind.PARAGRAPH],
    ]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([2, 3, 2], [2, 3, 2]),
        ([0, 0], [2, 2]),
        ([1, 3, 6], [2, 3, 4]),
        ([3, 2, 4], [2, 2, 3]),
        ([1, 2, 3, 4, 5], [2, 3, 4, 4, 4]),
    ],
)
def test_heading_levels_begin_at_two_and_skip_none(levels: list[int], expected: list[int]) -> None:
    rows = read_rows(
        bitext(*(unit("あ", "a", block=n, kind=Kind.HEADING, level=level) for n, level in enumerate(levels)))
    )
    assert [section.rows[0].level for section in outline_rows(rows).body] == expected


def test_hostile_list_levels_do_not_nest_without_end() -> None:
    rows = read_rows(bitext(*(unit("あ", "a", block=n, kind=Kind.LIST_ITEM, level=n) for n in range(2_000))))
    assert outline_rows(rows).body
