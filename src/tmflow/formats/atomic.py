"""Atomic writes: a file is either the old one or the whole new one, whatever happens in between."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tmflow.errors import DiskFullError, StorageError

__all__ = ["open_atomic", "temporary_prefix", "write_bytes_atomic"]

_NEW_FILE_MODE = 0o666
"""What `open` asks for; the umask takes its share."""

_KEPT_NAME = 80
"""Characters of a name that its temporary files repeat: the whole may be too long with more."""

_REASONS = {
    errno.ENOSPC: "disk full",
    errno.EDQUOT: "quota used up",
    errno.EROFS: "read-only file system",
    errno.EACCES: "no rights",
    errno.EPERM: "no rights",
    errno.EISDIR: "a folder of that name is in the way",
    errno.EFBIG: "file too large",
    errno.EIO: "disk error",
    errno.ENAMETOOLONG: "file name too long",
}


def temporary_prefix(name: str) -> str:
    """Return how the temporary files of a file begin; eight characters and `.tmp` follow.

    >>> temporary_prefix("harbor.html")
    '.harbor.html.'
    """
    return f".{name[:_KEPT_NAME]}."


def write_bytes_atomic(path: Path, data: bytes, *, is_lasting: bool = True) -> None:
    """Write a file whole: temporary file in the same folder, fsync, replace. A file that exists keeps its mode.

    A symbolic link is followed, so that what it points to is replaced and the link stays.
    is_lasting: whether it must outlive a power cut; what can be made again at any time need not, and is written faster.
    Raises StorageError if the machine refuses; the old file is then unchanged and no temporary file stays.
    """
    with open_atomic(path, is_lasting=is_lasting) as stream:
        stream.write(data)


@contextlib.contextmanager
def open_atomic(path: Path | BinaryIO, *, is_lasting: bool = True) -> Iterator[BinaryIO]:
    """Open a stream whose bytes become the file when the block ends well; an exception leaves the old file as it is.

    What is no file, such as a device, a pipe or an open stream, is written to as it stands: to replace it would destroy it.
    Keeps the temporary file open. is_lasting: as `write_bytes_atomic` has it. Raises StorageError if the machine refuses a write.
    """
    if not isinstance(path, Path):
        yield path
        return
    final = Path(os.path.realpath(path))
    if _is_device(final):
        with _open_device(path) as stream:
            yield stream
        return
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(dir=final.parent, prefix=temporary_prefix(final.name), suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(descriptor, _mode_for(final))
            yield stream
            stream.flush()
            if is_lasting:
                os.fsync(descriptor)
        temporary.replace(final)
        temporary = None
        if is_lasting:
            _sync_folder(final.parent)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # what is wrong with the path is said where it is written
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


@contextlib.contextmanager
def _open_device(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("wb") as stream:
            yield stream
    except OSError as error:
        raise _refusal(path, error) from error


def _refusal(path: Path, error: OSError) -> StorageError:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return StorageError(f"no such folder: {path.parent}. Make it, or write elsewhere")
    reason = _REASONS.get(error.errno or 0, error.strerror or "the machine refused")
    kind = DiskFullError if error.errno in {errno.ENOSPC, errno.EDQUOT} else StorageError
    kept = "; the old file is unchanged" if os.path.isfile(path) else ""  # noqa: PTH113 - which fails for a name too long
    return kind(f"{reason} writing {path}{kept}")


def _mode_for(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return _NEW_FILE_MODE & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the replacement itself durable, where the system can."""
    with contextlib.suppress(OSError):  # some file systems refuse fsync on a folder; the file is already safe
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
