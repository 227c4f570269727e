"""Blocks of plain text: marks, shapes, levels, and which newlines are wraps."""

from __future__ import annotations

import textwrap

import pytest

from tmflow.text.layout import Shape, iter_layout
from tmflow.text.newline import Newline


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


def test_a_wrapped_mail_quotation_is_one_block() -> None:
    text = (
        "> The boats came home in the evening, and the keeper of the light wrote\n"
        "> down their names one by one.\n"
        ">\n"
        "> He had done so for thirty years, and nobody in the town had ever asked\n"
        "> him to stop.\n\n"
        "Nobody did."
    )
    found = list(iter_layout(text))
    assert [(block.shape, block.mark, block.level) for block in found] == [
        (Shape.QUOTATION, ">", 1),
        (Shape.QUOTATION, ">\n>", 1),
        (Shape.PARAGRAPH, "", 0),
    ]
    assert [block.rule for block in found] == ["layout.start", "layout.blank-line", "layout.blank-line"]


def test_quotations_of_two_depths_and_the_answer_are_blocks() -> None:
    text = ">> Did the boats come home in the evening, as the keeper\n>> had written?\n> They did, all of them.\nGood."
    assert [(block.level, block.rule) for block in iter_layout(text)] == [
        (2, "layout.start"),
        (1, "layout.mark"),
        (0, "layout.line"),
    ]


def test_short_quoted_lines_and_quoted_bullets_stay_apart() -> None:
    assert len(blocks("> Ada Cole\n> Harbour office\n> - rope\n> - lamp")) == 4


@pytest.mark.parametrize("text", [">", "> \n>", "a\n>\nb", "> a\n>", ">\n> a\n>\n>\n> b"])
def test_empty_quoted_lines_are_in_a_block_or_a_mark(text: str) -> None:
    signs = "".join(block.mark + text[block.start : block.end] for block in iter_layout(text))
    assert signs.count(">") == text.count(">")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1. Open the lid.\n2. Take out the rope\n   a. the long one\n   b. the short one\n3. Close the lid", 5),
        ("2. Take out the rope\n a. Put it on the deck", 2),
        ("- Open the lid of the wooden box that stands behind the door of the\n  harbour office and take out the rope,\n  then close it.\n- Go home", 2),
        ("・港の潮位計は百年のあいだ一度も止まらずに静かに線を書き\n\u3000続けてきた。\n・館長によると、最初の記録は1926年の春で、ペンの先は今も当\n\u3000時のままだという。", 2),
        ("・朝の船\n\u3000夜明け前に出る。\n・夜の船", 3),
    ],
)  # fmt: skip
def test_one_item_of_a_list_is_one_block(text: str, count: int) -> None:
    assert len(blocks(text)) == count


def test_the_last_item_after_a_wrapped_one_is_no_heading() -> None:
    text = "1. Open the lid of the box that stands behind the door of\n   the office.\n2. Close the lid\n\nThat is all."
    assert [block.shape for block in iter_layout(text)] == [Shape.LIST_ITEM, Shape.LIST_ITEM, Shape.PARAGRAPH]


