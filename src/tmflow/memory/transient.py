"""A memory store that lives in the process and leaves nothing behind: for scripts without a project, and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tmflow.memory.store import facing, prepare_entries
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

__all__ = ["TransientStore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Segment:
    """One side of an entry, as it is searched."""

    entry: MemoryEntry
    language: Language
    text: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    fingerprint: str
    generation: int
    entries: tuple[MemoryEntry, ...]


class TransientStore:
    """A `MemoryStore` in ordinary memory, the plain reading of its contract."""

    def __init__(self) -> None:
        self._generation = 0
        self._documents: dict[str, _Document] = {}
        self._segments: list[_Segment] = []
        self._by_text: dict[tuple[Language, str], list[MemoryEntry]] = {}
        self._by_key: dict[tuple[Language, str], list[MemoryEntry]] = {}

    def documents(self) -> Mapping[str, str]:
        """Return the fingerprint of each document, by name."""
        return {name: self._documents[name].fingerprint for name in sorted(self._documents)}

    def generation(self) -> int:
        """Return the number of changes so far."""
        return self._generation

    def replace_document(self, document: str, fingerprint: str, entries: Iterable[MemoryEntry]) -> int:
        """Make these the entries of the document, and return how many are kept."""
        kept = tuple(prepare_entries(entries, document))
        self._generation += 1
        self._documents[document] = _Document(fingerprint=fingerprint, generation=self._generation, entries=kept)
        self._arrange()
        return len(kept)

    def remove_document(self, document: str) -> bool:
        """Forget the document and its entries; whether there was one."""
        self._generation += 1
        was_there = self._documents.pop(document, None) is not None
        self._arrange()
        return was_there

    def find_text(self, text: str, language: Language) -> list[MemoryEntry]:
        """Return the entries whose side in this language is this very text."""
        return list(self._by_text.get((language, text), ()))

    def find_key(self, key: str, language: Language) -> list[MemoryEntry]:
        """Return the entries whose side in this language has this `match_key`."""
        return list(self._by_key.get((language, key), ()))

    def iter_keys(
        self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        """Yield the match keys of this language within these lengths, some more than once."""
        for segment in self._segments:
            if (
                segment.language is language
                and shortest <= len(segment.key) <= longest
                and (include_drafts or not segment.entry.draft)
                and self._documents[segment.entry.document].generation > since
            ):
                yield segment.key

    def iter_entries(self, document: str | None = None) -> Iterator[MemoryEntry]:
        """Yield the entries of one document, or of all."""
        for name in sorted(self._documents):
            if document in {None, name}:
                yield from self._documents[name].entries

    def iter_containing(
        self, text: str, *, language: Language | None, include_drafts: bool
    ) -> Iterator[tuple[MemoryEntry, Language]]:
        """Yield every entry, the shorter key first: the one who asks looks whether it holds the text."""
        del text
        for segment in sorted(self._segments, key=lambda segment: len(segment.key)):
            if language in {None, segment.language} and (include_drafts or not segment.entry.draft):
                yield segment.entry, segment.language

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    def _arrange(self) -> None:
        self._segments = []
        self._by_text, self._by_key = {}, {}
        for entry in self.iter_entries():
            for language in (entry.pair.source, entry.pair.target):
                text = facing(entry, language).source
                key = match_key(text)
                self._segments.append(_Segment(entry=entry, language=language, text=text, key=key))
                self._by_text.setdefault((language, text), []).append(entry)
                self._by_key.setdefault((language, key), []).append(entry)
