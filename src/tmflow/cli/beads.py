"""How the command line shows beads and their confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tmflow.model.bitext import floor_confidence

__all__ = ["ROWS", "decimals", "flat", "iter_bead_lines"]

ROWS: Final = {"text": ".txt", "json": ".json", "jsonl": ".jsonl", "tsv": ".tsv"}
"""The forms of aligned files that are no format of the registry, each with the ending of its file."""

_BREAKS = re.compile(r"[\t\n-\r\x1c-\x1e\x85\u2028\u2029]+")


def decimals(confidence: float, *, digits: int = 2) -> str:
    """Return a confidence as it is printed: cut, so that less than 1 never reads as 1.

    >>> decimals(0.996)
    '0.99'
    """
    return f"{floor_confidence(confidence, digits=digits):.{digits}f}"


def flat(text: str) -> str:
    """Return a text without what would end its line or its cell."""
    return _BREAKS.sub(" ", text)


def iter_bead_lines(
    *, kind: str, confidence: float, source: str, target: str, is_crossing: bool, signals: Mapping[str, float]
) -> Iterator[str]:
    """Yield the line of a bead and that of its signals, if there are any. Text on one side only has no confidence."""
    sure = decimals(confidence) if source and target else "   -"
    yield f"  {sure}  {kind}  {flat(source)} | {flat(target)}{'  crossing' if is_crossing else ''}"
    if signals:
        yield f"        {', '.join(f'{name} {weight:+.2f}' for name, weight in signals.items())}"
