"""What a memory that several projects share tells beyond `MemoryStore`: what changed, so that each keeps a copy cheaply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tmflow.memory.store import DocumentRecord, MemoryStore

__all__ = ["DocumentChange", "SharedStore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """The last change of a document and the generation it made. A removed one keeps its name and has no units."""

    record: DocumentRecord
    generation: int
    is_removed: bool


class SharedStore(MemoryStore, Protocol):
    """A store that many write to. Generations are seen in order: whoever sees one has seen all before it."""

    @property
    def identity(self) -> str:
        """A name no other memory has, of letters, digits and hyphens: generations of two memories cannot be compared."""

    def iter_changes(self, since: int = 0) -> Iterator[DocumentChange]:
        """Yield the documents changed or removed after this generation, in order of their last change."""
