"""Segments of plain texts and documents against the tables of cases, the options, and what `explain` tells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tmflow.formats.article import parse_article
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, Block, BlockKind, Document, Span
from tmflow.model.language import Language
from tmflow.segment.segmenter import (
    Newline,
    Notes,
    Quotations,
    SegmentOptions,
    explain,
    iter_document_segments,
    iter_segments,
)

CASES = Path(__file__).parents[1] / "cases" / "segment"


@dataclass(frozen=True)
class Case:
    id: str
    origin: str
    input: str
    expected: list[str]
    why: str


def read_cases(language: Language) -> list[Case]:
    tables = sorted((CASES / language.value).glob("*.yaml"))
    return [Case(**row) for table in tables for row in YAML(typ="safe").load(table)]


JAPANESE = read_cases(Language.JA)
ENGLISH = read_cases(Language.EN)


def texts(text: str, language: Language, options: SegmentOptions | None = None) -> list[str]:
    return [segment.text for segment in iter_segments(text, language=language, options=options or SegmentOptions())]


def cut(text: str, language: Language, options: SegmentOptions | None = None) -> list[str]:
    return [piece.strip() for piece in texts(text, language, options)]


def marked(cases: list[Case]) -> list[object]:
    """Known failures must fail: their cure is then noticed."""
    return [
        pytest.param(case, id=case.id, marks=pytest.mark.xfail(strict=True) if case.origin == "known-failure" else ())
        for case in cases
    ]


@pytest.mark.parametrize("case", marked(JAPANESE))
def test_japanese(case: Case) -> None:
    assert cut(case.input, Language.JA) == case.expected, case.why


@pytest.mark.parametrize("case", marked(ENGLISH))
def test_english(case: Case) -> None:
    assert cut(case.input, Language.EN) == case.expected, case.why


@pytest.mark.parametrize(("cases", "language"), [(JAPANESE, Language.JA), (ENGLISH, Language.EN)])
def test_all_cases_in_one_text_are_cut_as_alone(cases: list[Case], language: Language) -> None:
    """Blocks do not disturb one another: what one case says holds in a text of all of them."""
    good = [case for case in cases if case.origin != "known-failure"]
    text = "\n\n".join(case.input for case in good)
    assert cut(text, language) == [piece for case in good for piece in case.expected]
    assert "".join(texts(text, language)) == text


def test_case_tables_are_sound() -> None:
    for cases in (JAPANESE, ENGLISH):
        assert len(cases) >= 900
        assert len({case.id for case in cases}) == len(cases)
        assert all(case.why and case.origin in {"wild", "synthetic", "negative", "known-failure"} for case in cases)


def test_empty_text_has_no_segment() -> None:
    assert texts("", Language.JA) == []


def test_blanks_alone_are_one_segment() -> None:
    assert texts(" \n\u3000\n", Language.EN) == [" \n\u3000\n"]


def test_where_blanks_and_marks_belong() -> None:
    """White space after a segment belongs to it, a mark and an indent to the segment they precede."""
    assert texts("\n ■ 見出し\n\n\u3000本文だ。\u3000次だ。\n", Language.JA) == [
        "\n ■ 見出し\n\n",
        "\u3000本文だ。\u3000",
        "次だ。\n",
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x85", "\u2029"])
def test_every_newline_form_is_a_boundary_and_is_kept(newline: str) -> None:
    text = f"船の話{newline}港の話{newline}{newline}灯の話"
    assert texts(text, Language.JA) == [f"船の話{newline}", f"港の話{newline}{newline}", "灯の話"]


def test_line_separator_is_white_space() -> None:
    assert texts("船の話\u2028港の話", Language.JA) == ["船の話\u2028港の話"]


def test_kinds_come_from_the_layout() -> None:
    text = "## 見出し\n本文だ。\n- 項目\n> 引用だ。"
    kinds = [segment.kind for segment in iter_segments(text, language=Language.JA)]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION]


def test_segments_carry_the_rule_that_ended_them() -> None:
    rules = [
        segment.rule for segment in iter_segments("■ 見出し\n「来た。」と言う。次へ\n\n終わり", language=Language.JA)
    ]
    assert rules == ["layout.line", "ja.ender", "layout.blank-line", "text.end"]


def test_quotations_are_split_on_demand() -> None:
    options = SegmentOptions(quotations=Quotations.SPLIT)
    assert cut("彼は「来た。見た。」と言う。", Language.JA, options) == ["彼は「来た。", "見た。」と言う。"]
    assert cut("“We came. We saw.” He left.", Language.EN, options) == ["“We came.", "We saw.”", "He left."]


def test_brackets_are_kept_when_quotations_are_split() -> None:
    options = SegmentOptions(quotations=Quotations.SPLIT)
    assert cut("船（古い。遅い。）が出た。", Language.JA, options) == ["船（古い。遅い。）が出た。"]


def test_notes_are_segments_on_demand() -> None:
    options = SegmentOptions(notes=Notes.OWN)
    assert cut("閉じた。（注：翌年に再開した。）人は減った。", Language.JA, options) == [
        "閉じた。",
        "（注：翌年に再開した。）",
        "人は減った。",
    ]
    assert cut("It closed. (Note: it opened later.) People left.", Language.EN, options) == [
        "It closed.",
        "(Note: it opened later.)",
        "People left.",
    ]


def test_newline_options() -> None:
    text = "The gauge is a simple machine, a float in a stone well that\nlifts a pen against a drum"
    assert len(texts(text, Language.EN)) == 1
    assert len(texts(text, Language.EN, SegmentOptions(newline=Newline.LINE))) == 2
    listed = "One boat\nTwo boats\n\nThree boats"
    assert len(texts(listed, Language.EN)) == 3
    assert len(texts(listed, Language.EN, SegmentOptions(newline=Newline.PARAGRAPH))) == 2


def test_own_abbreviations() -> None:
    text = "We saw Obs. Cole there."
    assert len(texts(text, Language.EN)) == 2
    assert len(texts(text, Language.EN, SegmentOptions(abbreviations=frozenset({"Obs."})))) == 1


def test_own_names_with_marks() -> None:
    text = "娘。たちの歌だ。次だ。"
    assert cut(text, Language.JA) == ["娘。", "たちの歌だ。", "次だ。"]
    assert cut(text, Language.JA, SegmentOptions(names_with_marks=frozenset({"娘。"}))) == [
        "娘。たちの歌だ。",
        "次だ。",
    ]


def test_names_without_a_mark_are_refused() -> None:
    with pytest.raises(ValueError, match="no mark"):
        SegmentOptions(names_with_marks=frozenset({""}))


def test_explain_names_what_was_refused() -> None:
    decisions = list(explain("Mr. Oda saw it. He left.", language=Language.EN))
    assert [(decision.rule, decision.is_boundary) for decision in decisions] == [
        ("en.abbreviation.never-final", False),
        ("en.ender", True),
        ("en.ender", True),
    ]
    assert (decisions[1].before, decisions[1].after) == ("Mr. Oda saw it. ", "He left.")


def test_explain_tells_of_wrapped_newlines() -> None:
    text = "港の潮位計は百年のあいだ一度も止まらずに、\n静かに線を書き続けてきたと館長は話した。"
    assert [decision.rule for decision in explain(text, language=Language.JA)] == ["layout.wrapped", "ja.ender"]


@pytest.mark.parametrize(("cases", "language"), [(JAPANESE, Language.JA), (ENGLISH, Language.EN)])
def test_boundaries_of_explain_are_the_ends_of_segments(cases: list[Case], language: Language) -> None:
    for case in cases:
        told = [decision.position for decision in explain(case.input, language=language) if decision.is_boundary]
        assert told == [segment.end for segment in iter_segments(case.input, language=language)], case.id


def block(kind: BlockKind, start: int, text: str, language: Language, mark: str = "") -> Block:
    return Block(kind=kind, span=Span(start, start + len(text)), content=Content.of(text), language=language, mark=mark)


def document(*pieces: tuple[BlockKind, str, Language]) -> Document:
    blocks, start = [], 0
    for kind, text, language in pieces:
        blocks.append(block(kind, start, text, language))
        start += len(text) + 1
    return Document(
        language=Language.JA,
        format=ArticleFormat.PLAIN,
        text="\n".join(text for _, text, _ in pieces),
        blocks=tuple(blocks),
    )


def test_document_blocks_are_cut_in_their_own_language() -> None:
    article = document(
        (BlockKind.TITLE, "港はどこへ？船はどこへ？", Language.JA),
        (BlockKind.DECK, "It rose. It fell.", Language.EN),
        (BlockKind.MARKER, "本文", Language.JA),
        (BlockKind.PARAGRAPH, "朝だ。夜だ。", Language.JA),
        (BlockKind.PARAGRAPH, "Mr. Oda left. He slept.", Language.EN),
    )
    found = [(segment.block, segment.kind, segment.text) for segment in iter_document_segments(article)]
    assert found == [
        (0, BlockKind.TITLE, "港はどこへ？船はどこへ？"),
        (1, BlockKind.DECK, "It rose. It fell."),
        (3, BlockKind.PARAGRAPH, "朝だ。"),
        (3, BlockKind.PARAGRAPH, "夜だ。"),
        (4, BlockKind.PARAGRAPH, "Mr. Oda left. "),
        (4, BlockKind.PARAGRAPH, "He slept."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Run `align. Then go. Done` now. Rest.", ["Run align. Then go. Done now.", "Rest."]),
        ("まず`潮。次。`を打つ。終わりだ。", ["まず潮。次。を打つ。", "終わりだ。"]),
    ],
)
def test_nothing_is_cut_inside_of_code(text: str, expected: list[str]) -> None:
    article = parse_article(text, format=ArticleFormat.MARKDOWN)
    assert [part.text.strip() for part in iter_document_segments(article)] == expected


def test_document_segments_partition_each_block() -> None:
    article = document(
        (BlockKind.PARAGRAPH, "一行目だ。\n二行目だ。 ", Language.JA), (BlockKind.NOTE, "（注：朝。）夜。", Language.JA)
    )
    segments = list(iter_document_segments(article))
    for index, part in enumerate(article.blocks):
        own = [segment for segment in segments if segment.block == index]
        assert "".join(segment.text for segment in own) == part.text
        assert [segment.start for segment in own] == [0, *(segment.end for segment in own[:-1])]
