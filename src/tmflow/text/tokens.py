"""The words of a text that carry its content: stems in English, runs of kanji and katakana in Japanese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["STOP_WORDS", "content_tokens", "english_stem", "iter_codes", "iter_english_tokens", "iter_japanese_tokens"]

STOP_WORDS = frozenset(
    """
    a about after again all also am an and any are aren't as at be because been before being but by can can't could
    did didn't do does doesn't doing don't down during each few for from further had hadn't has hasn't have haven't
    having he her here hers herself him himself his how i if in into is isn't it it's its itself just let me more most
    my myself no nor not now of off on once only or other our ours ourselves out over own s same she should so some
    such t than that that's the their theirs them themselves then there these they this those through to too under
    until up upon us very was wasn't we were weren't what when where which while who whom whose why will with won't
    would wouldn't yet you your yours yourself mr mrs ms
    """.split()  # noqa: SIM905 - one word a line would fill three pages
)
"""English words too common to tell one sentence from another: articles, pronouns, prepositions, auxiliaries."""

_IRREGULAR = {
    form: base
    for base, forms in {
        "bear": "bore borne", "beat": "beaten", "become": "became", "begin": "began begun", "break": "broke broken",
        "bring": "brought", "build": "built", "buy": "bought", "catch": "caught", "child": "children",
        "choose": "chose chosen", "come": "came", "draw": "drew drawn", "drive": "drove driven", "eat": "ate eaten",
        "fall": "fell fallen", "feel": "felt", "fight": "fought", "find": "found", "fly": "flew flown", "foot": "feet",
        "forget": "forgot forgotten", "give": "gave given", "go": "went gone goes", "grow": "grew grown",
        "hear": "heard", "hold": "held", "keep": "kept", "know": "knew known", "lead": "led", "leave": "left",
        "lend": "lent", "lose": "lost", "make": "made", "man": "men", "mean": "meant", "meet": "met", "pay": "paid",
        "person": "people persons", "ride": "rode ridden", "rise": "rose risen", "run": "ran", "say": "said",
        "see": "saw seen", "sell": "sold", "send": "sent", "shake": "shook shaken", "show": "shown", "sing": "sang sung",
        "sink": "sank sunk", "sit": "sat", "sleep": "slept", "speak": "spoke spoken", "spend": "spent",
        "stand": "stood", "strike": "struck", "swim": "swam swum", "take": "took taken", "teach": "taught",
        "tell": "told", "think": "thought", "throw": "threw thrown", "tooth": "teeth", "understand": "understood",
        "wake": "woke woken", "wear": "wore worn", "win": "won", "woman": "women", "write": "wrote written",
    }.items()
    for form in forms.split()
}  # fmt: skip
"""Irregular forms of everyday verbs and nouns; `lay`, `leaf` and the like are left out because their forms are ambiguous."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_KANJI_RUN = re.compile(r"[々〇㐀-䶿一-鿿豈-﫿]+")
_KATAKANA_RUN = re.compile(r"[ァ-ヺー]+")
_CODE = re.compile(r"(?:https?://|www\.)[!-~]+|(?<![A-Za-z])[A-Za-z]++-?[0-9][0-9A-Za-z-]*")
_VOWEL = re.compile(r"[aeiouy]")
_REMEMBERED = 50_000
"""Words whose stems are kept: texts repeat their words."""
_SHORTEST_STEM = 3
_LONGEST_UNCUT = 2


def iter_codes(text: str) -> Iterator[str]:
    """Yield the part numbers and addresses of a text, which a translation keeps, in lower case and in order.

    >>> list(iter_codes("The GPT-4 page: https://example.org/A"))
    ['gpt-4', 'https://example.org/a']
    """
    for found in _CODE.finditer(text):
        yield found.group().lower()


@lru_cache(maxsize=_REMEMBERED)
def english_stem(word: str) -> str:
    """Return a word lower-cased and without its endings, a light stemmer: plural, -ed, -ing, -ly, final e and y.

    The stem is a key, not a word: `used` and `using` have the same one. Linear in the word.

    >>> [english_stem(word) for word in ("Cities", "city", "rebuilding", "rebuild", "stopped", "said", "uses")]
    ['citi', 'citi', 'rebuild', 'rebuild', 'stop', 'sai', 'us']
    """
    stem = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    stem = _IRREGULAR.get(stem, stem)
    if len(stem) > _SHORTEST_STEM:
        if stem.endswith(("ies", "ied")):
            stem = stem[:-2]
        elif stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
            stem = stem[:-1]
        stem = _without_ending(stem.removesuffix("ly") if len(stem) > _SHORTEST_STEM + 2 else stem)
    if stem.endswith("y") and len(stem) >= _SHORTEST_STEM:
        return stem[:-1] + "i"
    return stem.removesuffix("e") if len(stem) >= _SHORTEST_STEM else stem


def _without_ending(stem: str) -> str:
    """Take -ing or -ed off if a syllable is left, and one of the two consonants it doubled."""
    for ending in ("ing", "ed"):
        base = stem.removesuffix(ending)
        if base != stem and len(base) > 1 and _VOWEL.search(base):
            is_doubled = len(base) > _SHORTEST_STEM and base[-1] == base[-2] and base[-1] not in "lsz"
            return base[:-1] if is_doubled else base
    return stem


def iter_english_tokens(text: str) -> Iterator[str]:
    """Yield the stems of the words of an English text that are no stop words, in order, repeats included.

    >>> list(iter_english_tokens("The gulls were walking along the quays."))
    ['gull', 'walk', 'along', 'quai']
    """
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        if word not in STOP_WORDS and len(word) > 1:
            yield english_stem(word)


def iter_japanese_tokens(text: str) -> Iterator[str]:
    """Yield the kanji runs (with the bigrams of the long ones) and the katakana runs of a Japanese text, in order.

    >>> list(iter_japanese_tokens("岸壁をカモメが歩き、町議会が開かれた。"))
    ['岸壁', 'カモメ', '歩', '町議会', '町議', '議会', '開']
    """
    folded = unicodedata.normalize("NFKC", text)
    for match in re.finditer(f"{_KANJI_RUN.pattern}|{_KATAKANA_RUN.pattern}", folded):
        run = match.group()
        if _KATAKANA_RUN.fullmatch(run):
            if len(run) > 1:
                yield run
            continue
        yield run
        if len(run) > _LONGEST_UNCUT:
            yield from (run[index : index + 2] for index in range(len(run) - 1))


def content_tokens(text: str, *, language: str) -> tuple[str, ...]:
    """Return the content tokens of a text, in order, repeats included. `language` is "ja" or "en".

    Raises ValueError for another language.

    >>> content_tokens("The tide gauge stopped.", language="en")
    ('tid', 'gaug', 'stop')
    """
    if language == "ja":
        return tuple(iter_japanese_tokens(text))
    if language == "en":
        return tuple(iter_english_tokens(text))
    raise ValueError(f'"{language}" is not "ja" or "en"')
