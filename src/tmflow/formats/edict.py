"""EDICT, the Japanese-English dictionary file many systems have: read where the user has it, never brought along.

Format: https://www.edrdg.org/jmdict/edict_doc.html, a line `headword [reading] /(part of speech) gloss/gloss/`, in EUC-JP.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from tmflow.errors import FormatError

__all__ = ["Edict", "read_edict"]

_REMARK = re.compile(r"\([^()]*\)|\{[^{}]*\}|\[[^][]*\]")
_LEADING = re.compile(r"^(?:to be|to|an?|the)\s+")
_INFLECTED = frozenset("うくぐすつぬぶむるい")
_LONGEST_GLOSS_WORDS = 3
_LONGEST_TERM, _LONGEST_LINE = 12, 10_000
_AFTER_TERM = ("[", "/")
_FIRST_KANJI = "\u3400"
_KATAKANA = re.compile("[ァ-ヺー]{3,}")
"""What is looked for: terms with kanji, and those all in katakana; in kana alone too much is found by chance."""


class Edict:
    """The terms of the dictionary; a verb or an adjective stands by the part that does not inflect, too.

    lengths: how long the terms are that begin with each one or two characters, longest first.
    """

    def __init__(self, lines: Mapping[str, Sequence[str]]) -> None:
        self._lines = lines
        masks: dict[str, int] = {}
        for term in lines:
            head = term[:2]
            masks[head] = masks.get(head, 0) | 1 << len(term)
        unpacked = {mask: tuple(_iter_lengths(mask)) for mask in set(masks.values())}
        self.lengths: Mapping[str, Sequence[int]] = {head: unpacked[mask] for head, mask in masks.items()}

    def translations(self, term: str) -> Sequence[str]:
        """Return the glosses of a term without remarks, those of up to three words, in the order of the file."""
        glosses = (gloss for line in self._lines.get(term, ()) for gloss in line.split("/")[1:])
        plain = (_LEADING.sub("", _REMARK.sub("", gloss).strip()) for gloss in glosses)
        short = (gloss for gloss in plain if gloss and len(gloss.split()) <= _LONGEST_GLOSS_WORDS)
        return tuple(dict.fromkeys(gloss for gloss in short if not gloss.startswith("EntL")))


def _iter_lengths(mask: int) -> Iterator[int]:
    """Yield the lengths whose bits are set, longest first."""
    return (length for length in range(_LONGEST_TERM, 0, -1) if mask >> length & 1)


def read_edict(path: Path) -> Edict:
    """Read a dictionary file in EUC-JP or UTF-8; a file that has not changed is read once a process.

    Raises FormatError if it cannot be read.
    """
    try:
        changed = path.stat().st_mtime_ns
        return _read(path, changed)
    except OSError as error:
        raise FormatError(f"the dictionary cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:  # a NUL, which no path has
        raise FormatError(f"the dictionary cannot be read: {error}", path=path) from error


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Edict:
    del changed
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("euc_jp", errors="replace")
    entries: dict[str, list[str]] = defaultdict(list)
    known = total = 0
    for line in text.splitlines():
        term, _, rest = line.partition(" ")
        total += 1
        known += rest[:1] in _AFTER_TERM and rest[-1:] == "/"
        if not term or len(term) > _LONGEST_TERM or len(line) > _LONGEST_LINE:
            continue
        if max(term) < _FIRST_KANJI and not _KATAKANA.fullmatch(term):
            continue
        entries[term].append(rest)
        if term[-1] in _INFLECTED and len(term) > 1:
            entries[term[:-1]].append(rest)
    if known <= total / 2:
        raise FormatError("it is not in EDICT's format: headword [reading] /gloss/", path=path)
    return Edict(entries)
