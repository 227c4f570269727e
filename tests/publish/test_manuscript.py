"""The target article as Markdown and as text: what readers of other programs make of it."""

from __future__ import annotations

from markdown_it import MarkdownIt

from tests.publish.samples import parse, texts
from tests.publish.structures import HTML_EN, HTML_JA, paired
from tmflow.formats.article import parse_article
from tmflow.model.bitext import Bitext
from tmflow.model.document import ArticleFormat
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page, render_article, render_page
from tmflow.publish.theme import Theme

NOTES_JA = """# 灯台\n\n灯台は古い[^1]。鐘もある[^b]。もう一度[^1]。\n\n[^1]: 1908年に建てた。\n[^b]: 鐘は銅だ。\n[^9]: 誰も呼ばない。\n"""
NOTES_EN = """# Lighthouse\n\nThe lighthouse is old[^1]. It has a bell[^b]. Once more[^1].\n\n[^1]: Built in 1908.\n[^b]: The bell is copper.\n[^9]: Nobody calls this.\n"""
ALIGNED = "| a | b | c | d |\n|:--|:-:|--:|---|\n| {0} | {0} 2 | {0} 3 | {0} 4 |\n"


def written(name: str, article: Bitext) -> str:
    return OUTPUTS[name].write(Page(bitext=article), Theme()).decode()


def test_notes_of_markdown_are_footnotes_in_it() -> None:
    text = written("markdown", paired(NOTES_JA, NOTES_EN, ArticleFormat.MARKDOWN))
    assert "The lighthouse is old[^1]. It has a bell[^b]. Once more[^1]." in text
    assert "\n\n[^1]: Built in 1908.\n\n[^b]: The bell is copper.\n" in text
    assert "[^9]" not in text
    assert "Nobody calls this." in text


def test_notes_of_html_are_footnotes_in_markdown() -> None:
    text = written("markdown", paired(HTML_JA, HTML_EN, ArticleFormat.HTML))
    assert "The ferry runs in winter too[^1]. Cancellations are put up on the board[^2]." in text
    assert "[^1]: Except for two weeks in January.\n" in text


def test_notes_keep_their_marks_in_plain_text() -> None:
    text = written("text", paired(NOTES_JA, NOTES_EN, ArticleFormat.MARKDOWN))
    assert "The lighthouse is old[1]. It has a bell[b]." in text
    assert "[1] Built in 1908." in text


def test_columns_stand_in_markdown_as_in_the_article() -> None:
    article = paired(ALIGNED.format("港"), ALIGNED.format("Harbor"), ArticleFormat.MARKDOWN)
    assert "\n| :--- | :---: | ---: | --- |\n" in written("markdown", article)
    page = parse(MarkdownIt().enable("table").render(written("markdown", article)))
    assert texts(page.xpath("//tbody/tr/td")) == ["Harbor", "Harbor 2", "Harbor 3", "Harbor 4"]


def test_cells_have_a_class_for_how_their_text_stands_and_no_style() -> None:
    markdown = parse(render_article(paired(ALIGNED.format("港"), ALIGNED.format("Harbor"), ArticleFormat.MARKDOWN)))
    assert [cell.get("class") for cell in markdown.xpath("//tr/*")] == [None, "center", "right", None] * 2
    assert not markdown.xpath("//article//*[@style or @align]")


def test_what_html_says_of_cells_and_their_lines_counts() -> None:
    rows = (
        '<tr><th>a</th><th align="right">b</th><th class="has-text-align-center">c</th></tr>'
        '<tr style="color: red; text-align: right"><td>1</td><td align=left>2</td><td style="text-align:center">3</td></tr>'
        '<tr><td align="char">4</td><td style="background:url(text-align:right)">5</td><td align="CENTER">6</td></tr>'
    )
    text = f"<h1>港</h1><table>{rows}</table>"
    page = parse(render_article(paired(text, text, ArticleFormat.HTML)))
    assert [cell.get("class") for cell in page.xpath("//tr/*")] == [
        *(None, "right", "center"),
        *("right", None, "center"),
        *(None, None, "center"),
    ]


LONG = "# {0}\n\n{0} 1[^n].\n\n[^n]: {0} 2.\n\n    {0} 3.\n\n        code\n"


def test_a_note_of_two_paragraphs_is_one() -> None:
    ours, theirs = (parse_article(LONG.format(word), format=ArticleFormat.MARKDOWN) for word in ("港", "Harbor"))
    article = paired(LONG.format("港"), LONG.format("Harbor"), ArticleFormat.MARKDOWN)
    page = Page(bitext=article, source_insets=ours.insets, target_insets=theirs.insets)
    (note,) = parse(render_page(page, theme=Theme())).xpath("//div[@role='note']")
    assert [" ".join(texts(row.xpath(".//*[@lang='en'][@id]"))) for row in note] == ["Harbor 2.", "Harbor 3.", ""]
    assert texts(note.xpath("./pre/code")) == ["code"]
    assert [len(row.xpath(".//a[@role='doc-backlink']")) for row in note] == [2, 0, 0]
    text = OUTPUTS["markdown"].write(page, Theme()).decode()
    assert text.endswith("Harbor 1[^n].\n\n[^n]: Harbor 2.\n\n    Harbor 3.\n\n    ```\n    code\n    ```\n")


def test_a_note_with_a_numbered_mark_is_a_note_on_either_side() -> None:
    ours = "# 港\n\n潮は高い※1。\n\n※1 古い単位。\n※2 呼ばれない。\n"
    theirs = "# Harbor\n\nThe tide is high*1.\n\n\\*1 An old unit.\n\n※2 Not called.\n"
    article = paired(ours, theirs, ArticleFormat.MARKDOWN)
    page = parse(render_article(article))
    assert not page.xpath("//li")
    assert [note.get("data-mark") for note in page.xpath("//div[@role='note']//p")] == ["※1", "※1", "※2", "※2"]
    assert page.xpath("//p[@lang='ja']//a[@role='doc-noteref']/text()") == ["※1"]


def test_raised_and_lowered_figures_and_what_was_struck_out_stay_what_they_are() -> None:
    native = "<h1>A</h1><p>H<sub>2</sub>O, 10<sup>3</sup>, the 4<sup>th</sup>, <del>old</del><ins>new</ins>.</p>"
    article = paired(native, native, ArticleFormat.HTML)
    assert "H₂O, 10³, the 4th, ~~old~~new." in written("markdown", article)
    assert "H₂O, 10³, the 4th, oldnew." in written("text", article)
