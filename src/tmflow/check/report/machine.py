"""The reports for programs: JSON and JSON lines.

A finding has the keys `rule`, `severity` (error, warning, info), `lowered` (an error counted as a warning because its
article is in progress), `message`, `slug`, `unit_id`, `anchor` (source or target: the side to be mended), `source` and
`target` (each null or `path`, `line`, `column`, `end_column`), `expected`, `found`, `fix` ("" = take it out). A key that
does not apply is null. JSON has `schema_version`, `summary` and `findings`; a JSON line is a finding with
`schema_version`. A key added leaves the version as it is; a key changed or taken away raises it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from tmflow.check.finding import Finding, Findings, Location, Severity
from tmflow.check.summary import Summary

__all__ = ["SCHEMA_VERSION", "render_json", "render_jsonl"]

SCHEMA_VERSION = 1


def render_json(findings: Findings, summary: Summary) -> str:
    """Return one JSON object: the summary and all findings. Lone surrogates come out as "?"."""
    report = {
        "schema_version": SCHEMA_VERSION,
        "summary": {
            **asdict(summary),
            **{f"{severity.value}_findings": findings.counts[severity] for severity in Severity},
            "lowered_findings": findings.lowered,
        },
        "findings": [_row(finding) for finding in findings],
    }
    return _encodable(json.dumps(report, ensure_ascii=False, indent=2)) + "\n"


def render_jsonl(findings: Findings, summary: Summary) -> str:  # noqa: ARG001 - every reporter has the same signature
    """Return one JSON object a line, each a finding; "" if there is none."""
    rows = ({"schema_version": SCHEMA_VERSION, **_row(finding)} for finding in findings)
    return "".join(_encodable(json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def _row(finding: Finding) -> Mapping[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "lowered": finding.lowered,
        "message": finding.message,
        "slug": finding.slug,
        "unit_id": finding.unit_id,
        "anchor": finding.anchor.value,
        "source": _place(finding.source),
        "target": _place(finding.target),
        "expected": finding.expected,
        "found": finding.found,
        "fix": finding.fix,
    }


def _place(location: Location | None) -> Mapping[str, object] | None:
    return None if location is None else asdict(location)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
