"""Where a word stands in a text, and the pattern that finds the texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tmflow.memory.concordance import find_spans, like_pattern
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

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


def test_what_stands_behind_a_nul_is_found(tmp_path: Path) -> None:
    pair = LanguagePair(Language.JA, Language.EN)
    texts = ("a\0harbor", "ａ\0harbor", "Harbor")
    with TranslationMemory(SqliteStore(tmp_path / "memory.sqlite")) as memory:
        memory.learn([MemoryEntry(source="港", target=text, pair=pair) for text in texts], document="a")
        assert {hit.entry.target for hit in memory.search("harbor")} == {*texts}
