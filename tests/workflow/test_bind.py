"""Binding a stored bitext to an article that was edited since."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.workflow.corrections import fix
from tests.workflow.projects import EN, JA, ROOT, aligned, article, units_of
from tmflow.model.bitext import TranslationUnit
from tmflow.workflow.operations import Confirm

CASES: list[dict[str, Any]] = YAML(typ="safe").load(
    (ROOT / "tests" / "cases" / "workflow" / "bind.yaml").read_text(encoding="utf-8")
)


def describe(unit: TranslationUnit) -> str:
    if unit.target is None:
        return "new"
    return f"{'stale' if unit.is_stale else 'kept'} {EN.index(unit.target.text)}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_becomes_of_the_units(case: dict[str, Any], tmp_path: Path) -> None:
    project = aligned(tmp_path)
    sentences = [JA[one] if isinstance(one, int) else one for one in case["input"]]
    (tmp_path / "articles/ja/mist.txt").write_text(article(sentences), encoding="utf-8")
    units = units_of(project, "mist")
    placed = [describe(unit) for unit in units if unit.source_place]
    gone = [EN.index(unit.target.text) for unit in units if not unit.source_place and unit.target]
    expected = case["expected"]
    assert [one for one in placed if one != "new"] == [one for one in expected["units"] if one != "new"], case["why"]
    assert Counter(placed)["new"] == expected.get("new", Counter(expected["units"])["new"]), case["why"]
    if "new" not in expected:
        assert placed == expected["units"], case["why"]
    assert gone == expected.get("gone", []), case["why"]


@pytest.mark.parametrize(
    ("sentence", "expected"), [("灯台は1909年に建てられた。", "stale 2"), ("灯台は1911年に建て直された。", "new")]
)
def test_what_a_person_stands_behind_is_found_elsewhere_if_little_was_edited(
    tmp_path: Path, sentence: str, expected: str
) -> None:
    project = aligned(tmp_path)
    fix(project, Confirm(units=("3",)))
    (tmp_path / "articles/ja/mist.txt").write_text(article([*JA[:2], *JA[3:], sentence]), encoding="utf-8")
    assert describe([unit for unit in units_of(project, "mist") if unit.source_place][-1]) == expected


def test_untranslated_units_whose_source_is_gone_are_dropped(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": JA})
    assert len(units_of(project, "fog")) == len(JA)
    path = tmp_path / "articles/ja/fog.txt"
    from tmflow.workflow.translate import translate_article

    translate_article(project, "fog", use_mt=False)
    path.write_text(article([*JA[:3], "鐘は鳴らない。"]), encoding="utf-8")
    translate_article(project, "fog", use_mt=False)
    path.write_text(article(JA[:3]), encoding="utf-8")
    assert "鐘は鳴らない。" not in {unit.source.text for unit in units_of(project, "fog")}
