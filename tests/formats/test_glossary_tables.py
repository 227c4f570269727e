"""Glossaries as CSV, TSV and XLSX: what others write, and what tmflow writes for them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.formats.interchange_samples import cases, told_term
from tests.needed import needed
from tmflow.formats.glossaries import iter_terms, write_terms
from tmflow.formats.imported import ImportLog
from tmflow.model.glossary import Term
from tmflow.model.language import Language

GAUGE = Term(japanese=("潮位計", "検潮儀"), english=("tide gauge", "gauge"), note="=A1")
DIAL = Term(japanese=("文字盤",), english=("dial", "gauge"))


@pytest.mark.parametrize("case", cases("glossary_tables.yaml"), ids=lambda case: str(case["id"]))
def test_tables_of_others(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / case.get("name", "a.csv")
    path.write_bytes(case["input"].encode(case.get("codec", "utf-8")))
    log = ImportLog()
    found = [term for _, term in iter_terms(path, log=log)]
    wanted = [told_term(one) for one in case["expected"]]
    assert found == wanted, case["why"]
    assert [[one.line, one.reason] for one in log.refused] == case.get("refused", []), case["why"]
    assert log.read == len(found) + log.refused_count


def test_a_workbook_is_read_with_the_row_of_each_term(tmp_path: Path) -> None:
    openpyxl = needed("openpyxl", install="tmflow[xlsx]")
    workbook = openpyxl.Workbook()
    for row in (("English", "日本語", "Note"), ("quay", "岸壁", None), (None, None, None), ("pier", "桟橋", "of wood")):
        workbook.active.append(row)
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    terms = [
        (2, Term(japanese=("岸壁",), english=("quay",))),
        (4, Term(japanese=("桟橋",), english=("pier",), note="of wood")),
    ]
    assert list(iter_terms(path)) == terms


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_begins_as_a_formula(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    write_terms([GAUGE, Term(japanese=("@港",), english=("+81 port", "-1"))], path, form=form)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="," if form == "csv" else "\t"))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")]


def test_a_plain_table_has_a_row_for_each_form_and_no_form_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_terms([GAUGE, DIAL], path, form="tsv", plain=True)
    assert path.read_text(encoding="utf-8") == "潮位計\ttide gauge\n検潮儀\ttide gauge\n文字盤\tdial\n"
    write_terms([GAUGE, DIAL], path, form="csv", plain=True, first=Language.EN)
    assert path.read_text(encoding="utf-8") == "tide gauge,潮位計\ngauge,潮位計\ndial,文字盤\n"


def test_half_a_character_stops_no_export(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    report = write_terms([Term(japanese=("港",), english=("po\ud83drt",))], path, form="csv")
    assert report.removed == (("港", "\ud83d"),)
    assert [term.english for _, term in iter_terms(path)] == [("port",)]
