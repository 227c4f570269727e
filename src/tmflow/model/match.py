"""What a memory holds and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tmflow.errors import ModelError
from tmflow.model.language import LanguagePair

__all__ = ["Leverage", "Match", "MatchKind", "MemoryEntry", "Penalty"]


class MatchKind(StrEnum):
    """The kinds of match, best first."""

    CONTEXT = "context"
    EXACT = "exact"
    ADAPTED = "adapted"
    FUZZY = "fuzzy"
    MT = "mt"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryEntry:
    """One earlier translation. Texts are native (markup as text); an entry serves both directions.

    document: the bitext it comes from ("harbor.po"); previous_source, next_source: its neighbours, "" at the edge.
    draft: whether nobody has confirmed it; origin: as `OriginKind` spells it.
    """

    source: str
    target: str
    pair: LanguagePair
    document: str = ""
    previous_source: str = ""
    next_source: str = ""
    previous_target: str = ""
    next_target: str = ""
    state: str = "translated"
    origin: str = "human"
    draft: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """A reason why a match counts for less than its similarity, in points of percent."""

    name: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An answer of the memory to one text.

    similarity: of the texts alone, percent, floored: 100 only for identical text. score = similarity less the penalties.
    target: the entry's target in the direction asked for, figures adapted where `kind` is ADAPTED.
    """

    kind: MatchKind
    similarity: int
    source: str
    target: str
    entry: MemoryEntry
    penalties: tuple[Penalty, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.similarity <= 100:  # noqa: PLR2004 - percent
            raise ModelError(f"similarity {self.similarity} is not a percentage")

    @property
    def score(self) -> int:
        """Similarity less the penalties, percent 0..100."""
        return max(0, self.similarity - sum(penalty.points for penalty in self.penalties))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """How much of an article a match kind covers: units and source characters. kind None = untranslated."""

    kind: MatchKind | None
    units: int
    characters: int
