"""The file of a compiled index: header and directory, and the texts of its keys, which are searched without numpy."""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from os import SEEK_CUR
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from tmflow.errors import MemoryStoreError
from tmflow.model.language import Language

__all__ = ["HEADER_BYTES", "Directory", "IndexTexts", "OpenTexts", "Row", "damaged", "identity", "pack_header"]

_MAGIC = b"tmflowix"
_VERSION = 3
_HEADER = struct.Struct("=8sII16sQQQQ")
"""Magic, version, CRC-32 of the directory, whose keys, generation, count of keys, size of the file, start of the
directory. A CRC-32 of the header itself follows."""
_CHECK = struct.Struct("=Q")
_ROW = struct.Struct("=QQQQIIIIIIIII")
_PART_KEYS = 4_096
"""Keys whose texts are searched at a time: together they fit a processor's cache."""

HEADER_BYTES = _HEADER.size + _CHECK.size


class Row(NamedTuple):
    """A block in the directory: where it starts, where its texts' offsets do and where it ends; how much it has of what."""

    start: int
    texts: int
    end: int
    layout: int
    check: int
    texts_check: int
    layout_check: int
    keys: int
    width: int
    runs: int
    shortest: int
    longest: int
    zones: int


class Directory(NamedTuple):
    """What header and directory say; both are of the present format, of this owner, and as they were written."""

    generation: int
    keys: int
    rows: tuple[Row, ...]

    @classmethod
    def read(cls, head: bytes, tail: bytes, *, size: int, whose: bytes) -> Directory:
        """Read the first HEADER_BYTES of a file of so many bytes, and as many of its last as `start_of` says.

        Raises MemoryStoreError if they are damaged, foreign, or of another version.
        """
        magic, version, check, owner, generation, keys, told_size, _ = _unpack(head)
        if (magic, version, owner, told_size) != (_MAGIC, _VERSION, whose, size):
            raise damaged("kind, owner or size")
        if zlib.crc32(tail) != check:
            raise damaged("directory")
        return cls(generation, keys, tuple(map(Row._make, _ROW.iter_unpack(tail))))

    @staticmethod
    def start_of(head: bytes) -> int:
        """Return where the directory starts. Raises MemoryStoreError if the header is damaged."""
        return int(_unpack(head)[-1])


def pack_header(rows: list[Row], start: int, *, whose: bytes, generation: int) -> tuple[bytes, bytes]:
    """Return header and directory of a file whose directory starts there."""
    directory = b"".join(_ROW.pack(*row) for row in rows)
    keys, size = sum(row.keys for row in rows), start + len(directory)
    header = _HEADER.pack(_MAGIC, _VERSION, zlib.crc32(directory), whose, generation, keys, size, start)
    return header + _CHECK.pack(zlib.crc32(header)), directory


def _unpack(head: bytes) -> tuple[bytes, int, int, bytes, int, int, int, int]:
    if len(head) < HEADER_BYTES or head[_HEADER.size :] != _CHECK.pack(zlib.crc32(head[: _HEADER.size])):
        raise damaged("header")
    magic, version, check, owner, generation, keys, size, start = _HEADER.unpack_from(head)
    return magic, version, check, owner, generation, keys, size, start


def identity(language: Language, owner: str) -> bytes:
    """Return what marks an index as that of this language of this store."""
    return blake2b(f"{language.value}\0{owner}".encode(), digest_size=16).digest()


def damaged(part: str) -> MemoryStoreError:
    """Return the error that says which part of a file is not as it was written."""
    return MemoryStoreError(f"compiled index: its {part} is not as it was written; it is made anew when it is deleted")


class IndexTexts:
    """Where the texts of the keys of a compiled index are. No file is held between searches, so that it can be replaced."""

    def __init__(self, path: Path, whose: bytes) -> None:
        self._path = path
        self._whose = whose
        self._head = b""
        self._directory = Directory(-1, 0, ())

    def open(self, newest: int) -> OpenTexts | None:
        """Open the file as it is now, its texts checked when it is first seen; None if it cannot be used.

        newest: the greatest generation it may be of.
        """
        try:
            file = self._path.open("rb")
        except OSError:
            return None
        try:
            self._look_at(file)
            is_usable = self._directory.generation <= newest
        except (OSError, MemoryStoreError):
            is_usable = False
        if is_usable:
            return OpenTexts(file, self._directory)
        file.close()
        return None

    def _look_at(self, file: BinaryIO) -> None:
        head = file.read(HEADER_BYTES)
        if head == self._head:
            return
        size = file.seek(Directory.start_of(head))
        tail = file.read()
        directory = Directory.read(head, tail, size=size + len(tail), whose=self._whose)
        for row in directory.rows:
            file.seek(row.texts)
            if zlib.crc32(file.read(row.end - row.texts)) != row.texts_check:
                raise damaged(f"block at byte {row.texts}")
        self._head, self._directory = head, directory


class OpenTexts:
    """The texts of the keys of one compiled index, in an open file."""

    def __init__(self, file: BinaryIO, directory: Directory) -> None:
        self.generation = directory.generation
        self._file = file
        self._rows = directory.rows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def iter_holding(self, part: str) -> Iterator[str]:
        """Yield the keys that hold the part, the case of ASCII letters apart; the shorter first. Raises OSError."""
        needle = part.encode("utf-8", "surrogatepass").lower()
        has_case = needle != needle.upper()
        for row in self._rows:
            self._file.seek(row.texts)
            offsets = memoryview(self._file.read(4 * (row.keys + 1))).cast("I")
            self._file.seek((row.keys + 7) // 8, SEEK_CUR)
            for first in range(0, row.keys, _PART_KEYS):
                last = min(first + _PART_KEYS, row.keys)
                base = offsets[first]
                piece = self._file.read(offsets[last] - base)
                for number in _numbers_holding(piece.lower() if has_case else piece, needle, offsets, first, last):
                    yield piece[offsets[number] - base : offsets[number + 1] - base].decode("utf-8", "surrogatepass")


def _numbers_holding(piece: bytes, needle: bytes, offsets: Sequence[int], first: int, last: int) -> Iterator[int]:
    """Yield the numbers of the keys, from the first to before the last, that hold the needle; the piece is their texts."""
    base = offsets[first]
    at = piece.find(needle)
    while at >= 0:
        number = bisect_right(offsets, base + at, first, last) - 1
        end = offsets[number + 1] - base
        if at + len(needle) <= end:
            yield number
            at = piece.find(needle, end)
        else:  # it reaches into the next key
            at = piece.find(needle, at + 1)
