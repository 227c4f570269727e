"""Importing: which entries of a file a memory has already, which contradict it, and which of the two stay.

A file goes in whole: what the memory has already is counted and kept as well, because it may stand in another context,
and taking the import back then leaves the memory as it was. What loses a conflict is retired, not deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

from tmflow.memory.store import MemoryStore, facing, is_kept
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

__all__ = ["ImportSorter", "OnConflict"]

_BATCH = 1_000
"""Entries that are looked up at a time; the store shows those of two batches before (`MemoryStore.changing`)."""

_Key = tuple[Language, str]
_Known = dict[tuple[str, str, bool, bool], MemoryEntry]
"""Entries of one match key by their texts and by whether they are offered."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class OnConflict(StrEnum):
    """What stays where one text has another translation in the file than in the memory.

    KEEP_NEWEST compares the dates of the last change; what has none is the oldest, and of equals the memory's stays.
    Within a file, what comes first is the memory's to what comes later.
    """

    KEEP_BOTH = "keep-both"
    KEEP_EXISTING = "keep-existing"
    KEEP_NEWEST = "keep-newest"
    OVERWRITE = "overwrite"


class ImportSorter:
    """Counts the entries of a file while they go into a store: `new`, `same` as one there, `conflicting` with one.

    Texts are compared by match key. Same: the pair is there, in either direction, be it offered, a draft or retired.
    Conflicting: the source has none but other translations. A draft conflicts with nothing.
    losers: the pairs, source and target, that are to be retired for the sake of others, in order.

    >>> from tmflow.memory.transient import TransientStore
    >>> from tmflow.model.language import LanguagePair
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> entries = [MemoryEntry(source="港は静かだ。", target=text, pair=pair) for text in ("It is calm.", "It's calm.")]
    >>> sorter = ImportSorter(TransientStore(), OnConflict.OVERWRITE)
    >>> len(list(sorter.sort(entries))), sorter.new, sorter.conflicting, list(sorter.losers)
    (2, 1, 1, [('港は静かだ。', 'It is calm.')])
    """

    def __init__(self, store: MemoryStore, on_conflict: OnConflict) -> None:
        self._store = store
        self._on_conflict = on_conflict
        self.new = self.same = self.conflicting = 0
        self.losers: dict[tuple[str, str], None] = {}

    def sort(self, entries: Iterable[MemoryEntry]) -> Iterator[MemoryEntry]:
        """Yield the entries as they come, each judged by what the store has and what came before it.

        A few thousand are held. The entries are to be given to the store as they are yielded.
        """
        upcoming = filter(is_kept, entries)
        recent: list[tuple[_Key, MemoryEntry]] = []
        directions: set[Language] = set()
        while batch := [(_key_of(entry), entry) for entry in islice(upcoming, _BATCH)]:
            directions.update(language for (language, _), _ in batch)
            known = self._known({key for key, _ in batch}, recent)
            for key, entry in batch:
                self._judge(entry, known[key])
                _remember(known[key], entry)
                if len(directions) > 1:
                    turned = facing(entry, entry.pair.target)
                    _remember(known[_key_of(turned)], turned)
                    recent.append((_key_of(turned), turned))
                yield entry
            recent = [*recent[-2 * _BATCH :], *batch]

    def _known(self, keys: set[_Key], recent: list[tuple[_Key, MemoryEntry]]) -> defaultdict[_Key, _Known]:
        """Return what there is for these keys, each entry as its key's language sees it; some may come twice."""
        known: defaultdict[_Key, _Known] = defaultdict(dict)
        for language in {language for language, _ in keys}:
            for entry in self._store.find_keys([key for asked, key in keys if asked is language], language):
                shown = facing(entry, language)
                _remember(known[_key_of(shown)], shown)
        for key, entry in recent:
            if key in keys:
                _remember(known[key], entry)
        return known

    def _judge(self, entry: MemoryEntry, known: _Known) -> None:
        if not known:
            self.new += 1
            return
        target = match_key(entry.target)
        equal: list[MemoryEntry] = []
        rivals: list[MemoryEntry] = []
        for other in known.values():
            if match_key(other.target) == target:
                equal.append(other)
            elif not (entry.draft or other.draft or other.retired or _texts(other) in self.losers):
                rivals.append(other)
        if equal:
            self.same += 1
        elif rivals:
            self.conflicting += 1
        else:
            self.new += 1
        if rivals and not any(other.retired for other in equal):
            self._settle(entry, rivals, is_known=bool(equal))

    def _settle(self, entry: MemoryEntry, rivals: list[MemoryEntry], *, is_known: bool) -> None:
        is_newer = _last_change(entry) > max(map(_last_change, rivals))
        if self._on_conflict is OnConflict.OVERWRITE or (self._on_conflict is OnConflict.KEEP_NEWEST and is_newer):
            self.losers.pop(_texts(entry), None)
            self.losers.update(dict.fromkeys(map(_texts, rivals)))
        elif self._on_conflict is not OnConflict.KEEP_BOTH and not is_known:
            self.losers[_texts(entry)] = None


def _remember(known: _Known, entry: MemoryEntry) -> None:
    """Keep an entry; of those that say the same in the same state the one that changed last will do."""
    told = (*_texts(entry), entry.draft, bool(entry.retired))
    other = known.get(told)
    if other is None or _last_change(other) < _last_change(entry):
        known[told] = entry


def _key_of(entry: MemoryEntry) -> _Key:
    return entry.pair.source, match_key(entry.source)


def _texts(entry: MemoryEntry) -> tuple[str, str]:
    return entry.source, entry.target


def _last_change(entry: MemoryEntry) -> datetime:
    moment = entry.changed or entry.created or _LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
