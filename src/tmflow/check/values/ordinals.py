"""Small ordinals in words, which values alone do not tell: 2人目 is "the second", 初めて "the first"."""

from __future__ import annotations

import re

from tmflow.check.values.figures import Figures
from tmflow.text.english_words import ORDINALS
from tmflow.text.statements import Statement
from tmflow.text.values import HALF_WIDTH, KANJI_DIGITS, ValueKind

__all__ = ["OtherPlace", "other_place"]

Range = tuple[int, int]
OtherPlace = tuple[Range, Range]
"""Where the Japanese text has a place in a row, and where the English one has another."""

_PLACE = re.compile(
    rf"(?<![0-9{KANJI_DIGITS}十百])(?P<number>[0-9]{{1,2}}|[{KANJI_DIGITS}十])(?:人|回|度|例|校|隻|基|館|店|件|作|つ|番|代|期|戦|台|棟|枚|軒|本|社|歩|冊|着|番手|チーム)目"
)
_FIRST = re.compile(r"初めて|はじめて|初(?:の|となる|優勝|受賞|開催|登場|出場|来日|挑戦|公開|制覇|当選)|史上初|最初の")
_ANY_FIRST = re.compile(
    r"初|最初|[1一](?:番|人|回|度|例|つ|号|位|等|次|着|歩|部|章|面|日|期|代|校|隻|基)|第[1一]|まず|先|元祖|デビュー|トップ|首位|ファースト|新|いつか|当初|これまで|かつて|従来|史上|ようやく|やっと"
)
_ENGLISH = re.compile(rf"\b(?:(?P<word>{'|'.join(ORDINALS)})|(?P<digits>[0-9]{{1,2}})(?:st|nd|rd|th))\b", re.IGNORECASE)
_ENGLISH_FIRST = re.compile(
    r"\b(?:first|1st|debut\w*|maiden|inaugural|never|initial\w*|original\w*|earliest|unprecedented|only|novice|before)\b",
    re.IGNORECASE,
)


def other_place(japanese: Figures, english: Figures) -> OtherPlace | None:
    """Return where one text has a place in a row and the other has one place, and another one; None if they may agree.

    >>> other_place(Figures("灯台は3基目だ。", "ja"), Figures("It is the first lighthouse.", "en"))
    ((3, 6), (10, 15))
    >>> other_place(Figures("灯台は3基目だ。", "ja"), Figures("It is the third lighthouse.", "en"))
    """
    text = japanese.text.translate(HALF_WIDTH)
    theirs = list(_ENGLISH.finditer(english.text))
    if len(theirs) != 1:
        return None
    word, there = theirs[0].group("word"), theirs[0].span()
    said = ORDINALS[word.lower()] if word else int(theirs[0].group("digits"))
    places = list(_PLACE.finditer(text))
    if len(places) == 1:
        number = _number(places[0].group("number"))
        is_first = said == 1 and _ANY_FIRST.search(text.replace(places[0].group(), "")) is not None
        if number in {0, 1, said} or is_first or _is_told(number, english):
            return None
        return places[0].span(), there
    first = _FIRST.search(text)
    if first is None or places or said == 1 or _ENGLISH_FIRST.search(english.text) or _is_told(said, japanese):
        return None
    return first.span(), there


def _number(written: str) -> int:
    return int(written) if written.isdigit() else 10 if written == "十" else KANJI_DIGITS.index(written)


def _is_told(number: int, other: Figures) -> bool:
    """Whether the other text has a number otherwise, as 2 in "another two" for 2人目."""
    return number in other.implied or any(_is_number(one, number) for one in other.statements)


def _is_number(statement: Statement, number: int) -> bool:
    return statement.value.kind is not ValueKind.CURRENCY and any(
        reading.value in {number, f"---{number:02}"} for reading in statement.readings
    )
