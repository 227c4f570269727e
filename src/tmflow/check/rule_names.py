"""Naming rules: by id or by pattern, and what is said of a name that no rule has."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

__all__ = ["nearest_rules", "rules_named"]

_MOST_NAMED = 6
"""Rules named to somebody who asked for one there is not."""


def rules_named(pattern: str, known: Iterable[str]) -> frozenset[str]:
    """Return those of the known ids that an id or a pattern names.

    >>> sorted(rules_named("num.*", ["num.value", "num.unit", "url"]))
    ['num.unit', 'num.value']
    """
    return frozenset(rule_id for rule_id in known if fnmatchcase(rule_id, pattern))


def nearest_rules(name: str, known: Sequence[str]) -> str:
    """Return the rules that may have been meant by a name that none has, as a question; without any, the families.

    >>> nearest_rules("num.valeu", ["num.value", "num.unit", "url"])
    'num.value?'
    >>> nearest_rules("nothing.*", ["num.value", "num.unit", "url"])
    'families are num, url'
    """
    near = difflib.get_close_matches(name, known, n=1) or _same_part(name, known)
    return f"{', '.join(near)}?" if near else f"families are {', '.join(dict.fromkeys(map(_family, known)))}"


def _same_part(name: str, known: Sequence[str]) -> list[str]:
    """Return the rules of the same family, else those of other families that end alike; no more than there is room for."""
    family, _, last = name.partition(".")
    same = [one for one in known if _family(one) == family] or [one for one in known if last and last in one]
    return same[:_MOST_NAMED]


def _family(rule_id: str) -> str:
    return rule_id.partition(".")[0]
