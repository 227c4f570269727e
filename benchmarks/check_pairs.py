"""Sentence pairs for the checks: right as they stand, and each with one fault put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from tmflow.check.subject import Subject
from tmflow.model.bitext import Bitext, Place, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import BlockKind
from tmflow.model.language import Language, LanguagePair

__all__ = ["Pair", "Single", "read_pairs", "read_singles", "subject_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A source, its translation, the same with one fault that `rule` has to find, and the date of the article ("" if none)."""

    rule: str
    pair: LanguagePair
    source: str
    target: str
    faulty: str
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """A source and its translation, right, or with a fault of a kind ("" if right) that `says` tells."""

    pair: LanguagePair
    source: str
    target: str
    day: str = ""
    fault: str = ""
    says: str = ""

    @property
    def subject(self) -> Subject:
        """An article of this pair alone."""
        pair = Pair(rule="", pair=self.pair, source=self.source, target=self.target, faulty="", day=self.day)
        return subject_of(pair, self.target)


def read_singles(folder: Path) -> Iterator[Single]:
    """Yield the pairs that stand alone of the tables in a folder."""
    for table in sorted(folder.glob("*.yaml")):
        for row in YAML(typ="safe").load(table):
            source, target = row.get("pair", "ja>en").split(">")
            yield Single(
                pair=LanguagePair(Language(source), Language(target)),
                source=str(row[source]),
                target=str(row[target]),
                day=str(row.get("day", "")),
                fault=row.get("fault", ""),
                says=row.get("says", ""),
            )


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of the tables in a folder. Raises ValueError where a fault cannot be put in."""
    for table in sorted(folder.glob("*.yaml")):
        for row in YAML(typ="safe").load(table):
            source, target = row.get("pair", "ja>en").split(">")
            right, old = str(row[target]), str(row["from"])
            if right.lower().count(old.lower()) != 1:
                raise ValueError(f"{table.name}: {old} is not once in {right}")
            at = right.lower().index(old.lower())
            yield Pair(
                rule=row["rule"],
                pair=LanguagePair(Language(source), Language(target)),
                source=str(row[source]),
                target=right,
                faulty=right[:at] + str(row["to"]) + right[at + len(old) :],
                day=str(row.get("day", "")),
            )


def subject_of(pair: Pair, target: str) -> Subject:
    """Return an article of one sentence, and the line with its date if there is one."""
    place = Place(block=1, kind=BlockKind.PARAGRAPH, line=3, column=1)
    units = [
        TranslationUnit(
            id="u1",
            source=Content.of(pair.source),
            target=Content.of(target),
            state=State.TRANSLATED,
            side=Side.BOTH,
            source_place=place,
            target_place=place,
        )
    ]
    if pair.day:
        line = Place(block=0, kind=BlockKind.DATELINE, line=1, column=1)
        day = Content.of(pair.day)
        units.insert(0, TranslationUnit(id="u0", source=day, target=day, state=State.TRANSLATED, source_place=line))
    bitext = Bitext(slug="pair", pair=pair.pair, units=tuple(units))
    return Subject(bitext=bitext, source_path="source.txt", target_path="target.txt")
