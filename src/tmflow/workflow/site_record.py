"""What the files of a published site were made of, so that what has not changed is neither read nor made again.

The record is a cache: without it the whole site is made anew, the same bytes, and nothing that is no longer wanted is
found to be removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.language import Language, LanguagePair
from tmflow.publish.site import IndexEntry

__all__ = ["Made", "SiteRecord", "digest", "digests", "read_record", "write_record"]

_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Files made of the same things. key: their digest; files: path in the site to the digest of its content.

    entry, units, size_bytes: of an article; the size is that of the files together.
    """

    key: str
    files: Mapping[str, str]
    entry: IndexEntry | None = None
    units: int = 0
    size_bytes: int = 0

    def is_whole(self, folder: Path) -> bool:
        """Whether every file stands in a folder as it was made."""
        return all(_is_same(folder / path, known) for path, known in self.files.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What was made: the articles by slug, and what they share."""

    articles: Mapping[str, Made] = field(default_factory=dict)
    shared: Made | None = None

    @property
    def paths(self) -> frozenset[str]:
        """Every file of the site."""
        made = [*self.articles.values(), *([self.shared] if self.shared else [])]
        return frozenset(path for one in made for path in one.files)


def digest(*parts: bytes | str) -> str:
    """Return the SHA-256 of parts, each counted with its length.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()


def _is_same(path: Path, known: str) -> bool:
    try:
        return digest(path.read_bytes()) == known
    except OSError:
        return False


def read_record(path: Path) -> SiteRecord:
    """Return the record at a path; an empty one if there is none that can be read."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        if tree["version"] != _VERSION:
            return SiteRecord()
        articles = {slug: _made(one) for slug, one in tree["articles"].items()}
        return SiteRecord(articles=articles, shared=_made(tree["shared"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return SiteRecord()


def _made(tree: Mapping[str, Any]) -> Made:
    entry = tree["entry"]
    if entry is not None:
        pair = LanguagePair(*(Language(code) for code in entry["pair"]))
        entry = IndexEntry(**{**entry, "pair": pair})
    return Made(**{**tree, "entry": entry})


def write_record(path: Path, record: SiteRecord) -> None:
    """Write a record. Raises StorageError."""
    tree = {
        "version": _VERSION,
        "articles": {slug: _tree(made) for slug, made in sorted(record.articles.items())},
        "shared": _tree(record.shared) if record.shared else None,
    }
    write_bytes_atomic(path, json.dumps(tree, ensure_ascii=True, indent=1).encode())


def _tree(made: Made) -> dict[str, object]:
    entry = asdict(made.entry) if made.entry else None
    if entry is not None and made.entry is not None:
        entry["pair"] = [made.entry.pair.source.value, made.entry.pair.target.value]
    return {
        "key": made.key,
        "files": dict(sorted(made.files.items())),
        "entry": entry,
        "units": made.units,
        "size_bytes": made.size_bytes,
    }


def digests(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Return path to digest."""
    return {path: digest(content) for path, content in files}
