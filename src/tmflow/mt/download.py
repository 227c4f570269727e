"""Downloading a file so that nothing is fetched twice: what came is kept, and a later try goes on from there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import urllib.error
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from http import HTTPStatus
from pathlib import Path

from tmflow.errors import StorageError, TranslatorUnavailable
from tmflow.mt.index import BY_HAND
from tmflow.mt.network import (
    DEFAULT_LIMITS,
    NetworkLimits,
    iter_body,
    open_address,
    reason_of,
    size_text,
    strong_validator,
)

__all__ = ["KeptDownload", "discard_download", "download_package", "find_kept_downloads"]

_LARGEST_PACKAGE_BYTES = 1 << 30
_MOST_TRIES = 5
_LENGTH = re.compile(r"[0-9]{1,18}")
_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18})")

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes to do; 0 where the server does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDownload:
    """What is kept of a file that is not whole yet: its bytes in `path`, and what the server said, in a note beside it.

    validator: with which the rest may be asked for (If-Range), "" if it may not. total_bytes: 0 if the server did not say.
    """

    path: Path
    link: str
    name: str
    validator: str = ""
    total_bytes: int = 0

    @property
    def size_bytes(self) -> int:
        """How much of it is there."""
        try:
            return self.path.stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return 0

    @property
    def is_resumable(self) -> bool:
        """Whether a later try can go on from here."""
        return bool(self.validator and self.size_bytes)


class _ChangedError(Exception):
    """The server has another file now, or does not know how to go on with this one."""


def download_package(
    links: Sequence[str],
    *,
    name: str,
    cache: Path,
    on_progress: Progress,
    size_bytes: int = 0,
    limits: NetworkLimits = DEFAULT_LIMITS,
) -> Path:
    """Download a file from the first of its links that works, and return where it lies in the cache folder.

    name: for people; size_bytes: what it must have, 0 if that is not known.
    A connection that breaks is taken up again; when that does not help, what came stays for the next call, which goes on
    from there if the server still has the same file. The file's content is not looked at.
    Raises TranslatorUnavailable if no link works or the size is another, StorageError if the disk refuses.
    """
    failures = []
    for link in links:
        try:
            return _download(_kept(link, name, cache), size_bytes=size_bytes, on_progress=on_progress, limits=limits)
        except OSError as error:
            kept = _kept(link, name, cache)
            came = f" after {_share(kept)}; the same command goes on from there" if kept.is_resumable else ""
            failures.append(f"{link} cannot be downloaded ({reason_of(error)}{came})")
    raise TranslatorUnavailable(f"{'; '.join(failures)}. {BY_HAND}")


def discard_download(path: Path) -> None:
    """Delete a file that was downloaded, or what there is of it, with its note."""
    path.unlink(missing_ok=True)
    _note_path(path).unlink(missing_ok=True)


def find_kept_downloads(cache: Path) -> tuple[KeptDownload, ...]:
    """Return the downloads in a cache folder that were not finished."""
    found = (_read_note(path) for path in sorted(cache.glob("*.part")))
    return tuple(one for one in found if one and one.is_resumable)


def _download(kept: KeptDownload, *, size_bytes: int, on_progress: Progress, limits: NetworkLimits) -> Path:
    """Transfer a file; try again as long as each try brings something. Raises OSError for the last failure."""
    has_changed = False
    for _ in range(_MOST_TRIES):
        before = kept.size_bytes
        try:
            return _transfer(kept, size_bytes=size_bytes, on_progress=on_progress, limits=limits)
        except _ChangedError:
            discard_download(kept.path)
            if has_changed:
                raise ConnectionError("the server's answers do not fit together") from None
            has_changed = True
        except OSError:
            if kept.size_bytes <= before:
                raise
        kept = _kept(kept.link, kept.name, kept.path.parent)
    raise ConnectionError(f"the connection broke {_MOST_TRIES} times")


def _transfer(kept: KeptDownload, *, size_bytes: int, on_progress: Progress, limits: NetworkLimits) -> Path:
    have = kept.size_bytes if kept.is_resumable else 0
    if have and have == kept.total_bytes:
        on_progress(have, have)
        return kept.path
    headers = {"Range": f"bytes={have}-", "If-Range": kept.validator} if have else {}
    try:
        with open_address(kept.link, headers=headers, limits=limits) as response:
            start, total = _answered(response.status, response.headers, kept=kept, have=have)
            if size_bytes and total and total != size_bytes:
                raise ConnectionError(f"it has {total} bytes, the index says {size_bytes}")
            if total > _LARGEST_PACKAGE_BYTES:
                raise ConnectionError(f"it is larger than {size_text(_LARGEST_PACKAGE_BYTES)}")
            validator = kept.validator if start else strong_validator(response.headers)
            said = replace(kept, validator=validator, total_bytes=total)
            done = start
            on_progress(done, total)
            with _opened(said, start) as write:
                for chunk in iter_body(response, most_bytes=_LARGEST_PACKAGE_BYTES - start, limits=limits):
                    write(chunk)
                    done += len(chunk)
                    on_progress(done, total)
    except urllib.error.HTTPError as error:
        if have and error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise _ChangedError from error
        raise
    if total and done != total:
        raise ConnectionError("the connection broke")
    if size_bytes and done != size_bytes:
        discard_download(kept.path)
        raise ConnectionError(f"it has {done} bytes, the index says {size_bytes}")
    return kept.path


def _answered(status: int, headers: Message, *, kept: KeptDownload, have: int) -> tuple[int, int]:
    """Return where the bytes of an answer begin in the file, and the size of the file, 0 if it is not known.

    A part that does not fit what is kept raises _ChangedError, whatever the server made of If-Range.
    """
    if status == HTTPStatus.OK:
        length = _LENGTH.fullmatch(headers.get("Content-Length") or "")
        return 0, int(length[0]) if length else 0
    part = _RANGE.fullmatch(headers.get("Content-Range") or "")
    if status != HTTPStatus.PARTIAL_CONTENT or not have:
        raise ConnectionError(f"it was answered with HTTP {status}")
    if not part or int(part[1]) != have or kept.total_bytes not in {0, int(part[2])}:
        raise _ChangedError
    if strong_validator(headers) not in {"", kept.validator}:
        raise _ChangedError
    return have, int(part[2])


@contextlib.contextmanager
def _opened(said: KeptDownload, start: int) -> Iterator[Callable[[bytes], object]]:
    """Give a function that appends to what is kept; what it wrote is there even if the process is killed."""
    needed = max(0, said.total_bytes - start)
    try:
        said.path.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(said.path.parent).free
        if free < needed:
            raise StorageError(f"{said.path.parent}: {size_text(needed)} are needed and {size_text(free)} free")
        file = said.path.open("ab", buffering=0)
    except OSError as error:
        raise _refused(said.path, error) from error

    def write(chunk: bytes) -> None:
        try:
            while chunk:
                chunk = chunk[file.write(chunk) :]
        except OSError as error:
            raise _refused(said.path, error) from error

    with file:
        try:
            file.truncate(start)
            if not start:
                _write_note(said)
        except OSError as error:
            raise _refused(said.path, error) from error
        yield write


def _refused(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path} cannot be written ({error.strerror}). What was downloaded is kept")


def _kept(link: str, name: str, cache: Path) -> KeptDownload:
    path = cache / f"{hashlib.sha256(link.encode()).hexdigest()[:24]}.part"
    fresh = KeptDownload(path=path, link=link, name=name)
    kept = _read_note(path)
    is_sound = kept and kept.link == link and kept.size_bytes <= (kept.total_bytes or _LARGEST_PACKAGE_BYTES)
    return kept if kept and is_sound else fresh


def _note_path(path: Path) -> Path:
    return path.with_suffix(".json")


def _write_note(said: KeptDownload) -> None:
    """Write what the server said. It is written after the old bytes are gone: a note never speaks of others."""
    fields = {"link": said.link, "name": said.name, "validator": said.validator, "total_bytes": said.total_bytes}
    _note_path(said.path).write_text(json.dumps(fields), encoding="utf-8")


def _read_note(path: Path) -> KeptDownload | None:
    try:
        fields = json.loads(_note_path(path).read_text(encoding="utf-8"))
        link, name, validator, total = (fields[key] for key in ("link", "name", "validator", "total_bytes"))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    if not all(isinstance(text, str) for text in (link, name, validator)) or type(total) is not int:
        return None
    return KeptDownload(path=path, link=link, name=name, validator=validator, total_bytes=total)


def _share(kept: KeptDownload) -> str:
    total = f" of {size_text(kept.total_bytes)}" if kept.total_bytes else ""
    return f"{size_text(kept.size_bytes)}{total}"
