"""The memory as TMX 1.4, one unit at a time; another tool's codes, attributes and props go back where they were.

Units are joined as text, which takes half the time of building elements; only segments with codes are built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lxml import etree

from tmflow.formats.tmx_fields import iter_props, unit_attributes, variant_parts
from tmflow.formats.tmx_reading import CODES_PROP, OWN_TOOL, REMOVED_PROP
from tmflow.formats.tmx_segment import add_segment, segment_of_markup, spell_removed
from tmflow.formats.xml_text import TextFilter
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry

__all__ = ["TAIL", "TmxUnits", "head_of"]

_HEADER: Final = {"segtype": "sentence", "o-tmf": OWN_TOOL, "adminlang": "en", "datatype": "plaintext"}
TAIL: Final = "</body>\n</tmx>\n"

_SPECIAL = re.compile("[^\t\n -!#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot stand in XML as it is: markup, a quote, a carriage return, and the characters XML cannot hold."""
_PLAIN = re.compile(r"[\w.:/*-]*", re.ASCII)
_SPELLED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\t": "&#9;", "\n": "&#10;"}
_IN_TEXT = re.compile("[&<>\r]")
_IN_QUOTES = re.compile('[&<>"\t\n\r]')


def head_of(source_language: Language | None, *, tool_version: str, created: str) -> str:
    """Return a file up to its first unit; `created` is a TMX date, "" leaves it out."""
    attributes = {"creationtool": OWN_TOOL, "creationtoolversion": TextFilter()(tool_version) or "0", **_HEADER}
    attributes["srclang"] = source_language.value if source_language is not None else "*all*"
    if created:
        attributes["creationdate"] = created
    header = etree.tostring(etree.Element("header", attributes), encoding="unicode")
    frame = "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n"
    return f"{frame}{header}\n<body>\n"


class TmxUnits:
    """Writes the `<tu>` of an entry; `safe` knows the characters that had to go."""

    def __init__(self, language: Language | None, source_format: ArticleFormat, target_format: ArticleFormat) -> None:
        self.safe = TextFilter()
        self._language = language
        self._formats = (source_format, target_format)

    def unit(self, entry: MemoryEntry, number: int) -> str:
        """Return the line of an entry; `number` names it where characters had to go."""
        self.safe.unit_id = str(number)
        parts = ["<tu", self._attributes(unit_attributes(entry, self._language)), ">"]
        parts += [f"<note>{self._text(note)}</note>" for note in entry.notes]
        parts += self._props(iter_props(entry))
        sides = (entry.pair.source, entry.source), (entry.pair.target, entry.target)
        for (language, native), article_format in zip(sides, self._formats, strict=True):
            parts.append(self._variant(entry, language, native, article_format))
        parts.append("</tu>\n")
        return "".join(parts)

    def _variant(self, entry: MemoryEntry, language: Language, native: str, article_format: ArticleFormat) -> str:
        attributes, props, markup = variant_parts(entry, language)
        segment = segment_of_markup(markup, native) if markup else None
        if segment is not None:
            props.append((CODES_PROP, "yes"))
        elif removed := spell_removed(native):
            props.append((REMOVED_PROP, removed))
        if segment is None and article_format is ArticleFormat.PLAIN:
            written = f"<seg>{self._text(native)}</seg>"
        else:
            if segment is None:
                segment = etree.Element("seg")
                add_segment(segment, native, article_format, self.safe)
            written = etree.tostring(segment, encoding="unicode")
        return "".join(["<tuv", self._attributes(attributes), ">", *self._props(props), written, "</tuv>"])

    def _props(self, props: Iterable[tuple[str, str]]) -> Iterator[str]:
        return (f'<prop type="{self._quoted(kind)}">{self._text(text)}</prop>' for kind, text in props)

    def _attributes(self, attributes: Mapping[str, str]) -> str:
        """Return attributes; their names are those of the DTD."""
        return "".join([f' {name}="{self._quoted(text)}"' for name, text in attributes.items()])

    def _text(self, text: str) -> str:
        return text if _SPECIAL.search(text) is None else _IN_TEXT.sub(_spelled, self.safe(text))

    def _quoted(self, text: str) -> str:
        return text if _PLAIN.fullmatch(text) else _IN_QUOTES.sub(_spelled, self.safe(text))


def _spelled(match: re.Match[str]) -> str:
    return _SPELLED[match[0]]
