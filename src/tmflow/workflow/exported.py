"""What an export wrote last, so that a file somebody has edited since is not written over before it was merged."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.language import Language
from tmflow.workflow.project import Project, make_folder

__all__ = ["check_place", "forget_edits", "remember_export"]


def check_place(project: Project, path: Path, *, is_named: bool, force: bool) -> None:
    """Raise ConfigError if an export may not be written to a path.

    is_named: whether the user named it; only a project's own texts are kept from being written over then. Else a file
    that is there must be the one that was written last, unless force is given.
    """
    final = path.resolve()
    for folder in (project.memories_folder, *map(project.articles_folder, Language)):
        if final.is_relative_to(folder.resolve()):
            raise ConfigError(
                f"{path} is among the project's own texts, and nothing is exported over them: name another"
            )
    if is_named or force or not path.is_file():
        return
    record = _record(project, path)
    if not record.is_file() or record.read_bytes() != _digest(path):
        shown = project.relative(path)
        raise ConfigError(
            f"{shown} was edited, or tmflow did not write it: tmflow merge {shown}; to overwrite it: --force"
        )


def remember_export(project: Project, path: Path) -> None:
    """Keep what a file of the project's exports holds now. Raises StorageError."""
    record = _record(project, path)
    make_folder(record.parent)
    write_bytes_atomic(record, _digest(path))


def forget_edits(project: Project, path: Path) -> None:
    """Let a file of the project's exports be written over: all that was edited in it has been taken. Raises StorageError."""
    if path.resolve().parent == project.export_path("any", "").resolve().parent:
        remember_export(project, path)


def _record(project: Project, path: Path) -> Path:
    return project.cache_folder / "exports" / f"{path.name}.sha256"


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest().encode()
