"""Where findings point: the same text repeated, wrapped, joined, moved, and gone."""

from __future__ import annotations

from tests.check.builders import content, document, unit
from tmflow.check.locate import ArticleIndex
from tmflow.check.subject import Subject
from tmflow.model.bitext import Bitext, Place, Side
from tmflow.model.document import BlockKind, Span
from tmflow.model.language import Language, LanguagePair

WRAPPED = "  A quay.\r\n\r\nThe harbour\r\n   is *quiet* and\rdark.\n\nA quay.\n"


def test_lines_end_as_the_model_says() -> None:
    article = document(WRAPPED, Language.EN)
    index = ArticleIndex(article)
    for offset in range(len(WRAPPED) + 1):
        if WRAPPED[offset - 1 : offset + 1] != "\r\n":  # inside of one line end
            assert index.line_column(offset) == article.line_column(offset)


def test_a_wrapped_sentence_is_found_by_its_unwrapped_text() -> None:
    index = ArticleIndex(document(WRAPPED, Language.EN))
    found = content("The harbour is *quiet* and dark.")
    at = index.offset_of(found, found.text.index("dark"))
    assert at is not None
    assert index.line_column(at) == (5, 1)
    assert index.offset_of(found, found.text.index("quiet")) == WRAPPED.index("quiet")


def test_of_several_occurrences_the_place_decides() -> None:
    index = ArticleIndex(document(WRAPPED, Language.EN))
    quay = content("A quay.")
    assert index.offset_of(quay, 0) == WRAPPED.index("A quay.")
    last = Place(block=2, kind=BlockKind.PARAGRAPH, line=7, column=1)
    assert index.offset_of(quay, 0, place=last) == WRAPPED.rindex("A quay.")


def test_of_two_in_one_block_line_and_column_decide() -> None:
    text = "はい。いいえ。はい。はい。"
    index = ArticleIndex(document(text, Language.JA))
    for column in (1, 8, 11):
        place = Place(block=0, kind=BlockKind.PARAGRAPH, line=1, column=column)
        assert index.offset_of(content("はい。"), 0, place=place) == column - 1


def test_a_place_out_of_date_does_no_harm() -> None:
    index = ArticleIndex(document(WRAPPED, Language.EN))
    for block in (2, 99):
        place = Place(block=block, kind=BlockKind.PARAGRAPH, line=900, column=1)
        assert index.offset_of(content("The harbour is *quiet* and dark."), 0, place=place) == WRAPPED.index("The")


def test_what_is_not_there_is_not_found() -> None:
    index = ArticleIndex(document(WRAPPED, Language.EN))
    assert index.offset_of(content("A ship."), 0) is None
    assert index.offset_of(content(""), 0) is None
    assert index.span_of(content("A ship.")) is None


def test_without_the_article_the_recorded_place_serves() -> None:
    made = unit(0, {"source": "港は*静か*だ。\n風。", "target": "x", "at": [0, 4, 3]})
    bitext = Bitext(slug="harbor", pair=LanguagePair(Language.JA, Language.EN), units=(made,))
    subject = Subject(bitext=bitext, source_path="ja.txt")
    assert str(subject.locate(made, Side.SOURCE, Span(2, 4))) == "ja.txt:4:6"
    assert str(subject.locate(made, Side.SOURCE, Span(7, 8))) == "ja.txt:5"
    assert str(subject.locate(made, Side.SOURCE)) == "ja.txt:4:3"
    assert subject.locate(made, Side.TARGET) is None


def test_letters_bridge_blocks_marks_and_width() -> None:
    index = ArticleIndex(document("港は\n静か。\n\n総額１２０万円。", Language.JA))
    assert index.has_letters("港は静か。総額120万円")
    assert index.has_letters("——!")
    assert not index.has_letters("港は騒がしい。")


def test_a_decimal_point_is_part_of_its_number() -> None:
    index = ArticleIndex(document("It cost 12 million yen in 2025. 30 came.", Language.EN))
    assert index.has_letters("It cost 12 million yen in 2025.")
    assert not index.has_letters("It cost 1.2 million yen in 2025.")
