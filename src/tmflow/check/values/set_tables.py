"""The tables of sets: things of one kind, each with its names in both languages, and what names begin with a word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["WORD", "EnglishForms", "JapaneseForms", "Member", "any_names", "english_forms", "japanese_forms"]

_FOLDER = Path(__file__).parent / "sets"
_ANY, _NOTHING = "*", "-"
"""In place of a member: words that may stand for any of its set. In place of a set: names that hold one and mean none."""
WORD = re.compile(r"(?:[A-Z]\.)+[A-Z]?|[^\W\d_ぁ-ヿ々〇㐀-鿿]+[0-9]?(?:['’](?!s\b)[^\W\d_]+)*")
"""A word of English as names are made of: U.S., COVID, O'Brien; a possessive is none of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A thing of a set; each is there once. sure, may: by language ("ja", "en") its names that surely mean it, and may."""

    table: str
    kind: str
    sure: Mapping[str, tuple[str, ...]]
    may: Mapping[str, tuple[str, ...]]

    def name(self, language: str) -> str:
        """Return its first name in a language."""
        return next(iter(self.sure[language]), "")


JapaneseForms = dict[str, tuple[tuple[str, tuple[Member, ...]], ...]]
EnglishForms = dict[str, tuple[tuple[tuple[str, ...], tuple[Member, ...]], ...]]


@cache
def _rows() -> tuple[tuple[str, tuple[str, str], tuple[tuple[str, ...], ...]], ...]:
    rows = []
    for path in sorted(_FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, *cells = [*line.split("\t"), "", "", "", ""][:5]
                is_special = kind == _NOTHING or cells[0] == _ANY
                rows.append(
                    (
                        path.stem,
                        (kind, cells[0] if is_special else ""),
                        tuple(tuple(filter(None, cell.split("|"))) for cell in cells),
                    )
                )
    return tuple(rows)


@cache
def _members() -> tuple[Member, ...]:
    return tuple(
        Member(table, kind, {"ja": japanese, "en": english}, {"ja": may_japanese, "en": may_english})
        for table, (kind, special), (japanese, english, may_japanese, may_english) in _rows()
        if not special
    )


def any_names(kind: str, language: str) -> tuple[str, ...]:
    """Return the words that may stand for any member of a set, none for a set without.

    >>> any_names("school", "en")
    ('the school', 'alma mater')
    """
    return _any_names().get(kind, {}).get(language, ())


@cache
def _any_names() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        kind: {"ja": japanese, "en": english}
        for _, (kind, special), (_, _, japanese, english) in _rows()
        if special == _ANY
    }


def _named(language: str) -> dict[str, tuple[Member, ...]]:
    """Return each name of a language with the members it names; those that mean none come with none."""
    named: dict[str, list[Member]] = defaultdict(list)
    for member in _members():
        for form in member.sure[language]:
            named[form].append(member)
    for _, (kind, _), cells in _rows():
        if kind == _NOTHING:
            for form in cells[0 if language == "ja" else 1]:
                named.setdefault(form, [])
    return {form: tuple(members) for form, members in named.items()}


@cache
def japanese_forms() -> JapaneseForms:
    """Return the names in Japanese by their first character, the longest first; those that mean no member have none."""
    heads: defaultdict[str, list[tuple[str, tuple[Member, ...]]]] = defaultdict(list)
    for form, members in _named("ja").items():
        heads[form[0]].append((form, members))
    return {head: tuple(sorted(forms, key=lambda form: -len(form[0]))) for head, forms in heads.items()}


@cache
def english_forms() -> EnglishForms:
    """Return the names in English as words, by their first word in small letters, the longest first."""
    heads: defaultdict[str, list[tuple[tuple[str, ...], tuple[Member, ...]]]] = defaultdict(list)
    for form, members in _named("en").items():
        words = tuple(WORD.findall(form))
        heads[words[0].lower()].append((words, members))
    return {head: tuple(sorted(forms, key=lambda form: -len(form[0]))) for head, forms in heads.items()}
