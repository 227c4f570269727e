"""How long an article takes to read."""

from __future__ import annotations

import math
import re

from tmflow.model.language import Language

__all__ = ["reading_minutes"]

_WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction: Brysbaert 2019, Journal of Memory and Language 109, 104047, abstract."""
_CHARACTERS_A_MINUTE = 464
"""Japanese read aloud, 357 a minute (Trauzettel-Klosinski & Dietz 2012, Investigative Ophthalmology & Visual Science
53(9), 5452-5461, IReST), by what silent reading is faster than aloud in English: 238 to 183 (Brysbaert 2019)."""
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_CHARACTER = re.compile(r"\w")


def reading_minutes(text: str, language: Language) -> int:
    """Return the minutes a text takes, rounded up and at least 1; 0 for a text without words.

    >>> reading_minutes("港。" * 600, Language.JA), reading_minutes("A quiet harbor. " * 100, Language.EN)
    (2, 2)
    """
    if language is Language.JA:
        return math.ceil(len(_CHARACTER.findall(text)) / _CHARACTERS_A_MINUTE)
    return math.ceil(len(_WORD.findall(text)) / _WORDS_A_MINUTE)
