"""Where a memory stands: in a project, whose text files are its truth, or in an SQLite store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tmflow.errors import ConfigError
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.retired import RetiredPair, apply_retired, stored_retired
from tmflow.workflow.project import DATABASES, Project
from tmflow.workflow.recall import compile_memory, project_memory
from tmflow.workflow.retired import read_retired, write_retired
from tmflow.workflow.wiring import open_store

__all__ = [
    "DATABASES",
    "STORE_SUFFIXES",
    "MemoryPlace",
    "check_store_path",
    "listed_retired",
    "opened_memory",
    "replace_retired",
]

MemoryPlace = Project | Path | str
"""A project, the path of an SQLite store, or the address of a PostgreSQL database."""

STORE_SUFFIXES = frozenset({".sqlite", ".sqlite3", ".db"})


@contextmanager
def opened_memory(place: MemoryPlace, *, create: bool = False) -> Iterator[TranslationMemory]:
    """Open the memory of a place, a project's brought up to date first; it is closed on leaving.

    create: whether a store that is not there is made. Raises ConfigError for what is no store, or is not there.
    """
    if isinstance(place, Project):
        with project_memory(place) as memory:
            yield memory
        return
    if isinstance(place, Path):
        check_store_path(place, create=create)
    with TranslationMemory(open_store(place)) as memory:
        yield memory


def check_store_path(path: Path, *, create: bool = False) -> None:
    """Raise ConfigError if a path cannot be that of a store, or there is none and `create` does not allow to make one."""
    if path.suffix not in STORE_SUFFIXES:
        raise ConfigError(f"{path} is no store: its name ends in {', '.join(sorted(STORE_SUFFIXES))}")
    if path.is_dir():
        raise ConfigError(f"{path} is a folder: name a file")
    if not create and not path.is_file():
        raise ConfigError(f"no memory {path}. To make one: tmflow memory import FILE --memory {path}")


def listed_retired(place: MemoryPlace, memory: TranslationMemory) -> tuple[RetiredPair, ...]:
    """Return the retired pairs of a place. Raises FormatError for a project's list that cannot be read."""
    return read_retired(place.retired_path) if isinstance(place, Project) else stored_retired(memory.store)


def replace_retired(place: MemoryPlace, memory: TranslationMemory, pairs: tuple[RetiredPair, ...]) -> None:
    """Make these the retired pairs of a place, and apply them. Raises StorageError if the machine refuses the write."""
    if isinstance(place, Project):
        write_retired(place.retired_path, pairs)
        compile_memory(place)
    else:
        apply_retired(memory.store, pairs)
