"""Which figures of a source a translation lost or made up. Only what a gate needs: values, not their kinds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from tmflow.model.language import Language, LanguagePair

__all__ = ["figure_problem"]

_JA_UNITS = {"百": 10**2, "千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
_EN_UNITS = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "tn": 10**12,
    "dozen": 12,
}
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_OTHER_WORDS = {
    "a": 1,
    "an": 1,
    "once": 1,
    "twice": 2,
    "both": 2,
    "pair": 2,
    "double": 2,
    "triple": 3,
    "half": Fraction(1, 2),
    "quarter": Fraction(1, 4),
    "noon": 12,
    "midnight": 0,
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
}
_KANJI_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}

_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_JA_AMOUNT = re.compile(rf"(?:(?:{_DIGITS})(?:[百千]?[万億兆京]|[百千]))+(?:{_DIGITS})?|{_DIGITS}")
_JA_TERM = re.compile(rf"({_DIGITS})([百千]?)([万億兆京]?)")
_EN_AMOUNT = re.compile(
    rf"({_DIGITS})(?:[\s-]?(hundred|thousand|million|billion|trillion|dozen)\b|(k|m|mn|bn|b|tn)(?![a-z]))?", re.IGNORECASE
)
_EN_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十百千万億兆]+")


def figure_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the first figure that is lost or made up, or None.

    A figure written in digits must be met on the other side by one of equal value, in digits or words: 1億2000万 by 120
    million, 3割 by 30 percent, 15時 by 3 p.m., 11月 by November, 令和7年 by 2025. Words alone (二人, two) are not asked for.

    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> figure_problem("1億2000万円を3月に", "120 million yen in March", pair)
    >>> figure_problem("1億2000万円", "12 million yen", pair)
    '1億2000万 is lost'
    """
    source, target = unicodedata.normalize("NFKC", source), unicodedata.normalize("NFKC", target)
    for one, other, language, problem in (
        (source, target, pair.source, "lost"),
        (target, source, pair.target, "made up"),
    ):
        there = set(_iter_all_values(other, language.other))
        for written, values in _iter_digit_figures(one, language):
            if not there & values:
                return f"{written} is {problem}"
    return None


def _iter_digit_figures(text: str, language: Language) -> Iterator[tuple[str, set[Fraction]]]:
    """Yield each figure written with digits and the values that may stand for it on the other side."""
    if language is Language.JA:
        for found in _JA_AMOUNT.finditer(text):
            value = _ja_value(found.group())
            yield found.group(), _variants(value, before=text[: found.start()], after=text[found.end() :])
    else:
        for found in _EN_AMOUNT.finditer(text):
            unit = (found.group(2) or found.group(3) or "").lower()
            value = _fraction(found.group(1)) * _EN_UNITS.get(unit, 1)
            yield found.group(), _variants(value, before=text[: found.start()], after=text[found.end() :])


def _iter_all_values(text: str, language: Language) -> Iterator[Fraction]:
    for _, values in _iter_digit_figures(text, language):
        yield from values
    if language is Language.JA:
        for found in _KANJI_NUMBER.finditer(text):
            yield from _kanji_values(found.group())
        if "半" in text:
            yield from (Fraction(30), Fraction(1, 2), Fraction(6))
    else:
        yield from _iter_word_values(text)


def _variants(value: Fraction, *, before: str, after: str) -> set[Fraction]:
    """Return the values a figure may have on the other side, seeing what it stands next to."""
    variants = {value}
    if value.denominator == 1 and 0 <= value <= 24:  # noqa: PLR2004 - the hours of a day: 15時 is 3 p.m.
        if after.startswith(("時", ":")):
            variants |= {value % 12, value % 12 or Fraction(12)}
        elif re.match(r"(?::\d\d)?\s*[ap]\.?m\b", after, re.IGNORECASE):
            variants |= {value % 12, value % 12 + 12, Fraction(0) if value == 12 else value}  # noqa: PLR2004
    if re.match(r"\s*(?:%|percent|per cent|ポイント)", after) or after.startswith("割"):
        variants |= {value * 10, value / 10}
    for era, year in _ERAS.items():
        if before.endswith(era):
            variants.add(value + year)
    if after.startswith(("年代", "s")) and value < 100:  # noqa: PLR2004 - 90年代 is the 1990s
        variants.add(value + 1900)
    if after.startswith(("年代", "s")) and value >= 1900:  # noqa: PLR2004
        variants.add(value - 1900)
    if value >= 1868:  # noqa: PLR2004 - the first year of Meiji: 2025 may be written 令和7年
        variants |= {value - year for year in _ERAS.values() if value > year}
    return variants


def _ja_value(written: str) -> Fraction:
    total = Fraction(0)
    for digits, small, large in _JA_TERM.findall(written):
        total += _fraction(digits) * _JA_UNITS.get(small, 1) * _JA_UNITS.get(large, 1)
    return total


def _fraction(digits: str) -> Fraction:
    return Fraction(digits.replace(",", ""))


def _kanji_values(written: str) -> set[Fraction]:
    """Return what a number in kanji may mean: 二十五, 二五 and 二〇二五 by place, each digit of a listing by itself.

    >>> sorted(map(int, _kanji_values("二十五")))
    [25]
    """
    if all(character in _KANJI_DIGITS for character in written):
        digits = [_KANJI_DIGITS[character] for character in written]
        return {Fraction(int("".join(map(str, digits)))), *map(Fraction, digits)}
    total, section, digit = 0, 0, 0
    for character in written:
        if character in _KANJI_DIGITS:
            digit = digit * 10 + _KANJI_DIGITS[character]
        elif character in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        else:
            total += (section + digit or 1) * _JA_UNITS[character]
            section = digit = 0
    return {Fraction(total + section + digit)}


def _iter_word_values(text: str) -> Iterator[Fraction]:
    """Yield the values of English number words, month names and tens with ones (twenty-five)."""
    tens = 0
    for word in (found.group().lower() for found in _EN_WORD.finditer(text)):
        singular = word.removesuffix("s")
        value: int | Fraction | None = None
        for table in (_CARDINALS, _ORDINALS):
            if word in table:
                value = table.index(word)
        if value is not None and tens:
            yield Fraction(tens + value)
        tens = 0
        if value is None and word in _TENS:
            value = tens = 20 + 10 * _TENS.index(word)
        elif value is None and re.sub("ieth$", "y", word) in _TENS:
            value = 20 + 10 * _TENS.index(re.sub("ieth$", "y", word))
        elif value is None and (word in _OTHER_WORDS or singular in _OTHER_WORDS):
            value = _OTHER_WORDS.get(word, _OTHER_WORDS.get(singular))
        elif value is None and word[:3] in _MONTHS and _is_month(word):
            value = 1 + _MONTHS.index(word[:3])
        if value is not None:
            yield Fraction(value)


def _is_month(word: str) -> bool:
    """Whether a word that begins like a month is one.

    >>> _is_month("march"), _is_month("marched")
    (True, False)
    """
    full = "january february march april may june july august september october november december".split()
    return word in full or word in {*_MONTHS, "sept"}
