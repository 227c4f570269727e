"""Tables in text: CSV and TSV, as spreadsheets and corpora write them, in any encoding, of any size.

A cell that a spreadsheet would take for a formula (it begins with = + - @, as wide characters too, a tab or a line end)
is written with an apostrophe before it, and the apostrophe is taken off on reading.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.imported import ImportLog, ImportOptions, split_sample
from tmflow.formats.table_rows import Row, heading_row, iter_row_entries, row_of
from tmflow.formats.textfile import open_text
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

__all__ = ["iter_table", "table_line", "write_csv", "write_tsv"]

_DELIMITERS: Final = ",\t;|"
_SAMPLE_LINES: Final = 50
_MAX_CELLS: Final = 100_000
"""Of a line; ten megabytes of empty cells would take a hundred times that."""
_MAX_QUOTED_LINES: Final = 50
"""A quote in a TSV that is not closed within so many lines is no quote but text, and so is every one after it."""

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_HALVES = re.compile("[\ud800-\udfff]")
_BREAKERS = re.compile(r"[,\t\r\n\"]")
_QUOTE: Final = '"'


def iter_table(path: Path, *, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    """Yield the entries of a CSV or TSV file, keeping it open.

    The delimiter is the one that gives the first lines the most alike rows, if `options` has none.
    Raises FormatError, with the line, if the file cannot be read or decoded, it holds a NUL or a row of more than 100,000 cells, its columns cannot be told, or a quote is
    not closed.
    """
    with open_text(path, encoding=options.encoding, log=log) as stream:
        sample, others = split_sample(iter(stream), _SAMPLE_LINES, chars_of=len)
        delimiter = options.delimiter or _delimiter_of(sample, path)
        lines = _checked(chain(sample, others), delimiter, path)
        rows = _tab_rows(lines) if delimiter == "\t" else _csv_rows(lines, delimiter, path)
        plain = ((line, [_plain(cell) for cell in cells]) for line, cells in rows)
        yield from iter_row_entries(plain, path=path, options=options, log=log)


def _checked(lines: Iterable[str], delimiter: str, path: Path) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise FormatError("a NUL byte: this is no table of texts", path=path, line=number)
        if line.count(delimiter) >= _MAX_CELLS:
            raise FormatError(f"more than {_MAX_CELLS:,} cells: no row of texts has so many", path=path, line=number)
        yield line


def _plain(cell: str) -> str:
    """Return what a cell says: without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def _delimiter_of(lines: list[str], path: Path) -> str:
    """Return the delimiter under which most of the first rows are as wide as the first, and wider than one cell."""

    def likeness(delimiter: str) -> float:
        if any(line.count(delimiter) >= _MAX_CELLS for line in lines):
            return 0.0
        try:
            rows = list(_tab_rows(lines) if delimiter == "\t" else _csv_rows(lines, delimiter, path, is_strict=False))
        except FormatError:
            return 0.0
        widths = [len(cells) for _, cells in rows if any(cells)]
        return sum(width == widths[0] > 1 for width in widths) / len(widths) if widths else 0.0

    own = "\t" if ".tsv" in path.suffixes or ".tab" in path.suffixes else ","
    best: str = max((own, *_DELIMITERS), key=likeness)
    return best


def _csv_rows(lines: Iterable[str], delimiter: str, path: Path, *, is_strict: bool = True) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=is_strict)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(f"the row that begins here is no CSV: {error}", path=path, line=line) from error


def _tab_rows(lines: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of a TSV. A quote counts where the cell is properly quoted, over several lines too; else it is text."""
    rest = iter(lines)
    waiting: deque[str] = deque()
    number, may_span = 0, True
    while (line := waiting.popleft() if waiting else next(rest, None)) is not None:
        number += 1
        row, span = _split(line), 1
        if row is None and may_span:
            waiting.extend(islice(rest, max(0, _MAX_QUOTED_LINES - len(waiting))))
            row, span = _split_lines(line, waiting)
            may_span = row is not None
        yield number, row if row is not None else line.rstrip("\r\n").split("\t")
        number += span - 1


def _split_lines(line: str, following: deque[str]) -> tuple[list[str] | None, int]:
    """Return the row that begins with a line and how many lines it has; those are taken from what follows."""
    text = line
    for span, one in enumerate(following, start=2):
        text += one
        if '"' in one and (row := _split(text)) is not None:
            for _ in range(span - 1):
                following.popleft()
            return row, span
    return None, 1


_TAB_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n?\Z)|([^\t]*)')


def _split(text: str) -> list[str] | None:
    """Return the cells of a row, None if a cell begins with a quote that is not closed."""
    body = text.removesuffix("\n").removesuffix("\r")
    if '"' not in body:
        return body.split("\t") if "\n" not in body else None
    cells, position = [], 0
    while position <= len(body):
        match = _TAB_CELL.match(body, position)
        if match is None or (match[1] is None and (match[2][:1] == '"' or "\n" in match[2])):
            return None
        cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        position = match.end() + 1
    return cells


def write_csv(entries: Iterable[MemoryEntry], path: Path | BinaryIO) -> ExportReport:
    """Write entries as CSV (RFC 4180, UTF-8 with the mark Excel needs), streamed. Raises StorageError."""
    return _write(entries, path, delimiter=",", mark="\ufeff")


def write_tsv(entries: Iterable[MemoryEntry], path: Path | BinaryIO) -> ExportReport:
    """Write entries as TSV (UTF-8; a cell with a tab, a quote or a line break is quoted), streamed. Raises StorageError."""
    return _write(entries, path, delimiter="\t", mark="")


def _write(entries: Iterable[MemoryEntry], path: Path | BinaryIO, *, delimiter: str, mark: str) -> ExportReport:
    units, removed = 0, []
    first = Language.JA
    with open_atomic(path) as stream:
        stream.write(mark.encode())
        for entry in entries:
            if not units:
                first = entry.pair.source
                stream.write(table_line(heading_row(entry.pair), delimiter))
            units += 1
            cells = row_of(entry, first)
            if halves := "".join(_HALVES.findall("".join(cells))):
                removed.append((str(units), halves))
            stream.write(table_line(cells, delimiter))
        if not units:
            stream.write(table_line(heading_row(LanguagePair(first, first.other)), delimiter))
    return ExportReport(units=units, removed=tuple(removed))


def table_line(cells: Iterable[str], delimiter: str) -> bytes:
    r"""Return a line of a table: formulas made text, and quotes where a cell would end or break without them.

    >>> table_line(["=1", "a,b"], ",")
    b'\'=1,"a,b"\n'
    """
    plain = (_HALVES.sub("", f"'{cell}" if _FORMULA.match(cell) else cell) for cell in cells)
    quoted = (f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if _BREAKERS.search(cell) else cell for cell in plain)
    return f"{delimiter.join(quoted)}\n".encode()
