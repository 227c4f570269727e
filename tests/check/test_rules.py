"""Every rule against its table of cases: all findings of all rules, so that a case also shows what stays silent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.check.builders import subject
from tmflow.check.finding import Finding, Severity
from tmflow.check.registry import RULES
from tmflow.check.rule import Example, Rule
from tmflow.check.runner import check_subjects
from tmflow.check.subject import Subject

TABLES = Path(__file__).parents[1] / "cases" / "check"
CASES = {
    f"{table.stem}/{case['id']}": case
    for table in sorted(TABLES.glob("*.yaml"))
    for case in YAML(typ="safe").load(table)
}
NEEDS_MORE = ("state.", "align.", "dir.", "name.", "term.", "allow.", "consist.", "block.", "pub.", "tm.")
"""Families whose examples cannot be tried as they stand: they need states, files, notes or a glossary."""


def described(finding: Finding, keys: Mapping[str, Any]) -> dict[str, Any]:
    part = keys.get("message", "")
    values = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "at": str(finding.location),
        "unit": finding.unit_id,
        "expected": finding.expected,
        "found": finding.found,
        "fix": None if finding.fix is None else finding.fix.text,
        "lowered": finding.lowered,
        "message": part if part in finding.message else finding.message,
    }
    return {key: values[key] for key in keys}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    case = CASES[name]
    articles = case.get("articles") or [{"slug": "harbor", **case["input"]}]
    subjects = [subject({"slug": f"article{number}", **article}) for number, article in enumerate(articles)]
    findings = check_subjects(subjects, only=case.get("only"))
    assert len(findings) == len(case["expected"]), list(findings)
    for finding, expected in zip(findings, case["expected"], strict=True):
        assert described(finding, expected) == expected, case["why"]


def test_every_rule_has_a_case_that_fires_and_every_case_a_reason() -> None:
    fired = {expected["rule"] for case in CASES.values() for expected in case["expected"]}
    assert fired == {rule.id for rule in RULES}
    assert all(case["why"] and case["origin"] for case in CASES.values())
    assert len(CASES) == sum(len(YAML(typ="safe").load(table)) for table in TABLES.glob("*.yaml"))


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if not rule.id.startswith(NEEDS_MORE) or rule.id == "state.identical"],
    ids=lambda rule: rule.id,
)
def test_the_examples_of_a_rule_are_what_they_say(rule: Rule) -> None:
    good, bad = (
        _article(example, pair="en>ja" if rule.id == "leftover.en-in-ja" else "ja>en")
        for example in (rule.good, rule.bad)
    )
    only = [rule.id] if rule.severity is Severity.INFO else None
    assert not list(check_subjects([good], only=only))
    assert rule.id in {finding.rule for finding in check_subjects([bad], only=only)}


def _article(example: Example, *, pair: str) -> Subject:
    source, target = (example.ja, example.en) if pair == "ja>en" else (example.en, example.ja)
    return subject({"pair": pair, "units": [{"source": source, "target": target}]})


def test_findings_carry_both_places() -> None:
    case = {"units": [{"source": "港は静かだ。", "target": "The harbour is 静か."}]}
    finding = check_subjects([subject(case)])[0]
    assert (str(finding.source), str(finding.target)) == ("articles/ja/harbor.txt:1:1", "articles/en/harbor.txt:1:16")
    assert finding.target is not None
    assert finding.target.end_column == 18
    assert finding.severity is Severity.ERROR
