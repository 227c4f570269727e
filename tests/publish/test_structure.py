"""Tables, nested lists and quotations, and the notes of HTML, in every form of an article."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import html
from markdown_it import MarkdownIt

from tests.publish.samples import bitext, parse, segments, texts, unit
from tests.publish.structures import HTML_EN, HTML_JA, MARKDOWN_EN, MARKDOWN_JA, paired
from tmflow.formats.article import parse_article
from tmflow.model.bitext import Bitext, Place, Side, State
from tmflow.model.document import ArticleFormat, BlockKind, Container, ContainerKind
from tmflow.model.language import Language
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page, render_article, render_page
from tmflow.publish.theme import Theme

FROM_MARKDOWN = paired(MARKDOWN_JA, MARKDOWN_EN, ArticleFormat.MARKDOWN)
FROM_HTML = paired(HTML_JA, HTML_EN, ArticleFormat.HTML)


def tree(article: Bitext, only: Language | None = None) -> html.HtmlElement:
    return parse(render_article(article, options=PageOptions(only=only)))


def written(name: str, article: Bitext) -> str:
    return OUTPUTS[name].write(Page(bitext=article), Theme()).decode()


def english(found: list[html.HtmlElement]) -> list[str]:
    """The English of elements; each holds its text once."""
    return [" ".join(texts(one.xpath(".//*[@lang='en'][@id]"))) for one in found]


def test_a_table_is_one_whose_cells_hold_both_languages() -> None:
    (table,) = tree(FROM_HTML).xpath("//table")
    assert english(table.xpath("./caption")) == ["Winter ferries (2026)"]
    assert [(th.get("scope"), th.get("colspan"), th.get("rowspan")) for th in table.xpath(".//th")] == [
        ("col", None, "2"),
        ("col", "2", None),
        ("col", None, None),
        ("col", None, None),
        ("row", None, None),
        ("row", None, None),
    ]
    assert english(table.xpath("./thead/tr")) == ["To Departure", "Morning Evening"]
    assert english(table.xpath("./tbody/tr[1]/*")) == ["North pier", "7:10", "16:30"]
    assert [one.get("lang") for one in table.xpath("./tbody/tr[1]/th//span")] == ["ja", "en"]


def test_a_cell_without_text_stays_a_cell() -> None:
    (_, table) = tree(FROM_MARKDOWN).xpath("//table")
    assert english(table.xpath("./thead/tr/th[@scope='col']")) == [
        "Lighthouse",
        "Height",
        "Range of the light",
        "Manned",
    ]
    assert english(table.xpath("./tbody/tr[2]/td"))[:3] == ["The islet", "12 m", ""]
    assert {len(line) for line in table.xpath(".//tr")} == {4}


def test_what_stands_in_an_item_or_quotation_stays_in_it() -> None:
    page = tree(FROM_MARKDOWN)
    first = page.xpath("//article/ul/li")[0]
    assert len(page.xpath("//article/ul/li")) == 2
    assert [child.tag for child in first] == ["div", "div", "ul", "blockquote"]
    assert english(first.xpath("./div")) == ["The morning round", "On foggy days the bell is tested too."]
    assert english(page.xpath("//ul/li/ul/li/ul/li")) == ["There are two scales"]
    assert english(page.xpath("//ol/li[2]//td")) == ["Summer", "19:40"]
    (quotation,) = page.xpath("//article/blockquote")
    assert [child.tag for child in quotation] == ["div", "blockquote", "ul", "div"]


def test_every_text_of_either_language_stands_on_the_page_once() -> None:
    for article in (FROM_MARKDOWN, FROM_HTML):
        page = tree(article)
        for lang in ("ja", "en"):
            assert len(segments(page, lang)) == len(article.units)


def test_only_the_first_paragraph_of_an_item_has_its_mark() -> None:
    page = tree(
        paired("1) 港。\n\n   灯台。\n2) 船。", "1) The harbor.\n\n   The lamp.\n2) A boat.", ArticleFormat.MARKDOWN)
    )
    assert page.xpath("//ol/li/div/p/@data-mark") == ["1)", "1)", "2)", "2)"]
    assert len(tree(FROM_HTML).xpath("//blockquote//li/div")) == 2


def test_a_number_is_said_where_it_does_not_follow_from_the_one_before() -> None:
    ja, en = (
        f'<ol start="4"><li>{one}</li><li>{two}</li><li value="9">{three}</li><li>{four}</li></ol>'
        for one, two, three, four in (("港", "灯台", "船", "岬"), ("Harbor", "Lamp", "Boat", "Cape"))
    )
    page = tree(paired(ja, en, ArticleFormat.HTML))
    assert page.xpath("//ol/@start") == ["4"]
    assert [item.get("value") for item in page.xpath("//ol/li")] == [None, None, "9", None]
    assert page.xpath("//ol//p[@lang='en']/@data-mark") == ["9.", "10."]
    assert written("text", paired(ja, en, ArticleFormat.HTML)).split("\n")[-5:-1] == [
        "4. Harbor",
        "5. Lamp",
        "9. Boat",
        "10. Cape",
    ]


def test_notes_of_html_and_their_calls_lead_to_each_other() -> None:
    page = tree(FROM_HTML)
    for lang in ("ja", "en"):
        calls = page.xpath(f"//sup/a[@role='doc-noteref'][ancestor::p[@lang='{lang}']]")
        assert [(call.text, call.get("href")) for call in calls] == [("1", f"#u019-{lang}"), ("2", f"#u020-{lang}")]
        notes = page.xpath(f"//div[@role='note']//p[@lang='{lang}']")
        assert [note.get("data-mark") for note in notes] == ["1", "2"]
        assert [note.xpath("./a/@href") for note in notes] == [[f"#u002-{lang}"], [f"#u003-{lang}"]]
    assert texts(segments(page, "en"))[-2:] == ["Except for two weeks in January.", "It stands north of the pier."]
    assert not page.xpath("//article/ol")


def test_a_note_shows_the_number_of_its_call_once() -> None:
    ja = '<p>港<a href="#_ftn1" name="_ftnref1">[1]</a>です。</p><p><a name="_ftn1" href="#_ftnref1">[1]</a> 小さな港。</p>'
    en = '<p>A harbor<a href="#_ftn1" name="_ftnref1">[1]</a>.</p><p><a name="_ftn1" href="#_ftnref1">[1]</a> A small one.</p>'
    page = tree(paired(ja, en, ArticleFormat.HTML))
    (note,) = page.xpath("//div[@role='note']//p[@lang='en']")
    assert (note.get("data-mark"), note.text_content()) == ("1", "A small one. ↩")


def test_markdown_nests_and_has_tables() -> None:
    page = parse(MarkdownIt().enable("table").render(written("markdown", FROM_MARKDOWN)))
    assert texts(page.xpath("//body/ul/li[1]/p")) == ["The morning round", "On foggy days the bell is tested too."]
    assert texts(page.xpath("//ul/li/ul/li/ul/li")) == ["There are two scales"]
    assert texts(page.xpath("//li/blockquote/p")) == ["“A clouded lens is a lamp gone out.”"]
    assert texts(page.xpath("//ol/li//td")) == ["Summer", "19:40"]
    assert texts(page.xpath("//blockquote/blockquote/p")) == ["Furl the sail before the wind turns."]
    assert texts(page.xpath("//blockquote/ul/li"))[0] == "The north wind is strong at night"
    assert texts(page.xpath("//body/table/thead//th")) == ["Lighthouse", "Height", "Range of the light", "Manned"]
    assert texts(page.xpath("//body/table/tbody/tr[2]/td"))[:3] == ["The islet", "12 m", ""]


def test_markdown_keeps_a_table_whole_whatever_its_cells_say() -> None:
    ja, en = (f"| a | b |\n|---|---|\n| `x\\|y` \\| z | {word} |\n" for word in ("港", "Harbor"))
    page = parse(MarkdownIt().enable("table").render(written("markdown", paired(ja, en, ArticleFormat.MARKDOWN))))
    assert [texts(line.xpath("./td")) for line in page.xpath("//tbody/tr")] == [["x|y | z", "Harbor"]]


def test_text_has_a_line_for_each_of_a_table() -> None:
    lines = written("text", FROM_HTML).split("\n")
    assert "North pier | 7:10 | 16:30" in lines
    assert "[1] Except for two weeks in January." in lines


def shape(page: str | bytes) -> list[str]:
    elements = html.document_fromstring(page).iter("table", "caption", "th", "td", "ul", "ol", "li", "blockquote")
    return [str(one.tag) for one in elements]


def test_the_book_and_the_fragment_have_the_same_structure() -> None:
    with zipfile.ZipFile(io.BytesIO(OUTPUTS["epub"].write(Page(bitext=FROM_HTML), Theme()))) as book:
        chapter = book.read("EPUB/article.xhtml")
    assert shape(chapter) == shape(written("fragment", FROM_HTML)) == shape(render_article(FROM_HTML))


def test_one_language_alone_has_all_of_its_table() -> None:
    page = tree(FROM_HTML, Language.JA)
    assert texts(page.xpath("//tbody/tr[1]/*")) == ["北の桟橋", "7:10", "16:30"]
    assert not page.xpath("//*[@class='only-ja']")


def placed(article: Bitext, number: int, inside: tuple[Container, ...]) -> Bitext:
    """The bitext with a unit of the target alone after a number of units, its text in a block of its own there."""
    units = [
        replace(each, target_place=each.target_place and replace(each.target_place, block=2 * each.target_place.block))
        for each in article.units
    ]
    before = units[number - 1].target_place
    assert before is not None
    one = replace(unit("", "Only here."), id=f"alone-{number}")
    one = replace(one, target_place=Place(block=before.block + 1, kind=BlockKind.PARAGRAPH, inside=inside))
    return replace(article, units=(*units[:number], one, *units[number:]))


def target_inside(article: Bitext, english_text: str) -> tuple[Container, ...]:
    place = next(one.target_place for one in article.units if one.target and one.target.text == english_text)
    assert place is not None
    return place.inside


def test_what_the_translation_adds_stands_where_the_translation_has_it() -> None:
    inside = target_inside(FROM_MARKDOWN, "On foggy days the bell is tested too.")
    page = tree(placed(FROM_MARKDOWN, 4, inside))
    assert "Only here." in english(page.xpath("//article/ul/li[1]/div"))
    other_item = (*inside[:-1], replace(inside[-1], part=77))
    page = tree(placed(FROM_MARKDOWN, 4, other_item))
    assert english(page.xpath("//article/ul/li[@class='only-en']")) == ["Only here."]


def test_a_stranger_does_not_tear_a_table() -> None:
    number = next(n for n, one in enumerate(FROM_HTML.units) if one.target and one.target.text == "16:30")
    page = tree(placed(FROM_HTML, number, ()))
    assert len(page.xpath("//table")) == 1
    assert english(page.xpath("//div[@class='table']/following-sibling::*[1]")) == ["Only here."]


def test_a_cell_the_translation_alone_has_lies_in_its_line() -> None:
    inside = target_inside(FROM_HTML, "16:30")
    added = (*inside[:-1], replace(inside[-1], number=3))
    number = next(n for n, one in enumerate(FROM_HTML.units) if one.target and one.target.text == "16:30")
    page = tree(placed(FROM_HTML, number + 1, added))
    assert english(page.xpath("//tbody/tr[1]/*")) == ["North pier", "7:10", "16:30", "Only here."]
    assert {sum(int(one.get("colspan", "1")) for one in line) for line in page.xpath("//tbody/tr")} == {4}


def test_a_table_without_translation_says_so_in_each_cell() -> None:
    units = tuple(replace(one, target=None, state=State.INITIAL, target_place=None) for one in FROM_HTML.units)
    page = tree(replace(FROM_HTML, units=units))
    assert len(page.xpath("//td//em[@class='missing'][@lang='en']")) == 3
    assert page.xpath("//div[@role='note']//p[@lang='en']/a[@role='doc-backlink']") == []


@pytest.mark.parametrize("kind", list(BlockKind))
@pytest.mark.parametrize("held", list(ContainerKind))
def test_any_kind_of_block_may_stand_anywhere(kind: BlockKind, held: ContainerKind) -> None:
    one = unit("港", "Harbor", block=1, kind=kind)
    assert one.source_place is not None
    inside = (Container(kind=held, number=1), Container(kind=ContainerKind.QUOTATION, number=2))
    one = replace(one, source_place=replace(one.source_place, inside=inside))
    page = tree(bitext(unit("朝", "Morning", block=0), one, unit("夜", "Night", block=2)))
    found = texts(segments(page, "en")) + texts(page.xpath("//h1/span[@lang='en']"))
    is_read = kind not in {BlockKind.MARKER, BlockKind.BOILERPLATE}
    assert ("Harbor" in found) is is_read
    assert one.side is Side.BOTH


def with_signs(only: Language | None = None) -> Page:
    ja, en = (parse_article(text, format=ArticleFormat.MARKDOWN) for text in (MARKDOWN_JA, MARKDOWN_EN))
    options = PageOptions(only=only)
    return Page(bitext=FROM_MARKDOWN, source_insets=ja.insets, target_insets=en.insets, options=options)


@pytest.mark.parametrize("only", [None, Language.JA, Language.EN])
def test_cells_of_signs_alone_show_them_once_in_any_language(only: Language | None) -> None:
    (table,) = parse(render_page(with_signs(only), theme=Theme())).xpath("//article/div/table")
    assert texts(table.xpath("./tbody/tr/td[4]")) == ["○", "―", "―"]


def test_cells_of_signs_alone_are_in_markdown_and_text() -> None:
    written_ = {name: OUTPUTS[name].write(with_signs(), Theme()).decode() for name in ("markdown", "text")}
    assert "| The islet | 12 m |  | ― |" in written_["markdown"]
    assert "The east jetty | 8 m | 5 nmi | ―" in written_["text"]


def test_the_mark_of_an_item_is_shown_where_only_one_side_is_a_list() -> None:
    item, line = (
        Place(block=2, kind=BlockKind.LIST_ITEM, level=1, mark="(a)"),
        Place(block=2, kind=BlockKind.PARAGRAPH),
    )
    first = replace(unit("い　朝に開く", "Open in the morning", block=2), target_place=item)
    second = replace(
        unit("ろ　昼に閉じる", "Close at noon", block=2),
        source_place=line,
        target_place=replace(item, block=3, mark="(b)"),
    )
    article = bitext(unit("塔", "Tower", block=0, kind=BlockKind.TITLE), first, second)
    (shown,) = tree(article).xpath("//p[@lang='en'][./span]")
    assert shown.text_content() == "(a) Open in the morning (b) Close at noon"
    for name in ("text", "markdown"):
        assert "(a) Open in the morning (b) Close at noon" in written(name, article)


def test_lists_with_other_marks_are_lists_of_their_own() -> None:
    lines = "{0}\n\n{0} A.\n\n1. {0} B\n2. {0} C\n\n(1) {0} D\n(2) {0} E\n\n① {0} F\n② {0} G\n"
    shown = tree(paired(lines.format("港"), lines.format("Harbor"), ArticleFormat.PLAIN))
    assert [len(one) for one in shown.xpath("//ol")] == [2, 2, 2]
    assert shown.xpath("//ol//p[@lang='en']/@data-mark") == ["(1)", "(2)", "①", "②"]


@pytest.mark.parametrize(
    ("opening", "marks"),
    [
        ("<ol type='a'>", ["a.", "b.", "c."]),
        ("<ol type='I' start='9'>", ["IX.", "X.", "XI."]),
        ("<ol reversed>", ["3.", "2.", "1."]),
        ("<ol reversed start='10'>", ["10.", "9.", "8."]),
    ],
)
def test_items_have_the_marks_their_list_gives_them(opening: str, marks: list[str]) -> None:
    text = f"<h1>{{0}}</h1><p>{{0}}.</p>{opening}<li>{{0}} 1<ul><li>{{0}} 4</ul><li>{{0}} 2<li>{{0}} 3</ol>"
    article = paired(text.format("港"), text.format("Harbor"), ArticleFormat.HTML)
    shown = tree(article)
    seen = [
        (item.xpath("./div[1]/p[@lang='en']/@data-mark") or [f"{item.get('value') or item.getparent().get('start')}."])[
            0
        ]
        for item in shown.xpath("//ol/li")
    ]
    assert seen == marks
    assert re.findall(r"^(\S+\.) Harbor \d", written("text", article), re.MULTILINE) == marks


FIGURE = "<h1>{0}</h1><p>{0} 1.</p><figure>{1}</figure><figure>{2}</figure><p>{0} 9.</p>"
PICTURE = '<img src="a.png" alt="{0} 2">'
CAPTION = "<figcaption>{0} 3</figcaption>"
TABLE = "<table><tr><th>{0} 4</th><td>{0} 5</td></tr><tr><th>{0} 6</th><td>{0} 7</td></tr></table>"


@pytest.mark.parametrize("picture", [CAPTION + PICTURE, PICTURE + CAPTION, CAPTION + f"<p>{PICTURE}</p>"])
@pytest.mark.parametrize("table", [CAPTION + TABLE, TABLE + CAPTION])
def test_a_figure_holds_its_picture_or_table_and_the_caption_on_either_side(picture: str, table: str) -> None:
    ja, en = (FIGURE.format(word, picture.format(word), table.format(word)) for word in ("灯台", "The lighthouse"))
    page = tree(paired(ja, en, ArticleFormat.HTML))
    (figure,) = page.xpath("//figure")
    assert [one.tag for one in figure][-1] == "figcaption"
    assert english(figure.xpath("./figcaption")) == ["The lighthouse 3"]
    (shown,) = page.xpath("//table")
    assert english(shown.xpath("./caption")) == ["The lighthouse 3"]
    assert english(shown.xpath(".//tr")) == ["The lighthouse 4 The lighthouse 5", "The lighthouse 6 The lighthouse 7"]


def test_struck_text_and_tasks_of_markdown() -> None:
    ja, en = (
        "# 庭\n\n- [x] ~~鉢~~壺を洗う。\n- [ ] 種をまく。\n",
        "# Garden\n\n- [x] Clean the ~~pots~~ jars.\n- [ ] Sow.\n",
    )
    article = paired(ja, en, ArticleFormat.MARKDOWN)
    page = tree(article)
    assert english(page.xpath("//li")) == ["☑ Clean the pots jars.", "☐ Sow."]
    assert [one.text for one in page.xpath("//li//s")] == ["鉢", "pots"]
    assert "- ☑ Clean the ~~pots~~ jars.\n- ☐ Sow." in written("markdown", article)
