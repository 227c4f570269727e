"""The one safe XML parser: no network, no external entities, no DTD, limits on size and depth.

Settings were measured against hostile files (FORMATS, trap 13): `resolve_entities="internal"` keeps the text of
internal entities without ever opening a file, `huge_tree` lets a long text node pass while libxml2's own guard against
entity bombs stays on. A DOCTYPE is accepted (most TMX files have one) and never loaded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import IO, Any, BinaryIO, Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.packed import open_plain

__all__ = [
    "MAX_PENDING_BYTES",
    "MAX_TREE_BYTES",
    "UTF_32_MARKS",
    "XML_LANG",
    "XML_SPACE",
    "attributes_of",
    "drop_before",
    "has_doctype",
    "iter_written",
    "iterparse_stream",
    "iterparse_xml",
    "line_of",
    "local_name",
    "parse_xml",
    "parse_xml_bytes",
    "syntax_error",
]

MAX_TREE_BYTES: Final = 2_000_000
"""A file above this is refused where a whole tree is built, up to thirty times its size; all that can be large is streamed."""

MAX_ATTRIBUTES: Final = 1_000
"""An element with more is refused where all are read: lxml takes a time that grows with their square."""

MAX_PENDING_BYTES: Final = 2_000_000
"""A streamed file with so much between two units is refused: it is one unit of the size of a library, or no TMX.
The worst of it, empty elements, takes 60 MB as a tree."""

UTF_32_MARKS: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CHUNK_BYTES: Final = 65_536
_MARKS: Final = (b"<", b"=", b"&")
"""They begin what takes a hundred bytes in a tree, however short it is in the file."""
_MAX_PENDING_MARKS: Final = 250_000
_UNITS: Final = "units"
"""Target of the processing instruction that keeps the place of what is written piece by piece."""

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

_FALSE_UTF_16 = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"']utf-?16", re.IGNORECASE)
_POSITION = re.compile(r", line \d+, column \d+.*$", re.DOTALL)
_UNFINISHED = re.compile(r"(?:Premature end of data in tag|Couldn't find end of Start Tag) ([^\s,]+)(?:,? line (\d+))?")
_MISMATCH = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+?),")
_TOO_DEEP = re.compile(r"Excessive depth in document: (\d+)")
_UNDEFINED = re.compile("Entity '([^']+)' not defined")
_ENTITY_BOMB = re.compile("entity amplification|entity reference loop")
_BAD_CHARACTER = re.compile(r"(xmlParseCharRef: invalid xmlChar value|PCDATA invalid Char value) (\d+)")


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
        raise syntax_error(error, path=path, head=data) from error


def iterparse_xml(
    path: Path,
    *,
    tags: tuple[str, ...],
    events: tuple[str, ...] = ("start", "end"),
    mend: Callable[[bytes], bytes] | None = None,
    max_pending_bytes: int = MAX_PENDING_BYTES,
) -> Iterator[tuple[str, etree._Element]]:
    """Yield the start and end events of the elements named, keeping the file open; "{*}tu" is `tu` of any namespace.

    A packed file is decompressed as it is read; `mend` may change the bytes. The caller drops the elements
    it has done with (`drop_before`): that alone bounds the memory, with a limit of `max_pending_bytes` between two events.

    Raises FormatError if the file cannot be read or is not well-formed, after the events before the fault.
    """
    with open_plain(path) as stream:
        yield from iterparse_stream(
            stream, path=path, tags=tags, events=events, mend=mend, max_pending_bytes=max_pending_bytes
        )


def iterparse_stream(
    stream: BinaryIO | IO[bytes],
    *,
    path: Path,
    tags: tuple[str, ...],
    events: tuple[str, ...] = ("start", "end"),
    mend: Callable[[bytes], bytes] | None = None,
    max_pending_bytes: int = MAX_PENDING_BYTES,
) -> Iterator[tuple[str, etree._Element]]:
    """Yield events as `iterparse_xml` does, of an open stream; `path` is for messages. Raises FormatError."""
    pull_parser: Any = etree.XMLPullParser  # typed as if it gave events of every kind
    pending = _Pending(path, max_pending_bytes)
    head = stream.read(_CHUNK_BYTES)
    if head.startswith(UTF_32_MARKS):
        raise FormatError("in UTF-32, which no XML parser reads: save it as UTF-8", path=path)
    parser = pull_parser(events, tag=tags, encoding=_real_encoding(head), **_SETTINGS)
    for chunk in chain([head], iter(partial(stream.read, _CHUNK_BYTES), b"")):
        fault = _feed(parser, mend(chunk) if mend else chunk)
        pending.add(chunk)
        for event, element in parser.read_events():
            pending.restart(element)
            yield event, element
        if fault is not None:
            raise syntax_error(fault, path=path, head=head) from fault
        pending.check()
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise syntax_error(error, path=path, head=head) from error


class _Pending:
    """What a parser has taken in since the last event: bytes, and what begins a thing that takes memory in a tree."""

    def __init__(self, path: Path, max_bytes: int) -> None:
        self._path, self._max_bytes = path, max_bytes
        self._bytes = self._marks = 0
        self._last: etree._Element | None = None

    def add(self, chunk: bytes) -> None:
        self._bytes += len(chunk)
        self._marks += sum(map(chunk.count, _MARKS))

    def restart(self, element: etree._Element) -> None:
        self._bytes = self._marks = 0
        self._last = element

    def check(self) -> None:
        """Raise FormatError if it is more than any file holds between two units."""
        if self._bytes <= self._max_bytes and self._marks <= _MAX_PENDING_MARKS:
            return
        line = None if self._last is None else line_of(self._last)
        counted = f"{self._max_bytes:,} bytes"
        if self._marks > _MAX_PENDING_MARKS:
            counted = f"{_MAX_PENDING_MARKS:,} tags, attributes and references"
        raise FormatError(f"more than {counted} in one element{f' after line {line}' if line else ''}", path=self._path)


def _real_encoding(head: bytes) -> str | None:
    """Return the encoding of a file that declares another or has no mark, None if it says itself which it is."""
    if head[:2] in {b"<\0", b"\0<"}:
        return "UTF-16LE" if head[:1] == b"<" else "UTF-16BE"
    return "UTF-8" if _FALSE_UTF_16.match(head) else None  # saved anew by an editor that left the declaration


def _feed(parser: Any, chunk: bytes) -> etree.XMLSyntaxError | None:
    """Hand bytes to a parser; a fault is returned, for what stands before it is still to be had."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def has_doctype(element: etree._Element) -> bool:
    """Whether the document an element stands in declares a type, or entities."""
    return element.getroottree().docinfo.internalDTD is not None


def attributes_of(element: etree._Element, *, path: Path) -> dict[str, str]:
    """Return the attributes of an element by name. Raises FormatError if it has more than any tool writes.

    >>> attributes_of(etree.Element("tu", {"tuid": "1"}), path=Path("a.tmx"))
    {'tuid': '1'}
    """
    if len(element.attrib) > MAX_ATTRIBUTES:
        problem = f"more than {MAX_ATTRIBUTES:,} attributes of a {local_name(element)}"
        raise FormatError(problem, path=path, line=line_of(element))
    return {str(name): str(text) for name, text in element.items()}


def drop_before(element: etree._Element) -> None:
    """Drop from the tree what stands before an element and before those it stands in; it has been read."""
    for level in (element, *element.iterancestors()):
        parent = level.getparent()
        while parent is not None and level.getprevious() is not None:
            del parent[0]


def iter_written(parent: etree._Element, children: Iterable[etree._Element]) -> Iterator[bytes]:
    """Yield the bytes of the document `parent` stands in, with each child in its place; they end with a line feed.

    children: made one at a time, as elements of `parent`, and gone once they are written, so that memory stays flat.
    """
    root = parent.getroottree().getroot()
    place = etree.ProcessingInstruction(_UNITS)
    parent.append(place)
    head, tail = etree.tostring(root, xml_declaration=True, encoding="UTF-8").split(etree.tostring(place))
    parent.remove(place)
    yield head
    names = "".join(f' xmlns{":" if prefix else ""}{prefix or ""}="{uri}"' for prefix, uri in parent.nsmap.items())
    for child in children:
        yield etree.tostring(child, encoding="UTF-8").replace(names.encode(), b"", 1)
        parent.remove(child)
    yield tail + b"\n"


def syntax_error(error: etree.XMLSyntaxError, *, path: Path, head: bytes = b"") -> FormatError:
    """Return the parser's complaint in tmflow's words, with line and column. head: how the file begins, declarations and all."""
    raw = error.msg or ""
    line, column = error.position
    if unfinished := _UNFINISHED.search(raw):
        where = f" (line {unfinished[2]})" if unfinished[2] else ""
        problem = f"file ends inside <{unfinished[1]}>{where}: truncated?"
    elif mismatch := _MISMATCH.search(raw):
        problem = f"<{mismatch[1]}> (line {mismatch[2]}) is closed by </{mismatch[3]}>"
    elif character := _BAD_CHARACTER.search(raw):
        spelled = f"&#{character[2]};" if character[1].startswith("xml") else f"U+{int(character[2]):04X}"
        problem = f"{spelled} is a character XML cannot hold"
    elif (entity := _UNDEFINED.search(raw)) and _is_external(entity[1], head):
        problem = f"entity '{entity[1]}' stands in another file: external entities are not read, write its text out"
    elif _ENTITY_BOMB.search(raw):
        problem = "entities that name each other again and again; write their text out"
    elif depth := _TOO_DEEP.search(raw):
        problem = f"elements nested deeper than {depth[1]}"
    elif "Document is empty" in raw or raw.startswith("no element found"):
        problem = "no XML in the file"
    else:
        problem = f"not well-formed XML: {_POSITION.sub('', raw).strip() or 'unknown fault'}"
    return FormatError(problem, path=path, line=max(line, 1), column=max(column, 1))


def _is_external(entity: str, head: bytes) -> bool:
    """Whether an entity, or a parameter entity, is declared as the content of another file."""
    declared = rb"<!ENTITY\s+(?:%\s+)?" + re.escape(entity.encode()) + rb"\s+(?:SYSTEM|PUBLIC)\s"
    return re.search(declared, head.replace(b"\0", b"")) is not None


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for what is no element (an entity reference)."""
    return _local(element.tag)


@lru_cache(maxsize=1024)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: etree._Element) -> int | None:
    """Return the line of the file an element starts on, from 1; None if the parser does not know.

    Beyond line 65,535 it is that of the first text in the element, at most some lines below.
    """
    line: object = element.sourceline
    return line if isinstance(line, int) else None
