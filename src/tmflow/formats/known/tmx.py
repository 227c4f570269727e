"""TMX 1.4: the pairs of a memory, and of an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tmflow.formats import tmx
from tmflow.formats.fileformat import FileFormat, has_sign
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    return tmx.iter_tmx(
        path, max_unit_chars=options.max_unit_chars, keep_markup=options.keep_markup, mend=options.mend, log=log
    )


FORMATS: Final = (
    FileFormat(
        name="tmx",
        title="TMX 1.4",
        suffixes=(".tmx",),
        is_content=has_sign(b"<tmx"),
        write=tmx.write,
        read_pairs=_read_pairs,
        write_pairs=tmx.write_tmx,
    ),
)
