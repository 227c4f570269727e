"""How segments begin and end: a bead seldom ends at a comma on one side and at a full stop on the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["SegmentEnd", "end_odds", "inner_odds", "segment_end", "start_odds"]

Floats: TypeAlias = npt.NDArray[np.float64]


class SegmentEnd(IntEnum):
    """How a segment ends: like a sentence, in the middle of one, or with no mark, like a heading."""

    CLOSED = 0
    COMMA = 1
    OPEN = 2


_CLOSERS = ")]）】」』”’'\"»"
_CLOSED = frozenset('。．.!?！？…♪)]）】」』”"')
_COMMAS = frozenset("、，,;:；：—–-")
_MOST_CLOSERS = 8

_AT_END = ((0.96, 0.02, 0.02), (0.3, 0.6, 0.1), (0.2, 0.1, 0.7))
"""How often an English bead ends so (columns) where the Japanese one does (rows)."""
_INSIDE = (0.7, 0.25, 0.05)
"""How often a segment ends so that is not the last one of its bead."""
_LOWER_AT_START, _LOWER_INSIDE = 0.02, 0.3
"""How often an English segment begins with a small letter, as the first of its bead and as a later one."""


def segment_end(text: str) -> SegmentEnd:
    """Return how a text ends.

    >>> segment_end("「行こう。」"), segment_end("First,"), segment_end("Chapter 1")
    (<SegmentEnd.CLOSED: 0>, <SegmentEnd.COMMA: 1>, <SegmentEnd.OPEN: 2>)
    """
    last = text[-1:]
    if last in _CLOSED or (last in _CLOSERS and text[-_MOST_CLOSERS:].rstrip(_CLOSERS)[-1:] in _CLOSED):
        return SegmentEnd.CLOSED
    return SegmentEnd.COMMA if last in _COMMAS else SegmentEnd.OPEN


def _usual(ends: Sequence[SegmentEnd]) -> Floats:
    counts = np.bincount(np.array(ends, dtype=np.int64), minlength=len(SegmentEnd)).astype(np.float64)
    usual: Floats = (counts + np.array([4.0, 0.4, 0.6])) / (len(ends) + 5.0)
    return usual


def end_odds(english: Sequence[SegmentEnd]) -> Floats:
    """Return the log-likelihood ratios of the English ends of beads (columns), given the Japanese ones (rows).

    english: how the segments of the text end, which is what is compared with.
    """
    usual = _usual(english)
    likely = np.array(_AT_END)
    mixed = 0.9 * likely + 0.1 * usual
    odds: Floats = np.log(mixed / usual)
    return odds


def inner_odds(ends: Sequence[SegmentEnd]) -> Floats:
    """Return, for each segment of a text, the log-likelihood ratio of its end if it is not the last one of its bead."""
    odds: Floats = np.log(np.array(_INSIDE) / _usual(ends))
    return odds[np.array(ends, dtype=np.int64)]


def start_odds(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the log-likelihood ratios of how each English segment begins: as the first of its bead, and as a later one."""
    is_lower = np.array([text[:1].islower() for text in texts], dtype=bool)
    usual = (float(is_lower.sum()) + 0.3) / (len(texts) + 6)
    first, later = min(_LOWER_AT_START, usual), max(_LOWER_INSIDE, usual)
    odds = [[math.log((1 - likely) / (1 - usual)), math.log(likely / usual)] for likely in (first, later)]
    at_start, inside = np.array(odds)[:, is_lower.astype(np.int64)]
    return at_start, inside
