"""Lines of a text, however they end."""

from __future__ import annotations

import pytest

from tmflow.text.lines import LineIndex, line_start

TEXT = "quay\n\nport\r\npier\rdock"


@pytest.mark.parametrize("offset", range(len(TEXT) + 1))
def test_lines_and_columns_are_those_of_counting(offset: int) -> None:
    before = TEXT[:offset]
    if TEXT[offset - 1 : offset + 1] != "\r\n":
        lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert LineIndex(TEXT).line_column(offset) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize("offset", range(len(TEXT) + 1))
def test_a_line_begins_after_the_nearest_end(offset: int) -> None:
    assert line_start(TEXT, offset) == max(TEXT.rfind(end, 0, offset) for end in "\n\r") + 1
