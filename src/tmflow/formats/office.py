"""Office packages (ECMA-376, Part 2): zip files of XML parts, checked before any other program code sees them."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError

__all__ = [
    "DAMAGE",
    "DECLARATION",
    "DOCUMENT",
    "OFFICE",
    "RELATIONS",
    "WORKBOOK",
    "PackageKind",
    "check_package",
    "check_review",
    "content_types",
    "package_part",
]

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"

_MAX_PLAIN_BYTES: Final = 1_000_000_000
"""A million rows of sentences, the most a sheet can have, unpack to about half of it."""
_MAX_RATIO: Final = 200
_SURE_BYTES: Final = 20_000_000
"""Sheets of sentences pack to a tenth; above this size a file that packs better than 200 to 1 is made to exhaust us."""
_MAX_REVIEW_BYTES: Final = 30_000_000
_MAX_PARTS: Final = 1_000
_CHUNK_BYTES: Final = 1_000_000
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DOCTYPE_BYTES: Final = len(b"<!DOCTYPE") - 1
_OTHER_CODE = re.compile(
    rb"\x4c\x6f\xa7\x94|(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}encoding\s*=\s*[\"'](?!utf-?(?:8|16)[\"'])", re.IGNORECASE
)
"""An XML declaration in EBCDIC, or one that names another code than the standard allows."""
_IN_TWO: Final = "cut the table in two files, both are taken"
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


def check_package(path: Path, kind: PackageKind) -> None:
    """Raise FormatError if a file is of another kind, unpacks to more than any honest one, or holds a DOCTYPE."""
    _check_parts(path, _parts_of(path, kind))


def check_review(path: Path, kind: PackageKind, *, max_tags: int) -> None:
    """Raise FormatError if a package that is to be read as a tree has macros, a DOCTYPE, or is larger than an article's.

    max_tags: the most it may have in all its parts, since each takes memory. What it links to outside is never opened.
    """
    parts = _parts_of(path, kind)
    if any(_MACROS.search(part.filename) for part in parts) or path.suffix.lower() in {".docm", ".xlsm"}:
        raise FormatError(f"holds macros, which no table of texts needs: save it as {kind.suffix}", path=path)
    plain = sum(part.file_size for part in parts)
    if plain > _MAX_REVIEW_BYTES or len(parts) > _MAX_PARTS:
        problem = f"{plain:,} bytes in {len(parts):,} parts, more than a table of texts: {_IN_TWO}"
        raise FormatError(problem, path=path)
    if _check_parts(path, parts, max_tags=max_tags) > max_tags:
        raise FormatError(f"more than {max_tags:,} tags: {_IN_TWO}", path=path)


def _parts_of(path: Path, kind: PackageKind) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FormatError(f"not {kind.title}; save it as {kind.suffix}", path=path) from error
    plain, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if plain > _MAX_PLAIN_BYTES or (plain > _SURE_BYTES and plain > packed * _MAX_RATIO):
        raise FormatError(f"unpacks from {packed:,} to {plain:,} bytes: no {kind.noun} of texts does", path=path)
    if not any(part.filename.lower().startswith(kind.folder) for part in parts):
        raise FormatError(f"a zip file that is no {kind.noun}", path=path)
    return parts


def _check_parts(path: Path, parts: Iterable[zipfile.ZipInfo], *, max_tags: int | None = None) -> int:
    """Look through every part, whatever its name: what reads a package goes by its own lists of them. Return the tags.

    A package holds no DOCTYPE (ECMA-376, Part 2, 8.1.4: "shall not contain DTD declarations"), and its XML is in UTF-8 or
    UTF-16 (the same place), so that it is seen. max_tags: ends the search. Raises FormatError.
    """
    tags = 0
    try:
        with zipfile.ZipFile(path) as package:
            for part in parts:
                tags += _tags_of(package, part, path, max_tags=max_tags and max_tags - tags)
                if max_tags is not None and tags > max_tags:
                    break
    except DAMAGE as error:
        raise FormatError(f"a damaged or locked file: {error}", path=path) from error
    return tags


def _tags_of(package: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path, *, max_tags: int | None) -> int:
    tags, kept = 0, b""
    with package.open(part) as stream:
        for chunk in iter(partial(stream.read, _CHUNK_BYTES), b""):
            seen = kept + chunk.replace(b"\0", b"")
            if _DOCTYPE.search(seen):
                raise FormatError(f"{part.filename} holds a DOCTYPE, which no office program writes", path=path)
            if not kept and _OTHER_CODE.match(seen):
                raise FormatError(f"{part.filename} is neither UTF-8 nor UTF-16, as all XML of a package is", path=path)
            tags += chunk.count(b"<")
            if max_tags is not None and tags > max_tags:
                break
            kept = seen[-_DOCTYPE_BYTES:]
    return tags


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
