"""From rows to the structure of a page: head, body and foot, and in the body what stands inside of what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from tmflow.model.bitext import Side
from tmflow.model.document import BlockKind, Container, ContainerKind, InsetKind
from tmflow.publish.paths import iter_nested
from tmflow.publish.rows import META, Row

__all__ = ["Outline", "Section", "SectionKind", "outline_rows"]

_Key = TypeVar("_Key")
_HEAD = frozenset({BlockKind.KICKER, BlockKind.TITLE, BlockKind.DECK})
_PICTURED = frozenset({BlockKind.CAPTION, BlockKind.IMAGE})
_DEEPEST_HEADING = 4


class SectionKind(StrEnum):
    """How a stretch of rows is set."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    FIGURE = "figure"
    NOTE = "note"
    CODE = "code"
    SIGNS = "signs"
    END = "end"
    META = "meta"

    LIST = "list"
    ITEM = "item"
    DEFINITIONS = "definitions"
    TERM = "term"
    DEFINITION = "definition"
    QUOTATION = "quotation"
    TABLE = "table"
    LINE = "line"
    CELL = "cell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows set as one, or sections inside of one.

    rows: what it says itself: a paragraph, heading or note, a figure's or a table's caption.
    parts: what it holds: a list its items, a table its lines, a line its cells, a definition list its terms and definitions;
    an item, a quotation, a cell, a term, a definition any section.
    is_ordered: of a list. step: of a line or a cell, what the article says of it.
    """

    kind: SectionKind
    rows: tuple[Row, ...] = ()
    parts: tuple[Section, ...] = ()
    is_ordered: bool = False
    step: Container | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An article as readers meet it: head (kicker, title, deck, credits before the text), body, foot (credits after)."""

    kickers: tuple[Row, ...] = ()
    titles: tuple[Row, ...] = ()
    decks: tuple[Row, ...] = ()
    head: tuple[Row, ...] = ()
    body: tuple[Section, ...] = ()
    foot: tuple[Row, ...] = ()


def outline_rows(rows: Sequence[Row]) -> Outline:
    """Sort rows into head, body and foot. Body keeps its order; credits before it go to the head, after it to the foot."""
    rest = [row for row in rows if row.kind not in _HEAD]
    body = [index for index, row in enumerate(rest) if row.kind not in META]
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
        body=_sections(list(iter_nested(list(_level_headings([*leading, *rest[start:end]]))))),
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


def _sections(rows: Sequence[Row], depth: int = 0) -> tuple[Section, ...]:
    """Return rows as sections. depth: the steps all of them stand inside of."""

    def holder(row: Row) -> tuple[ContainerKind, int] | None:
        step = _step(row, depth)
        return (step.kind, step.number) if step else None

    sections: list[Section] = []
    for held, group in _gathered(rows, holder):
        if held and held[0] is ContainerKind.FIGURE:
            sections += _figure(group, depth)
        else:
            sections += [_held(held[0], group, depth)] if held else _iter_plain(group)
    return tuple(sections)


def _step(row: Row, depth: int) -> Container | None:
    return row.inside[depth] if depth < len(row.inside) else None


def _gathered(rows: Iterable[Row], key: Callable[[Row], _Key | None]) -> list[tuple[_Key | None, list[Row]]]:
    """Return rows by their key, each group whole where it begins: a stranger in the midst of one comes after it."""
    groups: list[tuple[_Key | None, list[Row]]] = []
    places: dict[_Key, int] = {}
    last: int | None = None
    for row in rows:
        found = key(row)
        place = last if found is None else places.get(found)
        if place is None:
            place = len(groups)
            groups.append((found, []))
        groups[place][1].append(row)
        last = place if found is None else None
        if found is not None:
            places[found] = place
    return groups


def _held(kind: ContainerKind, rows: list[Row], depth: int) -> Section:
    """Return what rows of one container make."""
    if kind is ContainerKind.TABLE:
        return _table(rows, depth)
    if kind is ContainerKind.DEFINITIONS:
        parts = tuple(_defined(group, depth + 1) for group in _parts(rows, depth))
        return Section(kind=SectionKind.DEFINITIONS, parts=parts)
    if kind is ContainerKind.NOTE:
        return Section(kind=SectionKind.NOTE, rows=tuple(rows))
    if not kind.is_list:
        return Section(kind=SectionKind.QUOTATION, parts=_sections(rows, depth + 1))
    items = tuple(Section(kind=SectionKind.ITEM, parts=_sections(group, depth + 1)) for group in _parts(rows, depth))
    return Section(kind=SectionKind.LIST, parts=items, is_ordered=kind is ContainerKind.NUMBERS)


