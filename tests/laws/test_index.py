"""Laws of the fuzzy index: its answer is that of comparing every key, in every state, and its bounds are true."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tmflow.memory.index import FuzzyIndex
from tmflow.memory.signature import (
    CLASSES,
    LengthClass,
    at_least,
    count_common,
    count_of_best,
    find_elements,
    make_layout,
    read_counts,
    sign,
    zones_in_reach,
)
from tmflow.memory.store import Effort
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key

JA_EN = LanguagePair(Language.JA, Language.EN)
WORDS = (
    "harbor ",
    "arbor ",
    "the ",
    "th",
    "灯台の",
    "灯",
    "か\u3099",
    "がか",
    "e\u0301",
    "é",
    "a",
    "aa",
    "𠮷野",
    "0",
    " ",
)
# Texts of few words are often alike; repeats fill the ranks; lengths lie on both sides of every class of signatures.
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map("".join),
    st.builds(str.__mul__, st.sampled_from(WORDS), st.integers(1, 90)),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.sampled_from("aあ𠮷\u3099"),
    st.permutations("keeperscount").map("".join),
    st.builds(lambda start, word, end: start + word * 1250 + end, *[st.sampled_from(WORDS)] * 3),
)
KINDS = st.sampled_from(CLASSES)
Found = list[tuple[int, str]]


class Bounds(TypedDict):
    """The options of a search."""

    threshold: int
    limit: int
    include_drafts: bool


def store_of(texts: list[str], drafts: list[str]) -> TransientStore:
    store = TransientStore()
    learn(store, "a", texts)
    learn(store, "d", drafts, draft=True)
    return store


def learn(store: TransientStore, document: str, texts: list[str], *, draft: bool = False) -> None:
    entries = [MemoryEntry(source=text, target="x", pair=JA_EN, draft=draft) for text in texts]
    store.replace_document(document, "", entries)


def keys_of(store: TransientStore, bounds: Bounds) -> set[str]:
    return set(store.iter_keys(Language.JA, shortest=0, longest=10**6, include_drafts=bounds["include_drafts"]))


def compare_all(keys: set[str], query: str, bounds: Bounds) -> Found:
    every = sorted((-similarity_percent(query, key), key) for key in keys)
    every = [scored for scored in every if -scored[0] >= bounds["threshold"]]
    floor = every[bounds["limit"] - 1][0] if len(every) >= bounds["limit"] else 0
    return [(-score, key) for score, key in every if score <= floor]


@settings(deadline=None)
@given(
    texts=st.lists(TEXTS, max_size=20),
    drafts=st.lists(TEXTS, max_size=5),
    young=st.lists(TEXTS, max_size=5),
    query=TEXTS,
    bounds=st.fixed_dictionaries(
        {"threshold": st.integers(1, 100), "limit": st.integers(1, 9), "include_drafts": st.booleans()}
    ),
)
def test_in_every_state_the_answer_is_that_of_comparing_all(
    texts: list[str], drafts: list[str], young: list[str], query: str, bounds: Bounds
) -> None:
    """Loose, compiled, with younger keys, with keys that have gone, opened again."""
    store = store_of(texts, drafts)
    key = match_key(query)

    def expected(gone: Iterable[str] = ()) -> Found:
        return compare_all(keys_of(store, bounds) | {*gone}, key, bounds)

    with TemporaryDirectory() as folder:
        path = Path(folder, "index")
        index = FuzzyIndex(store, Language.JA, path=path)
        assert index.search(key, **bounds) == expected()
        index.rebuild()
        assert index.search(key, **bounds) == expected()
        for most in (1, 10**6):
            effort = Effort(most=most)
            found = index.search(key, effort=effort, **bounds)
            assert found == expected() or (most == 1 and not effort.complete)
        learn(store, "b", young)
        assert index.search(key, **bounds) == expected()
        gone = keys_of(store, bounds)
        learn(store, "a", texts[: len(texts) // 2])
        store.remove_document("d")
        assert index.search(key, **bounds) == expected(gone)
        index.close()
        again = FuzzyIndex(store, Language.JA, path=path)
        more: Bounds = {**bounds, "limit": bounds["limit"] + len(gone)}
        assert {*expected()} <= {*again.search(key, **more)}
        again.rebuild()
        assert again.search(key, **bounds) == expected()


@settings(deadline=None)
@given(
    texts=st.tuples(TEXTS, TEXTS),
    sample=st.lists(TEXTS, max_size=3),
    kind=KINDS,
    more=st.integers(0, 9),
    step=st.integers(1, 4),
)
def test_no_signature_asks_for_more_edits_than_there_are(
    texts: tuple[str, str], sample: list[str], kind: LengthClass, more: int, step: int
) -> None:
    """Whatever the layout was made from, whatever other lengths are searched at once, however few elements are counted."""
    first, second = texts
    distance = Levenshtein.distance(first, second)
    threshold = 100 - -(-100 * distance // max(len(first), len(second)))
    layout = make_layout(find_elements(sample), kind.width)
    has_place = sign(find_elements([second]), layout, kind.zones, kind.width)[:, 0].reshape(kind.zones, -1)
    shortest, longest = (np.array([other], np.int32) for other in (max(0, len(second) - more), len(second) + more))
    reach = zones_in_reach(len(first), shortest, longest, threshold=threshold, zones=kind.zones, step=step)
    places = layout[find_elements([first]).hashes[::step]].tolist()
    common = sum(
        bool(has_place[near : far + 1, place].any())
        for near, far, place in zip(*(zone[0].tolist() for zone in reach), places, strict=True)
    )
    least = (len(places) + max(0, len(second) - len(first)) - common + 1) // 2
    assert least <= distance


@settings(deadline=None)
@given(text=TEXTS, kind=KINDS)
def test_a_signature_does_not_depend_on_the_keys_beside_it(text: str, kind: LengthClass) -> None:
    layout = make_layout(find_elements([text]), kind.width)
    alone = sign(find_elements([text]), layout, kind.zones, kind.width)[:, 0]
    beside = sign(find_elements(["", text, text, "x"]), layout, kind.zones, kind.width)
    assert (beside[:, 2] == alone).all()


@given(
    bits=st.lists(st.lists(st.booleans(), min_size=64, max_size=64), min_size=1, max_size=40), least=st.integers(-1, 70)
)
def test_rows_are_added_up_for_every_key(bits: list[list[bool]], least: int) -> None:
    expected = np.sum(np.array(bits, np.int64), axis=0)
    digits = count_common(np.packbits(bits, axis=1, bitorder="little").view(np.uint64))
    assert (read_counts(digits, np.arange(64)) == expected).all()
    assert (at_least(digits, least) == np.flatnonzero(expected >= least)).all()
    for most in (1, 8, 64):
        assert count_of_best(digits, least, most=most) == max(least, np.sort(expected)[-most])
