"""One name that a sentence pair has twice in the one language and in two near spellings in the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Fault
from tmflow.check.subject import Subject
from tmflow.model.language import Language
from tmflow.text.distance import count_edits
from tmflow.text.japanese_names import find_names, fold_name
from tmflow.text.names import iter_katakana_runs, iter_latin_words, name_likeness

__all__ = ["iter_twice"]

_LEAST_LATIN, _LEAST_KANA = 5, 4
"""Shorter names are near each other by chance."""
_ALIKE = 0.6
_MOST_EDITS = 3
_MOST_EDITS_IN_LATIN = 2
_TWICE = 2
_LONG = 8
"""A shorter word and its plural are two: Field and Fields."""
_OF_PLACES = ("an", "ians", "ans", "ese", "ish", "ench", "utch", "elsh", "ic", "is")
"""How words for the people of a place end."""
_ROMANIZED = re.compile(
    r"(?:(?:[kgsztdnhbpmyrwjf]|ch|sh|ts|[kgnhbpmr]y|(?:kk|ss|tt|pp|tc)h?)?[aiueo]|n(?![aiueoy])|m(?=[bpm]))+h?",
    re.IGNORECASE,
)
_KANJI_HEAD = re.compile("(?<![\u3005\u4e00-\u9fff])[\u3005\u4e00-\u9fff]{2}")


def iter_twice(subject: Subject) -> Iterator[Fault]:
    """Yield the second of two near spellings where the other language has one name, as often."""
    for language in Language:
        for one in iter_prose(subject, language):
            names = _names(one.text, language)
            others = _names(one.other, language.other)
            for first, second in combinations(names, 2):
                if _is_one(first, second, names, others) or (
                    language is Language.EN and _is_one_kanji(first, second, one, names)
                ):
                    yield _fault(one, first, second)


def _fault(one: Prose, first: str, second: str) -> Fault:
    start = one.text.rindex(second)
    message = f"{second} is {first} in the same place"
    return one.fault(message, start, start + len(second), expected=first)


def _names(text: str, language: Language) -> Counter[str]:
    """Count the names of a text: words in katakana, or with a capital, the parts of a double name apart."""
    if language is Language.JA:
        return Counter(run.text for run in iter_katakana_runs(text) if len(run.text) >= _LEAST_KANA)
    words = (re.sub(r"['’]s?$", "", run.text) for run in iter_latin_words(text))
    parts = (part for word in words for part in word.split("-"))
    return Counter(part for part in parts if len(part) >= _LEAST_LATIN and part[0].isupper() and not part.isupper())


def _is_one(first: str, second: str, names: Counter[str], others: Counter[str]) -> bool:
    """Whether two spellings stand for one name of the other language, which has it twice and no other like them."""
    if _are_forms(first, second) or (first.isascii() and first[0] != second[0]):
        return False
    most = _MOST_EDITS_IN_LATIN if first.isascii() else _MOST_EDITS
    if count_edits(first, second) > min(most, (min(len(first), len(second)) + 1) // 2):
        return False
    likeness = {other: sorted(_likeness(one, other) for one in (first, second)) for other in others}
    alike = [other for other, (_, most) in likeness.items() if most >= _ALIKE]
    return len(alike) == 1 and others[alike[0]] == names[first] + names[second] and likeness[alike[0]][0] >= _ALIKE


def _are_forms(first: str, second: str) -> bool:
    """Whether a word is another one with an ending, or in part: Russia and Russian, アカウント and マイアカウント."""
    short, long = sorted((first, second), key=len)
    if short.lower() in long.lower():
        return long != f"{short}s" or len(short) < _LONG
    return any(word.endswith(_OF_PLACES) for word in (first, second))


def _likeness(one: str, other: str) -> float:
    katakana, latin = (one, other) if "ァ" <= one[0] <= "ー" else (other, one)
    return name_likeness(katakana, latin)


def _is_one_kanji(first: str, second: str, one: Prose, names: Counter[str]) -> bool:
    """Whether two near readings, each there once, stand for one word in kanji that the Japanese has twice.

    Not where another name of the Japanese is read so.
    """
    if not (_ROMANIZED.fullmatch(first) and _ROMANIZED.fullmatch(second)) or names[first] + names[second] > _TWICE:
        return False
    if _are_forms(first, second) or first[0] != second[0] or count_edits(first, second) > _MOST_EDITS_IN_LATIN:
        return False
    heads = Counter(_KANJI_HEAD.findall(one.other))
    twice = [head for head, number in heads.items() if number == _TWICE]
    rivals = [head for head in heads if twice and head not in twice and set(head) & set("".join(twice))]
    readings = {fold_name(reading): run.name for run in find_names(one.other) for reading in run.readings}
    known = {readings.get(fold_name(name)) for name in (first, second)} - {None}
    words = Counter(run.text for run in iter_latin_words(one.text) if run.text[0].isupper())
    is_told = any(number == _TWICE and _ROMANIZED.fullmatch(word) for word, number in words.items())
    return len(twice) == 1 and not rivals and not is_told and len(known) < _TWICE
