"""What runs of tmflow write beside the place it is for, and leave there if they are killed: made, found, removed."""

from __future__ import annotations

import errno
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tmflow.errors import DiskFullError, StorageError
from tmflow.formats.atomic import temporary_prefix
from tmflow.workflow.project import make_folder

__all__ = ["folder_beside", "iter_leftovers", "remove_leftovers", "sweep"]

_FILE = re.compile(r"(\..+|.+\.sqlite\.(ja|en)\.index)\.[a-z0-9_]{8}\.tmp")
"""What files are called that tmflow is writing; others' temporary files are left alone."""
_RANDOM = len("a1b2c3d4.tmp")
_FOLDER = re.compile(r"\..+\.[a-z0-9_]{8}")
_LOCK = "writer.lock"
"""Held in such a folder by whoever made it, for as long as it lives."""


@contextmanager
def folder_beside(place: Path) -> Iterator[Path]:
    """Make a folder beside a place and delete it at the end; what killed runs left of the same place goes first.

    Raises StorageError if the machine refuses it.
    """
    from filelock import FileLock

    left = iter_leftovers([make_folder(place.parent)], of=place.name)
    remove_leftovers(path for path in left if path.is_dir())
    try:
        folder = tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.", ignore_cleanup_errors=True)
    except OSError as error:
        kind = DiskFullError if error.errno == errno.ENOSPC else StorageError
        raise kind(f"{place} cannot be made ({error.strerror}); name another place") from error
    with folder as name, FileLock(Path(name) / _LOCK):
        yield Path(name)


def iter_leftovers(folders: Iterable[Path], *, of: str = "") -> Iterator[Path]:
    """Yield the temporary files of runs of tmflow that were killed, or are under way, and the folders of killed ones.

    of: only what was written for the file of this name, "" for any.
    """
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if not path.name.startswith((f"{of}.", f".{of}.") if of else ""):
                continue
            if (_FILE.fullmatch(path.name) and path.is_file()) or _is_abandoned(path):
                yield path


def _is_abandoned(path: Path) -> bool:
    """Whether it is a folder that `folder_beside` made and whose process is no more."""
    lock = path / _LOCK
    return _FOLDER.fullmatch(path.name) is not None and lock.is_file() and not _is_held(lock)


def remove_leftovers(paths: Iterable[Path]) -> None:
    """Delete what is left over; what somebody else deletes meanwhile, or the machine keeps, is passed over."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def sweep(paths: Iterable[Path]) -> None:
    """Delete what killed runs have left of these files, and of no others. Only who alone may write them may call it."""
    prefixes: dict[Path, set[str]] = {}
    for path in paths:
        prefixes.setdefault(path.parent, set()).add(temporary_prefix(path.name))
    for folder, own in prefixes.items():
        left = iter_leftovers([folder]) if folder.is_dir() else ()
        remove_leftovers(path for path in left if path.is_file() and path.name[:-_RANDOM] in own)


def _is_held(lock: Path) -> bool:
    from filelock import FileLock, Timeout

    try:
        with FileLock(lock, timeout=0):
            return False
    except (Timeout, OSError):  # what cannot be locked is not ours to delete
        return True
