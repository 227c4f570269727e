"""Rows of the PostgreSQL store: what is written of an entry, and the entry that is read from a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from tmflow.memory.grams import bits_of_key, grams_of_key
from tmflow.memory.store import DocumentKind, DocumentRecord, telling_shape
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

__all__ = [
    "Row",
    "can_be_stored",
    "entry_of",
    "hash_of_key",
    "hash_of_shape",
    "iter_rows",
    "length_of_segment",
    "record_of",
    "stored_time",
]

Row = tuple[Any, ...]

_UNFIT = re.compile("[\0\ud800-\udfff]")


def hash_of_key(key: str) -> int:
    """Return 64 bits, with a sign, of a key, case apart. What is found by it is compared, so a collision does no harm."""
    return _hash(key.casefold())


def hash_of_shape(key: str, language: Language) -> int | None:
    """Return the same of the shape of a key, None if it has none that says anything."""
    shape = telling_shape(key, language.value)
    return _hash(shape) if shape else None


def can_be_stored(text: str) -> bool:
    """Whether PostgreSQL can hold a text: neither the character NUL nor half a character is in it."""
    return _UNFIT.search(text) is None


def stored_time(moment: datetime | None) -> datetime | None:
    """Return a moment with its zone, which is UTC where none is told."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def iter_rows(entries: Iterable[MemoryEntry], document_id: int) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the row of each entry's unit and those of its two segments, in the order of their COPY statements."""
    before: MemoryEntry | None = None
    upcoming = iter(entries)
    entry = next(upcoming, None)
    position = 0
    while entry is not None:
        after = next(upcoming, None)
        neighbours = (
            None if before and before.source == entry.previous_source else entry.previous_source,
            None if after and after.source == entry.next_source else entry.next_source,
            None if before and before.target == entry.previous_target else entry.previous_target,
            None if after and after.target == entry.next_target else entry.next_target,
        )
        yield (
            (document_id, position, *_text_columns(entry), *neighbours, *_other_columns(entry)),
            [_segment(document_id, position, side, entry) for side in (0, 1)],
        )
        before, entry = entry, after
        position += 1


def length_of_segment(row: Row) -> tuple[str, int]:
    """Return the language of a segment's row and the length of its key."""
    return row[3], row[6]


def record_of(row: Sequence[Any]) -> DocumentRecord:
    """Return what a row tells of a document."""
    name, fingerprint, kind, units, who, happened, *_ = row
    return DocumentRecord(
        name=name, fingerprint=fingerprint, kind=DocumentKind(kind), units=units, who=who, when=_read_time(happened)
    )


def entry_of(row: Sequence[Any]) -> MemoryEntry:
    """Return the entry of a row."""
    document, source_language, source, target_language, target, *neighbours = row[:9]
    state, origin, is_draft, notes, name, author, created, changed, confidence, properties, retired = row[9:20]
    previous_source, next_source, previous_target, next_target = (text or "" for text in neighbours)
    return MemoryEntry(
        source=source,
        target=target,
        pair=LanguagePair(Language(source_language), Language(target_language)),
        document=document,
        previous_source=previous_source,
        next_source=next_source,
        previous_target=previous_target,
        next_target=next_target,
        state=state,
        origin=origin,
        draft=is_draft,
        notes=tuple(notes),
        id=name,
        author=author,
        created=_read_time(created),
        changed=_read_time(changed),
        confidence=confidence,
        properties=tuple((kind, text) for kind, text in properties),
        retired=retired,
    )


def _text_columns(entry: MemoryEntry) -> Row:
    return entry.pair.source.value, entry.source, entry.pair.target.value, entry.target


def _other_columns(entry: MemoryEntry) -> Row:
    return (
        entry.state,
        entry.origin,
        entry.draft,
        list(entry.notes),
        entry.id,
        entry.author,
        stored_time(entry.created),
        stored_time(entry.changed),
        entry.confidence,
        [list(pair) for pair in entry.properties],
        entry.retired,
    )


def _segment(document_id: int, position: int, side: int, entry: MemoryEntry) -> Row:
    language, text = (entry.pair.target, entry.target) if side else (entry.pair.source, entry.source)
    key = match_key(text)
    grams = ",".join(map(str, grams_of_key(key, language)))
    return (
        document_id,
        position,
        side,
        language.value,
        entry.draft,
        key,
        len(key),
        hash_of_key(key),
        hash_of_shape(key, language),
        bits_of_key(key),
        f"{{{grams}}}",
    )


def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _read_time(stored: datetime | None) -> datetime | None:
    return stored and stored.astimezone(UTC)
