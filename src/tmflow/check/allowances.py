"""Findings that somebody allows, in a note of the unit, with the reason: `allow num.value: the source is wrong`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tmflow.check.finding import Finding, Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.text.terminal import excerpt

__all__ = ["RULES", "Allowance", "apply_allowances", "iter_allowances"]

_ALLOW = re.compile(r"allow\s+(?P<rule>[a-z0-9*]+(?:[.-][a-z0-9*-]+)*)\s*(?::\s*(?P<reason>.*\S))?\s*:?", re.DOTALL)


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
    subject: Subject, findings: Iterable[Finding], *, ran: Iterable[str], known: Iterable[str]
) -> Iterator[Finding]:
    """Yield the findings of an article that nobody allows, and one for each allowance that allowed nothing.

    known: the ids of all rules; ran: of those that ran. An allowance of others may well be needed when they do.
    """
    allowances = [allowance for allowance in iter_allowances(subject) if allowance.reason]
    rules = frozenset(ran)
    used: set[Allowance] = set()
    for finding in findings:
        covering = [allowance for allowance in allowances if allowance.covers(finding)]
        used.update(covering)
        if not covering:
            yield finding
    if _UNUSED.id in rules:
        unused = [allowance for allowance in allowances if allowance not in used and _is_due(allowance, rules, known)]
        yield from (_UNUSED.found(subject, _fault_of_unused(allowance)) for allowance in unused)


def _is_due(allowance: Allowance, ran: frozenset[str], known: Iterable[str]) -> bool:
    """Whether the rules it names ran, or it names none there is."""
    named = {rule for rule in known if fnmatchcase(rule, allowance.rule)}
    return named <= ran


def _fault_of_unused(allowance: Allowance) -> Fault:
    message = f'"allow {allowance.rule}" allows nothing here ({excerpt(allowance.reason)}). Take the note out'
    return Fault(message=message, unit=allowance.unit, anchor=_anchor(allowance.unit))


def _find_without_reason(subject: Subject) -> Iterator[Fault]:
    for allowance in iter_allowances(subject):
        if not allowance.reason:
            yield Fault(
                message=f'"allow {allowance.rule}" gives no reason and allows nothing. Write: allow {allowance.rule}: REASON',
                unit=allowance.unit,
                anchor=_anchor(allowance.unit),
            )


def _anchor(unit: TranslationUnit) -> Side:
    return Side.SOURCE if unit.target is None else Side.TARGET


def _find_nothing(subject: Subject) -> Iterator[Fault]:
    """Find nothing: what is unused is known once all rules have run, and `apply_allowances` tells it."""
    del subject
    yield from ()


_UNUSED = Rule(
    id="allow.unused",
    severity=Severity.WARNING,
    summary="A note that allows a finding still has one to allow.",
    why="A note that outlives its finding hides the next one, which nobody has looked at.",
    good=Example(ja="(note: allow num.value: the source counts a boat twice)", en="(11 boats for 12隻)"),
    bad=Example(ja="(note: allow num.value: the source counts a boat twice)", en="(12 boats for 12隻)"),
    find=_find_nothing,
)
RULES = (
    Rule(
        id="allow.reason",
        severity=Severity.WARNING,
        summary="A note that allows a finding says why.",
        why="Nobody can tell later whether it still holds.",
        good=Example(ja="(note: allow num.value: the source counts a boat twice)", en="(11 boats for 12隻)"),
        bad=Example(ja="(note: allow num.value)", en="(11 boats for 12隻)"),
        find=_find_without_reason,
    ),
    _UNUSED,
)
