"""The report for test runners: JUnit XML, a suite an article and a case a rule that found something there.

A case fails if its findings fail the check; milder findings are the output of a case that passes. What an article has no
finding of is one case that passes; each limit that was broken is a failure of the suite "gates".
Source: the schema of Jenkins' xUnit plugin (junit-10.xsd), which GitLab and GitHub actions read as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from tmflow.check.finding import Finding
from tmflow.check.report.contents import Contents
from tmflow.check.report.markup import XML_HEAD, Markup, element

__all__ = ["render_junit"]


def render_junit(contents: Contents) -> str:
    """Return JUnit XML."""
    by_article: dict[str, dict[str, list[Finding]]] = {slug: {} for slug in contents.articles}
    for finding in contents.findings:
        by_article.setdefault(finding.slug, {}).setdefault(finding.rule, []).append(finding)
    suites = [
        _suite(slug, [_case(slug, rule, found, contents) for rule, found in sorted(rules.items())] or [_clean(slug)])
        for slug, rules in by_article.items()
    ]
    limits = [
        element("testcase", {"classname": "gates", "name": reason}, element("failure", {"message": reason}))
        for reason in contents.verdict.reasons
    ]
    if limits:
        suites.append(_suite("gates", limits))
    return f"{XML_HEAD}{element('testsuites', {'name': 'tmflow check'}, Markup(chr(10)), *suites)}\n"


def _suite(name: str, cases: Sequence[Markup]) -> Markup:
    failures = sum("<failure" in case for case in cases)
    counts = {"tests": len(cases), "failures": failures, "errors": 0, "skipped": 0}
    lines = [Markup(f"\n{case}") for case in cases]
    return Markup(f"{element('testsuite', {'name': name, **counts}, *lines, Markup(chr(10)))}\n")


def _clean(slug: str) -> Markup:
    return element("testcase", {"classname": slug, "name": "no findings"})


def _case(slug: str, rule: str, found: Sequence[Finding], contents: Contents) -> Markup:
    failing = [finding for finding in found if contents.fails(finding)]
    place = found[0].location
    attributes = {
        "classname": slug,
        "name": rule,
        "file": place.path if place else None,
        "line": place.line if place else None,
    }
    told = "; ".join(_told(finding) for finding in failing or found)
    child = element("failure", {"type": rule, "message": failing[0].message}, told) if failing else None
    return element("testcase", attributes, child or element("system-out", None, told))


def _told(finding: Finding) -> str:
    return f"{finding.location or finding.slug}: {finding.severity.value}: {finding.message}"
