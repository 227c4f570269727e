"""Whether a translation calls things what the glossary calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tmflow.model.glossary import Glossary, TermHit, TermKind
from tmflow.model.language import Language, LanguagePair
from tmflow.model.span import Span
from tmflow.text.abbreviations import STARTERS

__all__ = [
    "TermProblem",
    "has_form",
    "iter_own_hits",
    "iter_term_problems",
    "plural",
    "term_problem",
    "used_terms",
    "with_plurals",
]

_SMALL_WORD = re.compile(r"(?<![^\W_])[a-z]{4,}")
_LONGEST_WORD = 30
_WORD_BEFORE = re.compile(r"([A-Z][A-Za-z]*) \Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermProblem:
    """A term of the source that the translation does not call as the glossary does.

    hit: the term in the source, written: as it is written there. preferred: what it should be called.
    forbidden: the form in the target that must not be used for it, found: where that stands; both None where the target
    has none of the forms that are allowed.
    """

    hit: TermHit
    written: str
    preferred: str
    forbidden: str | None = None
    found: Span | None = None


def iter_term_problems(source: str, target: str, *, pair: LanguagePair, glossary: Glossary) -> Iterator[TermProblem]:
    """Yield the terms of the source that have none of their forms in the target, and those that have a forbidden one.

    An English form may be in the plural, and in any case; once is enough for a term that the source has several times.
    """
    for hit in iter_own_hits(source, pair.source, glossary):
        written = source[hit.span.start : hit.span.end]
        allowed = [form for term in hit.terms for form in term.forms(pair.target)]
        for form in (form for term in hit.terms for form in term.forbidden(pair.target)):
            if span := _find_form(form, target, pair.target, beside=allowed):
                yield TermProblem(hit=hit, written=written, preferred=allowed[0], forbidden=form, found=span)
        if not any(_find_form(form, target, pair.target) for form in allowed):
            yield TermProblem(hit=hit, written=written, preferred=allowed[0])


def term_problem(source: str, target: str, *, pair: LanguagePair, glossary: Glossary) -> str | None:
    """Return the first term of the source that has none of its forms in the target, or a forbidden one; None if all is well.

    >>> from tmflow.model.glossary import Term
    >>> gauge = Term(japanese=("潮位計",), english=("tide gauge",), forbidden_english=("tide meter",))
    >>> glossary = Glossary(terms=(gauge,))
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> term_problem("潮位計が壊れた。", "The tide gauges broke.", pair=pair, glossary=glossary)
    >>> term_problem("潮位計が壊れた。", "The gauge broke.", pair=pair, glossary=glossary)
    '潮位計 is not called tide gauge'
    >>> term_problem("潮位計が壊れた。", "The tide gauge, a tide meter, broke.", pair=pair, glossary=glossary)
    '潮位計 is called tide meter, which is forbidden'
    """
    problem = next(iter_term_problems(source, target, pair=pair, glossary=glossary), None)
    if problem is None:
        return None
    if problem.forbidden is not None:
        return f"{problem.written} is called {problem.forbidden}, which is forbidden"
    return f"{problem.written} is not called {problem.preferred}"


def has_form(form: str, text: str, language: Language) -> bool:
    """Whether a form of a term is in a text, in English in any case, singular or plural.

    >>> has_form("tide gauge", "Two tide-gauges broke.", Language.EN)
    True
    """
    return _find_form(form, text, language) is not None


def used_terms(source: str, target: str, *, pair: LanguagePair, glossary: Glossary) -> tuple[tuple[str, str], ...]:
    """Return each term of the source as it is written there, with the form of it that the target has."""
    used = {}
    for hit in iter_own_hits(source, pair.source, glossary):
        forms = (form for term in hit.terms for form in term.forms(pair.target))
        if form := next((form for form in forms if has_form(form, target, pair.target)), None):
            used[source[hit.span.start : hit.span.end]] = form
    return tuple(used.items())


def with_plurals(glossary: Glossary) -> Glossary:
    """Return a glossary whose English common terms are found in the plural, too; what is preferred stays so.

    >>> from tmflow.model.glossary import Term
    >>> gauge = Term(japanese=("潮位計",), english=("tide gauge",))
    >>> with_plurals(Glossary(terms=(gauge,))).terms[0].english
    ('tide gauge', 'tide gauges')
    """
    taken = {form for term in glossary.terms for form in term.english}
    terms = []
    for term in glossary.terms:
        plurals = {form: plural(form) for form in term.english}
        new = [plurals[form] for form in term.english if form not in plurals.values() and plurals[form] not in taken]
        is_common = term.kind is TermKind.TERM
        terms.append(replace(term, english=(*term.english, *new)) if is_common else term)
    return Glossary(terms=tuple(terms))


def plural(form: str) -> str:
    """Return the regular plural of an English term."""
    if form.endswith(("s", "x", "z", "ch", "sh")):
        return f"{form}es"
    is_consonant_and_y = form.endswith("y") and form[-2:-1] not in "aeiou"
    return f"{form[:-1]}ies" if is_consonant_and_y else f"{form}s"


def iter_own_hits(text: str, language: Language, glossary: Glossary) -> Iterator[TermHit]:
    """Yield the terms of a text, but in English for those inside of a hyphenated word or of a name.

    >>> from tmflow.model.glossary import Term
    >>> glossary = Glossary(terms=(Term(japanese=("港",), english=("port",)),))
    >>> texts = ("The port closed.", "Port Arthur fell early.", "A port-side cabin burned.")
    >>> [len(list(iter_own_hits(text, Language.EN, glossary))) for text in texts]
    [1, 0, 0]
    """
    for hit in glossary.find(text, language):
        if language is Language.JA or not (_is_in_compound(hit, text) or _is_in_name(hit, text)):
            yield hit


def _is_in_compound(hit: TermHit, text: str) -> bool:
    before, after = text[max(0, hit.span.start - 2) : hit.span.start], text[hit.span.end : hit.span.end + 2]
    return bool(re.fullmatch("[A-Za-z]-", before) or re.fullmatch("-[A-Za-z]", after))


def _is_in_name(hit: TermHit, text: str) -> bool:
    """Whether one common word has a capital beside another one, in a text that is no heading in capitals: Port Arthur."""
    written = text[hit.span.start : hit.span.end]
    is_common = all(term.kind is TermKind.TERM for term in hit.terms) and hit.form[0].islower()
    if not is_common or " " in written or not written[0].isupper() or not _SMALL_WORD.search(text):
        return False
    before = _WORD_BEFORE.search(text, max(0, hit.span.start - _LONGEST_WORD), hit.span.start)
    follows_name = before is not None and before.group(1) not in STARTERS
    return follows_name or re.match(" [A-Z]", text[hit.span.end : hit.span.end + 2]) is not None


def _find_form(form: str, text: str, language: Language, *, beside: list[str] | None = None) -> Span | None:
    """Return where a form is in a text first; not where it is only part of one of those that are allowed beside it."""
    for allowed in beside or ():
        if len(allowed) > len(form) and _pattern(form, language).search(allowed):
            text = _pattern(allowed, language).sub(lambda found: " " * len(found.group()), text)
    found = _pattern(form, language).search(text)
    return Span(*found.span()) if found else None


def _pattern(form: str, language: Language) -> re.Pattern[str]:
    if language is Language.JA:
        return re.compile(re.escape(form))
    words = r"[\s-]+".join(map(re.escape, form.split()))
    if form.endswith("y"):
        words = f"{words[:-1]}(?:y|ies)"
    return re.compile(rf"(?<![A-Za-z]){words}(?:s|es|['’]s)?(?![A-Za-z])", re.IGNORECASE)
