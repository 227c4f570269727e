"""What is in a memory: figures, what stands in it more than once, and where its translations contradict one another."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC

from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

__all__ = ["EntryGroup", "MemoryStats", "find_conflicts", "find_duplicates", "iter_best", "measure_entries"]

Entries = Callable[[], Iterable[MemoryEntry]]
"""Gives the entries from the start, each time it is called."""

_UNDATED = "undated"
_STATES = ("translated", "reviewed", "final")
_ORIGINS = ("mt", "aligned", "memory", "human")
"""From the least sure on."""


@dataclass(slots=True)
class MemoryStats:
    """Figures of a memory's entries.

    characters: Japanese ones without white space, words: English ones; the source and the target side of every unit.
    documents, origins, states, years: units by each, the year that of the last change (UTC), "undated" if it has none.
    drafts, retired: units that are not offered. duplicates: units that another one of the same two texts (by match key)
    comes before; conflicts: source texts that have several targets. Of these two, what is not offered does not count.
    """

    units: int = 0
    characters: int = 0
    words: int = 0
    drafts: int = 0
    retired: int = 0
    duplicates: int = 0
    conflicts: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryGroup:
    """Entries of one source text, by match key, in the order of the memory."""

    source: str
    entries: tuple[MemoryEntry, ...]


def measure_entries(entries: Iterable[MemoryEntry]) -> MemoryStats:
    """Return the figures of the entries. Two numbers a unit are held, not the texts.

    >>> from tmflow.model.language import LanguagePair
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> told = measure_entries(MemoryEntry(source="静かな港", target=text, pair=pair) for text in ("a calm port", "a port"))
    >>> told.units, told.characters, told.words, told.conflicts, told.duplicates
    (2, 8, 5, 1, 0)
    """
    stats = MemoryStats()
    targets: defaultdict[int, set[int]] = defaultdict(set)
    for entry in entries:
        stats.units += 1
        _measure(stats, entry)
        if _is_offered(entry):
            source, target = _hashes(entry)
            stats.duplicates += target in targets[source]
            targets[source].add(target)
    stats.conflicts = sum(len(found) > 1 for found in targets.values())
    return stats


def find_conflicts(entries: Entries) -> Iterator[EntryGroup]:
    """Yield the source texts that have several targets, with their entries. The entries are read twice."""
    return _iter_groups(entries, lambda targets: len(set(targets)) > 1)


def find_duplicates(entries: Entries) -> Iterator[EntryGroup]:
    """Yield what has the same two texts, by match key, more than once. The entries are read twice."""
    for group in _iter_groups(entries, lambda targets: len(set(targets)) < len(targets)):
        by_target: defaultdict[str, list[MemoryEntry]] = defaultdict(list)
        for entry in group.entries:
            by_target[match_key(entry.target)].append(entry)
        for found in by_target.values():
            if len(found) > 1:
                yield EntryGroup(source=group.source, entries=tuple(found))


def iter_best(entries: Entries) -> Iterator[MemoryEntry]:
    """Yield of the entries that pair the same two texts, in either direction, one: the best, where it stands.

    The confirmed goes before a draft, then by state, by origin (human, memory, aligned, mt), by the last change, and the
    first. What is retired is not compared with what is offered. The entries are read twice, two numbers of each pair held.

    >>> from tmflow.model.language import LanguagePair
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> old = MemoryEntry(source="港", target="port", pair=pair, state="translated", document="old.tmx")
    >>> new = MemoryEntry(source="port", target="港", pair=pair.reversed, state="final", document="new.tmx")
    >>> [entry.document for entry in iter_best(lambda: [old, new])]
    ['new.tmx']
    """
    best: dict[int, int] = {}
    for entry in entries():
        texts = _texts_hash(entry)
        best[texts] = max(_rank(entry), best.get(texts, -1))
    for entry in entries():
        texts = _texts_hash(entry)
        if _rank(entry) >= best.get(texts, sys.maxsize):
            del best[texts]
            yield entry


def _texts_hash(entry: MemoryEntry) -> int:
    sides = {entry.pair.source: entry.source, entry.pair.target: entry.target}
    return hash((sides[Language.JA], sides[Language.EN], bool(entry.retired)))


def _rank(entry: MemoryEntry) -> int:
    """Return a number that is the greater the more sure an entry is; of two alike of the one that changed last."""
    state = _STATES.index(entry.state) if entry.state in _STATES else 0
    origin = _ORIGINS.index(entry.origin) if entry.origin in _ORIGINS else 0
    moment = entry.changed or entry.created
    seconds = max(0, int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())) if moment else 0
    return ((not entry.draft) << 4 | state << 2 | origin) << 40 | seconds


def _iter_groups(entries: Entries, is_wanted: Callable[[list[int]], bool]) -> Iterator[EntryGroup]:
    targets: defaultdict[int, list[int]] = defaultdict(list)
    for entry in filter(_is_offered, entries()):
        source, target = _hashes(entry)
        targets[source].append(target)
    wanted = {source for source, found in targets.items() if len(found) > 1 and is_wanted(found)}
    groups: defaultdict[tuple[Language, str], list[MemoryEntry]] = defaultdict(list)
    for entry in filter(_is_offered, entries()) if wanted else ():
        if _hashes(entry)[0] in wanted:
            groups[entry.pair.source, match_key(entry.source)].append(entry)
    for found in groups.values():
        yield EntryGroup(source=found[0].source, entries=tuple(found))


def _measure(stats: MemoryStats, entry: MemoryEntry) -> None:
    texts = {entry.pair.source: entry.source, entry.pair.target: entry.target}
    stats.characters += sum(map(len, texts[Language.JA].split()))
    stats.words += len(texts[Language.EN].split())
    stats.drafts += entry.draft
    stats.retired += bool(entry.retired)
    stats.documents[entry.document] += 1
    stats.origins[entry.origin] += 1
    stats.states[entry.state] += 1
    moment = entry.changed or entry.created
    stats.years[f"{moment.year}" if moment else _UNDATED] += 1


def _is_offered(entry: MemoryEntry) -> bool:
    return not (entry.draft or entry.retired)


def _hashes(entry: MemoryEntry) -> tuple[int, int]:
    """Return numbers that tell a source and its target from others: 61 bits, so among millions none meets by chance."""
    source = hash((entry.pair.source.value, match_key(entry.source)))
    return source, hash(match_key(entry.target))
