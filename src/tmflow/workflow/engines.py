"""The packages of machine translation on this machine: what is there, what is missing, installing and removing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tmflow.errors import ConfigError, FormatError, StorageError, TranslatorUnavailable
from tmflow.model.language import Language
from tmflow.mt.download import discard_download, download_package
from tmflow.mt.index import AvailablePackage, PackageIndex, fetch_index, index_address, read_cached_index
from tmflow.mt.install import install_package, remove_package
from tmflow.mt.network import check_address, size_text
from tmflow.mt.packages import (
    InstalledPackage,
    cache_directory,
    find_packages,
    is_language_code,
    packages_directory,
    version_key,
)

__all__ = [
    "InstalledPackage",
    "Listing",
    "Offer",
    "find_packages",
    "index_address",
    "install_from_address",
    "install_from_file",
    "install_from_index",
    "iter_beside",
    "iter_verified",
    "list_available",
    "matching_packages",
    "remove_packages",
    "size_text",
]

_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")

Progress = Callable[[str, int, int], None]
"""Called with the name of what is downloaded, the bytes done and the bytes to do (0 where the server does not say)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One way to translate that an index has: the package, or the two packages through a third language.

    installed: the newest version here of each package, "" where there is none.
    """

    packages: tuple[AvailablePackage, ...]
    installed: tuple[str, ...]

    @property
    def route(self) -> str:
        """Such as "ja>en", "ja>zh>en"."""
        return ">".join((*(one.source for one in self.packages), self.packages[-1].target))

    @property
    def is_newer(self) -> bool:
        """Whether all is installed and the index has a newer version of something."""
        pairs = tuple(zip(self.packages, self.installed, strict=True))
        is_installed = all(version for _, version in pairs)
        return is_installed and any(version_key(one.version) > version_key(version) for one, version in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What an index offers. when: the time of the copy it was read from, None if the network was asked; why: it was not."""

    address: str
    offers: tuple[Offer, ...]
    when: datetime | None = None
    why: str = ""


def list_available(languages: tuple[str, ...] = ()) -> Listing:
    """Ask the network for the index of packages; if it is away, read the copy of the last time.

    languages: none for all the packages, one for those from or into it, two for the ways from the first into the second.
    Where there is no direct package between Japanese and English, the ways through a third language are listed too.
    Raises TranslatorUnavailable without network and copy, ConfigError for what is no language code.
    """
    codes = _language_codes(languages)
    address, why, when = index_address(), "", None
    try:
        index = fetch_index(address, cache=cache_directory())
    except TranslatorUnavailable as error:
        cached = read_cached_index(address, cache=cache_directory())
        if cached is None:
            raise
        index, when, why = cached.index, cached.when, str(error).partition(". ")[0]
    newest = _newest_installed()
    offers = tuple(
        Offer(packages=way, installed=tuple(newest.get((one.source, one.target), "") for one in way))
        for way in _ways(index, codes)
    )
    return Listing(address=address, offers=offers, when=when, why=why)


def _ways(index: PackageIndex, codes: tuple[str, ...]) -> Iterator[tuple[AvailablePackage, ...]]:
    if len(codes) > 1:
        source, target = codes
        direct = index.find(source, target)
        yield from [(direct,)] if direct else []
        yield from index.find_pivots(source, target)
        return
    yield from ((one,) for one in index.packages if set(codes) <= {one.source, one.target})
    for source, target in (("ja", "en"), ("en", "ja")):
        if set(codes) <= {source, target} and not index.find(source, target):
            yield from index.find_pivots(source, target)


def _newest_installed() -> dict[tuple[str, str], str]:
    """The newest installed version of each direction."""
    return {(one.source, one.target): one.version for one in reversed(find_packages())}


def install_from_file(path: Path, *, sha256: str = "") -> InstalledPackage:
    """Install an .argosmodel file.

    sha256: what the file must have. Raises FormatError if it is not a safe, whole package, StorageError if the disk
    refuses, ConfigError for what is no SHA-256, or if there is no such file.
    """
    with suppress(PermissionError):  # `install_package` tells that
        if not path.exists():
            raise ConfigError(f"no file {path}. To download a package give two languages: tmflow mt install ja en")
    return install_package(path, sha256=_checked_sha256(sha256))


