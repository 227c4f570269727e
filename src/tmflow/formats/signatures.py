"""How a file tells by its content what it is: by how it begins, or by the parts of its package."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tmflow.bounded_file import BoundedFile

__all__ = ["beginning_of", "foreign_kind", "has_part", "has_root", "has_start", "root_of"]

_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ROOT: Final = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*+<(?:[\w.-]{1,64}:)?([\w.-]{1,64})(?=[\s/>])([^>]*)",
    re.DOTALL,
)
"""The root, after a declaration, comments and a DOCTYPE; each piece of those is passed once, however hostile they are, and a name has an end."""

_BINARIES: Final = (
    (b"%pdf-", "a PDF"),
    (b"\x89png", "a PNG picture"),
    (b"gif8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a file of an old office program, or a locked one: save it as .docx or .xlsx, without a password",
    ),
    (b"sqlite format 3", "an SQLite database"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it"),
    (b"rar!", "a RAR archive: unpack it"),
    (b"{\\rtf", "an RTF document: save it as .docx"),
)
_TEXTS: Final = (
    (re.compile(rb"\s*+(?:<!--.*?-->\s*+)?(?:<!doctype html|<html[\s/>])", re.DOTALL), "an HTML page"),
    (re.compile(rb'\s*+\[\s*+\{\s*+"'), "one JSON list: write one object a line, as .jsonl"),
)
"""How a text begins that is no table, whatever its cells may hold."""
_OPEN_DOCUMENT: Final = b"mimetypeapplication/vnd.oasis.opendocument."


def beginning_of(plain: bytes) -> bytes:
    r"""Return the first bytes of a file as signs are looked for in it: in lower case, without a mark of the encoding and NULs.

    So UTF-16 reads as ASCII, as far as it is that.

    >>> beginning_of("<TMX".encode("utf-16"))
    b'<tmx'
    """
    for mark in _MARKS:
        plain = plain.removeprefix(mark)
    return plain.replace(b"\0", b"").lower()


def root_of(beginning: bytes) -> tuple[str, str]:
    """Return the name of a document's root, without its prefix, and its attributes as they stand; "" if it has none.

    >>> root_of(b'<?xml version="1.0"?><!-- harbor --><x:xliff version="1.2">')
    ('xliff', ' version="1.2"')
    >>> root_of(b"harbor")
    ('', '')
    """
    found = _ROOT.match(beginning)
    return (found[1].decode("ascii"), found[2].decode("utf-8", "replace")) if found else ("", "")


def has_root(*names: str) -> Callable[[Path, bytes], bool]:
    """Return the test of a format of XML by the names of its root, in lower case.

    >>> has_root("tmx")(Path("harbor"), b'<?xml version="1.0"?><tmx version="1.4">')
    True
    """

    def is_content(path: Path, beginning: bytes) -> bool:
        del path
        return root_of(beginning)[0] in names

    return is_content


def has_start(pattern: bytes) -> Callable[[Path, bytes], bool]:
    """Return the test of a format whose files begin with what matches a pattern, in lower case.

    >>> has_start(rb"bells [0-9]")(Path("harbor"), b"bells 1.0")
    True
    """
    compiled = re.compile(pattern, re.DOTALL)

    def is_content(path: Path, beginning: bytes) -> bool:
        del path
        return compiled.match(beginning) is not None

    return is_content


def has_part(folder: str) -> Callable[[Path, bytes], bool]:
    """Return the test of an office format: a zip file with parts in a folder ("word/").

    >>> has_part("word/")(Path("no-such-file"), b"no zip")
    False
    """

    def is_content(path: Path, beginning: bytes) -> bool:
        if not beginning.startswith(b"pk"):
            return False
        try:
            with BoundedFile(path) as file, zipfile.ZipFile(file) as package:
                return any(name.lower().startswith(folder) for name in package.namelist())
        except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
            return False

    return is_content


def foreign_kind(beginning: bytes, *, is_text: bool = True) -> str:
    """Return what a file that is of no format looks like, and what to do with it; "" if it looks like nothing known.

    is_text: look for kinds of text, too: what begins with a tag may be a cell of a table all the same.

    >>> foreign_kind(b"%pdf-1.7"), foreign_kind(b"<!doctype html><html>"), foreign_kind(b"harbor")
    ('a PDF', 'an HTML page', '')
    """
    for start, kind in _BINARIES:
        if beginning.startswith(start):
            return kind
    if beginning.startswith(b"pk") and _OPEN_DOCUMENT in beginning:
        return "an OpenDocument file: save it as .docx or .xlsx"
    for pattern, kind in _TEXTS:
        if pattern.match(beginning):
            return kind
    root = root_of(beginning)[0] if is_text else ""
    return f"XML of another kind: its root is <{root}>" if root else ""
