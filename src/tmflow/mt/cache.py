"""What an engine answered before: a SQLite file that may be deleted at any moment."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
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
_DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file raises; sqlite3 does not get as far as its own error where the message is no UTF-8."""


class AnswerCache:
    """Hypotheses by text, direction and the engine's fingerprint (its package's checksum and settings).

    It holds the answers as the engine gave them, before any gate, so a stricter gate needs no new translation. It keeps
    the file open until `close`; several processes may use one file, each with an AnswerCache of its own (none of them
    inherited over a fork). Every method raises StorageError if the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=_WAIT_S)
            try:
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute(
                    "CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, hypotheses TEXT NOT NULL) WITHOUT ROWID"
                )
            except _DAMAGE:
                self._connection.close()
                raise
        except (*_DAMAGE, OSError) as error:
            raise self._unusable(error) from error

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
        keys = list(by_key)
        found: dict[str, tuple[Hypothesis, ...]] = {}
        try:
            for start in range(0, len(keys), _KEYS_PER_QUERY):
                some = keys[start : start + _KEYS_PER_QUERY]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, hypotheses FROM answers WHERE key IN ({marks})"  # noqa: S608 - question marks only
                for key, stored in self._connection.execute(query, some):
                    found[by_key[key]] = _parse(stored)
        except (sqlite3.Error, KeyError, ValueError, TypeError) as error:
            raise self._unusable(error) from error
        return found

    def keep(self, answers: Mapping[str, tuple[Hypothesis, ...]], *, pair: LanguagePair, fingerprint: str) -> None:
        """Store answers by their text, all or none of them."""
        rows = [
            (_key(text, pair=pair, fingerprint=fingerprint), _serialize(hypotheses))
            for text, hypotheses in answers.items()
        ]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?)", rows)
        except _DAMAGE as error:
            raise self._unusable(error) from error

    def __len__(self) -> int:
        try:
            (count,) = self._connection.execute("SELECT count(*) FROM answers").fetchone()
        except _DAMAGE as error:
            raise self._unusable(error) from error
        return int(count)

    def _unusable(self, error: Exception) -> StorageError:
        return StorageError(
            f"{self.path}: the cache of translations cannot be used ({error}). Delete it: it is rebuilt"
        )


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
