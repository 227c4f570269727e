from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.formats.interchange_samples import PAIR
from tests.needed import needed
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.pairs import iter_pairs, write_pairs
from tmflow.model.match import MemoryEntry

openpyxl = needed("openpyxl", install="tmflow[xlsx]")

ENTRY = MemoryEntry(source="港", target="Harbor", pair=PAIR, document="harbor.po")


def test_sheets_of_others(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["cover"])
    sheet = workbook.create_sheet("terms")
    sheet.append(["日本語", "英語", "備考", "Since", "Weight"])
    sheet.append(["港", "Harbor", "noun", date(2026, 1, 2), 2.0])
    sheet.append(["年", '="A"&"B"'])
    sheet.append([])
    sheet.append(["開港", datetime.fromisoformat("2026-01-02T03:04")])
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    log = ImportLog()
    found = list(iter_pairs(path, options=ImportOptions(sheet="terms"), log=log))
    assert [(entry.source, entry.target, entry.notes) for entry in found] == [
        ("港", "Harbor", ("noun",)),
        ("開港", "2026-01-02 03:04:00", ()),
    ]
    assert found[0].properties == (("Since", "2026-01-02"), ("Weight", "2"))
    assert [(one.line, one.reason) for one in log.refused] == [(3, "one side is empty")]
    workbook.move_sheet("terms", -1)
    workbook.save(path)
    told = ImportLog()
    assert len(list(iter_pairs(path, log=told))) == 2
    assert told.left_out['sheet "Sheet"'] == 1
    with pytest.raises(FormatError, match='no sheet "names": terms, Sheet'):
        list(iter_pairs(path, options=ImportOptions(sheet="names")))


def test_a_formula_is_the_value_it_had(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_pairs([ENTRY], path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    old = b'<c r="B2" t="inlineStr"><is><t xml:space="preserve">Harbor</t></is></c>'
    assert old in parts[name]
    parts[name] = parts[name].replace(old, b'<c r="B2" t="str"><f>HYPERLINK("x")</f><v>Pier</v></c>')
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    assert [entry.target for entry in iter_pairs(path)] == ["Pier"]


def test_what_is_written_comes_back_and_opens_elsewhere(tmp_path: Path) -> None:
    entries = [
        replace(ENTRY, notes=("one",), id="7", confidence=80),
        replace(ENTRY, source="=1\t'a\"\n x ", target=" '=b", draft=True, state="reviewed", origin="mt"),
        replace(ENTRY, source="Quay", target="岸壁", pair=PAIR.reversed, notes=("one", "two"), author="rin"),
        replace(ENTRY, notes=("two\nlines",), properties=(("note", "=1"), ("note", "a,b"))),
    ]
    path, again = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    assert write_pairs(entries, path, include_drafts=True).units == 4
    assert list(iter_pairs(path)) == entries
    write_pairs(iter_pairs(path), again, include_drafts=True)
    assert again.read_bytes() == path.read_bytes()
    cells = openpyxl.load_workbook(path).active["A3"]
    assert (cells.value, cells.data_type) == ("=1\t'a\"\n x ", "s")


def test_characters_a_sheet_cannot_hold_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_pairs([replace(ENTRY, target="Har\x0bbor\ud83d")], path).removed == (("1", "\x0b\ud83d"),)
    assert [entry.target for entry in iter_pairs(path)] == ["Harbor"]
    with pytest.raises(FormatError, match=r"entry 1 has a text above 32,767 characters"):
        write_pairs([replace(ENTRY, target="x" * 40_000)], path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"no zip", "not an XLSX workbook"), (b"", "not an XLSX workbook"), (None, "a zip file that is no XLSX workbook")],
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes | None, problem: str) -> None:
    path = tmp_path / "a.xlsx"
    if content is None:
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("a.txt", "港")
    else:
        path.write_bytes(content)
    with pytest.raises(FormatError, match=problem):
        list(iter_pairs(path))


def test_a_damaged_sheet_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_pairs([ENTRY], path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    problems = {
        "xl/worksheets/sheet1.xml": r"sheet1\.xml: not well-formed XML",
        "xl/workbook.xml": "a damaged or locked XLSX workbook",
    }
    for name, problem in problems.items():
        with zipfile.ZipFile(path, "w") as package:
            for part, content in parts.items():
                package.writestr(part, content[: len(content) // 2] if part == name else content)
        with pytest.raises(FormatError, match=problem):
            list(iter_pairs(path))


def test_without_openpyxl_the_line_that_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    write_pairs([ENTRY], path)
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(ConfigError, match=r"pip install 'tmflow\[xlsx\]'"):
        list(iter_pairs(path))


def test_a_sheet_that_claims_more_rows_than_there_are_is_refused(tmp_path: Path) -> None:
    path, hostile = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_pairs([ENTRY, ENTRY], path)
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(hostile, "w") as rewritten:
        for part in package.infolist():
            content = package.read(part)
            if part.filename.endswith("sheet1.xml"):
                head, _, rest = content.rpartition(b"<row")
                content = head + b'<row r="1048580"' + rest[rest.index(b">") :]
            rewritten.writestr(part, content)
    with pytest.raises(FormatError, match="more than 1,048,576 rows"):
        list(iter_pairs(hostile))
