from collections.abc import Iterable
from typing import Any

import pytest

import tmflow

JA, EN = "港は静かだ。\n\n費用は1800万円である。", "The harbour is quiet.\n\nThe cost is 18 million yen."


def test_no_dictionary_may_be_none_of_either_sort() -> None:
    assert tmflow.align(JA, EN, dictionary=None) == tmflow.align(JA, EN, dictionary="none")


def test_texts_give_the_code_points_each_bead_covers() -> None:
    beads = tmflow.align(JA, EN, dictionary="none")
    assert [JA[bead.source_span.start : bead.source_span.end] for bead in beads if bead.source_span] == JA.split("\n\n")
    assert [EN[bead.target_span.start : bead.target_span.end] for bead in beads if bead.target_span] == EN.split("\n\n")


def test_lists_give_tuples_of_indexes_and_no_code_points() -> None:
    beads = tmflow.align(JA.split(), ["The harbour is quiet.", "The cost is", "18 million yen."], dictionary="none")
    assert [(bead.source, bead.target) for bead in beads] == [((0,), (0,)), ((1,), (1, 2))]
    assert all(bead.source_span is None and 0.0 <= bead.confidence <= 1.0 for bead in beads)


def test_what_yields_segments_is_read_once_and_whole() -> None:
    beads = tmflow.align(tmflow.segment(JA), tmflow.segment(EN), dictionary="none")
    assert [bead.kind for bead in beads] == ["1:1", "1:1"]


@pytest.mark.parametrize(("source", "target"), [([], ["Hello."]), (["港。"], []), (["…"], ["Hello."]), ([], [])])
def test_a_side_without_letters_is_of_the_other_language(source: list[str], target: list[str]) -> None:
    beads = tmflow.align(source, target, dictionary="none")
    assert sorted(index for bead in beads for index in bead.source) == list(range(len(source)))
    assert sorted(index for bead in beads for index in bead.target) == list(range(len(target)))


@pytest.mark.parametrize("text", [b"abc", 3, [1, 2], [JA, None]])
def test_what_is_no_text_is_told(text: Any) -> None:
    with pytest.raises(TypeError, match="give"):
        tmflow.align(text, EN)


def test_two_texts_of_one_language_are_told() -> None:
    with pytest.raises(ValueError, match="both en"):
        tmflow.align("A harbour.", EN)


def test_both_directions_give_the_same_pairs() -> None:
    forth, back = tmflow.align(JA, EN, dictionary="none"), tmflow.align(EN, JA, dictionary="none")

    def pairs(beads: Iterable[tmflow.Bead], *, is_back: bool) -> list[tuple[object, ...]]:
        return [(bead.target, bead.source) if is_back else (bead.source, bead.target) for bead in beads]

    assert pairs(forth, is_back=False) == pairs(back, is_back=True)
