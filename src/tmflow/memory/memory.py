"""The translation memory: learn entries, look texts up in either direction, search for words.

Exact and context matches are found by hash and need neither a fuzzy index nor rapidfuzz, so a single lookup from a
shell is quick; the index of a language is built when a text of it first needs a fuzzy match.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Self

from tmflow.memory.score import Query, grade_entry, rank_matches
from tmflow.memory.store import MemoryStore, facing
from tmflow.model.language import Language
from tmflow.model.match import Match, MemoryEntry
from tmflow.text.normalize import match_key
from tmflow.text.scripts import guess_language

if TYPE_CHECKING:
    from tmflow.memory.concordance import Hit
    from tmflow.memory.index import FuzzyIndex

__all__ = ["TranslationMemory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """What a lookup counts as an answer; the fields are the options of `TranslationMemory.lookup`."""

    threshold: int
    limit: int
    include_drafts: bool
    beyond_exact: bool


_BEST_FUZZY = 99
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
    [('exact', 100, 'The port is quiet.'), ('fuzzy', 89, '港は静かだ。')]
    """

    def __init__(self, store: MemoryStore) -> None:
        self.store = store
        self._indexes: dict[tuple[Language, bool], FuzzyIndex] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the store and the indexes."""
        self._indexes.clear()
        self.store.close()

    def learn(self, entries: Iterable[MemoryEntry], *, document: str) -> int:
        """Make these all the entries of the document, in place of what was learnt of it before; return how many.

        Entries without text on one side are left out.
        Raises MemoryStoreError, or StorageError if the machine refuses the write; the memory is then unchanged.
        """
        return self.replace_document(document, "", entries)

    def replace_document(self, document: str, fingerprint: str, entries: Iterable[MemoryEntry]) -> int:
        """Learn the entries of a file, and remember by which state of the file (its fingerprint); otherwise as `learn`."""
        return self.store.replace_document(document, fingerprint, entries)

    def remove_document(self, document: str) -> bool:
        """Forget a document and its entries; whether there was one. Raises as `learn` does."""
        return self.store.remove_document(document)

    def documents(self) -> Mapping[str, str]:
        """Return the fingerprint of each document learnt, by name. Raises MemoryStoreError."""
        return self.store.documents()

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
        bounds = _Bounds(threshold=threshold, limit=limit, include_drafts=include_drafts, beyond_exact=beyond_exact)
        found: list[Match] = []
        for language in _languages_of(text, source_language):
            query = Query(text=text, language=language, previous=previous, following=following)
            found += self._lookup_in(query, bounds)
        return sorted(found, key=lambda match: -match.score)[:limit]

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

    def _lookup_in(self, query: Query, bounds: _Bounds) -> list[Match]:
        """Look up in one language. Only where no confirmed exact match ends it is the fuzzy index asked."""
        exact = self._graded(query, self.store.find_text(query.text, query.language), bounds, similarity=100)
        is_enough = any(not match.entry.draft for match in exact) and not bounds.beyond_exact
        if is_enough or bounds.threshold > _BEST_FUZZY:
            return rank_matches(query, exact, threshold=bounds.threshold, limit=bounds.limit)
        return self._lookup_fuzzy(query, bounds)

    def _lookup_fuzzy(self, query: Query, bounds: _Bounds) -> list[Match]:
        """Find the best by similarity, and ask for more of them until no other could still score as high."""
        index = self._index(query.language, include_drafts=bounds.include_drafts)
        key = match_key(query.text)
        wanted = bounds.limit
        while True:
            scored = index.search(key, threshold=bounds.threshold, limit=wanted)
            found: list[Match] = []
            for similarity, like_key in scored:
                entries = self.store.find_key(like_key, query.language)
                found += self._graded(query, entries, bounds, similarity=similarity)
            best = rank_matches(query, found, threshold=bounds.threshold, limit=bounds.limit)
            is_all = len(scored) < wanted
            if is_all or (len(best) == bounds.limit and best[-1].score >= scored[-1][0]):
                return best
            wanted *= _MORE

    def _graded(self, query: Query, entries: Iterable[MemoryEntry], bounds: _Bounds, *, similarity: int) -> list[Match]:
        return [
            grade_entry(query, entry, similarity=similarity)
            for entry in entries
            if bounds.include_drafts or not entry.draft
        ]

    def _index(self, language: Language, *, include_drafts: bool) -> FuzzyIndex:
        index = self._indexes.get((language, include_drafts))
        if index is None:
            from tmflow.memory.index import FuzzyIndex

            index = self._indexes[language, include_drafts] = FuzzyIndex(
                self.store, language, include_drafts=include_drafts
            )
        return index

    def _iter_hits(self, text: str, language: Language | None, *, include_drafts: bool) -> Iterator[Hit]:
        from tmflow.memory.concordance import Hit, find_spans

        for entry, side in self.store.iter_containing(text, language=language, include_drafts=include_drafts):
            spans = find_spans(facing(entry, side).source, text)
            if spans:
                yield Hit(entry=entry, language=side, spans=spans)


def _languages_of(text: str, source_language: Language | None) -> tuple[Language, ...]:
    if source_language is not None:
        return (source_language,)
    guess = guess_language(text)
    return (Language(guess),) if guess else tuple(Language)


def _check_range(*, threshold: int = 100, limit: int) -> None:
    if not 1 <= threshold <= 100:  # noqa: PLR2004 - percent
        raise ValueError(f"threshold {threshold} is not a percentage from 1 to 100")
    if limit < 1:
        raise ValueError(f"limit {limit} is not at least 1")
