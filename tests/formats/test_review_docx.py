"""DOCX tables: how they look, and what an editor of Word's can do to one. Edited as the XML of the standard has it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.interchange_samples import write_as
from tests.formats.packages import rewrite
from tests.needed import needed
from tmflow.errors import FormatError
from tmflow.formats.registry import formats
from tmflow.formats.returned import ReturnedUnit
from tmflow.formats.review_docx import read
from tmflow.model.content import Content

docx = needed("docx", install="tmflow[dev]")

BODY = "word/document.xml"
WAIT = '<w:r><w:t xml:space="preserve">Wait for the wind.</w:t></w:r>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "harbor.docx"
    write_as(formats()["docx"], path)
    return path


def edited(path: Path, old: str, new: str) -> ReturnedUnit:
    """The unit whose target says to wait for the wind, after the XML of the document was changed at one place."""

    def change(text: str) -> str:
        assert text.count(old) == 1
        return text.replace(old, new)

    rewrite(path, BODY, change)
    return next(unit for unit in read(path).units if "風を待つ" in unit.source.text)


@pytest.mark.parametrize(
    ("run", "what"),
    [
        ('<w:sym w:font="Wingdings" w:char="F04A"/>', "a symbol of a font"),
        ('<w:footnoteReference w:id="2"/>', "a footnote"),
        ("<w:drawing/>", "a picture"),
    ],
)
def test_what_is_no_text_is_told_and_not_lost(path: Path, run: str, what: str) -> None:
    target = ">Wait for the wind.</w:t>"
    deleted = f'{target}</w:r><w:del w:id="1" w:author="a"><w:r>{run}</w:r></w:del><w:r>'
    assert edited(path, target, deleted).fault == ""
    unit = edited(path, f"{target}</w:r><w:del", f"{target}{run}</w:r><w:del")
    assert f"it holds {what}: write it as text" in unit.fault


def test_a_table_in_a_cell_is_told(path: Path) -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>lost</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    unit = edited(path, f"{WAIT}</w:p>", f"{WAIT}</w:p>{table}<w:p/>")
    assert unit.fault == "it holds a table: write it as text"


def test_a_source_that_was_changed_comes_back_as_it_is(path: Path) -> None:
    rewrite(path, BODY, lambda text: text.replace(">風を待つ", ">西風を待つ", 1))
    unit = next(unit for unit in read(path).units if "風を待つ" in unit.source.text)
    assert (unit.source.text, unit.fault) == ("西風を待つ。", "")


def test_it_looks_as_a_reviewer_needs_it(path: Path) -> None:
    document = docx.Document(str(path))
    section, (table,) = document.sections[0], document.tables
    assert section.orientation == docx.enum.section.WD_ORIENT.LANDSCAPE
    assert [cell.text for cell in table.rows[0].cells] == [
        "No.", "ID: harbor", "Source (ja)", "Target (en)", "State", "Note",
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.find(f"{{{table._tbl.nsmap['w']}}}tblHeader") is not None
    cells = table.rows[2].cells
    assert cells[2].text == "満潮は⟦1⟧港の暦⟦/1⟧で⟦2⟧毎朝⟦/2⟧確かめる。"
    assert [cell.paragraphs[0].style.name for cell in cells[2:4]] == ["Text in Japanese", "Text in English"]
    assert [cell._tc.xpath("w:tcPr/w:shd/@w:fill") for cell in cells[2:5]] == [["EDEDED"], ["FFF2CC"], ["FFF2CC"]]
    assert {run.style.name for run in cells[2].paragraphs[0].runs if "⟦" in run.text} == {"Mark of a code"}
    styles = {style.name: style.element for style in document.styles}
    assert styles["Text in Japanese"].xpath("w:rPr/w:lang/@w:val") == ["ja-JP"]
    assert styles["Text in English"].xpath("w:rPr/w:lang/@w:val") == ["en-US"]
    assert styles["Text in Japanese"].xpath("w:rPr/w:rFonts/@w:eastAsia") == ["Yu Gothic"]


TRACKED = 'w:id="9" w:author="Aoki" w:date="2026-01-02T00:00:00Z"'


@pytest.mark.parametrize(
    ("old", "new", "target"),
    [
        (
            WAIT,
            (
                f"<w:r><w:t>Await</w:t></w:r><w:del {TRACKED}><w:r><w:delText>Wait for</w:delText></w:r></w:del>"
                f'<w:ins {TRACKED}><w:r><w:t xml:space="preserve"> a fair</w:t></w:r></w:ins>'
                '<w:r><w:t xml:space="preserve"> wind.</w:t></w:r>'
            ),
            "Await a fair wind.",
        ),
        (
            WAIT,
            (
                f"<w:moveFrom {TRACKED}><w:r><w:t>the wind.</w:t></w:r></w:moveFrom>"
                '<w:r><w:t xml:space="preserve">Wait for </w:t></w:r>'
                f"<w:moveTo {TRACKED}><w:r><w:t>the wind.</w:t></w:r></w:moveTo>"
            ),
            "Wait for the wind.",
        ),
        (WAIT, f'<w:hyperlink w:anchor="x">{WAIT}</w:hyperlink>', "Wait for the wind."),
        (WAIT, f"<w:sdt><w:sdtPr/><w:sdtContent>{WAIT}</w:sdtContent></w:sdt>", "Wait for the wind."),
        (WAIT, "<w:r><w:t>Wait</w:t><w:br/><w:t>here</w:t><w:tab/><w:noBreakHyphen/></w:r>", "Wait\nhere\t\u2011"),
        (WAIT, f"{WAIT}</w:p><w:p>", "Wait for the wind."),
        (WAIT, f"{WAIT}</w:p><w:p><w:r><w:t>Now.</w:t></w:r>", "Wait for the wind.\nNow."),
        (
            WAIT,
            f'<w:pPr><w:rPr><w:del {TRACKED}/></w:rPr></w:pPr>{WAIT}</w:p><w:p><w:r><w:t xml:space="preserve"> Now.</w:t></w:r>',
            "Wait for the wind. Now.",
        ),
        (
            WAIT,
            f"{WAIT}<w:r><w:ruby><w:rt><w:r><w:t>kaze</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>Kaze</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "Wait for the wind.Kaze",
        ),
    ],
)
def test_the_text_is_the_one_that_stands_when_all_changes_are_accepted(
    path: Path, old: str, new: str, target: str
) -> None:
    assert edited(path, old, new).target == Content.of(target)


def test_a_table_within_a_cell_is_no_row_of_its_own(path: Path) -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert edited(path, WAIT, f"{WAIT}</w:p>{inner}<w:p>").target == Content.of("Wait for the wind.")
    assert len(read(path).units) == 7


def test_a_row_that_was_deleted_with_changes_tracked_is_gone(path: Path) -> None:
    row = re.compile(r"<w:trPr><w:cantSplit/></w:trPr>(?=(?:(?!</w:tr>).)*Wait for the wind)", re.DOTALL)
    rewrite(path, BODY, lambda text: row.sub(f"<w:trPr><w:cantSplit/><w:del {TRACKED}/></w:trPr>", text, count=1))
    assert not any(unit.target == Content.of("Wait for the wind.") for unit in read(path).units)


def test_comments_and_notes_come_back(path: Path) -> None:
    document = docx.Document(str(path))
    row = next(row for row in document.tables[0].rows if row.cells[3].text == "Wait for the wind.")
    document.add_comment(row.cells[3].paragraphs[0].runs[0], text="Which wind?", author="Aoki Rin")
    row.cells[5].text = "a short one"
    document.save(str(path))
    assert [unit.notes for unit in read(path).units if unit.target == Content.of("Wait for the wind.")] == [
        ("a short one", "Aoki Rin: Which wind?")
    ]


def test_columns_may_be_moved_and_a_table_split(path: Path) -> None:
    before = read(path).units
    document = docx.Document(str(path))
    table = document.tables[0]
    for row in table.rows:
        cells = row._tr.tc_lst
        cells[2].addprevious(cells[3])
    rest = table._tbl.tr_lst[4:]
    second = document.add_table(0, 6)
    for row in rest:
        second._tbl.append(row)
    document.save(str(path))
    assert [replaced(unit) for unit in read(path).units] == [replaced(unit) for unit in before]


def replaced(unit: ReturnedUnit) -> tuple[str, Content, Content | None]:
    return unit.id, unit.source, unit.target


BOMB = '<!DOCTYPE w [<!ENTITY a "bb"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


def with_doctype(text: str) -> str:
    return text.replace("?>", f"?>{BOMB}", 1).replace(WAIT, "<w:r><w:t>&a;&b;</w:t></w:r>")


def with_another_article(text: str) -> str:
    table = text[text.index("<w:tbl>") : text.index("</w:tbl>") + 8]
    return text.replace("</w:tbl>", f"</w:tbl><w:p/>{table.replace('ID: harbor', 'ID: garden')}", 1)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (with_doctype, r"word/document\.xml holds a DOCTYPE, which no office program writes"),
        (lambda text: text[: len(text) // 2], r"word/document\.xml: "),
        (lambda text: text.replace("ID: harbor", "harbor"), "no table of an article"),
        (lambda text: text.replace("(en)", "(fr)"), "fr"),
        (
            lambda text: text.replace("UTF-8", "CP932", 1).encode("ascii", "xmlcharrefreplace").decode(),
            "is in CP932, and office programs write UTF-8",
        ),
        (with_another_article, "holds two articles, harbor and garden"),
    ],
)
def test_what_is_no_table_of_an_article_is_refused(path: Path, change: Callable[[str], str], problem: str) -> None:
    rewrite(path, BODY, change)
    with pytest.raises(FormatError, match=problem) as caught:
        read(path)
    assert caught.value.path == path


def test_a_package_that_unpacks_to_much_more_is_refused_unread(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/more.xml", b" " * 40_000_000)
    with pytest.raises(FormatError, match=r"unpacks from .* bytes: no DOCX document of texts does"):
        read(path)


def test_what_is_outside_is_never_opened(path: Path) -> None:
    link = (
        '<Relationship Id="rId9" TargetMode="External" Target="http://127.0.0.1:9/x.dotm" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    rewrite(path, "word/_rels/document.xml.rels", lambda text: text.replace("</Relationships>", link))
    assert len(read(path).units) == 7
