"""Katakana against Latin spellings: what is one name, and what is another."""

from __future__ import annotations

import pytest

from tmflow.text.transliteration import FAR, NEAR, begins_alike, is_short_for, misfit

SAME = """
グラント Grant / メンデス Mendez / グエン Nguyen / フアン Juan / デュボワ Dubois / デロジエ Desrosiers / モロー Moreau / キャンベル Campbell / レスター Leicester
ヨハンソン Johansson / ミュラー Müller / ノヴァク Nowak / コンセイソン Conceição / シルバ Silva / ロナウド Ronaldo / ヒューズ Hughes / ウォーカー Walker / オブライエン O'Brien / マクドナルド McDonald
ショルツ Scholz / ゼレンスキー Zelensky / ミヒャエル Michael / マイケル Michael / スチュワート Stewart / ライト Wright / パク Park / リッスン Listen / アイランド Island / ハムデン Hampden
"""
OTHER = """
メンドーサ Mendez / メンデス Mendoza / グレイ Grant / グラント Gray / カルデロン Calder / フェルナンデス Hernandez / マルティネス Martin / ウォーカー Walter / ジョンソン Jackson / ハリス Harrison
ウィルソン Williams / クラーク Clay / マーフィー Murray / エマ Emily / アリス Alison / カーター Carver / バーカー Parker / ホフマン Hartmann / ワトソン Watkins / モリス Morgan / ベネット Benton
"""


def pairs(text: str) -> list[tuple[str, ...]]:
    return [tuple(pair.split()) for line in text.strip().splitlines() for pair in line.split(" / ")]


@pytest.mark.parametrize(("katakana", "latin"), pairs(SAME))
def test_a_spelling_of_the_name_is_near(katakana: str, latin: str) -> None:
    assert misfit(katakana, latin) <= NEAR


@pytest.mark.parametrize(("katakana", "latin"), pairs(OTHER))
def test_another_name_is_far(katakana: str, latin: str) -> None:
    assert misfit(katakana, latin) >= FAR


@pytest.mark.parametrize(("katakana", "latin"), [("マイク", "Michael"), ("アレクサンダー", "Alex"), ("トム", "Thomas")])
def test_a_first_name_may_be_short_for_another(katakana: str, latin: str) -> None:
    assert is_short_for(katakana, latin)


def test_a_first_name_that_goes_on_otherwise_is_not_short() -> None:
    assert not is_short_for("エマ", "Emily")


def test_names_begin_alike_by_sound_and_not_by_letter() -> None:
    assert begins_alike("ジェンキンス", "Jennings")
    assert not begins_alike("ビル", "William")


@pytest.mark.parametrize("letters", ["", "1", "ø", "'", "Łódź"])
def test_anything_may_be_asked(letters: str) -> None:
    assert misfit("アカサタナ" * 3, letters) >= FAR


def test_nothing_is_said_of_what_is_too_long_for_a_name() -> None:
    assert misfit("ア" * 5_000, "a" * 50_000) == 0
