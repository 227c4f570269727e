"""How alike a Japanese spelling in katakana and a Latin spelling of one name or loanword sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

__all__ = [
    "SoundForm",
    "TextRun",
    "iter_alike",
    "iter_katakana_runs",
    "iter_latin_words",
    "kana_to_romaji",
    "katakana_sound",
    "latin_sounds",
    "name_likeness",
    "sound_likeness",
    "without_possessive",
]


@dataclass(frozen=True, slots=True)
class TextRun:
    """A word and where it stands: `text` is the half-open range [start, end) of what was searched, in code points."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SoundForm:
    """A rough sound: `skeleton` is the consonants by class, `full` the same with the vowels."""

    skeleton: str
    full: str


_KATAKANA_RUN = re.compile(r"[ァ-ヺヽヾ][ァ-ヺーヽヾ]*|[ｦ-ﾟ]+")
_LATIN_WORD = re.compile(r"[^\W\d_ぁ-ヿ々〇㐀-鿿ｦ-ﾟ가-힣]+(?:['’-][^\W\d_ぁ-ヿ々〇㐀-鿿ｦ-ﾟ가-힣]+)*")

_POSSESSIVE = re.compile(r"['’]s?$")

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "r": "ラリルレロ",
}  # fmt: skip
_ROMAJI = {kana: head + vowel for head, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)}
_ROMAJI |= {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "フ": "fu", "ヤ": "ya", "ユ": "yu", "ヨ": "yo",
    "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ン": "n", "ヴ": "vu", "ヷ": "va", "ヸ": "vi", "ヹ": "ve", "ヺ": "vo",
    "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa", "ヵ": "ka", "ヶ": "ke",
}  # fmt: skip
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}
_KEEPS_Y = re.compile(r"(?:sh|ch|j)$")

