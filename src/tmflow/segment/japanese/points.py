"""Points in Japanese text: the Latin and the full-width one are as often part of a number, a name or a label as a stop."""

from __future__ import annotations

import re

from tmflow.segment.japanese import words
from tmflow.segment.japanese.candidate import INSIDE_TOKEN, Candidate, is_latin
from tmflow.segment.japanese.tail import CLOSERS
from tmflow.segment.rules import Judgement
from tmflow.text import abbreviations

__all__ = ["point_in_token"]

_ITEM_LABEL = re.compile(
    r"[図表式注例問第(（]?(?:[A-Za-zＡ-Ｚ]{0,2}[0-9０-９]{1,3}(?:[-.．][0-9０-９]{1,3})*|[Ⅰ-ⅿ①-⑳]|[一二三四五六七八九十]{1,3}|[ア-ン])[章節条項]?"
)
_LABEL_CHARS = 12
_LATIN_WORD = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9０-９.．'’-]*")
_NEXT_WORD = re.compile(r"[A-Za-z]*")
_BEFORE_NAME = "、，,・／/「『（("
_INITIALS = re.compile(r"(?:[A-Za-zＡ-Ｚａ-ｚ][.．])*[A-Za-zＡ-Ｚａ-ｚ]")
_RATE = re.compile(r"[0-9０-９]{3}(?![0-9０-９一-鿿])")
_KATAKANA = re.compile(r"[ァ-ヶー]")
_NOUN = re.compile(r"[一-鿿々ァ-ヶー]")


def point_in_token(candidate: Candidate) -> Judgement | None:
    """Decide for the Latin or full-width point: a sentence mark only where it is no part of a number or a name."""
    text, start, end = candidate.text, candidate.start, candidate.end
    if candidate.run not in {".", "．"} or candidate.block.spans.is_atomic(start - 1):
        return None
    before, after = text[start - 1 : start], text[end : end + 1]
    label = text[candidate.sentence : start].strip() if start - candidate.sentence <= _LABEL_CHARS else ""
    if _ITEM_LABEL.fullmatch(label):
        return "ja.number-of-list", False
    if not before or before.isspace() or before in _BEFORE_NAME:
        return INSIDE_TOKEN if is_latin(after) else None
    if not is_latin(before):
        is_rate = _NOUN.match(before) and _RATE.match(text, end)
        opens_name = candidate.run == "." and before.isalnum() and after.isascii() and after.isalpha()
        is_name = opens_name and not words.ends_sentence(text, candidate.sentence, start)
        return INSIDE_TOKEN if is_rate or is_name else None
    is_before_japanese = candidate.block.is_point_style and after > "\u3040" and not is_latin(after)
    if after and not after.isspace() and after not in CLOSERS and not is_before_japanese:
        return INSIDE_TOKEN
    return _latin_word(candidate, is_tight=is_before_japanese)


def _latin_word(candidate: Candidate, *, is_tight: bool) -> Judgement | None:
    """Decide for a point after a Latin word: by the English classes of abbreviation."""
    text, start = candidate.text, candidate.start
    following = text[candidate.next : candidate.next + 1]
    if not following:
        return None
    piece = text[max(candidate.sentence, start - 40) : start]
    match = _LATIN_WORD.match(piece[::-1])
    word = piece[len(piece) - match.end() :] if match else ""
    opening = _NEXT_WORD.match(text, candidate.next)
    next_word = opening.group() if opening else ""
    is_abbreviation = (
        word in candidate.block.never_final
        or (_INITIALS.fullmatch(word) and not (is_tight and not _KATAKANA.match(following)))
        or (word in abbreviations.BEFORE_NUMBERS and following.isdigit())
        or (word in abbreviations.MAY_END and next_word not in abbreviations.STARTERS)
    )
    return ("ja.abbreviation", False) if is_abbreviation else None
