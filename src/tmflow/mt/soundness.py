"""Whether the files of a package are what an engine can load: first read by their form, then loaded in a process of its own."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tmflow.mt.packages import InstalledPackage

__all__ = ["package_fault"]

_NEWEST_BINARY = 6
_FIRST_WITH_NAME, _FIRST_WITH_ALIASES, _FIRST_WITH_TYPES = 2, 3, 4
"""Versions of CTranslate2's binary format (`model.cc`): what each brought."""

_MOST_DIMENSIONS = 8
_NO_FAULT = ""
_LOADING_S = 300
_SENTENCE = "1."
_NEEDED = ("ctranslate2", "sentencepiece")

_LOADING = f"""
import sys
import ctranslate2
folder = sys.argv[1]
pieces = [["{_SENTENCE}"]]
if len(sys.argv) > 2:
    import sentencepiece
    pieces = [sentencepiece.SentencePieceProcessor(model_file=sys.argv[2]).encode("{_SENTENCE}", out_type=str)]
engine = ctranslate2.Translator(folder, device="cpu", inter_threads=1, intra_threads=1)
engine.translate_batch(pieces, beam_size=1, max_decoding_length=4)
"""
"""In a process of its own, since a damaged file may end the one that loads it."""


def package_fault(package: InstalledPackage, *, loads: bool = True) -> str:
    """Return what is wrong with a package's model or tokenizer, "" if nothing is.

    Both are read from end to end by their form, which finds what is cut off or is no model at all. Then, where CTranslate2
    and sentencepiece are installed, they are loaded and asked for one sentence (about a second), unless not `loads`.
    """
    model, tokenizer = package.path / "model" / "model.bin", package.path / "sentencepiece.model"
    try:
        _check_model(model)
        if tokenizer.is_file():
            _check_tokenizer(tokenizer)
    except (_Damage, OSError) as error:
        return str(error)
    is_loadable = loads and all(importlib.util.find_spec(name) is not None for name in _NEEDED)
    return _loading_fault(package.path / "model", tokenizer if tokenizer.is_file() else None) if is_loadable else ""


class _Damage(Exception):  # noqa: N818 - it never leaves this file
    """A file is not what its format demands."""


class _Reader:
    """Reads a binary file whose numbers are little-endian, and says what is damaged. Nothing is held in memory."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        self._size = os.fstat(file.fileno()).st_size

    def fail(self, problem: str) -> _Damage:
        return _Damage(f"{self._name} is damaged: {problem}")

    @property
    def left(self) -> int:
        """Bytes not read yet."""
        return self._size - self._file.tell()

    def skip(self, count: int) -> None:
        if count > self.left:
            raise self.fail(f"it ends {count - self.left} bytes too early")
        self._file.seek(count, os.SEEK_CUR)

    def take(self, count: int) -> bytes:
        if count > self.left:
            raise self.fail("it is cut off")
        return self._file.read(count)

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def varint(self) -> int:
        """Read a number as protocol buffers write it."""
        value = 0
        for shift in range(0, 70, 7):
            (byte,) = self.take(1)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004 - the bit that says there is more
                return value
        raise self.fail("it is no tokenizer of sentencepiece")

    def name(self) -> str:
        """Read a name with its length before it and a NUL at its end."""
        raw = self.take(self.number(2))
        if not raw.endswith(b"\0") or not raw[:-1].isascii() or not raw[:-1].decode("ascii").isprintable():
            raise self.fail("it is no model of CTranslate2")
        return raw[:-1].decode("ascii")


def _check_model(path: Path) -> None:
    """Walk over a model's variables. Source: CTranslate2, `python/ctranslate2/specs/model_spec.py` and `src/models/model.cc`."""
    with path.open("rb") as file:
        read = _Reader(file, "model/model.bin")
        version = read.number(4)
        if not 0 < version <= _NEWEST_BINARY:
            raise read.fail("it is no model of CTranslate2")
        if version >= _FIRST_WITH_NAME:
            read.name()
            read.number(4)
        variables = read.number(4)
        if not variables:
            raise read.fail("it has no weights")
        for _ in range(variables):
            read.name()
            dimensions = read.number(1)
            if dimensions > _MOST_DIMENSIONS:
                raise read.fail("it is no model of CTranslate2")
            read.skip(4 * dimensions)
            item_bytes = read.number(1)
            read.skip(read.number(4) * (1 if version >= _FIRST_WITH_TYPES else item_bytes))
        if version >= _FIRST_WITH_ALIASES:
            for _ in range(2 * read.number(4)):
                read.name()
        if read.left:
            raise read.fail(f"{read.left} bytes follow its end")


def _check_tokenizer(path: Path) -> None:
    """Walk over a tokenizer's fields: a protocol buffer, whose pieces are its field 1 (`sentencepiece_model.proto`)."""
    with path.open("rb") as file:
        read = _Reader(file, path.name)
        if 1 not in set(_iter_fields(read)):
            raise read.fail("it has no pieces")


def _iter_fields(read: _Reader) -> Iterator[int]:
    """Yield the number of each field. Source: protobuf.dev, Encoding: wire types 0 varint, 1 and 5 fixed, 2 with a length."""
    while read.left:
        key = read.varint()
        match key & 7:
            case 0:
                read.varint()
            case 1:
                read.skip(8)
            case 2:
                read.skip(read.varint())
            case 5:
                read.skip(4)
            case _:
                raise read.fail("it is no tokenizer of sentencepiece")
        yield key >> 3


def _loading_fault(model: Path, tokenizer: Path | None) -> str:
    command = [sys.executable, "-P", "-c", _LOADING, str(model), *([str(tokenizer)] if tokenizer else [])]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
            command, capture_output=True, text=True, check=False, timeout=_LOADING_S
        )
    except subprocess.TimeoutExpired:
        return f"the engine did not load it in {_LOADING_S} seconds"
    if done.returncode == 0:
        return _NO_FAULT
    told = [line.replace(f"{model.parent}{os.sep}", "").strip() for line in done.stderr.splitlines() if line.strip()]
    return f"the engine cannot load it ({told[-1] if told else f'it ended with {done.returncode}'})"
