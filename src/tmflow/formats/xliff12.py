"""XLIFF 1.2: export for any CAT tool, and reading what comes back.

Written to the strict schema: `g`/`x` for codes (their markup stays in the bitext), `bx`/`ex` for halves of a pair, no
white space added to a text, `state` and `approved` never at odds. Read tolerantly: segmentation, other tools' codes,
foreign namespaces and pretty-printing come back as text and codes; `alt-trans` is never read.
Reference: XLIFF 1.2, OASIS Standard, 1 February 2008.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from tmflow.formats.atomic import open_atomic
from tmflow.formats.codes import Node, SpanNode, nest
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.returned import ReturnedFile, ReturnedUnit, judge_state, slug_of, trim_layout
from tmflow.formats.xliff_stream import iter_xliff
from tmflow.formats.xliff_units import (
    ExportedMatch,
    ExportedUnit,
    TextFilter,
    append_text,
    check_depth,
    is_own_match,
    iter_exported,
    only_article,
    read_xliff_pair,
    xliff_name,
)
from tmflow.formats.xml import XML_LANG, XML_SPACE, iter_written, line_of
from tmflow.model.bitext import Bitext, OriginKind, State, TranslationUnit
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import ArticleFormat
from tmflow.model.match import MatchKind

__all__ = ["NAMESPACE", "read", "read_all", "read_unit", "serialize", "write"]

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
_TOOL: Final = "tmflow"

_DATATYPES: Final = {
    ArticleFormat.PLAIN: "plaintext",
    ArticleFormat.MARKDOWN: "x-markdown",
    ArticleFormat.HTML: "html",
}
_CTYPES: Final = {
    CodeKind.LINK: "link",
    CodeKind.STRONG: "bold",
    CodeKind.EMPHASIS: "italic",
    CodeKind.CODE: "x-code",
    CodeKind.RUBY: "x-ruby",
    CodeKind.FOOTNOTE: "x-footnote",
    CodeKind.IMAGE: "image",
    CodeKind.BREAK: "lb",
    CodeKind.ENTITY: "x-entity",
    CodeKind.OTHER: "x-other",
}
_KINDS: Final = {ctype: kind for kind, ctype in _CTYPES.items()}
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
_READ_STATES: Final = {
    "final": State.REVIEWED,
    "signed-off": State.REVIEWED,
    "translated": State.TRANSLATED,
    "new": State.INITIAL,
}
_OWN_NOTE: Final = "developer"
"""Notes tmflow writes for the translator's information; they are not taken back as notes."""


def write(bitext: Bitext, path: Path, options: ExportOptions | None = None) -> ExportReport:
    """Write a bitext as XLIFF 1.2, atomically. Raises StorageError; FormatError if an id is no NMTOKEN."""
    with open_atomic(path) as stream:
        return _export(bitext, options or ExportOptions(), stream)


def serialize(bitext: Bitext, options: ExportOptions | None = None) -> bytes:
    """Return the file of a bitext. The same bitext and options give the same bytes."""
    stream = BytesIO()
    _export(bitext, options or ExportOptions(), stream)
    return stream.getvalue()


def read(path: Path) -> ReturnedFile:
    """Read the one article a returned file holds. Raises FormatError: broken, not XLIFF 1.x, several articles."""
    return only_article(read_all(path), path=path)


def read_all(path: Path) -> tuple[ReturnedFile, ...]:
    """Read every `<file>` of an XLIFF 1.x document. Raises FormatError if it is broken or no XLIFF 1.x."""
    files: list[_File] = []
    for attributes, element in iter_xliff(path, major="1"):
        if element is None:
            files.append(_File(attributes))
        elif files:
            files[-1].take(element, path)
    return tuple(file.returned(path) for file in files)


# -- writing


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
                span = self._add(parent, "g", {"id": node.opening.id, "ctype": _CTYPES[node.opening.kind]})
                self._add_nodes(span, node.children)
            else:
                self._add_code(parent, node)

    def _add_code(self, parent: etree._Element, code: InlineCode) -> None:
        shown = {"equiv-text": self.safe(code.native)} if code.native else {}
        if code.role is CodeRole.CLOSE:
            self._add(parent, "ex", {"id": code.id} | shown)
        else:
            tag = "bx" if code.role is CodeRole.OPEN else "x"
            self._add(parent, tag, {"id": code.id, "ctype": _CTYPES[code.kind]} | shown)

    def _add_notes(self, element: etree._Element, unit: TranslationUnit) -> None:
        for note in unit.notes:
            self._add(element, "note", {"from": "translator", "annotates": "general"}, note)
        if unit.previous_source is not None:
            text = f"the source was: {unit.previous_source.text}"
            self._add(element, "note", {"from": _OWN_NOTE, "annotates": "source"}, text)
        for code in unit.source.codes:
            if code.kind is CodeKind.LINK and code.role is CodeRole.CLOSE:
                text = f"code {code.id}: {code.native}"
                self._add(element, "note", {"from": _OWN_NOTE, "annotates": "source"}, text)

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
    if unit.origin is None:
        return None
    if unit.origin.kind is OriginKind.MT:
        return _QUALIFIERS[MatchKind.MT]
    if unit.origin.kind is OriginKind.MEMORY:
        return _QUALIFIERS[unit.origin.match or MatchKind.EXACT]
    return None


