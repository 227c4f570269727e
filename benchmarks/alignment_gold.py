"""Gold beads for the benchmarks of alignment: read from JSON Lines, laid out as two texts, and damaged in ways that can be repeated.

A file is a pair of texts, a line a bead in source order: {"ja": [sentence, ...], "en": [sentence, ...]}, either side may be
empty; "source" and "target" will do as well, whichever of them is the Japanese. Optional keys: "block" (number of the
paragraph the bead begins in), "kind" (a `BlockKind`), "moved" (the English stands right before the block that precedes
its own).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from tmflow.model.bitext import Bead
from tmflow.model.document import BlockKind, Segment
from tmflow.text.scripts import guess_language

__all__ = ["CONDITIONS", "Gold", "Row", "conditioned", "read_gold", "read_rows"]


@dataclass(frozen=True)
class Row:
    """A gold bead by its sentences."""

    japanese: tuple[str, ...]
    english: tuple[str, ...]
    block: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH
    is_moved: bool = False

    @property
    def is_one_to_one(self) -> bool:
        """Whether it is one sentence on each side."""
        return len(self.japanese) == len(self.english) == 1


@dataclass(frozen=True)
class Gold:
    """Two texts and their beads in source order."""

    name: str
    japanese: tuple[Segment, ...]
    english: tuple[Segment, ...]
    beads: tuple[Bead, ...]


def read_rows(path: Path) -> list[Row]:
    """Read a file of gold beads. Raises ValueError if a line is none."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    try:
        sources = "".join(text for row in rows for text in row.get("source", ()))
        is_japanese = not sources or guess_language(sources) == "ja"
        japanese, english = ("source", "target") if is_japanese else ("target", "source")
        return _rows(rows, japanese, english)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: not a file of gold beads ({error!r})") from error


def _rows(rows: Sequence[dict[str, Any]], japanese: str, english: str) -> list[Row]:
    blocks = accumulate((row.get("block", -1) for row in rows), max, initial=0)
    return [
        Row(
            tuple(row["ja"] if "ja" in row else row[japanese]),
            tuple(row["en"] if "en" in row else row[english]),
            block,
            BlockKind(row.get("kind", "paragraph")),
            row.get("moved", False),
        )
        for row, block in zip(rows, list(blocks)[1:], strict=True)
    ]


