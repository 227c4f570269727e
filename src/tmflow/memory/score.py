"""What an entry is worth to a text: its kind of match, its similarity, its penalties, and the order among several.

Grading is one step between finding and ranking. Adaptation, where only figures differ and are replaced by value, will
be the next step between the two: it takes a graded match and gives one of kind ADAPTED.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tmflow.memory.store import facing
from tmflow.model.language import Language
from tmflow.model.match import Match, MatchKind, MemoryEntry, Penalty

__all__ = ["UNREVIEWED", "Query", "grade_entry", "rank_matches"]

UNREVIEWED = Penalty(name="unreviewed", points=10)
"""Of an entry nobody has confirmed. Ten points (our choice): a word-for-word draft ranks with the fuzzy matches, behind
every confirmed sentence that is 90 percent alike, so machine output never passes for a translator's."""

_NEAREST_UNEQUAL = 99
_KINDS = tuple(MatchKind)
_STATES = ("final", "reviewed", "translated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A text to translate and its neighbours in the article: "" at the edge, None where they are not known."""

    text: str
    language: Language
    previous: str | None = None
    following: str | None = None


def grade_entry(query: Query, entry: MemoryEntry, *, similarity: int) -> Match:
    """Return the match that the entry is for the query.

    similarity: of the two match keys, percent. Only identical text is 100: where the keys alone agree it is 99.
    CONTEXT is identical text between identical neighbours, at least one of which is not the edge of its article.
    """
    seen = facing(entry, query.language)
    is_identical = seen.source == query.text
    if is_identical:
        is_in_context = _neighbours(query, entry) == 2 and (query.previous or query.following)  # noqa: PLR2004 - both
        kind = MatchKind.CONTEXT if is_in_context else MatchKind.EXACT
    else:
        kind = MatchKind.FUZZY
    return Match(
        kind=kind,
        similarity=100 if is_identical else min(similarity, _NEAREST_UNEQUAL),
        source=seen.source,
        target=seen.target,
        entry=entry,
        penalties=(UNREVIEWED,) if entry.draft else (),
    )


def rank_matches(query: Query, matches: Iterable[Match], *, threshold: int, limit: int) -> list[Match]:
    """Return the best matches that score at least `threshold` percent, at most `limit`, best first.

    Of equal scores the confirmed stand before the drafts; then they go by kind, by state (final, reviewed, translated),
    by how many neighbours are equal, by the name of the document, and within one as they were given. Of matches with the
    same source and target only the best is kept.
    """

    def order(match: Match) -> tuple[int, bool, int, int, int, str]:
        entry = match.entry
        state = _STATES.index(entry.state) if entry.state in _STATES else len(_STATES)
        return -match.score, entry.draft, _KINDS.index(match.kind), state, -_neighbours(query, entry), entry.document

    best: dict[tuple[str, str], Match] = {}
    for match in sorted((match for match in matches if match.score >= threshold), key=order):
        best.setdefault((match.source, match.target), match)
        if len(best) == limit:
            break
    return list(best.values())


def _neighbours(query: Query, entry: MemoryEntry) -> int:
    """How many of the entry's two neighbours are those of the query."""
    seen = facing(entry, query.language)
    return (query.previous == seen.previous_source) + (query.following == seen.next_source)
