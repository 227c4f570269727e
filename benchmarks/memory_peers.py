"""The memories that benchmarks/memory.py compares, each behind one small adapter.

What only finds candidates is asked for 50, of which the five nearest by our own measure count: choosing them is in its
time. Peers are loaded by name, only when they are asked for: tmflow depends on none of them. Times are CPU times, those
of pg_trgm with the server's process that answers, where Linux tells them; its build is timed by the clock on the wall.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from benchmarks.memory_units import Unit, read_units
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.store import Effort
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

__all__ = ["LIMIT", "SYSTEMS", "THRESHOLD", "Search", "System", "Tmflow"]

THRESHOLD, LIMIT, EFFORT = 70, 5, 1_000
_CANDIDATES = 50
_DOCUMENT_UNITS = 100
JA_EN = LanguagePair(Language.JA, Language.EN)

Search = Callable[[str, Language], Sequence[str]]
"""From a text to the texts or match keys of the memory that are most like it."""


class System(Protocol):
    """A memory with both sides of the units, made in a folder."""

    searches: Mapping[str, Search]
    clock: Callable[[], float]

    def __init__(self, units: Path, folder: Path, dsn: str) -> None:
        """Build it, ready for the first search."""

    def disk_bytes(self) -> int:
        """Return how many bytes it keeps on the disk, 0 if none."""


class Tmflow:
    """tmflow: `search_keys` of the store, the same with bounded effort, and a whole lookup with entries, penalties and adapted values."""

    clock = staticmethod(time.process_time)

    def __init__(self, units: Path, folder: Path, dsn: str) -> None:
        del dsn
        self.path = folder / "memory.sqlite"
        self.memory = TranslationMemory(SqliteStore(self.path))
        for number, part in groupby(enumerate(read_units(units)), key=lambda at: at[0] // _DOCUMENT_UNITS):
            self.memory.learn((entry_of(unit) for _, unit in part), document=f"{number:05}")
        for language in Language:
            self.search("a text", language)  # compiles the index
        self.searches: Mapping[str, Search] = {
            "tmflow": self.search,
            "tmflow interactive": self.search_quickly,
            "tmflow lookup": self.lookup,
        }

    def search(self, text: str, language: Language) -> list[str]:
        """Return the nearest keys."""
        found = self.memory.store.search_keys(
            match_key(text), language, threshold=THRESHOLD, limit=LIMIT, include_drafts=False
        )
        return [key for _, key in found]

    def search_quickly(self, text: str, language: Language) -> list[str]:
        """Return the nearest keys of the most promising ones."""
        found = self.memory.store.search_keys(
            match_key(text),
            language,
            threshold=THRESHOLD,
            limit=LIMIT,
            include_drafts=False,
            effort=Effort(EFFORT),
        )
        return [key for _, key in found]

    def lookup(self, text: str, language: Language) -> list[str]:
        """Return the sources of the best matches."""
        return [match.source for match in self.memory.lookup(text, source=language, limit=LIMIT)]

    def disk_bytes(self) -> int:
        """Return the size of the database and of the indexes."""
        return _bytes_in(self.path.parent)


class BruteForce:
    """rapidfuzz comparing every key."""

    clock = staticmethod(time.process_time)

    def __init__(self, units: Path, folder: Path, dsn: str) -> None:
        del folder, dsn
        keys: dict[Language, dict[str, None]] = {language: {} for language in Language}
        for unit in read_units(units):
            for language, text in zip((Language.JA, Language.EN), unit, strict=True):
                keys[language][match_key(text)] = None
        self._keys = {language: list(found) for language, found in keys.items()}
        self.searches: Mapping[str, Search] = {"rapidfuzz extract": self.search}

    def search(self, text: str, language: Language) -> list[str]:
        """Return the nearest keys."""
        return nearest(match_key(text), self._keys[language])

    def disk_bytes(self) -> int:
        """It keeps nothing."""
        return 0


class Trigrams:
    """SQLite FTS5 with its trigram tokenizer: all trigrams of the key, any of which may match, best rank first."""

    clock = staticmethod(time.process_time)

    def __init__(self, units: Path, folder: Path, dsn: str) -> None:
        del dsn
        self._path = folder / "trigrams.sqlite"
        self._connection = sqlite3.connect(self._path)
        for place, language in enumerate((Language.JA, Language.EN)):
            self._connection.execute(f"CREATE VIRTUAL TABLE {language.value} USING fts5(key, tokenize='trigram')")
            self._connection.executemany(
                f"INSERT INTO {language.value} VALUES (?)",  # noqa: S608 - one of two constants
                ((match_key(unit[place]),) for unit in read_units(units)),
            )
            self._connection.commit()
        self.searches: Mapping[str, Search] = {"SQLite FTS5 trigram": self.search}

    def search(self, text: str, language: Language) -> list[str]:
        """Return the nearest of the candidates."""
        key = match_key(text)
        trigrams = {key[at : at + 3].replace('"', '""') for at in range(len(key) - 2)}
        if not trigrams:
            return []
        rows = self._connection.execute(
            f"SELECT key FROM {language.value} WHERE key MATCH ? ORDER BY rank LIMIT {_CANDIDATES}",  # noqa: S608 - as above
            (" OR ".join(f'"{trigram}"' for trigram in sorted(trigrams)),),
        )
        return nearest(key, list(dict.fromkeys(row[0] for row in rows)))

    def disk_bytes(self) -> int:
        """Return the size of the database."""
        return _bytes_in(self._path.parent)


class Toolkit:
    """The matcher of translate-toolkit without its limit of 70 characters.

    Its heap compares units where two are as like, which raises TypeError: here they are given an order.
    """

    clock = staticmethod(time.process_time)

    def __init__(self, units: Path, folder: Path, dsn: str) -> None:
        del folder, dsn
        base: Any = import_module("translate.storage.base")

        base.TranslationUnit.__lt__ = lambda unit, other: unit.source < other.source
        stores = {language: base.TranslationStore() for language in Language}
        for japanese, english in read_units(units):
            for language, source, target in ((Language.JA, japanese, english), (Language.EN, english, japanese)):
                unit = base.TranslationUnit(match_key(source))
                unit.target = target
                stores[language].addunit(unit)
        matcher: Any = import_module("translate.search.match").matcher
        self._matchers = {
            language: matcher(store, max_candidates=LIMIT, min_similarity=THRESHOLD, max_length=10**6)
            for language, store in stores.items()
        }
        self.searches: Mapping[str, Search] = {"translate-toolkit": self.search}

    def search(self, text: str, language: Language) -> list[str]:
        """Return the sources of the matches."""
        return [unit.source for unit in self._matchers[language].matches(match_key(text))]

    def disk_bytes(self) -> int:
        """It keeps nothing."""
        return 0


class Postgres:
    """pg_trgm with a GiST index, ordered by distance. The server at the DSN must have the extension and its database UTF-8."""

    clock: Callable[[], float] = staticmethod(time.perf_counter)

    def __init__(self, units: Path, folder: Path, dsn: str) -> None:
        del folder
        self._connection: Any = import_module("psycopg").connect(dsn, autocommit=True)
        run = self._connection.execute
        run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for place, language in enumerate((Language.JA, Language.EN)):
            name = f"benchmark_{language.value}"
            run(f"DROP TABLE IF EXISTS {name}")
            run(f"CREATE TABLE {name} (key text)")
            with self._connection.cursor().copy(f"COPY {name} FROM STDIN") as copy:
                for unit in read_units(units):
                    copy.write_row((match_key(unit[place]).replace("\0", ""),))
            run(f"CREATE INDEX ON {name} USING gist (key gist_trgm_ops)")
            run(f"ANALYZE {name}")
        self._server = Path(f"/proc/{run('SELECT pg_backend_pid()').fetchone()[0]}/schedstat")
        if self._server.exists():
            self.clock = self._cpu_s
        self.searches: Mapping[str, Search] = {"PostgreSQL pg_trgm": self.search}

    def search(self, text: str, language: Language) -> list[str]:
        """Return the nearest of the candidates."""
        key = match_key(text)
        rows = self._connection.execute(
            f"SELECT key FROM benchmark_{language.value} ORDER BY key <-> %s LIMIT {_CANDIDATES}",  # noqa: S608 - constants
            (key,),
        )
        return nearest(key, list(dict.fromkeys(row[0] for row in rows.fetchall())))

    def _cpu_s(self) -> float:
        """Return the CPU time of this process and of the server's that answers it."""
        return time.process_time() + int(self._server.read_text(encoding="ascii").split()[0]) / 1e9

    def disk_bytes(self) -> int:
        """Return the size of tables and indexes."""
        names = " + ".join(f"pg_total_relation_size('benchmark_{language.value}')" for language in Language)
        return int(self._connection.execute(f"SELECT {names}").fetchone()[0])


SYSTEMS: Mapping[str, type[System]] = {
    "rapidfuzz": BruteForce,
    "tmflow": Tmflow,
    "fts5": Trigrams,
    "toolkit": Toolkit,
    "pg_trgm": Postgres,
}


def entry_of(unit: Unit) -> MemoryEntry:
    """Return the unit as an entry."""
    return MemoryEntry(source=unit[0], target=unit[1], pair=JA_EN)


def nearest(key: str, keys: Sequence[str]) -> list[str]:
    """Return the nearest keys over the threshold, best first."""
    found = extract(key, keys, scorer=Levenshtein.normalized_similarity, score_cutoff=THRESHOLD / 100, limit=LIMIT)
    return [choice for choice, _, _ in found]


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