def read_gold(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    """Yield the name and the beads of a file, or of each file of a folder and its subfolders, in order."""
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*.jsonl")):
        yield path.stem, read_rows(path)


def lay_out(name: str, rows: Sequence[Row]) -> Gold:
    """Return the two texts of some beads; a moved block stands before the one that precedes it in the English."""
    order = sorted(range(len(rows)), key=lambda number: (rows[number].block - 1.5 * rows[number].is_moved, number))
    english: list[Segment] = []
    place: dict[int, int] = {}
    for number in order:
        place[number] = len(english)
        english.extend(_segment(text, rows[number]) for text in rows[number].english)
    japanese: list[Segment] = []
    beads: list[Bead] = []
    for number, row in enumerate(rows):
        source = tuple(range(len(japanese), len(japanese) + len(row.japanese)))
        target = tuple(range(place[number], place[number] + len(row.english)))
        japanese.extend(_segment(text, row) for text in row.japanese)
        if source and target:
            beads.append(Bead(source=source, target=target, confidence=1.0, is_crossing=row.is_moved))
        else:
            beads.extend(Bead(source=(index,), target=(), confidence=1.0) for index in source)
            beads.extend(Bead(source=(), target=(index,), confidence=1.0) for index in target)
    return Gold(name, tuple(japanese), tuple(english), tuple(beads))


def _segment(text: str, row: Row) -> Segment:
    return Segment(start=0, end=len(text), text=text, kind=row.kind, rule="gold", block=row.block)


_CUT = {"ja": re.compile("、"), "en": re.compile("[,;:] ")}
_SHORTEST_PART = {"ja": 8, "en": 16}


def _cut(text: str, language: str) -> tuple[str, ...]:
    """Cut a sentence in two at the comma nearest its middle, if there is one."""
    least = _SHORTEST_PART[language]
    places = [found.end() for found in _CUT[language].finditer(text) if least < found.end() < len(text) - least]
    if not places:
        return (text,)
    place = min(places, key=lambda end: abs(end - len(text) / 2))
    return text[:place].strip(), text[place:]


def damaged(rows: Sequence[Row], chance: random.Random, strangers: Sequence[Row]) -> list[Row]:
    """Drop 4 % of the sentences of each side, cut 5 % in two, put in 5 % of strange ones, glue 10 % of the neighbours together."""
    broken: list[Row] = []
    for row in rows:
        kept, draw = row, chance.random()
        if draw < 0.08:
            kept = replace(row, japanese=()) if draw < 0.04 else replace(row, english=())
        elif draw < 0.13 and row.is_one_to_one:
            is_japanese = chance.random() < 0.5
            kept = (
                replace(row, japanese=_cut(row.japanese[0], "ja"))
                if is_japanese
                else replace(row, english=_cut(row.english[0], "en"))
            )
        if kept.japanese or kept.english:
            broken.append(kept)
        if chance.random() < 0.05 and strangers:
            stranger = chance.choice(strangers)
            is_japanese = chance.random() < 0.5
            alone = replace(stranger, english=()) if is_japanese else replace(stranger, japanese=())
            broken.append(replace(alone, block=row.block, kind=row.kind, is_moved=row.is_moved))
    return list(_glued(broken, chance))


def _glued(rows: Sequence[Row], chance: random.Random) -> Iterator[Row]:
    position = 0
    while position < len(rows):
        row = rows[position]
        following = rows[position + 1] if position + 1 < len(rows) else None
        if following and row.is_one_to_one and following.is_one_to_one and chance.random() < 0.1:
            both = replace(row, japanese=row.japanese + following.japanese, english=row.english + following.english)
            if chance.random() < 0.5:
                yield replace(both, japanese=("".join(both.japanese),))
            else:
                yield replace(both, english=(" ".join(both.english),))
            position += 2
        else:
            yield row
            position += 1


def abridged(rows: Sequence[Row], chance: random.Random, strangers: Sequence[Row]) -> list[Row]:
    """Drop a quarter of one side's text in runs of one to six beads."""
    del strangers
    is_japanese = chance.random() < 0.5
    dropped: set[int] = set()
    while len(dropped) < len(rows) / 4:
        start = chance.randrange(len(rows))
        dropped.update(range(start, min(len(rows), start + chance.randint(1, 6))))
    kept = []
    for number, row in enumerate(rows):
        if number in dropped:
            row = replace(row, japanese=()) if is_japanese else replace(row, english=())  # noqa: PLW2901 - the row as it is told
        if row.japanese or row.english:
            kept.append(row)
    return kept


def clean(rows: Sequence[Row], chance: random.Random, strangers: Sequence[Row]) -> list[Row]:
    """Return the beads as they are."""
    del chance, strangers
    return list(rows)


CONDITIONS: dict[str, Callable[[Sequence[Row], random.Random, Sequence[Row]], list[Row]]] = {
    "clean": clean,
    "damaged": damaged,
    "abridged": abridged,
}
_JOINED = 12
"""So many texts make a long one."""


def conditioned(texts: Sequence[tuple[str, list[Row]]], condition: str, *, seed: int) -> Iterator[Gold]:
    """Yield texts in a condition: one of `CONDITIONS`, or "long", which joins twelve texts to one."""
    strangers = [row for _, rows in texts for row in rows if row.is_one_to_one]
    if condition == "long":
        for start in range(0, len(texts), _JOINED):
            part = texts[start : start + _JOINED]
            yield lay_out(f"long-{start}", [row for rows in _renumbered([rows for _, rows in part]) for row in rows])
        return
    for name, rows in texts:
        chance = random.Random(f"{seed} {condition} {name}")  # noqa: S311 - damage that can be repeated
        yield lay_out(name, CONDITIONS[condition](rows, chance, strangers))


def _renumbered(texts: Sequence[list[Row]]) -> Iterator[list[Row]]:
    """Yield texts with block numbers that go on from one to the next."""
    first = 0
    for rows in texts:
        yield [replace(row, block=row.block + first) for row in rows]
        first += max((row.block for row in rows), default=0) + 1
