"""What an engine says in its own words: of an answer all but what was put in for it and its figures, which any answer can have."""

from __future__ import annotations

import re
from collections import Counter

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.coverage import SET_PHRASE, WORD, expected_length, is_japanese, letters
from tmflow.mt.measures import iter_measures
from tmflow.text.numbers import ValueKind, iter_values
from tmflow.text.scripts import is_kanji
from tmflow.text.tokens import STOP_WORDS

__all__ = ["HOLE", "is_scant", "only_run", "own_words", "own_words_problem"]

HOLE = "\ufffc"
"""Stands where something was taken out: the object replacement character."""
_DIGIT = re.compile("[0-9０-９]")
_DIGITS = re.compile("[0-9０-９]+")
_CONTENT = re.compile("[々〇㐀-鿿]+|[ァ-ヺー]+|[A-Za-zＡ-Ｚａ-ｚ]+")
_JOINT = re.compile(rf"[のとやがをにはへ、，・:：/／\s{HOLE}「」『』（）()]+")
_ARGUMENT = re.compile(r"[々〇㐀-鿿ァ-ヺー](?:が|を|は|も|へ|から|まで|(?:に|で|と)(?=\S{5}))(?=[^\s、。！？])")
"""A noun with its particle, and what it belongs to: that takes two English words at least."""
_NOUN = "[々〇㐀-鿿ァ-ヺー]"
_PHRASE = re.compile(rf"(?:{_NOUN}{{2,}}の[ごお]?{_NOUN}+|{_NOUN}の[ごお]?{_NOUN}{{2,}})\s*")
_OF_TIME = re.compile("[今昨明翌前来先毎最]|[頃時夜朝日際後中うち]$")
"""今日の夜 is "tonight", 子供の頃 "childhood"."""
_LEAST_JAPANESE, _LEAST_KANA, _LEAST_WITH_HOLES = 4, 7, 5
_LEAST_PARTS = 3
_LEAST_ENGLISH_WORDS, _MOST_LETTERS_OF_A_WORD = 5, 3
_LEAST_CONTENT = 4
_MOST_CONTENT_LOST = {Language.EN: (0.6, 0.5), Language.JA: (0.5, 0.45)}
"""By target: the shares of its source's words with content and of the letters to expect under which a text, having fewer of
both, says only a part. Of 11,425 pairs by people 0.2 % do."""


def own_words(text: str, language: Language) -> str:
    """Return a text with a hole in the place of each figure, in digits or words, with its unit.

    >>> own_words("It cost 120 million yen on May 1, 2026.", Language.EN).split(HOLE)
    ['It cost ', ' on ', '.']
    """
    values = list(iter_values(text, language=language.value))
    ends = {one.start: one.end for one in iter_measures(text, values, language)}
    kept, position = [], 0
    for value in values:
        if value.kind is ValueKind.ORDINAL and not _DIGIT.search(text[value.start : value.end]):
            continue
        kept.append(text[position : value.start])
        position = max(value.end, ends.get(value.start, 0))
    return _DIGITS.sub(HOLE, HOLE.join([*kept, text[position:]]))


