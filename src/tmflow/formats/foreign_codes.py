"""Inline codes of other tools, where their markup means nothing here: what of one is text all the same."""

from __future__ import annotations

from typing import Final

__all__ = ["visible_text"]

_MARKUP_STARTS: Final = ("<", "&lt;", "{\\", "\\", "}")
"""How HTML, XML and RTF codes begin; a `ph` of another look ("%s", "{0}") stands for something a reader reads."""
_LINE_BREAKS: Final = ("<br", "<lb", "\\line")
_SPELLED_BLANKS: Final = frozenset({"\\n", "\\t", "\\r\\n"})
"""Codes that are the escape of a blank: without one, the words around them would run together."""


def visible_text(code: str, *, is_half: bool) -> str:
    r"""Return what of another tool's code a reader reads; nothing of one that begins or ends something.

    >>> [visible_text(code, is_half=False) for code in ("%s", "<img/>", "<br/>", r"\n")]
    ['%s', '', ' ', ' ']
    """
    stripped = code.strip()
    if stripped.startswith(_LINE_BREAKS) or stripped in _SPELLED_BLANKS:
        return " "
    return "" if is_half or stripped.startswith(_MARKUP_STARTS) else code
