"""What a memory store must do: keep entries by document and find them by text, by match key, by likeness, by substring.

A project's store is compiled from its memory files and may be deleted at any moment; a store of its own keeps what was
imported into it. It knows nothing of scores; what it finds is complete, and `tmflow.memory.memory` does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Protocol

from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key
from tmflow.text.shape import shape_of_key

__all__ = [
    "DocumentKind",
    "DocumentRecord",
    "Effort",
    "MemoryStore",
    "facing",
    "has_key",
    "has_shape",
    "telling_shape",
    "text_in",
]


_TELLING_LETTERS = 2
"""A text with less than this beside its values is told from another by what kind of values they are."""


class DocumentKind(StrEnum):
    """Why a store has a document."""

    FILE = "file"
    """Compiled from a file of the project, and compiled again when the file changes."""
    IMPORT = "import"
    """Imported on request; the store alone has it."""
    SHARED = "shared"
    """Brought from a shared memory, and brought again when it changes there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """What a store tells of a document: the state it was written from (its fingerprint), entries, by whom and when."""

    name: str
    fingerprint: str = ""
    kind: DocumentKind = DocumentKind.FILE
    units: int = 0
    who: str = ""
    when: datetime | None = None


@dataclass(slots=True)
class Effort:
    """About how many texts a search may compare, the most promising first; afterwards, whether it compared all it had to.

    With 1,000 the slowest searches of a million long English texts take 25 ms in place of 190.
    """

    most: int
    complete: bool = True


class MemoryStore(Protocol):
    """Entries by document. Every method raises MemoryStoreError if the store cannot be read or written.

    Answers come in order: documents by name, within one document as its entries were given. Retired entries come too,
    marked as such; who asks leaves them out.
    """

    def documents(self) -> Mapping[str, DocumentRecord]:
        """Return what is known of each document, by name: the caller compares fingerprints to see what changed."""

    def generation(self) -> int:
        """Return a number that grows with every change, whoever makes it. Cheap: asked before each fuzzy lookup."""

    def replace_document(
        self,
        document: str,
        fingerprint: str,
        entries: Iterable[MemoryEntry],
        *,
        kind: DocumentKind = DocumentKind.FILE,
        who: str = "",
        when: datetime | None = None,
    ) -> int:
        """Make these the entries of the document, all or none, and return how many are kept: those with text on both sides.

        fingerprint: what `documents` shall tell of it; "" if there is none. The entries are read as they come.
        Raises StorageError if the machine refuses the write; the old entries are then unchanged, as they are when the
        iterable raises.
        """

    def remove_document(self, document: str) -> bool:
        """Forget the document and its entries; whether there was one. Raises StorageError as above."""

    def retire(self, pairs: Iterable[tuple[str, str]], *, reason: str, instead_of: str | None = None) -> int:
        """Give the entries that pair these two texts, in either direction, a reason not to be offered; "" offers them again.

        instead_of: only those that have this reason now, "" for those that are offered; None for all.
        Return how many entries changed. Raises StorageError as above.
        """

    def find_text(self, text: str, language: Language) -> list[MemoryEntry]:
        """Return the entries whose side in this language is this very text."""

    def find_keys(self, keys: Sequence[str], language: Language, *, ignore_case: bool = False) -> list[MemoryEntry]:
        """Return the entries whose side in this language has one of these match keys."""

    def find_shape(self, key: str, language: Language, *, limit: int, include_drafts: bool) -> list[MemoryEntry]:
        """Return entries whose side in this language has the shape of this match key, at most `limit`, none retired.

        See `tmflow.text.shape`: they may differ from it in values only. Of a value alone those are found that state one of its kind.
        """

    def search_keys(
        self,
        key: str,
        language: Language,
        *,
        threshold: int,
        limit: int,
        include_drafts: bool,
        effort: Effort | None = None,
    ) -> list[tuple[int, str]]:
        """Return the similarity (percent) and the key of the `limit` keys most like this one, and of all that tie.

        Only those of at least `threshold` percent count (1..100); best first, ties in the order of code points. That
        more than `limit` are given says that there may be others, no better than the last; else all are here. None is
        missed, but with an effort that turns out not to be complete. Keys whose entries have gone or been retired since may
        be among them.
        """

    def prepare_search(self) -> None:
        """Make now what the first `search_keys` after a large change would have to make, which may take seconds."""

    def iter_keys(
        self, language: Language, *, shortest: int, longest: int, include_drafts: bool, since: int = 0
    ) -> Iterator[str]:
        """Yield the match keys of this language that are `shortest` to `longest` code points long, both included.

        since: only of documents written after this generation. A key may come more than once, and keys that only
        retired entries have may be among them. Keeps a reader open.
        """

    def iter_entries(self, document: str | None = None) -> Iterator[MemoryEntry]:
        """Yield the entries of one document, or of all. Keeps a reader open."""

    def iter_containing(
        self, text: str, *, language: Language | None, include_drafts: bool
    ) -> Iterator[tuple[MemoryEntry, Language]]:
        """Yield the entries that may hold the text, with the side that may: none is missed, some may not hold it.

        The shorter match key comes first, then documents by name, then the order within. Keeps a reader open.
        """

    def changing(self) -> AbstractContextManager[None]:
        """Make all changes within the block one change: all of them, or none if the block raises.

        What the block asks the store for meanwhile shows the changes so far, of a document under way all but the last
        thousand entries or so.
        """

    def close(self) -> None:
        """Release the store. Closing twice is harmless; any other use after it is an error."""


