"""Importing: which entries of a file a memory has already, which contradict it, and which of the two stay.

A file goes in whole: what the memory has already is counted and kept as well, because it may stand in another context,
and taking the import back then leaves the memory as it was. What loses a conflict is retired, not deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, islice

from tmflow.memory.store import MemoryStore, facing, is_kept
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

__all__ = ["ImportSorter", "OnConflict"]

_BATCH = 1_000
"""Entries that are looked up at a time; the store shows those of two batches before (`MemoryStore.changing`)."""

_Key = tuple[Language, str]
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

        A few thousand are held, and the rivals of their texts. The entries are to be given to the store as they are
        yielded.
        """
        upcoming = filter(is_kept, entries)
        recent: list[tuple[_Key, MemoryEntry]] = []
        directions: set[Language] = set()
        held: dict[_Key, _Known] = {}
        while batch := [(_key_of(entry), entry) for entry in islice(upcoming, _BATCH)]:
            directions.update(language for (language, _), _ in batch)
            keys = {key for key, _ in batch}
            known = self._known(keys - held.keys(), recent)
            known.update((key, held[key]) for key in keys & held.keys())
            for key, entry in batch:
                target = match_key(entry.target)
                self._judge(entry, target, known[key])
                self._remember(known[key], entry, target)
                if len(directions) > 1:
                    turned = facing(entry, entry.pair.target)
                    back = turned.pair.source, target
                    self._remember(known[back], turned, key[1])
                    recent.append((back, turned))
                yield entry
            recent = [*recent[-2 * _BATCH :], *batch]
            held = {key: known[key] for key in keys}

    def _known(self, keys: set[_Key], recent: list[tuple[_Key, MemoryEntry]]) -> defaultdict[_Key, _Known]:
        """Return what there is for these keys, each entry as its key's language sees it; some may come twice."""
        known: defaultdict[_Key, _Known] = defaultdict(_Known)
        for language in {language for language, _ in keys}:
            for entry in self._store.find_keys([key for asked, key in keys if asked is language], language):
                shown = facing(entry, language)
                self._remember(known[_key_of(shown)], shown, match_key(shown.target))
        for key, entry in recent:
            if key in keys:
                self._remember(known[key], entry, match_key(entry.target))
        return known

    def _remember(self, known: _Known, entry: MemoryEntry, target: str) -> None:
        known.add(entry, target, is_rival=not (entry.draft or entry.retired or _texts(entry) in self.losers))

    def _judge(self, entry: MemoryEntry, target: str, known: _Known) -> None:
        equal = known.by_target.get(target, {})
        has_rivals = not entry.draft and len(known.rivals) > (target in known.rivals)
        if equal:
            self.same += 1
        elif has_rivals:
            self.conflicting += 1
        else:
            self.new += 1
        if has_rivals and not any(other.retired for other in equal.values()):
            self._settle(entry, target, known)

    def _settle(self, entry: MemoryEntry, target: str, known: _Known) -> None:
        is_newer = _last_change(entry) > max(when for when, other in known.newest if other != target)
        if self._on_conflict is OnConflict.OVERWRITE or (self._on_conflict is OnConflict.KEEP_NEWEST and is_newer):
            self.losers.pop(_texts(entry), None)
            self.losers.update(dict.fromkeys(known.drop_rivals(target)))
        elif self._on_conflict is not OnConflict.KEEP_BOTH and target not in known.by_target:
            self.losers[_texts(entry)] = None


class _Known:
    """The entries of one match key by that of their target: all of them, and those that may be rivals of another.

    Of those that say the same in the same state the one that changed last will do. newest: when the rivals of a target
    last changed, of the two targets where that is the latest, so that there is one beside any target.
    """

    __slots__ = ("by_target", "newest", "rivals")

    def __init__(self) -> None:
        self.by_target: dict[str, dict[tuple[str, str, bool, bool], MemoryEntry]] = {}
        self.rivals: dict[str, dict[tuple[str, str], None]] = {}
        self.newest: list[tuple[datetime, str]] = []

    def add(self, entry: MemoryEntry, target: str, *, is_rival: bool) -> None:
        """Add an entry; target: the match key of its target."""
        when = _last_change(entry)
        equal = self.by_target.setdefault(target, {})
        told = (*_texts(entry), entry.draft, bool(entry.retired))
        if told not in equal or _last_change(equal[told]) < when:
            equal[told] = entry
        if is_rival:
            self.rivals.setdefault(target, {})[_texts(entry)] = None
            if not self.newest:
                self.newest = [(when, target)]
                return
            latest = max([when, *(other for other, of in self.newest if of == target)])
            others = [one for one in self.newest if one[1] != target]
            self.newest = sorted([*others, (latest, target)], reverse=True)[:2]

    def drop_rivals(self, target: str) -> Iterator[tuple[str, str]]:
        """Let all rivals but those of one target go, and yield their texts."""
        own = self.rivals.pop(target, {})
        yield from chain.from_iterable(self.rivals.values())
        self.rivals, self.newest = {}, []
        for told in own:
            self.add(self.by_target[target][*told, False, False], target, is_rival=True)


def _key_of(entry: MemoryEntry) -> _Key:
    return entry.pair.source, match_key(entry.source)


def _texts(entry: MemoryEntry) -> tuple[str, str]:
    return entry.source, entry.target


def _last_change(entry: MemoryEntry) -> datetime:
    moment = entry.changed or entry.created or _LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
