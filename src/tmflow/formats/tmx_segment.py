"""The text of a TMX `<seg>`: native markup to inline elements and back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.formats.codes import with_safe_ids
from tmflow.formats.inline import parse_inline
from tmflow.formats.xliff_units import TextFilter, append_text, check_depth
from tmflow.formats.xml import local_name
from tmflow.model.content import CodeRole, Content, InlineCode
from tmflow.model.document import ArticleFormat

__all__ = ["add_segment", "read_segment"]

_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})
_MARKUP_STARTS: Final = ("<", "&lt;", "{\\", "\\", "}")
"""How HTML, XML and RTF codes begin; a code of another look ("%s", "{0}") stands for something a reader reads."""
_LINE_BREAKS: Final = ("<br", "<lb", "\\line")


def add_segment(segment: etree._Element, native: str, article_format: ArticleFormat, safe: TextFilter) -> None:
    """Write a native text into a `<seg>`: halves of a pair as `bpt`/`ept`, a lone half as `it`, the rest as `ph`."""
    content = with_safe_ids(parse_inline(native, article_format))
    pairs = _pair_numbers(content)
    for part in content.parts:
        if isinstance(part, str):
            append_text(segment, safe(part))
        else:
            _add_code(segment, part, pairs.get(part.id), safe)


def _pair_numbers(content: Content) -> dict[str, str]:
    """Give a number (`bpt@i`, from 1) to each code that both opens and closes here."""
    closed = {code.id for code in content.codes if code.role is CodeRole.CLOSE}
    opened = [code.id for code in content.codes if code.role is CodeRole.OPEN and code.id in closed]
    return {code_id: str(number) for number, code_id in enumerate(opened, start=1)}


def _add_code(segment: etree._Element, code: InlineCode, pair: str | None, safe: TextFilter) -> None:
    matching = {"x": code.id} if code.id.isascii() and code.id.isdigit() else {}
    kind = {"type": code.kind.value}
    if code.role is CodeRole.STANDALONE:
        element = etree.SubElement(segment, "ph", matching | kind)
    elif pair is None:
        position = {"pos": "begin" if code.role is CodeRole.OPEN else "end"}
        element = etree.SubElement(segment, "it", position | matching | kind)
    elif code.role is CodeRole.OPEN:
        element = etree.SubElement(segment, "bpt", {"i": pair} | matching | kind)
    else:
        element = etree.SubElement(segment, "ept", {"i": pair})
    element.text = safe(code.native)


def read_segment(segment: etree._Element, *, keep_markup: bool, path: Path) -> str:
    """Return the text of a `<seg>`. Raises FormatError if its elements are nested too deep.

    keep_markup: whether what the inline elements hold is text of the article (tmflow's own files). Else markup goes,
    a line break becomes a blank, and what is no markup ("%s") stays.
    """
    pieces: list[str] = []
    _collect(segment, pieces, keep_markup=keep_markup, path=path, depth=0)
    return "".join(pieces)


def _collect(element: etree._Element, pieces: list[str], *, keep_markup: bool, path: Path, depth: int) -> None:
    check_depth(depth, element, path=path)
    pieces.append(element.text or "")
    for child in element:
        if local_name(child) not in _CODES or keep_markup:
            _collect(child, pieces, keep_markup=keep_markup, path=path, depth=depth + 1)
        else:
            pieces.append(_visible("".join(str(text) for text in child.itertext())))
        pieces.append(child.tail or "")


def _visible(code: str) -> str:
    """Return what of another tool's code a reader reads."""
    stripped = code.strip()
    if stripped.startswith(_LINE_BREAKS):
        return " "
    return "" if stripped.startswith(_MARKUP_STARTS) else code
