"""What a memory store must do: keep entries by document and find them by text, by match key, by length, by substring.

A store is a cache of the committed memory files: it may be deleted at any moment and built again. It knows nothing of
scores; what it finds is complete, and `tmflow.memory.memory` does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry

__all__ = ["MemoryStore", "facing", "prepare_entries"]


class MemoryStore(Protocol):
    """Entries by document. Every method raises MemoryStoreError if the store cannot be read or written.

    Answers come in order: documents by name, within one document as its entries were given.
    """

    def documents(self) -> Mapping[str, str]:
        """Return the fingerprint of each document, by name: the caller compares it with its file to see what changed."""

    def generation(self) -> int:
        """Return a number that grows with every change, whoever makes it. Cheap: asked before each fuzzy lookup."""

    def replace_document(self, document: str, fingerprint: str, entries: Iterable[MemoryEntry]) -> int:
        """Make these the entries of the document, all or none, and return how many are kept (see `prepare_entries`).

        fingerprint: what `documents` shall tell of it; "" if there is none.
        Raises StorageError if the machine refuses the write; the old entries are then unchanged.
        """

    def remove_document(self, document: str) -> bool:
        """Forget the document and its entries; whether there was one. Raises StorageError as above."""

    def find_text(self, text: str, language: Language) -> list[MemoryEntry]:
        """Return the entries whose side in this language is this very text."""

    def find_key(self, key: str, language: Language) -> list[MemoryEntry]:
        """Return the entries whose side in this language has this `match_key`."""

    def iter_keys(
        self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        """Yield the match keys of this language that are `shortest` to `longest` code points long, both included.

        since: only of documents written after this generation. A key may come more than once. Keeps a reader open.
        """

    def iter_entries(self, document: str | None = None) -> Iterator[MemoryEntry]:
        """Yield the entries of one document, or of all. Keeps a reader open."""

    def iter_containing(
        self, text: str, *, language: Language | None, include_drafts: bool
    ) -> Iterator[tuple[MemoryEntry, Language]]:
        """Yield the entries that may hold the text, with the side that may: none is missed, some may not hold it.

        The shorter match key comes first, then documents by name, then the order within. Keeps a reader open.
        """

    def close(self) -> None:
        """Release the store. Closing twice is harmless; any other use after it is an error."""


def facing(entry: MemoryEntry, language: Language) -> MemoryEntry:
    """Return the entry as seen from this language: its side in it is `source`, the other `target`.

    >>> from tmflow.model.language import LanguagePair
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> facing(MemoryEntry(source="港", target="a harbor", pair=pair), Language.EN).source
    'a harbor'
    """
    if entry.pair.source is language:
        return entry
    return replace(
        entry,
        source=entry.target,
        target=entry.source,
        pair=entry.pair.reversed,
        previous_source=entry.previous_target,
        next_source=entry.next_target,
        previous_target=entry.previous_source,
        next_target=entry.next_source,
    )


def prepare_entries(entries: Iterable[MemoryEntry], document: str) -> Iterator[MemoryEntry]:
    """Yield what a store keeps of a document: every entry with text on both sides, under the document's name."""
    for entry in entries:
        if entry.source.strip() and entry.target.strip():
            yield entry if entry.document == document else replace(entry, document=document)
