"""What checking an article gave, kept until anything it depends on changes: a SQLite file that may be deleted at any moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

__all__ = ["CheckCache"]

_WAIT_S = 5.0
_KEPT = 4
"""Choices of rules and settings whose results are kept: those used last."""
_TABLES = """
CREATE TABLE IF NOT EXISTS choices (choice TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS examined (
    choice TEXT NOT NULL, slug TEXT NOT NULL, digest TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (choice, slug)
) WITHOUT ROWID;
"""
_FAULTS = (sqlite3.Error, UnicodeError, OSError)
"""What a file raises that is damaged, locked or cannot be written; sqlite3 does not always get as far as its own error."""


class CheckCache:
    """Rows of text by article, each good for one digest, for one choice of rules and settings.

    Nothing depends on it: a file that is damaged is deleted, one that cannot be used is as if it were not there. Several
    processes may use one file; the last to write an article is right as well as the first.
    """

    def __init__(self, path: Path, *, choice: str) -> None:
        self._path, self._choice = path, choice

    def read(self) -> Mapping[str, tuple[str, str]]:
        """Return the digest and the row of each article."""
        if not self._path.is_file():
            return {}
        try:
            with closing(self._opened()) as connection:
                rows = connection.execute(
                    "SELECT slug, digest, row FROM examined WHERE choice = ?", (self._choice,)
                ).fetchall()
        except _FAULTS as error:
            self._forget(error)
            return {}
        return {slug: (digest, row) for slug, digest, row in rows}

    def write(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Keep rows: article, digest and row."""
        try:
            with closing(self._opened()) as connection, connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO examined VALUES (?, ?, ?, ?)", ((self._choice, *row) for row in rows)
                )
                connection.execute(
                    "INSERT OR REPLACE INTO choices SELECT ?, 1 + coalesce(max(used), 0) FROM choices", (self._choice,)
                )
                connection.execute(
                    "DELETE FROM choices WHERE choice NOT IN (SELECT choice FROM choices ORDER BY used DESC LIMIT ?)",
                    (_KEPT,),
                )
                connection.execute("DELETE FROM examined WHERE choice NOT IN (SELECT choice FROM choices)")
        except _FAULTS as error:
            self._forget(error)

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_WAIT_S)
        try:
            connection.execute("PRAGMA synchronous=OFF")  # a cache need not outlive a power cut
            connection.executescript(_TABLES)
        except _FAULTS:
            connection.close()
            raise
        return connection

    def _forget(self, error: Exception) -> None:
        """Delete a damaged file; leave one that is only in use, or not to be written."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT if isinstance(error, UnicodeError) else None)
        is_of_another_make = isinstance(error, sqlite3.OperationalError) and code == sqlite3.SQLITE_ERROR
        if is_of_another_make or (code is not None and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}):
            with suppress(OSError):
                self._path.unlink()
