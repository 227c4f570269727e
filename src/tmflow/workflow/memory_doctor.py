"""The doctor of a memory: everything it stands on is looked at, nothing is changed; and its rebuilding."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tmflow.errors import ConfigError, FormatError, MemoryStoreError
from tmflow.memory.health import StoreHealth, compact_store, examine_store
from tmflow.memory.retired import RETIRED
from tmflow.memory.schema import FORMAT
from tmflow.memory.store import DocumentKind
from tmflow.text.counts import counted
from tmflow.workflow.leftovers import iter_leftovers, remove_leftovers
from tmflow.workflow.places import MemoryPlace, check_store_path, opened_memory
from tmflow.workflow.project import Project
from tmflow.workflow.recall import iter_entries, rebuild_memory, wanted_fingerprints
from tmflow.workflow.retired import read_retired
from tmflow.workflow.shared import iter_unsent
from tmflow.workflow.team import shared_address, shared_name

if TYPE_CHECKING:
    from tmflow.memory.postgres_setup import SharedHealth

__all__ = ["Check", "examine_memory", "rebuild_place"]

_REBUILD = "tmflow memory rebuild"
_SPACE_FACTOR = 3
"""Compiling writes a log of about the size of the memory and then the memory, while the old one is still there."""
_LEAST_SPACE = 50_000_000
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at. next_step: what to do if it is not in order."""

    name: str
    ok: bool
    detail: str
    next_step: str = ""


def examine_memory(place: MemoryPlace, *, with_shared: bool = False) -> tuple[Check, ...]:
    """Look at everything a memory stands on. Nothing is changed; a large memory takes a few seconds.

    with_shared: whether also at the memory that the project shares, on its server; else no network is used of a project.
    Raises ConfigError for a path that is no store, or where there is none, and where no memory is shared.
    """
    if isinstance(place, Project):
        shared = _examine_shared(place, shared_address(place)) if with_shared else ()
        return (*_examine_project(place), *shared)
    if isinstance(place, str) and not with_shared:
        return tuple(_examine_database(place))
    if with_shared:
        raise ConfigError("only a project shares a memory: leave --memory out, or --shared")
    path = _file_of(place)
    health = examine_store(path)
    folders = (path.parent,)
    leftovers = _leftovers(folders, of=path.name)
    return (_rights(folders), _space(path.parent, _size(path)), leftovers, *_store_checks(health, path))


def _examine_project(project: Project) -> Iterator[Check]:
    index, files = project.index_path, wanted_fingerprints(project)
    folders = tuple(folder for folder in (project.memories_folder, project.cache_folder) if folder.is_dir())
    yield _rights(folders)
    yield _space(project.root, sum(_size(project.memories_folder / name) for name in files) + _size(index))
    yield _leftovers(folders)
    yield _retired_list(project)
    if not index.is_file():
        yield Check(name="compiled memory", ok=True, detail="none yet; it is made when it is first needed")
        return
    health = examine_store(index)
    yield from _store_checks(health, index, is_compiled=True)
    if health.format == FORMAT and not health.faults:
        yield _files_check(project, files, health)
        yield _imports_check(health)


def _rights(folders: tuple[Path, ...]) -> Check:
    locked = [folder.name or str(folder) for folder in folders if not os.access(folder, os.W_OK)]
    return Check(
        name="rights",
        ok=not locked,
        detail=f"{_shown(locked)} cannot be written" if locked else "folders can be written",
        next_step="give yourself the right to write there; what only reads works without" if locked else "",
    )


def _space(folder: Path, size: int) -> Check:
    free, needed = shutil.disk_usage(folder).free, max(_LEAST_SPACE, _SPACE_FACTOR * size)
    return Check(
        name="disk space",
        ok=free >= needed,
        detail=f"{free / 1e6:,.0f} MB free, {needed / 1e6:,.0f} MB may be needed",
        next_step="" if free >= needed else "make room before the next import",
    )


