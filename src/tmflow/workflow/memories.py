"""The memory as a library opens it: a project, a folder, one file, or a store of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from tmflow.errors import FormatError
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.transient import TransientStore
from tmflow.workflow.project import SETTINGS_NAME, open_project
from tmflow.workflow.recall import compile_memory, iter_entries

__all__ = ["Memory"]

_STORE_SUFFIXES = frozenset({".sqlite", ".sqlite3", ".db"})


class Memory(TranslationMemory):
    """A translation memory: `lookup` finds matches for a text, `search` finds a word in its contexts."""

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a memory.

        path: a project's folder; a folder of .po and .tmx files or one such file, read into a store in main memory;
        or a store (.sqlite), made if it is not there.
        Raises FormatError if there is no such file or it is not what its name says.
        """
        path = Path(path)
        if (path / SETTINGS_NAME).is_file():
            project = open_project(path)
            compile_memory(project)
            return cls(SqliteStore(project.index_path))
        if path.suffix in _STORE_SUFFIXES:
            return cls(SqliteStore(path))
        files = sorted(file for file in path.glob("*") if file.suffix in {".po", ".tmx"}) if path.is_dir() else [path]
        memory = cls(TransientStore())
        for file in files:
            if not file.is_file():
                raise FormatError(
                    "no such memory; give a project, a folder, a .po, a .tmx or a .sqlite file", path=file
                )
            memory.learn(iter_entries(file), document=file.name)
        return memory
