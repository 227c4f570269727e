"""The report for merge requests of GitLab: Code Quality, a profile of the Code Climate specification."""

from __future__ import annotations

import json

from tmflow.check.finding import Finding, Severity
from tmflow.check.report.contents import Contents, fingerprints
from tmflow.check.wording import printable

__all__ = ["render_gitlab"]

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render_gitlab(contents: Contents) -> str:
    """Return a JSON array with an issue for each finding."""
    findings = contents.in_repository
    issues = [_issue(finding, mark) for finding, mark in zip(findings, fingerprints(findings), strict=True)]
    return json.dumps(issues, ensure_ascii=True, indent=2) + "\n"


def _issue(finding: Finding, mark: str) -> dict[str, object]:
    place = finding.location
    return {
        "description": printable(finding.message),
        "check_name": finding.rule,
        "fingerprint": mark,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": place.path if place else finding.slug, "lines": {"begin": place.line if place else 1}},
    }
