"""Wiring: the only file that chooses implementations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tmflow.errors import MemoryStoreError, StorageError
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.penalties import Penalties
from tmflow.memory.store import MemoryStore
from tmflow.model.glossary import Glossary
from tmflow.model.language import LanguagePair

if TYPE_CHECKING:
    from tmflow.align.lexicon import Dictionary
    from tmflow.memory.postgres import PostgresStore
    from tmflow.mt.translator import Translator
    from tmflow.workflow.settings import Settings

__all__ = [
    "NO_DICTIONARY",
    "check_dictionary",
    "find_dictionary",
    "make_translator",
    "open_memory",
    "open_shared",
    "open_store",
]

NO_DICTIONARY = "none"
_DEBIAN_EDICT = Path("/usr/share/edict/edict")
"""Where Debian's package `edict` puts the file."""


def find_dictionary(name: str = "auto") -> Dictionary | None:
    """Return the Japanese-English dictionary to align with: "auto" for the one of the system, if it has one.

    name: "auto", "none", or the path of a file in EDICT's format.
    Raises FormatError if a named file cannot be read.
    """
    if name == NO_DICTIONARY or (name == "auto" and not _DEBIAN_EDICT.is_file()):
        return None
    from tmflow.formats.edict import read_edict

    return read_edict(_DEBIAN_EDICT if name == "auto" else Path(name))


def check_dictionary(name: str) -> None:
    """Raise FormatError if a dictionary that is named by its path cannot be read; the one of the system is not looked at."""
    if name not in {NO_DICTIONARY, "auto"}:
        find_dictionary(name)


def open_memory(
    index: Path,
    *,
    penalties: Penalties | None = None,
    glossary: Callable[[], Glossary] | None = None,
    today: date | None = None,
) -> TranslationMemory:
    """Open the compiled memory at a path, made if it is not there; the options are those of `TranslationMemory`.

    A damaged one is thrown away first, because all of it can be compiled again.
    Raises MemoryStoreError if it is of a newer tmflow or no memory at all, StorageError if it cannot be written.
    """
    from tmflow.memory.sqlite import SqliteStore
    from tmflow.memory.sqlite_file import discard_damaged

    try:
        store = SqliteStore(index)
    except MemoryStoreError:
        if not discard_damaged(index):
            raise
        store = SqliteStore(index)
    return TranslationMemory(store, penalties=penalties, glossary=glossary, today=today)


def discard_unusable(index: Path) -> None:
    """Delete what stands in the place of a compiled memory if it is damaged, of another format, or no memory at all.

    Raises StorageError if it cannot be deleted.
    """
    from tmflow.memory.sqlite_file import discard_damaged

    discard_damaged(index)
    try:
        open_memory(index).close()
    except MemoryStoreError:
        try:
            for path in index.parent.glob(f"{index.name}*"):
                path.unlink()
        except OSError as error:
            raise StorageError(f"{index} cannot be deleted ({error.strerror}); delete it by hand") from error


def open_store(place: Path | str) -> MemoryStore:
    """Open a store of its own at a path, made if it is not there, or the one in a PostgreSQL database.

    What it holds it alone may have, so nothing is thrown away.
    Raises MemoryStoreError if it is damaged, of a newer tmflow or no memory at all, or the database cannot be reached,
    StorageError if it cannot be made.
    """
    if isinstance(place, str):
        return open_shared(place)
    from tmflow.memory.sqlite import SqliteStore

    return SqliteStore(place)


def open_shared(address: str) -> PostgresStore:
    """Open the shared memory in the database at an address. Raises MemoryStoreError if it cannot be reached."""
    from tmflow.memory.postgres import PostgresStore

    return PostgresStore(address)


def make_translator(settings: Settings, pair: LanguagePair) -> Callable[[], Translator] | None:
    """Return what makes the engine the settings name for a language pair, None if they switch MT off.

    The engine is loaded only when it is called; then TranslatorUnavailable says what is missing.
    """
    if settings.mt.engine == "none":
        return None

    def argos() -> Translator:
        from tmflow.mt.pivot import open_argos

        mt = settings.mt
        return open_argos(pair, settings=mt.decoding, threads=mt.threads, device=mt.device)

    return argos
