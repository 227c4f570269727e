"""Office packages (ECMA-376, Part 2): zip files of XML parts, checked before any other program code sees them."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
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
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
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
    """Raise FormatError if a file is of another kind, or unpacks to more than any honest one."""
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


def check_review(path: Path, kind: PackageKind, *, max_tags: int) -> None:
    """Raise FormatError if a package that is to be read as a tree has macros, a DOCTYPE, or is larger than an article's.

    max_tags: the most a part may have, since each takes memory.

    A package holds no DOCTYPE (ECMA-376, Part 2, 8.1.4: "shall not contain DTD declarations"), so one is never read.
    What it links to outside is never opened.
    """
    check_package(path, kind)
    try:
        with zipfile.ZipFile(path) as package:
            parts = [part for part in package.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
            has_macros = any(_MACROS.search(name) for name in package.namelist())
            if has_macros or path.suffix.lower() in {".docm", ".xlsm"}:
                raise FormatError(f"holds macros, which no table of texts needs: save it as {kind.suffix}", path=path)
            plain = sum(part.file_size for part in parts)
            if plain > _MAX_REVIEW_BYTES or len(package.namelist()) > _MAX_PARTS:
                raise FormatError(
                    f"{plain:,} bytes of XML: more than {_MAX_REVIEW_BYTES:,}; cut the table in two files, both are taken",
                    path=path,
                )
            for part in parts:
                content = package.read(part).replace(b"\0", b"")
                if content.count(b"<") > max_tags:
                    problem = (
                        f"{part.filename} has more than {max_tags:,} tags: cut the table in two files, both are taken"
                    )
                    raise FormatError(problem, path=path)
                if _DOCTYPE.search(content):
                    raise FormatError(f"{part.filename} holds a DOCTYPE, which no office program writes", path=path)
    except DAMAGE as error:
        raise FormatError(f"a damaged or locked file: {error}", path=path) from error


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
