"""A publication's own rules: regular expressions that a translation must match, or must not, where the source matches one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tmflow.check.finding import Fix, Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.language import Language, LanguagePair
from tmflow.model.span import Span
from tmflow.text.matching import Deadline, compile_pattern

if TYPE_CHECKING:
    from regex import Pattern

__all__ = ["RULE_ID", "PatternRule"]

RULE_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a rule is called: its family, a point, its name."""

_LIMIT_S: Final = 1.0
"""Of the processor, for a rule on all sentences of one article; sound patterns take milliseconds."""
_DIRECTIONS: Final = (LanguagePair(Language.JA, Language.EN), LanguagePair(Language.EN, Language.JA))


@dataclass(frozen=True, kw_only=True)
class PatternRule:
    """A rule of regular expressions, in the syntax of the package `regex`.

    place: where it stands, for messages. source: what the source has to match for the rule to look, "" = it always looks.
    target: what the translation has to match then; forbidden: what it must not match. One of them is needed.
    replace: the text that mends a match of `forbidden`, None if only a person can tell.
    direction: of the articles it is for, None = both. message: what a finding says. why: for who asks.
    good, bad: sentences of both languages on which it has to be silent, and to speak.
    Raises ValueError, with the reason, for what is no pattern or id, for a rule that demands nothing, and for examples
    on which it does not do as they say.
    """

    id: str
    message: str
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    source: str = ""
    target: str = ""
    forbidden: str = ""
    replace: str | None = None
    direction: LanguagePair | None = None
    severity: Severity = Severity.WARNING
    why: str = ""
    place: str = ""

    def __post_init__(self) -> None:
        if not RULE_ID.fullmatch(self.id):
            raise ValueError(f'the id is "{self.id}"; it is FAMILY.NAME in small letters, such as house.port-name')
        if not self.target and not self.forbidden:
            raise ValueError("the rule demands nothing: give it a target or a forbidden pattern")
        if self.replace is not None and not self.forbidden:
            raise ValueError("there is nothing to replace without a forbidden pattern")
        if not self.good or not self.bad:
            raise ValueError("the rule lacks a good or a bad example")
        for example in self.good:
            if any(self._speaks(example, pair) for pair in self._directions):
                raise ValueError(f"it finds something in its good example: {example.ja} / {example.en}")
        for example in self.bad:
            if not any(self._speaks(example, pair) for pair in self._directions):
                raise ValueError(f"it finds nothing in its bad example: {example.ja} / {example.en}")

    @cached_property
    def rule(self) -> Rule:
        """The rule as a check runs it."""
        return Rule(
            id=self.id,
            severity=self.severity,
            summary=self._summary,
            why=self.why or self.message,
            good=self.good[0],
            bad=self.bad[0],
            find=self.find,
        )

    def find(self, subject: Subject) -> Iterator[Fault]:
        """Yield the faults of an article. Raises ConfigError, with the place, if a pattern runs away."""
        if self.direction not in {None, subject.bitext.pair}:
            return
        deadline = Deadline(limit_s=_LIMIT_S)
        rows = [
            (unit, unit.source.text, unit.target.text) for unit, _, _ in subject.iter_both() if unit.target is not None
        ]
        causes = [self._cause(source, deadline) for _, source, _ in rows]
        for index, (unit, _, target) in enumerate(rows):
            cause = causes[index]
            if cause is None:
                continue
            if self.target and not self._search("target", target, deadline):
                beside = (at for at in (index - 1, index + 1) if 0 <= at < len(rows) and causes[at] is None)
                if not any(self._search("target", rows[at][2], deadline) for at in beside):
                    yield self._fault(unit, cause, expected=self.target)
            for span in self._search("forbidden", target, deadline) if self.forbidden else ():
                yield self._fault(unit, cause, found=span)

    def _fault(
        self, unit: TranslationUnit, cause: Span, *, expected: str | None = None, found: Span | None = None
    ) -> Fault:
        text = unit.target.text if unit.target else ""
        fix = None
        if found and self.replace is not None:
            fix = Fix(side=Side.TARGET, span=found, text=self.replace)
        return Fault(
            message=self.message,
            unit=unit,
            source_span=cause or None,
            target_span=found or None,
            expected=expected,
            found=text[found.start : found.end] if found else None,
            fix=fix,
        )

    def _cause(self, source: str, deadline: Deadline) -> Span | None:
        """Return where a source asks for the rule, an empty span if it does as a whole, None if it does not."""
        if not self.source:
            return Span(0, 0)
        return next(iter(self._search("source", source, deadline)), None)

    def _speaks(self, example: Example, pair: LanguagePair) -> bool:
        sides = {Language.JA: example.ja, Language.EN: example.en}
        source, target = sides[pair.source], sides[pair.target]
        deadline = Deadline(limit_s=_LIMIT_S)
        if self._cause(source, deadline) is None:
            return False
        is_missing = bool(self.target) and not self._search("target", target, deadline)
        return is_missing or (bool(self.forbidden) and bool(self._search("forbidden", target, deadline)))

    def _search(self, key: str, text: str, deadline: Deadline) -> list[Span]:
        name = f"{self.place}{': ' if self.place else ''}{self.id}: the {key} pattern"
        return [Span(start, end) for start, end in deadline.spans(self._compiled[key], text, name=name)]

    @cached_property
    def _compiled(self) -> dict[str, Pattern[str]]:
        found = {}
        for key in ("source", "target", "forbidden"):
            try:
                found[key] = compile_pattern(getattr(self, key))
            except ValueError as error:
                raise ValueError(f"the {key} pattern is no regular expression: {error}") from error
        return found

    @property
    def _directions(self) -> tuple[LanguagePair, ...]:
        return _DIRECTIONS if self.direction is None else (self.direction,)

    @property
    def _summary(self) -> str:
        where = f"Where the source matches {self.source}, the" if self.source else "Each"
        demands = [f"matches {self.target}"] * bool(self.target)
        demands += [f"does not match {self.forbidden}"] * bool(self.forbidden)
        which = "" if self.direction is None else f" ({self.direction} only)"
        return f"{where} translation {' and '.join(demands)}{which}."
