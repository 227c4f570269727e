"""The report for GitHub Actions: workflow commands that become annotations at the line.

Source: "Workflow commands for GitHub Actions" and `escapeData`, `escapeProperty` of actions/toolkit, packages/core:
% CR LF are escaped in a message, `:` and `,` in a property as well, so no text can start a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from tmflow.check.finding import Finding, Findings, Severity
from tmflow.check.report.contents import Contents
from tmflow.check.report.text import summary_line
from tmflow.check.wording import printable, shortened
from tmflow.text.counts import counted

__all__ = ["escape_message", "escape_property", "render_github"]

MAX_ANNOTATIONS = 10
"""GitHub shows ten annotations of a kind for a step and drops the rest without a word."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def escape_message(text: str) -> str:
    r"""Return a text as the message of a workflow command.

    >>> escape_message("95 %\n::error::no")
    '95 %25%0A::error::no'
    """
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def escape_property(text: str) -> str:
    """Return a text as the value of a property of a workflow command.

    >>> escape_property("a,b:c")
    'a%2Cb%3Ac'
    """
    return escape_message(text).replace(":", "%3A").replace(",", "%2C")


def render_github(contents: Contents) -> str:
    """Return an annotation for the first ten findings of each severity, how many more there are, and the summary."""
    last = summary_line(contents.findings, contents.summary)
    return "".join(f"{line}\n" for line in (*_iter_lines(contents.in_repository), last))


def _iter_lines(findings: Findings) -> Iterator[str]:
    for severity, command in _COMMANDS.items():
        found = [finding for finding in findings if finding.severity is severity]
        yield from (_command(command, finding) for finding in found[:MAX_ANNOTATIONS])
        more = len(found) - MAX_ANNOTATIONS
        if more > 0:
            yield f"+{counted(more, f'more {command}')}: tmflow check lists them all"


def _command(command: str, finding: Finding) -> str:
    properties = []
    place = finding.location
    if place is not None:
        properties += [f"file={escape_property(place.path)}", f"line={place.line}"]
        if place.column is not None:
            properties.append(f"col={place.column}")
    properties.append(f"title={escape_property(finding.rule)}")
    fix = "" if finding.fix is None else f" (fix: {shortened(finding.fix.shown)})"
    return f"::{command} {','.join(properties)}::{escape_message(shortened(finding.message) + fix)}"
