"""Writing a value in Japanese in the notation of another one; `notation.py` is the entrance."""

from __future__ import annotations

import re
from fractions import Fraction

from tmflow.text.notation_japanese_dates import write_japanese_clock, write_japanese_date
from tmflow.text.values import (
    CURRENCIES,
    CURRENCY_SIGN,
    CURRENCY_SIGNS,
    HALF_WIDTH,
    KANJI_DIGITS,
    Spelling,
    Value,
    ValueKind,
    decimal_text,
)

__all__ = ["respell_japanese"]

_PARTS = re.compile(
    rf"(?P<lead>第|(?:{CURRENCY_SIGN})?)(?P<numeral>[0-9〇零一二三四五六七八九十百千万億兆京.,]+)(?P<rest>.*)"
)
_TENTHS = re.compile(r"(?P<tenths>.+)割(?:(?P<hundredths>.+)分)?")
_SHARE = re.compile(r"(?P<whole>.+)分の(?P<part>.+)")
_GROUPED = re.compile(r"[0-9][,，][0-9]{3}(?![0-9])")
_POSITIONAL = re.compile(f"[{KANJI_DIGITS}]{{2}}")
_TENS = ((1000, "千"), (100, "百"), (10, "十"))
_MYRIADS = ((10**16, "京"), (10**12, "兆"), (10**8, "億"), (10**4, "万"))
_MYRIAD, _THOUSAND, _PERCENT = 10_000, 1_000, 100
_PLACES = 3
_NAMES = {
    "USD": "ドル", "EUR": "ユーロ", "GBP": "ポンド", "JPY": "円", "CNY": "元", "RUB": "ルーブル", "KRW": "ウォン",
    "INR": "ルピー", "CHF": "フラン", "UAH": "フリブナ", "AUD": "豪ドル", "CAD": "加ドル", "HKD": "香港ドル",
}  # fmt: skip
_NOON_IN_FIGURES = re.compile("午後[0０〇零]時|午前(?:12|１２|十二)時")
_NATIVE_COUNTS = "つ"
"""A counter for one to nine only."""


def respell_japanese(text: str, value: Value, new: Fraction | str, unit: str) -> Spelling | None:
    """Return what says `new` in the place of `value`, see `respell`."""
    written = text[value.start : value.end]
    folded = written.translate(HALF_WIDTH).replace("・", ".")
    if isinstance(new, str):
        if value.kind is ValueKind.DATE:
            spelled = write_japanese_date(folded, new)
        else:
            has_noon_word = not text.startswith("台", value.end) and not _NOON_IN_FIGURES.search(text)
            spelled = write_japanese_clock(folded, new, has_noon_word=has_noon_word)
    elif not isinstance(value.value, Fraction) or new < 0:
        return None
    else:
        is_counted_natively = text.startswith(_NATIVE_COUNTS, value.end)
        if is_counted_natively and (new.denominator > 1 or not 1 <= new < 10):  # noqa: PLR2004 - see _NATIVE_COUNTS
            return None
        is_grouped = _GROUPED.search(text) is not None
        spelled = _write(value, folded, new, unit, is_grouped=is_grouped)
    return Spelling(value.start, value.end, _widened(spelled, written, folded)) if spelled else None


def _widened(spelled: str, written: str, folded: str) -> str:
    """Return a half-width text in the width of another: digits as its digits, each mark as there, else as the digits."""
    is_wide = any("０" <= character <= "９" for character in written)
    wide = {mark: written[folded.index(mark)] for mark in ",.:%$¥/-" if mark in folded}
    if is_wide:
        wide = {mark: character for character, mark in zip("，．", ",.", strict=True)} | wide
        wide |= {str(digit): chr(0xFF10 + digit) for digit in range(10)}
    return "".join(wide.get(character, character) for character in spelled)


def _write(value: Value, folded: str, new: Fraction, unit: str, *, is_grouped: bool) -> str | None:
    """Write a new amount with what stands before and behind the old numeral."""
    if value.kind is ValueKind.PERCENT and (found := _TENTHS.fullmatch(folded)):
        return _write_tenths(found, new)
    if found := _SHARE.fullmatch(folded):
        whole, part = Fraction(new.denominator), Fraction(new.numerator)
        both = [
            _write_numeral(found.group(name), amount, is_grouped=False)
            for name, amount in (("whole", whole), ("part", part))
        ]
        return "分の".join(one for one in both if one) if new < 1 and all(both) else None
    found = _PARTS.fullmatch(folded)
    if found is None:
        return None
    lead, rest = found.group("lead"), found.group("rest")
    if value.kind is ValueKind.CURRENCY and unit != value.unit:
        if lead and not rest:
            lead = (
                CURRENCY_SIGNS.get(unit, "")
                if CURRENCIES.get(lead.lower()) == value.unit and lead in CURRENCY_SIGNS.values()
                else ""
            )
            rest = ""
        else:
            rest = _NAMES.get(unit, "") if not lead and rest in _NAMES.values() else ""
        if not lead and not rest:
            return None
    numeral = _write_numeral(found.group("numeral"), new, is_grouped=is_grouped)
    return f"{lead}{numeral}{rest}" if numeral else None


