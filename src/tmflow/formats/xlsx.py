"""XLSX workbooks: a sheet read row by row with openpyxl, formulas by the value they had; written without it.

What is written is as small as the standard allows (ECMA-376, SpreadsheetML with inline strings), so that the same
entries give the same bytes: no dates, no user, no styles. A text is a text there, so nothing can become a formula.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from pathlib import Path
from string import ascii_uppercase
from typing import Any, BinaryIO, Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.office import (
    DECLARATION,
    OFFICE,
    RELATIONS,
    STRINGS,
    WORKBOOK,
    check_trees,
    content_types,
    iter_part,
    open_package,
    package_part,
)
from tmflow.formats.table_rows import Row, heading_row, iter_row_entries, row_of
from tmflow.formats.xml import XML_SPACE, drop_before
from tmflow.formats.xml_text import TextFilter
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

__all__ = ["cell_text", "iter_xlsx", "load_workbook", "write_xlsx"]

_MAX_CELL_CHARS: Final = 32_767
_MAX_COLUMNS: Final = 256

_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": content_types(
        {"xl/workbook.xml": f"{_KINDS}.sheet.main+xml", "xl/worksheets/sheet1.xml": f"{_KINDS}.worksheet+xml"}
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="memory" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
"""The parts of a workbook beside its sheet."""


_MOST_ROWS = 1_048_576
"""What Excel's own sheets hold; a file may claim any number, and each empty row takes its time."""
_MOST_EMPTY_ROWS = 200_000
_MOST_CELLS = 50_000_000
"""A row is as wide as its last cell; one that stands far out costs as much as all before it."""
_MOST_STRINGS = 4 * _MOST_ROWS
_MOST_EMPTY = 10_000
"""Of the texts the cells share: a spreadsheet keeps each only once."""


