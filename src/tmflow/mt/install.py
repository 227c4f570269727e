"""Installing an Argos package from a file: whatever the archive says, nothing is written outside its own folder."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tmflow.errors import FormatError, StorageError
from tmflow.mt.packages import METADATA, InstalledPackage, packages_directory, parse_metadata, read_package

__all__ = ["ArchiveLimits", "install_package"]

_BLOCK = 1 << 20
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """How large a package may be. The public packages have about 150 MB in under 100 files."""

    total_bytes: int = 4 << 30
    entries: int = 5000
    metadata_bytes: int = 1 << 20


def install_package(
    archive: Path, *, directory: Path | None = None, limits: ArchiveLimits = ArchiveLimits()
) -> InstalledPackage:
    """Install a .argosmodel file and return the package; an installed one of the same folder name is replaced.

    directory: of the packages, by default `packages_directory()`; it is made. The package appears there whole or not
    at all. Raises FormatError for a file that is not a safe, whole package, StorageError if the disk refuses.
    """
    folder = packages_directory() if directory is None else directory
    try:
        with zipfile.ZipFile(archive) as opened:
            root, files = _checked_entries(opened, archive, limits)
            metadata = _checked_metadata(opened, root, files, archive=archive, limits=limits)
            parse_metadata(metadata, path=archive, folder=folder / root)
            return _install(opened, files, metadata, archive=archive, destination=folder / root)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise FormatError(f"not an intact zip archive ({error})", path=archive) from error
    except OSError as error:
        if (
            error.errno == errno.EINVAL and error.filename is None
        ):  # zipfile was sent to a place before the file's start
            raise FormatError(f"not an intact zip archive ({error.strerror})", path=archive) from error
        raise StorageError(f"{error.filename or archive}: the package was not installed ({error.strerror})") from error


def _checked_entries(
    opened: zipfile.ZipFile, archive: Path, limits: ArchiveLimits
) -> tuple[str, dict[PurePosixPath, zipfile.ZipInfo]]:
    """Return the one root folder and the files under it, by their path without it."""
    entries = opened.infolist()
    if len(entries) > limits.entries:
        raise FormatError(f"{len(entries)} entries are more than a package has ({limits.entries})", path=archive)
    if sum(entry.file_size for entry in entries) > limits.total_bytes:
        raise FormatError(f"unpacked it is over {limits.total_bytes} bytes", path=archive)
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


def _checked_parts(entry: zipfile.ZipInfo, archive: Path) -> list[str]:
    name = entry.filename
    parts = name.removesuffix("/").split("/")
    is_unsafe = (
        any(part in {"", ".", ".."} or part != part.strip() for part in parts)
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
    return parts


def _checked_metadata(
    opened: zipfile.ZipFile,
    root: str,
    files: dict[PurePosixPath, zipfile.ZipInfo],
    *,
    archive: Path,
    limits: ArchiveLimits,
) -> bytes:
    entry = files.get(PurePosixPath(METADATA))
    if entry is None:
        raise FormatError(f"no Argos package: {root}/{METADATA} is missing", path=archive)
    if entry.file_size > limits.metadata_bytes:
        raise FormatError(f"{METADATA} has {entry.file_size} bytes", path=archive)
    return opened.read(entry)


def _install(
    opened: zipfile.ZipFile,
    files: dict[PurePosixPath, zipfile.ZipInfo],
    metadata: bytes,
    *,
    archive: Path,
    destination: Path,
) -> InstalledPackage:
    """Unpack beside the destination, look at the result, then put it in place with a rename."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".installing-", dir=destination.parent))
    try:
        # First, because argostranslate fails on any folder without it.
        (staging / METADATA).write_bytes(metadata)
        for path, entry in files.items():
            _unpack(opened, entry, staging / path, archive=archive)
        try:
            read_package(staging)
        except FormatError as error:
            raise FormatError(error.problem, path=archive) from error
        staging.chmod(0o755)
        _put_in_place(staging, destination)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return read_package(destination)


def _unpack(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, *, archive: Path) -> None:
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


def _put_in_place(staging: Path, destination: Path) -> None:
    """Rename; an older package steps aside first and comes back if that fails."""
    if not destination.exists():
        staging.rename(destination)
        return
    aside = Path(tempfile.mkdtemp(prefix=".replaced-", dir=destination.parent)) / destination.name
    try:
        destination.rename(aside)
        try:
            staging.rename(destination)
        except OSError:
            aside.rename(destination)
            raise
    finally:
        shutil.rmtree(aside.parent, ignore_errors=True)
