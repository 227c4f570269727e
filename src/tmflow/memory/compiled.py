"""The compiled index: the match keys of one language with their signatures, in one file that is mapped, not read.

It is a cache. It is never changed: whoever makes a new one writes it beside and renames it, and a process that maps the
old one keeps it. What is damaged, cut short, foreign or of another version is as good as not there.

Layout, all numbers in the byte order of the machine. A header; then for each class of lengths its layout (`signature.make_layout`) and its
blocks; then the directory, a row a block. A block holds up to 65,536 keys in the order of their lengths: signatures (a
row for each place), offsets of the keys' texts, runs of equal length (the length of each; where each starts), a bit a key that
says whether only drafts have it, and the texts in UTF-8. Header and directory are checked when the file is opened, a
block when it is first used: so opening takes the same time at any size, and still no damage can hide a key.
"""

from __future__ import annotations

import mmap
import os
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from tmflow.errors import MemoryStoreError
from tmflow.memory.signature import CLASSES, Layout, LengthClass, Words, find_elements, make_layout, sign
from tmflow.model.language import Language

__all__ = ["Block", "CompiledIndex", "KeySource", "compile_file", "compile_in_memory", "identity"]

_MAGIC = b"tmflowix"
_VERSION = 2
_HEADER = struct.Struct("=8sII16sQQQQ")
"""Magic, version, CRC-32 of the directory, whose keys, generation, count of keys, size of the file, start of the
directory. A CRC-32 of the header itself follows."""
_CHECK = struct.Struct("=Q")

_DIRECTORY = np.dtype(
    [
        ("start", "=u8"),
        ("size", "=u8"),
        ("layout", "=u8"),
        ("check", "=u4"),
        ("layout_check", "=u4"),
        ("keys", "=u4"),
        ("width", "=u4"),
        ("runs", "=u4"),
        ("shortest", "=u4"),
        ("longest", "=u4"),
        ("zones", "=u4"),
    ]
)
_KEYS = 5
"""Where a row of the directory has the count of keys."""
_LAYOUT_BYTES = 2 * (1 << 16)
_BLOCK = 65_536, 1 << 23
_PART = 4_096, 1 << 19
"""Keys and code points at the most. A block is large, so that adding up its rows is worth the calls; it is signed in
parts, which fit a processor's cache."""

_Number = TypeVar("_Number", bound=np.generic)


class KeySource(Protocol):
    """Where the keys come from: a `MemoryStore`, as far as an index needs it."""

    def generation(self) -> int:
        """Return a number that grows with every change, whoever makes it."""

    def iter_keys(
        self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        """Yield the match keys within these lengths of what was written after the generation `since`, in any order."""

    def iter_all_keys(self, language: Language) -> Iterator[tuple[str, bool]]:
        """Yield each match key once, and whether only drafts have it; the shorter first, equals in order of code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some keys of neighbouring lengths, as arrays over the file."""

    layout: Layout
    zones: int
    width: int
    signatures: Words
    run_lengths: npt.NDArray[np.int32]
    run_starts: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.uint32]
    drafts: npt.NDArray[np.uint8]
    texts: int
    """Where in the file the offsets count from."""