def _figure(rows: Sequence[Row], depth: int) -> tuple[Section, ...]:
    """Return a figure of its page: its pictures, or its table, with its captions wherever they stand; else its parts in order."""
    own = [row for row in rows if _step(row, depth + 1) is None]
    pictures = [row for row in own if row.kind is BlockKind.IMAGE or row.kind is InsetKind.IMAGE]
    captions = [row for row in own if row.kind in {BlockKind.CAPTION, BlockKind.CREDIT}]
    taken = {id(row) for row in (*pictures, *captions)}
    sections = _sections([row for row in rows if id(row) not in taken], depth + 1)
    if pictures:
        return (Section(kind=SectionKind.FIGURE, rows=(*pictures, *captions)), *sections)
    table = next((place for place, section in enumerate(sections) if section.kind is SectionKind.TABLE), None)
    if table is None:
        return _sections(rows, depth + 1)
    titled = replace(sections[table], rows=(*captions, *sections[table].rows))
    return (*sections[:table], titled, *sections[table + 1 :])


def _parts(rows: Iterable[Row], depth: int) -> list[list[Row]]:
    """Return the rows of a list by its items, those of a table by its lines, those of a definition list by its parts."""
    return [group for _, group in _gathered(rows, lambda row: row.inside[depth].part)]


def _defined(rows: Sequence[Row], depth: int) -> Section:
    """Return a term or a definition; a term holds no headings (HTML standard, section 4.4.10)."""
    step = _step(rows[0], depth)
    if step is None or step.kind is not ContainerKind.TERM:
        is_told = step is not None and step.kind is ContainerKind.DEFINITION
        return Section(kind=SectionKind.DEFINITION, parts=_sections(rows, depth + is_told))
    plain = [replace(row, kind=BlockKind.PARAGRAPH) if row.kind is BlockKind.HEADING else row for row in rows]
    return Section(kind=SectionKind.TERM, parts=_sections(plain, depth + 1))


def _table(rows: Sequence[Row], depth: int) -> Section:
    captions = tuple(row for row in rows if _step(row, depth + 1) is None)
    celled = [row for row in rows if _step(row, depth + 1) is not None]
    lines = (
        Section(kind=SectionKind.LINE, step=group[0].inside[depth], parts=_cells(group, depth + 1))
        for group in _parts(celled, depth)
    )
    return Section(kind=SectionKind.TABLE, rows=captions, parts=tuple(lines))


def _cells(rows: Sequence[Row], depth: int) -> tuple[Section, ...]:
    """Return the cells of a line from left to right."""
    groups = _gathered(rows, lambda row: row.inside[depth].number)
    groups.sort(key=lambda group: group[0] or 0)
    return tuple(
        Section(kind=SectionKind.CELL, step=group[0].inside[depth], parts=_sections(group, depth + 1))
        for _, group in groups
    )


_SECTIONS: Mapping[BlockKind | InsetKind, SectionKind] = {
    BlockKind.HEADING: SectionKind.HEADING,
    BlockKind.CAPTION: SectionKind.FIGURE,
    BlockKind.NOTE: SectionKind.NOTE,
    BlockKind.IMAGE: SectionKind.FIGURE,
    InsetKind.CODE: SectionKind.CODE,
    InsetKind.SIGNS: SectionKind.SIGNS,
    InsetKind.END: SectionKind.END,
    **dict.fromkeys(META, SectionKind.META),
}


def _iter_plain(rows: Iterable[Row]) -> Iterator[Section]:
    """Yield the sections of rows that stand inside of nothing more."""
    settled: list[tuple[SectionKind, Row]] = []
    for row in rows:
        kind = _SECTIONS.get(row.kind, SectionKind.PARAGRAPH)
        if row.kind is BlockKind.CREDIT and settled and settled[-1][0] is SectionKind.FIGURE:
            kind = SectionKind.FIGURE
        settled.append((kind, row))
    for kind, run in groupby(settled, key=lambda pair: pair[0]):
        group = tuple(row for _, row in run)
        if kind is SectionKind.FIGURE:
            yield from _iter_figures(group)
        elif kind is SectionKind.META:
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
