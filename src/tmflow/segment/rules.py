"""What a segmentation rule is: its verdict, the options that change rules, and the decision shown to a user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from tmflow.segment.spans import SpanMap
from tmflow.text.layout import Newline

__all__ = ["Cutter", "Decision", "Notes", "Quotations", "SegmentOptions", "Verdict"]


class Quotations(StrEnum):
    """Whether a quotation of several sentences stays in one segment or is cut at each of its sentences."""

    KEEP = "keep"
    SPLIT = "split"


class Notes(StrEnum):
    """Whether a note in brackets after a sentence belongs to that sentence or is a segment of its own."""

    JOIN = "join"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentOptions:
    """How a project wants its texts cut. Fixed per project: a change invalidates the matches of its memory.

    abbreviations: further ones that never end a sentence, without their final dot ("Approx", "Obs").
    names_with_marks: names that hold an ender ("モーニング娘。"), in which nothing is cut. Empty ones are refused
    with ValueError.
    """

    quotations: Quotations = Quotations.KEEP
    notes: Notes = Notes.JOIN
    newline: Newline = Newline.AUTO
    abbreviations: frozenset[str] = frozenset()
    names_with_marks: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not all(self.abbreviations) or not all(self.names_with_marks):
            raise ValueError("an abbreviation or name in the segmentation options is empty")


class Verdict(NamedTuple):
    """What a rule says of one candidate: whether the text is cut at `position` (code points), and the rule's name."""

    position: int
    rule: str
    is_boundary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict as `--explain` prints it.

    position: in code points of the text; before, after: the characters around it, 20 each at most.
    """

    position: int
    rule: str
    is_boundary: bool
    before: str
    after: str


class Cutter(Protocol):
    """The sentence rules of one language."""

    def iter_verdicts(self, text: str, spans: SpanMap, *, mark: str = "") -> Iterator[Verdict]:
        """Yield the verdict on each candidate of a block's text, in order, with rising positions of boundaries.

        spans: the block's atomic and bracket spans; mark: the list mark before the block.
        """
