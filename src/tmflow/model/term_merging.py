"""Two accounts of one term: what the one says and the other does not, and what they say together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from tmflow.model.glossary import Term, TermKind
from tmflow.model.language import Language

__all__ = ["iter_differences", "merge_terms"]

_TEXTS: Final = ("note", "part_of_speech", "subject", "definition_japanese", "definition_english")


def iter_differences(term: Term, other: Term) -> Iterator[str]:
    """Yield what another account of a term says that is not in it, or that it denies; nothing if it knows all of that.

    >>> term = Term(japanese=("港",), english=("port", "harbor"), note="of the town")
    >>> list(iter_differences(term, Term(japanese=("港",), english=("harbor", "haven"))))
    ['en: haven']
    """
    for language in Language:
        yield from _iter_form_differences(term, other, language)
        if not set(other.contexts(language)) <= set(term.contexts(language)):
            yield f"context in {language}"
    if other.kind is TermKind.NAME and term.kind is not TermKind.NAME:
        yield "kind: name"
    for name in _TEXTS:
        said = getattr(other, name)
        if said and said != getattr(term, name) and not (name == "note" and _has_lines(term.note, other.note)):
            yield name.replace("_", " ")


def _iter_form_differences(term: Term, other: Term, language: Language) -> Iterator[str]:
    allowed, forbidden = term.forms(language), term.forbidden(language)
    for form in other.forms(language):
        if form in forbidden:
            yield f"{language}: {form} (forbidden here)"
        elif form not in allowed:
            yield f"{language}: {form}"
    for form in other.forbidden(language):
        if form in allowed:
            yield f"forbids {language}: {form}"
        elif form not in forbidden:
            yield f"forbidden {language}: {form}"


def merge_terms(term: Term, other: Term) -> Term:
    """Return a term with what another account adds: forms after its own, lines of notes, and what it leaves open.

    Where the two contradict each other the term's own word holds.

    >>> term = Term(japanese=("港",), english=("port",), forbidden_english=("haven",))
    >>> merge_terms(term, Term(japanese=("港",), english=("harbor", "haven"))).english
    ('port', 'harbor')
    """
    changes: dict[str, Any] = {name: getattr(term, name) or getattr(other, name) for name in _TEXTS}
    if term.note and other.note and not _has_lines(term.note, other.note):
        changes["note"] = f"{term.note}\n{other.note}"
    for language in Language:
        name = "japanese" if language is Language.JA else "english"
        denied = (*term.forms(language), *term.forbidden(language))
        changes[name] = (*term.forms(language), *(form for form in other.forms(language) if form not in denied))
        changes[f"forbidden_{name}"] = (
            *term.forbidden(language),
            *(form for form in other.forbidden(language) if form not in (*denied, *other.forms(language))),
        )
        held = term.contexts(language)
        changes[f"context_{name}"] = (*held, *(text for text in other.contexts(language) if text not in held))
    if other.kind is TermKind.NAME:
        changes["kind"] = TermKind.NAME
    return replace(term, **changes)


def _has_lines(note: str, lines: str) -> bool:
    return set(lines.split("\n")) <= set(note.split("\n"))
