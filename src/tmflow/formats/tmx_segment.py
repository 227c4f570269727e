"""The text of a TMX `<seg>`: native markup to inline elements and back; other tools' codes kept beside the text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.codes import with_safe_ids
from tmflow.formats.foreign_codes import visible_text
from tmflow.formats.inline import parse_inline
from tmflow.formats.xml import local_name, parse_xml_bytes
from tmflow.formats.xml_text import TextFilter, append_text, check_depth, xml_safe_text
from tmflow.model.content import CodeRole, Content, InlineCode
from tmflow.model.document import ArticleFormat
from tmflow.text.newline import trim_end, trim_start

__all__ = [
    "add_segment",
    "read_segment",
    "restore_characters",
    "segment_markup",
    "segment_of_markup",
    "spell_removed",
    "trim_text",
]

_HALVES: Final = frozenset({"bpt", "ept", "it", "ut"})
_CODES: Final = _HALVES | {"ph", "sub"}
_REMOVED: Final = re.compile(r"(\d{1,6}):(fff[ef]|[01]?[0-9a-f])", re.ASCII)


def add_segment(segment: etree._Element, native: str, article_format: ArticleFormat, safe: TextFilter) -> None:
    """Write a native text into a `<seg>`: halves of a pair as `bpt`/`ept`, a lone half as `it`, the rest as `ph`."""
    if article_format is ArticleFormat.PLAIN:
        segment.text = safe(native)
        return
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
    a line break becomes a blank, and a placeholder that is no markup ("%s") stays.
    """
    if not len(segment):
        return segment.text or ""
    pieces: list[str] = []
    _collect(segment, pieces, keep_markup=keep_markup, path=path, depth=0)
    return "".join(pieces)


def _collect(element: etree._Element, pieces: list[str], *, keep_markup: bool, path: Path, depth: int) -> None:
    check_depth(depth, element, path=path)
    pieces.append(element.text or "")
    for child in element:
        name = local_name(child)
        if name not in _CODES or keep_markup:
            _collect(child, pieces, keep_markup=keep_markup, path=path, depth=depth + 1)
        else:
            code = "".join(str(text) for text in child.itertext())
            pieces.append(visible_text(code, is_half=name in _HALVES))
        pieces.append(child.tail or "")


def trim_text(text: str) -> str:
    r"""Return a text without the line breaks and indents a pretty-printer put at its ends.

    >>> trim_text("  ebb and flow"), trim_text("\n  ebb and flow\n ")
    ('  ebb and flow', 'ebb and flow')
    """
    return trim_end(trim_start(text)) if "\n" in text else text


def segment_markup(segment: etree._Element) -> str:
    """Return what a `<seg>` holds, as XML without namespaces, so that its codes can be written again."""
    segment.attrib.clear()
    for element in segment.iter("{*}*"):
        element.tag = local_name(element)
    etree.cleanup_namespaces(segment)
    markup = etree.tostring(segment, encoding="unicode", with_tail=False)
    return trim_text(markup.removeprefix("<seg>").removesuffix("</seg>"))


def segment_of_markup(markup: str, text: str) -> etree._Element | None:
    """Return the `<seg>` that `segment_markup` gave, or None if its text is another by now or it is no XML.

    >>> segment = segment_of_markup('<bpt i="1">&lt;b&gt;</bpt>ebb<ept i="1">&lt;/b&gt;</ept>', "ebb")
    >>> segment.tag, segment_of_markup("<bpt>", "ebb")
    ('seg', None)
    """
    try:
        segment = parse_xml_bytes(f"<seg>{markup}</seg>".encode("utf-8", "replace"), path=Path())
        return segment if trim_text(read_segment(segment, keep_markup=False, path=Path())) == text else None
    except FormatError:
        return None


def spell_removed(text: str) -> str:
    r"""Return where in a text which characters stand that XML cannot hold, half characters apart; "" if there are none.

    >>> spell_removed("Har\x0bbor\x1f")
    '3:b 7:1f'
    """
    _, removed = xml_safe_text(text)
    if not removed:
        return ""
    whole = "".join(character for character in text if not "\ud800" <= character <= "\udfff")
    return " ".join(f"{at}:{ord(one):x}" for at, one in enumerate(whole) if one in removed)


def restore_characters(text: str, removed: str) -> str:
    r"""Return a text with the characters XML cannot hold put back where `spell_removed` found them.

    >>> restore_characters("Harbor", "3:b 7:1f")
    'Har\x0bbor\x1f'
    """
    pieces, taken, length = [], 0, 0
    for offset, code in _REMOVED.findall(removed):
        piece = text[taken : taken + max(0, int(offset) - length)]
        pieces += [piece, chr(int(code, 16))]
        taken += len(piece)
        length += len(piece) + 1
    return "".join([*pieces, text[taken:]])