# -- reading


class _File:
    """A `<file>` as far as it is read: its attributes, its units, and the first language a target names."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self._attributes = attributes
        self._units: list[ReturnedUnit] = []
        self._target = attributes.get("target-language")

    def take(self, element: etree._Element, path: Path) -> None:
        """Read a unit; one that is locked is left out."""
        if not self._target:
            named = (target.get(XML_LANG) for target in element.iter("{*}target"))
            self._target = next(filter(None, named), None)
        if element.get("translate") != "no":
            self._units.append(read_unit(element, path))

    def returned(self, path: Path) -> ReturnedFile:
        """Return what was read. Raises FormatError if the languages cannot be told."""
        pair = read_xliff_pair(self._attributes.get("source-language"), self._target, path=path)
        slug = slug_of(self._attributes.get("original", ""))
        return ReturnedFile(slug=slug, pair=pair, units=tuple(self._units))


def read_unit(element: etree._Element, path: Path) -> ReturnedUnit:
    """Return what a `<trans-unit>` says; `path` is for messages. Raises FormatError: inline elements nested too deep."""
    children = {xliff_name(child): child for child in reversed(element)}
    source = _read_content(children.get("source"), path)
    target_element = children.get("target")
    target = _read_content(target_element, path)
    has_target = bool(target.text.strip() or target.codes)
    taken = target if has_target else None
    state, draft = _read_state(element, target_element, source, taken)
    notes = (
        "".join(text for text in child.itertext() if isinstance(text, str)).strip()
        for child in element
        if xliff_name(child) == "note" and child.get("from") != _OWN_NOTE
    )
    return ReturnedUnit(
        id=element.get("id", ""),
        source=source,
        target=taken,
        state=state,
        draft=draft or (taken is not None and _has_empty_segment(target_element)),
        notes=tuple(note for note in notes if note),
        line=line_of(element) or 1,
    )


def _has_empty_segment(target: etree._Element | None) -> bool:
    """Whether a target that was cut into segments has one without text: then only a part of it is translated."""
    marks = target.iter("{*}mrk") if target is not None else ()
    return any(mark.get("mtype") == "seg" and not len(mark) and not (mark.text or "").strip() for mark in marks)


def _read_state(
    element: etree._Element, target: etree._Element | None, source: Content, taken: Content | None
) -> tuple[State, bool]:
    """Return state and draft, by FORMATS section 4; an approval without a target approves nothing."""
    claimed = target.get("state", "") if target is not None else ""
    if taken is not None and element.get("approved") == "yes":
        return State.REVIEWED, False
    if taken is not None and claimed.startswith("needs-"):
        return State.TRANSLATED, True
    return judge_state(_READ_STATES.get(claimed), source, taken)


def _read_content(element: etree._Element | None, path: Path) -> Content:
    if element is None:
        return Content()
    return trim_layout(Content.of(*_iter_parts(element, path, 0)))


def _iter_parts(element: etree._Element, path: Path, depth: int) -> Iterator[str | InlineCode]:
    check_depth(depth, element, path=path)
    yield element.text or ""
    for child in element:
        yield from _iter_child(child, path, depth + 1)
        yield child.tail or ""


def _iter_child(child: etree._Element, path: Path, depth: int) -> Iterator[str | InlineCode]:
    tag = xliff_name(child)
    if tag == "g":
        yield _code(child, CodeRole.OPEN)
        yield from _iter_parts(child, path, depth)
        yield _code(child, CodeRole.CLOSE)
    elif tag in {"x", "ph"}:
        yield _code(child, CodeRole.STANDALONE)
    elif tag in {"bx", "bpt"}:
        yield _code(child, CodeRole.OPEN)
    elif tag in {"ex", "ept"}:
        yield _code(child, CodeRole.CLOSE)
    elif tag == "it":
        yield _code(child, CodeRole.CLOSE if child.get("pos") == "close" else CodeRole.OPEN)
    else:  # mrk, and what no version of the standard knows: its text is text
        yield from _iter_parts(child, path, depth)


def _code(element: etree._Element, role: CodeRole) -> InlineCode:
    """Return the code of an element: `bpt`, `ept`, `ph` and `it` hold the markup itself, others may say it."""
    holds_native = xliff_name(element) in {"bpt", "ept", "ph", "it"}
    text = "".join(text for text in element.itertext() if isinstance(text, str)) if holds_native else ""
    native = text or element.get("equiv-text", "")
    kind = _KINDS.get(element.get("ctype", ""), CodeKind.OTHER)
    return InlineCode(id=element.get("rid") or element.get("id") or "", kind=kind, role=role, native=native)
