"""The Argos packages on this machine: where they lie and what they say of themselves. Never the network."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from tmflow.errors import FormatError, StorageError
from tmflow.model.language import LanguagePair

__all__ = [
    "InstallRecord",
    "InstalledPackage",
    "argos_setting",
    "cache_directory",
    "find_package",
    "find_packages",
    "is_language_code",
    "is_version",
    "iter_stray_folders",
    "packages_directory",
    "read_package",
    "version_key",
]

METADATA = "metadata.json"
RECORD = "tmflow-install.json"
"""Beside the package's own files: where it came from, and what it was like then."""

_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}")
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
        """Return the SHA-256 of the package's files with their names, in hexadecimal. It reads all but the record.

        Raises FormatError if a file cannot be read.
        """
        digest = hashlib.sha256()
        for path in sorted(path for path in self.path.rglob("*") if path.is_file() and path != self.path / RECORD):
            name = path.relative_to(self.path).as_posix().encode()
            try:
                digest.update(b"%d %s %d\n" % (len(name), name, path.stat().st_size))
                with path.open("rb") as file:
                    while block := file.read(_BLOCK):
                        digest.update(block)
            except OSError as error:
                raise FormatError(f"cannot be read ({error.strerror})", path=path) from error
        return digest.hexdigest()

    def size_bytes(self) -> int:
        """Return what the package's files take on the disk."""
        return sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file())

    def record(self) -> InstallRecord | None:
        """Return what was written down when tmflow installed it, None if another program did or nothing can be read."""
        try:
            fields = json.loads((self.path / RECORD).read_text(encoding="utf-8"))
            return InstallRecord(**{key: str(fields[key]) for key in ("origin", "sha256", "files_sha256")})
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallRecord:
    """Where a package came from: an address or a file's name; the SHA-256 of its archive, and its `checksum()` then."""

    origin: str
    sha256: str
    files_sha256: str


def packages_directory(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder argostranslate keeps its packages in: ARGOS_PACKAGES_DIR, its settings.json, or its default.

    environment: instead of the process's own. Nothing is created.

    >>> packages_directory({"ARGOS_PACKAGES_DIR": "/srv/argos"}).as_posix()
    '/srv/argos'
    """
    variables = os.environ if environment is None else environment
    if chosen := argos_setting("ARGOS_PACKAGES_DIR", variables):
        return Path(chosen)
    return (
        Path(variables.get("XDG_DATA_HOME") or _home(variables) / ".local" / "share") / "argos-translate" / "packages"
    )


def argos_setting(name: str, variables: Mapping[str, str]) -> str:
    """Return a setting as argostranslate finds it: from the environment, else its settings.json, else ""."""
    if chosen := variables.get(name):
        return chosen
    folder = Path(variables.get("XDG_CONFIG_HOME") or _home(variables) / ".config")
    try:
        chosen = json.loads((folder / "argos-translate" / "settings.json").read_text(encoding="utf-8")).get(name)
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""
    return chosen if isinstance(chosen, str) else ""


def cache_directory(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of what was fetched from the network; it may be deleted at any moment. Nothing is created.

    >>> cache_directory({"XDG_CACHE_HOME": "/var/cache"}).as_posix()
    '/var/cache/tmflow/mt'
    """
    variables = os.environ if environment is None else environment
    return Path(variables.get("XDG_CACHE_HOME") or _home(variables) / ".cache") / "tmflow" / "mt"


def _home(variables: Mapping[str, str]) -> Path:
    """The home argostranslate works from: in a snap that of the snap."""
    home = variables.get("SNAP_USER_DATA") if "SNAP" in variables else variables.get("HOME")
    return Path(home) if home else Path.home()


def is_language_code(code: object) -> TypeGuard[str]:
    """Whether it may be the code of a language in a package: zh, pt-BR. It names files and is shown to people.

    >>> is_language_code("zh"), is_language_code("../x")
    (True, False)
    """
    return isinstance(code, str) and _LANGUAGE_CODE.fullmatch(code) is not None


def is_version(version: object) -> TypeGuard[str]:
    """Whether it may be the version of a package: it stands in file names and is shown to people.

    >>> is_version("1.9"), is_version("../../x")
    (True, False)
    """
    return isinstance(version, str) and _VERSION.fullmatch(version) is not None


def find_packages(directory: Path | None = None) -> tuple[InstalledPackage, ...]:
    """Return the translation packages in a folder (by default `packages_directory()`), by direction, newest first.

    What is no whole package is passed over; `iter_stray_folders` names it. Raises StorageError if it cannot be read.
    """
    found = []
    for path in _folders(directory):
        if not path.name.startswith("."):
            with contextlib.suppress(FormatError):
                found.append(read_package(path))
    newest_first = sorted(found, key=lambda one: version_key(one.version), reverse=True)
    return tuple(sorted(newest_first, key=lambda one: (one.source, one.target)))


def iter_stray_folders(directory: Path | None = None) -> tuple[str, ...]:
    """Return, for `mt doctor`, a line for each folder among the packages that is not a whole package, with the reason."""
    lines = []
    for path in _folders(directory):
        try:
            read_package(path)
        except FormatError as error:
            lines.append(str(error))
        else:
            if path.name.startswith("."):
                lines.append(
                    f"{path}: left by a tmflow that was stopped; delete it, and if the package is missing install it again"
                )
    return tuple(lines)


def _folders(directory: Path | None) -> list[Path]:
    folder = packages_directory() if directory is None else directory
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StorageError(f"{folder} cannot be read ({error.strerror})") from error


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
    if kind != "translate" or not (is_language_code(source) and is_language_code(target)):
        raise FormatError(
            f"not a package that translates (type {kind!r:.60}, from {source!r:.60} to {target!r:.60})", path=path
        )
    if not isinstance(metadata.get("target_prefix") or "", str):
        raise FormatError("not the metadata of a package (target_prefix is no text)", path=path)
    version = str(metadata.get("package_version") or "0")
    code = str(metadata.get("code") or f"translate-{source}_{target}")
    if not (is_version(version) and _CODE.fullmatch(code)):
        raise FormatError(
            f"its version is {version!r:.60} and its code {code!r:.60}, which are no such names", path=path
        )
    return InstalledPackage(path=folder, source=source, target=target, version=version, code=code)


def version_key(version: str) -> tuple[int, ...]:
    """Return a key that sorts versions from the oldest to the newest; a part without digits counts as 0.

    >>> sorted(["1.10", "1.9", "1.9.1"], key=version_key)
    ['1.9', '1.9.1', '1.10']
    """
    digits = (_NOT_DIGITS.sub("", part)[:_VERSION_DIGITS] for part in version.split("."))
    return tuple(int(part or 0) for part in digits)
