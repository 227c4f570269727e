"""Office packages (ECMA-376, Part 2): zip files of XML parts, bounded before anything of them is read."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.bounded_file import BoundedFile
from tmflow.errors import FormatError
from tmflow.formats.xml import has_doctype, iterparse_stream

__all__ = [
    "DAMAGE",
    "DECLARATION",
    "DOCUMENT",
    "OFFICE",
    "RELATIONS",
    "STRINGS",
    "WORKBOOK",
    "PackageKind",
    "check_trees",
    "content_types",
    "iter_part",
    "open_package",
    "package_part",
    "related_parts",
]

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"

_MAX_PLAIN_BYTES: Final = 1_000_000_000
"""A million rows of sentences, the most a sheet can have, unpack to about half of it."""
_MAX_REVIEW_BYTES: Final = 30_000_000
_MAX_RATIO: Final = 200
_SURE_BYTES: Final = 20_000_000
"""Sheets of sentences pack to a tenth; a file, or a part of one, that is above this size and packs better than 200 to 1
is made to exhaust us."""
_MAX_PARTS: Final = 1_000
_MAX_PENDING: Final = 1_000_000
"""Bytes of a row, or of what stands before the first."""
_DECLARATION_BYTES: Final = 4096
_EBCDIC: Final = b"\x4c\x6f\xa7\x94"
"""What "<?xm" is there, which parsers know it by."""
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_SHEETS = re.compile(r"xl/worksheets/[^/]+")
STRINGS: Final = "xl/sharedStrings.xml"
_MAX_TREE_BYTES: Final = 8_000_000
_MAX_TREE_MARKS: Final = 300_000
"""Of "<" and "=" in all that is not read piece by piece; each takes a hundred bytes, or five microseconds."""
_ENCODINGS: Final = frozenset({"", "UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "ASCII", "US-ASCII"})
_MACROS = re.compile(r"(?i)(?:^|/)(?:vbaproject|vbadata)[^/]*$|macrosheets/|activex/")

DAMAGE: Final = (
    AttributeError, EOFError, IndexError, KeyError, NotImplementedError, OSError, OverflowError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What readers of packages raise for those that are damaged, encrypted or packed in a way they do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageKind:
    """A kind of package: the folder its parts are in, the suffix of its files, what it is called."""

    folder: str
    suffix: str
    title: str
    noun: str


WORKBOOK: Final = PackageKind(folder="xl/", suffix=".xlsx", title="an XLSX workbook", noun="XLSX workbook")
DOCUMENT: Final = PackageKind(folder="word/", suffix=".docx", title="a DOCX document", noun="DOCX document")


@contextmanager
def open_package(path: Path, kind: PackageKind, *, is_review: bool = False) -> Iterator[zipfile.ZipFile]:
    """Open a package to read its parts; `is_review`: it is a table of an article, small and without macros.

    Raises FormatError: of another kind, unpacks to more than any honest one; or, while a part is read, damaged or locked.
    """
    try:
        with BoundedFile(path) as stream, zipfile.ZipFile(stream) as package:
            stream.most_bytes = None
            _check_sizes(package, path, kind)
            if is_review:
                _check_review(package, path, kind)
            yield package
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror or error}", path=path) from error
    except zipfile.BadZipFile as error:
        raise FormatError(
            f"not {kind.title}, or a damaged one ({error}); save it as {kind.suffix}", path=path
        ) from error
    except DAMAGE as error:
        raise FormatError(f"a damaged or locked {kind.noun}: {error}", path=path) from error


def _check_sizes(package: zipfile.ZipFile, path: Path, kind: PackageKind) -> None:
    """Judge by the directory of the package: no part ever gives more than is said there of it."""
    parts = package.infolist()
    sizes = [(part.file_size, part.compress_size) for part in parts]
    plain, packed = _plain_bytes(package), sum(size for _, size in sizes)
    is_swollen = any(size > max(_SURE_BYTES, small * _MAX_RATIO) for size, small in (*sizes, (plain, packed)))
    if plain > _MAX_PLAIN_BYTES or is_swollen:
        raise FormatError(f"unpacks from {packed:,} to {plain:,} bytes: no {kind.noun} of texts does", path=path)
    if len(parts) > _MAX_PARTS:
        raise FormatError(f"{len(parts):,} parts: no {kind.noun} of texts has so many", path=path)
    if not any(part.filename.lower().startswith(kind.folder) for part in parts):
        raise FormatError(f"a zip file that is no {kind.noun}", path=path)


def _check_review(package: zipfile.ZipFile, path: Path, kind: PackageKind) -> None:
    plain = _plain_bytes(package)
    if path.suffix.lower() in {".docm", ".xlsm"} or any(map(_MACROS.search, package.namelist())):
        raise FormatError(f"holds macros, which no table of texts needs: save it as {kind.suffix}", path=path)
    if plain > _MAX_REVIEW_BYTES:
        raise FormatError(f"unpacks to {plain:,} bytes: more than {_MAX_REVIEW_BYTES:,}, split the file", path=path)


def _plain_bytes(package: zipfile.ZipFile) -> int:
    return sum(part.file_size for part in package.infolist())


def check_trees(package: zipfile.ZipFile, path: Path, *, is_review: bool = False) -> frozenset[str]:
    """Raise FormatError if a workbook is not to be handed to a library that trusts it, whatever its parts are called.

    All but the sheets, whose names are returned, and but the strings of a memory, has to be small.
    """
    size = marks = 0
    sheets = _sheets(package, path)
    streamed = sheets if is_review else {*sheets, STRINGS}
    for part in package.infolist():
        _check_prolog(package, part.filename, path)
        if part.filename in streamed:
            continue
        size += part.file_size
        if size > _MAX_TREE_BYTES:
            raise FormatError(f"more than {_MAX_TREE_BYTES:,} bytes beside its sheets: leave them out", path=path)
        content = package.read(part)
        marks += content.count(b"<") + content.count(b"=")
        if marks > _MAX_TREE_MARKS:
            problem = f"{part.filename}: more than {_MAX_TREE_MARKS:,} tags and attributes beside the sheets"
            raise FormatError(problem, path=path)
    return sheets


def _sheets(package: zipfile.ZipFile, path: Path) -> frozenset[str]:
    """Return the sheets by their names, save one that the package calls its workbook."""
    workbooks = {
        override.get("PartName", "").lstrip("/")
        for override in iter_part(package, "[Content_Types].xml", path=path, tags=("{*}Override",))
        if "main+xml" in override.get("ContentType", "")
    }
    return frozenset(filter(_SHEETS.fullmatch, package.namelist())) - workbooks


def _check_prolog(package: zipfile.ZipFile, name: str, path: Path) -> None:
    """Raise FormatError if a part is XML with a DOCTYPE, or in an encoding where its tags are no "<".

    A package holds neither (ECMA-376, Part 2, 8.1.4: "shall not contain DTD declarations").
    """
    with package.open(name) as stream:
        head = stream.read(_DECLARATION_BYTES)
    declared = _ENCODING.search(head.replace(b"\0", b""))
    encoding = declared[1].decode("ascii", "replace") if declared else "EBCDIC" * head.startswith(_EBCDIC)
    if encoding.upper() not in _ENCODINGS:
        raise FormatError(f"{name} is in {encoding}, and office programs write UTF-8", path=path)
    with package.open(name) as stream:
        events = iterparse_stream(stream, path=path, tags=("*",), events=("start",), max_pending_bytes=_MAX_PENDING)
        try:
            _, root = next(events, (None, None))
        except FormatError:
            return  # a picture, or XML that is none to any other reader either
        if root is not None and has_doctype(root):
            raise FormatError(f"{name} holds a DOCTYPE, which no office program writes", path=path)


def iter_part(package: zipfile.ZipFile, name: str, *, path: Path, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield the elements of a part that have ended and have one of some names; the caller drops them.

    Raises FormatError if the part is not there, is not well-formed, or holds a DOCTYPE.
    """
    if name not in package.namelist():
        raise FormatError(f"{name}: missing in it", path=path)
    _check_prolog(package, name, path)
    try:
        with package.open(name) as stream:
            events = iterparse_stream(stream, path=path, tags=tags, events=("end",), max_pending_bytes=_MAX_PENDING)
            yield from (element for _, element in events)
    except FormatError as error:
        raise FormatError(f"{name}: {error.problem}", path=path) from error


def related_parts(package: zipfile.ZipFile, name: str, kind: str, *, path: Path) -> tuple[str, ...]:
    """Return the parts a part, "" the package, names as its relations of a kind ("comments"); none that lie outside."""
    folder, _, base = name.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in package.namelist():
        return ()
    targets = [
        relation.get("Target", "")
        for relation in iter_part(package, relations, path=path, tags=("{*}Relationship",))
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
    ]
    return tuple(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") for target in targets)


def package_part(name: str) -> zipfile.ZipInfo:
    """Return the entry of a part, dated 1980, so that the same texts give the same bytes."""
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def content_types(parts: dict[str, str]) -> str:
    """Return the part that tells the content type of each other part, by name from the root."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )
