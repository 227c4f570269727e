"""Installing an Argos package from a file, and removing one: it is there whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from tmflow.errors import FormatError, StorageError
from tmflow.mt.archive import DEFAULT_LIMITS, ArchiveLimits, checked_entries, open_archive, read_entry, unpack_entry
from tmflow.mt.network import size_text
from tmflow.mt.packages import (
    METADATA,
    RECORD,
    InstalledPackage,
    InstallRecord,
    packages_directory,
    parse_metadata,
    read_package,
)
from tmflow.mt.soundness import package_fault

__all__ = ["ArchiveLimits", "install_package", "remove_package"]


def install_package(
    archive: Path,
    *,
    directory: Path | None = None,
    limits: ArchiveLimits = DEFAULT_LIMITS,
    origin: str = "",
    sha256: str = "",
    direction: tuple[str, str] | None = None,
    loads: bool = True,
) -> InstalledPackage:
    """Install a .argosmodel file and return the package; an installed one of its folder name and direction is replaced.

    directory: of the packages, by default `packages_directory()`; it is made. The package appears there whole or not
    at all, with a record of where it came from: `origin`, by default the file's name.
    sha256: what the file must have, in hexadecimal; direction: the languages it must translate from and into; loads:
    whether the engine, where it is installed, must be able to load it (see `package_fault`).
    Raises FormatError for a file that is not that, or not a safe, whole package, StorageError if the disk refuses.
    """
    folder = packages_directory() if directory is None else directory
    with open_archive(archive) as opened:
        found = _checked_sum(archive, sha256)
        root, files = checked_entries(opened, archive, limits)
        metadata = _checked_metadata(opened, root, files, archive=archive, limits=limits)
        package = parse_metadata(metadata, path=archive, folder=folder / root)
        if direction not in {None, (package.source, package.target)}:
            raise FormatError(f"it translates {package.source}>{package.target}", path=archive)
        _check_place(package, archive)
        record = InstallRecord(origin=origin or archive.name, sha256=found, files_sha256="")
        with _staged(opened, files, metadata, archive=archive, destination=folder / root) as staging:
            _record_if_sound(staging, record, archive=archive, loads=loads)
            _put_in_place(staging, folder / root)
    return read_package(folder / root)


def _checked_sum(archive: Path, expected: str) -> str:
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if expected and found != expected.lower():
        raise FormatError(f"its SHA-256 is {found}, it should be {expected.lower()}", path=archive)
    return found


def _check_place(package: InstalledPackage, archive: Path) -> None:
    """Raise FormatError if something else than an older package of the direction would have to go."""
    if not package.path.exists():
        return
    try:
        older = parse_metadata((package.path / METADATA).read_bytes(), path=archive, folder=package.path)
        is_older = (older.source, older.target) == (package.source, package.target)
    except (OSError, FormatError):
        is_older = False
    if not is_older:
        raise FormatError(
            f"{package.path} is in its way and is no {package.source}>{package.target} package", path=archive
        )


def _checked_metadata(
    opened: zipfile.ZipFile,
    root: str,
    files: dict[PurePosixPath, zipfile.ZipInfo],
    *,
    archive: Path,
    limits: ArchiveLimits,
) -> bytes:
    if any(path.parts[0].casefold() == RECORD for path in files):
        raise FormatError(f"{root}/{RECORD} is not a package's to bring", path=archive)
    entry = files.get(PurePosixPath(METADATA))
    if entry is None:
        raise FormatError(f"no Argos package: {root}/{METADATA} is missing", path=archive)
    return read_entry(opened, entry, most_bytes=limits.metadata_bytes, archive=archive)


@contextmanager
def _staged(
    opened: zipfile.ZipFile,
    files: dict[PurePosixPath, zipfile.ZipInfo],
    metadata: bytes,
    *,
    archive: Path,
    destination: Path,
) -> Iterator[Path]:
    """Unpack beside the destination; what is still there in the end is deleted."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    needed, free = sum(entry.file_size for entry in files.values()), shutil.disk_usage(destination.parent).free
    if needed > free:
        raise StorageError(f"{destination.parent}: {size_text(needed)} are needed and {size_text(free)} free")
    staging = Path(tempfile.mkdtemp(prefix=".installing-", dir=destination.parent))
    try:
        # First, because argostranslate fails on any folder without it.
        (staging / METADATA).write_bytes(metadata)
        for path, entry in files.items():
            unpack_entry(opened, entry, staging / path, archive=archive)
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _record_if_sound(staging: Path, record: InstallRecord, *, archive: Path, loads: bool) -> None:
    """Look at what was unpacked, and write down what it is like."""
    try:
        package = read_package(staging)
        files_sha256 = package.checksum()
    except FormatError as error:
        raise FormatError(error.problem, path=archive) from error
    if fault := package_fault(package, loads=loads):
        raise FormatError(f"{fault}. Nothing was installed: get the package again", path=archive)
    (staging / RECORD).write_text(json.dumps(asdict(record) | {"files_sha256": files_sha256}), encoding="utf-8")
    staging.chmod(0o755)


def _put_in_place(staging: Path, destination: Path) -> None:
    """Rename; an older package steps aside first and comes back if that fails."""
    if not os.path.lexists(destination):
        staging.rename(destination)
        return
    aside = staging.with_name(staging.name.replace(".installing-", ".replaced-"))
    destination.rename(aside)
    try:
        staging.rename(destination)
    except OSError:
        aside.rename(destination)
        raise
    _delete(aside, ignore_errors=True)  # the new one is there, and the doctor names what stayed


def remove_package(package: InstalledPackage) -> None:
    """Remove an installed package: it is gone at once, and then deleted. A link goes, what it leads to stays.

    Raises StorageError if the disk refuses; what is left is then named.
    """
    aside = package.path.with_name(f".removed-{secrets.token_hex(4)}")
    try:
        package.path.rename(aside)
    except OSError as error:
        raise StorageError(f"{package.path} was not removed ({error.strerror})") from error
    try:
        _delete(aside)
    except OSError as error:
        raise StorageError(f"{package.name} is removed, but {aside} cannot be deleted ({error.strerror})") from error


def _delete(path: Path, *, ignore_errors: bool = False) -> None:
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=ignore_errors)
