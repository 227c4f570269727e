"""Each language of a page in the order of its own article, whatever was paired with what.

Rows stand as the source has them. What its article has elsewhere of the translation is taken out of its row: as little as
can be, counted in characters. It joins the paragraph it stands in there, or is a row of its own. Titles, tables and figures
stay whole where the source has them, for they are one thing in both languages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from tmflow.model.bitext import Place, Side
from tmflow.model.document import BlockKind, ContainerKind
from tmflow.publish.numbered import NumberedUnit, in_order, position

__all__ = ["in_own_order"]

_Units = list[NumberedUnit]
_HEAD = frozenset({BlockKind.KICKER, BlockKind.TITLE, BlockKind.DECK})
"""A page has these above the text, each at its place."""
_FIGURE = frozenset({BlockKind.IMAGE, BlockKind.CAPTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A text of the target, or a whole that is not taken apart: unit is None. first, last: its rows; place: in its article.

    weight: characters of wholes and of texts: no whole is passed over for a text.
    """

    first: int
    last: int
    place: Place
    weight: tuple[int, int]
    unit: NumberedUnit | None = None


def in_own_order(rows: Sequence[_Units]) -> list[_Units]:
    """Return rows in which the target, too, is read in its own order. rows: their units, in the order of the source."""
    parts = list(_iter_parts(rows))
    if all(position(before.place) <= position(after.place) for before, after in pairwise(parts)):
        return list(rows)
    kept = _heaviest_rising(parts)
    staying = {id(part) for part in kept}
    moved = [part for part in parts if part.unit is not None and id(part) not in staying]
    return _rearranged(rows, kept, sorted(moved, key=lambda part: position(part.place)))


def _iter_parts(rows: Sequence[_Units]) -> Iterator[_Part]:
    """Yield the texts of the target as a reader meets them."""
    numbered = ((number, _whole(row), row) for number, row in enumerate(rows))
    for whole, group in groupby(numbered, key=lambda each: each[1]):
        members = [(number, unit) for number, _, row in group for unit in in_order(row, Side.TARGET)]
        placed = [(number, unit, place) for number, unit in members if (place := unit.place(Side.TARGET))]
        if whole is None:
            for number, unit, place in placed:
                yield _Part(first=number, last=number, place=place, weight=(0, _length(unit)), unit=unit)
        elif placed and whole not in _HEAD:
            chars = sum(_length(unit) for _, unit, _ in placed)
            place = min((place for _, _, place in placed), key=position)
            yield _Part(first=members[0][0], last=members[-1][0], place=place, weight=(chars, 0))


def _length(unit: NumberedUnit) -> int:
    """Return the characters that are parted from their original where a unit moves."""
    text = unit.text(Side.TARGET) if unit.unit.source else None
    return len(text.text) if text else 0


def _whole(row: _Units) -> object:
    """Return what a row belongs to that is not taken apart, None for no such thing."""
    places = [place for side in (Side.SOURCE, Side.TARGET) for unit in row if (place := unit.place(side))]
    if not places:
        return None
    table = next((step.number for step in places[0].inside if step.kind is ContainerKind.TABLE), None)
    if table is not None:
        return "table", table
    return places[0].kind if places[0].kind in _HEAD else (row[0].number if places[0].kind in _FIGURE else None)


def _heaviest_rising(parts: Sequence[_Part]) -> list[_Part]:
    """Return the parts, of most weight together, that stand in the order of their article.

    Reference: Jacobson & Vo 1992, Heaviest increasing/common subsequence problems, CPM 1992.
    """
    keys: list[tuple[int, int, int]] = []
    best: list[tuple[tuple[int, int], int]] = []
    before: list[int] = []
    for number, part in enumerate(parts):
        key = position(part.place)
        at = bisect_right(keys, key)
        (wholes, chars), last = best[at - 1] if at else ((0, 0), -1)
        before.append(last)
        weight = wholes + part.weight[0], chars + part.weight[1]
        end = at
        while end < len(best) and best[end][0] <= weight:
            end += 1
        keys[at:end], best[at:end] = [key], [(weight, number)]
    kept = []
    last = best[-1][1] if best else -1
    while last >= 0:
        kept.append(parts[last])
        last = before[last]
    return kept[::-1]


def _rearranged(rows: Sequence[_Units], kept: Sequence[_Part], moved: Sequence[_Part]) -> list[_Units]:
    """Return rows with the parts that moved, in the order of their article, where they stand there."""
    gone = {part.unit.number for part in moved if part.unit}
    made = [[unit for one in row if (unit := _left(one) if one.number in gone else one)] for row in rows]
    keys = [position(part.place) for part in kept]
    after: dict[int, list[_Units]] = {}
    last: _Part | None = None
    for part in moved:
        assert part.unit is not None  # noqa: S101 - for the type checker
        unit = replace(part.unit, shown=Side.TARGET)
        at = bisect_right(keys, position(part.place))
        beside = kept[at - 1] if at else None, kept[at] if at < len(kept) else None
        home = _home(part, *beside)
        if home is not None:
            made[home].append(unit)
            continue
        anchor = beside[0].last if beside[0] else beside[1].first - 1 if beside[1] else -1
        own = after.setdefault(anchor, [])
        if last is not None and own and last.place.block == part.place.block:
            own[-1].append(unit)
        else:
            own.append([unit])
        last = part
    ordered = [*after.get(-1, ())]
    for number, row in enumerate(made):
        ordered += [row, *after.get(number, ())]
    return [row for row in ordered if row]


def _left(unit: NumberedUnit) -> NumberedUnit | None:
    """Return what stays of a unit whose translation goes: its source, None if it has none."""
    return replace(unit, shown=Side.SOURCE) if unit.unit.source else None


def _home(part: _Part, before: _Part | None, after: _Part | None) -> int | None:
    """Return the row whose paragraph a part stands in, None for none: it shares a block with it, or lies within it."""
    if before and after and before.unit and before.last == after.first and before.place.kind is part.place.kind:
        return before.last
    return next(
        (one.first for one in (before, after) if one and one.unit and one.place.block == part.place.block), None
    )
