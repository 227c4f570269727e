"""From units to the structure of a page: rows (one paragraph in both languages) and the sections they form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from tmflow.model.bitext import Bitext, Place, Side, TranslationUnit
from tmflow.model.document import BlockKind
from tmflow.model.inset import Inset, InsetKind

__all__ = [
    "DATED",
    "ListItem",
    "NumberedUnit",
    "Outline",
    "Row",
    "Section",
    "SectionKind",
    "is_published",
    "outline_rows",
    "read_rows",
    "unit_kind",
    "unit_name",
]

_META = frozenset({BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT, BlockKind.SOURCE})
DATED = _META
"""Where a day tells when something was written, published or pictured."""
_PICTURED = frozenset({BlockKind.CAPTION, BlockKind.IMAGE})
_HEAD = frozenset({BlockKind.KICKER, BlockKind.TITLE, BlockKind.DECK})
_UNPUBLISHED = frozenset({BlockKind.MARKER, BlockKind.BOILERPLATE})
_COUNTING_MARK = re.compile(r"[0-9０-９\u2460-\u24ff\u2776-\u2793\u3251-\u32bf一二三四五六七八九十]|^\(?[a-zA-Z][.)]")
_DEEPEST_HEADING = 4
_DEEPEST_LIST = 4
_DIGITS = 3


def unit_kind(unit: TranslationUnit) -> BlockKind:
    """Return what a unit is to a reader: as its source has it, else its target, else a paragraph."""
    place = unit.source_place or unit.target_place
    return place.kind if place else BlockKind.PARAGRAPH


def is_published(unit: TranslationUnit) -> bool:
    """Whether readers see a unit: markers (本文, 本稿終了) and boilerplate stay behind."""
    return unit_kind(unit) not in _UNPUBLISHED


def unit_name(number: int, count: int) -> str:
    """Return what a unit is called in permalinks. count: the units of its bitext.

    >>> unit_name(12, 30), unit_name(12, 4000)
    ('u012', 'u0012')
    """
    return f"u{number:0{max(_DIGITS, len(str(count)))}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedUnit:
    """A unit with its place in the bitext, from 1: the number of its permalink."""

    number: int
    unit: TranslationUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph, heading, list item … with its units, in order. `level` is normalised for headings: 2, 3 or 4.

    source_inset, target_inset: the code or the image it is, in the languages that have it.
    """

    kind: BlockKind | InsetKind
    units: tuple[NumberedUnit, ...]
    level: int = 0
    source_mark: str = ""
    target_mark: str = ""
    source_inset: Inset | None = None
    target_inset: Inset | None = None

    @property
    def is_inset(self) -> bool:
        """Whether it is code or an image."""
        return self.source_inset is not None or self.target_inset is not None

    @property
    def is_ordered(self) -> bool:
        """Whether its mark counts (1. ① 一、) rather than points (• - ✔).

        >>> Row(kind=BlockKind.LIST_ITEM, units=(), source_mark="①").is_ordered
        True
        """
        return _COUNTING_MARK.search(self.source_mark or self.target_mark) is not None


