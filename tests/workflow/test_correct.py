"""Correcting an alignment: nothing is lost, and aligning again keeps it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.corrections import (
    BELL,
    TODAY,
    add_a_sentence,
    align_again,
    as_the_aligner_left_it,
    fix,
    knocks,
    pairs,
    shown,
)
from tests.workflow.projects import EN, JA, aligned, article, edit, reopened, tree, unit_with, units_of
from tmflow.errors import ConfigError
from tmflow.formats.po import read_po_file, write_po
from tmflow.model.bitext import Side, State
from tmflow.workflow.correct import read_units
from tmflow.workflow.learn import learn
from tmflow.workflow.operations import Confirm, Link, Merge, Move, Operation, Split, Unlink
from tmflow.workflow.review import accept_unit


def test_units_are_joined(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    (merged,) = fix(project, Merge(units=("3", "4"))).changed
    assert (merged.number, merged.bead.kind) == (3, "2:2")
    assert shown([merged.unit]) == [(JA[2] + JA[3], f"{EN[2]} {EN[3]}")]
    assert len(units_of(project, "mist")) == 7


def test_a_joined_unit_may_be_longer_than_any_the_aligner_makes(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    fix(project, Merge(units=("1-8",)))
    before = tree(tmp_path)
    assert align_again(project).kinds == {"8:8": 1}
    assert tree(tmp_path) == before


def test_a_unit_is_cut_in_two(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    before = pairs(project)
    fix(project, Merge(units=("2", "3", "4")))
    first, second = fix(project, Split(unit="2", source=1, target=2)).changed
    assert shown([first.unit, second.unit]) == [(JA[1], f"{EN[1]} {EN[2]}"), (JA[2] + JA[3], EN[3])]
    fix(project, Move(unit="2", side="target", is_down=True))
    fix(project, Split(unit="3", source=1, target=1))
    assert pairs(project) == before


def test_what_is_cut_off_may_have_one_side_only(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    fix(project, Move(unit="4", side="en", is_down=False))
    first, second = fix(project, Split(unit="3", source=0, target=1)).changed
    assert (first.unit.side, second.unit.side) == (Side.TARGET, Side.BOTH)
    assert shown([first.unit, second.unit]) == [("", EN[2]), (JA[2], EN[3])]


@pytest.mark.parametrize(("unit", "is_down", "giver", "taker"), [("4", False, 3, 2), ("4", True, 3, 4)])
def test_a_segment_is_handed_to_the_neighbour(
    tmp_path: Path, unit: str, giver: int, taker: int, *, is_down: bool
) -> None:
    project = aligned(tmp_path)
    fix(project, Move(unit=unit, side="target", is_down=is_down))
    found = dict(pairs(project))
    both = sorted((giver, taker))
    assert found[JA[giver]] is None
    assert found[JA[taker]] == " ".join(EN[number] for number in both)


def test_a_unit_that_hands_over_all_it_has_is_gone(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    fix(project, Unlink(units=("4",)))
    fix(project, Move(unit="4", side="source", is_down=False))
    assert (JA[2] + JA[3], EN[2]) in pairs(project)
    assert len(read_units(reopened(project), "mist").units) == 8


def test_the_sides_are_taken_apart_and_paired_otherwise_even_across_each_other(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    fix(project, Unlink(units=("3", "6")))
    assert [(source, target) for source, target in pairs(project) if not (source and target)] == [
        (JA[2], None),
        ("", EN[2]),
        (JA[5], None),
        ("", EN[5]),
    ]
    fix(project, Link(units=("3", "8")))
    fix(project, Link(units=("4", "7")))
    found = dict(pairs(project))
    assert (found[JA[2]], found[JA[5]]) == (EN[5], EN[2])
    add_a_sentence(project)
    align_again(project)
    found = dict(pairs(project))
    assert (found[JA[2]], found[JA[5]], found[BELL[0]]) == (EN[5], EN[2], BELL[1])


def test_what_comes_of_it_has_a_reviewer(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    (merged,) = fix(project, Merge(units=("3", "4"))).changed
    assert (merged.unit.state, merged.unit.draft) == (State.REVIEWED, False)
    assert merged.unit.origin is not None
    assert (merged.unit.origin.reviewer, merged.unit.origin.when) == ("AK", TODAY)


def test_ids_and_numbers_name_the_same_unit(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    units = read_units(reopened(project), "mist").units
    (merged,) = fix(project, Merge(units=(units[2].unit.id, "4"))).changed
    assert merged.bead.source == (2, 3)
    assert [one.unit.id for one in read_units(reopened(project), "mist").units[3:]] == [
        one.unit.id for one in units[4:]
    ]


def test_units_are_confirmed_by_number_range_and_confidence(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    as_the_aligner_left_it(project)
    assert not any(unit.is_confirmed for unit in units_of(project, "mist"))
    fix(project, Confirm(units=("1", "3-4")))
    assert [unit.state is State.REVIEWED for unit in units_of(project, "mist")] == [
        True, False, True, True, False, False, False, False,
    ]  # fmt: skip
    assert not fix(project, Confirm(least_percent=41)).changed
    assert [one.number for one in fix(project, Confirm(least_percent=40)).changed] == [2, 5, 6, 7, 8]


def test_each_of_equal_sentences_stays_with_its_own_unit(tmp_path: Path) -> None:
    project = knocks(tmp_path)
    fix(project, Unlink(units=("3", "7")), "knock")
    fix(project, Link(units=("3", "9")), "knock")
    beads = [one.bead for one in read_units(reopened(project), "knock").units]
    assert [(bead.source, bead.target) for bead in beads if 2 in bead.source + bead.target] == [
        ((2,), (6,)),
        ((), (2,)),
    ]
    before = tree(tmp_path)
    align_again(project)
    assert tree(tmp_path) == before


def test_equal_sentences_stay_with_their_units_when_the_articles_grow_before_them(tmp_path: Path) -> None:
    project = knocks(tmp_path)
    fix(project, Unlink(units=("3", "7")), "knock")
    fix(project, Link(units=("3", "9")), "knock")
    before = [(one.bead.source, one.bead.target) for one in read_units(reopened(project), "knock").units]
    for language, sentence in zip(("ja", "en"), BELL, strict=True):
        path = tmp_path / "articles" / language / "knock.txt"
        title, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        path.write_text(f"{title}\n\n{sentence}\n\n{body}", encoding="utf-8")
    align_again(project)
    now = {(one.bead.source, one.bead.target) for one in read_units(reopened(project), "knock").units}
    moved = {tuple(tuple(index + (index > 0) for index in side) for side in bead) for bead in before}
    assert now == moved | {((1,), (1,))}


BAD: dict[str, tuple[Operation, str]] = {
    "no such unit": (Merge(units=("7", "9")), r"no unit 9: its units are 1 to 8.*tmflow align fix mist"),
    "not neighbours": (Merge(units=("2", "4")), "units 2 and 4 do not follow one another in the Japanese article"),
    "one unit": (Merge(units=("2",)), "two units or more"),
    "range backwards": (Merge(units=("4-2",)), "write 2-4"),
    "nothing to split": (Split(unit="2", source=1, target=1), "2 has 1:1 segments: its first part cannot be 1:1"),
    "empty part": (Split(unit="2", source=0, target=0), "cannot be 0:0"),
    "too much": (Split(unit="2", source=2, target=0), "cannot be 2:0"),
    "no unit above": (Move(unit="1", side="target", is_down=False), "unit 1 has no unit above it"),
    "no unit below": (Move(unit="8", side="target", is_down=True), "unit 8 has no unit below it"),
    "too many": (Move(unit="2", side="target", is_down=True, count=2), "has 1 target segment: 2 cannot be moved"),
    "none": (Move(unit="2", side="target", is_down=True, count=0), "0 cannot be moved"),
    "no side": (Move(unit="2", side="left", is_down=True), '"left" is no side: source, target, ja, en'),
    "pair": (Link(units=("2", "3")), "unit 2 is a pair already.*unlink 2"),
    "confirm nobody": (Confirm(units=("u-0",)), "no unit u-0"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    project = aligned(tmp_path)
    before = tree(tmp_path)
    operation, message = BAD[name]
    with pytest.raises(ConfigError, match=message):
        fix(project, operation)
    assert tree(tmp_path) == before


def test_one_sided_units_are_refused_where_there_is_nothing_to_do(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    fix(project, Unlink(units=("2", "4")))
    for operation, message in (
        (Unlink(units=("2",)), "unit 2 has one side only"),
        (Split(unit="2", source=1, target=0), "one segment only"),
        (Link(units=("2", "5")), "units 2 and 5 have a source only"),
        (Link(units=("3", "6")), "units 3 and 6 have a target only"),
    ):
        with pytest.raises(ConfigError, match=message):
            fix(project, operation)


def test_an_article_that_is_not_aligned_as_it_is_now_is_refused_with_the_next_step(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": JA})
    with pytest.raises(ConfigError, match=r"fog has no bitext yet. Start with: tmflow align fog"):
        read_units(project, "fog")
    add_a_sentence(project)
    with pytest.raises(ConfigError, match="First: tmflow align mist"):
        fix(project, Merge(units=("2", "3")))
    (tmp_path / "articles/en/mist.txt").unlink()
    with pytest.raises(ConfigError, match="has no partner in articles/en/"):
        read_units(reopened(project), "mist")


def test_words_that_stand_in_the_bitext_only_are_kept_or_the_correction_is_refused(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    unit = unit_with(project, "mist", JA[2])
    accept_unit(project, "mist", unit.id, reviewer="BN", text="The lighthouse was finished in 1908.")
    align_again(project)
    for operation in (Unlink(units=("3",)), Move(unit="4", side="target", is_down=False)):
        with pytest.raises(ConfigError, match=r"unit 3 reads otherwise than the article.*--take-article"):
            fix(project, operation)
    (merged,) = fix(project, Merge(units=("3", "4"))).changed
    expected = (JA[2] + JA[3], f"The lighthouse was finished in 1908. {EN[3]}")
    assert shown([merged.unit]) == [expected]
    assert merged.is_otherwise
    align_again(project)
    assert expected in pairs(project)


def test_a_stale_unit_is_looked_at_first(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/ja/mist.txt", "1908年に建てられた", "1909年に建てられた")
    align_again(project)
    with pytest.raises(ConfigError, match=r"unit 3 is stale.*tmflow align fix mist confirm 3"):
        fix(project, Merge(units=("3", "4")))
    fix(project, Confirm(units=("3",)))
    assert not unit_with(project, "mist", "灯台は1909年に建てられた。").is_stale
    fix(project, Merge(units=("3", "4")))


def test_notes_and_what_stands_in_neither_article_are_kept(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    for side, sentences in (("ja", JA), ("en", EN)):
        (tmp_path / f"articles/{side}/mist.txt").write_text(article([*sentences[:4], *sentences[5:]]), encoding="utf-8")
    align_again(project)
    path = project.bitext_path("mist")
    file = read_po_file(path)
    noted = tuple(replace(unit, notes=(f"note {number}",)) for number, unit in enumerate(file.bitext.units))
    write_po(replace(file.bitext, units=noted), path, file.options)
    fix(project, Merge(units=("2", "3")))
    fix(project, Unlink(units=("4",)))
    units = units_of(project, "mist")
    assert sorted(note for unit in units for note in unit.notes) == [f"note {number}" for number in range(8)]
    assert (JA[4], EN[4]) in shown(units)


def test_a_corrected_pair_whose_translation_is_edited_in_the_article_stays_a_pair(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    fix(project, Unlink(units=("3", "6")))
    fix(project, Link(units=("3", "8")))
    fix(project, Link(units=("4", "7")))
    edit(tmp_path / "articles/en/mist.txt", "The town is paying 8 million yen", "The town has paid 8 million yen")
    align_again(project)
    unit = unit_with(project, "mist", JA[2])
    assert unit.target is not None
    assert unit.target.text == "The town has paid 8 million yen to mend the roof."
    assert (unit.state, unit.draft) == (State.TRANSLATED, True)
    assert unit.origin is not None
    assert (unit.origin.reviewer, unit.origin.when) == (None, None)
    before = tree(tmp_path)
    align_again(project)
    assert tree(tmp_path) == before


def test_the_new_words_of_a_corrected_pair_are_a_draft_until_confirmed_and_the_pair_stays(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    fix(project, Unlink(units=("3", "6")))
    fix(project, Link(units=("3", "8")))
    fix(project, Link(units=("4", "7")))
    path = tmp_path / "articles/en/mist.txt"
    edit(path, "The town is paying 8 million yen", "The town has paid 8 million yen")
    align_again(project)
    (learned,) = learn(reopened(project), ("mist",), reviewer="CL")
    assert (learned.confirmed, learned.drafts) == (7, 1)
    assert unit_with(project, "mist", JA[2]).state is State.TRANSLATED
    add_a_sentence(project)
    align_again(project)
    assert dict(pairs(project))[JA[2]] == "The town has paid 8 million yen to mend the roof."
    edit(path, "The town has paid 8 million yen", "The town has paid 9 million yen")
    (doubtful,) = [one for one in align_again(project).doubtful if one.kind == "both"]
    assert (doubtful.source, doubtful.confidence) == (JA[2], None)
    assert dict(pairs(project))[JA[2]] == "The town has paid 9 million yen to mend the roof."
    fix(project, Confirm(units=("3",)))
    assert unit_with(project, "mist", JA[2]).state is State.REVIEWED
