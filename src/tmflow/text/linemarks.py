"""The mark at the start of a line: heading sign, bullet, number, quotation mark; and which marks a wrap may put there by chance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tmflow.text.linebreak import BLANKS, Line

__all__ = ["NOTE_MARK", "NO_OPENING", "Opening", "chance_marks", "number_depth", "read_opening"]

_EMOJI_UNIT = (
    r"(?:[\U0001f1e6-\U0001f1ff]{2}"
    r"|[0-9#*]\ufe0f?\u20e3"
    r"|[\u231a\u231b\u23e9-\u23f3\u25fb-\u25fe\u2600-\u26ff\u2702-\u2712\u2716-\u2756\u2795-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    r"\U0001f000-\U0001f0ff\U0001f170-\U0001f1e5\U0001f200-\U0001faff](?:\ufe0f|[\U0001f3fb-\U0001f3ff])*)"
)
_EMOJI = rf"{_EMOJI_UNIT}(?:\u200d{_EMOJI_UNIT})*"

NOTE_MARK = r"[※*＊][0-9０-９]{1,2}(?![0-9０-９年月日時分秒人名円個か本台件つ回枚階歳万億千百割％%ヶカケ社店/-]|[.．:][0-9０-９])[)）:：.．、]?"
"""What a numbered note begins with; before a counter the sign alone is a mark (※3月は休み)."""

_MARK = re.compile(
    rf"(?P<hash>\#{{1,6}}(?=[{BLANKS}]))"
    r"|(?P<quote>(?:>\s?)*>(?!>))"
    r"|(?P<sign>[■□◆◇▼▽▲△❖★☆🟥🟦🟩🟧🟨🟪🟫⬛⬜](?![■□◆◇▼▽▲△★☆]))"
    rf"|(?P<note>{NOTE_MARK})"
    r"|(?P<bullet>[•●○◎◯‣⁃∙▪▫◦►▶▸➤➢⇒➡→※✓✔☑✅✗✘❌]\ufe0f?(?![●○◎◯※→]))"
    rf"|(?P<star>[·*+＊](?=[{BLANKS}]))"
    r"|(?P<dot>[・･](?![・･]))"
    rf"|(?P<dash>[-–—－](?=[{BLANKS}]))"
    r"|(?P<circled>[\u2460-\u2473\u24eb-\u24ff\u3251-\u325f\u32b1-\u32bf\u2776-\u2793])"
    r"|(?P<number>[(（][0-9０-９]{1,3}[)）]"
    r"|[0-9０-９]{1,3}(?:[-.－．][0-9０-９]{1,3})*[)）]"
    rf"|[0-9０-９]{{1,3}}(?:[-－][0-9０-９]{{1,3}})*[.．](?![0-9０-９.．a-z])"
    rf"|[0-9]{{1,3}}(?:\.[0-9]{{1,3}})+(?=[{BLANKS}]+[^0-9\s%a-z])"
    rf"|[(（]?(?:[a-h]|i{{1,3}}|i?vi{{0,3}}|i?x)[)）](?=[{BLANKS}]))"
    rf"|(?P<letter>[a-h]\.(?=[{BLANKS}]))"
    rf"|(?P<emoji>{_EMOJI})(?![★☆]|\s*$)"
)
_FIRST = re.compile(
    r"[-–—·*+＊－#>(（0-9０-９a-hivx•●○◎◯‣⁃∙▪▫◦►▶▸➤➢⇒➡→※✓✔☑✗✘■□◆◇▼▽▲△❖★☆・･\u231a-\u23f3\u2460-\u24ff\u25fb-\u25fe\u2600-\u27bf\u2b05-\u2b55"
    r"\u3251-\u325f\u32b1-\u32bf\U0001f000-\U0001faff【QＱAＡ問答=_~─━―＝ \u3000]"
)
"""What a mark or a line of its own may begin with: the patterns are tried only there."""

_OWN_LINE = re.compile(r"【|[QＱAＡ][0-9０-９]{0,3}[:：．]|[問答][:：]|[-=*_~＊─━―—＝#・●○◇◆★☆♦▪ \u3000]{3,}$")

_SURE_KINDS = frozenset({"", "hash", "quote"})
"""All other marks are also signs inside of sentences: a figure that ends one, ①, a dash, a middle dot, a factor, an emoji."""

_COUNTED = frozenset({"number", "circled", "letter", "note"})
_PART = re.compile(r"(?<=\d)[-.－．](?=\d)")
_LAST_NUMBER = re.compile(r"[0-9０-９]+(?=[^0-9０-９]*\Z)")


@dataclass(slots=True)
class Opening:
    """What the start of a line says: the mark and its kind, where the text proper begins, whether it must begin a block."""

    mark: str
    kind: str
    text_start: int
    is_own_line: bool


NO_OPENING = Opening("", "", -1, is_own_line=False)
"""Of a line that begins with its text; shared, since nearly all lines do."""


def read_opening(line: Line) -> Opening:
    """Return the mark a line opens with; `NO_OPENING` if it has none."""
    text, start, end = line.text, line.start, line.end
    if _FIRST.match(text, start) is None:
        return NO_OPENING
    match = _MARK.match(text, start, end)
    if match is not None:
        text_start = match.end()
        while text_start < end and (text[text_start].isspace() or text[text_start] in "\u200b\ufeff"):
            text_start += 1
        if text_start < end or match.lastgroup == "quote":
            return Opening(match.group().rstrip(), match.lastgroup or "", text_start, is_own_line=True)
    if _OWN_LINE.match(text, start, end):
        return Opening("", "label" if text[start] == "【" else "", start, is_own_line=True)
    return NO_OPENING


def chance_marks(lines: Sequence[Line], openings: Sequence[Opening]) -> list[list[int]]:
    """Return the lines whose marks may have come to the start of a line by chance, those with the same mark together.

    A list has items on neighbouring lines or counts them; a wrap puts a sign of the sentence at the start of a line here and
    there.
    """
    same: dict[tuple[str, int], list[int]] = {}
    for index, opening in enumerate(openings):
        if opening.kind not in _SURE_KINDS:
            same.setdefault(_sibling_key(opening), []).append(index)
    return [
        indexes
        for (kind, value), indexes in same.items()
        if indexes[0]
        and all(after - before > 1 for before, after in pairwise(indexes))
        and not (kind in _COUNTED and ((kind, value - 1) in same or (kind, value + 1) in same))
        and not (kind == "letter" and lines[indexes[0]].indent)
    ]


def _sibling_key(opening: Opening) -> tuple[str, int]:
    """Return the kind of a mark and what tells siblings apart: its last number, or the sign itself."""
    number = _LAST_NUMBER.search(opening.mark) if opening.kind in {"number", "note"} else None
    if number is not None:
        return opening.kind, int(number.group())
    sign = opening.mark.strip("()（）.") or opening.mark
    return opening.kind, ord(sign[0]) if sign else 0


def number_depth(mark: str) -> int:
    """Return the parts of a numbered mark.

    >>> number_depth("4."), number_depth("4-2.")
    (1, 2)
    """
    return 1 + len(_PART.findall(mark))
