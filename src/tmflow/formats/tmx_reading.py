"""Turns the units of a TMX file into entries, and says of each that gives none why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog
from tmflow.formats.languages import find_language, wrong_language
from tmflow.formats.stamps import read_stamp
from tmflow.formats.tmx_fields import is_machine, read_attributes, read_prop, settle_fields
from tmflow.formats.tmx_segment import read_segment, restore_characters, segment_markup, trim_text
from tmflow.formats.xml import XML_LANG, attributes_of, drop_before, line_of
from tmflow.model.bitext import OriginKind
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

__all__ = ["CODES_PROP", "OWN_TOOL", "REMOVED_PROP", "TmxReader"]

OWN_TOOL: Final = "tmflow"
"""The `creationtool` of files in whose inline elements stands text of the article."""

CODES_PROP: Final = "x-tmflow-codes"
"""Prop of a variant in tmflow's own file whose inline elements are another tool's codes."""

REMOVED_PROP: Final = "x-tmflow-removed"
"""Prop of a variant in tmflow's own file: which characters XML cannot hold stood where."""

_MAX_VARIANTS: Final = 100
"""Every variant of one language is paired with every one of the other, so their number counts twice."""


@dataclass(slots=True)
class _Variant:
    """A `<tuv>` as read: its text, and what else it says; `place` begins the names of its properties ("ja/")."""

    language: Language
    place: str
    text: str
    properties: list[tuple[str, str]]


class TmxReader:
    """Turns `<tu>` elements into entries; knows the header, and counts. `units` are those that were whole."""

    def __init__(self, path: Path, log: ImportLog, *, max_unit_chars: int, keep_markup: bool | None) -> None:
        self.units = 0
        self._path = path
        self._document = path.name
        self._log = log
        self._max_unit_chars = max_unit_chars
        self._keep_markup = keep_markup
        self._is_own = False
        self._header_language = ""
        self._pairless_units = 0

    def take(self, element: etree._Element) -> list[MemoryEntry]:
        """Return the entries of a unit that has ended, and drop what came before it."""
        if _local(element.tag) == "header":
            self._is_own = element.get("creationtool") == OWN_TOOL
            self._header_language = element.get("srclang", "")
            self._log.header = tuple(self._iter_header(element))
            return []
        drop_before(element)
        self.units += 1
        self._log.line = line_of(element) or 0
        return self._entries_of(element)

    def finish(self) -> None:
        """Raise FormatError if no unit of the file had the two languages."""
        if self.units and self._pairless_units == self.units:
            slip = ""
            if self._header_language not in {"", "*all*"} and find_language(self._header_language) is None:
                try:
                    Language.parse(self._header_language)
                except ValueError as error:
                    slip = f"; srclang {error}"
            raise FormatError(f"none of {self.units} units has both Japanese and English{slip}", path=self._path)

    def _iter_header(self, header: Any) -> Iterator[tuple[str, str]]:
        yield from ((f"@{name}", text) for name, text in attributes_of(header, path=self._path).items())
        for child in header:
            name = _local(child.tag)
            if name in {"prop", "note"}:
                yield self._kind(child) if name == "prop" else "note", _text_of(child)
            else:
                self._log.leave_out(f"element {name or 'of no name'}")

    def _entries_of(self, unit: Any) -> list[MemoryEntry]:
        values: dict[str, Any] = {}
        properties: list[tuple[str, str]] = []
        notes: list[str] = []
        variants: list[_Variant] = []
        attributes = attributes_of(unit, path=self._path)
        read_attributes(attributes, values, properties)
        for child in unit:
            name = _local(child.tag)
            if name == "tuv":
                if variant := self._variant(child, notes):
                    variants.append(variant)
            elif name == "prop":
                read_prop(self._kind(child), _text_of(child), values, properties)
            elif name == "note":
                self._kind(child)
                notes.append(_text_of(child))
            else:
                self._log.leave_out(f"element {name or 'of no name'}")
        settle_fields(values, attributes)
        if problem := self._problem(variants):
            self._log.refuse(line_of(unit) or 0, problem)
            return []
        language = self._direction(attributes.get("srclang"), variants, properties)
        values["notes"] = tuple(filter(None, notes))
        values.setdefault("document", "" if self._is_own else self._document)
        sources = [variant for variant in variants if variant.language is language]
        targets = [variant for variant in variants if variant.language is not language]
        entries = []
        for source in sources:
            for target in targets:
                if problem := self._pair_problem(source, target):
                    self._log.refuse(line_of(unit) or 0, problem)
                else:
                    entries.append(_entry(source, target, values, properties))
        self._log.read += len(entries)
        return entries

    def _problem(self, variants: list[_Variant]) -> str | None:
        """Return why a unit cannot be taken, None if it can."""
        if len({variant.place for variant in variants}) < len(_PAIR_FROM):
            self._pairless_units += 1
            return "has not both languages"
        length = sum([len(variant.text) for variant in variants])
        if length > self._max_unit_chars:
            return f"unit of {length:,} characters (max_unit {self._max_unit_chars})"
        if len(variants) > _MAX_VARIANTS:
            return f"{len(variants)} variants (at most {_MAX_VARIANTS})"
        return None

    def _pair_problem(self, source: _Variant, target: _Variant) -> str | None:
        """Return why two variants of a unit make no entry, None if they do; what tmflow wrote is as it was."""
        if not source.text.strip() or not target.text.strip():
            return "one side is empty"
        return None if self._is_own else wrong_language(source.text, target.text, _PAIR_FROM[source.language])

    def _variant(self, element: Any, notes: list[str]) -> _Variant | None:
        """Return a `<tuv>`, None if it is of another language or has no text; its notes are added to the unit's."""
        attributes = attributes_of(element, path=self._path)
        tag = attributes.pop(XML_LANG, "") or attributes.pop("lang", "")
        language, place, is_plain = _language_of(tag)
        if language is None:
            self._log.leave_out(f"variant in {tag}" if tag else "variant of no language")
            return None
        properties = [] if is_plain else [(f"{place}@xml:lang", tag)]
        if attributes:
            properties += [(f"{place}@{name}", text) for name, text in attributes.items()]
        segment, own = None, {}
        for child in element:
            name = _local(child.tag)
            if name == "seg":
                if segment is not None:
                    self._log.leave_out("second seg of a variant")
                else:
                    segment = child
            elif name == "prop":
                kind = self._kind(child)
                if self._is_own and kind in {CODES_PROP, REMOVED_PROP}:
                    own[kind] = _text_of(child)
                else:
                    properties.append((place + kind, _text_of(child)))
            elif name == "note":
                notes.append(_text_of(child))
        if segment is None:
            self._log.leave_out("variant without a seg")
            return None
        text = self._text(segment, own, place, properties)
        return _Variant(language, place, text, properties)

    def _kind(self, element: Any) -> str:
        """Return the type of a `<prop>` or `<note>`; its language and its encoding before it was XML are left out."""
        kind = ""
        for name, text in attributes_of(element, path=self._path).items():
            if name == "type":
                kind = text
            else:
                self._log.leave_out(f"attribute {_local(name)} of a {_local(element.tag)}")
        return kind

    def _text(self, segment: etree._Element, own: dict[str, str], place: str, properties: list[tuple[str, str]]) -> str:
        """Return the text of a `<seg>`; codes that are no text of the article become a property."""
        if not len(segment):
            text = segment.text or ""
        else:
            is_text = self._is_own and CODES_PROP not in own
            keep_markup = is_text if self._keep_markup is None else self._keep_markup
            text = read_segment(segment, keep_markup=keep_markup, path=self._path)
            if not keep_markup:
                properties.append((f"{place}seg", segment_markup(segment)))
        if self._is_own:
            return restore_characters(text, own[REMOVED_PROP]) if REMOVED_PROP in own else text
        return trim_text(text)

    def _direction(self, tag: str | None, variants: list[_Variant], properties: list[tuple[str, str]]) -> Language:
        """Return the source language: the unit's own word goes before the header's, and both before the order."""
        language = find_language(self._header_language if tag is None else tag) or variants[0].language
        if tag is not None and tag != language:
            properties.append(("@srclang", tag))
        return language