_LATIN_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^(?:kn|gn|pn)", "n"), (r"^ps", "s"), (r"wr", "r"), (r"chr", "kr"), (r"t?sch|sh", "s"), (r"t?ch|tj", "j"),
        (r"ph", "f"), (r"th", "s"), (r"[ts]ion\b", "son"), (r"(?<=[aeiou])gh(?=t|$)", ""), (r"gh", "g"), (r"dg(?=e)", "j"),
        (r"ck|q[uw]?", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"x", "ks"), (r"ge\b|gy\b|ge(?=o)", "j"), (r"mb\b", "m"),
        (r"ng(?![aeiou])", "n"), (r"(?<![aeiou])y(?![aeiou])|(?<=[aeiou])y|y\b", "i"), (r"wh", "w"), (r"(?<=[aeo])w(?![aeiou])", "u"),
        (r"(?<=[^aeiou])e\b", ""), (r"v\b", "f"), (r"v", "b"), (r"m(?=[pb])", "n"), (r"l", "r"), (r"z", "s"), (r"ts", "t"), (r"(?<=[^aeiou])h", ""), (r"h\b", ""),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""English spelling to sound, rough: what Japanese ears merge (l and r, b and v, s and th) is merged here."""
_PLURAL = re.compile(r"[^aious]s$")
_SILENT_R = re.compile(r"(?<=[aeiou])r(?![aeiou])")
_KANA_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"sh", "s"), (r"ch", "j"), (r"tsu?", "t"), (r"v", "b"), (r"z", "s"), (r"ngu\b", "n"), (r"(.)\1+", r"\1"),
        (r"(?<=[^aeiou])u(?=[^aeiouー]|$)", ""), (r"(?<=[td])o(?=[^aeiou]|$)", ""), (r"(?<=j)i(?=[^aeiou]|$)", ""),
    )
)  # fmt: skip
"""Romanised katakana to the same classes; u, o and i put in to break up consonants are taken out."""
_VOWELS = re.compile(r"[aeiou]+")
_NOT_LETTERS = re.compile(r"[^a-z]+")

_SKELETON_SHARE = 0.65
"""Weight of the consonants against the whole sound: Japanese keeps consonants far better than English vowels."""
_REMEMBERED = 50_000
"""Spellings whose sounds are kept: texts repeat their words."""
_SHORT_SKELETON = 2
_SHORT_PENALTY = 0.85
"""Names with one or two consonants are alike by chance too often, so they count a little less."""


def iter_katakana_runs(text: str) -> Iterator[TextRun]:
    """Yield the runs of katakana, half-width ones included; the middle dot ends a run.

    >>> [run.text for run in iter_katakana_runs("ポーリーン・アークライト博士")]
    ['ポーリーン', 'アークライト']
    """
    for match in _KATAKANA_RUN.finditer(text):
        yield TextRun(match.group(), match.start(), match.end())


def iter_latin_words(text: str) -> Iterator[TextRun]:
    """Yield the words in Latin (or other alphabetic, not Japanese) letters; hyphen and apostrophe may join.

    >>> [run.text for run in iter_latin_words("EUのO’Brien氏, Chernivtsi")]
    ['EU', 'O’Brien', 'Chernivtsi']
    """
    for match in _LATIN_WORD.finditer(text):
        yield TextRun(match.group(), match.start(), match.end())


def without_possessive(word: str) -> str:
    """Return a word without the 's, or the apostrophe alone, of its possessive.

    >>> without_possessive("Sato’s"), without_possessive("Sanders'")
    ('Sato', 'Sanders')
    """
    return _POSSESSIVE.sub("", word)


def kana_to_romaji(text: str) -> str:
    """Return kana in Hepburn letters without length marks; what is no kana is dropped.

    >>> kana_to_romaji("ウィトコフ"), kana_to_romaji("みのる"), kana_to_romaji("シャッター")
    ('witokofu', 'minoru', 'shatta')
    """
    parts: list[str] = []
    is_doubled = False
    for character in unicodedata.normalize("NFKC", text):
        kana = chr(ord(character) + 0x60) if "ぁ" <= character <= "ゖ" else character
        if kana == "ッ":
            is_doubled = True
            continue
        syllable = _ROMAJI.get(kana)
        if syllable is None:
            continue
        if kana in _SMALL and parts:
            parts[-1] = _joined(parts[-1], _SMALL[kana])
            continue
        parts.append(syllable[0] + syllable if is_doubled and syllable[0] not in "aiueon" else syllable)
        is_doubled = False
    return "".join(parts)


def _joined(syllable: str, small: str) -> str:
    """Join a syllable and a small kana: shi + ya = sha, te + i = ti, u + i = wi."""
    if syllable == "u":
        return "w" + small
    head = syllable.rstrip("aiueo")
    if not head:
        return syllable + small
    return head + (small[-1] if _KEEPS_Y.search(head) else small)


def katakana_sound(katakana: str) -> SoundForm:
    """Return the rough sound of a katakana word.

    >>> katakana_sound("エリザベス").skeleton
    'rsbs'
    """
    sound = "ー".join(kana_to_romaji(part) for part in unicodedata.normalize("NFKC", katakana).split("ー"))
    for pattern, replacement in _KANA_RULES:
        sound = pattern.sub(replacement, sound)
    sound = sound.replace("ー", "")
    return SoundForm(_VOWELS.sub("", sound), sound)


@lru_cache(maxsize=_REMEMBERED)
def latin_sounds(latin: str) -> tuple[SoundForm, ...]:
    """Return the rough sounds a Latin spelling may have: with every r or without silent ones, plural or singular.

    >>> [form.skeleton for form in latin_sounds("Arkwright")]
    ['rkrt', 'krt']
    """
    spelling = _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", latin.lower()))
    singular = spelling[:-1] if _PLURAL.search(spelling) else spelling
    forms = dict.fromkeys(sound for word in (spelling, singular) for sound in _iter_sounds(word))
    return tuple(SoundForm(_VOWELS.sub("", form), form) for form in forms)


def _iter_sounds(spelling: str) -> Iterator[str]:
    for pattern, replacement in _LATIN_RULES:
        spelling = pattern.sub(replacement, spelling)
    yield spelling
    yield _SILENT_R.sub("", spelling)


def sound_likeness(first: SoundForm, second: SoundForm) -> float:
    """Return how alike two rough sounds are, 0.0 to 1.0. Edits are Levenshtein's, over classes of sound."""
    shortest = min(len(first.skeleton), len(second.skeleton))
    full = Levenshtein.normalized_similarity(first.full, second.full)
    if not shortest:
        return full * _SHORT_PENALTY if first.skeleton == second.skeleton else 0.0
    consonants = Levenshtein.normalized_similarity(first.skeleton, second.skeleton)
    likeness = _SKELETON_SHARE * consonants + (1 - _SKELETON_SHARE) * full
    return likeness * _SHORT_PENALTY if shortest <= _SHORT_SKELETON else likeness


def iter_alike(sound: SoundForm, others: Sequence[SoundForm], *, least: float) -> Iterator[tuple[int, float]]:
    """Yield the places of those sounds that are at least so like a sound, 0.0 to 1.0, each with its likeness, in order.

    The consonants of all are compared at once, which leaves few to be compared whole.
    """
    least_consonants = (least - (1 - _SKELETON_SHARE)) / _SKELETON_SHARE
    skeletons = [other.skeleton for other in others]
    found = process.extract_iter(
        sound.skeleton, skeletons, scorer=Levenshtein.normalized_similarity, score_cutoff=max(0.01, least_consonants)
    )
    for _, _, place in found:
        likeness = sound_likeness(sound, others[place])
        if likeness >= least:
            yield place, likeness


def name_likeness(katakana: str, latin: str) -> float:
    """Return how likely a katakana word spells a Latin one, by sound, 0.0 to 1.0. Above 0.7 they seldom differ.

    >>> name_likeness("ウィトコフ", "Witkoff") > 0.8 > 0.5 > name_likeness("ウィトコフ", "Zelensky")
    True
    """
    sound = katakana_sound(katakana)
    if not sound.full:
        return 0.0
    return max((sound_likeness(sound, form) for form in latin_sounds(latin) if form.full), default=0.0)
