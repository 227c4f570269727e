"""How alike two texts are, in percent, and in which words they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

__all__ = ["TextEdit", "count_edits", "iter_edits", "similarity_percent", "word_similarity_percent"]

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-zÀ-ɏ]+(?:['’][A-Za-zÀ-ɏ]+)*|[ァ-ヺー]+|[\s\S]")
"""What is replaced as one: a figure, a Latin word, a run of katakana; else a character."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A stretch [start, end) of one text that another has differently: `before` became `after`; either may be empty."""

    before: str
    after: str
    start: int
    end: int
    after_start: int
    after_end: int


def count_edits(first: str, second: str) -> int:
    """Return the code points inserted, deleted and replaced that make one text of the other (Levenshtein).

    >>> count_edits("25日に承認した", "16日に承認した")
    2
    """
    return Levenshtein.distance(first, second)


def similarity_percent(first: str, second: str, *, cutoff: int = 0) -> int:
    """Return 100 * (1 - edits / length of the longer), floored; 0 if it is under `cutoff`.

    Edits are Levenshtein's over code points, the same for both languages. 100 is returned only for identical texts.

    >>> similarity_percent("25日に承認した", "16日に承認した")
    75
    """
    if first == second:
        return 100
    longest = max(len(first), len(second))
    limit = longest * (100 - cutoff) // 100
    edits = Levenshtein.distance(first, second, score_cutoff=limit)
    return 0 if edits > limit else min(99, 100 * (longest - edits) // longest)


def word_similarity_percent(first: str, second: str) -> int:
    """Return the same over words, what stands between blanks, in place of characters.

    >>> word_similarity_percent("The port is quiet.", "The port was quiet.")
    75
    """
    if first == second:
        return 100
    words, others = first.split(), second.split()
    longest = max(len(words), len(others), 1)
    return min(99, 100 * (longest - Levenshtein.distance(words, others)) // longest)


def iter_edits(before: str, after: str) -> Iterator[TextEdit]:
    """Yield where two texts differ, in order, in whole figures, Latin words and runs of katakana, else by character.

    Two places with nothing but a blank between them are one.

    >>> [(edit.before, edit.after) for edit in iter_edits("市議会は25日に承認した。", "市議会は16日に案を承認した。")]
    [('25', '16'), ('', '案を')]
    """
    old, new = _tokens(before), _tokens(after)
    old_at, new_at = _starts(old), _starts(new)
    places: list[list[int]] = []
    for edit in Levenshtein.opcodes(old, new):
        if edit.tag == "equal":
            continue
        place = [old_at[edit.src_start], old_at[edit.src_end], new_at[edit.dest_start], new_at[edit.dest_end]]
        if places and not before[places[-1][1] : place[0]].strip() and not after[places[-1][3] : place[2]].strip():
            places[-1][1], places[-1][3] = place[1], place[3]
        else:
            places.append(place)
    for start, end, after_start, after_end in places:
        yield TextEdit(before[start:end], after[after_start:after_end], start, end, after_start, after_end)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _starts(tokens: list[str]) -> list[int]:
    """Return where each token starts, and where the last one ends."""
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts
