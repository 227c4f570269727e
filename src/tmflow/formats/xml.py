"""The one safe XML parser: no network, no external entities, no DTD, limits on size and depth; and what XML may hold.

Settings were measured against hostile files (FORMATS, trap 13): `resolve_entities="internal"` keeps the text of
internal entities without ever opening a file, `huge_tree` lets a long text node pass while libxml2's own guard against
entity bombs stays on. A DOCTYPE is accepted (most TMX files have one) and never loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tmflow.errors import FormatError

__all__ = [
    "MAX_INLINE_DEPTH",
    "MAX_TREE_BYTES",
    "XML_LANG",
    "XML_SPACE",
    "iterparse_xml",
    "local_name",
    "parse_xml",
    "parse_xml_bytes",
    "syntax_error",
    "xml_safe_text",
]

MAX_TREE_BYTES: Final = 100_000_000
"""A file above this is refused where a whole tree is built (about ten times its size in memory); TMX is streamed."""

MAX_INLINE_DEPTH: Final = 100
"""Elements nested deeper inside one text are refused: no editor makes them, and reading them would exhaust the stack."""

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

_SETTINGS: Final[dict[str, Any]] = {
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": True,
    "remove_comments": True,
    "remove_pis": True,
}

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The complement of the production Char of XML 1.0 (fifth edition, section 2.2)."""

_POSITION = re.compile(r", line \d+, column \d+.*$", re.DOTALL)
_UNFINISHED = re.compile(r"(?:Premature end of data in tag|Couldn't find end of Start Tag) (\S+)(?: line (\d+))?")
_MISMATCH = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+?),")
_TOO_DEEP = re.compile(r"Excessive depth in document: (\d+)")
_ENTITY_BOMB = re.compile("entity amplification|entity reference loop")
_BAD_REFERENCE = re.compile(r"xmlParseCharRef: invalid xmlChar value (\d+)")


def xml_safe_text(text: str) -> tuple[str, str]:
    r"""Return the text without the characters XML cannot hold, and those characters in order.

    Works on code points: control characters, lone surrogates, U+FFFE and U+FFFF go, an emoji stays.

    >>> xml_safe_text("a\x0bb")
    ('ab', '\x0b')
    """
    removed = "".join(_NOT_XML.findall(text))
    return (_NOT_XML.sub("", text), removed) if removed else (text, "")


def parse_xml(path: Path) -> etree._Element:
    """Read a file into a tree and return its root. Raises FormatError: unreadable, too large, not well-formed."""
    try:
        size = path.stat().st_size
        if size > MAX_TREE_BYTES:
            raise FormatError(f"{size:,} bytes: larger than {MAX_TREE_BYTES:,}, split the file", path=path)
        data = path.read_bytes()
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
    return parse_xml_bytes(data, path=path)


def parse_xml_bytes(data: bytes, *, path: Path) -> etree._Element:
    """Parse bytes into a tree and return its root; `path` is for messages. Raises FormatError if not well-formed."""
    try:
        return etree.fromstring(data, etree.XMLParser(**_SETTINGS))
    except etree.XMLSyntaxError as error:
        raise syntax_error(error, path=path) from error


def iterparse_xml(path: Path, *, tags: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    """Yield the start and end events of the elements named, keeping the file open; "{*}tu" is `tu` of any namespace.

    The caller drops the elements it has done with: that alone bounds the memory.

    Raises FormatError if the file cannot be read or is not well-formed, after the events before the fault.
    """
    try:
        with path.open("rb") as stream:
            yield from etree.iterparse(stream, events=("start", "end"), tag=tags, **_SETTINGS)
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
    except etree.XMLSyntaxError as error:
        raise syntax_error(error, path=path) from error


def syntax_error(error: etree.XMLSyntaxError, *, path: Path) -> FormatError:
    """Return the parser's complaint in tmflow's words, with line and column."""
    raw = error.msg or ""
    line, column = error.position
    if unfinished := _UNFINISHED.search(raw):
        where = f" (line {unfinished[2]})" if unfinished[2] else ""
        problem = f"file ends inside <{unfinished[1]}>{where}: truncated?"
    elif mismatch := _MISMATCH.search(raw):
        problem = f"<{mismatch[1]}> (line {mismatch[2]}) is closed by </{mismatch[3]}>"
    elif reference := _BAD_REFERENCE.search(raw):
        problem = f"&#{reference[1]}; is a character XML cannot hold"
    elif _ENTITY_BOMB.search(raw):
        problem = "entities that name each other again and again; write their text out"
    elif depth := _TOO_DEEP.search(raw):
        problem = f"elements nested deeper than {depth[1]}"
    elif "Document is empty" in raw:
        problem = "no XML in the file"
    else:
        problem = f"not well-formed XML: {_POSITION.sub('', raw) or 'unknown fault'}"
    return FormatError(problem, path=path, line=max(line, 1), column=max(column, 1))


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for what is no element (an entity reference)."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
