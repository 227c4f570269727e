"""Importing a memory from elsewhere, and taking an import back.

A project gets the file itself, under memories/, and what lost a conflict goes to the list of retired pairs: those count
as long as the file is there, so that its coming and its going are each one step. A store gets a document.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tmflow.errors import ConfigError, DiskFullError, StorageError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.imported import ImportLog, ImportOptions, ImportReport
from tmflow.memory.importing import ImportSorter, OnConflict
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.retired import RETIRED, RetiredPair, apply_retired, mark_retired, reasons_of, stored_retired
from tmflow.memory.store import DocumentKind, MemoryStore
from tmflow.memory.transient import TransientStore
from tmflow.model.match import MemoryEntry
from tmflow.workflow.leftovers import folder_beside
from tmflow.workflow.memory_files import (
    count_units,
    digest_of,
    free_name,
    is_kept_whole,
    iter_memory_file,
    opened_as_tmx,
)
from tmflow.workflow.places import MemoryPlace, check_store_path, listed_retired, opened_memory, replace_retired
from tmflow.workflow.project import Project, make_folder
from tmflow.workflow.recall import compile_memory, fingerprint_of, memory_files
from tmflow.workflow.retired import read_retired, write_retired
from tmflow.workflow.wiring import open_memory

__all__ = [
    "ImportOptions",
    "ImportOrder",
    "MemoryImport",
    "OnConflict",
    "Undo",
    "import_into_store",
    "import_memory",
    "list_imports",
    "undo_import",
]

_STEP = 1_000
"""Entries between two reports of progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What is to be imported, and how. name: in the memory; "" = the file's. who, when: as is kept with the import.

    options: how the file is read. on_progress: called with the pairs read and about how many there are, 0 if that is not
    known.
    """

    path: Path
    options: ImportOptions = field(default_factory=ImportOptions)
    on_conflict: OnConflict = OnConflict.KEEP_BOTH
    name: str = ""
    dry_run: bool = False
    who: str = ""
    when: datetime | None = None
    on_progress: Callable[[int, int], None] = lambda _done, _total: None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryImport:
    """What came of an import: the name it has, what was read, and how many pairs were retired for its sake.

    known_as: the name under which the memory has the same content already; nothing was done then.
    """

    name: str
    report: ImportReport
    retired: int = 0
    known_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """What taking an import back does: the pairs that go, and the pairs that are offered again."""

    name: str
    units: int
    restored: int


class _TakenBackError(Exception):
    """Ends a dry run, so that the store takes back what it was given."""


def import_memory(place: MemoryPlace, order: ImportOrder) -> MemoryImport:
    """Import a file into a project or a store, all of it or nothing.

    Raises FormatError for a file that cannot be read to its end, ConfigError for a kind that cannot be read or a name that
    is none, MemoryLockedError, StorageError; the memory is then as it was.
    """
    if isinstance(place, Project):
        imported = _import_into_project(place, order)
    elif isinstance(place, Path) and not place.exists():
        check_store_path(place, create=True)
        if order.dry_run:
            return import_into_store(TransientStore(), order)
        imported = _import_into_new(place.resolve(), order)  # a link whose file is not there yet stays a link
    else:
        with opened_memory(place) as memory:
            imported = import_into_store(memory.store, order)
    if imported.report.read and not order.dry_run:
        with opened_memory(place) as memory:
            memory.store.prepare_search()
    return imported


def _import_into_new(place: Path, order: ImportOrder) -> MemoryImport:
    """Import into a store that is made beside its place: what fails, or is killed, makes none."""
    with folder_beside(place) as folder:
        made = folder / place.name
        try:
            with opened_memory(made, create=True) as memory:
                imported = import_into_store(memory.store, order)
        except DiskFullError as error:
            raise DiskFullError(f"disk full writing {place}; it was not made") from error
        try:
            os.link(made, place)
        except FileExistsError:  # made by somebody else meanwhile
            with opened_memory(place) as memory:
                imported = import_into_store(memory.store, order)
        except OSError:  # a place where a file cannot have two names
            made.rename(place)
    return imported


def import_into_store(store: MemoryStore, order: ImportOrder) -> MemoryImport:
    """Import a file into a store as a document of its own. Raises as `import_memory` does."""
    with opened_as_tmx(order.path, order.options) as content:
        digest = digest_of(content)
    log = ImportLog()
    with _tentative(store, order):
        documents = store.documents()
        known = (name for name, told in documents.items() if told.kind is DocumentKind.IMPORT)
        if known_as := next((name for name in known if documents[name].fingerprint == digest), ""):
            return MemoryImport(name=known_as, report=ImportReport(read=0), known_as=known_as)
        name = free_name(order.path, order.name, (*documents, RETIRED))
        before = stored_retired(store)
        sorter = ImportSorter(store, order.on_conflict)
        entries = mark_retired(sorter.sort(_iter_told(order, log)), reasons_of(before))
        store.replace_document(name, digest, entries, kind=DocumentKind.IMPORT, who=order.who, when=order.when)
        if sorter.losers:
            apply_retired(store, [*before, *_lost(sorter, name, order)])
    return _outcome(name, log, sorter)


def _import_into_project(project: Project, order: ImportOrder) -> MemoryImport:
    with project.writing(), opened_as_tmx(order.path, order.options) as content:
        compile_memory(project)
        if known_as := _find_same(project, digest_of(content), content.seek(0, os.SEEK_END)):
            return MemoryImport(name=known_as, report=ImportReport(read=0), known_as=known_as)
        content.seek(0)
        folder = make_folder(project.memories_folder)
        name = free_name(order.path, order.name, (path.name for path in folder.iterdir()), is_file=True)
        log, fingerprint = ImportLog(), ""
        before = tuple(pair for pair in read_retired(project.retired_path) if pair.cause != name)
        with ExitStack() as stack:
            if not order.dry_run:
                stream = stack.enter_context(open_atomic(folder / name))
                shutil.copyfileobj(content, stream)
                stream.flush()
                is_whole = is_kept_whole(order.path, order.options)
                fingerprint = fingerprint_of(os.fstat(stream.fileno())) if is_whole else ""
            with open_memory(project.index_path) as memory, _tentative(memory.store, order):
                sorter = ImportSorter(memory.store, order.on_conflict)
                entries = mark_retired(sorter.sort(_iter_told(order, log)), reasons_of(before))
                when = order.when or datetime.now(UTC)
                memory.store.replace_document(name, fingerprint, entries, who=order.who, when=when)
            if sorter.losers and not order.dry_run:
                # They count from the moment the file is there, which is when the block ends.
                write_retired(project.retired_path, [*before, *_lost(sorter, name, order)])
        compile_memory(project)
    return _outcome(name, log, sorter)


@contextmanager
def _tentative(store: MemoryStore, order: ImportOrder) -> Iterator[None]:
    """Make what the block changes one change, and take it back if it is only to be shown."""
    try:
        with store.changing():
            yield
            _end(order)
    except _TakenBackError:
        pass


def _end(order: ImportOrder) -> None:
    if order.dry_run:
        raise _TakenBackError


def _iter_told(order: ImportOrder, log: ImportLog) -> Iterator[MemoryEntry]:
    total = count_units(order.path)
    for number, entry in enumerate(iter_memory_file(order.path, log, order.options)):
        if not number % _STEP:
            order.on_progress(log.read, max(log.read, total))
        yield entry
    order.on_progress(log.read, log.read)


def _lost(sorter: ImportSorter, name: str, order: ImportOrder) -> Iterator[RetiredPair]:
    for source, target in sorter.losers:
        yield RetiredPair(
            source=source,
            target=target,
            reason=f"{order.on_conflict.value} at the import of {name}",
            who=order.who,
            when=order.when,
            cause=name,
        )


def _outcome(name: str, log: ImportLog, sorter: ImportSorter) -> MemoryImport:
    report = log.report(new=sorter.new, same=sorter.same, conflicting=sorter.conflicting)
    return MemoryImport(name=name, report=report, retired=len(sorter.losers))


def _find_same(project: Project, digest: str, size: int) -> str:
    """Return the name of the memory file that has this content, "" if there is none."""
    for name, (path, _) in memory_files(project).items():
        if path.stat().st_size == size:
            with path.open("rb") as content:
                if digest_of(content) == digest:
                    return name
    return ""


def undo_import(
    place: MemoryPlace, name: str = "", *, confirm: Callable[[Undo], bool] = lambda _undo: True
) -> Undo | None:
    """Take an import back: its pairs go, and what it had retired is offered again.

    name: "" for the last import, of a project as far as its compiled memory knows and if the file is as it was imported;
    by its name any memory from elsewhere may go. confirm: is asked before anything is done, while others go on; if it says no the answer is None.
    Raises ConfigError if there is no such import, or it changed while somebody was asked; MemoryLockedError, StorageError.
    """
    with opened_memory(place) as memory:
        undo, _ = _plan(place, memory, name)
    if not confirm(undo):
        return None
    with ExitStack() as stack:
        if isinstance(place, Project):
            stack.enter_context(place.writing())
        memory = stack.enter_context(opened_memory(place))
        stack.enter_context(memory.store.changing() if not isinstance(place, Project) else nullcontext())
        now, staying = _plan(place, memory, undo.name)
        if now != undo:
            raise ConfigError(f"{undo.name} has changed meanwhile; nothing was done. Try again")
        if isinstance(place, Project):
            _delete(place.memories_folder / undo.name)
        else:
            memory.store.remove_document(undo.name)
        replace_retired(place, memory, staying)
        return undo


def list_imports(place: MemoryPlace) -> list[str]:
    """Return the names that `undo_import` takes, sorted. Raises ConfigError for a store that is not there."""
    with opened_memory(place) as memory:
        return sorted(_imports(place, memory))


def _plan(place: MemoryPlace, memory: TranslationMemory, name: str) -> tuple[Undo, tuple[RetiredPair, ...]]:
    """Return what taking an import back means, and the retired pairs that stay."""
    chosen = _choose(_imports(place, memory), name)
    listed = listed_retired(place, memory)
    staying = tuple(pair for pair in listed if pair.cause != chosen)
    undo = Undo(name=chosen, units=memory.documents()[chosen].units, restored=len(listed) - len(staying))
    return undo, staying


def _imports(place: MemoryPlace, memory: TranslationMemory) -> dict[str, datetime | None]:
    """Return the names of the memories from elsewhere, each with when it was imported, None if that is not known."""
    wanted, suffix = (DocumentKind.FILE, ".tmx") if isinstance(place, Project) else (DocumentKind.IMPORT, "")
    usual = None if isinstance(place, Project) else datetime.fromtimestamp(0, UTC)
    found = (told for told in memory.documents().values() if told.kind is wanted and told.name != RETIRED)
    return {told.name: told.when or usual for told in found if told.name.endswith(suffix)}


def _choose(imports: Mapping[str, datetime | None], name: str) -> str:
    if not imports:
        raise ConfigError("the memory has no import that could be taken back")
    dated = {other: when for other, when in imports.items() if when is not None}
    if not name and dated:
        return max(dated, key=lambda other: (dated[other], other))
    if found := next((one for one in (name, f"{name}.tmx", name.removesuffix(".gz")) if one in imports), ""):
        return found
    asked = f'no import "{name}"' if name else "it is not known which memory was imported last: name it"
    raise ConfigError(f"{asked}; there are: {', '.join(sorted(imports))}")


def _delete(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise StorageError(f"{path} cannot be deleted ({error.strerror}); nothing was changed") from error
