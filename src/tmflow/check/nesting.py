"""Rules on quotations inside of quotations: the inner one has the other marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.prose import iter_prose
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.language import Language

__all__ = ["RULES"]

_INNER = {
    Language.JA: (
        re.compile("「[^「」]*(?P<inner>「[^「」]*」)(?=[^「」]*」|(?:[^「」]*「[^「」]*」)+[^「」]*」)"),
        "『』",
    ),
    Language.EN: (re.compile("“[^“”]*(?P<inner>“[^“”]*”)(?=[^“”]*”)"), "‘’"),
}
"""Straight marks do not tell which opens, so only curly ones are looked at."""


def _find_nested(subject: Subject) -> Iterator[Fault]:
    for language, (pattern, marks) in _INNER.items():
        for one in iter_prose(subject, language):
            for found in pattern.finditer(one.text):
                inner = found["inner"]
                fix = f"{marks[0]}{inner[1:-1]}{marks[1]}"
                yield one.fault(f"{inner} inside of {inner[0]}{inner[-1]}", *found.span("inner"), fix=fix)


RULES = (
    Rule(
        id="quote.nesting",
        severity=Severity.INFO,
        summary="A quotation inside of a quotation has the other marks: 『』 inside of 「」, ‘’ inside of “”.",
        why="With the same marks twice nobody sees where the inner one ends.",
        good=Example(
            ja="館長は「題は『港の朝』だ」と言った。", en="“It is called ‘Harbor Morning,’” the director said."
        ),
        bad=Example(
            ja="館長は「題は「港の朝」だ」と言った。", en="“It is called ‘Harbor Morning,’” the director said."
        ),
        find=_find_nested,
    ),
)
