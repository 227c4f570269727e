"""The list of retired pairs: what a memory has but no longer offers, why, and who said so.

The list outlives the documents that have the pairs, so that importing an old file again does not bring a rejected
translation back. A store keeps the list it was given as a document of its own: all its entries are retired ones.
What a document itself says of its pair stays: the list gives its reasons to pairs that are offered, and takes back no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tmflow.errors import ModelError
from tmflow.memory.store import DocumentKind, MemoryStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.scripts import guess_language

__all__ = ["RETIRED", "RetiredPair", "apply_retired", "mark_retired", "reasons_of", "stored_retired"]

RETIRED = "retired.jsonl"
"""The name of the list, as a file of a project and as a document of a store: one of kind IMPORT, so that it is not shared."""

_CAUSE = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredPair:
    """Two texts that no longer count as each other's translation, in either direction.

    reason: never "". who, when: "" and None if not told. cause: the import that the pair lost to, "" if a person
    retired it: it counts only while the document of that name is there.
    """

    source: str
    target: str
    reason: str
    who: str = ""
    when: datetime | None = None
    cause: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ModelError(f'"{self.source}" is to be retired without a reason')

    @property
    def texts(self) -> tuple[str, str]:
        """Its source and its target."""
        return self.source, self.target


def stored_retired(store: MemoryStore) -> tuple[RetiredPair, ...]:
    """Return the list as it was last applied to the store."""
    return tuple(
        RetiredPair(
            source=entry.source,
            target=entry.target,
            reason=entry.retired,
            who=entry.author,
            when=entry.changed,
            cause=dict(entry.properties).get(_CAUSE, ""),
        )
        for entry in store.iter_entries(RETIRED)
    )


def apply_retired(store: MemoryStore, pairs: Iterable[RetiredPair], *, fingerprint: str = "") -> int:
    """Make these the retired pairs of the store in one change, and return how many entries are offered no more or again.

    fingerprint: of the list, as `documents` shall tell it. Raises StorageError as the store does.
    """
    listed = tuple(pairs)
    moves: dict[tuple[str, str], list[tuple[str, str]]] = {}
    with store.changing():
        before, after = reasons_of(stored_retired(store)), reasons_of(listed)
        for texts in before | after:
            old, new = before.get(texts, ""), after.get(texts, "")
            for move in {(old, new), ("", new)}:
                if move[0] != move[1]:
                    moves.setdefault(move, []).append(texts)
        store.replace_document(RETIRED, fingerprint, map(_entry_of, listed), kind=DocumentKind.IMPORT)
        return sum(store.retire(texts, reason=new, instead_of=old) for (old, new), texts in moves.items())


def reasons_of(pairs: Iterable[RetiredPair]) -> dict[tuple[str, str], str]:
    """Return the reason by the two texts in order; of several for one pair a person's counts before that of an import."""
    return {_in_order(*pair.texts): pair.reason for pair in sorted(pairs, key=lambda pair: not pair.cause)}


def mark_retired(entries: Iterable[MemoryEntry], reasons: Mapping[tuple[str, str], str]) -> Iterator[MemoryEntry]:
    """Yield the entries; those that have no reason of their own with the one that `reasons_of` gives for their texts."""
    for entry in entries:
        reason = "" if entry.retired else reasons.get(_in_order(entry.source, entry.target))
        yield replace(entry, retired=reason) if reason else entry


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _entry_of(pair: RetiredPair) -> MemoryEntry:
    source = Language(guess_language(pair.source) or Language.JA)
    return MemoryEntry(
        source=pair.source,
        target=pair.target,
        pair=LanguagePair(source, source.other),
        document=RETIRED,
        author=pair.who,
        changed=pair.when,
        properties=((_CAUSE, pair.cause),) if pair.cause else (),
        retired=pair.reason,
    )
