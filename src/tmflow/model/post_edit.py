"""What a machine proposed for a unit, and how much of it a person changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tmflow.errors import ModelError
from tmflow.model.content import Content
from tmflow.model.match import MatchKind

if TYPE_CHECKING:
    from tmflow.model.bitext import Origin

__all__ = ["EditClass", "PostEdit", "Proposal"]

_REWRITTEN_PERCENT = 50
"""Less alike than this, a text counts as another one; so it does where a sentence edited in its article is looked for."""


class EditClass(StrEnum):
    """What a person made of a proposal. REWRITTEN: less than half of the characters of the longer text agree."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEdit:
    """The figures of one proposal a person has confirmed, of texts without markup.

    kind, tool: of the proposal. proposed_chars, chars: code points proposed and confirmed. char_edits: code points
    inserted, deleted and replaced (Levenshtein). words, word_edits: words confirmed, words edited and blocks moved
    (`text.edit_rate`; a Japanese character is a word). seconds: it took, None = not known. when: the day, if known.
    """

    kind: MatchKind
    tool: str = ""
    proposed_chars: int
    chars: int
    char_edits: int
    words: int
    word_edits: int
    seconds: int | None = None
    when: date | None = None

    def __post_init__(self) -> None:
        counts = (self.proposed_chars, self.chars, self.char_edits, self.words, self.word_edits, self.seconds or 0)
        if min(counts) < 0 or self.char_edits > max(self.proposed_chars, self.chars):
            raise ModelError(f"no proposal was edited so: {counts}")

    @property
    def edit_class(self) -> EditClass:
        """What the person made of it.

        >>> PostEdit(kind=MatchKind.MT, proposed_chars=20, chars=30, char_edits=15, words=6, word_edits=4).edit_class.value
        'edited'
        """
        if not self.char_edits:
            return EditClass.ACCEPTED
        longer = max(self.proposed_chars, self.chars)
        is_rewritten = 100 * (longer - self.char_edits) < _REWRITTEN_PERCENT * longer
        return EditClass.REWRITTEN if is_rewritten else EditClass.EDITED


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a machine filled a unit with, as it was. tool: the engine ("argos ja>en 1.9") or the memory ("harbor.po")."""

    target: Content
    kind: MatchKind
    tool: str = ""

    @classmethod
    def of(cls, target: Content, origin: Origin) -> Proposal | None:
        """Return the proposal of a draft with this origin; None if no machine made it."""
        return None if origin.match is None else cls(target=target, kind=origin.match, tool=origin.tool or "")

    def edited_to(self, target: Content, *, when: date | None = None, seconds: int | None = None) -> PostEdit:
        """Return the figures of the proposal if a person confirms this target in its place.

        >>> draft = Proposal(target=Content.of("The port is silent."), kind=MatchKind.MT, tool="argos ja>en 1.9")
        >>> figures = draft.edited_to(Content.of("The port is quiet."))
        >>> figures.char_edits, figures.chars, figures.word_edits, figures.words
        (4, 18, 1, 5)
        """
        from tmflow.text.distance import count_edits
        from tmflow.text.edit_rate import count_word_edits, edit_words

        words = edit_words(target.text)
        return PostEdit(
            kind=self.kind,
            tool=self.tool,
            proposed_chars=len(self.target.text),
            chars=len(target.text),
            char_edits=count_edits(self.target.text, target.text),
            words=len(words),
            word_edits=count_word_edits(edit_words(self.target.text), words),
            seconds=seconds,
            when=when,
        )
