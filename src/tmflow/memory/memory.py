"""The translation memory: learn entries, look texts up in either direction, search for words.

Exact and context matches are found by hash and need neither a fuzzy index nor rapidfuzz, so a single lookup from a
shell is quick; the index of a language is built when a text of it first needs a fuzzy match.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from tmflow.memory.concordance import Hit, find_spans
from tmflow.memory.score import Query, grade_entry, rank_matches
from tmflow.memory.store import MemoryStore, facing
from tmflow.model.language import Language
from tmflow.model.match import Match, MemoryEntry
from tmflow.text.normalize import match_key
from tmflow.text.scripts import guess_language

if TYPE_CHECKING:
    from tmflow.memory.index import FuzzyIndex

__all__ = ["TranslationMemory"]

_MORE = 4
"""How many times more keys are asked for when those found did not fill the answer (drafts, penalties, repeats)."""


class TranslationMemory:
    """A memory over a store, in both directions. It closes the store when it is closed.

    >>> from tmflow.memory.transient import TransientStore
    >>> from tmflow.model.language import LanguagePair
    >>> entry = MemoryEntry(source="港は静かだ。", target="The port is quiet.", pair=LanguagePair(Language.JA, Language.EN))
    >>> with TranslationMemory(TransientStore()) as memory:
    ...     memory.learn([entry], document="harbor.po")
    ...     found = memory.lookup("港は静かだ。") + memory.lookup("The port was quiet.")
    ...     [(match.kind.value, match.score, match.target) for match in found]
    1
    [('exact', 100, 'The port is quiet.'), ('fuzzy', 84, '港は静かだ。')]
    """

    def __init__(self, store: MemoryStore) -> None:
        self.store = store
        self._indexes: dict[tuple[Language, bool], FuzzyIndex] = {}

    def __enter__(self) -> TranslationMemory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the store and the indexes."""
        self._indexes.clear()
        self.store.close()

    def learn(self, entries: Iterable[MemoryEntry], *, document: str, fingerprint: str = "") -> int:
        """Make these all the entries of the document, in place of what was learnt of it before; return how many.

        Entries without text on one side are left out. fingerprint: of the file they come from, for `store.documents()`.
        Raises MemoryStoreError, or StorageError if the machine refuses the write; the memory is then unchanged.
        """
        return self.store.replace_document(document, fingerprint, entries)

    def lookup(
        self,
        text: str,
        *,
        source_language: Language | None = None,
        threshold: int = 70,
        limit: int = 5,
        previous: str | None = None,
        following: str | None = None,
        include_drafts: bool = False,
        beyond_exact: bool = False,
    ) -> list[Match]:
        """Return the best matches for a text (native, as entries have it), best first, in the order of `rank_matches`.

        source_language: None = by the script of the text; a text without letters is looked up in both languages.
        threshold: the least score, percent 1..100; limit: the most matches, 1 and up. previous, following: the
        neighbours in the article, "" at its edge, None if not known: equal ones on both sides make a CONTEXT match.
        include_drafts: whether unconfirmed entries count, with a penalty. beyond_exact: whether fuzzy matches are looked
        for although there is a confirmed exact one.
        No match that reaches the threshold is ever missed. A blank text has none.
        Raises ValueError if threshold or limit is out of range, MemoryStoreError if the store cannot be read.
        """
        _check_range(threshold=threshold, limit=limit)
        if not text.strip():
            return []
        found: list[Match] = []
        for language in _languages_of(text, source_language):
            query = Query(text=text, language=language, previous=previous, following=following)
            bounds = _Bounds(threshold, limit, include_drafts=include_drafts, beyond_exact=beyond_exact)
            found += self._lookup_in(query, bounds)
        return rank_matches(query, found, threshold=threshold, limit=limit)

    def lookup_all(
        self,
        texts: Sequence[str],
        *,
        source_language: Language | None = None,
        threshold: int = 70,
        limit: int = 5,
        include_drafts: bool = False,
    ) -> list[list[Match]]:
        """Look up the texts of an article in order, each with its neighbours as context; the options are `lookup`'s."""
        edged = ["", *texts, ""]
        return [
            self.lookup(
                text,
                source_language=source_language,
                threshold=threshold,
                limit=limit,
                previous=edged[at],
                following=edged[at + 2],
                include_drafts=include_drafts,
            )
            for at, text in enumerate(texts)
        ]

    def search(
        self, text: str, *, language: Language | None = None, limit: int = 20, include_drafts: bool = False
    ) -> list[Hit]:
        """Return the entries that hold the text, one hit a side, the shortest texts first; at most `limit`.

        Any substring counts, one kanji too, whatever its case and width. language: of the side searched; None = both.
        Raises ValueError if limit is under 1, MemoryStoreError if the store cannot be read.
        """
        _check_range(limit=limit)
        if not text.strip():
            return []
        return list(islice(self._iter_hits(text, language, include_drafts=include_drafts), limit))
