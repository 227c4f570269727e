"""What a report is made of, and what a reporter is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Protocol

from tmflow.check.finding import Finding, Findings, Location, Severity
from tmflow.check.gates import FailOn, Verdict
from tmflow.check.rule import Rule
from tmflow.check.summary import Summary

__all__ = ["Contents", "Reporter", "fingerprints"]

_FINGERPRINT_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything a reporter may tell.

    summary: of all articles; articles: of each by its slug, in order. verdict: whether the gates let them pass.
    lines: the text of the lines that findings point at, by path and 1-based line, as far as they are known.
    fail_on: the mildest severity that fails. known: how many findings the baseline has, which are not among `findings`.
    direction: of the translations, such as "ja>en". own_rules: of the publication, beside tmflow's.
    folder: of the project within its repository, with a slash at its end; "" for the top.
    """

    findings: Findings = field(default_factory=Findings)
    summary: Summary = field(default_factory=Summary)
    articles: Mapping[str, Summary] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=lambda: Verdict(ok=True, reasons=()))
    lines: Mapping[tuple[str, int], str] = field(default_factory=dict)
    fail_on: FailOn = FailOn.ERROR
    known: int = 0
    direction: str = "ja>en"
    own_rules: tuple[Rule, ...] = ()
    folder: str = ""

    @property
    def in_repository(self) -> Findings:
        """The findings with paths from the top of the repository, as those who show them beside its files expect it."""
        return (
            Findings(tuple(_moved(finding, self.folder) for finding in self.findings)) if self.folder else self.findings
        )

    def fails(self, finding: Finding) -> bool:
        """Whether a finding is bad enough to fail the check."""
        return self.fail_on is not FailOn.NEVER and finding.severity.is_at_least(Severity(self.fail_on.value))

    def line_of(self, finding: Finding) -> str | None:
        """Return the line of text a finding points at, None if it is not known."""
        place = finding.location
        return None if place is None else self.lines.get((place.path, place.line))


def _moved(finding: Finding, folder: str) -> Finding:
    fix = finding.fix
    return replace(
        finding,
        source=_placed(finding.source, folder),
        target=_placed(finding.target, folder),
        fix=None if fix is None else replace(fix, place=_placed(fix.place, folder)),
    )


def _placed(location: Location | None, folder: str) -> Location | None:
    return None if location is None else replace(location, path=f"{folder}{location.path}")


class Reporter(Protocol):
    """Puts findings into a form for some reader. What articles say must not become markup or a command in it."""

    def __call__(self, contents: Contents) -> str:
        """Return the report, each line ended; the same contents give the same text."""


def fingerprints(findings: Findings) -> tuple[str, ...]:
    """Return for each finding what it is known by while its sentence stays: a hash of rule, article and unit, and a count.

    Lines and columns are not in it, so a sentence that moves keeps its fingerprint; no two of one call are equal.

    >>> one = Finding(rule="url", severity=Severity.ERROR, message="", slug="harbor", unit_id="u1")
    >>> [mark[32:] for mark in fingerprints(Findings((one, one)))]
    [':1', ':2']
    """
    counts: dict[str, int] = {}
    marks = []
    for finding in findings:
        mark = sha256("\0".join(finding.key).encode("utf-8", "replace")).hexdigest()[:_FINGERPRINT_DIGITS]
        counts[mark] = counts.get(mark, 0) + 1
        marks.append(f"{mark}:{counts[mark]}")
    return tuple(marks)
