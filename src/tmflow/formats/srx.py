"""SRX, the exchange format of segmentation rules: 2.0 (GALA/LISA), and 1.0 as far as it is the same.

What is kept is what the specification gives a meaning; elements of other namespaces (Okapi's options and samples) are
passed over. A file is read whole: the largest in use hold some thousand rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.errors import FormatError, ModelError
from tmflow.formats.xml import local_name, parse_xml, parse_xml_bytes
from tmflow.formats.xml_text import xml_safe_text
from tmflow.model.segmentation import BreakRule, LanguageMap, LanguageRules, SegmentationRules

__all__ = ["parse_srx", "read_srx", "serialize_srx"]

_NAMESPACE: Final = "http://www.lisa.org/srx20"
_VERSIONS: Final = ("2.0", "1.0")
_YES_NO: Final = {"yes": True, "no": False}
_HANDLES: Final = {"start": "includes_start", "end": "includes_end", "isolated": "includes_isolated"}


def read_srx(path: Path) -> SegmentationRules:
    """Read an SRX file. Raises FormatError, with the line: unreadable, not well-formed, not SRX."""
    if path.exists() and not path.is_file():  # reading a pipe would wait for a writer
        raise FormatError("is no regular file", path=path)
    return _Reader(path).rules(parse_xml(path))


def parse_srx(content: bytes, *, path: Path) -> SegmentationRules:
    """Parse the bytes of an SRX file; `path` is for messages. Raises FormatError as `read_srx`."""
    return _Reader(path).rules(parse_xml_bytes(content, path=path))


def serialize_srx(rules: SegmentationRules) -> bytes:
    """Return the bytes of an SRX 2.0 file. The same rules give the same bytes.

    Raises ValueError if a name or pattern holds a character XML cannot.
    """
    root = etree.Element("srx", {"xmlns": _NAMESPACE, "version": "2.0"})
    header = etree.SubElement(
        root, "header", {"segmentsubflows": _word(rules.segments_subflows), "cascade": _word(rules.is_cascading)}
    )
    for kind, name in _HANDLES.items():
        etree.SubElement(header, "formathandle", {"type": kind, "include": _word(getattr(rules, name))})
    body = etree.SubElement(root, "body")
    languages = etree.SubElement(body, "languagerules")
    for language in rules.languages:
        element = etree.SubElement(languages, "languagerule", {"languagerulename": _safe(language.name)})
        for rule in language.rules:
            item = etree.SubElement(element, "rule", {"break": _word(rule.is_break)})
            etree.SubElement(item, "beforebreak").text = _safe(rule.before)
            etree.SubElement(item, "afterbreak").text = _safe(rule.after)
    maps = etree.SubElement(body, "maprules")
    for map_ in rules.maps:
        names = {"languagepattern": _safe(map_.pattern), "languagerulename": _safe(map_.name)}
        etree.SubElement(maps, "languagemap", names)
    etree.indent(root)  # a pattern is the only text of its element, and stays
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _word(value: object) -> str:
    return "yes" if value else "no"


def _safe(text: str) -> str:
    safe, removed = xml_safe_text(text)
    if removed:
        raise ValueError(f"U+{ord(removed[0]):04X} in a segmentation rule: XML cannot hold it")
    return safe


class _Reader:
    """Takes rules out of the tree of a file and says in which line one is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rules(self, root: etree._Element) -> SegmentationRules:
        """Return the rules of the root element."""
        if local_name(root) != "srx":
            raise self._fail(f"<{local_name(root)}> is no SRX file: it begins with <srx>", root)
        if root.get("version") not in _VERSIONS:
            raise self._fail(f'SRX version "{root.get("version", "")}"; tmflow reads {", ".join(_VERSIONS)}', root)
        header, body = self._child(root, "header"), self._child(root, "body")
        handles = {
            _HANDLES[kind]: self._yes_no(handle, "include")
            for handle in _children(header, "formathandle")
            if (kind := handle.get("type", "")) in _HANDLES
        }
        try:
            return SegmentationRules(
                languages=tuple(map(self._language, _children(self._child(body, "languagerules"), "languagerule"))),
                maps=tuple(map(self._map, _iter_maps(self._child(body, "maprules")))),
                is_cascading=self._yes_no(header, "cascade", default="no"),
                segments_subflows=self._yes_no(header, "segmentsubflows", default="yes"),
                source=str(self._path),
                **handles,
            )
        except ModelError as error:
            raise self._fail(str(error), body) from error

    def _language(self, element: etree._Element) -> LanguageRules:
        rules = tuple(map(self._rule, _children(element, "rule")))
        return LanguageRules(name=self._attribute(element, "languagerulename"), rules=rules)

    def _rule(self, element: etree._Element) -> BreakRule:
        return BreakRule(
            before=self._pattern(element, "beforebreak"),
            after=self._pattern(element, "afterbreak"),
            is_break=self._yes_no(element, "break", default="yes"),
        )

    def _map(self, element: etree._Element) -> LanguageMap:
        return LanguageMap(
            pattern=self._attribute(element, "languagepattern"), name=self._attribute(element, "languagerulename")
        )

    def _pattern(self, rule: etree._Element, name: str) -> str:
        """Return the text of a pattern, "" where it is not there."""
        found = list(_children(rule, name))
        if len(found) > 1:
            raise self._fail(f"a rule with {len(found)} <{name}>", found[1])
        return "".join(str(text) for text in found[0].itertext()) if found else ""

    def _child(self, element: etree._Element, name: str) -> etree._Element:
        found = next(_children(element, name), None)
        if found is None:
            raise self._fail(f"<{local_name(element)}> has no <{name}>", element)
        return found

    def _attribute(self, element: etree._Element, name: str) -> str:
        value = element.get(name)
        if value is None:
            raise self._fail(f"<{local_name(element)}> has no {name}", element)
        return str(value)

    def _yes_no(self, element: etree._Element, name: str, *, default: str = "") -> bool:
        value = element.get(name, default)
        if value not in _YES_NO:
            raise self._fail(f'{name}="{value}" in <{local_name(element)}>; it is yes or no', element)
        return _YES_NO[value]

    def _fail(self, problem: str, element: etree._Element) -> FormatError:
        line: object = element.sourceline
        return FormatError(problem, path=self._path, line=line if isinstance(line, int) else None)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of a name that are SRX's own: in its namespace, or, in an old file, in none."""
    for child in element:
        if local_name(child) == name and child.tag in {name, f"{{{_NAMESPACE}}}{name}"}:
            yield child


def _iter_maps(element: etree._Element) -> Iterable[etree._Element]:
    """Return the language maps: those of SRX 2.0, else those in the first `<maprule>` of SRX 1.0."""
    chosen = next(_children(element, "maprule"), None)
    return _children(element if chosen is None else chosen, "languagemap")
