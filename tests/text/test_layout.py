"""Blocks of plain text: marks, shapes, levels, and which newlines are wraps."""

from __future__ import annotations

import textwrap

import pytest

from tmflow.text.layout import Newline, Shape, iter_layout


def blocks(text: str, newline: Newline = Newline.AUTO) -> list[str]:
    return [text[block.start : block.end] for block in iter_layout(text, newline=newline)]


@pytest.mark.parametrize(
    ("line", "mark", "body", "shape"),
    [
        ("■ 港の朝", "■", "港の朝", Shape.HEADING),
        ("■港の朝", "■", "港の朝", Shape.HEADING),
        ("🟥 1. 港の朝", "🟥", "1. 港の朝", Shape.HEADING),
        ("📰 今日の要点", "📰", "今日の要点", Shape.HEADING),
        ("⚖️ 二つの見方", "⚖️", "二つの見方", Shape.HEADING),
        ("## A harbour", "##", "A harbour", Shape.HEADING),
        ("1) 港の朝", "1)", "港の朝", Shape.HEADING),
        ("１）港の朝", "１）", "港の朝", Shape.HEADING),
        ("4-2. 港の朝", "4-2.", "港の朝", Shape.HEADING),
        ("(1) The harbour", "(1)", "The harbour", Shape.HEADING),
        ("• 朝の船", "•", "朝の船", Shape.LIST_ITEM),
        ("・朝の船", "・", "朝の船", Shape.LIST_ITEM),
        ("- One boat", "-", "One boat", Shape.LIST_ITEM),
        ("✔ 済んだ", "✔", "済んだ", Shape.LIST_ITEM),
        ("✓ Done", "✓", "Done", Shape.LIST_ITEM),
        ("→ 船は出る。", "→", "船は出る。", Shape.LIST_ITEM),
        ("※ 訂正あり", "※", "訂正あり", Shape.LIST_ITEM),
        ("①風を見る", "①", "風を見る", Shape.LIST_ITEM),
        ("■ 船は出た。空は晴れた。", "■", "船は出た。空は晴れた。", Shape.LIST_ITEM),
        ("> 引用だ", ">", "引用だ", Shape.QUOTATION),
    ],
)
def test_marks(line: str, mark: str, body: str, shape: Shape) -> None:
    (block,) = iter_layout(f"{line}\n")
    assert (block.mark, f"{line}\n"[block.start : block.end], block.shape) == (mark, body, shape)


@pytest.mark.parametrize(
    "line",
    [
        "3.5 million yen was paid.",
        "2025年の港",
        "-5度の朝だ",
        "理由は①風②波だ。",
        "――それだけだ。",
        "・・・静かだ。",
        "(had it been late)",
        "#港 の話",
        "■",
        "Route 66. The end.",
        "I. The King",
    ],
)
def test_no_marks(line: str) -> None:
    (block,) = iter_layout(line)
    assert (block.mark, block.shape, line[block.start : block.end]) == ("", Shape.PARAGRAPH, line)


def test_numbered_lines_are_a_list_where_they_follow_one_another() -> None:
    text = "1. 朝の船\n2. 夜の船\n\n3. 港の話\n船は出る。"
    assert [block.shape for block in iter_layout(text)] == [
        Shape.LIST_ITEM,
        Shape.LIST_ITEM,
        Shape.HEADING,
        Shape.PARAGRAPH,
    ]


def test_a_numbered_heading_is_no_item_before_its_subheading() -> None:
    text = "2. 船の章\n2-1. 朝の節\n船は出る。"
    assert [(block.shape, block.level) for block in iter_layout(text)] == [
        (Shape.HEADING, 1),
        (Shape.HEADING, 2),
        (Shape.PARAGRAPH, 0),
    ]


def test_levels() -> None:
    text = "### 節\n- 一\n  - 二\n    - 三\n>> 引用"
    assert [block.level for block in iter_layout(text)] == [3, 1, 2, 3, 2]


def test_rules_say_why_a_block_begins() -> None:
    text = "船が出る\n港が空く\n\n・灯\n\u3000夜だ。\n【画像】港"
    assert [block.rule for block in iter_layout(text)] == [
        "layout.start",
        "layout.line",
        "layout.blank-line",
        "layout.indent",
        "layout.own-line",
    ]


