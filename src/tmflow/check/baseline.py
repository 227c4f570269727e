"""The baseline: findings there were before anybody asked, which fail no check and can only become fewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tmflow.check.finding import Finding, Findings

__all__ = ["Baseline", "Compared", "Entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Findings of one rule in one unit of an article: how many, why they may stay, and since when (ISO 8601).

    unit: the unit's id, which follows from its text; of a finding without a unit what `Finding.key` has for it.
    """

    rule: str
    article: str
    unit: str
    count: int = 1
    reason: str = ""
    since: str = ""

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"count is {self.count}; it is 1 or more")

    @property
    def key(self) -> tuple[str, str, str]:
        """What it has in common with its findings (`Finding.key`)."""
        return self.rule, self.article, self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Findings against a baseline. new: those it does not have. known: how many it has. kept: what is left of it.

    gone: how many findings it has that are there no more.
    """

    new: Findings
    known: int
    kept: Baseline
    gone: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries, one of a key, in order of article, rule and unit. Raises ValueError for two of a key."""

    entries: tuple[Entry, ...] = ()

    def __post_init__(self) -> None:
        twice = [key for key, count in Counter(entry.key for entry in self.entries).items() if count > 1]
        if twice:
            raise ValueError(f"{' '.join(twice[0])} is there twice")

    @property
    def count(self) -> int:
        """How many findings it has."""
        return sum(entry.count for entry in self.entries)

    def compare(self, findings: Findings, *, articles: Iterable[str], rules: Iterable[str]) -> Compared:
        """Tell what is new and what is gone. articles, rules: what was checked; of the rest nothing is known, and it stays."""
        left = Counter({entry.key: entry.count for entry in self.entries})
        new = []
        for finding in findings:
            if left[finding.key] > 0:
                left[finding.key] -= 1
            else:
                new.append(finding)
        checked, ran = frozenset(articles), frozenset(rules)
        kept = []
        for entry in self.entries:
            is_checked = entry.article in checked and entry.rule in ran
            count = entry.count - left[entry.key] if is_checked else entry.count
            kept += [replace(entry, count=count)] if count else []
        rest = Baseline(tuple(kept))
        return Compared(
            new=Findings(tuple(new)), known=len(findings) - len(new), kept=rest, gone=self.count - rest.count
        )

    def taking(self, findings: Iterable[Finding], *, reason: str, since: str) -> Baseline:
        """Return the baseline with more findings, which is to be said why. Raises ValueError without a reason.

        >>> from tmflow.check.finding import Severity
        >>> one = Finding(rule="url", severity=Severity.ERROR, message="", slug="harbor", unit_id="u1")
        >>> Baseline().taking([one, one], reason="the printed edition has it", since="2026-01-05").count
        2
        """
        if not reason.strip():
            raise ValueError("the reason is empty")
        entries = {entry.key: entry for entry in self.entries}
        for finding in findings:
            rule, article, unit = finding.key
            old = entries.get(finding.key)
            fresh = Entry(rule=rule, article=article, unit=unit, reason=reason.strip(), since=since)
            entries[finding.key] = replace(fresh, count=old.count + 1) if old else fresh
        return Baseline(tuple(sorted(entries.values(), key=lambda entry: (entry.article, entry.rule, entry.unit))))