def install_from_address(address: str, *, on_progress: Progress, sha256: str = "") -> InstalledPackage:
    """Download a package from an address and install it; one that is not https needs the SHA-256 of what it should give.

    Raises ConfigError for any other, TranslatorUnavailable if it cannot be downloaded or is no package.
    """
    _checked_sha256(sha256)
    if not address.startswith(("https://", "http://")):
        raise ConfigError(f"{address} is no https address. A file is named by its path: tmflow mt install FILE")
    try:
        check_address(address, referrer="" if sha256 else "https:")
    except ConnectionError as error:
        if sha256 or address.startswith("https:"):
            raise ConfigError(f"{error}") from error
        raise ConfigError(
            f"{address} is not https. Give its checksum: --sha256 HEX, or download it yourself"
        ) from error
    with _downloading():
        return _install_downloaded((address,), on_progress, name=address.rpartition("/")[2] or address, sha256=sha256)


def install_from_index(
    source: str, target: str, *, on_progress: Progress, allow_pivot: bool = False, sha256: str = ""
) -> tuple[tuple[InstalledPackage, bool], ...]:
    """Download the newest package for a direction from the Argos package index and install it.

    Returns the package and whether it is new here: one that is installed already is not downloaded. allow_pivot: where
    there is no direct package, install the two through a third language. sha256: what the one file must have.
    Raises TranslatorUnavailable if the network is away, or the index has no such package, or not what it should be;
    StorageError if the disk refuses, or another process installs; ConfigError for what is no language or SHA-256.
    """
    codes = _language_codes((source, target))
    _checked_sha256(sha256)
    with _downloading():
        wanted = _choose(_fetch_index(*codes), *codes, allow_pivot=allow_pivot)
        if sha256 and len(wanted) > 1:
            raise ConfigError("--sha256 is of one file, and these are two. Install them one by one")
        return tuple(_install_offered(package, on_progress, sha256=sha256) for package in wanted)


def _fetch_index(source: str, target: str) -> PackageIndex:
    """Ask for the index; without a network name the file that another machine may download."""
    address = index_address()
    try:
        return fetch_index(address, cache=cache_directory())
    except TranslatorUnavailable as error:
        cached = read_cached_index(address, cache=cache_directory())
        package = cached and cached.index.find(source, target)
        if not package:
            raise
        raise TranslatorUnavailable(str(error).replace("the .argosmodel", package.links[0])) from error


def _choose(index: PackageIndex, source: str, target: str, *, allow_pivot: bool) -> tuple[AvailablePackage, ...]:
    direct = index.find(source, target)
    if direct:
        return (direct,)
    unknown = [code for code in (source, target) if code not in index.languages]
    if unknown:
        known = ", ".join(index.languages) or "no language"
        raise TranslatorUnavailable(f"{index.address} has no package for {' and '.join(unknown)}. It has: {known}")
    ways = index.find_pivots(source, target)
    if not ways:
        raise TranslatorUnavailable(
            f"{index.address} has no package {source}>{target}, nor two through a third language"
        )
    if allow_pivot:
        return ways[0]
    first, second = ways[0]
    raise TranslatorUnavailable(
        f"{index.address} has no package {source}>{target}. Through {first.target_name} two would do, "
        f"{first.source}>{first.target} and {second.source}>{second.target}: tmflow mt install {source} {target} --pivot"
    )


def _install_offered(package: AvailablePackage, on_progress: Progress, *, sha256: str) -> tuple[InstalledPackage, bool]:
    """Install a package of an index, unless that version, and with that checksum if one is given, is there."""
    for one in find_packages():
        is_same = (one.source, one.target) == (package.source, package.target)
        if is_same and version_key(one.version) >= version_key(package.version):
            record = one.record()
            if not sha256 or (record and record.sha256 == sha256.lower()):
                return one, False
    if sha256 and package.sha256 and sha256.lower() != package.sha256:
        raise TranslatorUnavailable(f"the index gives the SHA-256 of {package.name} as {package.sha256}")
    installed = _install_downloaded(
        package.links,
        on_progress,
        name=package.name,
        sha256=sha256 or package.sha256,
        size_bytes=package.size_bytes,
        direction=(package.source, package.target),
    )
    return installed, True