def _leftovers(folders: tuple[Path, ...], *, of: str = "") -> Check:
    found = [path.name for path in iter_leftovers(folders, of=of)]
    return Check(
        name="temporary files",
        ok=not found,
        detail=f"{len(found)} of a stopped run: {_shown(found)}" if found else "none left over",
        next_step=f"when no tmflow is running: {_REBUILD} removes them" if found else "",
    )


def _retired_list(project: Project) -> Check:
    try:
        detail, step = counted(len(read_retired(project.retired_path)), "pair"), ""
    except FormatError as error:
        detail, step = str(error), "correct the line"
    return Check(name="retired pairs", ok=not step, detail=detail, next_step=step)


def _store_checks(health: StoreHealth, path: Path, *, is_compiled: bool = False) -> Iterator[Check]:
    cure = _REBUILD if is_compiled else f"restore {path.name} from a copy, or import anew into another"
    yield Check(
        name="integrity",
        ok=not health.faults,
        detail=f"damaged: {health.faults[0]}" if health.faults else "whole",
        next_step=cure if health.faults else "",
    )
    if health.faults:
        return
    step = "" if health.format == FORMAT else "any command that uses it brings it to the present format"
    if health.format > FORMAT:
        step = "upgrade tmflow"
    elif not health.format:
        step = "it is no memory of tmflow: name another file"
    yield Check(name="format", ok=not step, detail=f"{health.format}, this tmflow knows {FORMAT}", next_step=step)
    if not health.format:
        return
    is_logged = health.journal_mode == "wal"
    yield Check(
        name="write-ahead log",
        ok=is_logged,
        detail=f"journal mode {health.journal_mode}",
        next_step="" if is_logged else f"readers would wait for writers: {cure}",
    )
    yield Check(
        name="indexes",
        ok=not health.unsound,
        detail=f"damaged: {_shown(list(health.unsound))}" if health.unsound else f"{health.indexes}, all whole",
        next_step="they are made again when they are next used" if health.unsound else "",
    )


def _files_check(project: Project, files: dict[str, str], health: StoreHealth) -> Check:
    """Look at the files that have changed since they were compiled: that they have is usual, that one is broken is not."""
    compiled = {
        name: record.fingerprint
        for name, record in health.documents.items()
        if record.kind is DocumentKind.FILE or name == RETIRED
    }
    stale = sorted(name for name in files.keys() | compiled.keys() if files.get(name) != compiled.get(name))
    fault = _first_fault(project, [name for name in stale if name in files and name != RETIRED])
    waiting = f"{len(stale)} of {len(files)} to be compiled when next used: {_shown(stale)}"
    return Check(
        name="memory files",
        ok=not fault,
        detail=fault or (waiting if stale else f"{len(files)}, all compiled"),
        next_step="correct the file, or take it away: until then nothing is looked up" if fault else "",
    )


def _first_fault(project: Project, names: list[str]) -> str:
    """Return what is wrong with the first of the memory files that cannot be read, "" if all can."""
    for name in names:
        try:
            deque(iter_entries(project.memories_folder / name), maxlen=0)
        except FormatError as error:
            return str(error)
    return ""


def _imports_check(health: StoreHealth) -> Check:
    alone = [
        name for name, record in health.documents.items() if record.kind is DocumentKind.IMPORT and name != RETIRED
    ]
    pulled = sum(record.kind is DocumentKind.SHARED for record in health.documents.values())
    rest = (
        f"all but {counted(pulled, 'pulled document')}, to be pulled again" if pulled else "all of the compiled memory"
    )
    return Check(
        name="truth in files",
        ok=not alone,
        detail=f"only the compiled memory has {_shown(alone)}" if alone else f"{rest} is from files",
        next_step=f"tmflow memory export --document {alone[0]} -o FILE.tmx, then import it" if alone else "",
    )


def _examine_shared(project: Project, address: str) -> Iterator[Check]:
    health = yield from _examine_database(address)
    if health is None:
        return
    name = shared_name(project)
    own = sum(document.startswith(f"{name}/") for document in health.documents)
    yield Check(name="own documents", ok=True, detail=f"{own:,}, those of {name}")
    local = examine_store(project.index_path).documents if project.index_path.is_file() else {}
    unsent = list(iter_unsent(local, health.documents, project=name))
    detail = f"{counted(len(unsent), 'compiled document')} to be pushed: {_shown(unsent)}" if unsent else "none"
    yield Check(name="pending pushes", ok=True, detail=detail)


