"""XLIFF 2.1: export for any CAT tool, and reading what comes back.

Codes are `pc`, `ph`, `sc`, `ec` with their markup in `originalData`; states with `subState` for what the core has no
word for; candidates as `mtc:match`; characters XML cannot hold as `cp`. Nothing is added to a text.
Reference: XLIFF Version 2.1, OASIS Standard, 13 February 2018.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.exported_units import ExportedMatch, ExportedUnit, iter_exported
from tmflow.formats.returned import MAX_RETURNED_UNITS, ReturnedFile, ReturnedUnit
from tmflow.formats.xliff2_codes import NAMESPACE, CodeWriter, add_element
from tmflow.formats.xliff2_reading import read_file, read_unit
from tmflow.formats.xliff_core import joined_articles
from tmflow.formats.xliff_stream import iter_xliff
from tmflow.formats.xml import XML_SPACE, iter_written
from tmflow.formats.xml_text import TextFilter
from tmflow.model.bitext import Bitext, OriginKind, State, TranslationUnit
from tmflow.model.match import MatchKind

__all__ = ["read", "read_all", "serialize", "write"]

_MATCHES: Final = "urn:oasis:names:tc:xliff:matches:2.0"
_METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"

_SUB_STATES: Final = {
    MatchKind.CONTEXT: "tmflow:tm",
    MatchKind.EXACT: "tmflow:tm",
    MatchKind.NORMALIZED: "tmflow:fuzzy",
    MatchKind.ADAPTED: "tmflow:fuzzy",
    MatchKind.FUZZY: "tmflow:fuzzy",
    MatchKind.REPAIRED: "tmflow:repaired",
    MatchKind.FRAGMENT: "tmflow:fuzzy",
    MatchKind.MT: "tmflow:mt",
}
_MATCH_TYPES: Final = {MatchKind.CONTEXT: "icm", MatchKind.REPAIRED: "am", MatchKind.MT: "mt"}
"""Of `mtc:match@type`; all else is "tm". A repaired match is an assembled one."""
_SUB_TYPES: Final = {MatchKind.ADAPTED: "tmflow:adapted", MatchKind.REPAIRED: "tmflow:repaired"}
"""Of `mtc:match@subType`: how a target was made that stands in no memory."""


def write(
    bitext: Bitext, path: Path | BinaryIO, options: ExportOptions | None = None, *, version: str = "2.1"
) -> ExportReport:
    """Write a bitext as XLIFF 2.1 or 2.0, atomically. Raises StorageError; FormatError if an id is no NMTOKEN.

    What is written has the same elements in both versions.
    """
    with open_atomic(path) as stream:
        return _export(bitext, options or ExportOptions(), stream, version=version)


def serialize(bitext: Bitext, options: ExportOptions | None = None) -> bytes:
    """Return the file of a bitext. The same bitext and options give the same bytes."""
    stream = BytesIO()
    write(bitext, stream, options)
    return stream.getvalue()


def read(path: Path) -> ReturnedFile:
    """Read the article a returned file holds, and those after it. Raises FormatError: broken, not XLIFF 2.x, no file."""
    return joined_articles(read_all(path), path=path)


def read_all(path: Path) -> tuple[ReturnedFile, ...]:
    """Read every `<file>` of an XLIFF 2.x document. Raises FormatError if it is broken, no XLIFF 2.x, or has over 50,000 units."""
    files: list[ReturnedFile] = []
    units: list[ReturnedUnit] = []
    for root, file, element in iter_xliff(path, major="2", max_units=MAX_RETURNED_UNITS):
        if element is None:
            files.append(read_file(file, root, tuple(units), path))
            units = []
        elif (unit := read_unit(element, path)).source or unit.target:
            units.append(unit)
    return tuple(files)


def _export(bitext: Bitext, options: ExportOptions, stream: BinaryIO, *, version: str) -> ExportReport:
    safe = TextFilter()
    languages = {"srcLang": bitext.pair.source.value, "trgLang": bitext.pair.target.value}
    namespaces: Any = {None: NAMESPACE, "mtc": _MATCHES, "mda": _METADATA}  # the stubs know no default namespace
    root = etree.Element(f"{{{NAMESPACE}}}xliff", {"version": version} | languages, nsmap=namespaces)
    original = safe(options.source_path or bitext.slug)
    file = add_element(root, "file", {"id": "f1", "original": original, "canResegment": "no", XML_SPACE: "preserve"})
    file.text = "\n"
    if options.skeleton is not None:
        skeleton = add_element(file, "skeleton")
        skeleton.text, skeleton.tail = options.skeleton.url, "\n"
    units = 0

    def iter_elements() -> Iterator[etree._Element]:
        nonlocal units
        for exported in iter_exported(bitext, options):
            units += 1
            safe.unit_id = exported.unit.id
            yield _UnitWriter(exported, safe, original).add_to(file)
        if not units:  # the schema wants one unit at least in a file; this one carries nothing
            unit = add_element(file, "unit", {"id": "empty", "translate": "no"})
            add_element(add_element(unit, "segment", {"id": "s1"}), "source")
            yield unit

    stream.writelines(iter_written(file, iter_elements()))
    return ExportReport(units=units, removed=tuple(safe.removed))


class _UnitWriter:
    """Builds the tree of one unit, children in the order the schema wants: modules, notes, originalData, segment."""

    def __init__(self, exported: ExportedUnit, safe: TextFilter, original: str) -> None:
        self._exported = exported
        self._unit = exported.unit
        self._safe = safe
        self._original = original

    def add_to(self, file: etree._Element) -> etree._Element:
        """Add the unit to a file, on a line of its own; return it."""
        attributes = {"id": self._unit.id}
        if self._exported.name:
            attributes["name"] = self._exported.name
        if self._exported.is_locked:
            attributes["translate"] = "no"
        element = add_element(file, "unit", attributes)
        element.tail = "\n"
        self._add_matches(element)
        self._add_metadata(element)
        self._add_notes(element)
        codes = CodeWriter(element, self._safe)
        source, target = self._exported.source, self._exported.target
        codes.announce(source, *([target] if target is not None else []))
        segment = add_element(element, "segment", {"id": "s1"} | self._state())
        codes.add(add_element(segment, "source"), source)
        if target is not None:
            codes.add(add_element(segment, "target"), target)
        return element

    def _state(self) -> dict[str, str]:
        if self._exported.is_locked and self._exported.target is None:
            return {}
        if self._exported.is_prefilled:
            return {"state": State.INITIAL.value}
        if not self._exported.needs_review:
            return {"state": self._unit.state.value}
        return {"state": State.INITIAL.value, "subState": _sub_state(self._unit)}

    def _add_matches(self, element: etree._Element) -> None:
        if not self._exported.matches:
            return
        parent = add_element(element, "matches", namespace=_MATCHES)
        for match in self._exported.matches:
            self._add_match(parent, match)

    def _add_match(self, parent: etree._Element, match: ExportedMatch) -> None:
        attributes = {"ref": "#s1", "type": _MATCH_TYPES.get(match.kind, "tm")}
        if match.kind in _SUB_TYPES:
            attributes["subType"] = _SUB_TYPES[match.kind]
        if match.origin:
            attributes["origin"] = self._safe(match.origin)
        if match.kind is not MatchKind.MT:
            attributes["similarity"] = str(match.similarity)
        if (match.score and match.score != match.similarity) or (match.kind is MatchKind.MT and match.score):
            attributes["matchQuality"] = str(match.score)
        element = add_element(parent, "match", attributes, namespace=_MATCHES)
        codes = CodeWriter(element, self._safe)
        codes.announce(match.source, match.target)
        codes.add(add_element(element, "source"), match.source)
        codes.add(add_element(element, "target"), match.target)

    def _add_metadata(self, element: etree._Element) -> None:
        known: list[tuple[str, str]] = []
        if self._unit.origin is not None:
            known.append(("origin", self._unit.origin.kind.value))
            if self._unit.origin.kind is OriginKind.ALIGNED and self._unit.origin.similarity is not None:
                known.append(("confidence", str(self._unit.origin.similarity)))
        if self._unit.source_place is not None:
            known += [("file", self._original), ("line", str(self._unit.source_place.line))]
        if not known:
            return
        metadata = add_element(element, "metadata", namespace=_METADATA)
        group = add_element(metadata, "metaGroup", {"category": "tmflow"}, namespace=_METADATA)
        for kind, text in known:
            add_element(group, "meta", {"type": kind}, namespace=_METADATA).text = self._safe(text)

    def _add_notes(self, element: etree._Element) -> None:
        notes = [("translator", "", note) for note in self._unit.notes]
        if self._unit.previous_source is not None:
            notes.append(("developer", "source", f"the source was: {self._unit.previous_source.text}"))
        if not notes:
            return
        parent = add_element(element, "notes")
        for number, (category, applies_to, text) in enumerate(notes, start=1):
            attributes = {"id": f"n{number}", "category": category}
            if applies_to:
                attributes["appliesTo"] = applies_to
            add_element(parent, "note", attributes).text = self._safe(text)


def _sub_state(unit: TranslationUnit) -> str:
    if unit.is_stale:
        return "tmflow:stale"
    if unit.origin is None:
        return "tmflow:draft"
    if unit.origin.kind is OriginKind.MT:
        return _SUB_STATES[unit.origin.match or MatchKind.MT]
    if unit.origin.kind is OriginKind.MEMORY:
        return _SUB_STATES[unit.origin.match or MatchKind.EXACT]
    return f"tmflow:{unit.origin.kind.value}"