class CompiledIndex:
    """A compiled index over bytes that are mapped from a file or held in memory.

    Raises MemoryStoreError if header or directory are damaged or not what they should be.
    """

    def __init__(self, content: mmap.mmap | bytes, whose: bytes) -> None:
        self._content = content
        self.generation, self.key_count, self._directory = _read_directory(content, whose)
        self._blocks: dict[int, Block] = {}
        self._layouts: dict[int, Layout] = {}

    @classmethod
    def open(cls, path: Path, whose: bytes) -> CompiledIndex | None:
        """Map the file, and return None if there is none that can be used."""
        try:
            with path.open("rb") as file:
                return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), whose)
        except (OSError, ValueError, MemoryStoreError):  # ValueError: an empty file cannot be mapped
            return None

    def iter_blocks(self, shortest: int, longest: int) -> Iterator[Block]:
        """Yield the blocks that hold keys of these lengths. Raises MemoryStoreError if one is damaged."""
        rows = self._directory
        for number in np.flatnonzero((rows["longest"] >= shortest) & (rows["shortest"] <= longest)).tolist():
            block = self._blocks.get(number)
            if block is None:
                block = self._blocks[number] = self._read_block(rows[number])
            yield block

    def read_keys(self, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
        """Return the keys whose texts lie there."""
        content = self._content
        return [content[start:end].decode("utf-8", "surrogatepass") for start, end in zip(starts, ends, strict=True)]

    def is_sound(self) -> bool:
        """Whether every byte is as it was written: reads all of it."""
        try:
            for _ in self.iter_blocks(0, sys.maxsize):
                pass
        except MemoryStoreError:
            return False
        return True

    def _read_block(self, row: np.void) -> Block:
        """Check a block and lay arrays over it."""
        start, size, layout, _, _, keys, width, runs, _, _, zones = row.tolist()
        whole = memoryview(self._content)
        if layout not in self._layouts:
            if zlib.crc32(whole[layout : layout + _LAYOUT_BYTES]) != row["layout_check"]:
                raise _damaged(f"layout at byte {layout}")
            self._layouts[layout] = np.frombuffer(self._content, np.uint16, _LAYOUT_BYTES // 2, layout)
        if zlib.crc32(whole[start : start + size]) != row["check"]:
            raise _damaged(f"block at byte {start}")
        at = start

        def take(kind: type[_Number], count: int) -> npt.NDArray[_Number]:
            nonlocal at
            part = np.frombuffer(self._content, kind, count, at)
            at += part.nbytes
            return part

        return Block(
            layout=self._layouts[layout],
            zones=zones,
            width=width,
            signatures=take(np.uint64, zones * width * _words(keys)).reshape(zones * width, -1),
            offsets=take(np.uint32, keys + 1),
            run_lengths=take(np.int32, runs),
            run_starts=take(np.int32, runs + 1),
            drafts=take(np.uint8, (keys + 7) // 8),
            texts=at,
        )


def identity(language: Language, owner: str) -> bytes:
    """Return what marks an index as that of this language of this store."""
    return blake2b(f"{language.value}\0{owner}".encode(), digest_size=16).digest()


def compile_file(source: KeySource, language: Language, path: Path, *, whose: bytes) -> None:
    """Make the compiled index of a language at `path`: beside it first, then in its place at one stroke.

    Raises OSError if the machine refuses; what was there is then unchanged. And whatever the source raises.
    """
    _remove_abandoned(path)
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _compile(source, language, file, whose)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _remove_abandoned(path: Path) -> None:
    """Delete what processes that were killed left beside the file: what is older than it is not being written."""
    for left in path.parent.glob(f"{path.name}.*.tmp"):
        with suppress(OSError):
            if left.stat().st_mtime < path.stat().st_mtime:
                left.unlink()


def compile_in_memory(source: KeySource, language: Language, *, whose: bytes) -> CompiledIndex:
    """Return the compiled index of a language without a file. Raises whatever the source raises."""
    stream = BytesIO()
    _compile(source, language, stream, whose)
    return CompiledIndex(stream.getvalue(), whose)


def _compile(source: KeySource, language: Language, stream: BinaryIO, whose: bytes) -> None:
    """Write block by block, so that only the keys of one are held at a time."""
    generation = source.generation()
    stream.write(bytes(_HEADER.size + _CHECK.size))
    rows: list[tuple[int, ...]] = []
    for kind, keys in groupby(source.iter_all_keys(language), key=lambda told: _class_of(told[0])):
        rows += _write_class(stream, keys, kind)
    start = stream.tell()
    directory = np.array(rows, _DIRECTORY).tobytes()
    stream.write(directory)
    count = sum(row[_KEYS] for row in rows)
    header = _HEADER.pack(_MAGIC, _VERSION, zlib.crc32(directory), whose, generation, count, stream.tell(), start)
    stream.seek(0)
    stream.write(header + _CHECK.pack(zlib.crc32(header)))


def _class_of(key: str) -> LengthClass:
    return next(kind for kind in CLASSES if len(key) <= kind.longest)


def _write_class(stream: BinaryIO, told: Iterator[tuple[str, bool]], kind: LengthClass) -> Iterator[tuple[int, ...]]:
    """Write the keys of a class, and yield the directory's row of each block. The layout is that of the first of them."""
    layout: Layout | None = None
    while batch := list(islice(told, _BLOCK[0])):
        keys = [key for key, _ in batch]
        drafts = {key for key, is_draft in batch if is_draft}
        if layout is None:
            layout = make_layout(find_elements(keys[:: 1 + sum(map(len, keys)) // _PART[1]]), kind.width)
            content = layout.tobytes()
            layout_start, layout_check = stream.tell(), zlib.crc32(content)
            stream.write(content)
        for part in _iter_parts(keys, *_BLOCK):
            start = stream.tell()
            content, runs = _block_bytes(part, drafts, layout, kind)
            stream.write(content)
            yield (
                start, len(content), layout_start, zlib.crc32(content), layout_check,
                len(part), kind.width, runs, len(part[0]), len(part[-1]), kind.zones,
            )  # fmt: skip


def _block_bytes(keys: Sequence[str], drafts: set[str], layout: Layout, kind: LengthClass) -> tuple[bytes, int]:
    """Return the bytes of a block, a multiple of eight, and how many runs of equal length it has."""
    signatures = np.zeros((kind.zones * kind.width, _words(len(keys))), np.uint64)
    first = 0
    for part in _iter_parts(keys, *_PART):
        packed = np.packbits(sign(find_elements(part), layout, kind.zones, kind.width), axis=1, bitorder="little")
        signatures.view(np.uint8)[:, first : first + packed.shape[1]] = packed
        first += packed.shape[1]
    run_lengths, run_starts = np.unique([len(key) for key in keys], return_index=True)
    texts = [key.encode("utf-8", "surrogatepass") for key in keys]
    parts: tuple[npt.NDArray[np.generic], ...] = (
        signatures,
        np.cumsum([0, *map(len, texts)]).astype(np.uint32),
        run_lengths.astype(np.int32),
        np.append(run_starts, len(keys)).astype(np.int32),
        np.packbits([key in drafts for key in keys]),
    )
    content = b"".join((*(part.tobytes() for part in parts), *texts))
    return content + bytes(-len(content) % 8), len(run_lengths)


def _iter_parts(keys: Sequence[str], most_keys: int, most_chars: int) -> Iterator[Sequence[str]]:
    """Cut keys, sorted by length, into parts of no more keys and code points, each but the last a multiple of 8 keys.

    Eight keys stay together, however long they are.
    """
    first = 0
    while first < len(keys):
        longest = len(keys[min(first + most_keys, len(keys)) - 1])
        size = min(most_keys, max(8, most_chars // max(longest, 1) // 8 * 8))
        yield keys[first : first + size]
        first += size


def _words(keys: int) -> int:
    """Return how many words of 64 bits have a bit for each of so many keys."""
    return (keys + 63) // 64


def _read_directory(content: mmap.mmap | bytes, whose: bytes) -> tuple[int, int, npt.NDArray[np.void]]:
    """Return generation, count of keys and directory."""
    head, end = content[: _HEADER.size], _HEADER.size + _CHECK.size
    if len(content) < end or content[_HEADER.size : end] != _CHECK.pack(zlib.crc32(head)):
        raise _damaged("header")
    magic, version, check, owner, generation, keys, size, start = _HEADER.unpack(head)
    if (magic, version, owner, size) != (_MAGIC, _VERSION, whose, len(content)):
        raise _damaged("kind, owner or size")
    if zlib.crc32(memoryview(content)[start:]) != check:
        raise _damaged("directory")
    return generation, keys, np.frombuffer(content, _DIRECTORY, offset=start)


def _damaged(part: str) -> MemoryStoreError:
    return MemoryStoreError(f"compiled index: its {part} is not as it was written; it is made anew when it is deleted")
