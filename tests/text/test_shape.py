from time import process_time

import pytest

from tmflow.text.normalize import match_key
from tmflow.text.shape import shape_of_key, text_shape

SAME = [
    ("ja", "午後3時半に出る。", "15時に出る。"),
    ("ja", "正午に出る。", "午前9時15分に出る。"),
    ("ja", "令和7年5月に開く。", "2026年11月に開く。"),
    ("ja", "１億２０００万ドルだ。", "3,000円だ。"),
    ("ja", "3割が残る。", "45パーセントが残る。"),
    ("ja", "3月14日(土)に開く。", "３月１５日（日）に開く。"),
    ("ja", "月曜日に休む。", "火曜日に休む。"),
    ("ja", "第3桟橋だ。", "第十二桟橋だ。"),
    ("ja", "詳しくはhttps://example.org/a。", "詳しくはhttps://example.org/b/1。"),
    ("en", "It leaves at 3:30 p.m. from there.", "It leaves at noon from there."),
    ("en", "It opens on March 14.", "It opens on Dec. 2, 2026."),
    ("en", "It opens on March 14.", "It opens on 2 May 2026."),
    ("en", "It cost $120 million.", "It cost 95 million yen."),
    ("en", "It cost US$5.", "It cost €5.50."),
    ("en", "There are twenty-one ships.", "There are 1,200 ships."),
    ("en", "There are two hundred and five ships.", "There are a million ships."),
    ("en", "An 8-year plan.", "A 9-year plan."),
    ("en", "It fell by 30 percent.", "It fell by 12.5%."),
    ("en", "the 21st festival", "the third festival"),
    ("en", "Closed on Saturday.", "Closed on Sunday."),
    ("en", "Write to desk@example.org soon.", "Write to office@example.org soon."),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_texts_that_differ_in_values_have_one_shape(language: str, one: str, other: str) -> None:
    assert text_shape(one, language=language) == text_shape(other, language=language) != ""


@pytest.mark.parametrize(
    ("language", "text"), [("ja", "港は静かだ。"), ("en", "The harbor is quiet, and its money is gone."), ("en", "")]
)
def test_a_text_without_values_has_none(language: str, text: str) -> None:
    assert text_shape(text, language=language) == ""


def test_the_shape_is_that_of_the_key() -> None:
    text = "総額は１２０万 円だ。"
    assert text_shape(text, language="ja") == shape_of_key(match_key(text), language="ja")


@pytest.mark.parametrize("unit", ["1", "1,", "a1 ", "one ", "an ", "a@", "a.", "第", "午", "www."])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_hostile_text_takes_linear_time(unit: str, language: str) -> None:
    started = process_time()
    text_shape(unit * (60_000 // len(unit)), language=language)
    assert process_time() - started < 2.0
