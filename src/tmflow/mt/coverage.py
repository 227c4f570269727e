"""Whether a translation is as long as its source asks for, and says all of it."""

from __future__ import annotations

import math
import re

from tmflow.model.language import Language, LanguagePair
from tmflow.text.clauses import sentence_ranges
from tmflow.text.scripts import is_kana, is_kanji

__all__ = ["SET_PHRASE", "WORD", "coverage_problem", "expected_length", "is_japanese", "length_problem", "letters"]

WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")
_LATIN_PER_JAPANESE = 2.2
"""Latin letters that translate one kana or kanji of news prose (about 40 against 90 a sentence); the band below is wide
enough for katakana (コンピューター: 1.1) and titles (首相: 6.5)."""
_MARGIN_LETTERS = {Language.EN: 20, Language.JA: 10}
_FINAL_POINT = re.compile(r"[。．！？.!?…][」』）)\]\"”’']*\s*$")
_BREAKS_OFF = {
    Language.EN: re.compile(
        r"(?<![A-Za-z])(?:[Tt]he|[Aa]n?|of|and|or|to|in|at|on|by|for|with|from|into|that|which|who|as|but|than|its|his|her|their"
        r"|is|are|was|were|has|have|had|will|would|be|been|this|these)\s*$"
    ),
    Language.JA: re.compile("[をがはへの、]$"),
}
"""With what no sentence ends."""
SET_PHRASE = re.compile(
    "ありがとう|おはよう|すみません|ごめんなさい|いただきます|ごちそうさま|さようなら|おめでとう|もちろん|かしこまり|わかりました|そうです|こんにち|こんばん"
)
"""What English says in a word or two."""
_SHARE_OF_ALL = 0.6


def is_japanese(character: str) -> bool:
    """Whether a character is a letter of Japanese: not so the middle dot, though it stands among the kana."""
    return character not in "・･゠" and (is_kana(character) or is_kanji(character))


def expected_length(source: str, pair: LanguagePair) -> float:
    """Return how many letters and digits of the target a source should need; figures and foreign words count as they are.

    >>> expected_length("港が開く", LanguagePair(Language.JA, Language.EN))
    8.8
    """
    total = sum(1 for character in source if character.isalnum())
    if pair.source is Language.JA:
        japanese = sum(map(is_japanese, source))
        return japanese * _LATIN_PER_JAPANESE + total - japanese
    latin = sum(map(len, WORD.findall(source)))
    return latin / _LATIN_PER_JAPANESE + total - latin if total >= latin else total / _LATIN_PER_JAPANESE


def length_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return how a target is far too short or too long for its source, or None."""
    expected = expected_length(source, pair)
    actual = letters(target)
    margin = _MARGIN_LETTERS[pair.target]
    least = expected / 5 if SET_PHRASE.match(source) else expected / 2 - margin * 0.3
    if least <= actual <= expected * 2 + margin:
        return None
    return f"{actual} letters where about {math.ceil(expected)} are expected"


def coverage_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return what shows that a target ends too early: no end, fewer sentences; or None.

    >>> coverage_problem("港が開く。", "The", LanguagePair(Language.JA, Language.EN))
    'it breaks off behind "The"'
    """
    if _FINAL_POINT.search(source) and not _FINAL_POINT.search(target):
        broken = _BREAKS_OFF[pair.target].search(target.rstrip(' "“‘「『('))
        if broken:
            return f'it breaks off behind "{broken.group().strip()}"'
    sentences, said = len(sentence_ranges(source)), len(sentence_ranges(target))
    expected = expected_length(source, pair)
    if said < sentences and letters(target) < min(
        expected * _SHARE_OF_ALL, expected - _MARGIN_LETTERS[pair.target] / 2
    ):
        return f"{said} of {sentences} sentences"
    return None


def letters(text: str) -> int:
    """Count the letters and digits of a text."""
    return sum(1 for character in text if character.isalnum())
