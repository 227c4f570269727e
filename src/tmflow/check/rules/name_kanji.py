"""People's names in kanji whose Latin spelling is another name: 田中健一 is not Kenji Tanaka. A part of the rule name.reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from tmflow.check.rule import Fault
from tmflow.check.translations import Translation
from tmflow.model.document import Span
from tmflow.text.japanese_names import fold_name
from tmflow.text.japanese_titles import TITLES
from tmflow.text.name_kanji import has_reading, is_like_a_name, is_readable, may_read, shares_a_reading
from tmflow.text.names import TextRun, iter_latin_words, kana_to_romaji, without_possessive

__all__ = ["iter_misread_people"]

_KANJI = "\u4e00-\u9fff々"
_PERSON = re.compile(rf"(?<![{_KANJI}])(?P<name>[{_KANJI}]{{2,8}}?)(?P<title>{TITLES})(?![{_KANJI}])")
_KANA = re.compile("[\u3041-\u3096ァ-ヺー]+")
_ADDRESS = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s$|\b(?:Professor|President|Captain|Director|Mayor|Governor|Judge|Minister|Chairman|Coach|Manager)\s$"
)
_LONGEST_TITLE = 20
_LONGEST_PART, _LEAST_LETTERS = 3, 3
_SURNAME = 2
"""Longer ones are often read in a way of their own: 小鳥遊, Takanashi."""


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    translation: Translation

    @cached_property
    def words(self) -> tuple[TextRun, ...]:
        """The words of the English with a capital that may be Japanese names."""
        runs = (
            TextRun(without_possessive(run.text), run.start, run.start + len(without_possessive(run.text)))
            for run in iter_latin_words(self.translation.english)
        )
        return tuple(
            run for run in runs if run.text[:1].isupper() and not run.text.isupper() and is_like_a_name(run.text)
        )

    @cached_property
    def near_words(self) -> tuple[str, ...]:
        """Those of the English around it, capital or not, each once."""
        return tuple({without_possessive(run.text): None for run in iter_latin_words(self.translation.near_english)})

    @cached_property
    def kana(self) -> str:
        """The kana around it, as readings are compared."""
        return fold_name("".join(map(kana_to_romaji, _KANA.findall(self.translation.near_japanese))))

    def is_read(self, part: str) -> bool:
        """Whether the English around it has a word that a name may be read as."""
        return any(may_read(part, word) for word in self.near_words)

    def is_meant(self, word: str) -> bool:
        """Whether the Japanese around it has what may be read as a word, in kana or in any of its kanji."""
        return fold_name(word) in self.kana or has_reading(self.translation.near_japanese, word)


def iter_misread_people(translation: Translation) -> Iterator[Fault]:
    """Yield the words that stand for a part of a person's name and are no reading of it."""
    people = [*{found["name"]: found for found in _PERSON.finditer(translation.japanese)}.values()]
    if not people:
        return
    sentence = _Sentence(translation=translation)
    beside = (pair for pair in pairwise(sentence.words) if translation.english[pair[0].end : pair[1].start] == " ")
    pairs = [*{(one.text, two.text): (one, two) for one, two in beside}.values()]
    for person in people:
        fault = _misread_part(person, pairs, sentence)
        if fault is not None:
            yield fault
    yield from _misread_surname(people, sentence)


def _misread_part(person: re.Match[str], pairs: list[tuple[TextRun, TextRun]], sentence: _Sentence) -> Fault | None:
    """Return the half of a full name that is no reading, where the other half is one; None if both are, in any order."""
    run, found = person["name"], None
    for start, middle in _splits(run):
        family, given = run[start:middle], run[middle:]
        for one, two in (*pairs, *(pair[::-1] for pair in pairs)):
            is_family, is_given = may_read(family, one.text), may_read(given, two.text)
            if is_family and is_given:
                return None
            if is_family and len(family) > 1:
                found = found or (start + len(family), given, two)
            elif is_given and len(given) > 1 and len(family) > 1 and start == 0:
                found = found or (start, family, one)
    if found is None:
        return None
    place, part, word = found
    if not is_readable(part) or sentence.is_read(part) or sentence.is_meant(word.text):
        return None
    return _fault(sentence, person.start("name") + place, part, word)


def _splits(run: str) -> Iterator[tuple[int, int]]:
    """Yield where a full name may begin in a run of kanji that ends with it, and where its given name may, the longest first."""
    for start in range(len(run) - 1):
        for middle in range(min(len(run) - 1, start + _LONGEST_PART), start, -1):
            if len(run) - middle <= _LONGEST_PART:
                yield start, middle


def _misread_surname(people: list[re.Match[str]], sentence: _Sentence) -> Iterator[Fault]:
    """Yield the one family name with a title that is read nowhere, with the one name with a title that is meant nowhere."""
    lost = [
        person
        for person in people
        if not any(sentence.is_read(person["name"][start:]) for start in range(len(person["name"])))
    ]
    if len(lost) != 1 or len(lost[0]["name"]) != _SURNAME:
        return
    name = lost[0]["name"]
    english = sentence.translation.english
    titled = (_ADDRESS.search(english, max(0, word.start - _LONGEST_TITLE), word.start) for word in sentence.words)
    words = [word for word, title in zip(sentence.words, titled, strict=True) if title]
    strangers = [word for word in words if len(word.text) > _LEAST_LETTERS and not sentence.is_meant(word.text)]
    if len(strangers) == 1 and is_readable(name) and shares_a_reading(name, strangers[0].text):
        yield _fault(sentence, lost[0].start("name"), name, strangers[0])


def _fault(sentence: _Sentence, start: int, part: str, word: TextRun) -> Fault:
    return sentence.translation.fault(
        f"{part} is not read {word.text}",
        japanese=Span(start, start + len(part)),
        english=Span(word.start, word.end),
        expected=part,
        found=word.text,
    )
