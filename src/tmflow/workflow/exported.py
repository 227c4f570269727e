"""What an export wrote last: no file that was edited since is written over, and what comes back as it left undoes nothing.

A cache: without it files come back as if nothing had changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.export import ExportProfile
from tmflow.model.bitext import Bitext, Side
from tmflow.model.language import Language
from tmflow.workflow.project import Project, make_folder

__all__ = [
    "check_place",
    "exported_targets",
    "forget_edits",
    "missing_units",
    "remember_export",
    "remember_targets",
    "remember_units",
]

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


def remember_units(project: Project, bitext: Bitext, profile: ExportProfile) -> None:
    """Keep which units were exported last under a profile. Raises StorageError."""
    units = [unit.id for unit in bitext.units if unit.side is not Side.TARGET]
    record = _units(project, bitext.slug)
    make_folder(record.parent)
    known = {name: list(ids) for name, ids in _exported_units(project, bitext.slug).items()}
    write_bytes_atomic(record, json.dumps(known | {profile.value: units}).encode())


def missing_units(project: Project, slug: str, returned: Iterable[str]) -> tuple[int, int]:
    """Return how many units of an export did not come back, and how many there were in it; (0, 0) where it is not known.

    returned: the ids that came back. The export is, of the last under each profile, the one they are nearest to; an id of
    no export, such as a tool gives, stands for any unit.
    """
    came = frozenset(returned)
    exports = tuple(frozenset(ids) for ids in _exported_units(project, slug).values())
    known = came & frozenset().union(*exports)
    counts = ((max(0, len(ids - known) - len(came - known)), len(ids)) for ids in exports if known <= ids)
    return min(counts, default=(0, 0))


def _exported_units(project: Project, slug: str) -> Mapping[str, list[str]]:
    """Return the ids of the units that were exported last, by profile; none where it is not known."""
    try:
        known = json.loads(_units(project, slug).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {name: list(map(str, ids)) for name, ids in known.items() if isinstance(ids, list)}


def _units(project: Project, slug: str) -> Path:
    return project.cache_folder / "exports" / f"{slug}.units.json"


def _targets(project: Project, slug: str) -> Path:
    return project.cache_folder / "exports" / f"{slug}.targets.json"


def _record(project: Project, path: Path) -> Path:
    return project.cache_folder / "exports" / f"{path.name}.sha256"


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest().encode()