def iter_xlsx(path: Path, *, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    """Yield the entries of a sheet, keeping the file open; dates and numbers as text, a formula as its stored value.

    Raises FormatError if it is no workbook, a damaged or a hostile one, has no such sheet, or its columns cannot be
    told.
    """
    with open_package(path, WORKBOOK) as package, path.open("rb") as stream:
        for name in check_trees(package, path):
            _check_rows(package, name, path)
        if STRINGS in package.namelist():
            _check_strings(package, path)
        workbook = load_workbook(stream, path=path, values_only=True)
        sheet = _sheet(workbook, options.sheet, path)
        for other in workbook.worksheets:
            if other is not sheet and not options.sheet:
                log.leave_out(f'sheet "{other.title}"')
        yield from iter_row_entries(_iter_rows(sheet, path), path=path, options=options, log=log)


def load_workbook(stream: BinaryIO, *, path: Path, values_only: bool = False) -> Any:
    """Return openpyxl's workbook, whose sheets are read as they are asked for; what it only warns of is passed over.

    values_only: a formula is the value it had. path: for messages. Raises FormatError for a damaged or a locked one.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings(action="ignore"):
            return openpyxl.load_workbook(stream, read_only=True, data_only=values_only, keep_links=False)
    except InvalidFileException as error:
        raise FormatError(f"a damaged or locked workbook: {error}", path=path) from error


def _sheet(workbook: Any, name: str, path: Path) -> Any:
    sheets = [sheet for sheet in workbook.worksheets if not name or sheet.title == name]
    if not sheets:
        names = ", ".join(sheet.title for sheet in workbook.worksheets)
        raise FormatError(f'no sheet "{name}": {names}' if name else "no sheet of cells", path=path)
    return sheets[0]


def _check_rows(package: zipfile.ZipFile, name: str, path: Path) -> None:
    """Raise FormatError if a sheet has too many rows: where it does not tell its size, openpyxl holds them all."""
    empty = 0
    for number, row in enumerate(iter_part(package, name, path=path, tags=("{*}row",)), start=1):
        empty += not len(row)
        if number > _MOST_ROWS:
            raise FormatError(f"more than {_MOST_ROWS:,} rows: no workbook has so many", path=path)
        if empty > _MOST_EMPTY_ROWS:
            raise FormatError(f"more than {_MOST_EMPTY_ROWS:,} empty rows: delete them", path=path)
        drop_before(row)


def _check_strings(package: zipfile.ZipFile, path: Path) -> None:
    """Raise FormatError if there are too many texts for openpyxl, which holds all of them."""
    empty = 0
    for number, text in enumerate(iter_part(package, STRINGS, path=path, tags=("{*}si",)), start=1):
        empty += not any(text.itertext())
        if number > _MOST_STRINGS or empty > _MOST_EMPTY:
            raise FormatError(f"{number:,} texts in {STRINGS}, {empty:,} of them empty: split the file", path=path)
        drop_before(text)


def _iter_rows(sheet: Any, path: Path) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
    read_cells = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        read_cells += len(cells)
        if number > _MOST_ROWS:
            raise FormatError(f"more than {_MOST_ROWS:,} rows: no workbook has so many", path=path)
        if read_cells > _MOST_CELLS:
            raise FormatError(f"more than {_MOST_CELLS:,} cells: take out the columns that are no texts", path=path)
        yield number, [cell_text(cell) for cell in cells[:_MAX_COLUMNS]]


def cell_text(cell: object) -> str:
    """Return the text of a cell's value.

    >>> [cell_text(value) for value in (None, "港", 3, 3.0, 2.5, True, datetime(2026, 1, 2), datetime(2026, 1, 2, 3, 4))]
    ['', '港', '3', '3', '2.5', 'TRUE', '2026-01-02', '2026-01-02 03:04:00']
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return str(cell.date())
    return str(cell)


def write_xlsx(entries: Iterable[MemoryEntry], path: Path | BinaryIO) -> ExportReport:
    """Write entries as a workbook of one sheet, streamed; characters XML cannot hold are taken out and reported.

    Raises StorageError, and FormatError for a text above the 32,767 characters a cell can hold.
    """
    safe = TextFilter()
    name = path if isinstance(path, Path) else Path("memory.xlsx")
    with open_atomic(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in _PARTS.items():
            package.writestr(package_part(part), DECLARATION + text)
        sheet = package.open(package_part("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        with sheet, etree.xmlfile(sheet, encoding="UTF-8") as xml:
            xml.write_declaration(standalone=True)
            with xml.element("worksheet", nsmap={None: _SPREADSHEET}), xml.element("sheetData"):
                units = _write_rows(entries, xml, safe, name)
    return ExportReport(units=units, removed=tuple(safe.removed))


def _write_rows(entries: Iterable[MemoryEntry], xml: Any, safe: TextFilter, path: Path) -> int:
    units, first = 0, Language.JA
    for entry in entries:
        if not units:
            first = entry.pair.source
            xml.write(_row(1, heading_row(entry.pair), safe))
        units += 1
        cells = row_of(entry, first)
        if len(max(cells, key=len)) > _MAX_CELL_CHARS:
            raise FormatError(f"entry {units} has a text above {_MAX_CELL_CHARS:,} characters", path=path)
        safe.unit_id = str(units)
        xml.write(_row(units + 1, cells, safe))
    if not units:
        xml.write(_row(1, heading_row(LanguagePair(first, first.other)), safe))
    return units


def _row(number: int, cells: list[str], safe: TextFilter) -> etree._Element:
    """Return a row; its elements have no namespace of their own, so that they stand in that of the sheet as written."""
    row = etree.Element("row", r=str(number))
    for column, cell in enumerate(cells):
        if cell:
            element = etree.SubElement(row, "c", r=f"{ascii_uppercase[column]}{number}", t="inlineStr")
            text = etree.SubElement(etree.SubElement(element, "is"), "t", {XML_SPACE: "preserve"})
            text.text = safe(cell)
    return row
