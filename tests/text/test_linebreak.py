"""What the words at a newline say, and what a wrapped block is without its wraps."""

from __future__ import annotations

import pytest

from tmflow.text import linebreak
from tmflow.text.linebreak import Line
from tmflow.text.unwrapping import RunningText, unwrap


def line(text: str) -> Line:
    return Line(text, 0, 0, len(text))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We met Mr.", "Oda"),
        ("the harbour-", "master"),
        ("See the guide, vol.", "3"),
        ("このたび弊", "社では"),
        ("建てられたのは1", "0世紀"),
        ("だと思い", "ます。"),
        ("船を見てい", "った"),
    ],
)
def test_torn_words(before: str, after: str) -> None:
    assert linebreak.is_torn_word(line(before), line(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("電話 000-555-0142", "2026年"),
        ("船が出た", "ますの塩焼き"),
        ("A harbour", "Master"),
        ("くれまし", "た。"),
        ("港の話", "って何だ"),
    ],
)
def test_words_that_are_not_torn(before: str, after: str) -> None:
    assert not linebreak.is_torn_word(line(before), line(after))


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        ("It left.", "The quay", True),
        ("It left.”", "The quay", True),
        ("He met Mr.", "Oda", False),
        ("It leaves at 6 p.m.", "On Monday", False),
        ("Holt Marine Inc.", "President", False),
        ("“Is it late?”", "she asked", False),
        ("see p.", "12", False),
        ("「来た。」", "と言う", False),
        ("船は出た。", "とても寒い", True),
        ("本当？", "という声", False),
        ("詳しくは https://example.jp/a?", "id=1", False),
        ("船が出た", "港は", False),
    ],
)
def test_ends_of_sentences(before: str, after: str, *, ends: bool) -> None:
    assert linebreak.ends_sentence(line(before), line(after)) is ends


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        ("お弁当を作りました", "子どもたちは", True),
        ("どうでしょうか", "私は", True),
        ("行きます", "が、", False),
        ("いただきます", "ので、", False),
        ("ありますか", "ら、野生の", False),
        ("船が出た", "港は", False),
    ],
)
def test_polite_ends_without_an_ender(before: str, after: str, *, ends: bool) -> None:
    assert linebreak.ends_politely(line(before), line(after)) is ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How the Town Rebuilt Its Old Stone Quay", True),
        ("the impeachment of the President of the United", False),
        ("Great Place To Use for Old appliances", False),
        ("From Mt. Ashby the Harbour of Holm", False),
        ("Old Quay", False),
    ],
)
def test_headlines(text: str, *, expected: bool) -> None:
    assert linebreak.is_headline(line(text)) is expected


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ("「潮だ。」と\nころが", "「潮だ。」ところが"),
        ("気温は18.\n5度だ", "気温は18.5度だ"),
        ("出典は https://exam\nple.jp/form?\nid=1 だ", "出典は https://example.jp/form?id=1 だ"),
        ("著者は Ada\nCole だ", "著者は Ada Cole だ"),
        ("著者の J\n. R. Holt だ", "著者の J. R. Holt だ"),
        ("足利\u3000\r\n\u3000尊氏", "足利尊氏"),
    ],
)
def test_a_newline_in_japanese_is_nothing_or_a_blank(block: str, text: str) -> None:
    running = unwrap(block, has_blanks=False)
    assert running.text == text
    assert [block[running.position(offset)] for offset in range(len(text)) if text[offset] != " "] == [
        character for character in text if character != " "
    ]


def test_a_newline_in_english_is_a_blank() -> None:
    running = unwrap("He left.\r\n> She\n>> stayed.", has_blanks=True, is_quotation=True)
    assert running.text == "He left. She stayed."
    assert [running.position(offset) for offset in (0, 8, 9, 12, 13, 20)] == [0, 8, 12, 15, 19, 26]


def test_a_block_on_one_line_is_its_own_running_text() -> None:
    assert unwrap("港だ。", has_blanks=False) == RunningText("港だ。")
