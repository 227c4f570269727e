"""A bitext: an article's units in order, each with its state and where its translation came from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from tmflow.errors import ModelError
from tmflow.model.content import Content
from tmflow.model.document import BlockKind, Container, Document, Span
from tmflow.model.language import LanguagePair
from tmflow.model.match import Match, MatchKind
from tmflow.model.post_edit import PostEdit, Proposal

__all__ = [
    "DOUBTFUL_BELOW",
    "Bead",
    "Bitext",
    "Origin",
    "OriginKind",
    "Place",
    "Side",
    "State",
    "TranslationUnit",
    "floor_confidence",
]

DOUBTFUL_BELOW = 0.6
"""A pair of less confidence, of segments or of files, is in doubt: nobody relies on it until somebody has confirmed it."""
_SLACK = 1e-9
"""What the binary form of a decimal fraction may lack: 100 * 0.29 is a little less than 29."""


class State(StrEnum):
    """How far a unit's translation has come (XLIFF 2.1, section 4.7.2.9)."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"


class OriginKind(StrEnum):
    """Who or what made a translation."""

    HUMAN = "human"
    ALIGNED = "aligned"
    MEMORY = "memory"
    MT = "mt"


class Side(StrEnum):
    """Where a unit has text: a translator's note or a credit may stand on one side only."""

    BOTH = "both"
    SOURCE = "source"
    TARGET = "target"


