"""What an entry is worth to a text: its kind of match, its similarity, its penalties, and the order among several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from tmflow.memory.penalties import Penalties
from tmflow.memory.store import text_in
from tmflow.model.language import Language
from tmflow.model.match import Match, MatchKind, MemoryEntry, Penalty

if TYPE_CHECKING:
    from tmflow.model.glossary import Glossary

__all__ = ["Query", "adapt_match", "grade_entry", "is_offered", "penalties_of", "rank_matches"]

_NEAREST_UNEQUAL = 99
"""The similarity of what is not the very text, however little differs."""
_KINDS = tuple(MatchKind)
_STATES = ("final", "reviewed", "translated")
_SURE_CONFIDENCE = 90
"""An alignment of this confidence, percent, and more costs nothing: of such beads at least 98 in 100 are right."""
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A text to translate and its neighbours in the article: "" at the edge, None where they are not known."""

    text: str
    language: Language
    previous: str | None = None
    following: str | None = None
    penalties: Penalties = field(default_factory=Penalties)
    today: date | None = None


def grade_entry(query: Query, entry: MemoryEntry, *, similarity: int) -> Match:
    """Return the match that the entry is for the query.

    similarity: of the two match keys, percent. Only identical text is 100: where the keys alone agree it is 99 and the
    match NORMALIZED. CONTEXT is identical text beside an identical neighbour that is a text and not an edge.
    """
    source, target = text_in(entry, query.language), text_in(entry, query.language.other)
    neighbours = 0
    if source == query.text:
        if _is_in_context(query, entry):
            neighbours = _equal_neighbours(query, entry)
        kind = MatchKind.CONTEXT if neighbours else MatchKind.EXACT
        similarity = 100
    else:
        kind = MatchKind.NORMALIZED if similarity > _NEAREST_UNEQUAL else MatchKind.FUZZY
        similarity = min(similarity, _NEAREST_UNEQUAL)
    return Match(
        kind=kind,
        similarity=similarity,
        source=source,
        target=target,
        entry=entry,
        penalties=penalties_of(query, entry),
        query=query.text,
        neighbours=neighbours,
    )


def adapt_match(query: Query, match: Match, glossary: Glossary) -> Match | None:
    """Return the match with the values, addresses and terms of the query in its target; None if that is not certain."""
    from tmflow.memory.adapt import adapt

    adapted = adapt(query.text, match.source, match.target, source_language=query.language, glossary=glossary)
    if adapted is None:
        return None
    return replace(
        match, kind=MatchKind.ADAPTED, similarity=_NEAREST_UNEQUAL, target=adapted.target, changes=adapted.changes
    )


def is_offered(entry: MemoryEntry, *, include_drafts: bool) -> bool:
    """Whether an entry is for the eyes of the one who asks: it is not retired, and confirmed unless drafts are wanted."""
    return not entry.retired and (include_drafts or not entry.draft)


def rank_matches(query: Query, matches: Iterable[Match], *, limit: int) -> list[Match]:
    """Return the best matches, at most `limit`, best first: those of the highest score.

    Of equal scores the confirmed stand before the drafts; then they go by kind, by state (final, reviewed, translated),
    by how many neighbours are equal, English ones by how many words are, by the name of the document, and within one as
    they were given. Of matches with the same source and target only the best is kept.
    """

    def order(match: Match) -> tuple[int, bool, int, int, int, int, str]:
        entry = match.entry
        state = _STATES.index(entry.state) if entry.state in _STATES else len(_STATES)
        neighbours = _equal_neighbours(query, entry)
        kind = _KINDS.index(match.kind)
        return -match.score, entry.draft, kind, state, -neighbours, -(match.word_similarity or 0), entry.document

    best: dict[tuple[str, str], Match] = {}
    for match in sorted(matches, key=order):
        best.setdefault((match.source, match.target), match)
        if len(best) == limit:
            break
    return list(best.values())


def _is_in_context(query: Query, entry: MemoryEntry) -> bool:
    return any(asked and asked == found for asked, found in _neighbours(query, entry))


def _equal_neighbours(query: Query, entry: MemoryEntry) -> int:
    """How many of the entry's two neighbours are those of the query."""
    return sum(asked == found for asked, found in _neighbours(query, entry))


def _neighbours(query: Query, entry: MemoryEntry) -> tuple[tuple[str | None, str], tuple[str | None, str]]:
    """Return each neighbour of the query with that of the entry's side in its language."""
    if entry.pair.source is query.language:
        return (query.previous, entry.previous_source), (query.following, entry.next_source)
    return (query.previous, entry.previous_target), (query.following, entry.next_target)


def penalties_of(query: Query, entry: MemoryEntry) -> tuple[Penalty, ...]:
    """Return what takes points off the entry as an answer to the query, see `Penalties`."""
    rates = query.penalties
    is_reviewed = entry.state in {"reviewed", "final"}
    changed = entry.changed or entry.created
    is_old = changed and query.today and (query.today - changed.date()).days > rates.age_years * _DAYS_A_YEAR
    missing = 0 if entry.confidence is None or is_reviewed else max(0, _SURE_CONFIDENCE - entry.confidence)
    is_own = entry.document.endswith(".po") and "/" not in entry.document  # what was pulled stands in a folder
    points = {
        "unreviewed": rates.unreviewed if entry.draft else 0,
        "machine": rates.machine if entry.origin == "mt" and not is_reviewed else 0,
        "alignment": rates.alignment * -(-missing // 10),
        "other memory": 0 if is_own else rates.other,
        "age": rates.age if is_old else 0,
    }
    return tuple(Penalty(name=name, points=lost) for name, lost in points.items() if lost)
