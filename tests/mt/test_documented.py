"""The tables of faults in docs/machine-translation.md name tests that exist, and its table of gates all gates."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tmflow.mt.gates import DEFAULT_GATES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "machine-translation.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/\S+?\.py)::(\w+)(?:\[([\w-]+)\])?`", PAGE)))
CASES = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "cases" / "mt").glob("*.yaml"))


@pytest.mark.parametrize(("file", "name", "case"), NAMED, ids=[f"{name}-{case}" for _, name, case in NAMED])
def test_a_named_test_exists(file: str, name: str, case: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert name in {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    if case:
        assert f"id: {case}," in CASES or f'"{case}"' in text


def test_each_fault_has_a_test() -> None:
    rows = re.findall(r"^\| (?!fault|---)[^|]+ \| (.+) \|$", PAGE.partition("\n## Known faults")[2], re.MULTILINE)
    assert len(rows) >= 28
    assert all("::" in row for row in rows)


def test_each_gate_is_documented() -> None:
    table = PAGE.partition("\n## The gates")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`(?=[^\n]* \| )", table))
    assert named >= {gate.name for gate in DEFAULT_GATES} | {"placeholders", "terms"}
