"""Laws of the signature of a key: what is alike shares a gram or is in the window that is read whole; bits bound edits."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tmflow.memory.grams import GramFrequencies, bits_of_key, choose_filter, grams_of_key
from tmflow.model.language import Language
from tmflow.text.distance import similarity_percent

WORDS = ("harbor ", "the ", "th", "aa", "灯台の", "灯", "か\u3099", "𠮷野", "e\u0301", "0", "\0", "\ud800")
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
    st.builds(str.__mul__, st.sampled_from(WORDS), st.integers(1, 90)),
    st.permutations("keepers count 132 steps").map("".join),
)


@st.composite
def alike(draw: st.DrawFn) -> tuple[str, str]:
    """A text and what a few insertions, deletions and replacements anywhere in it make of it."""
    first = draw(TEXTS)
    second = first
    for _ in range(draw(st.integers(0, 2 + len(first) // 3))):
        at = draw(st.integers(0, len(second)))
        second = second[:at] + draw(st.sampled_from(["", "x", "灯", "th"])) + second[at + draw(st.integers(0, 1)) :]
    return first, second


@given(alike(), st.sampled_from(Language), st.integers(1, 100), st.lists(TEXTS, max_size=5))
@example(("a" * 300, "a" * 214), Language.EN, 71, [])
@example(("", ""), Language.JA, 70, [])
def test_no_key_alike_passes_the_filter_unseen(
    texts: tuple[str, str], language: Language, threshold: int, sample: list[str]
) -> None:
    first, second = texts
    found = choose_filter(first, language, threshold=threshold, frequencies=GramFrequencies.of(sample, language))
    if similarity_percent(first, second) >= threshold:
        assert found.shortest <= len(second) <= found.longest
        assert len(second) >= found.bare or set(found.grams) & set(grams_of_key(second, language))


@given(alike())
def test_bits_that_differ_bound_the_edits_from_below(texts: tuple[str, str]) -> None:
    first, second = texts
    edits = Levenshtein.distance(first, second)
    ours, theirs = (int(bits_of_key(text), 2) for text in texts)
    assert (ours & ~theirs).bit_count() <= 2 * edits - max(0, len(second) - len(first))
    assert (theirs & ~ours).bit_count() <= 2 * edits - max(0, len(first) - len(second))


def test_grams_of_frequent_letters_are_passed_over_for_rare_ones() -> None:
    key = "the quay of the zinc town"
    known = GramFrequencies.of(["the town of the other", "the other of the town"] * 50, Language.EN)
    found = choose_filter(key, Language.EN, threshold=90, frequencies=known)
    rare = {gram for word in ("quay", "zinc") for gram in grams_of_key(word.center(len(key)), Language.EN)}
    assert found.grams
    assert set(found.grams) & set(grams_of_key(key, Language.EN)) <= rare


def test_a_key_in_whose_grams_nothing_is_rare_is_left_to_the_bits() -> None:
    known = GramFrequencies.of(["the town"] * 100, Language.EN)
    found = choose_filter("the town", Language.EN, threshold=70, frequencies=known)
    assert (found.grams, found.bare, found.longest) == ((), found.shortest, 11)
