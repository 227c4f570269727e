"""How names in kanji may be read, kanji by kanji: 健一 is Kenichi, and never Kenji."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from tmflow.text.japanese_names import find_names, fold_name, standard_form
from tmflow.text.names import kana_to_romaji

__all__ = ["has_reading", "is_like_a_name", "is_readable", "may_read", "shares_a_reading"]

_TABLE = Path(__file__).parent / "name_kanji.tsv"
_REMEMBERED = 5_000
_SYLLABLE = r"(?:(?:[kgsztdnhbpmrfw]y?|sh|ch|ts|j|y)?[aiueoāīūēōâîûêô]h?(?![aiueo]?h[^aiueoy])|n(?![aiueoy]))"
_ROMANIZED = re.compile(rf"(?:{_SYLLABLE}|m(?=[bpm])|(?P<twice>[kstpc])(?=(?P=twice)|ch)|['’])+", re.IGNORECASE)
_NO = "no"
_LONG_VOWELS = ("aa", "ii", "uu", "ee", "oo", "ou")
_TWICE = re.compile(r"([^aeioun])\1")
_KANJI_RUN = re.compile("[\u4e00-\u9fff々]+")
_KANA = re.compile("[\u3041-\u3096ァ-ヺー]+")


@cache
def _readings() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    table = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kanji, parts, alone = line.split("\t")
            table[kanji] = tuple(parts.split()), tuple(alone.split())
    return table


def is_like_a_name(latin: str) -> bool:
    """Whether a word is spelled as Japanese is romanized, so that it may be a Japanese name.

    >>> is_like_a_name("Kenichi"), is_like_a_name("Ōtomo"), is_like_a_name("Grant")
    (True, True, False)
    """
    return _ROMANIZED.fullmatch(latin) is not None


def is_readable(name: str) -> bool:
    """Whether each character of a name is one whose readings are known: kana, or a kanji that is common in names."""
    return all(character in _readings() or _KANA.fullmatch(character) for character in _spelled_out(name))


@lru_cache(maxsize=_REMEMBERED)
def may_read(name: str, latin: str) -> bool:
    """Whether a name in kanji, or a part of one, may be read as a word in Latin letters.

    >>> may_read("健一", "Kenichi"), may_read("健一", "Kenji"), may_read("大友", "Ōtomo"), may_read("誠", "Makoto")
    (True, False, True, True)
    """
    return _reads(_spelled_out(name), _folded(latin)) or any(
        run.name == name and fold_name(latin) in map(fold_name, run.readings) for run in find_names(name)
    )


def has_reading(japanese: str, latin: str) -> bool:
    """Whether a text has kanji, three in a row at most, that may be read as a word in a name.

    >>> has_reading("館長の三上氏", "Mikami"), has_reading("館長の三上氏", "Miyagi")
    (True, False)
    """
    runs = (found.group() for found in _KANJI_RUN.finditer(japanese))
    spans = ((run, start, end) for run in runs for start in range(len(run)) for end in range(start + 1, start + 4))
    return any(may_read(run[start:end], latin) for run, start, end in spans)


def shares_a_reading(name: str, latin: str) -> bool:
    """Whether a word begins as the first kanji of a name is read: 塩谷 and Shiota.

    >>> shares_a_reading("塩谷", "Shiota"), shares_a_reading("職人", "Sato")
    (True, False)
    """
    word, readings = _folded(latin), _parts(_spelled_out(name)[0])[0]
    return any(len(reading) > 1 and word.startswith(reading) for reading in readings)


@lru_cache(maxsize=_REMEMBERED)
def _spelled_out(name: str) -> str:
    """Return a name with its kanji in their common forms and 々 as what it repeats."""
    return re.sub("(.)々", r"\1\1", standard_form(name))


def _reads(name: str, word: str) -> bool:
    """Whether a name, spelled out, may be read as a word in the letters that readings are compared in."""
    if word in _parts(name)[1]:
        return True
    places = {0}
    for number, character in enumerate(name):
        if number == 1:
            places |= {place + len(_NO) for place in places if word.startswith(_NO, place)}  # 木下, Kinoshita
        places = {end for place in places for part in _parts(character)[0] for end in _ends(part, word, place)}
    return len(word) in places


def _ends(part: str, word: str, place: int) -> Iterator[int]:
    """Yield where a reading ends that begins at a place of a word; a vowel may have run together with the one before."""
    if word.startswith(part, place):
        yield place + len(part)
    before = word[place - 1 : place] if place else ""
    is_long = before + part[:1] in _LONG_VOWELS
    if is_long and word.startswith(part[1:], place):
        yield place + len(part) - 1


@cache
def _parts(character: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how a character is read as a part of a name and alone, in the letters that readings are compared in."""
    kana = (character,) if _KANA.fullmatch(character) else ()
    parts, alone = _readings().get(character, (kana, ()))
    return tuple({_folded(kana_to_romaji(part)) for part in parts}), tuple(
        {_folded(kana_to_romaji(one)) for one in alone}
    )


@lru_cache(maxsize=_REMEMBERED)
def _folded(latin: str) -> str:
    return _TWICE.sub(r"\1", fold_name(latin))
