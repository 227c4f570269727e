"""Which unit a returned one was most likely of, where the article has changed since the export."""

from __future__ import annotations

from collections.abc import Iterable

from tmflow.formats.returned import ReturnedUnit
from tmflow.model.bitext import TranslationUnit
from tmflow.text.distance import similarity_percent

__all__ = ["likely_units"]

_LEAST_PERCENT = 50
"""The aligner of edits calls a sentence in the place of another its edited form from this similarity on."""
_MOST_COMPARED = 1_000_000
"""Pairs of texts: an article of a thousand sentences that were all rewritten. Beyond it, nothing was edited: it is another."""


def likely_units(unknown: Iterable[ReturnedUnit], free: Iterable[TranslationUnit]) -> dict[str, TranslationUnit]:
    """Return for the id of each unknown unit the one that reads most like it, of those nothing came back for.

    A unit that is like none, or that the project would have to be searched for at length, has none.

    >>> likely_units((), ())
    {}
    """
    unknown, free = tuple(unknown), tuple(free)
    if len(unknown) * len(free) > _MOST_COMPARED:
        return {}
    found: dict[str, TranslationUnit] = {}
    for one in unknown:
        scores = ((similarity_percent(one.source.text, each.source.text, cutoff=_LEAST_PERCENT), each) for each in free)
        score, best = max(scores, key=lambda scored: scored[0], default=(0, None))
        if score and best is not None:
            found[one.id] = best
    return found
