"""The Argos packages on this machine: where they lie and what they say of themselves. Never the network."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tmflow.errors import FormatError
from tmflow.model.language import LanguagePair

__all__ = [
    "InstalledPackage",
    "find_package",
    "find_packages",
    "iter_stray_folders",
    "packages_directory",
    "read_package",
    "version_key",
]

METADATA = "metadata.json"
_BLOCK = 1 << 20
_NOT_DIGITS = re.compile(r"[^0-9]+")
_VERSION_DIGITS = 18
"""Whoever wrote more had no version in mind, and Python refuses to read thousands (`sys.set_int_max_str_digits`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledPackage:
    """A folder with an Argos translation package. `source`, `target`: language codes as the package writes them."""

    path: Path
    source: str
    target: str
    version: str
    code: str

    @property
    def name(self) -> str:
        """What stands in the origin of its translations: "argos ja>en 1.0"."""
        return f"argos {self.source}>{self.target} {self.version}"

    def checksum(self) -> str:
        """Return the SHA-256 of the package's files with their names, in hexadecimal. It reads all of them.

        Raises FormatError if a file cannot be read.
        """
        digest = hashlib.sha256()
        for path in sorted(path for path in self.path.rglob("*") if path.is_file()):
            name = path.relative_to(self.path).as_posix().encode()
            try:
                digest.update(b"%d %s %d\n" % (len(name), name, path.stat().st_size))
                with path.open("rb") as file:
                    while block := file.read(_BLOCK):
                        digest.update(block)
            except OSError as error:
                raise FormatError(f"cannot be read ({error.strerror})", path=path) from error
        return digest.hexdigest()


def packages_directory(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder argostranslate keeps its packages in: ARGOS_PACKAGES_DIR, its settings.json, or its default.

    environment: instead of the process's own. Nothing is created.

    >>> packages_directory({"ARGOS_PACKAGES_DIR": "/srv/argos"}).as_posix()
    '/srv/argos'
    """
    variables = os.environ if environment is None else environment
    if chosen := variables.get("ARGOS_PACKAGES_DIR"):
        return Path(chosen)
    home = (
        Path(variables["SNAP_USER_DATA"]) if "SNAP_USER_DATA" in variables and "SNAP" in variables else _home(variables)
    )
    settings = Path(variables.get("XDG_CONFIG_HOME") or home / ".config") / "argos-translate" / "settings.json"
    try:
        chosen = json.loads(settings.read_text(encoding="utf-8")).get("ARGOS_PACKAGES_DIR")
    except (OSError, ValueError, AttributeError):
        chosen = None
    if chosen:
        return Path(chosen)
    return Path(variables.get("XDG_DATA_HOME") or home / ".local" / "share") / "argos-translate" / "packages"


def _home(variables: Mapping[str, str]) -> Path:
    return Path(variables["HOME"]) if variables.get("HOME") else Path.home()


def find_packages(directory: Path | None = None) -> tuple[InstalledPackage, ...]:
    """Return the translation packages in a folder (by default `packages_directory()`), by direction, newest first.

    What is no whole package is passed over; `iter_stray_folders` names it.
    """
    folder = packages_directory() if directory is None else directory
    if not folder.is_dir():
        return ()
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            try:
                found.append(read_package(path))
            except FormatError:
                continue
    newest_first = sorted(found, key=lambda one: version_key(one.version), reverse=True)
    return tuple(sorted(newest_first, key=lambda one: (one.source, one.target)))


def iter_stray_folders(directory: Path | None = None) -> tuple[str, ...]:
    """Return, for `mt doctor`, a line for each folder among the packages that is not a whole package, with the reason."""
    folder = packages_directory() if directory is None else directory
    lines = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.is_dir():
            continue
        try:
            read_package(path)
        except FormatError as error:
            lines.append(str(error))
        else:
            if path.name.startswith("."):
                lines.append(f"{path}: left by an installation that was stopped; delete it")
    return tuple(lines)


def find_package(pair: LanguagePair, directory: Path | None = None) -> InstalledPackage | None:
    """Return the newest package for a direction, or None."""
    wanted = (pair.source.value, pair.target.value)
    return next((one for one in find_packages(directory) if (one.source, one.target) == wanted), None)


def read_package(path: Path) -> InstalledPackage:
    """Read the metadata of a package's folder. Raises FormatError if it is not a whole translation package."""
    metadata_path = path / METADATA
    try:
        raw = metadata_path.read_bytes()
    except OSError as error:
        raise FormatError(f"no package: {METADATA} cannot be read ({error.strerror})", path=path) from error
    package = parse_metadata(raw, path=metadata_path, folder=path)
    if not (path / "model" / "model.bin").is_file():
        raise FormatError("no package: model/model.bin is missing", path=path)
    if not any((path / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise FormatError("no package: it has no tokenizer (sentencepiece.model or bpe.model)", path=path)
    return package


def parse_metadata(raw: bytes, *, path: Path, folder: Path) -> InstalledPackage:
    """Parse a metadata.json. path: named in errors; folder: of the package. Raises FormatError."""
    try:
        metadata = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not the metadata of a package ({error})", path=path) from error
    if not isinstance(metadata, dict):
        raise FormatError("not the metadata of a package (no JSON object)", path=path)
    kind = metadata.get("type", "translate")
    source, target = metadata.get("from_code"), metadata.get("to_code")
    if kind != "translate" or not (isinstance(source, str) and isinstance(target, str) and source and target):
        raise FormatError(f"not a package that translates (type {kind}, from {source} to {target})", path=path)
    version = metadata.get("package_version") or "0"
    code = metadata.get("code") or f"translate-{source}_{target}"
    return InstalledPackage(path=folder, source=source, target=target, version=str(version), code=str(code))


def version_key(version: str) -> tuple[int, ...]:
    """Return a key that sorts versions from the oldest to the newest; a part without digits counts as 0.

    >>> sorted(["1.10", "1.9", "1.9.1"], key=version_key)
    ['1.9', '1.9.1', '1.10']
    """
    digits = (_NOT_DIGITS.sub("", part)[:_VERSION_DIGITS] for part in version.split("."))
    return tuple(int(part or 0) for part in digits)
