"""Names in kanji against Latin letters: how they may be read, and how not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tmflow.text import name_kanji
from tmflow.text.name_kanji import has_reading, is_like_a_name, is_readable, may_read

TABLE = Path(name_kanji.__file__).with_name("name_kanji.tsv")


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("健一", "Kenichi"), ("健一", "Ken'ichi"), ("裕子", "Yuko"), ("裕子", "Hiroko"), ("大友", "Ōtomo"), ("大友", "Otomo"), ("木下", "Kinoshita"), ("井上", "Inoue"), ("佐々木", "Sasaki"),
        ("渡邊", "Watanabe"), ("誠", "Makoto"), ("一平", "Ippei"), ("三平", "Sampei"), ("藤原", "Fujiwara"), ("千尋", "Chihiro"), ("純一", "Junichi"), ("諸岡", "Morooka"), ("さくら", "Sakura"),
    ],
)  # fmt: skip
def test_a_name_may_be_read(name: str, latin: str) -> None:
    assert is_readable(name)
    assert is_like_a_name(latin)
    assert may_read(name, latin)


@pytest.mark.parametrize(
    ("name", "latin"),
    [("健一", "Kenji"), ("諸岡", "Morioka"), ("三上", "Miyagi"), ("直樹", "Naoto"), ("誠", "Minoru"), ("花岡", "Hanamura"), ("和也", "Kazuo")],
)  # fmt: skip
def test_a_name_is_not_read_so(name: str, latin: str) -> None:
    assert is_readable(name)
    assert not may_read(name, latin)


@pytest.mark.parametrize("word", ["Grant", "Smith", "Wang", "Harbor", "Kenichy"])
def test_what_is_no_romanized_japanese(word: str) -> None:
    assert not is_like_a_name(word)


def test_a_rare_kanji_is_not_known() -> None:
    assert not is_readable("鑿")
    assert not may_read("鑿", "Nomi")


def test_a_text_has_a_reading_within_a_run_of_kanji() -> None:
    assert has_reading("前館長三上氏", "Mikami")
    assert not has_reading("港の灯り", "Mikami")


def test_the_table_names_its_source_and_has_each_kanji_once() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert "Apache-2.0" in lines[1]
    assert {len(row) for row in rows} == {3}
    assert len({row[0] for row in rows}) == len(rows)
