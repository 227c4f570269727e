"""The compiled memory of a project: brought up to date with the files under memories/, opened, rebuilt."""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from tmflow.errors import DiskFullError, FormatError, MemoryStoreError, StorageError
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.penalties import Penalties
from tmflow.memory.retired import RETIRED, RetiredPair, apply_retired, mark_retired, reasons_of, stored_retired
from tmflow.memory.store import DocumentKind, DocumentRecord, MemoryStore, facing
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.workflow.project import Project
from tmflow.workflow.retired import read_retired
from tmflow.workflow.wiring import discard_unusable, open_memory

if TYPE_CHECKING:
    from tmflow.model.glossary import Glossary

__all__ = [
    "active_retired",
    "compile_memory",
    "fingerprint_of",
    "iter_entries",
    "lookup_options",
    "memory_files",
    "open_compiled",
    "project_memory",
    "rebuild_memory",
    "wanted_fingerprints",
]


_MAIN_MEMORY = Path(":memory:")
_RETIRED_PROPERTY = "x-retired"
"""What a TMX calls the reason for which it retires a pair of its own."""


OnProblem = Callable[[FormatError], None]
"""Told of a memory file that cannot be read, which is then left out."""


class LookupOptions(TypedDict):
    """The options of a project's memory."""

    penalties: Penalties
    glossary: Callable[[], Glossary]
    today: date


@contextmanager
def project_memory(project: Project, *, on_problem: OnProblem | None = None) -> Iterator[TranslationMemory]:
    """Open the compiled memory, brought up to date first, with the project's penalties and terms; it is closed on leaving.

    on_problem: told of each memory file that cannot be read, whose entries are missing then; None = raise its FormatError.
    """
    with TranslationMemory(open_compiled(project, on_problem=on_problem), **lookup_options(project)) as memory:
        yield memory


def open_compiled(project: Project, *, on_problem: OnProblem | None = None) -> MemoryStore:
    """Open the compiled memory, brought up to date first; where the project cannot be written, one in main memory.

    on_problem: as `project_memory` has it.
    Raises FormatError for a memory file that cannot be read, MemoryStoreError if the compiled memory cannot be used.
    """
    with ExitStack() as stack:
        try:
            left_out = compile_memory(project, on_problem=on_problem)
            memory = stack.enter_context(open_memory(project.index_path))
        except StorageError as error:
            if os.access(project.root, os.W_OK) and not isinstance(error, DiskFullError):
                raise
            memory = stack.enter_context(open_memory(_MAIN_MEMORY))
            left_out = _compile_into(memory, project, on_problem=on_problem)
        wanted = wanted_fingerprints(project)
        if _file_fingerprints(memory) != {name: wanted[name] for name in wanted.keys() - left_out}:
            raise MemoryStoreError(f"{project.index_path}: taken away or changed while it was opened; try again")
        stack.pop_all()
        return memory.store


def lookup_options(project: Project) -> LookupOptions:
    """Return what a project's settings say to its memory: the options of `TranslationMemory`."""
    today = datetime.now(UTC).date()
    return {"penalties": project.settings.memory.penalties, "glossary": lambda: project.glossary, "today": today}


def compile_memory(project: Project, *, on_problem: OnProblem | None = None) -> frozenset[str]:
    """Bring the compiled memory up to date with the files under memories/; nothing is written if it is.

    Returns the names of the files left out, with `on_problem` as `project_memory` has it; the next run tries them again.
    Raises FormatError for a memory file that cannot be read, MemoryLockedError if another process is writing.
    """
    if _is_outdated(project):
        with project.writing():
            return _compile(project, on_problem)
    return frozenset()


def rebuild_memory(project: Project) -> int:
    """Compile the memory anew from all memory files, and return how many went into it; what was pulled stays.

    Processes that have it open see the old one, then the new one. What is no memory of this tmflow is thrown away first.
    Raises FormatError for a memory file that cannot be read; the memory is then as it was.
    """
    with project.writing():
        discard_unusable(project.index_path)
        with open_memory(project.index_path) as memory:
            before = memory.documents()
            with memory.store.changing():
                for name, record in before.items():
                    if record.kind is not DocumentKind.SHARED:
                        memory.store.remove_document(name)
                _compile_into(memory, project, before=before)
    return len(memory_files(project))


def iter_entries(path: Path) -> Iterator[MemoryEntry]:
    """Yield the entries of a memory file: a bitext (.po) or a TMX.

    Raises FormatError if the file is not what its name says.
    """
    if path.suffix == ".po":
        from tmflow.formats import bitext_entries
        from tmflow.formats.po import read_po

        yield from bitext_entries.iter_entries(read_po(path), document=path.name)
    else:
        from tmflow.formats.tmx import iter_tmx

        for entry in iter_tmx(path):
            yield replace(entry, document=entry.document or path.name)


