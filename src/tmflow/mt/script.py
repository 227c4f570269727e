"""Whether a translation is in the letters of its language, and nothing of the source is left in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.coverage import WORD, is_japanese
from tmflow.mt.protected import without_addresses
from tmflow.text.scripts import has_japanese, is_kana, is_kanji

__all__ = ["needs_translation", "script_problem"]

_OTHER_SCRIPT = re.compile(r"[\u0370-\u052f\u0590-\u06ff\u0900-\u0e7f\u1100-\u11ff\uac00-\ud7af]")
"""Greek, Cyrillic, Hebrew, Arabic, the scripts of India and Thailand, Hangul."""
_ENGLISH_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]?[a-z]{2,}(?![A-Za-z])|(?<![A-Za-z])(?:a|I)(?![A-Za-z])")


def needs_translation(text: str, language: Language) -> bool:
    """Whether a text has words of its language: "2026" has none, nor has "NATO" as Japanese or as English.

    >>> needs_translation("NATO 2026", Language.JA), needs_translation("NATO 2026年", Language.JA)
    (False, True)
    """
    return has_japanese(text) if language is Language.JA else _ENGLISH_WORD.search(text) is not None


def script_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the letters that a translation must not have, or None.

    They are those of a third script; any Japanese one in English; in Japanese a kanji that only Chinese has, or a run of
    English. Nor is that Japanese which has no letter of it, or is a sentence without kana.

    >>> script_problem("港が開く。", "The 港 opens.", LanguagePair(Language.JA, Language.EN))
    'Japanese left in the English: 港'
    """
    for character in _OTHER_SCRIPT.findall(target):
        if character not in source:
            return f"a letter of another script: {character}"
    if pair.target is Language.EN:
        left = "".join(filter(is_japanese, target))
        return f"Japanese left in the English: {left[:10]}" if left else None
    foreign = next((one for one in target if is_kanji(one) and not _is_used_in_japan(one)), None)
    if foreign and foreign not in source:
        return f"a kanji that Japanese does not have: {foreign}"
    is_sentence = source.rstrip().endswith(".") and len(WORD.findall(source)) >= _SENTENCE_WORDS
    letters = "".join(filter(is_japanese, target))
    if is_sentence and len(letters) > _SENTENCE_WORDS and not any(map(is_kana, letters)):
        return "a sentence without kana"
    return _english_left(source, target) if needs_translation(source, Language.EN) else None


def _english_left(source: str, target: str) -> str | None:
    if not has_japanese(target):
        return "no Japanese in it"
    source, target = without_addresses(source), without_addresses(target)
    kept = _longest_common_run(WORD.findall(source)[:_MOST_WORDS], WORD.findall(target)[:_MOST_WORDS])
    lowercase = [word for word in kept if word.islower()]
    if len(lowercase) >= _ENGLISH_RUN_WORDS:
        return f"English left in the Japanese: {' '.join(kept[:6])}"
    verb = _ENGLISH_VERB.search(target)
    return f"English left in the Japanese: {verb.group()}" if verb else None


def _is_used_in_japan(kanji: str) -> bool:
    """Whether a kanji is in one of the character sets of Japanese computers: JIS X 0213, Microsoft's code page 932."""
    for charset in ("euc_jis_2004", "cp932"):
        try:
            kanji.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return False


_ENGLISH_VERB = re.compile("(?<![a-z])[a-z]{4,}(?:ed|ing)(?:され|した|して|する|させ)")
_SENTENCE_WORDS = 5
_MOST_WORDS = 1000
"""Looked at for a run of English: of more, a text is no segment, and the time grows as the square."""
_ENGLISH_RUN_WORDS = 3
"""Lower-case words in a row that show an untranslated stretch; names and titles kept in Latin letters have fewer."""


def _longest_common_run(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the longest run of words that stands in both texts."""
    best: list[str] = []
    ends: dict[int, int] = {}
    for at, word in enumerate(first):
        following: dict[int, int] = {}
        for index, other in enumerate(second):
            if word == other:
                following[index] = ends.get(index - 1, 0) + 1
                if following[index] > len(best):
                    best = list(first[at - following[index] + 1 : at + 1])
        ends = following
    return best
