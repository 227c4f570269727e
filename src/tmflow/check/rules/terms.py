"""Rules on the glossary: names and terms are called what it calls them, and nothing what it forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.rules.honorifics import find_wrong_titles
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span
from tmflow.model.glossary import TermKind
from tmflow.model.language import Language
from tmflow.model.terms import TermProblem, has_form, iter_term_problems

__all__ = ["RULES"]

_LIKENESS = 0.6
_LEAST_LETTERS = 4
_CAPITALIZED = re.compile(r"\b[A-Z][A-Za-z\u00c0-\u024f]{3,}")
_PRONOUN = {
    Language.EN: re.compile(
        r"\b(?:it|its|they|them|their|he|him|his|she|her|this|these|those|that|one|ones|who|which)\b", re.IGNORECASE
    ),
    Language.JA: re.compile("彼|それ|これ|その|この|同[一-鿿]|あの"),
}
_COMPOUNDED = re.compile("[一-鿿](?<![達等側氏内外中前後時一二三四五六七八九十百千万数両各])")
"""Kanji behind a term that make another word of it, unlike 知事側 and 知事二人."""
_ANY_WORD = re.compile(r"\w+")


def _find_names(subject: Subject) -> Iterator[Fault]:
    yield from _find_missing(subject, TermKind.NAME)
    yield from find_wrong_titles(subject)


def _find_terms(subject: Subject) -> Iterator[Fault]:
    return _find_missing(subject, TermKind.TERM)


def _find_missing(subject: Subject, kind: TermKind) -> Iterator[Fault]:
    both = list(subject.iter_both()) if subject.glossary.terms else []
    whole = "\n".join(target for _, _, target in both)
    for row in both:
        unit, _, target = row
        for problem in _problems(subject, row):
            if problem.forbidden is not None or any(term.kind is not kind for term in problem.hit.terms):
                continue
            if kind is TermKind.TERM and _is_modifier(problem, subject, row[1]):
                continue
            misspelled = _misspelled(problem, subject, target) if kind is TermKind.NAME else None
            if misspelled is not None:
                yield _fault(unit, problem, f"{problem.written} has become {misspelled.group()}", found=misspelled)
            elif not _is_taken_up(problem, subject, target, whole):
                yield _fault(unit, problem, f"{problem.written} is not called {problem.preferred}")


def _is_modifier(problem: TermProblem, subject: Subject, source: str) -> bool:
    """Whether a Japanese term is the first part of a longer compound, which may be called otherwise: 知事選 "gubernatorial"."""
    return subject.language(Side.SOURCE) is Language.JA and _COMPOUNDED.match(source, problem.hit.span.end) is not None


def _misspelled(problem: TermProblem, subject: Subject, target: str) -> re.Match[str] | None:
    """Return a word that is nearly a part of a name and no part of any name the glossary has."""
    language = subject.language(Side.TARGET)
    if language is Language.JA:
        return None
    known = {part for term in subject.glossary.terms for form in term.english for part in _ANY_WORD.findall(form)}
    own = [part for term in problem.hit.terms for form in term.english for part in _ANY_WORD.findall(form)]
    likely = [part for part in own if len(part) >= _LEAST_LETTERS]
    for found in _CAPITALIZED.finditer(target):
        if found.group() not in known and get_close_matches(found.group(), likely, n=1, cutoff=_LIKENESS):
            return found
    return None


def _find_forbidden(subject: Subject) -> Iterator[Fault]:
    for row in subject.iter_both() if subject.glossary.terms else ():
        for problem in _problems(subject, row):
            if problem.forbidden is not None:
                yield _fault(row[0], problem, f"{problem.written} is called {problem.forbidden}, which is forbidden")


def _problems(subject: Subject, row: tuple[TranslationUnit, str, str]) -> Iterator[TermProblem]:
    _, source, target = row
    return iter_term_problems(source, target, pair=subject.bitext.pair, glossary=subject.glossary)


def _is_taken_up(problem: TermProblem, subject: Subject, target: str, whole: str) -> bool:
    """Whether the article has the term in full and this sentence a part of it or a pronoun: "the gauge", "she"."""
    language = subject.language(Side.TARGET)
    forms = [form for term in problem.hit.terms for form in term.forms(language)]
    if not any(has_form(form, whole, language) for form in forms):
        return False
    parts = [word for form in forms for word in _ANY_WORD.findall(form)] if language is Language.EN else []
    return _PRONOUN[language].search(target) is not None or any(has_form(part, target, language) for part in parts)


def _fault(unit: TranslationUnit, problem: TermProblem, message: str, *, found: re.Match[str] | None = None) -> Fault:
    return Fault(
        message=message,
        unit=unit,
        source_span=problem.hit.span,
        target_span=Span(*found.span()) if found else problem.found,
        expected=problem.preferred,
        found=found.group() if found else problem.forbidden,
    )


RULES = (
    Rule(
        id="name.glossary",
        severity=Severity.ERROR,
        summary="A name that the glossary has is spelled as it is there, and keeps its title: 大統領 is no prime minister. Where the"
        " article has it in full, a part of it or a pronoun will do.",
        why="Readers and search engines take two spellings for two people.",
        good=Example(ja="つばな島へ渡る。(glossary: つばな島 = Tsubana Island)", en="They cross to Tsubana Island."),
        bad=Example(ja="つばな島へ渡る。(glossary: つばな島 = Tsubana Island)", en="They cross to Tubana Isle."),
        find=_find_names,
    ),
    Rule(
        id="term.missing",
        severity=Severity.ERROR,
        summary="A term that the glossary has is translated as it says there, in the singular or plural. A part of it or a pronoun may take it up.",
        why="A term with three translations is three things to a reader.",
        good=Example(ja="潮位計が壊れた。(glossary: 潮位計 = tide gauge)", en="The tide gauges broke."),
        bad=Example(ja="潮位計が壊れた。(glossary: 潮位計 = tide gauge)", en="The water meter broke."),
        find=_find_terms,
    ),
    Rule(
        id="term.forbidden",
        severity=Severity.ERROR,
        summary="What the glossary forbids for a term does not stand for it.",
        why="A forbidden word is a mistake that has been made before.",
        good=Example(ja="潮位計が壊れた。(glossary: not tide meter)", en="The tide gauge broke."),
        bad=Example(ja="潮位計が壊れた。(glossary: not tide meter)", en="The tide meter broke."),
        find=_find_forbidden,
    ),
)
