"""Downloading an Argos package from its public index: the one use of the network, and only when asked for."""

from __future__ import annotations

import http.client
import json
import os
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tmflow.errors import TranslatorUnavailable
from tmflow.model.language import LanguagePair
from tmflow.mt.packages import version_key

__all__ = ["download_package"]

_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
_CHUNK_BYTES = 1 << 18
_LARGEST_INDEX_BYTES = 16 << 20
_LARGEST_PACKAGE_BYTES = 2 << 30
_TIMEOUT_S = 30.0


@contextmanager
def download_package(
    pair: LanguagePair,
    *,
    on_progress: Callable[[int, int], None],
    environment: Mapping[str, str] | None = None,
) -> Iterator[Path]:
    """Download the newest package for a pair into a temporary file, removed on leaving.

    on_progress: called with the bytes done and the bytes to do (0 where the server does not say).
    environment: instead of the process's own; ARGOS_PACKAGE_INDEX names another index, as for argostranslate.
    Raises TranslatorUnavailable if the index cannot be reached or read, or has no package for the pair.
    """
    variables = os.environ if environment is None else environment
    index = urllib.parse.urljoin(variables.get("ARGOS_PACKAGE_INDEX") or _INDEX, "index.json")
    with tempfile.TemporaryDirectory(prefix="tmflow-") as folder:
        archive = Path(folder, "package.argosmodel")
        _download(index, pair, archive, on_progress)
        yield archive


def _download(index: str, pair: LanguagePair, archive: Path, on_progress: Callable[[int, int], None]) -> None:
    by_hand = "Without a network: get the .argosmodel elsewhere, then tmflow mt install FILE"
    try:
        with _open(index) as response:
            packages = json.loads(response.read(_LARGEST_INDEX_BYTES))
        link = _newest_link(packages, pair)
        if link is None:
            raise TranslatorUnavailable(f"{index} has no package {pair}. {by_hand}")
        _save(link, archive, on_progress)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise TranslatorUnavailable(f"{index} cannot be reached ({reason}). {by_hand}") from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise TranslatorUnavailable(f"{index} is not an Argos package index ({error}). {by_hand}") from error


def _open(url: str) -> Any:
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError(f"not an http address: {url}")
    return urllib.request.urlopen(url, timeout=_TIMEOUT_S)  # noqa: S310 - the scheme was checked


def _newest_link(packages: list[Mapping[str, Any]], pair: LanguagePair) -> str | None:
    """The address of the package of a pair with the highest version, None if there is none."""
    fitting = [
        package
        for package in packages
        if package.get("from_code") == pair.source.value and package.get("to_code") == pair.target.value
    ]
    newest = max(fitting, key=lambda package: version_key(str(package["package_version"])), default=None)
    return str(newest["links"][0]) if newest else None


def _save(link: str, archive: Path, on_progress: Callable[[int, int], None]) -> None:
    with _open(link) as response, archive.open("wb") as file:
        total = int(response.headers.get("Content-Length") or 0)
        done = 0
        while chunk := response.read(_CHUNK_BYTES):
            done += len(chunk)
            if done > _LARGEST_PACKAGE_BYTES:
                raise ValueError(f"{link} is larger than {_LARGEST_PACKAGE_BYTES >> 30} GiB")
            file.write(chunk)
            on_progress(done, total)
        if total and done != total:
            raise OSError(f"{link} ended after {done} of {total} bytes")
