"""The report for the summary of a step, or a comment: Markdown, with a table by article."""

from __future__ import annotations

from collections.abc import Iterator

from tmflow.check.finding import Finding, Findings, Severity
from tmflow.check.report.contents import Contents
from tmflow.check.report.markup import literal
from tmflow.check.report.text import summary_line
from tmflow.check.summary import Summary
from tmflow.text.counts import counted
from tmflow.text.terminal import excerpt

__all__ = ["render_markdown"]

_MAX_ARTICLES = 1_000
_MAX_FINDINGS = 500
"""With the width of a message these keep a report far below the mebibyte that GitHub allows for a step."""
_MESSAGE_COLUMNS = 160
_HEADER = "| article | units | translated | reviewed | draft | stale | untranslated | errors | warnings |"


def render_markdown(contents: Contents) -> str:
    """Return Markdown: the verdict, a table of the articles, those with the most errors first, and the worst findings."""
    return "".join(f"{line}\n" for line in _iter_lines(contents))


def _iter_lines(contents: Contents) -> Iterator[str]:
    yield f"## tmflow check: {'passed' if contents.verdict.ok else 'failed'}"
    yield ""
    yield summary_line(contents.findings, contents.summary)
    yield from ("", *(f"- failed: {literal(reason)}" for reason in contents.verdict.reasons))
    yield from _iter_articles(contents)
    yield from _iter_findings(contents.findings)


def _iter_articles(contents: Contents) -> Iterator[str]:
    if not contents.articles:
        return
    counts: dict[str, dict[Severity, int]] = {}
    for finding in contents.findings:
        row = counts.setdefault(finding.slug, dict.fromkeys(Severity, 0))
        row[finding.severity] += 1
    nothing = dict.fromkeys(Severity, 0)
    ranked = sorted(contents.articles, key=lambda slug: [-number for number in counts.get(slug, nothing).values()])
    yield from ("", _HEADER, "|---|" + "--:|" * (_HEADER.count("|") - 2))
    for slug in ranked[:_MAX_ARTICLES]:
        yield _article(slug, contents.articles[slug], counts.get(slug, nothing))
    if len(ranked) > _MAX_ARTICLES:
        yield from ("", f"and {counted(len(ranked) - _MAX_ARTICLES, 'more article')}")


def _article(slug: str, summary: Summary, found: dict[Severity, int]) -> str:
    shares = [f"{int(summary.percent(number))} %" for number in (summary.translated, summary.reviewed)]
    numbers = [summary.drafts, summary.stale, summary.untranslated, found[Severity.ERROR], found[Severity.WARNING]]
    cells = [literal(excerpt(slug, width=_MESSAGE_COLUMNS)), f"{summary.units}", *shares, *map(str, numbers)]
    return f"| {' | '.join(cells)} |"


def _iter_findings(findings: Findings) -> Iterator[str]:
    if not findings:
        return
    ranked = sorted(findings, key=lambda finding: finding.severity.rank)
    yield from ("", "### Findings", "", *map(_finding, ranked[:_MAX_FINDINGS]))
    if len(ranked) > _MAX_FINDINGS:
        yield from ("", f"and {counted(len(ranked) - _MAX_FINDINGS, 'more finding')}: tmflow check lists them all")


def _finding(finding: Finding) -> str:
    fix = "" if finding.fix is None else f" (fix: {literal(excerpt(finding.fix.shown))})"
    place = literal(excerpt(str(finding.location or finding.slug), width=_MESSAGE_COLUMNS))
    message = literal(excerpt(finding.message, width=_MESSAGE_COLUMNS))
    return f"- {finding.severity.value} {literal(finding.rule)} {place} {message}{fix}"
