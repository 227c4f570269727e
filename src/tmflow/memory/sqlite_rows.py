"""The rows of the SQLite store: what of an entry and of a document stands in which column, there and back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from tmflow.memory.store import DocumentKind, DocumentRecord, telling_shape
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

__all__ = ["entry_of", "iter_rows", "key_hash", "record_of", "shape_hash", "stored_time"]

_Value = str | int | None
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""Made once: `json.dumps` makes an encoder a call."""


def key_hash(key: str) -> int:
    """Return 32 bits of a key, case apart. Keys found by it are compared, so a collision costs a row read and no more."""
    return zlib.crc32(key.casefold().encode("utf-8", "surrogatepass"))


def shape_hash(key: str, language: str) -> int | None:
    """Return 32 bits of the shape of a key, None if it has none that says anything."""
    shape = telling_shape(key, language)
    return zlib.crc32(shape.encode("utf-8", "surrogatepass")) if shape else None


def iter_rows(
    entries: Iterable[MemoryEntry], first_id: int, document_id: int
) -> Iterator[tuple[tuple[_Value, ...], list[tuple[_Value, ...]]]]:
    """Yield the row of each entry's unit and those of its two segments; a neighbour's text is left out where it follows."""
    before: MemoryEntry | None = None
    upcoming = iter(entries)
    entry = next(upcoming, None)
    unit_id = first_id
    while entry is not None:
        after = next(upcoming, None)
        neighbours = (
            None if before and before.source == entry.previous_source else entry.previous_source,
            None if after and after.source == entry.next_source else entry.next_source,
            None if before and before.target == entry.previous_target else entry.previous_target,
            None if after and after.target == entry.next_target else entry.next_target,
        )
        unit = (
            unit_id,
            document_id,
            entry.state,
            entry.origin,
            int(entry.draft),
            _encode(entry.notes) if entry.notes else "[]",
            *neighbours,
            entry.id or None,
            entry.author or None,
            stored_time(entry.created),
            stored_time(entry.changed),
            entry.confidence,
            _encode(entry.properties) if entry.properties else None,
            entry.retired or None,
        )
        yield unit, _segment_rows(unit_id, entry)
        before, entry = entry, after
        unit_id += 1


def _segment_rows(unit_id: int, entry: MemoryEntry) -> list[tuple[_Value, ...]]:
    rows: list[tuple[_Value, ...]] = []
    for side, language, text in ((0, entry.pair.source, entry.source), (1, entry.pair.target, entry.target)):
        key = match_key(text)
        hashes = key_hash(key), shape_hash(key, language.value)
        rows.append((unit_id, side, language.value, text, None if key == text else key, len(key), *hashes))
    return rows


def stored_time(moment: datetime | None) -> str | None:
    """Return a moment as a column has it."""
    return None if moment is None else moment.isoformat()


def _read_time(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


def record_of(row: Sequence[Any]) -> DocumentRecord:
    """Return the document of a row of SELECT_DOCUMENTS."""
    name, fingerprint, kind, who, happened, units = row
    return DocumentRecord(
        name=name, fingerprint=fingerprint, kind=DocumentKind(kind), units=units, who=who, when=_read_time(happened)
    )


def entry_of(row: Sequence[Any]) -> MemoryEntry:
    """Return the entry of a row of the statements that begin as `schema` says; its first column is not the entry's."""
    _, document, source_language, source, target_language, target, state, origin, is_draft, notes, *rest = row
    previous_source, next_source, previous_target, next_target, name, author, created, changed, *last = rest
    confidence, properties, retired = last
    return MemoryEntry(
        source=source,
        target=target,
        pair=LanguagePair(Language(source_language), Language(target_language)),
        document=document,
        previous_source=previous_source or "",
        next_source=next_source or "",
        previous_target=previous_target or "",
        next_target=next_target or "",
        state=state,
        origin=origin,
        draft=bool(is_draft),
        notes=tuple(json.loads(notes)),
        id=name or "",
        author=author or "",
        created=_read_time(created),
        changed=_read_time(changed),
        confidence=confidence,
        properties=tuple((kind, text) for kind, text in json.loads(properties)) if properties else (),
        retired=retired or "",
    )
