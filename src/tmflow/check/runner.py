"""Running the rules over articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tmflow.check.allowances import apply_allowances
from tmflow.check.finding import Finding, Findings, Severity
from tmflow.check.registry import RULES, match_rules
from tmflow.check.rule import Rule
from tmflow.check.subject import Subject
from tmflow.errors import ConfigError

__all__ = ["Findings", "Subject", "check_subjects", "rules_to_run"]


def check_subjects(
    subjects: Iterable[Subject],
    *,
    only: Iterable[str] | None = None,
    disabled: Iterable[str] = (),
    severities: Mapping[str, str] | None = None,
    at_least: Severity = Severity.INFO,
) -> Findings:
    """Run the rules over articles and return what they find, in the order of the files.

    only, disabled: rule ids or patterns ("num.*"); None = all. severities: rule id or pattern to error, warning or info;
    a later entry overrides an earlier one. A rule that is mere information runs only if `only` or `severities` names it.
    at_least: rules of less than this severity do not run.
    What a note of a unit allows is left out. Errors of an article in progress count as warnings and are marked `lowered`.
    Raises ConfigError for a name that no rule has and for an unknown severity.
    """
    chosen = _choose_rules(only, disabled, severities or {})
    rules = tuple((rule, severity) for rule, severity in chosen if severity.is_at_least(at_least))
    return Findings.of(finding for subject in subjects for finding in _iter_findings(subject, rules))


def rules_to_run(
    *, only: Iterable[str] | None = None, disabled: Iterable[str] = (), severities: Mapping[str, str] | None = None
) -> frozenset[str]:
    """Return the ids of the rules that `check_subjects` runs when it is called so. Raises as it does."""
    return frozenset(rule.id for rule, _ in _choose_rules(only, disabled, severities or {}))


def _choose_rules(
    only: Iterable[str] | None, disabled: Iterable[str], severities: Mapping[str, str]
) -> tuple[tuple[Rule, Severity], ...]:
    asked = None if only is None else match_rules(only)
    off = match_rules(disabled)
    levels: dict[str, Severity] = {}
    for pattern, name in severities.items():
        levels.update(dict.fromkeys(match_rules([pattern]), _parse_severity(name, pattern)))
    chosen = []
    for rule in RULES:
        is_named = rule.id in levels if asked is None else rule.id in asked
        is_on = is_named or (asked is None and rule.severity is not Severity.INFO)
        if is_on and rule.id not in off:
            chosen.append((rule, levels.get(rule.id, rule.severity)))
    return tuple(chosen)


def _parse_severity(name: str, pattern: str) -> Severity:
    try:
        return Severity(name)
    except ValueError:
        known = ", ".join(Severity)
        raise ConfigError(f'the severity of "{pattern}" is "{name}"; it is one of {known}') from None


def _iter_findings(subject: Subject, rules: tuple[tuple[Rule, Severity], ...]) -> Iterator[Finding]:
    levels = {rule.id: severity for rule, severity in rules}
    found = (finding for rule, _ in rules for finding in rule.check(subject))
    for finding in apply_allowances(subject, found, ran=levels):
        severity = levels[finding.rule]
        is_lowered = subject.in_progress and severity is Severity.ERROR
        yield replace(finding, severity=Severity.WARNING if is_lowered else severity, lowered=is_lowered)
