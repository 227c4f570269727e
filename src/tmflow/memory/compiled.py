"""The compiled index: the match keys of one language with their signatures, in one file that is mapped, not read.

It is a cache. It is never changed: whoever makes a new one writes it beside and renames it, and a process that maps the
old one keeps it. What is damaged, cut short, foreign or of another version is as good as not there.

Layout, all numbers in the byte order of the machine. A header; then for each class of lengths its layout (`signature.make_layout`) and its
blocks; then the directory, a row a block. A block holds up to 65,536 keys in the order of their lengths: signatures (a
row for each place), runs of equal length (the length of each; where each starts); offsets of the keys' texts, a bit a key that
says whether only drafts have it, and the texts in UTF-8. Header and directory (`index_file`) are checked when the file is
opened, a block when it is first used: so opening takes the same time at any size, and still no damage can hide a key.
"""

from __future__ import annotations

import mmap
import os
import sys
import tempfile
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from tmflow.errors import MemoryStoreError
from tmflow.memory.index_file import HEADER_BYTES, Directory, Row, damaged, identity, pack_header
from tmflow.memory.signature import CLASSES, Layout, LengthClass, Words, find_elements, make_layout, sign
from tmflow.model.language import Language

__all__ = ["Block", "CompiledIndex", "KeySource", "compile_file", "compile_in_memory", "identity"]

_LAYOUT_BYTES = 2 * (1 << 16)
_BLOCK = 65_536, 1 << 23
_PART = 4_096, 1 << 19
"""Keys and code points at the most. A block is large, so that adding up its rows is worth the calls; it is signed in
parts, which fit a processor's cache."""

_LONGEST = [kind.longest for kind in CLASSES]

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
        head = content[:HEADER_BYTES]
        tail = content[Directory.start_of(head) :]
        self.generation, self.key_count, self._rows = Directory.read(head, tail, size=len(content), whose=whose)
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
        for row in self._rows:
            if row.longest >= shortest and row.shortest <= longest:
                block = self._blocks.get(row.start)
                if block is None:
                    block = self._blocks[row.start] = self._read_block(row)
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

    def _read_block(self, row: Row) -> Block:
        """Check a block and lay arrays over it."""
        whole = memoryview(self._content)
        if row.layout not in self._layouts:
            if zlib.crc32(whole[row.layout : row.layout + _LAYOUT_BYTES]) != row.layout_check:
                raise damaged(f"layout at byte {row.layout}")
            self._layouts[row.layout] = np.frombuffer(self._content, np.uint16, _LAYOUT_BYTES // 2, row.layout)
        for start, end, check in ((row.start, row.texts, row.check), (row.texts, row.end, row.texts_check)):
            if zlib.crc32(whole[start:end]) != check:
                raise damaged(f"block at byte {start}")
        at = row.start

        def take(kind: type[_Number], count: int) -> npt.NDArray[_Number]:
            nonlocal at
            part = np.frombuffer(self._content, kind, count, at)
            at += part.nbytes
            return part

        rows = row.zones * row.width
        return Block(
            layout=self._layouts[row.layout],
            zones=row.zones,
            width=row.width,
            signatures=take(np.uint64, rows * _words(row.keys)).reshape(rows, -1),
            run_lengths=take(np.int32, row.runs),
            run_starts=take(np.int32, row.runs + 1),
            offsets=take(np.uint32, row.keys + 1),
            drafts=take(np.uint8, (row.keys + 7) // 8),
            texts=at,
        )


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
    stream.write(bytes(HEADER_BYTES))
    rows: list[Row] = []
    for kind, keys in groupby(source.iter_all_keys(language), key=lambda told: _class_of(told[0])):
        rows += _write_class(stream, keys, kind)
    header, directory = pack_header(rows, stream.tell(), whose=whose, generation=generation)
    stream.write(directory)
    stream.seek(0)
    stream.write(header)


def _class_of(key: str) -> LengthClass:
    return CLASSES[bisect_left(_LONGEST, len(key))]


def _write_class(stream: BinaryIO, told: Iterator[tuple[str, bool]], kind: LengthClass) -> Iterator[Row]:
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
            bits, runs, texts = _block_bytes(part, drafts, layout, kind)
            stream.write(bits)
            stream.write(texts)
            yield Row(
                start, start + len(bits), stream.tell(), layout_start, zlib.crc32(bits), zlib.crc32(texts), layout_check,
                len(part), kind.width, runs, len(part[0]), len(part[-1]), kind.zones,
            )  # fmt: skip


def _block_bytes(keys: Sequence[str], drafts: set[str], layout: Layout, kind: LengthClass) -> tuple[bytes, int, bytes]:
    """Return the bytes of a block: signatures and runs, how many runs there are, the rest; together a multiple of eight."""
    signatures = np.zeros((kind.zones * kind.width, _words(len(keys))), np.uint64)
    first = 0
    for part in _iter_parts(keys, *_PART):
        packed = np.packbits(sign(find_elements(part), layout, kind.zones, kind.width), axis=1, bitorder="little")
        signatures.view(np.uint8)[:, first : first + packed.shape[1]] = packed
        first += packed.shape[1]
    run_lengths, run_starts = np.unique([len(key) for key in keys], return_index=True)
    runs = np.concatenate((run_lengths, run_starts, [len(keys)])).astype(np.int32)
    bits = signatures.tobytes() + runs.tobytes()
    texts = [key.encode("utf-8", "surrogatepass") for key in keys]
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.uint32)
    rest = b"".join((offsets.tobytes(), np.packbits([key in drafts for key in keys]).tobytes(), *texts))
    return bits, len(run_lengths), rest + bytes(-(len(bits) + len(rest)) % 8)


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
