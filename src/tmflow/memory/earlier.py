"""The earlier segments of a job: how like one of them a new one is. Importing this module loads rapidfuzz."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from tmflow.text.distance import similarity_percent

__all__ = ["EarlierKeys"]


class EarlierKeys:
    """Match keys by length; what is asked for is found as if it had been compared with all of them.

    >>> keys = EarlierKeys()
    >>> keys.add("港は静かだ。")
    >>> keys.best_similarity("港は静かな。", threshold=70), keys.best_similarity("雨だ。", threshold=70)
    (83, 0)
    """

    def __init__(self) -> None:
        self._by_length: dict[int, set[str]] = {}

    def add(self, key: str) -> None:
        """Remember a key."""
        self._by_length.setdefault(len(key), set()).add(key)

    def best_similarity(self, key: str, *, threshold: int) -> int:
        """Return the similarity (percent) of the key most like this one, 0 if none reaches the threshold (1..100).

        Lengths are searched from the most promising on, until none can hold a better key.
        """
        best = 0
        for possible, length in sorted(((_most(len(key), length), length) for length in self._by_length), reverse=True):
            least = max(threshold, best + 1)
            if possible < least:
                break
            edits = max(len(key), length) * (100 - least) // 100
            found = extractOne(key, self._by_length[length], scorer=Levenshtein.distance, score_cutoff=edits)
            if found:
                best = similarity_percent(key, found[0])
        return best


def _most(length: int, other: int) -> int:
    """Return the similarity (percent) that no two texts of these lengths exceed."""
    return 100 * min(length, other) // max(length, other, 1)
