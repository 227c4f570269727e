"""What the blocks of an HTML page stand inside of: items of lists, terms and definitions, quotations, notes, figures, cells.

A table that only lays out a page is no container: its cells are the page's own text, as if it were not there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tmflow.formats.blocks import DEEPEST, Draft
from tmflow.model.document import Container, ContainerKind

__all__ = ["Around", "Nesting"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SCOPES = {"col": "col", "colgroup": "col", "row": "row", "rowgroup": "row"}
_DEFINED = {"dt": ContainerKind.TERM, "dd": ContainerKind.DEFINITION}
_ALIGNED = frozenset({"tr", "thead", "tbody", "tfoot"})
"""What may say for its cells how their text stands."""
_SIDES = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right"}
_STYLED = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|start|center|right|end)\b", re.IGNORECASE)
_CLASSED = re.compile(r"(?:^|\s)(?:has-text-align|text)-(left|start|center|right|end)(?=\s|$)")
"""The class that WordPress gives cells, and a usual one of style sheets."""
_MOST_BLOCKS = 6
"""Blocks in one cell; a table with a cell of more lays out a page."""
_WIDEST = 50
"""Columns or rows one cell may cover."""


@dataclass(slots=True)
class _Table:
    """A table as far as it is read. rows: begun so far; columns: of the row being read."""

    number: int
    is_layout: bool
    is_told: bool = False
    rows: int = 0
    columns: int = 0
    widest: int = 0

    def is_data(self, most_blocks: int) -> bool:
        """Whether it is a table to its readers: it says so by a heading or caption, or has rows and columns."""
        return not self.is_layout and most_blocks <= _MOST_BLOCKS and (self.is_told or min(self.rows, self.widest) > 1)


@dataclass(frozen=True, slots=True)
class Around:
    """What an open element stands inside of. list, table: the innermost open ones; definitions: the number of the innermost such list.

    is_head: whether of the table's heading rows; align: as a cell has it that says nothing itself.
    """

    inside: tuple[Container, ...] = ()
    list: Container | None = None
    table: _Table | None = None
    definitions: int | None = None
    is_head: bool = False
    align: str = ""


class Nesting:
    """Numbers the containers of a page in the order in which they open."""

    def __init__(self, numbers: Iterator[int]) -> None:
        """Make one. numbers: for the containers, shared by all that make up one document."""
        self._numbers = numbers
        self._tables: dict[int, _Table] = {}

    def enter(self, name: str, attributes: Mapping[str, str], around: Around, *, note: str = "") -> Around:
        """Return what the content of an element stands inside of. around: what the element does; note: its id if it is one."""
        if name in {"ul", "ol"}:
            kind = ContainerKind.NUMBERS if name == "ol" else ContainerKind.BULLETS
            around = replace(around, list=Container(kind=kind, number=next(self._numbers)))
        elif name == "dl":
            around = replace(around, definitions=next(self._numbers))
        elif name == "table":
            around = replace(around, table=self._table(attributes, around), is_head=False, align=_align(attributes))
        elif name in {"thead", "tbody", "tfoot"}:
            around = replace(around, is_head=name == "thead")
        elif around.table and name == "tr":
            around.table.rows += 1
            around.table.columns = 0
        elif around.table and name in _HEADINGS:
            around.table.is_layout = True
        if name in _ALIGNED:
            around = replace(around, align=_align(attributes, attributes.get("align", "")) or around.align)
        added = (self.note(note),) if note else self._added(name, attributes, around)
        return replace(around, inside=around.inside + added) if len(around.inside + added) <= DEEPEST else around

    def note(self, name: str) -> Container:
        """Return a new note. name: its id."""
        return Container(kind=ContainerKind.NOTE, number=next(self._numbers), name=name)

    def settled(self, drafts: Iterable[Draft]) -> list[Draft]:
        """Return the drafts of the page without the tables that turned out to be layout."""
        found = list(drafts)
        cells = Counter(draft.inside[: index + 2] for draft in found for index in _tables_of(draft.inside))
        most: Counter[int] = Counter()
        for path, blocks in cells.items():
            number = path[-2].number if path[-1].kind is ContainerKind.CELL else path[-1].number
            most[number] = max(most[number], blocks)
        kept = {number for number, table in self._tables.items() if table.is_data(most[number])}
        return [replace(draft, inside=tuple(_iter_kept(draft.inside, kept))) for draft in found]

    def _table(self, attributes: Mapping[str, str], around: Around) -> _Table:
        if around.table is not None:
            around.table.is_layout = True
        is_layout = attributes.get("role", "").lower() in {"presentation", "none"}
        table = _Table(number=next(self._numbers), is_layout=is_layout)
        self._tables[table.number] = table
        return table

    def _added(self, name: str, attributes: Mapping[str, str], around: Around) -> tuple[Container, ...]:
        if name == "li":
            number = next(self._numbers)
            return (replace(around.list or Container(kind=ContainerKind.BULLETS, number=number), part=number),)
        if name in _DEFINED and around.definitions is not None:
            number = next(self._numbers)
            step = Container(kind=ContainerKind.DEFINITIONS, number=around.definitions, part=number)
            return (step, Container(kind=_DEFINED[name], number=number))
        if name == "blockquote":
            return (Container(kind=ContainerKind.QUOTATION, number=next(self._numbers)),)
        if name == "figure":
            return (Container(kind=ContainerKind.FIGURE, number=next(self._numbers)),)
        if around.table is None or name not in {"td", "th", "caption"}:
            return ()
        around.table.is_told |= name != "td"
        step = Container(kind=ContainerKind.TABLE, number=around.table.number, part=around.table.rows)
        return (step,) if name == "caption" else (step, _cell(name, attributes, around.table, around))


def _align(attributes: Mapping[str, str], told: str = "") -> str:
    """Return how an element says the text of cells stands. told: what it says by an attribute for just that."""
    styled = _STYLED.search(attributes.get("style", "")) or _CLASSED.search(attributes.get("class", ""))
    return _SIDES.get((styled[1] if styled else told).strip().lower(), "")


def _cell(name: str, attributes: Mapping[str, str], table: _Table, around: Around) -> Container:
    default = "col" if around.is_head else "auto"
    scope = _SCOPES.get(attributes.get("scope", "").lower(), default) if name == "th" else ""
    cell = Container(
        kind=ContainerKind.CELL,
        number=table.columns,
        scope=scope,
        columns=_covered(attributes.get("colspan")),
        rows=_covered(attributes.get("rowspan")),
        align=_align(attributes, attributes.get("align", "")) or around.align,
    )
    table.columns += cell.columns
    table.widest = max(table.widest, table.columns)
    return cell


def _covered(told: str | None) -> int:
    """Return how many columns or rows a cell says it covers (HTML standard, section 4.9.11)."""
    digits = (told or "").strip()
    return min(max(int(digits), 1), _WIDEST) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1  # noqa: PLR2004 - the standard's largest has five


def _tables_of(inside: tuple[Container, ...]) -> Iterator[int]:
    """Yield where tables stand in a path."""
    return (index for index, step in enumerate(inside) if step.kind is ContainerKind.TABLE)


def _iter_kept(inside: tuple[Container, ...], kept: set[int]) -> Iterator[Container]:
    """Yield the steps of a path without the tables that are not kept and their cells."""
    is_dropped = False
    for step in inside:
        is_dropped = (
            step.number not in kept
            if step.kind is ContainerKind.TABLE
            else is_dropped and step.kind is ContainerKind.CELL
        )
        if not is_dropped:
            yield step