def _entry(
    source: _Variant, target: _Variant, values: dict[str, Any], properties: list[tuple[str, str]]
) -> MemoryEntry:
    said = [*source.properties, *target.properties]
    if said and not ("author" in values and "created" in values):
        values = values | _told_by_variant(said, f"{target.place}@") | values
    if any(name == f"{target.place}@creationid" and is_machine(text) for name, text in target.properties):
        values = {"origin": OriginKind.MT.value} | values | {"draft": True}
    return MemoryEntry(
        source=source.text,
        target=target.text,
        pair=_PAIR_FROM[source.language],
        properties=(*properties, *said),
        **values,
    )


_PAIR_FROM: Final = {language: LanguagePair(language, language.other) for language in Language}


def _told_by_variant(said: list[tuple[str, str]], place: str) -> dict[str, Any]:
    """Return who made a translation and when, as tools say it that write it to the variant of the target (OmegaT)."""
    told = {name.removeprefix(place): text for name, text in said if name.startswith(place)}
    values: dict[str, Any] = {}
    if author := told.get("changeid") or told.get("creationid"):
        values["author"] = author
    for name, field in (("creationdate", "created"), ("changedate", "changed")):
        if name in told and (stamp := read_stamp(told[name])[0]):
            values[field] = stamp
    return values


@lru_cache(maxsize=256)
def _language_of(tag: str) -> tuple[Language | None, str, bool]:
    """Return the language of a tag, how the names of its properties begin, and whether tmflow would write it so."""
    language = find_language(tag)
    return language, f"{language}/", language == tag


@lru_cache(maxsize=256)
def _local(tag: object) -> str:
    """Return an element's name without its namespace; "" for what is no element (an entity reference)."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""
