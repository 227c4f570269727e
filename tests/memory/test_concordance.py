"""Where a word stands in a text, and the pattern that finds the texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tmflow.memory.concordance import find_spans, like_pattern

TABLE: dict[str, Any] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "memory" / "concordance.yaml")


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["id"] for case in TABLE["cases"]])
def test_span_cases(case: dict[str, Any]) -> None:
    text, query = case["input"]
    assert [[span.start, span.end] for span in find_spans(text, query)] == case["expected"], case["why"]


def test_a_pattern_escapes_its_wildcards() -> None:
    assert like_pattern("50%_\\") == "%50\\%\\_\\\\%"


def test_a_long_query_becomes_a_pattern_sqlite_takes() -> None:
    assert len(like_pattern("長" * 100_000).encode()) < 50_000


def test_a_pattern_ends_before_a_nul() -> None:
    assert like_pattern("a\0b") == "%a%"
