"""Which script a character or a text is written in, and how wide it is on a screen."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["display_width", "guess_language", "has_japanese", "is_kana", "is_kanji", "japanese_share"]

_KANA = r"[\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f]"
_KANJI = r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_JAPANESE = f"{_KANA}|{_KANJI}"
_LATIN_LETTER = r"[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]"

_SURE_SHARE = 0.2
"""Above this share of Japanese letters a text is Japanese: a Japanese sentence full of Latin names stays above it, an
English one that quotes a Japanese word stays below (own sample articles: lowest Japanese block .31, highest English .04)."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the expression, compiled when it is first needed."""
    return re.compile(pattern)


def is_kana(character: str) -> bool:
    """Whether the character is hiragana, katakana (half-width included) or the long-vowel mark."""
    return _compiled(_KANA).match(character) is not None


def is_kanji(character: str) -> bool:
    """Whether the character is an ideograph or its repetition mark."""
    return _compiled(_KANJI).match(character) is not None


def has_japanese(text: str) -> bool:
    """Whether the text holds any kana or kanji."""
    return not text.isascii() and _compiled(_JAPANESE).search(text) is not None


def japanese_share(text: str) -> float:
    """Return the share of kana and kanji among the letters, 0.0 to 1.0; 0.0 if there are no letters.

    >>> japanese_share("東京 Tokyo")
    0.2857142857142857
    """
    if text.isascii():
        return 0.0
    japanese = len(_compiled(_JAPANESE).findall(text))
    letters = japanese + len(_compiled(_LATIN_LETTER).findall(text))
    return japanese / letters if letters else 0.0


def guess_language(text: str) -> str | None:
    """Return "ja", "en", or None where there are no letters to tell by.

    >>> guess_language("港の話"), guess_language("A harbor tale"), guess_language("2026")
    ('ja', 'en', None)
    """
    if not has_japanese(text):
        return "en" if _compiled(_LATIN_LETTER).search(text) else None
    return "ja" if japanese_share(text) >= _SURE_SHARE else "en"


def display_width(text: str) -> int:
    """Return the columns a text takes on a terminal: wide and full-width characters take two (UAX #11), marks none.

    >>> display_width("港A")
    3
    """
    width = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Cc"}:
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width
