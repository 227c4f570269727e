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
    rf"|(?<![0-9{KANJI_DIGITS}十百])(?P<rank>[0-9]{{1,2}}|[{KANJI_DIGITS}十])(?P<of>位(?![置階])|代目)|(?P<child>[次三四五六])[男女](?![性子湯体木])|(?P<only>初)版"
)
_CHILDREN = {"次": 2, "初": 1}
_FIRST = re.compile(r"初めて|はじめて|初(?:の|となる|優勝|受賞|開催|登場|出場|来日|挑戦|公開|制覇|当選)|史上初|最初の")
_FIRST_TO = re.compile("(?:最初|一番|先駆け|いち早)[にく]")
_NTH_TO = re.compile(r"[^.;,]{0,40}?\sto\s[a-z]")
"""The one that did a thing first: "the first in Europe to ban it", 欧州で最初に."""
_ANY_FIRST = re.compile(
    r"初|最初|[1一](?:番|人|回|度|例|つ|号|位|等|次|着|歩|部|章|面|日|期|代|校|隻|基)|第[1一]|まず|先|元祖|デビュー|トップ|首位|ファースト|新|いつか|当初|これまで|かつて|従来|史上|ようやく|やっと"
)
_ENGLISH = re.compile(rf"\b(?:(?P<word>{'|'.join(ORDINALS)})|(?P<digits>[0-9]{{1,2}})(?:st|nd|rd|th))\b", re.IGNORECASE)
_FIRST_TIME = re.compile(
    r"\b(?:the|at|very)\sfirst(?:\s(?:time|place))?\b(?=\W*$|[,.;]|\s(?:since|in|ever|that|he|she|it|they)\b)|\b(?:the\sfirst\stime|first\sof\sall)\b",
    re.IGNORECASE,
)
"""What tells no place in a row: "for the first time"."""
_SUPERLATIVE = re.compile("(?:最[大小多少高低長短古新深速強](?![限低高])|最も|一番(?=[高低大小多少長短古新深広]))")
_RANKED = re.compile(
    r"\b(?P<place>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[2-9](?:nd|rd|th))[\s-](?=(?:most|least|best|[a-z]+est)\b)",
    re.IGNORECASE,
)
"""Second-largest, which is not the largest."""
_ANY_PLACE = re.compile(f"[0-9{KANJI_DIGITS}十](?:番|位)|次い[で]?|に次ぐ|次点|準|第[0-9{KANJI_DIGITS}十]")
_JAPANESE_RANKED = re.compile(
    f"(?<![0-9{KANJI_DIGITS}十])[2-9二三四五六七八九]番目[にの](?=[^、。]{{0,4}}(?:大き|小さ|多|少な|高|低|長|短|古|新し|深|広|速|強|重))"
)
_BEST = re.compile(
    r"\b(?:largest|biggest|smallest|highest|tallest|lowest|longest|shortest|oldest|newest|deepest|widest|fastest|strongest|heaviest|fewest|most|least)\b",
    re.IGNORECASE,
)
_ANY_ENGLISH_PLACE = re.compile(
    rf"\b(?:{'|'.join(ORDINALS)}|[0-9]+(?:st|nd|rd|th)|No\.|number|next|runner|behind|only|after|trail\w*|rank\w*)\b",
    re.IGNORECASE,
)
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
    if ranked := _other_rank(text, english.text):
        return ranked
    first_times = [found.span() for found in _FIRST_TIME.finditer(english.text)]
    theirs = [
        found
        for found in _ENGLISH.finditer(english.text)
        if not any(start <= found.start() < end for start, end in first_times)
    ]
    if len(theirs) != 1:
        return None
    word, there = theirs[0].group("word"), theirs[0].span()
    said = ORDINALS[word.lower()] if word else int(theirs[0].group("digits"))
    places = list(_PLACE.finditer(text))
    if len(places) == 1:
        number = _number(next(part for part in places[0].groups() if part))
        is_first = said == 1 and _ANY_FIRST.search(text.replace(places[0].group(), "")) is not None
        may_be_unsaid = number == 1 and not (places[0].group("rank") or places[0].group("only"))
        if may_be_unsaid or number in {0, said} or is_first or _is_told(number, english):
            return None
        return places[0].span(), there
    first = _FIRST.search(text) or (_NTH_TO.match(english.text, theirs[0].end()) and _FIRST_TO.search(text))
    if not first or places or said == 1 or _ENGLISH_FIRST.search(english.text) or _is_told(said, japanese):
        return None
    return first.span(), there


def _other_rank(japanese: str, english: str) -> OtherPlace | None:
    """Return where "the second-largest" has become 最大, or the reverse, if the other text has no second place at all."""
    ranks, best = list(_RANKED.finditer(english)), list(_SUPERLATIVE.finditer(japanese))
    if len(ranks) == len(best) == 1 and not _ANY_PLACE.search(japanese):
        return best[0].span(), ranks[0].span()
    mine, theirs = list(_JAPANESE_RANKED.finditer(japanese)), list(_BEST.finditer(english))
    if len(mine) == len(theirs) == 1 and not ranks and not _ANY_ENGLISH_PLACE.search(english):
        return mine[0].span(), theirs[0].span()
    return None


def _number(written: str) -> int:
    if written in _CHILDREN:
        return _CHILDREN[written]
    return int(written) if written.isdigit() else 10 if written == "十" else KANJI_DIGITS.index(written)


def _is_told(number: int, other: Figures) -> bool:
    """Whether the other text has a number otherwise, as 2 in "another two" for 2人目."""
    return number in other.implied or any(_is_number(one, number) for one in other.statements)


def _is_number(statement: Statement, number: int) -> bool:
    return statement.value.kind is not ValueKind.CURRENCY and any(
        reading.value in {number, f"---{number:02}"} for reading in statement.readings
    )
