"""XLSX tables: how they look, and what a spreadsheet can do to one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.formats.interchange_samples import harbor, write_as
from tests.formats.packages import rewrite
from tests.needed import needed
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.pairs import iter_pairs
from tmflow.formats.registry import formats
from tmflow.formats.returned import ReturnedUnit
from tmflow.formats.review_xlsx import read
from tmflow.formats.units import read_returned
from tmflow.model.bitext import State, TranslationUnit
from tmflow.model.content import Content

openpyxl = needed("openpyxl", install="tmflow[xlsx]")

SHEET = "xl/worksheets/sheet1.xml"
WIND = "D5"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "harbor.xlsx"
    write_as(formats()["xlsx"], path)
    return path


def with_wind(path: Path, value: Any, number_format: str = "General") -> ReturnedUnit:
    """The unit in row 5 after its target was given a value."""
    workbook = openpyxl.load_workbook(path)
    cell = workbook.active[WIND]
    assert cell.value == "Wait for the wind."
    cell.value, cell.number_format = value, number_format
    workbook.save(path)
    return read(path).units[3]


def test_it_looks_as_a_reviewer_needs_it(path: Path) -> None:
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[1]] == ["No.", "ID: harbor", "Source (ja)", "Target (en)", "State", "Note"]
    assert (sheet.page_setup.orientation, sheet.print_title_rows, sheet.freeze_panes) == ("landscape", "$1:$1", "A2")
    assert sheet["C3"].value == "満潮は⟦1⟧港の暦⟦/1⟧で⟦2⟧毎朝⟦/2⟧確かめる。"
    assert [cell.font.name for cell in sheet[3][2:4]] == ["Yu Gothic", "Calibri"]
    assert [cell.protection.locked for cell in sheet[3]] == [True, True, True, False, False, False]
    assert {cell.number_format for cell in sheet[3]} == {"@"}
    assert sheet["D3"].fill.fgColor.rgb == "FFFFF2CC"
    assert sheet.protection.sheet
    assert sheet.data_validations.dataValidation[0].formula1 == '"untranslated,draft,translated,reviewed,final"'


@pytest.mark.parametrize(("value", "text"), [(3, "3"), (1908.0, "1908"), (2.5, "2.5"), (True, "TRUE"), (" a ", " a ")])
def test_a_number_is_the_text_it_shows(path: Path, value: object, text: str) -> None:
    unit = with_wind(path, value)
    assert (unit.target, unit.fault) == (Content.of(text), "")


@pytest.mark.parametrize(
    ("value", "number_format", "fault"),
    [
        ("=A1&B1", "General", "a cell is a formula: format it as text, and write the text"),
        ("#REF!", "General", "a cell is an error"),
        (date(2026, 1, 2), "d-mmm", "Excel made a date or a number of a cell"),
        (0.5, "0%", "Excel made a date or a number of a cell"),
    ],
)
def test_what_is_no_text_any_more_is_a_fault_of_its_unit(
    path: Path, value: object, number_format: str, fault: str
) -> None:
    assert with_wind(path, value, number_format).fault.startswith(fault)
    assert not any(unit.fault for unit in read(path).units if unit.target != Content() and unit.line != 5)


def test_comments_and_notes_come_back(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    sheet["D5"].comment = openpyxl.comments.Comment("Which wind?", "Aoki Rin")
    sheet["E5"].comment = openpyxl.comments.Comment(
        "[Threaded comment]\n\nThis program shows it so.\n\nComment:\n    The west wind", "tc={1}"
    )
    sheet["F5"].value = "a short one"
    workbook.save(path)
    assert read(path).units[3].notes == ("a short one", "Aoki Rin: Which wind?", "The west wind")


def test_a_column_may_be_moved_and_a_sheet_put_before(path: Path) -> None:
    before = [(unit.id, unit.target) for unit in read(path).units]
    workbook = openpyxl.load_workbook(path)
    workbook.active.insert_cols(3)
    workbook.create_sheet("remarks", 0).append(["to do", "nothing"])
    workbook.save(path)
    assert [(unit.id, unit.target) for unit in read(path).units] == before


def test_a_note_that_excel_took_for_a_formula_is_read_as_it_was_typed(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook.active["F5"].value = "=-important"
    workbook.save(path)
    assert (read(path).units[3].notes, read(path).units[3].fault) == (("=-important",), "")


def test_a_copy_of_the_sheet_is_warned_of_and_a_hidden_one_is_the_last(path: Path) -> None:
    before = read(path)
    workbook = openpyxl.load_workbook(path)
    copy = workbook.copy_worksheet(workbook.active)
    copy.title = "mine"
    copy["D5"].value = "Wait."
    workbook.move_sheet(copy, -1)
    copy.sheet_state = "hidden"
    workbook.active = 1
    workbook.save(path)
    found = read(path)
    assert found.units == before.units
    assert found.warning == 'sheet "review" is read; 1 more with a table: mine'


def test_a_text_longer_than_a_cell_is_refused_by_name(tmp_path: Path) -> None:
    text = Content.of("x" * 40_000)
    unit = TranslationUnit(id="u-long", source=text, target=text, state=State.FINAL)
    with pytest.raises(FormatError, match=r"u-long has a text above 32,767 characters"):
        write_as(formats()["xlsx"], tmp_path / "a.xlsx", replace(harbor(), units=(unit,)))
    assert not list(tmp_path.iterdir())


def test_a_merge_of_the_whole_sheet_costs_nothing(path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    rewrite(path, SHEET, lambda text: text.replace("<dataValidations", f"{merged}<dataValidations"))
    assert {unit.fault for unit in read(path).units} == {"its cells are merged with others"}


@pytest.mark.parametrize(
    ("part", "old", "new", "problem"),
    [
        (SHEET, "<worksheet ", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet ', "holds a DOCTYPE"),
        (SHEET, "</worksheet>", "", r"xl/worksheets/sheet1\.xml: file ends inside <worksheet>"),
        (SHEET, '<row r="9"', '<row r="1048576"', "more than 20,000 rows"),
        (SHEET, "ID: harbor", "harbor", "no table of an article"),
        ("xl/workbook.xml", "<sheets>", "<sheet>", "a damaged or locked XLSX workbook"),
    ],
)
def test_hostile_and_damaged_workbooks(path: Path, part: str, old: str, new: str, problem: str) -> None:
    rewrite(path, part, lambda text: text.replace(old, new))
    with pytest.raises(FormatError, match=problem):
        read(path)


def test_without_openpyxl_the_line_that_installs_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(ConfigError, match=r"pip install 'tmflow\[xlsx\]'"):
        read_returned(path)


def test_a_table_of_an_article_is_no_memory(path: Path) -> None:
    """Its texts have marks for their codes, and its first row is headings."""
    with pytest.raises(FormatError, match="the table of an article: take it back with: tmflow merge"):
        list(iter_pairs(path))


def test_what_openpyxl_only_warns_of_is_read(path: Path) -> None:
    names = '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="7">A1</definedName></definedNames>'
    rewrite(
        path, "xl/workbook.xml", lambda text: re.sub("(?:<definedNames>.*)?</workbook>", f"{names}</workbook>", text)
    )
    assert read(path).units
