"""Inline codes of XLIFF 2.x: `pc`, `ph`, `sc`, `ec`, their original data, and `cp` for what XML cannot hold."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from tmflow.formats.codes import Node, SpanNode, nest
from tmflow.formats.xml_text import TextFilter, append_text
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode

__all__ = ["NAMESPACE", "CodeWriter", "add_element", "kind_of"]

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"

_TYPES: Final = {
    CodeKind.LINK: ("link", "tmflow:link"),
    CodeKind.STRONG: ("fmt", "xlf:b"),
    CodeKind.EMPHASIS: ("fmt", "xlf:i"),
    CodeKind.CODE: ("other", "tmflow:code"),
    CodeKind.RUBY: ("other", "tmflow:ruby"),
    CodeKind.FOOTNOTE: ("other", "tmflow:footnote"),
    CodeKind.IMAGE: ("image", "tmflow:image"),
    CodeKind.BREAK: ("fmt", "xlf:lb"),
    CodeKind.ENTITY: ("other", "tmflow:entity"),
    CodeKind.OTHER: ("other", "tmflow:other"),
}
"""`type` and `subType` (XLIFF 2.1, section 4.3.1.41: six types; `xlf:` is the standard's own prefix)."""
_KINDS: Final = {sub_type: kind for kind, (_, sub_type) in _TYPES.items()}
_KINDS_BY_TYPE: Final = {"link": CodeKind.LINK, "image": CodeKind.IMAGE}

_HELD_BY_CP: Final = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")
_PROTECTED: Final = {"canDelete": "no", "canCopy": "no"}


def kind_of(element: etree._Element) -> CodeKind:
    """Return the kind of code an element's `subType`, or else `type`, names; OTHER if it is none of ours."""
    by_type = _KINDS_BY_TYPE.get(element.get("type", ""), CodeKind.OTHER)
    return _KINDS.get(element.get("subType", ""), by_type)


def add_element(
    parent: etree._Element, tag: str, attributes: dict[str, str] | None = None, *, namespace: str = NAMESPACE
) -> etree._Element:
    """Add a child element in a namespace and return it."""
    return etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes or {})


class CodeWriter:
    """Writes contents into the texts of one unit or match; their markup goes into its `originalData`, each once."""

    def __init__(self, parent: etree._Element, safe: TextFilter) -> None:
        self._parent = parent
        self._safe = safe
        self._data_ids: dict[str, str] = {}
        self._open_ids: set[str] = set()
        self._closed_ids: set[str] = set()

    def announce(self, *contents: Content) -> None:
        """Add `originalData` for the codes of the contents. Must come before the element of their texts."""
        natives = dict.fromkeys(code.native for content in contents for code in content.codes if code.native)
        if not natives:
            return
        original = add_element(self._parent, "originalData")
        for number, native in enumerate(natives, start=1):
            self._data_ids[native] = f"d{number}"
            self._add_text(add_element(original, "data", {"id": f"d{number}"}), native)

    def add(self, parent: etree._Element, content: Content) -> None:
        """Write a content into a `<source>` or `<target>`."""
        self._open_ids = {code.id for code in content.codes if code.role is CodeRole.OPEN}
        self._closed_ids = {code.id for code in content.codes if code.role is CodeRole.CLOSE}
        self._add_nodes(parent, nest(content))

    def _add_nodes(self, parent: etree._Element, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._add_text(parent, node)
            elif isinstance(node, SpanNode):
                references = self._reference(node.opening, "dataRefStart") | self._reference(node.closing, "dataRefEnd")
                attributes = {"id": node.opening.id} | _types(node.opening) | references | _PROTECTED
                self._add_nodes(add_element(parent, "pc", attributes), node.children)
            else:
                self._add_code(parent, node)

    def _add_code(self, parent: etree._Element, code: InlineCode) -> None:
        reference = self._reference(code, "dataRef")
        if code.role is CodeRole.STANDALONE:
            shown = self._safe(code.native or code.text)
            attributes = {"id": code.id} | _types(code) | reference | ({"disp": shown} if shown else {})
            add_element(parent, "ph", attributes | _PROTECTED)
        elif code.role is CodeRole.OPEN:
            isolated = {} if code.id in self._closed_ids else {"isolated": "yes"}
            add_element(parent, "sc", {"id": code.id} | _types(code) | reference | isolated | _PROTECTED)
        elif code.id in self._open_ids:
            add_element(parent, "ec", {"startRef": code.id} | reference | _PROTECTED)
        else:
            attributes = {"id": code.id} | _types(code) | reference | {"isolated": "yes"}
            add_element(parent, "ec", attributes | _PROTECTED)

    def _reference(self, code: InlineCode, attribute: str) -> dict[str, str]:
        return {attribute: self._data_ids[code.native]} if code.native in self._data_ids else {}

    def _add_text(self, parent: etree._Element, text: str) -> None:
        for index, piece in enumerate(_HELD_BY_CP.split(text)):
            if index % 2:
                add_element(parent, "cp", {"hex": f"{ord(piece):04X}"})
            else:
                append_text(parent, piece)


def _types(code: InlineCode) -> dict[str, str]:
    type_name, sub_type = _TYPES[code.kind]
    return {"type": type_name, "subType": sub_type}
