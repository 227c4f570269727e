"""Enough of ISO Schematron with XPath 2.0, which lxml has not, to hold XLIFF against the schemas of its publisher."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import elementpath
from lxml import etree

SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"


def iter_complaints(schema: Path, document: Any) -> Iterator[str]:
    """Yield what the rules of a schema say against a document: the title of the pattern and the test that failed."""
    root = etree.parse(str(schema)).getroot()
    names: dict[str, Any] = {str(ns.get("prefix")): ns.get("uri") for ns in root.iter(f"{SCHEMATRON}ns")}
    for pattern in root.iter(f"{SCHEMATRON}pattern"):
        seen: set[Any] = set()
        for rule in pattern.iter(f"{SCHEMATRON}rule"):
            for node in _select(document, f"//({rule.get('context')})", names, None, {}):
                if node not in seen:
                    seen.add(node)
                    yield from (f"{pattern.get('id')}: {test}" for test in _failed(rule, document, names, node))


def _failed(rule: Any, document: Any, names: dict[str, Any], node: Any) -> Iterator[str]:
    variables: dict[str, Any] = {"current": node}
    for child in rule:
        if child.tag == f"{SCHEMATRON}let":
            variables[child.get("name")] = _select(document, child.get("value"), names, node, variables)
        elif child.tag in {f"{SCHEMATRON}assert", f"{SCHEMATRON}report"}:
            holds = _select(document, f"boolean({child.get('test')})", names, node, variables)
            if holds != child.tag.endswith("assert"):
                yield child.get("test")


def _select(document: Any, path: str, names: dict[str, Any], node: Any, variables: dict[str, Any]) -> Any:
    path = path.replace("current()", "$current")
    return elementpath.select(document, path, namespaces=names, variables=variables, item=node)
