"""How alike two texts are, in percent."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

__all__ = ["similarity_percent"]


def similarity_percent(first: str, second: str, *, cutoff: int = 0) -> int:
    """Return 100 * (1 - edits / length of the longer), floored; 0 if it is under `cutoff`.

    Edits are Levenshtein's over code points, the same for both languages. 100 is returned only for identical texts.

    >>> similarity_percent("25日に承認した", "16日に承認した")
    75
    """
    if first == second:
        return 100
    longest = max(len(first), len(second))
    limit = longest * (100 - cutoff) // 100
    edits = Levenshtein.distance(first, second, score_cutoff=limit)
    return 0 if edits > limit else min(99, 100 * (longest - edits) // longest)