def memory_files(project: Project) -> dict[str, tuple[Path, str]]:
    """Return the memory files by name, each with a fingerprint that changes when the file does."""
    files = {}
    for path in sorted(project.memories_folder.glob("*")):
        if path.suffix in {".po", ".tmx"} and path.is_file():
            files[path.name] = (path, fingerprint_of(path.stat()))
    return files


def fingerprint_of(status: os.stat_result) -> str:
    """Return the fingerprint of a file by its size and the time of its last change."""
    return f"{status.st_size}-{status.st_mtime_ns}"


def wanted_fingerprints(project: Project) -> dict[str, str]:
    """Return the fingerprint by name of everything the compiled memory is compiled from, the list of retired pairs too."""
    wanted = {name: fingerprint for name, (_, fingerprint) in memory_files(project).items()}
    if project.retired_path.is_file():
        wanted[RETIRED] = fingerprint_of(project.retired_path.stat())
    return wanted


def active_retired(project: Project) -> tuple[RetiredPair, ...]:
    """Return the retired pairs that count: those of a person, and those of an import whose file is there.

    Raises FormatError for a list that cannot be read.
    """
    files = memory_files(project)
    return tuple(pair for pair in read_retired(project.retired_path) if not pair.cause or pair.cause in files)


def _is_outdated(project: Project) -> bool:
    if not project.index_path.is_file():
        return True
    with open_memory(project.index_path) as memory:
        return _file_fingerprints(memory) != wanted_fingerprints(project)


def _compile(project: Project, on_problem: OnProblem | None) -> frozenset[str]:
    """Bring the compiled memory up to date: changed files anew, vanished ones out, the rest untouched.

    The retired pairs first: a run that is killed between leaves a file to compile, and so the next one starts again here.
    """
    with open_memory(project.index_path) as memory:
        return _compile_into(memory, project, on_problem=on_problem)


def _compile_into(
    memory: TranslationMemory,
    project: Project,
    *,
    before: Mapping[str, DocumentRecord] | None = None,
    on_problem: OnProblem | None = None,
) -> frozenset[str]:
    """before: what is known of the documents, such as who imported them; None = what the memory knows."""
    files = memory_files(project)
    wanted = wanted_fingerprints(project)
    documents = memory.documents() if before is None else before
    known = _file_fingerprints(memory)
    if known == wanted:
        return frozenset()
    left_out: set[str] = set()
    retired = active_retired(project)
    reasons = reasons_of(retired)
    anew = _own_retirements(memory, files, retired)
    known = {name: mark for name, mark in known.items() if name not in anew}
    # Else a run that is killed between would leave pairs offered that their own file retires.
    with memory.store.changing() if anew else nullcontext():
        if retired or RETIRED in {*known, *wanted}:
            apply_retired(memory.store, retired, fingerprint=wanted.get(RETIRED, ""))
        for name in known:
            if name not in wanted:
                memory.store.remove_document(name)
        for name, (path, fingerprint) in files.items():
            if known.get(name) != fingerprint:
                record = documents.get(name, DocumentRecord(name=name))
                if record.fingerprint not in {"", fingerprint}:  # who imported it did not import this
                    record = DocumentRecord(name=name)
                entries = mark_retired(iter_entries(path), reasons)
                try:
                    memory.store.replace_document(name, fingerprint, entries, who=record.who, when=record.when)
                except FormatError as error:
                    if on_problem is None:
                        raise
                    on_problem(error)
                    left_out.add(name)
                    memory.store.remove_document(name)
    return frozenset(left_out)


def _own_retirements(
    memory: TranslationMemory, files: Mapping[str, tuple[Path, str]], retired: Iterable[RetiredPair]
) -> set[str]:
    """Return the files that have a pair the list has no more, and retire pairs themselves: only they tell whether this one."""
    listed = {pair.texts for pair in retired}
    gone = {pair.texts for pair in stored_retired(memory.store)} - listed
    found = {
        entry.document
        for source, target in gone
        for language in Language
        for entry in memory.store.find_text(source, language)
        if facing(entry, language).target == target
    }
    return {name for name in found & files.keys() if _retires(files[name][0])}


def _retires(path: Path) -> bool:
    """Whether a file may say of a pair of its own that it is retired."""
    if path.suffix != ".tmx":
        return False
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(_RETIRED_PROPERTY.encode(code)) >= 0 for code in ("utf-8", "utf-16-le", "utf-16-be"))


def _file_fingerprints(memory: TranslationMemory) -> dict[str, str]:
    """Return the fingerprint of everything in the compiled memory that comes from files."""
    return {
        name: record.fingerprint
        for name, record in memory.documents().items()
        if record.kind is DocumentKind.FILE or name == RETIRED
    }
