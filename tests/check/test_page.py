"""The page on the checks: it names every family, and its rule works."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.check.builders import subject
from tmflow.check.registry import RULES

PAGE = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")


def test_each_rule_is_named_by_the_page() -> None:
    rows = re.findall(r"^\|(?!---).*\|$", PAGE.partition("## Values")[0], flags=re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([a-z.*-]+)`", row)]
    missing = [rule.id for rule in RULES if not any(fnmatchcase(rule.id, name) for name in named)]
    assert not missing
    assert all(any(fnmatchcase(rule.id, name) for rule in RULES) for name in named), named


def test_the_rule_of_the_page_does_what_its_examples_say() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(program, "docs/checks.md", "exec"), names)  # noqa: S102 - our own page
    rule = names["SHOUT"]
    found = [
        len(list(rule.check(subject({"units": [{"source": example.ja, "target": example.en}]}))))
        for example in (rule.good, rule.bad)
    ]
    assert found == [0, 1]
