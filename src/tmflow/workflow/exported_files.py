"""Files that were exported: one that somebody has edited since is not written over, nor one of the project's own."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.workflow.project import Project, make_folder

__all__ = ["remember_file", "require_outside", "write_export"]

_Report = TypeVar("_Report")


def require_outside(project: Project, path: Path, *, save: Path | None = None) -> None:
    """Raise ConfigError if a file would stand among the articles or the bitexts; `save`: the one that may.

    Those are the truth of the project, and no export is.
    """
    place = _real(path)
    if save is not None and place == _real(save):
        return
    for folder in (project.articles_folder(project.settings.pair.source).parent, project.memories_folder):
        if place.is_relative_to(_real(folder)):
            raise ConfigError(f"{project.relative(path)} is in {folder.name}/, where no export goes: name another file")


def write_export(project: Project, path: Path, write: Callable[[Path], _Report], *, force: bool) -> _Report:
    """Write a file, and keep in mind what was written.

    force: also over a file that reads otherwise than the last export and than this one, such as one a reviewer edited.
    Raises ConfigError for such a file without `force`, besides what `write` raises.
    """
    if path.is_file() and not force and _kept(project, path) != _digest(path.read_bytes()):
        with tempfile.TemporaryDirectory() as folder:
            again = Path(folder, path.name)
            report = write(again)
            if again.read_bytes() != path.read_bytes():
                raise ConfigError(
                    f"{project.relative(path)} is not as tmflow wrote it, and what was edited there would be lost. "
                    f"To take it back: tmflow merge {project.relative(path)}; to overwrite it: --force"
                )
    else:
        report = write(path)
    remember_file(project, path)
    return report


def remember_file(project: Project, path: Path) -> None:
    """Keep in mind that nothing of a file would be lost as it is now: it was just written, or taken back whole."""
    place = _note(project, path)
    make_folder(place.parent)
    write_bytes_atomic(place, _digest(path.read_bytes()).encode())


def _kept(project: Project, path: Path) -> str:
    place = _note(project, path)
    return place.read_text(encoding="utf-8") if place.is_file() else ""


def _note(project: Project, path: Path) -> Path:
    """Where the digest of a file is kept: a cache, without which the user is asked once more."""
    return project.cache_folder / "exports" / _digest(os.fsencode(_real(path)))[:32]


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
