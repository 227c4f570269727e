"""A run of characters that may end a Japanese sentence, with what the rules ask of it and of its block."""

from __future__ import annotations

import re

from tmflow.segment.japanese.tail import QUOTE_CLOSERS, Tail
from tmflow.segment.marks import skip_blanks
from tmflow.segment.rules import Judgement, Notes
from tmflow.segment.spans import Bracket, SpanMap

__all__ = ["DASHES", "INSIDE_TOKEN", "BlockText", "Candidate", "is_latin"]

DASHES = "―—"
_QUOTE_CLOSERS = frozenset(QUOTE_CLOSERS)
_POINT_STYLE = re.compile(r"[ぁ-ん][.．](?![.．])")
_SPACED = re.compile(r"[ぁ-んー][ \u3000](?=[ぁ-んァ-ヶ一-鿿])")
_SPACED_PHRASES = 3
"""A block with so many blanks between its phrases is written for children, with a blank after each particle."""


INSIDE_TOKEN: Judgement = ("ja.inside-token", False)
"""The judgement on what is no mark of a sentence but part of an address, a number, a name, code."""


class BlockText:
    """What the rules know of the block: its text, its spans, the tails of its sentences, its style of punctuation."""

    __slots__ = (
        "chains",
        "has_turns",
        "is_point_style",
        "is_spaced",
        "never_final",
        "notes",
        "spans",
        "tail",
        "text",
    )

    def __init__(self, text: str, spans: SpanMap, tail: Tail, *, notes: Notes, never_final: frozenset[str]) -> None:
        self.text, self.spans, self.tail, self.notes, self.never_final = text, spans, tail, notes, never_final
        self.chains: dict[int, bool] = {}
        blanks = text.count(" ") + text.count("\u3000")
        self.is_spaced = blanks >= _SPACED_PHRASES and len(_SPACED.findall(text)) >= _SPACED_PHRASES
        self.has_turns = text[:1] in DASHES
        self.is_point_style = "。" not in text and _POINT_STYLE.search(text) is not None

    def owns_note(self, position: int) -> bool:
        """Whether a note opens at the position and notes are segments of their own."""
        return self.notes is Notes.OWN and self.tail.says_note(position)


class Candidate:
    """One run [start, end) of a block that may end a sentence.

    sentence: where its sentence begins; bracket: the outermost pair that ends with the run, if any; tail: past what stays
    with it; next: the first character after the blanks there.
    """

    __slots__ = ("block", "bracket", "closes_quotation", "end", "next", "run", "sentence", "start", "tail", "text")

    def __init__(self, block: BlockText, start: int, end: int, *, sentence: int, bracket: Bracket | None) -> None:
        self.block, self.text, self.bracket = block, block.text, bracket
        self.start, self.end, self.sentence = start, end, sentence
        self.run = block.text[start:end]
        self.look(max(block.tail.end(end), bracket.end if bracket else 0))
        self.closes_quotation = self.tail > end and not _QUOTE_CLOSERS.isdisjoint(
            self.text[end : min(self.tail, end + 4)]
        )

    def look(self, tail: int) -> None:
        """Set what follows, seen from `tail`."""
        self.tail = tail
        self.next = skip_blanks(self.text, tail)

    @property
    def is_tight(self) -> bool:
        """Whether no blank stands before what follows."""
        return self.tail == self.next

    @property
    def opener(self) -> int:
        """Where the brackets open that the run closes; the sentence's beginning if it closes none."""
        return max(self.bracket.start, self.sentence) if self.bracket else self.sentence


def is_latin(character: str) -> bool:
    """Whether the character is a Latin letter or a digit, in either width."""
    return character.isalnum() and (character.isascii() or "\uff10" <= character <= "\uff5a")
