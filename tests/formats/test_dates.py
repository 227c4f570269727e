"""Dates of title blocks against their case table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tmflow.formats.dates import iter_dates

CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "formats" / "dates.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_dates(case: dict[str, Any]) -> None:
    found = list(iter_dates(case["input"]))
    assert [[date.written, date.iso] for date in found] == [case["expected"]], case["why"]
    assert all(case["input"][date.start : date.end] == date.written for date in found)


@pytest.mark.parametrize("text", ["1897年の請願", "3,000 people", "10月", "Marching 14 miles", "v2026.3", "12:30"])
def test_no_date(text: str) -> None:
    assert list(iter_dates(text)) == []
