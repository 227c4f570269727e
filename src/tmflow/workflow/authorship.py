"""Whose word a unit is: the aligner's, as it left it, or a person's."""

from __future__ import annotations

import hashlib
from typing import Final

from tmflow.model.bitext import Origin, OriginKind, Side, TranslationUnit
from tmflow.model.content import Content

__all__ = [
    "LEFT_ALONE",
    "alignment_tool",
    "has_persons_pairing",
    "is_correction",
    "is_persons",
    "is_reviewed",
    "is_untouched",
]

_DIGEST_DIGITS = 8


def alignment_tool(target: Content) -> str:
    """Return what the origin of an aligned unit records of its target, so that a later change in the bitext is noticed.

    >>> alignment_tool(Content.of("The port is quiet.")) == alignment_tool(Content.of("The port is  quiet."))
    True
    """
    return f"text-{hashlib.sha256(''.join(target.native.split()).encode()).hexdigest()[:_DIGEST_DIGITS]}"


LEFT_ALONE: Final = Origin(kind=OriginKind.ALIGNED, tool=alignment_tool(Content()))
"""What is recorded of a source that the aligner left alone where it may stand so: it was tried, and need not be again."""


def is_correction(unit: TranslationUnit) -> bool:
    """Whether the target is a person's word that the bitext alone may hold.

    A draft is if a person put its words into an empty unit, or rewrote the aligner's.
    """
    if unit.target is None or unit.side is not Side.BOTH:
        return False
    if unit.origin is None or unit.origin.kind is OriginKind.HUMAN:
        return True
    if unit.origin.kind is not OriginKind.ALIGNED:
        return not unit.draft
    is_rewritten = unit.origin.tool != alignment_tool(unit.target)
    return is_rewritten and not (unit.draft and unit.origin.tool is None)


def is_reviewed(unit: TranslationUnit) -> bool:
    """Whether a reviewer stands behind a unit as it is now."""
    return unit.is_confirmed and unit.origin is not None and unit.origin.reviewer is not None


def has_persons_pairing(unit: TranslationUnit) -> bool:
    """Whether a person says that the two sides belong together, be the words confirmed or a draft.

    That is a reviewer, or an aligned unit without the aligner's confidence: its words have changed since the review.
    """
    if unit.origin is None or unit.target is None or unit.side is not Side.BOTH:
        return False
    return is_reviewed(unit) or (unit.origin.kind is OriginKind.ALIGNED and unit.origin.similarity is None)


def is_persons(unit: TranslationUnit) -> bool:
    """Whether a person stands behind a unit: its words, its pairing, or both before one side was edited."""
    was_reviewed = unit.origin is not None and unit.origin.reviewer is not None
    return was_reviewed or is_correction(unit) or has_persons_pairing(unit)


def is_untouched(unit: TranslationUnit) -> bool:
    """Whether the aligner alone stands behind a unit that has a target: no reviewer, and its words as it found them."""
    origin = unit.origin
    is_aligned = origin is not None and origin.kind is OriginKind.ALIGNED and origin.reviewer is None
    return is_aligned and unit.target is not None and not (is_correction(unit) or has_persons_pairing(unit))
