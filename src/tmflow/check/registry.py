"""All the rules there are, in one tuple, and choosing among them by id or pattern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tmflow.check import allowances
from tmflow.check.rule import Rule
from tmflow.check.rule_names import nearest_rules, rules_named
from tmflow.check.rules import (
    addresses,
    alignment,
    blocks,
    characters,
    clocks,
    consistency,
    credit_lines,
    dates,
    english_capitals,
    english_left,
    english_marks,
    english_spelling,
    exchanges,
    japanese_marks,
    japanese_register,
    japanese_width,
    japanese_wording,
    languages,
    lengths,
    markup,
    measures,
    memory_noise,
    metadata,
    money,
    name_choices,
    name_forms,
    name_readings,
    name_sounds,
    name_variants,
    nesting,
    notes,
    number_style,
    numbers,
    opposites,
    placeholders,
    quotations,
    repeats,
    sense,
    stance,
    states,
    structure,
    term_candidates,
    terms,
)
from tmflow.errors import ConfigError

__all__ = ["RULES", "explain_rule", "match_rules", "rule_ids"]

RULES: tuple[Rule, ...] = (
    *states.RULES,
    *alignment.RULES,
    *languages.RULES,
    *addresses.RULES,
    *structure.RULES,
    *characters.RULES,
    *numbers.RULES,
    *measures.RULES,
    *dates.RULES,
    *clocks.RULES,
    *money.RULES,
    *terms.RULES,
    *name_choices.RULES,
    *name_forms.RULES,
    *name_readings.RULES,
    *name_sounds.RULES,
    *sense.RULES,
    *opposites.RULES,
    *exchanges.RULES,
    *stance.RULES,
    *quotations.RULES,
    *notes.RULES,
    *repeats.RULES,
    *lengths.RULES,
    *markup.RULES,
    *placeholders.RULES,
    *blocks.RULES,
    *credit_lines.RULES,
    *metadata.RULES,
    *memory_noise.RULES,
    *japanese_width.RULES,
    *japanese_marks.RULES,
    *japanese_register.RULES,
    *japanese_wording.RULES,
    *english_marks.RULES,
    *english_capitals.RULES,
    *english_spelling.RULES,
    *english_left.RULES,
    *nesting.RULES,
    *consistency.RULES,
    *name_variants.RULES,
    *number_style.RULES,
    *term_candidates.RULES,
    *allowances.RULES,
)
"""Every rule; a new family adds its own tuple here."""


def rule_ids(own: Sequence[Rule] = ()) -> tuple[str, ...]:
    """Return the ids of all rules, in the order they run. own: a publication's, which come after tmflow's."""
    return tuple(rule.id for rule in (*RULES, *own))


def match_rules(patterns: Iterable[str], own: Sequence[Rule] = ()) -> frozenset[str]:
    """Return the ids of the rules that any of the patterns ("url", "state.*") names.

    Raises ConfigError for one that names none, with the nearest id: a slip must not switch a check off unseen.

    >>> sorted(match_rules(["leftover.*", "url"]))
    ['leftover.en-in-ja', 'leftover.ja-in-en', 'url']
    """
    found: set[str] = set()
    for pattern in patterns:
        ids = rules_named(pattern, rule_ids(own))
        if not ids:
            raise ConfigError(_unknown(pattern, own))
        found |= ids
    return frozenset(found)


def explain_rule(rule_id: str, own: Sequence[Rule] = ()) -> str:
    """Return what a rule demands and why, with a good and a bad pair and how to switch it off.

    Raises ConfigError for an unknown id, with the nearest one.

    >>> print(explain_rule("url").splitlines()[0])
    url (error)
    """
    for rule in (*RULES, *own):
        if rule.id == rule_id:
            return rule.explain()
    raise ConfigError(_unknown(rule_id, own))


def _unknown(name: str, own: Sequence[Rule]) -> str:
    return f'no check is called "{name}": {nearest_rules(name, rule_ids(own))}'