def test_blocks_exclude_blanks_around_them() -> None:
    assert blocks("\n\u3000 船が出る \u3000\r\n\r\n\t港だ\n") == ["船が出る", "港だ"]


def test_caption_line_in_brackets_stands_alone() -> None:
    assert blocks("船は出た。\n【画像】夜明けの港\n町は静かだ。") == [
        "船は出た。",
        "【画像】夜明けの港",
        "町は静かだ。",
    ]


def test_question_and_answer_lines() -> None:
    assert blocks("Q：船は？\nA：まだだ。") == ["Q：船は？", "A：まだだ。"]


def test_ideographic_indent_begins_a_paragraph() -> None:
    text = "\u3000港の潮位計は百年のあいだ一度も止まらずに線を\n書き続けてきた。\n\u3000だが今年は違うと館長は話した。"
    assert len(blocks(text)) == 2


JAPANESE = (
    "港の潮位計は百年のあいだ一度も止まらずに静かに線を書き続けてきた。"
    "館長によると、最初の記録は1926年の春で、ペンの先は今も当時のままだという。"
    "ただしカニが井戸に入り込んだ1961年の6月だけは、まる一日のあいだ線が途切れている。"
)
ENGLISH = (
    "The tide gauge in the harbour office has drawn its quiet line for a hundred years without a stop. "
    "According to Mr. Oda, who keeps it, the first entry was made in the spring of 1926, and the pen is still the "
    "same one. Only in June 1961, when a crab climbed into the well, is the line broken for a whole day."
)


@pytest.mark.parametrize("columns", [40, 50, 60, 72, 80, 100])
def test_wrapped_english_is_one_block(columns: int) -> None:
    assert len(blocks(textwrap.fill(ENGLISH, columns))) == 1


@pytest.mark.parametrize("characters", [20, 25, 30, 36, 40])
def test_wrapped_japanese_is_one_block(characters: int) -> None:
    lines = [JAPANESE[start : start + characters] for start in range(0, len(JAPANESE), characters)]
    assert len(blocks("\n".join(lines))) == 1


def test_wrapped_paragraphs_without_blank_lines_are_told_apart() -> None:
    text = f"{textwrap.fill(ENGLISH, 60)}\n{textwrap.fill(ENGLISH, 60)}"
    assert len(blocks(text)) == 2


def test_hanging_indent_continues_an_item() -> None:
    text = "- There were more than sixty days of fog, and the fires lit in the\n  harbour could not be seen.\n- At night no mark"
    assert len(blocks(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "船が出る\n港が空く\n灯がつく",
        "Tokyo office\nOsaka branch\nNagoya depot",
        "潮は上がる。\n岸壁は上がらない。\n町は迷っている。",
        "How the Town Rebuilt Its Old Stone Quay Before the Flood Came\nBy Harriet Lyle\nPhoto: Nora Whitcombe",
        f"潮の話\n{JAPANESE}\n港の話",
        f"A tide tale\n{ENGLISH}\nThe end",
    ],
)
def test_lines_that_stand_for_themselves(text: str) -> None:
    assert blocks(text) == text.split("\n")


def test_a_title_broken_after_a_particle_is_one_block() -> None:
    assert blocks("港の潮位計は知っていた、町は\n次の高潮を待つのか、それとも\n自ら動くのか") == [
        "港の潮位計は知っていた、町は\n次の高潮を待つのか、それとも\n自ら動くのか"
    ]


def test_a_figure_at_the_start_of_a_wrapped_line_is_no_mark() -> None:
    text = (
        "The council has counted the boats that came into the harbour in the year\n"
        "that ended in March, and the sum was larger than anyone had said it was:\n"
        "nearly two hundred of them, while the year before the number had been of\n"
        "42. Nobody knows why."
    )
    assert len(blocks(text)) == 1


def test_newline_line_and_paragraph() -> None:
    text = textwrap.fill(ENGLISH, 60)
    assert len(blocks(text, Newline.LINE)) == len(text.split("\n"))
    assert blocks("One boat\nTwo boats\n\n- Three", Newline.PARAGRAPH) == ["One boat\nTwo boats", "Three"]
