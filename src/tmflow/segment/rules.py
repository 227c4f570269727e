"""What a segmentation rule is: its verdict, the options that change rules, and the decision shown to a user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tmflow.model.segmentation import SegmentationRules
from tmflow.text.matching import compile_pattern
from tmflow.text.newline import Newline

if TYPE_CHECKING:
    from tmflow.segment.spans import SpanMap

__all__ = [
    "Cutter",
    "Decision",
    "Judgement",
    "Notes",
    "Quotations",
    "SegmentOptions",
    "Verdict",
    "check_abbreviation",
    "check_name",
    "check_pattern",
]

_SIGNATURE_DIGITS = 8


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

    quotations, notes, newline: their values may be given as strings ("split", "own", "line").
    abbreviations: further ones that never end a sentence, one word each, with or without the final dot ("Approx", "Obs.").
    names_with_marks: names that hold an ender ("モーニング娘。"), in which nothing is cut.
    never, always: regular expressions (Python's). Nothing is cut inside of a match of `never`, at its end or after the
    blanks there; a segment ends after each match of `always` and its blanks, inside of brackets too. They rank above
    every other rule inside of a block, `never` above `always`.
    rules: rules of SRX that cut the blocks instead of the language's own; `quotations`, `notes`, `abbreviations` and
    `names_with_marks` have no effect then.
    Raises ValueError for a value that is none of its kind, for an abbreviation, a name or a pattern that could not do
    its work (`check_abbreviation`, `check_name`, `check_pattern`).
    """

    quotations: Quotations = Quotations.KEEP
    notes: Notes = Notes.JOIN
    newline: Newline = Newline.AUTO
    abbreviations: frozenset[str] = frozenset()
    names_with_marks: frozenset[str] = frozenset()
    never: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    rules: SegmentationRules | None = None

    def __post_init__(self) -> None:
        for field_name, kind in (("quotations", Quotations), ("notes", Notes), ("newline", Newline)):
            object.__setattr__(self, field_name, kind(getattr(self, field_name)))
        for word in self.abbreviations:
            check_abbreviation(word)
        for name in self.names_with_marks:
            check_name(name)
        for pattern in (*self.never, *self.always):
            check_pattern(pattern)

    @property
    def signature(self) -> str:
        """A short word for what differs from the default, "" if nothing does: equal options, equal word.

        >>> SegmentOptions().signature, SegmentOptions(notes=Notes.OWN).signature
        ('', 'notes-07ac513f')
        """
        changed = [entry.name for entry in fields(self) if getattr(self, entry.name) != entry.default]
        if not changed:
            return ""
        import hashlib  # loads OpenSSL, which cutting does not need

        values = [(name, _plain(getattr(self, name))) for name in changed]
        digest = hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()
        return f"{'-'.join(changed)}-{digest[:_SIGNATURE_DIGITS]}"


def check_abbreviation(word: str) -> None:
    """Raise ValueError if no abbreviation of a text could be this one: it is without a letter, or more than one word."""
    if not any(character.isalnum() for character in word):
        raise ValueError(f'"{word}" is no abbreviation: it has no letter')
    if any(character.isspace() for character in word):
        raise ValueError(f'"{word}" is more than one word, which no abbreviation is')


def check_name(name: str) -> None:
    """Raise ValueError if a name holds nothing at which a text could be cut: it is of letters, digits and blanks alone."""
    if not any(character == "ー" or not (character.isalnum() or character.isspace()) for character in name):
        raise ValueError(f'"{name}" holds no mark (。 ! …), so that nothing is cut in it anyway')


def check_pattern(pattern: str) -> None:
    """Raise ValueError, with the reason, if a user's pattern is no regular expression or matches the empty string."""
    try:
        compiled = compile_pattern(pattern)
    except ValueError as error:
        raise ValueError(f'"{pattern}" is no regular expression: {error}') from error
    if compiled.search(""):
        raise ValueError(f'"{pattern}" matches the empty string: it would match everywhere')


def _plain(value: object) -> object:
    """Return an option as a value whose text is the same on every run and in whatever order it was given."""
    if isinstance(value, StrEnum):
        return value.value
    return sorted(value) if isinstance(value, frozenset | tuple) else value


Judgement = tuple[str, bool]
"""What a rule says of a candidate: its name, and whether the sentence ends there."""


class Verdict(NamedTuple):
    """What a rule says of one candidate: whether the text is cut at `position` (code points), and the rule's name."""

    position: int
    rule: str
    is_boundary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict as `--explain` prints it.

    position: in code points of the text; before, after: the characters around it, 20 each at most.
    block: index of the block in its document, whose text it is then (0 where a bare text was cut).
    """

    position: int
    rule: str
    is_boundary: bool
    before: str
    after: str
    block: int = 0


class Cutter(Protocol):
    """The sentence rules of one language."""

    def iter_verdicts(self, text: str, spans: SpanMap, *, mark: str = "") -> Iterator[Verdict]:
        """Yield the verdict on each candidate of a block's text, in order, with rising positions of boundaries.

        spans: the block's atomic and bracket spans; mark: the list mark before the block.
        """
