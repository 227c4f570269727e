"""The shape of a text: its match key with all that may be a value masked. Texts of one shape may differ in values only."""

from __future__ import annotations

import re
from functools import cache

from tmflow.text.normalize import match_key

__all__ = ["MASK", "shape_of_key", "text_shape"]

MASK = "\ue000"
"""What stands for each value: a private-use character, which no text has."""

_ADDRESS = r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+"
_JAPANESE = (
    r"[0-9〇零一二三四五六七八九十百千万億兆京両元第明大昭平令正午朝昼夕夜時分半割%$€£¥]"
    r"[0-9〇零一二三四五六七八九十百千万億兆京元第治正成和午後前方の年月日火水木金土時分半割曜円%$€£¥.,:~()・-]*"
    r"(?:(?:[米豪加]|香港|スイス|カナダ|オーストラリア)?(?:ドル|ユーロ|ポンド|ルーブル|ウォン|ルピー|フラン|フリブナ)|人民元|パーセント|ポイント)?"
)
"""Numerals and what may stand between, before and behind them within a value."""
_WEEKDAY = "[月火水木金土日]曜"

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen hundred thousand million billion trillion"
    " first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth"
    " ninetieth half quarter january february march april may june july august september october november december jan feb"
    " mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri"
    " sat sun noon midday midnight dollar euro pound yen yuan renminbi ruble rouble won rupee franc hryvnia percent pct"
    " halves thirds quarters fourths fifths sixths eighths tenths thousands millions dollars euros pounds rubles rupees"
    " francs mondays tuesdays wednesdays thursdays fridays saturdays sundays"
)
_ALL_CASES = frozenset(form.encode() for word in _WORDS.split() for form in (word, word.capitalize(), word.upper()))
_LETTERS_ALONE = bytes(byte if bytes((byte,)).isalpha() else ord(" ") for byte in range(256))
"""Makes a blank of each byte that is no letter of English: words are found so in half the time a search takes."""
_FIGURE = r"[0-9$€£¥%](?:[$€£¥.,:]{0,8}[0-9%])*(?:(?:st|nd|rd|th|s|bn|tn|trn|mn?|k)\b)?"
_DOLLAR = r"\b(?:US|HK|A|C)\$"
_JOINED = (
    rf"{MASK}(?:\.?,?[ -]?(?:(?:and|a|an|of|US|per|cent|in the|points?|afternoon|evening|[ap]\.?m\.?)[ -]?)*{MASK})*"
    r"(?:[ -]?(?:per ?cent|percentage points?|[ap]\.?m\b\.?)|\.(?= ))?"
)

_compiled = cache(re.compile)
"""Compiles an expression when it is first needed: a memory that only finds equal texts needs none."""


def text_shape(text: str, *, language: str) -> str:
    """Return the match key with values, addresses and what belongs to them masked; "" if nothing is. `language`: "ja", "en".

    Two texts that differ in nothing but values have one shape; those of one shape may differ in more.

    >>> text_shape("工期は6年だ。", language="ja") == text_shape("工期は十二年だ。", language="ja") != ""
    True
    >>> text_shape("It cost $120 million.", language="en") == text_shape("It cost 95 million yen.", language="en") != ""
    True
    """
    return shape_of_key(match_key(text), language=language)


def shape_of_key(key: str, *, language: str) -> str:
    """Return the shape of the text that has this match key, as `text_shape` does of the text.

    >>> shape_of_key("港は静かだ。", language="ja")
    ''
    """
    shape = key
    if "@" in key or "://" in key or "www." in key:
        shape = _compiled(_ADDRESS).sub(MASK, key)
    if language == "ja":
        shape = _compiled(_JAPANESE).sub(MASK, shape)
        if "曜" in key:
            shape = _compiled(_WEEKDAY).sub(MASK, shape)
    else:
        shape = _mask_english(shape)
    return shape if shape != key else ""


def _mask_english(text: str) -> str:
    if "$" in text:
        text = _compiled(_DOLLAR).sub("$", text)
    shape = _compiled(_FIGURE).sub(MASK, text)
    words = shape.encode("utf-8", "surrogatepass").translate(_LETTERS_ALONE).split()
    for word in _ALL_CASES.intersection(words):
        shape = _whole(word.decode()).sub(MASK, shape)
    if MASK in shape:
        shape = _compiled(_JOINED).sub(MASK, shape)
        for article in ("an ", "a ", "An ", "A "):
            shape = shape.replace(article + MASK, MASK)
    return shape


@cache
def _whole(word: str) -> re.Pattern[str]:
    """Return what finds a word that is no part of another; it starts with the letters, which are searched for fast."""
    return re.compile(rf"{word}(?<![A-Za-z]{word})(?![A-Za-z])")
