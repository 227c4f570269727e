"""Wiring: the only file that chooses implementations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tmflow.errors import ConfigError, MemoryStoreError, StorageError, TranslatorUnavailable
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.penalties import Penalties
from tmflow.memory.store import MemoryStore
from tmflow.model.language import LanguagePair

if TYPE_CHECKING:
    from tmflow.align.lexicon import Dictionary
    from tmflow.memory.postgres import PostgresStore
    from tmflow.model.glossary import Glossary
    from tmflow.mt.translator import Translator
    from tmflow.workflow.settings import MtSettings, Settings

__all__ = [
    "NO_DICTIONARY",
    "check_dictionary",
    "engine_fault",
    "engine_names",
    "find_dictionary",
    "make_translator",
    "open_memory",
    "open_shared",
    "open_store",
]

NO_DICTIONARY = "none"
_DEBIAN_EDICT = Path("/usr/share/edict/edict")
"""Where Debian's package `edict` puts the file."""


def find_dictionary(name: Path | str | None = "auto") -> Dictionary | None:
    """Return the Japanese-English dictionary to align with: "auto" for the one of the system, if it has one.

    name: "auto", "none" (or None), or the path of a file in EDICT's format.
    Raises FormatError if a named file cannot be read.
    """
    if name in {None, NO_DICTIONARY} or (name == "auto" and not _DEBIAN_EDICT.is_file()):
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

    Nothing is loaded, and no server asked, before it is called; then TranslatorUnavailable says what is missing, and
    ConfigError what is wrong with `mt.options`.
    """
    if settings.mt.engine == "none":
        return None
    return partial(_make_engine, settings.mt, pair)


def engine_names() -> tuple[str, ...]:
    """Return what `mt.engine` may be on this machine: tmflow's own engines, those of installed packages, and "none"."""
    from tmflow.mt.plugins import find_plugins

    return (*_ENGINES, *(plugin.name for plugin in find_plugins() if plugin.name not in _ENGINES), "none")


def engine_fault(settings: MtSettings) -> str:
    """Return why the engine that the settings name cannot be made, "" if nothing speaks against it, or they name none.

    No engine is made and no server asked: what Argos needs on this machine, and whether a server answers, is not said.
    """
    try:
        if settings.engine != "none":
            _find_maker(settings)
    except (ConfigError, TranslatorUnavailable) as error:
        return str(error)
    return ""


def _make_engine(settings: MtSettings, pair: LanguagePair) -> Translator:
    return _find_maker(settings)(pair)


def _find_maker(settings: MtSettings) -> Callable[[LanguagePair], Translator]:
    name = settings.engine
    if name in _ENGINES:
        return _ENGINES[name](settings)
    from tmflow.mt.plugins import find_plugins

    found = [plugin for plugin in find_plugins() if plugin.name == name]
    if len(found) == 1:
        found[0].load()
        return partial(found[0].make, options=settings.options)
    if found:
        packages = " and ".join(plugin.package for plugin in found)
        raise TranslatorUnavailable(f"mt.engine {name} is registered by {packages}. Uninstall all but one")
    known = engine_names()
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    raise TranslatorUnavailable(
        f'mt.engine in tmflow.yaml is "{name}", which is not installed{f": {near[0]}?" if near else "."} '
        f"Installed: {', '.join(known)}"
    )


def _argos(settings: MtSettings) -> Callable[[LanguagePair], Translator]:
    from tmflow.mt.pivot import open_argos

    _refuse_options(settings)
    return partial(open_argos, settings=settings.decoding, threads=settings.threads, device=settings.device)


def _echo(settings: MtSettings) -> Callable[[LanguagePair], Translator]:
    from tmflow.mt.translator import EchoTranslator

    _refuse_options(settings)
    return lambda _pair: EchoTranslator()


def _libretranslate(settings: MtSettings) -> Callable[[LanguagePair], Translator]:
    from tmflow.mt.libretranslate import LibreTranslateTranslator, ServerOptions

    options = ServerOptions.parse(settings.options)
    options.find_key()
    return lambda pair: LibreTranslateTranslator(pair, options)


def _refuse_options(settings: MtSettings) -> None:
    if settings.options:
        raise ConfigError(
            f"mt.options: {', '.join(settings.options)}: the engine {settings.engine} has no options. Take them out"
        )


_ENGINES: Mapping[str, Callable[[MtSettings], Callable[[LanguagePair], Translator]]] = {
    "argos": _argos,
    "libretranslate": _libretranslate,
    "echo": _echo,
}
"""tmflow's own. No other package can take their names."""
