"""Writing a value in English in the notation of another one; `notation.py` is the entrance."""

from __future__ import annotations

import re
from fractions import Fraction

from tmflow.text.english_words import number_words, ordinal_ending, ordinal_words
from tmflow.text.notation_english_dates import write_english_clock, write_english_date
from tmflow.text.values import CURRENCIES, CURRENCY_SIGN, CURRENCY_SIGNS, Spelling, Value, ValueKind, decimal_text

__all__ = ["respell_english"]

_DIGITS = re.compile(r"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?)(?:(?P<gap>[ -]?)(?P<scale>[A-Za-z]+))?")
_SCALED_WORDS = re.compile(r"[a-z -]+[ -](?P<scale>thousand|million|billion|trillion)")
_SCALES = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3}
_SHORT_SCALES = {"tn": 10**12, "trn": 10**12, "bn": 10**9, "m": 10**6, "mn": 10**6, "k": 10**3}
_PLACES = 3
"""Decimal places before a scale word; a number that needs more is written out."""
_SPELLED_TO, _WORDS_TO = 10, 100
"""Small numbers are words where the one in their place is; larger ones only where that is large, or a sentence begins."""
_GROUPED_FROM, _SCALED_FROM = 1000, 10**6

_PERCENT = re.compile(r"(?P<numeral>.+?)(?P<rest>[\s-]?(?:%|per\s?cent|percent|percentage\spoints?|pct))")
_MONEY = re.compile(
    rf"(?:{CURRENCY_SIGN})?(?P<numeral>.+?)(?P<gap>[\s-]?)(?P<of>(?:US\s|U\.S\.\s)?)(?P<name>(?:dollar|euro|pound|yen|yuan|renminbi|rmb|ruble|rouble|won|rupee|franc|hryvnia|usd|eur|gbp|jpy)s?)?",
    re.IGNORECASE,
)
_SIGNS = {**CURRENCY_SIGNS, "AUD": "A$", "CAD": "C$", "HKD": "HK$"}
_NAMES = {
    "USD": "dollars", "EUR": "euros", "GBP": "pounds", "JPY": "yen", "CNY": "yuan", "RUB": "rubles", "KRW": "won",
    "INR": "rupees", "CHF": "francs", "UAH": "hryvnia",
}  # fmt: skip
_FRACTION = re.compile(
    r"(?P<count>[a-z]+)(?P<gap>[ -])(?P<part>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)(?P<of> of)?"
)
_PARTS = {3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"}

_LABEL = re.compile(
    r"(?:\b(?:no\.|nos\.|number|page|chapter|section|figure|table|version|line|step|room|platform|gate|pier|dock|berth|warehouse"
    r"|building|route|level|volume|part|unit|article|phase|stage|track|class|type|model|zone|area|ward|hall|stop)s?\s|#)$",
    re.IGNORECASE,
)
"""A word before a number that it only names."""
_INVARIABLE = re.compile(
    r"-|\s?(?:km|m|cm|mm|kg|g|mg|t|ha|l|ml|kw|mw|gw|kwh|hz|mhz|ghz|kb|mb|gb|tb|°c|°)\b", re.IGNORECASE
)
"""What follows a number and has no plural of its own: the noun of a compound, the sign of a unit."""
_SUPERLATIVE = re.compile(r"[\s-](?:[a-z]+est|most|least|best|worst)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?P<article>an?) $", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?][\"'”’)]*\s)[\"'“‘(]*$")
_REACH = 16
"""How far a label, an article or the end of a sentence is looked for before a value."""


def respell_english(text: str, value: Value, new: Fraction | str, unit: str) -> Spelling | None:
    """Return what says `new` in the place of `value`, see `respell`."""
    written = text[value.start : value.end]
    if not written.isascii() and value.kind is not ValueKind.CURRENCY:
        return None
    if isinstance(new, str):
        is_date = value.kind is ValueKind.DATE
        spelled = write_english_date(written, new) if is_date else write_english_clock(text, value, new)
    elif not isinstance(value.value, Fraction) or not _agrees(text, value, new):
        return None
    else:
        if _before(_LABEL, text, value) and written.isdigit():
            return Spelling(value.start, value.end, str(new)) if new.denominator == 1 else None
        spelled = _write(value, written, new, unit, is_initial=_before(_SENTENCE_START, text, value) is not None)
        if spelled and written[0].isupper() and spelled[0].islower():
            spelled = spelled[0].upper() + spelled[1:]
    return _with_article(text, value, spelled) if spelled else None


def _before(pattern: re.Pattern[str], text: str, value: Value) -> re.Match[str] | None:
    return pattern.search(text, max(0, value.start - _REACH), value.start)


def _agrees(text: str, value: Value, new: Fraction) -> bool:
    """Whether nothing but the figure has to change: no noun between singular and plural, no "no ships", no "first largest"."""
    if value.kind is ValueKind.ORDINAL:
        return not (_SUPERLATIVE.match(text, value.end) and Fraction(1) in {value.value, new})
    if value.kind is ValueKind.CURRENCY:
        return new > 0
    if not {value.value, new} & {Fraction(0), Fraction(1)}:
        return True
    if value.kind is ValueKind.PERCENT:
        return "point" not in text[value.start : value.end]
    is_fixed = _before(_LABEL, text, value) or _INVARIABLE.match(text, value.end)
    return is_fixed is not None


def _write(value: Value, written: str, new: Fraction, unit: str, *, is_initial: bool) -> str | None:
    old = value.value
    if not isinstance(old, Fraction):
        return None
    if value.kind is ValueKind.ORDINAL:
        return _write_ordinal(written, int(old), new, is_initial=is_initial)
    if value.kind is ValueKind.CURRENCY:
        return _write_money(written, old, new, unit)
    if value.kind is ValueKind.PERCENT:
        found = _PERCENT.fullmatch(written)
        numeral = _write_amount(found.group("numeral"), old, new, is_initial=is_initial) if found else None
        return numeral + found.group("rest") if found and numeral else None
    return _write_amount(written, old, new, is_initial=is_initial)


def _write_amount(written: str, old: Fraction, new: Fraction, *, is_initial: bool) -> str | None:
    if found := _DIGITS.fullmatch(written):
        return _write_digits(found, old, new)
    words = written.lower()
    if found := _FRACTION.fullmatch(words):
        return _write_fraction(found, new)
    if "dozen" in words or new <= 0 or (written.isupper() and len(written) > 1):
        return None
    if found := _SCALED_WORDS.fullmatch(words):
        return _write_scaled_words(found.group("scale"), new, is_initial=is_initial)
    return _write_words(words, old, new, is_initial=is_initial)


def _write_words(words: str, old: Fraction, new: Fraction, *, is_initial: bool) -> str | None:
    """Write a number in place of one in words without a scale: six, twenty-one, two hundred."""
    limit = _WORDS_TO if old > _SPELLED_TO or is_initial else _SPELLED_TO + 1
    is_round = "hundred" in words and new < _GROUPED_FROM and new % _WORDS_TO == 0
    if new.denominator == 1 and (new < limit or is_round):
        return number_words(int(new))
    return None if is_initial else _largest_scale(new) or _grouped(new)


def _write_digits(found: re.Match[str], old: Fraction, new: Fraction) -> str | None:
    digits, scale = found.group("digits"), (found.group("scale") or "").lower()
    if not scale:
        if new >= _SCALED_FROM > old and (spelled := _largest_scale(new, places=2)):
            return spelled
        is_plain = "," not in digits and old >= _GROUPED_FROM and len(str(int(new))) <= len(str(int(old)))
        return decimal_text(new, places=_PLACES) if is_plain else _grouped(new)
    if scale not in _SCALES and scale not in _SHORT_SCALES:
        return None
    names = _SCALES if scale in _SCALES else {scale: _SHORT_SCALES[scale], "bn": 10**9, "m": 10**6}
    written_scale = found.group("scale")
    for name in (scale, *(name for name in names if name != "thousand")):
        mantissa = new / names[name]
        if 1 <= mantissa < _GROUPED_FROM and (spelled := decimal_text(mantissa, places=_PLACES)):
            return f"{spelled}{found.group('gap')}{written_scale if name == scale else name}"
    return _grouped(new)


def _padded(spelled: str, like: str) -> str:
    """Return digits with as many decimal places as others have, if both have any: $2.50 in place of $1.25."""
    places, like_places = len(spelled.partition(".")[2]), len(like.partition(".")[2])
    return spelled + "0" * (like_places - places) if places and like_places else spelled


def _write_scaled_words(scale: str, new: Fraction, *, is_initial: bool) -> str | None:
    """Write a number in place of one like "six million" or "half a million"."""
    mantissa = new / _SCALES[scale]
    if mantissa.denominator == 1 and mantissa <= (_WORDS_TO - 1 if is_initial else _SPELLED_TO):
        return f"{number_words(int(mantissa))} {scale}"
    if is_initial:
        return None
    if 1 <= mantissa < _GROUPED_FROM and (spelled := decimal_text(mantissa, places=_PLACES)):
        return f"{spelled} {scale}"
    return _largest_scale(new) or _grouped(new)


def _largest_scale(new: Fraction, *, places: int = _PLACES) -> str | None:
    """Write a number of a million or more with the scale word that suits it; None for others and for long ones."""
    for name, scale in _SCALES.items():
        if scale >= _SCALED_FROM and 1 <= new / scale < _GROUPED_FROM:
            mantissa = decimal_text(new / scale, places=places)
            return f"{mantissa} {name}" if mantissa else None
    return None


def _grouped(new: Fraction) -> str | None:
    digits = decimal_text(new, places=_PLACES)
    if digits is None:
        return None
    whole, point, rest = digits.partition(".")
    return f"{int(whole):,}{point}{rest}"


def _write_fraction(found: re.Match[str], new: Fraction) -> str | None:
    part = _PARTS.get(new.denominator)
    if part is None or not 0 < new < 1 or found.group("part") in {"half", "halves"}:
        return None
    of = found.group("of") or ""
    if new.numerator == 1:
        return f"{'a' if found.group('count') in {'a', 'an'} else 'one'}{found.group('gap')}{part}{of}".replace(
            "a eighth", "an eighth"
        )
    gap = "-" if found.group("count") in {"a", "an"} else found.group("gap")
    return f"{number_words(new.numerator)}{gap}{part}s{of}"


def _write_ordinal(written: str, old: int, new: Fraction, *, is_initial: bool) -> str | None:
    if new.denominator > 1 or new < 1:
        return None
    number = int(new)
    if written[0].isdigit() or not (number < _SPELLED_TO or ((old > _SPELLED_TO or is_initial) and number < _WORDS_TO)):
        if is_initial and not written[0].isdigit():
            return None
        return f"{number}{ordinal_ending(number)}"
    return ordinal_words(number)


def _write_money(written: str, old: Fraction, new: Fraction, unit: str) -> str | None:
    found = _MONEY.fullmatch(written)
    numeral = _write_amount(found.group("numeral"), old, new, is_initial=False) if found else None
    if found is None or numeral is None or bool(found.group("sign")) == bool(found.group("name")):
        return None
    if numeral.replace(",", "").replace(".", "").isdigit():
        numeral = _padded(numeral, found.group("numeral"))
    if found.group("sign"):
        lead = _sign_like(found, unit)
        return lead + numeral if lead else None
    name = _name_like(found, unit, is_one=1 in {old, new})
    return f"{numeral}{found.group('gap')}{found.group('of')}{name}" if name else None


def _sign_like(found: re.Match[str], unit: str) -> str | None:
    """Return the sign of a currency, or its code where there is one; of the same currency the same, with its blank."""
    sign = found.group("sign").strip()
    if CURRENCIES[sign.lower()] == unit:
        return found.group()[: found.start("numeral") - found.start()]
    return f"{unit} " if sign.isalpha() else _SIGNS.get(unit)


def _name_like(found: re.Match[str], unit: str, *, is_one: bool) -> str | None:
    """Return the name of a currency, singular before a noun ("a 5-million-dollar plan"); None where one unit is said."""
    name = found.group("name")
    plural = _NAMES.get(unit, "")
    is_compound = found.group("gap") == "-"
    if is_one and plural.endswith("s") and not is_compound:
        return None
    if CURRENCIES[name.lower().removesuffix("s")] == unit:
        return name
    if not plural or name.isupper() or found.group("of") or (is_one and name.endswith("s")):
        return None
    return plural.removesuffix("s") if is_compound and not name.endswith("s") else plural


def _with_article(text: str, value: Value, spelled: str) -> Spelling | None:
    """Put "a" or "an" before the new figure as it sounds, where one of them stands before the old."""
    found = _before(_ARTICLE, text, value)
    if found is None:
        return Spelling(value.start, value.end, spelled)
    article = found.group("article")
    old_sound, new_sound = _begins_with_vowel(text[value.start : value.end]), _begins_with_vowel(spelled)
    if new_sound is None or old_sound is None or old_sound != (len(article) > 1):
        return None
    if old_sound == new_sound:
        return Spelling(value.start, value.end, spelled)
    changed = article[0] + ("n" if new_sound else "")
    return Spelling(found.start(), value.end, f"{changed} {spelled}")


def _begins_with_vowel(written: str) -> bool | None:
    """Whether a figure is spoken with a vowel first (8, 11, 18, 80 do); None where it may be spoken in two ways (1,100)."""
    spoken = written.lstrip("$€£¥")
    if spoken[0].isalpha():
        is_one = spoken.lower().startswith("one")
        return None if spoken[:2].isupper() else spoken[0].lower() in "aeio" and not is_one
    leading = re.match("[0-9]+", spoken)
    digits = leading.group() if leading else ""
    if len(digits) == 4 and digits[:2] in {"11", "18"}:  # noqa: PLR2004 - a year, or eleven hundred
        return None
    return digits.startswith("8") or digits in {"11", "18"}
