"""What stands in a package: the least that reads like a model, and one that an engine loads."""

from __future__ import annotations

import functools
import importlib.util
import struct
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

_ENGINE = ("ctranslate2", "sentencepiece")


def model_of(*variables: tuple[str, bytes], version: int = 6) -> bytes:
    """A model.bin of some variables, each a row of bytes, which CTranslate2 would take for a model without layers."""
    written = struct.pack("<I", version)
    if version > 1:
        written += _name("TransformerSpec") + struct.pack("<I", 7)
    written += struct.pack("<I", len(variables))
    for name, content in variables:
        shape = struct.pack("<BI", 1, len(content))
        kind = struct.pack(
            "<BI", 1, len(content)
        )  # from version 4 a type and bytes, before the size of one and how many
        written += _name(name) + shape + kind + content
    return written + (struct.pack("<I", 1) + _name("alias") + _name(variables[0][0]) if version > 2 else b"")


def _name(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def tokenizer_of(*pieces: str) -> bytes:
    """A sentencepiece.model of some pieces, and a field of each kind that a protocol buffer may have."""
    rows = [b"\x0a" + bytes([len(piece.encode())]) + piece.encode() for piece in pieces]
    entries = [b"\x0a" + bytes([len(row)]) + row for row in rows]
    return b"".join(entries) + b"\x10\xac\x02" + b"\x19" + bytes(8) + b"\x25" + bytes(4)


READABLE = {"model/model.bin": model_of(("weights", b"weights" * 100)), "sentencepiece.model": tokenizer_of("a", "b")}
"""Reads like a package's files; no engine loads it."""


@functools.cache
def package_parts() -> Mapping[str, bytes]:
    """The files of a package that is good on this machine: a real one where the engine is installed."""
    if any(importlib.util.find_spec(name) is None for name in _ENGINE):
        return READABLE
    with tempfile.TemporaryDirectory() as folder:
        path = model_builder().build_package(Path(folder, "p"), {"港": " harbor"}, source="ja", target="en")
        with zipfile.ZipFile(path) as opened:
            names = [name for name in opened.namelist() if not name.endswith("metadata.json")]
            return {name.partition("/")[2]: opened.read(name) for name in names}


def model_builder() -> ModuleType:
    """Load the builder by its path: `tests` is also a stray package of argostranslate's wheel."""
    spec = importlib.util.spec_from_file_location("tmflow_tiny_model", Path(__file__).parent / "mt" / "tiny_model.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = builder
    spec.loader.exec_module(builder)
    return builder
