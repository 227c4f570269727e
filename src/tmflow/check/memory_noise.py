"""Rules on what the bitexts give the memory: no unit that would be offered again and is no translation, no two that contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tmflow.check.figures import Figures
from tmflow.check.finding import Severity
from tmflow.check.gist import Gist, Said
from tmflow.check.rule import Across, Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.normalize import match_key
from tmflow.text.scripts import japanese_share
from tmflow.text.terminal import excerpt
from tmflow.text.values import ValueKind

__all__ = ["RULES"]

_LEAST_LETTERS = 8
_SURELY_JAPANESE = 0.5
_SURELY_NOT = 0.05
_ENDED = re.compile(r"[.。．!?！？…:：;；」』）)\]”’\"'—―–]\s*$")
_CUT = {
    Language.EN: re.compile(r"(?:,|\b(?:the|an|of|and|or|their|its|than|into|because|but|which))\s*$", re.IGNORECASE),
    Language.JA: re.compile(r"[^、](?:、|[をがの])\s*$"),
}
"""What no sentence ends with."""
_AMOUNTS = frozenset({ValueKind.NUMBER, ValueKind.CURRENCY, ValueKind.PERCENT, ValueKind.ORDINAL})


def _find_noise(subject: Subject) -> Iterator[Fault]:
    if subject.is_swapped:
        return
    source_language, target_language = subject.language(Side.SOURCE), subject.language(Side.TARGET)
    for unit, target in subject.iter_translations():
        source_text, target_text = unit.source.text.strip(), target.text.strip()
        if not any(map(str.isalnum, target_text)) and sum(map(str.isalpha, source_text)) >= _LEAST_LETTERS:
            problem = "the translation has no word in it"
        elif _is_in(source_text, target_language) and _is_in(target_text, source_language):
            problem = f"{source_language.display_name} and {target_language.display_name} stand in each other's place"
        elif _ENDED.search(source_text) and _CUT[target_language].search(target_text):
            problem = "the translation breaks off"
        else:
            continue
        yield Fault(message=f"{problem}: {excerpt(target_text)}", unit=unit, found=target_text)


def _is_in(text: str, language: Language) -> bool:
    if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
        return False
    share = japanese_share(text)
    return share >= _SURELY_JAPANESE if language is Language.JA else share < _SURELY_NOT


def _find_conflicts(gists: Sequence[Gist], _: Glossary) -> Iterator[Across]:
    first: dict[tuple[Language, str], Said] = {}
    for gist in gists:
        language = gist.source_language
        for said in gist.said:
            other = first.setdefault((language, match_key(said.source)), said)
            if other is said or match_key(other.target) == match_key(said.target):
                continue
            amounts = [_amounts(one.target, language.other) for one in (other, said)]
            if amounts[0] != amounts[1]:
                yield Across(
                    message=f"{excerpt(said.source)} has other figures in {other.slug}: {excerpt(other.target)}",
                    said=said,
                    expected=other.target,
                    found=said.target,
                )


def _amounts(text: str, language: Language) -> frozenset[Fraction | str]:
    statements = Figures(text, language.value).statements
    return frozenset(one.value.value for one in statements if one.is_firm and one.value.kind in _AMOUNTS)


RULES = (
    Rule(
        id="tm.noise",
        severity=Severity.WARNING,
        summary="No unit is empty, broken off, or has its languages swapped.",
        why="A bitext is a memory: what stands in it is offered again in every later article.",
        good=Example(ja="船は港を出て、南へ向かった。", en="The ship left the harbor and headed south."),
        bad=Example(ja="船は港を出て、南へ向かった。", en="The ship left the harbor and"),
        find=_find_noise,
    ),
    Rule(
        id="tm.conflict",
        severity=Severity.WARNING,
        summary="One sentence has not been translated with other figures in another article.",
        why="One of the two is wrong, and the memory offers either. Dates are left out: 今月2日 is another day each month.",
        good=Example(ja="定員は40人だ。", en="It holds 40 people. (in both articles)"),
        bad=Example(ja="定員は40人だ。", en="It holds 40 people. (in another article: 14 people)"),
        find_across=_find_conflicts,
        scope=Scope.PROJECT,
    ),
)
