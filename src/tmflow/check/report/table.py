"""The report for a reviewer's spreadsheet: tab-separated values, of which no cell is a formula."""

from __future__ import annotations

from tmflow.check.finding import Finding
from tmflow.check.report.contents import Contents
from tmflow.check.wording import printable

__all__ = ["cell", "render_tsv"]

_HEADER = ("severity", "rule", "article", "source", "target", "message", "expected", "found", "fix", "unit", "line")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def cell(text: str) -> str:
    r"""Return a text as a cell: on one line, and with an apostrophe before what a spreadsheet would reckon.

    Source: OWASP, "CSV Injection".

    >>> cell("=1+1"), cell("a\tb")
    ("'=1+1", 'a\\x09b')
    """
    shown = printable(text)
    return f"'{shown}" if shown.lstrip(" '\"").startswith(_FORMULA) else shown


def render_tsv(contents: Contents) -> str:
    """Return a header line and a line a finding; the last column is the line of the article it points at."""
    rows = [_HEADER, *(_row(finding, contents.line_of(finding)) for finding in contents.findings)]
    return "".join("\t".join(map(cell, row)) + "\n" for row in rows)


def _row(finding: Finding, line: str | None) -> tuple[str, ...]:
    values = (
        finding.severity.value,
        finding.rule,
        finding.slug,
        finding.source,
        finding.target,
        finding.message,
        finding.expected,
        finding.found,
        None if finding.fix is None else finding.fix.text,
        finding.unit_id,
        line,
    )
    return tuple("" if value is None else str(value) for value in values)
