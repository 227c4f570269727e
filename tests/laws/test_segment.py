"""Laws of segmentation: on any text segments partition it, a segment cut again is one, and time is linear."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.segment.segmenter import (
    Newline,
    Notes,
    Quotations,
    SegmentOptions,
    explain,
    iter_segments,
    iter_trimmed,
)
from tmflow.text.layout import iter_layout

CASES = Path(__file__).parents[1] / "cases" / "segment"
FRAGMENTS = st.sampled_from(
    [
        *"。！？.!?…「」『』（）()[]“”\"'、,:;・①■-—♪☆😀w \u3000\n\r\u2028\u200b\u0000",
        *(
            "港",
            "だ",
            "と",
            "です",
            "The",
            "boat",
            "it",
            "No",
            "Mr",
            "U.S",
            "e.g",
            "5",
            "12",
            "https://a.b/c?d=e.",
            "www.",
        ),
        *("\r\n", "\n\n", "1. ", "2) ", "（注：", "（笑）", "[1]", " said", "I", "# ", "> ", "\U0001f468\u200d"),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=40).map("".join))
LANGUAGES = st.sampled_from(list(Language))
OPTIONS = st.builds(
    SegmentOptions,
    quotations=st.sampled_from(list(Quotations)),
    notes=st.sampled_from(list(Notes)),
    newline=st.sampled_from(list(Newline)),
    names_with_marks=st.sampled_from([frozenset[str](), frozenset({"港。", "The!"})]),
)
NO_BLANKS = {code: None for code in range(0x3001) if chr(code).isspace()} | {0x200B: None, 0xFEFF: None}
ADVERSARIAL = 200_000
CPU_LIMIT_S = 4.0
"""Twice the goal of 2 CPU-seconds: two other processes share the machine's caches. Quadratic time would be minutes."""


@settings(deadline=None, max_examples=300)
@given(TEXTS, LANGUAGES, OPTIONS)
def test_segments_partition_any_text(text: str, language: Language, options: SegmentOptions) -> None:
    end = 0
    for segment in iter_segments(text, language=language, options=options):
        assert segment.start == end < segment.end
        assert segment.text == text[segment.start : segment.end]
        assert segment.rule
        end = segment.end
    assert end == len(text)


@settings(deadline=None, max_examples=300)
@given(TEXTS, LANGUAGES, OPTIONS)
def test_only_white_space_stands_between_trimmed_segments(
    text: str, language: Language, options: SegmentOptions
) -> None:
    end = 0
    for part in iter_trimmed(iter_segments(text, language=language, options=options), whitespace=True):
        assert part.start == end < part.end
        assert part.text == text[part.start : part.end]
        assert (part.kind is BlockKind.WHITESPACE) == part.text.isspace()
        assert part.kind is BlockKind.WHITESPACE or part.text.strip() == part.text
        end = part.end
    assert end == len(text)


@settings(deadline=None, max_examples=200)
@given(TEXTS, LANGUAGES, OPTIONS)
def test_explain_and_segments_agree(text: str, language: Language, options: SegmentOptions) -> None:
    ends = [segment.end for segment in iter_segments(text, language=language, options=options)]
    decisions = list(explain(text, language=language, options=options))
    assert [decision.position for decision in decisions if decision.is_boundary] == ends


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_layout_blocks_hold_all_that_is_not_blank(text: str) -> None:
    end = 0
    for block in iter_layout(text):
        assert end <= block.start < block.end
        assert not text[end : block.start].replace(block.mark, "", 1).translate(NO_BLANKS)
        assert text[block.start : block.end].strip()
        end = block.end
    assert not text[end:].translate(NO_BLANKS)


SENTENCES = st.lists(
    st.sampled_from(
        [
            "港は静かだ。",
            "「来た。」と彼は言った。",
            "「本当？」",
            "まさか！？",
            "灯は消えた（予定どおり）。",
            "（訳注：岬の名。）",
            "もう帰ります……",
            "The boat left. ",
            "Mr. Oda saw it at 5 p.m. ",
            "“Is it late?” she asked. ",
            "He went to the U.S. ",
            "(It was early.) ",
            "See https://example.org/a?b. ",
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)


BLOCKS = st.lists(
    st.one_of(
        SENTENCES,
        st.sampled_from(
            ["■ 港の話", "1. 潮\n2. 風", "- a boat\n- a net\n", "> Is it late?\n> It is.", "# 港", "題\n\u3000本文だ。"]
        ),
    ),
    min_size=2,
    max_size=5,
)


def cut(text: str, language: Language) -> list[str]:
    return [part.text for part in iter_trimmed(iter_segments(text, language=language))]


def case_texts(language: Language) -> list[str]:
    tables = sorted((CASES / language.value).glob("*.yaml"))
    return [row["input"] for table in tables for row in YAML(typ="safe").load(table)]


@settings(deadline=None, max_examples=300)
@given(SENTENCES, LANGUAGES)
def test_a_segment_cut_again_is_one(text: str, language: Language) -> None:
    for part in cut(text, language):
        assert cut(part, language) == [part]


@pytest.mark.parametrize("language", list(Language))
def test_a_segment_of_every_case_cut_again_is_one(language: Language) -> None:
    """A wrapped one is left out: without the lines around it nobody can tell its newline from the end of a title."""
    parts = [part for text in case_texts(language) for part in cut(text, language) if "\n" not in part]
    assert len(parts) > len(case_texts(language))
    assert [part for part in parts if cut(part, language) != [part]] == []


@settings(deadline=None, max_examples=300)
@given(BLOCKS, LANGUAGES)
def test_what_a_blank_line_parts_is_cut_as_alone(blocks: list[str], language: Language) -> None:
    assert cut("\n\n".join(blocks), language) == [part for block in blocks for part in cut(block, language)]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "unit",
    [
        ".",
        ". ",
        "A. ",
        "a.",
        "(",
        ")",
        "()",
        "「",
        "「。」",
        '"',
        "“",
        "1",
        "1. ",
        " ",
        "\u3000",
        "\n",
        "。",
        "(笑)",
        "😀",
    ],
)
def test_time_is_linear_on_hostile_text(unit: str, language: Language) -> None:
    text = unit * (ADVERSARIAL // len(unit))
    start = time.process_time()
    assert sum(len(segment.text) for segment in iter_segments(text, language=language)) == len(text)
    assert time.process_time() - start < CPU_LIMIT_S
