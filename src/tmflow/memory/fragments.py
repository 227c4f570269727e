"""Fragments: earlier translations of a part of a text, or of a longer text that the whole or a part of it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from tmflow.memory.concordance import find_spans
from tmflow.memory.score import Query, is_offered, penalties_of
from tmflow.memory.store import MemoryStore, facing
from tmflow.model.language import Language
from tmflow.model.match import Match, MatchKind, MemoryEntry
from tmflow.model.span import Span
from tmflow.text.clauses import iter_clauses, sentence_ranges
from tmflow.text.normalize import match_key

__all__ = ["find_fragments"]

_SHORTEST = {Language.JA: 4, Language.EN: 8}
"""Code points a part must have to be worth showing: a word or two of either language is the concordance's."""
_FEWEST_WORDS = 2
_SEARCHES = 4
"""Parts of a text that are searched within longer entries: each is a walk through the memory."""
_WITHIN = 20
_STOPS = {Language.JA: "。", Language.EN: "."}


def find_fragments(store: MemoryStore, query: Query, *, limit: int, include_drafts: bool) -> list[Match]:
    """Return matches of kind FRAGMENT, those that cover most of the longer of the two texts first; at most `limit`.

    First come entries that are a clause or some clauses of the text, case and final point apart: their target is the
    translation of the part. Then, for what they do not cover, longer entries that hold it: of those the sentence that
    holds it, where source and target have equally many, else all of the target.
    Raises MemoryStoreError if the store cannot be read.
    """
    found = list(_iter_contained(store, query, include_drafts=include_drafts))
    for start, end in islice(_iter_uncovered(query, found), _SEARCHES):
        holding = _iter_holding(store, query, Span(start, end), include_drafts=include_drafts)
        found += islice(holding, _WITHIN)
    best: dict[tuple[str, str], Match] = {}
    for match in sorted(found, key=lambda match: (-match.score, match.entry.draft)):
        best.setdefault((query.text[_slice(match.query_span)], match.target), match)
    return list(best.values())[:limit]


def _iter_contained(store: MemoryStore, query: Query, *, include_drafts: bool) -> Iterator[Match]:
    """Yield the entries whose whole text is a part of the query."""
    places: dict[str, Span] = {}
    for start, end in iter_clauses(query.text):
        part = query.text[start:end]
        if _is_telling(part, query.language):
            key = match_key(part)
            for form in (key, key + _STOPS[query.language]):
                places.setdefault(form.casefold(), Span(start, end))
    for entry in store.find_keys(list(places), query.language, ignore_case=True) if places else ():
        if is_offered(entry, include_drafts=include_drafts):
            seen = facing(entry, query.language)
            span = places[match_key(seen.source).casefold()]
            yield _fragment(query, entry, seen, query_span=span, source_span=Span(0, len(seen.source)))


def _iter_uncovered(query: Query, found: Sequence[Match]) -> Iterator[tuple[int, int]]:
    """Yield the range of the text without its end point, and those of its parts that nothing found overlaps, longest first."""
    text = query.text.strip()
    start = query.text.index(text)
    ranges = [(start, start + len(text.rstrip("。．.！？!?"))), *iter_clauses(query.text)]
    taken = [match.query_span for match in found if match.query_span]
    for begin, end in ranges:
        is_free = all(end <= span.start or span.end <= begin for span in taken)
        if is_free and _is_telling(query.text[begin:end], query.language):
            yield begin, end


def _iter_holding(store: MemoryStore, query: Query, span: Span, *, include_drafts: bool) -> Iterator[Match]:
    """Yield the entries whose text is longer than this part of the query and holds it."""
    part = query.text[span.start : span.end]
    for entry, _ in store.iter_containing(part, language=query.language, include_drafts=include_drafts):
        seen = facing(entry, query.language)
        places = find_spans(seen.source, part)
        if places and not entry.retired and match_key(seen.source) != match_key(query.text):
            yield _fragment(query, entry, _sentence(seen, places[0]), query_span=span, source_span=places[0])


def _fragment(query: Query, entry: MemoryEntry, seen: MemoryEntry, *, query_span: Span, source_span: Span) -> Match:
    shared = query_span.end - query_span.start
    return Match(
        kind=MatchKind.FRAGMENT,
        similarity=min(99, 100 * shared // max(len(query.text), len(seen.source))),
        source=seen.source,
        target=seen.target,
        entry=entry,
        penalties=penalties_of(query, entry),
        query=query.text,
        query_span=query_span,
        source_span=source_span,
    )


def _sentence(seen: MemoryEntry, span: Span) -> MemoryEntry:
    """Return the entry with the target of the one sentence that holds the span, if that can be told."""
    sources, targets = sentence_ranges(seen.source), sentence_ranges(seen.target)
    if len(sources) == len(targets) > 1:
        for (start, end), (target_start, target_end) in zip(sources, targets, strict=True):
            if start <= span.start and span.end <= end:
                return replace(seen, target=seen.target[target_start:target_end])
    return seen


def _is_telling(part: str, language: Language) -> bool:
    is_long = len(part) >= _SHORTEST[language]
    return is_long and (language is Language.JA or len(part.split()) >= _FEWEST_WORDS)


def _slice(span: Span | None) -> slice:
    return slice(span.start, span.end) if span else slice(0, 0)
