"""A memory store in one SQLite file: many readers and one writer at once, in any number of processes.

The file is an index compiled from the committed memories and may always be deleted. Each document is written in one
transaction of a write-ahead log, so a process killed at any instant leaves the state before or after it, never between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from heapq import merge
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tmflow.errors import StorageError
from tmflow.memory.schema import (
    INSERT_DOCUMENT,
    INSERT_SEGMENT,
    INSERT_UNIT,
    RETIRE,
    SELECT_ALL_KEYS,
    SELECT_BY_KEYS,
    SELECT_BY_LONG_KEYS,
    SELECT_BY_SHAPE,
    SELECT_CONTAINING,
    SELECT_CONTAINING_SINCE,
    SELECT_DOCUMENT,
    SELECT_DOCUMENTS,
    SELECT_KEYS,
    SELECT_KEYS_SINCE,
    SELECT_PAIRED,
    SELECT_SIDE,
)
from tmflow.memory.sqlite_file import CACHE_KIB, SORTING_KIB, first_number, open_connection, translated_errors
from tmflow.memory.sqlite_rows import entry_of, iter_rows, key_hash, record_of, shape_hash, stored_time
from tmflow.memory.store import (
    DocumentKind,
    DocumentRecord,
    Effort,
    has_key,
    has_shape,
    is_kept,
    telling_shape,
    text_in,
)
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

if TYPE_CHECKING:
    from tmflow.memory.index import FuzzyIndex
    from tmflow.memory.index_file import IndexTexts, OpenTexts

__all__ = ["SqliteStore"]

_UNDER_WAY = "\0"
"""Before the name of a document whose entries are being written; no other name begins so."""
_BATCH = 1_000
"""Entries whose rows are made and written at a time: what is held in main memory of a document of any size."""

_Value = str | int | None
_Place = tuple[int, str, int, int]
"""Where a key stands: its length, its document's name, the unit and the side, by which places are ordered."""


