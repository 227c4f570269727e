"""What a memory holds and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tmflow.errors import ModelError
from tmflow.model.language import LanguagePair
from tmflow.model.span import Span
from tmflow.text.scripts import has_japanese

if TYPE_CHECKING:
    from tmflow.text.distance import TextEdit

__all__ = ["Change", "Leverage", "Match", "MatchKind", "MemoryEntry", "Penalty"]


class MatchKind(StrEnum):
    """The kinds of match, best first.

    NORMALIZED: equal but for width, spaces and variants of punctuation. ADAPTED: equal but for values, addresses and
    glossary terms, which have been put in place. REPAIRED: a fuzzy match with its one differing span translated by a
    machine; of equal scores the plain one, which a person wrote, comes first. FRAGMENT: a clause or a sentence within a
    longer one.
    """

    CONTEXT = "context"
    EXACT = "exact"
    NORMALIZED = "normalized"
    ADAPTED = "adapted"
    FUZZY = "fuzzy"
    REPAIRED = "repaired"
    FRAGMENT = "fragment"
    MT = "mt"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryEntry:
    """One earlier translation. Texts are native (markup as text); an entry serves both directions.

    document: where it comes from ("harbor.po"); previous_source, next_source: its neighbours, "" at the edge.
    draft: whether nobody has confirmed it; origin: as `OriginKind` spells it; confidence: the aligner's, percent.
    id: its name in its document (TMX `tuid`); author: who made or last changed it; created, changed: when, in UTC.
    properties: what another tool said of it, name and text, in order. retired: why it is no longer offered, "" if it is.
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
    id: str = ""
    author: str = ""
    created: datetime | None = None
    changed: datetime | None = None
    confidence: int | None = None
    properties: tuple[tuple[str, str], ...] = ()
    retired: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """A reason why a match counts for less than its similarity, in points of percent."""

    name: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value, an address or a term of an entry that was replaced in an adapted match, or the words in a repaired one.

    kind: "number", "date", "clock", "currency", "percent", "ordinal", "url", "term" or "words".
    source_before, source_after: as the entry and as the text asked for have it; target_before, target_after: as the
    entry's target had it and as the match has it. target_span: where `target_after` stands in the match's target.
    """

    kind: str
    source_before: str
    source_after: str
    target_before: str
    target_after: str
    target_span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An answer to one text: of the memory, of an engine of machine translation, or of both.

    similarity: percent, floored: 100 only for identical text; what is identical by its match key or was adapted is 99.
    score = similarity and gain less the penalties. query: the text asked for. source: the entry's side in its language.
    target: the entry's other side, with the values of the query where `kind` is ADAPTED, with words of the engine where it
    is REPAIRED; `changes` tells which. engine: what translated it (MT) or a part of it (REPAIRED), "" if no machine did.
    gain: points that a repair is worth. Of MT the similarity is what `machine_match` makes of the engine's confidence.
    neighbours: how many of the two neighbours are equal, where the kind is CONTEXT. query_span: the part of the query
    and source_span: the part of the source that agree, where the kind is FRAGMENT.
    """

    kind: MatchKind
    similarity: int
    source: str
    target: str
    entry: MemoryEntry
    penalties: tuple[Penalty, ...] = ()
    query: str = ""
    neighbours: int = 0
    changes: tuple[Change, ...] = ()
    query_span: Span | None = None
    source_span: Span | None = None
    engine: str = ""
    gain: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.similarity <= 100:  # noqa: PLR2004 - percent
            raise ModelError(f"similarity {self.similarity} is not a percentage")

    @property
    def score(self) -> int:
        """Similarity and gain less the penalties, percent 0..100."""
        return max(0, self.similarity + self.gain - sum(penalty.points for penalty in self.penalties))

    @property
    def made_by(self) -> str:
        """The engine and the memory document it comes from, joined by " + " where it comes from both; "" if not known."""
        return " + ".join(filter(None, (self.engine, self.entry.document)))

    @property
    def word_similarity(self) -> int | None:
        """The similarity by words, percent, of a fuzzy match of English; None of any other."""
        if self.kind is not MatchKind.FUZZY or has_japanese(self.query):
            return None
        from tmflow.text.distance import word_similarity_percent

        return word_similarity_percent(self.source, self.query)

    @property
    def edits(self) -> tuple[TextEdit, ...]:
        """Where the query differs from the source, whatever the kind; () for a fragment, whose spans say it."""
        if self.kind is MatchKind.FRAGMENT or self.source == self.query:
            return ()
        from tmflow.text.distance import iter_edits

        return tuple(iter_edits(self.source, self.query))

    @property
    def explanation(self) -> tuple[str, ...]:
        """Why the match is what it is, a line each: what agrees, each edit or change, each penalty.

        >>> from tmflow.model.language import Language
        >>> entry = MemoryEntry(source="港は静かだ。", target="The port is quiet.", pair=LanguagePair(Language.JA, Language.EN))
        >>> Match(kind=MatchKind.FUZZY, similarity=83, source=entry.source, target=entry.target, entry=entry,
        ...       query="港が静かだ。", penalties=(Penalty(name="unreviewed", points=10),)).explanation
        ('83 % of the characters', 'は → が', 'unreviewed: -10')
        """
        return (*self._agreement(), *self._differences(), *(f"{one.name}: -{one.points}" for one in self.penalties))

    def _agreement(self) -> Iterator[str]:
        match self.kind:
            case MatchKind.CONTEXT:
                yield f"the same text, {'both neighbours' if self.neighbours > 1 else 'one neighbour'} the same"
            case MatchKind.EXACT:
                yield "the same text"
            case MatchKind.NORMALIZED:
                yield "the same but for width, spaces, punctuation or case"
            case MatchKind.ADAPTED:
                yield "the same but for values, which are put in place"
            case MatchKind.FUZZY:
                words = f", {self.word_similarity} % of the words" if self.word_similarity is not None else ""
                yield f"{self.similarity} % of the characters{words}"
            case MatchKind.REPAIRED:
                yield f"{self.similarity} % of the characters, the rest translated by {self.engine}: +{self.gain}"
            case MatchKind.FRAGMENT if self.query_span:
                yield f"in common: {self.query[self.query_span.start : self.query_span.end]}"
            case _:
                yield "made by a machine"

    def _differences(self) -> Iterator[str]:
        if self.changes:
            for change in self.changes:
                before_after = f"{change.source_before} → {change.source_after}"
                yield f"{change.kind} {before_after}: {change.target_before} → {change.target_after}"
            return
        for edit in self.edits:
            before, after = edit.before.strip(), edit.after.strip()
            if before and after:
                yield f"{before} → {after}"
            elif before or after:
                yield f"+ {after}" if after else f"- {before}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """How much of an article a match kind covers: units and source characters. kind None = untranslated."""

    kind: MatchKind | None
    units: int
    characters: int
