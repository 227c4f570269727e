"""The translation memory: learn entries, look texts up in either direction, search for words.

Exact and context matches are found by hash and need neither a fuzzy index nor rapidfuzz, so a single lookup from a
shell is quick; the index of a language is built when a text of it first needs a fuzzy match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from math import ceil
from threading import RLock
from typing import TYPE_CHECKING, Self

from tmflow.memory.penalties import Penalties
from tmflow.memory.score import Query, adapt_match, grade_entry, is_offered, rank_matches
from tmflow.memory.store import DocumentRecord, Effort, MemoryStore, text_in
from tmflow.model.language import Language
from tmflow.model.match import Match, MatchKind, MemoryEntry
from tmflow.text.normalize import match_key
from tmflow.text.scripts import guess_language

if TYPE_CHECKING:
    from tmflow.memory.concordance import Hit
    from tmflow.model.glossary import Glossary

__all__ = ["TranslationMemory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """What a lookup counts as an answer; the fields are the options of `TranslationMemory.lookup`."""

    threshold: float = 70
    limit: int
    include_drafts: bool
    ignore_case: bool = False
    beyond_exact: bool = True
    effort: Effort | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.threshold, int | float):
            raise TypeError(f"threshold is {type(self.threshold).__name__}: give a percentage from 1 to 100")
        if not 1 <= self.threshold <= 100:  # noqa: PLR2004 - percent
            raise ValueError(f"threshold {self.threshold} is not a percentage from 1 to 100")
        if not isinstance(self.limit, int):
            raise TypeError(f"limit is {type(self.limit).__name__}: give a whole number from 1 up")
        if self.limit < 1:
            raise ValueError(f"limit {self.limit} is not at least 1")

    @property
    def least_similarity(self) -> int:
        """The least similarity that reaches the threshold."""
        return ceil(self.threshold)


_SAME_SHAPE = 64
"""Entries of one shape that are tried: of more, a text is so common that the first will do."""
_MORE = 4
"""How many times more keys are asked for when those found did not fill the answer (drafts, penalties, repeats)."""


class TranslationMemory:
    """A memory over a store, in both directions. It closes the store when it is closed.

    Any thread may use it; one after the other has its answer.

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

    def __init__(
        self,
        store: MemoryStore,
        *,
        penalties: Penalties | None = None,
        glossary: Callable[[], Glossary] | None = None,
        today: date | None = None,
    ) -> None:
        """glossary: gives the terms that adapted matches may exchange, when they are first needed; it may raise.

        today: from which the age of entries counts, if it does.
        """
        self._store = store
        self._lock = RLock()
        self._penalties = penalties or Penalties()
        self._make_glossary = glossary
        self._today = today

    @property
    def store(self) -> MemoryStore:
        """Where the entries are. Not to be used by two threads at once."""
        return self._store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the store."""
        with self._lock:
            self.store.close()

    def learn(self, entries: Iterable[MemoryEntry], *, document: str) -> int:
        """Make these all the entries of the document, in place of what was learnt of it before; return how many.

        Entries without text on one side are left out.
        Raises MemoryStoreError, or StorageError if the machine refuses the write; the memory is then unchanged.
        """
        with self._lock:
            return self.store.replace_document(document, "", entries)

    def documents(self) -> Mapping[str, DocumentRecord]:
        """Return what is known of each document learnt, by name. Raises MemoryStoreError."""
        with self._lock:
            return self.store.documents()

    def lookup(
        self,
        text: str,
        *,
        source: Language | str | None = None,
        target: Language | str | None = None,
        threshold: float = 70,
        limit: int = 5,
        previous: str | None = None,
        following: str | None = None,
        include_drafts: bool = False,
        ignore_case: bool = False,
        beyond_exact: bool = True,
        effort: Effort | None = None,
    ) -> list[Match]:
        """Return the best matches for a text (native, as entries have it), best first, in the order of `rank_matches`.

        source, target: languages, "ja" or "en"; one says the other. None for both = by the script of the text; a text
        without letters is then looked up in both languages.
        threshold: the least similarity, percent 1..100 (those are whole numbers: 70.5 is 71); limit: the most matches, 1 and up. previous, following: the
        neighbours in the article, "" at its edge, None if not known: equal ones make a CONTEXT match.
        include_drafts: whether unconfirmed entries count, with a penalty. ignore_case: whether texts that differ in
        nothing but case are NORMALIZED matches. beyond_exact: whether others are looked for where there is a confirmed
        exact match; False is quick. effort: bounds the work for who waits; `effort.complete` then says whether all that can
        count were compared.
        No match that reaches the threshold is ever missed otherwise. A blank text has none.
        Raises ValueError if threshold or limit is out of range, or the languages are not two of tmflow's; TypeError for
        what is no text or no number; MemoryStoreError if the store cannot be read.
        """
        bounds = _Bounds(
            threshold=threshold,
            limit=limit,
            include_drafts=include_drafts,
            ignore_case=ignore_case,
            beyond_exact=beyond_exact,
            effort=effort,
        )
        return self._lookup(self._queries(text, source, target, previous, following), bounds)

    def lookup_many(
        self,
        texts: Iterable[str],
        *,
        source: Language | str | None = None,
        target: Language | str | None = None,
        threshold: float = 70,
        limit: int = 5,
        in_order: bool = False,
        include_drafts: bool = False,
        ignore_case: bool = False,
        beyond_exact: bool = True,
    ) -> list[list[Match]]:
        """Look up several texts; the answers come in their order, and the options are those of `lookup`.

        in_order: whether they are the texts of an article, so that each has its neighbours as context.
        Raises TypeError for one text in the place of several. Else as `lookup` does.
        """
        if isinstance(texts, str):
            raise TypeError("texts is one str: give several, or use lookup")
        bounds = _Bounds(
            threshold=threshold,
            limit=limit,
            include_drafts=include_drafts,
            ignore_case=ignore_case,
            beyond_exact=beyond_exact,
        )
        asked = list(texts)
        edged = ["", *asked, ""] if in_order else [None] * (len(asked) + 2)
        return [
            self._lookup(self._queries(text, source, target, edged[at], edged[at + 2]), bounds)
            for at, text in enumerate(asked)
        ]

    def fragments(
        self,
        text: str,
        *,
        source: Language | str | None = None,
        target: Language | str | None = None,
        limit: int = 5,
        include_drafts: bool = False,
    ) -> list[Match]:
        """Return earlier translations of parts of the text, and of longer texts it or a part of it stands in, best first.

        What counts as a part is in `find_fragments`; the options are those of `lookup`.
        Raises ValueError if limit is under 1 or the languages are not two of tmflow's, TypeError for what is no text or
        no number, MemoryStoreError if the store cannot be read.
        """
        from tmflow.memory.fragments import find_fragments

        bounds = _Bounds(limit=limit, include_drafts=include_drafts)

        def find(query: Query) -> list[Match]:
            return find_fragments(self.store, query, limit=limit, include_drafts=include_drafts)

        return self._best_of(self._queries(text, source, target), find, bounds)

    def search(
        self, text: str, *, language: Language | str | None = None, limit: int = 20, include_drafts: bool = False
    ) -> list[Hit]:
        """Return the entries that hold the text, once each, the shortest texts first; at most `limit`.

        Any substring counts, one kanji too, whatever its case and width. language: of the side searched; None = both.
        Raises ValueError if limit is under 1 or the language none of tmflow's, TypeError for what is no text or no number,
        MemoryStoreError if the store cannot be read.
        """
        bounds = _Bounds(limit=limit, include_drafts=include_drafts)
        _check_text(text)
        side = None if language is None else Language.parse(language)
        if not text.strip():
            return []
        with self._lock:
            return list(islice(self._iter_hits(text, side, include_drafts=include_drafts), bounds.limit))

    def _queries(
        self,
        text: str,
        source: Language | str | None,
        target: Language | str | None,
        previous: str | None = None,
        following: str | None = None,
    ) -> list[Query]:
        """Return what a text asks for in each language that it may be in; nothing if it is blank."""
        _check_text(text)
        languages = _languages_of(text, source, target)
        return [
            Query(
                text=text,
                language=language,
                previous=previous,
                following=following,
                penalties=self._penalties,
                today=self._today,
            )
            for language in (languages if text.strip() else ())
        ]

    def _lookup(self, queries: Iterable[Query], bounds: _Bounds) -> list[Match]:
        return self._best_of(queries, lambda query: self._lookup_in(query, bounds), bounds)

    def _best_of(self, queries: Iterable[Query], find: Callable[[Query], list[Match]], bounds: _Bounds) -> list[Match]:
        found: list[Match] = []
        for query in queries:
            with self._lock:
                found += find(query)
        return sorted(found, key=lambda match: -match.score)[: bounds.limit]

    def _lookup_in(self, query: Query, bounds: _Bounds) -> list[Match]:
        """Look up in one language. Where exact matches are enough, or fill the answer, the fuzzy index is not asked."""
        key = match_key(query.text)
        entries = self.store.find_keys([key], query.language, ignore_case=bounds.ignore_case)
        equal = self._graded(query, entries, bounds, similarity=100)
        exact = [match for match in equal if match.similarity == 100]  # noqa: PLR2004 - identical text
        best = rank_matches(query, exact, limit=bounds.limit)
        if not bounds.beyond_exact and any(not match.entry.draft for match in exact):
            return best
        is_full = len(best) == bounds.limit and best[-1].score == 100  # noqa: PLR2004 - no other text scores as high
        if is_full or bounds.least_similarity > 99:  # noqa: PLR2004 - nothing but identical text reaches it
            return best
        return self._lookup_fuzzy(query, key, equal, bounds)

    def _lookup_fuzzy(self, query: Query, key: str, equal: list[Match], bounds: _Bounds) -> list[Match]:
        """Find the best by similarity, and ask for more of them until no other could still score as high."""
        exact = {match.entry: match for match in equal}
        adapted = self._adapted(query, key, bounds)
        wanted = bounds.limit
        while True:
            scored = self.store.search_keys(
                key,
                query.language,
                threshold=bounds.least_similarity,
                limit=wanted,
                include_drafts=bounds.include_drafts,
                effort=bounds.effort,
            )
            similarities = {like_key: similarity for similarity, like_key in scored if like_key != key}
            found: dict[MemoryEntry, Match] = {}
            for entry in self.store.find_keys(list(similarities), query.language) if similarities else ():
                similarity = similarities[match_key(text_in(entry, query.language))]
                found |= {match.entry: match for match in self._graded(query, [entry], bounds, similarity=similarity)}
            if self._glossary.find(query.text, query.language):
                found |= self._readapted(query, rank_matches(query, found.values(), limit=bounds.limit))
            best = rank_matches(query, (found | adapted | exact).values(), limit=bounds.limit)
            is_all = len(scored) < wanted
            if is_all or (len(best) == bounds.limit and best[-1].score >= scored[-1][0]):
                return best
            wanted *= _MORE

    @cached_property
    def _glossary(self) -> Glossary:
        from tmflow.model.glossary import Glossary

        return self._make_glossary() if self._make_glossary else Glossary()

    def _adapted(self, query: Query, key: str, bounds: _Bounds) -> dict[MemoryEntry, Match]:
        """Return what entries of the text's shape become when its values are put into them."""
        entries = self.store.find_shape(key, query.language, limit=_SAME_SHAPE, include_drafts=bounds.include_drafts)
        unequal = [entry for entry in entries if match_key(text_in(entry, query.language)) != key]
        return self._readapted(query, self._graded(query, unequal, bounds, similarity=0)) if unequal else {}

    def _readapted(self, query: Query, matches: Iterable[Match]) -> dict[MemoryEntry, Match]:
        """Return what of fuzzy matches can be adapted."""
        adapted = (adapt_match(query, match, self._glossary) for match in matches if match.kind is MatchKind.FUZZY)
        return {match.entry: match for match in adapted if match}

    def _graded(self, query: Query, entries: Iterable[MemoryEntry], bounds: _Bounds, *, similarity: int) -> list[Match]:
        return [
            grade_entry(query, entry, similarity=similarity)
            for entry in entries
            if is_offered(entry, include_drafts=bounds.include_drafts)
        ]

    def _iter_hits(self, text: str, language: Language | None, *, include_drafts: bool) -> Iterator[Hit]:
        from tmflow.memory.concordance import Hit, find_spans

        seen: set[MemoryEntry] = set()
        for entry, side in self.store.iter_containing(text, language=language, include_drafts=include_drafts):
            if entry.retired or entry in seen:
                continue
            spans = find_spans(text_in(entry, side), text)
            if spans:
                seen.add(entry)
                other_spans = find_spans(text_in(entry, side.other), text)
                yield Hit(entry=entry, language=side, spans=spans, other_spans=other_spans)


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"text is {type(text).__name__}: give a str")


def _languages_of(text: str, source: Language | str | None, target: Language | str | None) -> tuple[Language, ...]:
    if source is not None:
        asked = Language.parse(source)
        if target is not None and Language.parse(target) is asked:
            raise ValueError(f"source and target are both {asked.value}")
        return (asked,)
    if target is not None:
        return (Language.parse(target).other,)
    guess = guess_language(text)
    return (Language(guess),) if guess else tuple(Language)
