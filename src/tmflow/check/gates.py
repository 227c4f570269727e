"""The gates: what decides whether a check passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tmflow.text.counts import counted

if TYPE_CHECKING:  # every command reads the settings, and so the gates; only a check needs what judges by them
    from tmflow.check.finding import Findings
    from tmflow.check.summary import Summary

__all__ = ["FailOn", "Gates", "Verdict", "verdict"]


class FailOn(StrEnum):
    """The mildest severity that fails a check."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """Limits; None = no such gate.

    max_untranslated_percent, min_reviewed_percent, min_translated_percent: of the units, 0 to 100.
    max_stale: units. per_article: whether each article has to keep the limits, or all of them together. Raises ValueError for a limit that no project can have.
    """

    fail_on: FailOn = FailOn.ERROR
    max_untranslated_percent: float | None = None
    min_reviewed_percent: float | None = None
    min_translated_percent: float | None = None
    max_stale: int | None = None
    per_article: bool = False

    def __post_init__(self) -> None:
        for name in ("max_untranslated_percent", "min_reviewed_percent", "min_translated_percent"):
            limit = getattr(self, name)
            if limit is not None and not 0 <= limit <= 100:  # noqa: PLR2004 - percent
                raise ValueError(f"{name} is {limit}; it is a percentage from 0 to 100")
        if self.max_stale is not None and self.max_stale < 0:
            raise ValueError(f"max_stale is {self.max_stale}; it is a number of units")

    def without_limits(self) -> Gates:
        """Return the gates that look at findings alone.

        >>> Gates(min_reviewed_percent=95).without_limits() == Gates()
        True
        """
        return Gates(fail_on=self.fail_on)


class Verdict(NamedTuple):
    """Whether a check passes, and each gate that it failed in words."""

    ok: bool
    reasons: tuple[str, ...]


def verdict(findings: Findings, articles: Mapping[str, Summary], gates: Gates) -> Verdict:
    """Return whether findings and articles, by their slugs, pass the gates. No units at all pass the gates on shares.

    >>> from tmflow.check.finding import Findings
    >>> verdict(Findings(), {}, Gates(min_reviewed_percent=95))
    Verdict(ok=True, reasons=())
    """
    from tmflow.check.summary import Summary

    reasons = [*_failed_on(findings, gates.fail_on)]
    if gates.per_article:
        for slug, summary in articles.items():
            reasons += [f"{slug}: {reason}" for reason in _failed_limits(summary, gates)]
    else:
        reasons += _failed_limits(sum(articles.values(), Summary()), gates)
    return Verdict(not reasons, tuple(reasons))


def _failed_on(findings: Findings, fail_on: FailOn) -> Iterator[str]:
    from tmflow.check.finding import Severity

    if fail_on is FailOn.NEVER:
        return
    for severity in (Severity.ERROR, Severity.WARNING):
        number = findings.counts[severity]
        if number and severity.is_at_least(Severity(fail_on.value)):
            yield counted(number, severity.value)


def _failed_limits(summary: Summary, gates: Gates) -> Iterator[str]:
    if gates.max_stale is not None and summary.stale > gates.max_stale:
        yield f"{counted(summary.stale, 'unit')} stale (at most {gates.max_stale})"
    if not summary.units:
        return
    untranslated = summary.percent(summary.untranslated)
    if gates.max_untranslated_percent is not None and untranslated > gates.max_untranslated_percent:
        yield f"untranslated {_shown(untranslated, up=True)} % (at most {gates.max_untranslated_percent:g} %)"
    for name, units, least in (
        ("reviewed", summary.reviewed, gates.min_reviewed_percent),
        ("translated", summary.translated, gates.min_translated_percent),
    ):
        if least is not None and summary.percent(units) < least:
            yield f"{name} {_shown(summary.percent(units), up=False)} % (at least {least:g} %)"


def _shown(percent: float, *, up: bool) -> str:
    """Return a percentage with one decimal, rounded away from the limit it broke, so that it never looks kept.

    >>> _shown(94.96, up=False), _shown(0.04, up=True)
    ('94.9', '0.1')
    """
    tenths = percent * 10
    whole = int(tenths)
    return f"{(whole + (1 if up and tenths > whole else 0)) / 10:.1f}"
