"""Cells of a Markdown table: a text that stands between borders holds none of its own."""

from __future__ import annotations

import re
from typing import Final

from tmflow.model.document import ArticleFormat, Block, ContainerKind, Document

__all__ = ["escape_borders", "is_between_borders"]

_BORDER: Final = re.compile(r"(?<!\\)((?:\\\\)*)\|")
"""A border, or an escaped backslash and one: markdown-it takes that for text, GitHub for a border."""
_BORDER_AFTER: Final = re.compile(r"[ \t]*\|")
_TAG_BEFORE: Final = re.compile(r"<[^<>|]*>\s*\Z")
_MARKUP_CHARS: Final = 400
"""How far back the tag of a cell is looked for: none of a table's own is longer."""


def is_between_borders(block: Block, document: Document) -> bool:
    """Whether a block is a cell of a Markdown table; a table of HTML in Markdown has tags instead of borders."""
    is_cell = bool(block.inside) and block.inside[-1].kind is ContainerKind.CELL
    if not is_cell or document.format is not ArticleFormat.MARKDOWN:
        return False
    start, end = block.span.start, block.span.end
    before = document.text[max(0, start - _MARKUP_CHARS) : start]
    return _BORDER_AFTER.match(document.text, end) is not None or _TAG_BEFORE.search(before) is None


def escape_borders(native: str) -> str:
    r"""Return the Markdown of a cell with each border in it escaped, in code too (GitHub Flavored Markdown, 4.10).

    >>> escape_borders("light | dark"), escape_borders(r"`a\|b`")
    ('light \\| dark', '`a\\|b`')
    """
    return _BORDER.sub(r"\1\\|", native)
