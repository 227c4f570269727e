"""Reading a zip archive from a stranger: nothing in it is believed before it was looked at."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tmflow.bounded_file import BoundedFile
from tmflow.errors import FormatError, StorageError
from tmflow.mt.network import size_text

__all__ = ["DEFAULT_LIMITS", "ArchiveLimits", "checked_entries", "open_archive", "read_entry", "unpack_entry"]

_BLOCK = 1 << 20
_LARGEST_READ = 4 * _BLOCK
"""Of the list of files: 4 MiB have room for 20,000 long names."""

_ENCRYPTED = 0x1
_COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Those that packages have, and that zipfile unpacks piece by piece; of the others a few bytes can fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """How large a package may be. The public packages have 60 to 300 MB in under 100 files, and shrink by a third at most.

    ratio: how many times the archive's own size it may have unpacked, where that is more than `ratio_from_bytes`.
    """

    total_bytes: int = 1 << 30
    ratio: int = 100
    ratio_from_bytes: int = 64 << 20
    entries: int = 5000
    metadata_bytes: int = 1 << 20


DEFAULT_LIMITS = ArchiveLimits()


@contextlib.contextmanager
def open_archive(archive: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive. Raises FormatError, also for what is found out inside the block, StorageError if the disk refuses."""
    try:
        if archive.exists() and not archive.is_file():
            raise FormatError("not a file", path=archive)
        with BoundedFile(archive, most_bytes=_LARGEST_READ) as file, zipfile.ZipFile(file) as opened:
            yield opened
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise FormatError(f"not an intact zip archive ({error})", path=archive) from error
    except OSError as error:
        # zipfile was sent to a place before the file's start
        if error.errno == errno.EINVAL and error.filename is None:
            raise FormatError(f"not an intact zip archive ({error.strerror})", path=archive) from error
        raise StorageError(f"{error.filename or archive}: the package was not installed ({error.strerror})") from error


def checked_entries(
    opened: zipfile.ZipFile, archive: Path, limits: ArchiveLimits
) -> tuple[str, dict[PurePosixPath, zipfile.ZipInfo]]:
    """Return the one root folder and the files under it, by their path without it.

    Raises FormatError for whatever a package has no need of: links, encryption, names that could lead elsewhere or that
    a file system may take for another, more files or bytes than the limits allow.
    """
    entries = opened.infolist()
    if len(entries) > limits.entries:
        raise FormatError(f"{len(entries)} entries are more than a package has ({limits.entries})", path=archive)
    _check_size(sum(entry.file_size for entry in entries), archive, limits)
    files: dict[PurePosixPath, zipfile.ZipInfo] = {}
    roots: set[str] = set()
    seen: set[str] = set()
    for entry in entries:
        parts = _checked_parts(entry, archive)
        roots.add(parts[0])
        if entry.is_dir():
            continue
        key = unicodedata.normalize("NFC", entry.filename).casefold()
        if key in seen:
            raise FormatError(f"{entry.filename!r} is there twice", path=archive)
        seen.add(key)
        if len(parts) == 1:
            raise FormatError(f"{entry.filename!r} is outside of the package's folder", path=archive)
        files[PurePosixPath(*parts[1:])] = entry
    if len(roots) != 1:
        raise FormatError(f"a package has one root folder, this has {len(roots)}", path=archive)
    for path in files:
        if any(parent in files for parent in path.parents):
            raise FormatError(f"{path} is a file and a folder", path=archive)
    return roots.pop(), files


def _check_size(unpacked_bytes: int, archive: Path, limits: ArchiveLimits) -> None:
    """Refuse what would fill the disk; `unpack_entry` writes no more than was declared."""
    if unpacked_bytes > limits.total_bytes:
        raise FormatError(
            f"unpacked it has {size_text(unpacked_bytes)}, a package {size_text(limits.total_bytes)} at most",
            path=archive,
        )
    ratio = unpacked_bytes // max(1, archive.stat().st_size)
    if unpacked_bytes > limits.ratio_from_bytes and ratio > limits.ratio:
        raise FormatError(
            f"unpacked it has {size_text(unpacked_bytes)}, {ratio} times the size of the file: no package shrinks like that",
            path=archive,
        )


def _checked_parts(entry: zipfile.ZipInfo, archive: Path) -> list[str]:
    name = entry.filename
    parts = name.removesuffix("/").split("/")
    is_unsafe = (
        any(part in {"", ".", ".."} or part != part.strip() or part.endswith(".") for part in parts)
        or any(character in '\\:*?"<>|' or not character.isprintable() for character in name)
        or parts[0].startswith(".")
    )
    if is_unsafe or entry.orig_filename != name:
        raise FormatError(f"{entry.orig_filename!r} is not a safe name", path=archive)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise FormatError(f"{name!r} is a link or a device", path=archive)
    if entry.flag_bits & _ENCRYPTED:
        raise FormatError(f"{name!r} is encrypted", path=archive)
    if entry.compress_type not in _COMPRESSIONS:
        raise FormatError(f"{name!r} is compressed in a way packages are not", path=archive)
    return parts


def read_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most_bytes: int, archive: Path) -> bytes:
    """Return the content of a small file. Raises FormatError if it is larger, whatever size the archive gives it."""
    with opened.open(entry) as source:
        content = source.read(most_bytes + 1)
    if max(len(content), entry.file_size) > most_bytes:
        raise FormatError(f"{entry.filename!r} is larger than {most_bytes} bytes", path=archive)
    return content


def unpack_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, *, archive: Path) -> None:
    """Write one file, never more of it than the archive declared."""
    path.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with opened.open(entry) as source, path.open("wb") as target:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise FormatError(f"{entry.filename!r} is larger than it says", path=archive)
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    if left:
        raise FormatError(f"{entry.filename!r} is cut off", path=archive)
