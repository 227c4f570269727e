"""The grid of a table: cells that neither overlap nor leave holes, whatever an article says of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tmflow.model.content import CodeKind, Content, InlineCode
from tmflow.model.document import Container

__all__ = ["GridCell", "lay_out", "without_pipe_escapes"]

_WIDEST = 50
"""Columns up to which lines that are too short are filled up: beyond, holes could weigh more than the text."""
_TALLEST = 50
"""Lines one cell may cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell as HTML has it. index: which of its line's, None for one that only fills a hole; scope: "col", "row" or "".

    start: its column; align: as `Container` has it.
    """

    index: int | None = None
    scope: str = ""
    columns: int = 1
    rows: int = 1
    start: int = 0
    align: str = ""


def lay_out(parts: Sequence[int], lines: Sequence[Sequence[Container]]) -> tuple[tuple[GridCell, ...], ...]:
    """Return the cells of each line in order, without table model errors (HTML standard, section 4.9.12).

    Holes are filled; no cell overlaps another, leaves the table or spans a column in which none begins.

    parts: the number of each line in the article, which may leave out some; lines: what the article says of their cells,
    from left to right.

    >>> from tmflow.model.document import ContainerKind
    >>> wide, second = (Container(kind=ContainerKind.CELL, number=n, columns=2 - n, scope="auto") for n in (0, 1))
    >>> [[(cell.index, cell.columns, cell.scope) for cell in line] for line in lay_out((1, 2), ((wide,), (second,)))]
    [[(0, 2, 'col')], [(None, 1, ''), (0, 1, 'col')]]
    """
    told = [list(_iter_told(line)) for line in lines]
    head = next((number for number, line in enumerate(told) if not _is_head(line)), len(told))
    heights = [
        _rows_below(parts[number : min(head if number < head else len(told), number + _TALLEST)], line)
        for number, line in enumerate(told)
    ]
    width = max((cell.start + cell.columns for line in _place(told, heights, 0) for cell in line), default=0)
    placed = _place(told, heights, width if width <= _WIDEST else 0)
    starts = sorted({cell.start for line in placed for cell in line})
    return tuple(tuple(_without_idle(cell, starts) for cell in line) for line in placed)


def without_pipe_escapes(content: Content) -> Content:
    r"""Return a cell's content with the code in it as it reads: in a table of Markdown ``\|`` is a sign in code, too (GFM 4.10).

    >>> from tmflow.model.content import CodeRole
    >>> tick = InlineCode(id="1", kind=CodeKind.CODE, role=CodeRole.STANDALONE, native=r"`a\|b`", text=r"a\|b")
    >>> without_pipe_escapes(Content.of(tick)).text
    'a|b'
    """
    return Content.of(
        *(
            replace(part, text=part.text.replace(r"\|", "|"))
            if isinstance(part, InlineCode) and part.kind is CodeKind.CODE and part.native.startswith("`")
            else part
            for part in content.parts
        )
    )


def _iter_told(line: Sequence[Container]) -> Iterator[GridCell]:
    """Yield the cells of a line, each with the column the article has it in, as far as its own line tells."""
    auto = "col" if all(cell.scope for cell in line) else "row"
    for index, cell in enumerate(line):
        scope = auto if cell.scope == "auto" else cell.scope
        yield GridCell(
            index=index, scope=scope, columns=cell.columns, rows=cell.rows, start=cell.number, align=cell.align
        )


def _is_head(line: Sequence[GridCell]) -> bool:
    return all(cell.scope == "col" for cell in line)


def _rows_below(parts: Sequence[int], line: Sequence[GridCell]) -> list[int]:
    """Return how many lines each cell of a line covers: those it covers in the article that are here.

    parts: the numbers of the line and of those below it in its row group.
    """
    return [
        next((n for n in range(1, len(parts)) if n >= cell.rows or parts[n] - parts[0] >= cell.rows), len(parts))
        for cell in line
    ]


def _place(lines: Sequence[Sequence[GridCell]], heights: Sequence[Sequence[int]], width: int) -> list[list[GridCell]]:
    """Return the cells where they come to lie, holes before them filled, and those after them up to a width."""
    free_from: list[int] = []
    placed = []
    for number, line in enumerate(lines):
        row = _Row(number, free_from)
        end = 0
        for cell, rows in zip(line, heights[number], strict=True):
            for _ in range(min(cell.start - end, _WIDEST)):
                row.add(GridCell())
            row.add(replace(cell, rows=rows))
            end = max(end, cell.start) + cell.columns
        row.fill(width)
        placed.append(row.cells)
    return placed


class _Row:
    """A line being laid out. free_from: for each column, the first line in which nothing from above covers it."""

    def __init__(self, number: int, free_from: list[int]) -> None:
        self.cells: list[GridCell] = []
        self._number, self._free_from, self._column = number, free_from, 0

    def _is_free(self, column: int) -> bool:
        return column >= len(self._free_from) or self._free_from[column] <= self._number

    def add(self, cell: GridCell) -> None:
        """Put a cell into the next free column, as wide as there is room."""
        while not self._is_free(self._column):
            self._column += 1
        start = self._column
        while self._column < start + cell.columns and self._is_free(self._column):
            self._free_from.extend([0] * (self._column + 1 - len(self._free_from)))
            self._free_from[self._column] = self._number + cell.rows
            self._column += 1
        self.cells.append(replace(cell, start=start, columns=self._column - start))

    def fill(self, width: int) -> None:
        """Fill the holes up to a width."""
        while self._column < width:
            if self._is_free(self._column):
                self.add(GridCell())
            else:
                self._column += 1


def _without_idle(cell: GridCell, starts: Sequence[int]) -> GridCell:
    """Return a cell as it lies once the columns in which no cell begins are left out."""
    start, end = (bisect_left(starts, column) for column in (cell.start, cell.start + cell.columns))
    return replace(cell, start=start, columns=end - start)
