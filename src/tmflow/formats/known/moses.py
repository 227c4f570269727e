"""Aligned lines: NAME.ja and NAME.en, the pairs of a corpus as Moses takes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tmflow.formats import moses
from tmflow.formats.fileformat import FileFormat, Trait
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return moses.iter_moses(path, options=options, log=log)


def _has_both(path: Path, beginning: bytes) -> bool:
    del beginning
    return moses.find_moses(path) is not None


FORMATS: Final = (
    FileFormat(
        name="moses",
        title="aligned lines",
        summary="two files side by side, NAME.ja and NAME.en, for training engines",
        suffixes=(".ja", ".en"),
        is_content=_has_both,
        traits=frozenset({Trait.SIDE_BY_SIDE}),
        read_pairs=_read_pairs,
        write_pairs=moses.write_moses,
    ),
)
