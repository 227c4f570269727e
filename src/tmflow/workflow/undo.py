"""Taking a merge back: what its files held before is kept beside the caches until the merges after it have pushed it out."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from tmflow.errors import ConfigError, StorageError, TmflowError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.workflow.project import Project, make_folder

__all__ = ["undo_merge", "write_undoable"]

_KEPT = 20
"""Merges that can be taken back, one after the other."""
_RECORD = "merge.json"


def write_undoable(project: Project, contents: Mapping[Path, bytes]) -> None:
    """Write files of the project, all or none of them, so that `undo_merge` can put back what was there before.

    What was there is safe on the disk before the first file is written. Hold `project.writing()` for it.
    Raises StorageError if the machine refuses; every file is then as it was.
    """
    if not contents:
        return
    before = {path: path.read_bytes() for path in contents}
    folder = _next_folder(project)
    rows = []
    for path, content in contents.items():
        write_bytes_atomic(folder / path.name, before[path])
        rows.append({"path": project.relative(path), "before": _digest(before[path]), "after": _digest(content)})
    write_bytes_atomic(folder / _RECORD, json.dumps({"files": rows}, ensure_ascii=False, indent=1).encode())
    try:
        for path, content in contents.items():
            write_bytes_atomic(path, content)
    except StorageError:
        for path, content in before.items():
            if path.read_bytes() != content:
                write_bytes_atomic(path, content)
        shutil.rmtree(folder)
        raise
    for old in _folders(project)[:-_KEPT]:
        shutil.rmtree(old)


def undo_merge(project: Project, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Put back what the files of the last merge held before it; return them. Again for the merge before that.

    dry_run: only say which files it would be.
    Raises ConfigError, with nothing put back, if no merge is kept or one of the files has changed since.
    """
    with project.writing():
        folders = _folders(project)
        if not folders:
            raise ConfigError(f"no merge to take back is kept in {project.relative(_home(project))}; git may know more")
        folder = folders[-1]
        restored: dict[Path, bytes] = {}
        for row in _read_rows(project, folder):
            path = project.root / row["path"]
            now = _digest(path.read_bytes()) if path.is_file() else "no file"
            if now not in {row["before"], row["after"]}:
                raise ConfigError(
                    f"{row['path']} has changed since the merge, and that would be lost: nothing was put back."
                    f" What it held before the merge is {project.relative(folder / path.name)}"
                )
            restored[path] = (folder / path.name).read_bytes()
        if not dry_run:
            for path, content in restored.items():
                write_bytes_atomic(path, content)
            shutil.rmtree(folder)
    return tuple(restored)


def _home(project: Project) -> Path:
    return project.cache_folder / "merges"


def _folders(project: Project) -> list[Path]:
    """The folders of the merges that are kept, the last one last; one whose record was never finished counts as none."""
    return sorted(path.parent for path in _home(project).glob(f"*/{_RECORD}"))


def _next_folder(project: Project) -> Path:
    names = [int(path.name) for path in _home(project).glob("*") if path.name.isdigit()]
    return make_folder(_home(project) / f"{max(names, default=0) + 1:06d}")


def _read_rows(project: Project, folder: Path) -> list[dict[str, str]]:
    """Return what a record says of each file. Raises TmflowError if it is none, or of a file no merge writes."""
    try:
        found = json.loads((folder / _RECORD).read_text(encoding="utf-8"))["files"]
        rows = [{name: str(row[name]) for name in ("path", "before", "after")} for row in found]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TmflowError(f"{folder / _RECORD} cannot be read ({error}). To forget it: delete the folder") from error
    known = {project.relative(project.bitext_path(slug)) for slug in project.bitext_slugs}
    for row in rows:
        if row["path"] not in known | {project.relative(project.bitext_path(Path(row["path"]).stem))}:
            problem = f'{folder / _RECORD} names "{row["path"]}", which is no bitext. To forget it: delete the folder'
            raise TmflowError(problem)
    return rows


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
