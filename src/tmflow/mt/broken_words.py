"""Words that are none, and small words in a row that no English has: "allllls", "at m. l of", "the7", "the of"."""

from __future__ import annotations

import re
import unicodedata

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.protected import without_addresses

__all__ = ["broken_word_problem"]

_AGAIN = re.compile(r"\b[A-Za-z]*?([A-Za-z])\1{3,}[A-Za-z]*|\b[A-Za-z]*?([A-Za-z]{2,8})\2{2,}[A-Za-z]*", re.IGNORECASE)
"""A letter four times in a row, or a syllable three times."""
_STRAY_LETTER = re.compile(r"(?<![\w'’.&/+\-(`\\])(?<![0-9\ufffc] )([bcdfghj-np-uwyz])(?!\s\1|[\w'’&/+\-)`]|\.[\w,])")
"""A small letter alone that is no word, nor of an abbreviation (p.m.) or a unit (5 m), nor between names (A x B, A v. B)."""
_GLUED = re.compile(r"\b([a-z]{3,})([0-9]+)\b")
_MISPLACED = re.compile(
    r"(?<![\w'’.\-])(?:(?:[Tt]he|an?)\s(?:of|at|is|are|was|were|the|an?|in|to|for|and|or|by|with|from|will|would|has|have|had|be|been|on"
    r"|it|they|he|she|we|you)|(of|by|with|from|and|are|was|will|for|to)\s\1)(?![\w'’.\-])"
)
"""An article before what has none, or a small word twice."""
_SPOKEN = re.compile(r"\b(?:uh|um|er|mm|hmm)\b|≪|[a-z]-[a-z]-", re.IGNORECASE)
"""Speech that was taken down has words begun and begun again."""
_LONG_SOUND = re.compile(r"(.)\1\1|ー[ー〜っッ]|[〜～]|[っッ]{2}")
"""Of Japanese: what English writes with a letter many times (Aaaah)."""


def broken_word_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the first thing in an English target that is no word, or stands where none can, and is not of the source.

    target: with a `HOLE` for what was masked.

    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> broken_word_problem("港が開く。", "The harbor oppppens.", pair)
    'oppppens is no word'
    >>> broken_word_problem("港が開く。", "The harbor of the is open.", pair)
    '"the is" is no English'
    """
    if pair.target is Language.JA or _SPOKEN.search(target):
        return None
    known = unicodedata.normalize("NFKC", source).lower()
    text = without_addresses(target)
    for found in _MISPLACED.finditer(text):
        words = found.group().lower().split()
        if not any(re.search(rf"(?<![a-z]){word}(?![a-z])", known) for word in words):
            return f'"{found.group()}" is no English'
    if not _LONG_SOUND.search(source) and (again := _AGAIN.search(text)) and again.group().lower() not in known:
        return f"{again.group()} is no word"
    for found in (*_STRAY_LETTER.finditer(text), *_GLUED.finditer(text)):
        if not all(part.lower() in known for part in found.groups()):
            return f"{found.group()} is no word"
    return None