def _write_tenths(found: re.Match[str], new: Fraction) -> str | None:
    """Write a percentage in 割 and 分: whole percents from 10 to 100."""
    if new.denominator > 1 or not 10 <= new <= _PERCENT:  # noqa: PLR2004 - one tenth
        return None
    tenths, hundredths = divmod(int(new), 10)
    if _is_kanji(found.group("tenths")):
        return f"{_in_kanji(tenths)}割" + (f"{_in_kanji(hundredths)}分" if hundredths else "")
    return f"{tenths}割" + (f"{hundredths}分" if hundredths else "")


def _write_numeral(numeral: str, new: Fraction, *, is_grouped: bool) -> str | None:
    """Write a number as another numeral is written: kanji or digits, in myriads or not, grouped by commas or not."""
    if _is_kanji(numeral):
        if new.denominator > 1:
            return None
        return _positional(numeral, int(new)) if _POSITIONAL.search(numeral) or "〇" in numeral else _in_kanji(int(new))
    has_myriads = any(sign in numeral for _, sign in _MYRIADS)
    if has_myriads and ("." in numeral or new.denominator > 1) and (spelled := _scaled(new)):
        return spelled
    if new.denominator > 1:
        return decimal_text(new, places=_PLACES)
    number = int(new)
    is_grown = number >= _MYRIAD and _is_small(numeral) and "," not in numeral
    if has_myriads or "千" in numeral or is_grown:
        return _in_sections(number, with_thousands="千" in numeral, is_grouped="," in numeral)
    is_long_and_plain = "," not in numeral and len(numeral) > len("999") and numeral.isdigit()
    return f"{number:,}" if "," in numeral or (is_grouped and not is_long_and_plain) else str(number)


def _is_kanji(numeral: str) -> bool:
    return not any(character.isascii() and character.isdigit() for character in numeral)


def _is_small(numeral: str) -> bool:
    return numeral.replace(",", "").split(".")[0].isdigit() and int(numeral.replace(",", "").split(".")[0]) < _MYRIAD


def _scaled(new: Fraction) -> str | None:
    """Write a number as a decimal of its largest myriad: 1.5億."""
    for scale, sign in _MYRIADS:
        if new >= scale:
            mantissa = decimal_text(new / scale, places=_PLACES - 1)
            return f"{mantissa}{sign}" if mantissa else None
    return None


def _in_sections(number: int, *, with_thousands: bool, is_grouped: bool) -> str:
    """Write a number in digits by myriads: 1億5000万, or 1億5千万."""
    spelled = ""
    for scale, sign in (*_MYRIADS, (1, "")):
        section, number = divmod(number, scale)
        if not section:
            continue
        if with_thousands and section % _THOUSAND == 0:
            spelled += f"{section // _THOUSAND}千{sign}"
        else:
            spelled += f"{section:,}{sign}" if is_grouped else f"{section}{sign}"
    return spelled or "0"


def _in_kanji(number: int) -> str:
    """Write a number as it is spoken: 二十八, 一億五千万; 一千 before a myriad."""
    if not number:
        return "零"
    spelled = ""
    for scale, sign in (*_MYRIADS, (1, "")):
        section, number = divmod(number, scale)
        if section:
            spelled += _section_in_kanji(section, is_myriad=bool(sign)) + sign
    return spelled


def _section_in_kanji(section: int, *, is_myriad: bool) -> str:
    spelled = ""
    for place, name in _TENS:
        digit, section = divmod(section, place)
        if digit:
            spelled += ("" if digit == 1 and not (is_myriad and place == _THOUSAND) else KANJI_DIGITS[digit]) + name
    return spelled + (KANJI_DIGITS[section] if section else "")


def _positional(numeral: str, number: int) -> str | None:
    """Write a number digit by digit, 二〇二六, in myriads if the other numeral has them."""
    if any(sign in numeral for _, sign in _TENS):
        return None
    digits = _in_sections(number, with_thousands=False, is_grouped=False)
    if digits != str(number) and not any(sign in numeral for _, sign in _MYRIADS):
        digits = str(number)
    return digits.translate(str.maketrans("0123456789", KANJI_DIGITS))
