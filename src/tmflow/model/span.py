"""A range of a text."""

from __future__ import annotations

from dataclasses import dataclass

from tmflow.errors import ModelError

__all__ = ["Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range [start, end) of code points, or of items in a sequence.

    >>> len(Span(2, 5))
    3
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ModelError(f"span [{self.start}, {self.end}) is not a range")

    def __len__(self) -> int:
        return self.end - self.start
