"""Rules on how Japanese names are read: 橋本 is Hashimoto, not Matsumoto, and 遠藤 is not Endo here and Endoh there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.rules.name_kanji import iter_misread_people
from tmflow.check.subject import Subject
from tmflow.check.translations import Translation, iter_by_language
from tmflow.check.values.named_sets import iter_mentions
from tmflow.model.document import Span
from tmflow.text.distance import count_edits
from tmflow.text.japanese_names import NameRun, find_names, fold_name, is_known_reading, standard_form
from tmflow.text.japanese_titles import TITLES
from tmflow.text.names import TextRun, iter_latin_words, kana_to_romaji, without_possessive
from tmflow.text.tokens import STOP_WORDS

__all__ = ["RULES"]

_LEAST_WORD = 4
_LONGEST_NAME = 3
_LEAST_NEAR = 5
_LONG, _MOST_EDITS = 7, 2
"""Shorter readings are near each other by chance."""
_PERSON = re.compile(rf"[\u3041-\u3096\u4e00-\u9fff々]{{0,3}}?(?:{TITLES})")
_ANYONE = re.compile(rf"[\u4e00-\u9fff々ヶ]{{2,5}}(?:{TITLES})")
_CAPITAL = fold_name("Tokyo")
"""What a text may say for any place in it."""
_KANA = re.compile("[\u3041-\u3096ァ-ヺー]+")
_LIKE_WORDS = re.compile(r"[\u3400-\u9fff々]+")
_ENGLISH_TITLES = frozenset({"mr", "mrs", "ms", "dr", "mayor", "governor", "professor", "president", "director", "captain", "the"})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """A translation and its names, each read when it is first asked for; so it has no slots."""

    translation: Translation

    @cached_property
    def near_japanese(self) -> str:
        """The Japanese around it, its kanji in their common forms."""
        return standard_form(self.translation.near_japanese)

    @cached_property
    def words(self) -> tuple[TextRun, ...]:
        """The words of the English that begin with a capital."""
        return tuple(_iter_parts(self.translation.english))

    @cached_property
    def explained(self) -> frozenset[str]:
        """How all the names are read that the Japanese around it has, wherever in a run of kanji they begin."""
        text = self.near_japanese
        heads = (run for start in range(len(text)) for run in find_names(text[start : start + _LONGEST_NAME]))
        return frozenset(fold_name(reading) for run in heads for reading in run.readings)

    @cached_property
    def kana(self) -> str:
        """The kana around it, as readings are compared."""
        return fold_name("".join(kana_to_romaji(found) for found in _KANA.findall(self.near_japanese)))

    @cached_property
    def near_words(self) -> tuple[str, ...]:
        """Those of the English around it, as readings are compared."""
        return tuple(fold_name(word.text) for word in _iter_parts(self.translation.near_english))

    def fault(self, message: str, run: NameRun, word: TextRun) -> Fault:
        """Return the fault of a name that is told by a wrong word."""
        return self.translation.fault(
            message,
            japanese=Span(run.start, run.end),
            english=Span(word.start, word.end),
            expected=run.readings[0],
            found=word.text,
        )


def _iter_parts(text: str) -> Iterator[TextRun]:
    """Yield the words with a capital, the parts of those with a hyphen one by one."""
    for run in iter_latin_words(text):
        start = run.start
        for part in without_possessive(run.text).split("-"):
            if part[:1].isupper() and not part.isupper():
                yield TextRun(part, start, start + len(part))
            start += len(part) + 1


def _find(subject: Subject) -> Iterator[Fault]:
    sentences = [_Sentence(translation=translation) for translation in iter_by_language(subject)]
    for sentence in sentences:
        yield from _wrong_names(sentence, subject.known_japanese)
    yield from _find_spellings(sentences, subject.known_japanese)


def _wrong_names(sentence: _Sentence, known: str) -> Iterator[Fault]:
    """Yield the words that are another name than one of the table, or no reading of the kanji of a person's; each once."""
    runs = {run.name: run for run in reversed([*find_names(sentence.translation.japanese)]) if run.name not in known}
    faults = [fault for run in reversed(runs.values()) for fault in _wrong_readings(sentence, run)]
    told = {fault.found for fault in faults}
    yield from faults
    for fault in iter_misread_people(sentence.translation):
        if fault.found not in told and (fault.expected or "") not in known:
            yield fault


def _is_person(text: str, run: NameRun) -> bool:
    return _PERSON.match(text, run.end) is not None


def _wrong_readings(sentence: _Sentence, run: NameRun) -> Iterator[Fault]:
    """Yield the words that stand for a name and are read otherwise: another name's reading, or one letter off."""
    wanted = {fold_name(reading) for reading in run.readings}
    told = sum(word in wanted for word in sentence.near_words)
    is_person = _is_person(sentence.translation.japanese, run)
    is_whole = not told and (is_person or (len(run.name) > 1 and not run.rest))
    if len(run.name) == 1 and not is_person:
        return  # a wood, not a Mr. Mori
    for word in {word.text: word for word in reversed(sentence.words)}.values():
        folded = fold_name(word.text)
        if folded in wanted or word.text.lower() in STOP_WORDS or _is_explained(folded, sentence):
            continue
        is_counted = _is_counted(sentence, run, told, folded)
        is_near = any(_is_near(folded, reading, is_missing=is_whole) for reading in wanted)
        is_other = len(folded) >= _LEAST_WORD and is_known_reading(word.text) and folded != _CAPITAL
        is_other = is_other and not _are_told_apart(run.name, word.text)
        is_other = is_other and (is_whole or (is_person and is_counted))
        if (is_near and is_counted) or ((is_near or is_other) and not _may_be_another(sentence, run)):
            yield sentence.fault(f"{run.name} is {run.readings[0]}, not {word.text}", run, word)


