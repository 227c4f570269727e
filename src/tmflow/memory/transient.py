"""A memory store that lives in the process and leaves nothing behind: for scripts without a project, and for tests."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tmflow.memory.store import DocumentKind, DocumentRecord, Effort, is_kept, telling_shape, text_in
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

if TYPE_CHECKING:
    from tmflow.memory.index import FuzzyIndex

__all__ = ["TransientStore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Segment:
    """One side of an entry, as it is searched."""

    entry: MemoryEntry
    language: Language
    key: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    record: DocumentRecord
    generation: int
    entries: tuple[MemoryEntry, ...]


class _Arrangement:
    """Entries by what they are found by."""

    def __init__(self, entries: Iterable[MemoryEntry]) -> None:
        self.segments: list[_Segment] = []
        self.by_text: dict[tuple[Language, str], list[MemoryEntry]] = {}
        self.by_key: dict[tuple[Language, str], list[_Segment]] = {}
        self.by_shape: dict[tuple[Language, str], list[MemoryEntry]] = {}
        for entry in entries:
            for language in (entry.pair.source, entry.pair.target):
                text = text_in(entry, language)
                key = match_key(text)
                segment = _Segment(entry=entry, language=language, key=key, number=len(self.segments))
                self.segments.append(segment)
                self.by_text.setdefault((language, text), []).append(entry)
                self.by_key.setdefault((language, key.casefold()), []).append(segment)
                if shape := telling_shape(key, language):
                    self.by_shape.setdefault((language, shape), []).append(entry)


class TransientStore:
    """A `MemoryStore` in ordinary memory, the plain reading of its contract."""

    def __init__(self) -> None:
        self._generation = 0
        self._documents: dict[str, _Document] = {}
        self._arrangement: _Arrangement | None = None
        self._indexes: dict[Language, FuzzyIndex] = {}

    def documents(self) -> Mapping[str, DocumentRecord]:
        """Return what is known of each document, by name."""
        return {name: self._documents[name].record for name in sorted(self._documents)}

    def generation(self) -> int:
        """Return the number of changes so far."""
        return self._generation

    def replace_document(
        self,
        document: str,
        fingerprint: str,
        entries: Iterable[MemoryEntry],
        *,
        kind: DocumentKind = DocumentKind.FILE,
        who: str = "",
        when: datetime | None = None,
    ) -> int:
        """Make these the entries of the document, and return how many are kept."""
        kept = tuple(replace(entry, document=document) for entry in entries if is_kept(entry))
        record = DocumentRecord(name=document, fingerprint=fingerprint, kind=kind, units=len(kept), who=who, when=when)
        self._generation += 1
        self._documents[document] = _Document(record=record, generation=self._generation, entries=kept)
        self._arrangement = None
        return len(kept)

    def remove_document(self, document: str) -> bool:
        """Forget the document and its entries; whether there was one."""
        self._generation += 1
        was_there = self._documents.pop(document, None) is not None
        self._arrangement = None
        return was_there

    def retire(self, pairs: Iterable[tuple[str, str]], *, reason: str, instead_of: str | None = None) -> int:
        """Give the entries that pair these two texts a reason not to be offered, or "" to offer them again."""
        wanted = {texts for source, target in pairs for texts in ((source, target), (target, source))}
        count = 0
        for name, document in self._documents.items():
            entries = tuple(
                replace(entry, retired=reason)
                if (entry.source, entry.target) in wanted and instead_of in {None, entry.retired}
                else entry
                for entry in document.entries
            )
            changed = sum(old.retired != new.retired for old, new in zip(document.entries, entries, strict=True))
            if changed:
                self._documents[name] = replace(document, entries=entries)
                count += changed
        self._generation += 1
        self._arrangement = None
        return count

    def find_text(self, text: str, language: Language) -> list[MemoryEntry]:
        """Return the entries whose side in this language is this very text."""
        return list(self._arranged().by_text.get((language, text), ()))

    def find_keys(self, keys: Sequence[str], language: Language, *, ignore_case: bool = False) -> list[MemoryEntry]:
        """Return the entries whose side in this language has one of these match keys."""
        wanted = {key: key.casefold() for key in keys}
        found = [
            segment
            for folded in dict.fromkeys(wanted.values())
            for segment in self._arranged().by_key.get((language, folded), ())
            if ignore_case or segment.key in wanted
        ]
        return [segment.entry for segment in sorted(found, key=lambda segment: segment.number)]

    def find_shape(self, key: str, language: Language, *, limit: int, include_drafts: bool) -> list[MemoryEntry]:
        """Return entries whose side in this language has the shape of this match key, at most `limit`."""
        found = self._arranged().by_shape.get((language, telling_shape(key, language)), ())
        return [entry for entry in found if not entry.retired and (include_drafts or not entry.draft)][:limit]

    def search_keys(
        self,
        key: str,
        language: Language,
        *,
        threshold: int,
        limit: int,
        include_drafts: bool,
        effort: Effort | None = None,
    ) -> list[tuple[int, str]]:
        """Return the similarity (percent) and the key of the `limit` keys most like this one, and of all that tie."""
        from tmflow.memory.index import FuzzyIndex

        index = self._indexes.get(language)
        if index is None:
            index = self._indexes[language] = FuzzyIndex(self, language)
        return index.search(key, threshold=threshold, limit=limit, include_drafts=include_drafts, effort=effort)

    def prepare_search(self) -> None:
        """Do nothing: what is in main memory is compared as it is."""

    def iter_keys(
        self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        """Yield the match keys of this language within these lengths, some more than once."""
        for segment in self._arranged().segments:
            if (
                segment.language is language
                and shortest <= len(segment.key) <= longest
                and (include_drafts or not segment.entry.draft)
                and self._documents[segment.entry.document].generation > since
            ):
                yield segment.key

    def iter_all_keys(self, language: Language) -> Iterator[tuple[str, bool]]:
        """Yield each match key of this language once, and whether only drafts have it; the shorter first."""
        confirmed, every = (
            set(self.iter_keys(language, shortest=0, longest=sys.maxsize, include_drafts=include_drafts))
            for include_drafts in (False, True)
        )
        for key in sorted(every, key=lambda key: (len(key), key)):
            yield key, key not in confirmed

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
        for segment in sorted(self._arranged().segments, key=lambda segment: len(segment.key)):
            if language in {None, segment.language} and (include_drafts or not segment.entry.draft):
                yield segment.entry, segment.language

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Take back all changes within the block if it raises."""
        before = dict(self._documents)
        try:
            yield
        except BaseException:
            self._documents = before
            self._generation += 1
            self._arrangement = None
            raise

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    def _arranged(self) -> _Arrangement:
        """Return the arrangement of the entries as they are, made when it is first asked for after a change."""
        if self._arrangement is None:
            self._arrangement = _Arrangement(self.iter_entries())
        return self._arrangement
