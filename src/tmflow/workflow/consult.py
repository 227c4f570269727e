"""Consulting the memory: a text looked up, a word searched in its contexts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tmflow.memory.store import facing
from tmflow.model.language import Language
from tmflow.model.match import Match
from tmflow.workflow.places import MemoryPlace, opened_memory
from tmflow.workflow.project import Project

if TYPE_CHECKING:
    from tmflow.memory.concordance import Hit

__all__ = ["Answer", "look_up", "search_memory"]

_USUAL_THRESHOLD = 70
_NEAR = 85
"""A match of this similarity, percent, is less work than any of a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the memory says to a text: matches of the whole, and of parts where none of these is near; best first."""

    matches: tuple[Match, ...]
    fragments: tuple[Match, ...]


def look_up(
    place: MemoryPlace,
    text: str,
    *,
    language: Language | None = None,
    threshold: int | None = None,
    limit: int = 5,
    include_drafts: bool = False,
    ignore_case: bool = False,
    beyond_exact: bool = False,
) -> Answer:
    """Return what the memory knows of a text.

    threshold: the least similarity, percent; None = the project's, or 70. The other options are those of the memory's lookup.
    """
    usual = place.settings.memory.threshold if isinstance(place, Project) else _USUAL_THRESHOLD
    with opened_memory(place) as memory:
        matches = memory.lookup(
            text,
            source=language,
            threshold=usual if threshold is None else threshold,
            limit=limit,
            include_drafts=include_drafts,
            ignore_case=ignore_case,
            beyond_exact=beyond_exact,
        )
        shown = {match.entry for match in matches}
        fragments = (
            memory.fragments(text, source=language, limit=limit, include_drafts=include_drafts)
            if all(match.similarity < _NEAR for match in matches)
            else []
        )
    return Answer(matches=tuple(matches), fragments=tuple(part for part in fragments if part.entry not in shown))


def search_memory(place: MemoryPlace, text: str, *, language: Language | None, limit: int) -> list[Hit]:
    """Return the entries that hold a text in either language, with the places to highlight in both."""
    from tmflow.align.lexicon import Lexicon
    from tmflow.workflow.counterparts import find_counterparts

    with opened_memory(place) as memory:
        hits = memory.search(text, language=language, limit=limit)
    lexicon = Lexicon.build(place.glossary.pairs() if isinstance(place, Project) else ())
    return [
        replace(
            hit,
            other_spans=find_counterparts(
                text, facing(hit.entry, hit.language).target, language=hit.language, lexicon=lexicon
            ),
        )
        for hit in hits
    ]