def _install_downloaded(
    links: tuple[str, ...],
    on_progress: Progress,
    *,
    name: str,
    sha256: str,
    size_bytes: int = 0,
    direction: tuple[str, str] | None = None,
) -> InstalledPackage:
    """Download and install. A file that is no good is deleted, one the disk had no room for is kept for the next time."""
    path = download_package(
        links,
        name=name,
        cache=cache_directory(),
        on_progress=lambda done, total: on_progress(name, done, total),
        size_bytes=size_bytes,
    )
    try:
        installed = install_package(path, origin=links[0], sha256=sha256, direction=direction)
    except FormatError as error:
        discard_download(path)
        raise TranslatorUnavailable(
            f"{links[0]} was not installed: {error.problem}. What was downloaded is deleted"
        ) from error
    discard_download(path)
    return installed


@contextmanager
def _downloading() -> Iterator[None]:
    """Keep other processes from the folder of downloads."""
    from filelock import FileLock, Timeout

    folder = cache_directory()
    lock = FileLock(folder / "download.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StorageError("another tmflow downloads a package. Run this again when it has finished") from error
    except OSError as error:
        raise StorageError(f"{folder} cannot be written ({error.strerror})") from error
    try:
        yield
    finally:
        lock.release()


def iter_beside(package: InstalledPackage) -> Iterator[tuple[InstalledPackage, bool]]:
    """Yield the other packages of a package's direction, and whether each is newer: translations use the newest."""
    for one in find_packages():
        if (one.source, one.target) == (package.source, package.target) and one.path != package.path:
            yield one, version_key(one.version) > version_key(package.version)


def matching_packages(words: tuple[str, ...]) -> tuple[InstalledPackage, ...]:
    """Return the installed packages that the words name: SOURCE TARGET [VERSION], or a name, folder or code alone.

    Raises ConfigError if there is none.
    """
    wanted = " ".join(words)
    found = tuple(
        one
        for one in find_packages()
        if wanted in {one.name, one.path.name, one.code, f"{one.source}>{one.target}"}
        or wanted in {f"{one.source} {one.target}", f"{one.source} {one.target} {one.version}"}
    )
    if not found:
        raise ConfigError(f'no package "{wanted}" in {packages_directory()}. See: tmflow mt list')
    return found


def remove_packages(
    words: tuple[str, ...], *, confirm: Callable[[tuple[InstalledPackage, ...]], bool]
) -> tuple[InstalledPackage, ...]:
    """Remove the packages `matching_packages` finds, if `confirm` agrees; return those that were removed.

    Raises ConfigError if there is none, StorageError if the disk refuses.
    """
    found = matching_packages(words)
    if not confirm(found):
        return ()
    for package in found:
        remove_package(package)
    return found


def iter_verified() -> Iterator[tuple[InstalledPackage, str]]:
    """Yield each installed package with what its files are since it was installed: "ok", "changed", or "unrecorded".

    It reads all of them. A package is unrecorded if tmflow did not install it. Raises FormatError if one cannot be read.
    """
    for package in find_packages():
        record = package.record()
        if record is None:
            yield package, "unrecorded"
        else:
            yield package, "ok" if package.checksum() == record.files_sha256 else "changed"


def _language_codes(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the codes; a direction has two that differ."""
    codes = tuple(map(_language_code, texts))
    if len(codes) > len(set(codes)):
        raise ConfigError(f"{' and '.join(texts)} are one language. Give two, such as: tmflow mt install ja en")
    return codes


def _language_code(text: str) -> str:
    """Return the code that packages use: that of Japanese or English for any tag of theirs, any other as it is."""
    if not is_language_code(text):
        raise ConfigError(f'"{text}" is no language code. Such as: ja, en, zh')
    try:
        return Language.parse(text).value
    except ValueError:
        return text.lower()


def _checked_sha256(text: str) -> str:
    if text and not _SHA256.fullmatch(text):
        raise ConfigError(f'"{text}" is no SHA-256: it has 64 digits 0-9, a-f')
    return text
