"""Rules on names in katakana and in Latin letters: カルデロン is no Calder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.translations import Translation, iter_by_language
from tmflow.check.values.full_name_pairs import iter_other_parts
from tmflow.model.document import Span
from tmflow.text.japanese_titles import TITLES
from tmflow.text.names import (
    SoundForm,
    TextRun,
    iter_katakana_runs,
    iter_latin_words,
    katakana_sound,
    latin_sounds,
    name_likeness,
    without_possessive,
)

__all__ = ["RULES"]

_NAME = re.compile(rf"(?<![ァ-ヺー])(?P<name>[ァ-ヺー]{{4,}})(?:{TITLES})")
_LEAST_CONSONANTS = 3
_LEAST_LIKENESS = 0.6
"""Below it the word may be another name, or a spelling that does not tell the sound (Nguyen, Xavier)."""
_PLAIN = re.compile("[A-Za-zàáâäèéêëíîïóôöúûü'’]+(?<!ao)")
"""A spelling whose consonants are what they look like: not Conceição."""
_FIRM = frozenset("bdgkmnprst")
"""Consonants that katakana has only where the name has them; y, w and h come and go (Newman, ニューマン)."""
_UNLIKE = frozenset(map(frozenset, ("nt", "nr", "nk", "mt", "mr", "mk", "rk", "rt", "pn", "pr", "pm", "pk")))
"""Consonants of which no spelling of one sounds like the other."""


def _find(subject: Subject) -> Iterator[Fault]:
    for one in iter_by_language(subject):
        yield from _other_parts(one, subject.known_japanese)
        names = {found["name"]: found for found in reversed(list(_NAME.finditer(one.japanese)))}
        for name, found in reversed(names.items()):
            word = None if name in subject.known_japanese else _wrong_word(name, one)
            if word is not None:
                yield one.fault(
                    f"{name} does not sound like {word.text}",
                    japanese=Span(*found.span("name")),
                    english=Span(word.start, word.end),
                    expected=name,
                    found=word.text,
                )


def _other_parts(one: Translation, known: str) -> Iterator[Fault]:
    """Yield the parts of full names that are another name, their rest being the same."""
    for part in iter_other_parts(one.japanese, one.english):
        if part.katakana not in known:
            yield one.fault(
                f"{part.katakana} does not sound like {part.latin}",
                japanese=Span(*part.japanese),
                english=Span(*part.english),
                expected=part.katakana,
                found=part.latin,
            )


def _wrong_word(name: str, translation: Translation) -> TextRun | None:
    """Return the word that stands for a name and has other consonants; None where it is right or in doubt."""
    words = [
        word
        for word in _iter_names(translation.english)
        if _PLAIN.fullmatch(word.text) and name_likeness(name, word.text) >= _LEAST_LIKENESS
    ]
    if not words or any(_sounds_right(name, word) for word in _with_joined(translation.near_english)):
        return None
    best = max(words, key=lambda word: name_likeness(name, word.text))
    likeness = name_likeness(name, best.text)
    rivals = (run.text for run in iter_katakana_runs(translation.near_japanese) if run.text != name)
    if any(name_likeness(rival, best.text) >= likeness for rival in rivals):
        return None
    wanted, forms = _consonants(katakana_sound(name)), [_consonants(form) for form in latin_sounds(best.text)]
    is_other = all(_lacks(form, wanted) for form in forms) or _differs(forms[0], wanted)
    return best if is_other else None


def _consonants(sound: SoundForm) -> str:
    """Return the consonants of a sound, with those as one that spellings run together."""
    consonants = sound.skeleton
    for pair, one in (("ng", "n"), ("nm", "m"), ("ts", "t"), ("rr", "r")):
        consonants = consonants.replace(pair, one)
    return consonants


def _iter_names(text: str) -> Iterator[TextRun]:
    for run in iter_latin_words(text):
        word = without_possessive(run.text)
        if word[:1].isupper() and not word.isupper():
            yield TextRun(word, run.start, run.start + len(word))


def _with_joined(text: str) -> list[str]:
    """Return the words of a text, and each with the one before it: デクラーク is de Klerk."""
    words = [without_possessive(run.text) for run in iter_latin_words(text)]
    return [*words, *(first + second for first, second in pairwise(words))]


def _sounds_right(name: str, word: str) -> bool:
    return _consonants(katakana_sound(name)) in map(_consonants, latin_sounds(word))


def _lacks(form: str, wanted: str) -> bool:
    """Whether consonants are those of a name less one or two that no spelling leaves out."""
    if not _LEAST_CONSONANTS <= len(form) < len(wanted):
        return False
    letters = iter(wanted)
    missing = []
    for consonant in form:
        for letter in letters:
            if letter == consonant:
                break
            missing.append(letter)
        else:
            return False
    return _FIRM.issuperset([*missing, *letters])


def _differs(form: str, wanted: str) -> bool:
    """Whether one consonant is another one that sounds nothing like it."""
    if len(form) != len(wanted) or len(form) < _LEAST_CONSONANTS:
        return False
    unlike = [frozenset(pair) for pair in zip(form, wanted, strict=True) if pair[0] != pair[1]]
    return len(unlike) == 1 and unlike[0] in _UNLIKE


RULES = (
    Rule(
        id="name.sound",
        severity=Severity.WARNING,
        summary="A person's name in katakana has the consonants of its Latin spelling: カルデロン is Calderon, not Calder.",
        why="It is another person. Only what no spelling explains is told; the glossary's names are left to name.glossary.",
        good=Example(ja="カルデロン館長が来た。", en="Director Calderon came."),
        bad=Example(ja="カルデロン館長が来た。", en="Director Calder came."),
        find=_find,
    ),
)
