"""Where a text may be cut, and how its pieces go together again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmflow.model.language import Language
from tmflow.mt.mask import Masked, MaskForm
from tmflow.mt.pieces import CUTTERS, cut_clauses, cut_placeholders, cut_sentences, join_pieces, punctuated
from tmflow.mt.protected import Substitute
from tmflow.mt.spacing import Kept

JA, EN = Language.JA, Language.EN


def masked(text: str, *kept: Kept, form: MaskForm = MaskForm.BRACKETS) -> Masked:
    """Return a masked text; its placeholders stand for what is kept, or for codes."""
    return Masked(text=text, kept=kept or ("{a}",) * 9, prefix=(), suffix=(), form=form)


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        (JA, "港が開く。船が出る。", ["港が開く。", "船が出る。"]),
        (JA, "「港が開く。船が出る。」と話した。風が吹く。", ["「港が開く。船が出る。」と話した。", "風が吹く。"]),
        (JA, "本当か!?港だ。", ["本当か!?", "港だ。"]),
        (JA, "港（北。西）だ。", ["港（北。西）だ。"]),
        (EN, "It rained. Ships left.", ["It rained.", " Ships left."]),
        (
            EN,
            "Mr. Hill of No. 5 left at 5 p.m. He is 5.5 feet tall.",
            ["Mr. Hill of No. 5 left at 5 p.m. He is 5.5 feet tall."],
        ),
        (EN, "J. Hill left. He ran.", ["J. Hill left.", " He ran."]),
        (EN, 'He said "Go. Run." ⟦0⟧ left! Yes.', ['He said "Go.', ' Run."', " ⟦0⟧ left!", " Yes."]),
    ],
)
def test_sentences(language: Language, text: str, pieces: list[str]) -> None:
    assert cut_sentences(masked(text), language) == pieces


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        (JA, "風は朝から強かったが、船は予定どおり港を出た。", 2),
        (JA, "雨が降り続いているため、祭りは中止になった。", 2),
        (JA, "工事のため、橋は一週間閉鎖される。", 1),
        (JA, "だが、船は予定どおり港を出た。", 1),
        (JA, "市長が、計画を説明した。", 1),
        (JA, "「風は朝から強かったが、船は出た」と話した。", 1),
        (EN, "The wind was strong, but the ships left the harbor.", 2),
        (EN, "The gate is closed; visitors use the north gate.", 2),
        (EN, "Ropes, sails, and anchors are sold here.", 1),
        (EN, "Ships came, and went.", 1),
    ],
)
def test_clauses(language: Language, text: str, count: int) -> None:
    assert len(cut_clauses(masked(text), language)) == count


@given(
    text=st.text("港が開いた。、」「！ですため⟦0⟧1.The ship,but;A", max_size=60),
    language=st.sampled_from(Language),
    form=st.sampled_from(MaskForm),
)
def test_pieces_joined_are_the_text(text: str, language: Language, form: MaskForm) -> None:
    for cutter in CUTTERS:
        assert "".join(cutter(masked(text, form=form), language)) == text


def test_placeholders_stand_alone() -> None:
    assert cut_placeholders(masked("⟦0⟧の⟦1⟧⟦2⟧"), JA) == ["⟦0⟧", "の", "⟦1⟧", "⟦2⟧"]


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        (JA, "⟦0⟧の港", ["⟦0⟧の港"]),
        (JA, "⟦0⟧、町の港は静かだった。", ["⟦0⟧", "、町の港は静かだった。"]),
        (JA, "⟦0⟧の港⟦1⟧", ["⟦0⟧の港", "⟦1⟧"]),
        (EN, "The harbor is quiet on ⟦0⟧", ["The harbor is quiet on ", "⟦0⟧"]),
        (EN, "In ⟦0⟧ it was quiet here", ["In ⟦0⟧ it was quiet here"]),
    ],
)
def test_what_stands_beside_a_figure_must_be_a_text(language: Language, text: str, pieces: list[str]) -> None:
    figure = Substitute(source="5月", target="May")
    assert cut_placeholders(masked(text, figure, "{a}"), language) == pieces


def test_pieces_go_together() -> None:
    assert join_pieces(["It rained.", " ⟦0⟧ ", ", then", "."], target=EN) == "It rained. ⟦0⟧, then."
    assert join_pieces(["雨だ。", " ⟦0⟧ ", "。"], target=JA) == "雨だ。⟦0⟧。"


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        (EN, "⟦0⟧、⟦1⟧。", "⟦0⟧, ⟦1⟧."),
        (EN, "（⟦0⟧）", "(⟦0⟧)"),
        (EN, "「⟦0⟧」、1,000", '"⟦0⟧", 1,000'),
        (JA, "⟦0⟧, ⟦1⟧.", "⟦0⟧、⟦1⟧。"),
        (JA, "⟦0⟧?", "⟦0⟧？"),
    ],
)
def test_points_are_those_of_the_target(target: Language, text: str, expected: str) -> None:
    assert punctuated(text, target=target) == expected
