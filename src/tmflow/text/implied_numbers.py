"""The numbers that words imply without stating them: "decade" 10, "both" 2, 半 ½, 両 2, and the names of months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tmflow.text.english_words import ONES, TY

__all__ = ["implied_months", "iter_implied_numbers"]

_WORDS: dict[str, int | str] = {
    "marathon": "42.195",
    "dozen": 12, "decade": 10, "teen": 10, "teenage": 10, "teenager": 10, "bilateral": 2,
    "trilateral": 3, "century": 100, "centuries": 100, "twice": 2, "double": 2, "doubled": 2, "doubling": 2, "triple": 3, "tripled": 3,
    "tripling": 3, "quadruple": 4, "quadrupled": 4, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9,
    "both": 2, "couple": 2, "pair": 2, "twin": 2, "duo": 2, "trio": 3, "quartet": 4, "quintet": 5, "either": 2, "neither": 2,
    "biennial": 2, "fortnight": 2, "once": 1, "single": 1, "sole": 1, "zero": 0, "none": 0,
    "scoreless": 0, "nil": 0, "semifinal": 4, "quarterfinal": 8, "two": 2, "former": 2, "latter": 2,
    "two-way": 2, "bicentennial": 200, "bicentenary": 200, "sesquicentennial": 150, "senior": 3, "seniors": 3, "second": 2, "secondly": 2, "thirdly": 3, "biweekly": 2, "bimonthly": 2,
    "doubles": 2, "triplet": 3, "triangle": 3, "rectangle": 4, "overnight": 1, "clock": 24, "fully": 100, "totally": 100, "completely": 100, "entirely": 100, "absolutely": 100,
    "wholly": 100, "golden": 50, "hat-trick": 3, "decimal": 10, "octal": 8, "hexadecimal": 16, "binary": 2,
    "quinquagenarian": 50, "sexagenarian": 60, "septuagenarian": 70, "octogenarian": 80, "nonagenarian": 90, "centenarian": 100, "supercentenarian": 110,
    "sextet": 6, "septet": 7, "octet": 8, "quadruplet": 4, "quintuplet": 5, "quintuple": 5, "pentagon": 5, "hexagon": 6, "octagon": 8, "pentathlon": 5, "heptathlon": 7, "decathlon": 10, "triathlon": 3,
    "triennial": 3, "triennale": 3, "biennale": 2, "quadrennial": 4, "semiannual": 2, "biannual": 2, "tercentenary": 300, "tricentennial": 300, "tricycle": 3, "unicycle": 1, "bicycle": 2, "trilogy": 3, "tetralogy": 4, "trident": 3,
    "fifty-fifty": 50, "silver": 25, "diamond": 60, "weeklong": 7, "week-long": 7, "yearlong": 12, "year-long": 12, "monthlong": 1, "month-long": 1, "score": 20, "gross": 144, "solo": 1,
    "brace": 2, "dual": 2, "millennium": 1000, "centenary": 100, "centennial": 100, "sophomore": 2, "cleanup": 4, "leadoff": 1, "junior": 3, "freshman": 1,
}  # fmt: skip
_SOMETHINGS = {f"{word}something": amount for word, amount in TY.items()}
"""How old people are who are twentysomethings."""
_NUMBERS = {word: Fraction(amount) for word, amount in (ONES | TY | _WORDS | _SOMETHINGS).items()}
_ENGLISH = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_JAPANESE: dict[str, tuple[int, ...]] = {
    "半": (6, 30, 50), "両": (2,), "双方": (2,), "二重": (2,), "倍": (2,), "ダース": (12,), "世紀": (100,), "四半期": (4, 3),
    "なし": (0,), "無": (0,), "ゼロ": (0,), "零": (0,), "ダブル": (2,), "ツイン": (2,), "トリプル": (3,), "三重": (3,),
    "成人": (20, 18), "完全": (100,), "絶対": (100,), "すべて": (100,), "全て": (100,), "まったく": (100,), "還暦": (60,), "古希": (70,), "古稀": (70,), "喜寿": (77,), "傘寿": (80,), "半寿": (81,), "米寿": (88,), "卒寿": (90,), "白寿": (99,), "百寿": (100,), "紀寿": (100,), "茶寿": (108,),
    "はたち": (20,), "三十路": (30,), "四十路": (40,), "五十路": (50,), "六十路": (60,), "而立": (30,), "不惑": (40,), "知命": (50,), "耳順": (60,), "銀婚": (25,), "金婚": (50,), "ダイヤモンド婚": (60,), "真珠婚": (30,), "四半世紀": (25,), "半世紀": (50,),
    "五分五分": (50,), "五分と五分": (50,), "半々": (50,), "半半": (50,), "二十歳": (20,), "満点": (100,), "皆勤": (0,), "無失点": (0,), "完封": (0,), "世紀の変わり目": (21, 20), "大晦日": (31,), "大みそか": (31,), "元日": (1,), "元旦": (1,),
    "真夏日": (30,), "猛暑日": (35,), "夏日": (25,), "熱帯夜": (25,), "真冬日": (0,), "冬日": (0,), "後期高齢": (75,), "高齢者": (65,), "未成年": (20, 18), "十二支": (12,), "年中": (365,), "干支": (12,),
    "前年同月": (12,), "前年同期": (12,), "前年比": (12,), "年率": (12,), "年間": (12,), "連弾": (4,), "七五三": (3, 5, 7), "十五夜": (15,), "三が日": (3,), "ひと桁": (1,), "二桁": (2,), "三桁": (3,), "往復": (2,), "ワースト": (1,), "トップ": (1,), "首位": (1,), "同時多発テロ": (9, 11), "双子": (2,), "三つ子": (3,), "千載": (1000,), "初": (1,), "一昨": (2,), "翌々": (2,), "ペア": (2,), "イレブン": (11,),
    "ハットトリック": (3,), "四季": (4,), "二": (2,), "三": (3,), "四": (4,), "五": (5,), "六": (6,), "七": (7,),
    "八": (8,), "九": (9,), "十": (10,), "百": (100,), "千": (1000,), "万": (10_000,),
    "一": (1,), "ひとつ": (1,), "ふた": (2,), "みっつ": (3,), "よっつ": (4,), "ひとり": (1,), "ワン": (1,), "ツー": (2,), "スリー": (3,),
    "フォー": (4,), "ファイブ": (5,), "シックス": (6,), "セブン": (7,), "エイト": (8,), "ナイン": (9,), "テン": (10,),
    "ファースト": (1,), "セカンド": (2,), "サード": (3,),
}  # fmt: skip
_MONTHS = re.compile(
    r"\b(?:(Jan(?:uary)?)|(Feb(?:ruary)?)|(Mar(?:ch)?)|(Apr(?:il)?)|(May)|(June?)|(July?)|(Aug(?:ust)?)|(Sept?(?:ember)?)"
    r"|(Oct(?:ober)?)|(Nov(?:ember)?)|(Dec(?:ember)?))\b"
)
_GRADE = re.compile(r"(?P<school>[中高])(?:学校?|校)?(?P<number>[1-3１-３])(?=年|[のでにとがは、・])")
"""Years of school, which English counts on: 中3 is the ninth grade."""
_ROMAN = re.compile(
    r"\b(?:(I)|(II)|(III)|(IV)|(V)|(VI)|(VII)|(VIII)|(IX)|(X)|(XI)|(XII)|(XIII)|(XIV)|(XV)|(XVI)|(XVII)|(XVIII)|(XIX)|(XX))\b|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]"
)
_ROMAN_SIGNS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_GLUED = re.compile(
    r"(?<=[A-Za-z])[0-9]{1,18}(?:\.[0-9]{1,3})?|(?<![0-9.,])[0-9]{1,18}(?=[A-Za-z])|(?<=[A-Za-z]\.)[0-9]{1,18}|(?<![0-9]\.)(?<=\.)[0-9]{2,3}(?![0-9])"
)
"""Figures within codes and versions (GMT13, 4K, No.5, .346): they answer, but nobody asks for them."""
_CIRCLED = re.compile("[①-⑳]")
_DECADES = re.compile(
    r"\b(?P<count>two|three|four|five|six|seven|eight|nine)\s(?P<length>decades|centuries)\b", re.IGNORECASE
)
_CENTURY = re.compile(
    r"\b(?:(?P<this>(?:this|the\s(?:new|present|current|turn\sof\sthe)|our)\scentury)|(?P<last>(?:the\s)?(?:last|previous|past)\scentury))\b",
    re.IGNORECASE,
)
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")


def iter_implied_numbers(text: str, *, language: str) -> Iterator[Fraction]:
    """Yield the numbers that words or glued figures of a text may stand for, in no order. `language` is "ja" or "en".

    >>> sorted(iter_implied_numbers("a decade for both", language="en"))
    [Fraction(2, 1), Fraction(10, 1)]
    """
    if language == "ja":
        for grade in _GRADE.finditer(text):
            yield Fraction(int(grade.group("number")) + (6 if grade.group("school") == "中" else 9))
        for word, amounts in _JAPANESE.items():
            if word in text:
                yield from map(Fraction, amounts)
    else:
        yield from _iter_english(text)
    for found in _ROMAN.finditer(text):
        yield Fraction(found.lastindex or _ROMAN_SIGNS.index(found.group()) + 1)
    for found in _GLUED.finditer(text):
        yield Fraction(found.group())
    for found in _CIRCLED.finditer(text):
        yield Fraction(ord(found.group()) - ord("①") + 1)


def _iter_english(text: str) -> Iterator[Fraction]:
    for found in _ENGLISH.finditer(_DECADES.sub(" ", text)):
        word = found.group().lower()
        for form in {word, *word.split("-")}:
            yield from (
                _NUMBERS[one] for one in {form, form.removesuffix("s"), form.removesuffix("es")} if one in _NUMBERS
            )
    if re.search(r"\bhal(?:f|ves|ved)\b", text, re.IGNORECASE):
        yield from map(Fraction, (6, 30, 50))
    for found in _CENTURY.finditer(text):
        yield from map(Fraction, (20, 21) if found.group("this") else (20, 19))
    for found in _DECADES.finditer(text):
        length = 10 if found.group("length").lower().startswith("dec") else 100
        yield Fraction(length * (_COUNTS.index(found.group("count").lower()) + 2))


def implied_months(text: str) -> frozenset[int]:
    """Return the months that an English text names, 1 to 12, however they are cut. "may" and "march" count with a capital.

    >>> sorted(implied_months("from Oct. to March"))
    [3, 10]
    """
    return frozenset(found.lastindex or 0 for found in _MONTHS.finditer(text))
