"""gettext PO: the working file of an article, and the pairs of any program's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tmflow.formats import po, po_pairs, po_syntax
from tmflow.formats.bitext_entries import iter_entries
from tmflow.formats.fileformat import FileFormat, Trait
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.packed import open_plain
from tmflow.formats.signatures import has_start
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]

_FIRST_ENTRY: Final = rb'(?>\s+|#[^\n]*+)*+msg(?:id|ctxt) *"'
"""After comments, which need not be of an entry."""
_OWN_PO: Final = b"X-Tmflow-Article:"


def _is_own_po(path: Path) -> bool:
    """Whether a PO file is the bitext of an article, as tmflow writes it. Raises FormatError if it cannot be read."""
    with open_plain(path) as stream:
        return _OWN_PO in stream.read(po_syntax.HEADER_BYTES)


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    """Yield the pairs of a PO: of an article of tmflow's own with all it knows, else of any program's."""
    if not _is_own_po(path):
        yield from po_pairs.iter_po_pairs(path, options=options, log=log)
        return
    bitext = po.read_foreign_po(path)
    for entry in iter_entries(bitext, document=path.name):
        log.read += 1
        yield entry
    for unit in bitext.units:
        if unit.target is None:
            log.leave_out("untranslated unit")


FORMATS: Final = (
    FileFormat(
        name="po",
        title="gettext PO",
        summary="for PO editors; the working file of an article",
        suffixes=(".po",),
        is_content=has_start(_FIRST_ENTRY),
        traits=frozenset({Trait.OPEN_ENDED}),
        read=po.read,
        write=po.write,
        read_pairs=_read_pairs,
    ),
)
