"""Taking a merge or fixes back: what the files held before is kept beside the caches until later ones have pushed it out."""

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
from tmflow.model.language import Language
from tmflow.workflow.project import Project, make_folder

__all__ = ["undo_fixes", "undo_merge", "write_undoable"]

_KEPT = 20
"""Merges and runs of fixes that can be taken back, one after the other."""
_RECORD = "merge.json"
_MERGE, _FIXES = "merge", "fixes"
_COMMANDS = {_MERGE: "tmflow merge --undo", _FIXES: "tmflow check --undo"}
_SLUG = re.compile(r"[^./\\\0][^/\\\0]*")


def write_undoable(project: Project, contents: Mapping[Path, bytes], *, are_fixes: bool = False) -> None:
    """Write bitexts and articles of the project, all or none of them, so that what was there before can be put back.

    are_fixes: whether `undo_fixes` does that, not `undo_merge`.
    What was there is safe on the disk before the first file is written. Hold `project.writing()` for it.
    Raises StorageError if the machine refuses; every file is then as it was.
    """
    if not contents:
        return
    _take_back_unfinished(project)
    rows = tuple(
        _Row(
            slug=path.stem,
            language=_language_of(project, path),
            before=_digest(path.read_bytes()),
            after=_digest(content),
        )
        for path, content in contents.items()
    )
    folder = _next_folder(project)
    for row in rows:
        write_bytes_atomic(folder / row.name, row.path(project).read_bytes())
    kind = _FIXES if are_fixes else _MERGE
    _write_record(folder, rows, kind=kind, is_finished=False)
    try:
        for path, content in contents.items():
            write_bytes_atomic(path, content)
        _write_record(folder, rows, kind=kind, is_finished=True)
    except BaseException:  # also of somebody who stops it: none of the files may stay as the only one
        _put_back(project, folder, rows)
        raise
    for old in _folders(project)[:-_KEPT]:
        shutil.rmtree(old)


def undo_merge(project: Project, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Put back what the files of the last merge held before it; return them. Again for the merge before that.

    dry_run: only say which files it would be.
    Raises ConfigError, with nothing put back, if no merge is kept, the last change was none, or one of the files has changed
    since; TmflowError if the record of the merge is none.
    """
    return _undo(project, _MERGE, dry_run=dry_run)


def undo_fixes(project: Project, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Put back what the files held before the last run of `tmflow check --fix`; all as `undo_merge` has it."""
    return _undo(project, _FIXES, dry_run=dry_run)


def _undo(project: Project, kind: str, *, dry_run: bool) -> tuple[Path, ...]:
    with project.writing():
        if not dry_run:
            _take_back_unfinished(project)
        folders = _folders(project)
        if not folders:
            raise ConfigError(f"no {kind} to take back: none in {project.relative(_home(project))}; git may know more")
        folder = folders[-1]
        rows, last, _ = _read_record(folder)
        if last != kind:
            raise ConfigError(f"the last change is no {kind}. Take that back first: {_COMMANDS[last]}")
        for row in rows:
            path = row.path(project)
            if _digest_of(path) not in {row.before, row.after}:
                raise ConfigError(
                    f"{project.relative(path)} has changed since the {kind}, and that would be lost: nothing was put back."
                    f" What it held before the {kind} is {project.relative(folder / row.name)}"
                )
        if not dry_run:
            _put_back(project, folder, rows)
    return tuple(row.path(project) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A file that was changed, and the digests of what it held; it is named by its slug, never by a path.

    language: of an article, "" for a bitext.
    """

    slug: str
    before: str
    after: str
    language: str = ""

    @property
    def name(self) -> str:
        """What the copy of it is called."""
        return f"{self.slug}.{self.language}" if self.language else f"{self.slug}.po"

    def path(self, project: Project) -> Path:
        """Return the file. Raises ConfigError for an article that is gone."""
        if not self.language:
            return project.bitext_path(self.slug)
        path = project.article_path(self.slug, Language(self.language))
        if path is None:
            raise ConfigError(f"articles/{self.language}/{self.slug} is gone since, so nothing was put back")
        return path


def _language_of(project: Project, path: Path) -> str:
    """Return the language of an article's file, "" of a bitext."""
    return next((one.value for one in Language if project.article_path(path.stem, one) == path), "")


def _take_back_unfinished(project: Project) -> None:
    """Take back what a kill or a power cut has stopped between two files."""
    for folder in _folders(project)[-1:]:
        rows, _, is_finished = _read_record(folder)
        if not is_finished:
            _put_back(project, folder, rows)


def _put_back(project: Project, folder: Path, rows: tuple[_Row, ...]) -> None:
    """Put back the files that hold what the merge wrote, and forget it."""
    for row in rows:
        path = row.path(project)
        if row.after != row.before and _digest_of(path) == row.after:
            write_bytes_atomic(path, (folder / row.name).read_bytes())
    shutil.rmtree(folder)


def _home(project: Project) -> Path:
    return project.cache_folder / "merges"


def _folders(project: Project) -> list[Path]:
    """The folders of the merges that are kept, the last one last; one whose record was never finished counts as none."""
    return sorted(path.parent for path in _home(project).glob(f"*/{_RECORD}"))


def _next_folder(project: Project) -> Path:
    names = [int(path.name) for path in _home(project).glob("*") if path.name.isdigit()]
    return make_folder(_home(project) / f"{max(names, default=0) + 1:06d}")


def _write_record(folder: Path, rows: tuple[_Row, ...], *, kind: str, is_finished: bool) -> None:
    record = {"kind": kind, "is_finished": is_finished, "files": [asdict(row) for row in rows]}
    write_bytes_atomic(folder / _RECORD, json.dumps(record, ensure_ascii=False, indent=1).encode())


def _read_record(folder: Path) -> tuple[tuple[_Row, ...], str, bool]:
    """Return the files of a change, of which kind it is, and whether all were written. Raises TmflowError if it is no record."""
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        rows = tuple(_Row(**{name: str(value) for name, value in row.items()}) for row in record["files"])
        kind, is_finished = str(record.get("kind", _MERGE)), bool(record["is_finished"])
        problem = next((f'"{row.slug}" is no slug' for row in rows if not _SLUG.fullmatch(row.slug)), "")
        problem = problem or ("" if kind in _COMMANDS else f'"{kind}" is no kind of change')
        languages = {"", *(language.value for language in Language)}
        problem = problem or next(
            (f'"{row.language}" is no language' for row in rows if row.language not in languages), ""
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = str(error)
    if problem:
        raise TmflowError(f"{folder / _RECORD} cannot be read ({problem}). To forget it: delete the folder")
    return rows, kind, is_finished


def _digest_of(path: Path) -> str:
    """Return the digest of a file, "" if it is not there, which is never that of one."""
    return _digest(path.read_bytes()) if path.is_file() else ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
