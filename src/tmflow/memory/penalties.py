"""What takes points off a match."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Penalties"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalties:
    """What takes points of percent off a match, each said by name in it; 0 switches one off.

    unreviewed: nobody has confirmed the entry. Ten points (our choice): a word-for-word draft ranks with the fuzzy
    matches, behind every confirmed sentence that is 90 percent alike, so machine output never passes for a translator's.
    machine: a machine made it and nobody has reviewed it. alignment: for each ten points of confidence, or part of
    them, that the alignment lacks to 90 percent. other: the entry is of none of the project's own bitexts (.po).
    age: it was last changed more than `age_years` ago.
    """

    unreviewed: int = 10
    machine: int = 5
    alignment: int = 1
    other: int = 0
    age: int = 0
    age_years: int = 5
