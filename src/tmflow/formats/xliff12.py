"""XLIFF 1.2: export for any CAT tool, and reading what comes back.

Written to the strict schema: `g`/`x` for codes (their markup stays in the bitext), `bx`/`ex` for halves of a pair, no
white space added to a text, `state` and `approved` never at odds.
Reference: XLIFF 1.2, OASIS Standard, 1 February 2008.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from tmflow.formats.atomic import open_atomic
from tmflow.formats.codes import Node, SpanNode, nest
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.exported_units import ExportedMatch, ExportedUnit, is_own_match, iter_exported
from tmflow.formats.returned import MAX_RETURNED_UNITS, ReturnedFile, ReturnedUnit
from tmflow.formats.xliff12_reading import CTYPES, OWN_NOTE, read_file, read_unit, target_language
from tmflow.formats.xliff_core import joined_articles
from tmflow.formats.xliff_stream import iter_xliff
from tmflow.formats.xml import XML_LANG, XML_SPACE, iter_written
from tmflow.formats.xml_text import TextFilter, append_text
from tmflow.model.bitext import Bitext, OriginKind, State, TranslationUnit
from tmflow.model.content import CodeKind, CodeRole, InlineCode
from tmflow.model.document import ArticleFormat
from tmflow.model.match import MatchKind

__all__ = ["NAMESPACE", "read", "read_all", "serialize", "write"]

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
_TOOL: Final = "tmflow"

_DATATYPES: Final = {
    ArticleFormat.PLAIN: "plaintext",
    ArticleFormat.MARKDOWN: "x-markdown",
    ArticleFormat.HTML: "html",
}
_QUALIFIERS: Final = {
    MatchKind.CONTEXT: "exact-match",
    MatchKind.EXACT: "leveraged-tm",
    MatchKind.NORMALIZED: "fuzzy-match",
    MatchKind.ADAPTED: "fuzzy-match",
    MatchKind.FUZZY: "fuzzy-match",
    MatchKind.REPAIRED: "leveraged-mt",
    MatchKind.FRAGMENT: "fuzzy-match",
    MatchKind.MT: "leveraged-mt",
}
_STATES: Final = {
    State.TRANSLATED: "translated",
    State.REVIEWED: "signed-off",
    State.FINAL: "final",
}


def write(bitext: Bitext, path: Path | BinaryIO, options: ExportOptions | None = None) -> ExportReport:
    """Write a bitext as XLIFF 1.2, atomically. Raises StorageError; FormatError if an id is no NMTOKEN."""
    with open_atomic(path) as stream:
        return _export(bitext, options or ExportOptions(), stream)


def serialize(bitext: Bitext, options: ExportOptions | None = None) -> bytes:
    """Return the file of a bitext. The same bitext and options give the same bytes."""
    stream = BytesIO()
    write(bitext, stream, options)
    return stream.getvalue()


def read(path: Path) -> ReturnedFile:
    """Read the article a returned file holds, and those after it. Raises FormatError: broken, not XLIFF 1.x, no file."""
    return joined_articles(read_all(path), path=path)


def read_all(path: Path) -> tuple[ReturnedFile, ...]:
    """Read every `<file>` of an XLIFF 1.x document. Raises FormatError if it is broken, no XLIFF 1.x, or has over 50,000 units."""
    files: list[ReturnedFile] = []
    units: list[ReturnedUnit] = []
    target = ""
    for root, file, element in iter_xliff(path, major="1", max_units=MAX_RETURNED_UNITS):
        if element is not None:
            units.append(read_unit(element, path))
            target = target or target_language(element)
        else:
            files.append(read_file(file, root, tuple(units), path, target=target))
            units, target = [], ""
    return tuple(files)


def _export(bitext: Bitext, options: ExportOptions, stream: BinaryIO) -> ExportReport:
    writer = _Writer(bitext, options)
    namespaces: Any = {None: NAMESPACE}  # the stubs know no default namespace
    root = etree.Element(_name("xliff"), {"version": "1.2"}, nsmap=namespaces)
    body = writer.add_file(root)
    elements = (writer.add_unit(body, exported) for exported in iter_exported(bitext, options))
    stream.writelines(iter_written(body, elements))
    return ExportReport(units=writer.units, removed=tuple(writer.safe.removed))


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


class _Writer:
    """Builds the tree of one file."""

    def __init__(self, bitext: Bitext, options: ExportOptions) -> None:
        self.safe = TextFilter()
        self.units = 0
        self._bitext = bitext
        self._options = options
        self._engines = {engine: f"mt-{number}" for number, engine in enumerate(_engines(bitext), start=1)}

    def add_file(self, root: etree._Element) -> etree._Element:
        """Add `<file>` with its header; return the empty body."""
        attributes = {
            "original": self.safe(self._options.source_path or self._bitext.slug),
            "datatype": _DATATYPES[self._options.source_format],
            "source-language": self._bitext.pair.source.value,
            "target-language": self._bitext.pair.target.value,
            "tool-id": _TOOL,
            XML_SPACE: "preserve",
        }
        file = self._add(root, "file", attributes)
        header = self._add(file, "header")
        skeleton = self._options.skeleton
        if skeleton is not None:
            self._add(self._add(header, "skl"), "internal-file", {"form": skeleton.media_type}, skeleton.url)
        version = {"tool-version": self.safe(self._options.tool_version)} if self._options.tool_version else {}
        self._add(header, "tool", {"tool-id": _TOOL, "tool-name": "tmflow"} | version)
        for engine, tool_id in self._engines.items():
            self._add(header, "tool", {"tool-id": tool_id, "tool-name": self.safe(engine)})
        body = self._add(file, "body")
        body.text = "\n"
        return body

    def add_unit(self, body: etree._Element, exported: ExportedUnit) -> etree._Element:
        """Add one `<trans-unit>` on a line of its own; return it."""
        unit = exported.unit
        self.units += 1
        self.safe.unit_id = unit.id
        attributes = {"id": unit.id}
        if exported.name:
            attributes["resname"] = exported.name
        if exported.is_locked:
            attributes["translate"] = "no"
        if unit.state in {State.REVIEWED, State.FINAL} and not exported.needs_review:
            attributes["approved"] = "yes"
        element = self._add(body, "trans-unit", attributes)
        element.tail = "\n"
        self._add_nodes(self._add(element, "source"), nest(exported.source))
        if exported.target is not None:
            target = self._add(element, "target", _target_attributes(exported))
            self._add_nodes(target, nest(exported.target))
        self._add_notes(element, unit)
        self._add_location(element, unit)
        for match in exported.matches:
            self._add_match(element, match)
        return element

    def _add_nodes(self, parent: etree._Element, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            if isinstance(node, str):
                append_text(parent, self.safe(node))
            elif isinstance(node, SpanNode):
                span = self._add(parent, "g", {"id": node.opening.id, "ctype": CTYPES[node.opening.kind]})
                self._add_nodes(span, node.children)
            else:
                self._add_code(parent, node)

    def _add_code(self, parent: etree._Element, code: InlineCode) -> None:
        shown = {"equiv-text": self.safe(code.native)} if code.native else {}
        if code.role is CodeRole.CLOSE:
            self._add(parent, "ex", {"id": code.id} | shown)
        else:
            tag = "bx" if code.role is CodeRole.OPEN else "x"
            self._add(parent, tag, {"id": code.id, "ctype": CTYPES[code.kind]} | shown)

    def _add_notes(self, element: etree._Element, unit: TranslationUnit) -> None:
        for note in unit.notes:
            self._add(element, "note", {"from": "translator", "annotates": "general"}, note)
        if unit.previous_source is not None:
            text = f"the source was: {unit.previous_source.text}"
            self._add(element, "note", {"from": OWN_NOTE, "annotates": "source"}, text)
        for code in unit.source.codes:
            if code.kind is CodeKind.LINK and code.role is CodeRole.CLOSE:
                text = f"code {code.id}: {code.native}"
                self._add(element, "note", {"from": OWN_NOTE, "annotates": "source"}, text)

    def _add_location(self, element: etree._Element, unit: TranslationUnit) -> None:
        if unit.source_place is None:
            return
        group = self._add(element, "context-group", {"purpose": "location"})
        path = self._options.source_path or self._bitext.slug
        self._add(group, "context", {"context-type": "sourcefile"}, path)
        self._add(group, "context", {"context-type": "linenumber"}, str(unit.source_place.line))

    def _add_match(self, element: etree._Element, match: ExportedMatch) -> None:
        is_machine = match.kind is MatchKind.MT
        attributes = {"match-quality": str(match.score)} if not is_machine or match.score else {}
        if match.origin:
            attributes["origin"] = self.safe(match.origin)
        attributes["tool-id"] = self._engines.get(match.engine, _TOOL)
        attributes["alttranstype"] = "proposal"
        proposal = self._add(element, "alt-trans", attributes)
        self._add_nodes(self._add(proposal, "source"), nest(match.source))
        language = {XML_LANG: self._bitext.pair.target.value}
        self._add_nodes(self._add(proposal, "target", language), nest(match.target))

    def _add(
        self, parent: etree._Element, tag: str, attributes: dict[str, str] | None = None, text: str = ""
    ) -> etree._Element:
        element = etree.SubElement(parent, _name(tag), attributes or {})
        if text:
            element.text = self.safe(text)
        return element


def _engines(bitext: Bitext) -> list[str]:
    """Return the names of the machine translators at work, sorted: each is declared in the header."""
    tools = {match.engine for unit in bitext.units for match in unit.candidates}
    for unit in bitext.units:
        if is_own_match(unit) and unit.origin is not None:
            tools.add(unit.origin.tool or "")
    return sorted(tools - {""})


def _target_attributes(exported: ExportedUnit) -> dict[str, str]:
    unit = exported.unit
    if exported.is_prefilled:
        return {"state": "new"}
    state = "needs-review-translation" if exported.needs_review else _STATES[unit.state]
    qualifier = _qualifier(unit)
    return {"state": state, "state-qualifier": qualifier} if qualifier else {"state": state}


def _qualifier(unit: TranslationUnit) -> str | None:
    if unit.origin is None or unit.is_stale:  # a match it was for the source as it was
        return None
    if unit.origin.kind is OriginKind.MT:
        return _QUALIFIERS[MatchKind.MT]
    if unit.origin.kind is OriginKind.MEMORY:
        return _QUALIFIERS[unit.origin.match or MatchKind.EXACT]
    return None
