"""What a machine proposed, what is made of it, and which units may keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tmflow.errors import ModelError
from tmflow.model.bitext import Origin, OriginKind, State, TranslationUnit
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.match import MatchKind
from tmflow.model.post_edit import EditClass, PostEdit, Proposal

PROPOSAL = Proposal(target=Content.of("The garden opens at nine."), kind=MatchKind.MT, tool="argos ja>en 1.9")
DRAFT = TranslationUnit(
    id="u-1",
    source=Content.of("庭園は9時に開く。"),
    target=PROPOSAL.target,
    state=State.TRANSLATED,
    draft=True,
    proposal=PROPOSAL,
)


def figures(*, char_edits: int = 0, word_edits: int = 0, chars: int = 80) -> PostEdit:
    return PostEdit(
        kind=MatchKind.MT, proposed_chars=100, chars=chars, char_edits=char_edits, words=16, word_edits=word_edits
    )


@pytest.mark.parametrize(
    ("edits", "expected"),
    [(0, EditClass.ACCEPTED), (1, EditClass.EDITED), (50, EditClass.EDITED), (51, EditClass.REWRITTEN)],
)
def test_half_of_the_longer_text_is_the_threshold(edits: int, expected: EditClass) -> None:
    assert figures(char_edits=edits).edit_class is expected


@pytest.mark.parametrize("changes", [{"chars": -1}, {"word_edits": -1}, {"char_edits": 101}])
def test_impossible_figures_are_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ModelError):
        figures(**changes)


def test_markup_is_not_counted() -> None:
    bold = [
        InlineCode(id="1", kind=CodeKind.STRONG, role=role, native="**") for role in (CodeRole.OPEN, CodeRole.CLOSE)
    ]
    edited = PROPOSAL.edited_to(Content.of(bold[0], "The garden opens", bold[1], " at nine."))
    assert (edited.edit_class, edited.chars, edited.words) == (EditClass.ACCEPTED, 25, 6)


def test_japanese_is_counted_in_characters() -> None:
    edited = Proposal(target=Content.of("庭園は9時に開く。"), kind=MatchKind.MT).edited_to(
        Content.of("9時に庭園は開く。")
    )
    assert (edited.char_edits, edited.word_edits, edited.words) == (6, 1, 9)


def test_no_machine_no_proposal() -> None:
    assert Proposal.of(PROPOSAL.target, Origin(kind=OriginKind.HUMAN)) is None
    assert Proposal.of(PROPOSAL.target, Origin(kind=OriginKind.MT, tool=PROPOSAL.tool, match=MatchKind.MT)) == PROPOSAL


def test_a_settled_unit_has_figures_in_place_of_the_proposal() -> None:
    day = date(2026, 11, 27)
    settled = replace(DRAFT, target=Content.of("The garden opens at ten.")).settled(when=day, seconds=7)
    assert settled.proposal is None
    assert settled.post_edit == PROPOSAL.edited_to(Content.of("The garden opens at ten."), when=day, seconds=7)
    assert settled.settled(when=None) == settled


def test_only_a_draft_of_its_source_as_it_is_keeps_a_proposal() -> None:
    for changes in (
        {"draft": False},
        {"previous_source": Content.of("庭園は10時に開く。")},
        {"target": None, "state": State.INITIAL},
    ):
        with pytest.raises(ModelError, match="only a draft of its source"):
            replace(DRAFT, **changes)


def test_without_a_target_there_are_no_figures() -> None:
    with pytest.raises(ModelError, match="nothing was edited"):
        TranslationUnit(id="u-1", source=DRAFT.source, post_edit=figures())
