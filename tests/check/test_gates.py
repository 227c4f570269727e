from __future__ import annotations

from typing import Any

import pytest

from tests.check.builders import bitext
from tmflow.check.finding import Finding, Findings, Severity
from tmflow.check.gates import FailOn, Gates, verdict
from tmflow.check.summary import Summary, summarize

ROWS: list[dict[str, Any]] = [
    {"source": "一", "target": "One.", "state": "reviewed"},
    {"source": "二", "target": "Two."},
    {"source": "三", "target": "Three.", "draft": True, "origin": "mt"},
    {"source": "四", "target": "Four.", "draft": True, "origin": "memory", "similarity": 80},
    {"source": "五", "target": "Five.", "previous": "六", "draft": True},
    {"source": "七"},
    {"source": "写真", "side": "source", "kind": "credit", "draft": True},
    {"target": "Translated by Mabel Thorne", "side": "target"},
]


def findings(*severities: Severity) -> Findings:
    made = (
        Finding(rule="url", severity=severity, message=str(number), slug="a")
        for number, severity in enumerate(severities)
    )
    return Findings.of(made)


def test_each_unit_counts_once() -> None:
    summary = summarize([bitext(ROWS), bitext(ROWS[:1], slug="other")])
    assert summary == Summary(
        articles=2, units=7, translated=3, reviewed=2, drafts=2, machine=1, stale=1, untranslated=1
    )
    assert summary.units == summary.translated + summary.drafts + summary.stale + summary.untranslated


@pytest.mark.parametrize(
    ("fail_on", "severity", "ok"),
    [
        ("error", Severity.ERROR, False),
        ("error", Severity.WARNING, True),
        ("warning", Severity.WARNING, False),
        ("warning", Severity.INFO, True),
        ("never", Severity.ERROR, True),
    ],
)
def test_fail_on(fail_on: str, severity: Severity, ok: bool) -> None:  # noqa: FBT001 - a table
    found = verdict(findings(severity), {}, Gates(fail_on=FailOn(fail_on)))
    assert found.ok is ok
    assert bool(found.reasons) is not ok


def test_reasons_are_said_in_figures() -> None:
    gates = Gates(
        fail_on=FailOn.WARNING,
        max_untranslated_percent=10,
        min_reviewed_percent=95,
        min_translated_percent=50,
        max_stale=0,
    )
    found = verdict(
        findings(Severity.ERROR, Severity.WARNING, Severity.WARNING), {"a": summarize([bitext(ROWS)])}, gates
    )
    assert found.reasons == (
        "1 error",
        "2 warnings",
        "1 unit stale (at most 0)",
        "untranslated 16.7 % (at most 10 %)",
        "reviewed 16.6 % (at least 95 %)",
        "translated 33.3 % (at least 50 %)",
    )


def test_limits_that_are_just_kept_pass() -> None:
    rows = [{"source": "一", "target": "One.", "state": "final"}, {"source": "二"}]
    gates = Gates(max_untranslated_percent=50, min_reviewed_percent=50, min_translated_percent=50, max_stale=0)
    assert verdict(Findings(), {"a": summarize([bitext(rows)])}, gates) == (True, ())


def test_limits_may_hold_for_each_article() -> None:
    done = summarize([bitext([{"source": "一", "target": "One."}])])
    begun = summarize([bitext([{"source": "一", "target": "One."}, {"source": "二"}])])
    both = {"done": done, "begun": begun}
    together = Gates(max_untranslated_percent=40)
    assert verdict(Findings(), both, together).ok
    each = Gates(max_untranslated_percent=40, per_article=True)
    assert verdict(Findings(), both, each).reasons == ("begun: untranslated 50.0 % (at most 40 %)",)


@pytest.mark.parametrize("limits", [{"min_reviewed_percent": 101}, {"max_untranslated_percent": -1}, {"max_stale": -1}])
def test_a_limit_nobody_can_have_is_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="it is a"):
        Gates(**limits)  # type: ignore[arg-type]  # a table of limits
