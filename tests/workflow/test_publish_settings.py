"""The addresses in the settings of publishing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tmflow.errors import FormatError
from tmflow.workflow.config import read_settings


def written(folder: Path, line: str) -> Path:
    path = folder / "tmflow.yaml"
    path.write_text(f"publish:\n  site_name: Tides\n  {line}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "line",
    [
        "base_url: example.org/letters",
        "base_url: javascript:alert(1)",
        "base_url: mailto:desk@example.org",
        "base_url: 'https://example.org/\"x'",
        "base_url: https://example.org/?a=b",
        "contact: desk@example.org?bcc=other@example.org",
        "contact: the desk",
        "contact: mailto:desk@example.org",
    ],
)
def test_an_address_that_would_be_no_link_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(FormatError, match=line.partition(":")[0]) as caught:
        read_settings(written(tmp_path, line))
    assert caught.value.line == 3


@pytest.mark.parametrize(
    "line",
    [
        "base_url: https://example.org/letters/",
        "base_url: ''",
        "base_url: http://港.example",
        "contact: desk@example.org",
    ],
)
def test_a_good_address_is_taken(tmp_path: Path, line: str) -> None:
    read_settings(written(tmp_path, line))
