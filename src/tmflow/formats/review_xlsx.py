"""XLSX: an article as a bilingual table for a reviewer with a spreadsheet, and what comes back of it.

What is written is as small as the standard allows (ECMA-376, SpreadsheetML), so that the same bitext gives the same
bytes. Cells are of the format "text", so that nothing typed becomes a number or a formula; all but target, state and
note are locked, without a password. Read row by row with openpyxl, merged cells and comments by our own parser.
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_uppercase
from typing import Any, BinaryIO, Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.office import (
    DECLARATION,
    OFFICE,
    RELATIONS,
    WORKBOOK,
    check_trees,
    content_types,
    iter_part,
    open_package,
    package_part,
    related_parts,
)
from tmflow.formats.returned import ReturnedFile
from tmflow.formats.review import (
    COLUMNS,
    NO_TABLE,
    STATES,
    Cell,
    ReviewRow,
    TableRow,
    find_table,
    headings,
    iter_marks,
    iter_review_rows,
)
from tmflow.formats.xlsx import cell_text, load_workbook
from tmflow.formats.xml import XML_SPACE, drop_before, local_name
from tmflow.formats.xml_text import TextFilter
from tmflow.model.bitext import Bitext
from tmflow.model.content import Content
from tmflow.model.language import Language

__all__ = ["read", "write"]

_MAX_CELL_CHARS: Final = 32_767
_MAX_ROWS: Final = 20_000
_MAX_COLUMNS: Final = 50
_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WIDTHS: Final = (6, 17, 55, 55, 14, 30)
"""Of the columns, in characters."""
_HEADING, _LOCKED, _OPEN, _DRAFT = 1, 2, 4, 6
"""Styles of cells; of the last three the next one is that of Japanese text."""


def _formats() -> str:
    """Return the styles: fonts of both languages, fills, and how cells of each kind look."""
    fonts = ("Calibri", "Yu Gothic")
    written = "".join(f'<font><sz val="11"/><name val="{name}"/></font>' for name in fonts)
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{color}"/><bgColor indexed="64"/></patternFill></fill>'
        for color in ("D9E2F3", "EDEDED", "FFF2CC")
    )
    line = '<{0} style="thin"><color rgb="FFA6A6A6"/></{0}>'
    border = "".join(line.format(edge) for edge in ("left", "right", "top", "bottom"))
    looks = [(2, 2, 1), *((font, fill, is_locked) for fill, is_locked in ((3, 1), (0, 0), (4, 0)) for font in (0, 1))]
    cells = "".join(
        f'<xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" '
        f'applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1"><alignment vertical="top" wrapText="1"/>'
        f'<protection locked="{is_locked}"/></xf>'
        for font, fill, is_locked in looks
    )
    return (
        f'<styleSheet xmlns="{_SPREADSHEET}"><fonts count="3">{written}<font><b/><sz val="11"/><name val="Calibri"/></font>'
        '</fonts><fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        f'</fill>{fills}</fills><borders count="2"><border/><border>{border}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(looks) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


_PARTS: Final = {
    "[Content_Types].xml": content_types(
        {
            "xl/workbook.xml": f"{_KINDS}.sheet.main+xml",
            "xl/worksheets/sheet1.xml": f"{_KINDS}.worksheet+xml",
            "xl/styles.xml": f"{_KINDS}.styles+xml",
        }
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="review" sheetId="1" r:id="rId1"/>'
        '</sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">review!$1:$1</definedName>'
        "</definedNames></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": _formats(),
}
"""The parts of a workbook beside its sheet."""

# -- writing


def write(bitext: Bitext, path: Path | BinaryIO, options: ExportOptions | None = None) -> ExportReport:
    """Write a bitext as a table in a workbook; characters XML cannot hold are taken out and reported.

    Raises StorageError; FormatError if the id of a unit is no NMTOKEN, or a text is above the 32,767 characters of a cell.
    """
    safe, units = TextFilter(), 0
    name = path if isinstance(path, Path) else Path(bitext.slug)
    fonts = {language: int(language is Language.JA) for language in Language}
    with open_atomic(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in _PARTS.items():
            package.writestr(package_part(part), DECLARATION + text)
        sheet = package.open(package_part("xl/worksheets/sheet1.xml"), "w")
        with sheet, etree.xmlfile(sheet, encoding="UTF-8") as xml:
            xml.write_declaration(standalone=True)
            with xml.element("worksheet", nsmap={None: _SPREADSHEET}):
                _write_view(xml)
                with xml.element("sheetData"):
                    xml.write(_row(1, [(Content.of(text), _HEADING) for text in headings(bitext)], safe, name))
                    for row in iter_review_rows(bitext, options or ExportOptions()):
                        units += 1
                        safe.unit_id = row.id
                        cells = _cells(row, fonts[bitext.pair.source], fonts[bitext.pair.target])
                        xml.write(_row(units + 1, cells, safe, name))
                _write_rules(xml, units)
    return ExportReport(units=units, removed=tuple(safe.removed))


def _write_view(xml: Any) -> None:
    """Write that the page is as wide as the table, that the headings stay, and the widths of the columns."""
    xml.write(_nested("sheetPr", _element("pageSetUpPr", fitToPage="1")))
    pane = _element("pane", ySplit="1", topLeftCell="A2", activePane="bottomLeft", state="frozen")
    xml.write(_nested("sheetViews", _nested("sheetView", pane, workbookViewId="0")))
    columns = [
        _element("col", min=str(number), max=str(number), width=str(width), customWidth="1")
        for number, width in enumerate(_WIDTHS, start=1)
    ]
    xml.write(_nested("cols", *columns))


def _write_rules(xml: Any, units: int) -> None:
    """Write what may be changed: columns, rows and looks too, but no locked text; states are chosen from a list."""
    free = ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter")
    xml.write(_element("sheetProtection", sheet="1", **dict.fromkeys(free, "0")))
    if units:
        states = f"{ascii_uppercase[COLUMNS.index('state')]}2:{ascii_uppercase[COLUMNS.index('state')]}{units + 1}"
        listed = _element("formula1")
        listed.text = f'"{",".join(STATES)}"'
        rule = _nested("dataValidation", listed, type="list", allowBlank="1", sqref=states)
        xml.write(_nested("dataValidations", rule, count="1"))
    xml.write(_element("pageSetup", paperSize="9", orientation="landscape", fitToHeight="0"))


def _element(name: str, **attributes: str) -> etree._Element:
    """Return an element without a namespace of its own, so that it stands in that of the sheet as written."""
    return etree.Element(name, attributes)


def _nested(name: str, *children: etree._Element, **attributes: str) -> etree._Element:
    element = etree.Element(name, attributes)
    element.extend(children)
    return element


def _cells(row: ReviewRow, source: int, target: int) -> list[tuple[Content, int]]:
    """Return the cells of a row and the style of each; source, target: 1 for Japanese, else 0."""
    edited = _DRAFT if row.is_draft else _OPEN
    return [
        (Content.of(str(row.number)), _LOCKED),
        (Content.of(row.id), _LOCKED),
        (row.source, _LOCKED + source),
        (row.target, edited + target),
        (Content.of(row.state), edited),
        (Content.of(row.note), _OPEN),
    ]


def _row(number: int, cells: list[tuple[Content, int]], safe: TextFilter, path: Path) -> etree._Element:
    row = _element("row", r=str(number))
    for column, (content, style) in enumerate(cells):
        cell = etree.SubElement(row, "c", r=f"{ascii_uppercase[column]}{number}", s=str(style))
        if not content:
            continue
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, "is")
        is_text = COLUMNS[column] in {"source", "target"} and style != _HEADING
        pieces = list(iter_marks(content)) if is_text else [(content.text, False)]
        for text, is_mark in pieces:
            _add_run(inline, _spelled(safe(text)), is_mark=is_mark, is_alone=len(pieces) == 1)
        if sum(len(text) for text, _ in pieces) > _MAX_CELL_CHARS:
            raise FormatError(f"{safe.unit_id} has a text above {_MAX_CELL_CHARS:,} characters", path=path)
    return row


def _add_run(inline: etree._Element, text: str, *, is_mark: bool, is_alone: bool) -> None:
    parent = inline if is_alone and not is_mark else etree.SubElement(inline, "r")
    if is_mark:
        etree.SubElement(etree.SubElement(parent, "rPr"), "color", rgb="FF9C5700")
    etree.SubElement(parent, "t", {XML_SPACE: "preserve"}).text = text


def _spelled(text: str) -> str:
    """Return a text so that no spreadsheet takes a part of it for an escape (ECMA-376, Part 1, 22.9.2.19).

    >>> _spelled("_x0041_")
    '_x005F_x0041_'
    """
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


# -- reading

_ESCAPES = re.compile(r"(_x005F_)|_x000D_(?=\n|\Z)")
"""What is left of escapes: those tmflow writes, as openpyxl has them before a spreadsheet saves the file, and the first half
of a line end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """What openpyxl does not tell of a sheet it streams.

    starts, ends: first and last rows of merged cells, in order and without overlap; comments: by row.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    comments: Mapping[int, tuple[str, ...]]

    def is_merged(self, row: int) -> bool:
        """Whether cells of a row are merged with others."""
        place = bisect_right(self.starts, row)
        return place > 0 and row <= self.ends[place - 1]


def read(path: Path) -> ReturnedFile:
    """Read the table of an article that a reviewer has edited: of the first sheet that has one, hidden ones last.

    Rows may be sorted or deleted, columns moved; the texts of comments are notes of their row. A target that became a
    formula or a date is a fault of its unit; a number is the text it shows. Other sheets with a table are warned of.
    Raises FormatError: no XLSX, damaged, hostile, with macros, no table of an article.
    """
    with open_package(path, WORKBOOK, is_review=True) as package, path.open("rb") as stream:
        marks = {name: _marks(package, name, path) for name in check_trees(package, path, is_review=True)}
        workbook = load_workbook(stream, path=path)
        sheets = sorted(workbook.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        found = {
            sheet.title: table
            for sheet in sheets
            if (table := find_table(_iter_rows(sheet, _marks_of(sheet, marks), path), path=path)) is not None
        }
    return _first_of(found, path)


def _first_of(found: Mapping[str, ReturnedFile], path: Path) -> ReturnedFile:
    if not found:
        raise FormatError(NO_TABLE, path=path)
    read_one, *others = found
    warning = f"""sheet "{read_one}" is read; {len(others)} more with a table: {", ".join(others)}""" if others else ""
    return replace(found[read_one], warning=warning)


def _marks_of(sheet: Any, marks: Mapping[str, _Marks]) -> _Marks:
    name = sheet._worksheet_path.lstrip("/")  # noqa: SLF001 - where the sheet stands in the package
    return marks.get(name, _Marks(starts=(), ends=(), comments={}))


def _iter_rows(sheet: Any, marks: _Marks, path: Path) -> Iterator[TableRow]:
    sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
    for number, cells in enumerate(sheet.iter_rows(max_col=_MAX_COLUMNS), start=1):
        if number > _MAX_ROWS:
            raise FormatError(f"more than {_MAX_ROWS:,} rows: no article has so many", path=path)
        yield TableRow(
            line=number,
            cells=tuple(map(_cell, cells)),
            comments=marks.comments.get(number, ()),
            fault="its cells are merged with others" if marks.is_merged(number) else "",
        )


def _cell(cell: Any) -> Cell:
    """Return the text of a cell, and what Excel made of it if it is no text any more."""
    kind = getattr(cell, "data_type", "n")
    if kind in {"f", "e"}:
        said = f"a cell is {'a formula' if kind == 'f' else 'an error'}: format it as text, and write the text"
        return Cell(text=str(getattr(cell.value, "text", cell.value)), fault=said)  # a note is still read
    text = _ESCAPES.sub(lambda found: "_" if found[1] else "", cell_text(cell.value))
    is_number = not isinstance(cell.value, str | None)
    if is_number and (kind == "d" or cell.number_format not in {"General", "@", "0"}):
        return Cell(text=text, fault="Excel made a date or a number of a cell: format it as text, and write it again")
    return Cell(text=text)


def _marks(package: zipfile.ZipFile, name: str, path: Path) -> _Marks:
    """Return the merged cells of a sheet and its comments, found by its relations."""
    ranges = _coalesced(_iter_merged(package, name, path))
    comments: dict[int, tuple[str, ...]] = {}
    for part in related_parts(package, name, "comments", path=path):
        for row, text in _iter_comments(package, part, path):
            comments[row] = (*comments.get(row, ()), text)
    return _Marks(starts=tuple(start for start, _ in ranges), ends=tuple(end for _, end in ranges), comments=comments)


def _iter_merged(package: zipfile.ZipFile, name: str, path: Path) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row of each range of merged cells."""
    for count, element in enumerate(iter_part(package, name, path=path, tags=("{*}row", "{*}mergeCell"))):
        if count > _MAX_ROWS:
            raise FormatError(f"more than {_MAX_ROWS:,} rows: no article has so many", path=path)
        rows = re.findall(r"\d{1,9}", element.get("ref", ""))
        if rows:
            yield int(rows[0]), int(rows[-1])
        drop_before(element)


def _coalesced(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges in order, those that meet as one.

    >>> _coalesced([(7, 9), (2, 3), (3, 5)])
    [(2, 5), (7, 9)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _iter_comments(package: zipfile.ZipFile, part: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the row and the text of each comment; of a threaded one, without Excel's own words before it."""
    authors: list[str] = []
    for element in iter_part(package, part, path=path, tags=("{*}author", "{*}comment")):
        if local_name(element) == "author":
            authors.append((element.text or "").strip())
            continue
        row = re.search(r"\d{1,9}", element.get("ref", ""))
        text = "".join(each.text or "" for each in element.iter("{*}t")).replace("_x000D_", "").strip()
        text = re.sub(r"\A\[Threaded comment\].*?Comment:\s*", "", text, flags=re.DOTALL)
        number = element.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        if row and text:
            is_named = not author or author.startswith("tc=") or text.startswith(author)
            yield int(row[0]), text if is_named else f"{author}: {text}"
        drop_before(element)
