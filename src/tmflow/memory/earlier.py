"""The earlier segments of a job: how like one of them a new one is. Importing this module loads rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from tmflow.memory.index import FuzzyIndex
from tmflow.model.language import Language
from tmflow.text.distance import similarity_percent

__all__ = ["EarlierKeys"]

_YOUNG_KEYS, _YOUNG_SHARE = 1_000, 0.1
"""More keys than so many, and than that share of the others, are compiled: comparing them would take longer."""


class EarlierKeys:
    """Match keys by length; what is asked for is found as if it had been compared with all of them.

    Many of them stand in a compiled index, so that a job of twice the segments takes about twice the time.

    >>> keys = EarlierKeys()
    >>> keys.add("港は静かだ。")
    >>> keys.best_similarity("港は静かな。", threshold=70), keys.best_similarity("雨だ。", threshold=70)
    (83, 0)
    """

    def __init__(self) -> None:
        self._young: dict[int, set[str]] = {}
        self._young_count = 0
        self._old = _OldKeys()

    def add(self, key: str) -> None:
        """Remember a key."""
        young = self._young.setdefault(len(key), set())
        if not key or key in young or key in self._old.keys:
            return
        young.add(key)
        self._young_count += 1
        if self._young_count > max(_YOUNG_KEYS, _YOUNG_SHARE * len(self._old.keys)):
            self._old = _OldKeys(self._old.keys.union(*self._young.values()))
            self._young, self._young_count = {}, 0

    def best_similarity(self, key: str, *, threshold: int) -> int:
        """Return the similarity (percent) of the key most like this one, 0 if none reaches the threshold (1..100).

        Lengths are searched from the most promising on, until none can hold a better key.
        """
        best = self._old.best_similarity(key, threshold=threshold)
        for possible, length in sorted(((_most(len(key), length), length) for length in self._young), reverse=True):
            least = max(threshold, best + 1)
            if possible < least:
                break
            edits = max(len(key), length) * (100 - least) // 100
            found = extractOne(key, self._young[length], scorer=Levenshtein.distance, score_cutoff=edits)
            if found:
                best = similarity_percent(key, found[0])
        return best


class _OldKeys:
    """Keys that do not change any more and their index: to the index, keys of one generation and of any language."""

    def __init__(self, keys: frozenset[str] = frozenset()) -> None:
        self.keys = keys
        self._index = FuzzyIndex(self, Language.JA)
        if keys:
            self._index.rebuild()

    def best_similarity(self, key: str, *, threshold: int) -> int:
        if not self.keys or not key:
            return 0
        found = self._index.search(key, threshold=threshold, limit=1, include_drafts=False)
        return found[0][0] if found else 0

    def generation(self) -> int:
        return 1

    def iter_keys(
        self, _language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        del include_drafts  # a key is a key
        return (key for key in (self.keys if since < 1 else ()) if shortest <= len(key) <= longest)

    def iter_all_keys(self, _language: Language) -> Iterator[tuple[str, bool]]:
        return ((key, False) for key in sorted(self.keys, key=lambda key: (len(key), key)))


def _most(length: int, other: int) -> int:
    """Return the similarity (percent) that no two texts of these lengths exceed."""
    return 100 * min(length, other) // max(length, other, 1)
