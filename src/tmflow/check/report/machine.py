"""The reports for programs: JSON and JSON lines.

A finding has the keys `rule`, `severity` (error, warning, info), `lowered` (an error counted as a warning because its
article is in progress), `message`, `slug`, `unit_id`, `anchor` (source or target: the side to be mended), `source` and
`target` (each null or `path`, `line`, `column`, `end_column`), `expected`, `found`, `fix` (null or `side`, `start` and `end` in
the unit's text, or in the file's without a unit, the `text` to write there, and the `place`), `fingerprint` (the same while the
sentence stays, wherever it stands). A key that does not apply is null. JSON has `schema_version`, `ok`,
`failed`, `summary` and `findings`; a JSON line is a finding with `schema_version`. `findings.schema.json` beside this file
is the JSON Schema of both. A key added leaves the version as it is; a key changed or taken away raises it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from tmflow.check.finding import Finding, Fix, Location, Severity
from tmflow.check.report.contents import Contents, fingerprints
from tmflow.text.terminal import neutral

__all__ = ["SCHEMA_VERSION", "render_json", "render_jsonl"]

SCHEMA_VERSION = 1


def render_json(contents: Contents) -> str:
    """Return one JSON object: verdict, summary and all findings. Lone surrogates come out as "?"."""
    findings = contents.findings
    report = {
        "schema_version": SCHEMA_VERSION,
        "ok": contents.verdict.ok,
        "failed": list(contents.verdict.reasons),
        "summary": {
            **asdict(contents.summary),
            **{f"{severity.value}_findings": findings.counts[severity] for severity in Severity},
            "lowered_findings": findings.lowered,
            "known_findings": contents.known,
        },
        "findings": _rows(contents),
    }
    return _encodable(json.dumps(report, ensure_ascii=False, indent=2)) + "\n"


def render_jsonl(contents: Contents) -> str:
    """Return one JSON object a line, each a finding; "" if there is none."""
    rows = ({"schema_version": SCHEMA_VERSION, **row} for row in _rows(contents))
    return "".join(_encodable(json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def _rows(contents: Contents) -> list[Mapping[str, object]]:
    marks = fingerprints(contents.findings)
    return [{**_row(finding), "fingerprint": mark} for finding, mark in zip(contents.findings, marks, strict=True)]


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
        "fix": _fix(finding.fix),
    }


def _fix(fix: Fix | None) -> Mapping[str, object] | None:
    if fix is None:
        return None
    span = {"start": fix.span.start, "end": fix.span.end}
    return {"side": fix.side.value, **span, "text": fix.text, "place": _place(fix.place)}


def _place(location: Location | None) -> Mapping[str, object] | None:
    return None if location is None else asdict(location)


def _encodable(text: str) -> str:
    """A JSON text that can be written, and printed: nothing in it steers a terminal, or is a command in the log of a runner."""
    return neutral(text.encode("utf-8", "replace").decode("utf-8")).replace("##[", r"##\u005b")
