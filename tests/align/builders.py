"""Segments, beads and damaged pairs for the tests of the align wing."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tmflow.model.bitext import Bead
from tmflow.model.document import BlockKind, Segment
from tmflow.model.language import Language, LanguagePair

GOLD = Path(__file__).parents[1] / "golden" / "align"
JA_EN = LanguagePair(Language.JA, Language.EN)


@dataclass(frozen=True)
class Sentence:
    text: str
    block: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH


def segments(sentences: Sequence[Sentence]) -> list[Segment]:
    return [
        Segment(start=0, end=len(one.text), text=one.text, kind=one.kind, rule="gold", block=one.block)
        for one in sentences
    ]


def plain(*texts: str) -> list[Segment]:
    return segments([Sentence(text) for text in texts])


def bead(source: tuple[int, int], target: tuple[int, int], *, confidence: float = 1.0) -> Bead:
    return Bead(source=tuple(range(*source)), target=tuple(range(*target)), confidence=confidence)


@dataclass(frozen=True)
class GoldPair:
    japanese: list[Sentence]
    english: list[Sentence]
    beads: list[Bead]


def read_gold(path: Path, *, bead_blocks: int = 3) -> GoldPair:
    """Read a gold file; blocks are approximated as runs of so many beads, a moved passage as one that comes two blocks earlier.

    In the English text a moved passage stands right before the block that precedes its own.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    block, units = 0, []
    for number, row in enumerate(rows):
        starts_moved = row.get("moved", False) != (number > 0 and rows[number - 1].get("moved", False))
        block += starts_moved or number % bead_blocks == 0
        units.append((row, block))
    moved = {block for row, block in units if row.get("moved")}
    order = sorted(range(len(units)), key=lambda n: (units[n][1] - 2.5 if units[n][1] in moved else units[n][1], n))
    english: list[Sentence] = []
    places: dict[int, tuple[int, int]] = {}
    for number in order:
        row, block = units[number]
        places[number] = (len(english), len(english) + len(row["en"]))
        english.extend(Sentence(text, block) for text in row["en"])
    japanese: list[Sentence] = []
    beads = []
    for number, (row, block) in enumerate(units):
        beads.append(bead((len(japanese), len(japanese) + len(row["ja"])), places[number]))
        japanese.extend(Sentence(text, block) for text in row["ja"])
    return GoldPair(japanese, english, beads)


def damaged(gold: GoldPair, *, seed: int, share: float) -> GoldPair:
    """Drop sentences of one side from a share of the 1:1 beads and write neighbours together in a third as many."""
    chance = random.Random(seed)  # noqa: S311 - damage that can be repeated
    japanese: list[Sentence] = []
    english_of: dict[int, list[Sentence]] = {}
    beads: list[tuple[int, int, int]] = []
    for number, one in enumerate(gold.beads):
        source = [gold.japanese[index] for index in one.source]
        target = [gold.english[index] for index in one.target]
        if len(source) == len(target) == 1 and chance.random() < share:
            source, target = (source, []) if chance.random() < 0.5 else ([], target)
        if len(target) > 1 and target[0].block == target[-1].block and chance.random() < share:
            target = [Sentence(" ".join(part.text for part in target), target[0].block)]
        english_of[number] = target
        beads.append((number, len(japanese), len(japanese) + len(source)))
        japanese.extend(source)
    english: list[Sentence] = []
    places: dict[int, tuple[int, int]] = {}
    for number in sorted(english_of, key=lambda n: gold.beads[n].target or (-1,)):
        places[number] = (len(english), len(english) + len(english_of[number]))
        english.extend(english_of[number])
    kept = [
        bead((start, end), places[number])
        for number, start, end in beads
        if end > start or places[number][0] < places[number][1]
    ]
    return GoldPair(japanese, english, kept)
