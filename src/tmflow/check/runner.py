"""Running the rules over articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from tmflow.check.allowances import apply_allowances
from tmflow.check.finding import Finding, Findings, Severity
from tmflow.check.gist import Gist, gist_of
from tmflow.check.registry import RULES, match_rules, rule_ids
from tmflow.check.rule import Rule
from tmflow.check.subject import Subject
from tmflow.errors import ConfigError
from tmflow.model.glossary import Glossary

__all__ = ["Findings", "Rules", "Subject", "check_across", "check_subjects", "check_within", "choose_rules"]

Rules: TypeAlias = tuple[tuple[Rule, Severity], ...]
"""Rules to run, each with the severity of what it finds."""


def check_subjects(
    subjects: Iterable[Subject],
    *,
    only: Iterable[str] | None = None,
    disabled: Iterable[str] = (),
    severities: Mapping[str, str] | None = None,
    own: Sequence[Rule] = (),
    at_least: Severity = Severity.INFO,
) -> Findings:
    """Run the rules over articles and return what they find, in the order of the files.

    only, disabled: rule ids or patterns ("num.*"); None = all. severities: rule id or pattern to error, warning or info;
    a later entry overrides an earlier one. own: rules of the publication, which run after tmflow's. A rule that is mere information runs only if `only` or `severities` names it.
    at_least: rules of less than this severity do not run.
    What a note of a unit allows is left out. Errors of an article in progress count as warnings and are marked `lowered`.
    Raises ConfigError for a name that no rule has and for an unknown severity.
    """
    rules = choose_rules(only=only, disabled=disabled, severities=severities, own=own, at_least=at_least)
    known = rule_ids(own)
    findings: list[Finding] = []
    gists: list[Gist] = []
    glossary = Glossary()
    for subject in subjects:
        within, gist = check_within(subject, rules, known=known)
        findings += within
        gists += [gist] if gist else []
        glossary = subject.glossary
    return Findings.of([*findings, *check_across(gists, glossary, rules)])


def choose_rules(
    *,
    only: Iterable[str] | None = None,
    disabled: Iterable[str] = (),
    severities: Mapping[str, str] | None = None,
    own: Sequence[Rule] = (),
    at_least: Severity = Severity.INFO,
) -> Rules:
    """Return the rules that `check_subjects` runs when it is called so, each with its severity. Raises as it does."""
    asked = None if only is None else match_rules(only, own)
    off = match_rules(disabled, own)
    levels: dict[str, Severity] = {}
    for pattern, name in (severities or {}).items():
        levels.update(dict.fromkeys(match_rules([pattern], own), _parse_severity(name, pattern)))
    chosen = []
    for rule in (*RULES, *own):
        is_named = rule.id in levels if asked is None else rule.id in asked
        is_on = is_named or (asked is None and rule.severity is not Severity.INFO)
        severity = levels.get(rule.id, rule.severity)
        if is_on and rule.id not in off and severity.is_at_least(at_least):
            chosen.append((rule, severity))
    return tuple(chosen)


def _parse_severity(name: str, pattern: str) -> Severity:
    try:
        return Severity(name)
    except ValueError:
        known = ", ".join(Severity)
        raise ConfigError(f'the severity of "{pattern}" is "{name}"; it is one of {known}') from None


def check_within(subject: Subject, rules: Rules, *, known: tuple[str, ...]) -> tuple[tuple[Finding, ...], Gist | None]:
    """Return what rules find in an article, and its gist if any of them looks across the articles. known: ids of all rules."""
    gist = gist_of(subject) if any(rule.find_across for rule, _ in rules) else None
    return tuple(_iter_findings(subject, rules, known)), gist


def check_across(gists: Sequence[Gist], glossary: Glossary, rules: Rules) -> Iterator[Finding]:
    """Yield what rules find that look across the articles."""
    in_progress = {gist.slug for gist in gists if gist.in_progress}
    for rule, severity in rules:
        for finding in rule.check_across(gists, glossary):
            yield _weighed(finding, severity, in_progress=finding.slug in in_progress)


def _iter_findings(subject: Subject, rules: Rules, known: tuple[str, ...]) -> Iterator[Finding]:
    levels = {rule.id: severity for rule, severity in rules}
    found = (finding for rule, _ in rules for finding in rule.check(subject))
    within = [rule.id for rule, _ in rules if rule.find_across is None]
    for finding in apply_allowances(subject, found, ran=within, known=known):
        yield _weighed(finding, levels[finding.rule], in_progress=subject.in_progress)


def _weighed(finding: Finding, severity: Severity, *, in_progress: bool) -> Finding:
    is_lowered = in_progress and severity is Severity.ERROR
    return replace(finding, severity=Severity.WARNING if is_lowered else severity, lowered=is_lowered)
