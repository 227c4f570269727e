"""What a rule is: how bad its findings are, why it exists, an example either way, and the function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase

from tmflow.check.finding import Finding, Fix, Location, Severity
from tmflow.check.gist import Gist, Said
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span
from tmflow.model.glossary import Glossary

__all__ = ["Across", "Example", "Fault", "Rule", "Scope"]


class Scope(StrEnum):
    """How much a rule has to see: a unit with its neighbors, the whole article, or all articles."""

    UNIT = "unit"
    ARTICLE = "article"
    PROJECT = "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a rule's function reports; the rule makes a finding of it.

    source_span, target_span: the ranges of the unit's texts concerned, None for the whole.
    source, target: places that are not of a unit. The rest is as in `Finding`.
    """

    message: str
    unit: TranslationUnit | None = None
    anchor: Side = Side.TARGET
    source_span: Span | None = None
    target_span: Span | None = None
    source: Location | None = None
    target: Location | None = None
    expected: str | None = None
    found: str | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """What a rule reports that has looked across the articles: a fault of one translation in one of them."""

    message: str
    said: Said
    anchor: Side = Side.TARGET
    expected: str | None = None
    found: str | None = None


def _find_nothing(_: Subject) -> Iterator[Fault]:
    yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A Japanese text and its English one, for `tmflow explain`."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check. `id` is "family.name"; `find` yields the faults of a subject and never raises on a valid one.

    scope: how much it has to see. find_across: what it finds only by laying the articles side by side; it sees their gists,
    so that an article that stayed as it was need not be read again.
    """

    id: str
    severity: Severity
    summary: str
    why: str
    good: Example
    bad: Example
    find: Callable[[Subject], Iterator[Fault]] = _find_nothing
    find_across: Callable[[Sequence[Gist], Glossary], Iterator[Across]] | None = None
    scope: Scope = Scope.UNIT

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Yield the findings of this rule, at its own severity."""
        yield from (self.found(subject, fault) for fault in self.find(subject))

    def found(self, subject: Subject, fault: Fault) -> Finding:
        """Return a fault as a finding of this rule."""
        source, target, unit = fault.source, fault.target, fault.unit
        if unit is not None:
            source = source or subject.locate(unit, Side.SOURCE, fault.source_span)
            target = target or subject.locate(unit, Side.TARGET, fault.target_span)
        fix = None if fault.fix is None else replace(fault.fix, place=subject.locate_fix(unit, fault.fix))
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=fault.message,
            slug=subject.slug,
            unit_id=None if unit is None else unit.id,
            source=source,
            target=target,
            anchor=fault.anchor,
            expected=fault.expected,
            found=fault.found,
            fix=fix,
        )

    def check_across(self, gists: Sequence[Gist], glossary: Glossary) -> Iterator[Finding]:
        """Yield what this rule finds across articles and no note allows, at its own severity."""
        for across in self.find_across(gists, glossary) if self.find_across else ():
            if any(fnmatchcase(self.id, pattern) for pattern in across.said.allowed):
                continue
            yield Finding(
                rule=self.id,
                severity=self.severity,
                message=across.message,
                slug=across.said.slug,
                unit_id=across.said.unit_id,
                source=across.said.source_place,
                target=across.said.target_place,
                anchor=across.anchor,
                expected=across.expected,
                found=across.found,
            )

    def explain(self) -> str:
        """Return the rule for a reader at a terminal: what, why, a good and a bad pair, how to switch it off."""
        return "\n".join(
            (
                f"{self.id} ({self.severity.value})",
                f"  {self.summary}",
                "",
                f"Why   {self.why}",
                "",
                f"Good  {self.good.ja}",
                f"      {self.good.en}",
                f"Bad   {self.bad.ja}",
                f"      {self.bad.en}",
                "",
                f"Switch it off in tmflow.yaml:  check: {{disable: [{self.id}]}}",
                f"Make it milder:                check: {{severity: {{{self.id}: info}}}}",
                f"Allow it in one unit, by a note of the unit:  allow {self.id}: REASON",
                "",
            )
        )
