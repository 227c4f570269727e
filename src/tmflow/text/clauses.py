"""The clauses of a text: what stands between its points, commas, brackets and dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.text.abbreviations import ends_abbreviation

__all__ = ["iter_clauses", "sentence_ranges"]

_BORDER = re.compile(r"[、。，．！？!?；;：:「」『』（）()\[\]【】―—…\n]+|,(?![0-9])|\.(?![0-9A-Za-z])")
_SENTENCE = re.compile(r"\s*[\s\S]+?(?:[。．！？][」』）]*|[.!?][\"”’)]*(?=\s)|\Z)")
_MOST = 24
"""Clauses looked at: of more, a text is no segment, and the runs of them grow as the square."""


def iter_clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of the clauses and of the runs of several, longest first; not the text less its end point.

    A range begins and ends with a letter or figure; at most the first 24 clauses count.

    >>> [text[start:end] for text in ["風が強く、船は出ない。"] for start, end in iter_clauses(text)]
    ['船は出ない', '風が強く']
    """
    pieces: list[tuple[int, int]] = []
    at = 0
    for border in [*_BORDER.finditer(text), None]:
        end = border.start() if border else len(text)
        piece = text[at:end]
        if piece.strip():
            start = at + len(piece) - len(piece.lstrip())
            pieces.append((start, start + len(piece.strip())))
        at = border.end() if border else end
    pieces = pieces[:_MOST]
    whole = text.strip().rstrip("。．.！？!?")
    runs = [(pieces[first][0], pieces[last][1]) for first in range(len(pieces)) for last in range(first, len(pieces))]
    for start, end in sorted(runs, key=lambda run: run[0] - run[1]):
        if end - start < len(whole):
            yield start, end


def sentence_ranges(text: str) -> list[tuple[int, int]]:
    """Return the half-open ranges of the sentences of a text, told by their points alone, but for those of abbreviations.

    >>> sentence_ranges("船は出ない。待つ。"), sentence_ranges("No U.S. ship. Wait.")
    ([(0, 6), (6, 9)], [(0, 13), (14, 19)])
    """
    ranges: list[tuple[int, int]] = []
    for found in _SENTENCE.finditer(text):
        sentence = found.group().strip()
        if not sentence:
            continue
        start = found.end() - len(found.group().lstrip())
        if ranges and ends_abbreviation(text, ranges[-1][1]):
            start = ranges.pop()[0]
        ranges.append((start, found.start() + len(found.group().rstrip())))
    return ranges
