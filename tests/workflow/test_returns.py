"""Files as CAT tools return them, unit by unit, merged: tables of edits for both versions of XLIFF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.formats.interchange_samples import TESTS
from tests.workflow.returns import UNITS, merged


def _cases() -> list[Any]:
    folder = TESTS / "cases" / "workflow"
    tables = [folder / "returns_xliff12.yaml", folder / "returns_xliff2.yaml"]
    return [
        pytest.param(row, id=f"{path.stem.removeprefix('returns_')}-{row['id']}")
        for path in tables
        for row in YAML(typ="safe").load(path)
    ]


@pytest.mark.parametrize("case", _cases())
def test_a_unit_that_comes_back(case: dict[str, Any], tmp_path: Path) -> None:
    known = UNITS[case["unit"]]
    found, changes = merged(case, tmp_path)
    expected = dict(case["expected"])
    outcome = expected.pop("outcome")
    assert [change.reason or change.outcome.value for change in changes] == ([] if outcome == "none" else [outcome]), (
        case["why"]
    )
    told = {
        "target": found.target.native if found.target else None,
        "state": found.state.value,
        "draft": found.draft,
        "notes": list(found.notes),
        "stale": found.is_stale,
        "warning": next((change.warning for change in changes), ""),
    }
    assert {key: told[key] for key in expected} == expected, case["why"]
    assert (found == known) == (outcome != "changed"), case["why"]
