"""What an engine answered before: a SQLite file that may be deleted at any moment."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tmflow.errors import StorageError
from tmflow.model.language import LanguagePair
from tmflow.mt.translator import Hypothesis

__all__ = ["AnswerCache"]

_FORMAT = 1
"""Goes into every key: raise it when the meaning of a row changes, and old rows are never found again."""
_WAIT_S = 10.0
_KEYS_PER_QUERY = 500
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file raises; sqlite3 does not get as far as its own error where the message is no UTF-8."""
_DAMAGE_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_Row = tuple[bytes, str]
"""A key, and the hypotheses as they are stored."""


class AnswerCache:
    """Hypotheses by text, direction and the engine's fingerprint (its package's checksum and settings).

    It holds the answers as the engine gave them, before any gate, so a stricter gate needs no new translation. It keeps
    the file open until `close`; several processes may use one file, each with an AnswerCache of its own (none of them
    inherited over a fork). A file that turns out to be damaged is set aside, under its name with ".damaged", and a new
    one begun. Every method raises StorageError if the file cannot be used.

    on_note: told that a file was set aside.
    """

    def __init__(self, path: Path, *, on_note: Callable[[str], None] = lambda _note: None) -> None:
        self.path = path
        self._on_note = on_note
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=_WAIT_S)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error
        try:
            _prepare(self._connection)
        except _FAULTS as error:
            self._begin_anew(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the cache cannot be used afterwards."""
        self._connection.close()

    def find(self, texts: Iterable[str], *, pair: LanguagePair, fingerprint: str) -> dict[str, tuple[Hypothesis, ...]]:
        """Return the known answers among those to `texts`."""
        by_key = {_key(text, pair=pair, fingerprint=fingerprint): text for text in texts}
        try:
            return {by_key[key]: _parse(stored) for key, stored in self._find_rows(list(by_key))}
        except (sqlite3.Error, KeyError, ValueError, TypeError) as error:
            self._begin_anew(error)
            return {}

    def _find_rows(self, keys: list[bytes]) -> list[_Row]:
        found: list[_Row] = []
        for start in range(0, len(keys), _KEYS_PER_QUERY):
            some = keys[start : start + _KEYS_PER_QUERY]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, hypotheses FROM answers WHERE key IN ({marks})"  # noqa: S608 - question marks only
            found += self._connection.execute(query, some).fetchall()
        return found

    def keep(self, answers: Mapping[str, tuple[Hypothesis, ...]], *, pair: LanguagePair, fingerprint: str) -> None:
        """Store answers by their text, all or none of them."""
        rows = [
            (_key(text, pair=pair, fingerprint=fingerprint), _serialize(hypotheses))
            for text, hypotheses in answers.items()
        ]
        try:
            self._insert(rows)
        except _FAULTS as error:
            self._begin_anew(error, rows)

    def _insert(self, rows: Iterable[_Row]) -> None:
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?)", rows)

    def __len__(self) -> int:
        try:
            (count,) = self._connection.execute("SELECT count(*) FROM answers").fetchone()
        except _FAULTS as error:
            raise self._unusable(error) from error
        return int(count)

    def _begin_anew(self, fault: Exception, rows: Iterable[_Row] = ()) -> None:
        """Set a damaged file aside and make a new one with these rows.

        Raises StorageError for another fault, or if that cannot be done; the cache is then closed.
        """
        self.close()
        if not _is_damage(fault):
            raise self._unusable(fault) from fault
        try:
            aside = _set_aside(self.path)
            self._connection = sqlite3.connect(self.path, timeout=_WAIT_S)
            _prepare(self._connection)
            self._insert(rows)
        except (*_FAULTS, OSError) as error:
            raise self._unusable(error) from error
        self._on_note(f"{self.path}: damaged ({fault}). It is now {aside.name}, and a new one is begun")

    def _unusable(self, error: Exception) -> StorageError:
        return StorageError(
            f"{self.path}: the cache of translations cannot be used ({error}). Delete it: it is rebuilt"
        )


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table if it is not there. Raises sqlite3.Error, UnicodeDecodeError."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, hypotheses TEXT NOT NULL) WITHOUT ROWID"
    )


def _is_damage(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, UnicodeDecodeError) or (code is not None and code & 0xFF in _DAMAGE_CODES)


def _set_aside(path: Path) -> Path:
    """Give a file and its log another name, in the place of what was set aside before. Raises OSError."""
    aside = path.with_name(f"{path.name}.damaged")
    path.replace(aside)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return aside


def _key(text: str, *, pair: LanguagePair, fingerprint: str) -> bytes:
    parts = json.dumps([_FORMAT, fingerprint, str(pair), text], ensure_ascii=True)
    return hashlib.sha256(parts.encode("ascii")).digest()


def _serialize(hypotheses: tuple[Hypothesis, ...]) -> str:
    return json.dumps([[one.text, one.score, one.is_truncated] for one in hypotheses])


def _parse(stored: str) -> tuple[Hypothesis, ...]:
    return tuple(
        Hypothesis(text=str(text), score=score, is_truncated=bool(is_truncated))
        for text, score, is_truncated in json.loads(stored)
    )
