"""The running text of one language in an article, unit by unit, for the rules that look at one text alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.check.finding import Fix
from tmflow.check.masking import prose_of
from tmflow.check.rule import Fault
from tmflow.check.subject import Subject, content_of, place_of
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import BlockKind, Span
from tmflow.model.language import Language

__all__ = ["MASK", "Prose", "iter_prose"]

MASK = "\ufffc"
"""What stands for each character of code and addresses, so that no rule takes them for words or blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What a unit says on one side.

    text: with code and addresses as `MASK`; positions are those of the unit's text. other: the same of the other side, ""
    if it has none. kind, block: of the place on this side or, without one, on the other.
    """

    unit: TranslationUnit
    side: Side
    text: str
    other: str
    kind: BlockKind
    block: int

    def fault(
        self, message: str, start: int, end: int, *, fix: str | None = None, expected: str | None = None
    ) -> Fault:
        """Return a fault at a half-open range of the text. fix: what to write there, None where only a person can tell."""
        span = Span(start, end)
        return Fault(
            message=message,
            unit=self.unit,
            anchor=self.side,
            source_span=span if self.side is Side.SOURCE else None,
            target_span=span if self.side is Side.TARGET else None,
            found=self.text[start:end],
            expected=expected,
            fix=None if fix is None else Fix(side=self.side, span=span, text=fix),
        )


def iter_prose(subject: Subject, language: Language) -> Iterator[Prose]:
    """Yield what the units of an article say in a language, in order; the article in it, not what it quotes of the other."""
    side = Side.SOURCE if subject.language(Side.SOURCE) is language else Side.TARGET
    if subject.is_in_wrong_language(side):
        return
    opposite = Side.TARGET if side is Side.SOURCE else Side.SOURCE
    for number, (unit, content) in enumerate(subject.iter_contents(side)):
        if not subject.is_in_own_language(unit, side):
            continue
        other = content_of(unit, opposite)
        place = place_of(unit, side) or place_of(unit, opposite)
        yield Prose(
            unit=unit,
            side=side,
            text=prose_of(content, filler=MASK),
            other="" if other is None else other.text,
            kind=BlockKind.PARAGRAPH if place is None else place.kind,
            block=number if place is None else place.block,
        )
