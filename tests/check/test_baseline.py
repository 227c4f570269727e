from __future__ import annotations

import pytest

from tmflow.check.baseline import Baseline, Entry
from tmflow.check.finding import Finding, Findings, Severity


def finding(rule: str = "url", slug: str = "harbor", unit: str | None = "u1", message: str = "m") -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, message=message, slug=slug, unit_id=unit)


BEFORE = Baseline().taking([finding(), finding("num.value"), finding(slug="pier")], reason="old", since="2026-01-05")
EVERYWHERE = {"articles": ["harbor", "pier"], "rules": ["url", "num.value"]}


def test_what_was_there_is_known_and_the_rest_is_new() -> None:
    found = Findings.of([finding(), finding(message="another in the same unit"), finding(unit="u2")])
    compared = BEFORE.compare(found, **EVERYWHERE)
    assert (len(compared.new), compared.known, compared.gone) == (2, 1, 2)
    assert [entry.key for entry in compared.kept.entries] == [("url", "harbor", "u1")]


def test_it_only_shrinks() -> None:
    found = Findings.of([finding(unit=f"u{number}") for number in range(9)])
    assert BEFORE.compare(found, **EVERYWHERE).kept.count < BEFORE.count


def test_of_what_was_not_checked_nothing_is_gone() -> None:
    compared = BEFORE.compare(Findings(), articles=["harbor"], rules=["url"])
    assert [entry.key for entry in compared.kept.entries] == [("num.value", "harbor", "u1"), ("url", "pier", "u1")]
    assert compared.gone == 1


def test_a_finding_without_a_unit_is_known_by_its_message() -> None:
    baseline = Baseline().taking([finding(unit=None)], reason="old", since="")
    compared = baseline.compare(Findings.of([finding(unit=None, message="other")]), **EVERYWHERE)
    assert (compared.known, compared.gone) == (0, 1)


def test_an_entry_counts_its_findings() -> None:
    two = Baseline().taking([finding(), finding(message="n")], reason="old", since="")
    assert two.entries[0].count == 2
    compared = two.compare(Findings.of([finding()]), **EVERYWHERE)
    assert (compared.kept.entries[0].count, compared.gone) == (1, 1)


def test_what_no_baseline_can_be_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"):
        Baseline().taking([finding()], reason=" ", since="")
    with pytest.raises(ValueError, match="twice"):
        Baseline((Entry(rule="url", article="a", unit="u"), Entry(rule="url", article="a", unit="u")))
    with pytest.raises(ValueError, match="count"):
        Entry(rule="url", article="a", unit="u", count=0)