class SectionKind(StrEnum):
    """How a stretch of rows is set."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    QUOTATION = "quotation"
    FIGURE = "figure"
    NOTE = "note"
    CODE = "code"
    META = "meta"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """A list item and the lists inside it."""

    row: Row
    lists: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows set as one: a list, a quotation, a figure's caption; any other row is a section of its own."""

    kind: SectionKind
    rows: tuple[Row, ...] = ()
    items: tuple[ListItem, ...] = ()
    is_ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An article as readers meet it: head (kicker, title, deck, credits before the text), body, foot (credits after)."""

    kickers: tuple[Row, ...] = ()
    titles: tuple[Row, ...] = ()
    decks: tuple[Row, ...] = ()
    head: tuple[Row, ...] = ()
    body: tuple[Section, ...] = ()
    foot: tuple[Row, ...] = ()


@dataclass(slots=True)
class _OpenRow:
    """A row being filled: units of one source block, and what the target adds inside it."""

    units: list[NumberedUnit]
    source_block: int | None
    target_block: int | None


def read_rows(bitext: Bitext) -> tuple[Row, ...]:
    """Return the rows of a bitext, in order: each published unit in exactly one.

    Units of one source block form one row. A unit on the target side only joins the row before it if that row's
    target stands in the same block; a unit without a place is a paragraph of its own.
    """
    rows: list[_OpenRow] = []
    by_source: dict[int, _OpenRow] = {}
    for number, unit in enumerate(bitext.units, start=1):
        if not is_published(unit):
            continue
        source, target = _block(unit.source_place), _block(unit.target_place)
        row = _fitting_row(source, target, by_source, rows)
        if row is None:
            row = _OpenRow(units=[], source_block=None, target_block=None)
            rows.append(row)
        row.units.append(NumberedUnit(number=number, unit=unit))
        if source is not None:
            row.source_block = source
            by_source[source] = row
        row.target_block = target if target is not None else row.target_block
    return tuple(_close_row(row.units) for row in rows)


def _block(place: Place | None) -> int | None:
    return place.block if place else None


def _fitting_row(
    source: int | None, target: int | None, by_source: dict[int, _OpenRow], rows: list[_OpenRow]
) -> _OpenRow | None:
    if source is not None and source in by_source:
        return by_source[source]
    last = rows[-1] if rows else None
    if last is None or target is None or last.target_block != target:
        return None
    return last if source is None or last.source_block is None else None


def _close_row(units: list[NumberedUnit]) -> Row:
    leader = next((numbered.unit for numbered in units if numbered.unit.source_place), units[0].unit)
    sources = [numbered.unit.source_place for numbered in units if numbered.unit.source_place]
    targets = [numbered.unit.target_place for numbered in units if numbered.unit.target_place]
    place = leader.source_place or leader.target_place
    kind = unit_kind(leader)
    level = place.level if place else 0
    return Row(
        kind=kind,
        units=tuple(units),
        level=min(level, _DEEPEST_LIST) if kind is BlockKind.LIST_ITEM else level,
        source_mark=sources[0].mark if sources else "",
        target_mark=targets[0].mark if targets else "",
    )


def outline_rows(rows: Sequence[Row]) -> Outline:
    """Sort rows into head, body and foot. Body keeps its order; credits before it go to the head, after it to the foot."""
    rest = [row for row in rows if row.kind not in _HEAD]
    body = [index for index, row in enumerate(rest) if row.kind not in _META]
    start = next((index for index in body if not rest[index].is_inset), body[0] if body else len(rest))
    leading = [row for row in rest[:start] if row.is_inset]
    end = body[-1] + 1 if body else len(rest)
    while end < len(rest) and rest[end].kind is BlockKind.CREDIT and rest[end - 1].kind in _PICTURED:
        end += 1
    return Outline(
        kickers=tuple(row for row in rows if row.kind is BlockKind.KICKER),
        titles=_titles([row for row in rows if row.kind is BlockKind.TITLE]),
        decks=tuple(row for row in rows if row.kind is BlockKind.DECK),
        head=tuple(row for row in rest[:start] if not row.is_inset),
        body=tuple(_iter_sections(_level_headings([*leading, *rest[start:end]]))),
        foot=tuple(rest[end:]),
    )


_PARTNERS = {
    frozenset({side}): frozenset({other}) for side, other in ((Side.SOURCE, Side.TARGET), (Side.TARGET, Side.SOURCE))
}


def _titles(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows of titles; a first one on one side only takes the next on the other, for an article has a title."""
    sides = [frozenset(numbered.unit.side for numbered in row.units) for row in rows]
    wanted = _PARTNERS.get(sides[0]) if rows else None
    place = next((place for place, found in enumerate(sides) if found == wanted), None)
    if place is None:
        return tuple(rows)
    first, partner = rows[0], rows[place]
    joined = replace(first, units=(*first.units, *partner.units))
    return (joined, *rows[1:place], *rows[place + 1 :])


