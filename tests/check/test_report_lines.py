from __future__ import annotations

import pytest

from tmflow.check.finding import Location
from tmflow.check.report.lines import show
from tmflow.text.scripts import display_width


def place(column: int | None, end: int | None = None) -> Location:
    return Location(path="a", line=1, column=column, end_column=end)


@pytest.mark.parametrize(
    ("text", "column", "end", "line", "caret"),
    [
        ("港は静かだ。", 3, 5, "港は静かだ。", "    ^^^^"),
        ("ｶﾞ港", 3, 4, "ｶﾞ港", "  ^^"),
        ("か\u3099き", 3, 4, "か\u3099き", "  ^^"),
        ("  indented the the", 12, 19, "indented the the", "         ^^^^^^^"),
        ("a\tb", 3, 4, "a b", "  ^"),
        ("end", 4, None, "end", "   ^"),
        ("a\u200bb", 2, 3, "a\\u200bb", " ^^^^^^"),
    ],
)
def test_carets_stand_below_the_place(text: str, column: int, end: int | None, line: str, caret: str) -> None:
    shown = show(text, place(column, end))
    assert shown is not None
    assert (shown.line, shown.caret) == (line, caret)


@pytest.mark.parametrize("column", [None, 9])
def test_there_is_no_caret_without_a_place(column: int | None) -> None:
    assert show("港", place(column)) is None


@pytest.mark.parametrize("filler", ["あ", "a", "か\u3099"])
def test_a_long_line_is_cut_around_the_place(filler: str) -> None:
    text = filler * 300 + "静か" + filler * 300
    start = len(filler) * 300 + 1
    shown = show(text, place(start, start + 2))
    assert shown is not None
    assert shown.marked == "静か"
    assert display_width(shown.line) <= 96
    assert shown.before.startswith("…")
    assert shown.after.endswith("…")
    assert display_width(shown.caret) == display_width(shown.before) + 4


def test_a_long_place_is_cut_itself() -> None:
    shown = show("あ" * 500, place(1, 501))
    assert shown is not None
    assert display_width(shown.line) <= 97