def _find_spellings(sentences: Sequence[_Sentence], known: str) -> Iterator[Fault]:
    """Yield the rarer spelling of a person's name of which an article has two: Endo and Endoh."""
    uses: dict[tuple[str, str], dict[str, list[tuple[_Sentence, NameRun, TextRun]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for sentence in sentences:
        everyone = {run.name: run for run in find_names(sentence.translation.japanese)}
        people = {
            run.name: run
            for run in find_names(sentence.translation.japanese)
            if _is_person(sentence.translation.japanese, run)
        }
        for run in people.values():
            wanted = {fold_name(reading) for reading in run.readings}
            if run.name in known or _has_rival(run, everyone.values(), wanted):
                continue
            for word in sentence.words:
                if fold_name(word.text) in wanted:
                    uses[standard_form(run.name), fold_name(word.text)][word.text].append((sentence, run, word))
    for spellings in uses.values():
        usual = max(spellings, key=lambda text: len(spellings[text]))
        for text, places in spellings.items():
            sentence, run, word = places[0]
            if text != usual and not _are_two(places, spellings[usual]):
                yield sentence.fault(f"{text} is {usual} elsewhere in the article", run, word)


def _has_rival(run: NameRun, runs: Iterable[NameRun], wanted: set[str]) -> bool:
    """Whether a sentence has another name that reads alike: 小野 and 大野 are Ono and Ohno."""
    others = (one for one in runs if standard_form(one.name) != standard_form(run.name))
    return any(fold_name(reading) in wanted for one in others for reading in one.readings)


def _are_two(*spellings: Sequence[tuple[_Sentence, NameRun, TextRun]]) -> bool:
    """Whether two spellings are of two people, who have other first names."""
    mine, theirs = ({name for sentence, _, word in places for name in _beside(sentence, word)} for places in spellings)
    return bool(mine) and bool(theirs) and not mine & theirs


def _beside(sentence: _Sentence, word: TextRun) -> Iterator[str]:
    """Yield the words with a capital right before and after a name that are no titles."""
    for other in sentence.words:
        is_beside = other.end + 1 == word.start or word.end + 1 == other.start
        if is_beside and other.text.lower() not in _ENGLISH_TITLES:
            yield other.text


def _is_near(folded: str, reading: str, *, is_missing: bool) -> bool:
    """Whether a word is a reading but for a letter, or for two of a long one that is told nowhere else."""
    shortest = min(len(folded), len(reading))
    if shortest < _LEAST_NEAR or folded[0] != reading[0]:
        return False
    edits = count_edits(folded, reading)
    return edits == 1 or (is_missing and edits <= _MOST_EDITS and shortest >= _LONG and folded[:3] == reading[:3])


def _are_told_apart(name: str, word: str) -> bool:
    """Whether both are places of the sets, where name.other tells whether one became the other: 札幌 may be "Hokkaido"."""
    sides = iter_mentions(name, "ja"), iter_mentions(word, "en")
    places = ({member.table for one in side for member in one.members} for side in sides)
    return all("places" in tables for tables in places)


def _is_explained(folded: str, sentence: _Sentence) -> bool:
    """Whether the Japanese has a name that is read so, in kanji or in kana, or the word is an ordinary one."""
    if re.search(rf"\b{re.escape(folded)}", sentence.translation.near_english):
        return True
    return folded in sentence.kana or folded in sentence.kana.replace("u", "") or folded in sentence.explained


def _is_counted(sentence: _Sentence, run: NameRun, told: int, folded: str) -> bool:
    """Whether the Japanese has the name as often as the English has it and the wrong word, so that the word stands for it."""
    said = sentence.near_japanese.count(standard_form(run.name))
    return said >= told + sum(word == folded for word in sentence.near_words)


def _may_be_another(sentence: _Sentence, run: NameRun) -> bool:
    """Whether the Japanese has another name that a word may stand for: one with a title, or one that shares a character."""
    name = standard_form(run.name)
    heads = {standard_form(one.name) for one in find_names(sentence.near_japanese)}
    for found in _ANYONE.finditer(sentence.near_japanese):
        if not any(found.group().startswith(head) for head in heads):
            return True
    others = (found.group() for found in _LIKE_WORDS.finditer(sentence.near_japanese))
    return any(
        len(other) > 1 and set(other) & set(name) and not any(other.startswith(head) for head in heads)
        for other in others
    )


RULES = (
    Rule(
        id="name.reading",
        severity=Severity.WARNING,
        summary="A common Japanese name of a person or place is read as it is: 橋本 is Hashimoto, not Matsumoto, and 小樽 not Otaro.",
        why="It is another person. Known are some 450 names; long vowels and voicing may be written in any way, and what the"
        " glossary has, name.glossary looks after.",
        good=Example(ja="橋本由紀館長が庭を開く。", en="Director Yuki Hashimoto opens the garden."),
        bad=Example(ja="橋本由紀館長が庭を開く。", en="Director Yuki Matsumoto opens the garden."),
        find=_find,
        scope=Scope.UNIT,
    ),
)
