"""The rules of SRX at work: at each position between two characters the first rule that matches decides.

Reference: SRX 2.0 specification (GALA/LISA, 2008), "languagerule", "languagemap" and the attribute "cascade".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tmflow.errors import ConfigError
from tmflow.model.language import Language
from tmflow.model.segmentation import BreakRule, LanguageRules, SegmentationRules
from tmflow.segment.rules import Verdict
from tmflow.segment.spans import SpanMap
from tmflow.segment.srx.icu import translate_icu
from tmflow.text.matching import Deadline, compile_pattern

if TYPE_CHECKING:
    from regex import Pattern

__all__ = ["SrxCutter", "iter_untranslated", "select_rules"]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule ready to be matched; `name` is what `explain` shows ("srx.English.12")."""

    name: str
    is_break: bool
    pattern: Pattern[str]


class SrxCutter:
    """Cuts blocks by rules of SRX.

    Raises ConfigError if they have none for the language, or one that cannot be translated.
    """

    def __init__(self, rules: SegmentationRules, language: Language) -> None:
        origin = _origin(rules)
        self._rules = [(rule, f"{origin}the rule {rule.name}") for rule in _compile_rules(rules, language)]

    def iter_verdicts(self, text: str, spans: SpanMap, *, mark: str = "") -> Iterator[Verdict]:  # noqa: ARG002 - Cutter
        """Yield the verdicts on a block, in order: each position where a rule would break, decided by the first rule."""
        deadline = Deadline()
        found = {
            rule.name: frozenset(start for start, _ in deadline.spans(rule.pattern, text, name=label))
            for rule, label in self._rules
            if rule.is_break
        }
        undecided = frozenset[int]().union(*found.values()) - {0, len(text)}
        verdicts: list[Verdict] = []
        for rule, label in self._rules:
            if rule.is_break:
                decided = undecided & found[rule.name]
            else:
                decided = deadline.places(rule.pattern, text, undecided, name=label)
            verdicts += (Verdict(position, rule.name, rule.is_break) for position in decided)
            undecided -= decided
        yield from sorted(verdicts)


@lru_cache(maxsize=4)
def _compile_rules(rules: SegmentationRules, language: Language) -> tuple[_Rule, ...]:
    """Return the rules of a language, ready; kept, as a run cuts file after file with one set in two languages.

    Raises ConfigError if there are none, or one cannot be translated.
    """
    chosen = select_rules(rules, language)
    hint = f". `tmflow srx show {rules.source}` shows what the file holds" if rules.source else ""
    if not chosen:
        problem = f'no language map of the SRX rules matches "{language.value}": add one, or leave the setting out'
        raise ConfigError(f"{_origin(rules)}{problem}{hint}")
    ready = []
    for part in chosen:
        for number, rule in enumerate(part.rules, 1):
            name = f"srx.{part.name}.{number}"
            try:
                ready.append(_Rule(name, rule.is_break, _compile(rule)))
            except ValueError as error:
                problem = f"the rule {name} cannot be used: {error}. Change it, or take it out"
                raise ConfigError(f"{_origin(rules)}{problem}{hint}") from error
    return tuple(ready)


def _origin(rules: SegmentationRules) -> str:
    """Return how an error begins: with the file the rules were read from, if it is known."""
    return f"{rules.source}: " if rules.source else ""


def select_rules(rules: SegmentationRules, language: Language) -> tuple[LanguageRules, ...]:
    """Return the rules of a language in the order they are asked: those of all maps that match it, or of the first.

    A map matches the whole code ("ja") in either case: BCP 47 takes no notice of it (RFC 5646, 2.1.1), and files in use
    write "JA.*". Rules that several maps name count once. Raises ConfigError for a map whose pattern is none.
    """
    named = {part.name: part for part in rules.languages}
    chosen: dict[str, LanguageRules] = {}
    for map_ in rules.maps:
        try:
            pattern = compile_pattern(f"(?i)(?:{translate_icu(map_.pattern)})", is_extended=True)
        except ValueError as error:
            problem = f'the SRX language map "{map_.pattern}" cannot be used: {error}. Correct its languagepattern'
            raise ConfigError(f"{_origin(rules)}{problem}") from error
        if pattern.fullmatch(language.value):
            chosen.setdefault(map_.name, named[map_.name])
            if not rules.is_cascading:
                break
    return tuple(chosen.values())


def iter_untranslated(rules: SegmentationRules) -> Iterator[tuple[str, int, str]]:
    """Yield name, number (from 1) and reason of each rule that has no exact counterpart here."""
    for part in rules.languages:
        for number, rule in enumerate(part.rules, 1):
            try:
                _compile(rule)
            except ValueError as error:
                yield part.name, number, str(error)


def _compile(rule: BreakRule) -> Pattern[str]:
    """Compile a rule into one pattern without width. Raises ValueError, with the side and the reason."""
    sides = []
    for name, pattern, is_before in (("beforebreak", rule.before, True), ("afterbreak", rule.after, False)):
        try:
            side = f"(?{'<' if is_before else ''}={translate_icu(pattern, is_before=is_before)})"
            compile_pattern(side, is_extended=True)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
        sides.append(side)
    return compile_pattern("".join(sides), is_extended=True)
