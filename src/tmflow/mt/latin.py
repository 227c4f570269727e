"""What became of Latin words that stand in Japanese text: public models lose characters round them."""

from __future__ import annotations

import re

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.protected import without_addresses

__all__ = ["latin_problem"]

_LEAST_LETTERS = 3
"""Shorter ones are mostly parts of Japanese words (Tシャツ, PC) that English says otherwise."""
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[A-Za-z][A-Za-z0-9]*(?:[-'.&][A-Za-z0-9]+)*")
_UNIT = re.compile(r"[0-9０-９]\s?$")
_WORD = re.compile("[A-Za-z]+")
_SMALL_WORDS = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"])
_SAID_OTHERWISE = {
    "SNS": "social",
    "NPO": "nonprofit",
    "NGO": "nongovernmental",
    "CEO": "chief",
    "PTA": "parent",
    "GNP": "gross",
}
"""Acronyms of Japanese, with a word that English has for them."""


def latin_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the first Latin word of the Japanese side that the English one does not have, or None.

    An acronym may be spelled out in English. Units behind figures are not asked for.

    >>> latin_problem("iPhoneを買った。", "I bought a Phone.", LanguagePair(Language.JA, Language.EN))
    'iPhone is lost'
    """
    japanese, english = (source, target) if pair.source is Language.JA else (target, source)
    squeezed = _squeezed(english)
    words = [word.lower() for word in _WORD.findall(english)]
    initials = "".join(word[0] for word in words)
    main_initials = "".join(word[0] for word in words if word not in _SMALL_WORDS)
    for found in _TOKEN.finditer(without_addresses(japanese)):
        token = found.group().rstrip("0123456789")
        if len(token) < _LEAST_LETTERS or _UNIT.search(japanese, max(0, found.start() - 2), found.start()):
            continue
        plain = _squeezed(token)
        if token.isupper() and (plain in initials or plain in main_initials):
            continue
        if _SAID_OTHERWISE.get(token, plain) in squeezed and not _is_rest_of_a_word(plain, english, pair):
            continue
        return f"{token} is {'lost' if pair.source is Language.JA else 'not in the source'}"
    return None


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _is_rest_of_a_word(plain: str, english: str, pair: LanguagePair) -> bool:
    """Whether a Latin word in a Japanese target is only the rest of a word of the source: Phone of iPhone."""
    if pair.source is Language.JA:
        return False
    words = english.lower().replace("-", "").replace("'", "").replace(".", "")
    return re.search(rf"(?<![a-z0-9]){re.escape(plain)}", words) is None and plain in words