def _examine_database(address: str) -> Generator[Check, None, SharedHealth | None]:
    """Yield what there is to say of a memory in a database, and return what was seen; None if it cannot be read."""
    from tmflow.memory.postgres_setup import examine_shared

    try:
        health = examine_shared(address)
    except MemoryStoreError as error:
        step = "see that the server runs and the address is right; what a project has pulled is found without it"
        yield Check(name="shared memory", ok=False, detail=str(error), next_step=step)
        return None
    yield Check(name="shared memory", ok=True, detail=f"{health.place} can be reached")
    if not health.may_read:
        step = "ask its owner for the role tmflow_read, or tmflow_write"
        yield Check(name="shared role", ok=False, detail="this user may not read it", next_step=step)
        return None
    is_todays = health.format == health.latest
    step = "" if is_todays else "let its owner pull once with this tmflow: that makes it, or brings it to the format"
    yield Check(
        name="shared format",
        ok=is_todays,
        detail=f"{health.format}, this tmflow knows {health.latest}",
        next_step="upgrade tmflow" if health.format > health.latest else step,
    )
    if not is_todays:
        return None
    role = "reads and writes" if health.may_write else "reads only: to push takes the role tmflow_write"
    yield Check(name="shared role", ok=True, detail=role)
    yield Check(
        name="shared integrity",
        ok=not health.faults,
        detail=_shown(list(health.faults)) or "whole",
        next_step="restore it from a backup, or push the documents again" if health.faults else "",
    )
    units = sum(record.units for record in health.documents.values())
    held = f"{counted(len(health.documents), 'document')}, {counted(units, 'unit')}"
    yield Check(name="shared documents", ok=True, detail=held)
    return health


def rebuild_place(place: MemoryPlace, *, discard: bool = False) -> str:
    """Make everything anew that is derived, and say what was done.

    Of a project that is the compiled memory; of a store its indexes, and its file gets no larger than it has to be. What
    killed runs left goes. discard: whether documents go that only the compiled memory has.
    Raises ConfigError if there are such and `discard` is not said, MemoryStoreError for what is no memory or is damaged,
    MemoryLockedError, StorageError.
    """
    if not isinstance(place, Project):
        path = _file_of(place)
        with opened_memory(path):  # refuses what is no memory before anything is done to it
            remove_leftovers(iter_leftovers((path.parent,), of=path.name))
        compact_store(path)
        with opened_memory(path) as memory:
            memory.store.prepare_search()
        return f"{path.name}: {_size(path) / 1e6:,.1f} MB"
    with place.writing():
        _refuse_loss(place, discard=discard)
        folders = (place.memories_folder, place.cache_folder)
        remove_leftovers(iter_leftovers(folder for folder in folders if folder.is_dir()))
        done = f"{counted(rebuild_memory(place), 'memory file')} compiled"
        return f"{done}; then: tmflow memory pull" if _lacks_pulled(place) else done


def _lacks_pulled(project: Project) -> bool:
    """Whether a project that shares a memory has nothing of it: a damaged memory takes with it what was pulled."""
    if not project.settings.memory.shared:
        return False
    with opened_memory(project) as memory:
        return all(record.kind is not DocumentKind.SHARED for record in memory.documents().values())


def _file_of(place: Path | str) -> Path:
    if isinstance(place, str):
        raise ConfigError(
            "nothing is to be rebuilt of a memory in a database: its server looks after it. See docs/shared-memory.md"
        )
    check_store_path(place)
    return place


def _refuse_loss(project: Project, *, discard: bool) -> None:
    if discard or not project.index_path.is_file():
        return
    check = _imports_check(examine_store(project.index_path))
    if not check.ok:
        raise ConfigError(f"{check.detail}. To keep it: {check.next_step}. To let it go: {_REBUILD} --discard")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _shown(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