def own_words_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return what shows that the own words of an answer do not say what those of its source do, or None.

    source, target: as `own_words` gives them, with holes also where something was masked.

    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> own_words_problem("港が開く。", "Home", pair)
    'one word for a sentence'
    >>> own_words_problem(f"灯台は{HOLE}に{HOLE}で売られた。", f"Home {HOLE} Home {HOLE}", pair)
    'one word for a sentence'
    """
    if _is_one_word(source, target, pair):
        return "one word for a sentence"
    if again := _repeated_run(source, target, pair):
        return f'"{again}" between all figures'
    here, there = _content(source, pair.source), _content(target, pair.target)
    if pair.source is Language.JA:  # Latin words there are often those of the English: オプション (option)
        here = {word for word in here if not word.isascii()}
    words, share = _MOST_CONTENT_LOST[pair.target]
    is_thin = (
        len(there) <= len(here) * words and letters(_once(target, pair.target)) < expected_length(source, pair) * share
    )
    if len(here) >= _LEAST_CONTENT and is_thin and not SET_PHRASE.match(source):
        return f"{len(there)} words for {len(here)}"
    return None


def only_run(text: str, language: Language) -> str | None:
    """Return the words that are all a text says of its own, perhaps several times between holes; None if there are others.

    >>> only_run(f"Home {HOLE}, home.", Language.EN), only_run(f"Home {HOLE} sold", Language.EN)
    ('home', None)
    """
    runs = set(_runs(text, language))
    return runs.pop() if len(runs) == 1 else None


def is_scant(asked: str, said: str, pair: LanguagePair) -> bool:
    """Whether an answer is a word for a text that is long enough for two; there may be nothing wrong with it.

    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> is_scant("観光案内", "Home", pair), is_scant("灯台", "Home", pair)
    (True, False)
    """
    if HOLE in asked:
        return False
    if pair.target is Language.EN:
        return sum(map(is_japanese, asked)) >= _LEAST_JAPANESE and len(WORD.findall(said)) == 1
    return len(WORD.findall(asked)) > 1 and letters(said) <= _LEAST_JAPANESE


def _is_one_word(source: str, target: str, pair: LanguagePair) -> bool:
    """Whether all an answer has is one word, perhaps several times, for a sentence, a list or a phrase."""
    return (_is_one_word_of_english if pair.target is Language.EN else _is_one_word_of_japanese)(source, target)


def _is_one_word_of_japanese(source: str, target: str) -> bool:
    said = {run.strip(" 、。") for run in target.split(HOLE) if letters(run)}
    if len(said) != 1 or not any(map(is_japanese, target)) or (HOLE in target and not _CONTENT.search(target)):
        return False
    words, length = len(WORD.findall(source)) + source.count(HOLE), letters(said.pop())
    is_short = length <= _MOST_LETTERS_OF_A_WORD and words >= _LEAST_ENGLISH_WORDS
    return is_short or (length == 1 and words >= _LEAST_PARTS and source.rstrip().endswith("."))


def _is_one_word_of_english(source: str, target: str) -> bool:
    japanese = "".join(filter(is_japanese, source))
    words = WORD.findall(target.lower())
    if len(set(words) if HOLE in target else words) > 1 or len(japanese) < _LEAST_JAPANESE:
        return len(japanese) == _LEAST_JAPANESE - 1 and _is_phrase(source) and len(target.split()) == 1
    if HOLE in source and len(japanese) < _LEAST_WITH_HOLES:
        return False
    if any(map(is_kanji, japanese)) or re.search("[ァ-ヺ]", japanese):
        parts = [part for part in _JOINT.split(source) if _CONTENT.search(part)]
        return _ARGUMENT.search(source) is not None or len(parts) >= _LEAST_PARTS or _is_phrase(source)
    return len(japanese) >= _LEAST_KANA and not SET_PHRASE.search(source)


def _once(text: str, language: Language) -> str:
    """Return a text without the English words that it has said before."""
    return "".join(dict.fromkeys(WORD.findall(text.lower()))) if language is Language.EN else text


def _is_phrase(source: str) -> bool:
    return _PHRASE.fullmatch(source) is not None and not _OF_TIME.search(source)


def _repeated_run(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the words that stand again and again between what an answer was given, if its source has no such run."""
    runs = Counter(_runs(target, pair.target))
    if not runs or HOLE not in target:
        return None
    run, times = runs.most_common(1)[0]
    there = Counter(_runs(source, pair.source))
    if times <= max(there.values(), default=0) or times == 1:
        return None
    return run if times >= _LEAST_PARTS or (len(runs) == 1 and len(there) > 1) else None


def _runs(text: str, language: Language) -> list[str]:
    """Return the runs of words between holes that have some content."""
    runs = (
        " ".join(WORD.findall(run)) if language is Language.EN else run.strip(" 、。，．") for run in text.split(HOLE)
    )
    return [run.lower() for run in runs if _content(run, language)]


def _content(text: str, language: Language) -> set[str]:
    found = _CONTENT.findall(text) if language is Language.JA else WORD.findall(text.lower())
    return {word for word in found if word not in STOP_WORDS}
