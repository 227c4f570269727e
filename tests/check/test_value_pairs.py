"""The bounds the rules on values keep on the pairs of tests/golden/values: faults found, false alarms."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from benchmarks.check_pairs import read_pairs, read_singles, subject_of
from benchmarks.check_peers import by_peer, differs_in_digits
from benchmarks.checks import FAMILIES, by_tmflow, of_singles
from tests.check.builders import subject
from tmflow.check.runner import check_subjects
from tmflow.check.values.comparison import compare_figures
from tmflow.check.values.figures import Figures

PAIRS = list(read_pairs(Path(__file__).parents[1] / "golden" / "values"))
LEAST_FOUND, MOST_FALSE = 0.95, 0.01

LEAST_OF_SINGLES = {
    "addition": 4, "citation": 7, "comparison": 7, "date": 8, "leftover": 5, "meaning": 4, "money": 8, "name": 0, "number": 8,
    "omission": 3, "ordinal": 7, "placeholder": 0, "punctuation": 7, "time": 7, "unit": 7, "untranslated": 4, "url": 7,
}  # fmt: skip


def test_there_are_enough_pairs_of_every_rule() -> None:
    counts = Counter(pair.rule for pair in PAIRS)
    assert 2 * len(PAIRS) >= 400
    assert min(counts.values()) >= 8, counts


def test_faults_are_found_and_right_pairs_left_alone() -> None:
    """At least 95 % of the faults by the rule meant, at most 1 % of the right pairs; a comparison of digits is far off."""
    tally = by_tmflow(PAIRS)
    assert tally.found.total() >= LEAST_FOUND * len(PAIRS), tally.wrong
    assert tally.false.total() <= MOST_FALSE * len(PAIRS), tally.wrong
    peer = by_peer(PAIRS, differs_in_digits)
    assert peer.false.total() > 0.3 * len(PAIRS)


@pytest.mark.parametrize("rule", sorted({pair.rule for pair in PAIRS}))
def test_each_rule_finds_nine_in_ten(rule: str) -> None:
    pairs = [pair for pair in PAIRS if pair.rule == rule]
    tally = by_tmflow(pairs)
    assert tally.found[rule] >= 0.9 * len(pairs), tally.wrong


def test_rules_on_stance_length_and_position_find_most_and_never_alarm() -> None:
    pairs = list(read_pairs(Path(__file__).parents[1] / "golden" / "bilingual"))
    tally = by_tmflow(pairs)
    assert tally.found.total() >= 0.88 * len(pairs), tally.wrong
    assert not tally.false.total(), tally.wrong


@pytest.mark.parametrize("lot", ["unseen-1", "unseen-2"])
def test_pairs_written_before_the_rules_saw_them(lot: str) -> None:
    """With every rule that is on, some rule speaks on 95 % of the faults, and at most 1 % of the right pairs are flagged."""
    pairs = list(read_pairs(Path(__file__).parents[1] / "golden" / lot))
    tally = by_tmflow(pairs, None)
    assert tally.spoken >= LEAST_FOUND * len(pairs), tally.wrong
    assert tally.found.total() >= 0.9 * len(pairs), tally.wrong
    assert tally.false.total() <= MOST_FALSE * len(pairs), tally.wrong


def test_pairs_that_stand_alone_never_fare_worse() -> None:
    """Faults found by any rule, by kind, and no right pair flagged; what a kind has gained is not lost again."""
    tally = of_singles(list(read_singles(Path(__file__).parents[1] / "golden" / "unseen-3")))
    fewer = {kind: tally.found[kind] for kind, least in LEAST_OF_SINGLES.items() if tally.found[kind] < least}
    assert not fewer, tally.wrong
    assert not tally.false, tally.wrong


def test_what_one_language_says_with_a_no_and_the_other_without() -> None:
    tally = of_singles(list(read_singles(Path(__file__).parents[1] / "golden" / "wording")))
    assert tally.found.total() == 18, tally.wrong
    assert not tally.false, tally.wrong


@pytest.mark.parametrize(
    ("lot", "least"),
    [("unseen-4", 77), ("unseen-5", 102), ("unseen-6", 117), ("unseen-7", 112), ("unseen-8", 112), ("unseen-9", 117)],
)
def test_rules_on_values_leave_right_pairs_of_other_writers_alone(lot: str, least: int) -> None:
    """No rule on values flags a right pair; and of the faults, as many as before are found by any rule."""
    singles = list(read_singles(Path(__file__).parents[1] / "golden" / lot))
    flagged = [
        (single.source, single.target, [finding.message for finding in findings])
        for single in singles
        if not single.fault and (findings := check_subjects([single.subject], only=sorted(FAMILIES)))
    ]
    assert not flagged
    tally = of_singles(singles)
    assert tally.found.total() >= least, tally.wrong


def test_pairs_that_tempt_the_rules_are_left_alone() -> None:
    singles = list(read_singles(Path(__file__).parents[1] / "golden" / "singles"))
    tally = of_singles(singles)
    assert not tally.false, tally.wrong
    assert tally.found.total() == sum(1 for single in singles if single.fault), tally.wrong


def test_all_other_rules_are_silent_on_right_pairs_too() -> None:
    alarms = [
        (pair.source, list(found)) for pair in PAIRS if (found := check_subjects([subject_of(pair, pair.target)]))
    ]
    assert len(alarms) <= MOST_FALSE * len(PAIRS), alarms


def test_findings_point_at_both_sides() -> None:
    case = {"units": [{"source": "費用は1億2000万円だ。", "target": "It costs 12 million yen."}]}
    finding = check_subjects([subject(case)])[0]
    assert (str(finding.source), str(finding.target)) == ("articles/ja/harbor.txt:1:4", "articles/en/harbor.txt:1:10")
    assert finding.source is not None
    assert finding.source.end_column == 12


@pytest.mark.parametrize(
    ("japanese", "english"), [("数", "a few "), ("1、", "1, "), ("1時間", "1 hour "), ("3人に", "one in ")]
)
def test_hostile_texts_take_bounded_time(japanese: str, english: str) -> None:
    started = process_time()
    compare_figures(Figures(japanese * 300, "ja"), Figures(english * 300, "en"))
    assert process_time() - started < 3.0
