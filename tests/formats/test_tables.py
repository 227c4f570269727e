from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.formats.interchange_samples import PAIR, cases
from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.pairs import iter_pairs, write_pairs
from tmflow.model.match import MemoryEntry

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
ENTRY = MemoryEntry(source="港", target="Harbor", pair=PAIR, document="harbor.po")

MARKS = "=+-@＝＋－＠\t\r\n"
"""What a spreadsheet takes for the beginning of a formula, or takes off to find one."""


@pytest.mark.parametrize("case", cases("tables.yaml"), ids=lambda case: str(case["id"]))
def test_tables_of_others(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / case.get("name", "a.csv")
    path.write_bytes(case["input"].encode(case.get("codec", "utf-8")))
    log = ImportLog()
    if "error" in case:
        with pytest.raises(FormatError) as caught:
            list(iter_pairs(path))
        assert case["error"] in str(caught.value), case["why"]
        return
    found = list(iter_pairs(path, log=log))
    shown = [[entry.source, entry.target, *([list(entry.notes)] if entry.notes else [])] for entry in found]
    assert shown == case["expected"], case["why"]
    assert [[one.line, one.reason] for one in log.refused] == case.get("refused", []), case["why"]
    assert log.read == len(found) + log.refused_count
    if "properties" in case:
        assert [list(pair) for pair in found[0].properties] == case["properties"], case["why"]


def test_columns_and_direction_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Key,Text,Old,Text JP\n1,Pier,Quay,埠頭\n", encoding="utf-8")
    asked = ImportOptions(source_column="text jp", target_column="Text")
    assert [(entry.source, entry.target) for entry in iter_pairs(path, options=asked)] == [("埠頭", "Pier")]
    path.write_text("1,A,B\n", encoding="utf-8")
    by_place = ImportOptions(source_column="C", target_column="2", pair=PAIR.reversed)
    assert [(entry.source, str(entry.pair)) for entry in iter_pairs(path, options=by_place)] == [("B", "en>ja")]
    with pytest.raises(FormatError, match='no column "Prose"'):
        list(iter_pairs(path, options=ImportOptions(source_column="Prose")))


def test_delimiter_and_encoding_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("港:Harbor\n".encode("cp932"))
    asked = ImportOptions(delimiter=":", encoding="cp932")
    assert [entry.target for entry in iter_pairs(path, options=asked)] == ["Harbor"]
    with pytest.raises(FormatError, match='"klingon" is not an encoding'):
        list(iter_pairs(path, options=ImportOptions(encoding="klingon")))


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz"])
def test_what_is_written_comes_back_and_a_second_write_changes_nothing(name: str, tmp_path: Path) -> None:
    entries = [
        replace(ENTRY, notes=("one",), id="7", author="rin", confidence=80, created=WHEN),
        replace(ENTRY, source="=1\t'a\"\r\n x", target="'=b\n-\r", draft=True, state="reviewed", origin="mt"),
        replace(ENTRY, source='"港', target="-x,;|", document=""),
        replace(ENTRY, source="Quay", target="岸壁", pair=PAIR.reversed, notes=("one", "=two"), changed=WHEN),
        replace(ENTRY, notes=("two\nlines", "", "[1]"), properties=(("note", "=1"), ("note", "a,b"))),
    ]
    path, again = tmp_path / name, tmp_path / f"2{name}"
    assert write_pairs(entries, path, include_drafts=True).units == 5
    assert list(iter_pairs(path)) == entries
    write_pairs(iter_pairs(path), again, include_drafts=True)
    assert again.read_bytes() == path.read_bytes()


def test_no_cell_begins_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_pairs([replace(ENTRY, target=f"{mark}1", notes=(f"{mark}2",)) for mark in MARKS], path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == 1 + len(MARKS)
    assert not [cell for row in rows for cell in row if cell[:1] in set(MARKS)]
    assert [entry.target for entry in iter_pairs(path)] == [f"{mark}1" for mark in MARKS]


def test_drafts_and_what_is_retired_stay_at_home(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    assert write_pairs([ENTRY, replace(ENTRY, draft=True), replace(ENTRY, retired="wrong")], path).units == 1
    assert write_pairs([], path).units == 0
    assert list(iter_pairs(path)) == []


def test_half_a_character_stops_no_export(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_pairs([replace(ENTRY, target="a\ud83db")], path).removed == (("1", "\ud83d"),)
    assert [entry.target for entry in iter_pairs(path)] == ["ab"]


def test_a_fault_late_in_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes("港\tHarbor\n".encode() * 100_000 + b"\x82\xa0\tHarbor\n")
    entries = iter_pairs(path)
    assert next(entries).target == "Harbor"
    with pytest.raises(FormatError, match="not UTF-8 after the first megabyte"):
        list(entries)


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_wide_encodings_of_any_size_by_their_mark(codec: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    for rows in (1, 100_000):
        path.write_bytes(("港\tHarbor\n" * rows).encode(codec))
        assert sum(entry.target == "Harbor" for entry in iter_pairs(path)) == rows
    path.write_bytes("港\tHarbor\n".encode(codec)[:-1])
    with pytest.raises(FormatError, match=f":1:.* not {codec.upper()}$"):
        list(iter_pairs(path))


def test_a_row_that_is_the_wrong_way_round_does_not_take_the_file_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("source,target\n港,Harbor\nQuay,岸壁\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"\(--from\)"):
        list(iter_pairs(path))
    told = ImportLog()
    assert [entry.target for entry in iter_pairs(path, options=ImportOptions(pair=PAIR), log=told)] == ["Harbor"]
    assert [(one.line, one.reason) for one in told.refused] == [(3, "languages swapped")]
    with path.open("a", encoding="utf-8") as stream:
        stream.write("埠頭,Pier\n")
    assert [entry.target for entry in iter_pairs(path)] == ["Harbor", "Pier"]


def test_a_short_table_of_excel_in_cp932_is_taken_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("ja;en\r\n灯台;lighthouse\r\n港;harbor\r\n".encode("cp932"))
    log = ImportLog()
    assert [entry.source for entry in iter_pairs(path, log=log)] == ["灯台", "港"]
    assert "is read as Shift_JIS (CP932), by few characters" in log.warning


def test_a_short_table_of_rare_characters_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("ja;en\r\n灯台の鱇;angler\r\n".encode("cp932"))
    with pytest.raises(FormatError, match="too short to tell"):
        list(iter_pairs(path))
