"""Rules of other packages: how they are found, loaded, and kept from harming a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from tmflow.check.finding import Finding, Fix, Location, Severity
from tmflow.check.patterns import RULE_ID
from tmflow.check.rule import Fault, Rule
from tmflow.check.subject import Subject
from tmflow.errors import ConfigError
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["ENTRY_POINTS", "load_rules"]

ENTRY_POINTS: Final = "tmflow.rules"
"""The group of entry points under which a package registers its rules: each is a tuple of `Rule`."""

_KINDS: Final = {
    "message": str,
    "unit": TranslationUnit,
    "anchor": Side,
    "source_span": Span,
    "target_span": Span,
    "source": Location,
    "target": Location,
    "expected": str,
    "found": str,
    "fix": Fix,
}
_OPTIONAL: Final = frozenset(_KINDS) - {"message", "anchor"}


def load_rules(*, taken: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules that installed packages register, by the names of their entry points; without any, load nothing.

    taken: ids that are given already.
    Raises ConfigError, naming the package, for one that cannot be loaded, for what is no tuple of rules, and for an id
    that is none or taken.
    """
    from importlib.metadata import entry_points

    known, rules = set(taken), list[Rule]()
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda one: (one.name, one.value)):
        package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
        for rule in _load(entry, package):
            if rule.id in known:
                raise ConfigError(f'the package {package} has a rule "{rule.id}", and so has another. {_CURE}')
            known.add(rule.id)
            rules.append(rule)
    return tuple(rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PluginRule(Rule):
    """A rule of a package: whatever goes wrong in it is told with the name of the package."""

    package: str

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Yield the findings. Raises ConfigError, naming package, rule and article, if the rule fails."""
        where = f"failed in the rule {self.id} on {subject.slug}"
        with _blamed(self.package, where, cure=f"Update it, or switch the rule off: check: {{disable: [{self.id}]}}"):
            for fault in self.find(subject):
                yield self.found(subject, _checked_fault(fault))


_CURE: Final = "Update or remove the package, or switch packages' rules off: check: {plugins: false}"


def _load(entry: EntryPoint, package: str) -> Iterator[Rule]:
    with _blamed(package, f"registers {entry.name}, which cannot be used", cure=_CURE):
        found: object = entry.load()
        if not isinstance(found, tuple):
            raise TypeError(f"it is {type(found).__name__}, not a tuple of rules")
        rules = [_checked_rule(one) for one in found]
    for rule in rules:
        values = {field.name: getattr(rule, field.name) for field in fields(Rule)}
        yield _PluginRule(**values, package=package)


@contextmanager
def _blamed(package: str, problem: str, *, cure: str) -> Iterator[None]:
    """Turn whatever the package raises into one line that names it."""
    try:
        yield
    except Exception as error:  # foreign code may raise anything, and a check must not end in its traceback
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise ConfigError(f"the package {package} {problem} ({reason}). {cure}") from error


def _checked_rule(rule: object) -> Rule:
    if not isinstance(rule, Rule):
        raise TypeError(f"a rule is {type(rule).__name__}, not a Rule")
    told: tuple[object, ...] = (rule.id, rule.summary, rule.why)  # foreign code is not all typed
    shown: tuple[object, ...] = (rule.good.ja, rule.good.en, rule.bad.ja, rule.bad.en)
    if not all(isinstance(text, str) for text in (*told, *shown)):
        raise TypeError(f"{rule.id}: id, summary, why and the examples are not all text")
    if not RULE_ID.fullmatch(rule.id):
        raise ValueError(f"the id {rule.id!r:.40} is not FAMILY.NAME in small letters")
    severity: object = rule.severity
    if not isinstance(severity, Severity):
        raise TypeError(f"{rule.id}: its severity is {type(severity).__name__}, not a Severity")
    return rule


def _checked_fault(fault: object) -> Fault:
    """Return a fault whose values are of the kinds they have to be. Raises TypeError."""
    if not isinstance(fault, Fault):
        raise TypeError(f"it yields {type(fault).__name__}, not a Fault")
    for name, kind in _KINDS.items():
        value = getattr(fault, name)
        if not isinstance(value, kind) and not (value is None and name in _OPTIONAL):
            raise TypeError(f"the {name} of a fault is {type(value).__name__}, not {kind.__name__}")
    return fault
