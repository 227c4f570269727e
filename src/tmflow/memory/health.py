"""The state of an SQLite store, looked at without changing it; and putting a store of its own in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tmflow.errors import StorageError
from tmflow.memory.schema import APPLICATION_ID, FORMAT
from tmflow.memory.store import DocumentKind, DocumentRecord
from tmflow.model.language import Language

__all__ = ["StoreHealth", "compact_store", "examine_store"]

_READ_VERSION_AT = 19
_MOST_FAULTS = 5
_INDEXES = {f".{language}.index": language for language in Language}
"""How the name of a compiled index ends that stands beside a store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreHealth:
    """What a look into a store found.

    format: of its tables, 0 if it is no memory. journal_mode: as SQLite names it, "wal" if all is well.
    faults: of the file and its references, () if it is whole. documents: by name, empty if the format is not today's.
    unsound: the names of the compiled indexes beside it that are damaged, or another store's. indexes: how many there are.
    """

    format: int = 0
    journal_mode: str = ""
    faults: tuple[str, ...] = ()
    documents: Mapping[str, DocumentRecord] = field(default_factory=dict)
    indexes: int = 0
    unsound: tuple[str, ...] = ()


def examine_store(path: Path) -> StoreHealth:
    """Read a whole store and tell its state; it takes seconds for each gigabyte. Nothing is made, changed or migrated."""
    try:
        with closing(_open_to_look(path)) as connection:
            return _examine(connection, path)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return StoreHealth(faults=(str(error),))


def compact_store(path: Path) -> None:
    """Make the indexes of a store anew, those beside it when they are next used, and give free pages back to the disk.

    Raises StorageError if the machine refuses, or another process holds the store; it is then as it was.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("REINDEX")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for ending in _INDEXES:
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"{path}: {error}; the memory is unchanged. See: tmflow memory doctor") from error


def _open_to_look(path: Path) -> sqlite3.Connection:
    """Open a store so that it stays as it is: a log that a killed process left is read, but not worked in."""
    log = path.with_name(f"{path.name}-wal")
    place = path.resolve().as_uri()
    for mode in ("ro",) if log.exists() and log.stat().st_size else ("rw", "ro&immutable=1"):
        connection = sqlite3.connect(f"{place}?mode={mode}", uri=True, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            failure = error
            connection.close()
        except (sqlite3.Error, UnicodeDecodeError):
            connection.close()
            raise
        else:
            return connection
    raise failure


def _examine(connection: sqlite3.Connection, path: Path) -> StoreHealth:
    def first(statement: str) -> object:
        return connection.execute(statement).fetchone()[0]

    is_ours = first("PRAGMA application_id") == APPLICATION_ID
    version = int(str(first("PRAGMA user_version"))) if is_ours else 0
    with _one_moment(connection):
        told = "\n".join(row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})"))
        found = [line for line in told.splitlines() if line != "ok" and not line.startswith("***")]
        if not found:
            broken = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS)
            found = [f"{row[0]} {row[1]}: what it belongs to is missing" for row in broken]
        is_todays = version == FORMAT and not found
        indexes = tuple(index for ending in _INDEXES if (index := path.with_name(path.name + ending)).is_file())
        return StoreHealth(
            format=version,
            journal_mode=_journal_mode(path),
            faults=tuple(found),
            documents=_documents(connection) if is_todays else {},
            indexes=len(indexes),
            unsound=tuple(_iter_unsound(connection, indexes)) if is_todays and indexes else (),
        )


def _journal_mode(path: Path) -> str:
    """Return what the file says (https://www.sqlite.org/fileformat.html, 1.3.3): SQLite has its own where no log can be made."""
    with path.open("rb") as stream:
        header = stream.read(_READ_VERSION_AT + 1)
    return "wal" if header[_READ_VERSION_AT:] == b"\x02" else "delete"


def _iter_unsound(connection: sqlite3.Connection, indexes: tuple[Path, ...]) -> Iterator[str]:
    from tmflow.memory.compiled import CompiledIndex, identity

    (owner,) = connection.execute("SELECT owner FROM memory").fetchone()
    for path in indexes:
        index = CompiledIndex.open(path, identity(_INDEXES[path.suffixes[-2] + path.suffix], owner))
        if index is None or not index.is_sound():
            yield path.name


def _documents(connection: sqlite3.Connection) -> dict[str, DocumentRecord]:
    rows = connection.execute("SELECT name, fingerprint, kind FROM document ORDER BY name")
    return {
        name: DocumentRecord(name=name, fingerprint=fingerprint, kind=DocumentKind(kind))
        for name, fingerprint, kind in rows
    }


@contextmanager
def _one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Read everything as of one moment, whatever others write meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
