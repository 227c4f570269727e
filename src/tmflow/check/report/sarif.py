"""The report for code scanning: SARIF 2.1.0 (OASIS Standard, 27 March 2020)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from tmflow._version import __version__
from tmflow.check.finding import Finding, Findings, Fix, Location, Severity
from tmflow.check.report.contents import Contents, fingerprints
from tmflow.check.report.markup import literal
from tmflow.check.rule import Rule
from tmflow.check.wording import printable
from tmflow.model.bitext import Side

__all__ = ["FINGERPRINT", "render_sarif"]

FINGERPRINT = "tmflowRuleUnit/v1"
"""The name under which a result's fingerprint stands; another way to reckon it takes another name."""
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(contents: Contents) -> str:
    """Return a SARIF log of one run: the rules that found something, and a result for each finding."""
    from tmflow.check.registry import RULES

    findings = contents.in_repository
    found = {finding.rule for finding in findings}
    rules = [rule for rule in (*RULES, *contents.own_rules) if rule.id in found]
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "tmflow", "version": __version__, "rules": [*map(_rule, rules)]}},
                "columnKind": "unicodeCodePoints",
                "results": _results(findings, {rule.id: index for index, rule in enumerate(rules)}),
            }
        ],
    }
    return json.dumps(log, ensure_ascii=True, indent=2) + "\n"


def _results(findings: Findings, indexes: Mapping[str, int]) -> list[dict[str, object]]:
    return [
        _result(finding, mark, indexes.get(finding.rule, -1))
        for finding, mark in zip(findings, fingerprints(findings), strict=True)
    ]


def _rule(rule: Rule) -> dict[str, object]:
    pairs = (("Good", rule.good), ("Bad", rule.bad))
    shown = "\n\n".join(f"{name}: {literal(pair.ja)} / {literal(pair.en)}" for name, pair in pairs)
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.explain(), "markdown": f"{rule.summary} {rule.why}\n\n{shown}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, mark: str, index: int) -> dict[str, object]:
    place = finding.location
    other = finding.source if finding.anchor is Side.TARGET else finding.target
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding.message)},
        "partialFingerprints": {FINGERPRINT: mark},
    }
    if place is not None:
        result["locations"] = [_location(place)]
    if other is not None and other != place:
        result["relatedLocations"] = [{**_location(other), "message": {"text": "the other language"}}]
    if finding.fix is not None and finding.fix.place is not None:
        result["fixes"] = [_fix(finding.fix, finding.fix.place)]
    return result


def _message(text: str) -> str:
    """Return a message in which nothing is a link (3.11.6) or a placeholder (3.11.5)."""
    shown = printable(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return shown.replace("{", "{{").replace("}", "}}")


def _fix(fix: Fix, place: Location) -> dict[str, object]:
    """Return a fix (3.55): what to replace, and by what; nothing there is a link or a placeholder, it is put in as it is."""
    replacement = {"deletedRegion": _region(place), "insertedContent": {"text": fix.text}}
    return {
        "description": {"text": _message(f"write: {fix.shown}" if fix.text else fix.shown)},
        "artifactChanges": [{"artifactLocation": _artifact(place), "replacements": [replacement]}],
    }


def _location(place: Location) -> dict[str, object]:
    return {"physicalLocation": {"artifactLocation": _artifact(place), "region": _region(place)}}


def _artifact(place: Location) -> dict[str, object]:
    return {"uri": quote(place.path, errors="replace"), "uriBaseId": "%SRCROOT%"}


def _region(place: Location) -> dict[str, object]:
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.end_column}
    return {key: value for key, value in region.items() if value is not None}
