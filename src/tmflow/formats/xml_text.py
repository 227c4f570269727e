"""Text in XML: the characters it can hold, and the elements that stand in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.xml import line_of

__all__ = ["TextFilter", "append_text", "check_depth", "plain_text", "xml_safe_text"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The complement of the production Char of XML 1.0 (fifth edition, section 2.2)."""

_MAX_INLINE_DEPTH: Final = 100
"""Elements nested deeper inside one text are refused: no editor makes them, and reading them would exhaust the stack."""


def xml_safe_text(text: str) -> tuple[str, str]:
    r"""Return the text without the characters XML cannot hold, and those characters in order.

    Works on code points: control characters, lone surrogates, U+FFFE and U+FFFF go, an emoji stays.

    >>> xml_safe_text("a\x0bb")
    ('ab', '\x0b')
    """
    removed = "".join(_NOT_XML.findall(text))
    return (_NOT_XML.sub("", text), removed) if removed else (text, "")


class TextFilter:
    """Takes the characters XML cannot hold out of every text, and remembers of which unit."""

    def __init__(self) -> None:
        self.removed: list[tuple[str, str]] = []
        self.unit_id = ""

    def __call__(self, text: str) -> str:
        """Return the text as XML can hold it."""
        clean, removed = xml_safe_text(text)
        if removed:
            self.removed.append((self.unit_id, removed))
        return clean


def append_text(parent: etree._Element, text: str) -> None:
    """Add text at the end of an element that may hold elements already."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def plain_text(element: etree._Element) -> str:
    """Return all text in an element, whatever elements stand in it."""
    return "".join(text for text in element.itertext() if isinstance(text, str))


def check_depth(depth: int, element: etree._Element, *, path: Path) -> None:
    """Raise FormatError if inline elements are nested deeper than any editor makes them."""
    if depth > _MAX_INLINE_DEPTH:
        problem = f"inline elements are nested more than {_MAX_INLINE_DEPTH} deep"
        raise FormatError(problem, path=path, line=line_of(element))
