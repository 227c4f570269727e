"""What a single newline in a plain text means: a choice that settings have, and reading the layout needs."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Newline"]


class Newline(StrEnum):
    """What a single newline means: decided per group of lines, always a boundary, or never one (marks still are)."""

    AUTO = "auto"
    LINE = "line"
    PARAGRAPH = "paragraph"
