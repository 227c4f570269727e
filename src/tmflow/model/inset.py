"""What an article shows between its blocks and nobody translates: code and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tmflow.model.span import Span

__all__ = ["Inset", "InsetKind", "Picture"]


class InsetKind(StrEnum):
    """What an inset is."""

    CODE = "code"
    IMAGE = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inset:
    """A code block, or an image that is in no sentence.

    span: its markup in `Document.text`; block: how many blocks begin before it. The alternative text of an image is the
    block at `block`, of the kind IMAGE, if it has letters.
    text: the lines of code, "" for an image; syntax: the language of code as the article names it ("yaml"), "" if it does not.
    address: of an image, as the article has it; level: how deep in lists it stands, 0 for none.
    """

    kind: InsetKind
    span: Span
    block: int
    text: str = ""
    syntax: str = ""
    address: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The file of an image. media_type: as "image/png"; width, height: pixels, 0 where they are not known."""

    content: bytes
    media_type: str
    width: int = 0
    height: int = 0
