"""How messages put things: what cannot be seen, and the difference between two sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from tmflow.text.terminal import excerpt

__all__ = ["describe_changes", "printable", "shortened"]

_TOKEN = re.compile(
    r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*|\d+(?:[.,]\d+)*|[\u30a0-\u30ff]+|[\u3400-\u9fff々]+|\s+|.",
    re.DOTALL,
)
_MOST_READ = 1_000
_MAX_COMPARED_TOKENS = 400
"""Past this many tokens that differ the comparison, which is quadratic, would be slow and its result no help."""


def printable(text: str) -> str:
    r"""Return a text with every character that a terminal would obey, or not show, as an escape.

    >>> printable("a\x1b[31m\nb")
    'a\\x1b[31m\\x0ab'
    """
    return "".join(_escape(character) if _is_unprintable(character) else character for character in text)


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _escape(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 - two hexadecimal digits
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - four hexadecimal digits


def shortened(text: str) -> str:
    """Return a text for people to read, of 1,000 characters at most: nobody reads more of a message, and an article may be one line.

    >>> len(shortened("harbor " * 1000)), shortened("harbor")
    (1000, 'harbor')
    """
    return text if len(text) <= _MOST_READ else f"{text[: _MOST_READ - 1]}…"


def describe_changes(old: str, new: str, *, limit: int = 4) -> str:
    """Return what was replaced, added (+) and taken out (−), at most `limit` changes of it.

    Words, numbers and runs of kanji or katakana count as one; other characters by themselves.

    >>> describe_changes("市議会は25日、計画を承認した。", "市議会は16日、計画の修正案を承認した。")
    '25→16, +の修正案'
    >>> describe_changes("The old quay stays.", "The quay stays as it is.")
    '−old, +as it is'
    """
    changes = list(_iter_changes(_TOKEN.findall(old), _TOKEN.findall(new)))
    shown = ", ".join(changes[:limit])
    return f"{shown}, …" if len(changes) > limit else shown


def _iter_changes(old: list[str], new: list[str]) -> Iterator[str]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(old), len(new)) > _MAX_COMPARED_TOKENS:
        yield _phrase("".join(old), "".join(new))
        return
    before, after = "", ""
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        old_part, new_part = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if tag == "equal" and not old_part.isspace():
            if before.strip() or after.strip():
                yield _phrase(before, after)
            before, after = "", ""
        elif tag != "equal" or before or after:
            before, after = before + old_part, after + new_part
    if before.strip() or after.strip():
        yield _phrase(before, after)


def _phrase(before: str, after: str) -> str:
    before, after = excerpt(before), excerpt(after)
    if not before:
        return f"+{after}"
    return f"{before}→{after}" if after else f"−{before}"
