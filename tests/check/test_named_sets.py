"""The tables of sets: what they have, and how names are found by them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from tests.check.builders import subject
from tmflow.check.runner import check_subjects
from tmflow.check.values import named_sets
from tmflow.check.values.named_sets import NamedText, iter_mentions
from tmflow.check.values.set_tables import WORD

TABLES = sorted((Path(named_sets.__file__).parent / "sets").glob("*.tsv"))


def may_be_in(name: str, text: str) -> bool:
    """Whether a text in Japanese may have what a name means."""
    member = next(iter_mentions(name, "ja")).members[0]
    return NamedText(text=text, language="ja").may_have(member)


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


def rows(table: Path) -> list[list[list[str]]]:
    """Return the lines of a table as cells, each as its forms."""
    lines = table.read_text(encoding="utf-8").splitlines()
    cells = [[*line.split("\t"), "", ""][:5] for line in lines if not line.startswith("#")]
    return [[cell.split("|") if cell else [] for cell in row] for row in cells]


def plain(form: str) -> str:
    return " ".join(WORD.findall(form)).lower()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_no_form_stands_where_another_already_does_its_work(table: Path) -> None:
    repeated = []
    for _, japanese, english, may_japanese, may_english in rows(table):
        sure = {*map(plain, english)}
        said = Counter(map(plain, may_english))
        repeated += [form for form in may_japanese if form in japanese or may_japanese.count(form) > 1]
        repeated += [
            form
            for form in said
            if form in sure or said[form] > 1 or form.removesuffix("s") in (sure | {*said}) - {form}
        ]
    assert not repeated


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_what_means_no_member_holds_the_name_of_one(table: Path) -> None:
    idle = []
    for kind, japanese, english, *_ in rows(table):
        if kind == ["-"]:
            idle += [form for form in japanese if not named("々" + form[1:], "ja") + named(form[:-1] + "々", "ja")]
            idle += [
                form
                for form in english
                if not named(form.partition(" ")[2], "en") + named(form.rpartition(" ")[0], "en")
            ]
            idle += [form for form in japanese if named(form, "ja")] + [form for form in english if named(form, "en")]
    assert not idle


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
        ("Dogs met a cat. The library fell silent.", "en", ["dog", "cat", "library"]),
        ("Gov. Ito rode a bus. It rained on Mt. Fuji.", "en", ["governor", "bus", "Mt. Fuji"]),
        ("Northern Ireland, china cups and Mother’s Day", "en", []),
    ],
)
def test_names_are_found_where_they_surely_mean_a_member(text: str, language: str, expected: list[str]) -> None:
    assert named(text, language) == expected


def test_one_character_stands_for_a_country_beside_what_says_so() -> None:
    assert may_be_in("英国", "訪英した")
    assert may_be_in("ロシア", "米ロの船")
    assert not may_be_in("英国", "英雄の像")
    assert not may_be_in("ロシア", "ロープ")


def test_a_word_for_any_member_is_none_within_a_name() -> None:
    assert NamedText(text="The ministry paid.", language="en").may_have_any("ministry")
    assert not NamedText(text="The Ministry of Finance paid.", language="en").may_have_any("ministry")


def test_a_fault_is_told_at_its_place_on_both_sides() -> None:
    case = {"units": [{"source": "港に英国の船が着いた。", "target": "A French ship reached the harbor."}]}
    finding = check_subjects([subject(case)], only=["name.other"])[0]
    assert (str(finding.source), str(finding.target)) == ("articles/ja/harbor.txt:1:3", "articles/en/harbor.txt:1:3")
    assert (finding.expected, finding.found) == ("Britain", "French")


def test_a_word_at_the_end_of_the_sentence_before_is_read() -> None:
    unit = {"source": "彼は図書館を出た。鐘が鳴った。", "target": "He left the library. The church bell rang."}
    assert not check_subjects([subject({"units": [unit]})], only=["sense.other"])


_MANY = 600
_KANA, _HEADS = "ガギグゲゴザジズゼゾダデドバビブベボ", "bdgkmnrst"


def many_people(count: int) -> tuple[str, str]:
    """Return as many names in katakana and as many others in Latin letters, each once."""
    japanese = ("".join(_KANA[number * 7 // 17**place % 17] for place in range(4)) for number in range(count))
    english = (
        "".join(_HEADS[number * 2 // 9**place % 9] + "aeiou"[number * 3 // 5**place % 5] for place in range(4))
        for number in range(count)
    )
    return "".join(f"アン・{name}と{name}氏、" for name in japanese), " ".join(
        f"Ann {name.capitalize()}, Mr. {name.capitalize()}" for name in english
    )


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("日米英" * _MANY, "The United " * _MANY),
        ("東京都" * _MANY, "South New " * _MANY),
        ("、訪" * _MANY, "the " * _MANY),
        ("フランスの犬とスイスの猫、" * _MANY, "a Swedish horse and the Danish cow, " * _MANY),
        ("世界保健機関（WHO）と、" * _MANY, "the World Trade Organization (WTO) and " * _MANY),
        ("北朝鮮と、" * _MANY, "in North Korea and " * _MANY),
        ("グレイ氏とアン・グレイ" * _MANY, "Mr. Grant and Ann Grant " * _MANY),
        ("佐藤健一氏" * _MANY, "Mr. Kenji Sato " * _MANY),
        many_people(_MANY),
    ],
)  # fmt: skip
def test_hostile_texts_take_bounded_time(japanese: str, english: str) -> None:
    started = process_time()
    rules = ["name.other", "sense.other", "name.sound", "name.reading"]
    check_subjects([subject({"units": [{"source": japanese, "target": english}]})], only=rules)
    assert process_time() - started < 1.5