def floor_confidence(confidence: float, *, digits: int = 2) -> float:
    """Return a confidence cut to a number of digits, as it is shown and stored: what is less than 1 is never told as 1.

    >>> floor_confidence(0.996), floor_confidence(0.29), floor_confidence(1.0)
    (0.99, 0.29, 1.0)
    """
    steps: int = 10**digits
    most = steps if confidence >= 1 else steps - 1
    return min(most, math.floor(steps * confidence + _SLACK)) / steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """m source segments with n target segments (Gale & Church 1993); either side may be empty, not both.

    source, target: 0-based indexes of the segments on each side, rising by one.
    confidence: probability that the bead is wholly right, 0.0 to 1.0.
    is_crossing: whether the bead lies out of the order of its neighbours (a moved paragraph).
    signals: what spoke for it, name and weight, for `--explain`.
    source_span, target_span: the code points it covers of each text, where two texts were aligned and the side is not empty.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    is_crossing: bool = False
    signals: tuple[tuple[str, float], ...] = ()
    source_span: Span | None = None
    target_span: Span | None = None

    def __post_init__(self) -> None:
        if not self.source and not self.target:
            raise ModelError("a bead must have at least one segment")
        for side in (self.source, self.target):
            if side and side != tuple(range(side[0], side[0] + len(side))):
                raise ModelError(f"the segments {side} of a bead do not follow one another")
        if not 0.0 <= self.confidence <= 1.0:
            raise ModelError(f"confidence {self.confidence} is not between 0 and 1")

    @property
    def kind(self) -> str:
        """The bead's shape.

        >>> Bead(source=(0, 1), target=(0,), confidence=1.0).kind
        '2:1'
        """
        return f"{len(self.source)}:{len(self.target)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a target came from.

    tool: the memory ("harbor.po") or the engine ("argos ja>en 1.9"); match: which kind of memory match.
    similarity: of the match, percent 0..100, or the aligner's confidence in percent; when, reviewer: as told by the user.
    """

    kind: OriginKind
    tool: str | None = None
    match: MatchKind | None = None
    similarity: int | None = None
    when: date | None = None
    reviewer: str | None = None

    def __post_init__(self) -> None:
        if self.similarity is not None and not 0 <= self.similarity <= 100:  # noqa: PLR2004 - percent
            raise ModelError(f"similarity {self.similarity} is not a percentage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a unit's text stands in its document: index of its first block, that block's kind, level and mark, the line.

    lead: the hard line break that stands before it in its block, as the article writes it; "" for none.
    inside, foreign: of the block, as `Block` has them. Files of a bitext do not store them, since every place is found anew
    in the articles, and places that differ in nothing else are equal.
    """

    block: int
    kind: BlockKind
    level: int = 0
    mark: str = ""
    line: int = 1
    column: int = 1
    lead: str = ""
    inside: tuple[Container, ...] = field(default=(), compare=False)
    foreign: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationUnit:
    """One bead as a translator meets it (TMX `<tu>`).

    `target` is None exactly while `state` is INITIAL. `draft` marks a target nobody has confirmed (MT, a fuzzy match, a
    doubtful bead), or, on a one-sided unit, that nobody has confirmed its being one-sided. `previous_source` is the
    source that was translated, once the article has changed since (stale). `candidates` are the other matches offered. `proposal` is what a machine filled it with, kept while it is
    a draft of the source as it is; `post_edit` tells what a person made of the last one.
    """

    id: str
    source: Content
    target: Content | None = None
    state: State = State.INITIAL
    side: Side = Side.BOTH
    draft: bool = False
    origin: Origin | None = None
    previous_source: Content | None = None
    notes: tuple[str, ...] = ()
    source_place: Place | None = None
    target_place: Place | None = None
    candidates: tuple[Match, ...] = ()
    proposal: Proposal | None = None
    post_edit: PostEdit | None = None

    def __post_init__(self) -> None:
        if (self.target is None) != (self.state is State.INITIAL):
            raise ModelError(f"unit {self.id}: state {self.state.value} does not fit its target")
        if self.side is Side.SOURCE and self.target is not None:
            raise ModelError(f"unit {self.id}: a source-only unit has no target")
        if (self.side is Side.TARGET) != (not self.source):
            raise ModelError(f"unit {self.id}: exactly a target-only unit has no source")
        if self.draft and self.state in {State.REVIEWED, State.FINAL}:
            raise ModelError(f"unit {self.id}: a {self.state.value} unit is no draft")
        if self.proposal is not None and (self.target is None or self.is_stale or not self.draft):
            raise ModelError(f"unit {self.id}: only a draft of its source as it is keeps what was proposed")
        if self.post_edit is not None and self.target is None:
            raise ModelError(f"unit {self.id}: without a target nothing was edited")

    @property
    def is_stale(self) -> bool:
        """Whether the source has changed since it was translated."""
        return self.previous_source is not None

    @property
    def is_untranslated(self) -> bool:
        """Whether a translation is still missing: no target, and not a unit that is rightly one-sided."""
        if self.side is Side.TARGET or self.target is not None:
            return False
        if self.side is Side.BOTH:
            return True
        may_stand_alone = self.source_place is not None and self.source_place.kind.may_stand_alone
        return self.draft and not may_stand_alone

    @property
    def is_confirmed(self) -> bool:
        """Whether a person stands behind it as it is now: reusable, and an anchor of the next alignment."""
        if self.side is not Side.BOTH:
            return not self.draft
        return self.target is not None and not self.draft and not self.is_stale

    def settled(self, *, when: date | None = None, seconds: int | None = None) -> TranslationUnit:
        """Return the unit as it is once its target is confirmed, still a draft: figures stand in place of the proposal.

        seconds, when: how long it took a person, and the day, if known. Without a proposal it stays as it is.
        """
        if self.proposal is None or self.target is None:
            return self
        return replace(self, proposal=None, post_edit=self.proposal.edited_to(self.target, when=when, seconds=seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bitext:
    """An article's units, in the order of the source (XLIFF `<file>`). `slug` is the article's name in both folders.

    document: the source article where the bitext was made of it just now. Files of a bitext do not store it, and bitexts
    that differ in nothing else are equal.
    """

    slug: str
    pair: LanguagePair
    units: tuple[TranslationUnit, ...] = field(default=())
    document: Document | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if len({unit.id for unit in self.units}) != len(self.units):
            raise ModelError(f"{self.slug}: two units share one id")
