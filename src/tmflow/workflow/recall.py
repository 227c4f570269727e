"""The compiled memory of a project: brought up to date with the files under memories/, opened, rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tmflow.memory.memory import TranslationMemory
from tmflow.memory.store import DocumentKind
from tmflow.model.bitext import Bitext, Side
from tmflow.model.match import MemoryEntry
from tmflow.workflow.project import Project
from tmflow.workflow.wiring import open_memory

__all__ = ["compile_memory", "iter_entries", "memory_entries", "project_memory", "rebuild_memory"]


@contextmanager
def project_memory(project: Project) -> Iterator[TranslationMemory]:
    """Open the compiled memory, brought up to date first; it is closed on leaving."""
    compile_memory(project)
    with open_memory(project.index_path) as memory:
        yield memory


def compile_memory(project: Project) -> None:
    """Bring the compiled memory up to date with the files under memories/; nothing is written if it is.

    Raises FormatError for a memory file that cannot be read, MemoryLockedError if another process is writing.
    """
    if _is_outdated(project):
        with project.writing():
            _compile(project)


def rebuild_memory(project: Project) -> int:
    """Throw the compiled memory away and compile it anew; return how many memory files went into it."""
    with project.writing():
        for path in project.cache_folder.glob(f"{project.index_path.name}*"):
            path.unlink()
        _compile(project)
    return len(_memory_files(project))


def iter_entries(path: Path) -> Iterator[MemoryEntry]:
    """Yield the entries of a memory file: a bitext (.po) or a TMX.

    Raises FormatError if the file is not what its name says.
    """
    if path.suffix == ".po":
        from tmflow.formats.po import read_po

        yield from memory_entries(read_po(path), document=path.name)
    else:
        from tmflow.formats.tmx import iter_tmx

        for entry in iter_tmx(path):
            yield replace(entry, document=entry.document or path.name)


def memory_entries(bitext: Bitext, *, document: str) -> Iterator[MemoryEntry]:
    """Yield a bitext's translated units as entries, each with its neighbours; drafts are marked as such."""
    units = [unit for unit in bitext.units if unit.side is Side.BOTH]
    for number, unit in enumerate(units):
        if unit.target is None:
            continue
        before = units[number - 1] if number else None
        after = units[number + 1] if number + 1 < len(units) else None
        yield MemoryEntry(
            source=(unit.previous_source or unit.source).native,
            target=unit.target.native,
            pair=bitext.pair,
            document=document,
            previous_source=before.source.native if before else "",
            next_source=after.source.native if after else "",
            previous_target=before.target.native if before and before.target else "",
            next_target=after.target.native if after and after.target else "",
            state=unit.state.value,
            origin=unit.origin.kind.value if unit.origin else "human",
            draft=unit.draft,
            notes=unit.notes,
        )


def _memory_files(project: Project) -> dict[str, tuple[Path, str]]:
    """The memory files by name, each with a fingerprint that changes when the file does."""
    files = {}
    for path in sorted(project.memories_folder.glob("*")):
        if path.suffix in {".po", ".tmx"} and path.is_file():
            status = path.stat()
            files[path.name] = (path, f"{status.st_size}-{status.st_mtime_ns}")
    return files


def _is_outdated(project: Project) -> bool:
    if not project.index_path.is_file():
        return True
    wanted = {name: fingerprint for name, (_, fingerprint) in _memory_files(project).items()}
    with open_memory(project.index_path) as memory:
        return _file_fingerprints(memory) != wanted


def _compile(project: Project) -> None:
    """Bring the compiled memory up to date: changed files anew, vanished ones out, the rest untouched."""
    files = _memory_files(project)
    with open_memory(project.index_path) as memory:
        known = _file_fingerprints(memory)
        for name in known:
            if name not in files:
                memory.remove_document(name)
        for name, (path, fingerprint) in files.items():
            if known.get(name) != fingerprint:
                memory.replace_document(name, fingerprint, iter_entries(path))


def _file_fingerprints(memory: TranslationMemory) -> dict[str, str]:
    return {name: record.fingerprint for name, record in memory.documents().items() if record.kind is DocumentKind.FILE}
