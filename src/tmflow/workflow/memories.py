"""The memory as a library opens it: a project, a folder, one file, or a store of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tmflow.errors import ConfigError, FormatError
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.store import MemoryStore
from tmflow.memory.transient import TransientStore
from tmflow.model.match import MemoryEntry
from tmflow.workflow.places import DATABASES, STORE_SUFFIXES, MemoryPlace
from tmflow.workflow.project import SETTINGS_NAME, Project, open_project
from tmflow.workflow.recall import iter_entries, lookup_options, open_compiled
from tmflow.workflow.wiring import open_store

if TYPE_CHECKING:
    from tmflow.workflow.memory_import import MemoryImport, Undo

__all__ = ["Memory"]


_FILES = frozenset({".po", ".tmx"})
"""What is read into main memory, by its suffix."""


class Memory(TranslationMemory):
    """A translation memory: `lookup` finds matches for a text, `search` finds a word in its contexts.

    A store of its own, or a project, also takes imports and has them taken back (`import_file`, `undo`), and retires
    translations (`retire`, `restore`).
    """

    place: MemoryPlace | None = None
    """The project or the file it stands in, None if it was read into main memory."""
    _unmade: Path | None = None
    """The file it will stand in, as long as it is not there."""

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a memory.

        path: a project's folder; a folder of .po and .tmx files or one such file, read into a store in main memory;
        a store (.sqlite), which the first write makes if it is not there; or the address of a PostgreSQL database
        (postgresql://...).
        So of a mistyped name of a store the memory is empty, and the first write makes it: `place.exists()` tells before.
        Raises FormatError if there is no such file, no folder for a store, no memory in a folder, or a file is not what
        its name says; MemoryStoreError for a store that cannot be used, ValueError if the path is empty.
        """
        if path == "":
            raise ValueError("the path is empty: give a project, a folder, a .po, a .tmx or a .sqlite file")
        if isinstance(path, str) and path.startswith(DATABASES):
            return cls._of_store(path)
        path = Path(path)
        if (path / SETTINGS_NAME).is_file():
            project = open_project(path)
            memory = cls(open_compiled(project), **lookup_options(project))
            memory.place = project
            return memory
        if path.suffix in STORE_SUFFIXES:
            if not path.parent.is_dir():
                raise FormatError(f"no folder {path.parent}: make it, or correct the path", path=path)
            return cls._of_store(path)
        if not path.is_dir() and not (path.is_file() and path.suffix in _FILES):
            reason = "no memory by its name" if path.exists() else "no such memory"
            raise FormatError(f"{reason}; give a project, a folder, a .po, a .tmx or a .sqlite file", path=path)
        files = sorted(one for one in path.glob("*") if one.suffix in _FILES) if path.is_dir() else [path]
        if not files:
            raise FormatError(f"a folder without {SETTINGS_NAME}, a .po or a .tmx: no memory is in it", path=path)
        memory = cls(TransientStore())
        for file in files:
            memory.learn(iter_entries(file), document=file.name)
        return memory

    @classmethod
    def _of_store(cls, place: Path | str) -> Self:
        unmade = place if isinstance(place, Path) and not place.exists() else None
        memory = cls(TransientStore() if unmade else open_store(place))
        memory.place, memory._unmade = place, unmade
        return memory

    @property
    def store(self) -> MemoryStore:
        """Where the entries are: of a file that is not there yet nowhere, till somebody makes it."""
        if self._unmade and self._unmade.exists():
            self._store, self._unmade = open_store(self._unmade), None
        return self._store

    def learn(self, entries: Iterable[MemoryEntry], *, document: str) -> int:
        """Make these all the entries of the document; return how many.

        Raises ConfigError for a project's memory: it is made from the files under memories/. Else as for any memory.
        """
        if isinstance(self.place, Project):
            raise ConfigError("a project's memory is made from its files: put one under memories/, or import it")
        with self._lock:
            if self._unmade:
                self._store, self._unmade = open_store(self._unmade), None
            return super().learn(entries, document=document)

    def import_file(
        self,
        path: Path | str,
        *,
        on_conflict: str = "keep-both",
        name: str = "",
        dry_run: bool = False,
        who: str = "",
        when: datetime | None = None,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> MemoryImport:
        """Import a file of pairs (TMX, CSV, XLSX, PO, ...) whole, in one change; a file of any size is streamed.

        on_conflict: what stays where a text has another translation already: "keep-both", "keep-existing",
        "keep-newest" or "overwrite"; what goes is retired. name: of the import, "" for the file's. dry_run: only tell
        what would come of it. who, when: kept with the import. on_progress: called with the pairs read and about how
        many there are.
        Raises FormatError if the file cannot be read to its end, ValueError for an unknown `on_conflict`, ConfigError
        for a memory read into main memory, StorageError; the memory is then as it was.
        """
        from tmflow.workflow.memory_import import ImportOrder, OnConflict, import_memory

        if on_conflict not in tuple(OnConflict):
            raise ValueError(f'on_conflict "{on_conflict}" is none of {", ".join(OnConflict)}')
        order = ImportOrder(
            path=Path(path),
            on_conflict=OnConflict(on_conflict),
            name=name,
            dry_run=dry_run,
            who=who,
            when=when,
            on_progress=on_progress,
        )
        return import_memory(self._lasting_place(), order)

    import_tmx = import_file

    def undo(self, name: str = "") -> Undo:
        """Take the import of this name back, "" for the last one: its pairs go, what it had retired is offered again.

        Raises ConfigError if there is no such import, StorageError.
        """
        from tmflow.workflow.memory_import import undo_import

        undo = undo_import(self._lasting_place(), name)
        assert undo is not None, "it was not asked whether to"  # noqa: S101 - None says that somebody said no
        return undo

    def retire(
        self, source: str, target: str | None = None, *, reason: str, who: str = "", when: datetime | None = None
    ) -> int:
        """Have a translation offered no more, in either direction, and return how many pairs that are.

        target: needed if the source has several. Raises ConfigError if there is no such pair, StorageError.
        """
        from tmflow.workflow.upkeep import retire_text

        return len(retire_text(self._lasting_place(), source, target=target, reason=reason, who=who, when=when))

    def restore(self, source: str, target: str | None = None) -> int:
        """Have retired translations of a text offered again, and return how many pairs that are.

        target: which one; None = all. Raises ConfigError if none is retired, StorageError.
        """
        from tmflow.workflow.upkeep import restore_text

        return len(restore_text(self._lasting_place(), source, target=target))

    def _lasting_place(self) -> MemoryPlace:
        if self.place is None:
            raise ConfigError("a memory read into main memory keeps no changes. Open a project or a .sqlite file")
        return self.place
