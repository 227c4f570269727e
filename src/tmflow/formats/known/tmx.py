"""TMX 1.4: the pairs of a memory, and of an article."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tmflow.formats import tmx
from tmflow.formats.fileformat import FileFormat, Trait
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.signatures import has_root
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
        summary="a memory, for any CAT tool",
        suffixes=(".tmx",),
        is_content=has_root("tmx"),
        traits=frozenset({Trait.DRAFTS_ON_DEMAND, Trait.RETIRED, Trait.KEPT}),
        unit_end=b"</tu>",
        write=tmx.write,
        read_pairs=_read_pairs,
        write_pairs=partial(tmx.write_tmx, include_drafts=True, include_retired=True),
    ),
)
