"""Share a memory: push what a project's files hold to the memory of a team, pull what the other projects have pushed.

In the shared memory a project's document stands under the project's name, so two projects may both have a `harbor.po`.
In a project's store what was pulled stands under `shared/`, and is never pushed. Both go document by document, one
transaction each, and take up only what changed: whoever is interrupted calls again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tmflow.memory.retired import RETIRED, mark_retired, reasons_of, stored_retired
from tmflow.memory.shared import SharedStore
from tmflow.memory.store import DocumentKind, DocumentRecord, MemoryStore

__all__ = ["Pulled", "Pushed", "iter_unsent", "pull", "push"]

_PULLED = "shared/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a push did, by the names of the project's documents; `units`: entries that were sent.

    gone: documents the project no longer has; they are still in the shared memory unless their removal was asked for.
    """

    sent: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    units: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What a pull did, by the names documents have in the project's store; `units`: entries that were brought."""

    brought: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    units: int = 0


def push(
    local: MemoryStore,
    shared: MemoryStore,
    *,
    project: str,
    who: str = "",
    when: datetime | None = None,
    remove_gone: bool = False,
) -> Pushed:
    """Send the documents compiled from the project's files that differ from what the shared memory has of them.

    project: the name others see, without "/"; two copies of one project use the same name, and the last push counts.
    who, when: recorded with what is sent. remove_gone: also remove what the project no longer has.
    Raises ValueError if the name is empty or has a "/", MemoryStoreError or StorageError as the stores do.
    """
    prefix = _prefix_of(project)
    there = shared.documents()
    here = _states(local.documents())
    changed = tuple(iter_unsent(local.documents(), there, project=project))
    units = 0
    for name in changed:
        units += shared.replace_document(prefix + name, here[name], local.iter_entries(name), who=who, when=when)
    own = (name.removeprefix(prefix) for name in there if name.startswith(prefix))
    gone = tuple(name for name in own if name not in here)
    if remove_gone:
        for name in gone:
            shared.remove_document(prefix + name)
    return Pushed(sent=changed, unchanged=tuple(name for name in here if name not in changed), gone=gone, units=units)


def iter_unsent(
    local: Mapping[str, DocumentRecord], shared: Mapping[str, DocumentRecord], *, project: str
) -> Iterator[str]:
    """Yield the names of the documents that a push would send, given those of the two memories.

    Raises ValueError for a name that no project can have.
    """
    prefix = _prefix_of(project)
    for name, mark in _states(local).items():
        if prefix + name not in shared or shared[prefix + name].fingerprint != mark:
            yield name


def _states(documents: Mapping[str, DocumentRecord]) -> dict[str, str]:
    """Return the state by name of the documents compiled from files.

    What is retired or offered again here is so there, too: the list is a part of the state of each document.
    """
    retired = documents[RETIRED].fingerprint if RETIRED in documents else ""
    files = (record for record in documents.values() if record.kind is DocumentKind.FILE)
    return {record.name: f"{record.fingerprint}+{retired}" for record in files}


def pull(shared: SharedStore, local: MemoryStore, *, project: str) -> Pulled:
    """Bring what changed in the shared memory into a project's store, and remove what has gone; the project's own stays out.

    A document is taken as it is when its turn comes; if it changes once more meanwhile, the next pull brings it.
    Raises as `push` does.
    """
    prefix = _prefix_of(project)
    held = {
        name: record.fingerprint for name, record in local.documents().items() if record.kind is DocumentKind.SHARED
    }
    stale = {name for name, mark in held.items() if not _is_of(shared, mark) or name.startswith(_PULLED + prefix)}
    since = max((_generation_of(held[name]) for name in held.keys() - stale), default=0)
    reasons = reasons_of(stored_retired(local))
    brought: list[str] = []
    removed: list[str] = []
    units = 0
    for change in shared.iter_changes(since):
        name = _PULLED + change.record.name
        if change.is_removed:
            stale.discard(name)
            if name in held and local.remove_document(name):
                removed.append(name)
        elif not change.record.name.startswith(prefix):
            units += local.replace_document(
                name,
                f"{shared.identity}:{change.generation}",
                mark_retired(shared.iter_entries(change.record.name), reasons),
                kind=DocumentKind.SHARED,
                who=change.record.who,
                when=change.record.when,
            )
            brought.append(name)
            stale.discard(name)
    removed += [name for name in sorted(stale) if local.remove_document(name)]
    return Pulled(brought=tuple(brought), removed=tuple(removed), units=units)


def _prefix_of(project: str) -> str:
    if not project or "/" in project:
        raise ValueError(f'"{project}" cannot be the name of a project: it must not be empty, nor have a "/"')
    return f"{project}/"


def _is_of(shared: SharedStore, mark: str) -> bool:
    """Whether a document pulled with this mark is of this shared memory, not of another or of an earlier one."""
    return mark.rpartition(":")[0] == shared.identity


def _generation_of(mark: str) -> int:
    return int(mark.rpartition(":")[2])
