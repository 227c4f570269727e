"""Findings that somebody allows, in a note of the unit, with the reason: `allow num.value: the source is wrong`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tmflow.check.finding import Finding, Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.rule_names import nearest_rules, rules_named
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.text.terminal import excerpt

__all__ = ["RULES", "Allowance", "apply_allowances", "iter_allowances"]

_ALLOW = re.compile(
    r"allow\s+(?P<rule>[A-Za-z0-9_*]+(?:[.-][A-Za-z0-9_*-]+)*)\s*(?::\s*(?P<reason>.*\S))?\s*:?", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One note of a unit that allows what a rule, or the rules of a pattern such as "num.*", find in it."""

    unit: TranslationUnit
    rule: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is allowed; without a reason nothing is."""
        return bool(self.reason) and finding.unit_id == self.unit.id and fnmatchcase(finding.rule, self.rule)


def iter_allowances(subject: Subject) -> Iterator[Allowance]:
    """Yield the allowances in the notes of an article's units, those without a reason as well."""
    for unit in subject.bitext.units:
        for note in unit.notes:
            found = _ALLOW.fullmatch(note.strip())
            if found:
                yield Allowance(unit=unit, rule=found["rule"], reason=found["reason"] or "")


def apply_allowances(
    subject: Subject, findings: Iterable[Finding], *, ran: Iterable[str], known: Sequence[str]
) -> Iterator[Finding]:
    """Yield the findings of an article that nobody allows, and one for each allowance that allowed nothing.

    known: the ids of all rules; ran: of those that ran. An allowance of others may well be needed when they do.
    """
    allowances = list(iter_allowances(subject))
    used: set[Allowance] = set()
    for finding in findings:
        covering = [allowance for allowance in allowances if allowance.covers(finding)]
        used.update(covering)
        if not covering:
            yield finding
    rules = frozenset(ran)
    for allowance in allowances:
        told = _tell(allowance, known, ran=rules, is_used=allowance in used)
        if told is not None and told[0].id in rules:
            rule, message = told
            yield rule.found(subject, Fault(message=message, unit=allowance.unit, anchor=_anchor(allowance.unit)))


def _tell(allowance: Allowance, known: Sequence[str], *, ran: frozenset[str], is_used: bool) -> tuple[Rule, str] | None:
    """What is wrong with a note, and the rule that says so: it names no rule, or gives no reason, or allows nothing."""
    named, note = rules_named(allowance.rule, known), f'"allow {allowance.rule}"'
    if not named:
        return _UNKNOWN, f"{note} allows nothing, for no check is called so: {nearest_rules(allowance.rule, known)}"
    if not allowance.reason:
        return _REASON, f"{note} gives no reason and allows nothing. Write: allow {allowance.rule}: REASON"
    if not is_used and named <= ran:
        return _UNUSED, f"{note} allows nothing here ({excerpt(allowance.reason)}). Take the note out"
    return None


def _anchor(unit: TranslationUnit) -> Side:
    return Side.SOURCE if unit.target is None else Side.TARGET


_REASON = Rule(
    id="allow.reason",
    severity=Severity.WARNING,
    summary="A note that allows a finding says why.",
    why="Nobody can tell later whether it still holds.",
    good=Example(ja="(note: allow num.value: the source counts a boat twice)", en="(11 boats for 12隻)"),
    bad=Example(ja="(note: allow num.value)", en="(11 boats for 12隻)"),
)
_UNKNOWN = Rule(
    id="allow.unknown",
    severity=Severity.WARNING,
    summary="A note that allows a finding names a check there is.",
    why="A slip in the name allows nothing, and whoever wrote the note believes that it does.",
    good=Example(ja="(note: allow num.value: the source counts a boat twice)", en="(11 boats for 12隻)"),
    bad=Example(ja="(note: allow num.valeu: the source counts a boat twice)", en="(11 boats for 12隻)"),
)
_UNUSED = Rule(
    id="allow.unused",
    severity=Severity.WARNING,
    summary="A note that allows a finding still has one to allow.",
    why="A note that outlives its finding hides the next one, which nobody has looked at.",
    good=Example(ja="(note: allow num.value: the source counts a boat twice)", en="(11 boats for 12隻)"),
    bad=Example(ja="(note: allow num.value: the source counts a boat twice)", en="(12 boats for 12隻)"),
)
RULES = (_REASON, _UNKNOWN, _UNUSED)
"""They find nothing by themselves: what a note is worth is known once all rules have run, and `apply_allowances` tells it."""
