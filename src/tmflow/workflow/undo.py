"""Taking a merge back: what its files held before is kept beside the caches until the merges after it have pushed it out."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tmflow.errors import ConfigError, TmflowError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.workflow.project import Project, make_folder

__all__ = ["undo_merge", "write_undoable"]

_KEPT = 20
"""Merges that can be taken back, one after the other."""
_RECORD = "merge.json"
_SLUG = re.compile(r"[^./\\\0][^/\\\0]*")


def write_undoable(project: Project, contents: Mapping[Path, bytes]) -> None:
    """Write files of the project, all or none of them, so that `undo_merge` can put back what was there before.

    What was there is safe on the disk before the first file is written. Hold `project.writing()` for it.
    Raises StorageError if the machine refuses; every file is then as it was.
    """
    if not contents:
        return
    _take_back_unfinished(project)
    before = {path: path.read_bytes() for path in contents}
    folder = _next_folder(project)
    for path, content in before.items():
        write_bytes_atomic(folder / path.name, content)
    rows = tuple(
        _Row(slug=path.stem, before=_digest(before[path]), after=_digest(content)) for path, content in contents.items()
    )
    _write_record(folder, rows, is_finished=False)
    try:
        for path, content in contents.items():
            write_bytes_atomic(path, content)
        _write_record(folder, rows, is_finished=True)
    except BaseException:  # also of somebody who stops it: none of the files may stay as the only one
        _put_back(project, folder, rows)
        raise
    for old in _folders(project)[:-_KEPT]:
        shutil.rmtree(old)


def undo_merge(project: Project, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Put back what the files of the last merge held before it; return them. Again for the merge before that.

    dry_run: only say which files it would be.
    Raises ConfigError, with nothing put back, if no merge is kept or one of the files has changed since; TmflowError if
    the record of the merge is none.
    """
    with project.writing():
        if not dry_run:
            _take_back_unfinished(project)
        folders = _folders(project)
        if not folders:
            raise ConfigError(f"no merge to take back is kept in {project.relative(_home(project))}; git may know more")
        folder = folders[-1]
        rows, _ = _read_record(folder)
        for row in rows:
            path = project.bitext_path(row.slug)
            if _digest_of(path) not in {row.before, row.after}:
                raise ConfigError(
                    f"{project.relative(path)} has changed since the merge, and that would be lost: nothing was put back."
                    f" What it held before the merge is {project.relative(folder / path.name)}"
                )
        if not dry_run:
            _put_back(project, folder, rows)
    return tuple(project.bitext_path(row.slug) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A bitext that a merge has changed, and the digests of what it held; it is named by its slug, never by a path."""

    slug: str
    before: str
    after: str


def _take_back_unfinished(project: Project) -> None:
    """Take back a merge that a kill or a power cut has stopped between two files."""
    for folder in _folders(project)[-1:]:
        rows, is_finished = _read_record(folder)
        if not is_finished:
            _put_back(project, folder, rows)


def _put_back(project: Project, folder: Path, rows: tuple[_Row, ...]) -> None:
    """Put back the files that hold what the merge wrote, and forget it."""
    for row in rows:
        path = project.bitext_path(row.slug)
        if row.after != row.before and _digest_of(path) == row.after:
            write_bytes_atomic(path, (folder / path.name).read_bytes())
    shutil.rmtree(folder)


def _home(project: Project) -> Path:
    return project.cache_folder / "merges"


def _folders(project: Project) -> list[Path]:
    """The folders of the merges that are kept, the last one last; one whose record was never finished counts as none."""
    return sorted(path.parent for path in _home(project).glob(f"*/{_RECORD}"))


def _next_folder(project: Project) -> Path:
    names = [int(path.name) for path in _home(project).glob("*") if path.name.isdigit()]
    return make_folder(_home(project) / f"{max(names, default=0) + 1:06d}")


def _write_record(folder: Path, rows: tuple[_Row, ...], *, is_finished: bool) -> None:
    record = {"is_finished": is_finished, "files": [asdict(row) for row in rows]}
    write_bytes_atomic(folder / _RECORD, json.dumps(record, ensure_ascii=False, indent=1).encode())


def _read_record(folder: Path) -> tuple[tuple[_Row, ...], bool]:
    """Return the files of a merge, and whether all of them were written. Raises TmflowError if it is no such record."""
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        rows = tuple(_Row(**{name: str(value) for name, value in row.items()}) for row in record["files"])
        is_finished = bool(record["is_finished"])
        problem = next((f'"{row.slug}" is no slug' for row in rows if not _SLUG.fullmatch(row.slug)), "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = str(error)
    if problem:
        raise TmflowError(f"{folder / _RECORD} cannot be read ({problem}). To forget it: delete the folder")
    return rows, is_finished


def _digest_of(path: Path) -> str:
    """Return the digest of a file, "" if it is not there, which is never that of one."""
    return _digest(path.read_bytes()) if path.is_file() else ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
