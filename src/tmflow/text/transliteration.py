"""How far a name in katakana is from a spelling in Latin letters, letter group by letter group: メンデス is Mendez, メンドーサ is not."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tmflow.text.names import kana_to_romaji

__all__ = ["FAR", "NEAR", "begins_alike", "is_short_for", "misfit"]

FAR = 2.5
"""From here on, a spelling is of another name: a consonant of its own on either side, or two vowels."""
NEAR = 1.0
"""Up to here, it is of this one."""
_OTHER, _VOWEL, _RARE, _FREE = 3.0, 1.5, 1.0, 0.0
_GROUPS: dict[str, str] = {
    "a": "a e ei o au ai ya ea", "aa": "a", "ae": "ae e ai ei a", "ai": "ai ei e i", "au": "au o u", "aw": "o", "ay": "ei ai i e", "ao": "ao au a o",
    "augh": "o", "aux": "o", "e": "e i a ei ye ie", "ea": "i e ea ei a ia", "eau": "o yu", "eaux": "o", "ee": "i e ei", "ei": "ai ei i e", "eigh": "ei", "eu": "oi u eu yu e o ou",
    "ew": "yu u", "ewe": "yu u", "ey": "i ei ai", "er": "a er eru e u", "i": "i ai e u ii yi y", "ia": "ia ya a", "ie": "i ie ye ai iy", "ier": "ie ia", "igh": "ai", "ih": "i",
    "io": "io yo o", "iu": "iu yu", "o": "o a u ou ao wo", "oa": "o oa", "oe": "o oe u ue e", "oi": "oi wa o owa", "ois": "owa wa", "le": "ru re r ri", "ju": "fu hu ju fua", "ngu": "gu g", "oo": "u o", "ou": "u ou au o a", "ough": "o u afu ofu", "ow": "ou au o of ov", "oy": "oi wa oy",
    "oix": "owa wa", "u": "u a yu i o ua w", "ue": "u yu ue e", "ui": "ui i yu uui", "uy": "ai ui ii", "isl": "air", "des": "de dez", "les": "re rez", "ers": "e erz erus", "iers": "ie iers", "ille": "iyu iyo iru", "eille": "eiyu ei e", "ault": "o", "aud": "o", "oin": "owan oan",
    "eo": "eo o io yo", "yeo": "yo", "sea": "sho shi se", "ij": "ai ei i iy", "rg": "rg ri rugu r", "lj": "y ry ri", "gy": "j g gi", "ly": "ri y", "kj": "ch sh", "tj": "ch ty",
    "ain": "an en ein", "aint": "an ein einto", "çao": "son sau san", "gj": "j g gy jo", "y": "i ai y yi u", "yu": "yu", "ya": "ya", "yo": "yo", "oh": "o", "ah": "a", "eh": "e",
    "b": "b", "bb": "b", "bh": "b v", "c": "k s ch sh ts j", "cc": "k ch kuch ks", "ch": "ch k sh h j ku", "ci": "ch s sh chi", "ck": "k", "cq": "k", "cz": "ch ts", "cs": "ch ks", "cx": "kus",
    "d": "d t j z", "dd": "d", "dg": "j dog", "dge": "j jji", "dh": "d", "dhg": "g", "dj": "j", "dt": "t", "ds": "zu z ts ds j", "dz": "z j", "f": "f h v b", "ff": "f", "g": "g j h k gy z ji jh", "gg": "g j", "gh": "g f", "gi": "j gi", "gli": "ri", "gn": "ny n gun gn",
    "gu": "g gu gw", "h": "h fu", "j": "j h y z i ji zy", "jh": "j", "k": "k", "kh": "k h f", "kk": "k", "kn": "n kun", "l": "r u", "lk": "k rk", "lm": "m rum", "stl": "sur sr", "sten": "sun sen", "ces": "s", "mp": "mp np m n", "ntg": "ng", "ct": "kt kut t k",
    "ll": "r y j ry", "lh": "r ry", "m": "m n", "mm": "m nm", "mb": "m", "mc": "mak maku mk mku",
    "mac": "mak maku mk", "n": "n m", "nn": "n nn", "ng": "n ng ngu", "nh": "n ny", "ñ": "ny n", "p": "p", "pf": "p f pf", "ph": "f h p", "pp": "p", "q": "k ch", "qu": "k ku kw", "r": "r h", "rh": "r", "rr": "r", "rz": "j z sh ruz",
    "s": "s z sh j", "sc": "s sk sh suk", "sch": "sh suk sk", "sci": "sh", "sh": "sh s", "shch": "sh shch", "sk": "sk suk", "ss": "s z", "st": "st sut sutt", "sz": "s sh z j", "sj": "sh", "t": "t ts ch d s", "tt": "t", "tch": "ch",
    "th": "s t z d", "ti": "t ch ti te sh", "tz": "ts t z", "ts": "ts", "tsch": "ch", "tr": "tor tr ch", "v": "v b f w u", "vv": "v", "w": "w v b u f", "wh": "w hw h how", "wr": "r", "x": "ks kus guz s h sh z kk ekus gz kish k ku", "xx": "ks kus",
    "z": "z s ts j zz zu tt", "zh": "j zh", "zz": "ts z zz tt tts", "ç": "s", "ø": "o e", "ł": "w r u", "ß": "s",
}  # fmt: skip
"""Letters to the kana, in Hepburn letters without length, that stand for them in names of the languages papers write of."""
_SILENT = frozenset({"h", "w", "r", "gh", "y", "e", "'", "g", "ho"})
_SILENT_AT_END = frozenset({"t", "s", "x", "d", "z", "p", "c", "ts", "ds", "es", "h"})
_EPENTHETIC = {"u": "bcdfghjklmnpqrstvwxzçłß", "o": "dt", "i": "kghjcstzn", "y": "njkrmpbdtgs"}
_LONGEST_GROUP = max(map(len, _GROUPS))
_VOWELS = "aeiou"
_DOUBLE = re.compile(r"(.)\1+")
_LONGEST_NAME = 40
_REMEMBERED = 20_000


def _plain(latin: str) -> str:
    """Return a spelling in small letters without accents, but for ñ and ç."""
    text = unicodedata.normalize("NFD", latin.lower().replace("ñ", "\0").replace("ç", "\1"))
    letters = "".join(one for one in text if not unicodedata.combining(one))
    return re.sub(r"[^a-zøłß\0\1]", "", letters).replace("\0", "ñ").replace("\1", "ç")


@lru_cache(maxsize=_REMEMBERED)
def misfit(katakana: str, latin: str) -> float:
    """Return what a katakana name has and a Latin spelling does not explain, and the reverse: 0.0 for a usual spelling.

    A vowel that differs counts 1.5, a consonant 3; `FAR` and more is another name. Of more than 40 characters nothing is said: 0.0.

    >>> misfit("メンデス", "Mendez"), misfit("メンドーサ", "Mendez") > 1, misfit("グレイ", "Grant") >= FAR
    (0.0, True, True)
    """
    if max(len(katakana), len(latin)) > _LONGEST_NAME:
        return _FREE
    return _Paths(_plain(latin), _sound(katakana)).least()


@lru_cache(maxsize=_REMEMBERED)
def is_short_for(katakana: str, latin: str) -> bool:
    """Whether one of the two is how the other begins: マイク and Michael, アレクサンダー and Alex.

    >>> is_short_for("マイク", "Michael"), is_short_for("エマ", "Emily")
    (True, False)
    """
    sound = _sound(katakana[:_LONGEST_NAME])
    latin = latin[:_LONGEST_NAME]
    return any(
        _Paths(_plain(latin), one).least_of_beginnings() <= NEAR for one in {sound, sound.removesuffix("u")}
    )  # トム, Tom


def begins_alike(katakana: str, latin: str) -> bool:
    """Whether a name begins with the sound that a spelling begins with.

    >>> begins_alike("グラント", "Gray"), begins_alike("ビル", "William")
    (True, False)
    """
    letters, sound = _plain(latin), _sound(katakana)
    groups = (letters[:length] for length in range(1, _LONGEST_GROUP + 1))
    return any(sound.startswith(tuple(_GROUPS[group].split()[:2])) for group in groups if group in _GROUPS)


def _sound(katakana: str) -> str:
    return _DOUBLE.sub(r"\1", kana_to_romaji(katakana))


class _Paths:
    """The ways to read a spelling as a sound, cheapest first found by place in both."""

    def __init__(self, letters: str, sound: str) -> None:
        self.letters, self.sound = letters, sound
        self.costs: dict[tuple[int, int], float] = {(0, 0): _FREE}

    def least(self) -> float:
        """Return the cost of the cheapest way."""
        self._walk()
        return self.costs[len(self.letters), len(self.sound)]

    def least_of_beginnings(self) -> float:
        """Return the cost of the cheapest way to the end of either, from which the other may go on."""
        self._walk()
        ends = (
            cost
            for (place, heard), cost in self.costs.items()
            if place == len(self.letters) or heard == len(self.sound)
        )
        return min(ends)

    def _walk(self) -> None:
        for place in range(len(self.letters) + 1):
            for heard in range(len(self.sound) + 1):
                cost = self.costs.get((place, heard))
                if cost is not None:
                    self._go_on(place, heard, cost)

    def _reach(self, place: int, heard: int, cost: float) -> None:
        key = (place, heard)
        if cost < self.costs.get(key, cost + 1):
            self.costs[key] = cost

    def _go_on(self, place: int, heard: int, cost: float) -> None:
        letters = self.letters
        for length in range(1, min(_LONGEST_GROUP, len(letters) - place) + 1):
            group = letters[place : place + length]
            for said in self._sounds(group, place):
                if self.sound.startswith(said, heard):
                    self._reach_with_vowel(place + length, heard + len(said), cost, group)
            if group in _SILENT:
                self._reach(place + length, heard, cost)
            elif place + length == len(letters) and group in _SILENT_AT_END:
                self._reach(place + length, heard, cost + _RARE)
        if heard < len(self.sound):
            self._reach(place, heard + 1, cost + _cost_of_hearing(self.sound[heard]))
        if place < len(letters):
            self._reach(place + 1, heard, cost + _cost_of_silence(letters, place))
            if letters[place] in _VOWELS and self.sound[heard : heard + 1] in tuple(_VOWELS):
                self._reach(place + 1, heard + 1, cost + _VOWEL)

    def _sounds(self, group: str, place: int) -> tuple[str, ...]:
        """Return what letters may sound like: a J is an H in Spanish names, which do not end in -sen or -son."""
        sounds = tuple(_GROUPS.get(group, "").split())
        is_northern = place == 0 and group == "j" and self.letters.endswith(("sen", "son", "sson"))
        return tuple(one for one in sounds if one != "h") if is_northern else sounds

    def _reach_with_vowel(self, place: int, heard: int, cost: float, group: str) -> None:
        """Go on behind a letter group, with the vowel that Japanese puts behind a consonant that has none."""
        self._reach(place, heard, cost)
        follows = self.letters[place : place + 1]
        is_open = follows not in tuple(_VOWELS) or self.letters[place:] in ("e", "es", "ed")
        if is_open and heard < len(self.sound) and group[-1] in _EPENTHETIC.get(self.sound[heard], ""):
            self._reach(place, heard + 1, cost)


def _cost_of_hearing(letter: str) -> float:
    """Return what it costs that a sound is not written."""
    if letter in _VOWELS:
        return _VOWEL
    return _RARE if letter in "yhw" else _OTHER


def _cost_of_silence(letters: str, place: int) -> float:
    """Return what it costs that a letter is not heard: nothing if it is written twice, less if it is one of two vowels."""
    before, letter, after = letters[place - 1 : place], letters[place], letters[place + 1 : place + 2]
    if before == letter:
        return _FREE
    if letter not in _VOWELS:
        return _OTHER
    return _RARE if {before, after} & set(_VOWELS) else _VOWEL