class SqliteStore:
    """A `MemoryStore` in the SQLite file at `path`, made with its folder if it is missing.

    Threads may use it one after the other. In a read-only place an existing file is opened for reading, and writing raises StorageError.
    Raises MemoryStoreError if the file is damaged, is not a memory, or was written by a newer tmflow (nothing is
    changed), MemoryLockedError if another process holds it for more than 10 seconds, StorageError if the machine
    refuses to make it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._indexes: dict[Language, FuzzyIndex] = {}
        self._texts: dict[Language, IndexTexts] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"{path}: its folder cannot be made ({error.strerror}); check the rights") from error
        with translated_errors(path):
            self._connection = open_connection(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file and the indexes."""
        for index in self._indexes.values():
            index.close()
        self._indexes.clear()
        with translated_errors(self.path):
            self._connection.close()

    def documents(self) -> Mapping[str, DocumentRecord]:
        """Return what is known of each document, by name."""
        with translated_errors(self.path):
            rows = self._connection.execute(SELECT_DOCUMENTS).fetchall()
        return {row[0]: record_of(row) for row in rows}

    def generation(self) -> int:
        """Return the number of changes so far, whoever made them."""
        with translated_errors(self.path):
            return first_number(self._connection, "SELECT generation FROM memory")

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
        """Make these the entries of the document in one transaction, and return how many are kept."""
        # The old entries go last: the new ones may be read from them.
        record = (f"{_UNDER_WAY}{document}", fingerprint, kind.value, who, stored_time(when))
        with self._writing() as generation:
            document_id = self._connection.execute(INSERT_DOCUMENT, (*record, generation)).lastrowid or 0
            first_id = 1 + first_number(self._connection, "SELECT COALESCE(MAX(id), 0) FROM unit")
            unit_id = first_id
            rows = iter_rows(filter(is_kept, entries), first_id, document_id)
            while batch := list(islice(rows, _BATCH)):
                self._connection.executemany(INSERT_UNIT, (unit for unit, _ in batch))
                self._connection.executemany(INSERT_SEGMENT, (row for _, segments in batch for row in segments))
                unit_id += len(batch)
            self._connection.execute("DELETE FROM document WHERE name = ?", (document,))
            self._connection.execute("UPDATE document SET name = ? WHERE id = ?", (document, document_id))
        return unit_id - first_id

    def remove_document(self, document: str) -> bool:
        """Forget the document and its entries; whether there was one."""
        with self._writing():
            return self._connection.execute("DELETE FROM document WHERE name = ?", (document,)).rowcount > 0

    def retire(self, pairs: Iterable[tuple[str, str]], *, reason: str, instead_of: str | None = None) -> int:
        """Give the entries that pair these two texts a reason not to be offered, or "" to offer them again."""
        by_source: dict[str, set[str]] = {}
        for source, target in pairs:
            by_source.setdefault(source, set()).add(target)
        asked = {"reason": reason or None, "before": instead_of or None, "whatever": instead_of is None}
        count = 0
        with self._writing():
            for source, targets in by_source.items():
                paired = self._connection.execute(SELECT_PAIRED, (key_hash(match_key(source)), source))
                found = [asked | {"unit": unit_id} for unit_id, text in paired if text in targets]
                count += self._connection.executemany(RETIRE, found).rowcount if found else 0
        return count

    def find_text(self, text: str, language: Language) -> list[MemoryEntry]:
        """Return the entries whose side in this language is this very text."""
        entries = self.find_keys([match_key(text)], language)
        return [entry for entry in entries if text_in(entry, language) == text]

    def find_keys(self, keys: Sequence[str], language: Language, *, ignore_case: bool = False) -> list[MemoryEntry]:
        """Return the entries whose side in this language has one of these match keys."""
        wanted = frozenset(key.casefold() if ignore_case else key for key in keys)
        hashes = json.dumps(sorted({key_hash(key) for key in keys}))
        found = self._iter_found(SELECT_BY_KEYS, {"hashes": hashes, "language": language.value})
        return [entry for entry, _ in found if has_key(entry, wanted, language, ignore_case=ignore_case)]

    def find_shape(self, key: str, language: Language, *, limit: int, include_drafts: bool) -> list[MemoryEntry]:
        """Return entries whose side in this language has the shape of this match key, at most `limit`."""
        shape = telling_shape(key, language)
        if not shape:
            return []
        parameters = {"hash": shape_hash(key, language), "language": language.value, "limit": limit}
        parameters |= {"drafts": include_drafts}
        found = (entry for entry, _ in self._iter_found(SELECT_BY_SHAPE, parameters))
        return [entry for entry in found if has_shape(entry, shape, language)]

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
        index = self._index(language)
        return index.search(key, threshold=threshold, limit=limit, include_drafts=include_drafts, effort=effort)

    def prepare_search(self) -> None:
        """Bring the compiled index of each language up to date, where there are enough texts to have one."""
        for language in Language:
            self._index(language).refresh()

    def iter_keys(
        self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        """Yield the match keys of this language within these lengths, some more than once."""
        parameters = {"language": language.value, "shortest": shortest, "longest": longest, "drafts": include_drafts}
        statement = SELECT_KEYS_SINCE if since else SELECT_KEYS
        with translated_errors(self.path):
            for (key,) in self._connection.execute(statement, parameters | {"since": since}):
                yield key

    def iter_all_keys(self, language: Language) -> Iterator[tuple[str, bool]]:
        """Yield each match key of this language once, and whether only drafts have it; the shorter first."""
        with translated_errors(self.path):
            self._connection.execute(f"PRAGMA cache_size = -{SORTING_KIB}")
            try:
                for key, is_draft in self._connection.execute(SELECT_ALL_KEYS, {"language": language.value}):
                    yield key, bool(is_draft)
            finally:
                self._connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    def iter_entries(self, document: str | None = None) -> Iterator[MemoryEntry]:
        """Yield the entries of one document, or of all."""
        return (entry for entry, _ in self._iter_found(SELECT_DOCUMENT, {"document": document}))

    def iter_containing(
        self, text: str, *, language: Language | None, include_drafts: bool
    ) -> Iterator[tuple[MemoryEntry, Language]]:
        """Yield the entries that may hold the text, with the side that may, the shorter key first."""
        from tmflow.memory.concordance import like_pattern, sure_part

        parameters: dict[str, _Value] = {
            "raw": like_pattern(text),
            "folded": like_pattern(match_key(text)),
            "language": language and language.value,
            "drafts": include_drafts,
            "since": -1,
        }
        languages = [language] if language else list(Language)
        with translated_errors(self.path), ExitStack() as stack:
            part = sure_part(text)
            texts = [stack.enter_context(one) for one in self._open_texts(languages)] if part else []
            places: Iterable[_Place]
            if len(texts) == len(languages):
                parameters["since"] = min(one.generation for one in texts)
                younger = self._connection.execute(SELECT_CONTAINING_SINCE, parameters)
                places = merge(self._iter_compiled(texts, part, parameters), younger)
            else:
                places = self._connection.execute(SELECT_CONTAINING, parameters)
            for _, _, unit, side in places:
                yield from self._iter_found(SELECT_SIDE, {"unit": unit, "side": side})

    def _open_texts(self, languages: Iterable[Language]) -> Iterator[OpenTexts]:
        """Yield the texts of the compiled indexes, as far as there are any of this store."""
        from tmflow.memory.index_file import IndexTexts, identity

        generation = self.generation()
        for language in languages:
            if language not in self._texts:
                whose = identity(language, self._owner())
                self._texts[language] = IndexTexts(self._index_path(language), whose)
            if texts := self._texts[language].open(newest=generation):
                yield texts

    def _iter_compiled(
        self, texts: Iterable[OpenTexts], part: str, parameters: Mapping[str, _Value]
    ) -> Iterator[_Place]:
        """Yield where the keys stand that hold the part, of what the compiled indexes know."""
        keys = merge(*(one.iter_holding(part) for one in texts), key=len)
        for chars, alike in groupby(keys, key=len):
            hashes = json.dumps([key_hash(key) for key in alike])
            yield from self._connection.execute(SELECT_BY_LONG_KEYS, {**parameters, "hashes": hashes, "chars": chars})

    def _iter_found(self, statement: str, parameters: Mapping[str, _Value]) -> Iterator[tuple[MemoryEntry, Language]]:
        with translated_errors(self.path):
            for row in self._connection.execute(statement, parameters):
                yield entry_of(row), Language(row[0])

    def _index(self, language: Language) -> FuzzyIndex:
        from tmflow.memory.index import FuzzyIndex

        if self._connection.in_transaction:  # what may be undone is not remembered
            return FuzzyIndex(self, language)
        index = self._indexes.get(language)
        if index is None:
            path = None if self.path.name == ":memory:" else self._index_path(language)
            index = self._indexes[language] = FuzzyIndex(self, language, path=path, owner=self._owner())
        return index

    def _index_path(self, language: Language) -> Path:
        return self.path.with_name(f"{self.path.name}.{language}.index")

    def _owner(self) -> str:
        with translated_errors(self.path):
            return str(self._connection.execute("SELECT owner FROM memory").fetchone()[0])

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make all changes within the block one change, in one transaction."""
        with self._writing():
            yield

    @contextmanager
    def _writing(self) -> Iterator[int]:
        """Open a write transaction and give the generation it makes; anything raised inside undoes it.

        Within `changing` it is part of that one transaction, of which only it is undone.
        """
        with translated_errors(self.path):
            if self._connection.in_transaction:
                with self._nested():
                    yield self._next_generation()
                return
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield self._next_generation()

    @contextmanager
    def _nested(self) -> Iterator[None]:
        self._connection.execute("SAVEPOINT nested")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO nested")
            raise
        finally:
            self._connection.execute("RELEASE nested")

    def _next_generation(self) -> int:
        return first_number(self._connection, "UPDATE memory SET generation = generation + 1 RETURNING generation")
