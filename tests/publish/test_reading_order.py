"""Each language is read in the order of its own article, whatever the aligner has paired with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publish.inset_samples import code, image
from tests.publish.samples import Kind, bitext, parse, segments, texts, unit
from tests.publish.structures import MARKDOWN_EN, MARKDOWN_JA, paired
from tmflow.model.bitext import Bitext, Place, Side, TranslationUnit
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page, render_page
from tmflow.publish.reading_order import in_own_order
from tmflow.publish.rows import read_rows
from tmflow.publish.search import search_text
from tmflow.publish.theme import Theme
from tmflow.publish.words import DRAFT_LABELS

THEME = Theme()


def at(number: int, target: int, *, of: int, target_of: int, kind: Kind = Kind.PARAGRAPH) -> TranslationUnit:
    """A unit: sentence `number` of block `of`, its translation sentence `target` of block `target_of`."""
    made = unit(f"日本{number}。", f"English {target}.", block=of, target_block=target_of, kind=kind)
    assert made.source_place is not None
    assert made.target_place is not None
    return replace(
        made,
        source_place=replace(made.source_place, column=number + 1),
        target_place=replace(made.target_place, column=target + 1),
    )


def rows(*units: TranslationUnit) -> list[tuple[str, str]]:
    """What stands in each row, both sides."""
    return [
        (
            "".join(text.text for one in row.in_order(Side.SOURCE) if (text := one.text(Side.SOURCE))),
            "".join(text.text for one in row.in_order(Side.TARGET) if (text := one.text(Side.TARGET))),
        )
        for row in read_rows(bitext(*units))
    ]


def english(article: Bitext, **options: object) -> list[str]:
    chosen = PageOptions(**options)  # type: ignore[arg-type] # whatever a test asks for
    return texts(segments(parse(render_page(Page(bitext=article, options=chosen), theme=THEME)), "en"))


def test_sentences_that_cross_within_a_paragraph_are_each_in_their_order() -> None:
    crossing = (at(0, 1, of=0, target_of=0), at(1, 0, of=0, target_of=0), at(2, 2, of=0, target_of=0))
    assert rows(*crossing) == [("日本0。日本1。日本2。", "English 0.English 1.English 2.")]
    assert english(bitext(*crossing)) == ["English 0.", "English 1.", "English 2."]


def test_a_paragraph_that_is_elsewhere_in_the_translation_stands_there() -> None:
    assert rows(
        at(0, 2, of=0, target_of=2),
        at(1, 0, of=1, target_of=0),
        at(2, 1, of=2, target_of=1),
        at(3, 3, of=3, target_of=3),
    ) == [
        ("日本0。", ""),
        ("日本1。", "English 0."),
        ("日本2。", "English 1."),
        ("", "English 2."),
        ("日本3。", "English 3."),
    ]


def test_a_sentence_that_is_in_another_paragraph_of_the_translation_joins_that() -> None:
    assert rows(
        at(0, 0, of=0, target_of=0), at(1, 1, of=0, target_of=0), at(2, 4, of=0, target_of=1),
        at(3, 3, of=1, target_of=1), at(4, 5, of=1, target_of=1),
    ) == [
        ("日本0。日本1。日本2。", "English 0.English 1."),
        ("日本3。日本4。", "English 3.English 4.English 5."),
    ]  # fmt: skip


def test_what_the_translation_adds_between_two_sentences_stands_between_them() -> None:
    added = replace(unit("", "English 1."), target_place=Place(block=1, kind=Kind.PARAGRAPH))
    assert rows(at(0, 0, of=0, target_of=0), at(1, 2, of=0, target_of=2), added) == [
        ("日本0。日本1。", "English 0.English 1.English 2.")
    ]


def test_titles_stay_one() -> None:
    units = (
        at(0, 1, of=0, target_of=1, kind=Kind.TITLE),
        at(1, 0, of=1, target_of=0, kind=Kind.DECK),
        at(2, 2, of=2, target_of=2),
    )
    assert len(rows(*units)) == 3
    assert len(parse(render_page(Page(bitext=bitext(*units)), theme=THEME)).xpath("//h1/span")) == 2


def test_a_table_stays_whole_and_text_moves_past_it() -> None:
    article = paired(MARKDOWN_JA, MARKDOWN_EN, ArticleFormat.MARKDOWN)
    units = [
        replace(one, target_place=one.target_place and replace(one.target_place, block=2 * one.target_place.block))
        for one in article.units
    ]
    heading, last = next(one for one in units if one.source.text == "灯台の一覧"), units.pop()
    assert heading.target_place is not None
    assert last.target_place is not None
    assert heading.target is not None
    assert last.target is not None
    moved = replace(last, target_place=replace(last.target_place, block=heading.target_place.block - 1))
    page = parse(render_page(Page(bitext=replace(article, units=(*units, moved))), theme=THEME))
    assert len(page.xpath("//table")) == 2
    assert not page.xpath("//table//tr[starts-with(@class, 'only')]")
    shown = texts(segments(page, "en"))
    assert shown.index(last.target.text) == shown.index(heading.target.text) - 1


def test_a_draft_that_stands_elsewhere_is_still_marked_and_found_once() -> None:
    moved = replace(at(0, 2, of=0, target_of=2), draft=True)
    units = (moved, at(1, 0, of=1, target_of=0), at(2, 1, of=2, target_of=1))
    article = bitext(*units)
    page = parse(render_page(Page(bitext=article), theme=THEME))
    label = DRAFT_LABELS[Language.EN]["draft"]
    assert texts(page.xpath("//*[@class='mark']")) == [label]
    assert [one.get("id") for one in segments(page, "en")] == ["u002-en", "u003-en", "u001-en"]
    assert [one.get("id") for one in segments(page, "ja")] == ["u001-ja", "u002-ja", "u003-ja"]
    found = search_text(Page(bitext=article)).decode()
    assert found.count("English 2.") == found.count("日本0。") == 1


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_the_translation_alone_is_in_its_order(name: str) -> None:
    units = (at(0, 1, of=0, target_of=1), at(1, 2, of=1, target_of=2), at(2, 0, of=2, target_of=0))
    insets = ([image("far.png", block=1), code("x", block=3)], [code("x", block=1), image("far.png", block=2)])
    page = Page(bitext=bitext(*units), source_insets=tuple(insets[0]), target_insets=tuple(insets[1]))
    made = OUTPUTS[name].write(page, THEME).decode()
    assert [made.index(part) for part in ("English 0.", "x\n", "English 1.", "English 2.")] == sorted(
        made.index(part) for part in ("English 0.", "x\n", "English 1.", "English 2.")
    )


def test_an_image_of_one_language_alone_stands_where_that_has_it() -> None:
    units = (at(0, 0, of=0, target_of=0), at(1, 1, of=1, target_of=1), at(2, 2, of=2, target_of=2))
    page = Page(
        bitext=bitext(*units),
        source_insets=(code("ls", block=1),),
        target_insets=(code("ls", block=2),),
        options=PageOptions(only=Language.EN),
    )
    assert [row.is_inset for row in page.rows] == [False, False, True, False]
    assert [row.is_inset for row in replace(page, options=PageOptions()).rows] == [False, True, False, False]


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[TranslationUnit, ...]:
    """An article whose translation has its sentences in any order, in any paragraphs, some on one side only."""
    count = draw(st.integers(1, 12))
    order = draw(st.permutations(range(count)))
    blocks = [sorted(draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))) for _ in range(2)]
    made = [at(n, order[n], of=blocks[0][n], target_of=blocks[1][order[n]]) for n in range(count)]
    sides = draw(
        st.lists(st.sampled_from([Side.BOTH, Side.BOTH, Side.SOURCE, Side.TARGET]), min_size=count, max_size=count)
    )
    return tuple(one_sided(one, side) for one, side in zip(made, sides, strict=True))


def one_sided(one: TranslationUnit, side: Side) -> TranslationUnit:
    """A unit's side alone."""
    if side is Side.SOURCE:
        return replace(unit(one.source, ""), source_place=one.source_place)
    return one if side is Side.BOTH or not one.target else replace(unit("", one.target), target_place=one.target_place)


@given(shuffled())
@settings(max_examples=300, deadline=None)
def test_every_text_stands_once_and_in_the_order_of_its_article(units: Sequence[TranslationUnit]) -> None:
    made = read_rows(bitext(*units))
    for side in (Side.SOURCE, Side.TARGET):
        shown = [one for row in made for one in row.in_order(side) if one.text(side)]
        places = [(place.block, place.column) for one in shown if (place := one.place(side))]
        assert sorted(one.number for one in shown) == [
            number for number, one in enumerate(units, start=1) if (one.source if side is Side.SOURCE else one.target)
        ]
        if side is Side.TARGET:
            assert places == sorted(places)


def test_ten_thousand_sentences_in_reverse_are_put_in_order_at_once() -> None:
    units = [at(n, 10_000 - n, of=n, target_of=10_000 - n) for n in range(10_000)]
    assert len(read_rows(bitext(*units))) == 19_999


def test_what_is_in_order_is_left_alone() -> None:
    numbered = [list(row.units) for row in read_rows(bitext(at(0, 0, of=0, target_of=0), at(1, 1, of=1, target_of=1)))]
    assert in_own_order(numbered) == numbered
