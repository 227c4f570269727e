"""A wrapped block as the running text it was before it was wrapped, and where its characters stand in the block."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

__all__ = ["RunningText", "unwrap"]

_NEWLINE = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_QUOTE_MARKS = re.compile(r"\s*+(?:>\s?)*+")
_URL_STARTS = ("http://", "https://", "www.")
_TAIL_CHARS = 200
_TORN_NUMBER = re.compile(r"[0-9][.,:]?\Z")
_TORN_ADDRESS = re.compile(r"[0-9A-Za-z][./@_:]\Z")
_FIRST_WIDE = "\u2010"
"""From here on come punctuation and signs that Japanese sets without blanks, then its letters."""


class RunningText(NamedTuple):
    """The text without its wraps.

    joints: positions in `text` from which on a character stands further right in the block, rising from 0; shifts: by how
    many code points.
    """

    text: str
    joints: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def position(self, offset: int) -> int:
        """Return where the character at `offset` stands in the block; after a wrap that is the start of the next line."""
        return offset + self.shifts[bisect_right(self.joints, offset) - 1] if len(self.shifts) > 1 else offset


def unwrap(block: str, *, has_blanks: bool, is_quotation: bool = False) -> RunningText:
    r"""Return a block's text with its inner newlines taken out, and the blanks beside them. Linear.

    has_blanks: whether the language parts its words with blanks: a newline is then one; in Japanese it is nothing, except
    between two Latin words. is_quotation: whether the further lines have quotation marks (">"), which go too.

    >>> unwrap("The tide\n> rises.", has_blanks=True, is_quotation=True).text
    'The tide rises.'
    >>> unwrap("「潮だ。」と\nころが", has_blanks=False)
    RunningText(text='「潮だ。」ところが', joints=(0, 6), shifts=(0, 1))
    """
    if _NEWLINE.search(block) is None:
        return RunningText(block)
    pieces: list[str] = []
    joints, shifts = [0], [0]
    start = length = 0
    tail = ""
    for match in _NEWLINE.finditer(block):
        if match.start() < start:  # empty lines went with the newline before them
            continue
        right = _line_start(block, match.end(), is_quotation=is_quotation)
        own = block[start : match.start()].rstrip()
        pieces.append(own)
        length += len(own)
        tail = (tail + own)[-_TAIL_CHARS:]
        if has_blanks or _is_blank(tail, block[right : right + 1]):
            pieces.append(" ")
            length += 1
            tail = ""
        start = right
        joints.append(length)
        shifts.append(right - length)
    pieces.append(block[start:])
    return RunningText("".join(pieces), tuple(joints), tuple(shifts))


def _line_start(block: str, position: int, *, is_quotation: bool) -> int:
    """Return where the text of the line at `position` begins, past indent and quotation marks."""
    if is_quotation:
        marks = _QUOTE_MARKS.match(block, position)
        return marks.end() if marks else position
    while position < len(block) and block[position].isspace():
        position += 1
    return position


def _is_blank(before: str, after: str) -> bool:
    """Whether a newline in Japanese stands for a blank: between Latin words, not inside of a number or an address."""
    if before[-1:] >= _FIRST_WIDE or after >= _FIRST_WIDE or after in ".,;:!?)]}":
        return False
    address = before[max(before.rfind(start) for start in _URL_STARTS) :]
    if address.startswith(_URL_STARTS) and address.isascii() and " " not in address:
        return False
    torn = _TORN_NUMBER if after.isdigit() else _TORN_ADDRESS
    return not (after.isdigit() or after.islower()) or torn.search(before) is None
