"""A bitext as entries of a memory: the one reading of it, whether it is compiled, imported or exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from tmflow.model.bitext import Bitext, OriginKind, Side
from tmflow.model.match import MemoryEntry

__all__ = ["iter_entries"]


def iter_entries(bitext: Bitext, *, document: str = "") -> Iterator[MemoryEntry]:
    """Yield the units of a bitext that have both sides as entries; drafts are marked.

    document: the name they are told to be of, "" = that of the article's PO file.
    A stale translation stands beside the source it was made for: that pair is true. Of the neighbours both sides are
    given, but no target that nobody has confirmed.
    """
    units = [unit for unit in bitext.units if unit.side is Side.BOTH]
    shown = [(unit.source.native, unit.target.native if unit.target and unit.is_confirmed else "") for unit in units]
    edged = [("", ""), *shown, ("", "")]
    for unit, before, after in zip(units, edged, edged[2:], strict=False):
        if unit.target is None:
            continue
        origin = unit.origin
        yield MemoryEntry(
            source=(unit.previous_source or unit.source).native,
            target=unit.target.native,
            pair=bitext.pair,
            document=document or f"{bitext.slug}.po",
            previous_source=before[0],
            next_source=after[0],
            previous_target=before[1],
            next_target=after[1],
            state=unit.state.value,
            origin=origin.kind.value if origin else "human",
            draft=unit.draft,
            notes=unit.notes,
            id=unit.id,
            author=(origin and origin.reviewer) or "",
            changed=datetime.combine(origin.when, time(), UTC) if origin and origin.when else None,
            confidence=origin.similarity if origin and origin.kind is OriginKind.ALIGNED else None,
        )
