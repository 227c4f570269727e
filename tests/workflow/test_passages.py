"""Passages: what a translator sees of an article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tmflow.formats.article import parse_article
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.workflow.passages import read_passages

FOLDER = Path(__file__).parents[1] / "cases" / "workflow"
CASES, BREAKS = (YAML(typ="safe").load(FOLDER / name) for name in ("passages.yaml", "breaks.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_passage_is_clean_and_whole(case: dict[str, Any]) -> None:
    document = parse_article(
        case["input"], format=ArticleFormat(case["format"]), language=Language.parse(case["language"])
    )
    passages = read_passages(document)
    assert [passage.content.native for passage in passages] == case["expected"], case["why"]
    assert all("*" not in passage.content.text.replace(" * ", "") for passage in passages)


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: str(case["id"]))
def test_a_hard_line_break_is_kept_where_it_stands(case: dict[str, Any]) -> None:
    document = parse_article(
        case["input"], format=ArticleFormat(case["format"]), language=Language.parse(case["language"])
    )
    passages = read_passages(document)
    assert [[passage.place.lead, passage.content.native] for passage in passages] == case["expected"], case["why"]
