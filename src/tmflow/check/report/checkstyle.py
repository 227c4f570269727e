"""The report in Checkstyle's XML, which most tools that gather findings read."""

from __future__ import annotations

from itertools import groupby

from tmflow.check.finding import Finding
from tmflow.check.report.contents import Contents
from tmflow.check.report.markup import XML_HEAD, Markup, element

__all__ = ["render_checkstyle"]


def render_checkstyle(contents: Contents) -> str:
    """Return Checkstyle XML: the findings by file; the severities are Checkstyle's own words."""
    files = [
        Markup(f"\n{element('file', {'name': name}, *map(_error, found), Markup(chr(10)))}")
        for name, found in groupby(contents.findings, key=_file)
    ]
    return f"{XML_HEAD}{element('checkstyle', {'version': '4.3'}, *files, Markup(chr(10)))}\n"


def _file(finding: Finding) -> str:
    return finding.location.path if finding.location else finding.slug


def _error(finding: Finding) -> Markup:
    place = finding.location
    attributes = {
        "line": place.line if place else 1,
        "column": place.column if place else None,
        "severity": finding.severity.value,
        "message": finding.message,
        "source": f"tmflow.{finding.rule}",
    }
    return Markup(f"\n{element('error', attributes)}")
