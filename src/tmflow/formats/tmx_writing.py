"""The memory as TMX 1.4, one unit at a time; another tool's codes, attributes and props go back where they were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from tmflow.formats.tmx_fields import iter_props, unit_attributes, variant_parts
from tmflow.formats.tmx_reading import CODES_PROP, OWN_TOOL, REMOVED_PROP
from tmflow.formats.tmx_segment import add_segment, segment_of_markup, spell_removed
from tmflow.formats.xliff_units import TextFilter
from tmflow.formats.xml import XML_LANG
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry

__all__ = ["TmxUnits", "header_element"]

_HEADER: Final = {"segtype": "sentence", "o-tmf": OWN_TOOL, "adminlang": "en", "datatype": "plaintext"}


def header_element(source_language: Language | None, *, tool_version: str, created: str) -> etree._Element:
    """Return the `<header>`; `created` is a TMX date, "" leaves it out."""
    attributes = {"creationtool": OWN_TOOL, "creationtoolversion": TextFilter()(tool_version) or "0", **_HEADER}
    attributes["srclang"] = source_language.value if source_language is not None else "*all*"
    if created:
        attributes["creationdate"] = created
    return etree.Element("header", attributes)


class TmxUnits:
    """Builds the `<tu>` of an entry; `safe` knows the characters that had to go."""

    def __init__(self, language: Language | None, source_format: ArticleFormat, target_format: ArticleFormat) -> None:
        self.safe = TextFilter()
        self._language = language
        self._formats = (source_format, target_format)

    def unit(self, entry: MemoryEntry, number: int) -> etree._Element:
        """Return the element of an entry; `number` names it where characters had to go."""
        self.safe.unit_id = str(number)
        attributes = unit_attributes(entry, self._language)
        unit = etree.Element("tu", {name: self.safe(text) for name, text in attributes.items()})
        for note in entry.notes:
            etree.SubElement(unit, "note").text = self.safe(note)
        self._add_props(unit, iter_props(entry))
        sides = (entry.pair.source, entry.source), (entry.pair.target, entry.target)
        for (language, native), article_format in zip(sides, self._formats, strict=True):
            self._add_variant(unit, entry, language, native, article_format)
        return unit

    def _add_variant(
        self, unit: etree._Element, entry: MemoryEntry, language: Language, native: str, article_format: ArticleFormat
    ) -> None:
        attributes, props, markup = variant_parts(entry, language)
        segment = segment_of_markup(markup, native) if markup else None
        if segment is not None:
            props.append((CODES_PROP, "yes"))
        elif removed := spell_removed(native):
            props.append((REMOVED_PROP, removed))
        tag = self.safe(attributes.pop("xml:lang"))
        said = {name: self.safe(text) for name, text in attributes.items()}
        variant = etree.SubElement(unit, "tuv", {XML_LANG: tag, **said})
        self._add_props(variant, props)
        if segment is not None:
            variant.append(segment)
        else:
            add_segment(etree.SubElement(variant, "seg"), native, article_format, self.safe)

    def _add_props(self, parent: etree._Element, props: Iterable[tuple[str, str]]) -> None:
        for kind, text in props:
            etree.SubElement(parent, "prop", {"type": self.safe(kind)}).text = self.safe(text)
