"""The rule on names that both languages have: プラハ is not Warsaw, 財務省 not the Foreign Ministry."""

from __future__ import annotations

from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.translations import iter_by_language
from tmflow.check.values.known_names import iter_other_names
from tmflow.model.document import Span

__all__ = ["RULES"]


def _find(subject: Subject) -> Iterator[Fault]:
    for one in iter_by_language(subject):
        for name in iter_other_names(one.japanese, one.english):
            here, there = one.japanese[slice(*name.japanese)], one.english[slice(*name.english)]
            yield one.fault(
                f"{here} is not {there}",
                japanese=Span(*name.japanese),
                english=Span(*name.english),
                expected=here,
                found=there,
            )


RULES = (
    Rule(
        id="name.known",
        severity=Severity.WARNING,
        summary="A country, city, ministry, court, sea, language or sport is no other one: プラハ is not Warsaw, 財務省 not the Foreign Ministry.",
        why="It reads well, and is about somebody else. Told only where each side has one of a sort, and not the same.",
        good=Example(ja="外相はプラハを訪れる。", en="The foreign minister will visit Prague."),
        bad=Example(ja="外相はプラハを訪れる。", en="The foreign minister will visit Warsaw."),
        find=_find,
    ),
)
