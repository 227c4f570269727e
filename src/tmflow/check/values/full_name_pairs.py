"""Full names of which the given name is the same in both languages and the family name is not: ルイス・グレイ and Lewis Grant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.text.names import iter_katakana_runs, iter_latin_words, katakana_sound, latin_sounds, name_likeness

__all__ = ["OtherPart", "iter_other_parts"]


@dataclass(frozen=True, slots=True)
class OtherPart:
    """The part of a name in katakana, and the one in Latin letters that stands in its place, each with its range."""

    katakana: str
    japanese: tuple[int, int]
    latin: str
    english: tuple[int, int]


_KATAKANA = re.compile(r"(?<![ァ-ヴー・=＝])(?P<given>[ァ-ヴー]{2,})[・=＝](?P<family>[ァ-ヴー]{2,})(?![ァ-ヴー・=＝])")
_LATIN = re.compile(
    r"(?<![\w’'.-])(?<![A-Z][a-z] )(?P<given>[A-Z][a-zà-ÿ]+)\s(?P<family>(?:Mc|Mac|O’|O')?[A-Z][a-zà-ÿ]{2,})(?![\w-]|\s[A-Z]|[’'][A-Z])"
)
_SAME, _PERHAPS = 0.75, 0.6
"""How alike a part is that is the same, and one that may be."""
_FIRM = frozenset("dkmnprt")
"""Consonants that katakana leaves out of no name."""
_LEAST_CONSONANTS = 2
_ENDS_IN_A = re.compile("[カガサザタダナハバパマラヤャワ]$")
_ENDS_CLOSED = re.compile("[スズクグトドムブプフ]$")


def iter_other_parts(japanese: str, english: str) -> Iterator[OtherPart]:
    """Yield the parts of full names that are other names, where the rest is the same and no other name explains them.

    >>> [(one.katakana, one.latin) for one in iter_other_parts("MFルイス・グレイが決めた。", "Midfielder Lewis Grant scored.")]
    [('グレイ', 'Grant')]
    >>> list(iter_other_parts("ルイス・グラントが決めた。", "Midfielder Lewis Grant scored."))
    []
    """
    theirs = list(_LATIN.finditer(english))
    for mine in _KATAKANA.finditer(japanese):
        alike = [one for one in theirs if _is_same(mine["given"], one["given"])]
        if len(alike) == 1 and _is_other(mine["family"], alike[0]["family"], japanese, english):
            yield OtherPart(mine["family"], mine.span("family"), alike[0]["family"], alike[0].span("family"))


def _is_same(katakana: str, latin: str) -> bool:
    sound, forms = _firm(katakana_sound(katakana).skeleton), {_firm(form.skeleton) for form in latin_sounds(latin)}
    return name_likeness(katakana, latin) >= _SAME or (len(sound) >= _LEAST_CONSONANTS and sound in forms)


def _firm(skeleton: str) -> str:
    """Return consonants without those that come and go, and doubled ones once: Lewis is ルイス, Carla カルラ."""
    return re.sub(r"(.)\1+", r"\1", re.sub("[wyh]", "", skeleton))


def _is_other(katakana: str, latin: str, japanese: str, english: str) -> bool:
    """Whether a name is not that of the other text, and neither is told by another word there."""
    is_alike = name_likeness(katakana, latin) >= _PERHAPS
    if not (_ends_otherwise(katakana, latin) if is_alike else _has_other_consonants(katakana, latin)):
        return False
    words = [word.text for word in iter_latin_words(english) if word.text[:1].isupper() and word.text != latin]
    runs = [run.text for run in iter_katakana_runs(japanese) if run.text != katakana]
    return not any(name_likeness(katakana, word) >= _PERHAPS for word in words) and not any(
        name_likeness(run, latin) >= _PERHAPS for run in runs
    )


def _has_other_consonants(katakana: str, latin: str) -> bool:
    """Whether two names share no consonant, or the one in katakana lacks two that no spelling leaves out."""
    mine, forms = katakana_sound(katakana).skeleton, [form.skeleton for form in latin_sounds(latin)]
    if min(len(mine), *map(len, forms)) < _LEAST_CONSONANTS:
        return False
    is_part = all(_lacks(form, mine) or _lacks(mine, form) for form in forms)
    return is_part or all(set(mine).isdisjoint(form) for form in forms)


def _lacks(short: str, long: str) -> bool:
    """Whether consonants are the first of others, which have two more that no spelling leaves out: グレイ, Grant."""
    return long.startswith(short) and sum(one in _FIRM for one in long[len(short) :]) >= _LEAST_CONSONANTS


def _ends_otherwise(katakana: str, latin: str) -> bool:
    """Whether one ends in an a, and the other in a consonant: メンドーサ is no Mendez."""
    if _ENDS_IN_A.search(katakana):
        return latin[-1] in "bcdfgjklmnpqstvxz"
    return latin[-1] == "a" and _ENDS_CLOSED.search(katakana) is not None
