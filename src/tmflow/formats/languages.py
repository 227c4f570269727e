"""The languages of a file from elsewhere, and of its texts: by a tag, by the file's name, by a heading, by script."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from tmflow.model.language import Language, LanguagePair
from tmflow.text.scripts import guess_language, has_japanese, japanese_share

__all__ = ["find_language", "named_language", "pair_of_name", "script_problem", "told_pair", "wrong_language"]

_ISO_639_2: Final = {"jpn": Language.JA, "eng": Language.EN}
_LANGUAGES: Final = {
    **dict.fromkeys(("japanese", "日本語", "和文", "日文", "jp"), Language.JA),
    **dict.fromkeys(("english", "英語", "英文", "us"), Language.EN),
}
_TAG = re.compile(r"[a-z]{2,3}(?:[-_](?:[a-z]{2}|jpan|latn|[0-9]{2,3}))?")
_NAME = re.compile(r"(?:^|[^a-z])(ja|jp|jpn|en|eng)[-_.](ja|jp|jpn|en|eng)(?:[^a-z]|$)")

_MOSTLY: Final = 0.5
_JAPANESE_WORDING: Final = re.compile("[\u3041-\u3096。]")
"""What Japanese words have and a name in kanji or katakana has not: that may stand in English as it is."""
_ENGLISH_SENTENCE: Final = re.compile(r"""["“(]?[A-Z](?=(?:.*\b[a-z]+\b){3})[A-Za-z0-9 "“”'’(),:;$%-]*[.!?]["”)]?""")
"""English that nobody leaves in a Japanese text: a sentence with three words that are no names; no title, no command."""


@lru_cache(maxsize=256)
def find_language(tag: str) -> Language | None:
    """Return the language of a tag another tool wrote, in any case, with `_` or `-`, of two letters or three; else None.

    >>> [find_language(tag) for tag in ("EN_us", "ja-JP", "jpn", "fr")]
    [<Language.EN: 'en'>, <Language.JA: 'ja'>, <Language.JA: 'ja'>, None]
    """
    tag = tag.strip()
    try:
        return Language.parse(tag)
    except ValueError:
        return _ISO_639_2.get(tag.replace("_", "-").partition("-")[0].lower())


def pair_of_name(path: Path) -> LanguagePair | None:
    """Return the direction a file's name gives, None if it gives none.

    >>> str(pair_of_name(Path("harbor.en-ja.tsv"))), pair_of_name(Path("harbor.tsv"))
    ('en>ja', None)
    """
    found = _NAME.search(path.name.lower())
    return told_pair(*map(named_language, found.groups())) if found else None


def told_pair(source: Language | None, target: Language | None) -> LanguagePair | None:
    """Return the direction of two sides of which one may not be known, None if both are not, or are of one language.

    >>> str(told_pair(None, Language.JA)), told_pair(Language.JA, Language.JA)
    ('en>ja', None)
    """
    source, target = source or (target and target.other), target or (source and source.other)
    return LanguagePair(source, target) if source and target and source is not target else None


def named_language(name: str) -> Language | None:
    """Return the language a heading or a part of a name means, in lower case: its name or its tag; else None.

    >>> named_language("英語"), named_language("ja-jp"), named_language("notes")
    (<Language.EN: 'en'>, <Language.JA: 'ja'>, None)
    """
    return _LANGUAGES.get(name) or (find_language(name) if _TAG.fullmatch(name) else None)


def wrong_language(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return why a pair of texts is surely no translation, by their script; None where that is not certain.

    The Japanese side is in Latin letters alone and the English one is not, the English side is in Japanese words, or the
    Japanese one is an English sentence. Names, titles and numbers may be alike in both languages.

    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> wrong_language("Harbor", "港", pair), wrong_language("港は静かだ。", "港は静かだ。", pair)
    ('languages swapped', 'both sides are Japanese')
    >>> wrong_language("Ferry", "Ferry", pair), wrong_language("12", "十二", pair)
    (None, None)
    """
    japanese, english = (source, target) if pair.source is Language.JA else (target, source)
    if japanese_share(english) > _MOSTLY:
        if not has_japanese(japanese):
            return "languages swapped" if guess_language(japanese) == Language.EN else None
        return "both sides are Japanese" if _JAPANESE_WORDING.search(english) else None
    return "both sides are English" if _ENGLISH_SENTENCE.fullmatch(japanese.strip()) else None


def script_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return what is wrong with the languages of a pair of texts, by their script; None if nothing is.

    >>> script_problem("港", "埠頭", LanguagePair(Language.JA, Language.EN))
    'both sides are Japanese'
    """
    if problem := wrong_language(source, target, pair):
        return problem
    japanese, english = (source, target) if pair.source is Language.JA else (target, source)
    if guess_language(english) != Language.JA:
        return None
    return "both sides are Japanese" if guess_language(japanese) == Language.JA else "the English side is Japanese"
