"""The report for a terminal: a line a finding, in columns, with the place it points at below, and a summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from tmflow.check.finding import Finding, Findings, Severity
from tmflow.check.report.contents import Contents
from tmflow.check.report.lines import Shown, show
from tmflow.check.summary import Summary
from tmflow.check.wording import printable, shortened
from tmflow.text.counts import counted
from tmflow.text.scripts import display_width

__all__ = ["render_text", "summary_line"]

_INERT = str.maketrans({"[": r"\x5b", ":": r"\x3a"})


def render_text(contents: Contents) -> str:
    """Return `path:line:column  severity  rule  message` for each finding, aligned, and the summary line.

    Below a finding stands the line it points at, where it is known, with carets under the place.
    """
    findings = contents.findings
    rows = [_cells(finding) for finding in findings]
    widths = [max((display_width(row[column]) for row in rows), default=0) for column in range(3)]
    lines: list[str] = []
    for finding, row in zip(findings, rows, strict=True):
        lines += ["  ".join((*map(_pad, row[:3], widths), *row[3:])), *_pointed_at(finding, contents)]
    known = [f"{counted(contents.known, 'finding')} more in the baseline."] if contents.known else []
    return "".join(f"{line.rstrip()}\n" for line in (*lines, summary_line(findings, contents.summary), *known))


def _pointed_at(finding: Finding, contents: Contents) -> Iterator[str]:
    line, place = contents.line_of(finding), finding.location
    shown = show(line, place) if line is not None and place is not None else None
    if shown is None or not shown.line.strip():
        return
    if _is_command(shown.line):
        shown = Shown(**{part.name: getattr(shown, part.name).translate(_INERT) for part in fields(shown)})
    yield f"    {shown.line}"
    yield f"    {shown.caret}"


def _is_command(line: str) -> bool:
    """Whether a runner of GitHub Actions would take a line of its log for a command: "::" at its start, "##[" anywhere."""
    return line.lstrip().startswith("::") or "##[" in line


def _cells(finding: Finding) -> tuple[str, ...]:
    message = shortened(finding.message)
    fix = () if finding.fix is None else (f"    fix: {shortened(finding.fix.shown)}",)
    cells = (str(finding.location or finding.slug), finding.severity.value, finding.rule, message, *fix)
    return tuple(cell.translate(_INERT) if "##[" in cell else cell for cell in map(printable, cells))


def _pad(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def summary_line(findings: Findings, summary: Summary) -> str:
    """Return the counts of findings and of units, as one sentence or two.

    >>> summary_line(Findings(), Summary(articles=1, units=3, translated=1, reviewed=1, drafts=2, machine=2))
    'No findings in 3 units. 1 reviewed, 2 machine (not reviewed).'
    """
    counts = findings.counts
    found = ", ".join(
        counted(counts[severity], _NOUNS[severity]) if severity is not Severity.INFO else f"{counts[severity]} info"
        for severity in Severity
        if counts[severity]
    )
    lowered = f" ({counted(findings.lowered, 'error')} of articles in progress lowered)" if findings.lowered else ""
    others = summary.drafts - summary.machine
    states = [f"{summary.reviewed:,} reviewed"]
    for number, name in (
        (summary.machine, "machine (not reviewed)"),
        (others, "other draft (not reviewed)" if others == 1 else "other drafts (not reviewed)"),
        (summary.stale, "stale"),
        (summary.untranslated, "untranslated"),
    ):
        if number:
            states.append(f"{number:,} {name}")
    return f"{found or 'No findings'}{lowered} in {counted(summary.units, 'unit')}. {', '.join(states)}."


_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
