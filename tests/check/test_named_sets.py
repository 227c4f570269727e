"""The tables of sets: what they have, and how names are found by them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from tests.check.builders import subject
from tmflow.check.runner import check_subjects
from tmflow.check.values import named_sets
from tmflow.check.values.named_sets import any_may_be_in, iter_mentions, may_be_in

TABLES = sorted((Path(named_sets.__file__).parent / "sets").glob("*.tsv"))


def named(text: str, language: str) -> list[str]:
    return [member.name("en") for one in iter_mentions(text, language) for member in one.members]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_table_says_where_its_facts_are_from_and_has_whole_rows(table: Path) -> None:
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert lines[0].startswith("# ")
    assert all(3 <= len(row) <= 5 for row in rows), [row for row in rows if not 3 <= len(row) <= 5]
    assert all(all(form == form.strip() for cell in row for form in cell.split("|")) for row in rows)
    doubled = [key for key, count in Counter((row[0], row[1], row[2]) for row in rows).items() if count > 1]
    assert not doubled


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("日韓の学生", "ja", ["Japan", "South Korea"]),
        ("中国新聞と日本橋", "ja", []),
        ("インドネシアの港", "ja", ["Indonesia"]),
        ("ＷＨＯの水", "ja", ["World Health Organization"]),
        ("父島の春日", "ja", []),
        ("The Papua New Guinea U.S.-led team", "en", ["Papua New Guinea", "United States"]),
        ("the Ministry of Finance and the finance ministry", "en", ["finance ministry", "finance ministry"]),
        ("Mr. Brown saw a brown dog", "en", ["brown", "dog"]),
        ("Northern Ireland and china cups", "en", []),
    ],
)
def test_names_are_found_where_they_surely_mean_a_member(text: str, language: str, expected: list[str]) -> None:
    assert named(text, language) == expected


def test_one_character_stands_for_a_country_beside_what_says_so() -> None:
    britain, russia = (next(iter_mentions(name, "ja")).members[0] for name in ("英国", "ロシア"))
    assert may_be_in(britain, "訪英した", "ja")
    assert may_be_in(russia, "米ロの船", "ja")
    assert not may_be_in(britain, "英雄の像", "ja")
    assert not may_be_in(russia, "ロープ", "ja")


def test_a_word_for_any_member_is_none_within_a_name() -> None:
    assert any_may_be_in("ministry", "The ministry paid.", "en")
    assert not any_may_be_in("ministry", "The Ministry of Finance paid.", "en")


def test_a_fault_is_told_at_its_place_on_both_sides() -> None:
    case = {"units": [{"source": "港に英国の船が着いた。", "target": "A French ship reached the harbor."}]}
    finding = check_subjects([subject(case)], only=["name.other"])[0]
    assert (str(finding.source), str(finding.target)) == ("articles/ja/harbor.txt:1:3", "articles/en/harbor.txt:1:3")
    assert (finding.expected, finding.found) == ("Britain", "French")


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("日米英", "The United "),
        ("東京都", "South New "),
        ("、訪", "the "),
        ("グレイ氏とアン・グレイ", "Mr. Grant and Ann Grant "),
        ("佐藤健一氏", "Mr. Kenji Sato "),
    ],
)
def test_hostile_texts_take_bounded_time(japanese: str, english: str) -> None:
    started = process_time()
    check_subjects(
        [subject({"units": [{"source": japanese * 500, "target": english * 500}]})], only=["name.other", "sense.other"]
    )
    assert process_time() - started < 3.0
