"""Fragments: parts of a text in the memory, and longer texts that a part of it stands in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tmflow.memory.memory import TranslationMemory
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match, MatchKind, MemoryEntry

JA_EN = LanguagePair(Language.JA, Language.EN)
TEXTS = (
    ("船は出ない。", "No ship leaves."),
    ("この案内は図書館が作った。質問は受付まで。", "The library made this guide. Ask at the desk."),
    ("庭の門は夜に閉まる。ただし、夏は別である。", "The garden gate closes at night, except in summer."),
)


@pytest.fixture
def memory() -> Iterator[TranslationMemory]:
    with TranslationMemory(TransientStore()) as made:
        made.learn([MemoryEntry(source=source, target=target, pair=JA_EN) for source, target in TEXTS], document="a")
        yield made


def told(matches: list[Match]) -> list[tuple[str, str]]:
    assert all(match.kind is MatchKind.FRAGMENT for match in matches)
    spans = ((match.query_span, match) for match in matches)
    return [(match.query[span.start : span.end], match.target) for span, match in spans if span]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("風が強く、船は出ない、と港で聞いた。", [("船は出ない", "No ship leaves.")]),
        ("「船は出ない。」", [("船は出ない", "No ship leaves.")]),
        ("Wind all day, no ship leaves, they say.", [("no ship leaves", "船は出ない。")]),
        ("質問は受付まで。", [("質問は受付まで", "Ask at the desk.")]),
        ("新しい棚が入った。質問は受付まで。", [("質問は受付まで", "Ask at the desk.")]),
        ("夏は別である。", [("夏は別である", "The garden gate closes at night, except in summer.")]),
        ("船。", []),
        ("図書館", []),
        (" ", []),
    ],
)
def test_fragments(memory: TranslationMemory, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(memory.fragments(text)) == expected


def test_the_whole_text_is_no_fragment_of_itself(memory: TranslationMemory) -> None:
    assert memory.fragments("船は出ない。") == []


def test_a_part_says_where_it_stands_in_both_texts_and_how_much_it_covers(memory: TranslationMemory) -> None:
    (match,) = memory.fragments("質問は受付まで。")
    assert match.source_span
    assert match.source[match.source_span.start : match.source_span.end] == "質問は受付まで"
    assert match.similarity == 100 * 7 // 21
    assert match.explanation == ("in common: 質問は受付まで",)


def test_drafts_and_retired_entries_are_left_out(memory: TranslationMemory) -> None:
    draft = MemoryEntry(source="雨は降らない。", target="No rain falls.", pair=JA_EN, draft=True)
    memory.learn([draft], document="b")
    text = "風が強く、雨は降らない。"
    assert memory.fragments(text) == []
    assert told(memory.fragments(text, include_drafts=True)) == [("雨は降らない", "No rain falls.")]
    memory.store.retire([(draft.source, draft.target)], reason="wrong")
    assert memory.fragments(text, include_drafts=True) == []


def test_drafts_do_not_crowd_out_what_is_confirmed(memory: TranslationMemory) -> None:
    drafts = [
        MemoryEntry(source=f"雪の日も店は開く。{number}番。", target="draft", pair=JA_EN, draft=True)
        for number in range(30)
    ]
    part = MemoryEntry(source="雪の日も店は開く。", target="draft", pair=JA_EN, draft=True)
    sure = MemoryEntry(source="雪の日も店は開く。ただし昼までとする。", target="Until noon.", pair=JA_EN)
    memory.learn([*drafts, part, sure], document="b")
    assert told(memory.fragments("風が強く、雪の日も店は開く。")) == [("雪の日も店は開く", "Until noon.")]
