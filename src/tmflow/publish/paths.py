"""What each row of a page stands inside of: as its source has it, else its target, else as the marks of plain lists tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from tmflow.model.bitext import Side
from tmflow.model.document import BlockKind, Container, ContainerKind
from tmflow.publish.rows import Row

__all__ = ["iter_nested"]

_DEEPEST_LIST = 4
_COUNT = re.compile(r"([0-9０-９]+)|([\u2460-\u2473])|([\u2776-\u277f])|([a-zA-Z]+)")
_FIRST = re.compile(r"(?<![0-9０-９a-zA-Z])[1１aAiI①❶](?![0-9０-９a-zA-Z])")


def iter_nested(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows, each with what it stands inside of by the numbers of the source article.

    What only the target stands inside of, and what marks alone tell, is numbered below zero.
    """
    fresh = count(-1, -1)
    known = _Partners(rows, fresh)
    marked = _Marked(fresh)
    for row in rows:
        source, target = _paths(row)
        inside = source if source is not None else known.of(target or ())
        yield replace(row, inside=(*inside, *marked.added(row, inside)))


def _paths(row: Row) -> tuple[tuple[Container, ...] | None, tuple[Container, ...] | None]:
    """Return what the first text of a row, or the code or image it is, stands inside of on either side, None where it has none."""
    if row.is_inset:
        return (
            row.source_inset.inside if row.source_inset else None,
            row.target_inset.inside if row.target_inset else None,
        )
    source, target = row.place(Side.SOURCE), row.place(Side.TARGET)
    return source.inside if source else None, target.inside if target else None


class _Partners:
    """Which containers of the target are which of the source: those in which both have a row."""

    def __init__(self, rows: Sequence[Row], fresh: Iterator[int]) -> None:
        self._fresh = fresh
        self._paths: dict[tuple[Container, ...], tuple[Container, ...]] = {}
        self._numbers: dict[tuple[ContainerKind, int], int] = {}
        for source, target in map(_paths, rows):
            for depth, (own, other) in enumerate(zip(source or (), target or (), strict=False), start=1):
                if own.kind is not other.kind:
                    break
                assert source is not None  # noqa: S101 - for the type checker
                assert target is not None  # noqa: S101 - for the type checker
                self._paths.setdefault(target[:depth], source[:depth])
                self._numbers.setdefault((other.kind, other.number), own.number)

    def of(self, target: tuple[Container, ...]) -> tuple[Container, ...]:
        """Return where a row that the target alone has stands in the source, as far as that has such a place."""
        depth = next((depth for depth in range(len(target), 0, -1) if target[:depth] in self._paths), 0)
        return self._paths.get(target[:depth], ()) + tuple(map(self._own, target[depth:]))

    def _own(self, step: Container) -> Container:
        """Return a container of the target alone: a list or table may still be one of the source, its part is not."""
        if step.kind is ContainerKind.CELL:
            return step
        key = step.kind, step.number
        if key not in self._numbers:
            self._numbers[key] = next(self._fresh)
        return replace(step, number=self._numbers[key], part=-1 - step.part)


class _Marked:
    """Lists and quotations of which only the kind, mark and level of their rows tell, as in plain text."""

    def __init__(self, fresh: Iterator[int]) -> None:
        self._fresh = fresh
        self._run: tuple[object, ...] = ()
        self._open: list[tuple[int, Container]] = []
        """What is open at the last row, each with the level of its rows."""
        self._styles: dict[int, tuple[str, str]] = {}
        """How the marks of a list look, by its number."""

    def added(self, row: Row, inside: tuple[Container, ...]) -> tuple[Container, ...]:
        """Return what a row stands inside of within what is known."""
        kind = _told_by_mark(row, inside)
        run = (inside, kind is ContainerKind.QUOTATION, kind is None)
        if run != self._run:
            self._run, self._open = run, []
        if kind is not None:
            self._enter(kind, min(row.level, _DEEPEST_LIST) if kind.is_list else 0, row)
        return tuple(step for _, step in self._open)

    def _enter(self, kind: ContainerKind, level: int, row: Row) -> None:
        """Go on in the list of a level, or begin one: a change between counting and pointing marks begins a new one.

        So does a mark that counts from one and looks otherwise than those before.
        """
        while self._open and self._open[-1][0] > level:
            self._open.pop()
        if self._open and self._open[-1][0] == level and self._goes_on(self._open[-1][1], kind, row):
            _, last = self._open.pop()
            step = replace(last, part=last.part + kind.is_list)
        else:
            while self._open and self._open[-1][0] == level:
                self._open.pop()
            step = Container(kind=kind, number=next(self._fresh))
        self._styles[step.number] = _style(row.source_mark), _style(row.target_mark)
        self._open.append((level, step))

    def _goes_on(self, last: Container, kind: ContainerKind, row: Row) -> bool:
        """Whether a row goes on with what is open."""
        is_counted = kind is ContainerKind.NUMBERS
        return last.kind is kind and not (is_counted and _restarts(row, self._styles[last.number]))


def _restarts(row: Row, styles: tuple[str, str]) -> bool:
    """Whether a mark counts from one, and looks in neither language like those before. styles: how those look."""
    shown = [
        (mark, style) for mark, style in zip((row.source_mark, row.target_mark), styles, strict=True) if mark and style
    ]
    return bool(shown) and all(_FIRST.search(mark) and _style(mark) != style for mark, style in shown)


def _style(mark: str) -> str:
    """Return what the marks of a counted list have in common.

    >>> _style("(12)"), _style("③")
    ('(1)', '①')
    """
    return _COUNT.sub(
        lambda count: next(first for first, found in zip("1①❶a", count.groups(), strict=True) if found), mark
    )


def _told_by_mark(row: Row, inside: tuple[Container, ...]) -> ContainerKind | None:
    """Return what a row says it stands inside of, None where that is known already or there is no such thing."""
    if row.kind is BlockKind.QUOTATION and not any(step.kind is ContainerKind.QUOTATION for step in inside):
        return ContainerKind.QUOTATION
    if row.kind is BlockKind.LIST_ITEM and not any(step.kind.is_list for step in inside):
        return ContainerKind.NUMBERS if row.is_ordered else ContainerKind.BULLETS
    return None
