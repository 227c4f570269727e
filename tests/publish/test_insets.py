"""Code and images on pages: in order, once, beside their counterparts, in every form."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.publish.inset_samples import LAMP, QUAY, code, image, picture_page
from tests.publish.samples import Kind, bitext, parse, texts, unit
from tmflow.model.bitext import Place, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Container, ContainerKind, Inset
from tmflow.model.language import Language
from tmflow.publish.gallery import Gallery, picture_name
from tmflow.publish.inset_rows import place_insets
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page
from tmflow.publish.rows import read_rows
from tmflow.publish.sections import Section, SectionKind, outline_rows
from tmflow.publish.theme import Theme
from tmflow.publish.words import DRAFT_LABELS

THEME = Theme()
LAMP_BASE64, QUAY_BASE64 = (base64.b64encode(picture.content).decode() for picture in (LAMP, QUAY))


def placed(
    units: Sequence[TranslationUnit], source: Sequence[Inset], target: Sequence[Inset] | None
) -> list[tuple[str, str]]:
    """What stands in each row on either side: the text of insets, else of the units."""
    rows = place_insets(read_rows(bitext(*units)), source, target)
    return [
        (
            row.source_inset.text or row.source_inset.address if row.source_inset else _said([u.unit.source for u in row.units]),
            row.target_inset.text or row.target_inset.address if row.target_inset else _said([u.unit.target for u in row.units]),
        )
        for row in rows
    ]  # fmt: skip


def _said(contents: Sequence[Content | None]) -> str:
    return "".join(content.text for content in contents if content)


A, B, C = unit("甲", "A", block=0), unit("乙", "B", block=1), unit("丙", "C", block=2)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([code("x", block=1)], [code("x", block=1)], [("甲", "A"), ("x", "x"), ("乙", "B")]),
        ([code("# 甲", block=1)], [code("# A", block=1)], [("甲", "A"), ("# 甲", "# A"), ("乙", "B")]),
        ([code("x", block=0)], [code("x", block=2)], [("x", "x"), ("甲", "A"), ("乙", "B")]),
        ([code("x", block=1)], [], [("甲", "A"), ("x", ""), ("乙", "B")]),
        ([], [code("y", block=2)], [("甲", "A"), ("乙", "B"), ("", "y")]),
        ([code("x", block=1)], None, [("甲", "A"), ("x", "x"), ("乙", "B")]),
        (
            [code("x", block=1), code("y", block=1, at=2)],
            [code("y", block=1)],
            [("甲", "A"), ("x", ""), ("y", "y"), ("乙", "B")],
        ),
        ([code("x", block=1)], [image("a.png", block=1)], [("甲", "A"), ("x", ""), ("", "a.png"), ("乙", "B")]),
        ([image("ja/a.png", block=2)], [image("en/a.png", block=2)], [("甲", "A"), ("乙", "B"), ("ja/a.png", "en/a.png")]),
    ],
)  # fmt: skip
def test_an_inset_stands_where_its_article_has_it_beside_its_counterpart(
    source: list[Inset], target: list[Inset] | None, expected: list[tuple[str, str]]
) -> None:
    assert placed([A, B], source, target) == expected


def test_what_only_the_translation_adds_does_not_part_counterparts() -> None:
    added = unit("", "Note.", target_block=1)
    moved = replace(B, target_place=replace(B.target_place, block=2) if B.target_place else None)
    found = placed([A, added, moved], [code("x", block=1)], [code("y", block=2)])
    assert ("x", "y") in found


def test_an_alternative_text_is_part_of_its_image() -> None:
    alt = unit("港", "The quay", block=1, kind=Kind.IMAGE)
    rows = place_insets(read_rows(bitext(A, alt, C)), [image("a.png", block=1)], [image("a.png", block=1)])
    assert [(row.kind, len(row.units), row.is_inset) for row in rows][1] == (Kind.IMAGE, 1, True)


def test_alternative_texts_that_nobody_paired_are_of_one_image() -> None:
    ours = unit("港", "", block=1, kind=Kind.IMAGE)
    theirs = unit("", "The quay", target_block=1, kind=Kind.IMAGE)
    rows = place_insets(read_rows(bitext(A, ours, theirs, C)), [image("a.png", block=1)], [image("a.png", block=1)])
    assert [len(row.units) for row in rows] == [1, 2, 1]


def test_code_stands_in_the_list_item_or_quotation_that_has_it() -> None:
    first, second = (Container(kind=ContainerKind.NUMBERS, number=1, part=part) for part in (1, 2))
    said = Container(kind=ContainerKind.QUOTATION, number=2)
    insets = [
        code("x", block=1, inside=(first,)),
        code("y", block=2, at=2, inside=(second, said)),
        code("z", block=2, at=4),
    ]
    items = [_inside(A, first), _inside(B, second)]
    sections = outline_rows(place_insets(read_rows(bitext(*items)), insets, insets)).body
    assert [section.kind for section in sections] == [SectionKind.LIST, SectionKind.CODE]
    kinds = [[part.kind for part in item.parts] for item in sections[0].parts]
    assert kinds == [
        [SectionKind.PARAGRAPH, SectionKind.CODE],
        [SectionKind.PARAGRAPH, SectionKind.QUOTATION],
    ]
    assert sections[0].parts[1].parts[1].parts[0].kind is SectionKind.CODE


def _inside(one: TranslationUnit, *steps: Container) -> TranslationUnit:
    """A unit whose text stands inside of something on both sides."""
    places = (replace(place, inside=steps) if place else None for place in (one.source_place, one.target_place))
    source, target = places
    return replace(one, source_place=source, target_place=target)


def test_a_picture_above_the_byline_leads_the_text_and_takes_its_caption() -> None:
    units = [
        unit("題", "Title", block=0, kind=Kind.TITLE),
        unit("港", "Quay", block=1, kind=Kind.IMAGE),
        unit("文　甲", "By A", block=2, kind=Kind.BYLINE),
        unit("本文。", "Text.", block=3),
        unit("灯", "Lamp", block=4, kind=Kind.IMAGE),
        unit("灯台。", "The lamp.", block=5, kind=Kind.CAPTION),
        unit("写真：乙", "Photo: B", block=6, kind=Kind.CREDIT),
    ]
    insets = [image("a.png", block=1), image("b.png", block=4, at=2)]
    outline = outline_rows(place_insets(read_rows(bitext(*units)), insets, insets))
    assert [row.kind for row in outline.head] == [Kind.BYLINE]
    kinds = [(section.kind, [row.kind for row in section.rows]) for section in outline.body]
    assert kinds == [
        (SectionKind.FIGURE, [Kind.IMAGE]),
        (SectionKind.PARAGRAPH, [Kind.PARAGRAPH]),
        (SectionKind.FIGURE, [Kind.IMAGE, Kind.CAPTION, Kind.CREDIT]),
    ]


PATHS = (
    (),
    (Container(kind=ContainerKind.BULLETS, number=1, part=1),),
    (Container(kind=ContainerKind.BULLETS, number=1, part=2), Container(kind=ContainerKind.QUOTATION, number=2)),
)
CODES = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("xyz"), st.integers(0, 2)), max_size=5)


def _insets(drawn: list[tuple[int, str, int]]) -> list[Inset]:
    return [
        code(text, block=block, at=2 * n, inside=PATHS[path]) for n, (block, text, path) in enumerate(sorted(drawn))
    ]


@settings(max_examples=150, deadline=None)
@given(CODES, st.none() | CODES)
def test_every_inset_of_each_side_stands_once_and_in_order(
    ours: list[tuple[int, str, int]], theirs: list[tuple[int, str, int]] | None
) -> None:
    source, target = _insets(ours), None if theirs is None else _insets(theirs)
    rows = place_insets(read_rows(bitext(A, B, C)), source, target)
    assert [row.source_inset for row in rows if row.source_inset] == source
    shown = [row.target_inset for row in rows if row.target_inset]
    assert sorted(shown, key=lambda one: one.span.start) == (source if target is None else target)
    assert [row.units[0].number for row in rows if row.units] == [1, 2, 3]
    sections = outline_rows(rows).body
    assert sum(map(_count, sections)) == len(rows)


def _count(section: Section) -> int:
    return len(section.rows) + sum(map(_count, section.parts))


def written(page: Page, form: str = "page") -> str:
    return OUTPUTS[form].write(page, THEME).decode()


def test_equal_code_stands_once_and_differing_code_in_its_language() -> None:
    tree = parse(written(picture_page()))
    said = [(one.get("lang"), "".join(one.itertext())) for one in tree.iter("pre")]
    assert said == [
        ("ja", '# 記録\nprint("<港>")'),
        ("en", '# log\nprint("<港>")'),
        (None, "ls -l"),
        ("ja", "只"),
    ]
    assert {one.get("translate") for one in tree.xpath("//pre/code")} == {"no"}
    assert all(one.get("tabindex") == "0" and one.get("aria-label") for one in tree.iter("pre"))
    assert tree.xpath("//pre[.='只']/..")[0].get("class") == "r only-ja"


def test_a_picture_is_in_the_page_once_and_told_in_both_languages() -> None:
    tree = parse(written(picture_page()))
    (shown,) = tree.xpath("//figure/img")
    assert shown.get("src").startswith("data:image/png;base64,")
    assert (shown.get("alt"), shown.get("width"), shown.get("height")) == ("夜明けの港", "30", "20")
    told = tree.xpath("//div[@class='r alt']//span")
    assert [(one.get("lang"), one.text) for one in told] == [("ja", "夜明けの港"), ("en", "The quay at dawn")]
    assert texts(tree.xpath("//figure[1]//figcaption//span")) == ["港。", "The quay."]


def test_a_description_nobody_has_confirmed_is_seen_with_its_label() -> None:
    tree = parse(written(picture_page(alt_draft=True)))
    assert not tree.find_class("alt")
    assert texts(tree.xpath("//figure[1]//small")) == [DRAFT_LABELS[Language.EN]["machine"]]


def test_an_image_within_a_sentence_stands_in_it_in_each_language() -> None:
    tree = parse(written(picture_page()))
    inside = tree.xpath("//span/svg")
    assert [(one.get("aria-label"), one.getparent().get("lang")) for one in inside] == [
        ("青い印", "ja"),
        ("blue mark", "en"),
    ]


def test_a_picture_of_another_host_is_told_and_linked_but_not_loaded() -> None:
    page = written(picture_page())
    tree = parse(page)
    assert {one.get("src")[:5] for one in tree.iter("img")} == {"data:"}
    links = tree.xpath("//figure[last()]//a")
    assert {link.get("href") for link in links} == {"https://images.example.org/far.png"}
    assert texts(tree.xpath("//figure[last()]//span")) == ["遠い港", "A far quay"]


@pytest.mark.parametrize("only", list(Language))
def test_a_page_of_one_language_has_its_own_code_and_words(only: Language) -> None:
    tree = parse(written(picture_page(first=only, only=only)))
    said = texts(list(tree.iter("pre")))
    assert said[0].startswith("# 記録" if only is Language.JA else "# log")
    assert ("只" in said) is (only is Language.JA)
    (shown,) = tree.xpath("//figure/img")
    assert shown.get("alt") == ("夜明けの港" if only is Language.JA else "The quay at dawn")


def test_markdown_and_text_have_code_and_images() -> None:
    markdown = written(picture_page(), "markdown")
    assert f"![The quay at dawn](<images/{picture_name(QUAY)}>)" in markdown
    assert '```py\n# log\nprint("<港>")\n```' in markdown
    assert f"See ![blue mark](<images/{picture_name(LAMP)}>)." in markdown
    assert "![A far quay](<https://images.example.org/far.png>)" in markdown
    text = written(picture_page(), "text")
    for piece in (
        "[The quay at dawn]",
        '    # log\n    print("<港>")',
        "[A far quay] (https://images.example.org/far.png)",
    ):
        assert piece in text


def test_code_in_markdown_comes_back_whatever_it_holds() -> None:
    hostile = "```\n~~~\n</pre><script>\n\n    deep\n`"
    page = Page(bitext=bitext(A, B), source_insets=(code(hostile, block=1, syntax="x`\ny"),))
    tokens = MarkdownIt("commonmark").parse(written(page, "markdown"))
    assert [token.content for token in tokens if token.type == "fence"] == [f"{hostile}\n"]


def test_the_book_holds_its_pictures() -> None:
    with zipfile.ZipFile(io.BytesIO(OUTPUTS["epub"].write(picture_page(), THEME))) as book:
        names, package = book.namelist(), book.read("EPUB/package.opf").decode()
        chapter = book.read("EPUB/article.xhtml").decode()
    for picture in (QUAY, LAMP):
        assert f"EPUB/{picture_name(picture)}" in names
        assert f'href="{picture_name(picture)}" media-type="image/png"' in package
        assert f'src="{picture_name(picture)}"' in chapter
    assert "ls -l" in chapter


def test_what_one_language_alone_has_leaves_no_empty_frame_in_the_other() -> None:
    """A figure or a table has rules above and below: in the view of the other language it is gone as a whole."""
    units = [
        A,
        unit("遠い港", "", block=1, kind=Kind.IMAGE),
        C,
        unit("", "A caption.", target_block=9, kind=Kind.CAPTION),
    ]
    page = Page(bitext=bitext(*units), source_insets=(image("gone.png", block=1),), target_insets=())
    made = parse(OUTPUTS["page"].write(page, THEME).decode())
    assert [one.get("class") for one in made.iter("figure")] == ["only-ja", "only-en"]
    step = Container(kind=ContainerKind.TABLE, number=1)
    cell = replace(
        unit("一", "", block=1),
        source_place=replace(_place(B), inside=(step, Container(kind=ContainerKind.CELL, number=0))),
    )
    made = parse(OUTPUTS["fragment"].write(Page(bitext=bitext(A, cell)), THEME).decode())
    assert [one.get("class") for one in made.xpath("//table/..")] == ["table only-ja"]


def test_a_page_holds_a_picture_within_both_languages_once() -> None:
    made = OUTPUTS["page"].write(picture_page(), THEME).decode()
    assert made.count(LAMP_BASE64) == made.count(QUAY_BASE64) == 1
    drawn = parse(made).xpath("//p/span//svg")
    assert [(one.get("role"), one.get("aria-label"), one.get("viewbox")) for one in drawn] == [
        ("img", "青い印", "0 0 9 9"),
        ("img", "blue mark", "0 0 9 9"),
    ]
    (held,), (again,) = (one.xpath("./*") for one in drawn)
    assert (held.tag, again.tag, again.get("href")) == ("image", "use", f"#{held.get('id')}")


def test_a_picture_is_an_image_of_its_own_where_it_is_not_repeated_or_drawings_are_dropped() -> None:
    """WordPress lets no SVG through; one language alone repeats nothing; a file is loaded once anyway."""
    alone = OUTPUTS["page"].write(picture_page(only=Language.EN), THEME).decode()
    assert parse(alone).xpath("//p/span/img/@alt") == ["blue mark"]
    assert "<svg" not in OUTPUTS["fragment"].write(picture_page(), THEME).decode()
    unsized = replace(LAMP, width=0, height=0)
    page = picture_page()
    page = replace(page, gallery=Gallery(pictures=dict.fromkeys(page.gallery.pictures, unsized)))
    assert len(parse(OUTPUTS["page"].write(page, THEME).decode()).xpath("//p/span/img")) == 2


def _place(one: TranslationUnit) -> Place:
    assert one.source_place is not None
    return one.source_place
