"""From units to rows: one paragraph, heading, list item … in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tmflow.model.bitext import Bitext, Place, Side, TranslationUnit
from tmflow.model.document import BlockKind, Container, Inset, InsetKind
from tmflow.publish.numbered import NumberedUnit, in_order, position
from tmflow.publish.reading_order import in_own_order

__all__ = [
    "META",
    "Row",
    "is_published",
    "read_rows",
    "row_of",
    "unit_kind",
    "unit_name",
]

META = frozenset({BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT, BlockKind.SOURCE})
"""Lines about an article or a picture: a day in them tells when it was written, published or taken."""
_UNPUBLISHED = frozenset({BlockKind.MARKER, BlockKind.BOILERPLATE})
_COUNTING_MARK = re.compile(r"[0-9０-９\u2460-\u24ff\u2776-\u2793\u3251-\u32bf一二三四五六七八九十]|^\(?[a-zA-Z][.)]")
_DIGITS = 3


def unit_kind(unit: TranslationUnit) -> BlockKind:
    """Return what a unit is to a reader: as its source has it, else its target, else a paragraph."""
    place = unit.source_place or unit.target_place
    return place.kind if place else BlockKind.PARAGRAPH


def is_published(unit: TranslationUnit) -> bool:
    """Whether readers see a unit: markers (本文, 本稿終了) and boilerplate stay behind; an end mark is an inset."""
    return unit_kind(unit) not in _UNPUBLISHED


def unit_name(number: int, count: int) -> str:
    """Return what a unit is called in permalinks. count: the units of its bitext.

    >>> unit_name(12, 30), unit_name(12, 4000)
    ('u012', 'u0012')
    """
    return f"u{number:0{max(_DIGITS, len(str(count)))}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph, heading, list item … with its units, in order. `level` is normalised for headings: 2, 3 or 4.

    inside: what it stands inside of, once `iter_nested` has told.
    source_inset, target_inset: the code or the image it is, in the languages that have it.
    """

    kind: BlockKind | InsetKind
    units: tuple[NumberedUnit, ...]
    level: int = 0
    source_mark: str = ""
    target_mark: str = ""
    inside: tuple[Container, ...] = ()
    source_inset: Inset | None = None
    target_inset: Inset | None = None

    def place(self, side: Side) -> Place | None:
        """Return where its first text on a side stands in the article, None if it has none."""
        places = (place for numbered in self.units if (place := numbered.place(side)))
        return min(places, key=position, default=None)

    def in_order(self, side: Side) -> tuple[NumberedUnit, ...]:
        """Return its units as the article of a side has them; one that has no place there comes after the one before it."""
        return in_order(self.units, side)

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


@dataclass(slots=True)
class _OpenRow:
    """A row being filled: units of one source block, and what the target adds inside it."""

    units: list[NumberedUnit]
    source_block: int | None
    target_block: int | None


def read_rows(bitext: Bitext) -> tuple[Row, ...]:
    """Return the rows of a bitext, in order: each published unit in exactly one.

    Units of one source block form one row. A unit on the target side only joins the row before it if that row's
    target stands in the same block; a unit without a place is a paragraph of its own. A translation that its article has
    elsewhere stands there, apart from its original.
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
    return tuple(map(row_of, in_own_order([row.units for row in rows])))


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


def row_of(units: Sequence[NumberedUnit]) -> Row:
    """Return the row of units: what it is, the first says that has a source here, else the first of all."""
    sources, targets = ([place for one in units if (place := one.place(side))] for side in (Side.SOURCE, Side.TARGET))
    place = next(iter((*sources, *targets)), None)
    return Row(
        kind=place.kind if place else BlockKind.PARAGRAPH,
        units=tuple(units),
        level=place.level if place else 0,
        source_mark=sources[0].mark if sources else "",
        target_mark=targets[0].mark if targets else "",
    )
