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

__all__ = ["Made", "SiteRecord", "digest", "digests", "file_digest", "read_record", "write_record"]

_VERSION = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Files made of the same things. files: path in the site to the digest of its content.

    key: the digest of what they say, and of what lets it be published; look: of how they show it. Other look, same key:
    they are made anew, but nobody has to check again whether they may be.
    entry, units, size_bytes: of an article; the size is that of the files together.
    errors: what keeps an article as it is now, by its key, from being published; its files are of the article before.
    pictures: path of each picture looked for to the digest of the file, "" if it was not there; warnings: what was said of them.
    """

    key: str
    look: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    entry: IndexEntry | None = None
    units: int = 0
    size_bytes: int = 0
    errors: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def has_its_pictures(self) -> bool:
        """Whether the pictures it was made of are what they were."""
        return all(file_digest(Path(path)) == known for path, known in self.pictures.items())

    def is_whole(self, folder: Path) -> bool:
        """Whether every file stands in a folder as it was made."""
        return all(file_digest(folder / path) == known for path, known in self.files.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What was made: the articles by slug, and by name what they share.

    left: files that nothing has any more, which a build that was stopped has not removed yet.
    """

    articles: Mapping[str, Made] = field(default_factory=dict)
    shared: Mapping[str, Made] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """Every file of the site."""
        made = (path for one in (*self.articles.values(), *self.shared.values()) for path in one.files)
        return frozenset((*made, *self.left))


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


def file_digest(path: Path) -> str:
    """Return the digest of a file, "" for one that cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def read_record(path: Path) -> SiteRecord:
    """Return the record at a path; an empty one if there is none that can be read.

    Of one that another version wrote only the files that articles share are known: they will all be made anew, or removed.
    """
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        if tree["version"] != _VERSION:
            return SiteRecord(left=tuple(str(path) for one in tree["shared"].values() for path in one["files"]))
        made = {name: {key: _made(one) for key, one in tree[name].items()} for name in ("articles", "shared")}
        return SiteRecord(**made, left=tuple(tree["left"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return SiteRecord()


def _made(tree: Mapping[str, Any]) -> Made:
    entry = tree["entry"]
    if entry is not None:
        pair = LanguagePair(*(Language(code) for code in entry["pair"]))
        entry = IndexEntry(**{**entry, "pair": pair})
    texts = {name: tuple(tree[name]) for name in ("errors", "warnings")}
    return Made(**{**tree, **texts, "entry": entry})


def write_record(path: Path, record: SiteRecord) -> None:
    """Write a record. Raises StorageError."""
    tree = {
        "version": _VERSION,
        "articles": {slug: _tree(made) for slug, made in sorted(record.articles.items())},
        "shared": {name: _tree(made) for name, made in sorted(record.shared.items())},
        "left": sorted(record.left),
    }
    write_bytes_atomic(path, json.dumps(tree, ensure_ascii=True, indent=1).encode())


def _tree(made: Made) -> dict[str, object]:
    tree = asdict(made)
    if made.entry is not None:
        tree["entry"]["pair"] = [made.entry.pair.source.value, made.entry.pair.target.value]
    return {**tree, "files": dict(sorted(made.files.items()))}


def digests(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Return path to digest."""
    return {path: digest(content) for path, content in files}
