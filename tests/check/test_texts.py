"""The bounds the rules on one text alone keep on tests/golden/texts: faults found, false alarms, time."""

from __future__ import annotations

from collections import Counter
from time import process_time

import pytest

from benchmarks.check_texts import FAMILIES, TEXTS, read_texts, tally
from tests.check.builders import subject
from tmflow.check.runner import check_subjects

ROWS = list(read_texts(TEXTS))


def test_there_are_enough_texts_of_every_rule() -> None:
    assert min(Counter(row.rule for row in ROWS).values()) >= 12


@pytest.mark.parametrize("rule", sorted({row.rule for row in ROWS}))
def test_each_rule_finds_its_faults_and_is_silent_on_right_texts(rule: str) -> None:
    rows = [row for row in ROWS if row.rule == rule]
    counted = tally(rows)
    assert counted.found[rule] >= 0.95 * len(rows), counted.wrong
    assert not counted.false, counted.wrong


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("「" * 400, "“" * 400),
        ("港の" * 2000, "harbor " * 2000),
        ("（" * 3000, "( " * 3000),
        ("あ、" * 3000, "a. b " * 3000),
        ("渡辺さんと渡邊さん" * 600, "Watanabe " * 600),
        ("アンダーソン氏" * 600, "Anderton " * 1000),
        ("{{" + " " * 9000, "<a " * 3000),
        ("下関", f"{'Na' * 40}x {'Na' * 40}y"),
    ],
)
def test_hostile_texts_take_bounded_time(japanese: str, english: str) -> None:
    started = process_time()
    case = subject({"units": [{"source": japanese, "target": english}]})
    check_subjects(
        [case],
        only=[
            *FAMILIES,
            "name.*",
            "markup.*",
            "len.*",
            "paren.pair",
            "quote.nesting",
            "ja.*",
            "en.*",
            "num.style",
            "term.candidate",
            "consist.*",
        ],
    )
    assert process_time() - started < 3.0


def test_many_names_take_bounded_time() -> None:
    names = [
        f"{head}{tail}"
        for head in "カキクケコサシスセソタチツテト"
        for tail in ("ルドナ", "ベリト", "モラーナ", "ゼンカイ")
    ]
    units = [{"source": f"{name}氏が来た。", "target": "Somebody came."} for name in names * 3]
    started = process_time()
    check_subjects([subject({"units": units})], only=["name.variant"])
    assert process_time() - started < 3.0