def facing(entry: MemoryEntry, language: Language) -> MemoryEntry:
    """Return the entry as seen from this language: its side in it is `source`, the other `target`.

    >>> from tmflow.model.language import LanguagePair
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> facing(MemoryEntry(source="港", target="a harbor", pair=pair), Language.EN).source
    'a harbor'
    """
    if entry.pair.source is language:
        return entry
    return replace(
        entry,
        source=entry.target,
        target=entry.source,
        pair=entry.pair.reversed,
        previous_source=entry.previous_target,
        next_source=entry.next_target,
        previous_target=entry.previous_source,
        next_target=entry.next_source,
    )


def text_in(entry: MemoryEntry, language: Language) -> str:
    """Return the entry's side in this language: the `source` of `facing`, without an entry being made for it."""
    return entry.source if entry.pair.source is language else entry.target


def is_kept(entry: MemoryEntry) -> bool:
    """Whether a store keeps an entry: it has text on both sides."""
    return bool(entry.source.strip() and entry.target.strip())


def has_key(entry: MemoryEntry, keys: frozenset[str], language: Language, *, ignore_case: bool) -> bool:
    """Whether the entry's side in this language has one of these match keys, casefolded ones if `ignore_case`."""
    key = match_key(text_in(entry, language))
    return (key.casefold() if ignore_case else key) in keys


def telling_shape(key: str, language: str) -> str:
    """Return the shape of a match key, "" where nothing is masked in it; where hardly anything is not, with the kinds of values.

    >>> telling_shape("2026年", "ja") == telling_shape("2027年", "ja") != telling_shape("2026円", "ja")
    True
    >>> bool(telling_shape("工期は6年だ。", "ja")), telling_shape("港は静かだ。", "ja")
    (True, '')
    """
    shape = shape_of_key(key, language=language)
    letters = (one for one in shape if one.isalpha())
    if not shape or any(islice(letters, _TELLING_LETTERS - 1, None)):
        return shape
    from tmflow.memory.slots import slot_kinds

    kinds = slot_kinds(key, language=Language(language))
    if language == Language.EN:
        shape = shape.removesuffix(".")  # Mar. and May may stand for each other
    return f"{shape} {kinds}" if kinds else ""


def has_shape(entry: MemoryEntry, shape: str, language: Language) -> bool:
    """Whether the entry's side in this language has this shape."""
    return telling_shape(match_key(text_in(entry, language)), language) == shape
