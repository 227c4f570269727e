"""Laws of the align wing and of what it reads texts with, on any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.align.builders import JA_EN, Sentence, segments
from tmflow.align.aligner import align_segments
from tmflow.model.bitext import Bead
from tmflow.model.document import BlockKind
from tmflow.model.language import Language, LanguagePair
from tmflow.text.names import name_likeness
from tmflow.text.numbers import iter_values

TEXTS = st.text(alphabet="港町は。、カモメ「」？12億万年月日 aBtheoq.?\"'$%■\n　", max_size=24)
SIDES = st.lists(
    st.builds(Sentence, text=TEXTS, block=st.integers(0, 3), kind=st.sampled_from(list(BlockKind))), max_size=9
).map(lambda sentences: sorted(sentences, key=lambda one: one.block))


def used(beads: tuple[Bead, ...], *, of_source: bool) -> list[int]:
    return [index for bead in beads for index in (bead.source if of_source else bead.target)]


@settings(max_examples=60, deadline=None)
@given(source=SIDES, target=SIDES, pair=st.sampled_from([JA_EN, JA_EN.reversed]))
def test_each_segment_is_used_once_in_source_order(
    source: list[Sentence], target: list[Sentence], pair: LanguagePair
) -> None:
    beads = align_segments(segments(source), segments(target), pair=pair, require_translation=False)
    assert used(beads, of_source=True) == list(range(len(source)))
    assert sorted(used(beads, of_source=False)) == list(range(len(target)))


@settings(max_examples=60, deadline=None)
@given(source=SIDES, target=SIDES)
def test_body_beads_that_do_not_cross_are_monotone(source: list[Sentence], target: list[Sentence]) -> None:
    beads = align_segments(segments(source), segments(target), pair=JA_EN, require_translation=False)
    body = [
        bead
        for bead in beads
        if bead.source and bead.target and not bead.is_crossing and source[bead.source[0]].kind.is_body
    ]
    ends = [bead.target[-1] for bead in body]
    assert ends == sorted(ends)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40) | TEXTS, language=st.sampled_from(list(Language)))
def test_values_stand_in_order_within_the_text(text: str, language: Language) -> None:
    end = 0
    for value in iter_values(text, language=language.value):
        assert end <= value.start < value.end <= len(text)
        end = value.end


@given(number=st.integers(0, 10**13))
def test_a_number_means_the_same_in_both_languages(number: int) -> None:
    (japanese,) = iter_values(f"{number}人", language="ja")
    (english,) = iter_values(f"{number:,} people", language="en")
    assert japanese.key == english.key


@given(katakana=st.text(max_size=12), latin=st.text(max_size=12))
def test_likeness_is_a_share(katakana: str, latin: str) -> None:
    assert 0.0 <= name_likeness(katakana, latin) <= 1.0
