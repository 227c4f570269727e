"""The file of an image."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Picture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The file of an image. media_type: as "image/png"; width, height: pixels, 0 where they are not known."""

    content: bytes
    media_type: str
    width: int = 0
    height: int = 0
