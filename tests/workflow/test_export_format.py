"""Which format an export is in: what is said, what the name of the file says, and what happens if the two disagree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tmflow.errors import ConfigError
from tmflow.workflow.export import export_format


@pytest.mark.parametrize(
    ("named", "output", "expected"),
    [
        (None, None, "xliff12"),
        (None, "a.xlf", "xliff12"),
        (None, "a.21.xlf", "xliff21"),
        (None, "A.DOCX", "docx"),
        (None, "a.po", "po"),
        (None, "a.tmx", "tmx"),
        (None, "a.xlsx", "xlsx"),
        (None, "a.html", "article"),
        (None, "a.out", "xliff12"),
        (None, "-", "xliff12"),
        ("xliff21", "a.xlf", "xliff21"),
        ("xliff21", "a.xliff", "xliff21"),
        ("po", "a.txt.new", "po"),
        ("article", "a.txt", "article"),
        ("article", "a.out", "article"),
        ("docx", None, "docx"),
    ],
)
def test_the_format_is_told_by_option_or_name(named: str | None, output: str | None, expected: str) -> None:
    assert export_format(named, Path(output) if output else None) == expected


@pytest.mark.parametrize(
    ("named", "output", "problem"),
    [
        ("xliff12", "a.docx", "a.docx is named as docx, and --to says xliff12: leave one of them out"),
        ("article", "a.po", "a.po is named as po, and --to says article: leave one of them out"),
        ("po", "a.md", "a.md is named as article, and --to says po: leave one of them out"),
        ("xliff12", "a.21.xlf", "a.21.xlf is named as xliff21, and --to says xliff12: leave one of them out"),
        (None, "a.csv", "a.csv: CSV holds no units of an article; these do: "),
        ("po", "a.tbx", "a.tbx: TBX"),
    ],
)
def test_a_name_of_another_format_is_refused(named: str | None, output: str, problem: str) -> None:
    with pytest.raises(ConfigError) as raised:
        export_format(named, Path(output))
    assert str(raised.value).startswith(problem)
