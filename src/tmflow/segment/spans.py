"""Spans of a block in which no sentence ends: web addresses, code, names with marks, bracket and quotation pairs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

__all__ = ["Bracket", "SpanFinder", "SpanMap"]

_OPENERS = "「『（(【《〈〔［[｛{“〝«｢"
_CLOSERS = "」』）)】》〉〕］]｝}”〟»｣"
_OPENER_OF = dict(zip(_CLOSERS, _OPENERS, strict=True)) | {
    "）": "(",
    ")": "(",
    "］": "[",
    "]": "[",
    "｝": "{",
    "}": "{",
}
_SAME = {"（": "(", "［": "[", "｛": "{"}
_QUOTES = frozenset('「『“〝«｢"')
_BRACKET = re.compile(r'[「『（(【《〈〔［\[｛{“〝«｢」』）)】》〉〕］\]｝}”〟»｣"]')

_URL = re.compile(r"(?:https?|ftp)://[!#-;=?-~]+|www\.[!#-;=?-~]+", re.IGNORECASE)
_CODE = re.compile(r"``[^`]{1,200}``|`[^`\n]{1,200}`")
"""Code as Markdown and reStructuredText mark it; a stray mark further off than a long line opens nothing."""

_URL_TAIL = ".,;:!?'*_~"
_BRACKETS_IN_URL = {"(": ")", "[": "]"}

_STRAIGHT_QUOTE_CHARS = 600
"""Straight quotes do not say which side they are on; a pair further apart than a long paragraph is two strays."""


class Bracket(NamedTuple):
    """A matched pair: `start` is its opener, `end` one past its closer."""

    start: int
    end: int
    is_quotation: bool


class SpanMap(NamedTuple):
    """The spans of one block: atomic ones in order, all bracket pairs by opener, the outermost pairs in order."""

    atoms: tuple[tuple[int, int], ...]
    pairs: dict[int, Bracket]
    outermost: tuple[Bracket, ...]

    def is_atomic(self, position: int) -> bool:
        """Whether the character at the position is inside an address, code or a name."""
        if not self.atoms:
            return False
        index = bisect_right(self.atoms, (position, 1 << 62)) - 1
        return index >= 0 and position < self.atoms[index][1]

    def around(self, position: int) -> Bracket | None:
        """Return the outermost pair around the position, None outside of all."""
        if not self.outermost:
            return None
        index = bisect_right(self.outermost, (position, 1 << 62, True)) - 1
        if index >= 0 and self.outermost[index].start < position < self.outermost[index].end:
            return self.outermost[index]
        return None


_NO_SPANS = SpanMap((), {}, ())
"""Shared by all blocks that have none, which are most."""


class SpanFinder:
    """Finds the spans of a block in one pass each.

    names: names that hold an ender. opens_quotations: False where quotations are to be cut inside.
    """

    def __init__(self, *, names: Iterable[str] = (), opens_quotations: bool = True) -> None:
        ordered = sorted(names, key=lambda name: (-len(name), name))
        self._names = re.compile("|".join(map(re.escape, ordered))) if ordered else None
        self._opens_quotations = opens_quotations

    def find(self, text: str) -> SpanMap:
        """Return the spans of a block's text. Linear.

        >>> spans = SpanFinder().find("港（https://example.org/a?b=c）の話「潮だ。」と")
        >>> spans.atoms, spans.outermost[0][:2], spans.outermost[1].is_quotation
        (((2, 27),), (1, 28), True)
        """
        atoms = tuple(self._iter_atoms(text))
        if not atoms and _BRACKET.search(text) is None:
            return _NO_SPANS
        pairs = {pair.start: pair for pair in _iter_pairs(text, atoms)}
        return SpanMap(atoms, pairs, tuple(self._iter_outermost(pairs)))

    def _iter_atoms(self, text: str) -> Iterator[tuple[int, int]]:
        has_address = "://" in text or ("." in text and "www." in text.lower())
        spans = [(match.start(), _url_end(text, *match.span())) for match in _URL.finditer(text)] if has_address else []
        if "`" in text:
            spans.extend(match.span() for match in _CODE.finditer(text))
        if self._names is not None:
            spans.extend(match.span() for match in self._names.finditer(text))
        spans.sort()
        end = 0
        for span in spans:
            if span[0] >= end:
                yield span
                end = span[1]

    def _iter_outermost(self, pairs: dict[int, Bracket]) -> Iterator[Bracket]:
        end = 0
        for start in sorted(pairs):
            pair = pairs[start]
            if start >= end and (self._opens_quotations or not pair.is_quotation):
                yield pair
                end = pair.end


def _url_end(text: str, start: int, end: int) -> int:
    """Return where an address ends: before the closer of a bracket it does not open, before final punctuation."""
    open_brackets: list[str] = []
    for position in range(start, end):
        character = text[position]
        if character in _BRACKETS_IN_URL:
            open_brackets.append(_BRACKETS_IN_URL[character])
        elif character in ")]" and (not open_brackets or open_brackets.pop() != character):
            end = position
            break
    while end > start and text[end - 1] in _URL_TAIL:
        end -= 1
    return end


def _iter_pairs(text: str, atoms: tuple[tuple[int, int], ...]) -> Iterator[Bracket]:
    """Match brackets with a stack; a closer drops the unmatched openers above its own, a stray closer is ignored.

    Where all curved quotes are closers, as careless typing leaves them, they are taken for straight ones.
    """
    has_only_closers = "”" in text and "“" not in text and "„" not in text
    stack: list[tuple[str, int]] = []
    is_open: dict[str, int] = {}
    atom = 0
    for match in _BRACKET.finditer(text):
        character, position = match.group(), match.start()
        while atom < len(atoms) and atoms[atom][1] <= position:
            atom += 1
        if atom < len(atoms) and atoms[atom][0] <= position:
            continue
        if has_only_closers and character == "”":
            character = '"'
        opener = _opener_closed_by(text, position, character, is_open)
        if not opener:
            kind = _SAME.get(character, character)
            if character in _OPENERS or (character == '"' and _can_open(text, position)):
                stack.append((kind, position))
                is_open[kind] = is_open.get(kind, 0) + 1
            continue
        while stack:
            kind, start = stack.pop()
            is_open[kind] -= 1
            if kind == opener:
                if kind != '"' or position - start <= _STRAIGHT_QUOTE_CHARS:
                    yield Bracket(start, position + 1, kind in _QUOTES)
                break


def _opener_closed_by(text: str, position: int, character: str, is_open: Mapping[str, int]) -> str:
    if character == '"':
        closes = is_open.get('"', 0) > 0 and position > 0 and not text[position - 1].isspace()
        return '"' if closes else ""
    opener = _OPENER_OF.get(character, "")
    return opener if is_open.get(opener, 0) > 0 else ""


def _can_open(text: str, position: int) -> bool:
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    return not after.isspace() and (before.isspace() or before in "([{“‘—–-/「『（、。.!?" or before >= "\u3040")
