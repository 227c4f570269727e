"""Laws of the memory: nothing over the threshold is lost, no false 100, what is learnt comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.memory.concordance import find_spans
from tmflow.memory.index import FuzzyIndex
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.store import MemoryStore, facing
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key

JA_EN = LanguagePair(Language.JA, Language.EN)
THRESHOLDS = st.sampled_from([1, 33, 50, 69, 70, 71, 85, 99, 100])
# Few letters, so that texts are often alike; width, blanks and marks, so that keys differ from texts.
ALIKE = st.text(alphabet="あいう 港ガａa1。", min_size=1, max_size=14).filter(lambda text: bool(text.strip()))
LONG = st.tuples(ALIKE, st.integers(min_value=1, max_value=12)).map(lambda pair: pair[0] * pair[1])
ANY = st.text(min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
ENTRIES = st.lists(
    st.builds(
        MemoryEntry, source=ALIKE, target=ALIKE, pair=st.sampled_from([JA_EN, JA_EN.reversed]), draft=st.booleans()
    ),
    max_size=20,
)


@contextmanager
def memory_of(entries: list[MemoryEntry], store: MemoryStore | None = None) -> Iterator[TranslationMemory]:
    with TranslationMemory(store or TransientStore()) as memory:
        memory.learn(entries[::2], document="b")
        memory.learn(entries[1::2], document="a")
        yield memory


@given(texts=st.lists(ALIKE | LONG, max_size=25), query=ALIKE | LONG, threshold=THRESHOLDS, limit=st.integers(1, 6))
def test_the_index_loses_nothing(texts: list[str], query: str, threshold: int, limit: int) -> None:
    store = TransientStore()
    store.replace_document("a", "", [MemoryEntry(source=text, target="x", pair=JA_EN) for text in texts])
    found = FuzzyIndex(store, Language.JA).search(query, threshold=threshold, limit=limit, include_drafts=False)
    every = [(similarity_percent(query, key), key) for key in {match_key(text) for text in texts}]
    every = sorted((scored for scored in every if scored[0] >= threshold), key=lambda scored: (-scored[0], scored[1]))
    floor = every[limit - 1][0] if len(every) >= limit else threshold
    assert found == [scored for scored in every if scored[0] >= floor]


@given(
    entries=ENTRIES,
    query=ALIKE,
    language=st.sampled_from(Language),
    threshold=THRESHOLDS,
    limit=st.integers(1, 6),
    include_drafts=st.booleans(),
)
def test_a_lookup_gives_the_best_of_all_entries(
    entries: list[MemoryEntry], query: str, language: Language, threshold: int, limit: int, *, include_drafts: bool
) -> None:
    """Compare with the plainest computation there is: every entry scored by the definition in the model."""
    best: dict[tuple[str, str], int] = {}
    for entry in entries:
        seen = facing(entry, language)
        alike = min(99, similarity_percent(match_key(query), match_key(seen.source)))
        similarity = 100 if seen.source == query else alike
        if similarity >= threshold and (include_drafts or not entry.draft):
            pair = (seen.source, seen.target)
            best[pair] = max(similarity - (10 if entry.draft else 0), best.get(pair, 0))
    with memory_of(entries) as memory:
        found = memory.lookup(
            query,
            source=language,
            threshold=threshold,
            limit=limit,
            include_drafts=include_drafts,
        )
    assert [match.score for match in found] == sorted(best.values(), reverse=True)[:limit]
    assert all(best[match.source, match.target] == match.score for match in found)
    assert len({(match.source, match.target) for match in found}) == len(found)


@given(entries=ENTRIES, query=ALIKE)
def test_a_hundred_is_given_only_to_identical_text(entries: list[MemoryEntry], query: str) -> None:
    with memory_of(entries) as memory:
        for match in memory.lookup(query, threshold=1, include_drafts=True):
            assert (match.similarity == 100) == (match.source == query)


@settings(max_examples=40)
@given(sources=st.lists(ANY, min_size=1, max_size=8), targets=st.lists(ANY, min_size=8, max_size=8))
def test_what_is_learnt_comes_back_at_a_hundred_both_ways(sources: list[str], targets: list[str]) -> None:
    entries = [MemoryEntry(source=source, target=targets[at], pair=JA_EN) for at, source in enumerate(sources)]
    with memory_of(entries, SqliteStore(Path(":memory:"))) as memory:
        for entry in entries:
            there = memory.lookup(entry.source, source=Language.JA, limit=20)
            back = memory.lookup(entry.target, source=Language.EN, limit=20)
            assert (entry.target, 100) in {(match.target, match.score) for match in there}
            assert (entry.source, 100) in {(match.target, match.score) for match in back}


@settings(max_examples=40)
@given(entries=ENTRIES, query=ALIKE, threshold=THRESHOLDS)
def test_every_store_gives_the_same_answer(entries: list[MemoryEntry], query: str, threshold: int) -> None:
    with memory_of(entries) as plain, memory_of(entries, SqliteStore(Path(":memory:"))) as compiled:
        assert plain.lookup(query, threshold=threshold) == compiled.lookup(query, threshold=threshold)
        assert plain.search(query, limit=50) == compiled.search(query, limit=50)


@given(text=ANY, start=st.integers(0, 11), length=st.integers(1, 6))
def test_every_part_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    spans = find_spans(text, part)
    if part.strip():
        assert any(span.start < start + len(part) and start < span.end for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
