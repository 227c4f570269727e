"""Code and images among the rows of an article: each where it stands, once, with its counterpart in the other language."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from tmflow.model.bitext import Side
from tmflow.model.document import BlockKind, Inset, InsetKind
from tmflow.publish.rows import META, Row

__all__ = ["place_insets"]


@dataclass(slots=True)
class _Item:
    """An inset of one side. row: of its alternative text; gap: how many rows of both sides begin before it."""

    inset: Inset
    row: int | None
    gap: int
    partner: _Item | None = None

    @property
    def name(self) -> Hashable:
        """What it has in common with the same inset on the other side: folders of images may differ."""
        said = self.inset.text or PurePosixPath(self.inset.address).name
        return self.inset.kind, said


def place_insets(rows: Sequence[Row], source: Sequence[Inset], target: Sequence[Inset] | None) -> tuple[Row, ...]:
    """Return rows with insets among them. target: None where there is no target article, which would have the source's.

    Insets of both sides are one row where their alternative texts are one unit, where they are equal, or where they are of
    one kind and stand between the same rows. An inset of one side alone is a row of its own.
    """
    if not source and not target:
        return tuple(rows)
    ours = _items(rows, source, Side.SOURCE)
    theirs = _items(rows, target or (), Side.TARGET)
    _pair(ours, theirs)
    orders = {side: _order(rows, side) for side in (Side.SOURCE, Side.TARGET)}
    standing: dict[int, Row] = dict(enumerate(rows))
    added: list[tuple[int, Row]] = []
    for item in ours:
        theirs_inset = item.partner.inset if item.partner else None
        row = _row(item.inset, item.inset if target is None else theirs_inset)
        other = item.partner.row if item.partner else None
        place = item.row if item.row is not None else other
        if place is None:
            added.append((_place(rows, orders, {Side.SOURCE: item.inset, Side.TARGET: theirs_inset}), row))
            continue
        units = standing[place].units
        if other is not None and other != place:
            units += standing.pop(other).units
        standing[place] = replace(row, units=units)
    for item in theirs:
        if item.partner is None and item.row is not None:
            standing[item.row] = replace(_row(None, item.inset), units=standing[item.row].units)
        elif item.partner is None:
            added.append((_place(rows, orders, {Side.TARGET: item.inset}), _row(None, item.inset)))
    placed = [(place, 0, row) for place, row in standing.items()]
    placed += [(place, 2 if row.kind is InsetKind.END else 1, row) for place, row in added]
    return tuple(row for _, _, row in sorted(placed, key=lambda each: each[:2]))


def _row(source: Inset | None, target: Inset | None) -> Row:
    inset = source or target
    kind = inset.kind if inset is not None and inset.kind is not InsetKind.IMAGE else BlockKind.IMAGE
    return Row(kind=kind, units=(), source_inset=source, target_inset=target)


def _items(rows: Sequence[Row], insets: Sequence[Inset], side: Side) -> list[_Item]:
    shared = sorted(
        place.block for row in rows if row.place(Side.SOURCE) and row.place(Side.TARGET) and (place := row.place(side))
    )
    holders = {
        place.block: number
        for number, row in enumerate(rows)
        if (place := row.place(side)) and place.kind is BlockKind.IMAGE and row.kind is BlockKind.IMAGE
    }
    held = {inset.block: inset for inset in insets if inset.kind is InsetKind.IMAGE}
    return [
        _Item(
            inset=inset,
            row=holders.get(inset.block) if held.get(inset.block) is inset else None,
            gap=bisect_left(shared, inset.block),
        )
        for inset in insets
    ]


_Order = Sequence[tuple[int, int]]


def _order(rows: Sequence[Row], side: Side) -> _Order:
    """Return where rows begin on a side, as block and number of the row, in the order of the article."""
    return sorted((place.block, number) for number, row in enumerate(rows) if (place := row.place(side)))


def _place(rows: Sequence[Row], orders: Mapping[Side, _Order], insets: Mapping[Side, Inset | None]) -> int:
    """Return the number of the row that an inset comes after, -1 for none: as the first side that has it says."""
    places = {side: _before(orders[side], inset) for side, inset in insets.items() if inset}
    is_end = any(inset and inset.kind is InsetKind.END for inset in insets.values())
    return _end(rows, max(places.values()), places) if is_end else next(iter(places.values()))


def _before(order: _Order, inset: Inset) -> int:
    before = bisect_left(order, (inset.block,))
    return order[before - 1][1] if before else -1


def _end(rows: Sequence[Row], place: int, sides: Collection[Side]) -> int:
    """Return the number of the row that an end mark comes after: what only the other language adds is not after the end.

    place: of the row it comes after in the languages that have it, which are `sides`.
    """
    for number, row in enumerate(rows[place + 1 :], start=place + 1):
        if row.kind in META or any(row.place(side) for side in sides):
            break
        place = number
    return place


def _pair(ours: Sequence[_Item], theirs: Sequence[_Item]) -> None:
    """Give each inset its counterpart, if it has one: the surest pairs first."""
    keys: tuple[Callable[[_Item], Hashable], ...] = (
        lambda item: item.row,
        lambda item: (item.gap, item.name),
        lambda item: (item.gap, item.inset.kind),
        lambda item: item.name,
    )
    for key in keys:
        free: dict[Hashable, deque[_Item]] = defaultdict(deque)
        for item in _free(theirs):
            free[key(item)].append(item)
        for item in _free(ours):
            found = key(item)
            if found is not None and free[found]:
                item.partner = free[found].popleft()
                item.partner.partner = item


def _free(items: Sequence[_Item]) -> Iterator[_Item]:
    return (item for item in items if item.partner is None)