def _level_headings(rows: Sequence[Row]) -> Iterator[Row]:
    """Give headings the levels 2 to 4: as deep as the article has them, but never one skipped on the way down."""
    levels = sorted({row.level for row in rows if row.kind is BlockKind.HEADING})
    last = 1
    for row in rows:
        if row.kind is BlockKind.HEADING:
            last = min(levels.index(row.level) + 2, last + 1, _DEEPEST_HEADING)
            yield replace(row, level=last)
        else:
            yield row


_SECTIONS: Mapping[BlockKind | InsetKind, SectionKind] = {
    BlockKind.HEADING: SectionKind.HEADING,
    BlockKind.LIST_ITEM: SectionKind.LIST,
    BlockKind.QUOTATION: SectionKind.QUOTATION,
    BlockKind.CAPTION: SectionKind.FIGURE,
    BlockKind.NOTE: SectionKind.NOTE,
    BlockKind.IMAGE: SectionKind.FIGURE,
    InsetKind.CODE: SectionKind.CODE,
    **dict.fromkeys(_META, SectionKind.META),
}
_RUNS = frozenset({SectionKind.LIST, SectionKind.QUOTATION, SectionKind.META})


def _iter_sections(rows: Iterable[Row]) -> Iterator[Section]:
    settled: list[tuple[SectionKind, Row]] = []
    for row in rows:
        kind = _SECTIONS.get(row.kind, SectionKind.PARAGRAPH)
        if row.kind is BlockKind.CREDIT and settled and settled[-1][0] is SectionKind.FIGURE:
            kind = SectionKind.FIGURE
        if row.is_inset and row.level and settled and settled[-1][0] is SectionKind.LIST:
            kind = SectionKind.LIST
        settled.append((kind, row))
    for kind, run in groupby(settled, key=lambda pair: pair[0]):
        group = tuple(row for _, row in run)
        if kind is SectionKind.LIST:
            yield from _iter_lists(group)
        elif kind is SectionKind.FIGURE:
            yield from _iter_figures(group)
        elif kind in _RUNS:
            yield Section(kind=kind, rows=group)
        else:
            yield from (Section(kind=kind, rows=(row,)) for row in group)


def _iter_figures(rows: Sequence[Row]) -> Iterator[Section]:
    """Yield figures: an image begins one, or a caption that has none; the credits right after it belong to it."""
    starts = [
        index
        for index, row in enumerate(rows)
        if row.kind is BlockKind.IMAGE
        or (row.kind is BlockKind.CAPTION and not (index and rows[index - 1].kind is BlockKind.IMAGE))
    ]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield Section(kind=SectionKind.FIGURE, rows=tuple(rows[start:end]))


def _iter_lists(rows: Sequence[Row]) -> Iterator[Section]:
    """Yield lists, deeper levels inside their items; a change between counting and pointing marks begins a new one."""
    base = rows[0].level
    items: list[ListItem] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        end = index + 1
        while end < len(rows) and (rows[end].level > base or rows[end].is_inset):
            end += 1
        if items and items[-1].row.is_ordered != row.is_ordered:
            yield _close_list(items)
            items = []
        items.append(ListItem(row=row, lists=tuple(_iter_inside(rows[index + 1 : end], base))))
        index = end
    yield _close_list(items)


def _iter_inside(rows: Sequence[Row], base: int) -> Iterator[Section]:
    """Yield what is inside of a list item: deeper lists, and its own code and images. base: the level of the item."""
    deeper: list[Row] = []
    for row in rows:
        if not row.is_inset or (deeper and row.level > base):
            deeper.append(row)
            continue
        if deeper:
            yield from _iter_lists(deeper)
            deeper = []
        yield Section(kind=_SECTIONS[row.kind], rows=(row,))
    if deeper:
        yield from _iter_lists(deeper)


def _close_list(items: Sequence[ListItem]) -> Section:
    return Section(kind=SectionKind.LIST, items=tuple(items), is_ordered=items[0].row.is_ordered)
