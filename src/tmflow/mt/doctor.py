"""What machine translation finds on this machine, and the lines that install what is missing."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tmflow.mt.download import KeptDownload, find_kept_downloads
from tmflow.mt.index import CachedIndex, index_address, read_cached_index
from tmflow.mt.packages import (
    InstalledPackage,
    cache_directory,
    find_packages,
    iter_stray_folders,
    packages_directory,
)

__all__ = ["Component", "Environment", "describe_environment"]

_ARGOS = "argostranslate"
_REQUIRED: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = (
    ("ctranslate2", (4, 8), (5,)),
    ("packaging", (24,), ()),
    ("sentencepiece", (0, 2, 1), (0, 3)),
    (_ARGOS, (1, 11), (1, 12)),
)
"""Each package with its first version and the first one too new; the same bounds as the `mt` extra in pyproject.toml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A Python package MT needs. required: as a pip specifier; version: what is installed, None if nothing is."""

    name: str
    required: str
    version: str | None
    is_usable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What `tmflow mt doctor` shows.

    install_lines: commands that install the missing components, in order, () if none is missing; uv_lines: the same
    with uv. has_pip: whether the interpreter can run the former. index: the cached copy of the index of packages, if any.
    kept_downloads: what was not finished. notes: what else the user should know: folders that are no packages, what
    `pip check` will complain about.
    """

    components: tuple[Component, ...]
    directory: Path
    packages: tuple[InstalledPackage, ...]
    install_lines: tuple[str, ...]
    uv_lines: tuple[str, ...]
    has_pip: bool
    index: CachedIndex | None
    kept_downloads: tuple[KeptDownload, ...]
    notes: tuple[str, ...]


def describe_environment(
    directory: Path | None = None, *, python: str = sys.executable, cache: Path | None = None
) -> Environment:
    """Return what is installed and what is missing. It imports nothing of MT and asks no network.

    directory: of the packages, by default `packages_directory()`; python: the interpreter of the install lines;
    cache: the folder of what was fetched, by default `cache_directory()`. Raises StorageError if a folder cannot be read.
    """
    folder = packages_directory() if directory is None else directory
    cache = cache_directory() if cache is None else cache
    interpreter = shlex.quote(python)
    components = tuple(_look(name, first, below) for name, first, below in _REQUIRED)
    notes = list(iter_stray_folders(folder))
    if any(one.name == _ARGOS and one.is_usable for one in components):
        notes.append(f"{_ARGOS} was installed without stanza, spacy, minisbd and sacremoses if `pip check` misses them")
    return Environment(
        components=components,
        directory=folder,
        packages=find_packages(folder),
        install_lines=_install_lines(components, f"{interpreter} -m pip install"),
        uv_lines=_install_lines(components, f"uv pip install --python {interpreter}"),
        has_pip=importlib.util.find_spec("pip") is not None,
        index=read_cached_index(index_address(), cache=cache),
        kept_downloads=find_kept_downloads(cache),
        notes=tuple(notes),
    )


def _look(name: str, first: tuple[int, ...], below: tuple[int, ...]) -> Component:
    required = f">={'.'.join(map(str, first))}" + (f",<{'.'.join(map(str, below))}" if below else "")
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Component(name=name, required=required, version=None, is_usable=False)
    parts = _release(version)
    is_usable = first <= parts and (not below or parts < below)
    return Component(name=name, required=required, version=version, is_usable=is_usable)


def _release(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version.

    >>> _release("4.8.1rc1")
    (4, 8, 1)
    """
    numbers = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != part:
            break
    return tuple(numbers)


def _install_lines(components: tuple[Component, ...], pip: str) -> tuple[str, ...]:
    """Return the commands; argostranslate comes without its dependencies, which are gigabytes tmflow does not use."""
    lines = []
    missing = [one for one in components if one.name != _ARGOS and not one.is_usable]
    if missing:
        lines.append(f"{pip} {' '.join(shlex.quote(f'{one.name}{one.required}') for one in missing)}")
    if any(not one.is_usable for one in components if one.name == _ARGOS):
        lines.append(f"{pip} --no-deps 'argostranslate>=1.11,<1.12'")
    return tuple(lines)