@pytest.mark.parametrize(
    "text",
    [
        "The old man looked at the boats in the harbour for a long time and then\n- as he always did - went home by the lower road, where the lamps were\nalready lit and the shops were closing.",
        "The area of the new quay is given in the plan as the length of the wall\n* the width of the deck, which is wrong, because the deck is narrower at\nits northern end. The council knows it.",
        "We counted the boats that came in before the storm, and the number was\n12. Nobody had expected so many at this time of the year, least of all\nthe harbour master.",
        "この建物の二階にある部屋には台所や風呂\n・トイレがないので、利用する人は廊下の\n奥にある共同の設備を使うことになる。洗\n濯は屋上でできる。",
        "この港で困ったことがあるときは、岸壁の\n【窓口】で聞くのがいちばん早い。係の人\nが朝から夕方まで待っている。",
    ],
)  # fmt: skip
def test_a_sign_of_the_sentence_at_the_start_of_a_wrapped_line_is_no_mark(text: str) -> None:
    assert blocks(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "We take along on the day\n- a rope\n- a lamp",
        "The council asks all who come to the harbour to bring the following\n1. a rope of twelve metres\n2. a lamp with new batteries",
        "岸壁へ行く人は、次の物を持ってくること\n・長い綱\n・新しい電池の入った懐中電灯",
    ],
)
def test_marks_with_a_sibling_open_items_after_any_line(text: str) -> None:
    assert blocks(text)[0] == text.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize(
    "text",
    [
        "An old quiet pond\na frog sits in the pond\nthe sound of the rain",
        "I walked along the harbour wall\nand counted every sail,\nthe morning mist began to fall\nas fine and white as hail;\nno one was there to see me go,\nno one to call me back.",
        "today was a good day\nwe finally finished painting the fence\nmum made her famous lemon cake\ntomorrow we go to the sea",
        "駅前に新しい喫茶店ができたので行ってみました\n店内は木の香りがしてとても落ち着きます\n珈琲は少し苦めで私の好みでした",
        "〒000-0012\n潮入市港町一丁目2番3号\n潮入港湾事務所二階\n電話 000-555-0142\n2026年3月14日",
        "参加費：無料\n日時：四月十二日（日）午前十時から午後三時まで\n申込：不要",
        "Saltmarsh Wins the Rowing Cup Again\nOld Quay Closed After the Great Storm\nSchool Choir Sings for the Mayor",
        "これはお祭りのお知らせです。\n雨でも行いますので、ご心配なく！\n持ち物は次のとおりです\nお弁当と水筒です",
    ],
)
def test_verse_diaries_addresses_and_lists_stay_cut_at_their_lines(text: str) -> None:
    assert blocks(text) == text.split("\n")


def test_lines_that_end_inside_of_a_clause_go_on_however_short() -> None:
    first, second = (
        "昨日は久しぶりに図書館へ行って、\n気になっていた船の本を借りました。",
        "帰りに港のパン屋さんへ寄ったら、\n大好きなくるみパンが焼きたてでした。",
    )
    assert blocks(f"{first}\n{second}") == [first, second]


def test_a_heading_directly_over_a_wrapped_paragraph_stands_alone() -> None:
    wrapped = [JAPANESE[start : start + 30] for start in range(0, len(JAPANESE), 30)]
    assert blocks("\n".join(["潮の話", *wrapped])) == ["潮の話", "\n".join(wrapped)]
    assert len(blocks(f"A tide tale\n{textwrap.fill(ENGLISH, 60)}")) == 2


@pytest.mark.parametrize("characters", [13, 15, 18])
def test_narrow_columns_are_prose_where_sentences_end_inside_of_lines(characters: int) -> None:
    lines = [JAPANESE[start : start + characters] for start in range(0, len(JAPANESE), characters)]
    assert len(blocks("\n".join(lines))) == 1


def test_prose_broken_by_hand_is_one_block() -> None:
    text = (
        "The tide gauge in the harbour office has drawn its quiet line\n"
        "for a hundred years. According to the keeper\n"
        "the first entry was made in the spring of the year, and the\n"
        "pen is still the same. Nobody knows\nwhy."
    )
    assert blocks(text) == [text]


def test_a_wrap_before_an_ideographic_blank_is_no_paragraph() -> None:
    text = "館長の話では、この港でいちばん古い船の名は「みさき\u3000まる」といい、足利\n\u3000尊氏の時代から伝わる絵にも描かれているという。今も大切に保管されている\nので、祭りの日には見ることができる。"
    assert len(blocks(text)) == 1
    assert len(blocks("港の朝を歩く\n\u3000船が出るのは五時半だ。")) == 2


def test_lines_of_opening_brackets_alone_are_lines() -> None:
    text = "\n".join(["「" * 20] * 3)
    assert "\n".join(blocks(text)) == text
