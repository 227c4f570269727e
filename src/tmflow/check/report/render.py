"""Choosing a reporter by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from tmflow.check.finding import Findings
from tmflow.check.report.github import render_github
from tmflow.check.report.machine import render_json, render_jsonl
from tmflow.check.report.text import render_text
from tmflow.check.summary import Summary

__all__ = ["ReportFormat", "render"]


class ReportFormat(StrEnum):
    """The reports there are."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    GITHUB = "github"


_REPORTERS: Mapping[ReportFormat, Callable[[Findings, Summary], str]] = {
    ReportFormat.TEXT: render_text,
    ReportFormat.JSON: render_json,
    ReportFormat.JSONL: render_jsonl,
    ReportFormat.GITHUB: render_github,
}


def render(findings: Findings, report_format: ReportFormat | str, *, summary: Summary) -> str:
    """Return a report, each line ended; "" where a format has nothing to say. Raises ValueError for an unknown format.

    >>> print(render(Findings(), "text", summary=Summary(articles=1, units=2, translated=2)), end="")
    No findings in 2 units. 0 reviewed.
    """
    return _REPORTERS[ReportFormat(report_format)](findings, summary)
