"""A memory store in a PostgreSQL database, for several projects and people at once.

Each document is written in one transaction. Two who write the same document take turns; those who write different ones
only wait while the other commits. Nothing depends on the locale of the database, and no extension is needed.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Self, TypeVar

from tmflow.errors import MemoryLockedError, MemoryStoreError, StorageError
from tmflow.memory import postgres_schema as sql
from tmflow.memory.grams import GramFrequencies, bits_of_key, choose_filter
from tmflow.memory.postgres_connection import Dsn, is_conflict, translated_errors
from tmflow.memory.postgres_rows import (
    Row,
    can_be_stored,
    entry_of,
    hash_of_key,
    hash_of_shape,
    iter_rows,
    length_of_segment,
    record_of,
    stored_time,
)
from tmflow.memory.postgres_setup import prepare_memory
from tmflow.memory.shared import DocumentChange
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
    from tmflow.memory.postgres_connection import Connection

__all__ = ["PostgresStore"]

T = TypeVar("T")

_BATCH = 2_000
"""Rows held in main memory at a time, on the way in and on the way out."""

_TRIES = 5
"""How often a transaction is begun that another one was in the way of."""

_SAMPLE_KEYS = 2_000
_SEARCHES_PER_SAMPLE = 1_000
"""After that many searches the sample that tells rare grams from frequent ones is taken anew."""


class PostgresStore:
    """A `SharedStore` in the database at `dsn`: a `postgresql://` URL, or libpq's `name=value` pairs.

    The tables are made, or brought to the present format, by the first to open the database who may. Use one store a
    thread. A call that finds its connection lost fails; the next one makes a new one.
    Raises MemoryStoreError if the database cannot be reached or used, with the next step and never with the password.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = Dsn(dsn)
        self.place = self._dsn.place
        self._idle: list[Connection] = []
        self._is_closed = False
        self._is_changing = False
        self._cursors = 0
        self._samples: dict[Language, tuple[int, GramFrequencies]] = {}
        self._connection = self._dsn.connect(is_for_lookups=True)
        try:
            with translated_errors(self.place):
                self._identity = prepare_memory(self._connection, self.place)
        except (MemoryStoreError, StorageError):
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._is_closed = True
        for connection in (self._connection, *self._idle):
            connection.close()

    @property
    def identity(self) -> str:
        """A name no other memory has."""
        return self._identity

    def documents(self) -> Mapping[str, DocumentRecord]:
        """Return what is known of each document, by name."""
        return {row[0]: record_of(row) for row in self._rows(sql.SELECT_DOCUMENTS)}

    def generation(self) -> int:
        """Return the number of changes so far, whoever made them."""
        return int(self._rows(sql.SELECT_GENERATION)[0][0])

    def iter_changes(self, since: int = 0) -> Iterator[DocumentChange]:
        """Yield the documents changed or removed after this generation, in order of their last change."""
        for row in self._rows(sql.SELECT_CHANGES, {"since": since}):
            yield DocumentChange(record=record_of(row), generation=row[6], is_removed=row[7])

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
        record = {"name": document, "fingerprint": fingerprint, "kind": kind.value, "who": who}

        def write(connection: Connection) -> int:
            claimed = {"id": _number(connection, sql.CLAIM_DOCUMENT, record | {"happened": stored_time(when)})}
            connection.execute(sql.DELETE_SEGMENTS, claimed)
            connection.execute(sql.DELETE_UNITS, claimed)
            units = _copy(connection, iter_rows(filter(is_kept, entries), claimed["id"]))
            generation = _number(connection, sql.NEXT_GENERATION)
            connection.execute(sql.FINISH_DOCUMENT, claimed | {"units": units, "generation": generation})
            return units

        return self._write(write, is_repeatable=iter(entries) is not entries)

    def remove_document(self, document: str) -> bool:
        """Forget the document and its entries; whether there was one."""

        def write(connection: Connection) -> bool:
            removed = connection.execute(sql.REMOVE_DOCUMENT, {"name": document}).fetchone()
            if removed is None:
                return False
            connection.execute(sql.DELETE_SEGMENTS, {"id": removed[0]})
            connection.execute(sql.DELETE_UNITS, {"id": removed[0]})
            generation = _number(connection, sql.NEXT_GENERATION)
            connection.execute(sql.TOUCH_DOCUMENTS, {"ids": [removed[0]], "generation": generation})
            return True

        return self._write(write)

    def retire(self, pairs: Iterable[tuple[str, str]], *, reason: str, instead_of: str | None = None) -> int:
        """Give the entries that pair these two texts a reason not to be offered, or "" to offer them again."""
        either_way = {way for pair in pairs if can_be_stored("".join(pair)) for way in (pair, pair[::-1])}
        asked = {
            "hashes": sorted({hash_of_key(match_key(source)) for source, _ in either_way}),
            "sources": [source for source, _ in either_way],
            "targets": [target for _, target in either_way],
            "reason": reason,
            "before": instead_of,
        }

        def write(connection: Connection) -> int:
            # Documents are locked before their units, in one order: two that retire at once cannot block each other.
            found = [row[0] for row in connection.execute(sql.SELECT_PAIRED, asked)]
            touched = {"ids": [row[0] for row in connection.execute(sql.LOCK_DOCUMENTS, {"ids": found})]}
            count = connection.execute(sql.RETIRE, asked | touched).rowcount
            if count:
                generation = _number(connection, sql.NEXT_GENERATION)
                connection.execute(sql.TOUCH_DOCUMENTS, touched | {"generation": generation})
            return count

        return self._write(write)

    def find_text(self, text: str, language: Language) -> list[MemoryEntry]:
        """Return the entries whose side in this language is this very text."""
        entries = self.find_keys([match_key(text)], language)
        return [entry for entry in entries if text_in(entry, language) == text]

    def find_keys(self, keys: Sequence[str], language: Language, *, ignore_case: bool = False) -> list[MemoryEntry]:
        """Return the entries whose side in this language has one of these match keys."""
        wanted = frozenset(key.casefold() if ignore_case else key for key in keys)
        hashes = sorted({hash_of_key(key) for key in keys})
        found = map(entry_of, self._rows(sql.SELECT_BY_KEYS, {"hashes": hashes, "language": language.value}))
        return [entry for entry in found if has_key(entry, wanted, language, ignore_case=ignore_case)]

    def find_shape(self, key: str, language: Language, *, limit: int, include_drafts: bool) -> list[MemoryEntry]:
        """Return entries whose side in this language has the shape of this match key, at most `limit`."""
        shape = telling_shape(key, language.value)
        if not shape:
            return []
        asked = {"hash": hash_of_shape(key, language), "language": language.value, "limit": limit}
        asked |= {"drafts": include_drafts}
        found = map(entry_of, self._rows(sql.SELECT_BY_SHAPE, asked))
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
        from tmflow.text.distance import similarity_percent

        del effort  # what the server finds is compared as it comes
        candidates = choose_filter(key, language, threshold=threshold, frequencies=self._frequencies(language))
        asked = {
            "language": language.value,
            "drafts": include_drafts,
            "grams": list(candidates.grams),
            "bare": candidates.bare,
            "longest": candidates.longest,
            "bits": bits_of_key(key),
            "chars": len(key),
            "threshold": threshold,
        }
        found: list[tuple[int, str]] = []
        best: list[int] = []
        floor = threshold
        with translated_errors(self.place), self._use().cursor() as cursor:
            for (choice,) in cursor.stream(sql.SEARCH_KEYS, asked):
                similarity = similarity_percent(key, choice, cutoff=floor)
                if similarity >= floor:
                    found.append((similarity, choice))
                    heapq.heappush(best, similarity)
                    if len(best) > limit:
                        heapq.heappop(best)
                    floor = best[0] if len(best) == limit else threshold
        return sorted((scored for scored in found if scored[0] >= floor), key=lambda scored: (-scored[0], scored[1]))

    def prepare_search(self) -> None:
        """Do nothing: the server keeps its indexes with every change."""

    def iter_keys(
        self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        """Yield the match keys of this language within these lengths, some more than once."""
        asked = {"language": language.value, "shortest": shortest, "longest": longest, "drafts": include_drafts}
        return (key for (key,) in self._stream(sql.SELECT_KEYS, asked | {"since": since}))

    def iter_entries(self, document: str | None = None) -> Iterator[MemoryEntry]:
        """Yield the entries of one document, or of all."""
        if document is None:
            return map(entry_of, self._stream(sql.SELECT_ENTRIES))
        return map(entry_of, self._stream(sql.SELECT_DOCUMENT, {"document": document}))

    def iter_containing(
        self, text: str, *, language: Language | None, include_drafts: bool
    ) -> Iterator[tuple[MemoryEntry, Language]]:
        """Yield the entries that may hold the text, with the side that may, the shorter key first."""
        from tmflow.memory.concordance import like_pattern

        asked = {
            "raw": like_pattern(text),
            "folded": like_pattern(match_key(text)),
            "language": language and language.value,
            "drafts": include_drafts,
        }
        return ((entry_of(row), Language(row[20])) for row in self._stream(sql.SELECT_CONTAINING, asked))

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make all changes within the block one change, in one transaction; other writers wait meanwhile."""
        with translated_errors(self.place, is_writing=True), self._use().transaction():
            self._connection.execute(sql.LOCK_WRITERS)
            was_changing, self._is_changing = self._is_changing, True
            try:
                yield
            finally:
                self._is_changing = was_changing

    def _use(self) -> Connection:
        """Return the connection, a new one if it was lost, unless a change was under way on it."""
        if self._is_closed:
            raise MemoryStoreError(f"{self.place}: the memory has been closed; open it again")
        if self._connection.closed and not self._is_changing:
            self._connection = self._dsn.connect(is_for_lookups=True)
        return self._connection

    def _rows(self, statement: str, asked: Mapping[str, Any] | None = None) -> list[Row]:
        with translated_errors(self.place):
            return self._use().execute(statement, asked).fetchall()

    def _stream(self, statement: str, asked: Mapping[str, Any] | None = None) -> Iterator[Row]:
        """Yield rows from a cursor of the server, on a connection that does nothing else meanwhile.

        Within `changing` it is the one that changes, so that the changes are seen.
        """
        self._cursors += 1
        with (
            translated_errors(self.place),
            self._lent_connection() as connection,
            connection.cursor(f"tmflow{self._cursors}") as cursor,
        ):
            cursor.itersize = _BATCH
            yield from cursor.execute(statement, asked)

    @contextmanager
    def _lent_connection(self) -> Iterator[Connection]:
        connection = self._use()
        if self._is_changing:
            yield connection
            return
        connection = self._idle.pop() if self._idle else self._dsn.connect()
        try:
            with connection.transaction():
                yield connection
        finally:
            if self._is_closed:
                connection.close()
            elif not connection.closed:
                self._idle.append(connection)
            else:  # the server has gone, and with it the others
                for other in self._idle:
                    other.close()
                self._idle.clear()

    def _write(self, work: Callable[[Connection], T], *, is_repeatable: bool = True) -> T:
        """Do the work in a transaction; anything raised inside undoes it. Where another was in the way it is done again."""
        tries = _TRIES if is_repeatable and not self._is_changing else 1
        while True:
            tries -= 1
            try:
                with translated_errors(self.place, is_writing=True), self._use().transaction():
                    self._connection.execute(sql.LOCK_WRITING)
                    return work(self._connection)
            except MemoryLockedError as error:
                if not tries or not is_conflict(error.__cause__):
                    raise

    def _frequencies(self, language: Language) -> GramFrequencies:
        left, frequencies = self._samples.get(language, (0, None))
        if frequencies is None or not left:
            rows = self._rows(sql.SAMPLE_KEYS, {"language": language.value, "limit": _SAMPLE_KEYS})
            left, frequencies = _SEARCHES_PER_SAMPLE, GramFrequencies.of((key for (key,) in rows), language)
        self._samples[language] = (left - 1, frequencies)
        return frequencies


def _copy(connection: Connection, rows: Iterator[tuple[Row, list[Row]]]) -> int:
    """Write units and their segments in turns, so that few are held at a time; return how many units.

    Segments of a language and a length are written side by side, because they are read together: two to three times as fast.
    """
    count = 0
    while batch := list(islice(rows, _BATCH)):
        with connection.cursor() as cursor:
            with cursor.copy(sql.COPY_UNITS) as copy:
                for unit, _ in batch:
                    copy.write_row(unit)
            with cursor.copy(sql.COPY_SEGMENTS) as copy:
                for segment in sorted(chain.from_iterable(segments for _, segments in batch), key=length_of_segment):
                    copy.write_row(segment)
        count += len(batch)
    return count


def _number(connection: Connection, statement: str, asked: Mapping[str, Any] | None = None) -> int:
    row = connection.execute(statement, asked).fetchone()
    return int(row[0]) if row else 0
