"""Rules on names in katakana and in Latin letters: マルティネス is no Martin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.document import Span
from tmflow.model.language import Language
from tmflow.text.names import (
    SoundForm,
    TextRun,
    iter_katakana_runs,
    iter_latin_words,
    katakana_sound,
    latin_sounds,
    name_likeness,
)

__all__ = ["RULES"]

_REACH = 1
_TITLE = "大統領|首相|特使|長官|外相|大臣|報道官|議長|知事|市長|館長|教授|博士|監督|議員|司令官|大使|会長|社長|船長|選手|記者|氏|さん|夫人|コーチ"
_NAME = re.compile(rf"(?<![ァ-ヺー])(?P<name>[ァ-ヺー]{{4,}})(?:{_TITLE})")
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
    known = "\n".join(form for term in subject.glossary.terms for form in term.japanese)
    both = list(subject.iter_both())
    is_from_japanese = subject.language(Side.SOURCE) is Language.JA
    for index, (unit, source, target) in enumerate(both):
        japanese, english = (source, target) if is_from_japanese else (target, source)
        near = both[max(0, index - _REACH) : index + _REACH + 1]
        sources, targets = " ".join(one for _, one, _ in near), " ".join(one for _, _, one in near)
        texts = (sources, targets) if is_from_japanese else (targets, sources)
        names = {found["name"]: found for found in reversed(list(_NAME.finditer(japanese)))}
        for found in reversed(names.values()):
            word = None if found["name"] in known else _wrong_word(found["name"], english, near=texts)
            if word is not None:
                here, there = Span(*found.span("name")), Span(word.start, word.end)
                yield Fault(
                    message=f"{found['name']} does not sound like {word.text}",
                    unit=unit,
                    anchor=Side.TARGET if is_from_japanese else Side.SOURCE,
                    source_span=here if is_from_japanese else there,
                    target_span=there if is_from_japanese else here,
                    expected=found["name"],
                    found=word.text,
                )


def _wrong_word(name: str, english: str, *, near: Sequence[str]) -> TextRun | None:
    """Return the word that stands for a name and has other consonants; None where it is right or in doubt."""
    words = [
        word
        for word in _iter_names(english)
        if _PLAIN.fullmatch(word.text) and name_likeness(name, word.text) >= _LEAST_LIKENESS
    ]
    if not words or any(_sounds_right(name, word) for word in _with_joined(near[1])):
        return None
    best = max(words, key=lambda word: name_likeness(name, word.text))
    likeness = name_likeness(name, best.text)
    rivals = (run.text for run in iter_katakana_runs(near[0]) if run.text != name)
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
        word = re.sub(r"['’]s?$", "", run.text)
        if word[:1].isupper() and not word.isupper():
            yield TextRun(word, run.start, run.start + len(word))


def _with_joined(text: str) -> list[str]:
    """Return the words of a text, and each with the one before it: デクラーク is de Klerk."""
    words = [re.sub(r"['’]s?$", "", run.text) for run in iter_latin_words(text)]
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
        summary="A person's name in katakana has the consonants of its Latin spelling: マルティネス is Martinez, not Martin.",
        why="It is another person. Only what no spelling explains is told; the glossary's names are left to name.glossary.",
        good=Example(ja="マルティネス監督が来た。", en="Coach Martinez came."),
        bad=Example(ja="マルティネス監督が来た。", en="Coach Martin came."),
        find=_find,
    ),
)
