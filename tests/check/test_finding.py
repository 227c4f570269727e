from __future__ import annotations

import pytest

from tmflow.check.finding import Finding, Findings, Location, Severity
from tmflow.model.bitext import Side


def finding(
    rule: str = "url", severity: Severity = Severity.ERROR, *, line: int = 1, column: int | None = None, path: str = "a"
) -> Finding:
    place = Location(path=path, line=line, column=column)
    return Finding(rule=rule, severity=severity, message=f"{rule} {line}", slug="harbor", target=place)


def test_order_is_path_line_column_then_the_worst_first() -> None:
    warning = finding(severity=Severity.WARNING, line=2)
    unordered = [finding(path="b"), finding(line=10), warning, finding("char.bad", line=2), finding(line=2, column=3)]
    assert [(item.rule, str(item.location)) for item in Findings.of(unordered)] == [
        ("char.bad", "a:2"),
        ("url", "a:2"),
        ("url", "a:2:3"),
        ("url", "a:10"),
        ("url", "b:1"),
    ]


def test_the_same_finding_counts_once() -> None:
    assert len(Findings.of([finding(), finding(), finding(line=2)])) == 2


def test_at_least_takes_the_severity_and_what_is_worse() -> None:
    findings = Findings.of(finding(severity=severity, line=line) for line, severity in enumerate(Severity, 1))
    assert [len(findings.at_least(name)) for name in ("error", "warning", "info")] == [1, 2, 3]
    with pytest.raises(ValueError, match="fatal"):
        findings.at_least("fatal")


def test_warnings_are_ok_and_errors_are_not() -> None:
    assert Findings().ok
    assert Findings.of([finding(severity=Severity.WARNING)]).ok
    assert not Findings.of([finding(), finding(severity=Severity.WARNING)]).ok


def test_a_slice_is_findings_again() -> None:
    findings = Findings.of(finding(line=line) for line in (1, 2, 3))
    assert findings[1:] == Findings(findings.items[1:])
    assert findings[0].location == Location(path="a", line=1)


@pytest.mark.parametrize(
    ("anchor", "has_source", "has_target", "expected"),
    [
        (Side.SOURCE, True, True, "s"),
        (Side.TARGET, True, True, "t"),
        (Side.SOURCE, False, True, "t"),
        (Side.TARGET, True, False, "s"),
        (Side.TARGET, False, False, None),
    ],
)
def test_a_finding_points_at_the_side_to_be_mended(
    anchor: Side,
    has_source: bool,  # noqa: FBT001 - a table
    has_target: bool,  # noqa: FBT001 - a table
    expected: str | None,
) -> None:
    made = Finding(
        rule="url",
        severity=Severity.ERROR,
        message="",
        slug="harbor",
        anchor=anchor,
        source=Location(path="s") if has_source else None,
        target=Location(path="t") if has_target else None,
    )
    assert (made.location.path if made.location else None) == expected


@pytest.mark.parametrize(("line", "column", "end"), [(0, None, None), (1, 0, None), (1, None, 4), (1, 5, 4)])
def test_a_location_counts_from_one_and_forward(line: int, column: int | None, end: int | None) -> None:
    with pytest.raises(ValueError, match="column"):
        Location(path="a", line=line, column=column, end_column=end)
