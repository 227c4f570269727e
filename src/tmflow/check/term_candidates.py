"""Rules on what the glossary might have and has not: expressions that a project's articles use over and over."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from tmflow.check.finding import Severity
from tmflow.check.gist import Gist, Said
from tmflow.check.rule import Across, Example, Rule, Scope
from tmflow.model.bitext import Side
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.tokens import STOP_WORDS

__all__ = ["RULES"]

_JAPANESE = re.compile("[一-鿿々ァ-ヺー]{4,}")
_FIGURES = re.compile("[〇一二三四五六七八九十百千万億兆数第]+|.*(?:年間|年度|以上|以下|未満|同日|翌日|午前|午後)")
"""What counts and dates rather than names a thing."""
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]+")
_LEAST_UNITS = 3
_MOST_WORDS = 4
_LEAST_SHARE = 0.7
"""Of the units that have the Japanese, those whose English has the phrase as well."""


def _find_candidates(gists: Sequence[Gist], glossary: Glossary) -> Iterator[Across]:
    units: dict[str, list[tuple[Gist, Said]]] = defaultdict(list)
    for gist in gists:
        for said in gist.said:
            japanese = said.text(_side(gist, Language.JA))
            for word in dict.fromkeys(_JAPANESE.findall(japanese)):
                units[word].append((gist, said))
    for word, places in units.items():
        if len(places) < _LEAST_UNITS or _FIGURES.fullmatch(word) or _is_known(word, glossary):
            continue
        phrase = _common_phrase([said.text(_side(gist, Language.EN)) for gist, said in places])
        if phrase:
            gist, said = places[0]
            yield Across(
                message=f"{word} is in {len(places)} units, mostly as {phrase}, and not in the glossary",
                said=said,
                anchor=_side(gist, Language.JA),
                expected=phrase,
                found=word,
            )


def _side(gist: Gist, language: Language) -> Side:
    return Side.SOURCE if gist.source_language is language else Side.TARGET


def _is_known(word: str, glossary: Glossary) -> bool:
    """Whether a term of the glossary is the expression, is in it or has it in itself."""
    return any(form in word or word in form for term in glossary.terms for form in term.japanese)


def _common_phrase(texts: Sequence[str]) -> str | None:
    """Return the longest phrase that most of the texts have, which begins and ends with a word of its own."""
    counts: Counter[str] = Counter()
    for text in texts:
        words = _WORD.findall(text)
        counts.update(set(_iter_phrases(words)))
    likely = [phrase for phrase, count in counts.items() if count >= _LEAST_SHARE * len(texts)]
    return max(likely, key=lambda phrase: (len(phrase.split()), len(phrase)), default=None)


def _iter_phrases(words: Sequence[str]) -> Iterator[str]:
    for start in range(len(words)):
        for phrase in (list(islice(words, start, start + length)) for length in range(1, _MOST_WORDS + 1)):
            if not {phrase[0].lower(), phrase[-1].lower()} & STOP_WORDS:
                yield " ".join(word.lower() for word in phrase)


RULES = (
    Rule(
        id="term.candidate",
        severity=Severity.INFO,
        summary="An expression that three sentences or more have, always with the same English, is in the glossary.",
        why="What is not in the glossary has to be looked up again, and one day is translated in another way.",
        good=Example(ja="潮位計測所 (in the glossary)", en="tide station"),
        bad=Example(ja="潮位計測所 (in five sentences, not in the glossary)", en="tide station"),
        find_across=_find_candidates,
        scope=Scope.PROJECT,
    ),
)
