r"""Pieces of pattern the exported rules are put together from, in the part of ICU's syntax that other engines share.

Java knows no Unicode in `\s`, `\w` and `\b`, and looks behind over a bounded length only; so blanks and letters are
spelt out and every reach has an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tmflow.model.segmentation import BreakRule
from tmflow.segment.marks import EMOJI, FOOTNOTE, LAUGH

__all__ = [
    "BLANKS",
    "EMOJI_UNIT",
    "EXTRAS",
    "SOME_BLANKS",
    "WORD",
    "break_at",
    "keep",
    "one_of",
    "portable",
    "up_to",
    "within",
    "within_straight_quotes",
]

_BLANK = r"[\s\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
BLANKS = f"{_BLANK}{{0,20}}"
SOME_BLANKS = f"{_BLANK}{{1,20}}"
WORD = r"(?<![\p{L}\p{N}.])"
"""Where a word may begin."""

EMOJI_UNIT = EMOJI.replace("*", "{0,6}")
EXTRAS = f"{FOOTNOTE}|[¹²³⁰⁴-⁹†‡]|{EMOJI_UNIT}|{LAUGH}"
"""What stays with the sentence before it, besides closers."""

_REACH = 300
"""How far apart, in characters, the two brackets of a pair may stand and still be seen."""

_TAIL_CHARS = 6


def keep(before: str, after: str = "") -> BreakRule:
    """Return a rule that refuses a break."""
    return BreakRule(before=portable(before), after=portable(after), is_break=False)


def break_at(before: str, after: str = "") -> BreakRule:
    """Return a rule that makes a break."""
    return BreakRule(before=portable(before), after=portable(after))


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"


def portable(pattern: str) -> str:
    r"""Return a pattern of ours without what only Python has: `\Z`, and possessive repeats that merely save time.

    >>> portable(r"(?:です|ます)++\Z")
    '(?:です|ます)+\\z'
    """
    return re.sub(r"(?<=[])}*+])\+(?=\+)|(?<=[])*])\+(?=[*+])", "", pattern).replace("*+", "*").replace(r"\Z", r"\z")


def up_to(number: int, pattern: str) -> str:
    """Return a pattern that many times or less, written out: Java cannot measure a repeated choice it looks behind for."""
    return f"(?:{pattern})?" * number


def within(opener: str, closer: str, ender: str) -> BreakRule:
    """Return the rule that keeps what stands in a pair together, as far as one level and a fixed reach can tell."""
    inner = f"[^{re.escape(opener + closer)}]"
    return keep(
        f"(?<={re.escape(opener)}{inner}{{0,{_REACH}}}){ender}{inner}{{0,{_TAIL_CHARS}}}",
        f"(?={inner}{{0,{_REACH}}}{re.escape(closer)})",
    )


def within_straight_quotes(ender: str) -> BreakRule:
    """Return the same rule for quotes that do not say which side they are on, told by the blanks beside them."""
    return keep(
        rf'(?<=(?:^|[\s(\[—–])"[^\s"][^"]{{0,{_REACH}}}){ender}[^"]{{0,{_TAIL_CHARS}}}',
        rf'(?=[^"]{{0,{_REACH}}}[^\s"]"(?:[\s.,;:!?)\]—–]|$))',
    )
