"""Rules on what the bitexts give the memory: no unit that would be offered again and is no translation, no two that contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tmflow.check.finding import Severity
from tmflow.check.gist import Gist, Said
from tmflow.check.rule import Across, Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.check.values.figures import Figures
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language, LanguagePair
from tmflow.text.normalize import match_key
from tmflow.text.scripts import japanese_share
from tmflow.text.terminal import excerpt
from tmflow.text.values import ValueKind

__all__ = ["RULES", "have_other_figures", "noise_in"]

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
    for unit, target in subject.iter_translations():
        if problem := noise_in(unit.source.text, target.text, subject.bitext.pair):
            yield Fault(message=f"{problem}: {excerpt(target.text.strip())}", unit=unit, found=target.text.strip())


def noise_in(source: str, target: str, pair: LanguagePair) -> str:
    """Return why a pair is none to be offered again, "" if it is one.

    >>> noise_in("船は港を出て、南へ向かった。", "The ship left the harbor and", LanguagePair(Language.JA, Language.EN))
    'the translation breaks off'
    """
    source, target = source.strip(), target.strip()
    if not any(map(str.isalnum, target)) and sum(map(str.isalpha, source)) >= _LEAST_LETTERS:
        return "the translation has no word in it"
    if _is_in(source, pair.target) and _is_in(target, pair.source):
        return f"{pair.source.display_name} and {pair.target.display_name} stand in each other's place"
    return "the translation breaks off" if _ENDED.search(source) and _CUT[pair.target].search(target) else ""


def have_other_figures(first: str, second: str, language: Language) -> bool:
    """Whether two translations of one sentence into a language state other amounts; dates are left out.

    >>> have_other_figures("It holds 40 people.", "It holds 14 people.", Language.EN)
    True
    """
    return match_key(first) != match_key(second) and _amounts(first, language) != _amounts(second, language)


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
            if other is not said and have_other_figures(other.target, said.target, language.other):
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
        summary="No unit, of an article or of a memory from elsewhere, is empty, broken off, or has its languages swapped; none of the"
        " latter is a machine's that nobody has confirmed.",
        why="A bitext is a memory: what stands in it is offered again in every later article.",
        good=Example(ja="船は港を出て、南へ向かった。", en="The ship left the harbor and headed south."),
        bad=Example(ja="船は港を出て、南へ向かった。", en="The ship left the harbor and"),
        find=_find_noise,
    ),
    Rule(
        id="tm.conflict",
        severity=Severity.WARNING,
        summary="One sentence has not been translated with other figures in another article, or twice in a memory from elsewhere.",
        why="One of the two is wrong, and the memory offers either. Dates are left out: 今月2日 is another day each month.",
        good=Example(ja="定員は40人だ。", en="It holds 40 people. (in both articles)"),
        bad=Example(ja="定員は40人だ。", en="It holds 40 people. (in another article: 14 people)"),
        find_across=_find_conflicts,
        scope=Scope.PROJECT,
    ),
)
