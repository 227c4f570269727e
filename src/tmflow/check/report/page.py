"""The report as a page: HTML in one file that loads nothing and runs no script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tmflow.check.finding import Finding
from tmflow.check.report.contents import Contents
from tmflow.check.report.lines import show
from tmflow.check.report.markup import Markup, element
from tmflow.check.report.text import summary_line
from tmflow.check.wording import shortened

__all__ = ["render_html"]

_HEAD = Markup(
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<title>tmflow check</title><style>"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}"
    "article{border-left:4px solid #8a6d00;padding:0 1rem;margin:1rem 0}article.error{border-color:#b8322a}"
    "article.info{border-color:#666}p{margin:.2rem 0;overflow-wrap:anywhere}small{color:#555}mark{background:#ffe08a}"
    "</style>"
)


def render_html(contents: Contents) -> str:
    """Return a page: the verdict, and the findings by article, each with its line and the place marked in it."""
    body = element(
        "body",
        None,
        element("h1", None, f"tmflow check: {'passed' if contents.verdict.ok else 'failed'}"),
        element("p", None, summary_line(contents.findings, contents.summary)),
        *(element("p", None, f"failed: {reason}") for reason in contents.verdict.reasons),
        *_iter_articles(contents),
    )
    return f'<!DOCTYPE html>\n<html lang="en"><head>{_HEAD}</head>\n{body}</html>\n'


def _iter_articles(contents: Contents) -> Iterator[Markup]:
    ranked = sorted(contents.findings, key=lambda finding: finding.slug)
    for slug, found in groupby(ranked, key=lambda finding: finding.slug):
        yield Markup(f"\n{element('h2', None, slug)}")
        for finding in found:
            yield Markup(f"\n{_finding(finding, contents)}")


def _finding(finding: Finding, contents: Contents) -> Markup:
    fix = "" if finding.fix is None else f" (fix: {shortened(finding.fix.shown)})"
    parts = [
        element("p", None, element("b", None, finding.severity.value), f" {shortened(finding.message)}{fix}"),
        element("p", None, element("small", None, f"{finding.rule} at {finding.location or finding.slug}")),
    ]
    line, place = contents.line_of(finding), finding.location
    shown = show(line, place) if line is not None and place is not None else None
    if shown is not None:
        parts.insert(1, element("p", None, shown.before, element("mark", None, shown.marked), shown.after))
    return element("article", {"class": finding.severity.value}, *parts)
