"""Keeping a memory clean: what it knows of a text, retiring and restoring, figures, contradictions, export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tmflow.errors import ConfigError
from tmflow.formats.export import ExportReport
from tmflow.formats.pairs import write_pairs
from tmflow.memory.filter import EntryFilter
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.overview import EntryGroup, MemoryStats, find_conflicts, find_duplicates, iter_best, measure_entries
from tmflow.memory.retired import RETIRED, RetiredPair
from tmflow.memory.store import DocumentKind, facing
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key
from tmflow.workflow.places import MemoryPlace, listed_retired, opened_memory, replace_retired
from tmflow.workflow.project import Project

__all__ = [
    "EntryFilter",
    "EntryGroup",
    "Past",
    "RetiredPair",
    "export_memory",
    "list_conflicts",
    "list_documents",
    "list_duplicates",
    "measure_memory",
    "read_history",
    "restore_text",
    "retire_text",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a memory has of a text: an entry as seen from the text's language, the kind of its document, its retirement.

    retired: who retired the pair, when and why, None if it is offered.
    """

    entry: MemoryEntry
    kind: DocumentKind
    retired: RetiredPair | None = None


def read_history(place: MemoryPlace, text: str) -> tuple[Past, ...]:
    """Return all that a memory has of a text, in either language, compared by match key: rivals side by side.

    Drafts and retired entries are among them; the entries of one translation follow one another.
    """
    with opened_memory(place) as memory:
        documents = memory.documents()
        retired = {pair.texts: pair for pair in listed_retired(place, memory)}
        found = [
            Past(
                entry=entry,
                kind=documents[entry.document].kind,
                retired=_retirement(entry, retired) if entry.retired else None,
            )
            for entry in _find(memory, text)
        ]
    order = list(dict.fromkeys(past.entry.target for past in found))
    return tuple(sorted(found, key=lambda past: order.index(past.entry.target)))


def _find(memory: TranslationMemory, text: str) -> list[MemoryEntry]:
    """Return the entries with a text on either side, as seen from it, without those of the list of retired pairs."""
    found = []
    for language in Language:
        entries = memory.store.find_keys([match_key(text)], language)
        found += [facing(entry, language) for entry in entries if entry.document != RETIRED]
    return found


def _retirement(entry: MemoryEntry, retired: dict[tuple[str, str], RetiredPair]) -> RetiredPair:
    """Return the pair of the list, or what the entry's own file says."""
    listed = retired.get((entry.source, entry.target)) or retired.get((entry.target, entry.source))
    return listed or RetiredPair(source=entry.source, target=entry.target, reason=entry.retired)


def retire_text(
    place: MemoryPlace,
    text: str,
    *,
    target: str | None = None,
    reason: str,
    who: str = "",
    when: datetime | None = None,
) -> tuple[RetiredPair, ...]:
    """Have a translation of a text, in either language, offered no more; return the pairs retired.

    target: which one, needed if there are several. Texts are compared by match key. Nothing is deleted.
    Raises ConfigError if the memory has no such pair, or several and no target is named; StorageError.
    """
    if not reason.strip():
        raise ConfigError("a translation is not retired without a reason. Say why: --reason")
    with ExitStack() as stack:
        memory = _opened_to_change(stack, place)
        found = [entry for entry in _find(memory, text) if not entry.retired]
        chosen = _choose(found, text, target)
        pairs = tuple(
            RetiredPair(source=source, target=other, reason=reason, who=who, when=when)
            for source, other in dict.fromkeys((entry.source, entry.target) for entry in chosen)
        )
        replace_retired(place, memory, (*listed_retired(place, memory), *pairs))
    return pairs


def restore_text(place: MemoryPlace, text: str, *, target: str | None = None) -> tuple[RetiredPair, ...]:
    """Have the retired translations of a text, in either language, offered again; return the pairs restored.

    target: which one; None = all. Raises ConfigError if none is retired, or only by the document that has it; StorageError.
    """
    wanted = {match_key(text)} if target is None else {match_key(text), match_key(target)}
    with ExitStack() as stack:
        memory = _opened_to_change(stack, place)
        listed = listed_retired(place, memory)
        restored = tuple(pair for pair in listed if wanted <= set(map(match_key, pair.texts)))
        if not restored:
            raise ConfigError(_why_not_restored(memory, text, target))
        replace_retired(place, memory, tuple(pair for pair in listed if pair not in restored))
    return restored


def _why_not_restored(memory: TranslationMemory, text: str, target: str | None) -> str:
    wanted = None if target is None else match_key(target)
    own = (entry for entry in _find(memory, text) if entry.retired and wanted in {None, match_key(entry.target)})
    if names := ", ".join(dict.fromkeys(entry.document for entry in own)):
        return f'"{text}" is retired in {names} itself, not by the list of retired pairs: correct it there'
    return f'nothing of "{text}" is retired. What the memory has of it: tmflow memory history'


def _opened_to_change(stack: ExitStack, place: MemoryPlace) -> TranslationMemory:
    """Open a memory so that nobody else changes it until the stack ends."""
    if isinstance(place, Project):
        stack.enter_context(place.writing())
    memory = stack.enter_context(opened_memory(place))
    if not isinstance(place, Project):
        stack.enter_context(memory.store.changing())
    return memory


def _choose(found: list[MemoryEntry], text: str, target: str | None) -> list[MemoryEntry]:
    wanted = None if target is None else match_key(target)
    chosen = [entry for entry in found if wanted in {None, match_key(entry.target)}]
    if not chosen:
        asked = f'"{text}" with the translation "{target}"' if found else f'"{text}"'
        raise ConfigError(f"{asked} is not offered by the memory. What it has: tmflow memory history")
    targets = {match_key(entry.target): entry.target for entry in chosen}
    if len(targets) > 1:
        shown = ", ".join(f'"{one}"' for one in targets.values())
        raise ConfigError(f'"{text}" has {len(targets)} translations: {shown}. Name one: --target')
    return chosen


def measure_memory(place: MemoryPlace, chosen: EntryFilter) -> MemoryStats:
    """Return the figures of the entries chosen."""
    with opened_memory(place) as memory:
        return measure_entries(_iter_chosen(memory, chosen))


def list_conflicts(place: MemoryPlace, chosen: EntryFilter) -> Iterator[EntryGroup]:
    """Yield the source texts that have several translations among the entries chosen. Keeps the memory open."""
    with opened_memory(place) as memory:
        yield from find_conflicts(lambda: _iter_chosen(memory, chosen))


def list_duplicates(place: MemoryPlace, chosen: EntryFilter) -> Iterator[EntryGroup]:
    """Yield the pairs of texts that stand more than once among the entries chosen. Keeps the memory open."""
    with opened_memory(place) as memory:
        yield from find_duplicates(lambda: _iter_chosen(memory, chosen))


def export_memory(
    place: MemoryPlace,
    output: Path,
    chosen: EntryFilter,
    *,
    form: str | None = None,
    include_drafts: bool = False,
    include_retired: bool = False,
    include_duplicates: bool = False,
) -> ExportReport:
    """Write the entries chosen, atomically; drafts and retired ones only if asked for.

    include_duplicates: write a pair as often as it is there, each in its context; else the best of them (`iter_best`).
    form: one of `pair_formats`; None = what the name of the file tells.
    Raises FormatError for a name of no format that is written, ConfigError if one is asked for what it cannot hold,
    StorageError.
    """
    with opened_memory(place) as memory:
        entries = _iter_chosen(memory, chosen)
        if not include_duplicates:
            entries = iter_best(lambda: _iter_chosen(memory, chosen))
        return write_pairs(entries, output, form=form, include_drafts=include_drafts, include_retired=include_retired)


def list_documents(place: MemoryPlace) -> tuple[str, ...]:
    """Return the names of the documents of a memory."""
    with opened_memory(place) as memory:
        return tuple(name for name in memory.documents() if name != RETIRED)


def _iter_chosen(memory: TranslationMemory, chosen: EntryFilter) -> Iterable[MemoryEntry]:
    entries = memory.store.iter_entries()
    return chosen.apply(entry for entry in entries if entry.document != RETIRED)
