"""The SQLite file of a memory: opened, made, brought to the present format; what goes wrong said with what to do next."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tmflow.errors import DiskFullError, MemoryLockedError, MemoryStoreError, StorageError, TmflowError
from tmflow.memory.schema import APPLICATION_ID, FORMAT, MIGRATIONS, READABLE, SCHEMA
from tmflow.memory.sqlite_rows import key_hash, shape_hash
from tmflow.text.normalize import match_key

__all__ = ["CACHE_KIB", "SORTING_KIB", "discard_damaged", "first_number", "open_connection", "translated_errors"]

_WAIT_S = 10.0
"""How long a writer waits for another before it gives up (the plan's 10 seconds)."""

_RETRY_S = 0.01

_LOG_BYTES = 65_536
"""What the write-ahead log and its shared memory take at least (https://www.sqlite.org/walformat.html)."""

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_REFUSED = {
    sqlite3.SQLITE_READONLY: "read-only file or folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: missing rights, or the folder is read-only",
    sqlite3.SQLITE_IOERR: "the disk refuses",
    sqlite3.SQLITE_PERM: "missing rights",
    sqlite3.SQLITE_AUTH: "missing rights",
}

CACHE_KIB = 65_536
"""Pages kept in main memory, KiB: with SQLite's own 2 MB the hashes of a large import are written to disk over and over."""
SORTING_KIB = 8_192
"""The same while all keys are sorted, for what does not fit into it is sorted on disk, and as fast."""


def discard_damaged(path: Path) -> bool:
    """Delete the compiled memory at `path`, and its log, if it is damaged; whether it was. A sound one is left alone.

    Raises StorageError if it cannot be deleted, MemoryStoreError if it cannot be read for another reason.
    """
    if not path.exists():
        return False
    try:
        with translated_errors(path):
            connection = sqlite3.connect(path, timeout=_WAIT_S)
            try:
                if connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
                    return False
            finally:
                connection.close()
    except MemoryStoreError as error:
        if not _is_damage(error.__cause__):
            raise
    try:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{path}: damaged, and cannot be deleted ({error.strerror}); delete it by hand") from error
    return True


def open_connection(path: Path) -> sqlite3.Connection:
    """Open the file of a memory, made or brought to the present format if it has to be; in a read-only place for reading.

    Raises sqlite3.Error, or MemoryStoreError for a file of a newer tmflow or that is no memory.
    """
    try:
        return _open_checked(str(path), path, is_immutable=False)
    except sqlite3.OperationalError as error:
        log = path.with_name(path.name + "-wal")
        is_refused = _primary_code(error) in _REFUSED and path.is_file()
        if not is_refused or (log.exists() and log.stat().st_size):
            raise
        # A folder where no log can be made: nobody else can be writing there either, so the file may count as immutable.
        return _open_checked(f"{path.resolve().as_uri()}?immutable=1", path, is_immutable=True)


def _open_checked(name: str, path: Path, *, is_immutable: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=_WAIT_S, isolation_level=None, uri=is_immutable, check_same_thread=False)
    try:
        connection.create_function("match_key", 1, match_key, deterministic=True)
        connection.create_function("key_hash", 1, key_hash, deterministic=True)
        connection.create_function("shape_hash", 2, shape_hash, deterministic=True)
        version = _read_version(connection, path)
        if version == 0:
            _create(connection)
        elif version < (READABLE if is_immutable else FORMAT):
            _migrate(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except (sqlite3.Error, TmflowError):
        connection.close()
        raise
    return connection


def _read_version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the format of the file, 0 if it is empty. Raises MemoryStoreError if it is newer, or no memory."""
    connection.execute("BEGIN")  # one moment for the three reads: another process may be making the tables now
    with connection:
        application = first_number(connection, "PRAGMA application_id")
        version = first_number(connection, "PRAGMA user_version")
        tables = first_number(connection, "SELECT COUNT(*) FROM sqlite_master")
    if application == APPLICATION_ID and version > FORMAT:
        raise MemoryStoreError(
            f"{path}: memory format {version}, this tmflow knows {FORMAT}: upgrade; nothing was changed"
        )
    if tables and application != APPLICATION_ID:
        raise MemoryStoreError(
            f"{path}: an SQLite file, but no memory of tmflow; nothing was changed. Name another file"
        )
    return version if tables else 0


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the present format in one transaction, one format after the other."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        for version in range(first_number(connection, "PRAGMA user_version"), FORMAT):
            _execute_all(connection, MIGRATIONS[version])
            connection.execute(f"PRAGMA user_version = {version + 1}")


def _create(connection: sqlite3.Connection) -> None:
    _use_log(connection)
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        # Another process may have made the tables while this one waited for its turn.
        if not first_number(connection, "SELECT COUNT(*) FROM sqlite_master"):
            _execute_all(connection, SCHEMA)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch the write-ahead log on; this statement does not wait for another process by itself, so it is tried again."""
    last = time.monotonic() + _WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _primary_code(error) not in _BUSY or time.monotonic() > last:
                raise
            time.sleep(_RETRY_S)
        else:
            return


def _execute_all(connection: sqlite3.Connection, statements: str) -> None:
    """Execute statements within the transaction under way, which `executescript` would end."""
    for statement in statements.split(";"):
        connection.execute(statement)


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Raise what SQLite raises as an error of tmflow, with what to do next."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise MemoryStoreError(
            f"{path}: a text holds half a character ({error.reason}); nothing was changed"
        ) from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code = _primary_code(error)
        if _is_damage(error):
            message = (
                f"{path}: damaged, or no memory at all ({error}). A project's compiled memory under .tmflow may be deleted:"
                " it is built again from the memory files. Any other has to be restored from a copy"
            )
            raise MemoryStoreError(message) from error
        if code in _BUSY:
            raise MemoryLockedError(f"{path}: another process has held it for {_WAIT_S:.0f} s; try again") from error
        if code == sqlite3.SQLITE_FULL or (code in _REFUSED and not _has_room(path)):
            raise DiskFullError(f"{path}: disk full; the memory is unchanged") from error
        if code in _REFUSED:
            raise StorageError(f"{path}: {_REFUSED[code]} ({error}); the memory is unchanged") from error
        raise MemoryStoreError(f"{path}: {error}") from error


def _has_room(path: Path) -> bool:
    """Whether the log of a memory could be begun: where it cannot, SQLite says that the file is read-only."""
    try:
        return shutil.disk_usage(path.parent).free >= _LOG_BYTES
    except OSError:
        return True


def _primary_code(error: BaseException | None) -> int | None:
    """Return SQLite's result code without its extension (https://www.sqlite.org/rescode.html), None if it has none."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _is_damage(error: BaseException | None) -> bool:
    """Whether a file is damaged; sqlite3 fails on its own message where that quotes bytes that are no UTF-8."""
    return _primary_code(error) in _DAMAGE or isinstance(error, UnicodeDecodeError)


def first_number(connection: sqlite3.Connection, statement: str) -> int:
    """Return the first column of the first row, a whole number."""
    return int(connection.execute(statement).fetchone()[0])
