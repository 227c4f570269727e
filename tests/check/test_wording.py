from __future__ import annotations

import pytest

from tmflow.check.wording import describe_changes, printable
from tmflow.text.scripts import display_width
from tmflow.text.terminal import excerpt


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("同じ", "同じ", ""),
        ("住民の声が届いていない", "住民の声が全く届いていない", "+全く"),
        ("岸壁を240メートル造り直す", "岸壁を260メートル造り直す", "240→260"),
        ("a fine old quay", "a quay", "−fine old"),
        ("the old quay and the gulls", "the new quay and three gulls", "old→new, the→three"),
        ("a  b", "a b", ""),
        ("1 2 3 4 5 6 x", "7 2 8 4 9 6 y", "1→7, 3→8, 5→9, x→y"),
        ("1 a 2 b 3 c 4 d 5", "6 a 7 b 8 c 9 d 0", "1→6, 2→7, 3→8, 4→9, …"),
        ("", "新しい", "+新しい"),
    ],
)
def test_changes(old: str, new: str, expected: str) -> None:
    assert describe_changes(old, new) == expected


def test_a_rewritten_novel_is_cut_short() -> None:
    assert display_width(describe_changes("あ い" * 5000, "う え" * 5000)) < 100


@pytest.mark.parametrize("width", [2, 5, 9, 40])
def test_an_excerpt_keeps_its_width(width: int) -> None:
    assert display_width(excerpt("港の話をしよう。A harbour tale.", width=width)) <= width


def test_what_a_terminal_would_obey_is_shown() -> None:
    assert printable("a\x1b]8;;x\x07\u202e\ud800港\U000e0001") == r"a\x1b]8;;x\x07\u202e\ud800港\U000e0001"
