"""Values of one language in the other's notation."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmflow.text.numbers import iter_values
from tmflow.text.restating import restate


def restated(text: str, language: str) -> list[str | None]:
    other = "en" if language == "ja" else "ja"
    return [restate(text, value, language=other) for value in iter_values(text, language=language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1億5000万ドル", "$150 million"),
        ("１億2000万円", "120 million yen"),
        ("2500元", "2,500 yuan"),
        ("１０ユーロ", "€10"),
        ("1兆2345億6789万円", "1,234,567,890,000 yen"),
        ("3万2千人", "32,000"),
        ("3000人", "3000"),
        ("３０００人", "3000"),
        ("38%", "38 percent"),
        ("3割", "30 percent"),
        ("2026年3月14日", "March 14, 2026"),
        ("3月14日", "March 14"),
        ("25日", "the 25th"),
        ("11月", "November"),
        ("令和7年", "2025"),
        ("1990年代", "the 1990s"),
        ("午後3時半", "3:30 p.m."),
        ("15時30分", "3:30 p.m."),
        ("9時30分", "9:30"),
        ("午前0時", "midnight"),
        ("正午", "noon"),
        ("3時", None),
        ("第3回", None),
        ("5分の1", None),
    ],
)
def test_japanese_in_english(text: str, expected: str | None) -> None:
    assert restated(text, "ja") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$150 million", "1億5000万ドル"),
        ("£3m", "300万ポンド"),
        ("$1.25", "1.25ドル"),
        ("12,500 yen", "1万2500円"),
        ("3 million people", "300万"),
        ("38 percent", "38%"),
        ("March 14, 2026", "2026年3月14日"),
        ("in 2026", "2026年"),
        ("the 1990s", "1990年代"),
        ("at 9 a.m.", "午前9時"),
        ("at 15:30", "15時30分"),
        ("at noon", "正午"),
        ("the 25th", None),
        ("a third of it", None),
    ],
)
def test_english_in_japanese(text: str, expected: str | None) -> None:
    assert restated(text, "en") == [expected]


@given(
    amount=st.integers(1, 10**14),
    unit=st.sampled_from(["円", "ドル", "ユーロ", "ポンド", "元", "人", "%"]),
    day=st.dates(),
)
def test_the_value_stays(amount: int, unit: str, day: object) -> None:
    """What is written is read again with the same value, unless nothing is written."""
    for text in (f"{amount}{unit}", f"{amount // 10**4 + 1}万{unit}", f"{day:%Y年%-m月%-d日}"):
        for value in iter_values(text, language="ja"):
            spelled = restate(text, value, language="en")
            if spelled is not None:
                (read,) = iter_values(spelled, language="en")
                assert (read.value, read.unit) == (value.value, value.unit) or isinstance(read.value, Fraction)
                back = restate(spelled, read, language="ja")
                assert back is None or next(iter_values(back, language="ja")).value == read.value
