"""The index of the public Argos packages: reading it as a stranger's file, and what it offers for two languages."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tmflow.errors import TranslatorUnavailable
from tmflow.mt.network import DEFAULT_LIMITS, NetworkLimits, check_address, iter_body, open_address, reason_of
from tmflow.mt.packages import argos_setting, is_language_code, is_version, version_key

__all__ = [
    "AvailablePackage",
    "CachedIndex",
    "PackageIndex",
    "fetch_index",
    "index_address",
    "parse_index",
    "read_cached_index",
]

BY_HAND = "Without a network: get the .argosmodel elsewhere, then tmflow mt install FILE"
_PUBLIC = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
_LARGEST_INDEX_BYTES = 16 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailablePackage:
    """A package an index offers. links: where it lies, to be tried in order.

    sha256: of the file, in hexadecimal, and size_bytes; "" and 0 where the index does not say, as the public one does not.
    """

    source: str
    target: str
    version: str
    source_name: str
    target_name: str
    links: tuple[str, ...]
    sha256: str = ""
    size_bytes: int = 0

    @property
    def name(self) -> str:
        """As `InstalledPackage.name` is once it is installed."""
        return f"argos {self.source}>{self.target} {self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageIndex:
    """What an index offers: the newest package of each direction, sorted."""

    address: str
    packages: tuple[AvailablePackage, ...]

    def find(self, source: str, target: str) -> AvailablePackage | None:
        """Return the package of a direction, or None."""
        return next((one for one in self.packages if (one.source, one.target) == (source, target)), None)

    def find_pivots(self, source: str, target: str) -> tuple[tuple[AvailablePackage, AvailablePackage], ...]:
        """Return the pairs of packages that translate through a third language, through English first."""
        first = {one.target: one for one in self.packages if one.source == source}
        second = {one.source: one for one in self.packages if one.target == target}
        thirds = sorted((first.keys() & second.keys()) - {source, target}, key=lambda code: (code != "en", code))
        return tuple((first[code], second[code]) for code in thirds)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of all its languages, sorted."""
        return tuple(sorted({code for one in self.packages for code in (one.source, one.target)}))


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedIndex:
    """An index as it was when the network was asked last."""

    index: PackageIndex
    path: Path
    when: datetime


def index_address(environment: Mapping[str, str] | None = None) -> str:
    """Return the address of the index: in the folder of ARGOS_PACKAGE_INDEX, as for argostranslate, or the public one.

    The address of the index itself, which argostranslate does not take, is one too. environment: instead of the process's own.

    >>> index_address({"ARGOS_PACKAGE_INDEX": "https://mirror.example/argos"})
    'https://mirror.example/argos/index.json'
    >>> index_address({"ARGOS_PACKAGE_INDEX": "https://mirror.example/argos/index.json"})
    'https://mirror.example/argos/index.json'
    """
    variables = os.environ if environment is None else environment
    folder = argos_setting("ARGOS_PACKAGE_INDEX", variables) or _PUBLIC
    return f"{folder.removesuffix('index.json').rstrip('/')}/index.json"


def fetch_index(address: str, *, cache: Path, limits: NetworkLimits = DEFAULT_LIMITS) -> PackageIndex:
    """Ask the network for an index, and keep a copy in the cache folder.

    Raises TranslatorUnavailable if it cannot be reached or is not an index.
    """
    try:
        with open_address(address, limits=limits) as response:
            raw = b"".join(iter_body(response, most_bytes=_LARGEST_INDEX_BYTES, limits=limits))
    except OSError as error:
        raise TranslatorUnavailable(f"{address} cannot be reached ({reason_of(error)}). {BY_HAND}") from error
    index = parse_index(raw, address)
    with contextlib.suppress(OSError):  # the copy only serves when the network is away
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache, prefix=".index-", delete=False) as file:
            file.write(raw)
        Path(file.name).replace(_cached_path(cache, address))
    return index


def read_cached_index(address: str, *, cache: Path) -> CachedIndex | None:
    """Return the copy of an index in the cache folder, None if there is none that can be read. Asks no network."""
    path = _cached_path(cache, address)
    try:
        when = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
        return CachedIndex(index=parse_index(path.read_bytes(), address), path=path, when=when)
    except (OSError, TranslatorUnavailable):
        return None


def _cached_path(cache: Path, address: str) -> Path:
    return cache / f"index-{hashlib.sha256(address.encode()).hexdigest()[:16]}.json"


def parse_index(raw: bytes, address: str) -> PackageIndex:
    """Parse an index. What is no package that translates, or is not described as one must be, is left out.

    address: it was read from. Raises TranslatorUnavailable if it is no list of packages.

    >>> entry = b'{"from_code": "ja", "to_code": "en", "package_version": "1.1", "links": ["ja_en.argosmodel"]}'
    >>> parse_index(b"[" + entry + b"]", "https://mirror.example/index.json").packages[0].links
    ('https://mirror.example/ja_en.argosmodel',)
    """
    try:
        entries = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise TranslatorUnavailable(f"{address} is not an Argos package index ({error}). {BY_HAND}") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TranslatorUnavailable(f"{address} is not an Argos package index (no list of packages). {BY_HAND}")
    newest: dict[tuple[str, str], AvailablePackage] = {}
    for package in filter(None, (_parse_entry(entry, address) for entry in entries)):
        key = package.source, package.target
        if key not in newest or version_key(package.version) > version_key(newest[key].version):
            newest[key] = package
    return PackageIndex(address=address, packages=tuple(newest[key] for key in sorted(newest)))


def _parse_entry(entry: Mapping[str, Any], address: str) -> AvailablePackage | None:
    source, target = entry.get("from_code"), entry.get("to_code")
    version, links = entry.get("package_version"), entry.get("links")
    size, sha256 = entry.get("size", 0), entry.get("sha256", "")
    is_sound = (
        entry.get("type", "translate") == "translate"
        and is_language_code(source)
        and is_language_code(target)
        and source != target
        and is_version(version)
        and isinstance(links, list)
        and type(size) is int
        and size >= 0
        and isinstance(sha256, str)
        and (not sha256 or _SHA256.fullmatch(sha256.lower()))
    )
    usable = tuple(_usable_links(links, address)) if is_sound else ()
    if not usable:
        return None
    return AvailablePackage(
        source=str(source),
        target=str(target),
        version=str(version),
        source_name=_language_name(entry.get("from_name"), str(source)),
        target_name=_language_name(entry.get("to_name"), str(target)),
        links=usable,
        sha256=sha256.lower(),
        size_bytes=size,
    )


def _usable_links(links: Any, address: str) -> list[str]:
    """Return the links that may be asked; a link without a scheme lies beside the index."""
    usable = []
    for link in links:
        with contextlib.suppress(ValueError, ConnectionError):
            full = urllib.parse.urljoin(address, link) if isinstance(link, str) and link.isprintable() else ""
            check_address(full, referrer=address)
            usable.append(full)
    return usable


def _language_name(name: Any, code: str) -> str:
    return name if isinstance(name, str) and name.isprintable() and 0 < len(name) <= _LONGEST_NAME_CHARS else code
