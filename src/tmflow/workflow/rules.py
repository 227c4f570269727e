"""The rules of a publication: those of `tmflow-rules.yaml`, and those that installed packages register."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tmflow.check.finding import Severity
from tmflow.check.patterns import PatternRule
from tmflow.check.plugins import load_rules
from tmflow.check.registry import explain_rule, rule_ids
from tmflow.check.rule import Example, Rule
from tmflow.errors import FormatError
from tmflow.formats.yaml_text import read_yaml
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.project import Project, find_project, open_project

__all__ = ["explain", "own_rules", "read_pattern_rules"]

_TEXTS: Final = ("id", "message", "source", "target", "forbidden", "replace", "why")
_NEEDED: Final = ("id", "message", "good", "bad")
_KEYS: Final = (*_TEXTS, "direction", "severity", "good", "bad")


def own_rules(project: Project) -> tuple[Rule, ...]:
    """Return the rules of a project beside tmflow's own: of its file, then of packages unless `check.plugins` is false.

    Raises FormatError for a file that cannot be read, ConfigError for a package that cannot, and for an id that is taken.
    """
    path = project.rules_path
    listed = read_pattern_rules(path) if path.exists() else ()
    taken = rule_ids(listed)
    return (*listed, *(load_rules(taken=taken) if project.settings.check.plugins else ()))


def read_pattern_rules(path: Path) -> tuple[Rule, ...]:
    """Read a file of rules: a YAML list, each a mapping with the fields of `PatternRule`.

    good, bad: a mapping of ja and en, or a list of them. direction: "ja>en" or "en>ja".
    Raises FormatError with line and column for what is no YAML, an unknown key (with the nearest known one), a missing
    one, a value of the wrong sort, an id that is taken, a pattern that is none, and examples that do not come out;
    ConfigError for a pattern that runs away on its examples.
    """
    reader, rules = _Reader(path), list[Rule]()
    for node, place in reader.iter_items(read_yaml(path)):
        rule = reader.rule(node, place).rule
        if rule.id in rule_ids(rules):
            raise reader.fail(f'there is a rule "{rule.id}" already: give this one another id', node.lc.key("id"))
        rules.append(rule)
    return tuple(rules)


def explain(rule: str, *, at: Path) -> str:
    """Return what a rule finds, why that is bad, an example, and how to switch it off.

    at: a folder; of the project it is in the rules are known too. Raises ConfigError for an unknown rule, with the
    nearest name, and what `own_rules` does.
    """
    if rule in rule_ids():
        return explain_rule(rule)
    root = find_project(at)
    return explain_rule(rule, open_project(root).own_rules if root else load_rules(taken=rule_ids()))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes rules out of the YAML tree and says where one is wrong."""

    path: Path

    def fail(self, problem: str, place: tuple[int, int]) -> FormatError:
        line, column = place
        return FormatError(problem, path=self.path, line=line + 1, column=column + 1)

    def iter_items(self, tree: Any) -> Iterator[tuple[Any, tuple[int, int]]]:
        """Yield what is in the list of the file, each with its place."""
        if not isinstance(tree or [], list):
            raise self.fail("the file is a list of rules, each beginning with - id:", (0, 0))
        yield from ((node, tree.lc.item(index)) for index, node in enumerate(tree or ()))

    def rule(self, node: Any, place: tuple[int, int]) -> PatternRule:
        if not isinstance(node, Mapping):
            raise self.fail("a rule is a mapping with id, message, patterns and examples", place)
        self.check_keys(node, _KEYS)
        for key in _NEEDED:
            if key not in node:
                raise self.fail(f"the rule has no {key}: add it", place)
        fields: dict[str, Any] = {key: self.text(node, key) for key in _TEXTS if key in node}
        fields |= {key: self.examples(node, key) for key in ("good", "bad")}
        if "severity" in node:
            fields["severity"] = Severity(self.choice(node, "severity", tuple(Severity)))
        if "direction" in node:
            fields["direction"] = self.direction(node)
        try:
            return PatternRule(**fields, place=f"{self.path}:{place[0] + 1}")
        except ValueError as error:
            raise self.fail(f"{fields['id']}: {error}. Correct the rule or take it out", place) from error

    def check_keys(self, node: Any, known: Sequence[str]) -> None:
        for key in node:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1)
                hint = f"{near[0]}?" if near else f"known: {', '.join(known)}"
                raise self.fail(f'unknown key "{key}": {hint}', node.lc.key(key))

    def text(self, node: Any, key: str) -> str:
        value = node[key]
        if isinstance(value, str) and not value.strip() and key != "replace":
            raise self.fail(f"{key} is empty: write it, or take {key} out", node.lc.value(key))
        if not isinstance(value, str):
            raise self.fail(f"{key} must be text: put it in quotes", node.lc.value(key))
        return str(value)

    def choice(self, node: Any, key: str, known: Sequence[str]) -> str:
        value = node[key]
        if value not in known:
            raise self.fail(f'{key} is "{value}"; it is one of {", ".join(known)}', node.lc.value(key))
        return str(value)

    def direction(self, node: Any) -> LanguagePair:
        source, _, target = self.choice(node, "direction", ("ja>en", "en>ja")).partition(">")
        return LanguagePair(Language(source), Language(target))

    def examples(self, node: Any, key: str) -> tuple[Example, ...]:
        items = node[key] if isinstance(node[key], list) else [node[key]]
        found = []
        for item in items:
            if not isinstance(item, Mapping) or set(item) != {"ja", "en"}:
                raise self.fail(f"{key} must be a mapping of ja and en, or a list of such", node.lc.key(key))
            found.append(Example(ja=self.text(item, "ja"), en=self.text(item, "en")))
        return tuple(found)
