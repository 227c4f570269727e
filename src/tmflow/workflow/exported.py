"""What an export wrote last: no file that was edited since is written over, and what comes back as it left undoes nothing.

A cache: without it files come back as if nothing had changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext
from tmflow.model.language import Language
from tmflow.workflow.project import Project, make_folder

__all__ = ["check_place", "exported_targets", "forget_edits", "remember_export", "remember_targets"]

_EARLIER_TARGETS: Final = 5
"""How many earlier targets of a unit are kept: what a file brings back of those may be of an older export."""


def check_place(project: Project, path: Path, *, is_named: bool, force: bool) -> None:
    """Raise ConfigError if an export may not be written to a path.

    is_named: whether the user named it; only a project's own texts are kept from being written over then. Else a file
    that is there must be the one that was written last, unless force is given.
    """
    final = path.resolve()
    for folder in (project.memories_folder, *map(project.articles_folder, Language)):
        if final.is_relative_to(folder.resolve()):
            raise ConfigError(
                f"{path} is among the project's own texts, and nothing is exported over them: name another"
            )
    if is_named or force or not path.is_file():
        return
    record = _record(project, path)
    if not record.is_file() or record.read_bytes() != _digest(path):
        shown = project.relative(path)
        raise ConfigError(
            f"{shown} was edited, or tmflow did not write it: tmflow merge {shown}; to overwrite it: --force"
        )


def remember_export(project: Project, path: Path) -> None:
    """Keep what a file of the project's exports holds now. Raises StorageError."""
    record = _record(project, path)
    make_folder(record.parent)
    write_bytes_atomic(record, _digest(path))


def forget_edits(project: Project, path: Path) -> None:
    """Let a file of the project's exports be written over: all that was edited in it has been taken. Raises StorageError."""
    if path.resolve().parent == project.export_path("any", "").resolve().parent:
        remember_export(project, path)


def remember_targets(project: Project, bitext: Bitext) -> None:
    """Keep the targets of the units that were exported, "" of those that have none, before those of earlier exports.

    Raises StorageError.
    """
    sent = dict(exported_targets(project, bitext.slug))
    for unit in bitext.units:
        text = unit.target.native if unit.target else ""
        earlier = (other for other in sent.get(unit.id, ()) if other != text)
        sent[unit.id] = (text, *islice(earlier, _EARLIER_TARGETS))
    record = _targets(project, bitext.slug)
    make_folder(record.parent)
    write_bytes_atomic(record, json.dumps(sent, ensure_ascii=False).encode())


def exported_targets(project: Project, slug: str) -> Mapping[str, tuple[str, ...]]:
    """Return the targets of an article's units as they were exported, the last first, by id; none where it is not known."""
    try:
        known = json.loads(_targets(project, slug).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    told = ((name, [texts] if isinstance(texts, str) else texts) for name, texts in known.items())
    return {
        name: tuple(texts)
        for name, texts in told
        if isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts)
    }


def _targets(project: Project, slug: str) -> Path:
    return project.cache_folder / "exports" / f"{slug}.targets.json"


def _record(project: Project, path: Path) -> Path:
    return project.cache_folder / "exports" / f"{path.name}.sha256"


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest().encode()
