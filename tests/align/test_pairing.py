"""Which documents belong together, why, and how sure that is."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.align.bilingual import ARTICLES, LONE_JA
from tmflow.align.lexicon import Lexicon
from tmflow.align.pairing import DocumentPair, Pairing, pair_documents
from tmflow.align.pairing_evidence import EvidenceIndex
from tmflow.align.pairing_profile import DocumentProfile, FeatureKind, profile_document
from tmflow.model.language import Language

LEXICON = Lexicon.build()


def profile(text: str, language: Language, *, name: str, file_name: str = "") -> DocumentProfile:
    return profile_document(
        text.split("\n\n"),
        name=name,
        language=language,
        lexicon=LEXICON,
        file_name=file_name,
        titles=[text.partition("\n")[0]],
    )


JA = {slug: profile(ja, Language.JA, name=slug) for slug, (ja, _) in ARTICLES.items()}
EN = {slug: profile(en, Language.EN, name=slug) for slug, (_, en) in ARTICLES.items()}
LONE = profile(LONE_JA, Language.JA, name="lone")
SLUGS = sorted(ARTICLES)


def pair(
    source: Sequence[DocumentProfile], target: Sequence[DocumentProfile], *, min_confidence: float = 0.6
) -> Pairing:
    return pair_documents(source, target, lexicon=LEXICON, min_confidence=min_confidence)


def names(pairs: Sequence[DocumentPair]) -> Mapping[str, str]:
    return {one.source: one.target for one in pairs}


def texts(language: Language, count: int, *, sentence: str) -> list[DocumentProfile]:
    return [profile(sentence, language, name=f"{index}") for index in range(count)]


def test_each_article_finds_its_translation_and_the_lone_one_stays_alone() -> None:
    pairing = pair([*JA.values(), LONE], list(EN.values()))
    assert names(pairing.pairs) == {slug: slug for slug in SLUGS}
    assert not pairing.doubtful
    assert [lone.name for lone in pairing.lone_sources] == ["lone"]
    assert not pairing.lone_targets


def test_the_parts_of_a_series_are_told_apart_without_the_other_articles() -> None:
    parts = ["bridge-1", "bridge-2"]
    pairing = pair([JA[part] for part in parts], [EN[part] for part in parts])
    assert names([*pairing.pairs, *pairing.doubtful]) == {part: part for part in parts}
    assert not pairing.doubtful


def test_a_part_of_a_series_is_not_taken_for_the_other_when_its_own_partner_is_missing() -> None:
    english = [EN[slug] for slug in SLUGS if slug != "bridge-1"]
    japanese = [JA[slug] for slug in SLUGS if slug != "bridge-2"]
    assert "bridge-1" not in names(pair(japanese, english).pairs)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_single_pair_is_found_and_two_strangers_are_not(slug: str) -> None:
    assert names(pair([JA[slug]], [EN[slug]], min_confidence=0.5).pairs) == {slug: slug}
    stranger = SLUGS[SLUGS.index(slug) - 2]
    assert not pair([JA[slug]], [EN[stranger]], min_confidence=0.5).pairs


def test_two_that_are_equally_likely_are_doubtful() -> None:
    twin = replace(EN["bakery"], name="bakery-copy")
    pairing = pair(list(JA.values()), [*EN.values(), twin])
    (doubtful,) = pairing.doubtful
    assert doubtful.source == "bakery"
    assert doubtful.confidence <= 0.5


def test_a_feature_in_many_documents_tells_little() -> None:
    pairing = pair(list(JA.values()), list(EN.values()))
    index = EvidenceIndex(list(JA.values()), list(EN.values()), lexicon=LEXICON)
    place = list(JA).index("bridge-1")
    clues = {clue.japanese: clue.weight for clue in index.clues(place, place)}
    assert clues["1931"] > clues["ヘレン"] > 0  # Helen stands in two articles, 1931 in one
    found = next(one for one in pairing.pairs if one.source == "bridge-1")
    assert {clue.japanese: clue.weight for clue in found.clues} == pytest.approx(clues)


def test_the_clues_add_up_to_the_score() -> None:
    for one in pair(list(JA.values()), list(EN.values())).pairs:
        assert sum(clue.weight for clue in one.clues) == pytest.approx(one.score)


def test_a_clue_says_what_was_found_on_both_sides() -> None:
    pairing = pair(list(JA.values()), list(EN.values()))
    clues = {
        (clue.kind, clue.japanese, clue.english)
        for one in pairing.pairs
        if one.source == "software"
        for clue in one.clues
    }
    assert {("string", "python", "python"), ("value", "370", "370"), ("value", "05-09", "05-09")} <= clues
    assert ("string", "opentide.example/news", "opentide.example/news") in clues
    weather = next(one for one in pairing.pairs if one.source == "weather")
    assert ("katakana", "イングリッド", "ingrid") in {(one.kind, one.japanese, one.english) for one in weather.clues}


def test_file_names_decide_between_texts_that_are_alike() -> None:
    japanese = [
        profile("潮の話。", Language.JA, name=day, file_name=f"ja/{day}") for day in ("2025-04-03", "2025-04-10", "x")
    ]
    english = [
        profile("A tale of tides.", Language.EN, name=day, file_name=f"tides_{day}_en")
        for day in ("20250403", "20250410", "y")
    ]
    pairing = pair(japanese, english, min_confidence=0.0)
    found = names(pairing.pairs)
    assert (found["2025-04-03"], found["2025-04-10"]) == ("20250403", "20250410")


def test_the_title_a_translation_repeats_counts() -> None:
    english = profile("The tide\n\nWater rises and falls.", Language.EN, name="tide")
    japanese = profile_document(
        ["潮", "水は上がり、下がる。"],
        name="a",
        language=Language.JA,
        lexicon=LEXICON,
        titles=["潮", "The Tide"],
    )
    index = EvidenceIndex([japanese], [english], lexicon=LEXICON)
    assert ("title", "the tide") in {(clue.kind, clue.japanese) for clue in index.clues(0, 0)}


def test_nothing_in_common_makes_no_pair() -> None:
    pairing = pair(texts(Language.JA, 3, sentence="あ"), texts(Language.EN, 3, sentence="x"))
    assert not pairing.pairs
    assert not pairing.doubtful
    assert [lone.nearest for lone in pairing.lone_sources] == [None, None, None]


@pytest.mark.parametrize("sides", [(0, 0), (2, 0), (0, 2)])
def test_an_empty_side_leaves_the_other_alone(sides: tuple[int, int]) -> None:
    pairing = pair(list(JA.values())[: sides[0]], list(EN.values())[: sides[1]])
    assert (len(pairing.lone_sources), len(pairing.lone_targets)) == sides


def test_sides_of_one_language_and_names_given_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="one language"):
        pair(list(JA.values()), [LONE])
    with pytest.raises(ValueError, match="one language"):
        pair([JA["bakery"], EN["library"]], [EN["bakery"]])
    with pytest.raises(ValueError, match="names"):
        pair([JA["bakery"], JA["bakery"]], [EN["bakery"]])


def test_the_profile_keeps_values_names_and_words() -> None:
    features = dict(JA["bridge-1"].features)
    assert features[FeatureKind.KATAKANA, "マーロウ"] == 2
    assert features[FeatureKind.VALUE, "45000000"] == 1
    assert (FeatureKind.TERM, "費用") in features
    assert (FeatureKind.STRING, "alder bridge") in dict(EN["bridge-1"].features)


SIDES = st.tuples(
    st.lists(st.sampled_from(SLUGS), unique=True), st.lists(st.sampled_from(SLUGS), unique=True), st.randoms()
)


@settings(max_examples=40, deadline=None)
@given(sides=SIDES)
def test_each_document_stands_in_one_place(sides: tuple[list[str], list[str], random.Random]) -> None:
    pairing = pair([JA[slug] for slug in sides[0]], [EN[slug] for slug in sides[1]])
    pairs = [*pairing.pairs, *pairing.doubtful]
    sources = [one.source for one in pairs] + [lone.name for lone in pairing.lone_sources]
    targets = [one.target for one in pairs] + [lone.name for lone in pairing.lone_targets]
    assert sorted(sources) == sorted(sides[0])
    assert sorted(targets) == sorted(sides[1])
    assert all(0 <= one.confidence <= 1 for one in pairs)


@settings(max_examples=40, deadline=None)
@given(sides=SIDES)
def test_swapping_the_sides_swaps_the_pairs(sides: tuple[list[str], list[str], random.Random]) -> None:
    japanese, english = [JA[slug] for slug in sides[0]], [EN[slug] for slug in sides[1]]
    there, back = pair(japanese, english), pair(english, japanese)
    flipped = [replace(one, source=one.target, target=one.source) for one in [*back.pairs, *back.doubtful]]
    assert [*there.pairs, *there.doubtful] == sorted(flipped, key=lambda one: (one.confidence < 0.6, one.source))
    assert (there.lone_sources, there.lone_targets) == (back.lone_targets, back.lone_sources)


@settings(max_examples=40, deadline=None)
@given(sides=SIDES)
def test_the_order_of_the_documents_makes_no_difference(sides: tuple[list[str], list[str], random.Random]) -> None:
    japanese, english = [JA[slug] for slug in sides[0]], [EN[slug] for slug in sides[1]]
    expected = pair(japanese, english)
    sides[2].shuffle(japanese)
    sides[2].shuffle(english)
    assert pair(japanese, english) == expected
