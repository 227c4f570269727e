"""Choosing a reporter by name: the one list of them."""

from __future__ import annotations

from collections.abc import Mapping

from tmflow.check.report.badge import render_badge, render_badge_json
from tmflow.check.report.checkstyle import render_checkstyle
from tmflow.check.report.contents import Contents, Reporter
from tmflow.check.report.github import render_github
from tmflow.check.report.gitlab import render_gitlab
from tmflow.check.report.junit import render_junit
from tmflow.check.report.machine import render_json, render_jsonl
from tmflow.check.report.markdown import render_markdown
from tmflow.check.report.page import render_html
from tmflow.check.report.sarif import render_sarif
from tmflow.check.report.table import render_tsv
from tmflow.check.report.text import render_text

__all__ = ["REPORTERS", "render"]

REPORTERS: Mapping[str, Reporter] = {
    "text": render_text,
    "json": render_json,
    "jsonl": render_jsonl,
    "junit": render_junit,
    "sarif": render_sarif,
    "github": render_github,
    "gitlab": render_gitlab,
    "checkstyle": render_checkstyle,
    "md": render_markdown,
    "html": render_html,
    "tsv": render_tsv,
    "badge": render_badge,
    "badge-json": render_badge_json,
}
"""Every reporter; a new one is added here."""


def render(contents: Contents, name: str) -> str:
    """Return a report, each line ended; "" where a format has nothing to say. Raises ValueError for an unknown format.

    >>> from tmflow.check.summary import Summary
    >>> print(render(Contents(summary=Summary(articles=1, units=2, translated=2)), "text"), end="")
    No findings in 2 units. 0 reviewed.
    """
    if name not in REPORTERS:
        raise ValueError(f'"{name}" is no report; there are {", ".join(REPORTERS)}')
    return REPORTERS[name](contents)
